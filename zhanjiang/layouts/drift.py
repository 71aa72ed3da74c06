"""Drift: what the counts of a run say of a change in the portal's markup, against the runs before.

Only what can hardly be chance is a finding: there are ``ENOUGH`` articles on both sides, and a rule that gave a field
in most articles now gives it in few. Habits of the newsroom change with the years (no credits before 2021), so each
year's articles are compared with those of the same year, or of the year before.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from zhanjiang.store.drift import DriftFinding
from zhanjiang.store.layout_counts import ARTICLE, LISTING, MISSING, RuleCount

ENOUGH: Final = 20
LABELS: Final = "labels"
"""The name under which articles are counted that no layout fits."""
NEWSPAPER: Final = "newspaper"
"""How the names of the newspapers' layouts begin: they are compared among themselves."""

_GOOD_SHARE: Final = 0.3
_ENOUGH_OF_YEAR: Final = 5
_DATE: Final = "published_at"
"""The field from which an article's year is known."""
_DOUBT: Final = {"selector": 0, "learned": 0, "data": 0, "label": 1, "generic": 2, MISSING: 3}
"""How little each rule is trusted."""
FAMILIES: Final = ("portal", "newspapers")
"""Whose layouts are compared among themselves; the subjects of their findings end with the name in brackets."""
OF_LISTING: Final = "listing "
"""How the subjects of findings about listings begin."""
_OF_LAYOUT: Final = "layout "
_FULL_LISTING: Final = 5
_RUNS_OF_LISTING: Final = 3
_LEARN: Final = "save the page, see what each rule makes of it with `scrapy parse-file`, then `scrapy layouts learn`"
_SEE_LAYOUT: Final = "see what was learned with `scrapy layouts list`, and check a saved page with `scrapy parse-file`"
_LOOK: Final = "open the listing in a browser, and see with `scrapy parse-file` which rows are found"

Counts = Sequence[RuleCount]
Shares = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class DriftLimits:
    """Shares of articles: a rule fell that gave ``before`` or more of them a field, and now ``now`` or fewer.

    A field is missing where ``missing`` more of them lack it.
    """

    before: float = 0.6
    now: float = 0.2
    missing: float = 0.6

    @property
    def while_broken(self) -> DriftLimits:
        """Those of a finding that stands: it ends where a field is as far from its fall as from its usual share."""
        return DriftLimits(self.before, (self.before + self.now) / 2, self.missing / 2)


_USUAL: Final = DriftLimits()


def find_drift(
    now: Counts, before: Sequence[Counts], standing: Collection[str] = (), limits: DriftLimits = _USUAL
) -> list[DriftFinding]:
    """What has changed in a run against the runs before, the latest of them first; one finding a subject.

    ``standing`` are the subjects of earlier findings: where one says already that the layout has changed, a layout that
    fits now is none; and one about a field holds until most of what fell is back.
    """
    earlier = [count for run in before for count in run]
    findings: list[DriftFinding] = []
    for family in FAMILIES:
        mine, theirs = (of_family(counts, family) for counts in (now, earlier))
        layouts = [*_of_layouts(mine, theirs, family)]
        if any(_is_of_layouts(subject, family) for subject in standing):
            layouts = [one for one in layouts if LABELS in one.subject]
        # That other rules give the fields follows from another layout; that a field is missing does not.
        findings += [*layouts, *_of_fields(mine, theirs, family, limits, standing, only_missing=bool(layouts))]
    return [*findings, *_of_listings(now, before)]


def fallen_fields(
    now: Counts, before: Sequence[Counts], family: str, limits: DriftLimits = _USUAL
) -> list[DriftFinding]:
    """The fields of a family whose rule fell, also where the layout is another one, or has been learned meanwhile.

    A less trusted rule is named that gives the field in so many more articles than before as ``limits.now`` says.
    """
    mine, theirs = of_family(now, family), of_family([count for run in before for count in run], family)
    return [*_of_fields(mine, theirs, family, limits, (), only_missing=False, partly=True)]


