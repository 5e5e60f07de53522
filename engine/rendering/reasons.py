"""The reasons for an outcome in the order a person reads them: conditions met and not met, and exceptions, each with its authority.

Everything comes from the steps of the trail. A rule is told where it reads facts; rules that only gather other rules are looked
through. Where something is refused, every condition that stops it is told, not the shortest proof alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from ..frozen import dataclass
from ..graph import reached
from ..inference.clauses import Known, Program, Test, names_tested
from ..inference.literals import Signed, is_positive, node_of, positive, turned
from ..model import NONE, Compare, Constant, Holds, Name, ParameterRef, Rule, Span, Value
from ..trail.acts import ACT
from ..trail.citation import cite
from ..trail.steps import Premise, Step
from .derivation import View
from .wording import Seen, Terms, answer_told, headline, inside, label, rule_words, test_words, value_words

PointKind = Literal["met", "unmet", "closed", "applied", "passed"]
"""What a point is: a condition met or not met, a way to the same end that is closed, an exception that applies or does not."""


@dataclass(frozen=True, slots=True)
class Point:
    """One item of the reasons: the provision or condition, what the case says of it, and the facts that it rests on.

    `title` is the head without its authority. Each detail is a sentence without its full stop; `below` are whole lines under
    the item, the provisions that were weighed. `measured` says that a day, number or word of the case was compared.
    `authority` is the citation of the rule that the item tells of, `about` the law version and the conclusion that it is all of.
    Where the head holds the answer too it is `answered`. A way that is closed is `near` where the case fits it, so that other
    conditions close it; an exception, where another provision sets it aside.
    """

    kind: PointKind
    head: str
    details: tuple[str, ...]
    facts: frozenset[str]
    below: tuple[str, ...] = ()
    title: str = ""
    measured: bool = False
    authority: str = ""
    near: bool = False
    about: tuple[str, str] | None = None
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Matter:
    """Something that an outcome rests on directly: a conclusion with its result, the rules that gave it, and the points."""

    name: str
    result: str
    rules: tuple[tuple[str, Rule], ...]
    points: tuple[Point, ...]


def questions_of(view: View, name: str) -> tuple[Matter, ...]:
    """Return the questions that a settled conclusion rests on, in order, and of several law versions those of the first."""
    found: list[Matter] = []
    for number in view.trail.because.get(name, ())[:1]:
        for rule in _rules(view, number):
            if rule.result == "applies":
                wanted = [p for p in rule.premises if p.role == "when" and p.statement not in (None, ACT)]
                found += [question_of(view, below) for premise in wanted for below in premise.steps]
    return tuple(dict.fromkeys(found))


def question_of(view: View, number: int) -> Matter:
    """Return the question that the step of a conclusion answers."""
    step = view.trail.steps[number - 1]
    return Matter(step.name, step.result, told_rules(view, number), points_of(view, number))


def points_of(view: View, number: int) -> tuple[Point, ...]:
    """Return why the step of a conclusion came out as it did, each point once."""
    step = view.trail.steps[number - 1]
    points = _carried(view, number, "met", top=True) if step.result in ("met", "value") else _asked(view, number)
    return tuple(dict.fromkeys(points))


def nearest_points(view: View, number: int) -> tuple[Point, ...]:
    """Return the rules that gave the conclusion of a step, or came nearest, with what they rest on directly and no further."""
    rules = _shown_rules(view, number)
    return tuple(_point(view, "met" if rule.result == "applies" else "unmet", rule, rule.premises, brief=False) for rule in rules)


def told_rules(view: View, number: int) -> tuple[tuple[str, Rule], ...]:
    """Return the rules that gave the conclusion of a step, or, where it is not met, those that came nearest, with their version."""
    return tuple((str(rule.version), rule.rule) for rule in _shown_rules(view, number) if rule.rule is not None)


def pending_words(view: View, name: str) -> str | None:
    """Return in words what an open value will be, where one rule is sure to give it: "three weeks after notice of the decision"."""
    found: set[str | None] = set()
    for version, rule in sure_rules(view, name):
        value, terms = dict(rule.then)[name], view.terms[version]
        found.add(inside(terms, label(terms, value.name)) if isinstance(value, Name) else None)
    return found.pop() if len(found) == 1 else None


def sure_rules(view: View, name: str) -> list[tuple[str, Rule]]:
    """Return the rules for a conclusion that apply, with their version, whether or not its value is known."""
    return [
        (run.compiled.version.name, run.program.rules[id_].rule)
        for run, literals in view.trail.held
        if run.topics and name in run.program.conclusions
        for id_ in run.program.conclusions[name].rules
        if positive(run.program.rules[id_].node) in literals
    ]


def coming_rules(view: View, name: str) -> list[tuple[str, Rule]]:
    """Return the rules that are sure to give an open value; where none is, those that are unless another goes before that gives it too."""
    return sure_rules(view, name) or [
        (run.compiled.version.name, run.program.rules[id_].rule)
        for run, literals in view.trail.held
        if run.topics and name in run.program.conclusions
        for id_ in run.program.conclusions[name].rules
        if all(p in literals or _gives(run.program, p, name) for p, role in run.program.rules[id_].premises if role == "overridden")
        and all(p in literals for p, role in run.program.rules[id_].premises if role != "overridden")
    ]


def _gives(program: Program, premise: Signed, name: str) -> bool:
    """Say whether the rule that a premise speaks of gives a conclusion too."""
    kind, rule = program.owners[node_of(premise)]
    return kind == "rule" and name in dict(program.rules[rule].rule.then)


def authorities(view: View, name: str) -> list[tuple[str, Rule]]:
    """Return the rules that gave a conclusion, or, while it is open, those that are sure to have it given."""
    because = view.trail.because.get(name)
    return list(told_rules(view, because[0])) if because else coming_rules(view, name)


def situation_words(view: View, name: str) -> str:
    """Return in a sentence which of several rules gave a conclusion, so that a text of all of them is told of this case; else nothing.

    A title that says no more than the label of the conclusion, which is told beside it, is not told.
    """
    called = inside(view.terms[None], label(view.terms[None], name))
    for number in view.trail.because.get(name, ())[:1]:
        step = view.trail.steps[number - 1]
        given = [rule.rule for rule in _rules(view, number) if rule.result == "applies" and rule.rule is not None]
        if len(_ways(view, step, name)) > 1 and given:
            titles = dict.fromkeys(inside(view.terms[step.version], view.pick(rule.title)) for rule in given)
            titles.pop(called, None)
            return view.say("In this case: {what}.", what="; ".join(titles)) if titles else ""
    return ""


def fact_words(view: View, name: str) -> str:
    """Return a fact of the case as an item of a list, with its source, and said to be assumed where it is."""
    fact = view.decision.case.facts[name]
    terms = view.terms[None]
    told = f"{label(terms, name)}: {value_words(terms, name, fact.value)}"
    if fact.origin == "assumed":
        return f"{told} ({view.say('assumed')})"
    return f"{told} ({view.say('source')}: {fact.source})" if fact.source is not None else told


# ---------------------------------------------------------------- what holds


def _carried(view: View, number: int, kind: PointKind, top: bool = False) -> Iterator[Point]:
    """Yield why a step holds: of a conclusion by the rule that tells it, of a rule by its premises.

    An exception that applies is itself told, with its own exceptions, and its conditions as met; else only rules that read
    facts, and of a condition that may be met in several ways the way in which it is (not at the `top`, which is the question).
    """
    step = view.trail.steps[number - 1]
    if step.kind == "conclusion":
        yield from _carried_by_rule(view, step, kind, top)
        return
    tests = [p for p in step.premises if _is_read(p)]
    below = [point for p in step.premises if p.role == "when" and not _is_read(p) for point in _carried_below(view, p, "met")]
    if kind == "applied" and not tests and len(below) == 1:
        # One exception told in two rules is one item: what it is, and what the case says of it.
        yield replace(below[0], kind=kind, head=_rule_line(view, step), authority=_cited(view, step))
    else:
        if tests or kind == "applied":
            yield _point(view, kind, step, tests, brief=True)
        yield from below
    for premise in step.premises:
        if premise.role in ("unless", "overridden"):
            yield from _passed(view, step, premise, kind == "applied")


def _carried_by_rule(view: View, step: Step, kind: PointKind, top: bool) -> Iterator[Point]:
    rules = [rule for rule in _rules(view, step.number) if rule.result == "applies"]
    if rules:
        told = _told_by(rules)
        if kind == "met" and not top and not _reads(told) and len(_ways(view, step, step.name)) > 1:
            yield _point(view, kind, told, (), brief=True)
        yield from _carried(view, told.number, kind)


def _reads(rule: Step) -> bool:
    """Say whether a rule tells of the case itself: it reads facts or computed values, or asks that something is not so."""
    return any(map(_is_read, rule.premises))


def _is_read(premise: Premise) -> bool:
    """Say whether a premise is told of the rule itself: a test, or that something is not so, which is itself the condition."""
    denied = not premise.holds and premise.statement not in (None, ACT)
    return premise.role in ("when", "in_force") and (premise.test is not None or denied)


def _ways(view: View, step: Step, name: str) -> tuple[str, ...]:
    """Return the rules that may give a conclusion, in the version of a step."""
    program, _ = _program(view, step)
    return tuple(program.conclusions[name].rules)


def _carried_below(view: View, premise: Premise, kind: PointKind) -> Iterator[Point]:
    if premise.statement in (None, ACT):
        return
    for number in premise.steps:
        if premise.holds:
            yield from _carried(view, number, kind)
        else:
            # That something is not so is itself the condition; why it is not so would read as a condition that is met.
            step = view.trail.steps[number - 1]
            told = _answer(view, step.version, step.name, "not_met")
            yield Point(kind, told, (), frozenset(), title=told, answered=True)


def _passed(view: View, step: Step, premise: Premise, always: bool) -> Iterator[Point]:
    """Yield an exception that does not apply, where it mattered: where one test less would have made it apply, or `always`."""
    if premise.statement is None or premise.holds:
        return
    program, literals = _program(view, step)
    if not always and _lacking(program, literals, _node_of(program, premise.statement)) != 1:
        return
    for number in premise.steps:
        exception = view.trail.steps[number - 1]
        found = list(_stopped(view, number, brief=True))
        before = [point for point in found if point.kind == "applied"]
        if exception.kind == "conclusion" and before:
            # The exception is the rule that another provision goes before.
            exception = next(iter(_undominated(view, number)), exception)
        if before and exception.kind == "rule":
            details = tuple(
                d
                for point in before
                for d in (view.say("The reason is: {head}", head=inside(view.terms[None], point.head)), *point.details)
            )
            facts = frozenset[str]().union(*(point.facts for point in before))
            title = view.pick(exception.rule.title) if exception.rule is not None else ""
            yield Point("passed", _rule_line(view, exception), details, facts, title=title, authority=_cited(view, exception), near=True)
        else:
            yield from (replace(point, kind="passed") for point in found if point.kind == "unmet")


# ---------------------------------------------------------------- what does not hold


def _asked(view: View, number: int) -> Iterator[Point]:
    """Yield why the answer to a question is no: first what closes every way to a yes, then each way with what else closes it."""
    rules = _undominated(view, number)
    if len(rules) < 2:
        yield from _stopped(view, number, brief=False)
        return
    # Where everything that a way asks is so and exceptions alone close it, they are the ground; the other ways do not fit.
    rules = [rule for rule in rules if all(premise.role in ("unless", "overridden") for premise in rule.premises)] or rules
    stopped = [{_identity(premise): premise for premise in rule.premises} for rule in rules]
    common = set.intersection(*(set(premises) for premises in stopped))
    for identity in sorted(common, key=list(stopped[0]).index):
        yield from _stopped_by(view, rules[0], stopped[0][identity], brief=False)
    for rule, premises in zip(rules, stopped, strict=True):
        others = [premise for identity, premise in premises.items() if identity not in common]
        if others:
            yield _way(view, rule, others)


def _way(view: View, rule: Step, premises: Sequence[Premise]) -> Point:
    """Return a way that is closed: its rule with the facts that it reads, and below it the conditions and exceptions that close it."""
    read = [p for p in premises if p.test is not None or (p.holds and p.role == "when")]
    point = _point(view, "closed", rule, read, brief=True)
    below = [found for premise in premises if premise not in read for found in _stopped_by(view, rule, premise, brief=True)]
    leads: dict[PointKind, str] = {"unmet": view.say("Requirement that is not met"), "applied": view.say("Exception that applies")}
    lines = [". ".join((f"{leads[found.kind]}: {found.head}", *found.details)) + "." for found in below if found.kind in leads]
    facts = point.facts.union(*(found.facts for found in below))
    return replace(point, facts=facts, below=tuple(dict.fromkeys(lines)), near=not read)


def _identity(premise: Premise) -> tuple[object, ...]:
    return premise.holds, premise.role, premise.statement, premise.test


def _stopped(view: View, number: int, brief: bool) -> Iterator[Point]:
    """Yield every condition that stops a step, and every exception that takes it away; `brief` tells values, not comparisons."""
    step = view.trail.steps[number - 1]
    if number in view.foreign:
        return
    if step.kind == "rule":
        yield from _stopped_rule(view, step, brief)
        return
    rules = _undominated(view, number)
    common = _common_names(view, rules)
    fitting = [rule for rule in rules if not any(common & set(_names(p)) for p in rule.premises)] if common else []
    if len(rules) == 1 or len(fitting) == 1:
        # Of rules that each ask for another value of one fact, the one whose value the case has is the one to tell of.
        yield from _stopped_rule(view, (fitting or rules)[0], brief)
    elif rules:
        yield _weighed(view, step, rules, common)


def _weighed(view: View, step: Step, rules: Sequence[Step], common: frozenset[str]) -> Point:
    """Return a condition that several rules could have met: what they all read said once, then each with what else stopped it."""
    points = [_point(view, "unmet", rule, [p for p in rule.premises if not common & set(_names(p))], brief=True) for rule in rules]
    shared = [(rule, p) for rule in rules for p in rule.premises if common & set(_names(p))]
    details = dict.fromkeys(headline(told) for rule, premise in shared for told in _told(view, rule, premise, brief=True))
    facts = _facts(view, [premise for _, premise in shared]).union(*(point.facts for point in points))
    weighed = tuple(". ".join((point.head, *point.details)) + "." for point in points)
    told = _answer(view, step.version, step.name, "not_met")
    measured = any(map(_is_measured, (p for _, p in shared)))
    about = (str(step.version), step.name)
    return Point("unmet", told, tuple(details), facts, weighed, told, measured, about=about, answered=True)


def _stopped_rule(view: View, step: Step, brief: bool) -> Iterator[Point]:
    tests = [p for p in step.premises if p.test is not None and p.role in ("when", "in_force") and not _is_given(view, p)]
    if tests:
        yield _point(view, "unmet", step, tests, brief)
    for premise in step.premises:
        if premise not in tests:
            yield from _stopped_by(view, step, premise, brief)


def _stopped_by(view: View, step: Step, premise: Premise, brief: bool) -> Iterator[Point]:
    """Yield why one premise stops a rule: a condition that is not met, or an exception that applies."""
    if premise.statement == ACT or _is_given(view, premise):
        return
    if premise.role in ("unless", "overridden"):
        if premise.test is not None:
            yield _inline(view, step, premise)
        else:
            yield from _carried_below(view, premise, "applied")
    elif premise.test is not None or premise.holds:
        yield _point(view, "unmet", step, [premise], brief=brief or premise.test is None)
    else:
        for number in premise.steps:
            yield from _stopped(view, number, brief)


# ---------------------------------------------------------------- rules of a conclusion


def _rules(view: View, number: int) -> list[Step]:
    """Return the steps of the rules that a conclusion's step rests on, without those of another Act."""
    step = view.trail.steps[number - 1]
    below = [n for premise in step.premises if premise.role != "subject" for n in premise.steps]
    steps = [view.trail.steps[n - 1] for n in dict.fromkeys(below) if n not in view.foreign]
    return [found for found in steps if found.kind == "rule"]


