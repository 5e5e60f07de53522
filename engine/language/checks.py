"""Checks of a built law: circles, overrides, contradictions, names that lead nowhere, and amendments between versions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Literal, cast

from ..concluded import numbers_compared
from ..diagnostics import suggest
from ..graph import circle as a_circle
from ..inference.clauses import dependencies
from ..law.compared import compare_versions, normative_content
from ..model import GOVERNS, All, Any, Compare, Condition, Expression, Laws, LawVersion, Not, ParameterRef, Place, Rule, Text, Vocabulary
from ..walking import leaves_of, names_in, names_of, parameters_in, parameters_of, parts, schedules_of
from .fields import Problems
from .problems.checks import (
    AmendmentNotCarriedOut,
    AmendmentOfAnotherKind,
    AmendmentsOfNothing,
    CircleOfRules,
    GovernsFromAfterSuccessor,
    GovernsFromAnotherDay,
    HelperNeverConcluded,
    MissingAmendment,
    NeverConcluded,
    NeverGoverns,
    NoSuccessor,
    NumbersOfTheLawCompared,
    RulesContradict,
    SameDay,
    SubjectNeverConcluded,
    UnusedDerived,
    UnusedHelper,
    UnusedParameter,
    WrongSuccessor,
)

_List = Literal["adds", "changes", "repeals"]
"""The lists of an amendment."""

Where = Callable[[Place, str], Place]
"""Where a word stands in the rule, amendment or file at a place; called only for what is wrong."""


def check_version(
    version: LawVersion, before: LawVersion | None, vocabulary: Vocabulary, told: Collection[str], where: Where, problems: Problems
) -> None:
    """Record what is wrong in one law version: each check is one function, stated as the invariant that it guards.

    `before` is the version before it; `told` is what texts name in braces, which have been filled in.
    """
    nothing_rests_on_itself(version, before, where, problems)
    what_is_used_is_concluded(version, vocabulary, where, problems)
    numbers_of_the_law_are_not_compared(version, where, problems)
    equal_conditions_give_equal_values(version, problems)
    everything_declared_is_used(version, told, problems)
    every_topic_is_governed(version, vocabulary, problems)


def check_laws(laws: Laws, drafts: Collection[str], where: Where, problems: Problems) -> None:
    """Record what is wrong between law versions; `drafts` are those that may follow a version which does not name them."""
    every_version_has_an_end(laws, drafts, where, problems)
    every_version_begins_as_it_governs(laws, where, problems)
    by_day: dict[object, LawVersion] = {}
    for version in laws.versions:
        other = by_day.setdefault(version.effective_from, version)
        if other is not version:
            problems.append(
                SameDay(other=other.name, version=version.name, day=version.effective_from.isoformat()).at(
                    where(version.place, version.effective_from.isoformat()),
                    (where(other.place, other.effective_from.isoformat()), Text("den andre står her", "the other is here")),
                )
            )
    for older, newer in zip(laws.versions, laws.versions[1:], strict=False):
        amendments_match_differences(older, newer, laws.vocabulary, where, problems)
    if laws.versions and laws.versions[0].amendments:
        problems.append(AmendmentsOfNothing(version=laws.versions[0].name).at(laws.versions[0].amendments[0].place))


def every_version_has_an_end(laws: Laws, drafts: Collection[str], where: Where, problems: Problems) -> None:
    """Each version names the one that follows it, which is there, or says that none is known."""
    by_name = {version.name: version for version in laws.versions}
    for number, version in enumerate(laws.versions, 1):
        later = [other.name for other in laws.versions[number:]]
        settled = next((index for index, name in enumerate(later) if name not in drafts), None)
        # A draft may come between without being named.
        allowed = later if settled is None else later[: settled + 1]
        said = version.successor
        if said in allowed or (said is None and settled is None):
            continue
        place = where(version.place, "successor")
        if said is not None and said not in by_name:
            problems.append(NoSuccessor(version=version.name, successor=said).at(where(version.place, said)))
            continue
        follows = later[settled] if settled is not None else "none"
        none = Text("ingen versjon er kjent som avløser", "no version is known to succeed it")
        names = Text(f"den avløses av `{said}`", f"`{said}` succeeds it")
        stated = none if said is None else names
        real = (
            Text(f"den neste versjonen er `{follows}`", f"the next version is `{follows}`")
            if settled is not None
            else Text("ingen versjon kommer etter den", "no version comes after it")
        )
        written = follows if settled is None else f'"{follows}"'
        problems.append(WrongSuccessor(version=version.name, stated=stated, real=real, written=written).at(place))


def every_version_begins_as_it_governs(laws: Laws, where: Where, problems: Problems) -> None:
    """From the day that orders it, each version but the oldest governs something, and nothing from a day after its successor's."""
    for number, version in enumerate(laws.versions):
        begins = _begins(version)
        # Of two versions of one day it is told that they are.
        alone = all(version.effective_from != other.effective_from for other in laws.versions if other is not version)
        if number and alone and begins and all(day != version.effective_from for _, day in begins):
            days = tuple(sorted({day.isoformat() for _, day in begins}))
            begun = GovernsFromAnotherDay(version=version.name, day=version.effective_from.isoformat(), days=days)
            problems.append(begun.at(where(version.place, version.effective_from.isoformat())))
        successor = laws.versions[number + 1] if number + 1 < len(laws.versions) else None
        for parameter, day in dict.fromkeys(begins):
            if successor is not None and day > successor.effective_from:
                late = GovernsFromAfterSuccessor(
                    parameter=parameter, day=day.isoformat(), successor=successor.name, then=successor.effective_from.isoformat()
                )
                problems.append(late.at(version.parameters[parameter].place))


