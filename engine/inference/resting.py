"""What a goal comes to, or while it is open what it still rests on, as one straight-line function.

A search that tries values asks this thousands of times and nothing else, so no record of what fired is kept, and sets are
whole numbers with a bit for each of what they hold. It is tested to say what follows from the firings of the reference engine.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from ..graph import reached
from ..walking import names_behind, names_of
from .clauses import Gate, Program, Test, names_tested
from .conditions import Values
from .forward import Outcome
from .literals import node_of, positive
from .specialised import Generated

Concludes = Callable[[Values], tuple[Outcome, Values] | None]
"""Gives on known facts the outcome of a goal, and all known values; None where that cannot be told so quickly, see `concluding`."""

RestsOn = Callable[[Values], tuple[Outcome, Values, int, int, int] | None]
"""Gives too the bits of what the goal rests on while it is open; of that, and of what might yet contradict itself; and which of
the nodes at the top of all that are decided, and how."""


class OpenBits(NamedTuple):
    """The bits that stand for what is open: by fact; by node; and by test that rests on several derived values, each of them."""

    facts: Mapping[str, int]
    nodes: Mapping[int, int]
    derived: Mapping[int, Mapping[str, int]]


def concluding(program: Program, goal: str, nodes: Collection[int], counted: Iterable[str]) -> Concludes:
    """Return the function that says what a goal of a program comes to.

    The function gives None where of some fact the month or year alone is known, where rules contradict each other about a conclusion
    with a node among `nodes`, and where a value among `counted` asks for working days that the calendar does not state.
    """
    ending = _Ending(program, goal, nodes)
    return ending.generated.function([*ending.outcome(counted), "    return outcome, values"], {"on_spans": lambda _: None})


def resting(program: Program, goal: str, nodes: Collection[int], counted: Iterable[str], bits: OpenBits) -> RestsOn:
    """Return the function that says what a goal of a program comes to, or what it rests on; it gives None as that of `concluding`."""
    ending = _Ending(program, goal, nodes)
    return ending.generated.function([*ending.outcome(counted), *ending.open_lines(bits)], {"on_spans": lambda _: None})


class _Ending:
    """The last lines: `r` is what an unknown fact or derived value rests on, itself if it is a fact; `m` what an open gate rests on."""

    def __init__(self, program: Program, goal: str, nodes: Collection[int]) -> None:
        self.generated = Generated(program)
        self.program = program
        self.goal = program.conclusions[goal]
        self.derived = {item.name: item for item in program.derived}
        given = ([value.given for value in one.values] for one in program.conclusions.values() if any(node in nodes for node in one.nodes))
        self.rivals = [several for several in given if len(several) > 1]
        """For each conclusion with several values the literals that give them."""

    def outcome(self, counted: Iterable[str]) -> Iterator[str]:
        """Yield the lines that give the outcome, or that end the function where it cannot be told."""
        generated = self.generated
        for given in self.rivals:
            yield f"    if {' + '.join(f'(1 if {generated.holds(one)} else 0)' for one in given)} > 1: return None"
        for name in counted:
            outside = generated.constant(self.program.counted[name])
            yield f"    if {generated.variable(name)} is None and {outside}(values): return None"
        yield f"    outcome = {generated.outcome(self.goal)}"

    def open_lines(self, bits: OpenBits) -> Iterator[str]:
        """Yield the lines that give what is open."""
        generated = self.generated
        ends = [self.resolved(node) for node in self.goal.nodes]
        tops = list(dict.fromkeys([*ends, *(self.resolved(node_of(one)) for given in self.rivals for one in given)]))
        found = sorted(reached(tops, self.below))
        tested = {name for node in found for name in self.names(node)}
        for name in (*self.program.facts, *self.derived):
            if name in tested:
                yield f"    r{generated.variable(name)} = {self.unknown(name, bits)} if {generated.variable(name)} is None else 0"
        for node in found:
            if isinstance(self.program.nodes[node], Gate):
                below = _joined([*(self.open(node, bits) for node in self.below(node)), str(bits.nodes.get(node, 0))])
                yield f"    m{node} = {below} if {generated.status(node)} is None else 0"
        rests, left = (_joined(self.open(node, bits) for node in nodes) for nodes in (ends, tops))
        statuses = ((generated.status(node), 2 * place) for place, node in enumerate(tops))
        decided = _joined(f"(0 if {status} is None else {1 << place} if {status} else {2 << place})" for status, place in statuses)
        yield f"    return outcome, values, {rests} if outcome is None else 0, {left}, {decided}"

    def resolved(self, node: int) -> int:
        """Return the node whose status a node has."""
        return node_of(self.generated.resolved(positive(node)))

    def below(self, node: int) -> tuple[int, ...]:
        """Return the nodes that a gate reads."""
        return tuple(map(self.resolved, self.program.below(node)))

    def names(self, node: int) -> frozenset[str]:
        """Return the facts and derived values that the text of an open test reads."""
        test = self.program.nodes[node]
        return frozenset(names_behind(names_tested(test.condition), self.derived)) if isinstance(test, Test) else frozenset()

    def unknown(self, name: str, bits: OpenBits) -> str:
        """Return the text of what a fact or derived value rests on that is unknown."""
        if name not in self.derived:
            return str(bits.facts[name])
        return _joined(f"r{self.generated.variable(below)}" for below in names_of(self.derived[name].expression))

    def open(self, node: int, bits: OpenBits) -> str:
        """Return the text of what a node rests on where it is open."""
        test = self.program.nodes[node]
        if isinstance(test, Gate):
            return f"m{node}"
        facts = [name for name in self.names(node) if name not in self.derived]
        # A test of several facts may be decided without some of them.
        names = facts if len(facts) == 1 else names_tested(test.condition)
        rests = [f"r{self.generated.variable(name)}" for name in names]
        derived = bits.derived.get(node, {}).items()
        rests += [f"({bit} if {self.generated.variable(name)} is None else 0)" for name, bit in derived]
        return f"({_joined([*rests, str(bits.nodes.get(node, 0))])} if {self.generated.status(node)} is None else 0)"


def _joined(texts: Iterable[str]) -> str:
    return " | ".join(text for text in dict.fromkeys(texts) if text != "0") or "0"
