"""The one compiled form: a law version as definite clauses over signed literals, in topological order.

Every statement is a node of an acyclic AND/OR graph. A signed literal says that a node holds or that it does not; for
each sign there are clauses of its own, so that "does not hold" is derived and never assumed (strong Kleene logic), and
chaining is monotone: more facts only add literals. All evaluators run these clauses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, cached_property, partial
from typing import Literal, TypeVar

from ..concluded import compared, names_any
from ..frozen import dataclass
from ..graph import reached, upward
from ..model import (
    All,
    Compare,
    Condition,
    Constant,
    Derived,
    Expression,
    Holds,
    LawVersion,
    Parameter,
    Rule,
    Span,
    Value,
    Vocabulary,
)
from ..terms.meaning import Connectives
from ..walking import asks_calendar, ends_of, fold, names_behind, names_in, names_of, parts
from . import spans
from .evaluating import Decide, Read, Reader, decider, outside_calendar, reader
from .literals import Signed, negated, negative, node_of, positive

Role = Literal["when", "unless", "in_force", "overridden", "subject", "value"]


@dataclass(frozen=True, slots=True)
class Known:
    """The value of an expression is known; it can come to hold, never to fail."""

    expression: Expression


@dataclass(frozen=True, slots=True)
class Test:
    """A leaf: decided on the values of the case alone."""

    condition: Holds | Compare | Known


def names_tested(condition: Holds | Compare | Known) -> Iterable[str]:
    """Yield the facts and derived values that a test reads itself, in the order written."""
    return names_of(condition.expression) if isinstance(condition, Known) else names_in(condition)


def tested(condition: Holds | Compare | Known, parameters: Mapping[str, Parameter], scale: tuple[str, ...] | None) -> Decide:
    """Return the function that decides a test; `scale` lists the words of an ordinal left side, lowest first."""
    if isinstance(condition, Known):
        read = reader(condition.expression, parameters)
        return lambda values: None if read(values) is None else True
    return decider(condition, parameters, scale)


def tested_on_spans(condition: Holds | Compare | Known, parameters: Mapping[str, Parameter], scale: tuple[str, ...] | None) -> Decide:
    """Return the function that decides a test where of some values only both ends are known; a span is no known value."""
    if isinstance(condition, Known):
        read = spans.day_reader(condition.expression, parameters)
        return lambda values: None if read(values) is None else True
    return spans.tested(condition, parameters, scale)


@dataclass(frozen=True, slots=True)
class Gate:
    """An inner node: `and` holds when all inputs do, `or` when one does; empty gates are constant."""

    kind: Literal["and", "or"]
    inputs: tuple[Signed, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """When every literal of `body` has been derived, `head` is."""

    head: Signed
    body: tuple[Signed, ...]


@dataclass(frozen=True, slots=True)
class RuleNode:
    """A rule with its node (it applies) and its premises: the signed literals that must all hold, each with its role."""

    rule: Rule
    node: int
    premises: tuple[tuple[Signed, Role], ...]


@dataclass(frozen=True, slots=True)
class ValueNode:
    """One value that a conclusion may take: the node that settles it, and the node that some rule gives it."""

    value: Expression
    settled: int
    given: Signed
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConclusionNode:
    """A conclusion: of a boolean the node that it is met; of a valued one its values.

    `not_met` is the literal that settles a boolean as not met: the negation of `met`, or, where the conclusion has a
    subject, a node of its own that asks for the subject too. `subject` is the literal that the question arises.
    """

    name: str
    rules: tuple[str, ...]
    met: int | None
    not_met: Signed | None
    subject: Signed | None
    values: tuple[ValueNode, ...]
    not_applicable: int | None

    @property
    def nodes(self) -> tuple[int, ...]:
        """The nodes that settle the conclusion."""
        not_met = node_of(self.not_met) if self.not_met is not None else None
        found = (self.met, not_met, *(value.settled for value in self.values), self.not_applicable)
        return tuple(dict.fromkeys(node for node in found if node is not None))


@dataclass(frozen=True, eq=False)
class Program:
    """A compiled law version, or the part of it that some conclusions rest on.

    `facts` are those that the tests read, `vague` those of them of which a case may know the month or year alone; `events` are the facts
    and derived values that may be `none`.
    `clauses` are sorted so that every premise comes before what follows from it; their order, and with it the order of
    the trail, depends on names and levels alone, never on the order of files or rules.
    """

    version: LawVersion
    nodes: tuple[Test | Gate, ...]
    clauses: tuple[Clause, ...]
    derived: tuple[Derived, ...]
    rules: Mapping[str, RuleNode]
    conclusions: Mapping[str, ConclusionNode]
    order: tuple[tuple[Literal["rule", "conclusion"], str], ...]
    scales: Mapping[str, tuple[str, ...]]
    facts: tuple[str, ...]
    events: frozenset[str]
    vague: tuple[str, ...] = ()

    def below(self, node: int) -> tuple[int, ...]:
        """Return the nodes that a gate reads; a test reads none."""
        return self.reads[node]

    @cached_property
    def reads(self) -> tuple[tuple[int, ...], ...]:
        """For each node the nodes that it reads, all of which stand before it."""
        return tuple(tuple(map(node_of, node.inputs)) if isinstance(node, Gate) else () for node in self.nodes)

    @cached_property
    def names_read(self) -> tuple[tuple[str, ...], tuple[int, ...]]:
        """The names that the tests read, and for each node those that it reads itself, a bit for the place of each."""
        read = [tuple(names_tested(node.condition)) if isinstance(node, Test) else () for node in self.nodes]
        names = tuple(dict.fromkeys(name for several in read for name in several))
        bits = {name: 1 << place for place, name in enumerate(names)}
        return names, tuple(sum(bits[name] for name in set(several)) for several in read)

    @cached_property
    def owners(self) -> Mapping[int, tuple[Literal["rule", "conclusion"], str]]:
        """For each node that stands for a rule or a conclusion, which: its kind and name."""
        found: dict[int, tuple[Literal["rule", "conclusion"], str]] = {rule.node: ("rule", name) for name, rule in self.rules.items()}
        return found | {node: ("conclusion", name) for name, conclusion in self.conclusions.items() for node in conclusion.nodes}

    @cached_property
    def tests(self) -> tuple[tuple[int, Test], ...]:
        """The leaves, with their node numbers."""
        return tuple((index, node) for index, node in enumerate(self.nodes) if isinstance(node, Test))

    @cached_property
    def deciders(self) -> tuple[tuple[Signed, Signed, Decide], ...]:
        """For each leaf the literals that it holds and that it does not, and the function that decides it."""
        return tuple((positive(index), negative(index), self.decider(test)) for index, test in self.tests)

    def decider(self, test: Test) -> Decide:
        """Return the function that decides a test."""
        condition = test.condition
        scale = self.scales.get(condition.left.name) if isinstance(condition, Compare) else None
        return tested(condition, self.version.parameters, scale)

    def is_vague(self, values: Mapping[str, Value]) -> bool:
        """Return whether of some fact of a case only the month or year is known."""
        return any(type(values.get(name)) is Span for name in self.vague)

    @cached_property
    def span_deciders(self) -> tuple[tuple[Signed, Signed, Decide], ...]:
        """What `deciders` is, where the program `is_vague` on the values."""
        return tuple((positive(index), negative(index), self.span_decider(test)) for index, test in self.tests)

    def span_decider(self, test: Test) -> Decide:
        """Return the function that decides a test where of some values only both ends are known."""
        condition = test.condition
        scale = self.scales.get(condition.left.name) if isinstance(condition, Compare) else None
        return tested_on_spans(condition, self.version.parameters, scale)

    @cached_property
    def span_readers(self) -> tuple[tuple[str, Read], ...]:
        """What `readers` is, where the program `is_vague` on the values."""
        return tuple((item.name, spans.reader(item.expression, self.version.parameters)) for item in self.derived)

    @cached_property
    def readers(self) -> tuple[tuple[str, Read], ...]:
        """The functions that compute the derived values, with their names, each after those that it rests on."""
        return tuple((item.name, reader(item.expression, self.version.parameters)) for item in self.derived)

    @cached_property
    def counted(self) -> Mapping[str, Callable[[Mapping[str, Value]], bool]]:
        """For each derived value that asks the calendar of public holidays itself, whether it has no value for what that states."""
        return self._counted(reader)

    @cached_property
    def span_counted(self) -> Mapping[str, Callable[[Mapping[str, Value]], bool]]:
        """What `counted` is, where the program `is_vague` on the values: of a day that is not known the calendar is not asked."""
        return self._counted(spans.day_reader)

    def _counted(self, read: Reader) -> Mapping[str, Callable[[Mapping[str, Value]], bool]]:
        asking = (item for item in self.derived if asks_calendar(item.expression))
        return {item.name: outside_calendar(item.expression, self.version.parameters, read) for item in asking}

    @cached_property
    def contested(self) -> tuple[int, ...]:
        """The places among the conclusions of those to which rules may give different values."""
        return tuple(place for place, node in enumerate(self.conclusions.values()) if len(node.values) > 1)

    @cached_property
    def consumers(self) -> Mapping[Signed, tuple[int, ...]]:
        """For each literal the numbers of the clauses that have it as a premise."""
        found: dict[Signed, list[int]] = {}
        for number, clause in enumerate(self.clauses):
            for literal in dict.fromkeys(clause.body):
                found.setdefault(literal, []).append(number)
        return {literal: tuple(numbers) for literal, numbers in found.items()}

    @cached_property
    def heads(self) -> tuple[Signed, ...]:
        """For each clause the literal that it concludes."""
        return tuple(clause.head for clause in self.clauses)

    @cached_property
    def premises(self) -> tuple[int, ...]:
        """For each clause how many different premises it has."""
        return tuple(len(set(clause.body)) for clause in self.clauses)

    @cached_property
    def unconditional(self) -> tuple[int, ...]:
        """The numbers of the clauses without a premise."""
        return tuple(number for number, clause in enumerate(self.clauses) if not clause.body)


T = TypeVar("T")


def given_in(
    conclusions: Mapping[str, ConclusionNode], settled: Callable[[int], T], version: LawVersion, vocabulary: Vocabulary
) -> Callable[[str], Sequence[tuple[Expression, T]] | None]:
    """Return the function that gives the values of a conclusion, each with what `settled` makes of the node that it has it.

    It gives None of a fact and a derived value. A conclusion without any rule has no values: checks reject a law that compares one,
    but a mutant may have lost the rule.
    """

    def values(name: str) -> Sequence[tuple[Expression, T]] | None:
        if name in conclusions:
            return [(one.value, settled(one.settled)) for one in conclusions[name].values]
        return None if name in vocabulary.facts or name in version.derived else ()

    return values


Dependent = tuple[str, str]
"""A rule or conclusion of a version, as `("rule", id)` or `("conclusion", name)`."""


def dependencies(version: LawVersion) -> dict[Dependent, set[Dependent]]:
    """Return what every rule and conclusion of the version rests on directly."""
    concluded = dict.fromkeys(("conclusion", name) for rule in version.rules.values() for name, _ in rule.then)
    rules = dict.fromkeys(("rule", id_) for rule in version.rules.values() for id_ in (rule.id, *rule.overrides))
    below = _resting(version)
    return {item: below(item) for item in (*concluded, *rules)}


def _resting(version: LawVersion) -> Callable[[Dependent], set[Dependent]]:
    """Return the function that gives what a rule or conclusion of the version rests on directly."""
    giving: dict[str, list[Dependent]] = {}
    overriding: dict[str, list[Dependent]] = {}
    for rule in version.rules.values():
        for name, _ in rule.then:
            giving.setdefault(name, []).append(("rule", rule.id))
        for general in rule.overrides:
            overriding.setdefault(general, []).append(("rule", rule.id))

    def below(item: Dependent) -> set[Dependent]:
        kind, name = item
        if kind == "rule":
            rules = overriding.get(name, [])
            conditions = [part.condition for part in parts(version.rules[name])] if name in version.rules else []
        else:
            rules = giving[name]
            conditions = [version.subjects[name]] if name in version.subjects else []
        return {*rules, *(("conclusion", used) for condition in conditions for used in names_in(condition) if used in giving)}

    return below


def compile_version(version: LawVersion, vocabulary: Vocabulary, goals: Iterable[str]) -> Program:
    """Return the clauses of everything that the conclusions `goals` rest on.

    The version must be checked: acyclic, every name declared. Goals that no rule concludes are left out.
    """
    concluded = {name for rule in version.rules.values() for name, _ in rule.then}
    below = cache(_resting(version))
    # A rule that gives a goal may give other conclusions too: those are reached from other goals, or not asked for.
    graph = {item: below(item) for item in reached([("conclusion", goal) for goal in goals if goal in concluded], below)}
    levels = upward(graph)
    order = sorted(graph, key=lambda item: (levels[item], item))
    builder = _Builder(version, vocabulary)
    for kind, name in order:
        rules = sorted(rule for of, rule in graph[kind, name] if of == "rule")
        if kind == "rule":
            builder.add_rule(version.rules[name], rules)
        else:
            builder.add_conclusion(name, rules)
    return builder.program(tuple((_kind(kind), name) for kind, name in order))


def _kind(kind: str) -> Literal["rule", "conclusion"]:
    return "rule" if kind == "rule" else "conclusion"


class _Builder:
    """Collects nodes while a version is compiled; equal tests and gates become one node."""

    def __init__(self, version: LawVersion, vocabulary: Vocabulary) -> None:
        self.version = version
        self.nodes: list[Test | Gate] = []
        self.index: dict[Test | Gate, int] = {}
        self.rules: dict[str, RuleNode] = {}
        self.conclusions: dict[str, ConclusionNode] = {}
        self.values_of = given_in(self.conclusions, positive, version, vocabulary)
        self.scales = {fact.name: tuple(fact.values) for fact in vocabulary.facts.values() if fact.type == "ordinal" and fact.values}
        self.events = {name for name, fact in vocabulary.facts.items() if fact.if_absent_none}
        self.vague = {name for name, fact in vocabulary.facts.items() if fact.known_to is not None}
        self.join: Connectives[Signed] = Connectives(partial(self.gate, "and"), partial(self.gate, "or"), negated)
        self.booleans = {name for name, fact in vocabulary.facts.items() if fact.type == "boolean"}

    def add_rule(self, rule: Rule, overriding: list[str]) -> None:
        premises: dict[Signed, Role] = {}
        for item in rule.when.items if isinstance(rule.when, All) else (rule.when,):
            premises.setdefault(self.literal(item), "when")
        for exception in rule.unless:
            premises.setdefault(negated(self.literal(exception)), "unless")
        for _, end in ends_of(rule):
            premises.setdefault(self.literal(end), "in_force")
        for special in overriding:
            premises.setdefault(negative(self.rules[special].node), "overridden")
        node = self.own(Gate("and", tuple(premises)))
        self.rules[rule.id] = RuleNode(rule, node, tuple(premises.items()))

    def add_conclusion(self, name: str, rules: list[str]) -> None:
        given = {id_: dict(self.version.rules[id_].then)[name] for id_ in rules}
        literals = {id_: positive(self.rules[id_].node) for id_ in rules}
        if all(value == Constant(True) for value in given.values()):
            met = self.own(Gate("or", tuple(literals.values())))
            subject = self.version.subjects.get(name)
            if subject is None:
                self.conclusions[name] = ConclusionNode(name, tuple(rules), met, negative(met), None, (), None)
                return
            arises = self.literal(subject)
            not_met = self.own(Gate("and", (negative(met), arises)))
            beside = self.own(Gate("and", (negative(met), negated(arises))))
            self.conclusions[name] = ConclusionNode(name, tuple(rules), met, positive(not_met), arises, (), beside)
            return
        groups: dict[Expression, list[str]] = {}
        for id_, value in given.items():
            groups.setdefault(value, []).append(id_)
        values = []
        for value, members in groups.items():
            by_some = self.gate("or", [literals[id_] for id_ in members])
            inputs = [by_some, *(negated(literals[id_]) for id_ in rules if id_ not in members)]
            if any(True for _ in names_of(value)):
                inputs.append(positive(self.shared(Test(Known(value)))))
            values.append(ValueNode(value, self.own(Gate("and", tuple(inputs))), by_some, tuple(members)))
        none = self.own(Gate("and", tuple(negated(literal) for literal in literals.values())))
        self.conclusions[name] = ConclusionNode(name, tuple(rules), None, None, None, tuple(values), none)

    def literal(self, condition: Condition) -> Signed:
        return fold(condition, self.leaf, self.join)

    def leaf(self, leaf: Holds | Compare) -> Signed:
        match leaf:
            case Holds(name) if name in self.conclusions:
                met = self.conclusions[name].met
                assert met is not None
                return positive(met)
            case Holds(name):
                # A boolean conclusion without any rule never comes to hold; checks reject rules that rest on one.
                return positive(self.shared(Test(leaf) if name in self.booleans else Gate("or", ())))
            case Compare() if names_any(leaf, self.values_of):
                return compared(leaf, self.values_of, self.version.parameters, self.literal, self.join)
            case Compare():
                return positive(self.shared(Test(leaf)))

    def gate(self, kind: Literal["and", "or"], inputs: Sequence[Signed]) -> Signed:
        distinct = tuple(dict.fromkeys(inputs))
        return distinct[0] if len(distinct) == 1 else positive(self.shared(Gate(kind, distinct)))

    def shared(self, node: Test | Gate) -> int:
        if node not in self.index:
            self.index[node] = self.own(node)
        return self.index[node]

    def own(self, node: Test | Gate) -> int:
        self.nodes.append(node)
        return len(self.nodes) - 1

    def program(self, order: tuple[tuple[Literal["rule", "conclusion"], str], ...]) -> Program:
        used = [name for node in self.nodes if isinstance(node, Test) for name in names_tested(node.condition)]
        derived = _needed_derived(self.version, used)
        direct = {name for d in derived for name in names_of(d.expression)} | set(used)
        facts = tuple(sorted(name for name in direct if name not in self.version.derived))
        clauses = [clause for index, node in enumerate(self.nodes) if isinstance(node, Gate) for clause in gate_clauses(index, node)]
        return Program(
            self.version,
            tuple(self.nodes),
            tuple(clauses),
            derived,
            self.rules,
            self.conclusions,
            order,
            self.scales,
            facts,
            _events(derived, self.events),
            tuple(name for name in facts if name in self.vague),
        )


def gate_clauses(node: int, gate: Gate) -> list[Clause]:
    """Return the clauses by which the node holds, then those by which it does not."""
    holds, fails = positive(node), negative(node)
    if gate.kind == "and":
        return [Clause(holds, gate.inputs), *(Clause(fails, (negated(literal),)) for literal in gate.inputs)]
    return [*(Clause(holds, (literal,)) for literal in gate.inputs), Clause(fails, tuple(negated(literal) for literal in gate.inputs))]


def _needed_derived(version: LawVersion, used: Iterable[str]) -> tuple[Derived, ...]:
    """Return the derived values that the names rest on, each after those it rests on itself, else by name."""
    derived = version.derived
    needed = [name for name in names_behind(used, derived) if name in derived]
    levels = upward({name: [below for below in names_of(derived[name].expression) if below in derived] for name in needed})
    return tuple(derived[name] for name in sorted(needed, key=lambda name: (levels[name], name)))


def _events(derived: tuple[Derived, ...], facts: set[str]) -> frozenset[str]:
    """Return the names whose value may be `none`: the facts so declared, and what is derived from them."""
    found = set(facts)
    for item in derived:
        if found & set(names_of(item.expression)):
            found.add(item.name)
    return frozenset(found)
