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


def _found(**known: Any) -> DiscoveredArticle:
    addresses = {_MOBILE: None, "https://www.example/p/7.html": None}
    return DiscoveredArticle(ArticleReference(7), addresses, "tiyu", **known)


def test_an_article_of_the_portal() -> None:
    article = Article(headline="printed")
    assert add_crawl_facts(article, _found(headline="listed"), _SITES, _MOBILE) is article
    assert (article.id, article.url, article.channel) == ("portal/7", "https://www.example/p/7.html", "tiyu")
    assert article.addresses == [_MOBILE, "https://www.example/p/7.html"]
    assert (article.headline, article.via) == ("printed", None)


def test_a_mirror_is_named() -> None:
    assert add_crawl_facts(Article(), _found(), _SITES, "http://mirror.example:81/p/7.html").via == "mirror.example:81"


@pytest.mark.parametrize(
    ("kind", "printed", "known", "expected"),
    [
        ("link", None, {"headline": "listed"}, "listed"),
        ("link", None, {}, None),
        ("link", "printed", {"headline": "listed"}, "printed"),
        ("article", None, {"headline": "listed"}, None),
    ],
)
def test_only_a_link_takes_its_headline_from_listings(
    kind: Any, printed: str | None, known: dict[str, str], expected: str | None
) -> None:
    assert add_crawl_facts(Article(kind=kind, headline=printed), _found(**known), _SITES, _MOBILE).headline == expected
