"""Files of the archive written anew, with the table of captures: whole in the one place or in the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from zhanjiang.archive import ArchiveError
from zhanjiang.archive.rewriting import KeptPart, RewritingPlan, plans_of
from zhanjiang.store import Store, captures


def rewrite(
    store: Store, folder: Path, target: str, parts: Sequence[KeptPart], show: Callable[[int], None] = lambda _: None
) -> None:
    """Put parts of files into one new file, in place of those files; captures in what is left out are forgotten.

    The store's lock is ours. A kill at any moment loses nothing: ``finish_rewritings`` goes on from there. Raises
    ArchiveError and StoreError; nothing is changed then.
    """
    plan = RewritingPlan(target, tuple(dict.fromkeys(part.file for part in parts)))
    store.commit_durably()
    try:
        plan.write(folder)
        plan.copy(folder, parts, show)
        _note(store, plan, parts)
    except OSError as error:
        with suppress(OSError):  # the next run takes it back
            plan.take_back(folder)
        reason = error.strerror or error
        raise ArchiveError(
            f"the archive {folder} cannot be written ({reason}): free some space on its disk; nothing is changed"
        ) from error
    try:
        plan.finish(folder)
    except OSError as error:
        raise ArchiveError(
            f"{folder} cannot be written ({error.strerror}): the next run deletes what is left"
        ) from error


def _note(store: Store, plan: RewritingPlan, parts: Sequence[KeptPart]) -> None:
    """Move the captures of all sources in one transaction."""
    with store.transaction() as connection:
        begin = 0
        moves: dict[str, dict[int, int]] = {name: {} for name in plan.sources}
        known = {name: captures.of_file(connection, name) for name in plan.sources}
        for part in parts:
            kept = [at for at in known[part.file] if part.offset <= at < part.offset + part.length]
            moves[part.file] |= {at: begin + at - part.offset for at in kept}
            begin += part.length
        for name, offsets in moves.items():
            captures.forget(connection, name, [at for at in known[name] if at not in offsets])
            captures.move(connection, name, plan.target, offsets)


def finish_rewritings(store: Store, folder: Path) -> None:
    """Take back or finish what a kill has left half done: no record is lost, and none stands in two files.

    The store's lock is ours. Raises ArchiveError and StoreError.
    """
    for plan in plans_of(folder):
        with store.reading() as connection:
            is_noted = bool(captures.of_file(connection, plan.target))
        try:
            # Sources are deleted only after the commit: where one is missing in a store that was lost meanwhile, the
            # new file is the record.
            if is_noted or not plan.has_all_sources(folder):
                plan.finish(folder)
            else:
                plan.take_back(folder)
        except OSError as error:
            raise ArchiveError(f"{folder} cannot be written ({error.strerror}): check its permissions") from error
