"""A bad argument or setting: one line that says what is allowed, exit code 2, and nothing is written."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from tests.end_to_end.running import run_scrapy

# What is let through by mistake is to ask nobody, and to end soon.
_NOWHERE = ("-s", "PORTAL_URL=http://127.0.0.1:9", "-s", "RETRY_TIMES=0")
_BAD = [
    ("-a channels=nonsense", "shizheng, shehui, jingji, minsheng, xianqu, tupian, shipin"),
    ("-a channels=shizheng,nonsense", "shizheng, shehui, jingji, minsheng, xianqu, tupian, shipin"),
    ("-a channels=", "allowed: shizheng"),
    ("-a channels=SHIZHENG", "allowed: shizheng"),
    ("-a since=2022-02-30", "YYYY-MM-DD"),
    ("-a since=20220501", "YYYY-MM-DD"),
    ("-a since=yesterday", "YYYY-MM-DD"),
    ("-a since=", "YYYY-MM-DD"),
    ("-a until=2022-5-1", "YYYY-MM-DD"),
    ("-a until=２０２２-05-01", "YYYY-MM-DD"),
    ("-a since=2022-06-01 -a until=2022-05-31", "earlier day as since"),
    ("-a ids=abc", "2665000-2665999,2690507"),
    ("-a ids=5-3", "2665000-2665999,2690507"),
    ("-a ids=-3", "2665000-2665999,2690507"),
    ("-a ids=0", "2665000-2665999,2690507"),
    ("-a ids=", "2665000-2665999,2690507"),
    ("-a ids=1,,x", "2665000-2665999,2690507"),
    ("-a urls=", "http"),
    ("-a urls=www.gdzjdaily.com.cn/p/1.html", "http or https"),
    ("-a urls=ftp://www.gdzjdaily.com.cn/p/1.html", "http or https"),
    ("-a urls=file:///etc/passwd", "http or https"),
    ("-a urls=https://www.gdzjdaily.com.cn/shizheng/index.html", "/p/ID.html"),
    ("-a urls=http://127.0.0.1:99999/p/1.html", "http or https"),
    ("-a urls=http://[::1/p/1.html", "http or https"),
    ("-a urls_file=missing.txt", "one address on each line"),
    ("-a urls_file=.", "one address on each line"),
    ("-a urls_file=empty.txt", "one address on each line"),
    ("-a urls_file=bytes.txt", "one address on each line"),
    ("-a urls_file=lines.txt", "/p/ID.html"),
    ("-a max_articles=0", "whole number from 1"),
    ("-a max_articles=-1", "whole number from 1"),
    ("-a max_articles=1.5", "whole number from 1"),
    ("-a max_articles=", "whole number from 1"),
    ("-a full=yes", "0, 1"),
    ("-a portal=mirror", "live, replica"),
    ("-a chanels=shehui", "did you mean channels?"),
    ("-a typed_sites=x", "allowed: channels"),
    ("-a name=x", "allowed: channels"),
    ("-a since", "NAME=VALUE"),
    ("-s STORE_URL=nowhere", "sqlite:///data/zhanjiang.db"),
    ("-s STORE_URL=", "sqlite:///data/zhanjiang.db"),
    ("-s CONVERT_SCRIPT_TARGET=pinyin", "hans, hant, none"),
    ("-s PORTAL_URL=portal", "https://www.gdzjdaily.com.cn"),
    ("-s PORTAL_URL=", "https://www.gdzjdaily.com.cn"),
    ("-s PORTAL_MOBILE_URL=http://", "https://www.gdzjdaily.com.cn"),
    ("-a portal=replica -s REPLICA_OPTIONS=--no-rank-jsn", "unrecognized arguments: --no-rank-jsn"),
    ("-a portal=replica -s REPLICA_OPTIONS=--articles=none", "whole number from 1"),
    ("-s DOWNLOAD_DELAY=soon", "a number"),
    ("-s DOWNLOAD_DELAY=-1", "0"),
    ("-s DOWNLOAD_DELAY=nan", "a number"),
    ("-s CONCURRENT_REQUESTS=0", "1"),
    ("-s CONCURRENT_ITEMS=many", "a number"),
    ("-s CRAWL_DELAY_MAX=long", "a number"),
    ("-s RETRY_HTTP_CODES=x", "RETRY_HTTP_CODES"),
    ("-s REPAIR_ENABLED=perhaps", "True or False"),
    ("-s PROGRESS_ENABLED=perhaps", "True or False"),
    ("-s LOG_LEVEL=LOUD", "DEBUG"),
    ("-s PORTAL_CHANNELS= -a channels=tiyu", "allowed: shizheng"),
]


_WITH_REPLICA = [(f"-a portal=replica {arguments}", told) for arguments, told in (_BAD[0], _BAD[-1])]


@pytest.mark.parametrize(("arguments", "told"), [*_BAD, *_WITH_REPLICA])
def test_one_line_exit_2_and_nothing_written(tmp_path: Path, arguments: str, told: str) -> None:
    files = {"empty.txt": b"\n# none\n", "bytes.txt": b"\xff\xfe\x00", "lines.txt": b"http://a.example/p/1.html\nx\n"}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    given = [*_NOWHERE, *shlex.split(arguments), "-O", "data/feed.jsonl"]
    done = run_scrapy(tmp_path, "crawl", "articles", *given)
    assert done.returncode == 2, done.stderr[-400:]
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1 and "Traceback" not in done.stderr
    assert told in done.stderr
    assert {path.name for path in tmp_path.iterdir()} == set(files)
