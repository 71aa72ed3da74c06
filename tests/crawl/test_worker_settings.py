"""REDIS_URL makes a crawl a worker: other components take their places, and what no worker can do is refused."""

from __future__ import annotations

import subprocess
import sys
from importlib.machinery import ModuleSpec

import pytest
from scrapy import Spider
from scrapy.settings import Settings
from scrapy.utils.misc import load_object

from zhanjiang.console.setting_values import WrongSetting
from zhanjiang.crawl import worker_settings
from zhanjiang.crawl.worker_settings import become_worker, check_redis_url
from zhanjiang.spiders.articles import ArticlesSpider
from zhanjiang.spiders.frontpage import FrontpageSpider
from zhanjiang.spiders.newspaper import NewspaperSpider


def _settings(**given: object) -> Settings:
    settings = Settings()
    settings.setmodule("zhanjiang.settings", priority="project")
    settings.setdict({"REDIS_URL": "redis://127.0.0.1:6379/0", **given}, priority="cmdline")
    return settings


def test_each_component_takes_the_place_of_another_or_its_own() -> None:
    settings = _settings()
    before = {name: settings.getdict(name) for name in ("EXTENSIONS", "SPIDER_MIDDLEWARES", "DOWNLOADER_MIDDLEWARES")}
    become_worker(settings, None)
    for name, components in before.items():
        after = settings.getdict(name)
        gone = [component for component in components if after[component] is None and components[component] is not None]
        new = {component: place for component, place in after.items() if component not in components}
        assert {components[component] for component in gone} <= set(new.values())
        assert all(load_object(component) for component in new)
    assert load_object(settings["SCHEDULER"]).__name__ == "FleetScheduler"
    assert "scrapy.extensions.throttle.AutoThrottle" not in settings["EXTENSIONS_BASE"]


@pytest.mark.parametrize("spider", [NewspaperSpider, FrontpageSpider])
def test_a_spider_that_cannot_share_its_work_is_refused_in_one_line(spider: type[Spider]) -> None:
    line = f"the spider {spider.name} is one process's, and shares its work with no worker: run it with -s REDIS_URL="
    with pytest.raises(WrongSetting, match=f"^{line}$"):
        become_worker(_settings(), spider())


def test_the_spider_of_articles_may_be_a_worker() -> None:
    settings = _settings()
    become_worker(settings, ArticlesSpider())
    assert load_object(settings["SCHEDULER"]).__name__ == "FleetScheduler"


@pytest.mark.parametrize("url", ["localhost:6379", "http://localhost", "redis://", "redis://host:0", "redis://host:x/"])
def test_what_is_no_address_of_redis_is_refused_without_a_password(url: str) -> None:
    with pytest.raises(WrongSetting, match="REDIS_URL is no address of Redis: give one such as") as error:
        check_redis_url(url.replace("//", "//me:secret@"))
    assert "secret" not in str(error.value)


@pytest.mark.parametrize("url", ["redis://host", "rediss://me:pass@host:6380/1", "unix:///run/redis.sock?db=1"])
def test_an_address_of_redis_is_taken(url: str) -> None:
    check_redis_url(url)


def test_packages_that_are_not_installed_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def find(name: str) -> ModuleSpec | None:
        """Find nothing."""
        return None

    monkeypatch.setattr(worker_settings, "find_spec", find)
    with pytest.raises(WrongSetting, match="pip install redis msgpack"):
        check_redis_url("redis://host")


def test_a_crawl_that_is_no_worker_loads_nothing_of_redis() -> None:
    components = [
        name
        for table in ("EXTENSIONS", "SPIDER_MIDDLEWARES", "DOWNLOADER_MIDDLEWARES", "ITEM_PIPELINES")
        for name, place in _settings().getdict(table).items()
        if place is not None and name.startswith("zhanjiang.")
    ]
    modules = sorted({name.rpartition(".")[0] for name in components})
    loads = "; ".join(f"import {name}" for name in (*modules, "zhanjiang.commands.crawl", "zhanjiang.commands.status"))
    looks = "import sys; print(sorted({'redis', 'msgpack'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", f"{loads}; {looks}"], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
