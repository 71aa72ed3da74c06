"""Headlines and decks: what the page names is its headline, though it reads like furniture, an end or a notice."""

from __future__ import annotations

import pytest

from tests.pages.article.plain_page import BODY, HEADLINE, INFO, TEXT, read, read_page


@pytest.mark.parametrize(
    "headline",
    [
        "今天是二十四节气中的大寒",
        "216人参与献血!",
        "未经许可经营烟花爆竹,一商户被罚",
        "登录粤省事即可办理社保",
        "评论",
        "数字报",
        "联系我们",
        "关于我们的故事",
        "主办单位：谁来负责？",
        "版权归谁所有",
        "扫码即可看病",
        "微信支付上线",
        "收藏",
        "注册",
        "当前位置",
        "首页改版了",
        "编辑：一个人的战斗",
        "记者：在路上",
        "来源：一条河的故事",
        "时间：2024年",
        "2024年5月1日，他们在岗位上",
        "转载请注明出处：一场官司",
        "星期日",
        "上一页",
        "图片",
        "点赞",
        "大 中 小",
        "热线电话12345开通",
        "最热评论",
        "相关新闻",
        "分享到朋友圈的秘密",
        "1984",
        "还没有评论的年代",
        "下一篇章，从海上开始",
        "热门推荐",
        "客户端下载量破百万",
    ],
)
def test_a_headline_of_any_words(headline: str) -> None:
    article = read(f"<h1>{headline}</h1>{INFO}{BODY}", f"{headline}_湛江云媒")
    assert (article.headline, article.subheadline, article.text) == (headline, None, TEXT)


@pytest.mark.parametrize("headline", ["登录粤省事即可办理社保", "216人参与献血!", HEADLINE])
@pytest.mark.parametrize(
    "title",
    [
        "{} - 时政",
        "{}|湛江云媒",
        "{}_时政_湛江云媒",
        "{} – 湛江日报",
        "湛江云媒 - {}",
        "{}—湛江云媒",
        "{}-湛江云媒-湛江日报",
        "\u202a{}\u202c_湛江云媒",
    ],
)
def test_a_title_with_the_names_of_site_and_channel(title: str, headline: str) -> None:
    assert read(f"<h1>{headline}</h1>{INFO}{BODY}", title.format(headline)).headline == headline


@pytest.mark.parametrize("tag", ["h2", "h3", "div", "strong", "p", "font"])
@pytest.mark.parametrize("headline", ["登录粤省事即可办理社保", "今天是二十四节气中的大寒"])
def test_a_headline_in_any_element(headline: str, tag: str) -> None:
    article = read(f"<{tag}>{headline}</{tag}>{INFO}{BODY}", f"{headline}_湛江云媒")
    assert (article.headline, article.text) == (headline, TEXT)


@pytest.mark.parametrize(
    "head",
    ["<title>湛江云媒</title>", "<title>湛江云媒</title><meta property='og:title' content='登录粤省事即可办理社保'>"],
)
def test_a_heading_that_the_title_does_not_name(head: str) -> None:
    html = f"<h3>登录湛江云媒账号</h3><div><h1>登录粤省事即可办理社保</h1>{INFO}{BODY}</div>"
    assert read_page(f"<html><head>{head}</head><body>{html}</body></html>").headline == "登录粤省事即可办理社保"


@pytest.mark.parametrize(
    ("html", "title"),
    [
        ("<h1>湛江港开通新航线<br>蚝农笑开颜</h1>", "湛江港开通新航线 蚝农笑开颜_湛江云媒"),
        ("<h1>湛江港开通新航线<br/>蚝农笑开颜</h1>", "湛江港开通新航线_湛江云媒"),
        ("<h1>湛江港开通新航线<br>蚝农笑开颜</h1>", "湛江云媒"),
        ("<h1><span>湛江港开通新航线</span><br><span>蚝农笑开颜</span></h1>", "湛江港开通新航线 蚝农笑开颜"),
        ("<h1><p>湛江港开通新航线</p><p>蚝农笑开颜</p></h1>", "湛江港开通新航线 蚝农笑开颜"),
        ("<h2>湛江港开通新航线<br>蚝农笑开颜</h2>", "湛江港开通新航线 蚝农笑开颜"),
        ("<div>湛江港开通新航线<br>蚝农笑开颜</div>", "湛江港开通新航线 蚝农笑开颜"),
        ("<p><strong>湛江港开通新航线<br>蚝农笑开颜</strong></p>", "湛江港开通新航线 蚝农笑开颜"),
        ("<font size=6>湛江港开通新航线<br>蚝农笑开颜</font>", "湛江港开通新航线 蚝农笑开颜"),
    ],
)
def test_a_headline_in_two_lines(html: str, title: str) -> None:
    article = read(f"{html}{INFO}{BODY}", title)
    assert (article.headline, article.subheadline) == ("湛江港开通新航线 蚝农笑开颜", None)


def test_the_title_says_whether_two_lines_are_one_word() -> None:
    article = read(f"<h1>湛江港开通<br>新航线</h1>{INFO}{BODY}", "湛江港开通新航线_湛江云媒")
    assert article.headline == "湛江港开通新航线"


def test_a_dash_begins_a_deck_within_the_heading() -> None:
    article = read(f"<h1>{HEADLINE}<br>——一粒蚝的旅行</h1>{INFO}{BODY}")
    assert (article.headline, article.subheadline) == (HEADLINE, "——一粒蚝的旅行")


@pytest.mark.parametrize("anchor", ["<a name='top'>", "<a id='top'>"])
def test_an_anchor_that_nobody_closes(anchor: str) -> None:
    html = f"<title>{HEADLINE}_湛江云媒</title><body>{anchor}<div><h1>{HEADLINE}</h1>{INFO}{BODY}</div></body>"
    article = read_page(f"<html>{html}</html>")
    assert (article.headline, article.text) == (HEADLINE, TEXT)


@pytest.mark.parametrize(
    "html",
    [
        f"<h1><a name=t>{HEADLINE}</a></h1>",
        f"<h1><a href=/p/10001.html>{HEADLINE}</a></h1>",
        f"<h1>\u202a{HEADLINE}\u202c</h1>",
    ],
)
def test_a_heading_that_holds_an_anchor_or_marks_of_direction(html: str) -> None:
    assert read(f"{html}{INFO}{BODY}").headline == HEADLINE


@pytest.mark.parametrize("tag", ["h2", "p", "div"])
@pytest.mark.parametrize(
    "deck",
    [
        "记者走访老街看变化",
        "编辑部的故事:一封迟到的信",
        "时间:1月18日至24日 地点:大同路",
        "——一粒蚝的旅行",
        "作者的话",
        "来源于生活的灵感",
        "图文并茂看老街",
        "编辑手记",
        "审核更快了",
        "通讯员队伍不断壮大",
        "记者一线见闻",
        "文化:老街新生",
        "视频：一分钟看蚝乡",
        "阅读让城市更美",
        "评论员的一天",
        "发布会侧记",
        "今天是立夏",
        "分享快乐",
        "时间：周六上午",
    ],
)
def test_a_deck_of_any_words(deck: str, tag: str) -> None:
    article = read(f"<h1>{HEADLINE}</h1><{tag}>{deck}</{tag}>{INFO}{BODY}")
    assert (article.subheadline, article.text) == (deck, TEXT)
