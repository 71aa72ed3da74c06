"""A small front page with a picture box and a ranking that a script fills, in several skins that share no class."""

from __future__ import annotations

import json
from collections.abc import Callable
from time import sleep

from tests.loopback import Answer

PERIODS = ("month", "week", "day")
_FIRST = {"month": 2665100, "week": 2665200, "day": 2665300}
RANKED = 10


def headline(number: int) -> str:
    """Return the headline of an article."""
    return f"{number}号海堤加固完成"


def numbers(period: str) -> list[int]:
    """Return the articles ranked in a period, the first first."""
    return [_FIRST[period] + place for place in range(RANKED)]


def _rows(period: str) -> list[dict[str, str]]:
    return [{"t": headline(number), "u": f"/shehui/p/{number}.html?v=1"} for number in numbers(period)]


_FILL = """function fill(list,rows){list.innerHTML='';rows.forEach(function(r,n){list.innerHTML+=
'<li><i>'+(n+1)+'</i><a href="'+r.u+'" title="'+r.t+'">'+r.t.slice(0,9)+'…</a><span>99</span></li>'})}
function get(p,then){fetch('/data/'+p).then(function(r){return r.json()}).then(then)}"""

# Three lists filled at once, of which the pointer over a tab shows one.
_HOVER = (
    """<div><h4>热点新闻排行</h4><ul class="t"><li>月点击</li><li>周点击</li><li>日点击</li></ul>
<ol class="k"></ol><ol class="k" style="display:none"></ol><ol class="k" style="display:none"></ol></div><script>"""
    + _FILL
    + """
var k=document.querySelectorAll('.k'),t=document.querySelectorAll('.t li');['month','week','day'].forEach(function(p,i){
get(p,function(r){fill(k[i],r)});t[i].onmouseover=function(){k.forEach(function(l,j){l.style.display=i==j?'':'none'})}})</script>"""
)
# One list beside the head, loaded anew by each click, slowly; tabs are links of one sign; scripts come late.
_CLICK = (
    """<section><div class="h"><strong>热点新闻排行</strong><p><a href="#">日</a>
<a href="#">周</a><a href="#">月</a></p>
<a href="/rank.html">更多</a></div><div class="b"><ul></ul></div></section><script>"""
    + _FILL
    + """
setTimeout(function(){var l=document.querySelector('.b ul'),a=document.querySelectorAll('.h p a');
function show(p){l.innerHTML='<li>加载中</li>';get(p,function(r){fill(l,r)})}
['day','week','month'].forEach(function(p,i){a[i].onclick=function(e){e.preventDefault();show(p)}});show('day')},700)</script>"""
)
# The whole box is made by a script, made anew at each click, from data that are in the page.
_MADE = """<div id="x"></div><script>var d=%s,n={month:'月点击',week:'周点击',day:'日点击'};function draw(p){
var h='<table><tr>';for(var q in n)h+='<td onclick="draw(\\''+q+'\\')">'+n[q]+'</td>';h+='</tr></table><div>';
d[p].forEach(function(r,i){var a='<a href="'+r.u+'">';h+='<p>'+a+'<img src="/p.jpg"></a>'+a+(i+1)+'. '+r.t+'</a></p>'});
document.getElementById('x').innerHTML=h+'</div>'}setTimeout(function(){draw('month')},300)</script>"""
# No box around heading, tabs and list; the tabs are radio buttons, and styles alone show the list that is chosen.
_FLAT = (
    """<style>ol{display:none}#c0:checked~.c0,#c1:checked~.c1,#c2:checked~.c2{display:block}</style>
<b>热点新闻排行</b><br><input type="radio" name="c" id="c0" checked><label for="c0">月点击</label>
<input type="radio" name="c" id="c1"><label for="c1">周点击</label>
<input type="radio" name="c" id="c2"><label for="c2">日点击</label>
<div class="clear"></div><ol class="c0"></ol><ol class="c1"></ol><ol class="c2"></ol><script>"""
    + _FILL
    + """
var k=document.querySelectorAll('ol');
['month','week','day'].forEach(function(p,i){get(p,function(r){fill(k[i],r)})})</script>"""
)
# A list behind each tab, of which one is open.
_FOLDED = (
    """<div><p><strong>热点新闻排行</strong></p><section><h5>月点击</h5><ul></ul></section><section><h5>周点击</h5>
<ul hidden></ul></section><section><h5>日点击</h5><ul hidden></ul></section></div><script>"""
    + _FILL
    + """
var k=document.querySelectorAll('section ul');
document.querySelectorAll('h5').forEach(function(h,i){h.onclick=function(){
k.forEach(function(l,j){l.hidden=i!=j});get(['month','week','day'][i],function(r){fill(k[i],r)})}})</script>"""
)
# Filled when a reader has scrolled to it; something lies above the whole page.
_FAR = (
    """<div style="height:4000px">要闻</div><aside style="position:fixed;inset:0;z-index:9"></aside>
<h3>热点新闻排行</h3>
<nav><span>月榜</span> <span>周榜</span> <span>日榜</span></nav><ul></ul><script>"""
    + _FILL
    + """
var l=document.querySelector('h3~ul'),t=document.querySelectorAll('nav span');
function show(p){get(p,function(r){fill(l,r)})}
['month','week','day'].forEach(function(p,i){t[i].onclick=function(){show(p)}});
new IntersectionObserver(function(e,o){if(e[0].isIntersecting){o.disconnect();show('month')}})
.observe(l.previousElementSibling)</script>"""
)
SKINS = {
    "flat": _FLAT,
    "folded": _FOLDED,
    "far": _FAR,
    "hover": _HOVER,
    "click": _CLICK,
    "made": _MADE.replace("%s", json.dumps({p: _rows(p) for p in PERIODS})),
}

_PICTURES = "".join(
    f'<li><a href="/p/{2665001 + place}.html"><img data-original="/a/{place}.jpg" src="/static/loading.gif">'
    f"<span>{headline(2665001 + place)}</span></a></li>"
    for place in range(6)
)


def _slowly(body: bytes) -> Callable[[], Answer]:
    def answer() -> Answer:
        sleep(0.6)
        return body

    return answer


def front_page(skin: str) -> dict[str, Answer | Callable[[], Answer]]:
    """Return the pages of a site whose front page has both boxes, with no JSON where one would look for it."""
    html = (
        '<html><head><title>湛江云媒</title></head><body><ul><li><a href="/p/2665001.html">头条</a></li></ul>'
        f"<div><h4>湛图片</h4><ul>{_PICTURES}</ul></div>{SKINS[skin]}"
        '<div><h4>数字报</h4><a href="/szb/">今日</a></div></body></html>'
    )
    pages: dict[str, Answer | Callable[[], Answer]] = {"/": html.encode()}
    for period in PERIODS:
        body = json.dumps(_rows(period)).encode()
        pages[f"/data/{period}"] = _slowly(body) if skin == "click" else body
    return pages


def with_json(skin: str) -> dict[str, Answer | Callable[[], Answer]]:
    """Return the same site with the endpoint."""
    reported = {period: [{"title": row["t"], "url": row["u"]} for row in _rows(period)] for period in PERIODS}
    asked = {f"/ajax/rank?type={period}": json.dumps({"data": rows}).encode() for period, rows in reported.items()}
    return front_page(skin) | asked
