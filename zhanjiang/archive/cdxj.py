"""The index of a WACZ: a line of CDXJ for each answer, sorted by address and time, in blocks that a reader seeks.

Forms: https://specs.webrecorder.net/cdxj/0.1.0/ and https://specs.webrecorder.net/wacz/1.1.1/.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from zhanjiang.archive.gzip_member import gzip_member

INDEX: Final = "index.cdx.gz"
_BLOCK: Final = 1000
"""So many lines are compressed together: what a reader decompresses to find one address."""
_WWW: Final = re.compile(r"^www\d*\.")


@dataclass(frozen=True, slots=True)
class IndexedRecord:
    """Where the record of an answer stands in a WARC file, and what the index says of it.

    ``taken_at`` is the WARC date; ``mime`` is the answer's media type, ``warc/revisit`` for a revisit.
    """

    url: str
    taken_at: str
    mime: str
    status: int | None
    digest: str
    length: int
    offset: int
    filename: str

    @property
    def line(self) -> str:
        """The record as a line of CDXJ: sort key, moment, and the rest as JSON."""
        moment = re.sub(r"\D", "", self.taken_at)[:14]
        rest = {
            "url": self.url,
            "mime": self.mime,
            "status": str(self.status or 200),
            "digest": self.digest,
            "length": str(self.length),
            "offset": str(self.offset),
            "filename": self.filename,
        }
        return f"{sort_key(self.url)} {moment} {json.dumps(rest, ensure_ascii=False)}"


def sort_key(url: str) -> str:
    """The address as indexes of archives sort it (SURT): the host's parts from the last, then path and query.

    >>> sort_key("https://www.example.org/P/1.html?b=2&A=1#top"), sort_key("http://szb.example.org:8080/zjrb/")
    ('org,example)/p/1.html?a=1&b=2', 'org,example,szb:8080)/zjrb')
    """
    parts = urlsplit(url.lower())
    host = ",".join(reversed(_WWW.sub("", parts.hostname or "").split(".")))
    port = f":{parts.port}" if parts.port not in (None, {"http": 80, "https": 443}.get(parts.scheme)) else ""
    query = f"?{'&'.join(sorted(parts.query.split('&')))}" if parts.query else ""
    return f"{host}{port}){parts.path.rstrip('/') or '/'}{query}".replace(" ", "%20")


def index_files(records: Sequence[IndexedRecord]) -> tuple[bytes, bytes]:
    """The index of records and the list of its blocks, which names the first line of each: two files of a WACZ."""
    lines = sorted(record.line for record in records)
    blocks = [lines[start : start + _BLOCK] for start in range(0, len(lines), _BLOCK)]
    heading = {"format": "cdxj-gzip-1.0", "filename": INDEX}
    listed = [f"!meta 0 {json.dumps(heading)}\n"]
    index = b""
    for block in blocks:
        member = gzip_member("".join(f"{line}\n" for line in block).encode("utf-8", "replace"))
        key, moment, _ = block[0].split(" ", 2)
        place = {"offset": len(index), "length": len(member), "digest": f"sha256:{hashlib.sha256(member).hexdigest()}"}
        listed.append(f"{key} {moment} {json.dumps(place)}\n")
        index += member
    return index, "".join(listed).encode("utf-8", "replace")
