"""``scrapy browse``: the store as web pages on this machine."""

from __future__ import annotations

import argparse
import webbrowser
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from zhanjiang.browse.reading import Folders
from zhanjiang.browse.serving import PortTaken, serve
from zhanjiang.browse.site import StoreSite
from zhanjiang.console.command import StoreCommand
from zhanjiang.console.errors import CommandError, WrongArgument
from zhanjiang.console.exit_codes import ExitCode

_PORT: Final = 8090
_PORTS: Final = range(65_536)


class Command(StoreCommand):
    """Serves the store's articles, newspapers, rankings and runs to a browser on this machine, until it is stopped."""

    def syntax(self) -> str:
        """What is typed after the command's name."""
        return "[options]"

    def long_desc(self) -> str:
        """What is served, with an example."""
        return (
            "Show the store (STORE_URL) as web pages on 127.0.0.1: front pages by day, articles with their revisions "
            "and archived pages, search, newspapers, rankings and runs. Nothing is written, nobody else is asked, and "
            "a crawl may go on meanwhile. Ctrl-C ends it. Example: scrapy browse --port 8090 --open"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's options to Scrapy's."""
        super().add_options(parser)
        parser.add_argument("--port", type=int, default=_PORT, metavar="N", help=f"the port ({_PORT}); 0: a free one")
        parser.add_argument("--open", action="store_true", help="open the page in the default browser")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Serve. Exit codes: 1 where there is no store or the port is taken, 2 for a wrong option."""
        self.refuse_arguments(args)
        if opts.port not in _PORTS:
            raise WrongArgument(f"--port {opts.port} is no port: give a number up to {_PORTS[-1]}, such as {_PORT}")
        with self.reading():
            pass  # what is wrong with the store is reported here, and not in the browser

        def ready(address: str) -> None:
            """Report where the pages are."""
            print(f"Browse at {address} (Ctrl-C ends it)", flush=True)
            if opts.open:
                webbrowser.open(address)

        try:
            serve(StoreSite(self.store_url, self._folders()), opts.port, ready)
        except PortTaken as error:
            raise CommandError(ExitCode.COULD_NOT_START, str(error)) from error

    def _folders(self) -> Folders:
        """Where archive and pictures are; pictures in a storage elsewhere are not shown."""
        pictures = str(self.settings["IMAGES_STORE"] or "")
        is_folder = pictures and urlsplit(pictures).scheme in ("", "file")
        path = Path(urlsplit(pictures).path if pictures.startswith("file:") else pictures)
        return Folders(Path(self.settings["ARCHIVE_DIR"]), path if is_folder else None)
