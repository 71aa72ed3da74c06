"""Spiders: in which order pages are asked for, and which links are followed. What pages say is read in ``pages``."""
