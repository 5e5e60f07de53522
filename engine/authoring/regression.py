"""Running regression suites: each case is decided and compared with what its author expected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..canonical import plain
from ..diagnostics import Rejected
from ..inference.constraints import check_constraints
from ..inference.forward import Engine
from ..language.suites import Expected, SuiteCase
from ..law.compiled import CompiledLaws, Finding
from ..law.deciding import Decision, decide


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one case: `failures` says in words what differed; none means that it passed."""

    version: str
    suite: str
    case: SuiteCase
    decision: Decision | None
    failures: tuple[str, ...]


def run_case(version: str, suite: str, case: SuiteCase, laws: CompiledLaws, engine: Engine) -> Outcome:
    """Return the outcome of one regression case on one engine."""
    broken = check_constraints(case.case, laws.laws.vocabulary)
    if broken:
        failures = tuple(f"the case contradicts itself: {d.message}" for d in broken if d.code != case.rejected)
        return Outcome(version, suite, case, None, failures)
    try:
        decision = decide(case.case, laws, engine)
    except Rejected as rejected:
        failures = tuple(d.message for d in rejected.diagnostics if d.code != case.rejected)
        return Outcome(version, suite, case, None, failures)
    if case.rejected is not None:
        return Outcome(version, suite, case, decision, (f"expected to be rejected with {case.rejected}, and it was decided",))
    return Outcome(version, suite, case, decision, tuple(_failures(version, case, decision)))


def _failures(version: str, case: SuiteCase, decision: Decision) -> Iterable[str]:
    for expected in case.expect:
        finding = decision.findings[expected.name]
        if finding.status != expected.status or finding.value != expected.value:
            yield f"{expected.name}: expected {_words(expected)}, got {_words(finding)}"
    if case.reviews is not None:
        raised = {name for name, finding in decision.findings.items() if name.startswith("review.") and finding.status == "met"}
        for name in sorted(case.reviews - raised):
            yield f"{name}: expected to be raised, got {_words(decision.findings[name])}"
        for name in sorted(raised - case.reviews):
            yield f"{name}: raised and not expected"
    applied = _applied(decision)
    for rule, applies, _ in case.because:
        if rule not in applied:
            yield f"rule {rule}: expected to be decided, and it is open or not part of the decision"
        elif applied[rule] != applies:
            yield f"rule {rule}: {'applies' if applied[rule] else 'does not apply'}, against what was expected"
    governing = {v for law in decision.governing.values() for v in law.versions}
    if version not in governing:
        yield f"the case is in the suite of {version}, which governs none of its topics"


def _applied(decision: Decision) -> dict[str, bool]:
    """Return for every decided rule whether it applies, in any version that was run."""
    found: dict[str, bool] = {}
    for run in (*decision.choices, *decision.runs):
        heads = {run.program.clauses[number].head for number in run.fired}
        for id_, node in run.program.rules.items():
            if 2 * node.node in heads:
                found[id_] = True
            elif 2 * node.node + 1 in heads:
                found.setdefault(id_, False)
    return found


def _words(finding: Finding | Expected) -> str:
    words = {"met": "true", "not_met": "false"}
    return str(plain(finding.value)) if finding.status == "value" else words.get(finding.status, finding.status)
