"""How well portals are read whose markup nobody has shown to the crawler: each field's share that is right, by skin.

Each portal of ``tests/unseen`` is served on loopback, crawled with ``scrapy crawl articles`` as a user would, and the
feed compared with what the portal printed. Run it with

    python -m benchmarks.layouts --diff 3
    python -m benchmarks.layouts --skin gateway --keep /tmp/gateway

``--keep`` leaves store, archive, feed and log in a folder.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.end_to_end.running import UNHURRIED, clean_environment
from tests.unseen.comparison import FIELDS, Item, Wrong, differences
from tests.unseen.portals import SKINS, portal

_SECONDS = 600
_SITES = ("PORTAL_URL", "PORTAL_IMAGE_URL", "PORTAL_MOBILE_URL")
_SHOWN = 300


@dataclass(frozen=True)
class Outcome:
    """A crawl that ended: its exit code, its log, and the lines of its feed."""

    code: int
    log: str
    lines: list[Item]

    @property
    def items(self) -> dict[str, Item]:
        """The feed by ID; of an article that comes twice the last one."""
        return {item["id"]: item for item in self.lines}


def crawl(address: str, folder: Path, name: str = "feed") -> Outcome:
    """Crawl a portal in a folder, which keeps feed and log under a name."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = {**UNHURRIED, **dict.fromkeys(_SITES, address), "COMMENTS_ENABLED": "False"}
    given = [part for setting, value in settings.items() for part in ("-s", f"{setting}={value}")]
    command = [sys.executable, "-m", "scrapy", "crawl", "articles", *given, "-O", f"{name}.jsonl"]
    done = subprocess.run(
        command, cwd=folder, env=clean_environment(), capture_output=True, text=True, timeout=_SECONDS, check=False
    )
    (folder / f"{name}.log").write_text(done.stderr, "utf-8")
    feed = folder / f"{name}.jsonl"
    lines = feed.read_text("utf-8").splitlines() if feed.exists() else []
    return Outcome(done.returncode, done.stderr, [json.loads(line) for line in lines])


def _measure(skin: str, folder: Path, shown: int) -> None:
    """Crawl one portal; print its row of the table, and the first wrong values of each field."""
    shutil.rmtree(folder, ignore_errors=True)
    with portal(skin) as (address, truths):
        outcome = crawl(address, folder)
    items = outcome.items
    present = [truth for truth in truths if truth["id"] in items]
    wrong = list(differences(items, truths))
    missed = Counter(each.field for each in wrong)
    shares = [f"{1 - missed[field] / max(1, len(present)):7.2f}" for field in FIELDS]
    print(f"{skin:<12} {len(present):>3}/{len(truths)} {outcome.code:>4} {' '.join(shares)}", flush=True)
    _print_unknown(items, truths)
    _print_wrong(wrong, shown)
    if shown:
        for truth in [truth for truth in truths if truth["id"] not in items][:shown]:
            print(f"    missing {truth['id']} {truth['channel']} {truth['published_at'][:10]}")


def _print_unknown(items: dict[str, Item], truths: Iterable[Item]) -> None:
    for unknown in sorted(items.keys() - {truth["id"] for truth in truths}):
        print(f"    invented {unknown}: {items[unknown]['url']}")


def _print_wrong(wrong: Sequence[Wrong], shown: int) -> None:
    for field in FIELDS:
        for each in [each for each in wrong if each.field == field][:shown]:
            expected, actual = _where_they_part(str(each.expected), str(each.actual))
            print(f"    {field} of {each.id}\n        right {expected}\n        read  {actual}")


def _where_they_part(expected: str, actual: str) -> tuple[str, str]:
    """Return two texts from a little before the first difference on."""
    same = next((at for at, (one, other) in enumerate(zip(expected, actual, strict=False)) if one != other), None)
    start = max(0, (min(len(expected), len(actual)) if same is None else same) - 30)
    return repr(expected[start : start + _SHOWN]), repr(actual[start : start + _SHOWN])


def main() -> None:
    """Measure the skins asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--skin", choices=SKINS, action="append", help="only this one (all); may be repeated")
    parser.add_argument(
        "--diff", type=int, nargs="?", const=3, default=0, metavar="N", help="print N wrong values a field"
    )
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep what the crawls write")
    options = parser.parse_args()
    print(f"{'skin':<12} {'found':>6} {'exit':>4} {' '.join(f'{field[:7]:>7}' for field in FIELDS)}")
    with tempfile.TemporaryDirectory() if options.keep is None else nullcontext(options.keep) as folder:
        for skin in options.skin or SKINS:
            _measure(skin, Path(folder) / skin, options.diff)


if __name__ == "__main__":
    main()
