"""Runs a replica in this process: content, sites, truth, addresses, then the server."""

from __future__ import annotations

import argparse
import sys

from zhanjiang.replica.challenge import ChallengedSite
from zhanjiang.replica.conditional import ConditionalSite
from zhanjiang.replica.content import Content, content_of
from zhanjiang.replica.ending import GuardedSite, Lifetime
from zhanjiang.replica.generations import GenerationError
from zhanjiang.replica.image import Images
from zhanjiang.replica.mirror import Mirror
from zhanjiang.replica.mobile import Mobile
from zhanjiang.replica.newspaper.digital import DigitalNewspaper
from zhanjiang.replica.newspaper.newspapers import Newspapers, newspapers_of
from zhanjiang.replica.newspaper.old_news import OldNews
from zhanjiang.replica.newspaper.paper import Paper
from zhanjiang.replica.newspaper.truth import true_articles
from zhanjiang.replica.options import OptionError, ReplicaOptions, read_options
from zhanjiang.replica.portal import Portal
from zhanjiang.replica.server import Service, open_sockets
from zhanjiang.replica.sites import SITE_NAMES, Addresses, Site
from zhanjiang.replica.striking import FaultySite, Striking
from zhanjiang.replica.truth import write_changes, write_lines, write_truth

_CRAWL = (
    "scrapy crawl articles -s DOWNLOAD_DELAY=0 -s AUTOTHROTTLE_ENABLED=False "
    "-s STORE_URL=sqlite:///data/replica/zhanjiang.db -s ARCHIVE_DIR=data/replica/archive"
)


def run(options: ReplicaOptions) -> None:
    """Run a replica until it is stopped. Prints the sites' addresses once they listen.

    Raises OSError where a port is in use or a file cannot be written, GenerationError where there are too few
    articles for the changes that are wanted.
    """
    sockets = open_sockets(options.port, len(SITE_NAMES))
    addresses = Addresses.of_ports([listening.getsockname()[1] for listening in sockets])
    content = content_of(options)
    portal = Portal(options, content, addresses)
    striking = Striking(options)
    newspapers = newspapers_of(options)
    _write_files(options, content, newspapers, striking, addresses)
    served = list(zip(sockets, _sites(options, portal, newspapers, striking), strict=True))
    lifetime, rendering = Lifetime(options.die_after), portal.render_all()
    Service(
        served,
        options.latency,
        lifetime,
        options.stop_with_stdin,
        lambda: _print_addresses(addresses, explained=not options.stop_with_stdin),
        rendering,
    ).run()


def _sites(options: ReplicaOptions, portal: Portal, newspapers: Newspapers, striking: Striking) -> list[Site]:
    """Build the sites in the order of ``SITE_NAMES``, each behind its faults; a guard stands before the portal."""
    sites: list[Site] = [portal, Mobile(portal), Images(options.faults_of_pictures), Mirror(portal, options.seed)]
    sites += [DigitalNewspaper(newspapers.digital), Paper(newspapers.paper), OldNews(newspapers.old_articles)]
    if options.faults or options.faults_at:
        sites = [FaultySite(site, portal, striking, by_rate=site is portal) for site in sites]
    if options.challenge_after is not None:
        sites[0] = GuardedSite(sites[0], portal, options.challenge_after)
    if options.challenge_first:
        sites[0] = ChallengedSite(sites[0])
    return [ConditionalSite(site) for site in sites]


def _write_files(
    options: ReplicaOptions, content: Content, newspapers: Newspapers, striking: Striking, addresses: Addresses
) -> None:
    if options.truth:
        gettable = [story for story in content.stories.values() if not striking.denied(story.number)]
        write_truth(options.truth, gettable, addresses.portal, addresses.image)
    if options.changes:
        write_changes(options.changes, content.changes)
    if options.newspaper_truth:
        write_lines(options.newspaper_truth, true_articles(newspapers, addresses, striking))


def run_command(given: argparse.Namespace, name: str) -> int:
    """Run a replica with a command line's options; the exit code is 2 for a wrong value, 1 where it cannot start."""
    try:
        options = read_options(given)
    except OptionError as error:
        print(f"{name}: {error}", file=sys.stderr)
        return 2
    try:
        run(options)
    except GenerationError as error:
        print(f"{name}: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{name}: {_reason(options, error)}", file=sys.stderr)
        return 1
    return 0


def _print_addresses(addresses: Addresses, *, explained: bool) -> None:
    """Print the addresses for programs, and for people on standard error how to crawl them."""
    named = addresses.by_name()
    for name, address in named.items():
        print(f"{name}={address}", flush=True)
    if explained:
        settings = " ".join(f"-s {name}={address}" for name, address in named.items() if name != "MIRROR_URL")
        print(f"Crawl it from another terminal:\n{_CRAWL} {settings}\nCtrl-C ends it.", file=sys.stderr, flush=True)


def _reason(options: ReplicaOptions, error: OSError) -> str:
    if error.filename:
        return f"cannot write {error.filename}: {error.strerror}"
    ports = f"{options.port} to {options.port + len(SITE_NAMES) - 1}" if options.port else "20000 to 32000"
    return f"a port of {ports} cannot be used ({error.strerror}): give another --port, or 0 for free ones"
