"""A package that Python loads from a zip file, such as the egg that scrapyd runs, unpacked for as long as it runs.

Tables are mapped into memory, migrations and templates are folders, the replica is a process of its own: all of that
needs files.
"""

from __future__ import annotations

import atexit
import shutil
import sys
from pathlib import Path
from tempfile import mkdtemp
from zipfile import ZipFile


def unpack(archive: str) -> Path:
    """Unpack a zip file into a folder of its own, which takes its place where Python looks for modules.

    The folder goes when the process ends; one that is killed leaves it to the system's cleaning of temporary files.
    """
    folder = Path(mkdtemp(prefix="zhanjiang-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with ZipFile(archive) as packed:
        packed.extractall(folder)
    sys.path[:] = [str(folder) if place == archive else place for place in sys.path]
    return folder
