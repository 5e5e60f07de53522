"""A rule that gives only what another one gives whenever it applies."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator

from ...language.allowances import Shadowed
from ...model import All, Any, Condition, LawVersion, Not, Rule, Text
from .files import LawFiles, Lint


def find(files: LawFiles) -> Iterator[Lint]:
    """Every rule adds something, as far as the words of their conditions show."""
    for version in files.laws.versions:
        yield from in_version(version)


def in_version(version: LawVersion) -> Iterator[Lint]:
    """No rule of the version gives only what another one gives whenever it applies, as far as the words of their conditions show."""
    special: dict[str, list[Rule]] = {}
    for rule in version.rules.values():
        for general in rule.overrides:
            special.setdefault(general, []).append(rule)
    demands = {rule.id: frozenset(_demands(rule, special.get(rule.id, ()))) for rule in version.rules.values()}
    givers: dict[object, list[Rule]] = {}
    for rule in sorted(version.rules.values(), key=lambda rule: rule.place):
        for given in rule.then:
            givers.setdefault(given, []).append(rule)
    for rule in version.rules.values():
        for other in givers[rule.then[0]]:
            if (
                other is not rule
                and set(rule.then) <= set(other.then)
                and set(rule.overrides) <= set(other.overrides)
                and _implies(demands[rule.id], demands[other.id])
            ):
                equal = _implies(demands[other.id], demands[rule.id])
                if equal and set(other.then) == set(rule.then) and set(other.overrides) == set(rule.overrides) and rule.place < other.place:
                    continue  # of two that say the same the second is told
                the_other = (other.place, Text("den andre regelen", "the other rule"))
                yield Lint(Shadowed(rule=rule.id, other=other.id).at(rule.place, the_other), rule.place)
                break


def _demands(rule: Rule, special: Iterable[Rule]) -> Iterator[Hashable]:
    """Yield what must all be so for a rule to apply: conditions, and the ids of rules that must not apply."""
    yield from _conjuncts(rule.when)
    for exception in rule.unless:
        yield from _conjuncts(Not(exception))
    if rule.in_force:
        yield from ((end, rule.in_force.on, ref) for end, ref in (("from", rule.in_force.start), ("to", rule.in_force.end)) if ref)
    yield from (other.id for other in special)


def _conjuncts(condition: Condition) -> Iterator[Hashable]:
    match condition:
        case All(items):
            for item in items:
                yield from _conjuncts(item)
        case Not(Not(item)):
            yield from _conjuncts(item)
        case Not(Any(items)):
            for item in items:
                yield from _conjuncts(Not(item))
        case Any(items):
            yield Any(tuple(sorted(set(items), key=repr)))
        case _:
            yield condition


def _implies(all_of: frozenset[Hashable], demanded: frozenset[Hashable]) -> bool:
    """Return whether everything demanded is among what is so, or is a choice of which one alternative is."""
    return all(
        one in all_of
        or (
            isinstance(one, Any)
            and any(item in all_of or any(isinstance(s, Any) and set(s.items) <= set(one.items) for s in all_of) for item in one.items)
        )
        for one in demanded
    )
