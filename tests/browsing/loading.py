"""A small portal whose listing loads further rows by a script, from where no interface is known."""

from __future__ import annotations

import json

from tests.browsing.guarded import portal
from tests.loopback import Answer

_A_PAGE = 5
_SCRIPT = """<script>var at=1;function row(n){return '<li><a href="/p/'+n+'.html">第'+n+'号泊位开工</a></li>'}
document.getElementById('m').onclick=function(){fetch('/odd/'+(++at)+'.txt').then(function(r){return r.json()}).then(
function(rows){var l=document.getElementById('l');rows.forEach(function(n){l.insertAdjacentHTML('beforeend',row(n))});
if(!rows.length){document.getElementById('m').textContent='没有更多了'}})}</script>"""


def loading_portal(articles: int) -> dict[str, Answer]:
    """Return the portal of ``guarded`` with five rows in its listing, and a button that loads five more each time."""
    pages = portal(articles)
    numbers = [2665001 + place for place in range(articles)]
    rows = "".join(f'<li><a href="/p/{number}.html">第{number}号泊位开工</a></li>' for number in numbers[:_A_PAGE])
    listing = f"<html><body><ul id='l'>{rows}</ul><div id='m'>加载更多 ↓</div>{_SCRIPT}</body></html>"
    pages["/"] = '<html><body><a href="/shehui/index.html">社会</a></body></html>'.encode()
    pages["/shehui/index.html"] = listing.encode()
    del pages["/shehui/index_2.html"]
    for page in range(2, articles // _A_PAGE + 3):
        more = numbers[(page - 1) * _A_PAGE : page * _A_PAGE]
        pages[f"/odd/{page}.txt"] = json.dumps(more).encode()
    return pages
