"""What the solver finds in the rules of a law: each finding with the places of its rules and, where it can, a case that shows it.

A rule that can never apply; rules that contradict each other; a case without an outcome; a condition, exception or override
that never matters; and seams, where the rules on both sides of a boundary leave out the boundary itself or meet on it.
Rules and conclusions are asked about in the cases that a version decides: those that it governs, and those on which it is
forced. Conditions are asked about in all cases: a provision may say itself whom it is about, though its version says so too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Final, NamedTuple

import z3

from ..analysis.formulas import Formula, Formulas, Truth
from ..analysis.witnesses import STEPS, Answer, Asked, Found, Never, Unknown, case_of, governing, smallest, topics_of
from ..canonical import plain
from ..diagnostics import Diagnostic, Rejected
from ..inference import specialised
from ..inference.clauses import Program, RuleNode, Test
from ..inference.forward import Derivation, decide_test
from ..inference.literals import Signed, is_positive, negative, node_of, positive
from ..language.located import Mapping as MappingTree
from ..language.located import Sequence as SequenceTree
from ..language.located import Tree, read_tree
from ..language.rules import SOLVED
from ..law.compiled import CompiledLaws, CompiledVersion, below, conclusion_nodes
from ..law.deciding import decide
from ..model import (
    GOVERNS,
    All,
    Allowance,
    Any,
    Case,
    Compare,
    Condition,
    Holds,
    LawVersion,
    Not,
    ParameterRef,
    Place,
    Rule,
    Text,
)
from ..terms.comparisons import asks_whether_one_of, relation_of
from ..terms.meaning import Relation
from ..walking import Leaf, Way, at, ends_of, fold, items_of, key_of, parts, replaced, walk
from .lints import idle_allowance

Path = tuple[str | int, ...]
"""Where a condition stands in its rule: keys and numbers of list items, from the rule down."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: what is told of it, the version and the rule that it is about, and a case that shows it, where there is one."""

    diagnostic: Diagnostic
    version: str
    rule: str
    witness: Case | None = None


class _Part(NamedTuple):
    """One of the conditions that must all hold for a rule to apply: where it stands, as what, and its formula.

    `rule` is the rule in whose text it stands: an override stands in the special rule.
    """

    kind: str
    rule: Rule
    path: Path
    truth: Truth


class _Question(NamedTuple):
    """What is asked about a rule: that the version decides, its parts, and inside each of them the conditions, with what each changes."""

    program: _Compiled
    node: RuleNode
    decided: Formula
    parts: tuple[_Part, ...]
    inner: Mapping[_Part, tuple[tuple[_Part, Formula], ...]]

    @property
    def version(self) -> str:
        """The name of the version."""
        return self.program.compiled.version.name

    def applies(self) -> list[Formula]:
        """Return what a case must show in which the rule applies."""
        return [self.decided, *(part.truth.holds for part in self.parts)]

    def matters(self) -> Iterator[tuple[_Part, _Part, list[Formula]]]:
        """Yield each condition of the rule with the part that it is in, and what a case must show in which it makes a difference."""
        for part in self.parts:
            rest = [other.truth.holds for other in self.parts if other is not part]
            for inside, differs in ((part, part.truth.fails), *self.inner.get(part, ())):
                yield part, inside, [differs, *rest]


class _Compiled(NamedTuple):
    """One program of a version, with what decides whether the version's answer counts."""

    version: int
    compiled: CompiledVersion
    formulas: Formulas


def find_flaws(
    laws: CompiledLaws, sources: Mapping[str, str], about: Collection[tuple[str, str]] | None = None, steps: int = STEPS
) -> tuple[Finding, ...]:
    """Return every finding on the laws, in the order of file and line.

    `sources` maps the names of the rule files to their texts; `steps` bounds each question to the solver. Where `about` names
    rules, by version and id, only these are asked about one by one; conclusions and choices of law always are. A question
    that the solver gives up is a finding too, which says so. What a rule allows (`Rule.allows`) is left out, and an allowance
    that allows nothing is a finding.
    """
    analysis = _Analysis(Asked(laws, steps), sources)
    rules = {(c.version.name, id_) for c in laws.versions for id_ in c.version.rules}
    asked = rules if about is None else rules & set(about)
    # Whether an override does anything is a question about the rule that it overrides.
    asked |= {
        (c.version.name, id_)
        for c in laws.versions
        for n, special in asked
        if n == c.version.name
        for id_ in c.version.rules[special].overrides
    }
    # All formulas first, then the questions: the solver is slower where the two alternate.
    questions = [question for number in range(len(laws.versions)) for question in analysis.questions(number, asked)]
    found = [finding for question in questions for finding in analysis.rule(question)]
    found += [finding for number in range(len(laws.versions)) for finding in analysis.conclusions(number)]
    found += analysis.lines_between_versions()
    found = _not_allowed(found, analysis, asked)
    return tuple(sorted(found, key=lambda f: (f.diagnostic.place, f.diagnostic.code, f.diagnostic.message)))


