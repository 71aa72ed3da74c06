"""Values written in scripts: JSON, and the literals of JavaScript, which leave out quotes and add commas and comments.

Scripts hand a page's content over as ``window.X = {…};``, ``JSON.parse("…")``, ``f(decodeURIComponent("…"))`` or
``(function(a, b) {return {…}}("x", 1))``. No script is run: a literal is read where one may begin, or not at all.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import unquote

_LONGEST_NUMBER: Final = 100
_DEEPEST: Final = 60
_MOST_STARTS: Final = 400
_SHORTEST_TEXT: Final = 40
# Where a value may begin: after an assignment, a bracket, ``return`` or at the very beginning.
_START: Final = re.compile(r"""(?:^|[=(]|\breturn\b)\s*(?P<sign>[{\["'`])|(?P<key>[\w$]\s*:\s*)(?=["'`])""")
_FUNCTION: Final = re.compile(r"function\s*\((?P<names>[\w$,\s]*)\)\s*\{")
_REACH: Final = 4_000
"""How far before ``return`` its function may begin."""
_MOST_QUOTES: Final = 100
"""How many quotation marks that were not escaped a string may have."""
_CALL: Final = re.compile(r"\s*;?\s*\}\s*\)?\s*\(")
_BLANK: Final = re.compile(r"(?:\s+|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
_NAME: Final = re.compile(r"[A-Za-z_$][\w$]*")
_NUMBER: Final = re.compile(r"[-+]?(?:0x[0-9a-fA-F]+|\d*\.?\d+(?:[eE][-+]?\d+)?)")
_ESCAPE: Final = re.compile(r"\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|.))", re.DOTALL)
_ESCAPED: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": "", "\r\n": ""}
_WORDS: Final[dict[str, Any]] = {"true": True, "false": False, "null": None, "undefined": None, "NaN": None}
_CLOSING: Final = {"{": "}", "[": "]", "(": ")"}


class _Name(str):
    """A variable where a value is expected: a function's parameter, whose value its call gives."""


def script_values(script: str) -> Iterator[Any]:
    """Yield the objects and lists that a script holds, outermost ones alone, and its longer texts, decoded.

    >>> list(script_values('window.A={"a":[1]};var b = {t: \\'x\\', n: void 0,};'))
    [{'a': [1]}, {'t': 'x', 'n': None}]
    >>> list(script_values('a=JSON.parse(decodeURIComponent("%7B%22title%22%3A%22a%20longer%20line%20of%20it%22%7D"))'))
    [{'title': 'a longer line of it'}]
    >>> list(script_values('N=(function(a,b){return {t:a,n:[b]}}("x",1))'))
    [{'t': 'x', 'n': [1]}]
    """
    position = 0
    for _ in range(_MOST_STARTS):
        start = _START.search(script, position)
        if start is None:
            return
        at = start.end() if start["key"] else start.start("sign")
        position = at + 1
        try:
            value, end = _read_text(script, at) if script[at] in "\"'`" else read_value(script, at)
        except (ValueError, RecursionError):
            continue
        position = max(end, position)
        if start[0].startswith("return"):
            value = _called(script, start, value, end)
        if isinstance(value, (dict, list)) or (isinstance(value, str) and len(value) >= _SHORTEST_TEXT):
            yield value


def _parse_int(written: str) -> int | None:
    return int(written) if len(written) <= _LONGEST_NUMBER else None


_DECODER: Final = json.JSONDecoder(strict=False, parse_int=_parse_int)


def spelt_out(script: str) -> str:
    r"""A script without the spellings in which its texts may be written: escapes, also twice, and per cent.

    >>> spelt_out(r"'\\u6e5b\u6c5f', '%E6%B8%AF'")
    "'湛江', '港'"
    """
    for _ in range(2):
        script = unquote(_ESCAPE.sub(_unescaped, script))
    return html.unescape(script)


def load_json(text: str) -> Any:
    """The value of a text of JSON; ValueError where it is none. A number of absurd length is null, and costs no other.

    >>> load_json('{"id": 7, "total": ' + "9" * 5000 + "}")
    {'id': 7, 'total': None}
    """
    return json.loads(text, parse_int=_parse_int)


def read_value(text: str, start: int = 0) -> tuple[Any, int]:
    """Read the value that begins at a position, and where it ends. ValueError where none does.

    >>> read_value('{"a": "他说"好"，走了", /* */ b: [1, 2,],}')[0]
    {'a': '他说"好"，走了', 'b': [1, 2]}
    """
    try:
        value: Any
        value, end = _DECODER.raw_decode(text, start)
        return value, end
    except ValueError:
        return _read(text, start, _DEEPEST)


def _called(script: str, start: re.Match[str], value: Any, end: int) -> Any:
    """The value that a function returns, with what its call at once gives for its parameters."""
    begin = script.rfind("function", max(0, start.start() - _REACH), start.start())
    function = _FUNCTION.match(script, max(0, begin))
    call = _CALL.match(script, end) if function else None
    if function is None or call is None:
        return value
    try:
        given, _ = _read_sequence(script, call.end() - 1, _DEEPEST)
    except ValueError:
        given = []
    names = [name.strip() for name in function["names"].split(",")]
    return _with_names(value, dict(zip(names, given, strict=False)))


def _with_names(value: Any, values: dict[str, Any]) -> Any:
    if isinstance(value, _Name):
        return values.get(value)
    if isinstance(value, dict):
        return {key: _with_names(one, values) for key, one in value.items()}
    return [_with_names(one, values) for one in value] if isinstance(value, list) else value


def _read_text(script: str, start: int) -> tuple[Any, int]:
    """Read a longer text; one that holds JSON, as addresses are encoded or not, gives the value of that."""
    text, end = _read_string(script, start, ends_anywhere=True)
    if len(text) < _SHORTEST_TEXT:
        return None, end
    for _ in range(2):
        if text.lstrip().lower().startswith(("%7b", "%5b", "%22", "%3c", "%257b")):
            text = unquote(text)
    if text.lstrip()[:1] in ("{", "["):
        return read_value(text.lstrip())[0], end
    return text, end


def _read(text: str, position: int, depth: int) -> tuple[Any, int]:
    """Read a literal of JavaScript."""
    position = _after_blank(text, position)
    sign = text[position : position + 1]
    if not sign or depth == 0:
        raise ValueError("no value")
    if sign == "{":
        return _read_object(text, position, depth)
    if sign == "[":
        return _read_sequence(text, position, depth)
    if sign in "\"'`":
        return _read_string(text, position)
    if number := _NUMBER.match(text, position):
        return _as_number(number[0]), number.end()
    if text.startswith(("void 0", "!0", "!1"), position):
        return (None, position + 6) if sign == "v" else (text[position + 1] == "0", position + 2)
    name = _NAME.match(text, position)
    if name is None or name[0] in ("function", "new", "var", "if"):
        raise ValueError("no literal")
    return _WORDS.get(name[0], _Name(name[0])), name.end()


def _read_object(text: str, position: int, depth: int) -> tuple[dict[str, Any], int]:
    entries: dict[str, Any] = {}
    position += 1
    while (position := _after_blank(text, position)) < len(text):
        if text[position] == "}":
            return entries, position + 1
        key, position = _read(text, position, 2)
        position = _after_blank(text, position)
        if isinstance(key, (dict, list)) or text[position : position + 1] != ":":
            raise ValueError("no key")
        entries[str(key)], position = _read(text, position + 1, depth - 1)
        position = _after_comma(text, position, "}")
    raise ValueError("no end")


def _read_sequence(text: str, position: int, depth: int) -> tuple[list[Any], int]:
    """Read a list, or the values in the brackets of a call."""
    closing = _CLOSING[text[position]]
    values: list[Any] = []
    position += 1
    while (position := _after_blank(text, position)) < len(text):
        if text[position] == closing:
            return values, position + 1
        value, position = _read(text, position, depth - 1)
        values.append(value)
        position = _after_comma(text, position, closing)
    raise ValueError("no end")


def _after_comma(text: str, position: int, closing: str) -> int:
    position = _after_blank(text, position)
    sign = text[position : position + 1]
    if sign == ",":
        return position + 1
    if sign != closing:
        raise ValueError("no comma")
    return position


def _read_string(text: str, start: int, ends_anywhere: bool = False) -> tuple[str, int]:
    """Read a string; a quotation mark within it that was not escaped is known by what follows it."""
    quote = text[start]
    position, left = start + 1, _MOST_QUOTES
    while left and (position := text.find(quote, position)) >= 0:
        if _is_escaped(text, position):
            position += 1
            continue
        left -= 1
        after = _after_blank(text, position + 1)
        if ends_anywhere or text[after : after + 1] in ("", *",:}])"):
            # Characters beyond the first 65,536 are escaped as two halves.
            halves = _ESCAPE.sub(_unescaped, text[start + 1 : position])
            return halves.encode("utf-16", "surrogatepass").decode("utf-16", "replace"), position + 1
        position += 1
    raise ValueError("no end")


def _is_escaped(text: str, position: int) -> bool:
    first = position
    while first and text[first - 1] == "\\":
        first -= 1
    return (position - first) % 2 == 1


def _unescaped(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2] or escape[3]
    return chr(min(int(code, 16), 0x10FFFF)) if code else _ESCAPED.get(escape[4], escape[4])


def _as_number(digits: str) -> int | float:
    try:
        return int(digits, 0)
    except ValueError:
        return float(digits)


def _after_blank(text: str, position: int) -> int:
    blank = _BLANK.match(text, position)
    return blank.end() if blank else position
