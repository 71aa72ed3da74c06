"""Digests in the form of WARC files: an algorithm, a colon, and a number in base 32, 16 or 64."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Final

from zhanjiang.archive.decoding import without_chunks

_FORM: Final = re.compile(r"[A-Za-z0-9-]{1,20}:[A-Za-z0-9+/=_-]{1,200}")


def digest_of(body: bytes) -> str:
    """The digest of a body in the form of most WARC files: SHA-1 in base 32.

    >>> digest_of(b"")
    'sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ'
    """
    digest = hashlib.sha1(body, usedforsecurity=False).digest()
    return f"sha1:{base64.b32encode(digest).decode()}"


def fits(written: str, data: bytes) -> bool:
    """Say whether a digest is that of the data; one that cannot be computed here (unknown algorithm) fits everything.

    >>> fits(digest_of(b"news"), b"news"), fits(digest_of(b"news"), b"olds")
    (True, False)
    >>> fits("md5:" + hashlib.md5(b"news").hexdigest(), b"news"), fits("sha-3:AB", b"news")
    (True, True)
    """
    algorithm, _, value = written.partition(":")
    try:
        digest = hashlib.new(algorithm.lower().replace("sha-", "sha"), data, usedforsecurity=False).digest()
    except (ValueError, TypeError):
        return True
    as_base64 = {base64.b64encode(digest).decode(), base64.urlsafe_b64encode(digest).decode()}
    return (
        value.upper().rstrip("=") == base64.b32encode(digest).decode().rstrip("=")
        or value.lower() == digest.hex()
        or value in as_base64
    )


def stated_digest(written: str, data: bytes, *, is_referred: bool = False) -> str:
    """The digest that a record states, if it is that of the data or of its joined chunks; else the one computed here.

    A wrong one would let later answers refer to a body that is not theirs. ``is_referred``: the data are not there.

    >>> stated_digest(digest_of(b"olds"), b"news") == digest_of(b"news"), stated_digest("md5:!", b"", is_referred=True)
    (True, '')
    """
    if is_referred:
        return written if _FORM.fullmatch(written) else ""
    if _FORM.fullmatch(written) and _is_known(written) and (fits(written, data) or fits(written, without_chunks(data))):
        return written
    return digest_of(data)


def _is_known(written: str) -> bool:
    """Say whether a digest can be computed here."""
    return not fits(f"{written.partition(':')[0]}:-", b"")
