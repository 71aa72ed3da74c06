"""The one fold of texts that are searched and compared: width, case and script are no difference.

Each character is folded by itself: NFKC, case-folded, simplified. So whatever stands in a text stands in the folded
text when it is folded too. The simplified form of a character is a table of ours: signatures of folded texts are
stored and must never change, and OpenCC's dictionaries take long to load.
"""

from __future__ import annotations

import json
import unicodedata
from importlib.resources import files
from itertools import accumulate, pairwise
from typing import Final

from zhanjiang.textrepair import to_simplified

_FORMS: Final[dict[str, str]] = json.loads((files(__package__) / "simplified.json").read_text("utf-8"))
SIMPLIFIED: Final = dict(zip(_FORMS["traditional"], _FORMS["simplified"], strict=True))
"""Characters of the Basic Multilingual Plane whose simplified form is another."""

# What OpenCC's standards (China, Taiwan, Hong Kong) write differently, or simplify in some words alone, and the table
# leaves apart. A search finds one by the other; signatures, which are stored, know nothing of it.
_VARIANTS: Final = str.maketrans(
    "㓰㳽䌽䙓䦆䩄幺暱穞縆缐苧谘锺馀乾侭拚捱摺榘沈菸薹袷讬迳醣钜镟麺麹簷潨痺著睪颚鲶衞敍枱粧糭衹瞭",
    "划弥彩摆镢腼么昵稆緪线苎咨钟余干尽拼挨折矩渖烟苔夹托径糖巨旋面曲檐潀痹着睾腭鲇卫叙台妆粽只了",
)


def _simplified(character: str) -> str:
    return SIMPLIFIED.get(character, character) if character <= "\uffff" else to_simplified(character)


class _Fold(dict[int, str]):
    """What each character becomes, looked up once for each: four times as fast as folding whole texts."""

    def __missing__(self, code: int) -> str:
        self[code] = self.form(unicodedata.normalize("NFKC", chr(code)).casefold())
        return self[code]

    def form(self, normal: str) -> str:
        """The folded form of what NFKC and case folding make of a character."""
        return "".join(map(_simplified, normal)).translate(_VARIANTS)


class _FoldOfLetters(_Fold):
    def form(self, normal: str) -> str:
        """The same of letters and digits, without variants; nothing of any other character."""
        return "".join(_simplified(character) for character in normal if character.isalnum())


_FOLD: Final = _Fold()
_LETTERS: Final = _FoldOfLetters()


def fold(text: str) -> str:
    """A text as it is searched: simplified, regardless of width and case, with its punctuation marks and blanks.

    >>> fold("湛江市（Ａ区）　舉行活動，看著：共12場")
    '湛江市(a区) 举行活动,看着:共12场'
    """
    return text.translate(_FOLD)


def fold_letters(text: str) -> str:
    """A text as it is compared with others: the folded letters and digits alone.

    >>> fold_letters("湛江市（Ａ区）　舉行活動，共12場。")
    '湛江市a区举行活动共12场'
    """
    return text.translate(_LETTERS)


def fold_with_places(text: str) -> tuple[str, list[int]]:
    """A folded text, and for each of its characters and its end the place in the text it comes from.

    >>> fold_with_places("㎡港")
    ('m2港', [0, 0, 1, 2])
    """
    folded = fold(text)
    if len(folded) == len(text):
        return folded, [*range(len(text) + 1)]
    ends = [0, *accumulate(len(_FOLD[ord(character)]) for character in text)]
    places = [at for at, (start, end) in enumerate(pairwise(ends)) for _ in range(start, end)]
    return folded, [*places, len(text)]
