"""Pages that are made to cost time stand beside good ones: each costs itself alone, and is told."""

from __future__ import annotations

from pathlib import Path

from tests.end_to_end.running import crawl
from tests.loopback import Answer, serving

_TEXT = "".join(f"<p>第{number}网，渔民们在码头上卸下鱼获，岸边的冷库通宵亮着灯。</p>" for number in range(1, 9))
_DAMAGED = "湛江日?qǐng)?bào)訊 港區(qū)新航線昨日開(kāi)通，…漁民說(shuō)：“這條路，我們等了十年?！?"
_GOOD = range(1, 6)


def _page(number: int, *, story: str = _TEXT, tag: str = "<div>") -> bytes:
    return (
        f"<html><head><meta charset=utf-8><title>第{number}艘渔船归港</title></head>"
        f"<body><div><h1>第{number}艘渔船归港</h1><div>2023-05-04 10:00 来源：湛江日报</div>"
        f"{tag}{story}</div></div></body></html>"
    ).encode()


def _listing(costly: list[int]) -> bytes:
    """One row that links all articles, and one of them some thousand times."""
    links = [f"<a href='/p/{number}.html'>第{number}艘渔船昨日归港</a>" for number in (*_GOOD, *costly)]
    again = "<a href='/p/1.html'>第1艘渔船昨日归港</a> " * 4_000
    row = f"<ul><li>{' '.join(links)}{again}</li></ul>"
    return f"<html><head><meta charset=utf-8></head><body>{row}</body></html>".encode()


def test_costly_pages_cost_themselves_alone(tmp_path: Path) -> None:
    costly = {
        21: (_page(21, tag="<div " + " ".join(f"a{number}=1" for number in range(100_000)) + ">"), "64 attributes"),
        22: (_page(22, story="<br>" * 1_000_000), "1,000,0"),
        23: (_page(23, story="<div>" * 3_000 + _TEXT + "</div>" * 3_000), "stand in one another"),
        24: (_page(24, story=f"<p>{'渔船归港，岸边的冷库通宵亮着灯。' * 60_000}</p>"), "characters"),
        25: (_page(25, story=f"<p>{_DAMAGED}</p>" * 20_000), "2.5 seconds"),
    }
    front = b"<html><body><a href='/shizheng/list_1.html'>\xe6\x97\xb6\xe6\x94\xbf</a></body></html>"
    site: dict[str, Answer] = {"/": front, "/shizheng/list_1.html": _listing([*costly])}
    site |= {f"/p/{number}.html": _page(number) for number in _GOOD}
    site |= {f"/p/{number}.html": page for number, (page, _) in costly.items()}
    asked: list[str] = []
    with serving(site, asked) as portal:
        crawled = crawl(tmp_path, {"PORTAL_URL": portal}, COMMENTS_ENABLED="False", LOG_LEVEL="INFO")
    assert crawled.code == 65
    assert "Traceback" not in crawled.log
    assert set(crawled.feed) == {f"portal/{number}" for number in _GOOD}
    assert all(item["text"].count("网，") == 8 for item in crawled.lines)
    reasons = dict(crawled.rows("SELECT address, reason FROM quarantine"))
    assert {*reasons} == {f"{portal}/p/{number}.html" for number in costly}
    for number, (_, words) in costly.items():
        address = f"{portal}/p/{number}.html"
        assert words in reasons[address], reasons
        assert crawled.log.count(f"Kept in quarantine (read): {address}: {reasons[address]}") == 1
        assert asked.count(f"/p/{number}.html") == 1  # it would come again
        assert crawled.rows(f"SELECT length(body) > 100 FROM quarantine WHERE address = '{address}'") == [(1,)]
