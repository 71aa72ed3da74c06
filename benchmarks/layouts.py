"""How well portals are read whose markup nobody has shown to the crawler: each field's share that is right, by skin.

Each portal of ``tests/unseen`` is served on loopback, crawled with ``scrapy crawl articles`` as a user would, and the
feed compared with what the portal printed. Run it with

    python -m benchmarks.layouts --diff 3
    python -m benchmarks.layouts --skin gateway --keep /tmp/gateway
    python -m benchmarks.layouts --seed 7
    python -m benchmarks.layouts --change

``--seed`` gives the same markup other reports. ``--keep`` leaves store, archive, feed and log in a folder. ``--change``
crawls portals that change their markup and some of their articles between two crawls with the same store: a false
revision is an unchanged article in both feeds, an edit is found if its article is there and right if the edited field
is, too.
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
from tests.unseen.changing import REDESIGNS
from tests.unseen.comparison import FIELDS, Item, Wrong, differences
from tests.unseen.portals import SKINS, changing_portal, portal

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


def crawl(address: str, folder: Path, name: str = "feed", **more: str) -> Outcome:
    """Crawl a portal in a folder, with ``more`` settings; the folder keeps feed and log under a name."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = {**UNHURRIED, **dict.fromkeys(_SITES, address), "COMMENTS_ENABLED": "False", **more}
    given = [part for setting, value in settings.items() for part in ("-s", f"{setting}={value}")]
    command = [sys.executable, "-m", "scrapy", "crawl", "articles", *given, "-O", f"{name}.jsonl"]
    done = subprocess.run(
        command, cwd=folder, env=clean_environment(), capture_output=True, text=True, timeout=_SECONDS, check=False
    )
    (folder / f"{name}.log").write_text(done.stderr, "utf-8")
    feed = folder / f"{name}.jsonl"
    lines = feed.read_text("utf-8").splitlines() if feed.exists() else []
    return Outcome(done.returncode, done.stderr, [json.loads(line) for line in lines])


def export(folder: Path) -> dict[str, Item]:
    """Return what the store of a crawl exports, by ID."""
    command = [sys.executable, "-m", "scrapy", "export", "-o", "exported.jsonl"]
    subprocess.run(command, cwd=folder, env=clean_environment(), capture_output=True, timeout=_SECONDS, check=True)
    lines = (folder / "exported.jsonl").read_text("utf-8").splitlines()
    return {item["id"]: item for item in map(json.loads, lines)}


def _measure(skin: str, folder: Path, options: argparse.Namespace) -> None:
    """Crawl one portal; print its row of the table, and the first wrong values of each field."""
    shutil.rmtree(folder, ignore_errors=True)
    with portal(skin, options.seed) as (address, truths):
        outcome = crawl(address, folder)
    items = export(folder) if options.export else outcome.items
    present = [truth for truth in truths if truth["id"] in items]
    wrong = list(differences(items, truths))
    missed = Counter(each.field for each in wrong)
    shares = [f"{1 - missed[field] / len(present):7.2f}" if present else "      -" for field in FIELDS]
    print(f"{skin:<12} {len(present):>3}/{len(truths)} {outcome.code:>4} {' '.join(shares)}", flush=True)
    _print_unknown(items, truths)
    _print_wrong(wrong, options.diff)
    if options.diff:
        for truth in [truth for truth in truths if truth["id"] not in items][: options.diff]:
            print(f"    missing {truth['id']} {truth['channel']} {truth['published_at'][:10]}")


def _print_unknown(items: dict[str, Item], truths: Iterable[Item]) -> None:
    for unknown in sorted(items.keys() - {truth["id"] for truth in truths}):
        print(f"    invented {unknown}: {items[unknown]['url']}")


def _print_wrong(wrong: Sequence[Wrong], shown: int) -> None:
    for field in FIELDS:
        for each in [each for each in wrong if each.field == field][:shown]:
            expected, actual = _where_they_part(str(each.expected), str(each.actual))
            print(f"    {field} of {each.id}\n        right {expected}\n        read  {actual}")


def _measure_change(before: str, after: str, folder: Path, options: argparse.Namespace) -> None:
    """Crawl a portal before and after its redesign; print the row, and with ``--diff`` what was read otherwise."""
    shutil.rmtree(folder, ignore_errors=True)
    with changing_portal(before, after, options.seed) as portal:
        first = crawl(portal.address, folder, "first")
        portal.redesign()
        second = crawl(portal.address, folder, "second", REVISIT="all")
    known = {truth["id"] for truth in portal.before}
    false = sorted(second.items.keys() & first.items.keys() - portal.edits.keys())
    found = second.items.keys() & portal.edits.keys()
    wrong = list(differences(second.items, portal.after))
    right = found - {each.id for each in wrong if _is_edit(each, portal.edits)}
    added = second.items.keys() & portal.added
    print(
        f"{before + ' -> ' + after:<26} {len(first.items.keys() & known):>5}/{len(known)} {first.code:>4}"
        f" {len(false):>5}/{len(known) - len(portal.edits)} {len(found):>5}/{len(portal.edits)}"
        f" {len(right):>5}/{len(portal.edits)} {len(added):>5}/{len(portal.added)} {second.code:>4}",
        flush=True,
    )
    if options.diff:
        for number in sorted(portal.edits.keys() - found):
            print(f"    not found: {portal.edits[number]} of {number}")
        _print_wrong([each for each in wrong if _is_edit(each, portal.edits)], options.diff)
        _print_false(false[: options.diff], first, second)


_EDITED_FIELDS = {
    "headline": "headline",
    **dict.fromkeys(("paragraph added", "paragraph removed", "word"), "text"),
    "caption": "images",
    "credits": "credits",
    "source": "source",
    "deck": "subheadline",
}


def _is_edit(wrong: Wrong, edits: dict[str, str]) -> bool:
    """Say whether a wrong field is the one that was edited."""
    return wrong.id in edits and _EDITED_FIELDS[edits[wrong.id]] == wrong.field


def _print_false(false: Sequence[str], first: Outcome, second: Outcome) -> None:
    """Print in which fields articles that nobody changed differ between the crawls."""
    for number in false:
        one, other = first.items.get(number, {}), second.items[number]
        changed = [field for field in FIELDS if one.get(field) != other[field]]
        print(f"    false: {number} ({other.get('revision_cause')}) {', '.join(changed)}")


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
    parser.add_argument("--seed", type=int, default=0, help="other reports in the same markup (0)")
    parser.add_argument("--export", action="store_true", help="compare what the store exports instead of the feed")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep what the crawls write")
    parser.add_argument("--change", action="store_true", help="crawl portals that change between two crawls instead")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() if options.keep is None else nullcontext(options.keep) as folder:
        if options.change:
            _measure_changes(Path(folder), options)
        else:
            _measure_skins(Path(folder), options)


def _measure_skins(folder: Path, options: argparse.Namespace) -> None:
    print(f"{'skin':<12} {'found':>6} {'exit':>4} {' '.join(f'{field[:7]:>7}' for field in FIELDS)}")
    for skin in options.skin or SKINS:
        _measure(skin, folder / skin, options)


def _measure_changes(folder: Path, options: argparse.Namespace) -> None:
    columns = ("first", "exit", "false", "edits", "right", "new", "exit")
    print(f"{'redesign':<26} {columns[0]:>8} {columns[1]:>4} {' '.join(f'{name:>7}' for name in columns[2:])}")
    for before, after in REDESIGNS:
        _measure_change(before, after, folder / f"{before}-{after}", options)


if __name__ == "__main__":
    main()
