"""Copies of this process: how many can work at once, and work done in one of them beside what goes on here."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, BinaryIO, TypeVar

R = TypeVar("R")


class CopyEnded(Exception):
    """A copy of this process ended before its work was done; the message says why, where the copy could tell."""


def copies_at_once() -> int:
    """Return how many copies of this process can work at once; none where it cannot be copied, or has threads that copies would lack."""
    if not sys.platform.startswith("linux") or threading.active_count() > 1:
        return 0
    return len(os.sched_getaffinity(0))


@contextmanager
def beside(work: Callable[[], Iterable[R]]) -> Iterator[Iterator[R]]:
    """Begin the work in a copy of this process, and give what it yields there, in order; the copy is ended with the context.

    What is yielded is sent as a pickle. Raises OSError where there can be no copy; the iterator raises CopyEnded where the copy ends
    before its work does.
    """
    here, there = os.pipe()
    try:
        copy = os.fork()
    except OSError:
        os.close(here)
        os.close(there)
        raise
    if copy == 0:
        os.close(here)
        _work(work, there)
    os.close(there)
    try:
        with os.fdopen(here, "rb") as answers:
            yield received(answers)
    finally:
        # Where this process was begun by one that ignores the end of its own, the system lets go of a copy as soon as it ends.
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(copy, signal.SIGKILL)
            os.waitpid(copy, 0)


def _work(work: Callable[[], Iterable[object]], there: int) -> None:
    """Send what the work yields, and end this process, which is a copy, whatever happens."""
    try:
        # Of an interruption whoever waits for the answer is told too, and ends the copy.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        with os.fdopen(there, "wb") as answers:
            try:
                for answer in work():
                    pickle.dump(answer, answers)
                    answers.flush()
            except Exception as error:
                pickle.dump(CopyEnded(f"{type(error).__name__}: {error}"), answers)
    finally:
        # Without what Python does at its end: what this process had begun to write is the other one's to write.
        os._exit(0)


def received(answers: BinaryIO) -> Iterator[Any]:
    """Yield what a copy has sent; raise CopyEnded at the end, which comes before the end of its work."""
    while True:
        try:
            answer = pickle.load(answers)
        except (EOFError, pickle.UnpicklingError):  # it was ended before it wrote, or while it did
            raise CopyEnded from None
        if isinstance(answer, CopyEnded):
            raise answer
        yield answer
