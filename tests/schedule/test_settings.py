"""What of the settings given here a schedule takes over, and why it leaves out the rest."""

from __future__ import annotations

import json

import pytest
from scrapy.settings import Settings

from zhanjiang import settings as project
from zhanjiang.schedule.settings import why_left_out

_SECRETS = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "FTP_PASSWORD", "HTTPAUTH_PASS"}
_SECRETS |= {"MAIL_PASS", "NOTICE_URLS", "TELNETCONSOLE_PASSWORD"}


def _typed(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def test_by_their_names_few_settings_may_be_secret() -> None:
    assert {name for name in [*Settings(), *project.defaults] if why_left_out(name, "x")} == _SECRETS | {"REDIS_URL"}


def test_no_default_is_taken_for_a_secret() -> None:
    for name, value in project.defaults.items():
        assert name in _SECRETS | {"REDIS_URL"} or not why_left_out(name, _typed(value)), name


@pytest.mark.parametrize(
    "value",
    [
        "postgresql://me:secret@db.example/news",
        "postgresql://db.example/news?sslpassword=x",
        '{"ftp://me:secret@host/a.csv": {"format": "csv"}}',
        '{"proxy": {"server": "http://proxy.example", "password": "x"}}',
        '{"Authorization": "Bearer x"}',
        "https://site.example/?access_token=x",
    ],
)
def test_a_value_with_a_password_may_be_secret(value: str) -> None:
    assert why_left_out("ZHANJIANG_ANY", value) == "may be secret: put it into .env, which the jobs read"


@pytest.mark.parametrize(
    "value",
    [
        "postgresql://me@db.example/news?sslmode=require",
        "sqlite:////srv/tokens and keys/news.db",
        "http://127.0.0.1:8070",
        '{"data/a@b.csv": {"format": "csv"}}',
        "mozilla (http://a.example; mail: b@c.example)",
    ],
)
def test_any_other_value_is_taken_over(value: str) -> None:
    assert why_left_out("ZHANJIANG_ANY", value) is None


@pytest.mark.parametrize("value", ["a\nSHELL=/bin/evil", "'a'", " a", "a "])
def test_what_a_crontab_would_change_is_left_out(value: str) -> None:
    assert "cannot stand in a crontab" in (why_left_out("ZHANJIANG_USER_AGENT", value) or "")
