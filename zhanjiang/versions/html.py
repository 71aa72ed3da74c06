"""The revisions of an article, and the news of some days, as self-contained HTML pages: no script, font or picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from zhanjiang.items import Article
from zhanjiang.processors.text import marked_text
from zhanjiang.versions.differences import Change, shorten
from zhanjiang.versions.digest import NewsDigest


def versions_page(revisions: Sequence[Article], changes: Sequence[Change]) -> str:
    """Render ``versions.html.j2``. Omitted stretches are folded, and open at a click."""
    by_revision = {change.later.revision: change for change in changes}
    values = {"revisions": revisions, "latest": revisions[-1], "changes": by_revision, "shorten": shorten}
    return _render("versions.html.j2", values)


def digest_page(found: NewsDigest) -> str:
    """Render ``digest.html.j2``."""
    return _render("digest.html.j2", {"found": found})


def _render(template: str, values: dict[str, object]) -> str:
    """Render a template of this folder. Every value is escaped."""
    # Loaded here, since the terminal and JSON need no templates.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        # Pieces of HTML that the template itself has made are no plain texts.
        finalize=lambda value: marked_text(value) if type(value) is str else value,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(template).render(values)
