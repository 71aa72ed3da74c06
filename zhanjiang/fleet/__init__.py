"""What the workers of a fleet share in Redis: the queue of pages, the pace for each host, robots.txt.

Nothing here is the record of anything: the store's ledger is, and what Redis loses is made again from there.
"""

from __future__ import annotations

from typing import Final

SCHEMES: Final = ("redis", "rediss", "unix")
"""How an address of Redis may begin."""
INSTALL: Final = "pip install redis msgpack"
"""How the packages are installed that only workers need."""


class RedisAway(Exception):
    """Redis does not answer now; the text is one line that says what to do."""


class WrongKey(Exception):
    """A key in Redis holds another type of value than ours; the text is Redis's own."""
