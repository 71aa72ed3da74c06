"""Readers' comments as the portal's interface answers with them: any JSON that holds lists of things said.

Nothing is known of its form. So a comment is whatever stands in a list, has a text, and a name or a time beside it,
under whichever of the usual keys. Replies, which stand within a comment, are comments too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, Final, Literal

from zhanjiang.items import Comment
from zhanjiang.pages.base import UnreadablePage
from zhanjiang.pages.reading.json_answers import read_json
from zhanjiang.processors.comment_times import is_absolute_time, read_comment_time
from zhanjiang.processors.counts import read_count
from zhanjiang.times import parse_moment

Standing = Literal["hot", "new"]

# Keys in order of trust, in small letters without signs: createTime and create_time are one.
_TEXT: Final = ("content", "commentcontent", "text", "commenttext", "body", "comment", "message")
_AUTHOR: Final = (
    *("nickname", "nick", "authorname", "author", "username", "user", "commentuser", "userinfo", "member"),
    *("displayname", "creator", "name"),
)
_TIME: Final = (
    *("createdat", "created", "createtime", "ctime", "publishedat", "published", "publishtime", "pubtime", "addtime"),
    *("posttime", "commenttime", "time", "datetime", "date", "timestamp"),
)
_LIKES: Final = (
    *("likes", "like", "likecount", "likenum", "digg", "diggs", "diggcount", "support", "supports", "supportcount"),
    *("praise", "praises", "praisecount", "praisenum", "zan", "zans", "zancount", "thumbsup", "agree", "up", "ups"),
)
_ID: Final = ("id", "commentid")
_HOT: Final = ("hot", "最热", "热门", "精彩")
_NEW: Final = ("new", "latest", "最新")
_NEWS: Final = "news"
_YES: Final = (True, 1, "1", "true")
_DEEPEST: Final = 30
_MOST_LIKES: Final = 1_000_000_000
_NOT_LETTERS: Final = re.compile(r"[\W_]+")


def read_comments(body: bytes, article: str, fetched_at: str) -> list[Comment]:
    """Read one answer, in its order; one that stands in two lists comes once, as ``hot`` where either says so.

    ``article`` is the article's ID, ``fetched_at`` UTC in ISO 8601. UnreadablePage where the answer is no JSON.

    >>> answer = '{"hot": [{"nickname": "海风", "content": "<b>好</b>", "created": "2022-05-31 21:58"}]}'.encode()
    >>> [(c.author, c.text, c.standing) for c in read_comments(answer, "portal/1", "2022-06-01T04:00:00Z")]
    [('海风', '<b>好</b>', 'hot')]
    """
    read: dict[str, Comment] = {}
    for told, standing in _things_said(_load(body), None):
        comment = _comment(told, standing, article, fetched_at)
        assert comment.key
        former = read.setdefault(comment.key, comment)
        former.standing = "hot" if "hot" in (former.standing, comment.standing) else former.standing
    return list(read.values())


def _load(body: bytes) -> Any:
    answer = read_json(body)
    if not isinstance(answer, dict | list):
        raise UnreadablePage("the answer is JSON without lists")
    return answer


def _things_said(
    value: Any, standing: Standing | None, *, listed: bool = False, depth: int = 0
) -> Iterator[tuple[dict[str, Any], Standing | None]]:
    """Yield each comment's object, outer ones first, with what the keys on the way to its list say of its standing.

    A list may also come as an object whose keys are numbers. What is nested beyond reason is not looked at.
    """
    inside: Iterable[tuple[str, Any]] = ()
    if depth < _DEEPEST and isinstance(value, dict):
        told = {_plain(key): inner for key, inner in value.items()}
        if listed and _is_comment(told):
            yield told, standing
            standing = None  # a reply to a hot comment is not hot for that
        inside = value.items()
    elif depth < _DEEPEST and isinstance(value, list):
        inside = (("0", inner) for inner in value)
    for key, inner in inside:
        yield from _things_said(inner, _standing_of(key) or standing, listed=key.isdigit(), depth=depth + 1)


def _plain(key: str) -> str:
    return _NOT_LETTERS.sub("", key).lower()


def _standing_of(key: str) -> Standing | None:
    """Tell hot from new by the name of a list.

    >>> _standing_of("hotComments"), _standing_of("latest"), _standing_of("news"), _standing_of("photos")
    ('hot', 'new', None, None)
    """
    plain = _plain(key).removeprefix("is")
    if plain.startswith(_HOT):
        return "hot"
    return "new" if plain.startswith(_NEW) and not plain.startswith(_NEWS) else None


def _is_comment(told: Mapping[str, Any]) -> bool:
    is_article = "title" in told and "url" in told
    return not is_article and _text(told) is not None and (_author(told) or _shown(told, _TIME)) is not None


def _comment(told: Mapping[str, Any], standing: Standing | None, article: str, fetched_at: str) -> Comment:
    comment = Comment(article=article, author=_author(told), text=_text(told), fetched_at=fetched_at)
    comment.time_shown = _shown(told, _TIME)
    if comment.time_shown:
        comment.published_at = read_comment_time(comment.time_shown, parse_moment(fetched_at))
    comment.likes = _count(next((told[key] for key in _LIKES if key in told), None))
    comment.standing = _flagged(told) or standing
    comment.key = _key(told, comment)
    return comment


def _flagged(told: Mapping[str, Any]) -> Standing | None:
    flags = [_standing_of(key) for key, value in told.items() if isinstance(value, bool | int | str) and value in _YES]
    return "hot" if "hot" in flags else ("new" if "new" in flags else None)


def _text(told: Mapping[str, Any]) -> str | None:
    """Return what is said; a number beside a name is a count: ``{"user": "海风", "comment": 3}``."""
    said = (_storable(value) for key in _TEXT if isinstance(value := told.get(key), str))
    return next((text for text in said if text.strip()), None)


def _shown(told: Mapping[str, Any], keys: Sequence[str]) -> str | None:
    """Return the first text, or number, under one of the keys; None where all are blank or 0."""
    values = [value for key in keys if (value := told.get(key)) and not isinstance(value, bool)]
    shown = (_storable(str(value)) for value in values if isinstance(value, str | int | float))
    return next((text for text in shown if text.strip()), None)


def _storable(text: str) -> str:
    """Return a text without what no database takes: NUL, and halves of characters."""
    return text.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _author(told: Mapping[str, Any]) -> str | None:
    """Return the name shown, which may stand in an object of its own."""
    for key in _AUTHOR:
        person = told.get(key)
        if isinstance(person, dict):
            name = _shown({_plain(inner): value for inner, value in person.items()}, _AUTHOR)
        else:
            name = _shown(told, [key])
        if name is not None:
            return name
    return None


def _count(value: Any) -> int | None:
    """Read a number of likes, given as a number, in digits, or as a list of those who like it.

    >>> _count("1.2万"), _count(3), _count(["a", "b"]), _count(-1), _count("many"), _count(True)
    (12000, 3, 2, None, None, None)
    """
    if isinstance(value, list):
        return len(value)
    if isinstance(value, str):
        value = read_count(value)
    is_number = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST_LIKES
    return value if is_number else None


def _key(told: Mapping[str, Any], comment: Comment) -> str:
    """Return what tells a comment from others of its article: its own ID, else a digest of what is said, by whom, when.

    A time that changes from visit to visit, such as 5分钟前, is left out of it.
    """
    if own := _shown(told, _ID):
        return own
    shown = comment.time_shown or ""
    said = (comment.author or "", comment.text or "", shown if is_absolute_time(shown) else "")
    return sha256("\n".join(said).encode()).hexdigest()[:32]
