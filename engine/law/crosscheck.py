"""The cross-check: every decision is derived by two independent engines, and withheld where they differ."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..canonical import Json
from ..diagnostics import Diagnostic, Problem, Rejected
from ..inference import durable, forward
from ..inference.forward import Engine
from ..model import Case, Text
from .compiled import CompiledLaws
from .deciding import Decision, decide


class EnginesDiffer(Problem):
    code = "cross-check"
    message = Text("avgjørelsen holdes tilbake: {what}", "the decision is withheld: {what}")
    why = Text(
        "to uavhengige utledninger som avviker fra hverandre, betyr at en av dem er feil, og ingen vet hvilken",
        "two independent derivations that differ mean that one of them is wrong, and nobody knows which",
    )
    fix = Text(
        "meld fra om denne saken; `--no-cross-check` viser hva den første motoren kom til",
        "report this case; `--no-cross-check` shows what the first engine found",
    )
    what: Text


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
            what = Text(f"den andre motoren feilet: {failure}", f"the second engine failed: {failure}")
            raise Rejected([_withheld(case, what)]) from None
        difference = first_difference(decision, other)
        if difference is not None:
            what = Text(f"de to motorene er uenige om {difference.nb}", f"the two engines disagree on {difference.en}")
            raise Rejected([_withheld(case, what)])
        return decision, agreement()

    return decide_twice


def agreement() -> Json:
    """Return how a decision on which both engines agree was cross-checked."""
    return {"made": True, "engines": [REFERENCE, SECOND], "agree": True}


def ended_early(case: Case, why: str) -> Diagnostic:
    """Return that the process in which the second engine ran ended before it came to a decision on the case, and why, if that is known."""
    known = f": {why}" if why else ""
    return _withheld(case, Text(f"den andre motoren sluttet uten et svar{known}", f"the second engine ended without an answer{known}"))


def first_difference(one: Decision, other: Decision) -> Text | None:
    """Return in words where two decisions on the same case first differ, or None where they and their trails are equal."""
    if one.governing != other.governing:
        return Text("hvilken lov som gjelder", "which law governs")
    choice, decision = Text("lovvalget", "the choice of law"), Text("avgjørelsen", "the decision")
    for kind, ours, theirs in ((choice, one.choices, other.choices), (decision, one.runs, other.runs)):
        if len(ours) != len(theirs):
            return Text(f"{kind.nb}: hvilke versjoner som er kjørt", f"{kind.en}: the versions that were run")
        for left, right in zip(ours, theirs, strict=True):
            if left.fired != right.fired or left.values != right.values or left.topics != right.topics:
                number = min(set(left.fired) ^ set(right.fired), default=None)
                clause = Text("", "") if number is None else Text(f", klausul {number}", f", clause {number}")
                version = left.compiled.version.name
                return Text(f"{kind.nb} etter versjon {version}{clause.nb}", f"{kind.en} under version {version}{clause.en}")
    for name in one.findings:
        if one.findings[name] != other.findings.get(name):
            return Text(f"konklusjonen `{name}`", f"the conclusion `{name}`")
    return None


def _withheld(case: Case, what: Text) -> Diagnostic:
    return EnginesDiffer(what=what).at(case.place)