def _begins(version: LawVersion) -> list[tuple[str, date]]:
    """Return the days from which the rules on what a version governs let it govern, each with its parameter."""
    found = []
    for rule in version.rules.values():
        if any(name.startswith(GOVERNS) for name, _ in rule.then):
            for leaf in _without_negation(rule.when):
                if isinstance(leaf, Compare) and leaf.op in ("on_or_after", "after") and isinstance(leaf.right[0], ParameterRef):
                    day = version.parameters[leaf.right[0].name].value
                    if isinstance(day, date):
                        found.append((leaf.right[0].name, day))
    return found


def _without_negation(condition: Condition) -> Iterator[Condition]:
    """Yield the atomic conditions that let a condition hold where they hold."""
    if isinstance(condition, (All, Any)):
        for item in condition.items:
            yield from _without_negation(item)
    elif not isinstance(condition, Not):
        yield condition


def nothing_rests_on_itself(version: LawVersion, before: LawVersion | None, where: Where, problems: Problems) -> None:
    """The graph of rules and conclusions is acyclic.

    A circle is told from a rule that is not as in the version before, where the circle was not: it is the one that was written last.
    """
    graph = {
        item: sorted(b for b in below if b[0] == "conclusion" or b[1] in version.rules)
        for item, below in sorted(dependencies(version).items())
    }
    if not a_circle(graph):
        return
    written_last = {("rule", id_) for id_ in _written_last(version, before)}
    while circle := a_circle(graph, written_last):
        # Else begin at the same rule whatever the order of the files.
        start = circle.index(min((item for item in circle if item[0] == "rule"), key=lambda item: (item not in written_last, item)))
        circle = circle[start:] + circle[:start]
        steps = list(zip(circle, [*circle[1:], circle[0]], strict=True))
        places = [
            (_step(version, item, below, where), _rests(item[1], below[1], overridden=item[0] == below[0]))
            for item, below in steps
            if item[0] == "rule"
        ]
        shown = " → ".join(f"`{name}`" for _, name in [*circle, circle[0]])
        message = Text(f"regler bygger på hverandre: {shown}", f"rules rest on each other: {shown}")
        if len(places) == 1:
            message = Text(f"en regel bygger på sin egen konklusjon: {shown}", f"a rule rests on its own conclusion: {shown}")
        problems.append(CircleOfRules(circle=message).at(places[0][0], *(places[1:])))
        # The next circle is one that shares no rule with this one: each is shown once.
        graph = {item: [b for b in below if b not in circle] for item, below in graph.items() if item not in circle}