class _Analysis:
    """The questions to one solver, and the texts of the rules, which are read when a place in them is asked for."""

    def __init__(self, asked: Asked, sources: Mapping[str, str]) -> None:
        self.asked = asked
        self.sources = sources
        self.trees: dict[str, Tree | None] = {}
        self.engine = specialised.engine()
        self.vocabulary = asked.laws.laws.vocabulary
        self.allowed = _allowed(asked.laws)
        self.met: set[_Allowed] = set()

    def questions(self, number: int, asked: Collection[tuple[str, str]]) -> Iterator[_Question]:
        """Yield what is asked about each of these rules that is of a version, in the order of the ids."""
        compiled = self.asked.laws.versions[number]
        for id_ in sorted(id_ for version, id_ in asked if version == compiled.version.name):
            for formulas in (self.asked.choices[number], self.asked.wholes[number]):
                node = formulas.program.rules.get(id_)
                if node is not None:
                    program = _Compiled(number, compiled, formulas)
                    parts = tuple(_parts(program, node.rule, self.asked))
                    inner = {part: tuple(self.inner(program, part)) for part in parts if part.kind in ("when", "unless")}
                    yield _Question(program, node, self.decided(program, [node.node]), parts, inner)
                    break

    def inner(self, program: _Compiled, part: _Part) -> Iterator[tuple[_Part, Formula]]:
        """Yield each condition inside another one, outer ones first, with the formula that it makes a difference there."""
        condition = _at(part.rule, part.path)
        whole = truth_of(program.formulas, condition, self.asked)
        for path, within, item, shorter in _shortened(condition, part.path):
            truth, short = (truth_of(program.formulas, c, self.asked) for c in (item, shorter))
            differs = self.asked.encoder.named(z3.Or(z3.And(whole.holds, short.fails), z3.And(whole.fails, short.holds)))
            # An alternative that is not needed is best seen where it holds, another condition where it fails.
            yield (
                _Part("alternative", part.rule, path, truth.opposite()) if within == "any" else _Part("when", part.rule, path, truth),
                differs,
            )

    def conclusions(self, number: int) -> Iterator[Finding]:
        """Yield what is found of the conclusions of a version."""
        whole = _Compiled(number, self.asked.laws.versions[number], self.asked.wholes[number])
        seams = list(self.seams(whole))
        yield from (finding for _, finding in seams)
        edges = [edge for edge, _ in seams]
        yield from self.conflicts(whole, edges)
        yield from self.gaps(whole, edges)

    # ------------------------------------------------------------ rules, conditions, exceptions, overrides

    def rule(self, question: _Question) -> Iterator[Finding]:
        """Yield that a rule never applies, or else each of its conditions that never matters."""
        program, node, parts = question.program, question.node, question.parts
        answer = self.asked.ask(question.applies())
        if isinstance(answer, Never):
            if not self.excused(question.version, node.rule, "never-applies"):
                yield self.never_applies(question, [parts[position - 1] for position in answer.because if position])
            return
        if isinstance(answer, Unknown):
            yield self.gave_up(program, node.rule, ("id",), answer)
            return
        idle: list[Path] = []
        for part, inside, assumed in question.matters():
            if any(inside.path[: len(outer)] == outer and inside.rule is node.rule for outer in idle):
                continue
            answer = self.asked.ask(assumed)
            if isinstance(answer, Never):
                idle.append(inside.path)
                if self.excused(question.version, inside.rule, _IDLE[inside.kind][0]):
                    continue
                others = [other for other in parts if other is not part]
                yield self.idle(question, inside, others, [others[position - 1] for position in answer.because if position])
            elif isinstance(answer, Unknown):
                yield self.gave_up(program, inside.rule, inside.path, answer)

    def excused(self, version: str, rule: Rule, code: str) -> bool:
        """Return whether the rule allows the finding, and remember that there is one: what is allowed needs no case that shows it."""
        allowed = (version, rule.id, code)
        if allowed in self.allowed:
            self.met.add(allowed)
        return allowed in self.allowed

    def never_applies(self, question: _Question, excluding: Sequence[_Part]) -> Finding:
        rule = question.node.rule
        diagnostic = Diagnostic(
            "never-applies",
            Text(f"regelen `{rule.id}` kan aldri gjelde", f"rule `{rule.id}` can never apply"),
            rule.place,
            Text(
                "en regel som aldri gjelder, sier ikke det loven sier: et av vilkårene er trolig feil",
                "a rule that never applies does not say what the law says: one of its conditions is probably wrong",
            ),
            Text(
                "rett vilkårene som utelukker hverandre, eller ta regelen bort",
                "mend the conditions that exclude each other, or delete the rule",
            ),
            related=tuple((self.place(part.rule, part.path), _EXCLUDES) for part in excluding),
            level="warning",
        )
        return Finding(diagnostic, question.version, rule.id, self.nearest(question, (), question.parts, excluding))

    def idle(self, question: _Question, part: _Part, others: Sequence[_Part], implying: Sequence[_Part]) -> Finding:
        code, nb, en = _IDLE[part.kind]
        rule = question.node.rule.id
        diagnostic = Diagnostic(
            code,
            Text(f"{nb} har ingen virkning for regelen `{rule}`", f"{en} has no effect on rule `{rule}`"),
            self.place(part.rule, part.path),
            Text(
                "uten dette gjelder regelen i nøyaktig de samme sakene; det er overflødig, eller det skulle ha vært noe annet",
                "without it the rule applies in exactly the same cases; it is not needed, or it was meant to be something else",
            ),
            Text(
                "rett det, ta det bort, eller si hvorfor det skal stå",
                "mend it, delete it, or say why it is to stay",
            ),
            related=tuple((self.place(other.rule, other.path), _IMPLIES) for other in implying),
            level="warning",
        )
        return Finding(diagnostic, question.version, part.rule.id, self.nearest(question, (part,), others, implying))

    def nearest(self, question: _Question, failing: Sequence[_Part], others: Sequence[_Part], reasons: Sequence[_Part]) -> Case | None:
        """Return a case in which the failing conditions fail, and all others hold but, where need be, one of the reasons.

        Where the failing conditions cannot fail in a case that the version decides, it is one in which the rule applies.
        """
        program, applies = question.program, question.program.formulas.nodes[question.node.node].holds
        tried: list[list[Formula]] = []
        for excused in ((), *((reason,) for reason in reasons)):
            fails = [part.truth.fails for part in (*failing, *excused)]
            if fails:
                tried.append([*fails, *(other.truth.holds for other in others if other not in excused)])
        if failing:
            tried.append([applies])
        for formulas in tried:
            answer = self.undisturbed([question.decided, *formulas])
            if isinstance(answer, Found):
                literals = [literal for formula in formulas if (literal := program.formulas.signed(formula)) is not None]
                return self.witness(f"{question.node.rule.id}-near", program, answer, [question.node.node], literals)
        return None

    # ------------------------------------------------------------ conclusions

    def conflicts(self, program: _Compiled, edges: Sequence[_Edge]) -> Iterator[Finding]:
        """Yield each pair of rules that can give a conclusion different values; not those that meet on a seam alone."""
        formulas = program.formulas
        for name, node in formulas.program.conclusions.items():
            if len(node.values) < 2 or node.not_applicable is None:
                continue
            decided = self.decided(program, conclusion_nodes(formulas.program, name))
            both = self.asked.encoder.at_least_two([formulas.literal(value.given) for value in node.values])
            beside = [z3.Not(edge.on) for edge in edges if edge.name == name and edge.overlap]
            answer = self.asked.ask([decided, both, *beside])
            if isinstance(answer, Never):
                continue
            if isinstance(answer, Unknown):
                yield self.gave_up(program, program.compiled.version.rules[node.rules[0]], ("id",), answer)
                continue
            for one, other in combinations(node.values, 2):
                for left, right in product(one.rules, other.rules):
                    nodes = [formulas.program.rules[id_] for id_ in sorted((left, right))]
                    both_apply = [formulas.nodes[rule.node].holds for rule in nodes]
                    answer = self.undisturbed([decided, *both_apply, *beside], name)
                    if isinstance(answer, Found):
                        yield self.conflict(program, name, nodes, answer)
                    elif isinstance(answer, Unknown):
                        yield self.gave_up(program, nodes[0].rule, ("id",), answer)

    def conflict(self, program: _Compiled, name: str, nodes: Sequence[RuleNode], answer: Found) -> Finding:
        first, second = (node.rule for node in nodes)
        diagnostic = Diagnostic(
            "rules-conflict",
            Text(
                f"reglene `{first.id}` og `{second.id}` kan gi `{name}` ulike verdier i samme sak",
                f"rules `{first.id}` and `{second.id}` can give `{name}` different values in one case",
            ),
            first.place,
            Text("saken kan ikke avgjøres: ingen av reglene går foran", "the case cannot be decided: neither rule comes first"),
            _EXCLUSIVE,
            related=((second.place, Text("den andre regelen", "the other rule")),),
        )
        case = self.case(f"{first.id}-and-{second.id}", program, answer)
        both = self.showing(program, [node.node for node in nodes], [positive(node.node) for node in nodes])

        def shows(some: Case) -> bool:
            return self.conflicting(some, first, second) or both(some)

        return Finding(diagnostic, program.compiled.version.name, first.id, self.reduced(case, shows))

    def gaps(self, program: _Compiled, edges: Sequence[_Edge]) -> Iterator[Finding]:
        """Yield each principal outcome that a case can be left without; not where a seam says so already."""
        formulas = program.formulas
        for name, conclusion in self.vocabulary.conclusions.items():
            node = formulas.program.conclusions.get(name)
            if not conclusion.principal or node is None or node.not_applicable is None:
                continue
            decided = self.decided(program, conclusion_nodes(formulas.program, name))
            beside = [z3.Not(edge.on) for edge in edges if not edge.overlap]
            answer = self.undisturbed([decided, formulas.nodes[node.not_applicable].holds, *beside])
            if isinstance(answer, Unknown):
                yield self.gave_up(program, program.compiled.version.rules[node.rules[0]], ("id",), answer)
            if isinstance(answer, Found):
                case = self.witness(f"{name}-missing", program, answer, [node.not_applicable], [positive(node.not_applicable)])
                rules = self.by_distance(program, node.rules, answer)
                diagnostic = Diagnostic(
                    "no-outcome",
                    Text(
                        f"ingen regel gir `{name}` i en sak der alt er avklart",
                        f"no rule gives `{name}` in a case where everything is settled",
                    ),
                    rules[0].place,
                    Text("personen får ikke noe svar på det saken gjelder", "the person gets no answer to what the case is about"),
                    Text("gi også dette tilfellet et utfall", "give this case an outcome too"),
                    related=tuple((rule.place, Text("gir en verdi i andre saker", "gives a value in other cases")) for rule in rules[1:]),
                )
                yield Finding(diagnostic, program.compiled.version.name, rules[0].id, case)

    def by_distance(self, program: _Compiled, ids: Sequence[str], answer: Found) -> list[Rule]:
        """Return the rules, first those of which the fewest conditions keep them from applying to the case, else by id."""
        clauses = program.formulas.program
        derivation = self.engine(clauses, answer.facts)
        lacking = {id_: sum(not derives(clauses, derivation, [literal]) for literal, _ in clauses.rules[id_].premises) for id_ in ids}
        return [program.compiled.version.rules[id_] for id_ in sorted(ids, key=lambda id_: (lacking[id_], id_))]

    # ------------------------------------------------------------ seams

    def seams(self, program: _Compiled) -> Iterator[tuple[_Edge, Finding]]:
        """Yield each boundary on which alone a conclusion is left out, or is given two values, with rules on both sides of it.

        On such a boundary a test that turns just before it and one that turns just after it meet. With either of them turned
        round, as it is one step away, the conclusion is there, or single.
        """
        formulas, version = program.formulas, program.compiled.version
        cones = {name: below(formulas.program, [name]) for name in formulas.program.conclusions}
        for before, after in _boundaries([formulas], self.asked):
            on = self.on(before)
            turned = [_turned(formulas, self.asked, test.truth) for test in (before, after)]
            for name, node in formulas.program.conclusions.items():
                cone = cones[name]
                if before.node not in cone or after.node not in cone:
                    continue
                goal = node.met if node.met is not None else node.not_applicable
                assert goal is not None
                for overlap, here, beside in _isolated(formulas, turned, name, self.asked):
                    decided = self.decided(program, conclusion_nodes(formulas.program, name))
                    answer = self.undisturbed([decided, on, here, *beside], name)
                    if isinstance(answer, Never):
                        continue
                    tests = sorted((before, after), key=lambda test: len(_leaves_like(test, [version])))
                    places = [self.leaf(test, cone, program) for test in tests]
                    if isinstance(answer, Unknown):
                        yield _Edge(name, on, overlap), self.gave_up(program, *places[0], answer)
                        continue
                    literals = [positive(goal) if node.met is None else negative(goal)] if not overlap else []
                    case = self.case(f"{name}-on-the-boundary", program, answer)
                    shows = self.showing(program, [goal], literals) if literals else self.rejecting("conflict")
                    yield (
                        _Edge(name, on, overlap),
                        Finding(
                            self.seam(name, before, overlap, [self.place(*place) for place in places]),
                            version.name,
                            places[0][0].id,
                            self.reduced(case, shows),
                        ),
                    )
                    break
                else:
                    continue
                break

    def lines_between_versions(self) -> Iterator[Finding]:
        """Yield each boundary on which alone no version governs a topic."""
        choices = self.asked.choices
        for topic, declared in self.vocabulary.topics.items():
            goals = [GOVERNS + topic]
            for before, after in _boundaries(choices, self.asked):
                if not all(_reaches(choices, test, goals) for test in (before, after)):
                    continue
                beside = []
                for test in (before, after):
                    turned = [_with_nodes(formulas, _turned(formulas, self.asked, test.truth)) for formulas in choices]
                    beside.append(self.asked.encoder.named(z3.Or(governing(self.asked, turned, topic)[:-1])))
                none = governing(self.asked, choices, topic)[-1]
                answer = self.asked.ask([none, self.on(before), *beside])
                if not isinstance(answer, Never):
                    tests = sorted((before, after), key=lambda t: len(_leaves_like(t, [c.version for c in self.asked.laws.versions])))
                    programs = [_Compiled(test.version, self.asked.laws.versions[test.version], choices[test.version]) for test in tests]
                    leaves = [self.leaf(test, below(p.formulas.program, goals), p) for test, p in zip(tests, programs, strict=True)]
                    places = [self.place(*leaf) for leaf in leaves]
                    if isinstance(answer, Unknown):
                        yield self.gave_up(programs[0], *leaves[0], answer)
                        continue
                    case = case_of(f"{topic}-on-the-boundary", answer.facts, "", self.vocabulary)
                    witness = self.reduced(case, self.rejecting("no-law"))
                    yield Finding(
                        self.seam(declared.law, before, False, places), programs[0].compiled.version.name, leaves[0][0].id, witness
                    )
                    break

    def on(self, test: _Turning) -> Formula:
        """Return that what the test compares are equal."""
        program = self.asked.choices[test.version].program if test.chooses else self.asked.wholes[test.version].program
        condition = Compare("is", test.condition.left, test.condition.right)
        return self.asked.encoder.test(condition, program.version.parameters, program.version.derived).holds

    def seam(self, name: str, test: _Turning, overlap: bool, places: Sequence[Place]) -> Diagnostic:
        right = test.condition.right[0]
        version = self.asked.laws.versions[test.version].version
        value = str(plain(version.parameters[right.name].value)) if isinstance(right, ParameterRef) else f"`{getattr(right, 'name', '…')}`"
        left = test.condition.left.name
        if overlap:
            message = Text(
                f"der `{left}` er lik {value}, gir to regler `{name}` ulike verdier, men ikke på noen av sidene",
                f"where `{left}` equals {value}, two rules give `{name}` different values, but on neither side of it",
            )
        else:
            message = Text(
                f"der `{left}` er lik {value}, gir ingen regel `{name}`, men på begge sider gjør en regel det",
                f"where `{left}` equals {value}, no rule gives `{name}`, but on both sides a rule does",
            )
        return Diagnostic(
            "seam-overlap" if overlap else "seam-gap",
            message,
            places[0],
            Text(
                "loven deler ved grensen, og den som står på den, hører til én av sidene",
                "the law divides at the boundary, and who stands on it belongs to one side",
            ),
            Text("la den ene siden, og bare den, omfatte grensen", "let one side, and only one, include the boundary"),
            related=tuple((place, Text("den andre siden", "the other side")) for place in places[1:]),
        )

    # ------------------------------------------------------------ answers and witnesses

    def decided(self, program: _Compiled, nodes: Collection[int]) -> Formula:
        """Return that the version decides something that rests on one of the nodes; the law is chosen in every case."""
        if program.formulas is self.asked.choices[program.version]:
            return self.asked.encoder.true
        return self.asked.decided(program.version, topics_of(program.compiled, nodes))

    def found(self, assumed: Sequence[Formula]) -> Answer:
        """Return the answer to a question, with a case on which no version is forced wherever there is one."""
        answer = self.asked.ask(assumed)
        if isinstance(answer, Found):
            free = self.asked.ask([*assumed, z3.Not(self.asked.forced)])
            return free if isinstance(free, Found) else answer
        return answer

    def undisturbed(self, assumed: Sequence[Formula], but: str | None = None) -> Answer:
        """Return the answer to a question, with a case on which no rules contradict each other wherever there is one.

        They may on the conclusion `but`.
        """
        conflicts = [
            self.asked.encoder.at_least_two([formulas.literal(value.given) for value in node.values])
            for formulas in self.asked.wholes
            for name, node in formulas.program.conclusions.items()
            if len(node.values) > 1 and name != but
        ]
        answer = self.found([*assumed, *(z3.Not(conflict) for conflict in conflicts)])
        return answer if isinstance(answer, Found) else self.found(assumed)

    def case(self, id_: str, program: _Compiled, answer: Found) -> Case:
        return case_of(id_, answer.facts, program.compiled.version.name, self.vocabulary)

    def witness(self, id_: str, program: _Compiled, answer: Found, nodes: Collection[int], literals: Sequence[Signed]) -> Case | None:
        return self.reduced(self.case(id_, program, answer), self.showing(program, nodes, literals))

    def reduced(self, case: Case, shows: Callable[[Case], bool]) -> Case | None:
        """Return the smallest part of the case that shows it; None where the engine cannot decide the case for another reason."""
        return smallest(case, self.vocabulary, shows) if shows(case) else None

    def showing(self, program: _Compiled, nodes: Collection[int], literals: Sequence[Signed]) -> Callable[[Case], bool]:
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

    def gave_up(self, program: _Compiled, rule: Rule, path: Path, answer: Unknown) -> Finding:
        diagnostic = Diagnostic(
            "not-settled",
            Text(
                f"om dette i regelen `{rule.id}` har en feil, er ikke avgjort: søket ble stanset etter {answer.steps} steg",
                f"whether this in rule `{rule.id}` has a flaw is not settled: the search was stopped after {answer.steps} steps",
            ),
            self.place(rule, path),
            Text(
                "at ingen feil ble funnet her, betyr ikke at det ikke er noen",
                "that no flaw was found here does not mean that there is none",
            ),
            Text("gjør regelen enklere, eller del den", "make the rule simpler, or divide it"),
            level="warning",
        )
        return Finding(diagnostic, program.compiled.version.name, rule.id)

    # ------------------------------------------------------------ places

    def place(self, rule: Rule, path: Path) -> Place:
        """Return where a part of a rule stands in its file; the rule's own place where the file is not at hand."""
        file = rule.place.file
        if file not in self.trees:
            self.trees[file] = read_tree(file, self.sources[file], []) if file in self.sources else None
        tree = self.trees[file]
        return _place(tree, rule.place, path) if tree is not None else rule.place

    def leaf(self, test: _Turning, cone: frozenset[int], program: _Compiled) -> tuple[Rule, Path]:
        """Return the rule and the path of a test: of the first rule, by place, that the conclusion rests on."""
        leaves = _leaves_like(test, [program.compiled.version])
        rules = program.formulas.program.rules
        return next((leaf for leaf in leaves if leaf[0].id in rules and rules[leaf[0].id].node in cone), leaves[0])


