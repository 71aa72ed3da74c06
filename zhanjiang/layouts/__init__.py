"""Layouts learned from many pages of a site: what most of them share is furniture, the rest is the article."""
