"""The reference engine: forward chaining with a working memory, an agenda and recorded firings.

Unit propagation over definite clauses (Dowling and Gallier 1984): each clause counts the premises it still lacks and
fires when none is left, so the time is linear in the size of the clauses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from ..model import Holds, Value
from .clauses import Known, Program, Signed, Test
from .conditions import Values, compare, value_of


class Derivation(NamedTuple):
    """What a program derives from facts: the values known then, the numbers of the clauses that fired, ascending, and
    the watched literals that they reached, in the same order."""

    values: dict[str, Value]
    fired: tuple[int, ...]
    reached: tuple[Signed, ...]


Engine = Callable[[Program, Values], Derivation]
"""Runs a program on facts."""


def run(program: Program, facts: Values) -> Derivation:
    """Return what the program derives from the facts."""
    values = derive_values(program, facts)
    return derivation(program, values, chain(program, decide_tests(program, values)))


def derivation(program: Program, values: dict[str, Value], fired: tuple[int, ...]) -> Derivation:
    """Return the record of a run, with the watched literals read off the clauses that fired."""
    heads = dict.fromkeys(program.clauses[number].head for number in fired)
    return Derivation(values, fired, tuple(head for head in heads if head in program.watched))


def derive_values(program: Program, facts: Values) -> dict[str, Value]:
    """Return the facts together with every derived value of the program that they make known."""
    values = dict(facts)
    for derived in program.derived:
        value = value_of(derived.expression, values, program.version.parameters)
        if value is not None:
            values[derived.name] = value
    return values


def decide_tests(program: Program, values: Values) -> tuple[Signed, ...]:
    """Return the signed literals of the tests that the values decide; a test that is unknown gives none."""
    found: list[Signed] = []
    for index, test in program.tests:
        truth = decide_test(program, test, values)
        if truth is not None:
            found.append(2 * index + (not truth))
    return tuple(found)


def decide_test(program: Program, test: Test, values: Values) -> bool | None:
    """Return whether one test is true, false or unknown on the values."""
    match test.condition:
        case Holds(name):
            value = values.get(name)
            return value if isinstance(value, bool) else None
        case Known(expression):
            return True if value_of(expression, values, program.version.parameters) is not None else None
        case comparison:
            return compare(comparison, values, program.version.parameters, program.scales.get(comparison.left.name))


def chain(program: Program, given: Iterable[Signed]) -> tuple[int, ...]:
    """Return the numbers of the clauses that fire, in ascending order, from the literals that the tests gave."""
    lacking = list(program.premises)
    consumers = program.consumers
    memory: set[Signed] = set()
    fired = [number for number, premises in enumerate(lacking) if premises == 0]
    agenda = [*given, *(program.clauses[number].head for number in fired)]
    while agenda:
        literal = agenda.pop()
        if literal in memory:
            continue
        memory.add(literal)
        for number in consumers.get(literal, ()):
            lacking[number] -= 1
            if lacking[number] == 0:
                fired.append(number)
                agenda.append(program.clauses[number].head)
    # INVARIANT: every clause whose premises hold fires exactly once, so the sorted record does not depend on the agenda's order.
    return tuple(sorted(fired))
