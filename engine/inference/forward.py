"""The reference engine: forward chaining with a working memory, an agenda and recorded firings.

Unit propagation over definite clauses (Dowling and Gallier 1984): each clause counts the premises it still lacks and
fires when none is left, so the time is linear in the size of the clauses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set
from typing import Final, NamedTuple

from ..model import Value
from .clauses import ConclusionNode, Program, Test
from .conditions import Values
from .literals import Signed, positive
from .spans import is_span

Outcome = bool | int | None
"""Of a conclusion: a boolean is met (True) or not met (False), a valued one has the value of that number; NOT_APPLICABLE;
CONFLICT, where rules that apply give different values; None while it is open."""

NOT_APPLICABLE: Final = -1
CONFLICT: Final = -2


class Derivation(NamedTuple):
    """What a program derives from facts: the values known then, the numbers of the clauses that fired, ascending, and
    the outcomes of the program's conclusions, in their order."""

    values: dict[str, Value]
    fired: Sequence[int]
    outcomes: tuple[Outcome, ...]


Engine = Callable[[Program, Values], Derivation]
"""Runs a program on facts."""


def run(program: Program, facts: Values) -> Derivation:
    """Return what the program derives from the facts."""
    values = derive_values(program, facts)
    return derivation(program, values, chain(program, decide_tests(program, values)))


def derivation(program: Program, values: dict[str, Value], fired: tuple[int, ...]) -> Derivation:
    """Return the record of a run, with the outcomes read off the clauses that fired."""
    heads = {program.heads[number] for number in fired}
    return Derivation(values, fired, tuple(outcome(node, heads) for node in program.conclusions.values()))


def outcome(node: ConclusionNode, heads: Set[Signed]) -> Outcome:
    """Return the outcome of a conclusion where these literals have been derived."""
    if node.not_applicable is not None and positive(node.not_applicable) in heads:
        return NOT_APPLICABLE
    if node.met is not None:
        return True if positive(node.met) in heads else False if node.not_met in heads else None
    settled = [number for number, value in enumerate(node.values) if positive(value.settled) in heads]
    if settled:
        return settled[0]
    return CONFLICT if sum(value.given in heads for value in node.values) > 1 else None


def derive_values(program: Program, facts: Values) -> dict[str, Value]:
    """Return the facts together with every derived value of the program that they make known."""
    values = dict(facts)
    for name, read in program.span_readers if program.is_vague(facts) else program.readers:
        value = read(values)
        if value is not None:
            values[name] = value
    return values


def decide_tests(program: Program, values: Values) -> tuple[Signed, ...]:
    """Return the signed literals of the tests that the values decide; a test that is unknown gives none."""
    found: list[Signed] = []
    for holds, fails, decide in program.span_deciders if program.is_vague(values) else program.deciders:
        truth = decide(values)
        if truth is not None:
            found.append(holds if truth else fails)
    return tuple(found)


def decide_test(program: Program, test: Test, values: Values) -> bool | None:
    """Return whether one test is true, false or unknown on the values."""
    # The values may be some of a case alone, so that a derived one is a span and its fact is not there.
    decider = program.span_decider if program.vague and any(map(is_span, values.values())) else program.decider
    return decider(test)(values)


def chain(program: Program, given: Iterable[Signed]) -> tuple[int, ...]:
    """Return the numbers of the clauses that fire, in ascending order, from the literals that the tests gave."""
    heads, consumers, lacking = program.heads, program.consumers, list(program.premises)
    fired = list(program.unconditional)
    memory: set[Signed] = {*given, *(heads[number] for number in fired)}
    agenda = list(memory)
    while agenda:
        for number in consumers.get(agenda.pop(), ()):
            lacking[number] -= 1
            if not lacking[number]:
                fired.append(number)
                if heads[number] not in memory:
                    memory.add(heads[number])
                    agenda.append(heads[number])
    # INVARIANT: every clause whose premises hold fires exactly once, so the sorted record does not depend on the agenda's order.
    return tuple(sorted(fired))
