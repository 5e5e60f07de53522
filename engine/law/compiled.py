"""The compiled law: every version's clauses, with what each clause means for the decision worked out beforehand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from ..frozen import dataclass
from ..graph import reached
from ..inference import forward
from ..inference.clauses import ConclusionNode, Program, Test, compile_version, names_tested
from ..inference.forward import Outcome
from ..model import GOVERNS, Constant, Expression, Laws, LawVersion, Name, ParameterRef, Status, Value, Vocabulary
from ..walking import names_behind
from .compared import version_digest


class Finding(NamedTuple):
    """What is found about one conclusion; `value` only with the status value."""

    status: Status
    value: Value | None = None


class Readout(NamedTuple):
    """How the findings of a topic are read from the outcomes of a run.

    `ruled` gives for each conclusion its place among the outcomes and the finding of each outcome. `computed` lists the
    outcomes whose value depends on the case: conclusion, place, outcome, and the fact or derived value that it takes.
    """

    ruled: tuple[tuple[str, int, Mapping[Outcome, Finding]], ...]
    computed: tuple[tuple[str, int, Outcome, str], ...]


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
    def governs(self) -> tuple[tuple[str, int], ...]:
        """The topics that the version says anything of, each with the place of its conclusion in the outcomes of `choice`."""
        return tuple((name.removeprefix(GOVERNS), place) for place, name in enumerate(self.choice.conclusions) if name.startswith(GOVERNS))

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
    def counted(self) -> Mapping[str, frozenset[str]]:
        """Per topic the derived values that ask the calendar of public holidays and that its public conclusions rest on."""
        return {topic: counted_among(self.whole, nodes) for topic, nodes in self.nodes.items()}

    @cached_property
    def readings(self) -> Mapping[str, Readout]:
        """Per topic how its findings are read from the outcomes of `whole`."""
        places = {name: place for place, name in enumerate(self.whole.conclusions)}
        found = {}
        for topic, base in self.base.items():
            ruled = [(name, places[name], self.whole.conclusions[name]) for name in base if name in places]
            found[topic] = Readout(
                tuple((name, place, self._findings(node)) for name, place, node in ruled),
                tuple(
                    (name, place, number, value.value.name)
                    for name, place, node in ruled
                    for number, value in enumerate(node.values)
                    if isinstance(value.value, Name)
                ),
            )
        return found

    def _findings(self, node: ConclusionNode) -> Mapping[Outcome, Finding]:
        # A conflict among rules of a topic that is not decided here leaves the conclusion open.
        found: dict[Outcome, Finding] = {forward.NOT_APPLICABLE: NOT_APPLICABLE, forward.CONFLICT: OPEN}
        if node.met is not None:
            found |= {True: MET, False: NOT_MET}
        found |= {number: Finding("value", self._fixed(value.value)) for number, value in enumerate(node.values)}
        return found

    def _fixed(self, value: Expression) -> Value | None:
        match value:
            case Constant(fixed):
                return fixed
            case ParameterRef(name):
                return self.version.parameters[name].value
            case _:
                return None


@dataclass(frozen=True, slots=True, eq=False)
class CompiledLaws:
    """The laws with every version ready to run, oldest first."""

    laws: Laws
    versions: tuple[CompiledVersion, ...]


def compile_laws(laws: Laws) -> CompiledLaws:
    """Return the laws ready to run; they must have passed every check."""
    return CompiledLaws(laws, tuple(CompiledVersion(version, laws.read_by(version.name)) for version in laws.versions))


def with_numbers(compiled: CompiledVersion, version: LawVersion) -> CompiledVersion:
    """Return the version compiled, which differs from that of `compiled` in the values of its parameters alone.

    The clauses name parameters and hold no number, so that they are the same.
    """
    found = CompiledVersion(version, compiled.vocabulary)
    # As if they had been asked for: a cached property is what stands in the dictionary of the instance.
    vars(found).update(choice=replace(compiled.choice, version=version), whole=replace(compiled.whole, version=version))
    vars(found).update(base=compiled.base, nodes=compiled.nodes, counted=compiled.counted)
    return found


def counted_among(program: Program, nodes: Iterable[int]) -> frozenset[str]:
    """Return the derived values that ask the calendar of public holidays and that the tests among the nodes rest on."""
    tests = (test for number in nodes if isinstance(test := program.nodes[number], Test))
    names = names_behind((name for test in tests for name in names_tested(test.condition)), program.version.derived)
    return frozenset(program.counted.keys() & names)


def below(program: Program, names: list[str]) -> frozenset[int]:
    """Return the nodes that the conclusions rest on, themselves included."""
    return frozenset(reached([node for name in names for node in program.conclusions[name].nodes], program.below))
