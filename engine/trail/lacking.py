"""What open conclusions lack: the unknown facts, and the values that the law does not state, behind what is undecided in a run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, reduce
from operator import or_
from typing import NamedTuple

from ..frozen import dataclass
from ..graph import reached
from ..inference.clauses import Program, Test, names_tested
from ..inference.literals import Signed, negative, node_of, positive
from ..inference.spans import is_span, unstated
from ..law.deciding import Run
from ..model import Rule
from ..walking import names_behind, names_of


class Unstated(NamedTuple):
    """A day on which a value was looked up in a parameter with values by date that states none for it."""

    parameter: str
    day: date


@dataclass(frozen=True, eq=False)
class Lacking:
    """A run with the literals that hold after it. What stands undecided below each node is found once, for all conclusions."""

    run: Run
    literals: frozenset[Signed]

    def facts(self, name: str) -> frozenset[str]:
        """Return the unknown facts behind the undecided tests that an open conclusion still rests on."""
        return frozenset().union(*(self._facts_behind[one] for one in self._undecided(name)))

    def unstated(self, name: str) -> frozenset[Unstated]:
        """Return what an open conclusion lacks that no fact can give: values that the law does not state for a day."""
        return frozenset().union(*(self._unstated_behind[one] for one in self._undecided(name)))

    def _undecided(self, name: str) -> Iterator[str]:
        """Yield the names that the undecided tests read which an open conclusion still rests on."""
        program = self.run.program
        if name in program.conclusions:
            found = 0
            for node in program.conclusions[name].nodes:
                found |= self._below[node]
            yield from self._named(found)

    def _named(self, bits: int) -> Iterator[str]:
        return (name for place, name in enumerate(self.run.program.names_read[0]) if bits >> place & 1)

    @cached_property
    def _below(self) -> Sequence[int]:
        """For each node the names that undecided tests at and below it read, a bit for the place of each; none where it is decided."""
        decided = set(map(node_of, self.literals))
        program = self.run.program
        found: list[int] = []
        for node, (bits, below) in enumerate(zip(program.names_read[1], program.reads, strict=True)):  # each after what it reads
            if node in decided:
                bits = 0
            else:
                for one in below:
                    bits |= found[one]
            found.append(bits)
        return found

    @cached_property
    def _names(self) -> tuple[str, ...]:
        """The names that some undecided test reads."""
        return tuple(self._named(reduce(or_, self._below, 0)))

    @cached_property
    def _facts_behind(self) -> Mapping[str, frozenset[str]]:
        return {name: unknown_facts(self.run, [name]) for name in self._names}

    @cached_property
    def _unstated_behind(self) -> Mapping[str, frozenset[Unstated]]:
        version, values = self.run.program.version, self.run.values
        found = {}
        for name in self._names:
            derived = (version.derived[one] for one in names_behind([name], version.derived) if one in version.derived)
            lacking = (item for one in derived for item in unstated(one.expression, version.parameters, values))
            found[name] = frozenset(Unstated(schedule.name, day) for schedule, day in lacking)
        return found


def is_open(literals: frozenset[Signed], node: int) -> bool:
    """Return whether a node is decided neither way."""
    return positive(node) not in literals and negative(node) not in literals


def rules_lacking(run: Run, literals: frozenset[Signed], name: str) -> Iterator[tuple[Rule, frozenset[str]]]:
    """Yield the rules that an open conclusion still rests on, in order of name, each with the unknown facts that it reads itself."""
    program = run.program
    nodes = frozenset(_open_nodes(program, literals, name))
    for _, rule in sorted(program.rules.items()):
        if rule.node in nodes:
            own = reached((rule.node,), lambda node: [one for one in program.below(node) if one in nodes and one not in program.owners])
            yield rule.rule, unknown_facts(run, _tested(program, own))


def _open_nodes(program: Program, literals: frozenset[Signed], name: str) -> Iterator[int]:
    """Yield the undecided nodes that an open conclusion still rests on in a run."""
    if name not in program.conclusions:
        return
    found = reached(program.conclusions[name].nodes, lambda node: program.below(node) if is_open(literals, node) else ())
    yield from (node for node in found if is_open(literals, node))


def _tested(program: Program, nodes: Iterable[int]) -> Iterator[str]:
    """Yield the names that the tests among nodes read."""
    for node in nodes:
        test = program.nodes[node]
        if isinstance(test, Test):
            yield from names_tested(test.condition)


def unknown_facts(run: Run, names: Iterable[str]) -> frozenset[str]:
    """Return the unknown facts behind names: none behind a derived value that is known without them.

    Of a fact whose month or year is known, the day is not.
    """
    derived, values = run.program.version.derived, run.values

    def is_unknown(name: str) -> bool:
        return name not in values or is_span(values[name])

    def below(name: str) -> Iterable[str]:
        return names_of(derived[name].expression) if name in derived and is_unknown(name) else ()

    return frozenset(name for name in reached(names, below) if name not in derived and is_unknown(name))
