"""``python -m zhanjiang.replica``: serve a made-up portal on this machine."""

from __future__ import annotations

import argparse
import sys
from typing import NoReturn

from zhanjiang.replica.options import EXAMPLE, add_options, describe_faults
from zhanjiang.replica.run import run_command

_NAME = "zhanjiang.replica"


class _OneLineParser(argparse.ArgumentParser):
    """Reports a mistake in one line."""

    def error(self, message: str) -> NoReturn:
        """Print the mistake and exit with code 2."""
        self.exit(2, f"{self.prog}: {message}: see python -m {_NAME} --help\n")


def main() -> int:
    """Read the command line and serve; return the exit code."""
    parser = _OneLineParser(
        prog=_NAME,
        description="Serve a made-up portal with its mobile site, pictures, newspapers and a mirror on this machine.",
        epilog=f"faults:\n{describe_faults()}\n\nexample:\n  {EXAMPLE}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add_options(parser)
    return run_command(parser.parse_args(), _NAME)


if __name__ == "__main__":
    sys.exit(main())
