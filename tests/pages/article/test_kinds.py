"""What kind of content a page shows; stubs that lead elsewhere, and pages that say that they are gone."""

from __future__ import annotations

import pytest

from zhanjiang.pages.article.kinds import kind_of
from zhanjiang.pages.article.page import ArticlePage

_ADDRESS = "https://www.gdzjdaily.com.cn/p/1.html"


def _page(html: str) -> ArticlePage:
    return ArticlePage(f"<html>{html}</html>".encode(), _ADDRESS)


@pytest.mark.parametrize(
    ("html", "players", "pictures", "text", "kind"),
    [
        ("<script>shareVariable = {sid:'10001', aid:'2', cid:'1'}</script>", 0, 0, "长" * 500, "pictures"),
        ("<script>var aid = 4;</script>", 0, 0, "", "video"),
        ('<script>{"aid": 11}</script>', 0, 0, "", "live"),
        ("<script>{aid:'3'}</script>", 0, 0, "长", "article"),
        ("<script>{aid:'12'}</script><h1 class='big video-title'>春耕</h1>", 0, 0, "", "video"),
        ("<h1 class=picture-title>春耕</h1>", 0, 0, "", "pictures"),
        ("<div class='live-content'>春耕</div>", 0, 0, "", "live"),
        ("<p>", 1, 0, "短", "video"),
        ("<p>", 1, 0, "长" * 500, "article"),
        ("<p>", 0, 2, "", "pictures"),
        ("<img data-caption=一><img data-caption=二>", 0, 2, "长" * 500, "pictures"),
        ("<p>", 0, 3, "一行", "pictures"),
        ("<p>", 0, 3, "一行\n\n二行", "article"),
        ("<p>", 0, 1, "", "article"),
    ],
)
def test_kind(html: str, players: int, pictures: int, text: str, kind: str) -> None:
    assert kind_of(_page(f"<body>{html}"), players=players, pictures=pictures, text=text) == kind


@pytest.mark.parametrize(
    ("head", "address"),
    [
        ("<script>location.href = 'https://a.example/1'</script>", "https://a.example/1"),
        ('<script>window.location="/zt/1/"</script>', "/zt/1/"),
        ("<script>location.replace('/zt/1/')</script>", "/zt/1/"),
        ("<meta http-equiv=refresh content='0;url=/zt/1/'>", "/zt/1/"),
        ("<META HTTP-EQUIV='Refresh' CONTENT=\"0; URL='/zt/1/'\">", "/zt/1/"),
        ("<script>var a = 1</script>", None),
    ],
)
def test_stub(head: str, address: str | None) -> None:
    assert _page(f"<head>{head}</head><body></body>").outward == address


def test_a_page_that_shows_something_is_no_stub() -> None:
    script = "<script>if (0) location.href = 'https://a.example/1'</script>"
    assert _page(f"{script}<body><p>{'湛江港昨日开通新航线。' * 5}</p></body>").outward is None
    assert _page(f"{script}<!--{'x' * 4000}--><body></body>").outward is None


def test_gone_unless_the_words_stand_in_a_story() -> None:
    assert _page("<body><p>您访问的页面不存在或已删除</p></body>").is_gone
    story = "<h1>春耕开始</h1><p>2022-05-31 21:58 来源：湛江云媒</p><p>他说，页面不存在。</p>"
    assert not _page(f"<body>{story}</body>").is_gone


_STORY = "<h1>新图书馆开馆</h1><p>2022-05-31 21:58 来源：湛江云媒</p><p>新图书馆在海滨大道旁，地图如下。</p>"


@pytest.mark.parametrize(
    ("frame", "kind"),
    [
        ('<iframe src="https://map.baidu.com/?newmap=1&s=con" width=600></iframe>', "article"),
        (
            '<iframe src="//api.map.baidu.com/marker?location=21.2,110.4&output=html" allowfullscreen></iframe>',
            "article",
        ),
        ('<iframe src="https://uri.amap.com/marker?position=110.4,21.2"></iframe>', "article"),
        ('<iframe src="https://apis.map.qq.com/uri/v1/marker"></iframe>', "article"),
        ('<iframe src="https://www.openstreetmap.org/export/embed.html?bbox=110"></iframe>', "article"),
        ('<iframe src="https://www.google.com/maps/embed?pb=1" allowfullscreen></iframe>', "article"),
        ('<iframe src="/zt/map/index.html"></iframe>', "article"),
        ('<iframe src="https://i.tianqi.example/?c=code&id=12"></iframe>', "article"),
        ('<iframe src="https://www.wjx.example/vm/h4.aspx"></iframe>', "article"),
        ('<iframe src="/stat/video.html" width=0 height=0></iframe>', "article"),
        ('<iframe src="/video/player?id=7"></iframe>', "video"),
        ('<iframe src="//player.bilibili.com/player.html?bvid=1"></iframe>', "video"),
        ('<iframe src="https://v.qq.com/txp/iframe/player.html?vid=1"></iframe>', "video"),
        ('<iframe data-src="/vod/7.html"></iframe>', "video"),
        ('<iframe src="/x/7.html" allowfullscreen></iframe>', "video"),
        ('<div class="video-content"><iframe src="/x/7.html"></iframe></div>', "video"),
        ('<video src="/map.mp4"></video>', "video"),
        ('<iframe srcdoc="&lt;p&gt;地图&lt;/p&gt;"></iframe>', "article"),
        ('<iframe srcdoc="&lt;video src=/a.mp4&gt;&lt;/video&gt;"></iframe>', "video"),
        ("<iframe></iframe>", "article"),
        ('<iframe src="about:blank" width="640" height="360"></iframe>', "article"),
        ('<iframe src="javascript:;"></iframe>', "article"),
        ('<iframe src="https://wj.example.com/s2/1/"></iframe>', "article"),
        ('<iframe src="https://pos.example.com/x?y=1" width="300" height="250"></iframe>', "article"),
        ('<iframe src="https://music.example.com/outchain/player?id=1"></iframe>', "article"),
        ('<iframe src="/news/rank.html"></iframe>', "article"),
        ('<iframe id="player"></iframe>', "video"),
        ('<iframe src="https://show.example.com/abc" width="640" height="360"></iframe>', "video"),
        ('<iframe src="https://show.example.com/abc" allow="autoplay; fullscreen"></iframe>', "video"),
        ('<iframe src="https://tv.example.com/v/1.html"></iframe>', "video"),
        ('<iframe src="//player.bilibili.com/player.html?aid=1"></iframe>', "video"),
        ('<embed src="/report.pdf" type="application/pdf"/>', "article"),
        ('<embed src="/a.swf"/>', "video"),
    ],
)
def test_a_short_page_is_a_video_by_what_it_embeds(frame: str, kind: str) -> None:
    assert _page(f"<body>{_STORY}{frame}</body>").to_item().kind == kind


def test_the_number_of_the_type_is_none_of_an_address() -> None:
    link = '<p>海边风光，<a href="/x?aid=4">请看</a>。</p><p><a href="/x?n=1&amp;aid=11">详情</a></p>'
    assert _page(f"<body>{_STORY}{link}</body>").to_item().kind == "article"


def test_what_follows_an_embedded_file_is_read() -> None:
    text = _page(f"<body>{_STORY}<embed src=/a.swf><p>开馆时间为每日九时，周一闭馆。</p></body>").to_item().text
    assert (text or "").endswith("开馆时间为每日九时，周一闭馆。")
