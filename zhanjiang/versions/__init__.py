"""What changes: the revisions of an article, compared by characters, and the news of some days; as text, JSON, HTML."""
