"""A repaired text on a terminal: its guesses underlined, by what the terminal can."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.terminal import written_to_terminal

_SCRIPT = r"""
from zhanjiang.inspection.repaired_text import RepairedText, print_explanation, print_marked
from zhanjiang.textrepair.result import GuessedSpan, Hypothesis, Repaired, Step
text = "湛江\x1b[2J港\r\n开[航]了。\n"
others = (Hypothesis("弃", 0.25),)
guesses = (GuessedSpan(0, 1, "湛", ()), GuessedSpan(6, 7, "港", ()), GuessedSpan(9, 13, "开[航]", others))
repaired = Repaired(text, guesses=guesses, proved=False, steps=(Step(0, 3, "?\x9b3", "湛", "d5bf", "a guess"),))
"""
_LINES = "湛江\ufffd[2J港 \r\n开[航]了。\r\n"


@pytest.mark.parametrize(
    ("variables", "before", "after"),
    [
        ({}, "\x1b[4;33m", "\x1b[0m"),
        ({"NO_COLOR": "1"}, "\x1b[4m", "\x1b[0m"),
        ({"TERM": "dumb"}, "", ""),
    ],
    ids=str,
)
def test_guesses_are_underlined(tmp_path: Path, variables: dict[str, str], before: str, after: str) -> None:
    script = f"{_SCRIPT}print_marked(RepairedText(repaired, text))"
    code, written = written_to_terminal(tmp_path, 40, ("-c", script), **variables)
    marked = _LINES
    for guess in ("湛", "港", "开[航]"):
        marked = marked.replace(guess, f"{before}{guess}{after}")
    assert (code, written) == (0, marked)


def test_where_the_script_moved_the_places_nothing_is_underlined(tmp_path: Path) -> None:
    script = f"{_SCRIPT}print_marked(RepairedText(repaired, '更' + text))"
    assert written_to_terminal(tmp_path, 40, ("-c", script)) == (0, f"更{_LINES}")


def test_changes_are_explained_as_a_table_and_guesses_below(tmp_path: Path) -> None:
    script = f"{_SCRIPT}print_explanation('page\\n.html', repaired)"
    code, written = written_to_terminal(tmp_path, 60, ("-c", script), NO_COLOR="1")
    assert (code, written.splitlines()[:4]) == (
        0,
        [
            "page .html: not proved",
            "at  stood there  bytes  became  why",
            "--  -----------  -----  ------  -------",
            " 0  ? 3          d5bf   湛      a guess",
        ],
    )
    assert written.splitlines()[-1] == "guess at 9: 开[航] (else 弃 0.25)"
