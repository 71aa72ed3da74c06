"""What the store knows, made readable: the comparing of revisions, and how it is told on a terminal and in a page.

Nothing here opens the store or asks a network; the commands give it articles.
"""
