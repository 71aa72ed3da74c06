"""Drift is found where rules fall or layouts change, and never in an ordinary small run or in older years."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from zhanjiang.layouts.drift import RuleCounter, find_drift, is_judged
from zhanjiang.store.layout_counts import RuleCount

_URL = "https://www.example/p/{}.html"
_READ = {"headline": "selector", "source": "label", "byline": "label"}


def _counts(
    number: int, rules: Mapping[str, str] = _READ, layout: str = "stock", year: str = "2024"
) -> list[RuleCount]:
    counter = RuleCounter()
    for one in range(number):
        counter.add(layout, year, _URL.format(one), rules)
    return counter.counts


def _subjects(now: list[RuleCount], *before: list[RuleCount]) -> list[str]:
    return [finding.subject for finding in find_drift(now, before)]


def test_nothing_has_changed() -> None:
    assert find_drift(_counts(40), [_counts(40), _counts(30)]) == []
    assert find_drift(_counts(40), []) == []


def test_a_field_that_is_suddenly_missing_is_found_with_an_example() -> None:
    [finding] = find_drift(_counts(30, _READ | {"source": "missing"}), [_counts(40)])
    assert (finding.subject, finding.before, finding.now) == ("source (portal)", "label 100 %", "missing 100 %")
    assert finding.example == _URL.format(0)
    assert finding.line.startswith("Drift: source (portal): before label 100 %, now missing 100 %, as at https://")
    assert "scrapy parse-file" in finding.line and "scrapy layouts learn" in finding.line


def test_a_rule_that_falls_to_a_less_trusted_one_is_found_and_a_better_one_is_not() -> None:
    labels = _READ | {"headline": "label"}
    assert _subjects(_counts(30, labels), _counts(40)) == ["headline (portal)"]
    assert _subjects(_counts(30), _counts(40, labels)) == []
    assert _subjects(_counts(30, _READ | {"headline": "learned"}), _counts(40)) == []


@pytest.mark.parametrize(("now", "before"), [(19, 40), (40, 19)])
def test_few_articles_say_nothing(now: int, before: int) -> None:
    assert _subjects(_counts(now, _READ | {"source": "missing"}), _counts(before)) == []


def test_a_share_that_varies_says_nothing() -> None:
    half = [*_counts(10), *_counts(10, _READ | {"byline": "missing"}, "details")]
    assert _subjects(half, _counts(40, layout="details"), _counts(40)) == []


def test_older_years_are_compared_with_their_own() -> None:
    old = _READ | {"byline": "missing"}
    mixed = [*_counts(40), *_counts(10, old, year="2013")]
    assert _subjects(_counts(40, old, year="2013"), mixed) == []
    assert _subjects(_counts(40, old, year="2015"), mixed) == []
    assert _subjects(_counts(40, old, year="2025"), mixed) == ["byline (portal)"]


def test_articles_that_lost_their_date_are_compared_with_all() -> None:
    lost = _counts(30, _READ | {"source": "missing", "published_at": "missing"}, year="")
    dated = _READ | {"published_at": "label"}
    before = [*_counts(20, dated, year="2025"), *_counts(20, dated, year="2024")]
    assert _subjects(lost, before) == ["published_at (portal)", "source (portal)"]
    few = [*_counts(10, dated, year="2025"), *_counts(10, _READ | {"published_at": "missing"}, year="")]
    assert _subjects(few, few) == []


def test_a_finding_holds_until_most_of_what_fell_is_back() -> None:
    half = [*_counts(10), *_counts(10, _READ | {"source": "missing"}, "rich")]
    assert _subjects(half, _counts(40), _counts(40, layout="rich")) == []
    before = [_counts(40), _counts(40, layout="rich")]
    assert [one.subject for one in find_drift(half, before, ["source (portal)"])] == ["source (portal)"]
    most = [*_counts(16), *_counts(4, _READ | {"source": "missing"}, "rich")]
    assert find_drift(most, before, ["source (portal)"]) == []


def test_labels_that_take_over_are_one_finding_beside_what_is_missing() -> None:
    now = _counts(30, {"headline": "label", "source": "missing", "byline": "label"}, "labels")
    assert _subjects(now, _counts(40)) == ["layout labels (portal)", "source (portal)"]


def test_a_new_layout_in_place_of_another_is_found_and_one_learned_for_labels_is_not() -> None:
    assert _subjects(_counts(30, layout="湛江二号"), _counts(40, layout="湛江一号")) == ["layout 湛江二号 (portal)"]
    assert _subjects(_counts(30, layout="湛江一号"), _counts(40, layout="labels")) == []
    both = [*_counts(30), *_counts(20, layout="湛江一号")]
    assert _subjects(both, _counts(40)) == []


def test_once_it_is_reported_that_the_layout_has_changed_one_that_fits_is_no_finding() -> None:
    learned = _counts(30, _READ | {"headline": "learned"}, "湛江二号")
    assert find_drift(learned, [_counts(40)], ["layout labels (portal)"]) == []
    [still] = find_drift(_counts(30, layout="labels"), [_counts(40)], ["layout labels (portal)"])
    assert still.subject == "layout labels (portal)"


def test_newspapers_are_compared_among_themselves() -> None:
    of_paper = _counts(40, layout="newspaper")
    assert _subjects(of_paper, _counts(40)) == []
    now = _counts(40, _READ | {"headline": "label"}, "newspaper, labels")
    assert _subjects(now, of_paper, _counts(40)) == ["layout newspaper, labels (newspapers)"]


def _listing(rows: int) -> list[RuleCount]:
    counter = RuleCounter()
    counter.add_listing("shizheng", rows, "https://www.example/shizheng/")
    counter.add_listing("shizheng", min(rows, 2), "https://www.example/shizheng/index_2.html")
    return counter.counts


def test_a_listing_that_gives_nothing_or_far_less_than_ever_is_found() -> None:
    [finding] = find_drift(_listing(0), [_listing(20)])
    assert (finding.subject, finding.now) == ("listing shizheng", "0 rows")
    assert finding.example == "https://www.example/shizheng/"
    assert _subjects(_listing(6), *[_listing(20)] * 3) == ["listing shizheng"]
    assert _subjects(_listing(6), *[_listing(20)] * 2) == []
    assert _subjects(_listing(12), *[_listing(20)] * 3) == []
    assert _subjects(_listing(0), _listing(3)) == []
    assert _subjects(_listing(0)) == []


def test_a_finding_ends_only_by_a_run_that_could_see_it() -> None:
    assert is_judged("source (portal)", _counts(20), _counts(20))
    assert not is_judged("source (portal)", _counts(19), _counts(20))
    assert not is_judged("source (newspapers)", _counts(20), _counts(20))
    assert not is_judged("source (portal)", _counts(20, year="2013"), _counts(20))
    assert is_judged("layout labels (portal)", _counts(20), ()) and not is_judged("source (portal)", _counts(20), ())
    assert is_judged("listing shizheng", _listing(3), ()) and not is_judged("listing shehui", _listing(3), ())
