"""The kinds of input, each with how many of a million are of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from engine.home import HOME

from ..made_up_law import lay_out, standing_in
from .cases import Cases
from .decisions import Documents, Logs
from .forms import Forms
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


def whole_rules(folder: Path, suites: bool) -> Attempt:
    """Return the attempt on copies of the shipped rules."""
    shutil.copytree(HOME / "rules", folder / "rules")
    return Rules(whole(suites), Sandbox(folder), whole_cases)


KINDS: Mapping[str, Callable[[Path, bool], Attempt]] = {
    "cases": lambda folder, suites: Cases(small(), folder, 6),
    "whole-cases": lambda folder, suites: Cases(whole(suites), folder, 40),
    "rules": lambda folder, suites: Rules(small(), laid_out(folder), small_cases),
    "whole-rules": whole_rules,
    "commands": lambda folder, suites: Commands(laid_out(folder)),
    "registers": lambda folder, suites: Registers(small(), laid_out(folder)),
    "documents": lambda folder, suites: Documents(small(), folder, 12),
    "whole-documents": lambda folder, suites: Documents(whole(suites), folder, 8),
    "logs": lambda folder, suites: Logs(small(), folder),
    "forms": lambda folder, suites: Forms(laid_out(folder)),
    "options": lambda folder, suites: Options(laid_out(folder), 0.005),
    "messages": lambda folder, suites: Messages(laid_out(folder)),
}
"""How the attempt of each kind is made in an empty folder, in which it stands; `suites` as for `begun`."""

OF_A_MILLION: Mapping[str, int] = {
    "cases": 901_670,
    "whole-cases": 25_000,
    "rules": 20_000,
    "whole-rules": 200,
    "commands": 8_000,
    "registers": 8_000,
    "documents": 10_000,
    "whole-documents": 130,
    "logs": 10_000,
    "forms": 4_000,
    "options": 10_000,
    "messages": 3_000,
}
"""How many of a million inputs are of each kind: most of what is quick, some of everything."""


@contextmanager
def begun(kind: str, folder: Path, suites: bool = False) -> Iterator[Attempt]:
    """Give the attempt of a kind, made in the folder, where one then stands; with `suites` their cases are mutated too."""
    with shortcuts(), standing_in(folder):
        yield KINDS[kind](folder, suites)
