"""A site is scheme, host and port; http and https of one host at their default ports are one."""

from __future__ import annotations

import pytest

from zhanjiang.addresses.portal import Sites
from zhanjiang.addresses.site import host_of, root_of, site_of


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("http://www.example/p/1.html", "https://www.example:443/", True),
        ("http://WWW.example:80/", "http://www.example", True),
        ("http://www.example:8070/", "http://www.example:8071/", False),
        ("http://www.example:8070/", "https://www.example:8070/", False),
        ("http://www.example/", "http://m.example/", False),
        ("https://www.example:80/", "https://www.example/", False),
    ],
)
def test_sites_are_compared(one: str, other: str, is_same: bool) -> None:
    assert (site_of(one) == site_of(other)) is is_same


@pytest.mark.parametrize(
    "url", ["", "/p/1.html", "www.example", "file:///etc/passwd", "http://a:x/", "http://[/", "http://"]
)
def test_what_is_no_web_address_is_of_no_site(url: str) -> None:
    assert site_of(url) == ""
    assert not Sites("https://www.example", "").holds(url)


def test_a_root_is_an_address() -> None:
    assert [root_of(f"http://{host}/p/1.html") for host in ("mirror.example:81", "[::1]:8070", "a.example:80")] == [
        "http://mirror.example:81",
        "http://[::1]:8070",
        "http://a.example",
    ]
    assert host_of("http://[::1]:8070/p/1.html") == "[::1]:8070"
