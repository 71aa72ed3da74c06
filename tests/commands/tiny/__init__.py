"""A tiny spider and a site for it, for tests of the command and of what listens to a crawl."""
