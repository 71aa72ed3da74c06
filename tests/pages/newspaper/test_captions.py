"""Pictures and captions between the decks and the body of a newspaper's article."""

from __future__ import annotations

import pytest

from tests.pages.newspaper.story import TEXT, WRAPPERS, picture, read

_DECK = "<p>——新渔季首日见闻</p>"
_A, _B = "渔船归港，码头一片繁忙。通讯员何平安 摄", "渔民在分拣鲜鱼。"


@pytest.mark.parametrize("wrapper", WRAPPERS)
@pytest.mark.parametrize(
    ("below", "captions"),
    [
        (f"<div>{picture('a')}<p>{_A}</p></div>", [_A]),
        (f"<div>{picture('a')}<br>{_A}</div>", [_A]),
        (f"<div>{picture('a')}</div><div>{_B}</div>", [_B]),
        (f"<div>{picture('a')}</div><div>{_B}</div><div>{picture('b')}</div><div>{_A}</div>", [_B, _A]),
        (f"<div>{picture('a')}{picture('b')}</div><p>{_B}</p><p>{_A}</p>", [_B, _A]),
        (f"<div>{_A}</div><div>{picture('a')}</div>", [_A]),
        (f"<div>▲{_B}</div><div>{picture('a')}</div>", [_B]),
        (f"<table><tr><td>{picture('a')}</td></tr></table><p>{_B}</p>", [_B]),
        (f"<table><tr><td>{picture('a')}</td></tr><tr><td>{_B}</td></tr></table>", [_B]),
        (f"<div>{picture('a')}</div><div>拍摄点:霞山码头。何平安 摄</div>", ["拍摄点:霞山码头。何平安 摄"]),
    ],
)
def test_captions_above_the_body(wrapper: str, below: str, captions: list[str]) -> None:
    article = read(wrapper, below_headline=_DECK + below)
    assert [image.caption for image in article.images] == captions
    assert (article.subheadline, article.text) == ("——新渔季首日见闻", TEXT)


@pytest.mark.parametrize("wrapper", WRAPPERS)
def test_a_byline_below_the_captions(wrapper: str) -> None:
    below = f"{_DECK}<div>{picture('a')}</div><div>{_A}</div><div>文/本报记者周大海</div><div>图/本报记者林小溪</div>"
    article = read(wrapper, below_headline=below)
    assert [image.caption for image in article.images] == [_A]
    assert (article.byline, article.text) == ("文/本报记者周大海 图/本报记者林小溪", TEXT)


@pytest.mark.parametrize("wrapper", WRAPPERS)
def test_a_deck_below_the_picture_is_no_caption(wrapper: str) -> None:
    article = read(wrapper, below_headline=f"<div>{picture('a')}</div><div>{_B}</div>{_DECK}")
    assert (article.subheadline, [image.caption for image in article.images]) == ("——新渔季首日见闻", [_B])


def test_a_long_caption_above_a_declared_body() -> None:
    caption = "码头一片繁忙，" * 16 + "鱼满仓。"
    article = read(WRAPPERS[0], below_headline=f"<div>{picture('a')}</div><div>{caption}</div>")
    assert ([image.caption for image in article.images], article.text) == ([caption], TEXT)
