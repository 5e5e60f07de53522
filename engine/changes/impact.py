"""The impact of a law change on a case: what flips when another version is forced on it, and the rule that makes the difference.

Both versions decide the case as `--law` does, so that what they say is compared and not whom they govern. The rule is
found by following the difference down: from the conclusion to the rules that give it, from a rule that applies in one
version only to the premise that stops it in the other, and so on to a rule that is not the same in both.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import NamedTuple

from ..diagnostics import Rejected
from ..frozen import dataclass
from ..inference.clauses import Gate, Known, Program
from ..inference.forward import Engine
from ..inference.literals import Signed, is_positive, negated, node_of, positive
from ..language.cases import with_forced
from ..law.compared import normative_content
from ..law.compiled import CompiledLaws, CompiledVersion, Finding
from ..law.deciding import Decision, Run, decide
from ..model import Call, Case, Compare, Constant, Expression, Holds, LawVersion, Name, ParameterRef


class Cause(NamedTuple):
    """A rule that makes the difference, and the version that it is taken from: the newer one where that has the rule."""

    version: str
    rule: str


@dataclass(frozen=True, slots=True)
class Flip:
    """A conclusion that both versions settle on a case, and not alike; `causes` in order of the rule."""

    conclusion: str
    case: Case
    before: Finding
    after: Finding
    causes: tuple[Cause, ...]

    @property
    def nominal(self) -> bool:
        """Whether the answer is no in one version, and in the other the question does not arise: nobody gains or loses by it."""
        return {self.before.status, self.after.status} == {"not_met", "not_applicable"}


class FlipGroup(NamedTuple):
    """The cases on which a conclusion flips in one way for one reason."""

    conclusion: str
    before: Finding
    after: Finding
    causes: tuple[Cause, ...]
    cases: tuple[str, ...]

    @property
    def number(self) -> int:
        """How many cases they are."""
        return len(self.cases)


@dataclass(frozen=True, slots=True)
class Impact:
    """What a law change does to some cases: the groups of what flips, by conclusion and then the largest first.

    `contradicted` are the cases on which the rules of one version contradict each other. `opened` are groups, without causes, of
    what one version leaves open and the other settles; that is no flip, and such a case is touched by none.
    """

    cases: int
    touched: int
    groups: tuple[FlipGroup, ...]
    contradicted: tuple[str, ...]
    opened: tuple[FlipGroup, ...] = ()


def impact(pair: Pair, cases: Iterable[Case]) -> Impact:
    """Return who flips from what to what, and why; what is no more than a matter of form is left out, see `Flip.nominal`."""
    number = touched = 0
    contradicted: list[str] = []
    groups: dict[tuple[str, Finding, Finding, tuple[Cause, ...]], list[str]] = {}
    opened: dict[tuple[str, Finding, Finding, tuple[Cause, ...]], list[str]] = {}
    for case in cases:
        number += 1
        both = decided(pair, case)
        if both is None:
            contradicted.append(case.id)
            continue
        for name, before, after in _opened(*both):
            opened.setdefault((name, before, after, ()), []).append(case.id)
        real = [flip for flip in _flips(pair, case, *both) if not flip.nominal]
        touched += bool(real)
        for flip in real:
            groups.setdefault((flip.conclusion, flip.before, flip.after, flip.causes), []).append(case.id)
    names = list(pair.laws.laws.vocabulary.conclusions)

    def ordered(found: dict[tuple[str, Finding, Finding, tuple[Cause, ...]], list[str]]) -> tuple[FlipGroup, ...]:
        order = sorted(found, key=lambda key: (names.index(key[0]), -len(found[key]), key[3], str(key)))
        return tuple(FlipGroup(*key, tuple(found[key])) for key in order)

    return Impact(number, touched, ordered(groups), tuple(contradicted), ordered(opened))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two versions to compare, the older one first, with the engine that decides.

    `same` are the ids of the rules that say the same in both versions, wherever they cite it from. `frames` are of the
    versions' programs, in the same order.
    """

    laws: CompiledLaws
    older: CompiledVersion
    newer: CompiledVersion
    engine: Engine
    same: frozenset[str]
    frames: tuple[Frame, Frame]


def pair_of(laws: CompiledLaws, older: str, newer: str, engine: Engine) -> Pair:
    """Return two versions of the laws, by name, ready to be compared on cases."""
    by_name = {compiled.version.name: compiled for compiled in laws.versions}
    one, other = by_name[older], by_name[newer]
    shared = one.version.rules.keys() & other.version.rules.keys()
    same = frozenset(id_ for id_ in shared if content(one.version, id_) == content(other.version, id_))
    return Pair(laws, one, other, engine, same, (Frame(one.whole), Frame(other.whole)))


