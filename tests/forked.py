"""Runs ``python -m scrapy`` in a process of its own, without the second that each takes to load Python and Scrapy.

One process loads both and everything of ours. It forks a child for each command, which reads the settings again, since
they read the environment. A command that begins while another runs is a new process from the beginning.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import pkgutil
import random
import re
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import IO, Any, Final

ROOT: Final = Path(__file__).parents[1]
_one = threading.Lock()


def run_forked(
    folder: Path, command: Sequence[str], environment: Mapping[str, str], seconds: float
) -> subprocess.CompletedProcess[bytes]:
    """Run ``python -m COMMAND`` in a folder; after ``seconds`` it is killed, and `TimeoutExpired` raised."""
    if not _one.acquire(blocking=False):
        whole = [sys.executable, "-m", *command]
        return subprocess.run(whole, cwd=folder, env=environment, capture_output=True, timeout=seconds, check=False)
    try:
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            code = _ask(folder, command, environment, seconds, (out, err))
            return subprocess.CompletedProcess(command, code, _all_of(out), _all_of(err))
    finally:
        _one.release()


def _ask(
    folder: Path,
    command: Sequence[str],
    environment: Mapping[str, str],
    seconds: float,
    files: tuple[IO[bytes], IO[bytes]],
) -> int:
    told = json.dumps({"folder": str(folder), "command": [*command], "environment": {**environment}}).encode()
    server = _server()
    server.settimeout(None)
    socket.send_fds(server, [len(told).to_bytes(4)], [file.fileno() for file in files])
    server.sendall(told)
    process = int.from_bytes(server.recv(4))
    server.settimeout(seconds)
    try:
        return int.from_bytes(server.recv(4), signed=True)
    except TimeoutError:
        os.kill(process, signal.SIGKILL)
        server.settimeout(None)
        server.recv(4)
        raise subprocess.TimeoutExpired(command, seconds, _all_of(files[0]), _all_of(files[1])) from None


def _all_of(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()


@cache
def _server() -> socket.socket:
    """Start the process that forks; it ends when this one does."""
    ours, its = socket.socketpair()
    with its:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.forked", str(its.fileno())],
            cwd=ROOT,
            pass_fds=[its.fileno()],
            env={name: value for name, value in os.environ.items() if not name.startswith("ZHANJIANG_")},
            stdin=subprocess.DEVNULL,
        )
    atexit.register(process.wait)
    atexit.register(ours.close)
    return ours


def _serve(client: socket.socket) -> dict[str, Any] | None:
    """Fork for each command, and return in the child what it has to do; None when the client is gone."""
    while True:
        length, files, _, _ = socket.recv_fds(client, 4, 2)
        if not length:
            return None
        told = json.loads(client.recv(int.from_bytes(length), socket.MSG_WAITALL))
        process = os.fork()
        if not process:
            client.close()
            for number, file in enumerate(files, 1):
                os.dup2(file, number)
                os.close(file)
            return dict(told)
        for file in files:
            os.close(file)
        client.sendall(process.to_bytes(4))
        _, status = os.waitpid(process, 0)
        client.sendall(os.waitstatus_to_exitcode(status).to_bytes(4, signed=True))


def _load() -> None:
    """Import Scrapy and everything of ours, and compile what is compiled at its first use."""
    import zhanjiang
    from zhanjiang.processors import lazy_pattern

    lazy_pattern.lazy_pattern = re.compile
    importlib.import_module("scrapy.cmdline")
    for module in pkgutil.walk_packages(zhanjiang.__path__, "zhanjiang."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for name in _components():
        importlib.import_module(name.rpartition(".")[0])
    # No child walks, and so copies, what all of them share.
    gc.collect()
    gc.freeze()
    # A child chooses its reactor and its threads itself: a fork would bring it those of this process.
    assert "twisted.internet.reactor" not in sys.modules
    assert threading.active_count() == 1


def _components() -> set[str]:
    """The classes that the settings name, which a crawl imports when it begins."""
    from scrapy.settings import default_settings

    from zhanjiang import settings

    given = [value for module in (default_settings, settings) for value in vars(module).values()]
    named = [name for value in given if isinstance(value, dict) for name in (*value, *value.values())]
    return {name for name in named if str(name).startswith(("scrapy.", "scrapy_playwright."))}


def _main() -> None:
    _load()
    told = _serve(socket.socket(fileno=int(sys.argv[1])))
    if told is None:
        return
    from zhanjiang import settings

    os.environ.clear()
    os.environ.update(told["environment"])
    os.chdir(told["folder"])
    random.seed()
    importlib.reload(settings)
    sys.argv[1:] = told["command"][1:]
    runpy.run_module(told["command"][0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    _main()
