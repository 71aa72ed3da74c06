"""The processes of a crawl, as Linux tells them: its browser, and how much memory all of them have."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path


def _parents() -> dict[int, int]:
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            # The name in brackets may hold anything.
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
    return parents


def below(process: int) -> Iterator[int]:
    """Yield a process and all that it has started, and they."""
    parents = _parents()
    held = [process]
    while held:
        yield held[0]
        held += [child for child, parent in parents.items() if parent == held[0]]
        del held[0]


def browsers(process: int) -> list[int]:
    """Return the browsers that a process has started: Chromium's first process of each, not its workers."""
    found = []
    for child in below(process):
        with suppress(OSError):
            words = Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")
            if b"chrom" in words[0] and not any(word.startswith(b"--type=") for word in words):
                found.append(child)
    return found


def kill_browser(process: int) -> bool:
    """Kill the browser that a process has started; say whether there was one."""
    found = browsers(process)
    for browser in found:
        os.kill(browser, signal.SIGKILL)
    return bool(found)


def memory(process: int) -> float:
    """Return the memory of a process and of all that it has started, in MB; what they share is counted once."""
    total = 0
    for child in below(process):
        with suppress(OSError):
            for line in Path(f"/proc/{child}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
    return total / 1024
