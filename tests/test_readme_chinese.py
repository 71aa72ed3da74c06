"""The Chinese README says what the English one says: the same sections, commands, tables and links."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
_ENGLISH, _CHINESE = ((ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh.md"))


def _code(text: str) -> list[str]:
    """The lines of code, without what is said about them."""
    lines = [line for line in text.splitlines() if line.startswith("    ") or line.startswith("{ ")]
    return [re.sub(r"\s+# .*", "", line) for line in lines]


def _first_cells(text: str) -> list[str]:
    """What the rows of tables are about, where it is code or a number."""
    cells = [line.split("|")[1].strip() for line in text.splitlines() if line.startswith("| ")]
    return [cell for cell in cells if cell.startswith("`") or cell[0].isdigit()]


def _rows(text: str) -> int:
    return sum(line.startswith("| ") for line in text.splitlines())


def test_sections_commands_and_tables_are_the_same() -> None:
    assert _CHINESE.count("\n## ") == _ENGLISH.count("\n## ")
    assert _code(_CHINESE) == _code(_ENGLISH)
    assert len(_code(_ENGLISH)) > 50
    assert _first_cells(_CHINESE) == _first_cells(_ENGLISH) and _rows(_CHINESE) == _rows(_ENGLISH)


def test_links_and_names_are_the_same() -> None:
    def links(text: str) -> set[str]:
        """Where a text leads to, but for the other language."""
        return set(re.findall(r"\]\(([^)]+)\)", text)) - {"README.md", "README.zh.md"}

    def names(text: str) -> set[str]:
        """What is named in the running text: settings, options, files, fields."""
        return set(re.findall(r"`([^`\n]+)`", text))

    assert links(_CHINESE) == links(_ENGLISH)
    assert names(_CHINESE) == names(_ENGLISH)
