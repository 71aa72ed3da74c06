"""What the workers of a fleet share in Redis: the queue of pages, the pace for each host, robots.txt.

Nothing here is the record of anything: the store's ledger is, and what Redis loses is made again from there.
"""
