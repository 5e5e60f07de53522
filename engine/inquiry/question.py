"""A question to a case: the part of the laws that one conclusion rests on, and how it stands on some values.

Searching for what matters decides a case some thousand times, so what is the same each time is worked out once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, Final, NamedTuple, TypeVar

from ..diagnostics import Rejected
from ..frozen import dataclass
from ..inference import spans
from ..inference.clauses import Gate, Program, Test, names_tested
from ..inference.conditions import Values
from ..inference.evaluating import KLEENE, Decide
from ..inference.forward import Engine
from ..inference.literals import node_of
from ..law.compiled import CompiledLaws, CompiledVersion, Finding, below
from ..law.deciding import Decision, Run, decide
from ..model import (
    GOVERNS,
    Case,
    Compare,
    Constraint,
    Fact,
    FactValue,
    Holds,
    Laws,
    LawVersion,
    Name,
    Rule,
    Vocabulary,
)
from ..terms.types import NUMBERS
from ..trail.lacking import rules_lacking, unknown_facts
from ..trail.steps import literals_of
from ..walking import fold, leaves_of, names_in, schedules_of
from .atoms import Atom, FactTests, Told, atom_of, told_of, used_by
from .glance import Glancer, TestAtoms, glancer

_KEPT: Final = 8
"""So many questions are kept, to whatever laws; each holds its programs."""

_REMEMBERED: Final = 4096

_REMEMBERED_LARGE: Final = 256
"""Of what takes many times as much memory as the rest, so many are remembered."""

Remembered = TypeVar("Remembered")


class SharedTest(NamedTuple):
    """A test that rests on several facts, some of which it may do without, or on one that may be known in part.

    What it reads itself, and what decides it.
    """

    names: tuple[str, ...]
    facts: frozenset[str]
    decide: Decide


class DirectInputs(NamedTuple):
    """What lies directly below a node: its gates; the facts of its tests that rest on one fact each; and its other tests."""

    gates: tuple[int, ...]
    facts: frozenset[str]
    tests: frozenset[int]


@dataclass(frozen=True, eq=False)
class Cone:
    """The part of a program that one goal rests on: its first nodes, the inputs of its gates, its tests with their facts.

    `heads` gives for every clause of the program the node that it decides. `inputs` of every gate and test, and the tests
    that rest on `several` facts, are the same once more, as they are walked some thousand times.
    """

    goal: tuple[int, ...]
    gates: Mapping[int, tuple[int, ...]]
    tests: Mapping[int, tuple[Test, frozenset[str]]]
    heads: tuple[int, ...]
    inputs: Mapping[int, DirectInputs]
    several: Mapping[int, SharedTest]


@dataclass(frozen=True, eq=False)
class Question:
    """What is worked out once for a conclusion.

    `laws` decides it alone, under the same choice of law. `cones` are by version and whether it is the choice of law.
    `groups` are the sets of facts that its tests and gates rest on, the smallest first. `atoms` and `constraints` are
    by fact; `unstated` are those constraints that forbid a date to be stated at all. `anchor` is a date of the law, for
    facts without one of their own, `reach` more years than any test spans. `tested` are the tests of the programs as they stand in `atoms`.
    """

    name: str
    vocabulary: Vocabulary
    laws: CompiledLaws
    cones: Mapping[tuple[str, bool], Cone]
    groups: tuple[frozenset[str], ...]
    atoms: Mapping[str, tuple[Atom, ...]]
    constraints: Mapping[str, tuple[Constraint, ...]]
    unstated: Mapping[str, tuple[Constraint, ...]]
    scales: Mapping[str, tuple[str, ...]]
    anchor: date
    reach: int
    tested: TestAtoms

    def remembered(self, key: tuple[object, ...], work_out: Callable[[], Remembered], is_large: bool = False) -> Remembered:
        """Return what is the same for every case of which these values are known, worked out once; very much is forgotten."""
        memory, most = (self._large, _REMEMBERED_LARGE) if is_large else (self._memory, _REMEMBERED)
        found: Remembered | None = memory.get(key)
        if found is None:
            if len(memory) >= most:
                memory.clear()
            found = memory[key] = work_out()
        return found

    @cached_property
    def _memory(self) -> dict[tuple[object, ...], Any]:
        return {}

    @cached_property
    def _large(self) -> dict[tuple[object, ...], Any]:
        return {}

    @cached_property
    def facts(self) -> frozenset[str]:
        """Every fact that the conclusion, the choice of law for it, or a constraint rests on: what it lacks depends on no other."""
        programs = (program for compiled in self.laws.versions for program in (compiled.choice, compiled.whole))
        return frozenset().union(self.atoms, self.constraints, *(program.facts for program in programs))

    @cached_property
    def tests(self) -> Mapping[str, FactTests]:
        """All tests of each fact together."""
        return {fact: FactTests(fact, atoms, self.told) for fact, atoms in self.atoms.items()}

    @cached_property
    def told(self) -> Mapping[Atom, Told]:
        """The bits of what a value may tell of each test."""
        return told_of(atom for atoms in self.atoms.values() for atom in atoms)

    @cached_property
    def tested_with(self) -> Mapping[str, frozenset[str]]:
        """For each fact the others that some test of it reads too."""
        return {fact: frozenset().union(*(atom.facts for atom in atoms)) - {fact} for fact, atoms in self.atoms.items()}

    @cached_property
    def breaking(self) -> Mapping[str, tuple[tuple[Constraint, Decide], ...]]:
        """For each fact the constraints on it, each with what says of values whether they break it."""
        vague = {name for name, fact in self.vocabulary.facts.items() if fact.known_to is not None}

        def leaf(leaf: Holds | Compare) -> Decide:
            return atom_of(leaf, {}, (), self.scales, vague).outcome

        return {fact: tuple((c, fold(c.never, leaf, KLEENE)) for c in constraints) for fact, constraints in self.constraints.items()}

    @cached_property
    def beside(self) -> Mapping[str, tuple[str, ...]]:
        """For each fact the others that some test or constraint of it reads too."""
        found: dict[str, set[str]] = {fact: set(others) for fact, others in self.tested_with.items()}
        for fact, constraints in self.constraints.items():
            found.setdefault(fact, set()).update(*(names_in(constraint.never) for constraint in constraints))
        return {fact: tuple(sorted(others - {fact})) for fact, others in found.items()}

    @cached_property
    def telling(self) -> Mapping[str, tuple[str, ...]]:
        """For each date the facts that tell whether there is a day to state of it: who has not lost an offer cannot say when."""
        named = {fact: dict.fromkeys(name for one in many for name in names_in(one.never)) for fact, many in self.unstated.items()}
        return {fact: tuple(name for name in names if name != fact) for fact, names in named.items()}

    def around(self, fact: str, steps: int) -> tuple[str, ...]:
        """Return the fact and those that so many steps lead to, each from a fact to another beside it."""
        return self.remembered(("around", fact, steps), lambda: self._around(fact, steps))

    def _around(self, fact: str, steps: int) -> tuple[str, ...]:
        found = {fact}
        for _ in range(steps):
            found.update(*(self.beside.get(one, ()) for one in found))
        return tuple(sorted(found))

    @cached_property
    def glance(self) -> Glancer:
        """What tells quickly how the conclusion stands on values."""
        return glancer(self.laws, self.name, self.looks_up, self.tested, self.told)

    @cached_property
    def computes(self) -> bool:
        """Whether some test may turn where no value that is tried shows it: what none shows may then be so all the same."""
        endless = {name for name, fact in self.vocabulary.facts.items() if fact.type in NUMBERS and None in (fact.minimum, fact.maximum)}
        atoms = {atom for several in self.atoms.values() for atom in several}
        return any(atom.computes or (atom.turns_elsewhere and not endless.isdisjoint(atom.facts)) for atom in atoms)

    @cached_property
    def looks_up(self) -> bool:
        """Whether some test rests on a value by date, which the law may not state for a day."""
        derived = (item for atoms in self.atoms.values() for atom in atoms for item in atom.derived)
        return any(True for item in derived for _ in schedules_of(item.expression))


class Standing(NamedTuple):
    """How a conclusion stands: what it was found to be, or the unknown facts that it rests on while it is open.

    It is found to be open where it rests on no unknown fact: the law does not state a value that it needs.

    `rejected` is set, with the reason, where the case cannot be decided.
    """

    finding: Finding | None
    missing: frozenset[str]
    rejected: Rejected | None

    @property
    def settled(self) -> bool:
        """Whether no further fact can change it; that a case cannot be decided is not changed by more facts either."""
        return self.finding is not None or self.rejected is not None


def question(laws: Laws, name: str) -> Question:
    """Return what is worked out once for a public conclusion."""
    vocabulary = laws.vocabulary
    topic = vocabulary.conclusions[name].topic
    assert topic is not None  # every public conclusion has one
    about = vocabulary.topics[topic]
    conclusions = {name: vocabulary.conclusions[name], about.law: vocabulary.conclusions[about.law]}
    small = Vocabulary({topic: about}, vocabulary.facts, conclusions, vocabulary.constraints, calendar=vocabulary.calendar)
    compiled = CompiledLaws(Laws(small, laws.versions), tuple(CompiledVersion(version, small) for version in laws.versions))
    scales = {f.name: tuple(f.values) for f in vocabulary.facts.values() if f.type == "ordinal" and f.values}
    vague = {name for name, fact in vocabulary.facts.items() if fact.known_to is not None}
    cones: dict[tuple[str, bool], Cone] = {}
    groups: set[frozenset[str]] = set()
    atoms: dict[str, list[Atom]] = {}
    tested: dict[tuple[str, bool], dict[int, Atom]] = {}
    for version in compiled.versions:
        for program, goal, choice in ((version.choice, GOVERNS + topic, True), (version.whole, name, False)):
            if goal in program.conclusions:
                cone = cones[version.version.name, choice] = _cone(program, goal)
                groups |= _groups(cone)
                parameters, derived = program.version.parameters, program.derived
                tested[version.version.name, choice] = {
                    node: _entered(atoms, atom_of(test.condition, parameters, derived, scales, vague))
                    for node, (test, _) in cone.tests.items()
                }
    constraints: dict[str, list[Constraint]] = {}
    for constraint in vocabulary.constraints:
        for leaf in leaves_of(constraint.never):
            _entered(atoms, atom_of(leaf, {}, (), scales, vague))
        for fact in dict.fromkeys(names_in(constraint.never)):
            constraints.setdefault(fact, []).append(constraint)
    days = sorted({point for many in atoms.values() for atom in many for point in atom.points if isinstance(point, date)})
    years = [period.count for many in atoms.values() for atom in many for period in atom.periods if period.unit == "years"]
    return Question(
        name,
        vocabulary,
        compiled,
        cones,
        tuple(sorted(groups, key=lambda group: (len(group), sorted(group)))),
        {fact: tuple(many) for fact, many in atoms.items()},
        {fact: tuple(many) for fact, many in constraints.items()},
        {fact: tuple(c for c in many if _asks_whether_stated(c, vocabulary.facts[fact])) for fact, many in constraints.items()},
        scales,
        days[len(days) // 2] if days else min(version.effective_from for version in laws.versions),
        1 + max(years, default=0),
        tested,
    )


@lru_cache(_KEPT)
def prepared(laws: CompiledLaws, name: str) -> Question:
    """Return `question`, kept for the laws that were asked about last: it is the same for every case.

    An engine that specialises programs keeps those of a question, so that a new one for each case would fill the memory.
    """
    return question(laws.laws, name)


def look(about: Question, case: Case, tried: Values, engine: Engine) -> Standing:
    """Return how the conclusion stands when the tried values come to the case."""
    decision = _decided(about, case, tried, engine)
    if isinstance(decision, Rejected):
        return Standing(None, frozenset(), decision)
    finding = decision.findings[about.name]
    if finding.status != "open":
        return Standing(finding, frozenset(), None)
    (governing,) = decision.governing.values()
    found: set[str] = set()
    for run in decision.runs if governing.settled else (*decision.runs, *decision.choices):
        found |= _open_facts(about, run)
    # What lacks a value that the law does not state, is as settled as it can be by facts.
    return Standing(finding if about.looks_up and not found else None, frozenset(found), None)


def _decided(about: Question, case: Case, tried: Values, engine: Engine) -> Decision | Rejected:
    facts = {**case.facts, **{name: FactValue(value, "assumed") for name, value in tried.items()}}
    try:
        return decide(Case(case.id, facts, case.forced, case.place), about.laws, engine)
    except Rejected as rejected:
        return rejected


def rules_on(about: Question, case: Case, fact: str, engine: Engine) -> tuple[tuple[LawVersion, Rule], ...]:
    """Return the rules that the open conclusion still rests on and that ask for a fact themselves, with their versions.

    Those of the choice of law come first, then the newest version's; in each the order of the law's clauses.
    """
    decision = _decided(about, case, {}, engine)
    if isinstance(decision, Rejected):
        return ()
    found: list[tuple[LawVersion, Rule]] = []
    (governing,) = decision.governing.values()
    for run in decision.runs if governing.settled else (*decision.choices, *decision.runs):
        goal = about.name if run.topics else GOVERNS + governing.topic
        asking = {rule.id for rule, facts in rules_lacking(run, literals_of(run), goal) if fact in facts}
        rules = [run.program.rules[name].rule for kind, name in run.program.order if kind == "rule"]
        found += [(run.program.version, rule) for rule in rules if rule.id in asking]
    return tuple(found)


def nearness(about: Question, fact: str) -> Mapping[str, int]:
    """Return for the facts that meet a fact in some test or gate how many facts the smallest of those rests on."""
    found: dict[str, int] = {}
    for group in about.groups:
        if fact in group:
            for other in group:
                found.setdefault(other, len(group))
    return found


def _open_facts(about: Question, run: Run) -> set[str]:
    """Return the unknown facts behind the undecided tests that the goal still rests on in a run."""
    cone = about.cones.get((run.compiled.version.name, not run.topics))
    found: set[str] = set()
    if cone is None:
        return found
    decided = {cone.heads[number] for number in run.fired}
    tests: set[int] = set()
    waiting = [node for node in cone.goal if node not in decided]
    seen = {*decided, *waiting}
    while waiting:
        gates, facts, several = cone.inputs[waiting.pop()]
        found |= facts
        tests |= several
        for node in gates:
            if node not in seen:
                seen.add(node)
                waiting.append(node)
    found -= run.values.keys()
    known = run.values.keys() - {name for name in run.program.vague if spans.is_span(run.values.get(name))}
    for test in map(cone.several.__getitem__, tests):
        if not test.facts <= known and test.decide(run.values) is None:
            found |= test.facts if test.facts.isdisjoint(run.values) else unknown_facts(run, test.names)
    return found


# ---------------------------------------------------------------- worked out once


def _asks_whether_stated(constraint: Constraint, fact: Fact) -> bool:
    """Return whether a constraint compares a date with itself alone, so that any day of it says the same."""
    own = [leaf for leaf in leaves_of(constraint.never) if fact.name in names_in(leaf)]
    return fact.type == "date" and all(
        isinstance(leaf, Compare) and set(names_in(leaf)) == {fact.name} and isinstance(leaf.right[0], Name) for leaf in own
    )


def _cone(program: Program, goal: str) -> Cone:
    gates: dict[int, tuple[int, ...]] = {}
    tests: dict[int, tuple[Test, frozenset[str]]] = {}
    for index in sorted(below(program, [goal])):
        node = program.nodes[index]
        if isinstance(node, Gate):
            gates[index] = tuple(dict.fromkeys(node_of(literal) for literal in node.inputs))
        else:
            tests[index] = node, frozenset(used_by(node.condition, program.derived)) - {item.name for item in program.derived}
    vague = frozenset(program.vague)
    several = {
        index: SharedTest(tuple(names_tested(test.condition)), facts, (program.span_decider if facts & vague else program.decider)(test))
        for index, (test, facts) in tests.items()
        if len(facts) != 1 or facts & vague
    }

    def directly(nodes: Iterable[int]) -> DirectInputs:
        alone = (tests[node][1] for node in nodes if node in tests and node not in several)
        return DirectInputs(tuple(node for node in nodes if node in gates), frozenset().union(*alone), frozenset(nodes) & several.keys())

    direct = {node: directly(inputs) for node, inputs in gates.items()} | {node: directly([node]) for node in tests}
    heads = tuple(node_of(clause.head) for clause in program.clauses)
    return Cone(program.conclusions[goal].nodes, gates, tests, heads, direct, several)


def _groups(cone: Cone) -> set[frozenset[str]]:
    facts = {index: used for index, (_, used) in cone.tests.items()}
    for index in sorted(cone.gates):  # every node comes after its inputs
        facts[index] = frozenset[str]().union(*(facts[item] for item in cone.gates[index]))
    return set(facts.values())


def _entered(atoms: dict[str, list[Atom]], atom: Atom) -> Atom:
    """Return the test that says the same among those of its facts, and enter it there where none does."""
    found = atom
    for fact in atom.facts:
        several = atoms.setdefault(fact, [])
        like = next((other for other in several if atom.is_like(other)), None)
        if like is None:
            several.append(atom)
        else:
            found = like
    return found
