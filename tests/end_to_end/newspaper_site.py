"""A newspaper's site for tests: three days of two papers, each in its own template, as pages by path."""

from __future__ import annotations

DAYS = ("2018-07/18", "2018-07/16", "2018-07/15")
"""The days that have a paper; on the 17th there is none, and the link 上一期 jumps over it."""
FIRST = {"zjrb": 2, "zjwb": 181}
_STORY = "　　本报讯 故事{0}从清晨的码头讲起，渔船回港，鱼虾满舱，岸上的人早早等着。"


def number_of(paper: str, day: str, page: int, place: int) -> int:
    """Return an article's number: by paper, day, page and place on the page, both from 0."""
    return 100_000 * (1 + list(FIRST).index(paper)) + 100 * int(day[-2:]) + 10 * page + place


def site() -> dict[str, bytes]:
    """Return all pages by path. 湛江日报 is in UTF-8 and the first template, 湛江晚报 in GBK and the second."""
    pages: dict[str, bytes] = {}
    for paper, first in FIRST.items():
        for day, former in zip(DAYS, (*DAYS[1:], None), strict=True):
            folder = f"/{paper}/html/{day}"
            for page in (0, 1):
                numbers = [number_of(paper, day, page, place) for place in (0, 1)]
                link = f"../../{former}/node_{first}.htm" if former else ""
                pages[f"{folder}/node_{first + page}.htm"] = _node(paper, first, page, numbers, link)
                for number in numbers:
                    pages[f"{folder}/content_{number}.htm"] = _ARTICLES[paper](number, page)
    return pages


def _node(paper: str, first: int, page: int, numbers: list[int], former: str) -> bytes:
    areas = "".join(
        f'<Area coords="{100 * place},40,{100 * place + 100},40,{100 * place + 100},200,{100 * place},200" '
        f'shape="polygon" href="content_{number}.htm">'
        for place, number in enumerate(numbers)
    )
    others = "".join(f"<LI><A href=node_{first + other}.htm>第A0{other + 1}版：要闻{other}</A>" for other in (0, 1))
    rows = "".join(f"<LI><A href=content_{number}.htm>头条{number}</A>" for number in numbers)
    return (
        f"<HTML><BODY><P>第A0{page + 1}版：要闻{page}</P><IMG useMap=#pagepicmap width=200 height=400 "
        f'src=../../../page/1/{page}/18071800000000001.jpg><MAP NAME="pagepicmap">{areas}</MAP><UL>{others}</UL>'
        f"<UL>{rows}</UL>{f'<A href={former}>上一期</A>' if former else ''}<A HREF=a{page}.pdf>PDF</A></BODY></HTML>"
    ).encode("gbk" if paper == "zjwb" else "utf-8")


def _first_template(number: int, page: int) -> bytes:
    return (
        f"<html><head><title>头条{number}</title></head><body>"
        f"<b class=fisrt>A0{page + 1}<strong>要闻{page}</strong></b>"
        f"<div class=cont><p class=yinti>引题{number}先说</p><h1>头条{number}</h1><p>副题{number}再说</p>"
        f"<div id=ozoom><content><p>{_STORY.format(number)}</p></content></div></div></body></html>"
    ).encode()


def _second_template(number: int, page: int) -> bytes:
    grey = "style='color: #827E7B;'"
    return (
        f"<HTML><BODY><P>第A0{page + 1}版：要闻{page}</P>"
        f"<TABLE bgcolor='#d8d9bd'><TR><TD {grey}>引题{number}先说</TD></TR>"
        f"<TR><TD style='color: #0205FF;'>头条{number}</TD></TR><TR><TD {grey}>副题{number}再说</TD></TR>"
        f"<TR><TD><DIV id=ozoom><content><P>{_STORY.format(number)}</P></content></DIV></TD></TR></TABLE></BODY></HTML>"
    ).encode("gbk")


_ARTICLES = {"zjrb": _first_template, "zjwb": _second_template}