def _shown_rules(view: View, number: int) -> list[Step]:
    applied = [rule for rule in _rules(view, number) if rule.result == "applies"]
    return [_told_by(applied)] if applied else _undominated(view, number)


def _told_by(rules: Sequence[Step]) -> Step:
    """Return the rule that tells what several give: never a general one where a special one applies, and of those the shortest.

    A rule is special to another whose conditions are all among its own: the special provision is the authority.
    """
    asked = {rule.number: frozenset((p.holds, p.role, p.statement or p.test) for p in rule.premises) for rule in rules}
    special = [rule for rule in rules if not any(asked[rule.number] < asked[other.number] for other in rules)]
    return min(special, key=lambda rule: (len(rule.premises), rule.number))


def _undominated(view: View, number: int) -> list[Step]:
    """Return the rules that stopped, without those that fail on all that another fails on, and on more: narrower ways to one end."""
    rules = _rules(view, number)
    failing = {rule.number: frozenset((p.holds, p.statement or p.test) for p in rule.premises) for rule in rules}
    return [rule for rule in rules if not any(failing[other.number] < failing[rule.number] for other in rules)]


def _common_names(view: View, rules: Sequence[Step]) -> frozenset[str]:
    """Return the facts and computed values that every one of the rules reads itself."""
    found = []
    for rule in rules:
        program, _ = _program(view, rule)
        tests = [node for literal, _ in program.rules[rule.name].premises for node in _tests_below(program, literal)]
        found.append({name for node in tests for name in _tested(program, node)})
    return frozenset(set.intersection(*found)) if found else frozenset()


