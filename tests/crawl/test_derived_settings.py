"""The settings that follow from others, and those that the user gave and that stay."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.settings import Settings

from tests.end_to_end.running import clean_environment
from zhanjiang.crawl.derived_settings import DerivedSettings

_SCRIPT = """
from scrapy.crawler import Crawler
from scrapy.utils.project import get_project_settings
from zhanjiang.crawl.derived_settings import DerivedSettings
from zhanjiang.spiders.articles import ArticlesSpider
crawler = Crawler(ArticlesSpider, get_project_settings())
DerivedSettings(crawler).update_settings(crawler.settings)
print(crawler.settings["USER_AGENT"])
"""


@pytest.mark.parametrize(
    ("given", "agent"),
    [
        ({"ZHANJIANG_USER_AGENT": "my-agent/1"}, "my-agent/1"),
        ({"ZHANJIANG_CONTACT": "me@example.org"}, "zhanjiang-news/0.2 (news archive; complaints: me@example.org)"),
        ({}, "zhanjiang-news/0.2 (news archive; complaints: none given)"),
    ],
    ids=["agent", "contact", "nothing"],
)
def test_the_user_agent_is_the_users_or_names_the_contact(tmp_path: Path, given: dict[str, str], agent: str) -> None:
    environment = clean_environment(**given) | {"PATH": os.environ["PATH"]}
    command = [sys.executable, "-c", _SCRIPT]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == agent, done.stderr


@pytest.mark.parametrize(
    ("switch", "table", "component"),
    [
        ("REMOTE_CONTROL_ENABLED", "EXTENSIONS_BASE", "scrapy.extensions.remote_control.RemoteControl"),
        ("TELNETCONSOLE_ENABLED", "EXTENSIONS_BASE", "scrapy.extensions.telnet.TelnetConsole"),
        ("COOKIES_ENABLED", "DOWNLOADER_MIDDLEWARES_BASE", "scrapy.downloadermiddlewares.cookies.CookiesMiddleware"),
    ],
)
def test_a_component_of_scrapys_is_loaded_where_it_is_wanted(switch: str, table: str, component: str) -> None:
    for wanted in (True, False):
        settings = Settings()
        settings.setmodule("zhanjiang.settings")
        settings.set(switch, wanted, priority="cmdline")
        DerivedSettings(Crawler(Spider, settings)).update_settings(settings)
        assert (component in settings[table]) is wanted
