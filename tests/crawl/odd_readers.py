"""What readers' processes run in tests: whatever can happen to one."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class OddReader:
    """Says what it has read, unless the job is to end the process, or to keep it busy."""

    says: str = "read"

    def read(self, job: str) -> str:
        """Read a job."""
        if job == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if job == "exit":
            os._exit(3)
        if job == "hang":
            time.sleep(60)
        return f"{self.says} {job}"
