"""Linting: every lint of the laws that is not allowed where it stands."""

from __future__ import annotations

from collections.abc import Mapping

from ..diagnostics import Diagnostic, sort_by_place
from ..language.located import Tree
from ..model import Laws
from .lints import (
    clamped_twice,
    double_negation,
    never_concluded,
    repeated,
    restated_number,
    same_parameter,
    shadowed,
    unfinished,
    untranslated,
    unused,
    wrong_citation,
)
from .lints.files import LawFiles
from .lints.idle_allowance import not_allowed

LINTS = (
    clamped_twice,
    double_negation,
    never_concluded,
    repeated,
    restated_number,
    same_parameter,
    shadowed,
    unfinished,
    untranslated,
    unused,
    wrong_citation,
)
"""Each has a function `find`, which says the property that it asks for."""


def find_lints(laws: Laws, trees: Mapping[str, Tree], sources: Mapping[str, str]) -> tuple[Diagnostic, ...]:
    """Return every lint of the laws that is not allowed where it stands, in file order.

    `trees` and `sources` map the names of the files that the laws were loaded from to what was read and to their texts.
    """
    files = LawFiles(laws, trees, sources)
    found = (lint for module in LINTS for lint in module.find(files))
    return tuple(sort_by_place(not_allowed(found, laws)))
