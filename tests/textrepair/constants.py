"""The tuned numbers of text repair, read from its source: name, value, file, meaning.

python -m tests.textrepair.constants    prints the table
"""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import zhanjiang.textrepair

_FOLDER = Path(zhanjiang.textrepair.__file__).parent
_NAMES = {"state.py": {"SCORE", "PENDING", "LAST", "TAIL", "TEXT"}}
_NAMES["state.py"] |= {"OTHERS", "BONUS"}
"""The positions of a state are numbers, but nothing to tune: the module's docstring explains them."""


class Constant(NamedTuple):
    """A module constant made of numbers alone; `meaning` is the string after it, '' where there is none."""

    name: str
    value: str
    file: str
    meaning: str


def constants() -> Iterator[Constant]:
    """The constants of all modules of the package, in the order of files and lines."""
    for path in sorted(_FOLDER.glob("*.py")):
        body = ast.parse(path.read_text(encoding="utf-8")).body
        for statement, after in zip(body, [*body[1:], None], strict=True):
            if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name) and statement.value:
                name = statement.target.id
                if _is_numeric(statement.value) and name not in _NAMES.get(path.name, ()):
                    yield Constant(name, ast.unparse(statement.value), path.name, _string(after))


def _is_numeric(value: ast.expr) -> bool:
    """Whether an expression holds numbers and nothing else."""
    numbers = [node for node in ast.walk(value) if isinstance(node, ast.Constant)]
    names = {node.id for node in ast.walk(value) if isinstance(node, ast.Name)} - {"frozenset", "range"}
    return bool(numbers) and not names and all(isinstance(node.value, int | float) for node in numbers)


def _string(statement: ast.stmt | None) -> str:
    """The text of a statement that is a string alone, on one line."""
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
        return " ".join(str(statement.value.value).split())
    return ""


if __name__ == "__main__":
    for constant in constants():
        print("\t".join(constant))
