"""``scrapy genspider`` adds a module to the package in its checkout alone."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest
from scrapy.settings import Settings

from zhanjiang.commands import genspider

_OPTIONS = argparse.Namespace(set=[], logfile=None, loglevel=None, nolog=False, pidfile=None, pdb=False)


@pytest.mark.parametrize(
    ("is_checkout", "given", "module"),
    [
        (True, "zhanjiang.spiders", "zhanjiang.spiders"),
        (False, "zhanjiang.spiders", None),
        (False, "mine", "mine"),
    ],
)
def test_where_a_spider_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_checkout: bool, given: str, module: str | None
) -> None:
    monkeypatch.chdir(tmp_path)
    if is_checkout:
        monkeypatch.setattr(genspider, "_CHECKOUT", tmp_path.resolve())
    command = genspider.Command()
    command.settings = Settings()
    command.settings.setmodule("zhanjiang.settings")
    command.settings.set("NEWSPIDER_MODULE", given)
    command.process_options([], _OPTIONS)
    assert command.settings["NEWSPIDER_MODULE"] == module