def _of_fields(
    mine: Counts,
    theirs: Counts,
    family: str,
    usual_limits: DriftLimits,
    standing: Collection[str],
    *,
    only_missing: bool,
    partly: bool = False,
) -> Iterator[DriftFinding]:
    for field in sorted({count.field for count in mine} - {ARTICLE}):
        shares = field_shares(field, mine, theirs)
        limits = usual_limits.while_broken if f"{field} ({family})" in standing else usual_limits
        shown = _worse_rule(shares, limits, only_missing=only_missing, partly=partly) if shares else None
        if shares and shown:
            usual = _usual(shares)
            example = next(one.example for one in mine if one.field == field and one.rule == shown)
            was, is_now = (_in_words({usual: shares.expected[usual]}), _in_words({shown: shares.now[shown]}))
            yield DriftFinding(f"{field} ({family})", was, is_now, example, _LEARN)


def of_family(counts: Counts, family: str) -> list[RuleCount]:
    """Those of the counts that are of articles of one of ``FAMILIES``."""
    is_newspaper = family == "newspapers"
    return [one for one in counts if one.layout != LISTING and one.layout.startswith(NEWSPAPER) is is_newspaper]


def _is_of_layouts(subject: str, family: str) -> bool:
    return subject.startswith(_OF_LAYOUT) and subject.endswith(f"({family})")


def is_judged(finding_of: str, now: Counts, before: Counts) -> bool:
    """Say whether a run has enough articles, or the listing, to say whether a subject's finding holds.

    A field's articles have to be such as can be compared with those ``before`` it fell.
    """
    channel = finding_of.removeprefix(OF_LISTING)
    if channel != finding_of:
        return any((count.layout, count.field) == (LISTING, channel) for count in now)
    family = next(family for family in FAMILIES if finding_of.endswith(f"({family})"))
    mine, theirs = (of_family(counts, family) for counts in (now, before))
    if _is_of_layouts(finding_of, family):
        return bool(_layout_shares(mine))
    return field_shares(finding_of.removesuffix(f" ({family})"), mine, theirs) is not None


# --- Layouts ----------------------------------------------------------------------------------------------------------


def _of_layouts(now: Counts, before: Counts, family: str) -> Iterator[DriftFinding]:
    """A layout that was not seen before, and reads many of the articles that another one read until now."""
    shares, expected = _layout_shares(now), _layout_shares(before)
    lost = [one for one, share in expected.items() if share >= _GOOD_SHARE and shares.get(one, 0) < share / 2]
    if not shares or not set(lost) - {LABELS}:  # a learned layout that takes over from labels is no drift
        return
    for layout, share in shares.items():
        if layout not in expected and share >= _GOOD_SHARE:
            example = next(count.example for count in now if count.layout == layout)
            was, now_shares = _in_words(expected), _in_words({layout: share})
            advice = _LEARN if LABELS in layout else _SEE_LAYOUT
            yield DriftFinding(f"{_OF_LAYOUT}{layout} ({family})", was, now_shares, example, advice)


def _layout_shares(counts: Counts) -> Shares:
    """The share of articles that each layout read; none where there are too few articles."""
    numbers: Counter[str] = Counter()
    for count in counts:
        if count.field == ARTICLE:
            numbers[count.layout] += count.number
    total = numbers.total()
    return {layout: number / total for layout, number in numbers.items()} if total >= ENOUGH else {}


# --- Fields -----------------------------------------------------------------------------------------------------------


class FieldShares(NamedTuple):
    """The shares of rules that gave a field, and those to be expected of articles of the same years.

    ``articles`` are those of which the first are shares, ``compared`` those from which the second are known.
    """

    now: Shares
    expected: Shares
    articles: int
    compared: int


def _usual(shares: FieldShares) -> str:
    return max(shares.expected, key=lambda rule: shares.expected[rule])


def _worse_rule(shares: FieldShares, limits: DriftLimits, *, only_missing: bool, partly: bool) -> str | None:
    """The less trusted rule that gives a field in place of the usual one, or MISSING; None where all is as it was."""
    usual = _usual(shares)
    if shares.now.get(MISSING, 0) - shares.expected.get(MISSING, 0) >= limits.missing:
        return MISSING
    if only_missing or shares.expected[usual] < limits.before or shares.now.get(usual, 0) > limits.now:
        return None
    main = max(shares.now, key=lambda rule: shares.now[rule])
    worse = [rule for rule in shares.now if _DOUBT[rule] > _DOUBT[usual]]
    if partly:
        worse = [rule for rule in worse if shares.now[rule] - shares.expected.get(rule, 0) > limits.now]
        return max(worse, key=lambda rule: shares.now[rule], default=None)
    return main if main in worse else None


