"""What goes wrong with pictures, and that their articles are told all the same."""

from __future__ import annotations

import struct
import zlib
from typing import Any

from tests.replica.client import fetch, page_addresses
from zhanjiang.replica.launch import ReplicaOptions, running_replica
from zhanjiang.replica.picture_faults import PICTURE_FAULTS, PictureFaults

_SEED = 9
Truth = dict[str, Any]


def _images(truths: list[Truth]) -> list[str]:
    return list(dict.fromkeys(image["url"] for truth in truths for image in truth["images"]))


def test_each_fault_of_a_picture_does_what_it_says() -> None:
    with running_replica(ReplicaOptions(articles=60, seed=_SEED)) as running:
        urls = _images(running.truth())[:5]
        image = running.addresses["PORTAL_IMAGE_URL"]
        paths = [url.removeprefix(image) for url in urls]
        honest = fetch(urls[4]).body
    at = tuple(zip(("html", "cut", "bomb", "twin", "twin"), paths, strict=True))
    with running_replica(ReplicaOptions(articles=60, seed=_SEED, picture_faults_at=at)) as running:
        site = running.addresses["PORTAL_IMAGE_URL"]
        html, cut, bomb, twin, other = (fetch(site + path) for path in paths)
    assert html.status == 200 and html.headers["content-type"].startswith("text/html")
    assert cut.body.startswith(b"\xff\xd8") and not cut.body.endswith(b"\xff\xd9")
    assert struct.unpack(">II", bomb.body[16:24]) == (30_000, 30_000) and len(bomb.body) < 200_000
    assert zlib.crc32(bomb.body[12:29]) == int.from_bytes(bomb.body[29:33], "big")
    assert twin.body == other.body != honest


def test_an_address_may_climb_out_of_its_folder() -> None:
    options = ReplicaOptions(articles=60, seed=_SEED, picture_faults=(("climbing", 0.5),))
    with running_replica(options) as running:
        truths = [truth for truth in running.truth() if truth["images"]]
        climbing = [truth for truth in truths if "/../" in truth["images"][0]["url"]]
        assert 0 < len(climbing) < len(truths)
        for truth in climbing:
            address = truth["images"][0]["url"]
            pages = [fetch(page) for page in page_addresses(truth)]
            assert {page.status for page in pages} == {200}
            assert any(address in page.text for page in pages) and truth["headline"] in pages[0].text
            assert fetch(address).status == 404
            assert all("/../" not in image["url"] for image in truth["images"][1:])


def test_rates_strike_the_same_pictures_at_every_run() -> None:
    paths = [f"/a/10001/202201/{number:032x}.jpg" for number in range(1000)]

    def struck(seed: int) -> list[str | None]:
        faults = PictureFaults(seed, [("cut", 0.1), ("twin", 0.1)], [])
        return [faults.at(path) for path in paths]

    assert struck(1) == struck(1) != struck(2)
    assert 50 < struck(1).count("cut") < 150 and 50 < struck(1).count("twin") < 150
    assert set(PICTURE_FAULTS) == {"html", "cut", "bomb", "twin", "climbing"}
