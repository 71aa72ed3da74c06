"""Pure functions from text to value: lines, dates, people, counts. They know no page, no selector and no network."""
