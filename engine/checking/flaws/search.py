"""The search for flaws: the questions to one solver, a case that shows what it found, and where a part of a rule stands."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

import z3

from ...analysis.truths import Formula, Formulas
from ...analysis.witnesses import Asked, Found, Never, SolverAnswer, Unknown, case_of, smallest, topics_of
from ...diagnostics import Diagnostic, Rejected
from ...frozen import dataclass
from ...inference import specialised
from ...inference.clauses import Program, Test
from ...inference.forward import Derivation, decide_test
from ...inference.literals import Signed, is_positive, node_of
from ...language.allowances import SOLVED, NotSettled
from ...language.located import Mapping as MappingTree
from ...language.located import Sequence as SequenceTree
from ...language.located import Tree, field_of, read_tree
from ...law.compiled import CompiledLaws, CompiledVersion
from ...law.deciding import decide
from ...model import Allowance, Case, Place, Rule

Path = tuple[str | int, ...]
"""Where a condition stands in its rule: keys and numbers of list items, from the rule down."""


@dataclass(frozen=True, slots=True)
class ShownFlaw:
    """One finding: what is told of it, the version and the rule that it is about, and a case that shows it, where there is one."""

    diagnostic: Diagnostic
    version: str
    rule: str
    witness: Case | None = None


class VersionProgram(NamedTuple):
    """One program of a version, with what decides whether the version's answer counts."""

    version: int
    compiled: CompiledVersion
    formulas: Formulas


Allowed = tuple[str, str, str]
"""Version, rule and code of a finding that the rule allows."""


class Search:
    """The questions to one solver, and the texts of the rules, which are read when a place in them is asked for."""

    def __init__(self, asked: Asked, sources: Mapping[str, str]) -> None:
        self.asked = asked
        self.sources = sources
        self.trees: dict[str, Tree | None] = {}
        self.engine = specialised.engine()
        self.vocabulary = asked.laws.laws.vocabulary
        self.allowed = allowed_of(asked.laws)
        self.met: set[Allowed] = set()

    def excused(self, version: str, rule: Rule, code: str) -> bool:
        """Return whether the rule allows the finding, and remember that there is one: what is allowed needs no case that shows it."""
        allowed = (version, rule.id, code)
        if allowed in self.allowed:
            self.met.add(allowed)
        return allowed in self.allowed

    def decided(self, program: VersionProgram, nodes: Collection[int]) -> Formula:
        """Return that the version decides something that rests on one of the nodes; the law is chosen in every case."""
        if program.formulas is self.asked.choices[program.version]:
            return self.asked.encoder.true
        return self.asked.decided(program.version, topics_of(program.compiled, nodes))

    def found(self, assumed: Sequence[Formula]) -> SolverAnswer:
        """Return the answer to a question, with a case on which no version is forced wherever there is one."""
        answer = self.asked.ask(assumed)
        if isinstance(answer, Found):
            free = self.asked.ask([*assumed, z3.Not(self.asked.forced)])
            return free if isinstance(free, Found) else answer
        return answer

    def undisturbed(self, assumed: Sequence[Formula], but: str | None = None) -> SolverAnswer:
        """Return the answer to a question, with a case on which no rules contradict each other wherever there is one.

        They may on the conclusion `but`. That there is no case at all is asked first: it rests on much less.
        """
        if isinstance(never := self.asked.ask(assumed), Never):
            return never
        conflicts = [
            self.asked.encoder.at_least_two([formulas.literal(value.given) for value in node.values])
            for formulas in self.asked.wholes
            for name, node in formulas.program.conclusions.items()
            if len(node.values) > 1 and name != but
        ]
        answer = self.found([*assumed, *(z3.Not(conflict) for conflict in conflicts)])
        return answer if isinstance(answer, Found) else self.found(assumed)

    def case(self, id_: str, program: VersionProgram, answer: Found) -> Case:
        return case_of(id_, answer.facts, program.compiled.version.name, self.vocabulary)

    def witness(self, id_: str, program: VersionProgram, answer: Found, nodes: Collection[int], literals: Sequence[Signed]) -> Case | None:
        return self.reduced(self.case(id_, program, answer), self.showing(program, nodes, literals))

    def reduced(self, case: Case, shows: Callable[[Case], bool]) -> Case | None:
        """Return the smallest part of the case that shows it; None where the engine cannot decide the case for another reason."""
        return smallest(case, self.vocabulary, shows) if shows(case) else None

    def showing(self, program: VersionProgram, nodes: Collection[int], literals: Sequence[Signed]) -> Callable[[Case], bool]:
        """Return whether the engine, on a case that the version decides, derives all the literals."""
        clauses, version = program.formulas.program, program.compiled.version.name
        topics = topics_of(program.compiled, nodes) if clauses is program.compiled.whole else ()

        def shows(case: Case) -> bool:
            facts = {name: fact.value for name, fact in case.facts.items()}
            if case.forced is None and topics:
                try:
                    law = decide(case, self.asked.laws, self.engine).governing
                except Rejected:
                    return False
                if not any(law[topic].settled and law[topic].versions == (version,) for topic in topics):
                    return False
            return derives(clauses, self.engine(clauses, facts), literals)

        return shows

    def rejecting(self, code: str) -> Callable[[Case], bool]:
        """Return whether the engine rejects a case with the code."""
        return lambda case: any(diagnostic.code == code for diagnostic in self.rejection(case))

    def conflicting(self, case: Case, one: Rule, other: Rule) -> bool:
        """Return whether the engine rejects the case because these two rules contradict each other."""
        for diagnostic in self.rejection(case):
            places = {diagnostic.place, *(place for place, _ in diagnostic.related)}
            if diagnostic.code == "conflict" and {one.place, other.place} <= places:
                return True
        return False

    def rejection(self, case: Case) -> Sequence[Diagnostic]:
        try:
            decide(case, self.asked.laws, self.engine)
        except Rejected as rejected:
            return rejected.diagnostics
        return ()

    def gave_up(self, program: VersionProgram, rule: Rule, path: Path, answer: Unknown) -> ShownFlaw:
        diagnostic = NotSettled(rule=rule.id, steps=answer.steps).at(self.place(rule, path))
        return ShownFlaw(diagnostic, program.compiled.version.name, rule.id)

    def place(self, rule: Rule, path: Path) -> Place:
        """Return where a part of a rule stands in its file; the rule's own place where the file is not at hand."""
        file = rule.place.file
        if file not in self.trees:
            self.trees[file] = read_tree(file, self.sources[file], []) if file in self.sources else None
        tree = self.trees[file]
        return place_of(tree, rule.place, path) if tree is not None else rule.place