def decided(pair: Pair, case: Case) -> tuple[Decision, Decision] | None:
    """Return the decisions of both versions, or None where the rules of one of them contradict each other on the case."""
    vocabulary = pair.laws.laws.vocabulary
    try:
        before, after = (
            decide(with_forced(case, compiled.version.name, vocabulary), pair.laws, pair.engine) for compiled in (pair.older, pair.newer)
        )
    except Rejected:
        return None
    return before, after


def flipped(before: Decision, after: Decision) -> list[str]:
    """Return the conclusions that two decisions settle, and not alike, in the order of the vocabulary; which law governs is left out."""
    conclusions = before.laws.laws.vocabulary.conclusions
    return [
        name
        for name, one in before.findings.items()
        if one != (other := after.findings[name]) and "open" not in (one.status, other.status) and conclusions[name].type != "version"
    ]


def flips(pair: Pair, case: Case) -> tuple[Flip, ...] | None:
    """Return what flips on a case, conclusion by conclusion, or None where the rules of a version contradict each other on it."""
    both = decided(pair, case)
    return _flips(pair, case, *both) if both is not None else None


def _opened(before: Decision, after: Decision) -> Iterator[tuple[str, Finding, Finding]]:
    """Yield what one of two decisions leaves open and the other settles; which law governs is left out."""
    conclusions = before.laws.laws.vocabulary.conclusions
    for name, one in before.findings.items():
        other = after.findings[name]
        if (one.status == "open") != (other.status == "open") and conclusions[name].type != "version":
            yield name, one, other


def _flips(pair: Pair, case: Case, before: Decision, after: Decision) -> tuple[Flip, ...]:
    found = flipped(before, after)
    trace = Trace(pair, before, after) if found else None
    return tuple(Flip(name, case, before.findings[name], after.findings[name], trace.causes(name)) for name in found if trace)


# ---------------------------------------------------------------- the rule that makes the difference


class Frame:
    """A program with its nodes in a form that can be found again in the program of another version.

    It is mutable because the form of a literal is worked out when it is first asked for.
    """

    def __init__(self, program: Program) -> None:
        self.program, self.version = program, program.version
        self.ruled = {rule.node: id_ for id_, rule in program.rules.items()}
        self.named = {
            index: (name, node)
            for name, node in program.conclusions.items()
            for index in (node.met, node.not_applicable, *(value.settled for value in node.values))
            if index is not None
        }
        self._forms: dict[Signed, Hashable] = {}

    def form(self, literal: Signed) -> Hashable:
        """Return what a literal says, with the values behind its names, the same in every version that says the same."""
        if literal not in self._forms:
            self._forms[literal] = (is_positive(literal), self._form(node_of(literal)))
        return self._forms[literal]

    def _form(self, index: int) -> Hashable:
        if index in self.ruled:
            return ("rule", self.ruled[index])
        if index in self.named:
            name, named = self.named[index]
            values = [resolved(value.value, self.version) for value in named.values if value.settled == index]
            return ("conclusion", name, index == named.not_applicable, *values)
        node = self.program.nodes[index]
        if isinstance(node, Gate):
            return (node.kind, frozenset(self.form(literal) for literal in node.inputs))
        match node.condition:
            case Known(expression):
                return ("known", resolved(expression, self.version))
            case Holds(name):
                return ("holds", name)
            case Compare(op, left, right):
                return ("compare", op, resolved(left, self.version), *(resolved(side, self.version) for side in right))


class Side:
    """One version's run of a case: its frame, and what was derived or given rise to a derivation."""

    def __init__(self, frame: Frame, run: Run) -> None:
        self.frame, self.program = frame, frame.program
        fired = [frame.program.clauses[number] for number in run.fired]
        self.held = {clause.head for clause in fired} | {literal for clause in fired for literal in clause.body}

    def applies(self, rule: str) -> bool:
        """Return whether a rule that the version has applies."""
        return positive(self.program.rules[rule].node) in self.held

    def concluding(self, name: str) -> tuple[str, ...]:
        """Return the rules that give the conclusion."""
        node = self.program.conclusions.get(name)
        return node.rules if node is not None else ()


