"""A glance at how a conclusion stands on some values: what `look` says of it, without a decision that could be shown to anybody.

A search for what matters tries thousands of values, and of each it wants to know only whether the conclusion is settled
and which facts it rests on if not.

How it goes on from there depends on nothing but what is still open. So what is open is a place: values that leave the same open lead to
the same place, whatever they are and whosever case they are of, and the way from one place to the next is looked for once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from ..inference.clauses import Gate, Program
from ..inference.conditions import Values
from ..inference.forward import Outcome
from ..inference.resting import Concludes, OpenBits, RestsOn, concluding, resting
from ..law.compiled import NOT_APPLICABLE, OPEN, CompiledLaws, CompiledVersion, Finding
from ..model import GOVERNS
from .atoms import Atom, Told


class Glance(NamedTuple):
    """Whether a conclusion is settled, or the case cannot be decided; and the unknown facts that it rests on where neither is so."""

    settled: bool
    missing: frozenset[str]


_SETTLED: Final = Glance(True, frozenset())

_KEPT: Final = 1_024
"""So many sets of missing facts are kept: one case meets few."""

_WAYPOINTS: Final = 4_096
"""So many places are kept, with the ways between them, a kilobyte or two each."""


class Waypoint:
    """A place that a search passes: what is open there. `glance` is None where it takes a `look`, see `resting`.

    `asks` are the bits of what can still be told (`Told`). `ways` lead on: by a fact, and what its value tells of what is asked.
    """

    __slots__ = ("asks", "glance", "ways")

    def __init__(self, glance: Glance | None, asks: int) -> None:
        self.glance = glance
        self.asks = asks
        self.ways: dict[tuple[str, int], Waypoint] = {}


class Glancer(NamedTuple):
    """What gives glances at a public conclusion on known facts, under the version that is forced, if one is.

    `settles` says of values whether they settle it, None where it takes a `look`; `place` where they lead. `keeps` says that the ways
    between places can be kept.
    """

    settles: Callable[[Values, str | None], bool | None]
    place: Callable[[Values, str | None], Waypoint]
    keeps: bool


class _Part(NamedTuple):
    """A goal in one version: what tells its outcome, and what tells too what is open; `keeps` as of `Glancer`."""

    concludes: Concludes
    rests: RestsOn
    keeps: bool


class _Whole(NamedTuple):
    """The conclusion in one version, the finding of each outcome, and of some the name whose value it takes."""

    part: _Part
    findings: Mapping[Outcome, Finding]
    computed: Mapping[Outcome, str]

    def finding(self, outcome: Outcome, values: Values) -> Finding:
        """Return the finding of an outcome."""
        if outcome is None:
            return OPEN
        taken = self.computed.get(outcome)
        return self.findings[outcome] if taken is None else Finding("value", values[taken])


TestAtoms = Mapping[tuple[str, bool], Mapping[int, Atom]]
"""By version, and whether it is of the choice of law, the test at each node of a program."""


class _Opened(NamedTuple):
    """What `Waypoint` is made of: how the conclusion stands, the bits of all that is open, and what tells the place from any other."""

    glance: Glance
    left: int
    key: tuple[object, ...]


def glancer(laws: CompiledLaws, name: str, looks_up: bool, tested: TestAtoms, told: Mapping[Atom, Told]) -> Glancer:
    """Return what gives glances at a public conclusion; `laws` conclude nothing else.

    `looks_up` says that it rests on values by date: it is as settled as it can be where it is open and no fact is missing.
    """
    topic = laws.laws.vocabulary.conclusions[name].topic
    assert topic is not None  # every public conclusion has one
    programs = [program for compiled in laws.versions for program in (compiled.choice, compiled.whole)]
    facts = sorted({fact for program in programs for fact in program.facts})
    asked = sum(one.every for one in told.values())
    bits = {fact: 1 << place for place, fact in enumerate(facts, asked.bit_length())}
    of_facts = sum(bits.values())
    choices = [(compiled.version.name, _choice(compiled, topic, tested, told, bits)) for compiled in reversed(laws.versions)]
    wholes = {compiled.version.name: _whole(compiled, topic, name, tested, told, bits) for compiled in laws.versions}
    parts = (*(choice for _, choice in choices), *(whole.part for whole in wholes.values() if whole is not None))
    keeps = all(part.keeps for part in parts if part is not None) and not any(
        whole.computed for whole in wholes.values() if whole is not None
    )
    places: dict[tuple[object, ...], Waypoint] = {}

    @lru_cache(_KEPT)
    def still_open(rests: int) -> Glance:
        missing = frozenset(fact for fact, bit in bits.items() if rests & bit)
        return Glance(looks_up and not missing, missing)

    def settles(values: Values, forced: str | None) -> bool | None:
        if looks_up:
            found = opened(values, forced)
            return found.glance.settled if found is not None else None
        findings = set()
        for version, choice in choices if forced is None else [(forced, None)]:
            governs = choice.concludes(values) if choice is not None else (forced is not None, values)
            if governs is None:
                return None
            if governs[0] is not False:
                whole = wholes[version]
                outcome = whole.part.concludes(values) if whole is not None else None
                if whole is not None and outcome is None:
                    return None
                findings.add(whole.finding(*outcome) if whole is not None and outcome is not None else NOT_APPLICABLE)
                if governs[0]:
                    break
        return is_settled(findings)

    def opened(values: Values, forced: str | None) -> _Opened | None:
        key: list[object] = [forced]
        possible, rests, left = [forced] if forced is not None else [], 0, 0
        for version, choice in choices if forced is None else ():
            found = choice.rests(values) if choice is not None else (False, values, 0, 0, 0)
            if found is None:
                return None
            rests |= found[2]
            left |= found[3]
            key += (found[0], *found[2:])
            if found[0] is not False:
                possible.append(version)
                if found[0]:
                    break
        findings = set()
        for version in possible:
            whole = wholes[version]
            found = whole.part.rests(values) if whole is not None else (None, values, 0, 0, 0)
            if found is None:
                return None
            findings.add(whole.finding(*found[:2]) if whole is not None else NOT_APPLICABLE)
            rests |= found[2]
            left |= found[3]
            key += (found[0], *found[2:])
        return _Opened(_SETTLED if is_settled(findings) else still_open(rests & of_facts), left, tuple(key))

    def place(values: Values, forced: str | None) -> Waypoint:
        found = opened(values, forced)
        if found is None or not keeps:
            return Waypoint(found.glance if found is not None else None, 0)
        kept = places.get(found.key)
        if kept is None:
            if len(places) >= _WAYPOINTS:
                places.clear()
            kept = places[found.key] = Waypoint(found.glance, found.left & asked)
        return kept

    return Glancer(settles, place, keeps)


def is_settled(findings: Collection[Finding]) -> bool:
    """Return whether a conclusion is settled of which each version that may govern has one of these findings.

    Without any version the case cannot be decided; otherwise what all of them agree on is settled.
    """
    return not findings or (len(findings) == 1 and OPEN not in findings)


def _choice(compiled: CompiledVersion, topic: str, tested: TestAtoms, told: Mapping[Atom, Told], bits: Mapping[str, int]) -> _Part | None:
    """Return what says whether a version governs the topic; None where it says nothing of it."""
    program, goal = compiled.choice, GOVERNS + topic
    if goal not in program.conclusions:
        return None
    open_bits, keeps = _open_bits(program, tested[compiled.version.name, True], told, bits)
    nodes = range(len(program.nodes))
    return _Part(
        concluding(program, goal, nodes, program.counted),
        resting(program, goal, nodes, program.counted, open_bits),
        keeps and not program.counted,
    )


def _whole(
    compiled: CompiledVersion, topic: str, name: str, tested: TestAtoms, told: Mapping[Atom, Told], bits: Mapping[str, int]
) -> _Whole | None:
    """Return what says what a version concludes; None where it has no rule for it."""
    program = compiled.whole
    if name not in program.conclusions:
        return None
    open_bits, keeps = _open_bits(program, tested[compiled.version.name, False], told, bits)
    nodes, counted, reading = compiled.nodes[topic], compiled.counted[topic], compiled.readings[topic]
    computed = {outcome: taken for one, _, outcome, taken in reading.computed if one == name}
    return _Whole(
        # Whether a day lies outside the calendar, and what value is taken, is not among what is told of a value.
        _Part(
            concluding(program, name, nodes, counted),
            resting(program, name, nodes, counted, open_bits),
            keeps and not counted and not computed,
        ),
        next(findings for one, _, findings in reading.ruled if one == name),
        computed,
    )


def _open_bits(program: Program, tested: Mapping[int, Atom], told: Mapping[Atom, Told], facts: Mapping[str, int]) -> tuple[OpenBits, bool]:
    """Return the bits of what may be open in a program, and whether all that its tests say can be told of values."""
    gates = (node for node in range(len(program.nodes)) if isinstance(program.nodes[node], Gate))
    nodes = {node: 1 << place for place, node in enumerate(gates, max(facts.values(), default=0).bit_length())}
    marks = {node: told[atom] for node, atom in tested.items() if atom in told}
    nodes |= {node: mark.holds | mark.fails for node, mark in marks.items()}
    return OpenBits(facts, nodes, {node: mark.known for node, mark in marks.items()}), all(node in tested for node, _ in program.tests)
