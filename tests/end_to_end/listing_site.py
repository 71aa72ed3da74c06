"""Parts of small portals whose listings differ: pages, articles and rows, in plain markup."""

from __future__ import annotations

from collections.abc import Iterable

MENU = '<div><a href="/">首页</a><a href="/shizheng/">时政</a></div>'


def document(inside: str, menu: str = MENU) -> bytes:
    """Return a whole page: the menu, and what is inside."""
    return f"<html><head><title>湛江云媒</title></head><body>{menu}{inside}</body></html>".encode()


def article(number: int) -> bytes:
    """Return an article's page."""
    paragraphs = "".join(f"<p>第{number}艘渔船昨日归港，卸下第{basket}筐鱼。</p>" for basket in range(1, 5))
    return document(f"<div><h1>第{number}艘渔船归港</h1><p>2023-05-04 10:00 来源：湛江日报</p>{paragraphs}</div>")


def articles(numbers: Iterable[int]) -> dict[str, bytes]:
    """Return the pages of articles by path."""
    return {f"/p/{number}.html": article(number) for number in numbers}


def rows(numbers: Iterable[int], day: str = "") -> str:
    """Return the rows of a listing, each with a day if one is given."""
    days = f"<span>{day}</span>" if day else ""
    items = (f'<li><a href="/p/{number}.html">第{number}艘渔船归港</a>{days}</li>' for number in numbers)
    return f"<ul>{''.join(items)}</ul>"
