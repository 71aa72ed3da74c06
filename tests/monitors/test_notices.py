"""Each channel hears of each change once, of what lasts after a day again, and of what it missed at the next run."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from sqlalchemy import update

from tests.webhook import SECRET, Webhook, webhook
from zhanjiang.monitors.channels import NoNotices, NoticeChannel, channels_of
from zhanjiang.monitors.notices import send_notices, send_unstarted
from zhanjiang.store import Store, monitor_states
from zhanjiang.store.drift import DriftFinding
from zhanjiang.store.monitor_states import monitor_states as table
from zhanjiang.times import moment, now

_DAY = timedelta(days=1)
_DISK = DriftFinding("disk", "500 MB or more", "3 MB left", None, "free some space")
_READ = DriftFinding("source", "label 98 %", "missing 90 %", "https://www.example/p/1.html", "mend the rule")


def _fail(store: Store, **failed: DriftFinding) -> None:
    with store.transaction() as connection:
        monitor_states.fail(connection, 1, failed)


def _mend(store: Store, *names: str) -> None:
    with store.transaction() as connection:
        monitor_states.mend(connection, names)


def _send(store: Store, hook: Webhook, channels: list[NoticeChannel] | None = None) -> list[str]:
    """Send what is due; the titles of what was posted."""
    hook.posted.clear()
    send_notices(store, channels or channels_of(hook.address), _DAY)
    return [title for title, _ in hook.posted]


def test_a_change_is_sent_once_and_what_lasts_after_a_day_again(store: Store) -> None:
    with webhook() as hook:
        _fail(store, disk=_DISK, rules=_READ)
        assert _send(store, hook) == ["zhanjiang: 2 broken"]
        assert "broken: disk: before 500 MB or more, now 3 MB left: free some space" in hook.posted[0][1].splitlines()
        _fail(store, disk=_DISK, rules=_READ)
        assert _send(store, hook) == []
        _long_ago(store)
        assert _send(store, hook) == ["zhanjiang: 2 still broken"]
        assert _send(store, hook) == []
        _mend(store, "disk")
        assert _send(store, hook) == ["zhanjiang: 1 mended"]
        assert _send(store, hook) == []
        _fail(store, disk=_DISK)
        _mend(store, "rules")
        assert _send(store, hook) == ["zhanjiang: 1 broken, 1 mended"]
    assert hook.types == ["warning", "warning", "success", "warning"]
    with store.reading() as connection:
        assert [*monitor_states.current(connection)] == ["disk"]


def _long_ago(store: Store) -> None:
    sent = {"1 JSON": ["broken", moment(now() - _DAY)]}
    with store.transaction() as connection:
        connection.execute(update(table).values(notices=sent))


def test_what_was_not_sent_is_tried_again_and_what_was_mended_meanwhile_is_nothing_to_tell(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with webhook() as hook:
        hook.takes = False
        _fail(store, disk=_DISK, rules=_READ)
        assert _send(store, hook) == []
        assert "No notice was sent to channel 1 JSON (2 changes): check that address" in caplog.text
        _mend(store, "rules")
        hook.takes = True
        assert _send(store, hook) == ["zhanjiang: 1 broken"]
    assert SECRET not in caplog.text
    with store.reading() as connection:
        assert [*monitor_states.current(connection)] == ["disk"]


def test_a_channel_that_fails_does_not_make_another_hear_twice(store: Store) -> None:
    with webhook() as first, webhook() as second:
        both = channels_of(f"{first.address} {second.address}")
        assert [channel.name for channel in both] == ["1 JSON", "2 JSON"]
        second.takes = False
        _fail(store, disk=_DISK)
        assert _send(store, first, both) == ["zhanjiang: 1 broken"]
        second.takes = True
        assert _send(store, first, both) == []
        assert len(second.posted) == 1
        _mend(store, "disk")
        assert _send(store, first, both) == ["zhanjiang: 1 mended"]
        assert len(second.posted) == 2


def test_a_run_that_cannot_begin_is_told_though_nothing_can_be_recorded(caplog: pytest.LogCaptureFixture) -> None:
    with webhook() as hook:
        send_unstarted(hook.address, "articles", "the store is read-only: allow to write it")
    message = "broken: run (articles): before ends with 0, now a run could not begin (74): the store is read-only: "
    message += "allow to write it"
    assert hook.posted == [("zhanjiang: 1 broken", message)]
    send_unstarted(f"nothing://{SECRET}", "articles", "the store is read-only")
    assert "No notice is sent: address 1 of NOTICE_URLS" in caplog.text and SECRET not in caplog.text
    send_unstarted("", "articles", "the store is read-only")


def test_mail_webhook_dingtalk_wecom_and_feishu_are_channels() -> None:
    token = "a1" * 18
    addresses = "mailto://me:pass@example.org json://127.0.0.1/x", f"dingtalk://{token} wecombot://{token}"
    channels = channels_of(f"{', '.join(addresses)} feishu://{token}")
    assert [channel.name for channel in channels] == ["1 E-Mail", "2 JSON", "3 DingTalk", "4 WeCom Bot", "5 Feishu"]
    assert channels_of("  ") == []


def test_what_is_no_address_is_refused_without_showing_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoNotices, match="address 2 of NOTICE_URLS is none that Apprise knows") as refused:
        channels_of(f"json://127.0.0.1/x nothing://{SECRET}")
    assert SECRET not in str(refused.value)
    monkeypatch.setitem(__import__("sys").modules, "apprise", None)
    with pytest.raises(NoNotices, match="notices need Apprise: pip install apprise"):
        channels_of("json://127.0.0.1/x")
