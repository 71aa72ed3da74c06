"""Mutations of bytes: as mirrors, cut connections, careless editors and attackers make them. A seed decides all."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from typing import Final

_TOKENS: Final = [
    token.encode("utf-8", "surrogatepass")
    for token in (
        *(
            "\0",
            "\x1b[2J",
            "\x85",
            "\u2028",
            "\u202e",
            "\u200b",
            "\ufeff",
            "\ud83d",
            "\ufffe",
            "👨\u200d👩",
            "\u3000",
            "\xa0",
        ),
        *("&#0;", "&#x1b;", "&#55357;", "&#xD83D;&#xDE00;", "&#x110000;", "&amp", "&colon;", "&lt;script&gt;"),
        *("<", ">", "</div>", "<div>", "<p>", "<table><tr><td>", "<!--", "-->", "<![CDATA[", "<script>", "</script>"),
        *("<title>", "<h1>", "<base href='javascript:x'>", "<base href='//b.example/'>", "<iframe src=data:x>", "<br>"),
        *("<img src=javascript:x>", "<img srcset=',,, 1x'>", "<a href='http://[bad/'>", "<a href='//a:port/p/1.html'>"),
        *(
            "来源：",
            "作者：",
            "编辑：",
            "（记者 林小溪）",
            "文/图",
            "本报讯",
            "2022-02-30",
            "2022年13月45日 25:61",
            "0000-00-00",
        ),
        *(
            "9999-12-31 23:59:59 -1200",
            "2022-05-31T21:58+99:99",
            "二〇二二年十三月",
            "昨天",
            "1小时前",
            "評論一下",
            "版权所有",
        ),
        *(
            "?(rì)",
            "(mín)",
            "??",
            "?，",
            "湛?江",
            "日?qǐng)?bào)",
            "-1",
            "0",
            "1e999",
            "99999999999999999999",
            "½",
            "²",
        ),
        *(
            "NaN",
            "Infinity",
            "null",
            "true",
            "{}",
            "[]",
            "[[[[",
            '{"a":',
            '"\\ud800"',
            "\\u0000",
            "':\"",
            "\\",
            ",",
            ":",
        ),
        *(
            "\r\n",
            "\n\n",
            "\r\n\r\n",
            "Content-Length: -1\r\n",
            "Content-Length: 99999999999\r\n",
            "Content-Encoding: br\r\n",
        ),
        *(
            "Transfer-Encoding: chunked\r\n",
            "WARC/1.1\r\n",
            "HTTP/1.1 200 OK\r\n",
            "ffffffff\r\n",
            "PK\x03\x04",
            "\x1f\x8b\x08",
        ),
        *(
            "javascript:",
            "file:///etc/passwd",
            "data:text/html,x",
            "/p/0.html",
            "/p/99999999999999999999.html",
            "%00",
            "%zz",
        ),
        *("Crawl-delay: nan\n", "Crawl-delay: -5\n", "Crawl-delay: 1e9\n", "Disallow: /*$*$\n", "User-agent: *\n"),
    )
]
_DIGITS: Final = re.compile(rb"[0-9]+")
_CHARSETS: Final = ("gb18030", "big5", "utf-16", "utf-16-le", "latin-1", "hz")
_MOST: Final = 60_000
"""Bytes of a mutated sample: what is larger is a matter of the bounds' own tests."""
_LONG: Final = 3000


class Mutator:
    """Mutates samples by a seed: the same seed gives the same bytes."""

    def __init__(self, seed: int, samples: Sequence[bytes]) -> None:
        """Take what may be spliced into a sample beside the tokens."""
        self._random = random.Random(seed)
        self._samples = samples
        self._ways: list[Callable[[bytes], bytes]] = [
            *(self._insert, self._insert, self._delete, self._double, self._move, self._splice, self._cut),
            *(self._flip, self._renumber, self._recode, self._repeat),
        ]

    def mutated(self) -> bytes:
        """A sample after a few mutations."""
        data = self._random.choice(self._samples)
        for _ in range(self._random.choice((1, 1, 2, 3, 5, 8))):
            data = self._random.choice(self._ways)(data)[:_MOST]
        return data

    def _span(self, data: bytes) -> tuple[int, int]:
        start = self._random.randint(0, len(data))
        return start, min(len(data), start + int(self._random.expovariate(1 / 80)))

    def _insert(self, data: bytes) -> bytes:
        start, _ = self._span(data)
        return data[:start] + self._random.choice(_TOKENS) + data[start:]

    def _delete(self, data: bytes) -> bytes:
        start, end = self._span(data)
        return data[:start] + data[end:]

    def _double(self, data: bytes) -> bytes:
        start, end = self._span(data)
        return data[:end] + data[start:]

    def _move(self, data: bytes) -> bytes:
        start, end = self._span(data)
        rest = data[:start] + data[end:]
        place, _ = self._span(rest)
        return rest[:place] + data[start:end] + rest[place:]

    def _splice(self, data: bytes) -> bytes:
        other = self._random.choice(self._samples)
        start, _ = self._span(data)
        begin, end = sorted((self._span(other)[0], self._span(other)[0]))
        return data[:start] + other[begin:end] + data[start:]

    def _cut(self, data: bytes) -> bytes:
        return data[: self._span(data)[0]]

    def _flip(self, data: bytes) -> bytes:
        changed = bytearray(data)
        for _ in range(self._random.randint(1, 8) if data else 0):
            changed[self._random.randrange(len(changed))] = self._random.randrange(256)
        return bytes(changed)

    def _renumber(self, data: bytes) -> bytes:
        numbers = list(_DIGITS.finditer(data))
        if not numbers:
            return data
        number = self._random.choice(numbers)
        other = self._random.choice(
            (b"0", b"-1", b"99", b"4294967296", b"9" * 30, str(self._random.randrange(10**7)).encode())
        )
        return data[: number.start()] + other + data[number.end() :]

    def _recode(self, data: bytes) -> bytes:
        text = data.decode("utf-8", "replace")
        return text.encode(self._random.choice(_CHARSETS), "replace") if self._random.random() < 0.5 else data

    def _repeat(self, data: bytes) -> bytes:
        start, end = self._span(data)
        piece = self._random.choice((data[start:end], self._random.choice(_TOKENS))) or b"?"
        return data[:start] + piece * min(self._random.randint(2, 400), _LONG // len(piece) + 2) + data[start:]
