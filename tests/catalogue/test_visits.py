"""Captures grouped to visits: what brought something else than the visit before it is one."""

from __future__ import annotations

from collections.abc import Sequence

from zhanjiang.archive import Capture
from zhanjiang.archive.capture import RecordType
from zhanjiang.catalogue.visits import Visit, captures_of, visits_of
from zhanjiang.store import Store, captures

_URL = "https://www.example/p/{}.html"


def _capture(
    run: int, digest: str, number: int = 7, status: int = 200, *, of: int | None = None, kind: RecordType = "response"
) -> Capture:
    """What a run fetched of an address, in the name of an article."""
    article = of or number
    page = f"/p/{article}.html"
    name = f"articles-run{run}-x-00001.warc.gz"
    url, moment = _URL.format(number), f"2026-11-25T01:0{run}:02.000000Z"
    place = (name, number + status, 9)
    return Capture(*place, kind, url, status, digest, moment, run, page, "article", f"portal/{article}")


def _brought(visits: Sequence[Visit]) -> list[tuple[int | None, str, str]]:
    return [(visit.seen.run, visit.whole.digest, visit.whole.type) for visit in visits]


def test_a_page_that_is_again_as_it_once_was_is_a_visit() -> None:
    taken = [
        _capture(1, "A"),
        _capture(2, "B"),
        _capture(3, "A", kind="revisit"),
        _capture(4, "A", kind="revisit"),
        _capture(5, "B", kind="revisit"),
    ]
    assert _brought(visits_of("portal/7", taken)) == [
        (1, "A", "response"),
        (2, "B", "response"),
        (3, "A", "response"),
        (5, "B", "response"),
    ]


def test_a_page_that_comes_back_after_it_was_gone_is_a_visit() -> None:
    taken = [_capture(1, "A"), _capture(2, "-", status=404), _capture(3, "A", kind="revisit")]
    assert [visit.is_gone for visit in visits_of("portal/7", taken)] == [False, True, False]


def test_what_is_as_it_was_is_none() -> None:
    taken = [_capture(1, "A"), _capture(2, "A", kind="revisit"), _capture(3, "A", status=304, kind="revisit")]
    assert _brought(visits_of("portal/7", taken)) == [(1, "A", "response")]


def test_a_body_may_have_come_in_the_name_of_another_article(store: Store) -> None:
    redirected = _capture(1, "A", 7, of=6)
    taken = [redirected, _capture(2, "A", kind="revisit"), _capture(2, "C", 8)]
    with store.transaction() as connection:
        captures.add(connection, taken)
        by_id, bodies = captures_of(connection, ["portal/6", "portal/7", "portal/8"])
    assert bodies == {"A": redirected}
    assert [visit.whole for visit in visits_of("portal/7", by_id["portal/7"], bodies)] == [redirected]
    assert [visit.whole for visit in visits_of("portal/6", by_id["portal/6"], bodies)] == [redirected]
