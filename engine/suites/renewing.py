"""Cases that nobody has confirmed yet, made to expect what the rules say now: a reading list, each with what was expected before."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple

from ..edits import Edit, Lines, edited
from ..language.suites import SuiteCase
from ..law.deciding import Decision
from ..model import Vocabulary
from .regression import applied_rules, expectation
from .suite_text import extents, field_span, has_lines, id_of


class RenewedCase(NamedTuple):
    """A case with what it expected and expects now, as its mark says it."""

    id: str
    told: str


def renewed(text: str, failing: Mapping[str, tuple[SuiteCase, Decision]], vocabulary: Vocabulary) -> tuple[str, tuple[RenewedCase, ...]]:
    """Return a suite in which the failing cases that are marked `to_confirm` expect what their decisions say, and which those are.

    They stay marked, with what was expected before: what the rules say is not what the law says until somebody has read it.
    """
    lines = Lines(text)
    edits: list[Edit] = []
    found: list[RenewedCase] = []
    for item, end in extents(text):
        case, decision = failing.get(id_of(item), (None, None))
        if case is None or decision is None or case.to_confirm is None or not has_lines(item):
            continue
        told = _differences(case, decision)
        if not told:  # it was to be rejected, or is in the suite of another version: nothing that it expects says so
            continue
        fields = {key.text for key, _ in item.entries}
        indent = " " * (item.place.column - 1)
        # The comments behind a case belong to what follows it; its last field ends with its own last line.
        said = {"expect": _expect(case, decision, vocabulary, indent), "because": _because(case, decision, indent)}
        said["reviews"] = f"{indent}reviews: [{', '.join(_raised(decision))}]\n"
        said["to_confirm"] = f"{indent}to_confirm: {json.dumps(f'the rules say so, and not {told}', ensure_ascii=False)}\n"
        for field in said.keys() & fields:
            start, stop = field_span(lines, item, end, field)
            after = text[start:stop][len(text[start:stop].rstrip()) :].partition("\n")[2]
            edits.append(Edit(start, stop, said[field] + after))
        found.append(RenewedCase(case.id, told))
    return edited(text, edits), tuple(found)


def _differences(case: SuiteCase, decision: Decision) -> str:
    """Return what a case expected and did not get."""
    wrong = [
        f"{expected.name} {expectation(expected)}"
        for expected in case.expect
        if expectation(expected) != expectation(decision.findings[expected.name])
    ]
    if case.reviews is not None and {f"review.{name}" for name in _raised(decision)} != case.reviews:
        wrong.append(f"reviews [{', '.join(sorted(name.removeprefix('review.') for name in case.reviews))}]")
    applied = applied_rules(decision)
    wrong += [rule if applies else f"not {rule}" for rule, applies, _ in case.because if applied.get(rule) != applies]
    return "; ".join(wrong)


def _expect(case: SuiteCase, decision: Decision, vocabulary: Vocabulary, indent: str) -> str:
    lines = [f"{indent}expect:"]
    for expected in case.expect:
        value = expectation(decision.findings[expected.name])
        is_version = vocabulary.conclusions[expected.name].type == "version" and decision.findings[expected.name].status == "value"
        lines.append(f"{indent}  {expected.name}: {json.dumps(value) if is_version else value}")
    return "\n".join(lines) + "\n"


def _because(case: SuiteCase, decision: Decision, indent: str) -> str:
    applied = applied_rules(decision)
    told = [rule if applied[rule] else f"{{not: {rule}}}" for rule, _, _ in case.because if rule in applied]
    return f"{indent}because: [{', '.join(told)}]\n" if told else ""


def _raised(decision: Decision) -> list[str]:
    return sorted(
        name.removeprefix("review.") for name, found in decision.findings.items() if name.startswith("review.") and found.status == "met"
    )
