"""What only the way to an article tells."""

from __future__ import annotations

from typing import Any

import pytest

from zhanjiang.addresses.portal import ArticleReference, Sites
from zhanjiang.crawl.completion import add_crawl_facts
from zhanjiang.crawl.discovered import DiscoveredArticle
from zhanjiang.items import Article

_SITES = Sites("https://www.example", "https://m.example")
_MOBILE = "https://m.example/tiyu/p/7.html?v=1"


def _found(**told: Any) -> DiscoveredArticle:
    return DiscoveredArticle(ArticleReference(7), {_MOBILE: None, "https://www.example/p/7.html": None}, "tiyu", **told)


def test_an_article_of_the_portal() -> None:
    article = Article(headline="printed")
    assert add_crawl_facts(article, _found(headline="listed"), _SITES, _MOBILE) is article
    assert (article.id, article.url, article.channel) == ("portal/7", "https://www.example/p/7.html", "tiyu")
    assert article.addresses == [_MOBILE, "https://www.example/p/7.html"]
    assert (article.headline, article.via) == ("printed", None)


def test_a_mirror_is_named() -> None:
    assert add_crawl_facts(Article(), _found(), _SITES, "http://mirror.example:81/p/7.html").via == "mirror.example:81"


@pytest.mark.parametrize(
    ("kind", "printed", "told", "expected"),
    [
        ("link", None, {"headline": "today", "remembered": "once"}, "today"),
        ("link", None, {"remembered": "once"}, "once"),
        ("link", "printed", {"headline": "today"}, "printed"),
        ("article", None, {"headline": "today", "remembered": "once"}, None),
    ],
)
def test_only_a_link_takes_its_headline_from_listings(
    kind: Any, printed: str | None, told: dict[str, str], expected: str | None
) -> None:
    assert add_crawl_facts(Article(kind=kind, headline=printed), _found(**told), _SITES, _MOBILE).headline == expected
