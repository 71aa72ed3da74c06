"""Answers of the portal's interfaces: JSON, or JSONP, which pads it with a call of the page's own function."""

from __future__ import annotations

import re
from typing import Any

from zhanjiang.pages.base import UnreadablePage
from zhanjiang.pages.charset import decode
from zhanjiang.pages.limits import check_json
from zhanjiang.pages.reading.script_values import load_json

_JSONP = re.compile(r"(?:/\*.*?\*/\s*)?[\w$.]+\s*\((?P<json>.*)\)\s*;?", re.DOTALL)


def read_json(body: bytes, name: str = "the answer") -> Any:
    """Read an answer's JSON, in whatever encoding; UnreadablePage, which names it by ``name``, where it is none.

    >>> read_json(b'{"state": true}'), read_json(b'jQuery1_2.show( [1, 2] );')
    ({'state': True}, [1, 2])
    """
    text = decode(body).strip()
    padded = _JSONP.fullmatch(text)
    check_json(text, name)
    try:
        return load_json(padded["json"] if padded else text)
    except (ValueError, RecursionError) as error:
        raise UnreadablePage(f"{name} is no JSON") from error
