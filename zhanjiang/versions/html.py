"""The revisions of an article as one self-contained HTML page: no script, no font, no picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from zhanjiang.html.environment import environment
from zhanjiang.items import Article
from zhanjiang.versions.differences import Change, shorten

TEMPLATES: Final = Path(__file__).parent
"""The folder of the templates; ``differences.html.j2`` is a part of other pages, too."""


def versions_page(revisions: Sequence[Article], changes: Sequence[Change]) -> str:
    """Render ``versions.html.j2``. Every value is escaped; omitted stretches are folded, and open at a click."""
    template = environment(TEMPLATES).get_template("versions.html.j2")
    by_revision = {change.later.revision: change for change in changes}
    return template.render(revisions=revisions, latest=revisions[-1], changes=by_revision, shorten=shorten)
