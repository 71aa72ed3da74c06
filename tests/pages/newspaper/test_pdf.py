"""Which PDF is a newspaper page's own, where the page lists all pages of its day with a PDF each."""

from __future__ import annotations

import pytest

from zhanjiang.pages.newspaper.edition import EditionPage

_FOLDER = "http://szb.example/zjrb/html/2018-07/17/"
_NAMES = ("要闻", "本地", "综合", "副刊")
_ICON = "<img src=/images/pdf.gif>"


def _pdf(number: int) -> str:
    return f"../../../page/1/2018-07-17/A0{number}/18071700{number}.pdf"


def _link(number: int) -> str:
    return f"<a href=node_{number + 1}.htm>第A0{number}版：{_NAMES[number - 1]}</a>"


def _rows(form: str, shown: int, most: int = 4, *, links_itself: bool = True) -> str:
    """The list of pages, each entry in a form; the page that is shown may be no link there."""
    names = {n: _link(n) if links_itself or n != shown else f"第A0{n}版：{_NAMES[n - 1]}" for n in range(1, most + 1)}
    return "".join(form.format(page=names[n], pdf=f"<a href={_pdf(n)}>{_ICON}</a>") for n in names)


def _read(shown: int, below: str, beside: str = "") -> int | None:
    """The number of the page whose PDF is read, None for none; the page has its label and links to its neighbours."""
    neighbours = f"<a href=node_{shown}.htm>上一版</a> <a href=node_{shown + 2}.htm>下一版</a>"
    html = (
        f"<html><body><table><tr><td>第A0{shown}版：{_NAMES[shown - 1]}</td><td>{neighbours}</td>{beside}</tr></table>"
        f"{below}<ul><li><a href=content_{shown}.htm>码头迎来头网鱼汛</a></ul></body></html>"
    )
    address = EditionPage(html.encode(), f"{_FOLDER}node_{shown + 1}.htm").to_item().pdf
    return int(address.removesuffix(".pdf")[-1]) if address else None


_FORMS = (
    ("<table>{}</table>", "<tr><td>{page}</td><td>{pdf}</td></tr>"),
    ("<ul>{}</ul>", "<li>{page} {pdf}</li>"),
    ("<ul>{}</ul>", "<li>{pdf} {page}</li>"),
    ("<div>{}</div>", "{page} {pdf}<br>"),
    ("<div>{}</div>", "{pdf} {page}<br>"),
    (
        "<dl>{}</dl>",
        "<dt><div><span>{page}</span></div><div><b>{pdf}</b></div></dt><dd><a href=content_9.htm>题</a></dd>",
    ),
)


@pytest.mark.parametrize("shown", [1, 2, 4])
@pytest.mark.parametrize(("box", "form"), _FORMS)
def test_the_pdf_beside_the_page_s_own_entry(box: str, form: str, shown: int) -> None:
    assert _read(shown, box.format(_rows(form, shown))) == shown


@pytest.mark.parametrize("shown", [1, 2, 4])
@pytest.mark.parametrize(("box", "form"), [form for form in _FORMS if "br" not in form[1]])
def test_the_page_s_own_entry_may_be_no_link(box: str, form: str, shown: int) -> None:
    assert _read(shown, box.format(_rows(form, shown, links_itself=False))) == shown


@pytest.mark.parametrize(("most", "shown"), [(2, 1), (2, 2), (4, 3)])
def test_one_pdf_alone_is_the_page_s(most: int, shown: int) -> None:
    own = f"<a href={_pdf(shown)}>PDF</a>"
    pages = "".join(f"<li>{_link(number)}" for number in range(1, most + 1))
    assert _read(shown, f"<ul>{pages}</ul>{own}") == shown
    assert _read(shown, f"<ul>{pages}</ul>", f"<td>{own}</td>") == shown


def test_the_pdf_that_is_beside_no_other_page_s_entry() -> None:
    others = "".join(f"<li>{_link(number)} <a href={_pdf(number)}>{_ICON}</a>" for number in (1, 3, 4))
    assert _read(2, f"<ul>{others}</ul><p><a href={_pdf(2)}>下载PDF</a></p>") == 2
    assert _read(2, f"<ul>{others}</ul>") is None


def test_pdfs_in_a_list_of_their_own_are_known_by_their_names_or_folders() -> None:
    pages = "".join(f"<li>{_link(number)}" for number in range(1, 5))
    plain = "".join(f"<li><a href={_pdf(number)}>{_ICON}</a>" for number in range(1, 5))
    named = "".join(f"<li><a href=a{number}.pdf>第A0{number}版</a>" for number in range(1, 5))
    for shown in (1, 3):
        assert _read(shown, f"<ul>{pages}</ul><ul>{plain}</ul>") == shown
        assert _read(shown, f"<ul>{pages}</ul><ul>{named}</ul>") == shown


def test_what_is_not_decided_is_none() -> None:
    pages = "".join(f"<li>{_link(number)}" for number in range(1, 5))
    plain = "".join(f"<li><a href=/files/{number}.pdf>{_ICON}</a>" for number in range(1, 5))
    assert _read(2, f"<ul>{pages}</ul><ul>{plain}</ul>") is None
