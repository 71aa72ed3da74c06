"""The mobile site's own marks, and pictures that are pictures."""

from __future__ import annotations

import hashlib
from typing import Any

from tests.replica.client import fetch
from zhanjiang.replica.launch import RunningReplica


def test_the_mobile_page_has_its_banner_and_no_labels_on_top(
    replica: RunningReplica, articles: list[dict[str, Any]]
) -> None:
    portal, mobile = replica.addresses["PORTAL_URL"], replica.addresses["PORTAL_MOBILE_URL"]
    twice = bare = 0
    for truth in articles:
        printed = fetch(truth["url"].replace(portal, mobile)).text
        assert "临时链接,仅用于预览,将在12小时内失效" in printed and "2步打开 媒体云APP" in printed
        assert "来源：" not in printed.partition('class="rich-content"')[0]
        assert ("展开详细" in printed) == (truth["kind"] == "video")
        twice += 'class="full-content"' in printed
        bare += "©原创" not in printed
    assert 0 < twice < len(articles) / 2 and 0 < bare < len(articles) / 2


def test_each_picture_is_a_picture_of_its_own(articles: list[dict[str, Any]]) -> None:
    # A reprint shows the pictures of its original.
    images = list(dict.fromkeys(image["url"] for truth in articles for image in truth["images"]))[:60]
    bodies = {url: fetch(url) for url in images}
    for url, reply in bodies.items():
        png = url.endswith(".png")
        assert reply.headers["content-type"] == ("image/png" if png else "image/jpeg")
        assert reply.body.startswith(b"\x89PNG\r\n" if png else b"\xff\xd8\xff")
    assert {url.rsplit(".", 1)[1] for url in images} == {"jpeg", "jpg", "png"}
    assert len({hashlib.sha256(reply.body).digest() for reply in bodies.values()}) == len(images)


def test_other_addresses_of_the_image_site_are_missing(replica: RunningReplica) -> None:
    assert fetch(f"{replica.addresses['PORTAL_IMAGE_URL']}/a/10001/202201/short.jpg").status == 404
