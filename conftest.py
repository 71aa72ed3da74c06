"""Nothing of whoever starts the tests reaches them: no setting of the environment or of `.env`, no ignored signal."""

from __future__ import annotations

import os
import signal
import sys

for _name in [name for name in os.environ if name.startswith("ZHANJIANG_")]:
    del os.environ[_name]
os.environ["ZHANJIANG_ENV_FILE"] = ""

# Each process that a test starts would compile the whole project again: half a second of its two.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# Whoever starts the tests in the background may have Ctrl-C ignored, in all processes that come of it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
