"""Starts a replica beside this process, and stops it: the way in for tests and for ``crawl -a portal=replica``."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from zhanjiang.replica.checks import ReplicaError
from zhanjiang.replica.content import content_of
from zhanjiang.replica.live import box_slot
from zhanjiang.replica.newspaper.newspapers import Newspapers, newspapers_of
from zhanjiang.replica.newspaper.truth import true_articles, true_pages
from zhanjiang.replica.options import ReplicaOptions
from zhanjiang.replica.sites import SITE_NAMES, Addresses
from zhanjiang.replica.story import Story
from zhanjiang.replica.striking import Striking
from zhanjiang.replica.surroundings import true_comments, true_extra, true_picture_box, true_rankings
from zhanjiang.replica.truth import article_id

__all__ = ["ReplicaError", "ReplicaOptions", "RunningReplica", "running_replica"]

_STOP_SECONDS = 10
_PROJECT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class RunningReplica:
    """A running replica.

    ``addresses`` are its sites by name: those of ``SITE_NAMES``. What its files do not say is derived from its
    ``options`` on demand.
    """

    addresses: dict[str, str]
    truth_file: Path
    changes_file: Path
    options: ReplicaOptions

    def truth(self) -> list[dict[str, Any]]:
        """Return what an ideal crawler reports of each article, newest first."""
        return [json.loads(line) for line in self.truth_file.read_text("utf-8").splitlines()]

    def changes(self) -> dict[str, list[str]]:
        """Return the IDs of what was added, edited, withdrawn and recounted since the first generation."""
        changes: dict[str, list[str]] = json.loads(self.changes_file.read_text("utf-8"))
        return changes

    def newspaper_truth(self) -> list[dict[str, Any]]:
        """Return what an ideal crawler reports of each article of the newspapers and of the old news host.

        The fields are those of ``truth``, and ``newspaper_page`` with number, name and area (corners in per cent of
        the page's scan, null on the site since 2024), and ``extra`` with the IDs ``reprinted_as`` and ``continues``.
        """
        return list(true_articles(*self._newspapers()))

    def newspaper_pages(self) -> list[dict[str, Any]]:
        """Return paper, day, number, name, scan, pdf and url of each page of the newspapers."""
        return list(true_pages(*self._newspapers()))

    def rankings(self) -> dict[str, list[dict[str, Any]]]:
        """Return rank, headline, url and id of what is ranked by month, week and day."""
        return true_rankings(self._stories(), self._sites().portal)

    def picture_box(self, at: float | None = None) -> list[dict[str, Any]]:
        """Return position, headline, url, image and id of the picture box at a time in seconds (None: now)."""
        slot = box_slot(self.options.picture_box_seconds, time.time() if at is None else at)
        return true_picture_box(self._stories(), slot, self._sites())

    def comments(self) -> dict[str, list[dict[str, Any]]]:
        """Return author, text, published_at, likes and is_hot of each comment, by the article's ID."""
        return {article_id(story.number): true_comments(story) for story in self._stories() if story.comments}

    def extras(self) -> dict[str, dict[str, Any]]:
        """Return by ID what only some kinds have: entries (time, text), player and poster, target."""
        given = {article_id(story.number): true_extra(story, self._sites().portal) for story in self._stories()}
        return {id: extra for id, extra in given.items() if extra}

    def _stories(self) -> list[Story]:
        return list(content_of(self.options).stories.values())

    def _sites(self) -> Addresses:
        return Addresses.named(self.addresses)

    def _newspapers(self) -> tuple[Newspapers, Addresses, Striking]:
        return newspapers_of(self.options), self._sites(), Striking(self.options)

    @property
    def port(self) -> int:
        """The portal's port: another replica started with it has the same addresses."""
        return int(self.addresses["PORTAL_URL"].rpartition(":")[2])


@contextmanager
def running_replica(options: ReplicaOptions | None = None) -> Iterator[RunningReplica]:
    """Run a replica while the block runs. It ends with this process, however that ends. Raises ReplicaError.

    The replica watches its standard input, a pipe that only this process holds open: no signal is needed to end it.
    """
    options = options or ReplicaOptions()
    with tempfile.TemporaryDirectory(prefix="replica-") as folder:
        truth = options.truth or Path(folder) / "truth.jsonl"
        changes = options.changes or Path(folder) / "changes.json"
        given = replace(
            options,
            truth=truth.absolute(),
            changes=changes.absolute(),
            newspaper_truth=options.newspaper_truth and options.newspaper_truth.absolute(),
            stop_with_stdin=True,
        )
        process = subprocess.Popen(
            [sys.executable, "-m", "zhanjiang.replica", *given.arguments()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=_PROJECT,
            # Ctrl-C on the terminal is for the crawl, which still has answers to receive.
            start_new_session=True,
        )
        with process:
            try:
                yield RunningReplica(_read_addresses(process), truth, changes, options)
            finally:
                _stop(process)


def _read_addresses(process: subprocess.Popen[str]) -> dict[str, str]:
    """Wait until the replica has printed its addresses."""
    assert process.stdout and process.stderr
    addresses = {}
    for _ in SITE_NAMES:
        name, _, address = process.stdout.readline().strip().partition("=")
        if name not in SITE_NAMES:
            raise ReplicaError(process.stderr.read().strip() or "the replica ended before it listened")
        addresses[name] = address
    return addresses


def _stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
