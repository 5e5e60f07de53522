"""Running regression suites: each case is decided and compared with what its author expected."""

from __future__ import annotations

from collections.abc import Iterable

from ..canonical import plain
from ..diagnostics import Rejected
from ..frozen import dataclass
from ..inference.constraints import check_constraints
from ..inference.forward import Engine
from ..inference.literals import negative, positive
from ..language.suites import Expected, SuiteCase
from ..law.compiled import CompiledLaws, Finding
from ..law.deciding import Decision, decide
from ..model import Text


@dataclass(frozen=True, slots=True)
class CaseOutcome:
    """The result of one case: `failures` says in words what differed; none means that it passed."""

    version: str
    suite: str
    case: SuiteCase
    decision: Decision | None
    failures: tuple[Text, ...]


def run_case(version: str, suite: str, case: SuiteCase, laws: CompiledLaws, engine: Engine) -> CaseOutcome:
    """Return the outcome of one regression case on one engine."""
    broken = check_constraints(case.case, laws.laws.vocabulary)
    if broken:
        failures = tuple(
            Text(f"saken motsier seg selv: {d.message.nb}", f"the case contradicts itself: {d.message.en}")
            for d in broken
            if d.code != case.rejected
        )
        return CaseOutcome(version, suite, case, None, failures)
    try:
        decision = decide(case.case, laws, engine)
    except Rejected as rejected:
        failures = tuple(d.message for d in rejected.diagnostics if d.code != case.rejected)
        return CaseOutcome(version, suite, case, None, failures)
    if case.rejected is not None:
        told = Text(
            f"ventet å bli avvist med {case.rejected}, men ble avgjort", f"expected to be rejected with {case.rejected}, and it was decided"
        )
        return CaseOutcome(version, suite, case, decision, (told,))
    return CaseOutcome(version, suite, case, decision, tuple(_failures(version, case, decision)))


def _failures(version: str, case: SuiteCase, decision: Decision) -> Iterable[Text]:
    for expected in case.expect:
        finding = decision.findings[expected.name]
        if finding.status != expected.status or finding.value != expected.value:
            wanted, got = expectation(expected), expectation(finding)
            yield Text(f"{expected.name}: ventet {wanted}, fikk {got}", f"{expected.name}: expected {wanted}, got {got}")
    if case.reviews is not None:
        raised = {name for name, finding in decision.findings.items() if name.startswith("review.") and finding.status == "met"}
        for name in sorted(case.reviews - raised):
            got = expectation(decision.findings[name])
            yield Text(f"{name}: ventet å bli reist, fikk {got}", f"{name}: expected to be raised, got {got}")
        for name in sorted(raised - case.reviews):
            yield Text(f"{name}: reist og ikke ventet", f"{name}: raised and not expected")
    applied = applied_rules(decision)
    for rule, applies, _ in case.because:
        if rule not in applied:
            yield Text(
                f"regelen {rule}: ventet å være avgjort, men er åpen eller ikke del av avgjørelsen",
                f"rule {rule}: expected to be decided, and it is open or not part of the decision",
            )
        elif applied[rule] != applies:
            does = Text("gjelder", "applies") if applied[rule] else Text("gjelder ikke", "does not apply")
            yield Text(f"regelen {rule}: {does.nb}, mot det som var ventet", f"rule {rule}: {does.en}, against what was expected")
    governing = {v for law in decision.governing.values() for v in law.versions}
    if version not in governing:
        yield Text(
            f"testsaken er i samlingen for {version}, som ikke gjelder for noen av temaene i den",
            f"the case is in the suite of {version}, which governs none of its topics",
        )


def applied_rules(decision: Decision) -> dict[str, bool]:
    """Return for every decided rule whether it applies, in any version that was run."""
    found: dict[str, bool] = {}
    for run in (*decision.choices, *decision.runs):
        heads = {run.program.clauses[number].head for number in run.fired}
        for id_, node in run.program.rules.items():
            if positive(node.node) in heads:
                found[id_] = True
            elif negative(node.node) in heads:
                found.setdefault(id_, False)
    return found


def expectation(finding: Finding | Expected) -> str:
    """Return a finding as `expect` of a suite states it."""
    words = {"met": "true", "not_met": "false"}
    return str(plain(finding.value)) if finding.status == "value" else words.get(finding.status, finding.status)
