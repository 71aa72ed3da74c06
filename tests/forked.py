"""Runs ``python -m scrapy`` in a process of its own, without the second that each takes to load Python and Scrapy.

One process loads both and everything of ours. It forks a child for each command, which reads the settings again, since
they read the environment.
"""

from __future__ import annotations

import atexit
import contextlib
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
from typing import IO, Any, Final, Self

ROOT: Final = Path(__file__).parents[1]
_asking = threading.Lock()


class Forked:
    """A command that runs, with what `subprocess.Popen` has for it."""

    def __init__(self, command: Sequence[str], end: socket.socket) -> None:
        """Take the command, and the socket that its number comes from and, when it has ended, its exit code."""
        self.args = command
        self.pid = int.from_bytes(end.recv(4))
        self.returncode: int | None = None
        self._end = end

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_raised: object) -> None:
        """Wait until it has ended."""
        self.wait()

    def poll(self) -> int | None:
        """Return the exit code, or None while it runs."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the exit code; raises `TimeoutExpired` where it takes longer."""
        if self.returncode is None:
            self._end.settimeout(timeout)
            try:
                told = self._end.recv(4)
            except (TimeoutError, BlockingIOError):
                raise subprocess.TimeoutExpired(self.args, timeout or 0) from None
            assert told, "what forked it was killed"
            self.returncode = int.from_bytes(told, signed=True)
            self._end.close()
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Kill it."""
        self.send_signal(signal.SIGKILL)


def start_forked(
    folder: Path, command: Sequence[str], environment: Mapping[str, str], out: IO[bytes], err: IO[bytes]
) -> Forked:
    """Start ``python -m COMMAND`` in a folder; what it prints goes to the files."""
    told = json.dumps({"folder": str(folder), "command": [*command], "environment": {**environment}}).encode()
    ours, its = socket.socketpair()
    with its, _asking:
        server = _server()
        socket.send_fds(server, [len(told).to_bytes(4)], [out.fileno(), err.fileno(), its.fileno()])
        server.sendall(told)
    return Forked(command, ours)


def run_forked(
    folder: Path, command: Sequence[str], environment: Mapping[str, str], seconds: float
) -> subprocess.CompletedProcess[bytes]:
    """Run ``python -m COMMAND`` in a folder; after ``seconds`` it is killed, and `TimeoutExpired` raised."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = start_forked(folder, command, environment, out, err)
        try:
            code = process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise subprocess.TimeoutExpired(command, seconds, _all_of(out), _all_of(err)) from None
        return subprocess.CompletedProcess(command, code, _all_of(out), _all_of(err))


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
        length, files, _, _ = socket.recv_fds(client, 4, 3)
        if not length:
            _reap()
            return None
        *files, end = files
        told = json.loads(client.recv(int.from_bytes(length), socket.MSG_WAITALL))
        if not os.fork():
            client.close()
            if _is_child(socket.socket(fileno=end)):
                for number, file in enumerate(files, 1):
                    os.dup2(file, number)
                    os.close(file)
                return dict(told)
            os._exit(0)
        for file in (*files, end):
            os.close(file)
        _reap()


def _is_child(end: socket.socket) -> bool:
    """Fork; return at once in the child, and in its parent when the child has ended, which tells its exit code."""
    process = os.fork()
    if not process:
        end.close()
        return True
    end.sendall(process.to_bytes(4))
    _, status = os.waitpid(process, 0)
    with contextlib.suppress(OSError):  # nobody waits for it any longer
        end.sendall(os.waitstatus_to_exitcode(status).to_bytes(4, signed=True))
    return False


def _reap() -> None:
    """Let go of those that have told the exit code of their child."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG) != (0, 0):
            pass


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
