"""From a mirror's traditional script back to the portal's simplified one: the inverse of a conversion.

A mirror converted simplified text, so the text to find is the one whose conversion gives the page. Plain reversal is
not that inverse: it turns 鉅 into 巨, but no conversion turns 巨 into 鉅; the portal wrote 钜. OpenCC's tables work in
both directions, and each character whose forward conversion does not give the page back is examined.
"""

from collections.abc import Callable
from functools import cache
from operator import itemgetter
from typing import Final

from zhanjiang.textrepair.particle import with_particle
from zhanjiang.textrepair.tables import cells

_TOWNS: Final = {"干塘镇": "乾塘镇"}
"""Towns of Zhanjiang whose names OpenCC simplifies wrongly, with the right names."""

_LEFT: Final = str.maketrans("伕揹暱麪麺", "夫背昵面面")
"""What OpenCC makes in some phrases (揹着, 船伕) and never takes back, and variants that it makes 麵: in no simplified
text."""

Conversion = tuple[str, ...]
"""OpenCC's configurations, one after another."""

_CONVERSIONS: Final[tuple[tuple[Conversion, Conversion], ...]] = (
    (("t2s",), ("s2t",)),
    (("tw2t", "t2s"), ("s2t", "t2tw")),
    (("hk2t", "t2s"), ("s2t", "t2hk")),
)
"""OpenCC's conversions after their reverses: the standard's characters, and Taiwan's and Hong Kong's variants. In two
steps the phrases of s2t are in memory once, which are 26 MB; the results are those of s2tw, tw2s, s2hk and hk2s."""
_NEAR: Final = 6
"""How many characters on either side decide which phrase a character is in: longer than OpenCC's phrases mostly are."""


@cache
def _converter(configuration: str) -> Callable[[str], str]:
    from opencc import OpenCC  # heavy: clean pages need no conversion

    return OpenCC(configuration).convert


def _converted(text: str, conversion: Conversion) -> str:
    for configuration in conversion:
        text = _converter(configuration)(text)
    return text


@cache
def _sources(forward: Conversion) -> dict[str, tuple[str, ...]]:
    """For each character that a conversion produces, the characters it comes from; itself, if at all, last."""
    characters = "".join(character for character in cells().values() if "\u4e00" <= character <= "\u9fff")
    sources: dict[str, list[str]] = {}
    for source, made in zip(characters, _one_by_one(characters, forward), strict=True):
        if source != made or _in_simplified_standard(source):
            sources.setdefault(made, []).append(source)
    return {made: tuple(sorted(of_made, key=made.__eq__)) for made, of_made in sources.items()}


def _one_by_one(characters: str, conversion: Conversion) -> list[str]:
    return _converted("\n".join(characters), conversion).split("\n")


def _in_simplified_standard(character: str) -> bool:
    """Whether simplified text uses a character: it uses 乾 and 瞭; only mirrors write 為 and 裡."""
    return bool(character.encode("gb2312", "ignore"))


def to_simplified(text: str) -> str:
    """The simplified text whose conversion gives this traditional one; a character that none gives is plainly reversed.

    The mirror's conversion is taken to be the one of OpenCC's that explains most of the text. Taiwan's 著 is 著 or 着,
    which is decided first.

    >>> to_simplified("李鉅良"), to_simplified("鐘錶"), to_simplified("為了這裡"), to_simplified("乾塘鎮")
    ('李钜良', '钟表', '为了这里', '乾塘镇')
    """
    simplified = _inverted(with_particle(text)).translate(_LEFT)
    for phrase, name in _TOWNS.items():
        simplified = simplified.replace(phrase, name)
    return simplified


def _inverted(text: str) -> str:
    attempts = []
    for reverse, forward in _CONVERSIONS:
        simplified = _converted(text, reverse)
        again = _converted(simplified, forward)
        if again == text or not len(again) == len(simplified) == len(text):
            return simplified
        attempts.append((sum(map(str.__ne__, again, text)), simplified, again, forward))
    _, simplified, again, forward = min(attempts, key=itemgetter(0))
    characters = list(simplified)
    for position, (made, wanted) in enumerate(zip(again, text, strict=True)):
        if made != wanted:
            characters[position] = _source(characters, position, wanted, forward)
    return "".join(characters)


def _source(characters: list[str], position: int, wanted: str, forward: Conversion) -> str:
    """The character whose conversion at this position gives `wanted`; its plain reversal where none does."""
    before = "".join(characters[max(0, position - _NEAR) : position])
    after = "".join(characters[position + 1 : position + _NEAR + 1])
    for source in _sources(forward).get(wanted, ()):
        if _converted(before + source + after, forward)[len(before) : len(before) + 1] == wanted:
            return source
    return _reversed(wanted) if characters[position] == wanted else characters[position]


@cache
def _reversed(character: str) -> str:
    """The simplified form of a character in any mirror's variant."""
    forms = (_converted(character, reverse) for reverse, _ in _CONVERSIONS)
    return next((form for form in forms if form != character), character)


def is_traditional(text: str) -> bool:
    """Whether more of a text's characters are traditional than are simplified.

    >>> is_traditional("湛江市昨日舉行活動"), is_traditional("湛江市昨日举行活动")
    (True, False)
    """
    return _differences(text, "t2s") > _differences(text, "s2t")


def is_simplified(text: str) -> bool:
    """Whether more of a text's characters are simplified than are traditional.

    >>> is_simplified("湛江市昨日举行活动"), is_simplified("人山人海")
    (True, False)
    """
    return _differences(text, "s2t") > _differences(text, "t2s")


def _differences(text: str, configuration: str) -> int:
    changed = _converter(configuration)(text)
    return 0 if changed == text else sum(a != b for a, b in zip(text, changed, strict=False))


def in_script(text: str, script: str) -> str:
    """A text converted to `hans` or `hant`, unchanged where it is already; `none` leaves every text as it is.

    >>> in_script("數字報", "hans"), in_script("数字报", "hant"), in_script("数字報", "none")
    ('数字报', '數字報', '数字報')
    """
    if script == "none" or is_traditional(text) == (script == "hant"):
        return text
    return to_simplified(text) if script == "hans" else _converter("s2t")(text)
