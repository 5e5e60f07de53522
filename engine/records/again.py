"""A case decided again, beside its last decision in a log: which facts and conclusions changed, and by which rules."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, NamedTuple, cast

from ..canonical import Json, day
from ..diagnostics import Rejected, suggest
from ..folders import shown
from ..frozen import dataclass
from ..law.compiled import Finding
from ..model import NONE, Conclusion, Fact, Language, Place, Text, Value, Vocabulary
from ..rendering.catalogue import phrase
from ..rendering.report import Block, Item, Line, Paragraph, Report, Section, Tone
from ..rendering.wording import Terms, headline, label, status_words, terms_of, value_words
from ..terms.spans import MONTH_OR_YEAR, span_of
from ..trail.finality import REVIEW
from .log import LogUnusable, read_records
from .sealing import DECISION, Flawed, case_of, unseal


@dataclass(frozen=True, slots=True)
class Recorded:
    """The last decision on a case in a log: the number of its record, and its document."""

    record: int
    document: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MovedFinding:
    """A conclusion found otherwise than before, and the rules that give it in one of the decisions alone: their titles and citations."""

    name: str
    before: Finding
    after: Finding
    no_longer: tuple[Text, ...]
    now: tuple[Text, ...]


class Came(NamedTuple):
    """What a decision knows of a fact, and how it came to it: `stated`, `assumed` or read from `silence`."""

    value: Value
    origin: str


@dataclass(frozen=True, slots=True)
class MovedFact:
    """A fact that is another than before, or came in another way; None where it was or is not known."""

    name: str
    before: Came | None
    after: Came | None


class Forced(NamedTuple):
    """The law version that was fixed beforehand then, and the one that is now; None where the rules on choice of law were used."""

    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Moves:
    """What moved from one decision on a case to another, in the order of the vocabulary.

    `versions` are the law versions that are not the same, `forced` is None where the law was chosen in the same way.
    """

    facts: tuple[MovedFact, ...]
    findings: tuple[MovedFinding, ...]
    versions: tuple[str, ...]
    forced: Forced | None

    @property
    def none(self) -> bool:
        """Whether everything but the text of the law is as it was."""
        return not self.facts and not self.findings and self.forced is None


def last_recorded(path: Path, case: str) -> Recorded:
    """Return the last decision on a case in a log; its content is compared with its seal, the rest of the log is not checked.

    Raises Rejected where the file is no log, has no decision on the case, or the decision was changed.
    """
    ids = []
    for record in reversed(read_records(path)):
        if record.kind != DECISION or record.leaves is None:
            continue
        try:
            found = str(case_of(record.leaves))
            ids.append(found)
            if found == case:
                return Recorded(record.number, unseal(record.leaves, json.loads(record.body)["commitments"]))
        except (Flawed, ValueError, LookupError, TypeError):
            what = Text(
                f"oppføring {record.number} er endret eller kan ikke leses", f"record {record.number} was changed or cannot be read"
            )
            raise _refused(path, what, Text("kjør `hjemmel verify` på loggen", "run `hjemmel verify` on the log")) from None
    near = suggest(case, ids)
    meant = Text(f"mente du `{near}`? Ellers: ", f"did you mean `{near}`? Else: ") if near is not None else Text("", "")
    see = Text("se `hjemmel log` for sakene i loggen", "see `hjemmel log` for the cases in the log")
    none = Text(f"loggen har ingen avgjørelse av saken `{case}`", f"the log has no decision on the case `{case}`")
    raise _refused(path, none, Text(meant.nb + see.nb, meant.en + see.en))


def _refused(path: Path, what: Text, fix: Text) -> Rejected:
    return Rejected([LogUnusable(what=what, remedy=fix).at(Place(shown(path), 1, 1))])


# ---------------------------------------------------------------- what moved


def moves(before: Mapping[str, Any], after: Mapping[str, Any], vocabulary: Vocabulary) -> Moves:
    """Return what moved between two decision documents on one case; names that the vocabulary no longer has come last."""
    findings = []
    givers = _givers(before), _givers(after)
    for name in _names(vocabulary.conclusions, before["conclusions"], after["conclusions"]):
        old_, new_ = (finding_in(one, vocabulary, name) for one in (before, after))
        if old_ != new_:
            then, now = (giver.get(name, {}) for giver in givers)
            gone = tuple(text for id_, text in then.items() if id_ not in now)
            come = tuple(text for id_, text in now.items() if id_ not in then)
            findings.append(MovedFinding(name, old_, new_, gone, come))
    digests = [{one["version"]: one["digest"] for one in document["versions"]} for document in (before, after)]
    versions = tuple(name for name in sorted(digests[0].keys() | digests[1].keys()) if digests[0].get(name) != digests[1].get(name))
    forced = Forced(*(next((law["version"] for law in one["law"].values() if law["forced"]), None) for one in (before, after)))
    facts = tuple(_moved_facts(before, after, vocabulary))
    return Moves(facts, tuple(findings), versions, forced if forced.before != forced.after else None)


def _moved_facts(before: Mapping[str, Any], after: Mapping[str, Any], vocabulary: Vocabulary) -> Iterator[MovedFact]:
    for name in _names(vocabulary.facts, before["facts"], after["facts"]):
        declared = vocabulary.facts.get(name)
        old, new = (_came(declared, one["facts"].get(name)) for one in (before, after))
        if old != new and not (declared is not None and declared.given):
            yield MovedFact(name, old, new)


def _names(declared: Mapping[str, object], *documents: Mapping[str, object]) -> Iterator[str]:
    there = set().union(*documents)
    yield from (name for name in declared if name in there)
    yield from sorted(there - declared.keys())


def _came(declared: Fact | None, written: Any) -> Came | None:
    return Came(_value(declared, written["value"]), written["origin"]) if written is not None else None


def _value(declared: Fact | Conclusion | None, value: Any) -> Value:
    if declared is not None and declared.type == "date" and value != NONE:
        return span_of(value) if MONTH_OR_YEAR.fullmatch(value) else day(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return cast(Value, value)
    return Decimal(str(value)) if declared is None or declared.type != "integer" else int(value)


def finding_in(document: Mapping[str, Any], vocabulary: Vocabulary, name: str) -> Finding:
    """Return what a decision document holds of a conclusion; one that it does not hold is not applicable."""
    return _finding(vocabulary.conclusions.get(name), document["conclusions"].get(name))


def consequences(after: Mapping[str, Any], vocabulary: Vocabulary) -> Iterator[tuple[str, Finding]]:
    """Yield what has to be done now: the conclusions that the vocabulary lists and the reviews, where they are met or have a value."""
    for name in (*vocabulary.consequences, *(name for name in vocabulary.conclusions if name.startswith(f"{REVIEW}."))):
        found = finding_in(after, vocabulary, name)
        if found.status in ("value", "met"):
            yield name, found


def _finding(declared: Conclusion | None, written: Any) -> Finding:
    if written is None:
        return Finding("not_applicable")
    return Finding(written["status"], _value(declared, written["value"]) if "value" in written else None)


def _givers(document: Mapping[str, Any]) -> dict[str, dict[str, Text]]:
    """Return by conclusion the rules that apply and give it, by id, each with its title and citation."""
    found: dict[str, dict[str, Text]] = {}
    for step in document["trail"]:
        for name in step.get("gives", {}):
            title, cited = step["title"], step["source"]["citation"]
            told = Text(f"{title['nb']} ({cited['nb']})", f"{title['en']} ({cited['en']})")
            found.setdefault(name, {})[step["name"]] = told
    return found


# ---------------------------------------------------------------- the report


def moves_report(recorded: Recorded, after: Mapping[str, Json], vocabulary: Vocabulary, lang: Language) -> Report:
    """Return the new decision beside the recorded one: the outcome, what that means, and what moved."""
    terms = terms_of(lang, vocabulary, None)
    moved = moves(recorded.document, cast(Any, after), vocabulary)
    sections = [
        Section(None, tuple(_outcome(terms, recorded, moved, cast(Any, after)))),
        *_means(terms, cast(Any, after)),
        *_facts(terms, moved),
        *_findings(terms, moved),
    ]
    return Report(lang, f"{terms.say('Case')} {recorded.document['case']}", tuple(sections))


def _outcome(terms: Terms, recorded: Recorded, moved: Moves, after: Mapping[str, Any]) -> Iterator[Block]:
    principal = [name for name, declared in terms.vocabulary.conclusions.items() if declared.principal]
    for name in principal:
        one = next((finding for finding in moved.findings if finding.name == name), None)
        if one is None:
            now = found_words(terms, name, finding_in(after, terms.vocabulary, name))
            told = terms.say("{label}: {value}, as before.", label=label(terms, name), value=now)
            yield _told(told, "strong")
        else:
            before, now = (found_words(terms, name, finding) for finding in (one.before, one.after))
            yield _told(terms.say("{label}: {value}; before: {before}.", label=label(terms, name), value=now, before=before), "bad")
    yield _told(terms.say("Compared with record {number} of the log.", number=recorded.record), "dim")
    if moved.versions:
        names = ", ".join(moved.versions)
        yield _told(terms.say("Law versions that were changed, added or taken away since: {names}.", names=names), "open")
    if moved.forced is not None:
        then, now = (version or terms.say("none") for version in moved.forced)
        yield _told(terms.say("Law version fixed beforehand: {now}; before: {then}.", now=now, then=then), "open")
    if moved.none:
        yield _told(terms.say("No fact and no conclusion is another."))


def _means(terms: Terms, after: Mapping[str, Any]) -> Iterator[Section]:
    items = []
    for name, found in consequences(after, terms.vocabulary):
        if found.status == "value":
            items.append(Item("-", ((f"{label(terms, name)}: ", "plain"), (found_words(terms, name, found), "strong"))))
        else:
            items.append(Item("!" if name.startswith(f"{REVIEW}.") else "-", ((label(terms, name), "strong"),)))
    if items:
        yield Section(terms.say("What that means now"), tuple(items))


def _facts(terms: Terms, moved: Moves) -> Iterator[Section]:
    items = []
    for one in moved.facts:
        before, after = came_words(terms, one)
        items.append(Item("-", ((f"{label(terms, one.name)}: ", "plain"), (f"{before} → ", "dim"), (after, "strong"))))
    if items:
        yield Section(terms.say("Facts that are other than then"), tuple(items))


def _findings(terms: Terms, moved: Moves) -> Iterator[Section]:
    """Tell each conclusion that is another, with the rules that give it in one of the decisions alone; the principal ones first."""
    items = []
    conclusions = terms.vocabulary.conclusions
    for one in sorted(moved.findings, key=lambda one: not (one.name in conclusions and conclusions[one.name].principal)):
        before, after = (found_words(terms, one.name, finding) for finding in (one.before, one.after))
        below: list[Line] = [((terms.say("applies now: {rule}", rule=terms.pick(rule)), "dim"),) for rule in one.now]
        below += [((terms.say("applied then: {rule}", rule=terms.pick(rule)), "dim"),) for rule in one.no_longer]
        items.append(Item("-", ((f"{label(terms, one.name)}: ", "plain"), (f"{before} → ", "dim"), (after, "strong")), tuple(below)))
    if items:
        yield Section(terms.say("Conclusions that are other than then"), tuple(items))


_ORIGINS: Final[Mapping[str, str]] = {
    "stated": phrase("stated"),
    "assumed": phrase("assumed"),
    "silence": phrase("not mentioned in the case"),
}


def came_words(terms: Terms, moved: MovedFact) -> tuple[str, str]:
    """Return what was and is known of a fact in words; with how it came where that is not by being stated then and now."""
    both = (moved.before, moved.after)
    told_how = any(one is not None and one.origin != "stated" for one in both)
    before, after = (
        value_words(terms, moved.name, one.value if one is not None else None)
        + (f" ({terms.say(_ORIGINS[one.origin])})" if one is not None and told_how else "")
        for one in both
    )
    return before, after


def found_words(terms: Terms, name: str, finding: Finding) -> str:
    """Return a finding in words."""
    return value_words(terms, name, finding.value) if finding.status == "value" else status_words(terms, finding.status)


def _told(text: str, tone: Tone = "plain") -> Paragraph:
    return Paragraph(((headline(text), tone),))
