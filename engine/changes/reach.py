"""What a change of a law version can reach: the rules and numbers that differ from another version, and all that rests on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from ..graph import reached
from ..inference.clauses import dependencies
from ..language.suites import SuiteCase
from ..law.compared import compare_versions
from ..model import GOVERNS, LawVersion, Vocabulary
from ..walking import names_behind, names_in, names_of, parts


@dataclass(frozen=True, slots=True)
class Reach:
    """What differs in a version from another, which is called `since`, and what that can reach.

    `rules` and `parameters` are those that differ or are new; `above` are the rules and conclusions that rest on what differs,
    that which differs included. `whole` says that everything is reached: the calendar's policies differ.
    """

    version: str
    since: str
    rules: frozenset[str]
    parameters: frozenset[str]
    above: frozenset[tuple[str, str]]
    whole: bool

    def expects(self, case: SuiteCase) -> bool:
        """Return whether something that a case expects can be reached."""
        if self.whole or case.rejected is not None:
            return True
        expected = {("conclusion", one.name) for one in case.expect} | {("rule", rule) for rule, _, _ in case.because}
        reviews = {item for item in self.above if item[1].startswith("review.")} if case.reviews is not None else set()
        return bool(expected & self.above) or bool(reviews)

    def names(self, name: str) -> bool:
        """Return whether a rule or parameter differs, or a name made of it: `RULE, exception 1`, `RULE over OTHER`."""
        own = name.partition(",")[0].partition(" over ")[0]
        return self.whole or own in self.rules or own in self.parameters


class Edition(NamedTuple):
    """A version with the vocabulary that it is read by, which may be another one at another time."""

    version: LawVersion
    vocabulary: Vocabulary


def reach_of(older: Edition, newer: Edition, since: str) -> Reach:
    """Return what differs in the newer of two editions, and what rests on it by the dependency graph.

    Of one version at two times, the rules by which it is chosen reach every case; of two versions they differ always.
    """
    one, other = older.version, newer.version
    found = compare_versions(one, other, newer.vocabulary)
    renamed = _declared_otherwise(older.vocabulary, newer.vocabulary)
    rules = {*found.added, *found.changed, *(id_ for id_ in other.rules if renamed & _names_of_rule(other, id_))}
    values = {name: (parameter.value, parameter.unit) for name, parameter in one.parameters.items()}
    parameters = {name for name, new in other.parameters.items() if values.get(name) != (new.value, new.unit)}
    graph = dependencies(other)
    seeds = [("rule", id_) for id_ in rules]
    for id_ in found.repealed:
        seeds += (("conclusion", name) for name, _ in one.rules[id_].then)
        seeds += (("rule", general) for general in one.rules[id_].overrides)
    above = reached((seed for seed in seeds if seed in graph), _inverted(graph).__getitem__)
    chosen = any(kind == "conclusion" and name.startswith(GOVERNS) for kind, name in above)
    whole = one.policies != other.policies or (chosen and one.name == other.name)
    return Reach(other.name, since, frozenset(rules), frozenset(parameters), frozenset(above), whole)


def _inverted(graph: Mapping[tuple[str, str], Iterable[tuple[str, str]]]) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """Return what rests directly on each item of a graph of what each rests on."""
    above: dict[tuple[str, str], list[tuple[str, str]]] = {item: [] for item in graph}
    for item in sorted(graph):
        for below in graph[item]:
            above.setdefault(below, []).append(item)
    return above


def _declared_otherwise(older: Vocabulary, newer: Vocabulary) -> set[str]:
    """Return the facts and conclusions that both vocabularies have and do not declare alike; where they stand does not count."""
    found = set()
    for one, other in ((older.facts, newer.facts), (older.conclusions, newer.conclusions)):
        found |= {name for name, new in other.items() if name in one and replace(one[name], place=new.place) != new}
    return found


def _names_of_rule(version: LawVersion, id_: str) -> set[str]:
    """Return the names that a rule uses, those behind its derived values included, and that it concludes."""
    rule = version.rules[id_]
    used = {name for part in parts(rule) for name in names_in(part.condition)}
    used |= {name for _, value in rule.then for name in names_of(value)}
    return set(names_behind(used, version.derived)) | {name for name, _ in rule.then}
