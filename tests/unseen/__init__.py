"""A portal in a skin that the crawler was not made for: the replica's stories in other markup throughout."""
