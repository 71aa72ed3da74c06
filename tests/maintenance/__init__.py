"""House-keeping, backups and the way back."""