_Allowed = tuple[str, str, str]
"""Version, rule and code of a finding that the rule allows."""


def _allowed(laws: CompiledLaws) -> dict[_Allowed, Allowance]:
    versions = [compiled.version for compiled in laws.versions]
    return {
        (v.name, rule.id, allowance.code): allowance
        for v in versions
        for rule in v.rules.values()
        for allowance in rule.allows or ()
        if allowance.code in SOLVED
    }


def _not_allowed(findings: Sequence[Finding], analysis: _Analysis, asked: Collection[tuple[str, str]]) -> list[Finding]:
    """Return the findings that their rules do not allow, and one for each allowance of a rule asked about that allows none."""
    there = analysis.met | {(finding.version, finding.rule, finding.diagnostic.code) for finding in findings}
    left = [finding for finding in findings if (finding.version, finding.rule, finding.diagnostic.code) not in analysis.allowed]
    for (version, rule, code), allowance in analysis.allowed.items():
        if (version, rule, code) not in there and (version, rule) in asked:
            left.append(Finding(idle_allowance(rule, allowance), version, rule))
    return left


_EXCLUDES = Text("dette og de andre merkede vilkårene kan ikke være oppfylt samtidig", "this and the others marked cannot be met together")
_IMPLIES = Text("følger alt av dette", "follows already from this")
_EXCLUSIVE = Text(
    "la den ene gå foran den andre (`overrides:`), eller la vilkårene utelukke hverandre",
    "let one override the other (`overrides:`), or make their conditions exclude each other",
)
_IDLE = {
    "when": ("idle-condition", "vilkåret", "the condition"),
    "alternative": ("idle-condition", "alternativet", "the alternative"),
    "in_force": ("idle-condition", "grensen for når regelen gjelder", "the limit of when the rule is in force"),
    "unless": ("idle-exception", "unntaket", "the exception"),
    "overrides": ("idle-override", "forrangen", "the override"),
}
"""For each kind of condition the code of a finding that it does nothing, and what to call it."""


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


