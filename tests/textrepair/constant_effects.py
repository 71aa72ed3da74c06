"""What each number of the search brings: the figures with it as it is, halved, doubled and off (0).

python -m tests.textrepair.constant_effects [PAGES [NAME]]    prints the table, on 40 invented pages; some minutes

Whatever a number changes shows only on text that it concerns: a number that changes nothing here bounds the work, or
counts on pages that are rarer than these.
"""

import importlib
import pkgutil
import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

import zhanjiang.textrepair
from tests.textrepair.constants import Constant, constants
from tests.textrepair.measuring import measure
from tests.textrepair.news import Sample, sample

Value = int | float | tuple[float, ...]

_NOT_SEARCH = ("cut_evidence", "detect", "forward", "language", "learning", "ngrams", "prefilter", "prove", "script")
"""Modules whose numbers decide what is damaged, or describe text and files."""
_BYTES = {"_MARK_LEADS", "_ASCII_LEADS", "_DOUBLED_LEAD", "_EURO", "NOTHING"}
"""Numbers that GBK or a convention sets, not tuning."""
_PAGES = 40


def modules() -> dict[str, ModuleType]:
    """The modules of the package by the names of their files."""
    names = [module.name for module in pkgutil.iter_modules(zhanjiang.textrepair.__path__)]
    return {f"{name}.py": importlib.import_module(f"zhanjiang.textrepair.{name}") for name in names}


def of_search() -> list[Constant]:
    """The tuned numbers of the search."""
    return [
        constant for constant in constants() if constant.file[:-3] not in _NOT_SEARCH and constant.name not in _BYTES
    ]


def value_of(constant: Constant) -> Value:
    """The number, or the numbers, of a constant."""
    value: Value = getattr(modules()[constant.file], constant.name)
    return value


def scaled(value: Value, factor: float) -> Value:
    """A value, or each of several, times a factor; whole numbers stay whole."""
    if isinstance(value, tuple):
        return tuple(number * factor for number in value)
    return int(value * factor) if isinstance(value, int) else value * factor


@contextmanager
def set_to(constant: Constant, value: Value) -> Iterator[None]:
    """Give a constant another value wherever it is used, and forget what was worked out with the old one."""
    old = value_of(constant)
    own = modules()[constant.file]
    users = [module for module in modules().values() if module is own or _imports(module, constant, old)]
    for module in users:
        setattr(module, constant.name, value)
    _forget()
    yield
    for module in users:
        setattr(module, constant.name, old)
    _forget()


def _imports(module: ModuleType, constant: Constant, value: Value) -> bool:
    return not constant.name.startswith("_") and getattr(module, constant.name, None) == value


def _forget() -> None:
    for module in modules().values():
        for cached in vars(module).values():
            if hasattr(cached, "cache_clear"):
                cached.cache_clear()


def figures(samples: list[Sample]) -> str:
    """How much of some pages is read rightly, how many wrong sentences are guesses, and how long it took."""
    start = time.process_time()
    try:
        measured = measure(samples)
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        return f"cannot be: {error}"
    wrong = measured.hit - measured.right
    return (
        f"{measured.wrong_characters} characters, {wrong} of {measured.hit} sentences wrong, "
        f"{measured.flagged} of {measured.wrong_sentences} flagged, {measured.proved} of {measured.pages} proved, "
        f"{time.process_time() - start:.1f} s"
    )


def effects(constant: Constant, samples: list[Sample]) -> Iterator[tuple[str, str]]:
    """What becomes of the figures: halved, doubled and off, each with its value."""
    value = value_of(constant)
    for name, factor in (("halved", 0.5), ("doubled", 2.0), ("off", 0.0)):
        changed = scaled(value, factor)
        with set_to(constant, changed):
            yield f"{name} {changed}", figures(samples)


def main(arguments: list[str]) -> None:
    """Print the table, of one constant where the command line names it."""
    rng = random.Random(20220531)
    samples = [sample(rng) for _ in range(int(arguments[0]) if arguments else _PAGES)]
    measure(samples[:1])  # loads the language
    print(f"as it is\t{figures(samples)}")
    for constant in of_search():
        if arguments[1:] in ([], [constant.name]):
            print(f"{constant.file} {constant.name} = {constant.value}", flush=True)
            for changed, figured in effects(constant, samples):
                print(f"\t{changed}\t{figured}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
