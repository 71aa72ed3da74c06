"""The pages that a test case is made of: those of the archive, or a saved one; and what refuses a case."""

from __future__ import annotations

from collections.abc import Sequence

from scrapy.settings import BaseSettings

from zhanjiang.addresses.portal import Sites
from zhanjiang.catalogue.finding import latest_page
from zhanjiang.console.errors import CommandError, WrongArgument
from zhanjiang.console.exit_codes import ExitCode
from zhanjiang.crawl.failures import reason_of
from zhanjiang.inspection.case import Case, SavedBytes, make_case, next_address


def archived_pages(settings: BaseSettings, address_or_id: str, sites: Sites) -> list[SavedBytes]:
    """The archive's latest page of an address or an ID, with all next pages of an article.

    Raises ArchiveError where one is not there, and WrongArgument for an address of which nothing is known.
    """
    pages: list[SavedBytes] = []
    address: str | None = address_or_id
    while address:
        pages.append(latest_page(settings, address))
        address = next_address(pages[-1], sites)
    return pages


def whole_case(pages: Sequence[SavedBytes], sites: Sites, may_be_empty: Sequence[str]) -> Case:
    """The case of some pages, with a value in every field but those named.

    Raises WrongArgument for a field that is none, and CommandError where the pages hold no article, or a field is
    empty: what was not extracted looks like what is not there.
    """
    try:
        case = make_case(pages, sites)
    except WrongArgument:
        raise
    except ValueError as error:
        raise CommandError(ExitCode.INCOMPLETE, reason_of(error)) from None
    if unknown := [name for name in may_be_empty if name not in case.item]:
        raise WrongArgument(f"--allow-empty {','.join(unknown)}: the page's fields are {', '.join(case.item)}")
    if empty := [name for name in case.empty if name not in may_be_empty]:
        advice = "mend the rules, or name with --allow-empty what is rightly empty"
        raise CommandError(ExitCode.INCOMPLETE, f"nothing was found for {', '.join(empty)}: {advice}")
    return case
