"""The kinds of input, each with how many of a million are of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import engine

from ..made_up_law import lay_out, standing_in
from .cases import Cases
from .decisions import Documents, Logs
from .judging import Sandbox
from .laws import shortcuts, small_law, whole_law
from .messages import Messages
from .options import Options
from .registers import Registers
from .rules import Commands, Rules, small_cases, whole_cases
from .running import Attempt

small = lru_cache(small_law)
whole = lru_cache(whole_law)


def laid_out(folder: Path) -> Sandbox:
    """Return a folder with the made-up law, its case and its suites."""
    lay_out(folder)
    return Sandbox(folder)


def whole_rules(folder: Path) -> Attempt:
    """Return the attempt on copies of the shipped rules."""
    shutil.copytree(engine.HOME / "rules", folder / "rules")
    return Rules(whole(), Sandbox(folder), whole_cases)


KINDS: Mapping[str, Callable[[Path], Attempt]] = {
    "cases": lambda folder: Cases(small(), folder, 6),
    "whole-cases": lambda folder: Cases(whole(), folder, 40),
    "rules": lambda folder: Rules(small(), laid_out(folder), small_cases),
    "whole-rules": whole_rules,
    "commands": lambda folder: Commands(laid_out(folder)),
    "registers": lambda folder: Registers(small(), laid_out(folder)),
    "documents": lambda folder: Documents(small(), folder, 12),
    "whole-documents": lambda folder: Documents(whole(), folder, 20),
    "logs": lambda folder: Logs(small(), folder),
    "options": lambda folder: Options(laid_out(folder), 0.005),
    "messages": lambda folder: Messages(laid_out(folder)),
}
"""How the attempt of each kind is made in an empty folder, in which it stands."""

OF_A_MILLION: Mapping[str, int] = {
    "cases": 932_280,
    "whole-cases": 25_000,
    "rules": 16_000,
    "whole-rules": 80,
    "commands": 3_000,
    "registers": 2_500,
    "documents": 8_000,
    "whole-documents": 40,
    "logs": 4_500,
    "options": 4_000,
    "messages": 600,
}
"""How many of a million inputs are of each kind: most of what is quick, some of everything."""


@contextmanager
def begun(kind: str, folder: Path) -> Iterator[Attempt]:
    """Give the attempt of a kind, made in the folder, where one then stands."""
    with shortcuts(), standing_in(folder):
        yield KINDS[kind](folder)
