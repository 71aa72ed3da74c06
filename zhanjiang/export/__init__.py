"""The forms in which articles leave the store, one module for each format, and the files that they are written to."""
