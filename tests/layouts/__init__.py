"""Layouts learned from a site, and what comes of their change."""
