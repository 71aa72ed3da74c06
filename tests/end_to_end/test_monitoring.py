"""What cron and a channel hear of a portal whose markup changes, breaks, and is mended."""

from __future__ import annotations

import json
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from tests.end_to_end.running import Crawled, check, crawl, run_scrapy
from tests.webhook import SECRET, Webhook
from zhanjiang.monitors.metrics import NAMES
from zhanjiang.replica.launch import ReplicaOptions, running_replica

_OF_SKINS = {"LAYOUTS_ENABLED": "False", "COMMENTS_ENABLED": "False", "REVISIT": "all"}


def _crawl(folder: Path, skin: str, hook: Webhook, **settings: str) -> Crawled:
    """Crawl a replica whose pages have this skin; its address is new each time, the ledger's names are not."""
    with running_replica(ReplicaOptions(articles=40, seed=5, skin=skin, validators=False)) as replica:
        return crawl(folder, replica.addresses, **_OF_SKINS, **settings, NOTICE_URLS=hook.address)


def test_a_new_skin_is_one_notice_as_long_as_it_lasts_and_one_when_it_is_mended(tmp_path: Path, hook: Webhook) -> None:
    codes, notices, checks = [], [], []
    for skin in ("stock", "table", "table", "stock"):
        crawled = _crawl(tmp_path, skin, hook, METRICS_FILE="metrics/zhanjiang.prom")
        codes.append(crawled.code)
        notices.append(len(hook.posted))
        checks.append(check(tmp_path))
        failed = [line for line in crawled.log.splitlines() if "Monitor failed" in line]
        assert len(failed) == (1 if skin == "table" else 0), crawled.log
        for line in failed:
            assert "rules (portal): headline, " in line and "before headline selector 100 %" in line
            assert "now headline label 100 %" in line and "as at http://127.0.0.1:" in line and "parse-file" in line
    assert codes == [0, 65, 65, 0] == [code for code, _ in checks]
    assert notices == [0, 1, 1, 2]
    assert [line.partition(":")[0] for _, line in checks] == ["well", "not well", "not well", "well"]
    (broken, what), (mended, which) = hook.posted
    assert broken == "zhanjiang: 1 broken" and "headline" in what and "/p/" in what
    assert mended == "zhanjiang: 1 mended" and which.startswith("mended: rules (portal), broken since ")
    families = {
        one.name: one for one in text_string_to_metric_families((tmp_path / "metrics/zhanjiang.prom").read_text())
    }
    assert [*families] == [*NAMES] and len(NAMES) == 16
    assert {sample.labels["spider"] for one in families.values() for sample in one.samples} == {"articles"}
    assert [path.name for path in (tmp_path / "metrics").iterdir()] == ["zhanjiang.prom"]


def test_the_channels_secret_is_nowhere(tmp_path: Path, hook: Webhook) -> None:
    hook.takes = False
    for skin in ("stock", "table"):
        crawled = _crawl(tmp_path, skin, hook, LOG_LEVEL="DEBUG")
        assert SECRET not in crawled.log
    assert crawled.code == 65 and hook.posted == []
    assert "No notice was sent to channel 1 JSON" in crawled.log
    hook.takes = True
    again = _crawl(tmp_path, "table", hook)
    assert (again.code, [title for title, _ in hook.posted]) == (65, ["zhanjiang: 1 broken"])
    shown = run_scrapy(tmp_path, "status", "--json", ZHANJIANG_NOTICE_URLS=hook.address).stdout
    assert SECRET not in shown and json.loads(shown)["ailments"]
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or SECRET.encode() not in path.read_bytes(), path
