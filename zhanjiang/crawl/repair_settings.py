"""How the settings say that damaged pages are repaired."""

from __future__ import annotations

from pathlib import Path

from scrapy.settings import BaseSettings

from zhanjiang.textrepair import RepairConfig


def learned_words(settings: BaseSettings) -> Path:
    """Return where words learned from clean articles are kept: ``REPAIR_LEARNED``, else ``data/words.json.gz``."""
    return Path(settings.get("REPAIR_LEARNED") or "data/words.json.gz")


def repair_config(settings: BaseSettings) -> RepairConfig | None:
    """Return how pages are repaired, with the learned words if there are any; None where ``REPAIR_ENABLED`` is off."""
    if not settings.getbool("REPAIR_ENABLED"):
        return None
    words = learned_words(settings)
    return RepairConfig(learned=words if words.exists() else None)
