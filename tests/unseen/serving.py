"""What the skins have in common: the addresses of articles and of listings' pages, and credits by role."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape

from tests.loopback import Answer
from tests.unseen.report import Report, Site

ROBOTS: dict[str, Answer] = {
    "/robots.txt": (200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /admin/\n"),
}


def articles(site: Site, render: Callable[[Site, Report, int], str], encoding: str = "utf-8") -> dict[str, Answer]:
    """Return each page of each article by its two paths, without its channel and with it."""
    served: dict[str, Answer] = {}
    for report in site.reports:
        for page in range(1, len(report.pages) + 1):
            answer = page_answer(render(site, report, page), encoding)
            name = f"/p/{page_name(report, page)}"
            served[name] = served[f"/{report.channel}{name}"] = answer
    return served


def page_answer(page: str, encoding: str = "utf-8") -> Answer:
    """Return a page as sent; one that is not UTF-8 has no charset in its header."""
    if encoding == "utf-8":
        return page.encode()
    return 200, {"Content-Type": "text/html"}, page.encode(encoding, "xmlcharrefreplace")


def page_name(report: Report, page: int) -> str:
    """Return the file name of a page of an article.

    >>> from tests.unseen.reporter import House, write_site
    >>> page_name(write_site(House(1), 1).reports[0], 2).partition("_")[2]
    '2.html'
    """
    return f"{report.number}{f'_{page}' if page > 1 else ''}.html"


def path(report: Report) -> str:
    """Return the short path of an article."""
    return f"/p/{report.number}.html"


def channel_path(report: Report) -> str:
    """Return the path of an article with its channel."""
    return f"/{report.channel}{path(report)}"


def sheets(reports: Sequence[Report], rows: int) -> Iterator[tuple[int, int, Sequence[Report]]]:
    """Yield a listing's pages: number, how many there are, and the reports on it."""
    last = max(1, -(-len(reports) // rows))
    for number in range(1, last + 1):
        yield number, last, reports[(number - 1) * rows : number * rows]


def by_role(report: Report) -> dict[str, list[str]]:
    """Return the names of the credits by role, in the order printed."""
    roles: dict[str, list[str]] = {}
    for person in report.credits:
        roles.setdefault(person.role or "", []).append(person.name)
    return roles


def links(reports: Sequence[Report], row: str, address: Callable[[Report], str] = path) -> str:
    """Return a row for each report; ``row`` has the slots ``{url}``, ``{headline}`` and ``{day}``."""
    return "\n".join(
        row.format(url=address(report), headline=escape(report.headline), day=f"{report.published:%Y-%m-%d}")
        for report in reports
    )


def table_rows(lines: Sequence[Sequence[str]], cell: str = "<td>{}</td>") -> str:
    """Return the rows of a table."""
    return "".join(f"<tr>{''.join(cell.format(escape(text)) for text in line)}</tr>" for line in lines)


def player(report: Report, page: int) -> str:
    """Return the player of a video; nothing for other reports."""
    if report.kind != "video" or page > 1:
        return ""
    name = f"/v/{report.published:%Y%m}/{report.number}"
    return f'<div class="video"><video controls src="{name}.mp4" poster="{name}.jpg"></video></div>'
