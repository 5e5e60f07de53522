"""Mutants of a law: small changes of the rule files' model, each of which a good suite must notice.

A threshold one higher or lower, a date a day earlier or later, a comparison strict or inclusive, `all` for `any`, a condition,
word, exception or override dropped, an atomic condition negated, a conclusion swapped or left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal, NamedTuple

from ..canonical import plain
from ..frozen import dataclass
from ..inference.arithmetic import any_flaw
from ..language.located import Tree
from ..model import (
    All,
    Any,
    Call,
    Compare,
    Conclusion,
    Condition,
    Constant,
    Exact,
    Expression,
    Holds,
    LawVersion,
    Not,
    Parameter,
    ParameterRef,
    Place,
    Rule,
    Schedule,
    Scheduled,
    Text,
    ValueType,
    Vocabulary,
)
from ..terms.comparisons import AMONG, COMPARISONS, beside, relation_of
from ..terms.units import PERIODS
from ..walking import ends_of, key_of, leaves_of, parts, replaced, walk
from .places import Texts, child, entry, inside, items_of, listed, operator, written

MutantKind = Literal["threshold", "comparison", "connective", "condition", "negation", "exception", "override", "in_force", "conclusion"]

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of one version: of the rule, parameter or subject `name`, at a place, told in words.

    `changed` is the version with the change.
    """

    version: str
    kind: MutantKind
    name: str
    place: Place
    change: Text
    changed: LawVersion


class _Change(NamedTuple):
    """A change of a condition: what kind, where, what, and the condition then."""

    kind: MutantKind
    place: Place
    text: Text
    condition: Condition


def mutants(version: LawVersion, vocabulary: Vocabulary, sources: Mapping[str, str]) -> tuple[Mutant, ...]:
    """Return every mutant of a version, in the order of their places; `sources` maps the names of the rule files to their texts."""
    texts = Texts(sources)
    found = [
        *(mutant for rule in version.rules.values() for mutant in _of_rule(rule, version, vocabulary, texts)),
        *(mutant for parameter in version.parameters.values() for mutant in _of_parameter(parameter, version, vocabulary, texts)),
        *(mutant for scheduled in version.schedules.values() for mutant in _of_schedule(scheduled, version, vocabulary, texts)),
        *(mutant for name in version.subjects for mutant in _of_subject(name, version, vocabulary, texts)),
    ]
    return tuple(sorted(found, key=lambda mutant: (mutant.place, mutant.change)))


# ---------------------------------------------------------------- rules


def _of_rule(rule: Rule, version: LawVersion, vocabulary: Vocabulary, texts: Texts) -> Iterator[Mutant]:
    tree = texts.rule(rule)

    def mutant(kind: MutantKind, place: Place, change: Text, changed: Rule) -> Mutant:
        return Mutant(version.name, kind, rule.id, place, change, replace(version, rules={**version.rules, rule.id: changed}))

    when = child(tree, "when")
    for change in _changes(rule.when, when, vocabulary):
        yield mutant(change.kind, change.place, change.text, replace(rule, when=change.condition))
    if not (isinstance(rule.when, All) and len(rule.when.items) > 1):
        yield mutant("condition", when.place, _dropped("vilkåret", "condition", when), replace(rule, when=All(())))
    exceptions = items_of(child(tree, "unless")) if rule.unless else ()
    for number, (exception, at) in enumerate(zip(rule.unless, exceptions, strict=True)):
        before, after = rule.unless[:number], rule.unless[number + 1 :]
        yield mutant("exception", at.place, _dropped("unntaket", "exception", at), replace(rule, unless=(*before, *after)))
        for change in _changes(exception, at, vocabulary):
            yield mutant(change.kind, change.place, change.text, replace(rule, unless=(*before, change.condition, *after)))
    generals = items_of(child(tree, "overrides")) if rule.overrides else ()
    for general, at in zip(rule.overrides, generals, strict=True):
        left = tuple(other for other in rule.overrides if other != general)
        yield mutant("override", at.place, _dropped("forrangen over", "override of", at), replace(rule, overrides=left))
    if rule.in_force is not None:
        endless = {"from": replace(rule.in_force, start=None), "to": replace(rule.in_force, end=None)}
        for key, _ in ends_of(rule):
            at, text = child(child(tree, "in_force"), key), Text(f"virketid uten `{key}`", f"in force without `{key}`")
            yield mutant("in_force", at.place, text, replace(rule, in_force=endless[key]))
    yield from (mutant("conclusion", *change) for change in _conclusions(rule, child(tree, "then"), version, vocabulary))


