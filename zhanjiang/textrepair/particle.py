"""The particle 着 as Taiwan writes it, 著, told from the 著 of books and fame.

Taiwan's standard writes both alike, and OpenCC's way back errs in both directions: 編著 becomes 编着, and of 捧著書 it
makes a book that somebody wrote. The words of books and fame are few, so all that is none of them is the particle.
"""

import re
from typing import Final

_WRITTEN: Final = re.compile(
    "(?<=[原名巨土昭卓拙撰譯译論论專专顯显遺遗舊旧新])著"
    "|(?<=微知)著"
    "|(?<=[編编])著(?![竹草席篮籃辮辫網网織织花筐藤繩绳笠故謊谎])"
    "|(?<=合)著(?![眼雙双手掌嘴拍音節节夥伙起])"
    "|(?<=所)著(?=[的《「“，。、]|$)"
    "|著(?=述|者|書立|书立|[書书][人者])"
    "|著(?=名(?![字單单片牌次額额]))"
    "|著(?=作(?![業业戰战揖案客]))"
    "|著(?=[稱称](?![重體体]))"
    "|著(?=[錄录](?![音像影製制取播入]))"
    "|著(?=有[^，。；！？]{0,6}《)|著(?=有(?:[論论][文著]|[專专詩诗文散小長长]|回[憶忆]))"
    "|(?<=[\\s》])著(?=[\\s）)，。；、]|$)|著(?=[）)])"
)
"""The 著 of books and fame: 名著, 著作, 《…》著; but 看著作業, 叫著名字, 編著竹籃, 合著眼."""
_SHIELD: Final = "\ue0ff"
"""A private character that stands for it meanwhile."""


def with_particle(text: str) -> str:
    """A traditional text with 着 for the particle; one that has 着 distinguishes them itself.

    >>> with_particle("看著海，編著過土著民俗叢書"), with_particle("看着海的葉著先生")
    ('看着海，編著過土著民俗叢書', '看着海的葉著先生')
    """
    if "著" not in text or "着" in text:
        return text
    return _WRITTEN.sub(_SHIELD, text).replace("著", "着").replace(_SHIELD, "著")
