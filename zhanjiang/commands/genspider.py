"""``scrapy genspider``: Scrapy's own; where the package is installed, a spider is made in the working folder."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, Final

from scrapy.commands.genspider import Command as ScrapyGenspider

from zhanjiang import settings as project
from zhanjiang.console.no_crawl import NoCrawl
from zhanjiang.environment import project_folder

_CHECKOUT: Final = Path(project.__file__).resolve().parents[1]
"""The folder with the package: the project's in a checkout, and Python's where it is installed."""
_MODULE: Final = "NEWSPIDER_MODULE"


class Command(NoCrawl, ScrapyGenspider):
    """Adds nothing to an installed package, of which the next installation would leave nothing."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Leave the package alone, unless this is its checkout or another place is given."""
        super().process_options(args, opts)
        assert self.settings is not None
        is_default = self.settings[_MODULE] == project.defaults[_MODULE]
        if is_default and project_folder().resolve() != _CHECKOUT:
            self.settings.set(_MODULE, None, priority="cmdline")

    def _genspider(self, *args: Any, **kwargs: Any) -> Path:
        """Make the file, and say how it is run where ``scrapy crawl`` does not know it."""
        file = super()._genspider(*args, **kwargs)
        if self.settings is not None and not self.settings[_MODULE]:
            print(f"You can run it with:\n  scrapy runspider {file}")
        return file