def _conclusions(rule: Rule, tree: Tree, version: LawVersion, vocabulary: Vocabulary) -> Iterator[tuple[Place, Text, Rule]]:
    """Yield the rule with one conclusion swapped for another value, or left out where the rule has others."""
    for number, (name, value) in enumerate(rule.then):
        before, after = rule.then[:number], rule.then[number + 1 :]
        declared = vocabulary.conclusions.get(name) or version.helpers.get(name)
        other = _next_word(declared, value) if declared is not None else None
        if other is not None and isinstance(value, Constant):
            place = child(tree, name).place
            text = Text(f"`{name}`: `{value.value}` byttet til `{other}`", f"`{name}`: `{value.value}` changed to `{other}`")
            yield place, text, replace(rule, then=(*before, (name, Constant(other)), *after))
        elif len(rule.then) > 1:
            text = Text(f"konklusjonen `{name}` strøket", f"conclusion `{name}` dropped")
            yield entry(tree, name)[0].place, text, replace(rule, then=(*before, *after))


def _next_word(declared: Conclusion, value: Expression) -> str | None:
    words = list(declared.values or ())
    if not isinstance(value, Constant) or value.value not in words or len(words) < 2:
        return None
    return words[(words.index(str(value.value)) + 1) % len(words)]


# ---------------------------------------------------------------- conditions


def _changes(condition: Condition, tree: Tree, vocabulary: Vocabulary) -> Iterator[_Change]:
    """Yield each change of a condition, outer ones first."""
    for way, part in walk(condition):
        for change in _own_changes(part, inside(condition, tree, way), vocabulary):
            yield change._replace(condition=replaced(condition, way, change.condition))


def _own_changes(condition: Condition, tree: Tree, vocabulary: Vocabulary) -> Iterator[_Change]:
    """Yield each change of a condition that leaves those inside it as they are."""
    match condition:
        case All(items) | Any(items) if len(items) > 1:
            kind, other = (All, Any) if isinstance(condition, All) else (Any, All)
            key, trees = listed(condition, tree)
            yield _Change("connective", key.place, _swapped(key.text, key_of(other(items))), other(items))
            nouns = ("vilkåret", "condition") if kind is All else ("alternativet", "alternative")
            for number, at in enumerate(trees):
                yield _Change("condition", at.place, _dropped(*nouns, at), kind((*items[:number], *items[number + 1 :])))
        case Holds():
            yield _negated(condition, tree)
        case Compare():
            yield _negated(condition, tree)
            yield from _comparisons(condition, tree, vocabulary)


def _negated(condition: Condition, tree: Tree) -> _Change:
    word = written(tree)
    return _Change("negation", tree.place, Text(f"`{word}` snudd med `not`", f"`{word}` negated"), Not(condition))


def _comparisons(condition: Compare, tree: Tree, vocabulary: Vocabulary) -> Iterator[_Change]:
    key, right = operator(condition, tree)
    for number, ops in beside(condition.op, _type_of(condition, vocabulary)):
        around = tuple(Compare(op, condition.left, (side,)) for op, side in zip(ops, condition.right, strict=True))
        if len(around) == 1:
            yield _Change("comparison", key.place, _swapped(condition.op, ops[0]), around[0])
        else:
            end = Text("nedre", "lower") if relation_of(ops[number]) in (">", ">=") else Text("øvre", "upper")
            without = Text(f"uten selve den {end.nb} grensen", f"without its {end.en} end itself")
            yield _Change("comparison", key.place, Text(f"`{condition.op}` {without.nb}", f"`{condition.op}` {without.en}"), All(around))
    if condition.op in AMONG and len(condition.right) > 1:
        for number, at in enumerate(items_of(right)):
            left = (*condition.right[:number], *condition.right[number + 1 :])
            yield _Change("condition", at.place, _dropped("ordet", "word", at), replace(condition, right=left))


def _type_of(condition: Compare, vocabulary: Vocabulary) -> ValueType:
    """Return the type that a comparison orders; where its left side is computed, that follows from the comparison, if only one does."""
    fact = vocabulary.facts.get(condition.left.name)
    return fact.type if fact is not None else COMPARISONS[condition.op].types[0]


def _swapped(one: str, other: str) -> Text:
    return Text(f"`{one}` byttet til `{other}`", f"`{one}` changed to `{other}`")


def _dropped(nb: str, en: str, tree: Tree) -> Text:
    word = written(tree)
    return Text(f"{nb} `{word}` strøket", f"{en} `{word}` dropped")


# ---------------------------------------------------------------- parameters and subjects