# ---------------------------------------------------------------- the parts of a rule


def _parts(program: _Compiled, rule: Rule, asked: Asked) -> Iterator[_Part]:
    """Yield what must hold for a rule to apply, as `clauses` compiles it."""
    formulas, version = program.formulas, program.compiled.version
    items: list[tuple[Path, Condition]] = [(("when",), rule.when)]
    if isinstance(rule.when, All):
        items = [(("when", "all", number), item) for number, item in enumerate(rule.when.items)]
    for path, item in items:
        yield _Part("when", rule, path, truth_of(formulas, item, asked))
    for number, item in enumerate(rule.unless):
        yield _Part("unless", rule, ("unless", number), truth_of(formulas, item, asked).opposite())
    for key, end in ends_of(rule):
        yield _Part("in_force", rule, ("in_force", key), asked.encoder.test(end, version.parameters, version.derived))
    for special in sorted(version.rules):
        if rule.id in version.rules[special].overrides and special in formulas.program.rules:
            other = formulas.program.rules[special]
            path = ("overrides", other.rule.overrides.index(rule.id))
            yield _Part("overrides", other.rule, path, formulas.nodes[other.node].opposite())


def truth_of(formulas: Formulas, condition: Condition, asked: Asked) -> Truth:
    """Return a condition of a rule of the program, as `clauses` compiles it."""
    encoder, program = asked.encoder, formulas.program

    def leaf(leaf: Leaf) -> Truth:
        match leaf:
            case Holds(name) if name in program.conclusions:
                met = program.conclusions[name].met
                assert met is not None
                return formulas.nodes[met]
            case Holds(name) if name not in encoder.facts:
                return Truth(encoder.false, encoder.true)  # a conclusion without any rule
            case Compare(op, left, right) if left.name in program.conclusions:
                values = program.conclusions[left.name].values
                found = encoder.some([formulas.nodes[value.settled] for value in values if value.value in right])
                return found if asks_whether_one_of(op) else found.opposite()
            case _:
                return encoder.test(leaf, program.version.parameters, program.version.derived)

    return fold(condition, leaf, encoder.join)