def _written_last(version: LawVersion, before: LawVersion | None) -> list[str]:
    """Return the rules that are not as in the version before."""
    if before is None:
        return []
    return [
        id_
        for id_, rule in version.rules.items()
        if id_ not in before.rules or normative_content(rule, version) != normative_content(before.rules[id_], before)
    ]


def _rests(item: str, below: str, *, overridden: bool) -> Text:
    if overridden:
        return Text(f"`{item}` viker her for `{below}`, som bygger på den", f"`{item}` is overridden by `{below}`, which rests on it here")
    return Text(f"`{item}` bygger på `{below}` her", f"`{item}` rests on `{below}` here")


def _step(version: LawVersion, item: tuple[str, str], below: tuple[str, str], where: Where) -> Place:
    """Return where a rule of a circle names the next thing in it: a conclusion, or the special rule that overrides it."""
    if below[0] == "rule":
        return where(version.rules[below[1]].place, item[1])
    return where(version.rules[item[1]].place, below[1])


def what_is_used_is_concluded(version: LawVersion, vocabulary: Vocabulary, where: Where, problems: Problems) -> None:
    """No condition rests on a conclusion that no rule of the version gives."""
    concluded = {name for rule in version.rules.values() for name, _ in rule.then}
    for rule in version.rules.values():
        for part in parts(rule):
            for name in dict.fromkeys(names_in(part.condition)):
                is_conclusion = name in version.helpers or name in vocabulary.conclusions or name.startswith(GOVERNS)
                if is_conclusion and name not in concluded:
                    problems.append(
                        NeverConcluded(near=suggest(name, concluded), rule=rule.id, name=name, version=version.name).at(
                            where(rule.place, name)
                        )
                    )
    for subject, condition in version.subjects.items():
        for name in dict.fromkeys((subject, *names_in(condition))):
            is_conclusion = name in version.helpers or name in vocabulary.conclusions or name.startswith(GOVERNS)
            if is_conclusion and name not in concluded:
                told = SubjectNeverConcluded(near=suggest(name, concluded), subject=subject, name=name, version=version.name)
                problems.append(told.at(_place_of_subject(version, subject)))


def _place_of_subject(version: LawVersion, subject: str) -> Place:
    """Return the place of the first rule that concludes what a condition under `subjects` is about, or else that of the version."""
    return next((rule.place for rule in version.rules.values() if any(name == subject for name, _ in rule.then)), version.place)


def numbers_of_the_law_are_not_compared(version: LawVersion, where: Where, problems: Problems) -> None:
    """No condition compares a number that a rule gives a conclusion with another number of the law: the case says nothing to that."""
    given: dict[str, list[tuple[Expression, Rule]]] = {}
    for rule in version.rules.values():
        for name, value in rule.then:
            given.setdefault(name, []).append((value, rule))
    asking = [
        (part.condition, Text(f"regelen `{rule.id}`", f"the rule `{rule.id}`"), rule.place)
        for rule in version.rules.values()
        for part in parts(rule)
    ]
    for subject, condition in version.subjects.items():
        what = Text(f"`subjects`-vilkåret for `{subject}`", f"the subject of `{subject}`")
        asking.append((condition, what, _place_of_subject(version, subject)))
    for condition, what, place in asking:
        for test in (leaf for leaf in leaves_of(condition) if isinstance(leaf, Compare)):
            for giving, right in numbers_compared(test, given.get):
                assert isinstance(right, ParameterRef)  # no operation stands in a condition, and no number is compared with a word
                told = NumbersOfTheLawCompared(asking=what, name=test.left.name, giving=giving.id, parameter=right.name)
                problems.append(told.at(where(place, test.left.name)))
                break


