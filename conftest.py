"""Nothing of whoever starts the tests reaches them: no setting of the environment or of `.env`, no ignored signal,
no wish for colours."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Iterator

import hypothesis
import pytest

from tests.signals import signals_kept

for _name in [name for name in os.environ if name.startswith(("ZHANJIANG_", "NO_COLOR", "FORCE_COLOR", "COLUMNS"))]:
    del os.environ[_name]
os.environ["ZHANJIANG_ENV_FILE"] = ""

# Whoever starts the tests in the background may have Ctrl-C or the terminal's end ignored, in all that comes of it.
for _signal, _usual in ((signal.SIGINT, signal.default_int_handler), (signal.SIGHUP, signal.SIG_DFL)):
    if signal.getsignal(_signal) is signal.SIG_IGN:
        signal.signal(_signal, _usual)

# Some hundred processes are started: each would compile the whole project anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# A machine with other work takes any time for an example.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

# What is loaded and collected stays to the end: there is nothing to be freed among it, now or later.
gc.disable()


def pytest_collection_finish() -> None:
    """Look for what is no longer used among what the tests make, and not among them and the modules."""
    gc.collect()
    gc.freeze()
    gc.enable()


@pytest.fixture(autouse=True)
def _signals_kept() -> Iterator[None]:
    """Leave the signals to the next test as they were."""
    with signals_kept():
        yield
