"""Rules that never apply, and conditions, exceptions and overrides that never matter."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from ...analysis.truths import Formula
from ...analysis.witnesses import Found, Never, Unknown
from ...language.allowances import (
    Idle,
    IdleAlternative,
    IdleCondition,
    IdleException,
    IdleLimit,
    IdleOverride,
    NeverApplies,
)
from ...model import Case, Text
from .parts import RulePart, RuleQuestion, questions
from .search import Path, Search, ShownFlaw

_EXCLUDES = Text("dette og de andre merkede vilkårene kan ikke være oppfylt samtidig", "this and the others marked cannot be met together")
_IMPLIES = Text("følger alt av dette", "follows already from this")
_IDLE: Final[Mapping[str, type[Idle]]] = {
    "when": IdleCondition,
    "alternative": IdleAlternative,
    "in_force": IdleLimit,
    "unless": IdleException,
    "overrides": IdleOverride,
}
"""For each kind of condition what is told where it does nothing."""


def in_rules(search: Search, asked: Collection[tuple[str, str]]) -> Iterator[ShownFlaw]:
    """Yield what is found in each of these rules, by version and id."""
    # All formulas first, then the questions: the solver is slower where the two alternate.
    for question in [question for number in range(len(search.asked.laws.versions)) for question in questions(search, number, asked)]:
        yield from _in_rule(search, question)


def _in_rule(search: Search, question: RuleQuestion) -> Iterator[ShownFlaw]:
    """Yield that a rule never applies, or else each of its conditions that never matters."""
    program, node, parts = question.program, question.node, question.parts
    answer = search.asked.ask(question.applies())
    if isinstance(answer, Never):
        if not search.excused(question.version, node.rule, "never-applies"):
            yield _never_applies(search, question, [parts[position - 1] for position in answer.because if position])
        return
    if isinstance(answer, Unknown):
        yield search.gave_up(program, node.rule, ("id",), answer)
        return
    idle: list[Path] = []
    for part, inside, assumed in question.matters():
        if any(inside.path[: len(outer)] == outer and inside.rule is node.rule for outer in idle):
            continue
        answer = search.asked.ask(assumed)
        if isinstance(answer, Never):
            idle.append(inside.path)
            if search.excused(question.version, inside.rule, _IDLE[inside.kind].code):
                continue
            others = [other for other in parts if other is not part]
            yield _idle(search, question, inside, others, [others[position - 1] for position in answer.because if position])
        elif isinstance(answer, Unknown):
            yield search.gave_up(program, inside.rule, inside.path, answer)


def _never_applies(search: Search, question: RuleQuestion, excluding: Sequence[RulePart]) -> ShownFlaw:
    rule = question.node.rule
    related = ((search.place(part.rule, part.path), _EXCLUDES) for part in excluding)
    diagnostic = NeverApplies(rule=rule.id).at(rule.place, *related)
    return ShownFlaw(diagnostic, question.version, rule.id, _nearest(search, question, (), question.parts, excluding))


def _idle(search: Search, question: RuleQuestion, part: RulePart, others: Sequence[RulePart], implying: Sequence[RulePart]) -> ShownFlaw:
    related = ((search.place(other.rule, other.path), _IMPLIES) for other in implying)
    diagnostic = _IDLE[part.kind](rule=question.node.rule.id).at(search.place(part.rule, part.path), *related)
    return ShownFlaw(diagnostic, question.version, part.rule.id, _nearest(search, question, (part,), others, implying))


def _nearest(
    search: Search, question: RuleQuestion, failing: Sequence[RulePart], others: Sequence[RulePart], reasons: Sequence[RulePart]
) -> Case | None:
    """Return a case in which the failing conditions fail, and all others hold but, where need be, one of the reasons.

    Where the failing conditions cannot fail in a case that the version decides, it is one in which the rule applies.
    """
    program, applies = question.program, question.program.formulas.nodes[question.node.node].holds
    tried: list[list[Formula]] = []
    for excused in ((), *((reason,) for reason in reasons)):
        fails = [part.truth.fails for part in (*failing, *excused)]
        if fails:
            tried.append([*fails, *(other.truth.holds for other in others if other not in excused)])
    if failing:
        tried.append([applies])
    for formulas in tried:
        answer = search.undisturbed([question.decided, *formulas])
        if isinstance(answer, Found):
            literals = [literal for formula in formulas if (literal := program.formulas.signed(formula)) is not None]
            return search.witness(f"{question.node.rule.id}-near", program, answer, [question.node.node], literals)
    return None
