"""Starts a replica beside this process, and stops it: the entrance for tests and for ``crawl -a portal=replica``."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from zhanjiang.replica.options import ReplicaOptions
from zhanjiang.replica.sites import SITE_NAMES

__all__ = ["ReplicaError", "ReplicaOptions", "RunningReplica", "running_replica"]

_STOP_SECONDS = 10
_PROJECT = Path(__file__).parents[2]


class ReplicaError(RuntimeError):
    """The replica could not start; the message is what it said."""


@dataclass(frozen=True, slots=True)
class RunningReplica:
    """A replica that serves.

    ``addresses`` are its sites by name: PORTAL_URL, PORTAL_MOBILE_URL, PORTAL_IMAGE_URL, MIRROR_URL.
    """

    addresses: dict[str, str]
    truth_file: Path
    changes_file: Path

    def truth(self) -> list[dict[str, Any]]:
        """Return what an ideal crawler reports of each article, newest first."""
        return [json.loads(line) for line in self.truth_file.read_text("utf-8").splitlines()]

    def changes(self) -> dict[str, list[str]]:
        """Return the IDs of what was added, edited, withdrawn and recounted since the first generation."""
        changes: dict[str, list[str]] = json.loads(self.changes_file.read_text("utf-8"))
        return changes

    @property
    def port(self) -> int:
        """The portal's port: whoever starts another replica with it has the same addresses again."""
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
        told = replace(options, truth=truth.absolute(), changes=changes.absolute(), stop_with_stdin=True)
        process = subprocess.Popen(
            [sys.executable, "-m", "zhanjiang.replica", *told.arguments()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=_PROJECT,
        )
        with process:
            try:
                yield RunningReplica(_read_addresses(process), truth, changes)
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
