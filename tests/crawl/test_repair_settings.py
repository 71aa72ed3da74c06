"""The settings decide whether pages are repaired, and with which learned words."""

from pathlib import Path

import pytest
from scrapy.settings import Settings

from zhanjiang.crawl.repair_settings import learned_words, repair_config, repair_with_learned_words
from zhanjiang.textrepair import RepairConfig


@pytest.mark.parametrize(("value", "path"), [(None, "data/words.json.gz"), ("a/b.json.gz", "a/b.json.gz")])
def test_learned_words_have_a_usual_file(value: str | None, path: str) -> None:
    assert learned_words(Settings({"REPAIR_LEARNED": value})) == Path(path)


@pytest.mark.parametrize("exists", [True, False])
def test_pages_and_text_given_by_hand_are_repaired_alike(tmp_path: Path, exists: bool) -> None:
    words = tmp_path / "words.json.gz"
    if exists:
        words.touch()
    settings = Settings({"REPAIR_ENABLED": True, "REPAIR_LEARNED": str(words)})
    expected = RepairConfig(learned=words if exists else None)
    assert repair_config(settings) == repair_with_learned_words(settings) == expected


def test_text_given_by_hand_is_repaired_though_pages_are_not() -> None:
    settings = Settings({"REPAIR_ENABLED": False})
    assert repair_config(settings) is None
    assert repair_with_learned_words(settings) is not None
