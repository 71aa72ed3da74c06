"""An add-on of a user's own, which leaves a file behind."""

from __future__ import annotations

from pathlib import Path

from scrapy.settings import BaseSettings


class TinyAddon:
    """Shows that it was loaded."""

    def update_settings(self, settings: BaseSettings) -> None:
        """Leave a file in the working folder."""
        Path("addon.txt").write_text("loaded", "utf-8")
