"""Archive and store together: find a page, note records, import foreign archives, select captures, verify all of it."""
