"""The repair as users call it: properties of every text, guesses, steps, markup, and how good it is on news."""

import random
import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.textrepair.measuring import measure
from tests.textrepair.news import random_table, sample, simplified_article
from zhanjiang.textrepair import RepairConfig, damage, invert, is_damaged, repair, replay
from zhanjiang.textrepair.tables import TONED, known_table, narrow

CLEAN = st.text(
    alphabet=st.one_of(
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
        st.sampled_from("，。！？；“”()（）?abcxyz <>\n" + TONED + "經濟會業發"),
        st.characters(exclude_categories=["Cs"]),
    )
)


@given(CLEAN.filter(lambda text: ")" not in text and "?" not in text))
def test_text_without_brackets_and_questions_is_never_touched(text: str) -> None:
    assert repair(text).text == text


@settings(max_examples=30)
@given(st.integers(0, 10**6), st.sampled_from(["?", "??", "?！", "?!"]))
def test_questions_before_the_punctuation_of_clean_news_are_left_alone(seed: int, mark: str) -> None:
    clean = sample(random.Random(seed)).original
    rng = random.Random(seed)
    questioned = re.sub("[，。！]", lambda match: rng.choice((mark, "")) + match[0], clean)
    assert repair(questioned).text == questioned
    assert not is_damaged(questioned)


@settings(max_examples=30)
@given(st.integers(0, 10**6), st.sampled_from(["utf-8 gbk", "big5 gbk", "gbk big5", "utf-8 big5"]))
def test_other_mojibake_is_left_alone(seed: int, encodings: str) -> None:
    written, read = encodings.split()
    shown = (
        sample(random.Random(seed)).original.encode(written, "replace").decode(read, "replace").replace("\ufffd", "?")
    )
    assert repair(shown).text == shown


@settings(max_examples=30)
@given(st.integers(0, 10**6))
def test_news_that_lost_characters_is_left_alone(seed: int) -> None:
    rng = random.Random(seed)
    shown = "".join("?" if rng.random() < 0.05 else character for character in sample(random.Random(seed)).original)
    assert repair(shown).text == shown


@given(CLEAN)
def test_undamaged_text_is_never_touched(text: str) -> None:
    assert is_damaged(text) or repair(text).text == text


@settings(max_examples=30)
@given(st.randoms(use_true_random=False))
def test_steps_replay_and_guesses_stand_where_they_say(rng: random.Random) -> None:
    made = sample(rng)
    repaired = repair(made.damaged)
    assert replay(made.damaged, repaired.steps) == repaired.text
    for guess in repaired.guesses:
        assert repaired.text[guess.start : guess.end] == guess.text
        assert all(0 <= alternative.score <= 1 for alternative in guess.alternatives)


@settings(max_examples=30)
@given(st.randoms(use_true_random=False))
def test_clean_news_is_left_alone_in_either_script(rng: random.Random) -> None:
    assert repair(article := simplified_article(rng)).text == article
    original = sample(rng).original
    assert repair(original).text == original


def test_repairing_twice_changes_nothing_more() -> None:
    once = repair(sample(random.Random(3)).damaged).text
    assert repair(once).text == once


def test_news_is_read_back_as_well_as_promised() -> None:
    rng = random.Random(20220531)
    measured = measure(sample(rng) for _ in range(40))
    assert measured.hit > 150
    assert measured.accuracy >= 0.999
    assert measured.sentences_right >= 0.80
    assert measured.wrong_flagged >= 0.90
    assert measured.proved >= 0.9 * measured.pages


@pytest.mark.soak
def test_much_news_is_read_back_as_well_as_promised() -> None:
    rng = random.Random(7)
    measured = measure(sample(rng) for _ in range(600))
    assert measured.accuracy >= 0.999
    assert measured.sentences_right >= 0.80
    assert measured.wrong_flagged >= 0.93


def test_a_page_with_markup_parses_again() -> None:
    table = known_table()
    filler = "市長說，經濟發展要靠產業，農業、醫療、教育都要辦好，對困難羣眾要關愛。"
    head = '<html><body title="會議"><script>if (a?b:c) {}</script>'
    body = f"{head}<p>{filler}這是好事。“十四五”</p><p>{filler}</p></body>"
    page = damage(body, table)
    assert "?/p>" in page
    repaired = repair(page)
    assert repaired.text == body
    assert repaired.proved


def test_a_mirror_may_leave_marks_uncut() -> None:
    table = known_table()
    text = "市長說，經濟發展要靠產業，農業、醫療都要辦好。“十四五”期間要規模化種植。"
    page = damage(text, table, uncut_marks=frozenset({1}))
    assert page != damage(text, table)
    assert repair(page).proved


