"""Comparison of two law versions: which rules are added, repealed or changed in their normative content."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ..canonical import digest, plain
from ..frozen import dataclass
from ..model import Condition, Expression, LawVersion, Rule, Value, Vocabulary
from ..walking import names_in, names_of, parameters_in, parameters_of, parts


@dataclass(frozen=True, slots=True)
class Differences:
    """Rule ids, each list in order of the id."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    repealed: tuple[str, ...]


def compare_versions(older: LawVersion, newer: LawVersion, vocabulary: Vocabulary) -> Differences:
    """Return the rules that differ; titles and notes may differ freely, since they are not law."""
    before, after = older.rules, newer.rules
    return Differences(
        tuple(sorted(after.keys() - before.keys())),
        tuple(
            sorted(
                id_ for id_ in after.keys() & before.keys() if normative_content(after[id_], newer) != normative_content(before[id_], older)
            )
        ),
        tuple(sorted(before.keys() - after.keys())),
    )


def normative_content(rule: Rule, version: LawVersion) -> object:
    """Return, as a value to compare, what a rule says in law.

    That is its conditions, exceptions, conclusions, citation and subjects, and the values behind the names it uses.
    """
    subjects = {name: version.subjects[name] for name, _ in rule.then if name in version.subjects}
    conditions = [*(part.condition for part in parts(rule)), *subjects.values()]
    return (
        rule.source,
        rule.when,
        rule.unless,
        sorted(rule.overrides),
        rule.in_force,
        rule.then,
        subjects,
        *_behind(conditions, [value for _, value in rule.then], version),
    )


def subject_content(name: str, version: LawVersion) -> object:
    """Return, as a value to compare, when the question of a conclusion arises, with the values behind the names; None: always."""
    subject = version.subjects.get(name)
    return None if subject is None else (subject, *_behind([subject], [], version))


def _behind(
    conditions: Iterable[Condition], values: Iterable[Expression], version: LawVersion
) -> tuple[Mapping[str, Expression], Mapping[str, tuple[Value, str]]]:
    """Return the derived values and the parameters that conditions and values rest on, with what they are."""
    names: set[str] = set()
    parameters: set[str] = set()

    def see(expression: Expression) -> None:
        parameters.update(parameters_of(expression))
        for name in names_of(expression):
            see_name(name)

    def see_name(name: str) -> None:
        if name in version.derived and name not in names:
            names.add(name)
            see(version.derived[name].expression)

    for condition in conditions:
        parameters.update(parameters_in(condition))
        for name in names_in(condition):
            see_name(name)
    for value in values:
        see(value)
    return (
        {name: version.derived[name].expression for name in names},
        {name: (version.parameters[name].value, version.parameters[name].unit) for name in parameters},
    )


def parameters_behind_rule(rule: Rule, version: LawVersion) -> set[str]:
    """Return the parameters that a rule rests on, directly, through derived values or by the subjects of what it concludes."""
    content = normative_content(rule, version)
    assert isinstance(content, tuple)
    return set(content[-1])


def version_digest(version: LawVersion, vocabulary: Vocabulary) -> str:
    """Return the SHA-256 of a version: its rules and the vocabulary entries that they use, nothing else.

    A fact added for a later law therefore leaves the digest of an earlier one as it was. How a fact can still change
    (`Fact.change`), whether a case may leave its day open (`Fact.known_to`) and what `check` may find (`allows` of rules and parameters)
    are no law, decide nothing, and are left out.
    """
    used = {name for rule in version.rules.values() for part in parts(rule) for name in names_in(part.condition)}
    used |= {name for rule in version.rules.values() for _, value in rule.then for name in names_of(value)}
    used |= {name for subject in version.subjects.values() for name in names_in(subject)}
    used |= {name for rule in version.rules.values() for name, _ in rule.then}
    used |= {name for derived in version.derived.values() for name in names_of(derived.expression)}
    entries = {**{name: replace(fact, change=None, known_to=None) for name, fact in vocabulary.facts.items()}, **vocabulary.conclusions}
    return digest(
        plain(
            {
                "name": version.name,
                "title": version.title,
                "effective_from": version.effective_from,
                "policies": version.policies,
                "acts": {name: replace(act, forms=None) for name, act in version.acts.items()},
                "amendments": version.amendments,
                "parameters": {name: replace(parameter, allows=None) for name, parameter in version.parameters.items()},
                "derived": version.derived,
                "helpers": version.helpers,
                "subjects": version.subjects,
                "rules": {id_: replace(rule, allows=None) for id_, rule in version.rules.items()},
                **({"schedules": version.schedules} if version.schedules else {}),
                "vocabulary": {name: entries[name] for name in sorted(used) if name in entries},
            }
        )
    )