def _at(rule: Rule, path: Path) -> Condition:
    """Return the condition that stands at the path of a part of the rule."""
    if path[0] == "unless":
        return rule.unless[int(path[1])]
    return rule.when.items[int(path[2])] if isinstance(rule.when, All) else rule.when


def _shortened(condition: Condition, path: Path) -> Iterator[tuple[Path, str, Condition, Condition]]:
    """Yield each condition inside another: its path, in which list it stands, itself, and the whole without it; outer ones first."""
    for way, inner in walk(condition):
        owner = at(condition, way[:-1])
        if way and isinstance(owner, (All, Any)) and len(owner.items) > 1:
            rest = (*owner.items[: way[-1]], *owner.items[way[-1] + 1 :])
            yield (*path, *_steps(condition, way)), key_of(owner), inner, replaced(condition, way[:-1], type(owner)(rest))


def _steps(condition: Condition, way: Way) -> Iterator[str | int]:
    """Yield the keys and numbers that lead through the file where a way leads through a condition."""
    for number in way:
        assert isinstance(condition, (All, Any, Not))
        yield key_of(condition)
        if not isinstance(condition, Not):
            yield number
        condition = items_of(condition)[number]


def _place(tree: Tree, owner: Place, path: Path) -> Place:
    """Return where the path leads from the rule whose id stands at `owner`; as far as it leads."""
    rules = next((value for key, value in tree.entries if key.text == "rules"), None) if isinstance(tree, MappingTree) else None
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


