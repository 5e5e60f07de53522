"""The compiled law: every version's clauses, with what each clause means for the decision worked out beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from ..inference.clauses import ConclusionNode, Gate, Program, Signed, compile_version
from ..model import GOVERNS, Constant, Laws, LawVersion, Name, ParameterRef, Status, Value, Vocabulary
from .compared import version_digest


class Finding(NamedTuple):
    """What is found about one conclusion; `value` only with the status value."""

    status: Status
    value: Value | None = None


MET = Finding("met")
NOT_MET = Finding("not_met")
OPEN = Finding("open")
NOT_APPLICABLE = Finding("not_applicable")


@dataclass(frozen=True, eq=False)
class CompiledVersion:
    """One law version ready to run. Each part is worked out when it is first asked for: many cases need one version only.

    `choice` decides what the version governs, `whole` everything that it concludes; `digest` identifies its content.
    """

    version: LawVersion
    vocabulary: Vocabulary

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the version, see `version_digest`."""
        return version_digest(self.version, self.vocabulary)

    @cached_property
    def choice(self) -> Program:
        """The clauses of the choice of law."""
        return compile_version(self.version, self.vocabulary, [GOVERNS + topic for topic in self.vocabulary.topics])

    @cached_property
    def governs(self) -> Mapping[Signed, tuple[str, bool]]:
        """Of the watched literals of `choice`, the topic and whether the version governs it."""
        nodes = {
            topic: self.choice.conclusions[GOVERNS + topic].met
            for topic in self.vocabulary.topics
            if GOVERNS + topic in self.choice.conclusions
        }
        return {
            literal: (topic, holds)
            for topic, node in nodes.items()
            if node is not None
            for literal, holds in ((2 * node, True), (2 * node + 1, False))
        }

    @cached_property
    def whole(self) -> Program:
        """The clauses of every public conclusion."""
        return compile_version(self.version, self.vocabulary, [n for n, c in self.vocabulary.conclusions.items() if c.type != "version"])

    @cached_property
    def base(self) -> Mapping[str, Mapping[str, Finding]]:
        """Per topic the findings before any clause has fired."""
        found: dict[str, dict[str, Finding]] = {topic: {} for topic in self.vocabulary.topics}
        for name, conclusion in self.vocabulary.conclusions.items():
            if conclusion.topic is not None and conclusion.type != "version":
                found[conclusion.topic][name] = OPEN if name in self.whole.conclusions else NOT_APPLICABLE
        return found

    @cached_property
    def nodes(self) -> Mapping[str, frozenset[int]]:
        """Per topic the nodes of `whole` that its public conclusions rest on."""
        return {topic: below(self.whole, [name for name in names if name in self.whole.conclusions]) for topic, names in self.base.items()}

    @cached_property
    def settles(self) -> Mapping[Signed, tuple[str, Finding]]:
        """Of the watched literals of `whole`, the conclusion that each settles and the finding."""
        found: dict[Signed, tuple[str, Finding]] = {}
        for name, node in self._public():
            if node.met is not None:
                found[2 * node.met] = (name, MET)
            if node.not_met is not None:
                found[node.not_met] = (name, NOT_MET)
            if node.not_applicable is not None:
                found[2 * node.not_applicable] = (name, NOT_APPLICABLE)
            for value in node.values:
                if isinstance(value.value, Constant):
                    found[2 * value.settled] = (name, Finding("value", value.value.value))
                elif isinstance(value.value, ParameterRef):
                    found[2 * value.settled] = (name, Finding("value", self.version.parameters[value.value.name].value))
        return found

    @cached_property
    def all_base(self) -> Mapping[str, Finding]:
        """The findings of all topics before any clause has fired."""
        return {name: finding for topic in self.base.values() for name, finding in topic.items()}

    @cached_property
    def computes(self) -> Mapping[Signed, tuple[str, str]]:
        """Of the watched literals of `whole`, the conclusion that each settles and the fact or derived value that it takes."""
        return {
            2 * value.settled: (name, value.value.name)
            for name, node in self._public()
            for value in node.values
            if isinstance(value.value, Name)
        }

    @cached_property
    def unsettled(self) -> frozenset[Signed]:
        """The watched literals of `whole` that need more than a look at `settles`."""
        return frozenset((*self.computes, *self.gives))

    @cached_property
    def gives(self) -> Mapping[Signed, tuple[tuple[str, int], ...]]:
        """Of the watched literals of `whole`, the contested conclusions that a rule gives and the number of the value it gives.

        Two rules that apply and give one conclusion values of different numbers are a conflict.
        """
        found: dict[Signed, tuple[tuple[str, int], ...]] = {}
        for name, node in self.whole.conclusions.items():
            for number, value in enumerate(node.values if len(node.values) > 1 else ()):
                for rule in value.rules:
                    literal = 2 * self.whole.rules[rule].node
                    found[literal] = (*found.get(literal, ()), (name, number))
        return found

    def _public(self) -> list[tuple[str, ConclusionNode]]:
        return [(name, node) for name, node in self.whole.conclusions.items() if name in self.vocabulary.conclusions]


@dataclass(frozen=True, slots=True, eq=False)
class CompiledLaws:
    """The laws with every version ready to run, oldest first."""

    laws: Laws
    versions: tuple[CompiledVersion, ...]


def compile_laws(laws: Laws) -> CompiledLaws:
    """Return the laws ready to run; they must have passed every check."""
    return CompiledLaws(laws, tuple(CompiledVersion(version, laws.vocabulary) for version in laws.versions))


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
