"""The difference of two law versions as JSON, to `schemas/diff.schema.json`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..canonical import Json, plain
from ..law.compared import version_digest
from ..law.compiled import Finding
from ..model import Amendment, Laws, LawVersion, Place, Rule, Text
from ..trail.citation import cite
from .difference import Changed, Difference, RuleDifference
from .impact import Cause, FlipGroup, Impact
from .meaning import Meaning


def difference_document(found: Difference, meanings: Sequence[Meaning], impact: Impact | None, laws: Laws) -> dict[str, Json]:
    """Return the difference, what it means, and its impact on cases, null where no cases were given."""
    return {
        "older": _version(found.older, laws),
        "newer": _version(found.newer, laws),
        "provisions": [
            {"act": group.source.act, "section": group.source.section, "rules": [_rule(rule, found) for rule in group.rules]}
            for group in found.provisions
        ],
        "policies": [{"name": name, "before": old, "after": new} for name, old, new in found.policies],
        "meaning": [_meaning(meaning) for meaning in meanings],
        "impact": _impact(impact) if impact is not None else None,
    }


def _version(version: LawVersion, laws: Laws) -> Json:
    return {
        "version": version.name,
        "title": _text(version.title),
        "effective_from": version.effective_from.isoformat(),
        "digest": version_digest(version, laws.read_by(version.name)),
    }


def _rule(rule: RuleDifference, found: Difference) -> Json:
    shown = rule.after or rule.before
    assert shown is not None
    return {
        "id": rule.id,
        "kind": rule.kind,
        "title": _text(shown.title),
        "before": _stated(rule.before, found.older),
        "after": _stated(rule.after, found.newer),
        "changes": [_changed(changed) for changed in rule.changes],
        "amendments": [_amendment(amendment) for amendment in rule.amendments],
    }


def _stated(rule: Rule | None, version: LawVersion) -> Json:
    if rule is None:
        return None
    return {"source": _text(cite(rule.source, version.acts)), "place": _place(rule.place)}


def _changed(changed: Changed) -> Json:
    return {
        "part": changed.part,
        "name": changed.name,
        "before": [_text(text) for text in changed.before],
        "after": [_text(text) for text in changed.after],
    }


def _amendment(amendment: Amendment) -> Json:
    return {
        "act": amendment.act,
        "section": amendment.section,
        "in_force": amendment.in_force.isoformat(),
        "text": _text(amendment.text),
        "place": _place(amendment.place),
    }


def _meaning(meaning: Meaning) -> Json:
    return {
        "conclusion": meaning.conclusion,
        "verdict": meaning.verdict,
        "tried": meaning.tried,
        "solver": meaning.solver,
        "witnesses": [
            {"case": flip.case.id, "before": _finding(flip.before), "after": _finding(flip.after), "causes": _causes(flip.causes)}
            for flip in meaning.witnesses
        ],
    }


def _impact(impact: Impact) -> Json:
    return {
        "cases": impact.cases,
        "touched": impact.touched,
        "groups": [{**_group(group), "causes": _causes(group.causes)} for group in impact.groups],
        "opened": [_group(group) for group in impact.opened],
        "contradicted": list(impact.contradicted),
    }


def _group(group: FlipGroup) -> dict[str, Json]:
    return {
        "conclusion": group.conclusion,
        "before": _finding(group.before),
        "after": _finding(group.after),
        "cases": list(group.cases),
    }


def _causes(causes: Iterable[Cause]) -> Json:
    return [{"version": cause.version, "rule": cause.rule} for cause in causes]


def _finding(finding: Finding) -> Json:
    shown: dict[str, Json] = {"status": finding.status}
    if finding.value is not None:
        shown["value"] = plain(finding.value)
    return shown


def _text(text: Text) -> Json:
    return {"nb": text.nb, "en": text.en}


def _place(place: Place) -> Json:
    return {"file": place.file, "line": place.line, "column": place.column, "length": place.length}
