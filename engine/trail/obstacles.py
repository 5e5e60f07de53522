"""What stands in the way: every condition that stops the rules which could have given a conclusion, with the rule that sets it.

The trace goes from the conclusion that was refused down through the rules for it and the conclusions that these rest on,
and ends at a test, or at something positive that stops a rule: an exception or a special rule that applies.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from ..frozen import dataclass
from ..graph import reached
from ..inference.clauses import Role, Test, ValueNode
from ..inference.literals import Signed, is_positive, negated, node_of, positive, turned
from ..model import NONE, Constant
from .finality import REVIEW
from .justification import Ground, ground_under, grounds_of
from .steps import Premise, Step, Trail

_NO_WAY: Final = (Constant(NONE), Constant(REVIEW))
"""The values of an enum that nobody is refused: that nothing came about, and that a person must look."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One condition that a rule sets and that is not fulfilled: one premise, or several of which at least one is needed.

    `stops_way` says that it alone is enough to stop the way that it stands in, `stops_all` that it alone is enough to stop
    every way, whatever becomes of the others.
    """

    premises: tuple[Premise, ...]
    stops_way: bool
    stops_all: bool


@dataclass(frozen=True, slots=True)
class Stopped:
    """A rule on the way to the conclusion, told by its step in the trail, and the conditions of its own that stop it."""

    step: Step
    obstacles: tuple[Obstacle, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """A rule that could have given the conclusion, or another value of it, and the rules that are stopped on the way to it."""

    step: Step
    rules: tuple[Stopped, ...]


@dataclass(frozen=True, slots=True)
class Obstacles:
    """What stands in the way under one law version, way by way, in the order of the values and names.

    `foreign` are the steps of the rules that belong to an Act which does not apply, or wait for such a rule; they are no ways.
    """

    version: str
    ways: tuple[Route, ...]
    foreign: tuple[int, ...]


def is_refusal(trail: Trail, number: int) -> bool:
    """Return whether a conclusion's step refuses: not met, no value where there could be one, or the value `none` of an enum."""
    step = trail.steps[number - 1]
    if step.kind != "conclusion":
        return False
    node = ground_under(grounds_of(trail), step).program.conclusions[step.name]
    if step.result == "not_applicable":
        return node.met is None
    return step.result == "not_met" or (step.result == "value" and step.value == NONE and len(node.values) > 1)


def obstacles(trail: Trail, number: int, foreign: Collection[int]) -> Obstacles:
    """Return what stands in the way of a conclusion that its step refuses; `foreign` are the steps of rules of other Acts."""
    step = trail.steps[number - 1]
    ground = ground_under(grounds_of(trail), step)
    trace = _Trace(trail, ground, foreign)
    names = trace.own(_ways(ground, step.name))
    stops = {name: trace.of_rule(name) for name in names}
    all_stop = frozenset.intersection(*stops.values()) if stops else frozenset()
    ways = []
    for name in names:
        rules = [
            Stopped(
                trail.steps[number - 1],
                tuple(Obstacle(trace.premises[number, key], key in stops[name], key in all_stop) for key in trace.direct[number]),
            )
            for number in trace.down(trace.numbers["rule", name])
            if trace.direct[number]
        ]
        ways.append(Route(trail.steps[trace.numbers["rule", name] - 1], tuple(rules)))
    return Obstacles(trace.program.version.name, tuple(ways), tuple(sorted(trace.passed)))


def _ways(ground: Ground, name: str) -> list[str]:
    """Return the rules that could have given the conclusion, or another value of it than the one that refuses.

    The values of an enum come in the order in which they are declared.
    """
    node = ground.program.conclusions[name]
    if node.met is not None:
        return list(node.rules)
    version = ground.run.compiled
    words = list((version.version.helpers.get(name) or version.vocabulary.conclusions[name]).values or ())

    def place(value: ValueNode) -> int:
        word = value.value.value if isinstance(value.value, Constant) else None
        return words.index(word) if isinstance(word, str) and word in words else 0

    return [rule for value in sorted(node.values, key=place) if value.value not in _NO_WAY for rule in value.rules]


_Key = tuple[int, Signed]
"""What stops something: 0 and the literal that is wanted, or 1 and the literal of a gate of which one input is wanted."""


_CLOSED: Final[_Key] = (2, 0)
"""Stands among what stops something where no rule of an Act that applies could ever give it: it is no way at all."""


