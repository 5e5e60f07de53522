"""The cross-check: every decision is derived by two independent engines, and withheld where they differ."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..canonical import Json
from ..diagnostics import Diagnostic, Rejected
from ..inference import durable, forward
from ..inference.forward import Engine
from ..model import Case
from .compiled import CompiledLaws
from .deciding import Decision, decide

REFERENCE = "forward"
SECOND = "durable"


def engines() -> Mapping[str, Engine]:
    """Return the engines that can run here, the reference first."""
    found: dict[str, Engine] = {REFERENCE: forward.run}
    if durable.available() is None:
        found[SECOND] = durable.engine()
    return found


def cross_checker(wanted: bool) -> Callable[[Case, CompiledLaws], tuple[Decision, Json]]:
    """Return a function that decides a case and tells how the decision was cross-checked.

    The function raises Rejected as `decide` does, and where the engines differ or the second one fails.
    """
    absent = durable.available() if wanted else "switched off by --no-cross-check"
    second = durable.engine() if absent is None else None

    def decide_twice(case: Case, laws: CompiledLaws) -> tuple[Decision, Json]:
        decision = decide(case, laws, forward.run)
        if second is None:
            return decision, {"made": False, "engines": [REFERENCE], "reason": absent}
        try:
            other = decide(case, laws, second)
        except durable.DurableFailed as failure:
            raise Rejected([_withheld(case, f"the second engine failed: {failure}")]) from None
        difference = first_difference(decision, other)
        if difference is not None:
            raise Rejected([_withheld(case, f"the two engines disagree on {difference}")])
        return decision, {"made": True, "engines": [REFERENCE, SECOND], "agree": True}

    return decide_twice


def first_difference(one: Decision, other: Decision) -> str | None:
    """Return in words where two decisions on the same case first differ, or None where they and their trails are equal."""
    if one.governing != other.governing:
        return "which law governs"
    for kind, ours, theirs in (("the choice of law", one.choices, other.choices), ("the decision", one.runs, other.runs)):
        if len(ours) != len(theirs):
            return f"{kind}: the versions that were run"
        for left, right in zip(ours, theirs, strict=True):
            if left.fired != right.fired or left.values != right.values or left.topics != right.topics:
                number = min(set(left.fired) ^ set(right.fired), default=None)
                return f"{kind} under version {left.compiled.version.name}" + (f", clause {number}" if number is not None else "")
    for name in one.findings:
        if one.findings[name] != other.findings.get(name):
            return f"the conclusion `{name}`"
    return None


def _withheld(case: Case, what: str) -> Diagnostic:
    return Diagnostic(
        "cross-check",
        f"the decision is withheld: {what}",
        case.place,
        "two independent derivations that differ mean that one of them is wrong, and nobody knows which",
        "report this case; `--no-cross-check` shows what the first engine found",
    )
