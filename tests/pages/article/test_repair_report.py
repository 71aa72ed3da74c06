"""What an article says of the guesses of its page's repair: none of them gets lost on the way into a field."""

from __future__ import annotations

import random
import unicodedata
from difflib import SequenceMatcher

import pytest
from opencc import OpenCC

from zhanjiang.items import Article, Guess, Image, Person, RepairReport
from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.article.repair_report import report_repair
from zhanjiang.replica.damage import damage, known_annotations
from zhanjiang.textrepair import GuessedSpan, Hypothesis, Repaired

_PARAGRAPHS = (
    "镇长说：“会。”{0}年全镇新修水渠{1}公里，发放补贴{1}万元。对农户的要求，她说：“要实。”{1}家农户参加了会议。",
    "学生问：“难吗？”老师说：“不难。”{2}月开学后，学校还将开设海洋课，欢迎报名。",
    "渔民说：“好。”{0}年起，公司投资{1}万元，开发新产品。记者采访时，厂长说：“不够。”{1}万元才够用。",
    "业务部门的数据显示，网络报名的占八成，经济效益和社会效益都好，现场气氛热烈。",
)
_INDENTS = ("", "　　", "&nbsp;&nbsp;", "\n\t ")


def _page(paragraphs: list[str], indent: str, deck: str) -> str:
    body = "".join(f"<p>{indent}{paragraph}</p>\n" for paragraph in paragraphs)
    head = f"<h1>水渠进村</h1><h2>{deck}</h2><p>2024-05-20 09:30 来源：湛江日报</p>"
    return f"<html><head><title>水渠进村</title></head><body>{head}<div>{body}</div></body></html>"


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _untold(article: Article, truth: str) -> list[tuple[str, str]]:
    """What the text of an article has in place of the truth, outside the guesses that it reports."""
    assert article.text and article.repair
    text, told, done = _bare(article.text), set[int](), 0
    for guess in article.repair.guessed:
        if guess.field == "text":
            shown = _bare(guess.text or "")
            start = text.index(shown, done)
            done = start + len(shown)
            told |= {*range(start - 1, done + 1)}
    changes = SequenceMatcher(None, text, _bare(truth), autojunk=False).get_opcodes()
    return [
        (text[start:end], _bare(truth)[of:to])
        for kind, start, end, of, to in changes
        if kind != "equal" and not told.issuperset(range(start, max(end, start + 1)))
    ]


@pytest.mark.parametrize("seed", range(12))
def test_each_swallowed_digit_is_told_or_the_article_is_not_proved(seed: int) -> None:
    rng = random.Random(seed)
    numbers = (rng.randrange(1950, 2030), rng.randrange(2, 9999), rng.randrange(2, 13))
    paragraphs = [paragraph.format(*numbers) for paragraph in rng.sample(_PARAGRAPHS, len(_PARAGRAPHS))]
    page = OpenCC("s2t").convert(_page(paragraphs, rng.choice(_INDENTS), f"“会。”{numbers[2]}天修到田头"))
    shown = damage(page, known_annotations(), half_width=rng.random() < 0.5)
    article = ArticlePage(shown.encode(), "http://mirror.example/p/2665093.html").to_item()
    assert article.repair
    untold = _untold(article, OpenCC("s2t").convert("".join(paragraphs)))
    assert not (article.repair.proved and untold), untold


def _report(html: str, guess: str, article: Article, *alternatives: str) -> RepairReport:
    """The report on a page of which one place, marked with {}, was guessed."""
    start = html.index("{}")
    span = GuessedSpan(start, start + len(guess), guess, tuple(Hypothesis(text, 0.1) for text in alternatives))
    report = report_repair([Repaired(html.replace("{}", guess), guesses=(span,))], article)
    assert report
    return report


@pytest.mark.parametrize(
    ("shown", "guess", "cleaned", "told"),
    [
        ("村民说：“会。{}023年通水", "\u30001", "村民说：“会。 1023年通水", "1"),
        ("村民说：“会{}023年通水", "。\u30001", "村民说：“会。 1023年通水", "。 1"),
        ("村民说：“会{}023年通水", "。”\n", "村民说：“会。” 023年通水", "。” "),
        ("村民说：“会。”{}023年通水", "\n", "村民说：“会。” 023年通水", "” 0"),
        ("水渠<b>修{}</b>，<i>户户</i>通水", "了３", "水渠修了3，户户通水", "了3"),
        ("水渠&nbsp;{}&ldquo;户户&rdquo;通水", "修了", "水渠 修了“户户”通水", "修了"),
        ("水渠修\u200b{}通水", "到了\u200b", "水渠修到了通水", "到了"),
        ("水渠修好{}/p><p>户户通水", "了。<", "水渠修好了。\n\n户户通水", "了。"),
    ],
)
def test_a_guess_is_found_however_its_line_was_cleaned(shown: str, guess: str, cleaned: str, told: str) -> None:
    page = f"<h1>水渠进村</h1><p>　　{shown}</p>"
    report = _report(page, guess, Article(headline="水渠进村", text=cleaned))
    assert [(one.field, one.text) for one in report.guessed] == [("text", told)]
    assert report.proved


