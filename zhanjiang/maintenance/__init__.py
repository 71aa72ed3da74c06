"""House-keeping: a database tuned, archive files joined, superseded records deleted, backups and the way back."""
