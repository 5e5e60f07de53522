"""The report on a law change: the provisions that differ, what that means, and whom it touches, in Bokmål or English."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from ..diagnostics import said
from ..law.compiled import Finding
from ..model import Language, Laws, LawVersion, Place, Rule, Source, Text
from ..rendering.catalogue import phrase, say
from ..rendering.report import Block, Item, Line, Paragraph, Report, Section, Table, Tone
from ..rendering.wording import Terms, headline, inside, label, status_words, terms_of, value_words
from ..terms.saying import date_words
from ..trail.citation import address, cite
from .difference import Changed, Difference, DifferenceKind, Provisions, RuleDifference
from .impact import Cause, Flip, FlipGroup, Impact
from .meaning import Meaning

_KINDS: Final[dict[DifferenceKind, tuple[str, Tone]]] = {
    "added": (phrase("added"), "good"),
    "changed": (phrase("changed"), "open"),
    "repealed": (phrase("repealed"), "bad"),
}

_PARTS: Final = {
    "source": phrase("authority"),
    "when": phrase("condition"),
    "unless": phrase("exception"),
    "overrides": phrase("overrides"),
    "in_force": phrase("period in force"),
    "then": phrase("consequence"),
    "subjects": phrase("the question arises of"),
    "derived": phrase("computation"),
    "parameter": phrase("number or date"),
}

_LISTED: Final = 10
"""So many cases are named for each group; the JSON names all."""


def difference_report(
    found: Difference, meanings: Sequence[Meaning] | None, impact: Impact | None, laws: Laws, lang: Language, saved: str | None = None
) -> Report:
    """Return the report on what differs between two versions; without meanings or impact the report is silent of them.

    `saved` is the folder where the witnesses are saved, each under `witness_name`.
    """
    words = _Words(found, laws, lang)
    older, newer = found.older, found.newer
    title = words.say("From law version {older} to {newer}", older=older.name, newer=newer.name)
    top = Section(
        None,
        (
            Table(
                tuple(
                    (
                        ((version.name, "strong"),),
                        ((words.pick(version.title), "plain"),),
                        ((date_words(words.lang, version.effective_from), "dim"),),
                    )
                    for version in (older, newer)
                ),
                heads=(words.say("Version"), words.say("Title"), words.say("Effective from")),
                terse=True,
            ),
            Paragraph(((words.counted(found), "plain"),)),
        ),
    )
    sections = [top, *(_provisions(words, group) for group in found.provisions)]
    if found.policies:
        told = tuple(Item("-", ((f"{name}: {old} → {new}", "plain"),)) for name, old, new in found.policies)
        sections.append(Section(words.say("Policies of the calendar"), told))
    if impact is not None:
        sections.append(_impact(words, impact))
    if meanings is not None:
        sections += _meaning(words, meanings, saved)
    return Report(lang, title, tuple(sections))


class _Words:
    """The words for one difference in one language."""

    def __init__(self, found: Difference, laws: Laws, lang: Language) -> None:
        self.found, self.laws, self.lang = found, laws, lang
        self.terms: Terms = terms_of(lang, laws.read_by(found.newer.name), found.newer)
        self.versions = {version.name: version for version in (found.older, found.newer)}

    def say(self, text: str, /, **values: object) -> str:
        return say(self.lang, text, **values)

    def pick(self, text: Text) -> str:
        return said(text, self.lang)

    def counted(self, found: Difference) -> str:
        counts = {kind: sum(rule.kind == kind for rule in found.rules) for kind in _KINDS}
        if not found.rules:
            return self.say("No rule differs.")
        return self.say("Rules: {added} added, {changed} changed, {repealed} repealed.", **counts)

    def cited(self, source: Source, version: LawVersion) -> str:
        return self.pick(cite(source, version.acts))

    def finding(self, name: str, finding: Finding) -> str:
        if finding.status == "value":
            return value_words(self.terms, name, finding.value)
        return status_words(self.terms, finding.status)

    def cause(self, cause: Cause) -> str:
        version = self.versions[cause.version]
        rule = version.rules[cause.rule]
        return f"{self.cited(rule.source, version)}: {self.pick(rule.title)} ({cause.rule})"

    def causes(self, causes: Iterable[Cause]) -> str:
        return "; ".join(map(self.cause, causes)) or self.say("no single rule")


# ---------------------------------------------------------------- by provision


def _provisions(words: _Words, group: Provisions) -> Section:
    versions = (words.found.newer, words.found.older)
    version = next((v for v in versions if group.source.act in v.acts), versions[0])
    return Section(headline(words.cited(group.source, version)), tuple(_rule(words, rule, version) for rule in group.rules))


def _rule(words: _Words, rule: RuleDifference, version: LawVersion) -> Item:
    kind, tone = _KINDS[rule.kind]
    shown = rule.after or rule.before
    assert shown is not None
    line: Line = ((words.pick(shown.title), "strong"), (f" ({rule.id}) – ", "dim"), (words.say(kind), tone))
    below: list[Line] = [part for changed in rule.changes for part in _changed(words, changed)]
    below += [
        ((f"{words.say('amended by')} {a.act}, {a.section} ({date_words(words.lang, a.in_force)})", "plain"),) for a in rule.amendments
    ]
    if not rule.amendments:
        below.append(((words.say("no amendment names the rule"), "bad"),))
    below.append(((words.say("stands in ") + " → ".join(_places(rule.before, rule.after)), "dim"),))
    return Item("-", line, tuple(below), address=address(shown.source, version.acts))


def _changed(words: _Words, changed: Changed) -> Iterator[Line]:
    part = words.say(_PARTS[changed.part]) + (f" {changed.name}" if changed.name else "")
    before, after = ([words.pick(text) for text in side] for side in (changed.before, changed.after))
    if len(before) == len(after) == 1:
        yield ((f"{part}: {before[0]} → {after[0]}", "plain"),)
        return
    for side, word, tone in (
        (before, words.say("gone"), "bad"),
        (after, words.say("new"), "good"),
    ):
        for text in side:
            yield ((f"{part}, ", "plain"), (word, "bad" if tone == "bad" else "good"), (f": {text}", "plain"))


def _places(*rules: Rule | None) -> list[str]:
    return [_place(rule.place) for rule in rules if rule is not None]


def _place(place: Place) -> str:
    return f"{place.file}:{place.line}"


# ---------------------------------------------------------------- whom it touches


def _impact(words: _Words, impact: Impact) -> Section:
    blocks: list[Block] = [
        Paragraph(
            (
                (
                    words.say(
                        "{touched} of {cases} cases come out differently under the newer version.",
                        touched=impact.touched,
                        cases=impact.cases,
                    ),
                    "strong",
                ),
            )
        )
    ]
    by_cause: dict[tuple[Cause, ...], list[Block]] = {}
    for group in impact.groups:
        by_cause.setdefault(group.causes, []).append(_group(words, group))
    for causes, items in by_cause.items():
        blocks += [Paragraph(((words.causes(causes), "strong"),)), *items]
    if impact.opened:
        said = words.say("Open in one of the versions ({number})", number=len(impact.opened))
        blocks += [Paragraph(((said, "strong"),)), *(_group(words, group) for group in impact.opened[:_LISTED])]
    if len(impact.opened) > _LISTED:
        blocks.append(Item("", ((words.say("and {number} more", number=len(impact.opened) - _LISTED), "dim"),), level=2))
    if impact.contradicted:
        said = words.say("Rules contradict each other in: ")
        blocks.append(Paragraph(((said + ", ".join(impact.contradicted), "bad"),)))
    return Section(words.say("Whom it touches"), tuple(blocks))


def _group(words: _Words, group: FlipGroup) -> Item:
    told = (
        f"{label(words.terms, group.conclusion)}: {words.finding(group.conclusion, group.before)} → "
        f"{words.finding(group.conclusion, group.after)}"
    )
    cases = ", ".join(group.cases[:_LISTED]) + (f" … ({len(group.cases)})" if len(group.cases) > _LISTED else "")
    number = words.say("1 case") if len(group.cases) == 1 else words.say("{number} cases", number=len(group.cases))
    return Item("-", ((told, "plain"),), (((f"{number}: {cases}", "dim"),),), level=2)


# ---------------------------------------------------------------- what it means


def witness_name(conclusion: str, number: int) -> str:
    """Return what a witness is called as a case file: the conclusion and its number among that conclusion's, from 1."""
    return f"{conclusion}-{number}"


