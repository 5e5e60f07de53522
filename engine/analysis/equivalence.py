"""Whether two laws say the same of every case: proved, or refuted by a case on which they differ (extra `analysis`).

Two answers differ where both are settled and not the same, or where the rules of only one law contradict each other. What
one law settles and the other leaves open is no difference here: once the open facts are known, the two agree or they differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Literal, NamedTuple

import z3

from ..law.compiled import CompiledLaws, CompiledVersion
from ..model import FORCED, Case, Constant, Expression, LawVersion, Name, ParameterRef, Value
from .truths import Formula, Formulas
from .witnesses import Asked, Example, Found, Unknown, case_of, governing

Result = Literal["met", "not_met", "not_applicable", "value", "conflict"]


class Answered(NamedTuple):
    """What a law answers to a conclusion; `value` is None with another result than a value, and where it is computed."""

    result: Result
    value: Value | None = None


class Differing(NamedTuple):
    """A case on which two laws answer differently to a conclusion, and the answer of each."""

    conclusion: str
    case: Case
    one: Answered
    other: Answered


class Unproved(NamedTuple):
    """The solver gave up on a conclusion after so many steps: the laws may agree on it or not.

    After none where a number or date of the other laws is none that the formulas of the first can hold.
    """

    conclusion: str
    steps: int


class _Possible(NamedTuple):
    """An answer that a law may give, and when it does so; the expression of a value, with the version that it is read in."""

    answered: Answered
    holds: Formula
    expression: Expression | None
    version: LawVersion


class _Claim(NamedTuple):
    """That two laws answer differently to a conclusion in one certain way."""

    conclusion: str
    version: str
    one: Answered
    other: Answered
    formula: Formula


def prove_equal(asked: Asked, one: str, other: str, conclusion: str) -> tuple[Differing | Unproved, ...]:
    """Return a case for each way in which two law versions answer differently to a conclusion; nothing where proved equal.

    Each version is taken as forced on the case, as `--law` does, so that what the versions say is compared and not whom they
    govern. There is one case for each pair of answers, such as an outcome of one law and another outcome of the other; all
    are within the scope of the formulas. The conclusion is a public one that rules conclude.
    """
    names = [compiled.version.name for compiled in asked.laws.versions]
    before, after = names.index(one), names.index(other)
    claims = _claims(
        asked, conclusion, (asked.wholes[before], asked.laws.versions[before]), (asked.wholes[after], asked.laws.versions[after])
    )
    return tuple(found for claim in claims if (found := _shown(asked, claim, [asked.forced])) is not None)


def first_difference_of(asked: Asked, changed: CompiledLaws) -> Differing | Unproved | None:
    """Return a case that the laws of `asked` and changed laws decide differently, or None where there is none (proved).

    The changed laws have versions of the same names and the same vocabulary. Every topic is compared under the version that
    governs it, or that is forced; that different versions govern is a difference of the conclusion that names the version.
    """
    try:
        claims = tuple(_changes(asked, changed))
    except OverflowError:
        return Unproved(next(iter(asked.laws.laws.vocabulary.conclusions)), 0)
    if not claims:
        return None
    # One question settles whether there is any difference; a case on which no version is forced is easier to read.
    ways = [claim.formula for claim in claims]
    some = asked.encoder.named(z3.Or(ways))
    answer = asked.example([some], ways)
    if isinstance(answer, Example) and answer.facts.get(FORCED) is True:
        free = asked.example([some, z3.Not(asked.forced)], ways)
        answer = free if isinstance(free, Example) else answer
    if isinstance(answer, Example):
        claim = claims[answer.way]
        case = case_of(f"{claim.conclusion}-differs", answer.facts, claim.version, asked.laws.laws.vocabulary)
        return Differing(claim.conclusion, case, claim.one, claim.other)
    return Unproved(claims[0].conclusion, answer.steps) if isinstance(answer, Unknown) else None


def _changes(asked: Asked, changed: CompiledLaws) -> Iterator[_Claim]:
    encoder = asked.encoder
    same = [ours is theirs for ours, theirs in zip(asked.laws.versions, changed.versions, strict=True)]
    choices = [asked.choices[n] if same[n] else encoder.program(compiled.choice) for n, compiled in enumerate(changed.versions)]
    wholes = [asked.wholes[n] if same[n] else encoder.program(compiled.whole) for n, compiled in enumerate(changed.versions)]
    names = [compiled.version.name for compiled in asked.laws.versions]
    topics = asked.laws.laws.vocabulary.topics
    chosen = {topic: (governing(asked, asked.choices, topic), governing(asked, choices, topic)) for topic in topics}
    # Where one topic has no version, the whole case is rejected, whatever the others say.
    ours_accept, theirs_accept = ([z3.Not(pair[side][-1]) for pair in chosen.values()] for side in (0, 1))
    accepted = z3.And([*ours_accept, *theirs_accept])
    one_accepts = encoder.named(z3.Or(z3.And(ours_accept), z3.And(theirs_accept)))
    for topic, declared in topics.items():
        ours, theirs = chosen[topic]
        for left, right in product(range(len(ours)), repeat=2):
            if left != right and not (ours[left].eq(theirs[left]) and ours[right].eq(theirs[right])):
                formula = encoder.named(z3.And(one_accepts, ours[left], theirs[right]))
                yield _Claim(declared.law, names[0], _version(names, left), _version(names, right), formula)
        for number, compiled in enumerate(asked.laws.versions):
            if same[number]:
                continue
            decided = encoder.named(z3.Or(asked.forced, z3.And(accepted, ours[number], theirs[number])))
            for conclusion in compiled.base[topic]:
                pair = (asked.wholes[number], compiled), (wholes[number], changed.versions[number])
                for claim in _claims(asked, conclusion, *pair):
                    yield claim._replace(formula=encoder.named(z3.And(decided, claim.formula)))


def _version(names: Sequence[str], number: int) -> Answered:
    """Return the answer that a version governs; after the last one comes that none does, which is an error of the case."""
    return Answered("value", names[number]) if number < len(names) else Answered("not_applicable")


def _shown(asked: Asked, claim: _Claim, assumed: Sequence[Formula]) -> Differing | Unproved | None:
    answer = asked.ask([claim.formula, *assumed])
    if isinstance(answer, Found):
        case = case_of(f"{claim.conclusion}-differs", answer.facts, claim.version, asked.laws.laws.vocabulary)
        return Differing(claim.conclusion, case, claim.one, claim.other)
    return Unproved(claim.conclusion, answer.steps) if isinstance(answer, Unknown) else None


def _claims(
    asked: Asked, conclusion: str, one: tuple[Formulas, CompiledVersion], other: tuple[Formulas, CompiledVersion]
) -> Iterator[_Claim]:
    """Yield each way in which two programs may answer differently; none where their answers are the same formulas."""
    ours, theirs = tuple(_possible(asked, conclusion, *one)), tuple(_possible(asked, conclusion, *other))
    if [_key(asked, possible) for possible in ours] == [_key(asked, possible) for possible in theirs]:
        return
    for left, right in product(ours, theirs):
        parts = [left.holds, right.holds]
        computed = _is_computed(left) or _is_computed(right)
        if left.answered == right.answered and not computed:
            continue
        if computed:
            unequal = _unequal(asked, left, right)
            if unequal is not None:
                parts.append(unequal)
        yield _Claim(conclusion, one[1].version.name, left.answered, right.answered, asked.encoder.named(z3.And(parts)))


def _is_computed(possible: _Possible) -> bool:
    return possible.answered.result == "value" and possible.answered.value is None


def _key(asked: Asked, possible: _Possible) -> tuple[object, ...]:
    """Return what makes an answer the same in two programs."""
    term = asked.encoder.term(possible.expression, possible.version) if _is_computed(possible) and possible.expression else None
    return (*possible.answered, possible.holds.get_id(), term.value.get_id() if term else None)


def _unequal(asked: Asked, left: _Possible, right: _Possible) -> Formula | None:
    """Return that two values are not the same; None where one of the answers is no value at all."""
    if left.expression is None or right.expression is None:
        return None
    beside = next(p.expression.name for p in (left, right) if isinstance(p.expression, Name))
    one = asked.encoder.term(left.expression, left.version, beside)
    other = asked.encoder.term(right.expression, right.version, beside)
    return z3.Or(one.absent != other.absent, z3.And(z3.Not(one.absent), one.value != other.value))


def _possible(asked: Asked, conclusion: str, formulas: Formulas, compiled: CompiledVersion) -> Iterator[_Possible]:
    node, version = formulas.program.conclusions.get(conclusion), compiled.version
    if node is None:
        yield _Possible(Answered("not_applicable"), asked.encoder.true, None, version)
        return
    if node.met is not None and node.not_met is not None:
        yield _Possible(Answered("met"), formulas.nodes[node.met].holds, None, version)
        yield _Possible(Answered("not_met"), formulas.literal(node.not_met), None, version)
    for value in node.values:
        answered = Answered("value", _fixed(value.value, version))
        yield _Possible(answered, formulas.nodes[value.settled].holds, value.value, version)
    if node.not_applicable is not None:
        yield _Possible(Answered("not_applicable"), formulas.nodes[node.not_applicable].holds, None, version)
    if len(node.values) > 1:
        given = [formulas.literal(value.given) for value in node.values]
        yield _Possible(Answered("conflict"), asked.encoder.at_least_two(given), None, version)


def _fixed(value: Expression, version: LawVersion) -> Value | None:
    match value:
        case Constant(fixed):
            return fixed
        case ParameterRef(name):
            return version.parameters[name].value
        case _:
            return None
