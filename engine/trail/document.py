"""The decision as JSON, to `schemas/decision.schema.json`: facts, law versions, law per topic, conclusions, trail, digest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from ..canonical import Json, digest, plain
from ..law.deciding import Decision, Run, read_before
from ..model import GOVERNS, Vocabulary
from .forms import expression_json, source_json, test_json
from .lacking import Lacking, Unstated
from .steps import Premise, Step, Trail
from .warnings import warnings_json


def document(decision: Decision, trail: Trail, vocabulary: Vocabulary, cross_check: Json) -> dict[str, Json]:
    """Return the decision as JSON values. `digest` covers all but itself and `cross_check`, which tells how it was derived."""
    read = read_before(decision)
    body: dict[str, Json] = {
        "case": decision.case.id,
        "facts": {name: _fact(decision, name) for name in sorted(decision.case.facts)},
        "versions": [
            {"version": compiled.version.name, "digest": compiled.digest, "draft": compiled.version.name in decision.laws.laws.drafts}
            for compiled in reversed(decision.laws.versions)
        ],
        "read_until": read.isoformat() if read is not None else None,
        "warnings": warnings_json(decision.case, vocabulary),
        "law": {topic: _law(decision, trail, topic) for topic in decision.governing},
        "conclusions": {name: _conclusion(decision, trail, vocabulary, name) for name in sorted(decision.findings)},
        "trail": [_step(step, decision, vocabulary) for step in trail.steps],
    }
    return {**body, "digest": digest(body), "cross_check": cross_check}


def missing(decision: Decision, trail: Trail, vocabulary: Vocabulary, name: str) -> tuple[str, ...]:
    """Return the facts whose absence leaves a conclusion open, in order of name; none where it is settled."""
    return tuple(sorted({fact for one, goal in _open_in(decision, trail, vocabulary, name) for fact in one.facts(goal)}))


def unstated(decision: Decision, trail: Trail, vocabulary: Vocabulary, name: str) -> tuple[Unstated, ...]:
    """Return the values that the law does not state for a day of the case, for want of which a conclusion is open, in order of name."""
    return tuple(sorted({value for one, goal in _open_in(decision, trail, vocabulary, name) for value in one.unstated(goal)}))


def _open_in(decision: Decision, trail: Trail, vocabulary: Vocabulary, name: str) -> Iterator[tuple[Lacking, str]]:
    """Yield the runs that leave a conclusion open, each with what it is about: the conclusion, or whether its version governs."""
    if decision.findings[name].status != "open":
        return
    topic = vocabulary.conclusions[name].topic
    undecided = topic is not None and not decision.governing[topic].settled
    for one in trail.lacking:
        if topic in one.run.topics:
            yield one, name
        elif undecided and not one.run.topics:  # a run that chooses the law
            yield one, f"{GOVERNS}{topic}"


def _fact(decision: Decision, name: str) -> Json:
    fact = decision.case.facts[name]
    shown: dict[str, Json] = {"value": plain(fact.value), "origin": fact.origin}
    if fact.source is not None:
        shown["source"] = fact.source
    return shown


def _law(decision: Decision, trail: Trail, topic: str) -> Json:
    governing = decision.governing[topic]
    because = list(trail.law[topic])
    digests = {run.compiled.version.name: run.compiled.digest for run in decision.runs}
    if governing.settled:
        version = governing.versions[0]
        return {"version": version, "digest": digests[version], "forced": decision.case.forced is not None, "because": cast(Json, because)}
    return {
        "version": None,
        "possible": [{"version": v, "digest": digests[v]} for v in governing.versions],
        "forced": False,
        "because": cast(Json, because),
    }


def _conclusion(decision: Decision, trail: Trail, vocabulary: Vocabulary, name: str) -> Json:
    finding = decision.findings[name]
    because = trail.because.get(name, ())
    topic = vocabulary.conclusions[name].topic
    if vocabulary.conclusions[name].type == "version" and topic is not None:
        because = trail.law[topic]
    shown: dict[str, Json] = {"status": finding.status}
    if finding.value is not None:
        shown["value"] = plain(finding.value)
    shown["because"] = list(because)
    shown["missing"] = list(missing(decision, trail, vocabulary, name))
    lacking = unstated(decision, trail, vocabulary, name)
    if lacking:
        shown["unstated"] = [{"parameter": parameter, "date": plain(day)} for parameter, day in lacking]
    return shown


def _step(step: Step, decision: Decision, vocabulary: Vocabulary) -> Json:
    shown: dict[str, Json] = {"number": step.number, "kind": step.kind}
    run = _run_of(step, decision)
    if run is not None:
        shown["version"] = run.compiled.version.name
        shown["digest"] = run.compiled.digest
    shown["name"] = step.name
    shown["result"] = step.result
    if step.value is not None:
        shown["value"] = plain(step.value)
    if step.rule is not None and run is not None:
        shown["title"] = plain(step.rule.title)
        shown["source"] = source_json(step.rule.source, run.compiled.version)
        if step.rule.note:
            shown["note"] = step.rule.note
    if step.gives:
        shown["gives"] = {name: plain(value) for name, value in step.gives}
    if step.derived is not None and run is not None:
        shown["computed"] = expression_json(step.derived.expression, run.compiled.version)
    shown["premises"] = [_premise(premise, run) for premise in step.premises]
    return shown


def _run_of(step: Step, decision: Decision) -> Run | None:
    for run in (*decision.runs, *decision.choices):
        if run.compiled.version.name == step.version:
            return run
    return None


def _premise(premise: Premise, run: Run | None) -> Json:
    shown: dict[str, Json] = {"holds": premise.holds, "role": premise.role}
    if premise.statement is not None:
        shown["name"] = premise.statement
    if premise.test is not None and run is not None:
        shown["test"] = test_json(premise.test, run.compiled.version)
    if premise.values:
        shown["values"] = {name: plain(value) for name, value in premise.values}
    shown["steps"] = list(premise.steps)
    return shown