def _meaning(words: _Words, meanings: Sequence[Meaning], saved: str | None) -> Iterator[Section]:
    differing = [meaning for meaning in meanings if meaning.verdict == "differs"]
    blocks: list[Block] = []
    for meaning in differing:
        blocks.append(Paragraph(((label(words.terms, meaning.conclusion), "strong"), (f" ({meaning.conclusion})", "dim"))))
        for number, flip in enumerate(meaning.witnesses, 1):
            blocks.append(_witness(words, flip, f"{saved}/{witness_name(flip.conclusion, number)}.yaml" if saved else flip.case.id))
    if not differing:
        blocks.append(Paragraph(((words.say("No case shows a difference."), "plain"),)))
    yield Section(words.say("Where the answers differ"), tuple(blocks))
    titles = {
        "same_rules": words.say("The same: rests on the same rules in both"),
        "proved": words.say("The same: proved by the solver for all cases"),
        "not_proved": words.say("Not proved the same, no difference found"),
    }
    for verdict, title in titles.items():
        alike = [meaning for meaning in meanings if meaning.verdict == verdict]
        if alike:
            names = ", ".join(inside(words.terms, label(words.terms, meaning.conclusion)) for meaning in alike)
            counted = words.say("{number} conclusions", number=len(alike))
            # Those that rest on the same rules are many, and of no interest one by one; the JSON names them.
            told: list[Block] = [Paragraph(((counted + ("" if verdict == "same_rules" else f": {names}"), "plain"),))]
            if verdict == "not_proved":
                told.append(Paragraph(((_unproved(words, alike), "open"),)))
            yield Section(title, tuple(told))


def _unproved(words: _Words, alike: Sequence[Meaning]) -> str:
    tried = min(meaning.tried for meaning in alike)
    said = words.say("At least {tried} cases were tried for each.", tried=tried)
    if any(meaning.solver for meaning in alike):
        return said + words.say(" The solver gave up.")
    return said + words.say(" The solver (extra `analysis`) was not used.")


def _witness(words: _Words, flip: Flip, person: str) -> Item:
    told = f"{words.finding(flip.conclusion, flip.before)} → {words.finding(flip.conclusion, flip.after)}"
    case = words.say("shown by {person}", person=person)
    return Item("-", ((told, "plain"),), (((words.causes(flip.causes), "plain"),), ((case, "dim"),)), level=2)
