"""Work done side by side by copies of this process: each has all that there is here, and only its answer is sent back.

What a copy does leaves no trace here, so an answer depends neither on what else was asked nor on how many copies there are.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")


def side_by_side(work: Callable[[T], R], items: Sequence[T], copies: int) -> Iterator[R]:
    """Yield the answer of the work for each item, in their order, each made by a copy of its own, so many of them at once.

    Raises RuntimeError where a copy ends without an answer. Those that still work when nobody asks any more are ended.
    """
    context = multiprocessing.get_context("fork")
    waiting = iter(enumerate(items))
    working: dict[Connection, tuple[int, BaseProcess]] = {}
    answers: dict[int, R] = {}
    try:
        for number in range(len(items)):
            while number not in answers:
                while len(working) < copies and (item := next(waiting, None)) is not None:
                    here, there = context.Pipe(duplex=False)
                    process: BaseProcess = context.Process(target=_answer, args=(work, item[1], there), daemon=True)
                    process.start()
                    there.close()
                    working[here] = item[0], process
                ready = wait([*working])
                for here in [one for one in working if one in ready]:
                    done, process = working.pop(here)
                    answers[done] = _received(here)
                    process.join()
            yield answers.pop(number)
    finally:
        for here, (_, process) in working.items():
            process.terminate()
            process.join()
            here.close()


def _received(here: Connection) -> Any:
    with here:
        try:
            return here.recv()
        except EOFError:
            raise RuntimeError("a copy of this process ended without an answer") from None


def _answer(work: Callable[[T], R], item: T, there: Connection) -> None:
    # Of an interruption whoever waits for the answer is told too, and ends the copies.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    there.send(work(item))
