"""The settings of the project, in groups: where to crawl, how politely, what is safe, what is done with an article.

Each can be overridden for one run with ``-s NAME=VALUE``, by an environment variable ``ZHANJIANG_NAME`` or by such a
line in the file ``.env`` of the project's folder. Settings of our own are in ``docs/settings.md`` with default, unit
and reader; the others are Scrapy's.
"""

import json
import os
import sys

from scrapy.settings import Settings

from zhanjiang import environment

BOT_NAME = "zhanjiang"
SPIDER_MODULES = ["zhanjiang.spiders"]
NEWSPIDER_MODULE = "zhanjiang.spiders"
SPIDER_CONTRACTS = {"zhanjiang.spiders.contracts.PortalPageContract": 10}
COMMANDS_MODULE = "zhanjiang.scrapy_commands"
ADDONS = {"zhanjiang.crawl.derived_settings.DerivedSettings": 100}

# --- Sites: a site is scheme, host and port; no other is requested but what the user typed -------------------------
PORTAL_URL = "https://www.gdzjdaily.com.cn"
PORTAL_MOBILE_URL = "https://m.gdzjdaily.com.cn"
PORTAL_IMAGE_URL = "https://new-img.gdzjdaily.com.cn"
NEWSPAPER_URL = "http://szb.gdzjdaily.com.cn"
PAPER_URL = "https://paper.gdzjdaily.com.cn"
OLD_NEWS_URL = "http://home.gdzjdaily.com.cn"
PORTAL_CHANNELS: str | None = None
# What would have no end by itself ends here; what is left is for the next run.
IDS_MAX = 100_000
LISTING_PAGES_MAX = 5000
LISTING_PARTS_MAX = 500
ARTICLE_PAGES_MAX = 200
COMMENT_PAGES_MAX = 50
NEWSPAPER_DAYS_MAX = 20_000
ADDRESS_GUARD_ENABLED = True
# How the replica behaves that `-a portal=replica` starts, as options of `scrapy replica`.
REPLICA_OPTIONS: str | None = None

# --- What is stored, and where --------------------------------------------------------------------------------------
STORE_ENABLED = True
STORE_URL = "sqlite:///data/zhanjiang.db"
# A folder; where it is set, `crawl.derived_settings` adds pipelines.download_images.DownloadImagesPipeline at 600.
IMAGES_STORE = None
IMAGES_MAX_BYTES = 16 * 1024 * 1024
IMAGES_MAX_PIXELS = 50_000_000
MEDIA_ALLOW_REDIRECTS = True
COMMENTS_ENABLED = True
ARCHIVE_ENABLED = True
ARCHIVE_DIR = "data/archive"
ARCHIVE_MAX_BYTES = 1_000_000_000
# Days after which `scrapy maintain` deletes what later listings supersede; 0 never.
RETENTION_LISTINGS = 0
CONVERT_SCRIPT_TARGET = "hans"
REPAIR_ENABLED = True
REPAIR_LEARNED: str | None = None
REVISIT = "adaptive"
# Many workers: with the address of Redis a crawl is one of a fleet that shares the store, in PostgreSQL.
REDIS_URL: str | None = None
REDIS_PREFIX = "zhanjiang"
WORKER_HEARTBEAT = 10.0
WORKER_PATIENCE = 60.0
LAYOUTS_ENABLED = True
LAYOUT_PAGES = 20
# Where more of the revisited articles seem edited, and at least so many, the portal's markup has changed.
MASS_EDIT_SHARE = 0.3
MASS_EDIT_LEAST = 10

# --- Politeness: the site's wish (Crawl-delay) counts where it is the longer --------------------------------------
CONTACT: str | None = None
USER_AGENT_TEMPLATE = "zhanjiang-news/0.2 (news archive; complaints: {contact})"
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "zhanjiang-news"
CRAWL_DELAY_ENABLED = True
CRAWL_DELAY_MAX = 60.0
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0
# Scrapy's own jitter takes up to half of the pause away.
DOWNLOAD_DELAY_JITTER = 0
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 2.0
AUTOTHROTTLE_MAX_DELAY = 60.0
DOWNLOAD_TIMEOUT = 60
RETRY_TIMES = 3
RETRY_AFTER_ENABLED = True
RETRY_BACKOFF = 1.0
RETRY_AFTER_MAX = 120.0
SITE_DOWN_AFTER = 10
# Where the cache is switched on, it asks the site whether a page has changed, as all our requests need.
HTTPCACHE_POLICY = "scrapy.extensions.httpcache.RFC2616Policy"

