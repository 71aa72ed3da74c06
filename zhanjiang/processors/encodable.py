"""Text that every database, feed and program can take: without NUL, and without halves of surrogate pairs.

Scripts and headers may hold both (``"\\u0000"``, ``"\\ud83d"``). PostgreSQL takes no NUL, and half
a pair has no bytes in UTF-8, so that neither a store nor a feed can have it. Each is replaced by U+FFFD.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, fields, is_dataclass, replace
from typing import Any, Final

import orjson

_HALVES: Final = re.compile("[\ud800-\udfff]")
_ESCAPED_NUL: Final = re.compile(rb"(?<!\\)((?:\\\\)*)\\u0000")


def encodable(value: Any) -> Any:
    """A value with whatever cannot be encoded replaced in its texts, also within lists, dictionaries and dataclasses.

    >>> encodable({"headline": "港\\0区\\ud83d", "pages": 2}), encodable(["a\\0"])
    ({'headline': '港\ufffd区\ufffd', 'pages': 2}, ['a\ufffd'])
    """
    if isinstance(value, str):
        return _encodable_text(value)
    if isinstance(value, dict):
        return {encodable(name): encodable(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(map(encodable, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: encodable(getattr(value, field.name)) for field in fields(value)})
    return value


def is_encodable(item: Any) -> bool:
    """Say whether all texts of a dataclass are such as they are to be, which its JSON shows soonest.

    >>> is_encodable(["港区"]), is_encodable(["港\\0区"]), is_encodable(["港\\ud83d"])
    (True, False, False)
    """
    try:
        return rb"\u0000" not in orjson.dumps(item)
    except TypeError:
        return False


def _encodable_text(text: str) -> str:
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    try:
        text.encode()  # faster than to look for the halves, which hardly any text has
    except UnicodeEncodeError:
        return _HALVES.sub("\ufffd", text)
    return text


def as_json(value: Any, option: int = 0) -> bytes:
    """A value as JSON in UTF-8, dataclasses as objects; whatever cannot be encoded in it is replaced.

    >>> as_json({"a": "\\0", "b": "\\\\u0000", "c": "\\ud800"}).decode()
    '{"a":"\\\\ufffd","b":"\\\\\\\\u0000","c":"\ufffd"}'
    """
    try:
        written = orjson.dumps(value, option=option)
    except TypeError:
        plain = json.loads(_HALVES.sub("\ufffd", json.dumps(value, default=asdict, ensure_ascii=False)))
        written = orjson.dumps(plain, option=option)
    return _ESCAPED_NUL.sub(rb"\1\\ufffd", written) if rb"\u0000" in written else written
