"""Files judged in several processes: the same answers in the same order as in one."""

import os
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from allsettled.cli.examining import Examiner, key_of
from allsettled.cli.sweeping import by_hand
from allsettled.errors import UserError
from allsettled.finding import Inspected

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

    from allsettled.cache.kept import Kept
    from allsettled.cache.store import Store
    from allsettled.files.place import Found

Answer = Inspected | UserError

_FORKS = sys.platform == "linux"  # elsewhere a new process has to load everything again
_PAYS = (1 if _FORKS else 8) * 1_048_576  # bytes to be judged, from which on a second process pays
_CHUNK = 8  # files that a process is given at once
_MOST = 16  # processes, unless the user wants more

_examiner: Examiner | None = None  # of a worker


def answers(
    found: "Sequence[Found | UserError]", examiner: Examiner, store: "Store | None", jobs: int
) -> Iterator[Answer]:
    """Yield the answer for each file, in their order. `jobs` is the number of processes, 0 for as many as pay."""
    ready: list[Answer | None] = []
    waiting: list[Found] = []
    size = 0
    for one in found:
        answer: Answer | None = None
        if isinstance(one, UserError):
            answer = one
        elif store is not None:
            try:
                raw = examiner.read(one)
            except UserError as error:
                answer = error
            else:
                answer = examiner.known(one, raw, store.get(key_of(one, raw)))
                size += 0 if answer else len(raw)
        else:
            size += _size(one)
        ready.append(answer)
        if answer is None and not isinstance(one, UserError):
            waiting.append(one)
    judged = _judged(waiting, examiner, jobs or _count(size))
    for answer in ready:
        if answer is None:
            answer, key, kept = next(judged)
            if store is not None and kept is not None:
                store.put(key, kept)
        yield answer


def _size(one: "Found") -> int:
    try:
        return os.stat(one.real).st_size
    except OSError:
        return 0


def _count(size: int) -> int:
    """Return how many processes pay for so many bytes."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(min(cores, _MOST, size // _PAYS), 1)


def _judged(waiting: "Sequence[Found]", examiner: Examiner, jobs: int) -> "Iterator[tuple[Answer, bytes, Kept | None]]":
    jobs = min(jobs, -(-len(waiting) // _CHUNK))
    done = 0
    if jobs > 1:
        for results in _results(waiting, examiner, jobs):
            yield from results
            done += len(results)
    for one in waiting[done:]:
        yield _judge(examiner, one)


def _results(
    waiting: "Sequence[Found]", examiner: Examiner, jobs: int
) -> "Iterator[list[tuple[Answer, bytes, Kept | None]]]":
    """Yield what the processes say, in the files' order; no more when one was killed, or when there may be none."""
    from concurrent.futures.process import BrokenProcessPool

    chunks = [waiting[at : at + _CHUNK] for at in range(0, len(waiting), _CHUNK)]
    pool = None
    try:
        pool = _pool(examiner, jobs)
        yield from pool.map(_judge_all, chunks)
    except (BrokenProcessPool, OSError, ImportError, NotImplementedError):
        return
    finally:
        if pool is not None:
            pool.shutdown(wait=True, cancel_futures=True)


def _pool(examiner: Examiner, jobs: int) -> "ProcessPoolExecutor":
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    if _FORKS:
        _ = examiner.triage, examiner.checker  # loaded once, for all
        sys.stdout.flush()
        sys.stderr.flush()
    context = multiprocessing.get_context("fork" if _FORKS else "spawn")
    return ProcessPoolExecutor(jobs, context, _begin, (examiner.project, examiner.asked))


def _begin(project: object, asked: object) -> None:
    """Prepare a worker: an interruption is its parent's to see, but it ends with its parent, however that ends."""
    import signal

    from allsettled.processes import end_with_parent

    global _examiner
    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    by_hand()
    _examiner = Examiner(project, asked)  # type: ignore[arg-type]


def _judge_all(chunk: "Sequence[Found]") -> "list[tuple[Answer, bytes, Kept | None]]":
    if _examiner is None:
        raise RuntimeError("the process was not prepared")
    return [_judge(_examiner, one) for one in chunk]


def _judge(examiner: Examiner, one: "Found") -> "tuple[Answer, bytes, Kept | None]":
    try:
        raw = examiner.read(one)
    except UserError as error:
        return error, b"", None
    answer, kept = examiner.judged(raw, one)
    return answer, key_of(one, raw), kept
