"""How damaged pages are repaired, according to the settings."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from scrapy.settings import BaseSettings

from zhanjiang.console.errors import CommandError
from zhanjiang.console.exit_codes import ExitCode
from zhanjiang.environment import project_folder
from zhanjiang.textrepair import LearnedCounts, RepairConfig

_USUAL: Final = Path("data/words.bin")
_FORMER: Final = Path("data/words.json.gz")
"""Where older versions wrote what they learned."""


def learned_words(settings: BaseSettings) -> Path:
    """The file of words learned from clean articles: ``REPAIR_LEARNED``, else the project's ``data/words.bin``."""
    return Path(settings.get("REPAIR_LEARNED") or _in_project(_USUAL))


def repair_with_learned_words(settings: BaseSettings) -> RepairConfig:
    """The configuration for text given by hand, whatever ``REPAIR_ENABLED`` says: with the learned words, if any.

    Raises CommandError for a file of words that cannot be read, as those of older versions.
    """
    words = learned_words(settings)
    if words == _in_project(_USUAL) and not words.exists():
        words = _in_project(_FORMER)
    if not words.exists():
        return RepairConfig()
    try:
        LearnedCounts(words)
    except ValueError as error:
        raise CommandError(ExitCode.COULD_NOT_START, str(error)) from None
    return RepairConfig(learned=words)


def repair_config(settings: BaseSettings) -> RepairConfig | None:
    """The configuration for pages of a crawl or an archive; None where ``REPAIR_ENABLED`` is off."""
    return repair_with_learned_words(settings) if settings.getbool("REPAIR_ENABLED") else None


def _in_project(place: Path) -> Path:
    """A place in the project's folder, which is named alone where the user stands in it."""
    folder = project_folder()
    return place if folder == Path.cwd() else folder / place
