"""A story's body in data, made HTML: a text, HTML, escaped HTML, or a list of paragraphs, pictures or blocks."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any, Final

from zhanjiang.processors.text import letters

_TAG: Final = re.compile(r"<(?:p|br|div|img|section|span|figure|table|h[1-6]|strong|ul|ol|blockquote)\b", re.IGNORECASE)
_ESCAPED_TAG: Final = re.compile(r"&(?:amp;)?lt;/?(?:p|br|div|img|section|span|figure|table|h[1-6]|strong)\b", re.I)
_MARKUP: Final = re.compile(r"<[^>]*>")
_LETTER: Final = re.compile(r"[\u3400-\u9fff]")
_ADDRESS: Final = re.compile(r"^(?:https?:)?/{1,2}[^\s<>\"]+$|^data:|^[\w./-]+\.(?:jpe?g|png|gif|webp|avif|bmp)$", re.I)
_PICTURE: Final = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp)\b|/(?:img|image|pic|photo)s?/", re.IGNORECASE)
_PICTURE_KEY: Final = re.compile(r"img|image|pic|photo|src|url|file|cover", re.IGNORECASE)
_CAPTION_KEY: Final = re.compile(r"cap|desc|note|title|alt|intro|text|remark|label|shuoming", re.IGNORECASE)
_NO_CONTENT: Final = re.compile(r"^(?:id|type|class|style|key|ref|align|width|height|tag|name|attrs?)$", re.IGNORECASE)


def is_address(text: str) -> bool:
    """Say whether a text is an address or a file's path.

    >>> is_address("//img.example/a/1.jpg"), is_address("upload/1.png"), is_address("湛江港开通新航线")
    (True, True, False)
    """
    return _ADDRESS.match(text) is not None


def weight(value: Any) -> int:
    """How much story a value holds: the Chinese characters of its texts, without markup and pictures' captions."""
    if isinstance(value, str):
        return 0 if is_address(value) else len(_LETTER.findall(_MARKUP.sub("", value)))
    if isinstance(value, dict):
        return 0 if picture_in(value) else sum(map(weight, value.values()))
    return sum(map(weight, value)) if isinstance(value, list) else 0


def picture_in(value: Any) -> tuple[str, str | None] | None:
    """The picture that an object stands for: its address and caption; None where it stands for none.

    >>> picture_in({"type": "image", "data": {"file": {"url": "//img.example/1.jpg"}, "caption": "港口一角"}})
    ('//img.example/1.jpg', '港口一角')
    """
    if not isinstance(value, dict):
        return None
    texts = list(_texts_by_key(value))
    addresses = [text for key, text in texts if is_address(text) and _PICTURE_KEY.search(key)]
    address = next((one for one in addresses if _PICTURE.search(one)), None)
    if address is None or any(len(text) > 300 for _, text in texts):
        return None
    captions = [text for key, text in texts if _CAPTION_KEY.search(key) and _LETTER.search(text)]
    return address, _MARKUP.sub("", max(captions, key=len)) if captions else None


def _texts_by_key(value: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key, one in value.items():
        if isinstance(one, str) and one.strip():
            yield key, one.strip()
        elif isinstance(one, dict):
            yield from _texts_by_key(one)


def as_html(value: Any) -> str:
    """Make HTML of a story's body.

    >>> as_html("第一段。\\n第二段。")
    '<p>第一段。</p><p>第二段。</p>'
    >>> as_html([{"type": "p", "text": "第一段。"}, {"src": "/a/1.jpg", "desc": "港口"}])
    '<p>第一段。</p><figure><img src="/a/1.jpg"><figcaption>港口</figcaption></figure>'
    >>> as_html("&lt;p&gt;第一段。&lt;/p&gt;")
    '<p>第一段。</p>'
    """
    if isinstance(value, str):
        return _html_of_text(value)
    blocks = value if isinstance(value, list) else next((one for one in value.values() if isinstance(one, list)), [])
    if any(isinstance(block, dict) and "insert" in block for block in blocks):
        return "".join(_inserted(blocks))
    return "".join(map(_html_of_block, blocks))


def figure(address: str, caption: str | None) -> str:
    """The HTML of a picture with its caption."""
    below = f"<figcaption>{html.escape(caption, quote=False)}</figcaption>" if caption else ""
    return f'<figure><img src="{html.escape(address)}">{below}</figure>'


def _html_of_text(text: str) -> str:
    for _ in range(2):
        if _ESCAPED_TAG.search(text) and not _TAG.search(text):
            text = html.unescape(text)
    if _TAG.search(text):
        return text
    lines = text.replace("\\n", "\n").splitlines()
    return "".join(f"<p>{html.escape(html.unescape(line.strip()), quote=False)}</p>" for line in lines if line.strip())


def _html_of_block(block: Any) -> str:
    if isinstance(block, str):
        return figure(block, None) if is_address(block) else _html_of_text(block)
    if picture := picture_in(block):
        return figure(*picture)
    if isinstance(block, list):
        return "".join(map(_html_of_block, block))
    text = "".join(_runs(block))
    return _html_of_text(text) if letters(_MARKUP.sub("", text)) or "<img" in text else ""


def _runs(value: Any) -> Iterator[str]:
    """Yield the pieces of one paragraph, in their order; pictures among them as HTML."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            picture = picture_in(one)
            yield from [figure(*picture)] if picture else _runs(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            if not _NO_CONTENT.match(key) and not (isinstance(one, str) and is_address(one)):
                yield from _runs(one)


def _inserted(blocks: list[Any]) -> Iterator[str]:
    """Yield the paragraphs and pictures of an editor's insertions: ``{"insert": "…\\n"}``."""
    text = ""
    for block in blocks:
        inserted = block.get("insert") if isinstance(block, dict) else None
        if isinstance(inserted, str):
            text += inserted
        elif isinstance(inserted, dict) and (address := next(filter(is_address, map(str, inserted.values())), None)):
            yield _html_of_text(text) + figure(address, None)
            text = ""
    yield _html_of_text(text)
