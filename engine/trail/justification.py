"""The shortest sufficient justification: of all steps of a trail, the fewest that together prove what was found.

A trail tells everything that supports a step. Here a rule that applies needs all its premises, but one alternative of an
`any`; a rule that does not apply needs one premise that stops it; a conclusion that is met needs one rule; one that is not
met, every rule stopped. These choices, with steps that serve several others, make a graph of alternatives; `smallest`
finds in it the set of fewest steps, and among those the fewest facts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Final, Literal, NamedTuple

from ..frozen import dataclass
from ..graph import downward, reached
from ..inference.clauses import Program, Test, names_tested
from ..inference.conditions import value_of
from ..inference.forward import decide_test
from ..inference.literals import Signed, is_positive, negated, negative, node_of, positive, turned
from ..law.deciding import Decision, Run
from ..model import Value
from ..walking import names_of
from .steps import Premise, Step, Trail

WIDTH: Final = 1_000
"""The most candidates kept for one item. The shipped law needs far fewer; beyond it the result may be not the smallest."""

OPERANDS: Final = 8
"""Of a test or computation with more known names than this, all are taken as needed."""


@dataclass(frozen=True, slots=True)
class Justification:
    """What proves the steps `goals`: steps with only the premises that are needed, by number, and the facts used.

    `smallest` is False only where the search was cut at WIDTH: what is given is sufficient, but there may be less.
    """

    goals: tuple[int, ...]
    steps: tuple[Step, ...]
    facts: tuple[str, ...]
    smallest: bool


class Support(NamedTuple):
    """A node of the graph of alternatives. `run` numbers the runs of the trail and is -1 for what belongs to none.

    `key` is the number of a step, a literal of a gate or test, or the name of a derived value or fact.
    """

    kind: Literal["goal", "step", "gate", "test", "value", "fact"]
    run: int
    key: int | str


Ways = Mapping[Support, tuple[tuple[Support, ...], ...]]
"""For each item the alternatives by which it follows, each a list of items that it needs; a graph without cycles."""

_Found = dict[Support, tuple[tuple[Support, ...], ...]]
"""Ways, while they are looked for."""


def justify(decision: Decision, trail: Trail, goals: Sequence[int]) -> Justification:
    """Return the shortest sufficient justification of the steps with the numbers `goals`, taken together."""
    grounds = grounds_of(trail)
    proof = _proof(decision, trail, grounds, [_step_item(trail, grounds, number) for number in goals], {})
    taken = {proof.numbers[item]: item for item in proof.found if item in proof.numbers}
    steps = (_reduced(trail.steps[number - 1], grounds, proof.ways, proof.found, taken[number], taken) for number in sorted(taken))
    return Justification(tuple(goals), tuple(steps), proof.facts, proof.exact)


def facts_behind(decision: Decision, trail: Trail, names: Iterable[str], steps: Iterable[int] = ()) -> frozenset[str]:
    """Return the facts of the shortest proof of conclusions and of further steps, by number.

    Of a conclusion that is open they prove what is settled of it: the ways to it that are closed, and the conditions that are met.
    """
    grounds = grounds_of(trail)
    goals = [_step_item(trail, grounds, number) for number in steps]
    goals += [goal for name in names for goal in _goals(decision, trail, grounds, name)]
    return frozenset(_proof(decision, trail, grounds, goals, {}).facts)


def facts_behind_each(decision: Decision, trail: Trail, names: Iterable[str], of: frozenset[str]) -> frozenset[str]:
    """Return those of the facts `of` that conclusions rest on, each by a shortest proof of its own, as `facts_behind` has it."""
    grounds = grounds_of(trail)
    ways: _Found = {}
    found: frozenset[str] = frozenset()
    for name in names:
        goals = _goals(decision, trail, grounds, name)
        # What no proof can use need not be looked for in the shortest, which is long to find.
        within = _reach(decision, trail, grounds, goals, ways)
        if any(item.kind == "fact" and item.key in of - found for item in within):
            found |= of.intersection(_proof(decision, trail, grounds, goals, ways).facts)
    return found


def _goals(decision: Decision, trail: Trail, grounds: Sequence[Ground], name: str) -> list[Support]:
    """Return the items that prove a conclusion; of one that is open, what is settled of it."""
    goals = [_step_item(trail, grounds, number) for number in trail.because.get(name, ())]
    if decision.findings[name].status == "open":
        goals += [_below(ground, literal, None) for ground in grounds for literal in _settled_below(ground, name)]
    return goals


class _Proof(NamedTuple):
    """The items of the smallest proof of some goals, with the graph that it was found in and the numbers of items that are steps."""

    ways: Ways
    found: frozenset[Support]
    numbers: Mapping[Support, int]
    exact: bool

    @property
    def facts(self) -> tuple[str, ...]:
        return tuple(sorted(str(item.key) for item in self.found if item.kind == "fact"))


def _proof(decision: Decision, trail: Trail, grounds: Sequence[Ground], goals: Iterable[Support], ways: _Found) -> _Proof:
    """Return the smallest proof of some goals; `ways` are those found before, and get those found now."""
    start = Support("goal", -1, 0)
    ways[start] = (tuple(dict.fromkeys(goals)),)
    within = _reach(decision, trail, grounds, [start], ways)
    numbers = {item: number for item in within if (number := _number(decision, trail, grounds, item)) is not None}
    found, exact = smallest(ways, start, lambda item: (int(item in numbers), int(item.kind == "fact")))
    return _Proof(ways, found, numbers, exact)


def _reach(decision: Decision, trail: Trail, grounds: Sequence[Ground], start: Iterable[Support], ways: _Found) -> list[Support]:
    """Return the items that some can follow from, and put the ways to them into `ways`."""

    def below(item: Support) -> list[Support]:
        if item not in ways:
            ways[item] = _alternatives(decision, trail, grounds, item)
        return [needed for way in ways[item] for needed in way]

    return reached(start, below)


def with_justification(trail: Trail, justification: Justification) -> Trail:
    """Return the trail with the steps of a justification resting on what it keeps; its other steps as they were."""
    kept = {step.number: step for step in justification.steps}
    return replace(trail, steps=tuple(kept.get(step.number, step) for step in trail.steps))


# ---------------------------------------------------------------- the smallest set


def smallest(ways: Ways, start: Support, weight: Callable[[Support], tuple[int, int]]) -> tuple[frozenset[Support], bool]:
    """Return the items of a proof of `start` with the least weight, and whether that is certain.

    From the leaves up, every item gets the sets that could be part of a smallest proof, as bit masks. A set is dropped
    where another is no dearer in any surroundings: what it would add costs no more than what it saves for certain, and
    certain is only what no other part of the graph can need. So the result is exact as long as no list exceeds WIDTH.
    """
    order = downward(start, lambda item: (below for way in ways[item] for below in way))
    bit = {item: 1 << index for index, item in enumerate(order)}
    weights = {item: weight(item) for item in order}
    firsts = [sum(bit[item] for item in order if weights[item][0]), sum(bit[item] for item in order if weights[item][1])]
    scale = 1 + firsts[1].bit_count()

    def cost(mask: int) -> int:
        return (mask & firsts[0]).bit_count() * scale + (mask & firsts[1]).bit_count()

    own = _own(ways, order, bit)
    exact = True

    def pruned(masks: Iterable[int], only_here: int) -> list[int]:
        nonlocal exact
        kept: list[int] = []
        for mask in sorted(set(masks), key=lambda m: (cost(m), m)):
            if not any(cost(other & ~mask) <= cost(mask & ~other & only_here) for other in kept):
                kept.append(mask)
        if len(kept) > WIDTH:
            exact = False
        return kept[:WIDTH]

    found: dict[Support, list[int]] = {}
    for item in reversed(order):
        candidates: list[int] = []
        for way in ways[item]:
            partial, only_here = [bit[item]], 0
            for below in sorted(way, key=lambda b: len(found[b])):
                only_here |= own[below]
                partial = pruned((mask | other for mask in partial for other in found[below]), only_here)
            candidates += partial
        found[item] = pruned(candidates, own[item])
    best = found[start][0]
    return frozenset(item for item in order if best & bit[item]), exact


def _own(ways: Ways, order: Sequence[Support], bit: Mapping[Support, int]) -> dict[Support, int]:
    """Return for each item those that only it can need, itself included: it lies on every path to them (it dominates them)."""
    above: dict[Support, int] = {order[0]: bit[order[0]]}
    for item in order:
        for below in dict.fromkeys(below for way in ways[item] for below in way):
            # In this order every item above `below` comes before it, so the intersection is complete when it is read.
            above[below] = bit[below] | (above[item] if below not in above else above[below] & above[item])
    own = dict.fromkeys(order, 0)
    for item in order:
        for index in _bits(above[item]):
            own[order[index]] |= bit[item]
    return own


def _bits(mask: int) -> Iterable[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


# ---------------------------------------------------------------- the graph of a trail


class Ground(NamedTuple):
    """A run as it is read from the trail: what holds, and the numbers of its steps."""

    place: int
    run: Run
    held: frozenset[Signed]
    numbers: Mapping[tuple[str, str], int]

    @property
    def program(self) -> Program:
        """The clauses that were run."""
        return self.run.program


def ground_of(trail: Trail, place: int) -> Ground:
    """Return the run with that place in `trail.held`, ready to be traced; the numbers go by kind and name."""
    run, held = trail.held[place]
    # What comes before the steps that say which version governs belongs to the choice of law.
    first = min(number for numbers in trail.law.values() for number in numbers)
    version, choosing = run.compiled.version.name, not run.topics
    numbers: dict[tuple[str, str], int] = {
        (step.kind, step.name): step.number for step in trail.steps if step.version == version and (step.number < first) == choosing
    }
    return Ground(place, run, held, numbers)


def grounds_of(trail: Trail) -> list[Ground]:
    return [ground_of(trail, place) for place in range(len(trail.held))]


def ground_under(grounds: Iterable[Ground], step: Step) -> Ground:
    """Return the run that a step belongs to."""
    return next(ground for ground in grounds if ground.numbers.get((step.kind, step.name)) == step.number)


def _step_item(trail: Trail, grounds: Sequence[Ground], number: int) -> Support:
    step = trail.steps[number - 1]
    if step.kind in ("silence", "assumed"):
        return Support("fact", -1, step.name)
    if step.kind == "value":
        ground = ground_under(grounds, step)
        return Support("value", ground.place, step.name)
    return Support("step", -1, number)


def _number(decision: Decision, trail: Trail, grounds: Sequence[Ground], item: Support) -> int | None:
    """Return the number of the step that an item is, or None where it is none."""
    if item.kind == "step":
        return int(item.key)
    if item.kind == "value":
        return grounds[item.run].numbers.get(("value", str(item.key)))
    if item.kind == "fact" and decision.case.facts[str(item.key)].origin in ("silence", "assumed"):
        return next(step.number for step in trail.steps if step.name == item.key and step.kind in ("silence", "assumed"))
    return None


def _alternatives(decision: Decision, trail: Trail, grounds: Sequence[Ground], item: Support) -> tuple[tuple[Support, ...], ...]:
    match item.kind:
        case "step":
            return _step_ways(decision, trail, grounds, trail.steps[int(item.key) - 1])
        case "gate":
            return _gate_ways(grounds[item.run], int(item.key))
        case "test":
            ground = grounds[item.run]
            node = ground.program.nodes[node_of(int(item.key))]
            assert isinstance(node, Test)
            truth = is_positive(int(item.key))
            return _needed(ground, _tested(node), lambda values: decide_test(ground.program, node, values) is truth)
        case "value":
            ground, name = grounds[item.run], str(item.key)
            version = ground.program.version
            expression, value = version.derived[name].expression, ground.run.values[name]
            return _needed(ground, names_of(expression), lambda values: value_of(expression, values, version.parameters) == value)
        case _:
            return ((),)


def _step_ways(decision: Decision, trail: Trail, grounds: Sequence[Ground], step: Step) -> tuple[tuple[Support, ...], ...]:
    if step.kind == "governs":
        return (tuple(Support("step", -1, n) for n in _choosing(decision, trail, step)),)
    ground = ground_under(grounds, step)
    if step.kind == "rule":
        inputs = [literal for literal, _ in ground.program.rules[step.name].premises]
        if step.result == "applies":
            return (tuple(_below(ground, literal, None) for literal in inputs),)
        return tuple((_below(ground, negated(literal), None),) for literal in inputs if negated(literal) in ground.held)
    return ((Support("gate", ground.place, _settling(ground, step.name)),),)


def _choosing(decision: Decision, trail: Trail, step: Step) -> list[int]:
    """Return the steps that settle which version governs: the newest that does, and that no newer one does."""
    newest_first = [run.compiled.version.name for run in decision.choices]
    oldest = decision.governing[step.name].versions[-1]
    needed = newest_first[: newest_first.index(oldest) + 1] if newest_first else []  # a forced version was not chosen
    return [n for premise in step.premises for n in premise.steps if trail.steps[n - 1].version in needed]


def _settled_below(ground: Ground, name: str) -> list[Signed]:
    """Return the literals that hold of what an open conclusion rests on: each the first on its way that is settled."""
    program, held = ground.program, ground.held
    if name not in program.conclusions:
        return []

    def holding(node: int) -> Signed | None:
        return next((literal for literal in (positive(node), negative(node)) if literal in held), None)

    nodes = reached(program.conclusions[name].nodes, lambda node: program.below(node) if holding(node) is None else ())
    return [literal for node in nodes if (literal := holding(node)) is not None]


def _settling(ground: Ground, name: str) -> Signed:
    """Return the literal by which a conclusion is settled."""
    node = ground.program.conclusions[name]
    literals = [positive(node.met)] if node.met is not None else []
    literals += [node.not_met] if node.not_met is not None else []
    literals += [positive(value.settled) for value in node.values]
    literals += [positive(node.not_applicable)] if node.not_applicable is not None else []
    return next(literal for literal in literals if literal in ground.held)


def _gate_ways(ground: Ground, literal: Signed) -> tuple[tuple[Support, ...], ...]:
    node, holds = ground.program.nodes[node_of(literal)], is_positive(literal)
    assert not isinstance(node, Test)
    inputs = [turned(i, holds) for i in node.inputs]
    owner = ground.program.owners.get(node_of(literal))
    if (node.kind == "and") == holds:
        return (tuple(_below(ground, i, owner) for i in inputs),)
    return tuple((_below(ground, i, owner),) for i in inputs if i in ground.held)


def _below(ground: Ground, literal: Signed, owner: tuple[str, str] | None) -> Support:
    """Return the item by which a literal holds: a test, a step, or a gate that has no step of its own.

    `owner` is the conclusion whose own gates are looked through: it does not rest on itself.
    """
    if isinstance(ground.program.nodes[node_of(literal)], Test):
        return Support("test", ground.place, literal)
    mine = ground.program.owners.get(node_of(literal))
    if mine is not None and mine != owner and mine in ground.numbers:
        return Support("step", -1, ground.numbers[mine])
    return Support("gate", ground.place, literal)


def _tested(node: Test) -> Iterable[str]:
    return names_tested(node.condition)


def _needed(ground: Ground, names: Iterable[str], enough: Callable[[Mapping[str, Value]], bool]) -> tuple[tuple[Support, ...], ...]:
    """Return the smallest sets of known names on which a test or computation comes out as it did."""
    values, derived = ground.run.values, ground.program.version.derived
    known = [name for name in dict.fromkeys(names) if name in values]
    items = {name: Support("value", ground.place, name) if name in derived else Support("fact", -1, name) for name in known}
    if len(known) > OPERANDS:
        return (tuple(items.values()),)
    found: list[set[str]] = []
    for size in range(len(known) + 1):
        for chosen in combinations(known, size):
            if not any(smaller <= set(chosen) for smaller in found) and enough({name: values[name] for name in chosen}):
                found.append(set(chosen))
    return tuple(tuple(items[name] for name in known if name in chosen) for chosen in found)


# ---------------------------------------------------------------- the steps with the premises that are needed


def _reduced(step: Step, grounds: Sequence[Ground], ways: Ways, found: frozenset[Support], item: Support, numbers: Collection[int]) -> Step:
    """Return the step of an item, resting only on what was found to be needed; `numbers` are those of all steps found."""

    def only_found(premise: Premise) -> Premise:
        return replace(premise, steps=tuple(number for number in premise.steps if number in numbers))

    if item.kind != "step":  # a value, or a fact from silence or assumed: it rests on its operands, or on nothing
        return replace(step, premises=tuple(map(only_found, step.premises)))
    leaves = _leaves(ways, found, item)
    tests = {grounds[leaf.run].program.nodes[node_of(int(leaf.key))] for leaf in leaves if leaf.kind == "test"}
    needed = {int(leaf.key) for leaf in leaves if leaf.kind == "step"}
    kept = [p for p in step.premises if (Test(p.test) in tests if p.test is not None else needed.issuperset(p.steps))]
    return replace(step, premises=tuple(map(only_found, kept)))


def _leaves(ways: Ways, found: frozenset[Support], item: Support) -> set[Support]:
    """Return the tests and steps that an item rests on in the set found, through gates, one alternative of each."""

    def below(rests: Support) -> Iterable[Support]:
        return next(way for way in ways[rests] if found.issuperset(way)) if rests == item or rests.kind == "gate" else ()

    return {leaf for leaf in reached([item], below) if leaf != item and leaf.kind != "gate"}
