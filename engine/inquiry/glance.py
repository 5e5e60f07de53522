"""A glance at how a conclusion stands on some values: what `look` says of it, without a decision that could be shown to anybody.

A search for what matters tries thousands of values, and of each it wants to know only whether the conclusion is settled
and which facts it rests on if not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from ..inference.conditions import Values
from ..inference.forward import Outcome
from ..inference.resting import RestsOn, resting
from ..law.compiled import NOT_APPLICABLE, OPEN, CompiledLaws, CompiledVersion, Finding
from ..model import GOVERNS


class Glance(NamedTuple):
    """Whether a conclusion is settled, or the case cannot be decided; and the unknown facts that it rests on where neither is so."""

    settled: bool
    missing: frozenset[str]


_SETTLED: Final = Glance(True, frozenset())

_KEPT: Final = 1_024
"""So many sets of missing facts are kept: one case meets few."""

Glancer = Callable[[Values, str | None], Glance | None]
"""Gives a glance on the known facts and the version that is forced, if one is; None where it takes a `look`, see `resting`."""


class _Whole(NamedTuple):
    """The conclusion in one version: what tells its outcome, the finding of each, and of some the name whose value it takes."""

    rests: RestsOn
    findings: Mapping[Outcome, Finding]
    computed: Mapping[Outcome, str]

    def finding(self, outcome: Outcome, values: Values) -> Finding:
        """Return the finding of an outcome."""
        if outcome is None:
            return OPEN
        taken = self.computed.get(outcome)
        return self.findings[outcome] if taken is None else Finding("value", values[taken])


def glancer(laws: CompiledLaws, name: str, looks_up: bool) -> Glancer:
    """Return what gives glances at a public conclusion; `laws` conclude nothing else.

    `looks_up` says that it rests on values by date: it is as settled as it can be where it is open and no fact is missing.
    """
    topic = laws.laws.vocabulary.conclusions[name].topic
    assert topic is not None  # every public conclusion has one
    programs = [program for compiled in laws.versions for program in (compiled.choice, compiled.whole)]
    facts = sorted({fact for program in programs for fact in program.facts})
    bits = {fact: 1 << place for place, fact in enumerate(facts)}
    choices = [(compiled.version.name, _choice(compiled, topic, bits)) for compiled in reversed(laws.versions)]
    wholes = {compiled.version.name: _whole(compiled, topic, name, bits) for compiled in laws.versions}

    @lru_cache(_KEPT)
    def still_open(rests: int) -> Glance:
        missing = frozenset(fact for fact, bit in bits.items() if rests & bit)
        return Glance(looks_up and not missing, missing)

    def possible(values: Values, forced: str | None) -> tuple[list[str], int] | None:
        """Return the versions that may govern, newest first, and what it rests on which of them does."""
        if forced is not None:
            return [forced], 0
        found, rests = [], 0
        for version, choice in choices:
            told = choice(values) if choice is not None else (False, 0, values)
            if told is None:
                return None
            outcome, open_facts, _ = told
            rests |= open_facts
            if outcome is not False:
                found.append(version)
                if outcome is True:
                    break
        else:
            return found, rests
        return found, rests if len(found) > 1 else 0

    def glance(values: Values, forced: str | None) -> Glance | None:
        governing = possible(values, forced)
        if governing is None:
            return None
        versions, rests = governing
        findings = set()
        for version in versions:
            whole = wholes[version]
            if whole is None:
                findings.add(NOT_APPLICABLE)
                continue
            told = whole.rests(values)
            if told is None:
                return None
            outcome, open_facts, known = told
            rests |= open_facts
            findings.add(whole.finding(outcome, known))
        # Without any version the case cannot be decided; otherwise what all of them agree on is settled.
        if not findings or (len(findings) == 1 and OPEN not in findings):
            return _SETTLED
        return still_open(rests)

    return glance


def _choice(compiled: CompiledVersion, topic: str, bits: Mapping[str, int]) -> RestsOn | None:
    """Return what says whether a version governs the topic; None where it says nothing of it."""
    program, goal = compiled.choice, GOVERNS + topic
    if goal not in program.conclusions:
        return None
    return resting(program, goal, range(len(program.nodes)), program.counted, bits)


def _whole(compiled: CompiledVersion, topic: str, name: str, bits: Mapping[str, int]) -> _Whole | None:
    """Return what says what a version concludes; None where it has no rule for it."""
    program = compiled.whole
    if name not in program.conclusions:
        return None
    reading = compiled.readings[topic]
    return _Whole(
        resting(program, name, compiled.nodes[topic], compiled.counted[topic], bits),
        next(findings for one, _, findings in reading.ruled if one == name),
        {outcome: taken for one, _, outcome, taken in reading.computed if one == name},
    )
