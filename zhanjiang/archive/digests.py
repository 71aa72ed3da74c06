"""Digests in the form of WARC files: an algorithm, a colon, and a number in base 32, 16 or 64."""

from __future__ import annotations

import base64
import hashlib
from typing import Final

_OUR_ALGORITHM: Final = "sha1"


def digest_of(body: bytes) -> str:
    """The digest of a body in the form of most WARC files: SHA-1 in base 32.

    >>> digest_of(b"")
    'sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ'
    """
    digest = hashlib.new(_OUR_ALGORITHM, body, usedforsecurity=False).digest()
    return f"{_OUR_ALGORITHM}:{base64.b32encode(digest).decode()}"


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