def _of_parameter(parameter: Parameter, version: LawVersion, vocabulary: Vocabulary, texts: Texts) -> Iterator[Mutant]:
    place = child(texts.parameter(parameter), "value").place
    for value in _beside(parameter, version, vocabulary):
        old, new = plain(parameter.value), plain(value)
        changed = replace(version, parameters={**version.parameters, parameter.name: replace(parameter, value=value)})
        if any_flaw(changed, vocabulary):
            continue  # no law: it would divide by zero, or compute what cannot be written down
        text = Text(f"{old} byttet til {new}", f"{old} changed to {new}")
        yield Mutant(version.name, "threshold", parameter.name, place, text, changed)


def _of_schedule(scheduled: Scheduled, version: LawVersion, vocabulary: Vocabulary, texts: Texts) -> Iterator[Mutant]:
    """Yield a parameter with values by date with one value, one first day or the end changed by one."""
    schedule, tree = scheduled.schedule, texts.parameter(scheduled)
    changes: list[tuple[Place, Exact, Exact, Schedule]] = []
    for number, (start, value) in enumerate(schedule.values):
        before, after = schedule.values[:number], schedule.values[number + 1 :]
        item = items_of(child(tree, "values"))[number]
        for other in (value - 1, value + 1):
            changes.append((child(item, "value").place, value, other, replace(schedule, values=(*before, (start, other), *after))))
        for day in (start - _DAY, start + _DAY):
            if all(day != taken for taken, _ in schedule.values) and (schedule.until is None or day <= schedule.until):
                changes.append((child(item, "from").place, start, day, replace(schedule, values=(*before, (day, value), *after))))
    if schedule.until is not None:
        for day in (schedule.until - _DAY, schedule.until + _DAY):
            if day >= schedule.values[-1][0]:
                changes.append((child(tree, "until").place, schedule.until, day, replace(schedule, until=day)))
    for place, old, new, changed in changes:
        other_law = _with_schedule(version, replace(scheduled, schedule=changed))
        if not any_flaw(other_law, vocabulary):
            text = Text(f"{plain(old)} byttet til {plain(new)}", f"{plain(old)} changed to {plain(new)}")
            yield Mutant(version.name, "threshold", scheduled.name, place, text, other_law)


def _with_schedule(version: LawVersion, scheduled: Scheduled) -> LawVersion:
    """Return the version with another schedule of a parameter, wherever a value is looked up in it."""

    def read(expression: Expression) -> Expression:
        if not isinstance(expression, Call):
            return expression
        here = expression.schedule is not None and expression.schedule.name == scheduled.name
        operands = tuple(read(operand) for operand in expression.operands)
        return replace(expression, operands=operands, schedule=scheduled.schedule if here else expression.schedule)

    derived = {name: replace(one, expression=read(one.expression)) for name, one in version.derived.items()}
    return replace(version, schedules={**version.schedules, scheduled.name: scheduled}, derived=derived)


def _beside(parameter: Parameter, version: LawVersion, vocabulary: Vocabulary) -> Sequence[Exact]:
    """Return the values just below and just above that of a parameter, in its own unit."""
    match parameter.value:
        case date() as day:
            return day - _DAY, day + _DAY
        case bool():
            return ()
        case int() | Decimal() as number:
            return tuple(other for other in (number - 1, number + 1) if other >= 0 or parameter.unit not in PERIODS)
        case word:
            scale = _scale(parameter, version, vocabulary)
            here = scale.index(word) if word in scale else 0
            return (*scale[max(0, here - 1) : here], *scale[here + 1 : here + 2])


def _scale(parameter: Parameter, version: LawVersion, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the words of the ordinal that a level is compared with, lowest first."""
    for rule in version.rules.values():
        for leaf in (leaf for part in parts(rule) for leaf in leaves_of(part.condition)):
            if isinstance(leaf, Compare) and ParameterRef(parameter.name) in leaf.right:
                fact = vocabulary.facts.get(leaf.left.name)
                if fact is not None and fact.values:
                    return tuple(fact.values)
    return ()


def _of_subject(name: str, version: LawVersion, vocabulary: Vocabulary, texts: Texts) -> Iterator[Mutant]:
    subject, tree = version.subjects[name], texts.subject(version, name)
    rest = {other: condition for other, condition in version.subjects.items() if other != name}
    dropped = _dropped("når spørsmålet oppstår:", "when the question arises:", tree)
    yield Mutant(version.name, "condition", name, tree.place, dropped, replace(version, subjects=rest))
    for change in _changes(subject, tree, vocabulary):
        changed = replace(version, subjects={**rest, name: change.condition})
        yield Mutant(version.name, change.kind, name, change.place, change.text, changed)
