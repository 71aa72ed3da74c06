"""Columns stand below one another, whatever script is in them, and a terminal is as wide as a table at least."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from tests.commands.terminal import screen, written_to_terminal
from zhanjiang.console.tables import print_table
from zhanjiang.console.terminal import text_width

_ROWS = [
    ("1", "2026-11-30 10:00", "湛江日报", "湛江港“新航线”昨日开航，" * 5),
    ("12", "2026-11-30 12:00", "zjwb", "http://www.example.org/" + "x" * 60),
    ("3", "-", "", "a\x1b[2Jb\u202e[bold]\nc"),
]
_HEADER = ("run", "started", "paper", "what")
_SCRIPT = f"from zhanjiang.console.tables import print_table; print_table({_HEADER}, {_ROWS})"


def _on_terminal(folder: Path, columns: int, script: str = _SCRIPT, **variables: str) -> tuple[str, list[str]]:
    """What is written to a terminal, and the rows on its screen."""
    code, written = written_to_terminal(folder, columns, ("-c", script), **variables)
    assert code == 0, written
    return written, screen(written, columns)[:-1]


def test_a_chinese_character_takes_two_columns(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("paper", "articles"), [("湛江日报", "7"), ("zjwb", "12")])
    assert capsys.readouterr().out == "paper     articles\n湛江日报         7\nzjwb            12\n"


def test_a_table_without_rows_is_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("paper", "articles"), [])
    assert capsys.readouterr().out == ""


def test_elsewhere_nothing_is_folded_or_steers(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(_HEADER, _ROWS)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 4 and lines[1].endswith(f"  湛江日报  {_ROWS[0][3]}")
    assert lines[3] == "  3  -                           a [2Jb [bold] c"


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_a_terminal_gets_a_rule_and_no_line_that_is_too_wide(tmp_path: Path, columns: int) -> None:
    written, rows = _on_terminal(tmp_path, columns)
    header, rule, *body = rows
    assert header.split() == [*_HEADER] and set(rule) == {"-", " "}
    assert all(text_width(line) <= columns for line in rows) and text_width(rule) <= columns
    starts = [found.start() for found in re.finditer("-+", rule)]
    last = "".join(_from(line, starts[-1]).strip() for line in body)
    assert last.replace(" ", "") == "".join(row[-1] for row in _ROWS).translate({27: "", 10: "", 0x202E: ""})
    assert _from(body[0], starts[1]).startswith("2026-11-30")
    assert written.startswith("\x1b[1mrun") and "\x1b[2J" not in written and "\u202e" not in written


def _from(line: str, column: int) -> str:
    """What stands in a line from a column on."""
    return next((line[place:] for place in range(len(line)) if text_width(line[:place]) == column), "")


_DATED = (
    "from zhanjiang.console.tables import print_table; print_table("
    "('channel or paper', 'articles', 'first day', 'last day', 'forgotten', 'last run'), "
    "[('湛江日报 (zjrb)', '70', '2024-11-27 10:00', '2024-11-28', '-', '7'), "
    "('shizheng', '9', '2021-10-14', '2024-10-25', '-', '-')])"
)


@pytest.mark.parametrize("columns", range(24, 81, 4))
def test_no_date_and_no_word_of_a_header_is_broken(tmp_path: Path, columns: int) -> None:
    _, rows = _on_terminal(tmp_path, columns, _DATED)
    shown = "\n".join(rows)
    for word in ("2024-11-27", "10:00", "2024-11-28", "2021-10-14", "2024-10-25", "channel", "articles", "shizheng"):
        assert word in shown, word
    assert all(text_width(line) <= columns for line in rows)


def test_narrow_gaps_come_first_then_columns_in_which_nothing_stands_go(tmp_path: Path) -> None:
    headers = {width: _on_terminal(tmp_path, width, _DATED)[1][0] for width in (80, 59, 54, 53, 44, 43)}
    assert headers == {
        80: "channel or paper  articles  first day         last day    forgotten  last run",
        59: "channel   articles  first day   last day    forgotten  last",
        54: "channel  articles first day  last day   forgotten last",
        53: "channel    articles  first day   last day    last run",
        44: "channel  articles first day  last day   last",
        43: "channel or paper  湛江日报 (zjrb)",
    }


def test_what_has_no_room_for_its_columns_is_a_list_for_each_row(tmp_path: Path) -> None:
    _, rows = _on_terminal(tmp_path, 24)
    assert all(text_width(line) <= 24 for line in rows)
    assert rows[:6] == ["run      1", "started  2026-11-30", "         10:00", "paper    湛江日报", *rows[4:6]]
    assert rows[4].startswith("what     湛江港") and rows[5].startswith("         ")
    assert [line for line in rows if line.startswith("run")] == ["run      1", "run      12", "run      3"]


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_without_colours_the_rule_alone_marks_the_header(tmp_path: Path, variables: dict[str, str]) -> None:
    written, rows = _on_terminal(tmp_path, 80, **variables)
    assert "\x1b" not in written and rows[0].split() == [*_HEADER] and rows[1].startswith("---  ----")


def test_columns_says_how_wide_a_terminal_is(tmp_path: Path) -> None:
    assert max(map(text_width, _on_terminal(tmp_path, 200, COLUMNS="60")[1])) <= 60


@pytest.mark.parametrize("encoding", ["ascii", "gbk"])
def test_what_an_output_cannot_encode_is_escaped_and_aligned(encoding: str) -> None:
    with io.TextIOWrapper(io.BytesIO(), encoding) as output:
        print_table(("paper", "articles"), [("𠮷", "7"), ("zjwb", "12")], output)
        output.seek(0)
        assert output.read() == "paper       articles\n\\U00020bb7         7\nzjwb              12\n"
