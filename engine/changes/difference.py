"""The difference of two law versions by provision: each rule added, changed or repealed, what in it, and by which amendment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Literal, NamedTuple, cast

from ..frozen import dataclass
from ..law.compared import compare_versions, normative_content
from ..model import All, Amendment, Condition, InForce, Laws, LawVersion, Parameter, Policies, Rule, Source, Text
from ..rendering.reference import condition_text, expression_text
from ..rendering.wording import parameter_words
from ..trail.citation import cite

DifferenceKind = Literal["added", "changed", "repealed"]
ChangedPart = Literal["source", "when", "unless", "overrides", "in_force", "then", "subjects", "derived", "parameter"]


class Changed(NamedTuple):
    """A part of a rule that differs: what the older version says there and the newer does not, and the other way round.

    `name` is that of the parameter, derived value or conclusion, where the part has one. Conditions and values are in the
    words of the rule files.
    """

    part: ChangedPart
    name: str | None
    before: tuple[Text, ...]
    after: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class RuleDifference:
    """A rule that is not the same in both versions; `before` or `after` is None where a version does not have it.

    `amendments` are those of the newer version, or of versions between the two, that name the rule.
    """

    id: str
    kind: DifferenceKind
    before: Rule | None
    after: Rule | None
    amendments: tuple[Amendment, ...]
    changes: tuple[Changed, ...]

    @property
    def source(self) -> Source:
        """The provision that the rule states now, or stated before its repeal."""
        rule = self.after or self.before
        assert rule is not None
        return rule.source


@dataclass(frozen=True, slots=True)
class Provisions:
    """All that differs under one section of an act, by rule id."""

    source: Source
    rules: tuple[RuleDifference, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two law versions, by act and section; `policies` are declared answers about the calendar that differ."""

    older: LawVersion
    newer: LawVersion
    provisions: tuple[Provisions, ...]
    policies: tuple[tuple[str, str, str], ...]

    @property
    def rules(self) -> tuple[RuleDifference, ...]:
        """Every rule that differs."""
        return tuple(rule for group in self.provisions for rule in group.rules)


def difference(laws: Laws, older: str, newer: str) -> Difference:
    """Return what differs between two versions, of which the older comes first."""
    names = [version.name for version in laws.versions]
    before, after = (laws.versions[names.index(name)] for name in (older, newer))
    between = laws.versions[names.index(older) + 1 : names.index(newer) + 1]
    amendments = [amendment for version in between for amendment in version.amendments]
    found = compare_versions(before, after, laws.vocabulary)
    rules = [
        RuleDifference(id_, kind, before.rules.get(id_), after.rules.get(id_), _naming(amendments, id_), _changes(before, after, id_))
        for kind, ids in _kinds(found.added, found.changed, found.repealed)
        for id_ in ids
    ]
    groups: dict[tuple[str, str], list[RuleDifference]] = {}
    for rule in sorted(rules, key=lambda rule: rule.id):
        groups.setdefault((rule.source.act, rule.source.section), []).append(rule)
    acts = list(dict.fromkeys([*after.acts, *before.acts]))
    order = sorted(groups, key=lambda key: (acts.index(key[0]), section_order(key[1])))
    policies = tuple(
        (name, old, new)
        for name in (policy.name for policy in fields(Policies))
        if (old := getattr(before.policies, name)) != (new := getattr(after.policies, name))
    )
    return Difference(before, after, tuple(Provisions(Source(*key), tuple(groups[key])) for key in order), policies)


def section_order(section: str) -> tuple[int, str]:
    """Return by what sections are put in their order in the act: "§ 9" before "§ 14", "§ 14" before "§ 14 a"."""
    number = re.search(r"\d+", section)
    return (int(number[0]), section[number.end() :].strip()) if number else (0, section)


def _kinds(added: Iterable[str], changed: Iterable[str], repealed: Iterable[str]) -> Iterator[tuple[DifferenceKind, Iterable[str]]]:
    yield "added", added
    yield "changed", changed
    yield "repealed", repealed


