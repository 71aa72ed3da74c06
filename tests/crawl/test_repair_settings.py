"""The settings decide whether pages are repaired, and with which learned words."""

import gzip
from pathlib import Path

import pytest
from scrapy.settings import Settings

from zhanjiang import settings as project
from zhanjiang.console.errors import CommandError
from zhanjiang.crawl.repair_settings import learned_words, repair_config, repair_with_learned_words
from zhanjiang.crawl.settings_check import WrongSetting, check_settings
from zhanjiang.textrepair import RepairConfig, learn


@pytest.mark.parametrize(("value", "path"), [(None, "data/words.bin"), ("a/b.bin", "a/b.bin")])
def test_learned_words_have_a_usual_file(value: str | None, path: str) -> None:
    assert learned_words(Settings({"REPAIR_LEARNED": value})) == Path(path)


@pytest.mark.parametrize("exists", [True, False])
def test_pages_and_text_given_by_hand_are_repaired_alike(tmp_path: Path, exists: bool) -> None:
    words = tmp_path / "words.bin"
    if exists:
        learn(["湛江湛江"], words)
    settings = Settings({"REPAIR_ENABLED": True, "REPAIR_LEARNED": str(words)})
    expected = RepairConfig(learned=words if exists else None)
    assert repair_config(settings) == repair_with_learned_words(settings) == expected


def test_text_given_by_hand_is_repaired_though_pages_are_not() -> None:
    settings = Settings({"REPAIR_ENABLED": False})
    assert repair_config(settings) is None
    assert repair_with_learned_words(settings) is not None


@pytest.mark.parametrize("given", [True, False])
def test_words_of_an_older_version_are_an_error_that_says_to_learn_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    former = Path("data/words.json.gz")
    former.parent.mkdir()
    former.write_bytes(gzip.compress(b'{"a": 2}'))
    settings = Settings({"REPAIR_ENABLED": True, "REPAIR_LEARNED": str(former) if given else None})
    with pytest.raises(CommandError, match=r"words\.json\.gz .*scrapy repair --learn"):
        repair_config(settings)
    with pytest.raises(WrongSetting, match=r"REPAIR_LEARNED: .*scrapy repair --learn"):
        check_settings(Settings(project.defaults | dict(settings)))
    learn(["湛江湛江"], learned_words(settings))
    assert repair_config(settings) == RepairConfig(learned=learned_words(settings))
