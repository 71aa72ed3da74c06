"""The silent variant: which pages show it, what is read back, and what stays as it is."""

import random
import re

import pytest

from tests.textrepair.measuring import measure
from tests.textrepair.news import Sample, sample
from zhanjiang.textrepair import damage, repair
from zhanjiang.textrepair.detect import evidence
from zhanjiang.textrepair.silent import may_be_silent
from zhanjiang.textrepair.tables import ANNOTATION, known_table, narrow

NEWS = "市長說，經濟發展得很好，業務也在增長，農業有進步，教育和醫療都要辦好。"


@pytest.mark.parametrize("halfwidth", [False, True])
@pytest.mark.parametrize(
    "text",
    [
        "會議開幕。惠州市委書記、市人大常委會主任主持會議。",
        "扎實做好“六穩”工作，落實“六保”任務，促進發展。",
        "\n\u3000（一）因同一事故受傷；\n\u3000（二）其他情況。",
        "\n\u3000（秦州區委宣傳部供稿）",
        "天氣可不好，所以沒有來。可不好，所以大家都回去了。",
        "記者從縣裏獲悉。縣委書記到鄉鎮調研。",
        "湛江日報記者報道，漁船已經回港。",
        "<p>這是好事。“十四五”期間要規模化種植。</p>",
        "努力開拓進取，把農業辦好。",
    ],
)
def test_silent_damage_is_read_back_and_proved(text: str, halfwidth: bool) -> None:
    page = damage(NEWS + text + NEWS, known_table(), halfwidth=halfwidth, silent=True)
    repaired = repair(page)
    assert narrow(repaired.text) == narrow(NEWS + text + NEWS)
    assert repaired.proved


def test_a_mirror_that_cuts_before_a_list_comma_is_proved() -> None:
    page = "市長(zhǎng)說(shuō)，經(jīng)濟(jì)發(fā)展得很好。會(huì)議開幕；葜菔形瘯、市長(zhǎng)到會(huì)。"
    page += "\n。ㄒ曨l由記者提供）"
    repaired = repair(page)
    assert repaired.text.endswith("會議開幕。惠州市委書記、市長到會。\n\u3000（視頻由記者提供）")
    assert repaired.proved


def test_news_of_silent_mirrors_is_read_back() -> None:
    rng = random.Random(20220531)

    def silent(made: Sample) -> Sample:
        return made._replace(damaged=damage(made.original, made.table, silent=True))

    measured = measure(silent(sample(rng)) for _ in range(15))
    assert measured.hit > 50
    assert measured.accuracy >= 0.995
    assert measured.sentences_right >= 0.80


@pytest.mark.parametrize("seed", range(6))
def test_undamaged_sentences_of_a_page_stand_as_they_are(seed: int) -> None:
    made = sample(random.Random(seed))
    pieces = re.findall("[^。！？\n]+[。！？\n”]+", made.original)
    text = "".join(
        piece
        for piece in pieces
        if "?" not in damage(piece + piece, made.table) and ANNOTATION.sub("", damage(piece, made.table)) == piece
    )
    page = damage(NEWS + text, known_table() | made.table)
    if may_be_silent(page, evidence(page)):
        assert repair(page).text == NEWS + text


def test_a_loud_page_is_never_read_as_a_silent_one() -> None:
    for seed in range(10):
        made = sample(random.Random(seed))
        if ANNOTATION.sub("", made.damaged) not in (made.original, narrow(made.original)):
            assert not may_be_silent(made.damaged, evidence(made.damaged))


@pytest.mark.parametrize("left", ["從縣裏獲悉?h委書記調研。", "開幕;葜菔形瘯記。", "日(qǐng)(bào)社。", "努力??/p>"])
def test_a_page_is_not_proved_while_damage_is_left_standing(left: str) -> None:
    page = damage(NEWS, known_table()) + "今天“十四五”，??好。" + left
    repaired = repair(page)
    assert left[:4] not in repaired.text or not repaired.proved


@pytest.mark.parametrize("tag", ["/p>", "/div>", "br>", "br />", "/strong>", "/span>", '/a> <b class="a">'])
@pytest.mark.parametrize("marks", ["?", "??"])
def test_a_bare_tag_shows_that_its_bracket_and_a_mark_are_lost(tag: str, marks: str) -> None:
    repaired = repair(damage(NEWS, known_table()) + f"<p>大家都很努力{marks}{tag}<p>好事很多。")
    assert repaired.text.endswith(f"<p>大家都很努力。<{tag}<p>好事很多。")
    assert repaired.guesses
