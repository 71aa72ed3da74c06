"""The meta line below the headline: date, source, byline, and what else stands there (counts, font size, sharing)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest

from zhanjiang.items import Person
from zhanjiang.processors.credits import read_credits
from zhanjiang.processors.dates import CLOCK, DATE, PART_OF_DAY, is_impossible, read_existing
from zhanjiang.processors.info_labels import (
    BARE_LABEL,
    BREAK,
    CHANGED,
    CHANGED_AFTER,
    CHANNEL,
    EDGES,
    LABEL,
    MARKS,
    PART,
    PUBLISHED,
    PUBLISHED_AFTER,
    TOOL,
)
from zhanjiang.processors.names import are_names_alone, is_organisation
from zhanjiang.processors.people import begins_byline, is_byline
from zhanjiang.processors.roles import MEDIA, ROLES, TITLE_WORDS
from zhanjiang.processors.set_bylines import bare_byline
from zhanjiang.processors.text import clean_line, fold_signs

__all__ = ["LABEL", "MetaLine", "join_blocks", "read_meta_line"]

# A time of day in a field of its own, after a day alone.
_TIME_APART = re.compile(rf"[\s|,·/]*(?:(?:发布)?时\s*间\s*:?)?\s*(?P<time>(?:{PART_OF_DAY}\s*)?{CLOCK})")
_ENDS_IN_ROLE = re.compile(rf"(?:^|[\s|\n])(?:{MEDIA}|{TITLE_WORDS})\s*$")
# What stands after a name that is nothing but its role, as in 林小溪 摄.
_ROLE_AFTER = re.compile(r"\s+[摄文图]$")
_ACCOUNTS = frozenset(ROLES["accounts"])
_WORDY = re.compile(r"[^\W\d_]")


@dataclass(slots=True)
class MetaLine:
    """What the meta line says, as printed; ``labelled`` is True where it prints 来源 or 作者, even with no value.

    ``is_impossible`` says that the publication's date or time of day, as it is printed, does not exist.
    """

    date: str | None = None
    source: str | None = None
    byline: str | None = None
    credits: list[Person] = field(default_factory=list)
    labelled: bool = False
    is_impossible: bool = False


def join_blocks(blocks: Iterable[str]) -> str:
    r"""Join the blocks of an info line to one, each after a line break; a label alone in its block gets its colon.

    >>> join_blocks(["来源", "湛江日报", "2024-05-01"])
    '来源：\n湛江日报\n2024-05-01'
    """
    given = [*blocks, ""]
    return "\n".join(
        f"{block}：" if following and BARE_LABEL.fullmatch(fold_signs(block)) and block[-1] not in ":：]】" else block
        for block, following in pairwise(given)
    )


def read_meta_line(line: str) -> MetaLine:
    """Read a meta line, with or without labels; line breaks part its blocks.

    Of several dates the publication's counts, by its label, but for a day that does not exist where another one does.

    >>> info = read_meta_line("2022-09-20 19:08 来源：湛江云媒 作者：文图/记者林小溪 阅读 1.2万")
    >>> info.date, info.source, info.byline
    ('2022-09-20 19:08', '湛江云媒', '文图/记者林小溪')
    >>> info = read_meta_line("2024-07-01 15:36 湛江日报 记者 林小溪 阅读 1.2万")
    >>> info.source, info.byline, info.labelled
    ('湛江日报', '记者 林小溪', False)
    >>> info = read_meta_line("林小溪 周大海 2024-07-01 15:36")
    >>> info.source, info.byline
    (None, '林小溪 周大海')
    >>> read_meta_line("2022-09-20 19:08 来源： 作者：").source is None
    True
    """
    folded = fold_signs(line)
    info = MetaLine()
    blanked = _read_date(info, folded)
    kinds, loose = _read_labels(info, line, _blanked(blanked, MARKS))
    _read_unlabelled(info, kinds, loose)
    return info


def _read_date(info: MetaLine, folded: str) -> str:
    """Put the publication's date as printed into ``info``; the line with all dates blanked out: offsets stay valid."""
    dates = list(DATE.finditer(folded))
    if not dates:
        return folded
    head = folded[: dates[0].start()]
    leads = bool(CHANGED.search(head) or PUBLISHED.search(head))
    ranks = {date: _rank(folded, date, leads) for date in dates}
    likely = sorted(dates, key=lambda date: -ranks[date])
    chosen = next((date for date in likely if len(dates) > 1 and read_existing(date[0])), likely[0])
    alike = {date[0].strip() for date in dates if ranks[date] == ranks[likely[0]]}
    printed = chosen[0].strip()
    if chosen["hour"] is None and (time := _TIME_APART.match(folded, chosen.end())):
        printed = f"{printed} {time['time']}"
        folded = _without(folded, time.start("time"), time.end("time"))
    for date in dates:
        folded = _without(folded, date.start(), date.end())
    info.date, info.is_impossible = printed, any(map(is_impossible, {printed, *alike}))
    return folded


