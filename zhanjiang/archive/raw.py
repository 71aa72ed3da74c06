"""A record of a WARC file as it stands there: its fields, and the bytes after them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from zhanjiang.archive.head import RecordHead, read_head

MOST_BYTES: Final = 64 * 1024 * 1024
"""The largest record that is read, and the largest page that a record is decompressed to: beyond it is a bomb."""

LONGEST_FIELDS: Final = 1 << 20
"""The most bytes of a record's fields, and of the head of the answer in it."""
_HEAD_END: Final = re.compile(rb"\n\r?\n")


class NoWarc(ValueError):
    """The bytes are no record of a WARC file; the text says what they are instead."""


@dataclass(frozen=True, slots=True)
class RawRecord:
    """A record of any type: its fields, and the block of bytes after them."""

    fields: RecordHead
    block: bytes

    @property
    def type(self) -> str:
        """Its WARC-Type, empty where it has none."""
        return self.field("WARC-Type")

    @property
    def url(self) -> str:
        """Its WARC-Target-URI, which some software puts between brackets; empty where it has none."""
        return self.field("WARC-Target-URI").strip().removeprefix("<").removesuffix(">")

    def field(self, name: str) -> str:
        """The value of a field, empty if there is none."""
        return self.fields.get(name)

    def http(self) -> tuple[RecordHead | None, bytes]:
        """The head of the HTTP message in the block, or None, and the payload after it."""
        if self.type not in ("response", "request", "revisit") or not self.url.startswith(("http:", "https:")):
            return None, self.block
        end = _HEAD_END.search(self.block, 0, LONGEST_FIELDS)
        if end is None and len(self.block) > LONGEST_FIELDS:
            return None, self.block
        head, length = read_head(self.block[: end.end()] if end else self.block)
        return head, self.block[length:]
