"""The versions of an article as JSON, for programs."""

from __future__ import annotations

from collections.abc import Sequence

import orjson

from zhanjiang.items import Article
from zhanjiang.versions.differences import Change


def versions_json(revisions: Sequence[Article], changes: Sequence[Change]) -> str:
    """One line: the revisions in the form of feeds, and the pieces of each changed field, none omitted."""
    differences = [
        {
            "from": change.earlier.revision,
            "to": change.later.revision,
            "fields": {
                difference.field: [{piece.kind: piece.text} for piece in difference.pieces]
                for difference in change.fields
            },
        }
        for change in changes
    ]
    return orjson.dumps({"id": revisions[-1].id, "revisions": revisions, "differences": differences}).decode()
