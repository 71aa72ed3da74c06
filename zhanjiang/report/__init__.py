"""What the store knows, and what a saved page says, made readable: on a terminal, in a page, as test cases.

Nothing here opens the store or asks a network; the commands give it articles and pages.
"""
