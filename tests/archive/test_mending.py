"""What a kill has torn is cut off, wherever it hit; what somebody writes is left alone."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.archive.building import kept, warcio_check, writer
from zhanjiang.archive import ArchiveError
from zhanjiang.archive.members import members
from zhanjiang.archive.mending import close_off, sound_parts
from zhanjiang.archive.reader import records_of

_NAME = "articles-run1-1.warc.gz"


def _bytes_of_three_records() -> tuple[bytes, list[int]]:
    """A file, and where its gzip members end."""
    with TemporaryDirectory() as folder:
        written = writer(Path(folder))
        for number in range(3):
            written.write(kept(f"https://www.example/p/{number}.html").members)
        written.close()
        [path] = Path(folder).iterdir()
        return path.read_bytes(), [0, *(member.finish() or member.offset + member.length for member in members(path))]


_WHOLE, _ENDS = _bytes_of_three_records()


@given(cut=st.integers(0, len(_WHOLE)))
def test_any_cut_is_mended_to_whole_records(cut: int) -> None:
    with TemporaryDirectory() as folder:
        (Path(folder) / f"{_NAME}.open").write_bytes(_WHOLE[:cut])
        closed = close_off(Path(folder))
        left = max(end for end in _ENDS if end <= cut)
        assert [path.read_bytes() for path in Path(folder).iterdir()] == ([_WHOLE[:left]] if left else [])
        assert closed == ([_NAME] if left else [])


@given(cut=st.integers(1, len(_WHOLE)), rubbish=st.binary(min_size=1, max_size=40))
def test_rubbish_after_the_last_record_is_cut_off(cut: int, rubbish: bytes) -> None:
    end = max(end for end in _ENDS if end <= cut)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{_NAME}.open"
        path.write_bytes(_WHOLE[:end] + b"\x00" + rubbish)
        assert sum(length for _, length in sound_parts(path)) == end


def test_a_mended_file_is_sound(tmp_path: Path) -> None:
    (tmp_path / f"{_NAME}.open").write_bytes(_WHOLE[:-7])
    (tmp_path / f"{_NAME}.open.lock").write_text("")
    assert close_off(tmp_path) == [_NAME]
    assert [path.name for path in tmp_path.iterdir()] == [_NAME]
    assert len([*records_of(tmp_path / _NAME)]) == 3  # the request alone was torn
    assert warcio_check(tmp_path / _NAME)[0] == 0
    assert close_off(tmp_path) == []


def test_a_file_that_is_being_written_is_left_alone(tmp_path: Path) -> None:
    written = writer(tmp_path)
    name, _ = written.write(kept().members)
    assert close_off(tmp_path) == []
    assert (tmp_path / f"{name}.open").exists()
    written.close()


def test_a_file_that_cannot_be_mended_is_reported(tmp_path: Path) -> None:
    (tmp_path / f"{_NAME}.open").mkdir()
    with pytest.raises(ArchiveError, match="was left by a killed run, and cannot be closed"):
        close_off(tmp_path)
