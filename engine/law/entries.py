"""What the laws have under one name: in the vocabulary, and in each version with what gives it and what uses it."""

from __future__ import annotations

from typing import NamedTuple

from ..model import Act, Conclusion, Derived, Fact, Laws, LawVersion, Parameter, Rule, Scheduled, Topic
from ..walking import names_in, names_of, parts

Declaration = Rule | Derived | Parameter | Scheduled | Conclusion | Act
"""What a version may declare; a conclusion of its own is a helper."""


class VersionEntry(NamedTuple):
    """What one version has under a name, and the ids of the rules that conclude it and of the rules and derived values that use it."""

    version: LawVersion
    declared: tuple[Declaration, ...]
    concluding: tuple[str, ...]
    using: tuple[str, ...]


class NameEntry(NamedTuple):
    """What there is under a name, in the vocabulary and in every version; there may be nothing."""

    name: str
    fact: Fact | None
    conclusion: Conclusion | None
    topic: Topic | None
    versions: tuple[VersionEntry, ...]


def entry_of(laws: Laws, name: str) -> NameEntry:
    """Return what the vocabulary and each version, oldest first, have under a name."""
    vocabulary = laws.vocabulary
    versions = tuple(_in_version(version, name) for version in laws.versions)
    return NameEntry(name, vocabulary.facts.get(name), vocabulary.conclusions.get(name), vocabulary.topics.get(name), versions)


def _in_version(version: LawVersion, name: str) -> VersionEntry:
    tables = (version.rules, version.derived, version.parameters, version.schedules, version.helpers, version.acts)
    declared: list[Declaration] = [table[name] for table in tables if name in table]
    concluding = [rule.id for rule in version.rules.values() if any(concluded == name for concluded, _ in rule.then)]
    using = [rule.id for rule in version.rules.values() if name in _used(rule)]
    using += [derived.name for derived in version.derived.values() if name in names_of(derived.expression)]
    return VersionEntry(version, tuple(declared), tuple(concluding), tuple(using))


def _used(rule: Rule) -> set[str]:
    used = {name for part in parts(rule) for name in names_in(part.condition)}
    return used | {name for _, value in rule.then for name in names_of(value)}
