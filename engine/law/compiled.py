"""The compiled law: every version's clauses, with what each clause means for the decision worked out beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ..inference.clauses import Gate, Program, Signed, compile_version
from ..model import GOVERNS, Constant, Expression, Laws, LawVersion, Status, Value, Vocabulary


class Finding(NamedTuple):
    """What is found about one conclusion; `value` only with the status value."""

    status: Status
    value: Value | None = None


MET = Finding("met")
NOT_MET = Finding("not_met")
OPEN = Finding("open")
NOT_APPLICABLE = Finding("not_applicable")


class Gives(NamedTuple):
    """A rule that gives contested values; two that apply and give different ones are a conflict."""

    rule: str
    conclusions: tuple[tuple[str, Expression], ...]


@dataclass(frozen=True, slots=True, eq=False)
class CompiledVersion:
    """One law version ready to run: `choice` decides what it governs, `whole` everything it concludes.

    `governs` tells of watched literals of `choice` which topic is governed or not. Of watched literals of `whole`, `settles`
    tells the conclusion and its finding, `computes` the conclusion and the expression of its value, and `gives` which
    contested values a rule gives. `base` holds per topic the findings before any clause has fired; `nodes` holds per
    topic the nodes of `whole` that its public conclusions rest on.
    """

    version: LawVersion
    choice: Program
    whole: Program
    governs: Mapping[Signed, tuple[str, bool]]
    settles: Mapping[Signed, tuple[str, Finding]]
    computes: Mapping[Signed, tuple[str, Expression]]
    gives: Mapping[Signed, Gives]
    base: Mapping[str, Mapping[str, Finding]]
    nodes: Mapping[str, frozenset[int]]


@dataclass(frozen=True, slots=True, eq=False)
class CompiledLaws:
    """The laws with every version compiled, oldest first."""

    laws: Laws
    versions: tuple[CompiledVersion, ...]


def compile_laws(laws: Laws) -> CompiledLaws:
    """Return the laws compiled; they must have passed every check."""
    return CompiledLaws(laws, tuple(_compile(version, laws.vocabulary) for version in laws.versions))


def _compile(version: LawVersion, vocabulary: Vocabulary) -> CompiledVersion:
    choice = compile_version(version, vocabulary, [GOVERNS + topic for topic in vocabulary.topics])
    ruled = [name for name, conclusion in vocabulary.conclusions.items() if conclusion.type != "version"]
    whole = compile_version(version, vocabulary, ruled)
    met = {node.met: topic for topic in vocabulary.topics if (node := choice.conclusions.get(GOVERNS + topic)) is not None}
    governs = {literal: (topic, holds) for node, topic in met.items() if node is not None
               for literal, holds in ((2 * node, True), (2 * node + 1, False))}
    base: dict[str, dict[str, Finding]] = {topic: {} for topic in vocabulary.topics}
    nodes: dict[str, frozenset[int]] = {}
    for name in ruled:
        topic = vocabulary.conclusions[name].topic
        if topic is not None:
            base[topic][name] = OPEN if name in whole.conclusions else NOT_APPLICABLE
    for topic in vocabulary.topics:
        nodes[topic] = below(whole, [name for name in base[topic] if name in whole.conclusions])
    settling, computing = _settling_literals(whole, vocabulary)
    contested = {name for name, node in whole.conclusions.items() if len(node.values) > 1}
    gives = {}
    for rule in whole.rules.values():
        given = tuple((name, value) for name, value in rule.rule.then if name in contested)
        if given:
            gives[2 * rule.node] = Gives(rule.rule.id, given)
    return CompiledVersion(version, choice, whole, governs, settling, computing, gives, base, nodes)


def _settling_literals(program: Program, vocabulary: Vocabulary) -> tuple[dict[Signed, tuple[str, Finding]], dict[Signed, tuple[str, Expression]]]:
    """Return what each literal settles about a public conclusion: a finding, or a value that must be computed."""
    found: dict[Signed, tuple[str, Finding]] = {}
    computed: dict[Signed, tuple[str, Expression]] = {}
    for name, node in program.conclusions.items():
        if name not in vocabulary.conclusions:
            continue
        if node.met is not None:
            found[2 * node.met] = (name, MET)
        if node.not_met is not None:
            found[node.not_met] = (name, NOT_MET)
        for value in node.values:
            if isinstance(value.value, Constant):
                found[2 * value.settled] = (name, Finding("value", value.value.value))
            else:
                computed[2 * value.settled] = (name, value.value)
        if node.not_applicable is not None:
            found[2 * node.not_applicable] = (name, NOT_APPLICABLE)
    return found, computed


def conclusion_nodes(program: Program, name: str) -> tuple[int, ...]:
    """Return the nodes that settle a conclusion."""
    node = program.conclusions[name]
    not_met = node.not_met >> 1 if node.not_met is not None else None
    found = (node.met, not_met, *(value.settled for value in node.values), node.not_applicable)
    return tuple(dict.fromkeys(n for n in found if n is not None))


def below(program: Program, names: list[str]) -> frozenset[int]:
    """Return the nodes that the conclusions rest on, themselves included."""
    found: set[int] = set()
    waiting = [n for name in names for n in conclusion_nodes(program, name)]
    while waiting:
        index = waiting.pop()
        if index not in found:
            found.add(index)
            node = program.nodes[index]
            if isinstance(node, Gate):
                waiting += [literal >> 1 for literal in node.inputs]
    return frozenset(found)
