"""A small portal behind a script challenge: whoever has no cookie gets a script that sets one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie

from tests.loopback import Answer

_SCRIPT = (
    "<html><head><script>document.cookie='clearance='+['{0}','{1}'].join('-')+';max-age=3600;path=/';"
    "setTimeout(function(){{location.href=location.pathname+location.search}},50)</script></head><body></body></html>"
)


@dataclass
class Gate:
    """Lets in who brings a cookie for its present word; the word changes after each of ``changes`` requests let in.

    ``status`` is that of the challenge. ``per_path``: a cookie is good for one address alone. ``seen`` has each
    request as (path, cookie, User-Agent, whether it was let in).
    """

    status: int = 521
    per_path: bool = False
    changes: list[int] = field(default_factory=list)
    open_paths: tuple[str, ...] = ()
    seen: list[tuple[str, str, str, bool]] = field(default_factory=list)

    def __call__(self, path: str, headers: Mapping[str, str]) -> Answer | None:
        """Answer with the challenge, or with nothing."""
        word = f"{path.strip('/').replace('.', '') or 'front'}" if self.per_path else f"word{self._turn()}"
        cookies = SimpleCookie(headers.get("Cookie", ""))
        given = cookies["clearance"].value if "clearance" in cookies else ""
        is_let_in = given == f"{word}-x" or path in self.open_paths
        self.seen.append((path, headers.get("Cookie", ""), headers.get("User-Agent", ""), is_let_in))
        if is_let_in:
            return None
        return self.status, {"Set-Cookie": "visitor=1; path=/; HttpOnly"}, _SCRIPT.format(word, "x").encode()

    def _turn(self) -> int:
        let_in = sum(is_let_in for *_, is_let_in in self.seen)
        return sum(let_in >= number for number in self.changes)

    @property
    def challenged(self) -> int:
        """How many requests were not let in."""
        return sum(not is_let_in for *_, is_let_in in self.seen)


def portal(articles: int) -> dict[str, Answer]:
    """Return a front page, one listing and so many articles."""
    numbers = range(2665001, 2665001 + articles)
    rows = "".join(f'<li><a href="/p/{number}.html">第{number}号泊位开工</a></li>' for number in numbers)
    pages = {"/robots.txt": "User-agent: *\nAllow: /\n"}
    pages["/"] = f'<html><body><a href="/shehui/index.html">社会</a><ul>{rows}</ul></body></html>'
    pages["/shehui/index.html"] = f"<html><body><h2>社会</h2><ul>{rows}</ul></body></html>"
    pages["/shehui/index_2.html"] = pages["/shehui/index.html"]
    for number in numbers:
        pages[f"/p/{number}.html"] = (
            f"<html><head><title>第{number}号泊位开工</title></head><body><article>"
            f'<h1 class="article-title">第{number}号泊位开工</h1>'
            '<p>2022-05-31 21:58 来源：湛江云媒 作者：记者温可</p><div class="article-content">'
            f"<p>第{number}号泊位位于海湾东侧，昨日开工，预计明年建成。</p></div></article></body></html>"
        )
    return {path: page.encode() for path, page in pages.items()}
