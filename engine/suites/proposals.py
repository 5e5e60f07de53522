"""A case that tells a mutant from the law, as an entry of a regression suite that its author has still to confirm."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Final

from ..diagnostics import Rejected
from ..frozen import dataclass
from ..graph import reached
from ..inference.clauses import dependencies
from ..inference.constraints import check_constraints
from ..inference.forward import Engine
from ..inquiry.candidates import representatives
from ..inquiry.question import Question, prepared
from ..language.case_text import case_text, said_unknown
from ..language.suites import SuiteCase
from ..law.compiled import OPEN, CompiledLaws, Finding
from ..law.deciding import Decision, decide
from ..model import FORCED, Case, Compare, FactValue, Holds, Language, LawVersion, Rule, Text, Vocabulary
from ..walking import leaves_of, names_behind, names_in, parts
from .coverage import parameters_behind, parameters_below
from .mutants import Mutant
from .regression import expectation

NEIGHBOURS: Final = 600
"""So many small changes of the regression cases are tried for one mutant."""

Regression = tuple[str, str, SuiteCase]
"""A case of the suites: version, suite, case."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A case that the law decides otherwise than a mutant of it does: what the law finds of one conclusion, or that it rejects it.

    `version` is the one whose suite the case belongs into. `like` is the regression case that it is like but for the fact `but`.
    """

    case: Case
    told: tuple[str, Finding] | str
    version: str
    like: Regression | None = None
    but: str | None = None


Teller = Callable[[Case], tuple[str, Finding] | str | None]
"""Gives for a case what the law says of it and a mutant does not: a conclusion with its finding, or the code of the rejection."""


def telling(laws: CompiledLaws, changed: CompiledLaws, engine: Engine, theirs: Engine, conclusion: str | None = None) -> Teller:
    """Return a function that gives for a case the first conclusion that both laws settle, and not alike; or None.

    `engine` runs the laws as they are, `theirs` the changed ones. With a conclusion, it alone counts. That one of the laws
    rejects the case counts too.
    """
    names = [conclusion] if conclusion is not None else list(laws.laws.vocabulary.conclusions)

    def tell(case: Case) -> tuple[str, Finding] | str | None:
        one, other = _decided(case, laws, engine), _decided(case, changed, theirs)
        if isinstance(one, str):
            return one if not isinstance(other, str) else None
        for name in names:
            found = one.findings[name]
            beside = None if isinstance(other, str) else other.findings[name]
            if found != OPEN and beside != OPEN and found != beside:
                return name, found
        return None

    return tell


def _decided(case: Case, laws: CompiledLaws, engine: Engine) -> Decision | str:
    try:
        return decide(case, laws, engine)
    except Rejected as rejected:
        return rejected.diagnostics[0].code


def proposed(case: Case, tell: Teller, mutant: Mutant, laws: CompiledLaws, engine: Engine) -> Proposal | None:
    """Return a case as a proposal, where the law and the mutant differ on it."""
    found = tell(case)
    return Proposal(case, found, _suite(case, found, mutant, laws, engine)) if found is not None else None


def _suite(case: Case, told: tuple[str, Finding] | str, mutant: Mutant, laws: CompiledLaws, engine: Engine) -> str:
    decision = _decided(case, laws, engine)
    if isinstance(decision, str) or isinstance(told, str):
        return mutant.version
    topic = laws.laws.vocabulary.conclusions[told[0]].topic
    return decision.governing[topic].versions[0] if topic is not None else mutant.version


def neighbour(
    cases: Sequence[Regression], laws: CompiledLaws, changed: CompiledLaws, mutant: Mutant, engine: Engine, theirs: Engine
) -> Proposal | None:
    """Return a regression case with one fact moved that the law decides otherwise than the mutant; None where none was found.

    `engine` and `theirs` as for `telling`. The cases that expect something of a changed rule come first. The facts that it looks
    at itself are moved, and then those that it rests on through conclusions.
    """
    # What is dropped is looked at by the law alone, and a mutant looks at nothing more.
    version = next(compiled.version for compiled in laws.versions if compiled.version.name == mutant.version)
    rules = _touched(mutant.name, version)
    conclusion = _resting_on(rules, version, laws.laws.vocabulary)
    if conclusion is None:
        return None
    names = {rule.id for rule in rules}
    decided = [item for item in cases if item[2].rejected is None]
    near = [item for item in decided if any(rule in names for rule, _, _ in item[2].because)] or decided
    tell = telling(laws, changed, engine, theirs)
    about, own = prepared(laws, conclusion), _facts_of(rules, mutant.name, version)
    deeper = set(_facts_of(_below(rules, version), mutant.name, version)) - set(own)
    halves = (islice(_variations(near, about, facts), NEIGHBOURS // 2) for facts in (own, deeper))
    for base, fact, case in chain.from_iterable(halves):
        found = tell(case)
        if found is not None and not check_constraints(case, laws.laws.vocabulary):
            return Proposal(case, found, base[0], base, fact)
    return None


def _touched(name: str, version: LawVersion) -> list[Rule]:
    """Return the rules that a rule, parameter or subject of a version is, or that look at it."""
    if name in version.rules:
        return [version.rules[name]]
    if name in version.parameters or name in version.schedules:
        return [rule for rule in version.rules.values() if name in _parameters(rule, version)]
    return [rule for rule in version.rules.values() if any(concluded == name for concluded, _ in rule.then)]


def _conditions(rule: Rule) -> Iterator[Holds | Compare]:
    for part in parts(rule):
        yield from leaves_of(part.condition)


def _parameters(rule: Rule, version: LawVersion) -> set[str]:
    found = {name for leaf in _conditions(rule) if isinstance(leaf, Compare) for name in parameters_behind(leaf, version)}
    return found | {name for _, value in rule.then for name in parameters_below(value, version)}


def _resting_on(rules: Iterable[Rule], version: LawVersion, vocabulary: Vocabulary) -> str | None:
    """Return the first public conclusion that rests on one of the rules."""
    graph = dependencies(version)
    wanted = {("rule", rule.id) for rule in rules}

    def rests(name: str) -> bool:
        start = [item] if (item := ("conclusion", name)) in graph else []
        below = reached(start, graph.__getitem__)
        return not wanted.isdisjoint(below)

    conclusions = vocabulary.conclusions.items()
    return next((name for name, one in conclusions if one.topic is not None and one.type != "version" and rests(name)), None)


def _below(rules: Iterable[Rule], version: LawVersion) -> list[Rule]:
    """Return the rules that the conclusions rest on at which the rules look."""
    graph = dependencies(version)
    found = reached([("rule", rule.id) for rule in rules], graph.__getitem__)
    return [version.rules[name] for kind, name in sorted(found) if kind == "rule"]


def _facts_of(rules: Iterable[Rule], subject: str, version: LawVersion) -> Collection[str]:
    """Return the facts that the rules, or a changed subject, look at themselves."""
    names = [name for rule in rules for leaf in _conditions(rule) for name in names_in(leaf)]
    if subject in version.subjects:
        names += names_in(version.subjects[subject])
    return [name for name in names_behind(names, version.derived) if name not in version.derived]


def _variations(cases: Sequence[Regression], about: Question, facts: Collection[str]) -> Iterator[tuple[Regression, str, Case]]:
    """Yield each case with one of the facts moved to each value that a test tells apart, with the case and the fact."""
    for base in cases:
        case = base[2].case
        known = {name: fact.value for name, fact in case.facts.items()}
        for name in sorted((about.atoms.keys() & known.keys() & set(facts)) - {FORCED}):
            rest = {other: value for other, value in known.items() if other != name}
            for candidate in representatives(about, name, rest):
                if candidate.value != known[name]:
                    moved = {**case.facts, name: FactValue(candidate.value, "stated")}
                    yield base, name, Case(case.id, moved, case.forced, case.place)


def entry_text(proposal: Proposal, mutant: Mutant, number: int, vocabulary: Vocabulary, lang: Language) -> str:
    """Return the entry of a suite: the case, and what the law as it is finds of the conclusion, for the author to confirm.

    `number` tells its id from those of other mutants of the same place.
    """
    words = f"{mutant.name} {mutant.place.line} {mutant.place.column} mutant {number}".lower()
    id_ = "-".join("".join(letter if letter.isascii() and letter.isalnum() else " " for letter in words).split())
    about = Text(
        f"skiller `{mutant.name}` fra en mutant av den: {mutant.change.nb}",
        f"tells `{mutant.name}` from a mutant of it: {mutant.change.en}",
    )
    warning = Text(
        "MÅ BEKREFTES: forventningen er det reglene sier nå. Les loven før du beholder den, og skriv under `cites` hvor det står.",
        "TO BE CONFIRMED: the expectation is what the rules say now. Read the statute before you keep it, and cite it in `cites`.",
    )
    said, confirm = (text.told(lang) for text in (about, warning))
    return "\n".join(
        [
            f"# {confirm}",
            f"- id: {id_}",
            f"  about: {json.dumps(said, ensure_ascii=False)}",
            *_facts_text(proposal, vocabulary, lang),
            *_expected(proposal, vocabulary),
            "  cites: []",
        ]
    )


def _facts_text(proposal: Proposal, vocabulary: Vocabulary, lang: Language) -> Iterator[str]:
    if proposal.like is None or proposal.but is None:
        yield "  case:"
        unknown = said_unknown(proposal.case, vocabulary)
        yield from (f"    {line}" for line in case_text(proposal.case, unknown, vocabulary).splitlines()[1:])
        return
    version, suite, base = proposal.like
    alone = Case(base.id, {proposal.but: proposal.case.facts[proposal.but]}, None, base.place)
    value = case_text(alone, (), vocabulary).splitlines()[-1].split(": ", 1)[1]
    yield f"  like: {base.id}  # {'i' if lang == 'nb' else 'in'} {version}/{suite}.yaml"
    yield f"  but: {{{proposal.but}: {value}}}"


def _expected(proposal: Proposal, vocabulary: Vocabulary) -> Iterator[str]:
    if isinstance(proposal.told, str):
        yield f"  rejected: {proposal.told}"
        return
    conclusion, finding = proposal.told
    word = expectation(finding)
    # The name of a version is a text, though it may look like a number.
    yield f"  expect: {{{conclusion}: {json.dumps(word) if vocabulary.conclusions[conclusion].type == 'version' else word}}}"
