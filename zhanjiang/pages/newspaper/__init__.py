"""Pages of the digital newspapers: an article's page, and a page of an issue with its image map."""
