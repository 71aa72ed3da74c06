"""A Redis server of its own on loopback, for tests."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

import pytest
from redis import Redis
from redis.exceptions import RedisError


@dataclass
class RedisServer:
    """A server that nothing is kept of; it can be stopped and started again at the same port."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address that ``REDIS_URL`` takes."""
        return f"redis://127.0.0.1:{self.port}/0"

    @property
    def client(self) -> Redis:
        """A client to look with."""
        return Redis.from_url(self.url)

    def start(self) -> None:
        """Start, and wait until it answers."""
        if shutil.which("redis-server") is None:  # not skipped: workers would be tested nowhere
            pytest.fail("needs a Redis server: apt-get install redis-server")
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", self.folder]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        until = monotonic() + 20
        while not self._answers():
            assert monotonic() < until, "Redis does not start"
            sleep(0.02)

    def _answers(self) -> bool:
        try:
            with self.client as client:
                return bool(client.ping())
        except (OSError, RedisError):
            return False

    def stop(self) -> None:
        """Kill it; what it held is lost."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None


@contextmanager
def running_redis() -> Iterator[RedisServer]:
    """Run a server while the block runs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="zhanjiang-redis-") as folder:
        server = RedisServer(Path(folder), port)
        try:
            server.start()
            yield server
        finally:
            server.stop()