def test_lost_digits_are_guesses() -> None:
    text = "市長說，經濟發展要靠產業，農業、醫療都要辦好。這是好事。“十四五”7個項目"
    repaired = repair(damage(text, known_table()))
    assert len(repaired.text) == len(text)
    assert any(text.index("7") in range(guess.start, guess.end) for guess in repaired.guesses)


def test_a_digit_shown_half_width_was_the_start_of_the_annotated_character() -> None:
    original = "這次會議說，今年增長８個百分點，業務發展得很好。"
    damaged = damage(original, {"競": "jìng", "個": "gè", "會": "huì", "說": "shuō"}, halfwidth=True)
    assert "8?jìng)" in damaged
    assert narrow(repair(damaged).text) == narrow(original)


def test_a_character_that_shows_nothing_at_all_is_among_the_alternatives() -> None:
    text = "董事長梁啓釗指出，要提升應急處置能力，全長一公里。"
    damaged = damage(text, {"長": "zhǎng", "應": "yīng", "簡": "jiǎn"})
    guess = repair(damaged).guesses[0]
    assert "指出，要提升" in guess.text + "".join(other.text for other in guess.alternatives)


def test_no_more_alternatives_are_reported_than_configured() -> None:
    made = sample(random.Random(11))
    repaired = repair(made.damaged, RepairConfig(alternatives=1, guess_below=1.0))
    assert repaired.guesses
    assert all(len(guess.alternatives) <= 1 for guess in repaired.guesses)


def test_nothing_heavy_is_loaded_for_clean_text() -> None:
    code = (
        "import sys; from zhanjiang.textrepair import repair; repair('湛江日報很好，重慶也好。');"
        "print('zhanjiang.textrepair.invert' in sys.modules); repair('湛江日報(bào)很好，重(chóng)慶也好。');"
        "print([name for name in ('jieba', 'wordfreq', 'opencc', 'zhanjiang.items') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "[]"]


def test_a_damaged_page_needs_neither_word_lists_nor_conversions() -> None:
    code = (
        "import sys; sys.modules.update(dict.fromkeys(('jieba', 'wordfreq', 'opencc')));"
        "from zhanjiang.textrepair import repair;"
        "print(ascii(repair('市長(zhǎng)說(shuō)，湛江日?qǐng)?bào)的經(jīng)濟(jì)新聞。').text))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ascii("市長說，湛江日報的經濟新聞。")


def test_an_annotation_that_mirrors_print_is_taken_out_though_the_character_stands_once_without() -> None:
    page = "市長(zhǎng)說(shuō)，經(jīng)濟(jì)發(fā)展要靠產(chǎn)業(yè)。過(guò)程很長(zhǎng)，過程也很難，也要辦好。"
    repaired = repair(page)
    assert repaired.text == "市長說，經濟發展要靠產業。過程很長，過程也很難，也要辦好。"
    assert not repaired.proved


def test_the_width_of_marks_stays_as_shown() -> None:
    table = random_table(random.Random(1)) | {"經": "jīng", "濟": "jì", "發": "fā"}
    text = "今天經濟發展很好，明天也會很好，大家都很高興，說：真好！"
    shown = damage(text, table, halfwidth=True)
    assert repair(shown).text == narrow(text)


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        ("湛江日?qǐng)?bào)訊", "湛江日報訊"),
        ("快來(lái)?yè)屔嘲l(fā)吧", "快來搶沙發吧"),
        ("這是經(jīng)過?！笆奈濉?", "這是經過。“十四五”"),
        ("重(chóng)慶", "重(chóng)慶"),
        ("他長(zhǎng)大了嗎?好", "他長(zhǎng)大了嗎?好"),
        ("他長(zhǎng)大了?！我不信。", "他長(zhǎng)大了?！我不信。"),
        ("這是一件好事?！笆奈濉?", "這是一件好事。“十四五”"),
        ("地面變形?。罕WC安全", "地面變形小：保證安全"),
        ("關係發生了變化?，F(xiàn)在好了", "關係發生了變化。現在好了"),
        ("大家的心願(yuàn)是實(shí)現(xiàn)和平?！?", "大家的心願是實現和平。”"),
        ("江邊小鎮(zhèn)的老人說，他的家鄉(xiāng)在很遠的北方", "江邊小鎮的老人說，他的家鄉在很遠的北方"),
        ("他會(huì)長(zhǎng)期住在這個小鎮上，因為這裏有海", "他會(huì)長(zhǎng)期住在這個小鎮上，因為這裏有海"),
        ("老師說?！h不見了", "老師說?！h不見了"),
    ],
)
def test_one_torn_annotation_or_one_cut_is_evidence_in_a_short_run(shown: str, text: str) -> None:
    assert repair(shown).text == text


