"""The revisions of an article, compared by characters: on a terminal and as an HTML page."""
