"""The revisions of an article, and the news of some days, as self-contained HTML pages: no script, font or picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from zhanjiang.html.environment import environment
from zhanjiang.items import Article
from zhanjiang.versions.differences import Change, shorten
from zhanjiang.versions.digest import NewsDigest

TEMPLATES: Final = Path(__file__).parent
"""The folder of the templates; ``differences.html.j2`` is a part of other pages, too."""


def versions_page(revisions: Sequence[Article], changes: Sequence[Change]) -> str:
    """Render ``versions.html.j2``. Omitted stretches are folded, and open at a click."""
    by_revision = {change.later.revision: change for change in changes}
    return _render("versions.html.j2", revisions=revisions, latest=revisions[-1], changes=by_revision, shorten=shorten)


def digest_page(found: NewsDigest) -> str:
    """Render ``digest.html.j2``."""
    return _render("digest.html.j2", found=found)


def _render(template: str, **values: object) -> str:
    """Render a template of this folder. Every value is escaped."""
    return environment(TEMPLATES).get_template(template).render(values)
