"""Constraints: what can never be; a case that breaks one contradicts itself and is not decided."""

from __future__ import annotations

from collections.abc import Mapping

from ..diagnostics import Diagnostic, Problem
from ..model import Case, Constraint, Text, Vocabulary
from ..walking import names_in
from .conditions import truth


class Contradiction(Problem):
    code = "contradiction"
    message = Text("{constraint}", "{constraint}")
    why = Text(
        "en sak som ikke kan være sann, ville få en avgjørelse om ingen", "a case that cannot be true would get a decision about nobody"
    )
    fix = Text("rett opplysningen som er feil", "correct the fact that is wrong")
    constraint: Text


def check_constraints(case: Case, vocabulary: Vocabulary) -> list[Diagnostic]:
    """Return a diagnostic for every constraint that the case breaks, with every place involved. Unknown breaks none."""
    values = {name: fact.value for name, fact in case.facts.items()}
    scales: Mapping[str, tuple[str, ...]] = {f.name: tuple(f.values) for f in vocabulary.facts.values() if f.type == "ordinal" and f.values}
    return [_broken(case, constraint) for constraint in vocabulary.constraints if truth(constraint.never, values, {}, scales) is True]


def _broken(case: Case, constraint: Constraint) -> Diagnostic:
    places = []
    for name in dict.fromkeys(names_in(constraint.never)):
        fact = case.facts.get(name)
        if fact is not None and fact.place is not None:
            places.append((fact.place, Text(f"`{name}` står her", f"`{name}` is here")))
    place = places[0][0] if places else case.place
    return Contradiction(constraint=constraint.text).at(place, *(places[1:]))
