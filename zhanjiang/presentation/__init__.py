"""An article as people want it outside a crawl: to be read on a terminal, or cited."""
