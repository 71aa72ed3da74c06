"""A body that stands on its page twice, as on some mobile pages and mirrors: the first printing counts."""

from __future__ import annotations

from zhanjiang.pages.article.caption_marks import BodyEntry


def first_printing(entries: list[BodyEntry]) -> list[BodyEntry]:
    """Drop a body that stands a second time, as on some mobile pages and mirrors."""
    texts = [entry.text for entry in entries]
    for second in range(1, len(texts)):
        if texts[second] and texts[second] == texts[0] and len(texts[0] or "") >= 8:
            once, repeated = ([text for text in part if text] for part in (texts[:second], texts[second:]))
            # A section head may come twice as well: a second body is the first one, or a good part of it.
            if len(repeated) >= min(len(once), 3) and repeated == once[: len(repeated)]:
                return entries[:second]
    return entries
