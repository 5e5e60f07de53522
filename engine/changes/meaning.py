"""The difference of two law versions by meaning: for each conclusion that both say the same, or persons who show that they do not.

That they say the same is proved where the conclusion rests on the same rules in both, or by the solver (extra `analysis`);
otherwise it is said how many cases were tried. Persons are looked for among given cases, and then among those cases with
one fact moved to where a test of either version turns.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from itertools import islice
from typing import TYPE_CHECKING, Final, Literal

from ..frozen import dataclass
from ..graph import reached
from ..inference.clauses import Test, dependencies, names_tested
from ..inference.literals import positive
from ..inquiry.candidates import representatives
from ..inquiry.question import question
from ..model import FORCED, Case, FactValue, Laws
from ..walking import names_behind
from .impact import Flip, Frame, Pair, decided, flips

if TYPE_CHECKING:
    from ..analysis.witnesses import Asked

Verdict = Literal["same_rules", "proved", "differs", "not_proved"]

VARIATIONS: Final = 100
"""So many variations of the given cases are tried for each conclusion that no given case settles."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What two versions say of a conclusion.

    `same_rules`: it rests on the same rules. `proved`: the solver found no case on which they differ. `differs`: `witnesses`
    show it, one for each reason. `not_proved`: on none of the `tried` cases do they differ. `solver` is whether it was
    asked.
    """

    conclusion: str
    verdict: Verdict
    witnesses: tuple[Flip, ...]
    tried: int
    solver: bool


def has_solver() -> bool:
    """Return whether the solver is installed, which the extra `analysis` brings."""
    return find_spec("z3") is not None


def meanings(pair: Pair, cases: Iterable[Case], ask_solver: bool) -> tuple[Meaning, ...]:
    """Return what the versions say of every public conclusion, in the order of the vocabulary; which law governs is left out.

    Findings are compared where both versions settle the conclusion, with the version forced on the case.
    """
    vocabulary = pair.laws.laws.vocabulary
    given: list[Case] = []
    names = [name for name, conclusion in vocabulary.conclusions.items() if conclusion.type != "version"]
    same = resting_on_the_same(pair) & set(names)
    differing = _facts_that_differ(pair)
    seen: dict[str, list[Flip]] = {}
    for case in cases:
        told = flips(pair, case)
        if told is None:
            continue
        given.append(case)
        for flip in told:
            seen.setdefault(flip.conclusion, []).append(flip)
    asked: Asked | None = None
    found = []
    for name in names:
        if name in same:
            found.append(Meaning(name, "same_rules", (), 0, False))
            continue
        persons = seen.get(name, [])
        tried = len(given)
        if all(flip.nominal for flip in persons):
            shown, count = _showing(pair, name, islice(variations(pair, name, given, differing), VARIATIONS))
            tried += count
            persons = [*persons, *shown]
        if persons:
            found.append(Meaning(name, "differs", _one_per_reason(persons), tried, False))
        elif not ask_solver:
            found.append(Meaning(name, "not_proved", (), tried, False))
        else:
            asked = asked or _asked(pair)
            found.append(_solved(pair, asked, name, tried))
    return tuple(found)


def _asked(pair: Pair) -> Asked:
    # Imported here, since the solver need not be installed.
    from ..analysis.witnesses import Asked

    return Asked(pair.laws)


def _solved(pair: Pair, asked: Asked, conclusion: str, tried: int) -> Meaning:
    """Return what the solver says of a conclusion on which no case shows a difference."""
    from ..analysis.equivalence import Differing, prove_equal

    answers = prove_equal(asked, pair.older.version.name, pair.newer.version.name, conclusion)
    if not answers:
        return Meaning(conclusion, "proved", (), tried, True)
    cases = [answer.case for answer in answers if isinstance(answer, Differing)]
    persons, _ = _showing(pair, conclusion, cases)
    return Meaning(conclusion, "differs" if persons else "not_proved", _one_per_reason(persons) if persons else (), tried, True)


def resting_on_the_same(pair: Pair) -> set[str]:
    """Return the conclusions that rest on the same rules in both versions, which say the same, under the same policies."""
    older, newer = pair.older.version, pair.newer.version
    if older.policies != newer.policies:
        return set()
    graphs = dependencies(older), dependencies(newer)
    ours, theirs = ({name: _rules_below(graph, name) for name in pair.laws.laws.vocabulary.conclusions} for graph in graphs)
    return {name for name, rules in ours.items() if rules == theirs[name] and rules <= pair.same}


def _rules_below(graph: Mapping[tuple[str, str], Collection[tuple[str, str]]], conclusion: str) -> set[str]:
    found = reached([("conclusion", conclusion)], lambda item: graph.get(item, ()))
    return {name for kind, name in found if kind == "rule"}


def variations(pair: Pair, conclusion: str, cases: Sequence[Case], facts: Collection[str]) -> Iterator[Case]:
    """Yield the cases with one of the facts moved, among those that matter to the conclusion, to each value that a test tells apart."""
    laws = pair.laws.laws
    both = Laws(laws.vocabulary, (pair.older.version, pair.newer.version))
    about = question(both, conclusion)
    for case in cases:
        known = {name: fact.value for name, fact in case.facts.items()}
        for name in sorted((about.atoms.keys() & known.keys() & set(facts)) - {FORCED}):
            rest = {other: value for other, value in known.items() if other != name}
            for candidate in representatives(about, name, rest):
                if candidate.value != known[name]:
                    yield Case(
                        f"{case.id}-{name.replace('.', '-')}-{candidate.value}",
                        {**case.facts, name: FactValue(candidate.value, "stated")},
                        case.forced,
                        case.place,
                    )


def _facts_that_differ(pair: Pair) -> set[str]:
    """Return the facts behind the tests that only one of the versions makes."""
    forms = [_tests(frame) for frame in pair.frames]
    found: set[str] = set()
    for frame, ours, theirs in zip(pair.frames, forms, reversed(forms), strict=True):
        for form in ours.keys() - theirs.keys():
            found |= _facts(frame, ours[form])
    return found


def _tests(frame: Frame) -> Mapping[object, Test]:
    return {frame.form(positive(index)): test for index, test in frame.program.tests}


def _facts(frame: Frame, test: Test) -> set[str]:
    derived = frame.version.derived
    return {name for name in names_behind(names_tested(test.condition), derived) if name not in derived}


def _showing(pair: Pair, conclusion: str, cases: Iterable[Case]) -> tuple[list[Flip], int]:
    """Return the flips of one conclusion, and on how many of the cases no version contradicts itself: the others tell nothing."""
    shown: list[Flip] = []
    told = 0
    for case in cases:
        both = decided(pair, case)
        told += both is not None
        if both is not None and both[0].findings[conclusion] != both[1].findings[conclusion]:
            shown += (flip for flip in flips(pair, case) or () if flip.conclusion == conclusion)
    return shown, told


def _one_per_reason(persons: Sequence[Flip]) -> tuple[Flip, ...]:
    """Return persons such that every rule that makes a difference is shown by one; those it makes a real one for, if any."""
    real = [flip for flip in persons if not flip.nominal] or list(persons)
    first: dict[object, Flip] = {}
    often: dict[object, int] = {}
    for flip in real:
        first.setdefault(flip.causes, flip)
        often[flip.causes] = often.get(flip.causes, 0) + 1
    shown: set[object] = set()
    chosen = []
    for causes in sorted(first, key=lambda causes: (len(first[causes].causes), -often[causes])):
        if not shown or not shown.issuperset(first[causes].causes):
            chosen.append(first[causes])
            shown |= set(first[causes].causes)
    return tuple(chosen)
