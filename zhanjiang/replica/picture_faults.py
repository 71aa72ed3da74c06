"""The faults of pictures: which picture each strikes, and addresses that climb out of their folder."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from random import Random

from zhanjiang.replica.story import Block, Story

PICTURE_FAULTS = {
    "html": "a page of HTML with status 200 where the picture should be",
    "cut": "a JPEG that ends in its middle",
    "bomb": "a small PNG that opens to 30000 by 30000 pixels",
    "twin": "the same file at every address that this strikes",
    "climbing": "an article whose first picture has ../ in its address, which is 404",
}
"""The faults of pictures by name. All but ``climbing`` strike pictures, that one strikes articles."""

_CLIMB = "/../../../../../etc/"


class PictureFaults:
    """Decides, always the same for a seed, which pictures are struck by rate or at a path; the first named wins."""

    def __init__(self, seed: int, rates: Iterable[tuple[str, float]], paths: Iterable[tuple[str, str]]) -> None:
        self._seed = seed
        self._rates = tuple(rates)
        self._paths = {path: name for name, path in paths}

    def at(self, path: str) -> str | None:
        """Return the name of the fault that strikes the picture at a path; None where none does."""
        if path in self._paths:
            return self._paths[path]
        struck = (name for name, rate in self._rates if name != "climbing" and self._strikes(name, rate, path))
        return next(struck, None)

    def climb(self, story: Story) -> Story:
        """Return a story with its first picture at a climbing address, if that fault strikes it."""
        rate = dict(self._rates).get("climbing", 0.0)
        struck = self._strikes("climbing", rate, str(story.number))
        if not struck and self._paths.get(f"/p/{story.number}.html") != "climbing":
            return story
        return replace(story, pages=tuple(tuple(_climbed(block, story) for block in page) for page in story.pages))

    def _strikes(self, name: str, rate: float, place: str) -> bool:
        return Random(f"picture fault {self._seed} {name} {place}").random() < rate


def _climbed(block: Block, story: Story) -> Block:
    if block.picture is None or block.picture is not story.pictures[0]:
        return block
    folder, _, name = block.picture.path.rpartition("/")
    return replace(block, picture=replace(block.picture, path=folder + _CLIMB + name))
