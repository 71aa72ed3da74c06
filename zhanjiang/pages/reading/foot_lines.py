"""What the foot of a page says, where it stands as text: whose the rights are, licences, whom to call."""

from __future__ import annotations

from typing import Final

from zhanjiang.pages.reading.labels import is_furniture, is_notice, is_sentence
from zhanjiang.pages.reading.lines import Line
from zhanjiang.processors.lazy_pattern import lazy_pattern

FOOT_WORDS: Final = "[备備]案|版[权權]|ICP|公[网網]安|[转轉][载載]|[许許]可[证證]|©|(?i:copyright)"
BEGINS_FOOT: Final = lazy_pattern(
    "本[报報网網站刊社公平客]|未[经經]|凡|[©Cc]|互[联聯]|.{0,3}(?:[备備]案|ICP|公[网網])|[^,，。“]{0,30}版[权權]"
)
"""How a long line of a foot begins."""
_RIGHTS: Final = lazy_pattern(
    r"(?i)^(?:[\w\s()©·:/-]{0,30}版权所有(?![人者权])|©|copyright"
    r"|(?:(?:网站)?备案(?:号|编号|信息)?\s*:?\s*)?[一-鿿]?\s*(?:ICP备|公网安备)|互联网新闻信息服务许可证)"
)
_COPYING: Final = r"(?:转载|摘编|复制|镜像|使用|转发|转贴|传播|链接|引用)"
_FORBIDS: Final = lazy_pattern(
    r"^(?:本(?:报|网|网站|站|刊|社|公众号|平台|客户端)|未经|凡本?|版权|©)[^“”]{0,60}(?:不得|禁止|严禁|谢绝|请勿)"
    rf"[^“”。]{{0,12}}?{_COPYING}(?:[、,或和及与]*(?:建立)?{_COPYING})*(?:\W+(?:违者|否则|侵权|如[需有]|转载|请|联系).{{0,40}})?\W*$"
)
_BESIDE: Final = lazy_pattern(
    r"^(?:(?:新闻|爆料|报料|广告|发行|投稿|举报|客服|服务|联系|值班)(?:热线|电话|邮箱|QQ)|投稿|(?:办公|联系|报社)?地址|邮编"
    r"|邮政编码|(?:主办|承办|主管|协办)(?:单位)?|技术支持|电子邮箱|E-?mail|.{0,6}违法和不良信息举报|国内统一(?:连续出版物|刊)号|网站标识码).{0,4}[:(\d]"
)
_NEWSROOM: Final = lazy_pattern(r"^(?:新闻|爆料|报料|广告|发行|投稿)(?:热线|电话|邮箱)\s*[:(\d]")
_LONGEST: Final = 120
_SPEAKS: Final = lazy_pattern(r"[说称]|表示|提醒|认为|介绍")


def is_foot_line(line: Line) -> bool:
    """Say whether a line is one of a page's foot by what it says: rights, licences, or that copying is forbidden.

    What is nothing else but a notice about copying is left out wherever it stands (``is_notice``).
    """
    if line.media or len(line.text) > _LONGEST:
        return False
    if _RIGHTS.search(line.folded):
        return not is_sentence(line)
    return bool(_FORBIDS.match(line.folded) and not _SPEAKS.search(line.folded))


def is_newsroom_line(line: Line) -> bool:
    """Say whether a line is a newsroom's own telephone number or address for letters."""
    return bool(_NEWSROOM.match(line.folded))


def goes_with_foot(line: Line) -> bool:
    """Say whether a line may be the foot's where it stands beside such a one: telephone numbers, addresses."""
    if line.media or is_sentence(line):
        return False
    return is_foot_line(line) or is_notice(line) or bool(_BESIDE.match(line.folded)) or is_furniture(line)
