"""The JSON Schema (2020-12) of an article as feeds and exports of JSON lines have it, made from its dataclass."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from types import NoneType
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

from zhanjiang.addresses.article_id import ID_PATTERN
from zhanjiang.items import Article, Form

Schema = dict[str, Any]

ID: Final = "https://www.gdzjdaily.com.cn/schema/article.schema.json"
"""What the schema is called; it is published as ``docs/schema/article.schema.json``."""

_LEAP_YEAR: Final = "([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)"
_DAY: Final = (
    "(?!0000)([0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    f"|02-(0[1-9]|1[0-9]|2[0-8]))|{_LEAP_YEAR}-02-29)"
)
"""The days that there are, in a form that every reader of the schema checks."""
_TIME: Final = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
_HASH: Final = {"pattern": "^[0-9a-f]{64}$"}
_SHOWN: Final = {
    "pattern": "^[^\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]*$"
}
"""Of the characters that texts never hold those that steer: controls and marks of direction."""
_FORMS: Final[Mapping[Form, Schema]] = {
    "text": _SHOWN,
    "address": {"pattern": "^https?://"},
    "count": {"minimum": 0},
    "date": {"pattern": f"^{_DAY}(T{_TIME}\\+08:00)?$"},
}
"""What the form of a field says beyond its type."""
_MOMENT: Final = {"pattern": f"^{_DAY}T{_TIME}(\\.[0-9]+)?(Z|\\+00:00)$"}
_ID: Final = {"pattern": f"^({ID_PATTERN})$"}
_OF_FIELDS: Final[Mapping[str, Schema]] = {
    "id": _ID,
    "duplicate_of": _ID,
    "pages": {"minimum": 1},
    "revision": {"minimum": 1},
    "script": {},
    "revision_cause": {},
    "content_hash": _HASH,
    "fetched_at": _MOMENT,
    "withdrawn_at": _MOMENT,
}
"""What a field says in place of its form."""
_OF_PARTS: Final[Mapping[str, Schema]] = {"url": _FORMS["address"], "sha256": _HASH}
"""The same of the fields of people, pictures and other parts; their other texts are such as an article's."""
_ALWAYS: Final = ("id", "url", "kind", "revision", "content_hash")
"""Fields that no stored article lacks."""
WITHDRAWN_AT: Final = "withdrawn_at"
"""A field that an export has when asked for it: since when the site has answered that an article is gone, or null."""
EXPORT_FIELDS: Final = (*(field.name for field in dataclasses.fields(Article)), WITHDRAWN_AT)
"""All that ``--fields`` may name."""
_TYPES: Final = {str: "string", int: "integer", float: "number", bool: "boolean"}


def article_schema(fields: Sequence[str] = ()) -> Schema:
    """The schema of an article with all of its fields, or with those alone that an export was made of.

    >>> article_schema(["id", "published_at"])["properties"]["published_at"]["type"]
    ['string', 'null']
    """
    parts: dict[str, Schema] = {}
    hints = get_type_hints(Article)
    forms = {field.name: field.metadata["form"] for field in dataclasses.fields(Article)}
    properties = {}
    for name in fields or hints:
        hint = hints.get(name, str | None)
        properties[name] = _schema(_without_none(hint)[0] if name in _ALWAYS else hint, parts)
        properties[name] |= _OF_FIELDS.get(name, _FORMS.get(forms.get(name, "text"), {}))
        if name == "addresses":
            properties[name]["items"] |= _FORMS["address"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": ID,
        "title": "Article",
        "description": "A line of a feed or an export; docs/fields.md says what each field means.",
        **_object(properties),
        "$defs": parts,
    }


def _object(properties: Mapping[str, Schema]) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": [*properties],
        "additionalProperties": False,
    }


def _schema(hint: Any, parts: dict[str, Schema]) -> Schema:
    """The schema of a type; dataclasses become parts that are referred to by name."""
    kind, is_optional = _without_none(hint)
    if dataclasses.is_dataclass(kind):
        return _referred(kind, is_optional, parts)
    made: Schema = {"type": _TYPES.get(kind, "string")}
    if get_origin(kind) is Literal:
        made["enum"] = [*get_args(kind), *([None] if is_optional else [])]
    elif get_origin(kind) is list:
        made = {"type": "array", "items": _schema(get_args(kind)[0], parts)}
    elif get_origin(kind) is dict:
        made = {"type": "object", "additionalProperties": _schema(get_args(kind)[1], parts)}
    if is_optional:
        made["type"] = [made["type"], "null"]
    return made


def _referred(kind: Any, is_optional: bool, parts: dict[str, Schema]) -> Schema:
    if kind.__name__ not in parts:
        properties = {name: _schema(part, parts) for name, part in get_type_hints(kind).items()}
        for name, made in properties.items():
            if made.get("type") in ("string", ["string", "null"]):
                made |= _OF_PARTS.get(name, _SHOWN)
        parts[kind.__name__] = _object(properties)
    reference = {"$ref": f"#/$defs/{kind.__name__}"}
    return {"anyOf": [reference, {"type": "null"}]} if is_optional else reference


def _without_none(hint: Any) -> tuple[Any, bool]:
    kinds = [kind for kind in get_args(hint) if kind is not NoneType]
    is_optional = NoneType in get_args(hint)
    return (kinds[0] if is_optional else hint), is_optional


def advice() -> str | None:
    """What is to be installed before lines can be checked; None where it is."""
    return None if find_spec("jsonschema") else "jsonschema, which checks lines, is missing: pip install jsonschema"


def checker(fields: Sequence[str] = ()) -> Callable[[Any], list[tuple[str, str]]]:
    """Make the function that returns what is wrong with an article as plain data: path and reason of each mistake."""
    # Heavy, and an extra: only for one command.
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend

    validator = extend(Draft202012Validator, {"pattern": _wrong_pattern})(article_schema(fields))

    def check(record: Any) -> list[tuple[str, str]]:
        """What is wrong with an article."""
        return sorted((error.json_path, _reason(error)) for error in validator.iter_errors(record))

    return check


def _wrong_pattern(_validator: Any, pattern: str, value: Any, _schema: Schema) -> Iterator[Any]:
    """Yield a mistake for a text that does not fit a pattern; ``$`` in a schema is not before a line feed."""
    # Heavy, and needed by one command.
    from jsonschema import ValidationError

    if isinstance(value, str) and not re.search(re.sub(r"\$$", r"\\Z", pattern), value):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


def _reason(error: Any) -> str:
    """A mistake in a few words, also where the value that is wrong is an article's whole text."""
    found = str(error.message)
    return found if len(found) <= 200 else f"{found[:100]} … {found[-90:]}"
