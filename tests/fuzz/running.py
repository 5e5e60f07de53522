"""Running inputs of a kind one after another, each under a time limit, all under one of memory, with a tally of what they came to."""

from __future__ import annotations

import contextlib
import faulthandler
import os
import random
import resource
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from .judging import Finding

Attempt = Callable[[random.Random], str]
"""Draws an input, runs it, and returns in a word what it came to; raises a Finding where it came to what it must not."""

PATIENCE = 10.0
"""Seconds that an input may take."""

MEMORY = 500
"""Megabytes that the process, with all its laws, may come to hold."""

_HARD_LIMIT = 8 << 30
"""Bytes of address space, so that an input that takes all there is ends in an error and not with the machine."""


@dataclass
class Tally:
    """What inputs came to: how many, their outcomes, the findings by cause with the first seeds of each, and the cost."""

    kind: str
    inputs: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    findings: dict[str, list[str]] = field(default_factory=dict)
    found: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    slowest: float = 0.0
    slowest_seed: str = ""
    memory: int = 0

    def add(self, cause: str, seed: str, detail: str) -> None:
        """Count a finding, and keep the first three inputs of each cause."""
        self.found[cause] += 1
        kept = self.findings.setdefault(cause, [])
        if len(kept) < 3:
            kept.append(f"{seed}\n{detail}")


class Hang(BaseException):
    """An input takes too long. No `except Exception` of the engine stops it."""


def run(kind: str, attempt: Attempt, seed: int, first: int, count: int) -> Tally:
    """Run `count` inputs from number `first` on; the seed, the kind and its number give each input again."""
    tally = Tally(kind)
    begun = time.monotonic()
    with _limits():
        for number in range(first, first + count):
            one(tally, attempt, f"{kind} {seed} {number}")
    tally.seconds = time.monotonic() - begun
    return tally


def one(tally: Tally, attempt: Attempt, seed: str) -> None:
    """Run the input of a seed, and enter what it came to."""
    begun = time.monotonic()
    outcome = "finding"
    try:
        signal.setitimer(signal.ITIMER_REAL, PATIENCE)
        try:
            outcome = attempt(random.Random(seed))
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    except Finding as finding:
        tally.add(finding.kind, seed, str(finding))
    except Hang:
        tally.add("hang", seed, "".join(traceback.format_exc(limit=-8)))
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        ours = [f for f in traceback.extract_tb(error.__traceback__) if "/engine/" in f.filename or f.filename.endswith("cli.py")]
        where = (ours or [last])[-1]
        cause = f"traceback {type(error).__name__} in {where.filename.rpartition('/')[2]} {where.name}"
        tally.add(cause, seed, "".join(traceback.format_exc(limit=-12)))
    took = time.monotonic() - begun
    tally.inputs += 1
    tally.outcomes[outcome] += 1
    if took > tally.slowest:
        tally.slowest, tally.slowest_seed = took, seed
    held = held_memory()
    if held > tally.memory:
        tally.memory = held
        if held > MEMORY:
            tally.add("memory", seed, f"{held} MB")


def held_memory() -> int:
    """Return the megabytes that the process held at most so far."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak >> 20 if sys.platform == "darwin" else peak >> 10


@contextlib.contextmanager
def _limits() -> Iterator[None]:
    def ring(number: int, frame: object) -> None:
        raise Hang

    before = signal.signal(signal.SIGALRM, ring)
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (_HARD_LIMIT, hard))
    watched = os.environ.get("PYTEST_CURRENT_TEST") is None
    if watched:
        faulthandler.enable()
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
        signal.signal(signal.SIGALRM, before)
