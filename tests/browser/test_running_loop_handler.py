"""The download handler of a crawl without a reactor; crawls with it are in tests/end_to_end/test_running_loop.py."""

from __future__ import annotations

from types import SimpleNamespace

from zhanjiang.browser.running_loop_handler import RunningLoopDownloadHandler


def test_headers_are_taken_to_the_byte() -> None:
    came = (
        (b"Location", "/港".encode("gb18030")),
        (b"X-Name", "港".encode()),
        (b"Set-Cookie", b"a"),
        (b"Set-Cookie", b"b"),
    )
    headers = RunningLoopDownloadHandler._extract_headers(SimpleNamespace(raw_headers=came))
    assert [(name, value) for name, values in headers.items() for value in values] == [*came]
