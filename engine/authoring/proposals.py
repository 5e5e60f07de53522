"""A case that tells a mutant from the law, as an entry of a regression suite that its author has still to confirm."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from ..diagnostics import Rejected
from ..inference.clauses import dependencies, names_in, names_of
from ..inference.forward import Engine, run
from ..inquiry.candidates import representatives
from ..inquiry.question import Question, question
from ..language.case_text import case_text
from ..language.suites import SuiteCase
from ..law.compiled import OPEN, CompiledLaws, Finding
from ..law.deciding import Decision, decide
from ..model import FORCED, Case, Compare, Conclusion, FactValue, Holds, Language, LawVersion, Rule, Text, Vocabulary
from .coverage import parameters_behind, parameters_in
from .mutants import Mutant, leaves
from .places import ends_of
from .regression import expectation

NEIGHBOURS: Final = 300
"""So many small changes of the given cases are tried for one mutant."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A case that the law decides otherwise than a mutant of it does: what the law finds of one conclusion.

    `version` is the one whose suite the case belongs into: it governs the topic of the conclusion in this case.
    """

    case: Case
    conclusion: str
    finding: Finding
    version: str


def telling(laws: CompiledLaws, changed: CompiledLaws, engine: Engine, conclusion: str | None = None) -> Callable[[Case], Proposal | None]:
    """Return a function that gives for a case the first conclusion that both laws settle, and not alike; or None.

    `engine` runs the laws as they are. With a conclusion, it alone counts. That the changed laws reject the case counts too.
    """
    names = [conclusion] if conclusion is not None else list(laws.laws.vocabulary.conclusions)

    def tell(case: Case) -> Proposal | None:
        try:
            ours = decide(case, laws, engine)
        except Rejected:
            return None
        try:
            theirs: Decision | None = decide(case, changed, run)
        except Rejected:
            theirs = None
        for name in names:
            found = ours.findings[name]
            other = theirs.findings[name] if theirs is not None else None
            if found != OPEN and other != OPEN and found != other:
                return Proposal(case, name, found, _governing(ours, name))
        return None

    return tell


def _governing(decision: Decision, conclusion: str) -> str:
    vocabulary = decision.laws.laws.vocabulary
    topic = vocabulary.conclusions[conclusion].topic
    return decision.governing[topic].versions[0] if topic is not None else next(iter(decision.governing.values())).versions[0]


def neighbour(suites: Sequence[SuiteCase], laws: CompiledLaws, changed: CompiledLaws, mutant: Mutant, engine: Engine) -> Proposal | None:
    """Return a given case with one fact moved that the law decides otherwise than the mutant; None where none was found.

    The cases that expect something of a changed rule come first, and the facts that it looks at itself are moved.
    """
    rules = _touched(mutant)
    conclusion = _resting_on(rules, mutant, laws.laws.vocabulary)
    if conclusion is None:
        return None
    names = {rule.id for rule in rules}
    near = [case.case for case in suites if any(rule in names for rule, _, _ in case.because)] or [case.case for case in suites]
    tell = telling(laws, changed, engine)
    tried = islice(_variations(near, question(laws.laws, conclusion), _facts_of(rules, mutant)), NEIGHBOURS)
    return next((found for case in tried if (found := tell(case)) is not None), None)


def _touched(mutant: Mutant) -> list[Rule]:
    """Return the rules that look at what is changed."""
    version = mutant.changed
    if mutant.name in version.rules:
        return [version.rules[mutant.name]]
    if mutant.name in version.parameters:
        return [rule for rule in version.rules.values() if mutant.name in _parameters(rule, version)]
    return [rule for rule in version.rules.values() if any(name == mutant.name for name, _ in rule.then)]


def _conditions(rule: Rule) -> Iterator[Holds | Compare]:
    for condition in (rule.when, *rule.unless, *(end for _, end in ends_of(rule))):
        yield from leaves(condition)


def _parameters(rule: Rule, version: LawVersion) -> set[str]:
    found = {name for leaf in _conditions(rule) if isinstance(leaf, Compare) for name in parameters_behind(leaf, version)}
    return found | {name for _, value in rule.then for name in parameters_in(value, version)}


def _resting_on(rules: Iterable[Rule], mutant: Mutant, vocabulary: Vocabulary) -> str | None:
    """Return the first public conclusion that rests on one of the rules."""
    graph = dependencies(mutant.changed)
    wanted = {("rule", rule.id) for rule in rules}
    for name, conclusion in vocabulary.conclusions.items():
        if conclusion.topic is not None and conclusion.type != "version":
            found: set[tuple[str, str]] = set()
            waiting = [("conclusion", name)]
            while waiting:
                item = waiting.pop()
                if item not in found:
                    found.add(item)
                    waiting += graph.get(item, ())
            if found & wanted:
                return name
    return None


def _facts_of(rules: Iterable[Rule], mutant: Mutant) -> Collection[str]:
    """Return the facts that the rules, or the changed subject, look at themselves."""
    version = mutant.changed
    names = [name for rule in rules for leaf in _conditions(rule) for name in names_in(leaf)]
    if mutant.name in version.subjects:
        names += names_in(version.subjects[mutant.name])
    return _facts_behind(names, version)


def _facts_behind(names: Iterable[str], version: LawVersion) -> Collection[str]:
    found: dict[str, None] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        derived = version.derived.get(name)
        if derived is None:
            found[name] = None
        else:
            waiting += names_of(derived.expression)
    return found


def _variations(cases: Sequence[Case], about: Question, facts: Collection[str]) -> Iterator[Case]:
    for case in cases:
        known = {name: fact.value for name, fact in case.facts.items()}
        for name in sorted((about.atoms.keys() & known.keys() & set(facts)) - {FORCED}):
            rest = {other: value for other, value in known.items() if other != name}
            for candidate in representatives(about, name, rest):
                if candidate.value != known[name]:
                    moved = {**case.facts, name: FactValue(candidate.value, "stated")}
                    yield Case(case.id, moved, case.forced, case.place)


def entry_text(proposal: Proposal, mutant: Mutant, vocabulary: Vocabulary, lang: Language) -> str:
    """Return the entry of a suite: the case, and what the law as it is finds of the conclusion, for the author to confirm."""
    words = f"{mutant.name} {mutant.place.line} {mutant.place.column}".lower()
    id_ = "-".join("".join(letter if letter.isascii() and letter.isalnum() else " " for letter in words).split())
    about = Text(
        f"skiller `{mutant.name}` fra en mutant av den: {mutant.change.nb}",
        f"tells `{mutant.name}` from a mutant of it: {mutant.change.en}",
    )
    warning = Text(
        "MÅ BEKREFTES: forventningen er det reglene sier nå. Les loven før du beholder den, og skriv under `cites` hvor det står.",
        "TO BE CONFIRMED: the expectation is what the rules say now. Read the statute before you keep it, and cite it in `cites`.",
    )
    said, confirm = (text.nb if lang == "nb" else text.en for text in (about, warning))
    return "\n".join(
        [
            f"# {confirm}",
            f"- id: {id_}",
            f"  about: {json.dumps(said, ensure_ascii=False)}",
            "  case:",
            *(f"    {line}" for line in case_text(proposal.case, (), vocabulary).splitlines()[1:]),
            "  expect:",
            f"    {proposal.conclusion}: {_quoted(expectation(proposal.finding), vocabulary.conclusions[proposal.conclusion])}",
            "  cites: []",
        ]
    )


def _quoted(word: str, conclusion: Conclusion) -> str:
    """Return a word as a suite states it: the name of a version is a text, though it may look like a number."""
    return json.dumps(word) if conclusion.type == "version" else word
