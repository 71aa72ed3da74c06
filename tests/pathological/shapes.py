"""Pages that are made to cost time: one thing over and over, to any size, alone or within an otherwise usual page.

``shapes.json`` has for each shape what is repeated, and what stands before and after all of it; ``{i}`` is the number
of the repetition.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SENTENCE: Final = "湛江港昨日开通新航线，首班货轮满载海鲜离港，港区一片繁忙景象。"
_STORY: Final = "".join(f"<p>　　{SENTENCE}第{number}段。</p>" for number in range(6))
_PLACES: Final = ("head", "body", "headline", "info", "story", "after")
_PAGE: Final = (
    "<html><head><meta charset=utf-8><title>湛江港开通新航线_湛江云媒</title>{head}</head><body>"
    "<div><a href='/shizheng/list_1.html'>时政</a></div>{body}"
    "<div class=wrap><h1 class='{title_class}'>湛江港开通新航线{headline}</h1>"
    "<div class=info><span>2022-05-31 21:58</span> <span>来源：湛江日报</span> <span>作者：林小溪</span>{info}</div>"
    "<div class='{text_class}'>{usual}{story}</div><div>编辑：周子琪</div></div>{after}<div>相关新闻</div>"
    "<ul><li><a href='/p/2665094.html'>霞山渔港开渔</a> 2022-05-30</li></ul></body></html>"
)
_DECLARED: Final = {"title_class": "article-title", "text_class": "article-content"}
_UNKNOWN: Final = {"title_class": "a1", "text_class": "a2"}


@dataclass(frozen=True)
class Shape:
    """What is repeated, and between what."""

    name: str
    unit: str
    before: str = ""
    after: str = ""

    def filling(self, size: int) -> str:
        """About so many bytes of it."""
        is_numbered = "{i}" in self.unit
        count = max(1, size // (len(self.unit.encode("utf-8", "surrogatepass")) + 3 * is_numbered))
        units = [self.unit.replace("{i}", str(at)) for at in range(count)] if is_numbered else [self.unit] * count
        return "".join([self.before, *units, self.after])

    def alone(self, size: int) -> bytes:
        """A page, or an answer, that is nothing else."""
        return self.filling(size).encode("utf-8", "surrogatepass")

    def page(self, size: int, place: str, *, is_declared: bool = True) -> bytes:
        """An article's page that has it in a place; of a layout that the project declares, or of none."""
        if place == "alone":
            return self.alone(size)
        parts = dict.fromkeys(_PLACES, "") | (_DECLARED if is_declared else _UNKNOWN) | {place: self.filling(size)}
        return _PAGE.format(**parts, usual=_STORY).encode("utf-8", "surrogatepass")


def _shapes(kind: str) -> tuple[Shape, ...]:
    table = json.loads(Path(__file__).with_name("shapes.json").read_text("utf-8"))
    return tuple(Shape(name, *parts) for name, parts in table[kind].items())


PAGES: Final = _shapes("pages")
ANSWERS: Final = _shapes("answers")
