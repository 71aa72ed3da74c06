"""Pages that list articles: listings in every form, the front page, its rankings and picture box."""