def resolved(expression: Expression, version: LawVersion) -> Hashable:
    """Return an expression with the values of its parameters and the computations behind its derived values."""
    match expression:
        case ParameterRef(name):
            parameter = version.parameters[name]
            return ("parameter", parameter.value, parameter.unit)
        case Name(name) if name in version.derived:
            return (name, resolved(version.derived[name].expression, version))
        case Call(op, operands, calendar, schedule):
            return (op, calendar, schedule, *(resolved(operand, version) for operand in operands))
        case Name(name):
            return ("name", name)
        case Constant(value):
            return ("constant", value)


class Trace:
    """The search for the rules that make two decisions on one case differ."""

    def __init__(self, pair: Pair, before: Decision, after: Decision) -> None:
        self.older, self.newer = Side(pair.frames[0], before.runs[0]), Side(pair.frames[1], after.runs[0])
        self._same = pair.same

    def causes(self, conclusion: str) -> tuple[Cause, ...]:
        """Return the rules that make the difference on a conclusion that flips."""
        found = dict.fromkeys(self._of_conclusion(conclusion, set()))
        return tuple(sorted(found, key=lambda cause: cause.rule))

    def _of_conclusion(self, name: str, seen: set[object]) -> Iterator[Cause]:
        if ("conclusion", name) in seen:
            return
        seen.add(("conclusion", name))
        ours, theirs = ({rule for rule in side.concluding(name) if side.applies(rule)} for side in (self.older, self.newer))
        before = len(seen)
        found = False
        # What the newer version grounds its answer on comes first; only where it has nothing, what the older one did.
        for rules, here, there in ((theirs - ours, self.newer, self.older), (ours - theirs, self.older, self.newer)):
            for rule in sorted(rules):
                for cause in self._of_rule(rule, here, there, name, seen):
                    found = True
                    yield cause
            if found:
                return
        # The same rules apply and say something else, or the question arises in one version only.
        changed = [rule for rule in sorted({*self.older.concluding(name), *self.newer.concluding(name)}) if rule not in self._same]
        applying = [rule for rule in changed if rule in ours & theirs]
        if applying or changed:
            yield from (self._cause(rule) for rule in applying or changed)
        elif len(seen) == before:
            yield from self._of_subject(name, seen)

    def _of_subject(self, name: str, seen: set[object]) -> Iterator[Cause]:
        nodes = [side.program.conclusions.get(name) for side in (self.older, self.newer)]
        subjects = [node.subject if node else None for node in nodes]
        if subjects[0] is not None and subjects[1] is not None and self._is_one_form(subjects[0], subjects[1]):
            held = subjects[0] in self.older.held
            sides = (self.older, self.newer) if held else (self.newer, self.older)
            literals = subjects if held else subjects[::-1]
            assert literals[0] is not None and literals[1] is not None
            yield from self._of_literal(literals[0], literals[1], *sides, seen)

    def _is_one_form(self, ours: Signed, theirs: Signed) -> bool:
        """Return whether a question is the same in both versions; of one that is not, no rule makes the difference."""
        return self.older.frame.form(ours) == self.newer.frame.form(theirs)

    def _of_rule(self, rule: str, here: Side, there: Side, conclusion: str | None, seen: set[object]) -> Iterator[Cause]:
        """Yield why a rule applies in the one version and gives the conclusion, and does not in the other."""
        if ("rule", rule) in seen:
            return
        seen.add(("rule", rule))
        if rule not in there.program.rules or (conclusion is not None and rule not in there.concluding(conclusion)):
            yield self._cause(rule)
            return
        if there.applies(rule):
            return
        matching = {here.frame.form(literal): literal for literal, _ in here.program.rules[rule].premises}
        for literal, _ in there.program.rules[rule].premises:
            if negated(literal) not in there.held:
                continue
            ours = matching.get(there.frame.form(literal))
            if ours is not None:
                yield from self._of_literal(ours, literal, here, there, seen)
            elif node_of(literal) in there.frame.ruled:  # a special rule takes its place here only
                yield self._cause(there.frame.ruled[node_of(literal)])
            else:
                yield self._cause(rule)

    def _of_literal(self, ours: Signed, theirs: Signed, here: Side, there: Side, seen: set[object]) -> Iterator[Cause]:
        """Yield why what holds in the one version fails in the other."""
        index = node_of(ours)
        if index in here.frame.ruled:
            # The literal is that the special rule does not apply: it is the other version in which it does.
            rule = here.frame.ruled[index]
            yield from self._of_rule(rule, here, there, None, seen) if is_positive(ours) else self._of_rule(rule, there, here, None, seen)
        elif index in here.frame.named:
            yield from self._of_conclusion(here.frame.named[index][0], seen)
        elif isinstance(gate := here.program.nodes[index], Gate):
            other = there.program.nodes[node_of(theirs)]
            assert isinstance(other, Gate)  # the two have one form
            matching = {there.frame.form(literal): literal for literal in other.inputs}
            for literal in gate.inputs:
                match_ = matching[here.frame.form(literal)]
                for mine, same in ((literal, match_), (negated(literal), negated(match_))):
                    if mine in here.held and negated(same) in there.held:
                        yield from self._of_literal(mine, same, here, there, seen)

    def _cause(self, rule: str) -> Cause:
        newest = self.newer if rule in self.newer.frame.version.rules else self.older
        return Cause(newest.frame.version.name, rule)


