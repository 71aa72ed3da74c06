"""The mirror: a scraper's copy of the portal's articles in traditional script, its bytes damaged, spam around it."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from random import Random

from markupsafe import Markup
from opencc import OpenCC

from zhanjiang.replica.answer import SiteResponse, page, text
from zhanjiang.replica.damage import damage, known_annotations
from zhanjiang.replica.grammar import general_rules
from zhanjiang.replica.portal import ARTICLE, Portal
from zhanjiang.replica.sites import Request
from zhanjiang.replica.story import Story

_JUNK = ("video", "rp", "mark", "ins", "dfn")
_ID_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
_UNANNOTATED = 0.1
_TWICE = 0.2
_HALF_WIDTH = 0.8
_SILENT = 0.1
_INDENTED = 0.1
_PARAGRAPH = re.compile(r"(<p[^>]*>)(?=[^\s<])")
_INDENT = "\xa0" * 4


class Mirror:
    """Answers for the mirror. Each article has its own table of annotations: a random subset of those known."""

    def __init__(self, portal: Portal, seed: int) -> None:
        self._portal = portal
        self._seed = seed
        self._pages: dict[str, SiteResponse] = {}

    def answer(self, request: Request) -> SiteResponse:
        """Answer a request for an article's page; a mirror has nothing else."""
        if request.path not in self._pages:
            self._pages[request.path] = self._page(request)
        return self._pages[request.path]

    def table(self, number: int) -> dict[str, str]:
        """Return the annotations put into an article's page, by character; a few pages have none."""
        chance = Random(f"mirror table {self._seed} {number}")
        if chance.random() < _UNANNOTATED:
            return {}
        share = chance.uniform(0.4, 1.0)
        return {
            character: annotation for character, annotation in known_annotations().items() if chance.random() < share
        }

    def variant(self, number: int) -> tuple[bool, bool]:
        """Say whether an article's mirror is a silent one, and whether it indents paragraphs, which shows ``????``."""
        chance = Random(f"mirror variant {self._seed} {number}")
        return chance.random() < _SILENT, chance.random() < _INDENTED

    def _page(self, request: Request) -> SiteResponse:
        article = ARTICLE.match(request.path)
        if not article:
            return text("User-agent: *\nDisallow:\n") if request.path == "/robots.txt" else self._portal.missing()
        story_page = self._portal.find(article)
        if isinstance(story_page, SiteResponse) or story_page[0].kind == "link":
            return self._portal.missing()
        story, number = story_page
        chance = Random(f"mirror {self._seed} {request.path}")
        html = self._to_traditional(self._render(story, number, chance))
        silent, indented = self.variant(story.number)
        html = _PARAGRAPH.sub(rf"\1{_INDENT}", html) if indented else html
        return page(damage(html, self.table(story.number), chance.random() < _HALF_WIDTH, silent))

    def _render(self, story: Story, number: int, chance: Random) -> str:
        """Render the page in simplified script, as the mirror took it from the portal, with what it adds."""
        spam = chance.sample(general_rules()["spam"], 4)
        stories = chance.sample(self._portal.stories, min(16, len(self._portal.stories)))
        rows = self._portal.renderer.rows(stories, "mirror")
        return self._portal.renderer.render(
            "mirror/article.html",
            view=self._portal.view(story, number),
            story=story,
            spam=spam,
            box_label=chance.choice((spam[3], "湛图片")),
            rows=rows[:6],
            ranking=rows[6:],
            times=2 if chance.random() < _TWICE else 1,
            junk=lambda: _junk(chance),
        )

    def _to_traditional(self, html: str) -> str:
        traditional: str = self._converter.convert(html)
        return traditional.translate(self._own_characters)

    @cached_property
    def _converter(self) -> OpenCC:
        return OpenCC("s2t")

    @cached_property
    def _own_characters(self) -> dict[int, str]:
        """The characters that mirrors print otherwise than the converter: 云 stays, as seen on real ones."""
        lines = (Path(__file__).parent / "data" / "mirror_script.tsv").read_text("utf-8").splitlines()[1:]
        return {ord(converted): printed for converted, _, printed in (line.partition("\t") for line in lines)}


def _junk(chance: Random) -> Markup:
    """Return a hidden element with a random name of five letters, as mirrors strew them to look different."""
    tag = chance.choice(_JUNK)
    name = "".join(chance.choices(_ID_LETTERS, k=5))
    return Markup('<{0} id="{1}" style="display:none"></{0}>').format(tag, name)
