"""Parts of the download's way, a component a file."""
