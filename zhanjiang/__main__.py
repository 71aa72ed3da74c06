"""``python -m zhanjiang init FOLDER``: make a folder in which the commands of an installed package work."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Final, NoReturn

from zhanjiang.console.closed_output import reader_may_leave
from zhanjiang.console.standard_output import print_whatever_comes

_CONFIG: Final = """\
# Where `scrapy` finds the settings of this project.
[settings]
default = zhanjiang.settings
"""
_EXAMPLE: Final = "python -m zhanjiang init news"


class _PlainParser(argparse.ArgumentParser):
    """Reports a mistake in one line."""

    def error(self, message: str) -> NoReturn:
        """Print the mistake and exit with code 2."""
        self.exit(2, f"{self.prog}: {message}: as in {_EXAMPLE}\n")


def init(folder: Path) -> None:
    """Make a folder with a ``scrapy.cfg`` and a place for data. Raises FileExistsError for another project's."""
    config = folder / "scrapy.cfg"
    if config.exists() and config.read_text("utf-8", "replace") != _CONFIG:
        raise FileExistsError(f"{config} is there already, and not ours: choose another folder")
    (folder / "data").mkdir(parents=True, exist_ok=True)
    config.write_text(_CONFIG, "utf-8")


def main() -> int:
    """Read the command line and make the folder; return the exit code."""
    print_whatever_comes()
    parser = _PlainParser(
        prog="python -m zhanjiang",
        description="Make a folder in which `scrapy crawl articles` and the other commands work.",
        epilog=f"example: {_EXAMPLE}",
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(dest="command", metavar="init", required=True)
    command = commands.add_parser("init", help="make a project's folder", epilog=f"example: {_EXAMPLE}")
    command.add_argument("folder", type=Path, help="a new folder, or one that is there")
    folder: Path = parser.parse_args().folder
    try:
        init(folder)
    except OSError as error:
        reason = f"{folder} cannot be made ({error.strerror}): choose another folder" if error.strerror else error
        print(f"python -m zhanjiang init: {reason}", file=sys.stderr)
        return 1
    with reader_may_leave():
        print(f"The project is in {folder}. Try it on a made-up portal, on this machine alone:")
        print(f"    cd {folder}\n    scrapy crawl articles -a portal=replica -O data/articles.jsonl")
    return 0


if __name__ == "__main__":
    sys.exit(main())
