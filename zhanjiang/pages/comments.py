"""Readers' comments as the portal's interface answers with them: any JSON that holds lists of comments.

Nothing is known of its form. So a comment is any object in a list that has a text, and a name or a time beside it,
under whichever of the usual keys. Replies, which stand within a comment, are comments too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from hashlib import sha256
from typing import Any, Final, Literal

from itemloaders.processors import MapCompose

from zhanjiang.items import Comment
from zhanjiang.pages.base import UnreadablePage
from zhanjiang.pages.limits import bounded_answer
from zhanjiang.pages.reading.json_answers import read_json
from zhanjiang.pages.reading.loader import PageItemLoader
from zhanjiang.processors.comment_times import is_absolute_time, read_comment_time
from zhanjiang.processors.counts import read_count
from zhanjiang.processors.text import clean_line, clean_lines
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


def read_likes(value: Any) -> int | None:
    """Read a number of likes, given as a number, in digits, or as a list of those who like it.

    >>> read_likes("1.2万"), read_likes(3), read_likes(["a", "b"]), read_likes(-1), read_likes("many"), read_likes(True)
    (12000, 3, 2, None, None, None)
    """
    if isinstance(value, list):
        return len(value)
    if isinstance(value, str):
        value = read_count(value)
    is_number = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST_LIKES
    return value if is_number else None


def read_time(shown: str, loader_context: MutableMapping[str, Any]) -> str | None:
    """Read a comment's time, seen when the answer was fetched (context ``fetched_at``)."""
    return read_comment_time(clean_line(shown), parse_moment(loader_context["fetched_at"]))


class CommentLoader(PageItemLoader):
    """Builds a ``Comment``, whose texts stay as readers wrote them. The context needs ``fetched_at``."""

    item_type = Comment

    author_in = MapCompose(clean_line)
    text_in = MapCompose(clean_lines)
    time_shown_in = MapCompose(clean_line)
    published_at_in = MapCompose(read_time)
    likes_in = MapCompose(read_likes)


@bounded_answer
def read_comments(body: bytes, article: str, fetched_at: str) -> list[Comment]:
    """Read one answer, in its order; a comment that stands in two lists comes once, as ``hot`` where either says so.

    ``article`` is the article's ID, ``fetched_at`` UTC in ISO 8601. UnreadablePage where the answer is no JSON.

    >>> answer = '{"hot": [{"nickname": "海风", "content": "<b>好</b>", "created": "2022-05-31 21:58"}]}'.encode()
    >>> [(c.author, c.text, c.standing) for c in read_comments(answer, "portal/1", "2022-06-01T04:00:00Z")]
    [('海风', '<b>好</b>', 'hot')]
    """
    answer = read_json(body)
    if not isinstance(answer, dict | list):
        raise UnreadablePage("the answer is JSON without lists")
    comments: dict[str, Comment] = {}
    for fields, standing in _comments_in(answer, None):
        comment = _load(fields, standing, article, fetched_at)
        first = comments.setdefault(comment.key or "", comment)
        first.standing = "hot" if "hot" in (first.standing, comment.standing) else first.standing
    return list(comments.values())


def _comments_in(
    value: Any, standing: Standing | None, *, listed: bool = False, depth: int = 0
) -> Iterator[tuple[dict[str, Any], Standing | None]]:
    """Yield each comment's fields, outer ones first, with what the keys on the way to its list say of its standing.

    A list may also come as an object whose keys are numbers. What is nested beyond reason is ignored.
    """
    inside: Iterable[tuple[str, Any]] = ()
    if depth < _DEEPEST and isinstance(value, dict):
        fields = {_plain(key): inner for key, inner in value.items()}
        if listed and _is_comment(fields):
            yield fields, standing
            standing = None  # a reply to a hot comment is not hot for that
        inside = value.items()
    elif depth < _DEEPEST and isinstance(value, list):
        inside = (("0", inner) for inner in value)
    for key, inner in inside:
        yield from _comments_in(inner, _standing_of(key) or standing, listed=key.isdigit(), depth=depth + 1)


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


def _is_comment(fields: Mapping[str, Any]) -> bool:
    is_article = "title" in fields and "url" in fields
    return not is_article and _text(fields) is not None and (_author(fields) or _shown(fields, _TIME)) is not None


def _load(fields: Mapping[str, Any], standing: Standing | None, article: str, fetched_at: str) -> Comment:
    loader = CommentLoader(fetched_at=fetched_at)
    loader.add_value("author", _author(fields))
    loader.add_value("text", _text(fields))
    time_shown = _shown(fields, _TIME)
    loader.add_value("time_shown", time_shown)
    loader.add_value("published_at", time_shown)
    # In a list, so that a list of those who like it stays one value.
    loader.add_value("likes", [next((fields[key] for key in _LIKES if key in fields), None)])
    comment: Comment = loader.load_item()
    comment.article, comment.fetched_at = article, fetched_at
    comment.standing = _flagged(fields) or standing
    comment.key = _key(fields, comment)
    return comment


def _flagged(fields: Mapping[str, Any]) -> Standing | None:
    flags = [
        _standing_of(key) for key, value in fields.items() if isinstance(value, bool | int | str) and value in _YES
    ]
    return "hot" if "hot" in flags else ("new" if "new" in flags else None)


def _text(fields: Mapping[str, Any]) -> str | None:
    """The comment's words; a number beside a name is a count: ``{"user": "海风", "comment": 3}``."""
    texts = (value for key in _TEXT if isinstance(value := fields.get(key), str))
    return next(filter(_is_said, texts), None)


def _shown(fields: Mapping[str, Any], keys: Sequence[str]) -> str | None:
    """The first text, or number, under one of the keys; None where all are blank or 0."""
    values = [value for key in keys if (value := fields.get(key)) and not isinstance(value, bool)]
    return next(filter(_is_said, (str(value) for value in values if isinstance(value, str | int | float))), None)


def _is_said(text: str) -> bool:
    return bool(clean_line(text))


def _author(fields: Mapping[str, Any]) -> str | None:
    """The name shown, which may stand in an object of its own."""
    for key in _AUTHOR:
        person = fields.get(key)
        if isinstance(person, dict):
            name = _shown({_plain(inner): value for inner, value in person.items()}, _AUTHOR)
        else:
            name = _shown(fields, [key])
        if name is not None:
            return name
    return None


def _key(fields: Mapping[str, Any], comment: Comment) -> str:
    """What tells a comment from others of its article: its own ID, else a digest of its author, text and time.

    A time that changes from visit to visit, such as 5分钟前, is left out of it.
    """
    if own := _shown(fields, _ID):
        return clean_line(own)
    shown = comment.time_shown or ""
    said = (comment.author or "", comment.text or "", shown if is_absolute_time(shown) else "")
    return sha256("\n".join(said).encode()).hexdigest()[:32]
