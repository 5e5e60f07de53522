"""What a change of a law version can reach: the rules and numbers that differ from another version, and all that rests on them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from ..frozen import dataclass
from ..graph import reached
from ..inference.clauses import dependencies
from ..language.suites import SuiteCase
from ..law.compared import compare_versions, subject_content
from ..model import GOVERNS, Condition, LawVersion, Vocabulary
from ..walking import names_behind, names_in, names_of, parts


@dataclass(frozen=True, slots=True)
class Reach:
    """What differs in a version from another, which is called `since`, and what that can reach.

    `rules` and `parameters` are those that differ or are new, `subjects` the conclusions whose question arises otherwise; `above` are
    the rules and conclusions that rest on what differs, or did, with that which differs and what was repealed. `whole` says that
    everything is reached: the calendar's policies differ, the choice of law, or which cases can be. `is_new` says that the
    version was not there then, so that it may have taken any case from the others.
    """

    version: str
    since: str
    rules: frozenset[str]
    parameters: frozenset[str]
    subjects: frozenset[str]
    above: frozenset[tuple[str, str]]
    whole: bool
    is_new: bool = False

    @property
    def is_nothing(self) -> bool:
        """Whether nothing differs."""
        return not (self.whole or self.is_new or self.above or self.parameters)

    def expects(self, case: SuiteCase) -> bool:
        """Return whether something that a case expects can be reached."""
        if self.whole or case.rejected is not None:
            return True
        expected = {("conclusion", one.name) for one in case.expect} | {("rule", rule) for rule, _, _ in case.because}
        reviews = {item for item in self.above if item[1].startswith("review.")} if case.reviews is not None else set()
        return bool(expected & self.above) or bool(reviews)

    def names(self, name: str) -> bool:
        """Return whether a rule, parameter or subject differs, or a name made of it, as `RULE, exception 1` or `NAME from DAY`."""
        own = name.partition(",")[0].partition(" ")[0]
        return self.whole or own in self.rules or own in self.parameters or own in self.subjects


def is_reached(suite: str, case: SuiteCase, changes: Iterable[Reach]) -> bool:
    """Return whether one of the changes can reach a case of a version's suite: its topics may be governed by any of the versions."""
    return any(change.expects(case) or (change.is_new and change.version != suite) for change in changes)


class Edition(NamedTuple):
    """A version with the vocabulary that it is read by, which may be another one at another time."""

    version: LawVersion
    vocabulary: Vocabulary


def reach_of(older: Edition, newer: Edition, since: str) -> Reach:
    """Return what differs in the newer of two editions, and what rests on it, or did, by the dependency graphs of both.

    Of one version at two times, the rules by which it is chosen reach every case; of two versions they differ always.
    """
    one, other = older.version, newer.version
    found = compare_versions(one, other, newer.vocabulary)
    renamed = _declared_otherwise(older.vocabulary, newer.vocabulary)
    rules = {*found.added, *found.changed, *(id_ for id_ in other.rules if renamed & _names_of_rule(other, id_))}
    parameters = _other_parameters(one, other)
    subjects = {name for name in other.subjects if subject_content(name, one) != subject_content(name, other)}
    subjects |= {name for name, subject in other.subjects.items() if renamed & _names_behind(subject, other)}
    # What rested on a rule by its old wording, or on one that is repealed, has lost it: the older graph tells what that is.
    graph = _joined(dependencies(one), dependencies(other))
    seeds = [("rule", id_) for id_ in (*rules, *found.repealed)]
    seeds += (("conclusion", name) for name in sorted(renamed & newer.vocabulary.conclusions.keys()))
    resting = _inverted(graph)
    above = reached(seeds, lambda item: resting.get(item, ()))
    chosen = any(kind == "conclusion" and name.startswith(GOVERNS) for kind, name in above)
    moved = one.name == other.name and (chosen or one.effective_from != other.effective_from)
    whole = one.policies != other.policies or moved or _cases_differ(older.vocabulary, newer.vocabulary, renamed)
    return Reach(other.name, since, frozenset(rules), frozenset(parameters), frozenset(subjects), frozenset(above), whole)


def _other_parameters(one: LawVersion, other: LawVersion) -> set[str]:
    """Return the parameters of a version that are new or have other values than in the one before."""
    values = {name: (parameter.value, parameter.unit) for name, parameter in one.parameters.items()}
    stated = {name: scheduled.schedule for name, scheduled in one.schedules.items()}
    found = {name for name, new in other.parameters.items() if values.get(name) != (new.value, new.unit)}
    return found | {name for name, new in other.schedules.items() if stated.get(name) != new.schedule}


def _joined(*graphs: Mapping[tuple[str, str], Iterable[tuple[str, str]]]) -> dict[tuple[str, str], set[tuple[str, str]]]:
    """Return the graph of what each item rests on in one of the graphs."""
    joined: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for graph in graphs:
        for item, below in graph.items():
            joined.setdefault(item, set()).update(below)
    return joined


def _inverted(graph: Mapping[tuple[str, str], Iterable[tuple[str, str]]]) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """Return what rests directly on each item of a graph of what each rests on."""
    above: dict[tuple[str, str], list[tuple[str, str]]] = {item: [] for item in graph}
    for item in sorted(graph):
        for below in graph[item]:
            above.setdefault(below, []).append(item)
    return above


def _declared_otherwise(older: Vocabulary, newer: Vocabulary) -> set[str]:
    """Return the facts and conclusions that both vocabularies have and do not declare alike; where they stand does not count."""
    found: set[str] = set()
    for one, other in ((older.facts, newer.facts), (older.conclusions, newer.conclusions)):
        found |= {name for name, new in other.items() if name in one and replace(one[name], place=new.place) != new}
    return found


def _cases_differ(older: Vocabulary, newer: Vocabulary, renamed: Collection[str]) -> bool:
    """Return whether other cases can be decided, or of other topics: constraints or the facts in them differ, or the topics."""
    before, after = ({each.id: each.never for each in vocabulary.constraints} for vocabulary in (older, newer))
    tested = {name for never in after.values() for name in names_in(never)}
    topics, others = ({name: topic.law for name, topic in vocabulary.topics.items()} for vocabulary in (older, newer))
    return before != after or topics != others or not tested.isdisjoint(renamed)


def _names_of_rule(version: LawVersion, id_: str) -> set[str]:
    """Return the names that a rule uses, those behind its derived values and in its subjects included, and that it concludes."""
    rule = version.rules[id_]
    conditions = [part.condition for part in parts(rule)]
    conditions += (version.subjects[name] for name, _ in rule.then if name in version.subjects)
    used = {name for condition in conditions for name in _names_behind(condition, version)}
    used |= set(names_behind((name for _, value in rule.then for name in names_of(value)), version.derived))
    return used | {name for name, _ in rule.then}


def _names_behind(condition: Condition, version: LawVersion) -> set[str]:
    """Return the names that a condition uses, those behind its derived values included."""
    return set(names_behind(names_in(condition), version.derived))
