"""Where a picture's true address stands, and which images are none of an article's pictures."""

from __future__ import annotations

import pytest
from lxml import etree

from zhanjiang.pages.reading.elements import Element
from zhanjiang.pages.reading.pictures import is_picture, picture_address


def _image(html: str) -> Element:
    image = etree.HTML(f"<div>{html}</div>").find(".//img")
    assert image is not None
    return image


@pytest.mark.parametrize(
    "html",
    [
        *("<img src=/a/1.jpg>", "<img srcset='/a/1.jpg 1x'>", "<img srcset='/a/0.jpg 1x, /a/1.jpg 2x'>"),
        *("<img srcset='/a/1.jpg'>", "<img data-srcset='/a/0.jpg 480w,/a/1.jpg 1080w' src=/s/loading.gif>"),
        "<picture><source srcset='/a/1.webp' type=image/webp><source srcset='/a/1.jpg 1x'><img alt=渔港></picture>",
        "<picture><source data-srcset='/a/1.jpg'><img src='data:image/gif;base64,R0lGOD'></picture>",
        *("<img lay-src=/a/1.jpg src=/s/loading.gif>", "<img data-actualsrc='/a/1.jpg?x=1' src=/s/grey.gif>"),
        *("<img zoomfile=/a/1.jpg src=/s/none.gif>", "<img data-xyz=/a/1.jpg>", "<img data-url=/a/1.jpg src=''>"),
        *("<img data-lazyload=/a/1.jpg src=/s/bg.png>", "<img _src=/a/1.jpg src=/s/1x1.png>"),
        "<img class=lazy src='data:image/png;base64,AAAA'><noscript><img src=/a/1.jpg></noscript>",
        "<img src=/a/1.jpg data-thumb=/a/1_small.jpg>",
    ],
)
def test_the_true_address(html: str) -> None:
    address = picture_address(_image(html))
    assert address is not None and address.split("?")[0] == "/a/1.jpg"


def test_an_address_without_an_ending_is_known_by_its_format() -> None:
    html = "<img data-src='https://pic.example/mm/640?wx_fmt=jpeg' src=/s/pixel.gif>"
    assert picture_address(_image(html)) == "https://pic.example/mm/640?wx_fmt=jpeg"
    assert picture_address(_image(html.replace("data-src", "data-k"))) == "https://pic.example/mm/640?wx_fmt=jpeg"


@pytest.mark.parametrize(
    "address", ["/s/loading.gif", "data:image/gif;base64,R0", "/s/blank.gif", "/s/placeholder.png", ""]
)
def test_a_placeholder_is_no_address(address: str) -> None:
    assert picture_address(_image(f"<img src='{address}'>")) is None


@pytest.mark.parametrize(
    "html",
    [
        *("<img src=/a/newmarket.jpg>", "<img src=/a/unloading-dock.jpg>", "<img src=/a/catalogo.jpg>"),
        *(
            "<img src=/a/10001/202405/ewm_gate.jpg>",
            "<img src=/up/2024-05/logo.png>",
            "<img src=/a/logo.png width=600>",
        ),
        *("<a href='https://gov.example/map'><img src=/a/1.jpg></a>", "<a href=/a/1.jpg><img src=/a/1s.jpg></a>"),
        *("<img src=/a/1.jpg alt=公益广告大赛获奖作品>", "<div class=load><img src=/a/1.jpg></div>"),
    ],
)
def test_pictures(html: str) -> None:
    assert is_picture(_image(html))


@pytest.mark.parametrize("name", ["ewm.jpg", "logo_new.png", "qrcode.png"])
def test_an_emblem_is_a_picture_within_the_story_alone(name: str) -> None:
    image = _image(f"<p><img src=/a/{name}></p>")
    assert (is_picture(image), is_picture(image, in_story=True)) == (False, True)


@pytest.mark.parametrize(
    "html",
    [
        *(
            "<a href='//ad.example/c?id=1'><img src=/ads/1.gif alt=广告></a>",
            "<a href='//ad.example/c'><img src=/a/1.jpg></a>",
        ),
        *("<a href='https://x.example/ads/1'><img src=/a/1.jpg></a>", "<img src=/a/1.jpg alt=【广告】>"),
        *("<div class='ad-box'><img src=/a/1.jpg></div>", "<a href='http://shop.example'><img src=/banner/1.jpg></a>"),
        *("<img src=/s/icon-share.png>", "<img src=/icons/wx.png>", "<img src=/a/1.jpg width=16>"),
        *(
            "<img src=/a/1.jpg style='width:20px'>",
            "<img src=/a/1.jpg alt=微信二维码>",
            "<img src=/a/1.jpg class=qrcode>",
        ),
        *("<a href=/p/2.html><img src=/a/1.jpg></a>", "<a href='/'><img src=/a/1.jpg></a>"),
    ],
)
@pytest.mark.parametrize("in_story", [False, True])
def test_images_that_are_no_pictures(html: str, in_story: bool) -> None:
    assert not is_picture(_image(html), in_story=in_story)
