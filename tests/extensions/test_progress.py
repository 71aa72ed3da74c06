"""The live line of a terminal, with the log above it and the table below."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
import threading
from pathlib import Path

from tests.commands.tiny.site import article, serving

_ROOT = Path(__file__).parents[2]


def _on_a_terminal(*arguments: str, kind: str = "xterm") -> str:
    """Run the tiny crawl with a terminal as standard error; return what it showed, without its control sequences."""
    outer, inner = pty.openpty()
    shown: list[bytes] = []

    def read() -> None:
        try:
            while chunk := os.read(outer, 4096):
                shown.append(chunk)
        except OSError:  # the other end is closed
            return

    reader = threading.Thread(target=read)
    reader.start()
    command = [sys.executable, "-m", "tests.commands.tiny", *arguments]
    environment = {**os.environ, "TERM": kind, "COLUMNS": "100"}
    subprocess.run(
        command, cwd=_ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=inner, timeout=120, check=True
    )
    os.close(inner)
    reader.join()
    os.close(outer)
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", b"".join(shown).decode())


def test_a_terminal_has_a_live_line_the_log_above_it_and_the_table_below(tmp_path: Path) -> None:
    pages = {"/": {"articles": [article(1), article(2)], "links": ["/noise"]}, "/noise": b"no json"}
    with serving(pages) as site:
        shown = _on_a_terminal(
            f"PORTAL_URL={site.address}",
            f"STORE_URL=sqlite:///{tmp_path}/store.db",
            "DOWNLOAD_DELAY=0.5",
            "AUTOTHROTTLE_ENABLED=False",
            "LOG_LEVEL=WARNING",
        )
    assert re.search(r"2 new, 0 edited · 1 listings · \d+ pages a minute · 0 errors", shown)
    lines = [line.strip("\r") for line in shown.splitlines()]
    assert any("ledger] ERROR: Kept in quarantine" in line and "new," not in line for line in lines)
    table = lines[lines.index(next(line for line in lines if line.startswith("Results"))) :]
    assert any(re.match(r"Articles +2 new", line) for line in table)
    assert not any("pages a minute" in line for line in table)


def test_a_terminal_that_cannot_draw_has_the_log_of_the_crawl_instead(tmp_path: Path) -> None:
    with serving({"/": {"articles": [article(1)]}}) as site:
        addresses = (f"PORTAL_URL={site.address}", f"STORE_URL=sqlite:///{tmp_path}/store.db")
        shown = _on_a_terminal(*addresses, kind="dumb")
    assert "\x1b" not in shown and " waiting" not in shown
    assert "crawl_log] INFO: Articles: 1 new" in shown and re.search("^Articles  +1 new", shown, re.MULTILINE)
