"""The edits of a run: which known articles seem edited, and which of them wait, since the portal's markup may have
changed instead.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, Self

from scrapy.settings import BaseSettings

from zhanjiang.archive import ArchiveError
from zhanjiang.crawl.edit_check import EditCheck, EditVerdict
from zhanjiang.items import Article
from zhanjiang.layouts.comparison import Difference
from zhanjiang.processors.text import letters
from zhanjiang.store import Store, articles, held_back
from zhanjiang.store.name_set import NameSet

logger = logging.getLogger(__name__)

UNKNOWN_LAYOUT: Final = "its page is of a layout that is not known yet"
IN_QUESTION: Final = "many articles may have lost what its reading lacks: the end of the run tells"
_OF_HEAD: Final = ("published_at", "source", "byline", "authors", "credits", "kicker", "subheadline")
"""The fields that a change of the portal's markup takes away, or gives to one another, while the text stays."""
_FURNITURE: Final = 3
"""In how many articles the same piece differs at least where it is furniture of the new pages, and no edit."""
_OF_STORY: Final = ("text", "headline")
_PHRASE: Final = 4
"""How many letters a piece of the story has at least to be known again: figures and words may be edited alike."""


class Edits:
    """What a run has compared with the store, and what of it is held back.

    A seeming edit waits where its page has other markup than that of the stored revision, and either no layout fits it
    or more than ``share`` of the compared articles (and at least ``least``) seem edited. At the end of the run one that
    no layout fits is an edit all the same if at least ``least`` articles were compared, and few of them differ.

    One that has lost a field of the head, whatever its markup, or has another in new markup, waits for the end of the
    run as well: there it is an edit unless as many of those that read otherwise do so in the same field.
    """

    def __init__(self, store: Store, run: int, check: EditCheck, share: float, least: int) -> None:
        """Take an open store, the run, what tells edits, and the limits."""
        self.store = store
        self.run = run
        self.check = check
        self.share = share
        self.least = least
        self._compared = NameSet()
        self._edited: set[str] = set()
        self._judged: set[str] = set()
        self._otherwise_in: dict[str, set[str]] = {name: set() for name in _OF_HEAD}
        self._judged_until: dict[str, str | None] = {}
        self._headlines: dict[str, str] = {}
        self.held: set[str] = set()
        self._judged_again: dict[str, EditVerdict] = {}
        with store.reading() as connection:
            self.waiting = {row.article_id for row in held_back.held(connection)}

    @classmethod
    def from_settings(cls, settings: BaseSettings, store: Store, run: int) -> Self:
        """Read ``MASS_EDIT_SHARE`` and ``MASS_EDIT_LEAST``, and the archive's settings."""
        check = EditCheck.from_settings(settings, store)
        return cls(store, run, check, settings.getfloat("MASS_EDIT_SHARE"), settings.getint("MASS_EDIT_LEAST"))

    def note_unchanged(self, article_id: str) -> None:
        """Count an article that reads as it is stored."""
        self._compared.add(article_id)

    def judge(self, article: Article, stored: Article, judged_until: str | None = None) -> EditVerdict:
        """Say whether an article was edited, and count it; one that is looked at again has its verdict already.

        ``judged_until`` is when an earlier run last found the stored revision unchanged.
        """
        assert article.id is not None
        self._headlines[letters(stored.headline or "")] = article.id
        if verdict := self._judged_again.get(article.id):
            return verdict
        judged_until = None if article.id in self.waiting else judged_until
        self._judged_until[article.id] = judged_until
        return self._count(article, stored, self.check.judge(article, stored, judged_until))

    def _count(self, article: Article, stored: Article, verdict: EditVerdict) -> EditVerdict:
        article_id = article.id or ""
        self._compared.add(article_id)
        self._judged.add(article_id)
        (self._edited.add if verdict.is_edited else self._edited.discard)(article_id)
        for name, articles_ in self._otherwise_in.items():
            was, now = getattr(stored, name), getattr(article, name)
            differs = was and (not now or (verdict.is_new_markup and now != was))
            (articles_.add if verdict.is_edited and differs else articles_.discard)(article_id)
        return verdict

    def reason_to_wait(self, article_id: str, verdict: EditVerdict) -> str | None:
        """Why a seeming edit is held back; None where it is none of the markup's."""
        if reason := self._reason_in_head(article_id):
            return reason
        if not verdict.is_new_markup:
            return None
        edited, compared = len(self._edited), len(self._compared)
        is_many = edited > self.share * compared
        is_last_look = self.is_looked_at_again(article_id)
        if verdict.layout == "" and (not is_last_look or is_many or compared < self.least):
            return UNKNOWN_LAYOUT
        if is_many and edited >= self.least:
            return f"{edited} of {compared} revisited articles seem edited, and their markup has changed"
        return None

    def _reason_in_head(self, article_id: str) -> str | None:
        """Why an article waits that reads otherwise in a field of the head; None where it does not, or is an edit."""
        numbers = {name: len(ids) for name, ids in self._otherwise_in.items() if article_id in ids}
        if not numbers:
            return None
        if not self.is_looked_at_again(article_id):
            return IN_QUESTION
        name, judged = max(numbers, key=lambda name: numbers[name]), len(self._judged)
        if numbers[name] < self.least or numbers[name] <= self.share * judged:
            return None
        return f"{numbers[name]} of {judged} articles that read otherwise do so in their {name}"

    def is_looked_at_again(self, article_id: str) -> bool:
        """Say whether this run sends an article through the pipelines a second time."""
        return article_id in self._judged_again

    # --- The end of the run ---------------------------------------------------------------------------------------

    def look_again(self) -> Iterator[Article]:
        """Read the articles that this run holds back once more, and yield them for the pipelines, which decide.

        All are judged before the first is yielded: what differs in several of them is furniture, and so is another
        article's headline.
        """
        pairs = [*self._held_pairs()]
        verdicts: dict[str, EditVerdict] = {}
        for new, stored in pairs:
            id_ = new.id or ""
            verdicts[id_] = self.check.judge(new, stored, self._judged_until.get(id_))
        shared = _shared([verdict.differences for verdict in verdicts.values()])
        for article_id, verdict in verdicts.items():
            linked = {one for one in verdict.differences if self._headlines.get(one.piece, article_id) != article_id}
            self._judged_again[article_id] = _without(verdict, shared | linked)
        for new, stored in pairs:
            self._count(new, stored, self._judged_again[new.id or ""])
        yield from (new for new, _ in pairs)

    def _held_pairs(self) -> Iterator[tuple[Article, Article]]:
        with self.store.reading() as connection:
            held = [row for row in held_back.held(connection) if row.run == self.run]
        for row in held:
            with self.store.reading() as connection:
                stored = articles.revisions(connection, row.article_id)[-1]
            try:
                yield self.check.read_again(row.article) or row.article, stored
            except ArchiveError as error:
                logger.error("%s stays held back, since its page cannot be read again: %s", row.article_id, error)


def _shared(all_differences: list[frozenset[Difference]]) -> frozenset[Difference]:
    counts = Counter(difference for differences in all_differences for difference in differences)
    often = (difference for difference, number in counts.items() if number >= _FURNITURE)
    return frozenset(one for one in often if one.field not in _OF_STORY or len(one.piece) >= _PHRASE)


def _without(verdict: EditVerdict, furniture: frozenset[Difference]) -> EditVerdict:
    left = verdict.differences - furniture
    is_edited = verdict.is_edited and (bool(left) or not verdict.differences)
    return replace(verdict, is_edited=is_edited, differences=left)
