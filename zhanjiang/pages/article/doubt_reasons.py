"""The doubts an article may be read with, and what each says: reports name them without loading what finds them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

Doubt = Literal[
    "no_text",
    "one_line",
    "short_text",
    "long_deck",
    "description",
    "headline",
    "sentences",
    "withheld",
    "no_date",
    "impossible_date",
    "other_article",
]
"""no_text: nothing to read beside pictures or players. one_line: one short line that is no sentence. short_text: less
than a caption. long_deck: a sub-headline longer than any paragraph. description: the page describes a story that it
shows, and that is not in the text. headline: the page's title is another line of it. sentences: most of what the page
says stands outside the text. withheld: the page asks for a log-in, an app or payment before it shows all of it.
no_date: no rule finds when it was published. impossible_date: the date that it prints does not exist. other_article:
the page names another article than its address."""

EXPLAINED: Final[dict[str, str]] = {
    "no_text": "it has no text",
    "one_line": "its text is one short line",
    "short_text": "its text is shorter than a caption",
    "long_deck": "its sub-headline is longer than its paragraphs",
    "description": "the page describes a text that was not read",
    "headline": "the page's title names another line",
    "sentences": "most sentences of the page were not read",
    "withheld": "the page asks for a log-in, an app or payment before it shows the rest",
    "no_date": "no date of it was found",
    "impossible_date": "the date that it prints does not exist",
    "other_article": "the page names another article as its own",
}
"""What each doubt says of an article, as it is reported."""


def explain(reasons: Sequence[str]) -> str:
    """What doubts say of an article, as one line.

    >>> explain(["no_text", "headline"])
    "it has no text; the page's title names another line"
    """
    return "; ".join(EXPLAINED.get(reason, reason) for reason in reasons)
