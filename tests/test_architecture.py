"""The house's rules, checked on the code as it stands: sizes, documentation, names, boundaries, layers."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import re
import shutil
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from zhanjiang import items

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "zhanjiang"
_Function = (ast.FunctionDef, ast.AsyncFunctionDef)
_VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
# Where one page or one item may fail in a way that nobody foresaw, and the crawl goes on.
_BROAD_ALLOWED = {
    "zhanjiang/pages/article_reader.py",
    "zhanjiang/reparse/quarantined.py",
    "zhanjiang/crawl/visit_reader.py",
    "zhanjiang/reparse/archived.py",
    "zhanjiang/browse/site.py",
}
# What makes a class a component: the folder it stands in.
_COMPONENTS = ("pipelines", "middlewares", "extensions")
_SUFFIX = {"pipelines": "Pipeline", "middlewares": "Middleware"}
_NETWORK = {"aiohttp", "asyncio", "http", "httpx", "requests", "socket", "ssl", "twisted", "uvloop", "urllib3"}
# What takes long to load, or may be missing, and is needed by few runs; the browser's modules load playwright.
_HEAVY = (
    *("PIL", "alembic", "jinja2", "opencc", "playwright", "scrapy_playwright"),
    *("apprise", "jsonschema", "nh3", "pyarrow", "twisted.internet", "xlsxwriter"),
    *("zhanjiang.browser.chromium", "zhanjiang.browser.visits", "zhanjiang.export.learned_words", "zhanjiang.replica"),
    *("sqlalchemy.dialects", "zhanjiang.fleet.link", "zhanjiang.textrepair.invert"),
)
_PURE = ("pages", "processors", "textrepair")


@cache
def _trees() -> dict[Path, ast.Module]:
    """The modules by their path."""
    sources = {path.relative_to(ROOT): path.read_text("utf-8") for path in sorted(PACKAGE.rglob("*.py"))}
    return {path: ast.parse(source) for path, source in sources.items() if source.strip()}


def _functions() -> Iterator[tuple[str, int]]:
    """Yield each function with its length in lines, its docstring included, nested ones too."""
    for path, tree in _trees().items():
        for node in ast.walk(tree):
            if isinstance(node, _Function):
                yield f"{path}:{node.name}", (node.end_lineno or 0) - node.lineno + 1


def _imports(path: Path) -> Iterator[str]:
    """Yield the full names of the modules that a file imports, wherever in it."""
    for node in ast.walk(_trees()[path]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _snake_case(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def test_functions_are_short() -> None:
    lengths = sorted(length for _, length in _functions())
    assert statistics.median(lengths) <= 8
    assert lengths[round(0.95 * (len(lengths) - 1))] <= 25
    assert [function for function, length in _functions() if length > 40] == []


def test_files_are_short() -> None:
    own = [*PACKAGE.rglob("*.py"), *(ROOT / "tests").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py")]
    long = {str(path.relative_to(ROOT)): path.read_text("utf-8").count("\n") for path in own}
    assert {path: lines for path, lines in long.items() if lines > 300} == {}


def test_every_module_and_public_name_is_documented() -> None:
    bare = [str(path) for path, tree in _trees().items() if not ast.get_docstring(tree)]
    for path, tree in _trees().items():
        bare += [
            f"{path}:{node.name}"
            for node in ast.walk(tree)
            if isinstance(node, (*_Function, ast.ClassDef))
            and not node.name.startswith("_")
            and not ast.get_docstring(node)
        ]
    assert bare == []


def test_everything_is_typed() -> None:
    untyped = []
    for path, tree in _trees().items():
        for node in ast.walk(tree):
            if isinstance(node, _Function):
                arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
                typed = all(argument.annotation for argument in arguments if argument.arg not in ("self", "cls"))
                if not (typed and node.returns):
                    untyped.append(f"{path}:{node.name}")
    assert untyped == []


def test_no_except_is_bare_and_a_broad_one_stands_at_a_boundary() -> None:
    broad = {
        f"{path}:{node.lineno}"
        for path, tree in _trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and _is_broad(node.type)
    }
    assert {place for place in broad if place.rpartition(":")[0] not in _BROAD_ALLOWED} == set()


def _is_broad(caught: ast.expr | None) -> bool:
    if isinstance(caught, ast.Tuple):
        return any(map(_is_broad, caught.elts))
    return caught is None or (isinstance(caught, ast.Name) and caught.id in ("Exception", "BaseException"))


def test_items_default_to_none_or_an_empty_list() -> None:
    found = [item for _, item in inspect.getmembers(items, dataclasses.is_dataclass)]
    # A further address of an article is no item to a loader, and has no default at all.
    fed = [item for item in found if item is not items.ArticleAddress]
    assert items.Article in fed and len(fed) > 4
    for item in fed:
        told = item()
        odd = {field.name for field in dataclasses.fields(item) if getattr(told, field.name) not in (None, [])}
        assert odd == set(), item


@pytest.mark.parametrize("folder", _COMPONENTS)
def test_a_file_holds_one_component_with_the_files_name(folder: str) -> None:
    for path, tree in _trees().items():
        if path.parent == Path("zhanjiang", folder) and path.stem != "__init__":
            public = [
                node
                for node in tree.body
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and _is_component(node)
            ]
            names = [_snake_case(node.name.removesuffix(_SUFFIX.get(folder, ""))) for node in public]
            assert names == [path.stem], path


def _is_component(node: ast.ClassDef) -> bool:
    methods = {method.name for method in node.body if isinstance(method, _Function)}
    hooks = {"from_crawler", "item_scraped", "process_item", "process_request", "process_response", "robot_parser"}
    return bool(methods & hooks)


def test_every_component_in_the_settings_is_there() -> None:
    from scrapy.utils.misc import load_object

    from zhanjiang import settings

    for group in (settings.ITEM_PIPELINES, settings.DOWNLOADER_MIDDLEWARES, settings.EXTENSIONS):
        for name, order in group.items():
            assert order is None or inspect.isclass(load_object(name))


def test_no_name_is_vague() -> None:
    names = {part for path in PACKAGE.rglob("*") for part in path.relative_to(PACKAGE).with_suffix("").parts}
    assert names & _VAGUE == set()
    classes = [node.name for tree in _trees().values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    assert [name for name in classes if name.endswith(("Manager", "Helper", "Utils"))] == []


def test_no_class_name_stands_twice() -> None:
    classes = [
        node.name
        for tree in _trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and node.name != "Command"  # Scrapy's name for every command
    ]
    assert sorted(name for name, number in Counter(classes).items() if number > 1) == []


def test_imports_inside_functions_load_heavy_libraries_alone() -> None:
    odd = []
    for path, tree in _trees().items():
        lines = (ROOT / path).read_text("utf-8").splitlines()
        for function in ast.walk(tree):
            if isinstance(function, _Function):
                for node in ast.walk(function):
                    if isinstance(node, ast.Import | ast.ImportFrom):
                        modules = _modules(node)
                        around = "\n".join(lines[node.lineno - 4 : node.end_lineno])
                        is_heavy = all(module.startswith(_HEAVY) for module in modules)
                        if not is_heavy or "#" not in around:
                            odd.append(f"{path}:{node.lineno} {modules}")
    assert odd == []


def _modules(node: ast.Import | ast.ImportFrom) -> list[str]:
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]


@pytest.mark.parametrize("folder", _PURE)
def test_what_reads_pages_needs_no_crawler_and_no_network(folder: str) -> None:
    for path in _trees():
        if path.is_relative_to(Path("zhanjiang", folder)):
            roots = {name.partition(".")[0] for name in _imports(path)}
            assert roots & {*_NETWORK, "scrapy"} == set(), path
            assert not any(name.startswith("urllib.request") for name in _imports(path)), path


def test_only_what_starts_the_replica_knows_of_it() -> None:
    starts = {f"commands/{name}.py" for name in ("crawl", "replica")}
    starts |= {f"crawl/{name}.py" for name in ("derived_settings", "settings_check")}
    # The spiders' arguments allow `portal=replica`, and nothing else there depends on it.
    names = starts | {"spiders/arguments.py"}
    for path, tree in _trees().items():
        inside = path.relative_to("zhanjiang").as_posix()
        if inside.startswith("replica/"):
            continue
        imports_it = any(name.startswith("zhanjiang.replica") for name in _imports(path))
        assert not imports_it or inside in starts, path
        texts = {
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        # What it is started with, and the value that asks for it: read anywhere else, they would say which site it is.
        named = [text for text in texts if text == "replica" or re.fullmatch(r"REPLICA_\w+", text)]
        assert not named or inside in names, (path, named)


def test_the_layers_hold() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    found = str(command) if command.exists() else shutil.which("lint-imports")
    assert found, "lint-imports is missing: pip install -r requirements-dev.txt"
    done = subprocess.run([found, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_nothing_speaks_of_the_machine_it_was_made_on() -> None:
    strange = re.compile(r"/root/|/work/|\bpackages\.[a-z]+\.internal\b")
    files = [*PACKAGE.rglob("*.py"), ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")]
    assert [str(path) for path in files if strange.search(path.read_text("utf-8"))] == []