def _naming(amendments: Iterable[Amendment], id_: str) -> tuple[Amendment, ...]:
    return tuple(amendment for amendment in amendments if id_ in (*amendment.adds, *amendment.changes, *amendment.repeals))


def _changes(older: LawVersion, newer: LawVersion, id_: str) -> tuple[Changed, ...]:
    if id_ not in older.rules or id_ not in newer.rules:
        return ()
    return tuple(_parts(older, newer, older.rules[id_], newer.rules[id_]))


def _parts(older: LawVersion, newer: LawVersion, before: Rule, after: Rule) -> Iterator[Changed]:
    def told(part: ChangedPart, name: str | None, ours: Iterable[str], theirs: Iterable[str]) -> Iterator[Changed]:
        one, other = list(ours), list(theirs)
        if one != other:
            # Where only the order of the same items differs, both lists are shown whole.
            gone, come = [item for item in one if item not in other], [item for item in other if item not in one]
            pair = (gone, come) if gone or come else (one, other)
            yield Changed(part, name, *(tuple(Text(item, item) for item in items) for items in pair))

    if before.source != after.source:
        yield Changed("source", None, (_cited(before.source, older),), (_cited(after.source, newer),))
    if before.when != after.when:
        yield from told("when", None, _conditions(before.when, older), _conditions(after.when, newer))
    if before.unless != after.unless:
        yield from told("unless", None, (condition_text(c, older) for c in before.unless), (condition_text(c, newer) for c in after.unless))
    yield from told("overrides", None, sorted(before.overrides), sorted(after.overrides))
    if before.in_force != after.in_force:
        yield from told("in_force", None, _in_force(before.in_force, older), _in_force(after.in_force, newer))
    if before.then != after.then:
        yield from told("then", None, _then(before, older), _then(after, newer))
    # The parts of the normative content that lie behind the names; see `normative_content`.
    ours, theirs = (cast("tuple[Mapping[str, object], ...]", normative_content(*pair)) for pair in ((before, older), (after, newer)))
    for name in sorted(ours[6].keys() | theirs[6].keys()):
        if ours[6].get(name) != theirs[6].get(name):
            texts = ((condition_text(v.subjects[name], v),) if name in v.subjects else () for v in (older, newer))
            yield from told("subjects", name, *texts)
    for name in sorted(ours[7].keys() | theirs[7].keys()):
        if ours[7].get(name) != theirs[7].get(name):
            sides = zip((ours, theirs), (older, newer), strict=True)
            computed = ((expression_text(v.derived[name].expression, v),) if name in side[7] else () for side, v in sides)
            yield from told("derived", name, *computed)
    # A parameter that only one version uses is shown with its value where it is used.
    for name in sorted(ours[8].keys() & theirs[8].keys()):
        if ours[8][name] != theirs[8][name]:
            yield Changed("parameter", name, *((_value(v.parameters[name], v),) for v in (older, newer)))


def _value(parameter: Parameter, version: LawVersion) -> Text:
    return Text(*(parameter_words(lang, parameter, version.units) for lang in ("nb", "en")))


def _cited(source: Source, version: LawVersion) -> Text:
    cited, provisions = cite(source, version.acts), ", ".join(source.provisions)
    return Text(f"{cited.nb} [{provisions}]", f"{cited.en} [{provisions}]") if provisions else cited


def _conditions(condition: Condition, version: LawVersion) -> list[str]:
    """Return what must hold together, each on a line of its own."""
    return [condition_text(item, version) for item in (condition.items if isinstance(condition, All) else (condition,))]


def _in_force(life: InForce | None, version: LawVersion) -> list[str]:
    if life is None:
        return []
    ends = [f"{word} {expression_text(end, version)}" for word, end in (("from", life.start), ("to", life.end)) if end]
    return [f"on {life.on.name} {' '.join(ends)}"]


def _then(rule: Rule, version: LawVersion) -> list[str]:
    return [f"{name} = {expression_text(value, version)}" for name, value in rule.then]
