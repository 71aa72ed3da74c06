"""``scrapy repair`` from the outside: files, standard input, scripts, JSON, the table, mistakes."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.commands.terminal import run_on_terminal
from tests.end_to_end.running import as_text
from tests.in_process import run_in_process
from zhanjiang.textrepair import damage
from zhanjiang.textrepair.tables import known_table

ROOT = Path(__file__).parents[2]
TEXT = "湛江日報訊，市長說，經濟發展要靠產業，農業、醫療都要辦好。這是好事。“十四五”</p>\n"
SIMPLIFIED = "湛江日报讯，市长说，经济发展要靠产业，农业、医疗都要办好。这是好事。“十四五”</p>\n"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A damaged page in a file."""
    path = tmp_path / "page.txt"
    path.write_text(damage(TEXT, known_table()), encoding="utf-8")
    return path


def scrapy_repair(*arguments: object, stdin: bytes = b"") -> subprocess.CompletedProcess[str]:
    """Run the command."""
    return as_text(run_in_process(ROOT, ("repair", *map(str, arguments)), {}, stdin))


def test_files_are_repaired_and_simplified(page: Path) -> None:
    done = scrapy_repair(page)
    assert (done.returncode, done.stdout) == (0, SIMPLIFIED)


def test_standard_input_in_the_script_asked_for(page: Path) -> None:
    assert scrapy_repair("--script", "hant", stdin=page.read_bytes()).stdout == TEXT
    assert scrapy_repair("--script", "none", "-", stdin=page.read_bytes()).stdout == TEXT


def test_json_is_one_object_a_file(page: Path) -> None:
    done = scrapy_repair("--json", page, page)
    first, second = map(json.loads, done.stdout.splitlines())
    assert first == second
    assert first["text"] == SIMPLIFIED
    assert list(first) == ["text", "readings", "restored", "guesses", "proved"]
    assert first["proved"] is True
    for guess in first["guesses"]:
        assert first["text"][guess["start"] : guess["end"]] == guess["text"]


def test_a_table_explains_each_change(page: Path) -> None:
    done = scrapy_repair("--explain", page)
    assert done.returncode == 0
    for part in ("proved", "?qǐng)?bào)", "88f3", "the annotation of 經"):
        assert part in done.stdout


def test_a_bad_file_costs_a_line_and_the_others_are_done(page: Path, tmp_path: Path) -> None:
    binary = tmp_path / "picture.jpg"
    binary.write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01")
    done = scrapy_repair(tmp_path / "missing.txt", binary, page)
    assert (done.returncode, done.stdout) == (1, SIMPLIFIED)
    lines = done.stderr.splitlines()
    assert len(lines) == 2
    assert "missing.txt" in lines[0]
    assert "picture.jpg: is no text" in lines[1]


def test_options_that_exclude_each_other_are_told(page: Path) -> None:
    assert scrapy_repair("--json", "--explain", page).returncode == 2
    assert "takes no FILE" in scrapy_repair("--learn", page).stderr


def test_learning_needs_a_store(tmp_path: Path) -> None:
    done = scrapy_repair("--learn", "-s", f"STORE_URL=sqlite:///{tmp_path}/none.db")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1


def test_learning_counts_the_words_of_the_store(tmp_path: Path) -> None:
    from zhanjiang.items import Article
    from zhanjiang.store import open_store
    from zhanjiang.store.articles import save

    address = f"sqlite:///{tmp_path}/store.db"
    store = open_store(address)
    with store.transaction() as connection:
        save(
            connection,
            Article(id="portal/1", headline="码头启用", text="码头昨日启用，码头很大。", revision=1, content_hash="0"),
        )
    store.close()
    words = tmp_path / "words.bin"
    done = scrapy_repair("--learn", "-s", f"STORE_URL={address}", "-s", f"REPAIR_LEARNED={words}")
    assert done.returncode == 0, done.stderr
    assert "words learned" in done.stdout
    assert words.exists()


def test_a_text_gives_no_orders_to_a_terminal(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("湛江\x1b[2J\u202e港\x9b31m\r\n👨\u200d👩 好\n", encoding="utf-8")
    code, shown = run_on_terminal(tmp_path, 80, "repair", "page.txt")
    assert (code, shown.rstrip()) == (0, "湛江\ufffd[2J\ufffd港\ufffd31m \n👨\u200d👩 好")
