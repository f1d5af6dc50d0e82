"""Many sessions: a map over them and a merge of what they hold, here or on other machines, with the same answer.

The order in which sessions are read, and who reads them, cannot show: evidence is united by a law (`union`).
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence

from allsettled.errors import UserError
from allsettled.evidence import source
from allsettled.evidence.model import NOTHING, Evidence
from allsettled.evidence.read import NotATranscriptError, Session, read
from allsettled.evidence.union import unite_all, unread

Progress = Callable[[int, int], None]
"""Called with the number of sessions read and of all."""

_PAYS = 48 * 1024 * 1024  # bytes; under this, starting processes takes longer than reading
_AT_ONCE = 4  # pieces a process


def gather(
    sessions: Sequence[Session],
    *,
    processes: int | None = None,
    scheduler: str | None = None,
    progress: Progress | None = None,
) -> Evidence:
    """Return the evidence of all sessions; one that cannot be read is named in it and doesn't stop the others.

    `processes` is how many to use (None: as many as there are processors, if it pays); `scheduler` is the address of a
    Dask scheduler whose workers see the same places, and is used instead.

    UserError: no scheduler answers there, or Dask isn't installed here.
    """
    pieces = _pieces(sessions)
    number = _processes(pieces, processes)
    if scheduler is not None:
        found = _on_cluster(pieces, scheduler)
    elif number > 1:
        found = _in_processes(pieces, number)
    else:
        found = ((1, look(session)) for session in sessions)
    return unite_all(_watched(found, len(sessions), progress))


def look(session: Session) -> Evidence:
    """Read one session; if it cannot be read, the evidence says so."""
    try:
        return read(session)
    except NotATranscriptError as error:
        return unread(session.place, error.message) if session.named else NOTHING
    except UserError as error:
        return unread(error.path or session.place, error.message)
    except OSError as error:
        return unread(session.place, error.strerror or "it cannot be read")


def look_at_all(sessions: Sequence[Session]) -> tuple[int, Evidence]:
    """Read several sessions; return how many, and what they hold."""
    return len(sessions), unite_all(look(session) for session in sessions)


def _watched(found: Iterable[tuple[int, Evidence]], total: int, progress: Progress | None) -> Iterator[Evidence]:
    done = 0
    for number, evidence in found:
        done += number
        if progress is not None:
            progress(done, total)
        yield evidence


def _pieces(sessions: Sequence[Session]) -> list[tuple[int, Session]]:
    """Return the sessions with their size in bytes, the largest first, so that none is left to the end."""
    sized = [(sum(map(source.size, session.places)), session) for session in sessions]
    return sorted(sized, key=lambda piece: (-piece[0], piece[1].places))


def _processes(pieces: Sequence[tuple[int, Session]], wanted: int | None) -> int:
    most = min(len(pieces), wanted if wanted is not None else os.cpu_count() or 1)
    return 1 if wanted is None and sum(size for size, _ in pieces) < _PAYS else most


def _batches(pieces: Sequence[tuple[int, Session]], number: int) -> list[list[Session]]:
    """Return the sessions in batches of about the same size in bytes."""
    batches: list[tuple[int, list[Session]]] = [(0, []) for _ in range(max(1, min(number, len(pieces))))]
    for size, session in pieces:
        lightest = min(range(len(batches)), key=lambda at: (batches[at][0], len(batches[at][1])))
        held, members = batches[lightest]
        members.append(session)
        batches[lightest] = held + size, members
    return [members for _, members in batches if members]


def _in_processes(pieces: Sequence[tuple[int, Session]], number: int) -> Iterator[tuple[int, Evidence]]:
    from concurrent.futures import ProcessPoolExecutor, as_completed

    from allsettled.processes import end_with_parent

    with ProcessPoolExecutor(number, initializer=end_with_parent) as pool:
        futures = [pool.submit(look_at_all, batch) for batch in _batches(pieces, number * _AT_ONCE)]
        for future in as_completed(futures):
            yield future.result()


def _on_cluster(pieces: Sequence[tuple[int, Session]], scheduler: str) -> Iterator[tuple[int, Evidence]]:
    from asyncio import run
    from importlib import import_module

    try:
        distributed = import_module("distributed")
    except ImportError:
        raise UserError(
            "a scheduler needs the package distributed",
            hint='install it with: pip install "allsettled[fleet]"',
        ) from None
    try:
        run(_knock(scheduler))
        client = distributed.Client(scheduler, timeout="10s", set_as_default=False)
    except (OSError, ValueError) as error:
        raise UserError(
            f"no Dask scheduler answers at {scheduler}: {error}",
            hint="start one with: dask scheduler",
        ) from None
    with client:
        workers = sum(client.nthreads().values())
        if not workers:
            raise UserError(f"the Dask scheduler at {scheduler} has no workers", hint="start one with: dask worker")
        futures = client.map(look_at_all, _batches(pieces, workers * _AT_ONCE), pure=False)
        for _, result in distributed.as_completed(futures, loop=client.loop, with_results=True):
            yield result


async def _knock(scheduler: str) -> None:
    """Raise OSError or ValueError if nobody listens at an address: a client that finds nobody cannot be closed."""
    from importlib import import_module

    comm = await import_module("distributed.comm").connect(scheduler, timeout=10)
    comm.abort()
