"""The lines of a terminal: plain signs, colours, and what a page's text must not do there."""

from __future__ import annotations

import io

import pytest

from zhanjiang.items import Article
from zhanjiang.versions.differences import changes
from zhanjiang.versions.terminal import lines, write_coloured, write_plain


def _plain(revisions: list[Article]) -> str:
    output = io.StringIO()
    write_plain(lines(revisions, changes(revisions)), output)
    return output.getvalue()


def _coloured(revisions: list[Article], monkeypatch: pytest.MonkeyPatch, **environment: str) -> str:
    class _Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    for name, value in {"TERM": "xterm-256color", **environment}.items():
        monkeypatch.setenv(name, value)
    output = _Terminal()
    write_coloured(lines(revisions, changes(revisions)), output)
    return output.getvalue()


def test_the_list_and_the_differences_in_plain_signs(revisions: list[Article]) -> None:
    told = _plain(revisions)
    assert told.splitlines()[:4] == [
        "portal/2700001  硇洲渔港举办开渔活动",
        "  1  first     2026-05-01T02:00:00+00:00  111111111111",
        "  2  edited    2026-05-02T02:00:00+00:00  222222222222  headline, text, images.caption",
        "  3  reparsed  2026-05-03T02:00:00+00:00  333333333333  authors",
    ]
    assert "Revision 1 → 2\nheadline: 硇洲渔港举[-行-]{+办+}开渔活动\n" in told
    assert "text: …" in told and "活动有[-一-]{+三+}百人参加。" in told
    assert "硇洲渔港昨日开渔" not in told
    assert told.endswith("Revision 2 → 3\nauthors: 记者 温可立{+、通讯员 庞小满+}\n")


def test_one_revision_says_so(revisions: list[Article]) -> None:
    assert _plain(revisions[:1]).splitlines()[-1].startswith("One revision only")


def test_colours_differ_and_do_not_stand_alone(revisions: list[Article], monkeypatch: pytest.MonkeyPatch) -> None:
    told = _coloured(revisions, monkeypatch)
    assert "\x1b[9;31m行\x1b[0m\x1b[4;32m办\x1b[0m" in told
    assert "[-" not in told and "{+" not in told


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_without_colours_the_signs_tell(
    revisions: list[Article], monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]
) -> None:
    assert _coloured(revisions, monkeypatch, **environment) == _plain(revisions)


def test_a_text_gives_no_orders_to_the_terminal(revisions: list[Article], monkeypatch: pytest.MonkeyPatch) -> None:
    revisions[1].headline = "开渔\x1b]0;改名\x07[bold]"
    assert "\x1b" not in _plain(revisions) and "\x07" not in _plain(revisions)
    coloured = _coloured(revisions, monkeypatch)
    assert "\x1b]" not in coloured and "[bold]" in coloured


def test_revisions_that_differ_in_nothing_compared_say_so(revisions: list[Article]) -> None:
    revisions[1:] = [Article(id="portal/2700001", revision=2, revision_cause="reparsed"), Article(revision=3)]
    assert "No compared field differs." in _plain(revisions)