_PAGE = "<p>市長說，這裏的經濟發展要靠產業，農業、醫療都要辦好，今天上午在碼頭上的人都很高興。</p>\n"
"""Enough of a page to show what its mirror annotates."""


@pytest.mark.parametrize(
    "text",
    [
        "<p>隨着人們生活節奏不斷加快，病友們生活都很困難。</p>",
        "<p>記者主要來自上海、北京、濟南等地，他們人在異國他鄉。</p>",
        "<p>參保、意外傷害報銷範圍都有調整。</p>",
        "<p>加上對當地水域不熟悉，幾次施救未果。</p>",
        "<p>水加多一點點。。。</p>",
    ],
)
def test_what_hides_in_empty_cells_is_read(text: str) -> None:
    repaired = repair(damage(_PAGE + text, known_table()))
    assert (repaired.text, repaired.proved) == (_PAGE + text, True)


@pytest.mark.parametrize("text", ["<p>馬上撥打110。”</p>", "<p>上升爲80%。”</p>", "<p>下次一定更加出色！！！</p>"])
def test_a_sign_lost_after_a_digit_and_a_run_of_a_mark_are_read_or_guesses(text: str) -> None:
    repaired = repair(damage(_PAGE + text, known_table(), halfwidth=True))
    assert repaired.text.endswith("</p>")
    assert repaired.text == narrow(_PAGE + text) or any(guess.end > len(_PAGE) for guess in repaired.guesses)


@pytest.mark.parametrize("text", ["<p>他們都來了？？</p>", "<p>他們都來了？？”</p>", "<p>他們都來了？！”</p>"])
def test_marks_before_a_tag_take_no_markup_with_them(text: str) -> None:
    repaired = repair(damage(_PAGE + text, known_table(), halfwidth=True))
    assert repaired.text == narrow(_PAGE + text)
    assert repaired.proved


def test_an_annotation_after_a_letter_is_taken_out_by_its_bytes_alone() -> None:
    table = known_table() | {"肅": "sù"}
    text = f"{_PAGE}<p>他們得C是好事。</p>"
    shown = damage(text, table)
    assert "C(sù)" in shown
    repaired = repair(shown)
    assert (repaired.text, repaired.proved) == (text, True)


@pytest.mark.parametrize("width", [4, 8])
@pytest.mark.parametrize("begin", ["據了解，", "2022年，", "A座", "（一）", "“十四五”", "《湛江日報》"])
@pytest.mark.parametrize("before", ["<p>", "\n", "<br>\n", "<p>&nbsp;"])
def test_a_lost_indent_of_a_damaged_page_is_no_text(width: int, begin: str, before: str) -> None:
    text = "市長說，這裏的經濟發展要靠產業，農業、醫療都要辦好，今天上午在碼頭上的人都很高興。"
    page = damage(f"<p>{text}</p>{before}{'?' * width}{begin}{text}</p>", known_table())
    repaired = repair(page)
    assert repaired.text == f"<p>{text}</p>{before}{begin}{text}</p>"
    assert repaired.proved
    assert replay(page, repaired.steps) == repaired.text


def test_questions_at_the_end_of_a_line_stay() -> None:
    text = "<p>市長說，經濟發展要靠產業，農業、醫療都要辦好。</p><p>這是什麼????</p>"
    assert repair(damage(text, known_table())).text == text


@pytest.mark.parametrize("pinyin", ["zhǎng", "cháng"])
def test_a_page_prints_its_own_pinyin_of_a_character(pinyin: str) -> None:
    text = "市長說，經濟增長要靠產業，農業、醫療都要辦好，對困難羣眾要長期關愛。"
    repaired = repair(damage(text, {**known_table(), "長": pinyin}))
    assert (repaired.text, repaired.proved) == (text, True)
    assert ("長", pinyin) in repaired.table


def test_a_page_is_not_proved_while_damage_is_left_in_it() -> None:
    page = damage("市長說，經濟發展要靠產業，農業、醫療都要辦好。", known_table()) + "\n好?zzā)的？\n他?ㄇ㊣⒄g"
    repaired = repair(page)
    assert "?" in repaired.text
    assert not repaired.proved


def test_a_page_made_to_keep_repair_busy_is_left_where_the_bound_is_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invert, "_MOST_WALKED", 100)
    head = damage("市長說，這裏的經濟發展要靠產業，農業、醫療都要辦好。", known_table()) + "\n"
    page = head + "？?" * 1000
    repaired = repair(page)
    assert repaired.text.endswith("？?" * 100)
    assert not repaired.proved
    assert repaired.guesses[-1].text == "?"
    assert replay(page, repaired.steps) == repaired.text