class TraceReads:
    """The nodes whose statuses a `Trace` on two versions may look at, whatever the case; the same statuses give the same causes.

    It goes where the trace could go. `is_same` says of a literal of the older version and one of the newer that they come out alike on
    every case: the trace follows what holds in one version and fails in the other, and so never goes below such two. It does below the
    question of a conclusion alone (`_of_subject`): there `alike` is true.
    """

    def __init__(self, pair: Pair, is_same: Callable[[Signed, Signed], bool]) -> None:
        self._frames, self._same_rules, self._is_same = pair.frames, pair.same, is_same
        self._seen: set[object] = set()
        self.found: dict[tuple[int, int], None] = {}

    def of_conclusion(self, name: str) -> None:
        """Take down what is looked at for a conclusion: the place of the version, 0 for the older, and the node."""
        if ("conclusion", name) in self._seen:
            return
        self._seen.add(("conclusion", name))
        nodes = [frame.program.conclusions.get(name) for frame in self._frames]
        for rule in sorted({rule for node in nodes if node is not None for rule in node.rules}):
            if not self._is_same_rule(rule):
                self._of_rule(rule, False)
            elif rule not in self._same_rules:
                self._read_rule(rule)
        subjects = [node.subject if node is not None else None for node in nodes]
        one, other = self._frames
        if subjects[0] is not None and subjects[1] is not None and one.form(subjects[0]) == other.form(subjects[1]):
            self._read(0, subjects[0])
            self._of_literal(subjects[0], subjects[1], True)

    def _read(self, place: int, literal: Signed) -> None:
        self.found[place, node_of(literal)] = None

    def _read_rule(self, rule: str) -> None:
        for place, frame in enumerate(self._frames):
            if rule in frame.program.rules:
                self._read(place, positive(frame.program.rules[rule].node))

    def _is_same_rule(self, rule: str) -> bool:
        one, other = (frame.program.rules.get(rule) for frame in self._frames)
        return one is not None and other is not None and self._is_same(positive(one.node), positive(other.node))

    def _of_rule(self, rule: str, alike: bool) -> None:
        if ("rule", rule, alike) in self._seen or (not alike and self._is_same_rule(rule)):
            return
        self._seen.add(("rule", rule, alike))
        self._read_rule(rule)
        one, other = (frame.program.rules.get(rule) for frame in self._frames)
        if one is None or other is None:
            return
        matching = {self._frames[0].form(literal): literal for literal, _ in one.premises}
        for place, node in enumerate((one, other)):
            for literal, _ in node.premises:
                self._read(place, literal)
        for literal, _ in other.premises:
            ours = matching.get(self._frames[1].form(literal))
            if ours is not None and (alike or not self._is_same(ours, literal)):
                self._of_literal(ours, literal, alike)

    def _of_literal(self, ours: Signed, theirs: Signed, alike: bool) -> None:
        """Take down what is looked at below two literals of one form."""
        one, other = self._frames
        index = node_of(ours)
        if index in one.ruled or node_of(theirs) in other.ruled:
            for frame, node in zip(self._frames, (index, node_of(theirs)), strict=True):
                if node in frame.ruled:
                    self._of_rule(frame.ruled[node], alike)
        elif index in one.named:
            self.of_conclusion(one.named[index][0])
        elif isinstance(gate := one.program.nodes[index], Gate):
            there = other.program.nodes[node_of(theirs)]
            assert isinstance(there, Gate)  # the two have one form
            matching = {other.form(literal): literal for literal in there.inputs}
            for literal in gate.inputs:
                match_ = matching[one.form(literal)]
                if not self._is_same(literal, match_):
                    self._read(0, literal)
                    self._read(1, match_)
                    self._of_literal(literal, match_, False)


def content(version: LawVersion, rule: str) -> object:
    """Return what a rule says, without where it is said: its normative content but for the citation."""
    whole: tuple[object, ...] = normative_content(version.rules[rule], version)  # type: ignore[assignment]
    return whole[1:]
