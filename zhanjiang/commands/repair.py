"""``scrapy repair``: damaged pages from files or standard input, read back; and the learning of the portal's words."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from scrapy.commands import ScrapyCommand
from scrapy.settings import BaseSettings

from zhanjiang.console.exit_codes import ExitCode

if TYPE_CHECKING:
    from zhanjiang.textrepair import RepairConfig, Repaired

_ENCODINGS = ("utf-8-sig", "gb18030")
_CONTROLS = frozenset(map(chr, range(32))) - set("\t\n\r\f\x1b")


class Command(ScrapyCommand):
    """Repairs what it is given and prints it; a file that is no text costs one line and the exit code 1."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, object]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Say what stands behind the command's name."""
        return "[options] [FILE ...]"

    def short_desc(self) -> str:
        """Say in a few words what the command does."""
        return "Read damaged pages of mirrors back"

    def long_desc(self) -> str:
        """Say what is printed, with an example."""
        return (
            "Take out the readings that mirrors put between the characters, bring broken characters back, and print "
            "the text, simplified, from each FILE or from standard input. Text that is not damaged comes back as it "
            "is. On a terminal, guesses are underlined. Example: scrapy repair --explain page.html"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's options to Scrapy's."""
        super().add_options(parser)
        parser.add_argument(
            "--script", choices=("hans", "hant", "none"), default="hans", help="script to print in (default: hans)"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object a file")
        parser.add_argument("--explain", action="store_true", help="print a table of all changes and their reasons")
        parser.add_argument(
            "--learn", action="store_true", help="count the words of the store's clean articles for later repairs"
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Repair every file, going on after one that cannot be read, which sets the exit code to 1."""
        assert self.settings is not None
        if opts.json and opts.explain:
            self._fail("--json and --explain exclude each other: leave one out", ExitCode.WRONG_ARGUMENTS)
        elif opts.learn and args:
            self._fail("--learn reads the store and takes no FILE: leave the files out", ExitCode.WRONG_ARGUMENTS)
        elif opts.learn:
            self._learn()
        else:
            self._repair(args or ["-"], opts)

    def _repair(self, names: list[str], opts: argparse.Namespace) -> None:
        from zhanjiang.crawl.repair_settings import repair_with_learned_words

        assert self.settings is not None
        config = repair_with_learned_words(self.settings)
        for name in names:
            try:
                outcome = repaired_in(_read(name), opts.script, config)
            except (OSError, ValueError) as error:
                self._fail(f"{name}: {_reason(error)}")
                continue
            _print(name, outcome, opts)

    def _learn(self) -> None:
        from zhanjiang.crawl.repair_settings import learned_words
        from zhanjiang.store import StoreError
        from zhanjiang.textrepair import learn

        assert self.settings is not None
        path = learned_words(self.settings)
        try:
            path.unlink(missing_ok=True)  # all articles are counted again, so that none counts twice
            words = learn(_with_progress(clean_texts(self.settings)), path)
        except (StoreError, OSError) as error:
            self._fail(str(error))
        else:
            print(f"{words} words learned, kept in {path}")

    def _fail(self, message: str, code: ExitCode = ExitCode.COULD_NOT_START) -> None:
        print(f"scrapy repair: {message}", file=sys.stderr)
        self.exitcode = code


@dataclass(frozen=True, slots=True)
class Outcome:
    """A repaired text in the script asked for; `text` has the places of `repaired.guesses` where `aligned`."""

    repaired: Repaired
    text: str

    @property
    def aligned(self) -> bool:
        """Whether the change of script kept every character's place."""
        return len(self.text) == len(self.repaired.text)


def repaired_in(text: str, script: str, config: RepairConfig) -> Outcome:
    """Repair a text and bring it into a script: `hans`, `hant`, or `none` for the one it came in."""
    from zhanjiang.textrepair import in_script, repair

    repaired = repair(text, config)
    return Outcome(repaired, in_script(repaired.text, script))


def clean_texts(settings: BaseSettings) -> Iterator[str]:
    """The headlines and texts of the store's articles, but for those that came damaged. StoreError without a store."""
    from zhanjiang.store import articles, open_read_only

    store = open_read_only(settings["STORE_URL"])
    try:
        with store.reading() as connection:
            for article in articles.current(connection):
                if article.repair is None:
                    yield f"{article.headline or ''}\n{article.text or ''}"
    finally:
        store.close()


def _with_progress(texts: Iterator[str]) -> Iterator[str]:
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    return iter(track(texts, "counting words", console=console)) if console.is_terminal else texts


def _read(name: str) -> str:
    raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    for encoding in _ENCODINGS:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROLS.isdisjoint(text):
            return text
    raise ValueError("is no text in UTF-8 or GB 18030: give a page or a text file")


def _reason(error: Exception) -> str:
    return f"{error.strerror}: check the name" if isinstance(error, OSError) and error.strerror else str(error)


def _print(name: str, outcome: Outcome, opts: argparse.Namespace) -> None:
    if opts.json:
        print(json.dumps(as_json(outcome), ensure_ascii=False))
    elif opts.explain:
        _print_table(name, outcome.repaired)
    elif sys.stdout.isatty():
        _print_marked(outcome)
    else:
        sys.stdout.write(outcome.text)
        sys.stdout.flush()


def as_json(outcome: Outcome) -> dict[str, object]:
    """What is printed of a file with `--json`; guesses stand in the text as printed, alternatives as on the page."""
    guesses = [
        {
            "start": guess.start,
            "end": guess.end,
            "text": outcome.text[guess.start : guess.end] if outcome.aligned else guess.text,
            "alternatives": [{"text": text, "score": round(score, 4)} for text, score in guess.alternatives],
        }
        for guess in outcome.repaired.guesses
    ]
    repaired = outcome.repaired
    counts = {"readings": repaired.readings, "restored": repaired.restored}
    return {"text": outcome.text, **counts, "guesses": guesses, "proved": repaired.proved}


def _print_marked(outcome: Outcome) -> None:
    from rich.console import Console
    from rich.text import Text

    marked = Text(outcome.text)
    for guess in outcome.repaired.guesses if outcome.aligned else ():
        marked.stylize("underline yellow", guess.start, guess.end)
    Console(highlight=False, soft_wrap=True).print(marked)


def _print_table(name: str, repaired: Repaired) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    proved = "proved" if repaired.proved else "not proved"
    table = Table(
        "at", "stood there", "bytes", "became", "why", title=escape(f"{name}: {proved}"), title_justify="left"
    )
    for step in repaired.steps:
        cells = (str(step.start), step.shown, step.code, step.became or "nothing", step.reason)
        table.add_row(*map(escape, cells))
    console = Console() if sys.stdout.isatty() else Console(width=160)
    console.print(table)
    for guess in repaired.guesses:
        others = ", ".join(f"{text} {score:.2f}" for text, score in guess.alternatives)
        console.print(escape(f"guess at {guess.start}: {guess.text} (else {others or 'nothing known'})"))
