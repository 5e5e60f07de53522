"""A fact that no version or constraint uses, and an act of a version that none of its rules or parameters cites."""

from __future__ import annotations

from collections.abc import Iterator

from ...diagnostics import Problem
from ...language.law_files import LAW_FILE
from ...language.located import entries_of, field_of
from ...model import Laws, Text
from ...walking import names_in, names_of, parts
from .files import LawFiles, Lint


class UnusedFact(Problem):
    """A fact that no law version uses."""

    code = "unused"
    level = "warning"
    message = Text("ingen lovversjon bruker opplysningen `{fact}`", "no law version uses the fact `{fact}`")
    why = Text("en person blir spurt om noe som ikke kan bety noe for saken", "a person is asked for what cannot matter to the case")
    fix = Text("bruk den i en regel, eller stryk den", "use it in a rule, or delete it")
    fact: str


class UncitedAct(Problem):
    """An act that no rule cites."""

    code = "unused"
    level = "warning"
    message = Text("ingen regel har hjemmel i `{act}`", "no rule cites `{act}`")
    why = Text(
        "det som ser ut som lov, men ikke har noen virkning, villeder neste leser",
        "what looks like law but has no effect misleads readers",
    )
    fix = Text(f"vis til den i en regel, eller stryk den i {LAW_FILE}", f"cite it in a rule, or delete it from {LAW_FILE}")
    act: str


def find(files: LawFiles) -> Iterator[Lint]:
    """Some version or constraint uses each fact; each act of a version is the source of one of its rules or parameters."""
    used = _used(files.laws)
    for fact in files.laws.vocabulary.facts.values():
        if fact.name not in used and not fact.given:
            yield Lint(UnusedFact(fact=fact.name).at(fact.place))
    for version in files.laws.versions:
        cited = {rule.source.act for rule in version.rules.values()} | {p.source.act for p in version.parameters.values()}
        cited |= {source.act for scheduled in version.schedules.values() for source in scheduled.sources}
        for key, _ in entries_of(field_of(files.trees.get(version.place.file), "acts")):
            if key.text not in cited:
                yield Lint(UncitedAct(act=key.text).at(key.place))


def _used(laws: Laws) -> set[str]:
    unlikely = laws.vocabulary.unlikely
    used = {name for constraint in (*laws.vocabulary.constraints, *unlikely.constraints) for name in names_in(constraint.never)}
    used.update(name for derived in unlikely.derived.values() for name in names_of(derived.expression))
    for version in laws.versions:
        for derived in version.derived.values():
            used.update(names_of(derived.expression))
        for condition in version.subjects.values():
            used.update(names_in(condition))
        for rule in version.rules.values():
            for part in parts(rule):
                used.update(names_in(part.condition))
            for _, value in rule.then:
                used.update(names_of(value))
    return used