def equal_conditions_give_equal_values(version: LawVersion, problems: Problems) -> None:
    """No two rules with the same condition give one conclusion different values."""
    seen: dict[object, tuple[Rule, Expression]] = {}
    for rule in version.rules.values():
        for name, value in rule.then:
            key = (name, rule.when, frozenset(rule.unless), rule.in_force)
            first, other = seen.setdefault(key, (rule, value))
            exempt = first.id in rule.overrides or rule.id in first.overrides
            if other != value and not exempt:
                problems.append(
                    RulesContradict(first=first.id, second=rule.id, conclusion=name).at(
                        rule.place, (first.place, Text(f"`{first.id}` står her", f"`{first.id}` is here"))
                    )
                )


def _declared(version: LawVersion) -> Iterator[tuple[str, Place]]:
    """Yield the name and place of every parameter, those with values by date after the others."""
    yield from ((parameter.name, parameter.place) for parameter in version.parameters.values())
    yield from ((scheduled.name, scheduled.place) for scheduled in version.schedules.values())


def everything_declared_is_used(version: LawVersion, told: Collection[str], problems: Problems) -> None:
    """Every parameter, derived value and helper conclusion is used, and every helper concluded or at least missed by a rule.

    What a text names (`told`) is used: without it the text could not be told.
    """
    concluded = {name for rule in version.rules.values() for name, _ in rule.then}
    used: set[str] = set()
    parameters: set[str] = set()
    for condition in version.subjects.values():
        used.update(names_in(condition))
        parameters.update(parameters_in(condition))
    for rule in version.rules.values():
        for part in parts(rule):
            used.update(names_in(part.condition))
            parameters.update(parameters_in(part.condition))
        for _, value in rule.then:
            used.update(names_of(value))
            parameters.update(parameters_of(value))
    for derived in version.derived.values():
        used.update(names_of(derived.expression))
        parameters.update(parameters_of(derived.expression))
        parameters.update(schedule.name for schedule in schedules_of(derived.expression))

    for name, place in _declared(version):
        if name not in parameters and name not in told:
            problems.append(UnusedParameter(name=name).at(place))
    for derived in version.derived.values():
        if derived.name not in used and derived.name not in told:
            problems.append(UnusedDerived(name=derived.name).at(derived.place))
    for helper in version.helpers.values():
        if helper.name not in concluded and helper.name not in used:
            problems.append(HelperNeverConcluded(helper=helper.name).at(helper.place))
        elif helper.name not in used:
            problems.append(UnusedHelper(name=helper.name).at(helper.place))


def every_topic_is_governed(version: LawVersion, vocabulary: Vocabulary, problems: Problems) -> None:
    """Each topic that the version has rules for has a rule that says when the version governs it."""
    concluded = {name for rule in version.rules.values() for name, _ in rule.then}
    for topic in vocabulary.topics:
        ruled = any(vocabulary.conclusions[name].topic == topic for name in concluded if name in vocabulary.conclusions)
        if ruled and GOVERNS + topic not in concluded:
            problems.append(NeverGoverns(version=version.name, topic=topic, prefix=GOVERNS).at(version.place))


