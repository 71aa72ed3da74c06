"""Ctrl-C and its like end a command in one line, with their exit code, and with nothing half done."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from tests.end_to_end.running import clean_environment
from zhanjiang.console.interrupts import EndingPlainly
from zhanjiang.export.output import open_output


@pytest.fixture
def ending(monkeypatch: pytest.MonkeyPatch) -> Iterator[EndingPlainly]:
    """The signals of this process, for the time of a test."""
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    usual = {signal.SIGINT: signal.default_int_handler, signal.SIGTERM: signal.SIG_DFL, signal.SIGHUP: signal.SIG_DFL}
    # Whatever ran here before may have left a handler, and under nohup SIGHUP is ignored.
    before = {number: signal.signal(number, handler) for number, handler in usual.items()}
    ending = EndingPlainly("scrapy export")
    ending.begin()
    yield ending
    ending.leave()
    assert signal.getsignal(signal.SIGINT) == signal.default_int_handler
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize(
    ("number", "name", "code"),
    [(signal.SIGINT, "Ctrl-C", 130), (signal.SIGTERM, "SIGTERM", 143), (signal.SIGHUP, "SIGHUP", 143)],
)
def test_a_signal_leaves_no_half_file(
    ending: EndingPlainly,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    number: signal.Signals,
    name: str,
    code: int,
) -> None:
    (tmp_path / "old.jsonl").write_text("whole\n")
    with pytest.raises(SystemExit) as ended, open_output(str(tmp_path / "old.jsonl")) as file:
        file.write(b"half")
        assert len([*tmp_path.iterdir()]) == 2
        signal.raise_signal(number)
    assert ended.value.code == code
    assert capfd.readouterr().err == f"scrapy export: ended early by {name}: nothing is half done, start again\n"
    assert [path.read_text() for path in tmp_path.iterdir()] == ["whole\n"]


def test_a_second_one_is_the_systems_own(ending: EndingPlainly) -> None:
    with pytest.raises(SystemExit):
        signal.raise_signal(signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_what_python_ignores_comes_again(ending: EndingPlainly, capfd: pytest.CaptureFixture[str]) -> None:
    class Tidied:
        def __del__(self) -> None:
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(SystemExit) as ended:
        _ = Tidied()
        del _
        until = time.monotonic() + 30
        while time.monotonic() < until:  # a command that would go on; one long sleep would not be woken
            time.sleep(0.01)
    assert ended.value.code == 130
    assert capfd.readouterr().err.count("ended early") == 1


@pytest.mark.usefixtures("ending")
def test_ctrl_c_is_left_to_the_parent() -> None:
    with ProcessPoolExecutor(1, multiprocessing.get_context("fork")) as pool:
        assert pool.submit(_handlers).result() == [signal.SIG_IGN, signal.SIG_DFL, signal.SIG_DFL]


def _handlers() -> list[object]:
    return [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]


def test_what_somebody_has_arranged_stays() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        ending = EndingPlainly("scrapy export")
        ending.begin()
        assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
        ending.leave()
        other = threading.Thread(target=ending.begin)  # only the main thread may set handlers
        other.start()
        other.join()
        assert signal.getsignal(signal.SIGINT) == signal.default_int_handler
    finally:
        signal.signal(signal.SIGHUP, before)


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_command_ends_with_one_line_and_130(tmp_path: Path, form: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    process = subprocess.Popen(
        [sys.executable, "-m", "scrapy", "repair", "pipe"],
        cwd=tmp_path,
        env=clean_environment(ZHANJIANG_LOG_FORM=form),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with (tmp_path / "pipe").open("wb"):  # opened once the command reads it
        process.send_signal(signal.SIGINT)
        printed, reported = process.communicate(timeout=60)
    assert (process.returncode, printed, reported.count("\n")) == (130, "", 1)
    message = "ended early by Ctrl-C: nothing is half done, start again"
    assert f"scrapy repair: {message}\n" == reported if form == "text" else f'"message": "{message}"' in reported
