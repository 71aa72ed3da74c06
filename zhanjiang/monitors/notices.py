"""Notices: each channel is sent what has changed since its last one, and what is still broken after a day."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Final

from zhanjiang.console.words import many
from zhanjiang.monitors.channels import NoNotices, NoticeChannel, channels_of
from zhanjiang.processors.text import plain_line
from zhanjiang.store import Store, monitor_states
from zhanjiang.store.drift import DriftFinding
from zhanjiang.store.monitor_states import MonitorState, NoticeKind
from zhanjiang.times import moment, now, parse_moment, portal_time

logger = logging.getLogger(__name__)

_KINDS: Final[tuple[NoticeKind, ...]] = ("broken", "still broken", "mended")


def due_notices(states: Iterable[MonitorState], channel: str, again: timedelta) -> dict[NoticeKind, list[MonitorState]]:
    """What a channel is to be sent now, by kind; what is broken comes again after ``again``.

    What broke and was mended before the channel heard of it is nothing to tell.
    """
    due: dict[NoticeKind, list[MonitorState]] = {}
    for state in states:
        if kind := _due(state, channel, again):
            due.setdefault(kind, []).append(state)
    return {kind: due[kind] for kind in _KINDS if kind in due}


def _due(state: MonitorState, channel: str, again: timedelta) -> NoticeKind | None:
    sent = state.notices.get(channel)
    knows_it_broken = sent is not None and sent.kind != "mended"
    if state.mended_at is not None:
        return "mended" if knows_it_broken else None
    if sent is None or not knows_it_broken:
        return "broken"
    return "still broken" if now() - parse_moment(sent.sent_at) >= again else None


def send_notices(store: Store, channels: Sequence[NoticeChannel], again: timedelta) -> None:
    """Send each channel what it is due, and record it. Raises StoreError.

    What is not sent is logged, and tried again by the next run.
    """
    with store.reading() as connection:
        states = monitor_states.current(connection)
    for channel in channels:
        due = due_notices(states.values(), channel.name, again)
        if due and send(channel, due):
            sent = {state.name: kind for kind, of_kind in due.items() for state in of_kind}
            with store.transaction() as connection:
                monitor_states.note_sent(connection, channel.name, sent)
    with store.transaction() as connection:
        states = monitor_states.current(connection)
        mended = [state for state in states.values() if state.mended_at is not None]
        told = [one.name for one in mended if not any(_due(one, channel.name, again) for channel in channels)]
        monitor_states.forget(connection, told)


def send_unstarted(addresses: str, spider: str, reason: str) -> None:
    """Tell the channels of ``NOTICE_URLS`` that a run could not begin, since store or archive cannot be written.

    Nothing can be recorded of that, so each such run sends it.
    """
    try:
        channels = channels_of(addresses)
    except NoNotices as error:
        logger.error("No notice is sent: %s", error)
        return
    name = f"run ({spider})"
    finding = DriftFinding(name, "ends with 0", "a run could not begin (74)", None, reason)
    for channel in channels:
        send(channel, {"broken": [MonitorState(name, 0, moment(), None, finding, {})]})


def send(channel: NoticeChannel, due: Mapping[NoticeKind, Sequence[MonitorState]]) -> bool:
    """Send a channel one notice; log that it was not sent, without the channel's address."""
    title = f"zhanjiang: {', '.join(f'{len(states)} {kind}' for kind, states in due.items())}"
    lines = [f"{kind}: {_line(kind, state)}" for kind, states in due.items() for state in states]
    is_sent = channel.send(title, "\n".join(lines), is_good_news=set(due) == {"mended"})
    if is_sent:
        logger.info("Notice sent to channel %s: %s", channel.name, title)
    else:
        logger.error(
            "No notice was sent to channel %s (%s): check that address of NOTICE_URLS; the next run tries again",
            channel.name,
            many(len(lines), "change"),
        )
    return is_sent


def _line(kind: NoticeKind, state: MonitorState) -> str:
    if kind == "mended":
        return plain_line(f"{state.name}, broken since {portal_time(state.since)}")
    since = f"since {portal_time(state.since)}: " if kind == "still broken" else ""
    return plain_line(f"{since}{state.line}")