def _tested(program: Program, index: int) -> Iterable[str]:
    node = program.nodes[index]
    assert isinstance(node, Test)
    return names_tested(node.condition)


def _lacking(program: Program, literals: frozenset[Signed], literal: Signed) -> int:
    """Return how many tests would have to come out otherwise for a literal to hold, each counted where it is needed."""
    if literal in literals:
        return 0
    node = program.nodes[node_of(literal)]
    if isinstance(node, Test):
        return 1
    holds = is_positive(literal)
    needed = [_lacking(program, literals, turned(i, holds)) for i in node.inputs]
    every = (node.kind == "and") == holds
    return sum(needed) if every else min(needed, default=1)


def _tests_below(program: Program, literal: Signed) -> set[int]:
    """Return the nodes of the tests that a literal rests on, without looking through rules and conclusions."""
    nodes = reached([node_of(literal)], lambda node: () if node in program.owners else program.below(node))
    return {node for node in nodes if isinstance(program.nodes[node], Test)}


def _node_of(program: Program, name: str) -> Signed:
    """Return the literal that a rule applies or that a boolean conclusion is met."""
    if name in program.rules:
        return positive(program.rules[name].node)
    met = program.conclusions[name].met
    assert met is not None  # what a rule excepts is a boolean
    return positive(met)


