"""What is given to the project from outside: environment variables, the file ``.env``, and the project's own folder.

The project's folder is that of the nearest ``scrapy.cfg``, from where the user stands upwards. Without one it is where
the user stands.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from scrapy.utils.conf import closest_scrapy_cfg

PREFIX: Final = "ZHANJIANG_"
ENV_FILE: Final = f"{PREFIX}ENV_FILE"
"""The variable that names another file than ``.env``, or none where it is empty."""
_PLACES: Final = ("ARCHIVE_DIR", "IMAGES_STORE", "FILES_STORE", "REPAIR_LEARNED", "LOG_FILE", "JOBDIR")
"""Settings of a folder or a file. One with a scheme, such as ``s3://``, is none on this machine."""
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_SQLITE: Final = re.compile(r"(sqlite(?:\+\w+)?:///)(?!/|:memory:|file:)([^?]+)")
_LINE: Final = re.compile(
    r"""(?:export\s+)?(?P<name>[A-Za-z_]\w*)\s*=\s*
        (?:'(?P<single>[^']*)'|"(?P<double>[^"]*)"|(?P<bare>(?:[^'"\s#].*?)?))(?:\s+\#.*)?\s*""",
    re.VERBOSE,
)


def project_folder() -> Path:
    """The folder of the nearest ``scrapy.cfg``, else the working folder."""
    found = closest_scrapy_cfg()
    return Path(found).absolute().parent if found else Path.cwd()


def read_env_file() -> list[str]:
    """Add what ``.env`` in the project's folder gives to the environment, which counts more where both give it.

    Return a line for what in the file cannot be read.
    """
    values, warnings = env_file()
    for name, value in values.items():
        os.environ.setdefault(name, value)
    return warnings


def env_file() -> tuple[dict[str, str], list[str]]:
    """The variables of ``.env`` in the project's folder, and a line for what in it cannot be read.

    The values, which may be secret, are in none of the lines.
    """
    path = project_folder() / os.environ.get(ENV_FILE, ".env")
    if not path.is_file():
        return {}, []
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is no text in UTF-8"
        return {}, [f"{path} cannot be read ({reason}): its settings are left out"]
    values, unread = env_values(lines)
    advice = "write NAME=VALUE, quoted where a quote or a # stands in it"
    return values, [f"line {number} of {path} cannot be read and is left out: {advice}" for number in unread]


def env_values(lines: Iterable[str]) -> tuple[dict[str, str], list[int]]:
    """The variables of a file's lines, and the numbers of the lines that cannot be read.

    Values may stand in quotes; `` #`` begins a comment; ``export`` may stand before a name.

    >>> env_values(["# ours", "export A=b c # d", "E='f # g'", "", "H=", "I= # j", "k", "M=n#o"])
    ({'A': 'b c', 'E': 'f # g', 'H': '', 'I': '', 'M': 'n#o'}, [7])
    """
    values: dict[str, str] = {}
    unread = []
    for number, line in enumerate(map(str.strip, lines), 1):
        if not line or line.startswith("#"):
            continue
        if match := _LINE.fullmatch(line.removeprefix("\ufeff")):
            values[match["name"]] = next(filter(None, match.group("single", "double", "bare")), "")
        else:
            unread.append(number)
    return values, unread


def given() -> dict[str, str]:
    """The settings that the environment gives, by name."""
    names = (name for name in os.environ if name.startswith(PREFIX) and name != ENV_FILE)
    return {name.removeprefix(PREFIX): os.environ[name] for name in names}


def unknown_names(given: Iterable[str], known: Iterable[str], prefix: str = "") -> Iterator[str]:
    """Yield a warning for each name that no setting has, with the nearest that there is.

    >>> list(unknown_names(["DOWNLOAD_DELY"], ["DOWNLOAD_DELAY"]))
    ['no setting has the name DOWNLOAD_DELY; did you mean DOWNLOAD_DELAY?']
    """
    names = set(known)
    for name in given:
        if name not in names:
            near = get_close_matches(name, names, n=1)
            yield f"no setting has the name {prefix}{name}" + (f"; did you mean {prefix}{near[0]}?" if near else "")


def in_project(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Settings whose relative places are in the project's folder, wherever the user stands.

    Nothing changes where the user stands in that folder.
    """
    folder = project_folder()
    is_there = folder == Path.cwd()
    return dict(settings) if is_there else {name: _placed(name, value, folder) for name, value in settings.items()}


def _placed(name: str, value: Any, folder: Path) -> Any:
    """A setting's value, made absolute where it is a place.

    >>> _placed("STORE_URL", "sqlite:///data/a.db?timeout=9", Path("/srv/news"))
    'sqlite:////srv/news/data/a.db?timeout=9'
    >>> _placed("ARCHIVE_DIR", "data/archive", Path("/srv")), _placed("IMAGES_STORE", "s3://bucket", Path("/srv"))
    ('/srv/data/archive', 's3://bucket')
    >>> _placed("FEEDS", '{"a.csv": {"format": "csv"}, "-": {}}', Path("/srv"))
    '{"/srv/a.csv": {"format": "csv"}, "-": {}}'
    """
    if name == "STORE_URL" and isinstance(value, str):
        return _SQLITE.sub(lambda match: f"{match[1]}{folder / match[2]}", value, count=1)
    if name == "FEEDS" and isinstance(value, str):
        try:
            return json.dumps({_in_folder(place, folder): options for place, options in json.loads(value).items()})
        except (AttributeError, ValueError):
            return value  # it is refused in a moment
    return _in_folder(value, folder) if name in _PLACES and isinstance(value, str) and value else value


def _in_folder(place: str, folder: Path) -> str:
    return place if place == "-" or _SCHEME.match(place) else str(folder / place)
