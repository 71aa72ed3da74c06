"""What a user is told is complete: settings, arguments, fields, commands, links, and the example on top."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import get_args

import pytest
from scrapy.settings import Settings

from tests.end_to_end.running import run_scrapy
from zhanjiang import settings
from zhanjiang.items import Article, Rule
from zhanjiang.pages.article.doubt_reasons import Doubt
from zhanjiang.spiders.arguments import ArticlesArguments
from zhanjiang.textrepair import repair, to_simplified

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
_FILES = [path for path in (ROOT / "zhanjiang" / "commands").glob("*.py") if path.stem != "__init__"]
_SCRAPYS_OWN = {path.stem for path in _FILES if "(NoCrawl, " in path.read_text("utf-8")}
_COMMANDS = sorted({path.stem for path in _FILES} - _SCRAPYS_OWN)
_SET = sorted(name for name in dir(settings) if name.isupper() and name[0] != "_" and name not in Settings())
_OURS = [name for name in _SET if not name.startswith("PLAYWRIGHT_")]
_DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *sorted((ROOT / "docs").glob("*.md"))]
_FIELDS = [field.name for field in dataclasses.fields(Article)]


def _doc(name: str) -> str:
    return (ROOT / "docs" / name).read_text("utf-8")


def _first_cells(text: str) -> list[str]:
    """Return the names in the first cell of each row of a document's tables, in order."""
    return [name for row in re.findall(r"^\| (`[^|]*) \|", text, re.MULTILINE) for name in re.findall(r"`(\w+)", row)]


def test_every_setting_of_ours_is_told_with_its_default() -> None:
    told = _first_cells(_doc("settings.md"))
    assert len(_OURS) > 8
    assert [name for name in _OURS if told.count(name) != 1] == []


@pytest.mark.parametrize("name", _OURS)
def test_the_default_that_is_told_is_the_default(name: str) -> None:
    row = next(line for line in _doc("settings.md").splitlines() if line.startswith(f"| `{name}`"))
    default = getattr(settings, name)
    told = row.split("|")[2].strip().strip("`")
    if isinstance(default, bool | str):
        assert told == str(default)
    elif default is None:
        assert told == "none"
    else:
        assert float(told) == default


def test_every_setting_of_scrapy_playwright_that_is_set_is_told() -> None:
    section = _doc("settings.md").partition("## The browser")[2].partition("\n## ")[0]
    assert set(re.findall(r"`(PLAYWRIGHT_\w+)`", section)) == set(_SET) - set(_OURS)
    assert len(_SET) > len(_OURS)


def test_settings_that_are_told_are_there() -> None:
    names = [name for name in _first_cells(_doc("settings.md")) if name.isupper()]
    assert [name for name in names if not hasattr(settings, name)] == []


def test_every_argument_is_told() -> None:
    arguments = {*(field.name for field in dataclasses.fields(ArticlesArguments)), "urls_file"}
    assert set(_first_cells(_doc("arguments.md"))) >= arguments
    readme = _first_cells(README)
    assert [name for name in arguments if name not in readme] == []


def test_every_field_is_told_in_the_order_of_declaration() -> None:
    table = _doc("fields.md").partition("\n## ")[0]
    assert _first_cells(table) == _FIELDS
    section = README.partition("## What comes out")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("`")]
    assert [name for line in lines for name in re.findall(r"`(\w+)`", line)] == _FIELDS


@pytest.mark.parametrize("command", _COMMANDS)
def test_every_command_is_told_and_has_help_with_an_example(tmp_path: Path, command: str) -> None:
    assert f"scrapy {command} " in README
    done = run_scrapy(tmp_path, command, "--help")
    assert done.returncode == 0 and done.stderr == ""
    assert "example" in done.stdout.lower()
    assert f"scrapy {command} " in " ".join(done.stdout.lower().partition("example")[2].split())


def test_scrapys_own_commands_are_told_in_one_sentence() -> None:
    sentence = next(line for line in README.replace("\n", " ").split(". ") if "`scrapy shell`" in line)
    assert [name for name in _SCRAPYS_OWN if f"`{name}`" not in sentence.replace("scrapy ", "")] == []
    assert len(_SCRAPYS_OWN) > 5