def _program(view: View, step: Step) -> tuple[Program, frozenset[Signed]]:
    choosing = step.number < view.first
    runs = view.decision.choices if choosing else view.decision.runs
    program = next(run.program for run in runs if run.compiled.version.name == step.version)
    return program, view.literals[str(step.version), choosing]


# ---------------------------------------------------------------- words


def _rule_line(view: View, step: Step) -> str:
    assert step.rule is not None
    return rule_words(view.terms[step.version], step.rule)


def _answer(view: View, version: str | None, name: str, result: str, value: Value | None = None) -> str:
    terms = view.terms[version]
    return f"{label(terms, name)}: {value_words(terms, name, value)}" if result == "value" else answer_told(terms, name, result)


def _point(view: View, kind: PointKind, step: Step, premises: Iterable[Premise], brief: bool) -> Point:
    """Return a rule with what the case says to its premises; a detail that only repeats the title follows it as an answer."""
    assert step.rule is not None
    used = list(premises)
    head, title = _rule_line(view, step), view.pick(step.rule.title)
    details = list(dict.fromkeys(headline(told) for premise in used for told in _told(view, step, premise, brief)))
    answered = bool(details) and details[0].startswith(f"{title}: ")
    if answered:
        head += details.pop(0).removeprefix(title)
    elif details and details[0] in _denials(view, step, used, title):
        head, answered = f"{details.pop(0)}{head.removeprefix(title)}", True
    authority, measured = _cited(view, step), any(map(_is_measured, used))
    # What is said of a conclusion is true of a rule only where no other rule can give it.
    concluded = step.rule.then[0][0]
    about = (str(step.version), concluded) if len(_ways(view, step, concluded)) == 1 else None
    facts = _facts(view, used)
    return Point(kind, head, tuple(details), facts, (), title, measured, authority, about=about, answered=answered)


