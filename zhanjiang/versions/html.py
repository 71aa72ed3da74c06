"""The revisions of an article as one self-contained HTML page: no script, no font, no picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from zhanjiang.items import Article
from zhanjiang.processors.text import marked_text
from zhanjiang.versions.differences import Change, shorten


def versions_page(revisions: Sequence[Article], changes: Sequence[Change]) -> str:
    """Render ``versions.html.j2``. Every value is escaped; omitted stretches are folded, and open at a click."""
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
    template = environment.get_template("versions.html.j2")
    by_revision = {change.later.revision: change for change in changes}
    return template.render(revisions=revisions, latest=revisions[-1], changes=by_revision, shorten=shorten)