# --- A browser, only for what a script makes: challenges, rankings, listings that load more ------------------------
# Ours; below them scrapy-playwright's own, to which `browser.chromium` adds the executable and the User-Agent.
BROWSER_ENABLED = True
BROWSER_EXECUTABLE: str | None = None
BROWSER_TIMEOUT = 30.0
BROWSER_VISITS_PER_HOUR = 2
PLAYWRIGHT_LAUNCH_OPTIONS = {
    # Unasked it would update itself, look for extensions and call its maker.
    "args": [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-gpu",
        "--disable-quic",
        "--disable-sync",
        # Neither names nor WebRTC, whose switch was renamed, go around the proxy through which each request is guarded.
        "--dns-prefetch-disable",
        "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
        "--webrtc-ip-handling-policy=disable_non_proxied_udp",
        "--no-first-run",
    ],
    # Chromium refuses its sandbox to root.
    "chromium_sandbox": os.geteuid() != 0,
}
PLAYWRIGHT_CONTEXTS = {"default": {"service_workers": "block", "accept_downloads": False}}
PLAYWRIGHT_MAX_CONTEXTS = 1
PLAYWRIGHT_MAX_PAGES_PER_CONTEXT = 1
PLAYWRIGHT_ABORT_REQUEST = "zhanjiang.browser.refusals.is_refused"
PLAYWRIGHT_PROCESS_REQUEST_HEADERS = None  # headers as Chromium sends them
PLAYWRIGHT_RESTART_DISCONNECTED_BROWSER = False  # `browser.chromium` restarts it, with all that drives it

# --- Safety -------------------------------------------------------------------------------------------------------
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_MAXSIZE = 32 * 1024 * 1024
DOWNLOAD_WARNSIZE = 8 * 1024 * 1024
_HANDLER = "zhanjiang.browser.download_handler.BrowserDownloadHandler"
DOWNLOAD_HANDLERS = {"http": _HANDLER, "https": _HANDLER, "file": None, "data": None, "ftp": None, "s3": None}
REFERRER_POLICY = "same-origin"
REDIRECT_MAX_TIMES = 5
COOKIES_ENABLED = False
MEMUSAGE_LIMIT_MB = 2048

# --- Speed: each item in work at once is a task for each page, which gives three at most; Scrapy has 100 ----------
CONCURRENT_ITEMS = 4
STATS_CLASS = "zhanjiang.crawl.direct_stats.DirectStats"
# Processes that read pages beside the crawl's own; of a polite crawl the site is the bottleneck.
READERS = 0
# Every callback's source would be parsed at its first use, to warn of a mistake that mypy finds.
WARN_ON_GENERATOR_RETURN_VALUE = False
# A stub that redirects elsewhere is an article of kind link: it is parsed, not followed.
METAREFRESH_ENABLED = False

# --- What happens to an article, in order -------------------------------------------------------------------------
ITEM_PIPELINES = {
    "zhanjiang.pipelines.replace_unencodable.ReplaceUnencodablePipeline": 50,
    "zhanjiang.pipelines.complete_newspaper_place.CompleteNewspaperPlacePipeline": 100,
    "zhanjiang.pipelines.convert_script.ConvertScriptPipeline": 200,
    "zhanjiang.pipelines.validate.ValidatePipeline": 300,
    "zhanjiang.pipelines.record_doubts.RecordDoubtsPipeline": 350,
    "zhanjiang.pipelines.deduplicate.DeduplicatePipeline": 400,
    "zhanjiang.pipelines.store.StorePipeline": 900,
}
SPIDER_MIDDLEWARES = {
    # It warns of each retry of a page that cannot be read: that request is a copy on purpose, with all of its meta.
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
    # Nearest to the spider but for Scrapy's own, so that it sees requests as they were made.
    "zhanjiang.middlewares.frontier.FrontierMiddleware": 950,
}
DOWNLOADER_MIDDLEWARES = {
    # Ours guards every address.
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    # Before robots.txt (100), so that no rules are requested from a host that nobody allowed.
    "zhanjiang.middlewares.address_guard.AddressGuardMiddleware": 50,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "zhanjiang.middlewares.robots_txt.RobotsTxtMiddleware": 100,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    # After Scrapy's retries (550), before everything that hides a response's headers.
    "zhanjiang.middlewares.retry_after.RetryAfterMiddleware": 555,
    # After the wait before a retry, during which its site may turn out to be down.
    "zhanjiang.middlewares.silent_site.SilentSiteMiddleware": 556,
    "zhanjiang.middlewares.challenge.ChallengeMiddleware": 570,
    "zhanjiang.middlewares.truncated_gzip.TruncatedGzipMiddleware": 590,
    # Before Scrapy's redirects (600) and below them: an address that can be none is no redirect.
    "zhanjiang.middlewares.impossible_redirect.ImpossibleRedirectMiddleware": 610,
    # Below decompression and redirects: what came, as it came.
    "zhanjiang.middlewares.archive.ArchiveMiddleware": 800,
}
EXTENSIONS = {
    "scrapy.extensions.logstats.LogStats": None,
    "scrapy.extensions.feedexport.FeedExporter": None,
    # Before all others: what they load and open takes a moment.
    "zhanjiang.extensions.interruption.Interruption": -10,
    "zhanjiang.extensions.plain_feeds.PlainFeeds": 0,
    "zhanjiang.extensions.plain_log_lines.PlainLogLines": 5,
    # Before all that share its store and its frontier.
    "zhanjiang.crawl.crawl_run.CrawlRun": 10,
    "zhanjiang.extensions.plain_errors.PlainErrors": 50,
    "zhanjiang.extensions.impossible_addresses.ImpossibleAddresses": 60,
    "zhanjiang.extensions.crawl_delay.CrawlDelay": 100,
    "zhanjiang.reparse.layout_learning.LayoutLearning": 210,
    "zhanjiang.extensions.ledger.Ledger": 220,
    "zhanjiang.extensions.channel_moves.ChannelMoves": 222,
    "zhanjiang.extensions.layout_drift.LayoutDrift": 225,
    "zhanjiang.extensions.monitors.Monitors": 227,
    "zhanjiang.extensions.metrics_file.MetricsFile": 228,
    "zhanjiang.extensions.site_circuit_breaker.SiteCircuitBreaker": 230,
    "zhanjiang.extensions.response_times.ResponseTimes": 290,
    "zhanjiang.extensions.crawl_log.CrawlLog": 300,
    "zhanjiang.extensions.progress.Progress": 250,
}

