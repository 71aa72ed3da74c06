"""Digests of our own, and those of other archives in each form that they use."""

from __future__ import annotations

import base64
import hashlib

import pytest

from zhanjiang.archive.digests import digest_of, fits

_DATA = "湛江港".encode()
_SHA256 = hashlib.sha256(_DATA).digest()


def test_ours_is_sha_1_in_base_32() -> None:
    assert digest_of(_DATA) == "sha1:" + base64.b32encode(hashlib.sha1(_DATA).digest()).decode()


@pytest.mark.parametrize(
    "written",
    [
        digest_of(_DATA),
        digest_of(_DATA).lower(),
        f"sha256:{_SHA256.hex()}",
        f"SHA-256:{_SHA256.hex().upper()}",
        f"sha256:{base64.b64encode(_SHA256).decode()}",
        f"sha256:{base64.urlsafe_b64encode(_SHA256).decode()}",
        f"sha256:{base64.b32encode(_SHA256).decode().rstrip('=')}",
    ],
)
def test_a_digest_fits_its_data_alone(written: str) -> None:
    assert fits(written, _DATA)
    assert not fits(written, _DATA + b" ")


@pytest.mark.parametrize("written", ["xxh3:1234", "shake_128:1234", "no digest", ""])
def test_a_digest_that_cannot_be_computed_fits_everything(written: str) -> None:
    assert fits(written, _DATA)