def test_a_guess_is_told_in_every_field_where_it_stands() -> None:
    html = "<title>“会”字{}碑_湛江</title><h1>“会”字石碑</h1><p>2024-05-20 记者陈石</p><p>图为石碑</p>"
    report = _report(html, "石", Article(headline="“会”字石碑", subheadline="会字石碑", text="村里有碑。"), "百")
    assert [guess.field for guess in report.guessed] == ["headline"]
    article = Article(
        headline="渔汛",
        authors=[Person("记者", "陈老渔")],
        credits=[Person("编辑", "陈老渔")],
        images=[Image("http://a.example/1.jpg", "渔船归来，记者陈老渔摄")],
        byline="记者陈老渔",
    )
    report = _report("<h1>渔汛</h1><p>渔船归来，记者陈{}渔 摄</p>", "老", article, "考")
    assert report.guessed == [Guess(field, "老", ["考"]) for field in ("byline", "authors", "credits", "images")]


def test_one_place_that_title_and_headline_guess_alike_is_one_guess() -> None:
    html = "<head><title>海葵逼近_湛江</title></head><h1>海葵逼近</h1><p>渔船回港。</p>"
    spans = tuple(GuessedSpan(at, at + 1, "葵", ()) for at in range(len(html)) if html[at] == "葵")
    report = report_repair([Repaired(html, guesses=spans)], Article(headline="海葵逼近", text="渔船回港。"))
    assert report and report.guessed == [Guess("headline", "葵", [])]


@pytest.mark.parametrize("text", ["水渠修好了。\n\n户户都通水了。", "水渠修好了。\n\n家家户户在今年三月都通水了。"])
def test_a_guess_of_the_article_that_is_in_no_field_is_told_and_not_proved(text: str) -> None:
    html = "<h1>水渠进村</h1><p>水渠修好了。</p><p>在{}月</p><p>户户都通水了。</p><ul><li>别的稿件</li></ul>"
    report = _report(html, "\u3000五", Article(headline="水渠进村", text=text), "\u3000六")
    assert report.guessed == [Guess(None, " 五", [" 六"])]
    assert not report.proved


@pytest.mark.parametrize(
    "html",
    [
        "<ul><li>蚝{}上市</li></ul><h1>水渠进村</h1><p>水渠修好了，户户通水。</p>",
        "<h1>水渠进村</h1><p>水渠修好了，户户通水。</p><ul><li>蚝{}上市</li></ul>",
        "<h1>水渠进村</h1><p>水渠修好了，<img alt='蚝{}上市'>户户通水。</p>",
        "<h1>水渠进村</h1><p>水渠修好了，户户通水。</p><script>var next = '蚝{}上市';</script>",
    ],
)
def test_guesses_in_menus_and_boxes_concern_nobody(html: str) -> None:
    report = _report(html, "汁", Article(headline="水渠进村", text="水渠修好了，户户通水。"))
    assert (report.guessed, report.proved) == ([], True)


def test_a_guess_in_data_that_gave_the_article_is_told() -> None:
    html = '<script>var data = {"title": "水渠进村", "content": "\\u3000水{}修好了"};</script>'
    article = Article(headline="水渠进村", text="水渠修好了", extracted_by={"text": "data"})
    assert _report(html, "渠", article).guessed == [Guess("text", "渠", [])]
    html = html.replace("水{}修好了", "水库{}修好了")
    assert not _report(html, "渠", article).proved


def test_thousands_of_guesses_cost_no_more_than_a_bounded_search() -> None:
    html = f"<h1>一</h1><p>{'一' * 20_000}</p>"
    spans = tuple(GuessedSpan(at, at + 1, "一", ()) for at in range(10, 10_000))
    report = report_repair([Repaired(html, guesses=spans)], Article(headline="一", text="一" * 20_000))
    assert report and not report.proved