def test_every_command_of_the_design_has_its_file() -> None:
    assert {"crawl", "export", "replica"} <= set(_COMMANDS)


@pytest.mark.parametrize("path", _DOCUMENTS, ids=lambda path: path.name)
def test_every_relative_link_leads_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", path.read_text("utf-8"))
    relative = [link.partition("#")[0] for link in links if not re.match(r"[a-z]+:|#", link)]
    assert [link for link in relative if not (path.parent / link).exists()] == []


def _anchors(path: Path) -> set[str]:
    """The anchors of a document's headings, as GitHub makes them."""
    text = re.sub(r"```.*?```", "", path.read_text("utf-8"), flags=re.DOTALL)
    headings = re.findall(r"^#+ (.*)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", _DOCUMENTS, ids=lambda path: path.name)
def test_every_link_to_a_heading_finds_it(path: Path) -> None:
    links = re.findall(r"\]\((?![a-z]+:)([^)\s#]*)#([^)\s]+)\)", path.read_text("utf-8"))
    documents = [(path.parent / file if file else path, anchor) for file, anchor in links]
    of_markdown = [(file, anchor) for file, anchor in documents if file.suffix == ".md"]
    assert [f"{file.name}#{anchor}" for file, anchor in of_markdown if anchor not in _anchors(file)] == []


def test_the_first_lines_show_a_damaged_line_and_its_repair() -> None:
    shown = [line.strip() for line in README.splitlines()[:10]]
    damaged = next(line.partition("mirror")[2].strip() for line in shown if "from a mirror" in line)
    clean = next(line.partition("stored")[2].strip() for line in shown if line.startswith("stored"))
    assert damaged != clean
    assert to_simplified(repair(damaged).text) == clean


def test_the_two_commands_are_one_line_each() -> None:
    for marker in ("main command", "test command"):
        block = README.partition(f"<!-- {marker} -->\n```\n")[2].partition("\n```")[0]
        assert block and "\n" not in block
    assert "scrapy crawl articles -a portal=replica -O data/articles.jsonl" in README


def test_scripts_that_are_told_exist() -> None:
    assert [name for name in re.findall(r"python (\S+\.py)", README) if not (ROOT / name).exists()] == []


def test_every_count_of_a_run_is_documented() -> None:
    rows = re.findall(r"^\| (`[^|]*) \|", _doc("settings.md"), re.MULTILINE)
    documented = [re.sub(r"<[^>]*>", "[a-z_]+", name) for row in rows for name in re.findall(r"`([^`]+)`", row)]
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "zhanjiang").rglob("*.py"))
    counted = set(re.findall(r"(?:inc|set)_value\(f?\"([a-z_]+/[^\"]+)\"", sources))
    assert len(counted) > 30
    # The variable part of a name may be a part of its own in the table, or stand there for each of its values.
    undocumented = [
        name
        for name in sorted(counted)
        if not any(
            re.fullmatch(row, re.sub(r"\{.*?\}", "x", name)) or re.fullmatch(re.sub(r"\{.*?\}", ".+", name), row)
            for row in documented
        )
    ]
    assert undocumented == []


def test_every_rule_is_documented() -> None:
    row = next(line for line in _doc("fields.md").splitlines() if line.startswith("| `extracted_by`"))
    printed = _doc("layouts.md").partition("## What is printed")[2].partition("\n## ")[0]
    assert [rule for rule in get_args(Rule) if f"`{rule}`" not in row or f"`{rule}`" not in printed] == []


def test_every_doubt_is_documented() -> None:
    assert [doubt for doubt in get_args(Doubt) if doubt not in _first_cells(_doc("layouts.md"))] == []


def test_every_package_stands_on_the_map() -> None:
    folders = {path.parent.name for path in (ROOT / "zhanjiang").glob("*/__init__.py")}
    on_the_map = set(re.findall(r"`(\w+)/`", (ROOT / "CONTRIBUTING.md").read_text("utf-8")))
    assert sorted(folders - on_the_map) == []


def test_every_pipeline_stands_in_the_drawing_in_its_order() -> None:
    drawing = _doc("flow.svg")
    steps = [f"{order} {name.split('.')[-2]}" for name, order in settings.ITEM_PIPELINES.items()]
    places = [drawing.find(step) for step in steps]
    assert -1 not in places
    assert places == sorted(places)