def field_shares(field: str, now: Counts, before: Counts) -> FieldShares | None:
    """The shares of a field's rules, over the years of which both sides have articles; None where they are too few.

    Articles without a date are compared with such as have none, or else with all; and all, whether they have a date.
    """
    mine, theirs = _by_year(field, now), _by_year(field, before)
    numbers: Counter[str] = Counter()
    expected: defaultdict[str, float] = defaultdict(float)
    for year, rules in mine.items():
        if known := _same_years(year, theirs):
            numbers += rules
            for rule, number in known.items():
                expected[rule] += number * rules.total() / known.total()
    total = numbers.total()
    compared = sum(rules.total() for rules in theirs.values())
    if total < ENOUGH or compared < ENOUGH:
        return None
    now_shares = {rule: number / total for rule, number in numbers.items()}
    return FieldShares(now_shares, {rule: number / total for rule, number in expected.items()}, total, compared)


def _by_year(field: str, counts: Counts) -> dict[str, Counter[str]]:
    by_year: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for count in counts:
        if count.field == field:
            by_year["" if field == _DATE else count.year][count.rule] += count.number
    return by_year


def _same_years(year: str, by_year: Mapping[str, Counter[str]]) -> Counter[str] | None:
    years = (year, f"{int(year) - 1}") if year.isdecimal() else (year,)
    found = next((by_year[one] for one in years if by_year.get(one, Counter()).total() >= _ENOUGH_OF_YEAR), None)
    return found if found or year else sum(by_year.values(), Counter())


# --- Listings ---------------------------------------------------------------------------------------------------------


def _of_listings(now: Counts, before: Sequence[Counts]) -> Iterator[DriftFinding]:
    """Listings that give no rows where they always gave some, or far fewer than ever."""
    for listing in (count for count in now if count.layout == LISTING):
        rows = [one.number for run in before for one in run if (one.layout, one.field) == (LISTING, listing.field)]
        fewest = min(rows, default=0)
        is_less = len(rows) >= _RUNS_OF_LISTING and listing.number < fewest / 2
        if fewest >= _FULL_LISTING and (listing.number == 0 or is_less):
            subject, was = f"{OF_LISTING}{listing.field}", f"{fewest} rows or more"
            yield DriftFinding(subject, was, f"{listing.number} rows", listing.example, _LOOK)


def _in_words(shares: Shares) -> str:
    """Shares as they are reported, the largest first.

    >>> _in_words({"label": 0.031, "selector": 0.97})
    'selector 97 %, label 3 %'
    """
    ordered = sorted(shares.items(), key=lambda share: -share[1])
    return ", ".join(f"{name} {round(share * 100)} %" for name, share in ordered)


class RuleCounter:
    """Counts which rules gave the fields of articles, and the rows of listings."""

    def __init__(self) -> None:
        self._numbers: Counter[tuple[str, str, str, str]] = Counter()
        self._examples: dict[tuple[str, str, str, str], str] = {}

    def add(self, layout: str, year: str, address: str, rules: Mapping[str, str]) -> None:
        """Count an article by the rules of its fields."""
        for field, rule in {ARTICLE: "read", **rules}.items():
            self._numbers[layout, year, field, rule] += 1
            self._examples.setdefault((layout, year, field, rule), address)

    def add_listing(self, channel: str, rows: int, address: str) -> None:
        """Count the rows of a page of a channel's listing; of several pages the one with the most counts."""
        key = LISTING, "", channel, "rows"
        if key not in self._examples or rows > self._numbers[key]:
            self._numbers[key], self._examples[key] = rows, address

    @property
    def counts(self) -> list[RuleCount]:
        """All that was counted."""
        return [RuleCount(*key, self._numbers[key], example) for key, example in self._examples.items()]
