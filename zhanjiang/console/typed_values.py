"""The values of an option that takes several, parted by commas."""

from __future__ import annotations

from collections.abc import Collection

from zhanjiang.console.errors import WrongArgument
from zhanjiang.console.words import nearest


def typed_values(option: str, typed: str | None, allowed: Collection[str] = ()) -> tuple[str, ...]:
    """The values of an option, each once in the order typed; () where it was not given.

    Raises WrongArgument for none, and for one that is not among those allowed, if there are any.

    >>> typed_values("kind", " video,live,video", ["article", "live", "video"]), typed_values("kind", None)
    (('video', 'live'), ())
    """
    values = tuple(dict.fromkeys(filter(None, map(str.strip, (typed or "").split(",")))))
    if typed is not None and not values:
        raise WrongArgument(f"--{option} is empty: give a value, or leave it out")
    for value in values:
        if allowed and value not in allowed:
            advice = nearest(value, allowed) or f": there are {', '.join(allowed)}"
            raise WrongArgument(f"--{option} cannot be {value!r}{advice}")
    return values