def allowed_of(laws: CompiledLaws) -> dict[Allowed, Allowance]:
    """Return what the rules allow of what the solver finds."""
    versions = [compiled.version for compiled in laws.versions]
    return {
        (v.name, rule.id, allowance.code): allowance
        for v in versions
        for rule in v.rules.values()
        for allowance in rule.allows or ()
        if allowance.code in SOLVED
    }


def derives(program: Program, derivation: Derivation, literals: Sequence[Signed]) -> bool:
    """Return whether a run of the program has derived all the literals."""
    heads = {program.heads[number] for number in derivation.fired}
    for literal in literals:
        node = program.nodes[node_of(literal)]
        if isinstance(node, Test):
            if decide_test(program, node, derivation.values) is not is_positive(literal):
                return False
        elif literal not in heads:
            return False
    return True


def place_of(tree: Tree, owner: Place, path: Path) -> Place:
    """Return where the path leads from the rule whose id stands at `owner`; as far as it leads."""
    rules = field_of(tree, "rules")
    for rule in rules.items if isinstance(rules, SequenceTree) else ():
        if isinstance(rule, MappingTree) and any(key.text == "id" and value.place == owner for key, value in rule.entries):
            at: Tree = rule
            for step in path:
                inner: Tree | None = None
                if isinstance(at, MappingTree):
                    inner = next((value for key, value in at.entries if key.text == step), None)
                elif isinstance(at, SequenceTree) and isinstance(step, int) and step < len(at.items):
                    inner = at.items[step]
                if inner is None:
                    break
                at = inner
            return at.place
    return owner
