"""A law version as the checker reads it: what must hold for each rule to apply and for each conclusion to be settled.

It is read from the rules as they are written and from nothing that an engine runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from graphlib import TopologicalSorter
from itertools import product
from typing import cast

from ..canonical import Json, plain
from ..frozen import dataclass
from ..inference.clauses import Known, Role, dependencies, names_tested
from ..law.compared import version_digest
from ..model import GOVERNS, All, Any, Compare, Condition, Constant, Expression, Holds, LawVersion, Name, Not, ParameterRef, Vocabulary
from ..terms.comparisons import Comparison
from ..walking import asks_calendar, names_in, names_of
from .forms import source_json, test_json

LawItem = tuple[str, str]
"""`("rule", id)`, `("conclusion", name)`, or `("value", name)` for a derived value and for a fact with a step of its own."""


@dataclass(frozen=True, slots=True, eq=False)
class LawTest:
    """A test on the values of the case, with the names that it uses and as a document shows it; equal tests are one object."""

    condition: Holds | Compare | Known
    names: tuple[str, ...]
    shown: Json


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """That a rule applies, or that a conclusion has a value (true, for a boolean that is met); each is one object."""

    item: LawItem
    value: Expression | None


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """That every part, or some part, is as said: that it holds, or that it decisively does not."""

    every: bool
    parts: tuple[SignedStatement, ...]


Statement = LawTest | Settled | Group
SignedStatement = tuple[Statement, bool]
TRUE = Constant(True)
_EQUAL: Mapping[Comparison, bool] = {"is": True, "in": True, "is_not": False, "not_in": False}
"""Of what asks whether something is one of its right sides, whether it must be, or must not."""
_BETWEEN: Mapping[bool, tuple[Comparison, ...]] = {False: ("at_least", "at_most"), True: ("on_or_after", "on_or_before")}
"""What lies between two, of numbers and of days."""
_LESS: Mapping[Comparison, Comparison] = {"less_than": "more_than", "at_most": "at_least", "before": "after", "on_or_before": "on_or_after"}
_TURNED: Mapping[Comparison, Comparison] = {"is": "is", **_LESS, **{more: less for less, more in _LESS.items()}}


class Lawbook:
    """One law version read for checking: what must hold for each rule and each outcome of a conclusion."""

    def __init__(self, version: LawVersion, vocabulary: Vocabulary) -> None:
        self.version, self.vocabulary = version, vocabulary
        self.scales = {fact.name: tuple(fact.values) for fact in vocabulary.facts.values() if fact.type == "ordinal" and fact.values}
        self.tests: dict[Holds | Compare | Known, LawTest] = {}
        self.groups: dict[tuple[bool, tuple[SignedStatement, ...]], Group] = {}
        self.known_below: dict[tuple[str, ...], frozenset[LawItem]] = {}
        self.known_counted: dict[frozenset[LawItem], tuple[str, ...]] = {}
        self.applies = {id_: Settled(("rule", id_), None) for id_ in sorted(version.rules)}
        # For each conclusion the values that rules give it, with those rules; all in order of their ids.
        self.given: dict[str, dict[Expression, list[str]]] = {}
        for id_ in self.applies:
            for name, value in version.rules[id_].then:
                self.given.setdefault(name, {}).setdefault(value, []).append(id_)
        self.concluded = {(n, value): Settled(("conclusion", n), value) for n, groups in self.given.items() for value in groups}

    @cached_property
    def digest(self) -> str:
        """The digest of the version."""
        return version_digest(self.version, self.vocabulary)

    def signed(self, condition: Condition | Known) -> SignedStatement:
        """Return the part of the law that a condition is about, and whether it must hold, or must not."""
        match condition:
            case Not(item):
                part, holds = self.signed(item)
                return part, not holds
            case All(items) | Any(items):
                return self.group(isinstance(condition, All), [self.signed(item) for item in items])
            case Holds(name) if name in self.given:
                return self.concluded[name, TRUE], True
            case Holds(name) if name not in self.vocabulary.facts:
                return self.group(False, [])  # a conclusion that no rule of the version gives
            case Compare() if any(map(self.is_conclusion, names_in(condition))):
                return self.of_conclusions(condition)
        if condition not in self.tests:
            self.tests[condition] = LawTest(condition, tuple(dict.fromkeys(names_tested(condition))), test_json(condition, self.version))
        return self.tests[condition], True

    def of_conclusions(self, test: Compare) -> SignedStatement:
        """Return a comparison with conclusions: that each has one of its values, and that these stand so to each other.

        What is in a list is one of it, each taken by itself.
        """
        op: Comparison = "is" if test.op in _EQUAL else test.op
        ways: list[SignedStatement] = []
        pairs = product(self.values_of(test.left), ([(side,) for side in test.right] if op == "is" else [test.right]))
        for chosen in (each for one, sides in pairs for each in product((one,), *map(self.values_of, sides))):
            had: list[SignedStatement] = [(settled, True) for _, settled in chosen if settled is not None]
            left, *right = (value for value, _ in chosen)
            if isinstance(left, Name):
                ways.append(self.group(True, [*had, self.signed(Compare(op, left, tuple(right)))]))
            elif isinstance(left, ParameterRef):
                # The number or day of the law goes to the right, and each side that it was compared with to the left.
                ends = _BETWEEN[isinstance(self.version.parameters[left.name].value, date)] if op == "between" else (op,)
                stands = [self.signed(Compare(_TURNED[end], cast(Name, side), (left,))) for end, side in zip(ends, right, strict=True)]
                ways.append(self.group(True, [*had, self.group(True, stands)]))
            elif left in right:
                ways.append(self.group(True, had))
        found, is_some = self.group(False, ways)
        return found, is_some is _EQUAL.get(test.op, True)

    def is_conclusion(self, name: str) -> bool:
        """Return whether a name is that of a conclusion, of which there may be no rule."""
        return name not in self.vocabulary.facts and name not in self.version.derived

    def values_of(self, side: Expression) -> Sequence[tuple[Expression, Settled | None]]:
        """Return what may stand on one side: each value of a conclusion with that it has it, or what else is written there."""
        if not isinstance(side, Name) or not self.is_conclusion(side.name):
            return [(side, None)]
        return [(value, self.concluded[side.name, value]) for value in self.given.get(side.name, ())]

    def group(self, every: bool, parts: Sequence[SignedStatement]) -> SignedStatement:
        """Return that every part, or some part, is as said: what is said twice in one rule is one premise, in whatever words."""
        distinct = tuple(dict.fromkeys(parts))
        return distinct[0] if len(distinct) == 1 else (self.groups.setdefault((every, distinct), Group(every, distinct)), True)

    @cached_property
    def premises(self) -> Mapping[str, Mapping[SignedStatement, Role]]:
        """For each rule the parts that must hold, or must not, each with what it is to the rule."""
        found: dict[str, dict[SignedStatement, Role]] = {}
        for id_, rule in self.version.rules.items():
            premises: list[tuple[SignedStatement, Role]] = []
            premises += ((self.signed(item), "when") for item in (rule.when.items if isinstance(rule.when, All) else (rule.when,)))
            premises += ((self.signed(Not(exception)), "unless") for exception in rule.unless)
            if rule.in_force:
                start: tuple[Comparison, ParameterRef | None] = ("on_or_after", rule.in_force.start)
                end: tuple[Comparison, ParameterRef | None] = ("on_or_before", rule.in_force.end)
                premises += ((self.signed(Compare(op, rule.in_force.on, (ref,))), "in_force") for op, ref in (start, end) if ref)
            special = (other for other in self.applies if id_ in self.version.rules[other].overrides)
            premises += (((self.applies[other], False), "overridden") for other in special)
            found[id_] = {}
            for signed, role in premises:
                found[id_].setdefault(signed, role)
        return found

    @cached_property
    def meanings(self) -> Mapping[Settled, Statement]:
        """What must hold for each rule to apply, and for each conclusion to have each of its values."""
        found: dict[Settled, Statement] = {self.applies[id_]: Group(True, tuple(premises)) for id_, premises in self.premises.items()}
        for (name, value), settled in self.concluded.items():
            own = Group(False, tuple((self.applies[id_], True) for id_ in self.given[name][value]))
            others = sorted(id_ for other, ids in self.given[name].items() if other != value for id_ in ids)
            known = [self.signed(Known(value))] if any(True for _ in names_of(value)) else []
            found[settled] = Group(True, ((own, True), *((self.applies[id_], False) for id_ in others), *known))
        return found

    @cached_property
    def subjects(self) -> Mapping[str, SignedStatement]:
        """When the question of a conclusion arises at all, where the version says so."""
        return {name: self.signed(condition) for name, condition in self.version.subjects.items()}

    @cached_property
    def outcomes(self) -> Mapping[str, list[tuple[str, Expression | None, Statement]]]:
        """For each conclusion the ways in which it can be settled: status, value, and what must hold."""
        found: dict[str, list[tuple[str, Expression | None, Statement]]] = {}
        for name, groups in self.given.items():
            none = Group(True, tuple((self.applies[id_], False) for id_ in sorted(id_ for ids in groups.values() for id_ in ids)))
            if groups.keys() != {TRUE}:
                found[name] = [*(("value", value, self.concluded[name, value]) for value in groups), ("not_applicable", None, none)]
                continue
            found[name] = [("met", None, self.concluded[name, TRUE]), ("not_met", None, none)]
            if name in self.subjects:
                subject, arises = self.subjects[name]
                both = (("not_met", arises), ("not_applicable", not arises))
                found[name][1:] = [(status, None, Group(True, ((none, True), (subject, holds)))) for status, holds in both]
        return found

    @cached_property
    def order(self) -> list[LawItem]:
        """Every rule and conclusion, each after what it rests on, else by name."""
        graph = dependencies(self.version)
        levels: dict[LawItem, int] = {}
        for item in TopologicalSorter(graph).static_order():
            levels[item] = 1 + max((levels[below] for below in graph[item]), default=0)
        return sorted(graph, key=lambda item: (levels[item], item))

    @cached_property
    def choice(self) -> frozenset[LawItem]:
        """The rules and conclusions by which the version says what it governs."""
        graph = dependencies(self.version)
        found: set[LawItem] = set()
        waiting = [("conclusion", GOVERNS + topic) for topic in self.vocabulary.topics if GOVERNS + topic in self.given]
        while waiting:
            if (item := waiting.pop()) not in found:
                found.add(item)
                waiting += graph[item]
        return frozenset(found)

    def below(self, names: tuple[str, ...]) -> frozenset[LawItem]:
        """Return the rules and conclusions that the outcomes of the named conclusions rest on."""
        if names not in self.known_below:
            self.known_below[names] = frozenset(p.item for p in self.walk(names, lambda _: True) if isinstance(p, Settled))
        return self.known_below[names]

    def walk(self, names: Iterable[str], enters: Callable[[Statement], bool]) -> set[Statement]:
        """Return the parts of the law that the outcomes of the named conclusions rest on, as far as `enters` lets through."""
        seen: set[Statement] = set()
        waiting = [part for name in names for _, _, part in self.outcomes.get(name, ())]
        while waiting:
            part = waiting.pop()
            if part not in seen and enters(part):
                seen.add(part)
                if isinstance(part, Group):
                    waiting += (inner for inner, _ in part.parts)
                elif isinstance(part, Settled):
                    waiting.append(self.meanings[part])
        return seen

    @cached_property
    def derived(self) -> Mapping[str, Expression]:
        """How each derived value is computed, each after those that it is computed from."""
        expressions = {name: item.expression for name, item in self.version.derived.items()}
        graph = {name: [below for below in names_of(expression) if below in expressions] for name, expression in expressions.items()}
        return {name: expressions[name] for name in TopologicalSorter(graph).static_order()}

    def counted(self, items: frozenset[LawItem]) -> tuple[str, ...]:
        """Return the derived values that count working days, among those that rules and conclusions rest on."""
        if items not in self.known_counted:
            waiting: list[Statement] = [self.meanings[self.applies[name]] for kind, name in items if kind == "rule"]
            waiting += (part for kind, name in items if kind == "conclusion" for _, _, part in self.outcomes.get(name, ()))
            waiting += (self.meanings[part] for part in waiting if isinstance(part, Settled))
            names: set[str] = set()
            while waiting:
                part = waiting.pop()
                if isinstance(part, Group):
                    waiting += (inner for inner, _ in part.parts)
                elif isinstance(part, LawTest):
                    names.update(part.names)
            below = [name for name in names if name in self.derived]
            for name in below:
                below += (other for other in names_of(self.derived[name]) if other in self.derived and other not in below)
            self.known_counted[items] = tuple(name for name in self.derived if name in below and asks_calendar(self.derived[name]))
        return self.known_counted[items]

    @cached_property
    def heads(self) -> Mapping[str, dict[str, Json]]:
        """What every step of a rule shows."""
        notes: dict[str, dict[str, Json]] = {id_: {"note": rule.note} for id_, rule in self.version.rules.items() if rule.note}
        return {
            id_: {"title": plain(rule.title), "source": source_json(rule.source, self.version), **notes.get(id_, {})}
            for id_, rule in self.version.rules.items()
        }
