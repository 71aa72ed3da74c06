"""What the commands share on a terminal: exit codes, tables, progress."""