def _denials(view: View, step: Step, premises: Iterable[Premise], title: str) -> Iterator[str]:
    """Yield the sentences that say that something called as a rule is titled is not so."""
    below = (view.trail.steps[number - 1] for premise in premises if premise.test is None for number in premise.steps)
    terms = view.terms[step.version]
    yield from (headline(answer_told(terms, one.name, one.result)) for one in below if label(terms, one.name) == title)


def _is_measured(premise: Premise) -> bool:
    return isinstance(premise.test, Compare)


def _inline(view: View, step: Step, premise: Premise) -> Point:
    """Return an exception that is written in a rule and has no title of its own: what the case says, and the rule's authority."""
    told = "; ".join(_told(view, step, premise, brief=True))
    authority, title, measured = _cited(view, step), headline(told), _is_measured(premise)
    return Point("applied", f"{title} ({authority})", (), _facts(view, [premise]), title=title, measured=measured, authority=authority)


def _cited(view: View, step: Step) -> str:
    """Return the citation of the rule of a step."""
    assert step.rule is not None
    law = view.terms[step.version].version
    return view.pick(cite(step.rule.source, law.acts if law else {}))


def _told(view: View, step: Step, premise: Premise, brief: bool) -> Iterator[str]:
    """Yield what the case says to a premise; `brief` gives the value alone where the rule's title says what is needed."""
    terms = view.terms[step.version]
    if premise.test is None:
        for number in premise.steps if premise.statement != ACT else ():
            below = view.trail.steps[number - 1]
            if brief and premise.holds and premise.role == "when" and step.result == "does_not_apply":
                # The rule asks that this is not so: what made it so says more than that it is.
                for point in _carried(view, number, "met"):
                    yield from (point.head, *point.details) if point.kind == "met" else ()
            else:
                told = _rule_line(view, below) if below.kind == "rule" else None
                yield told or _answer(view, step.version, below.name, below.result, below.value)
    elif not _is_given(view, premise):
        yield _test_words(view, terms, premise.test, premise, brief)


