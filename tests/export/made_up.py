"""Articles with whatever a format may stumble over, and what is read back from its columns."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from zhanjiang.export.rows import plain
from zhanjiang.items import Article, Guess, Image, Person, PlaceInNewspaper, RepairReport

ARTICLES: Final = (
    Article(
        id="portal/2",
        url="https://www.example/p/2.html",
        addresses=["https://www.example/p/2.html", "https://m.example/shizheng/p/2.html?a=1,2"],
        kind="pictures",
        channel="shizheng",
        headline="=SUM(A1:A9)“引号”, 逗号",
        published_at="2022-05-31T21:58:00+08:00",
        source="湛江日报",
        byline="文/温可 图/林宇云",
        authors=[Person("文", "温可"), Person(None, "林宇云")],
        text="第一段，<b>不是标记</b> & 其他。\n\n-5℃ 😀",
        images=[
            Image("https://img.example/1.jpg", "港区"),
            Image("https://img.example/2.jpg", None, "ab/2.jpg", "ab" * 32),
        ],
        credits=[Person("编辑", "周子琪")],
        pages=2,
        comment_participants=0,
        comment_count=7,
        script="hans",
        repair=RepairReport(193, 8, [Guess("text", "港", ["巷"])], True),
        extracted_by={"headline": "selector", "text": "generic"},
        revision=2,
        revision_cause="edited",
        content_hash="ab" * 32,
        fetched_at="2026-11-24T01:36:24Z",
    ),
    Article(
        id="zjrb/2018-07-16/9",
        url="http://szb.example/zjrb/html/2018-07/16/content_9.htm",
        addresses=["http://szb.example/zjrb/html/2018-07/16/content_9.htm"],
        kind="article",
        kicker="<r>伪标记</r>",
        headline="渔民说",
        published_at="2018-07-16",
        revision=1,
        content_hash="cd" * 32,
        newspaper_page=PlaceInNewspaper("A02", "本地", [[5.0, 5.5], [50.0, 5.5]]),
        via="mirror.example:8080",
    ),
    Article(id="portal/9", url="https://www.example/p/9.html", kind="link", revision=1, content_hash="ef" * 32),
)
RECORDS: Final = [plain(article) for article in ARTICLES]


def unflattened(row: Mapping[str, Any]) -> dict[str, Any]:
    """The article that a row was made of, by the rules of docs/fields.md; every cell is a text or None."""
    cells = {name: None if cell == "" else cell for name, cell in row.items()}
    record: dict[str, Any] = {name: cells.get(name) for name in RECORDS[0]}
    record["addresses"] = (cells["addresses"] or "").split("\n") if cells["addresses"] else []
    for name, parts, key in (
        ("authors", ("role", "name"), "name"),
        ("credits", ("role", "name"), "name"),
        ("images", ("url", "caption", "path", "sha256"), "url"),
    ):
        count = len(cells[f"{name}_{key}"].split("\n")) if cells[f"{name}_{key}"] else 0
        lines = {part: (cells[f"{name}_{part}"] or "\n" * (count - 1)).split("\n") for part in parts}
        record[name] = [{part: lines[part][at] or None for part in parts} for at in range(count)]
    for name in ("pages", "comment_participants", "comment_count", "revision"):
        record[name] = None if cells[name] is None else int(cells[name])
    record["extracted_by"] = cells["extracted_by"] and json.loads(cells["extracted_by"])
    record["repair"] = record["newspaper_page"] = None
    if cells["repair_readings"] is not None:
        record["repair"] = {
            "readings": int(cells["repair_readings"]),
            "restored": int(cells["repair_restored"]),
            "guessed": json.loads(cells["repair_guessed"] or "[]"),
            "proved": str(cells["repair_proved"]).lower() == "true",
        }
    if cells["newspaper_page_number"]:
        area = json.loads(cells["newspaper_page_area"] or "[]")
        place = {part: cells[f"newspaper_page_{part}"] for part in ("number", "name")}
        record["newspaper_page"] = {**place, "area": area}
    return record
