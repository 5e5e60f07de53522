"""What a goal comes to, or while it is open the unknown facts that it still rests on, as one straight-line function.

A search that tries values asks this thousands of times and nothing else, so no record of what fired is kept, and sets of
facts are whole numbers with a bit for each. It is tested to say what follows from the firings of the reference engine.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from ..graph import reached
from ..model import Value
from ..walking import names_behind, names_of
from .clauses import Gate, Program, Test, names_tested
from .conditions import Values
from .forward import Outcome
from .literals import node_of, positive
from .specialised import Generated

RestsOn = Callable[[Values], tuple[Outcome, int, Mapping[str, Value]] | None]
"""Gives on known facts the outcome of a goal, the bits of the unknown facts that it rests on while it is open, and all known values.

It gives None where that cannot be told so quickly, see `resting`."""


def resting(program: Program, goal: str, nodes: Collection[int], counted: Iterable[str], bits: Mapping[str, int]) -> RestsOn:
    """Return the function that says what a goal of a program comes to, or what it rests on; `bits` has a bit of its own for each fact.

    The function gives None where of some fact the month or year alone is known, where rules contradict each other about a conclusion
    with a node among `nodes`, and where a value among `counted` asks for working days that the calendar does not state.
    """
    generated = Generated(program)
    ending = _Ending(generated, bits)
    return generated.function(ending.lines(goal, nodes, counted), {"on_spans": lambda _: None})


class _Ending:
    """The last lines: `r` is what an unknown fact or derived value rests on, itself if it is a fact; `m` what an open gate rests on."""

    def __init__(self, generated: Generated, bits: Mapping[str, int]) -> None:
        self.generated = generated
        self.program = generated.program
        self.derived = {item.name: item for item in self.program.derived}
        self.bits = bits

    def lines(self, goal: str, nodes: Collection[int], counted: Iterable[str]) -> Iterator[str]:
        """Yield the lines."""
        generated, conclusions = self.generated, self.program.conclusions
        for conclusion in conclusions.values():
            given = [generated.holds(value.given) for value in conclusion.values]
            if len(given) > 1 and any(node in nodes for node in conclusion.nodes):
                yield f"    if {' + '.join(f'(1 if {one} else 0)' for one in given)} > 1: return None"
        for name in counted:
            outside = generated.constant(self.program.counted[name])
            yield f"    if {generated.variable(name)} is None and {outside}(values): return None"
        yield f"    outcome = {generated.outcome(conclusions[goal])}"
        yield "    if outcome is not None: return outcome, 0, values"
        ends = [self.resolved(node) for node in conclusions[goal].nodes]
        found = sorted(reached(ends, self.below))
        tested = {name for node in found for name in self.names(node)}
        for name in (*self.program.facts, *self.derived):
            if name in tested:
                yield f"    r{generated.variable(name)} = {self.unknown(name)} if {generated.variable(name)} is None else 0"
        for node in found:
            if isinstance(self.program.nodes[node], Gate):
                yield f"    m{node} = {_joined(self.open(below) for below in self.below(node))} if {generated.status(node)} is None else 0"
        yield f"    return outcome, {_joined(map(self.open, ends))}, values"

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

    def unknown(self, name: str) -> str:
        """Return the text of what a fact or derived value rests on that is unknown."""
        if name not in self.derived:
            return str(self.bits[name])
        return _joined(f"r{self.generated.variable(below)}" for below in names_of(self.derived[name].expression))

    def open(self, node: int) -> str:
        """Return the text of what a node rests on where it is open."""
        test = self.program.nodes[node]
        if isinstance(test, Gate):
            return f"m{node}"
        facts = [name for name in self.names(node) if name not in self.derived]
        if len(facts) == 1:
            return f"r{self.generated.variable(facts[0])}"
        # A test of several facts may be decided without some of them.
        rests = _joined(f"r{self.generated.variable(name)}" for name in names_tested(test.condition))
        return f"({rests} if {self.generated.status(node)} is None else 0)"


def _joined(texts: Iterable[str]) -> str:
    return " | ".join(dict.fromkeys(texts)) or "0"
