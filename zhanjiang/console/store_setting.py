"""The check of ``STORE_URL``, apart from that of other settings: it loads SQLAlchemy, 0.3 s and 20 MB."""

from __future__ import annotations

from scrapy.settings import BaseSettings

from zhanjiang.console.setting_values import WrongSetting
from zhanjiang.store import StoreError, parse_store_url


def check_store_url(settings: BaseSettings) -> None:
    """Raise WrongSetting unless ``STORE_URL`` is the address of a database we know."""
    try:
        parse_store_url(str(settings["STORE_URL"]))
    except StoreError as error:
        raise WrongSetting(str(error)) from None
