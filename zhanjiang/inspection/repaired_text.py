"""A text that somebody hands over, repaired: read from a file, and shown on a terminal, as a table or as JSON."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import Final

from zhanjiang.console.input_file import read_input
from zhanjiang.console.tables import print_table
from zhanjiang.console.terminal import has_colours, is_steerable, styled
from zhanjiang.processors.text import marked_text, plain_line
from zhanjiang.textrepair import RepairConfig, Repaired, in_script, repair

_ENCODINGS: Final = ("utf-8-sig", "gb18030")
_CONTROLS: Final = frozenset(map(chr, range(32))) - set("\t\n\r\f\x1b")


@dataclass(frozen=True, slots=True)
class RepairedText:
    """A repaired text in the script asked for; `text` has the places of `repaired.guesses` where `aligned`."""

    repaired: Repaired
    text: str

    @property
    def aligned(self) -> bool:
        """Whether the change of script kept every character's place."""
        return len(self.text) == len(self.repaired.text)


def repaired_in(text: str, script: str, config: RepairConfig) -> RepairedText:
    """Repair a text and bring it into a script: `hans`, `hant`, or `none` for the one it came in."""
    repaired = repair(text, config)
    return RepairedText(repaired, in_script(repaired.text, script))


def read_text(name: str) -> str:
    """Read a file, or standard input (``-``), in UTF-8 or GB 18030. Raises OSError, and ValueError for no text."""
    raw = read_input(name)
    for encoding in _ENCODINGS:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROLS.isdisjoint(text):
            return text
    raise ValueError("is no text in UTF-8 or GB 18030: give a page or a text file")


def repaired_json(repaired_text: RepairedText) -> str:
    """What is printed of a file with `--json`; guesses stand in the text as printed, alternatives as on the page."""
    guesses = [
        {
            "start": guess.start,
            "end": guess.end,
            "text": repaired_text.text[guess.start : guess.end] if repaired_text.aligned else guess.text,
            "alternatives": [{"text": text, "score": round(score, 4)} for text, score in guess.alternatives],
        }
        for guess in repaired_text.repaired.guesses
    ]
    repaired = repaired_text.repaired
    counts = {"readings": repaired.readings, "restored": repaired.restored}
    whole = {"text": repaired_text.text, **counts, "guesses": guesses, "proved": repaired.proved}
    return json.dumps(whole, ensure_ascii=False)


def print_marked(repaired_text: RepairedText) -> None:
    """Print a text on a terminal, its guesses underlined."""
    # NO_COLOR forbids the colour, and not the line.
    style = "underline yellow" if has_colours(sys.stdout) else "underline" if is_steerable(sys.stdout) else ""
    text, done = marked_text(repaired_text.text).removesuffix("\n"), 0
    for guess in repaired_text.repaired.guesses if repaired_text.aligned else ():
        print(text[done : guess.start], styled(text[guess.start : guess.end], style), sep="", end="")
        done = guess.end
    print(text[done:])


def print_explanation(name: str, repaired: Repaired) -> None:
    """Print all changes of a text with their reasons as a table, and its guesses."""
    print(plain_line(f"{name}: {'proved' if repaired.proved else 'not proved'}"))
    changes = [
        (str(step.start), step.shown, step.code, step.became or "nothing", step.reason) for step in repaired.steps
    ]
    print_table(("at", "stood there", "bytes", "became", "why"), changes)
    for guess in repaired.guesses:
        others = ", ".join(f"{text} {score:.2f}" for text, score in guess.alternatives)
        print(plain_line(f"guess at {guess.start}: {guess.text} (else {others or 'nothing known'})"))
