"""What only mirrors have: asked for by ID, and read from several mirrors together."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from opencc import OpenCC

from tests.end_to_end.running import crawl, export
from tests.loopback import serving
from zhanjiang.replica.damage import damage as mirrored
from zhanjiang.textrepair import damage

_STORY = [
    "湛江日報訊 昨日上午，坡頭區漁港的第一批漁船順利歸港，碼頭上一片繁忙。",
    "據漁民介紹，今年的魚獲比去年增長兩成，價格也有所上漲，大家對下半年的生產充滿信心。",
    "區農業農村局有關負責人表示，將繼續做好漁業資源保護，推進漁港經濟區建設，讓漁民增收。",
    "“這幾年變化真大！”老漁民說，碼頭修好了，冷庫建起來了，運輸也方便了許多。",
]


def _page(table: dict[str, str], indent: str = "", damage_of: Callable[[str, dict[str, str]], str] = damage) -> bytes:
    body = "".join(f"<p>{indent}{paragraph}</p>" for paragraph in _STORY)
    head = "<html><head><meta charset='utf-8'><title>漁港迎來豐收季</title></head><body><h1>漁港迎來豐收季</h1>"
    line = "<div>2022-09-20 19:08 來源：湛江日報</div>"
    return damage_of(f"{head}{line}<div class='article-content'>{body}</div></body></html>", table).encode()


_FIRST = {
    "報": "bào",
    "區": "qū",
    "漁": "yú",
    "廣": "guǎng",
    "請": "qǐng",
    "農": "nóng",
    "業": "yè",
    "護": "hù",
    "長": "zhǎng",
}
_SECOND = {"說": "shuō", "將": "jiāng", "進": "jìn", "價": "jià", "運": "yùn", "頁": "yè", "縣": "xiàn"}


def test_two_mirrors_settle_what_one_leaves_open(tmp_path: Path) -> None:
    with serving({"/p/7.html": _page(_FIRST)}) as one, serving({"/p/7.html": _page(_SECOND)}) as other:
        first = crawl(tmp_path, {}, f"urls={one}/p/7.html")
        assert first.code == 0, first.log
        (alone,) = first.lines
        both = crawl(tmp_path, {}, f"urls={other}/p/7.html")
        assert both.code == 0, both.log
    (article,) = export(tmp_path).values()
    assert len(article["repair"]["guessed"]) <= len(alone["repair"]["guessed"])
    assert article["text"].count("\n\n") == 3
    assert article["revision_cause"] in (None, "collated")


def test_a_silent_mirror_and_one_with_lost_indents_are_read_back(tmp_path: Path) -> None:
    silent = _page(_FIRST, damage_of=partial(mirrored, silent=True))
    indented = _page(_FIRST, indent="\xa0" * 4, damage_of=mirrored)
    assert "日(qǐng)(bào)" in silent.decode() and "?" not in silent.decode()
    assert indented.decode().count("<p>????") == len(_STORY)
    with serving({"/p/7.html": silent, "/p/8.html": indented}) as mirror:
        crawled = crawl(tmp_path, {}, f"urls={mirror}/p/7.html,{mirror}/p/8.html")
    assert crawled.code == 0, crawled.log
    text = OpenCC("t2s").convert("\n\n".join(_STORY))
    for article in crawled.lines:
        assert article["text"].replace(",", "，").replace("!", "！") == text
        assert article["repair"]["proved"] and not article["repair"]["guessed"]


def test_a_mirror_is_asked_for_what_the_portal_has_not(tmp_path: Path) -> None:
    asked: list[str] = []
    with (
        serving({"/p/5.html": _page({})}) as portal,
        serving({"/p/5.html": _page(_FIRST), "/p/7.html": _page(_FIRST)}, asked) as mirror,
    ):
        sites = {"PORTAL_URL": portal}
        assert set(crawl(tmp_path, sites, "ids=5-8").feed) == {"portal/5"}
        filled = crawl(tmp_path, sites, "ids=5-8", f"via={mirror}")
        assert filled.code == 0, filled.log
        assert {id: item["via"] for id, item in filled.feed.items()} == {"portal/7": mirror.removeprefix("http://")}
        assert filled.feed["portal/7"]["url"] == f"{portal}/p/7.html"
        assert filled.feed["portal/7"]["repair"]["proved"]
        assert sorted(set(asked)) == ["/p/6.html", "/p/7.html", "/p/8.html", "/robots.txt"]
        assert crawl(tmp_path, sites, "ids=5-8", f"via={mirror}").lines == []


def test_the_portals_own_text_stands_before_a_mirrors(tmp_path: Path) -> None:
    with serving({"/p/5.html": _page({})}) as portal, serving({"/p/5.html": _page(_FIRST)}) as mirror:
        first = crawl(tmp_path, {"PORTAL_URL": portal}, f"urls={mirror}/p/5.html")
        assert [item["via"] for item in first.lines] == [mirror.removeprefix("http://")]
        crawl(tmp_path, {"PORTAL_URL": portal}, "ids=5")
        crawl(tmp_path, {"PORTAL_URL": portal}, f"urls={mirror}/p/5.html")
    (article,) = export(tmp_path).values()
    assert article["repair"] is None or article["revision"] == 1
    assert article["text"].startswith("湛江日报讯")
