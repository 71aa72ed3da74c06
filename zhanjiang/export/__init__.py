"""The forms in which articles leave the store: one module for each format."""
