"""The pictures of docs/browse.md, from a store that crawls of a replica fill: ``python -m tests.browse.screenshots``.

They need fonts with Chinese characters (``apt-get install fonts-noto-cjk``).
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal

from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from scrapy.settings import BaseSettings

from tests.browse.conftest import browsing
from tests.browse.demo import Demo, make_demo
from tests.end_to_end.running import ROOT, run_scrapy
from zhanjiang.browser.availability import executable

_FOLDER: Final = ROOT / "docs" / "pictures"
_COLOURS: Final = 48
_DESK, _PHONE = (1100, 760), (390, 760)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run a Chromium that makes pictures, or is asked what it sees."""
    path = executable(BaseSettings({"BROWSER_EXECUTABLE": None}))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        try:
            yield browser
        finally:
            browser.close()


def _shots(
    demo: Demo, served: str, report: Path
) -> Iterator[tuple[str, str, tuple[int, int], Literal["light", "dark"]]]:
    """Yield name, address, size of the window and colours of each picture."""
    yield "front", f"{served}/day/{demo.newer_issue.partition('/')[2]}", _DESK, "light"
    yield "article", f"{served}/article/{demo.damaged}", _PHONE, "light"
    yield "article-traditional", f"{served}/article/{demo.damaged}?script=hant", _PHONE, "dark"
    yield "search", f"{served}/search?q=红树林", _DESK, "dark"
    yield "newspaper", f"{served}/newspaper/{demo.issue}", _DESK, "light"
    yield "report", f"file://{report}", _DESK, "light"


def main() -> None:
    """Crawl, serve, and write each picture with few colours, so that all of them stay small."""
    _FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        demo = make_demo(folder, articles=120, newspaper_days=4)
        report = folder / "report.html"
        done = run_scrapy(folder, "report", "-o", str(report), *_as_options(demo.settings))
        assert done.returncode == 0, done.stderr
        with browsing(demo.settings, folder) as served, chromium() as browser:
            for title, address, (width, height), scheme in _shots(demo, served, report):
                page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
                page.goto(address)
                if area := page.query_selector("svg.page a"):
                    area.hover()
                shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
                shot.quantize(_COLOURS).save(_FOLDER / f"{title}.png", optimize=True)
                page.close()
    for path in sorted(_FOLDER.glob("*.png")):
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1000:.0f} kB")


def _as_options(settings: dict[str, str]) -> list[str]:
    return [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]


if __name__ == "__main__":
    main()