# ---------------------------------------------------------------- boundaries


class _Turning(NamedTuple):
    """A comparison that turns at a boundary, in a program of a version; `chooses` where that program chooses the law."""

    version: int
    chooses: bool
    node: int
    condition: Compare
    truth: Truth


class _Edge(NamedTuple):
    """A boundary with a seam: the conclusion, that a case stands on the boundary, and whether two values meet there."""

    name: str
    on: Formula
    overlap: bool


_JUST_BEFORE: Final[tuple[Relation, ...]] = ("<", ">=")
"""Orders that turn between a boundary and what comes before it; the others turn between it and what follows."""


def _boundaries(programs: Sequence[Formulas], asked: Asked) -> Iterator[tuple[_Turning, _Turning]]:
    """Yield each pair of comparisons of the same things that turn just before and just after they are equal."""
    before: dict[object, list[_Turning]] = {}
    after: dict[object, list[_Turning]] = {}
    for formulas in programs:
        chooses = formulas in asked.choices
        number = (asked.choices if chooses else asked.wholes).index(formulas)
        for index, test in formulas.program.tests:
            condition = test.condition
            relation = relation_of(condition.op) if isinstance(condition, Compare) else None
            if isinstance(condition, Compare) and relation is not None:
                version = formulas.program.version
                key = tuple(asked.encoder.key(part, version) for part in (condition.left, condition.right[0]))
                tests = before if relation in _JUST_BEFORE else after
                tests.setdefault(key, []).append(_Turning(number, chooses, index, condition, formulas.nodes[index]))
    for shared, found in before.items():
        yield from product(found, after.get(shared, ()))


