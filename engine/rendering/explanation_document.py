"""The explanation as JSON, to `schemas/explanation.schema.json`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from ..canonical import Json, plain
from ..inquiry.change import Change
from ..inquiry.explanation import Explanation
from ..inquiry.missing import Missing
from ..law.compiled import Finding
from ..trail.acts import ACT
from ..trail.document import document
from ..trail.justification import Justification, with_justification
from ..trail.obstacles import Obstacle, Obstacles, Stopped


def explanation_document(explanation: Explanation, full: bool, cross_check: Json) -> dict[str, Json]:
    """Return the explanation as JSON values; `full` adds the whole trail of the decision.

    The steps under `why` and `choice_of_law` are those of the decision document with the premises that are needed.
    """
    vocabulary = explanation.laws.vocabulary
    whole: Mapping[str, Any] = document(explanation.decision, explanation.trail, vocabulary, cross_check)
    public = vocabulary.conclusions.get(explanation.name)
    shown: dict[str, Json] = {
        "case": explanation.decision.case.id,
        "name": explanation.name,
        "kind": explanation.kind,
        "answers": [_finding(finding) for finding in explanation.found],
        "law": {topic: law for topic, law in whole["law"].items() if public is None or topic == public.topic},
    }
    shown |= {part: whole[part] for part in ("read_until", "warnings")}
    act = explanation.decision.findings.get(ACT)
    if act is not None and act.status == "value":
        shown["act"] = plain(act.value)
    if explanation.name in whole["facts"]:
        shown["fact"] = whole["facts"][explanation.name]
    shown["why"] = _justification(explanation, explanation.because, cross_check)
    shown["choice_of_law"] = _justification(explanation, explanation.choice, cross_check)
    shown["in_the_way"] = [_in_the_way(found, whole) for found in explanation.obstacles]
    shown["missing"] = _missing(explanation.missing, explanation.lacking)
    shown["change"] = _change(explanation.change) if explanation.change is not None else None
    shown["beyond_change"] = explanation.beyond_change
    if full:
        shown["trail"] = whole["trail"]
    shown["digest"] = whole["digest"]
    shown["cross_check"] = cross_check
    return shown


def _finding(finding: Finding) -> Json:
    shown: dict[str, Json] = {"status": finding.status}
    if finding.value is not None:
        shown["value"] = plain(finding.value)
    return shown


def _justification(explanation: Explanation, found: Justification | None, cross_check: Json) -> Json:
    if found is None:
        return None
    # The document writes every step; those of the justification are written with the premises that it keeps.
    shortened = with_justification(explanation.trail, found)
    steps: Any = document(explanation.decision, shortened, explanation.laws.vocabulary, cross_check)["trail"]
    return {
        "goals": list(found.goals),
        "steps": [steps[step.number - 1] for step in found.steps],
        "facts": list(found.facts),
        "smallest": found.smallest,
    }


def _in_the_way(found: Obstacles, whole: Mapping[str, Any]) -> Json:
    def obstacle(stopped: Stopped, one: Obstacle) -> Json:
        written = whole["trail"][stopped.step.number - 1]["premises"]
        premises = [written[stopped.step.premises.index(premise)] for premise in one.premises]
        return {"premises": premises, "stops_way": one.stops_way, "stops_all": one.stops_all}

    def rule(stopped: Stopped) -> Json:
        step = whole["trail"][stopped.step.number - 1]
        head = {"step": stopped.step.number, "rule": stopped.step.name, "title": step["title"], "source": step["source"]}
        return {**head, "conditions": [obstacle(stopped, one) for one in stopped.obstacles]}

    return {
        "version": found.version,
        "ways": [{"step": way.step.number, "rule": way.step.name, "rules": [rule(stopped) for stopped in way.rules]} for way in found.ways],
        "foreign": list(found.foreign),
    }


def _missing(found: Missing | None, lacking: Iterable[str]) -> Json:
    facts = list(lacking)
    if found is None:
        return {"facts": cast(Json, facts)}
    return {
        "facts": cast(Json, facts),
        "stands": found.stands,
        "unknown": found.unknown,
        "sets": [list(one) for one in found.sets],
        "unproven": list(found.unproven),
    }


def _change(change: Change) -> Json:
    shown: dict[str, Json] = {
        "after": _finding(change.after),
        "facts": [{"name": move.fact, "old": plain(move.old), "new": plain(move.new)} for move in change.moves],
        "law": [{"topic": law.topic, "old": list(law.old), "new": list(law.new)} for law in change.laws],
    }
    if change.alternatives:
        shown["alternatives"] = [_change(other) for other in change.alternatives]
    if change.omitted:
        shown["omitted"] = change.omitted
    return shown
