"""What every page is made of: the open store, the folders beside it, the request, and the templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection

from zhanjiang.browse.answers import Reply
from zhanjiang.html.environment import environment
from zhanjiang.store import images
from zhanjiang.store.images import StoredImage
from zhanjiang.versions.html import TEMPLATES

if TYPE_CHECKING:
    from jinja2 import Environment

_DIGITS: Final = 18
_OWN: Final = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Folders:
    """Where pictures and archive are; None where the pictures are in no folder of this machine."""

    archive: Path
    pictures: Path | None


@dataclass(frozen=True, slots=True)
class Reading:
    """One request's view of the store; ``query`` holds what was asked behind the ``?``."""

    connection: Connection
    folders: Folders
    query: Mapping[str, str]

    def page(self, template: str, *, status: int = 200, **values: Any) -> Reply:
        """Render one of the templates."""
        return rendered(template, status=status, **values)

    def number(self, name: str, most: int, otherwise: int | None = None) -> int:
        """A number of the query, at most this; where there is none, ``otherwise``, or the most."""
        typed = self.query.get(name, "")
        is_number = len(typed) <= _DIGITS and typed.isascii() and typed.isdigit()
        return min(int(typed), most) if is_number else most if otherwise is None else otherwise

    def pictures(self, urls: Iterable[str | None]) -> dict[str, StoredImage]:
        """The pictures of some addresses whose files are on this machine, by address."""
        wanted = [url for url in urls if url]
        if self.folders.pictures is None or not wanted:
            return {}
        return images.known(self.connection, wanted)


def rendered(template: str, *, status: int = 200, **values: Any) -> Reply:
    """Render one of the templates, also without a store."""
    text = _templates().get_template(template).render(**values)
    return Reply(text.encode(), status=status)


@cache
def _templates() -> Environment:
    return environment(_OWN, TEMPLATES)
