"""No setting of the user's own reaches a test: neither from the environment nor from the project's `.env`."""

from __future__ import annotations

import os

for _name in [name for name in os.environ if name.startswith("ZHANJIANG_")]:
    del os.environ[_name]
os.environ["ZHANJIANG_ENV_FILE"] = ""
