"""How damaged pages are repaired, according to the settings."""

from __future__ import annotations

from pathlib import Path

from scrapy.settings import BaseSettings

from zhanjiang.textrepair import RepairConfig


def learned_words(settings: BaseSettings) -> Path:
    """The file of words learned from clean articles: ``REPAIR_LEARNED``, else ``data/words.json.gz``."""
    return Path(settings.get("REPAIR_LEARNED") or "data/words.json.gz")


def repair_with_learned_words(settings: BaseSettings) -> RepairConfig:
    """The configuration for text given by hand, whatever ``REPAIR_ENABLED`` says: with the learned words, if any."""
    words = learned_words(settings)
    return RepairConfig(learned=words if words.exists() else None)


def repair_config(settings: BaseSettings) -> RepairConfig | None:
    """The configuration for pages of a crawl or an archive; None where ``REPAIR_ENABLED`` is off."""
    return repair_with_learned_words(settings) if settings.getbool("REPAIR_ENABLED") else None