def _turned(formulas: Formulas, asked: Asked, test: Truth) -> tuple[Truth, ...]:
    """Return the nodes of a program with a test turned round, and all that rests on it."""
    nodes: list[Truth] = []
    for node, truth in zip(formulas.program.nodes, formulas.nodes, strict=True):
        if isinstance(node, Test):
            same = truth.holds.eq(test.holds)
            nodes.append(truth.opposite() if same else truth)
            continue
        if all(nodes[node_of(i)] is formulas.nodes[node_of(i)] for i in node.inputs):
            nodes.append(truth)
            continue
        inputs = [nodes[node_of(i)] if is_positive(i) else nodes[node_of(i)].opposite() for i in node.inputs]
        nodes.append(asked.encoder.every(inputs) if node.kind == "and" else asked.encoder.some(inputs))
    return tuple(nodes)


def _with_nodes(formulas: Formulas, nodes: tuple[Truth, ...]) -> Formulas:
    return Formulas(formulas.program, nodes)


def _isolated(
    formulas: Formulas, turned: Sequence[tuple[Truth, ...]], name: str, asked: Asked
) -> Iterator[tuple[bool, Formula, Sequence[Formula]]]:
    """Yield how a conclusion may be left out or doubled on a boundary alone: whether doubled, that it is so here, and not beside."""
    node, encoder = formulas.program.conclusions[name], asked.encoder
    if node.met is not None:
        yield False, formulas.nodes[node.met].fails, [nodes[node.met].holds for nodes in turned]
        return
    assert node.not_applicable is not None
    none = node.not_applicable
    yield False, formulas.nodes[none].holds, [nodes[none].fails for nodes in turned]
    if len(node.values) > 1:
        both = encoder.at_least_two([formulas.literal(value.given) for value in node.values])
        yield True, both, [encoder.named(z3.Or([nodes[value.settled].holds for value in node.values])) for nodes in turned]


def _reaches(choices: Sequence[Formulas], test: _Turning, goals: list[str]) -> bool:
    program = choices[test.version].program
    return all(goal in program.conclusions for goal in goals) and test.node in below(program, goals)


def _leaves_like(test: _Turning, versions: Sequence[LawVersion]) -> list[tuple[Rule, Path]]:
    """Return where the rules of the versions make the comparison, in the order of their places."""
    found = []
    for rule in sorted((rule for version in versions for rule in version.rules.values()), key=lambda rule: rule.place):
        for part in parts(rule):
            path: Path = {"when": ("when",), "unless": ("unless", part.number), "in_force": ("in_force", part.key)}[part.role]
            found += [(rule, (*path, *_steps(part.condition, way))) for way, leaf in walk(part.condition) if leaf == test.condition]
    return found