class _Trace:
    """One trace through what was derived. Fills its fields while it returns what stops alone.

    `direct` holds for each rule's step the obstacles of its own, `above` the rules that it waits for, `premises` what each
    obstacle is to that rule: one may want what another excepts. `passed` holds the rules of other Acts.

    What stops alone: where all of several things are needed, whatever stops one of them; where one is needed, what stops
    each of them.
    """

    def __init__(self, trail: Trail, ground: Ground, foreign: Collection[int]) -> None:
        self.trail, self.program, self.held, self.foreign = trail, ground.program, ground.held, foreign
        self.owners, self.numbers = ground.program.owners, ground.numbers
        self.seen: dict[str, frozenset[_Key]] = {}
        self.direct: dict[int, dict[_Key, None]] = {}
        self.above: dict[int, dict[int, None]] = {}
        self.premises: dict[tuple[int, _Key], tuple[Premise, ...]] = {}
        self.passed: set[int] = set()

    def own(self, names: Iterable[str]) -> list[str]:
        """Return the rules that are ways at all; enter in `passed` those that belong to another Act, or wait for such a rule."""
        found = []
        for name in names:
            if self.numbers["rule", name] in self.foreign or _CLOSED in self.of_rule(name):
                self.passed.add(self.numbers["rule", name])
            else:
                found.append(name)
        return found

    def of_rule(self, name: str) -> frozenset[_Key]:
        """Trace a rule; return what stops it alone."""
        if name not in self.seen:
            number = self.numbers["rule", name]
            self.direct[number], self.above[number] = {}, {}
            found: frozenset[_Key] = frozenset()
            for literal, role in self.program.rules[name].premises:
                if negated(literal) in self.held:
                    found |= self.of_wanted(literal, role, number, self.direct[number])
            self.seen[name] = found
        return self.seen[name]

    def down(self, number: int) -> list[int]:
        """Return the steps of the rules traced from one, itself first, each once."""
        return reached([number], lambda here: reversed(self.above[here]))

    def of_wanted(
        self, literal: Signed, role: Role, number: int, direct: dict[_Key, None], through: list[Premise] | None = None
    ) -> frozenset[_Key]:
        """Trace a literal that a rule (with its step's `number`) wants and that fails.

        Enters the rule's own obstacles in `direct`, and in `through` the premises that are traced on into other rules.
        """
        owner = self.owners.get(node_of(literal))
        if self.ends(literal):
            key = (0, literal)
            direct[key] = None
            self.premises[number, key] = (self.premise(literal, role, number),)
            return frozenset((key,))
        node = self.program.nodes[node_of(literal)]
        assert not isinstance(node, Test)
        if owner is not None:
            names = self.own([owner[1]] if owner[0] == "rule" else self.rules_for(owner[1], literal))
            self.above[number].update((self.numbers["rule", name], None) for name in names)
            if through is not None:
                through += self.traced(literal, number)
            found = [self.of_rule(name) for name in names]
            return frozenset.intersection(*found) if found else frozenset((_CLOSED,))
        wanted = [turned(i, is_positive(literal)) for i in node.inputs]
        if (node.kind == "and") == is_positive(literal):
            parts = [self.of_wanted(i, role, number, direct, through) for i in wanted if negated(i) in self.held]
            return frozenset().union(*parts)
        # Of these one is needed, so that together they are one condition.
        alone: list[frozenset[_Key]] = []
        told: dict[Premise, None] = {}
        for i in wanted:
            inner: dict[_Key, None] = {}
            premises: list[Premise] = []
            stops = self.of_wanted(i, role, number, inner, premises)
            if _CLOSED not in stops:
                alone.append(stops)
                told |= dict.fromkeys([*(premise for below in inner for premise in self.premises[number, below]), *premises])
        if not alone:
            return frozenset((_CLOSED,))
        key = (1, literal)
        direct[key] = None
        self.premises[number, key] = tuple(told)
        return frozenset((key,)) | frozenset.intersection(*alone)

    def traced(self, literal: Signed, number: int) -> list[Premise]:
        """Return the premises of a rule's step by which it tells that a conclusion fails: its step, or while it is open its rules'."""
        owner = self.owners[node_of(literal)]
        steps = {self.numbers[owner]} if owner in self.numbers else {self.numbers["rule", r] for r in self.rules_for(owner[1], literal)}
        return [premise for premise in self.trail.steps[number - 1].premises if premise.test is None and steps.issuperset(premise.steps)]

    def ends(self, literal: Signed) -> bool:
        """Return whether the trace ends here: at a test, at something that holds but must not, or at another value."""
        if isinstance(self.program.nodes[node_of(literal)], Test):
            return True
        owner = self.owners.get(node_of(literal))
        if owner is None:
            return False
        if not is_positive(literal):
            return True
        return owner[0] == "conclusion" and self.has_step(literal) and self.trail.steps[self.numbers[owner] - 1].result == "value"

    def has_step(self, literal: Signed) -> bool:
        return self.owners.get(node_of(literal)) in self.numbers

    def rules_for(self, name: str, literal: Signed) -> list[str]:
        """Return the rules by which the wanted literal of a conclusion could hold."""
        node = self.program.conclusions[name]
        return next((list(value.rules) for value in node.values if positive(value.settled) == literal), list(node.rules))

    def premise(self, literal: Signed, role: Role, number: int) -> Premise:
        """Return the premise of the rule's step that tells why a literal fails."""
        node, owner = self.program.nodes[node_of(literal)], self.owners.get(node_of(literal))
        for premise in self.trail.steps[number - 1].premises:
            if premise.role == role and (
                premise.test == node.condition if isinstance(node, Test) else premise.steps == (self.numbers[owner or ("", "")],)
            ):
                return premise
        raise AssertionError(f"the step {number} lacks a premise")  # the trail holds every premise that stops a rule