def _rank(folded: str, date: re.Match[str], leads: bool) -> int:
    """Rank a date by its label: 2 for the publication's, 1 without one, 0 for a change's.

    ``leads`` says whether labels stand before the dates of the line or after them.
    """
    if leads:
        before = folded[max(0, date.start() - 12) : date.start()]
        return 0 if CHANGED.search(before) else 1 + bool(PUBLISHED.search(before))
    return 0 if CHANGED_AFTER.match(folded, date.end()) else 1 + bool(PUBLISHED_AFTER.match(folded, date.end()))


def _without(text: str, start: int, end: int) -> str:
    return f"{text[:start]}{' ' * (end - start)}{text[end:]}"


def _blanked(text: str, pattern: re.Pattern[str]) -> str:
    return pattern.sub(lambda mark: " " * len(mark[0]), text)


def _read_labels(info: MetaLine, line: str, blanked: str) -> tuple[set[str], list[str]]:
    """Put each labelled value of the line into ``info``.

    Returns the kinds of the labels, and the pieces that no label names, in their order.
    """
    labels = list(PART.finditer(blanked))
    printed = _unblanked(line, blanked)
    start = labels[0].start() if labels else len(line)
    kinds: set[str] = set()
    loose = _pieces(printed[:start])
    for label, following in zip_longest(labels, labels[1:]):
        kind = (label.lastgroup or "").rpartition("_")[2]
        kinds.add(kind)
        end = following.start() if following else len(line)
        if kind == "credit":
            info.credits += _credits(printed[label.start() : end])
            continue
        value = printed[label.end() : end]
        pieces = _pieces(value)
        if kind in ("source", "byline"):
            taken = _length(pieces) if kind == "byline" else 1
            setattr(info, kind, getattr(info, kind) or _as_printed(value, pieces[:taken]))
            pieces = pieces[taken:]
        # The value of a label that is not known (栏目：时政) is its first piece.
        loose += pieces[1:] if kind == "unknown" else pieces
    info.labelled = bool(kinds & {"source", "byline"})
    return kinds, loose


def _unblanked(line: str, blanked: str) -> str:
    """The line as printed, without what was blanked out."""
    return "".join([" " if blank == " " else printed for printed, blank in zip(line, blanked, strict=True)])


def _pieces(value: str) -> list[str]:
    """What separators part in a value, each clean; words that stand apart by blanks alone are one piece."""
    value = value.strip()
    folded = fold_signs(value)
    # A bar after a role (文 | 记者林小溪) is the role's own.
    marks = [mark.span() for mark in BREAK.finditer(folded)]
    ends = [(at, end) for at, end in marks if "|" not in folded[at:end] or not _ENDS_IN_ROLE.search(folded[:at])]
    starts = [0, *(end for _, end in ends)]
    parts = (value[start:end] for start, end in zip(starts, [*(start for start, _ in ends), len(value)], strict=True))
    return [piece for part in parts if (piece := clean_line(part).strip(EDGES))]


def _length(pieces: list[str]) -> int:
    """How many of the first pieces make a byline: one, and those that go on with it."""
    taken = 1
    while taken < len(pieces) and (begins_byline(pieces[taken]) or is_byline(pieces[taken])):
        taken += 1
    return taken


def _as_printed(value: str, pieces: list[str]) -> str | None:
    """The first pieces of a value with the signs between them; None without any."""
    if not pieces:
        return None
    value = clean_line(value)
    start = value.find(pieces[0])
    end = start
    for piece in pieces:
        end = value.find(piece, end) + len(piece)
    return _balanced(value[start:end])