def amendments_match_differences(older: LawVersion, newer: LawVersion, vocabulary: Vocabulary, where: Where, problems: Problems) -> None:
    """A rule differs from its namesake in the preceding version exactly when an amendment says so."""
    real = compare_versions(older, newer, vocabulary)
    claimed: dict[_List, dict[str, Place]] = {"adds": {}, "changes": {}, "repeals": {}}
    for amendment in newer.amendments:
        claimed["adds"].update(dict.fromkeys(amendment.adds, amendment.place))
        claimed["changes"].update(dict.fromkeys(amendment.changes, amendment.place))
        claimed["repeals"].update(dict.fromkeys(amendment.repeals, amendment.place))
    found: Mapping[_List, Iterable[str]] = {"adds": real.added, "changes": real.changed, "repeals": real.repealed}
    said = {
        "adds": Text(f"er ny i versjon `{newer.name}`", f"is new in version `{newer.name}`"),
        "repeals": Text(f"er borte i versjon `{newer.name}`", f"is gone in version `{newer.name}`"),
        "changes": Text(
            f"i versjon `{newer.name}` avviker fra den i versjon `{older.name}`",
            f"of version `{newer.name}` differs from that of version `{older.name}`",
        ),
    }
    for kind, ids in found.items():
        for id_ in ids:
            if id_ not in claimed[kind]:
                place = newer.rules[id_].place if id_ in newer.rules else where(newer.place, "amended_by")
                before = Text(f"i versjon `{older.name}` står den her", f"in version `{older.name}` it is here")
                related = ((older.rules[id_].place, before),) if id_ in older.rules else ()
                parts = Text("", "")
                if kind == "changes":
                    differing = _differing(older, newer, id_)
                    parts = Text(f" når det gjelder {differing.nb}", f" in {differing.en}")
                missing = MissingAmendment(rule=id_, change=said[kind], parts=parts, kind=kind)
                if len(newer.amendments) == 1:
                    only = newer.amendments[0].place, Text("den eneste lovendringen står her", "the only amendment is here")
                    problems.append(replace(missing.at(place, *related, only), near=id_, mending=kind))
                else:
                    problems.append(missing.at(place, *related))
        for id_, amendment_place in claimed[kind].items():
            if id_ not in ids:
                place = where(amendment_place, id_)  # searched only now: looking every id up takes a second
                others = [other for other, known in found.items() if id_ in known]
                does, truth = _DOES[kind], _real(older, newer, id_)
                if others:
                    problems.append(AmendmentOfAnotherKind(does=does, rule=id_, real=truth, kind=others[0]).at(place))
                else:
                    problems.append(AmendmentNotCarriedOut(near=suggest(id_, ids), does=does, rule=id_, real=truth).at(place))


_DOES = {"adds": Text("legger til", "adds"), "changes": Text("endrer", "changes"), "repeals": Text("opphever", "repeals")}


def _differing(older: LawVersion, newer: LawVersion, id_: str) -> Text:
    """Return in words what of a rule differs between two versions."""
    before, after = (cast("tuple[object, ...]", normative_content(version.rules[id_], version)) for version in (older, newer))
    parts = [part for part, one, other in zip(_PARTS, before[:-1], after[:-1], strict=True) if one != other]
    ours, theirs = (cast("Mapping[str, tuple[object, str]]", content[-1]) for content in (before, after))
    for name in sorted(ours.keys() | theirs.keys()):
        if ours.get(name) != theirs.get(name):
            sides = [_amount(side[name], newer) if name in side else Text("ikke brukt", "not used") for side in (ours, theirs)]
            nb, en = (f"`{name}`: {' → '.join(told)}" for told in zip(*((side.nb, side.en) for side in sides), strict=True))
            parts.append(Text(f"parameteren {nb}", f"the parameter {en}"))
    return Text(", ".join(part.nb for part in parts), ", ".join(part.en for part in parts))


def _amount(value: tuple[object, str], version: LawVersion) -> Text:
    """Return the value of a parameter with its unit, where that has words."""
    number, unit = value
    row = version.units.get(unit)
    words = (row.one if number == 1 else row.many) if row is not None else None
    return Text(f"{number} {words.nb}", f"{number} {words.en}") if words is not None else Text(str(number), str(number))


_PARTS = (
    *(Text(f"`{field}`", f"`{field}`") for field in ("source", "when", "unless", "overrides", "in_force", "then", "subjects")),
    Text("en beregnet verdi den bruker", "a derived value it uses"),
)
"""What makes up the normative content of a rule, in its order there, but for the parameters, which are named."""


def _real(older: LawVersion, newer: LawVersion, id_: str) -> Text:
    if id_ in older.rules and id_ in newer.rules:
        if _differing(older, newer, id_).en:
            return Text("den står i begge versjonene", "it is in both versions")
        return Text("den står i begge versjonene og sier det samme", "it is in both versions and says the same")
    if id_ in older.rules or id_ in newer.rules:
        holder = older if id_ in older.rules else newer
        return Text(f"den står bare i versjon `{holder.name}`", f"it is in version `{holder.name}` only")
    return Text("det finnes ingen slik regel i noen av versjonene", "there is no such rule in either version")
