"""Commands of several actions, as in ``scrapy archive verify``: each action has its own options and its own help."""

from __future__ import annotations

import argparse
from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from zhanjiang.console.command import StoreCommand
from zhanjiang.console.errors import WrongArgument
from zhanjiang.console.plain_usage import report_plainly

_NO_MARK: Final = argparse.SUPPRESS


def _no_options(_parser: argparse.ArgumentParser) -> None:
    """Add nothing."""


@dataclass(frozen=True, slots=True)
class Action:
    """An action: what it does in a sentence, an example that works as pasted, what stands after its name, its options.

    A colon in the sentence would be a heading to Scrapy's help.
    """

    words: str
    example: str
    syntax: str = ""
    add_options: Callable[[argparse.ArgumentParser], None] = _no_options
    writes_store: bool = False


class ActionsCommand(StoreCommand):
    """A command whose first argument names an action. What stands after it is in ``opts.arguments``."""

    usual_action: str | None = None
    """The action of a command that is typed without one."""

    @property
    @abstractmethod
    def actions(self) -> dict[str, Action]:
        """The actions by name, in the order in which help lists them."""

    @abstractmethod
    def act(self, action: str, opts: argparse.Namespace) -> None:
        """Do what is typed. Raises as ``work``."""

    def syntax(self) -> str:
        """What is typed after the command's name."""
        names = "|".join(self.actions)
        return f"[{names}] …" if self.usual_action else f"{names} …"

    def long_desc(self) -> str:
        """What there is, with an example."""
        examples = "; ".join(action.example for action in self.actions.values())
        return f"Each action has options of its own: see {self.name} ACTION --help. Examples: {examples}"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add Scrapy's options and the actions, each with its own options, help and example."""
        super().add_options(parser)
        if self.usual_action:
            self.actions[self.usual_action].add_options(parser)
        parsers = parser.add_subparsers(dest="action", metavar="ACTION", title="actions")
        for name, action in self.actions.items():
            typed = f"{self.name} {name}"
            of_action = parsers.add_parser(
                name,
                prog=typed,
                usage=f"{typed} {action.syntax}".rstrip(),
                help=action.words,
                description=f"{action.words} Example: {action.example}",
                formatter_class=parser.formatter_class,
                allow_abbrev=False,
            )
            super().add_options(of_action)
            for option in of_action._actions:  # what is given before the action stays
                option.default = _NO_MARK if option.dest != "help" else option.default
            action.add_options(of_action)
            of_action.add_argument("arguments", nargs="*", help=argparse.SUPPRESS)
            report_plainly(of_action, typed)

    def refuse_options(self, args: list[str]) -> None:
        """Leave it to ``work``, which names the action."""

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do what is typed. Exit codes: 1 where there is nothing, 2, 65, 74 and 75 as of a crawl."""
        name = opts.action or self.usual_action
        if name is None:
            first = next(iter(self.actions.values()))
            raise WrongArgument(f"say what to do: {', '.join(self.actions)}, as in: {first.example}")
        if args:
            raise WrongArgument(f"{args[0]!r} is no option of {name}: see {self.name} {name} --help")
        self.writes_store = self.actions[name].writes_store
        self.act(name, opts)