# --- Is it well? Thresholds of the monitors (shares from 0 to 1), whom to tell, and figures for Prometheus ----------
MONITOR_LEAST = 20
MONITOR_FOUND_SHARE = 0.3
MONITOR_FOUND_LEAST = 10
MONITOR_FOUND_WEEKS = 4
MONITOR_FILLED_DROP = 0.3
MONITOR_RULE_BEFORE = 0.6
MONITOR_RULE_NOW = 0.2
MONITOR_MISSING_RISE = 0.6
MONITOR_FAILED_SHARE = 0.1
MONITOR_QUARANTINED_SHARE = 0.05
MONITOR_CHALLENGED_SHARE = 0.2
MONITOR_LOST_MOST = 0
MONITOR_GUESSES_MOST = 10
MONITOR_DISK_MB = 500
MONITOR_DISK_SHARE = 0.1
MONITOR_NEWEST_HOURS = 72
MONITOR_GOOD_RUN_HOURS = 48
# Addresses of Apprise, parted by blanks. They are secrets: give them as ZHANJIANG_NOTICE_URLS.
NOTICE_URLS: str | None = None
NOTICE_AGAIN_HOURS = 24
METRICS_FILE: str | None = None

# --- Logs and feeds -----------------------------------------------------------------------------------------------
QUARANTINE_ENABLED = True
PROGRESS_ENABLED = True
CRAWL_LOG_INTERVAL = 60.0
LOG_FORMATTER = "zhanjiang.extensions.log_formatter.LogFormatter"
LOG_LEVEL = "INFO"
LOG_FORM = "text"
FEED_EXPORT_ENCODING = "utf-8"
FEED_STORAGES = dict.fromkeys(("", "file"), "zhanjiang.export.feed_file.FileFeedStorage")
FEED_EXPORTERS = {
    "csv": "zhanjiang.export.csv_file.CellsExporter",
    "jsonlines": "zhanjiang.export.json_lines.LinesExporter",
    "jsonl": "zhanjiang.export.json_lines.LinesExporter",
    "jl": "zhanjiang.export.json_lines.LinesExporter",
    "xml": "zhanjiang.export.xml_file.ElementsExporter",
}

prefix = environment.PREFIX
warnings = environment.read_env_file()
"""What of the environment cannot be used, a line each; the first command that runs reports it."""
defaults = environment.in_project(
    {name: value for name, value in globals().items() if name.isupper() and not name.startswith("_")}
)
"""The settings as they stand above, before those of the environment replace them."""


def _check_table(name: str, value: str) -> None:
    """End the process for a table that is no JSON object: Scrapy would fail before any command is there to say so."""
    try:
        is_table = not isinstance(defaults.get(name), dict) or isinstance(json.loads(value), dict)
    except ValueError:
        is_table = False
    if not is_table:
        print(f"scrapy: {prefix}{name} is {value!r}: give a JSON object", file=sys.stderr)
        raise SystemExit(2)


_given = environment.in_project(environment.given())
for _name, _value in _given.items():
    _check_table(_name, _value)
warnings.extend(environment.unknown_names(_given, [*Settings(), *defaults], prefix))
globals().update(defaults | _given)


def user_agent(template: str, contact: str | None) -> str:
    """The User-Agent that names a contact."""
    return template.replace("{contact}", contact or "none given")


# Complete in every command; a crawl fills in a CONTACT that is given otherwise.
USER_AGENT = globals().get("USER_AGENT") or user_agent(USER_AGENT_TEMPLATE, CONTACT)