def _balanced(text: str) -> str:
    """A text without a bracket of its ends that nothing closes or opens."""
    folded = fold_signs(text)
    return text if folded.count("(") == folded.count(")") else text.strip("()（） ")


def _credits(text: str) -> list[Person]:
    """The people of a credit's label and value; what a separator parts from them is none of theirs."""
    pieces = _pieces(text)
    first = " ".join(pieces[:2] if pieces and pieces[0][-1] in ":：" else pieces[:1])
    return read_credits(first) or []


def _read_unlabelled(info: MetaLine, kinds: set[str], loose: list[str]) -> None:
    """Read source and byline where no label names them: a byline by its roles, a source by what or where it is."""
    _split_source(info)
    groups: list[list[str]] = []
    bylines: list[str] = []
    for piece in loose:
        before, byline, after = _split_byline(piece.split(" "))
        bylines += byline
        groups += [before, after]
    names = _names_without_role(groups) if "byline" not in kinds else []
    if "byline" not in kinds and not info.byline:
        info.byline = " ".join(bylines or names).strip(EDGES) or None
    if "source" not in kinds:
        words = [[word for word in _names_or_words(group) if word not in names] for group in groups]
        info.source = _source(words, organisations_only="byline" in kinds)


def _split_source(info: MetaLine) -> None:
    """Where only 来源 is labelled, a byline may follow its value: ``来源：湛江日报 记者林小溪``; so may a name."""
    if info.source and not info.byline:
        words = info.source.split(" ")
        for index in range(1, len(words)):
            is_name = len(words[index]) > 2 and _are_names(" ".join(words[index:]))
            if _begins_byline(words[index:]) or (is_name and is_organisation(fold_signs(words[index - 1]))):
                info.source, info.byline = " ".join(words[:index]), " ".join(words[index:])
                return


def _split_byline(words: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Split words into those before a byline, its own, and those after it: from an organisation without a role on."""
    start = next((at for at in range(len(words)) if _begins_byline(words[at:])), len(words))
    while 0 < start < len(words) and are_names_alone(fold_signs(words[start - 1])):
        start -= 1
    end = next((at for at in range(start + 1, len(words)) if _leaves_byline(words[at])), len(words))
    return words[:start], words[start:end], words[end:]


def _begins_byline(words: list[str]) -> bool:
    """Say whether words begin a byline, with its role before the first name or after it (``林小溪/文 周大海/图``)."""
    line = " ".join(words)
    return begins_byline(line) or ("/" in fold_signs(words[0]) and is_byline(line))


def _names_without_role(groups: list[list[str]]) -> list[str]:
    """The names that have none of their roles: nobody's source. One of two characters may be a medium (华商, 文汇)."""
    words = [word for group in groups for word in _names_or_words(group)]
    names = [word for word in words if _is_wordy(word) and _are_names(word)]
    return names if len(names) > 1 or any(len(name) > 2 for name in names) else []


def _names_or_words(group: list[str]) -> list[str]:
    """The words of a group; one where they are a name together, as in ``张 明``, or a name with its role after it."""
    together = " ".join(group)
    return [together] if len(group) > 1 and _are_names(together) else group


def _are_names(text: str) -> bool:
    return are_names_alone(_ROLE_AFTER.sub("", fold_signs(bare_byline(text))))


def _leaves_byline(word: str) -> bool:
    folded = fold_signs(word)
    return is_organisation(folded) and not set(folded) & set("/\\|:") and not begins_byline(word)


def _source(groups: list[list[str]], organisations_only: bool) -> str | None:
    """The first organisations in a row among words; without any, the first words that there are."""
    groups = [[_balanced(word.strip(EDGES)) for word in group if _is_wordy(word)] for group in groups]
    groups = [group for group in groups if not _ACCOUNTS.issuperset(map(str.lower, group))]
    for group in groups:
        is_own = [is_organisation(fold_signs(word)) for word in group]
        if any(is_own):
            start = is_own.index(True)
            is_own += [False]
            end = next(at for at in range(start + 1, len(is_own)) if not is_own[at] or CHANNEL.search(group[at]))
            return " ".join(group[start:end])
    return None if organisations_only else next((" ".join(group) for group in groups if group), None)


def _is_wordy(word: str) -> bool:
    return bool(_WORDY.search(word)) and not (TOOL.search(word) and not is_organisation(word))