def _test_words(view: View, terms: Terms, test: Holds | Compare | Known, premise: Premise, brief: bool) -> str:
    seen = _seen(view, premise.values)
    if not isinstance(test, Compare):
        return test_words(terms, test, premise.holds, seen)
    name, value = test.left.name, seen.values.get(test.left.name)
    fixed = all(isinstance(side, (ParameterRef, Constant)) for side in test.right)
    # Words to choose from are those of the law, which the rule's title names.
    words = all(isinstance(side, Constant) and isinstance(side.value, str) and side.value != NONE for side in test.right)
    if (brief or words) and fixed and not isinstance(value, (date, Span)):
        return f"{label(terms, name)}: {value_words(terms, name, value)}{seen.marks.get(name, '')}"
    others = [side.name for side in test.right if isinstance(side, Name)]
    days = tuple(Constant(day) for other in others if isinstance(day := seen.values.get(other), date))
    if len(days) == len(test.right):
        # The other day first and what day it is after it, so that the sentence holds whatever the name is.
        names = "; ".join(f"{inside(terms, label(terms, other))}{seen.marks.get(other, '')}" for other in others)
        if days[0].value == value and len(days) == 1:
            return f"{label(terms, name)}: {value_words(terms, name, value)}{seen.marks.get(name, '')} ({names})"
        return f"{test_words(terms, *_as_days_lie(replace(test, right=days), premise.holds, value, days[0].value), seen)} ({names})"
    limit = terms.version.parameters[test.right[0].name].value if terms.version and isinstance(test.right[0], ParameterRef) else None
    return test_words(terms, *_as_days_lie(test, premise.holds, value, limit), seen)


def _as_days_lie(test: Compare, holds: bool, value: Value | None, other: Value | None) -> tuple[Compare, bool]:
    """Return a test of one day by another as the two lie, which says more than that it came out so: before, or after."""
    if len(test.right) > 1 or not isinstance(value, date) or not isinstance(other, date) or value == other:
        return test, holds
    return replace(test, op="before" if value < other else "after"), True


def _facts(view: View, premises: Iterable[Premise]) -> frozenset[str]:
    """Return the facts of the case that tests were made on, directly or through computed values."""
    tests = [premise for premise in premises if premise.test is not None]

    def below(number: int) -> Iterable[int]:
        return (n for premise in view.trail.steps[number - 1].premises for n in premise.steps)

    numbers = reached((n for test in tests for n in test.steps), below)
    read = [*tests, *(premise for n in numbers for premise in view.trail.steps[n - 1].premises)]
    return frozenset(name for premise in read for name, _ in premise.values if name in view.decision.case.facts)


def _is_given(view: View, premise: Premise) -> bool:
    """Say whether a test reads only what the program itself supplies, which is told elsewhere."""
    facts, names = view.vocabulary.facts, list(_names(premise))
    return bool(names) and all(name in facts and facts[name].given for name in names)


def _names(premise: Premise) -> Iterable[str]:
    """Return the facts and computed values that a premise reads itself."""
    return names_tested(premise.test) if premise.test is not None else ()


def _seen(view: View, values: Iterable[tuple[str, Value]]) -> Seen:
    marks, found = {}, dict(values)
    for name in found:
        fact = view.decision.case.facts.get(name)
        if fact is not None and fact.origin in ("assumed", "silence"):
            silent = view.say("not stated, read as no") if fact.value is False else view.say("not stated")
            marks[name] = f", {view.say('assumed') if fact.origin == 'assumed' else silent}"
    return Seen(found, marks)
