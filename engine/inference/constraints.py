"""Constraints: what can never be, so that the case is not decided; and what can hardly be, so that a person must look at it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ..diagnostics import Diagnostic, Problem
from ..model import Case, Constraint, Place, Text, Value, Vocabulary
from ..terms.meaning import Connectives
from ..walking import fold, names_in, names_of, parameters_in, parameters_of
from .conditions import truth, value_of


class Doubt(NamedTuple):
    """A constraint that warns and that a case breaks: the facts that break it, in the order written, and the limits that it uses."""

    constraint: Constraint
    facts: tuple[str, ...]
    limits: tuple[str, ...]


class Contradiction(Problem):
    code = "contradiction"
    message = Text("{constraint}", "{constraint}")
    why = Text(
        "en sak som ikke kan være sann, ville få en avgjørelse om ingen", "a case that cannot be true would get a decision about no one"
    )
    fix = Text("rett opplysningen som er feil", "correct the fact that is wrong")
    constraint: Text


class UnlikelyFacts(Problem):
    code = "unlikely"
    level = "warning"
    message = Text("{constraint}", "{constraint}")
    why = Text(
        "saken avgjøres som den står; et galt årstall gir en gal avgjørelse uten noen annen feil",
        "the case is decided as it stands; a wrong year gives a wrong decision without any other error",
    )
    fix = Text(
        "kontroller opplysningene mot kilden, og rett den som er feil; stemmer de, er det ikke noe å rette",
        "compare the facts with their source, and correct the one that is wrong; where they are right there is nothing to mend",
    )
    constraint: Text


def check_constraints(case: Case, vocabulary: Vocabulary) -> list[Diagnostic]:
    """Return a diagnostic for every constraint that the case breaks, with every place involved. Unknown breaks none."""
    values = {name: fact.value for name, fact in case.facts.items()}
    scales = _scales(vocabulary)
    return [_broken(case, constraint) for constraint in vocabulary.constraints if truth(constraint.never, values, {}, scales) is True]


def doubts_of(case: Case, vocabulary: Vocabulary) -> tuple[Doubt, ...]:
    """Return what can hardly be of a case, in the order of the vocabulary. Unknown raises no doubt."""
    unlikely = vocabulary.unlikely
    values = {name: fact.value for name, fact in case.facts.items()}
    for name, derived in unlikely.derived.items():
        value = value_of(derived.expression, values, unlikely.limits)
        if value is not None:
            values[name] = value
    found = ((constraint, _breaking(constraint, values, vocabulary)) for constraint in unlikely.constraints)
    return tuple(_doubt(constraint, names, vocabulary) for constraint, names in found if names is not None)


def doubt_diagnostics(case: Case, vocabulary: Vocabulary) -> list[Diagnostic]:
    """Return a warning for each of `doubts_of`, with every place involved."""
    found = []
    for doubt in doubts_of(case, vocabulary):
        place, related = _places(case, doubt.facts)
        limits = [vocabulary.unlikely.limits[name] for name in doubt.limits]
        related += tuple((limit.place, limit.reason) for limit in limits)
        found.append(UnlikelyFacts(constraint=doubt.constraint.text).at(place, *related))
    return found


def _breaking(constraint: Constraint, values: Mapping[str, Value], vocabulary: Vocabulary) -> tuple[str, ...] | None:
    """Return the names by which a case breaks a constraint, or None where it does not: of alternatives those that hold."""
    limits, scales = vocabulary.unlikely.limits, _scales(vocabulary)

    def both(parts: Iterable[_Told]) -> _Told:
        every = tuple(parts)
        said = [part.truth for part in every]
        return _Told(False if False in said else None if None in said else True, tuple(name for part in every for name in part.names))

    def either(parts: Iterable[_Told]) -> _Told:
        every = tuple(parts)
        said = [part.truth for part in every]
        names = tuple(name for part in every for name in part.names if part.truth or True not in said)
        return _Told(True if True in said else None if None in said else False, names)

    def opposite(part: _Told) -> _Told:
        return _Told(None if part.truth is None else not part.truth, part.names)

    told = fold(
        constraint.never,
        lambda leaf: _Told(truth(leaf, values, limits, scales), tuple(names_in(leaf))),
        Connectives(both, either, opposite),
    )
    return tuple(dict.fromkeys(told.names)) if told.truth is True else None


class _Told(NamedTuple):
    truth: bool | None
    names: tuple[str, ...]


def _doubt(constraint: Constraint, names: Iterable[str], vocabulary: Vocabulary) -> Doubt:
    facts = dict.fromkeys(fact for name in names for fact in _facts_behind(name, vocabulary))
    limits = dict.fromkeys(parameters_in(constraint.never))
    for name in names_in(constraint.never):
        limits |= dict.fromkeys(_limits_behind(name, vocabulary))
    return Doubt(constraint, tuple(facts), tuple(limits))


def _facts_behind(name: str, vocabulary: Vocabulary) -> Iterator[str]:
    if name in vocabulary.unlikely.derived:
        for inner in names_of(vocabulary.unlikely.derived[name].expression):
            yield from _facts_behind(inner, vocabulary)
    else:
        yield name


def _limits_behind(name: str, vocabulary: Vocabulary) -> Iterator[str]:
    if name in vocabulary.unlikely.derived:
        expression = vocabulary.unlikely.derived[name].expression
        yield from parameters_of(expression)
        for inner in names_of(expression):
            yield from _limits_behind(inner, vocabulary)


def _scales(vocabulary: Vocabulary) -> Mapping[str, tuple[str, ...]]:
    return {fact.name: tuple(fact.values) for fact in vocabulary.facts.values() if fact.type == "ordinal" and fact.values}


def _places(case: Case, names: Iterable[str]) -> tuple[Place, tuple[tuple[Place, Text], ...]]:
    """Return the place of the first of the facts, and of each other what stands there."""
    places = []
    for name in dict.fromkeys(names):
        fact = case.facts.get(name)
        if fact is not None and fact.place is not None:
            places.append((fact.place, Text(f"`{name}` står her", f"`{name}` is here")))
    return (places[0][0] if places else case.place), tuple(places[1:])


def _broken(case: Case, constraint: Constraint) -> Diagnostic:
    place, related = _places(case, names_in(constraint.never))
    return Contradiction(constraint=constraint.text).at(place, *related)
