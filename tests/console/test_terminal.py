"""What an output shows: by the environment, by the stream, and by the terminal itself."""

from __future__ import annotations

import fcntl
import io
import os
import pty
import struct
import termios
from pathlib import Path

import pytest

from zhanjiang.console.terminal import cut, has_colours, is_steerable, text_width, width_of, writable


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environment", "on_terminal", "elsewhere"),
    [
        ({}, True, False),
        ({"NO_COLOR": "1"}, False, False),
        ({"NO_COLOR": ""}, True, False),
        ({"FORCE_COLOR": "1"}, True, True),
        ({"FORCE_COLOR": ""}, True, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, False),
        ({"TERM": "dumb"}, False, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True, True),
    ],
    ids=str,
)
def test_colours_by_the_environment(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], on_terminal: bool, elsewhere: bool
) -> None:
    for name, value in {"TERM": "xterm", **environment}.items():
        monkeypatch.setenv(name, value)
    assert (has_colours(_Terminal()), has_colours(io.StringIO())) == (on_terminal, elsewhere)


def test_a_dumb_terminal_is_not_steered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TERM", raising=False)
    assert is_steerable(_Terminal()) and not is_steerable(io.StringIO())
    monkeypatch.setenv("TERM", "dumb")
    assert not is_steerable(_Terminal())


def test_the_width_is_what_columns_says_or_the_terminal_itself(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    with os.fdopen(ours), os.fdopen(theirs, "w") as terminal, (tmp_path / "file").open("w") as file:
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 57, 0, 0))
        assert (width_of(terminal), width_of(file), width_of(io.StringIO())) == (57, 80, 80)
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 0, 0, 0, 0))
        assert width_of(terminal) == 80
        for columns, width in (("33", 33), ("0", 80), ("-1", 80), ("wide", 80)):
            monkeypatch.setenv("COLUMNS", columns)
            assert width_of(terminal) == width


def test_joiners_and_marks_take_no_column() -> None:
    assert [text_width(text) for text in ("", "e\u0301", "👨\u200d👩", "❤\ufe0f", "ﾊ港")] == [0, 1, 4, 1, 3]


@pytest.mark.parametrize("width", range(1, 12))
def test_what_is_cut_fits_and_is_as_long_as_can_be(width: int) -> None:
    text = "湛e\u0301江port港"
    shown = cut(text, width)
    assert text_width(shown) <= width and text.startswith(shown.removesuffix("…"))
    assert shown == text if width >= text_width(text) else text_width(shown) >= width - 1


@pytest.mark.parametrize(("encoding", "shown"), [("ascii", "\\u6e2fA"), ("gbk", "港A"), ("utf-8", "港A")])
def test_an_output_gets_what_its_encoding_has(encoding: str, shown: str) -> None:
    with io.TextIOWrapper(io.BytesIO(), encoding) as output:
        assert writable("港A", output) == shown
        output.write(writable("港A𠮷\ud842", output))
    assert writable("港A", io.StringIO()) == "港A"
