"""What mutated pages have shown, each kind once more by itself."""

from __future__ import annotations

import time

import pytest
from lxml.html import fromstring

from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.article.particulars import read_particulars
from zhanjiang.pages.base import UnreadablePage
from zhanjiang.pages.charset import mend_characters
from zhanjiang.pages.reading.picture_address import picture_address

_URL = "https://www.gdzjdaily.com.cn/p/2665093.html"
_TITLE = "乾塘渔港添新码头三十艘渔船靠岸"
_STORY = "<p>昨日上午，乾塘渔港的新码头启用，三十艘渔船先后靠岸卸货。</p><p>渔民说，今后卸鱼不必再等潮水。</p>"
_SCHEMES = (
    "javascript:alert(1)//",
    "JavaScript:",
    "vbscript:",
    "file:///",
    "data:image/png;base64,",
    "ftp://a.example/",
)


def _page(body: str, head: str = "") -> ArticlePage:
    top = f"<html><head><meta charset='utf-8'><title>{_TITLE}</title>{head}</head><body><h1>{_TITLE}</h1>"
    return ArticlePage(f"{top}<p>2022-05-31 21:58 来源：湛江日报</p>{body}</body></html>".encode(), _URL)


@pytest.mark.parametrize("reference", ["&#xD8KD;&#xDE00;", "&#xd8__;&#xdc00;", "&#55357;&#5733५;"])
def test_a_reference_that_is_no_number_stays(reference: str) -> None:
    assert mend_characters(reference) == reference


@pytest.mark.parametrize("line", ["9" * 58 + "x", "共1" * 20 + "x", "1 " * 28 + "x", "..." * 18, "… < " * 14 + "x"])
def test_a_line_of_digits_costs_no_time(line: str) -> None:
    began = time.process_time()
    assert _page(f"<p>{line}</p>{_STORY}").to_item().text
    assert time.process_time() - began < 2


@pytest.mark.parametrize("deep", ["[" * 100_000, '{"a":' * 100_000, '{"a":"' + "[" * 5000 + '"}'])
def test_data_that_are_too_deep_cost_no_page(deep: str) -> None:
    text = deep.replace('"', "&quot;")
    page = _page(f"{_STORY}<p>版权所有</p><div data-state='{text}'></div><script>x={deep}</script>")
    assert page.to_item().text


@pytest.mark.parametrize("scheme", _SCHEMES)
def test_another_candidate_takes_the_place_of_what_is_no_address(scheme: str) -> None:
    image = fromstring(f'<img data-original="{scheme}a.jpg" src="/a/1.jpg">')
    assert picture_address(image) == "/a/1.jpg"
    assert picture_address(fromstring(f'<img src="{scheme}a.jpg">')) is None
    page = _page(f'<video src="{scheme}a.mp4" poster="{scheme}a.jpg"></video><video src="/a/2.mp4" poster="/a/2.jpg">')
    particulars = read_particulars(page, page.to_item())
    assert particulars is not None
    assert (particulars.player, particulars.poster) == (f"{_URL[:28]}/a/2.mp4", f"{_URL[:28]}/a/2.jpg")


@pytest.mark.parametrize("scheme", _SCHEMES)
def test_a_stub_leads_to_addresses_of_the_web_alone(scheme: str) -> None:
    stub = f"<html><head><title>x</title><script>location.href='{scheme}a'</script></head><body></body></html>"
    page = ArticlePage(stub.encode(), _URL)
    assert page.outward is None
    with pytest.raises(UnreadablePage):
        page.to_item()
    assert _page(f"{_STORY}", f"<base href='{scheme}a/'>").to_item().text
