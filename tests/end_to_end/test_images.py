"""Pictures in a crawl: downloaded once each, named by content; what is refused is told, and the article stored."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image as Picture

from tests.end_to_end.running import ROOT, Crawled, assert_clean, crawl, run_scrapy
from tests.loopback import Answer, serving

_PICTURE_TYPE = {"Content-Type": "image/jpeg"}
_ROWS = "SELECT url, path, sha256, bytes, width, height FROM images ORDER BY url"


def _drawn(seed: int) -> bytes:
    file = BytesIO()
    Picture.frombytes("RGB", (80, 60), random.Random(seed).randbytes(80 * 60 * 3)).save(file, "JPEG")
    return file.getvalue()


_ONE, _TWO = _drawn(1), _drawn(2)


def _path(body: bytes) -> str:
    digest = sha256(body).hexdigest()
    return f"{digest[:2]}/{digest}.jpg"


def _page(number: int, *pictures: str, text: str = "昨日，泊位正式启用，市民前来参观。") -> bytes:
    shown = "".join(f'<p><img src="{url}"></p>' for url in pictures)
    return f"""<html><head><title>码头{number}号泊位启用</title></head><body><div class="article">
<h1 class="article-title">码头{number}号泊位启用</h1><div>2022-05-31 21:58 来源：湛江云媒 作者：</div>
<div class="article-content"><p>{text}</p>{shown}</div></div></body></html>""".encode()


def _crawl(folder: Path, portal: str, pictures: str, *arguments: str, **settings: str) -> Crawled:
    sites = {"PORTAL_URL": portal, "PORTAL_IMAGE_URL": pictures}
    given = {"RETRY_TIMES": "1", "COMMENTS_ENABLED": "False", "IMAGES_STORE": "pictures", **settings}
    return crawl(folder, sites, *(arguments or ("ids=1,2",)), **given)


def _files(folder: Path) -> dict[str, bytes]:
    kept = folder / "pictures"
    return {str(path.relative_to(kept)): path.read_bytes() for path in kept.rglob("*") if path.is_file()}


def _images(crawled: Crawled, number: int) -> list[dict[str, Any]]:
    return [*crawled.feed[f"portal/{number}"]["images"]]


def _environment() -> dict[str, str]:
    named = {name: value for name, value in os.environ.items() if not name.startswith("ZHANJIANG_")}
    return named | {"PYTHONPATH": str(ROOT), "SCRAPY_SETTINGS_MODULE": "zhanjiang.settings"}


def test_each_picture_is_downloaded_once_and_kept_as_it_came(tmp_path: Path) -> None:
    asked: list[str] = []
    with serving({"/a/1.jpeg": (200, _PICTURE_TYPE, _ONE), "/a/2.png": (200, {}, _TWO)}, asked) as pictures:
        one, two = f"{pictures}/a/1.jpeg", f"{pictures}/a/2.png"
        with serving({"/p/1.html": _page(1, one, two), "/p/2.html": _page(2, one)}) as portal:
            crawled = _crawl(tmp_path, portal, pictures)
    assert_clean(crawled)
    of_one, of_two = (one, _path(_ONE), sha256(_ONE).hexdigest()), (two, _path(_TWO), sha256(_TWO).hexdigest())
    kept = [[(i["url"], i["path"], i["sha256"]) for i in _images(crawled, number)] for number in (1, 2)]
    assert kept == [[of_one, of_two], [of_one]]
    assert _files(tmp_path) == {_path(_ONE): _ONE, _path(_TWO): _TWO}
    assert sorted(path for path in asked if path != "/robots.txt") == ["/a/1.jpeg", "/a/2.png"]
    assert crawled.rows(_ROWS) == [
        (one, _path(_ONE), sha256(_ONE).hexdigest(), len(_ONE), 80, 60),
        (two, _path(_TWO), sha256(_TWO).hexdigest(), len(_TWO), 80, 60),
    ]


def test_a_picture_of_an_earlier_run_is_refetched_only_where_its_file_is_gone(tmp_path: Path) -> None:
    asked: list[str] = []
    with serving({"/a/1.jpeg": _ONE, "/a/2.jpeg": _TWO}, asked) as pictures:
        shown = [f"{pictures}/a/1.jpeg", f"{pictures}/a/2.jpeg"]
        pages: dict[str, Answer] = {"/p/1.html": _page(1, *shown)}
        with serving(pages) as portal:
            _crawl(tmp_path, portal, pictures, "ids=1")
            (tmp_path / "pictures" / _path(_TWO)).unlink()
            pages["/p/1.html"] = _page(1, *shown, text="昨日，泊位启用，市民称便。")
            asked.clear()
            crawled = _crawl(tmp_path, portal, pictures, "ids=1")
    assert_clean(crawled)
    assert [path for path in asked if path != "/robots.txt"] == ["/a/2.jpeg"]
    assert [image["path"] for image in _images(crawled, 1)] == [_path(_ONE), _path(_TWO)]
    assert crawled.feed["portal/1"]["revision"] == 2
    assert _files(tmp_path).keys() == {_path(_ONE), _path(_TWO)}


def test_what_is_no_picture_is_refused_and_reported_and_the_article_is_stored(tmp_path: Path) -> None:
    answers: dict[str, Answer] = {
        "/html.jpg": b"<html><body>404</body></html>",
        "/cut.jpg": _ONE[: len(_ONE) // 2],
        "/empty.jpg": b"",
        "/large.jpg": _TWO + b"\0" * 400_000,
        "/away.jpg": (302, {"Location": "http://127.0.0.1:9/a.jpg"}, b""),
        "/moved.jpg": (302, {"Location": "/good.jpg"}, b""),
        "/good.jpg": _ONE,
        "/busy.jpg": (503, {}, b""),
    }
    asked: list[str] = []
    with serving(answers, asked) as pictures:
        shown = [f"{pictures}{path}" for path in (*answers, "/none.jpg", "/a/../../secret.jpg")]
        with serving({"/p/1.html": _page(1, *shown, "http://elsewhere.example/a.jpg")}) as portal:
            crawled = _crawl(tmp_path, portal, pictures, "ids=1", IMAGES_MAX_BYTES="300000")
    assert_clean(crawled)
    kept = [image["url"].rpartition("/")[2] for image in _images(crawled, 1) if image["path"]]
    assert kept == ["moved.jpg", "good.jpg"]
    assert len(_images(crawled, 1)) == len(shown) + 1
    assert _files(tmp_path) == {_path(_ONE): _ONE}
    assert "secret.jpg" not in " ".join(asked)
    reported = [
        line.partition("Picture not stored: ")[2] for line in crawled.log.splitlines() if "Picture not stored" in line
    ]
    assert len(reported) == len(shown) + 1 - len(kept)
    for reason in ("status", "no_picture", "cut", "too_large", "address", "not_allowed"):
        assert f"'images/refused/{reason}'" in crawled.log


def test_an_article_is_stored_with_its_pictures_where_the_run_ends_with_it(tmp_path: Path) -> None:
    with serving({"/a/1.jpeg": _ONE}) as pictures:
        pages: dict[str, Answer] = {f"/p/{number}.html": _page(number, f"{pictures}/a/1.jpeg") for number in (1, 2, 3)}
        with serving(pages) as portal:
            crawled = _crawl(tmp_path, portal, pictures, "ids=1-3", "max_articles=1")
    assert_clean(crawled)
    assert [item["images"][0]["path"] for item in crawled.lines] == [_path(_ONE)]


def test_without_a_place_for_them_pictures_are_not_requested_and_pillow_is_not_loaded(tmp_path: Path) -> None:
    asked: list[str] = []
    with (
        serving({"/a/1.jpeg": _ONE}, asked) as pictures,
        serving({"/p/1.html": _page(1, f"{pictures}/a/1.jpeg")}) as portal,
    ):
        sites = [f"-sPORTAL_URL={portal}", f"-sPORTAL_IMAGE_URL={pictures}", "-sCOMMENTS_ENABLED=False"]
        command = [sys.executable, "-X", "importtime", "-m", "scrapy", "crawl", "articles", "-aids=1", *sites]
        done = subprocess.run(command, cwd=tmp_path, env=_environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "zhanjiang.pipelines.store" in done.stderr
    assert "PIL" not in done.stderr and "download_images" not in done.stderr
    assert asked == []


def test_a_place_that_cannot_be_made_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    done = run_scrapy(tmp_path, "crawl", "articles", "-a", "ids=1", "-s", "IMAGES_STORE=file/pictures")
    assert done.returncode == 2, done.stderr
    assert "IMAGES_STORE" in done.stderr and "Traceback" not in done.stderr
