"""The page that a lawyer signs: a change of law with what it means, whom it touches, its texts, its cases and what is left open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..diagnostics import Diagnostic, said
from ..frozen import dataclass
from ..language.suites import SuiteCase
from ..model import Language, Laws, LawVersion, Text
from ..rendering.catalogue import say
from ..rendering.report import Block, Item, Line, Paragraph, Report, Section, Table
from ..suites.coverage import Covered
from .difference import Difference
from .difference_report import difference_report
from .impact import Impact
from .meaning import Meaning

_LISTED = 25
"""So many entries of a list are on the page; of the rest, how many there are."""


@dataclass(frozen=True, slots=True)
class ReviewedChange:
    """All that a review tells: the difference, what it means, whom it touches among the regression cases, and what is left.

    `covered` are the rules, conditions and parameters that differ, with what no case shows of them; `failing` the cases of the
    newer version that fail, `unconfirmed` those that nobody has read the law for; `problems` what `check` says of its files.
    """

    found: Difference
    meanings: Sequence[Meaning]
    impact: Impact
    covered: Sequence[Covered]
    failing: Sequence[SuiteCase]
    unconfirmed: Sequence[SuiteCase]
    problems: Sequence[Diagnostic]


def review_report(change: ReviewedChange, laws: Laws, lang: Language) -> Report:
    """Return the page, with places for names and dates at its end."""
    found = change.found
    told = difference_report(found, change.meanings, change.impact, laws, lang)
    sections = [
        *told.sections,
        Section(say(lang, "Texts that changed"), tuple(_texts(found.older, found.newer, lang)) or (_nothing(lang),)),
        Section(say(lang, "Coverage of what changed"), tuple(_coverage(change.covered, lang))),
        Section(say(lang, "Regression cases"), tuple(_cases(change, lang))),
        Section(say(lang, "Left open in the files"), tuple(_problems(change.problems, lang)) or (_nothing(lang),)),
        Section(say(lang, "Signed"), (_signatures(lang),)),
    ]
    return Report(lang, say(lang, "Review: {title}", title=told.title), tuple(sections))


def _texts(older: LawVersion, newer: LawVersion, lang: Language) -> Iterator[Block]:
    """Yield each title, label and note that differs under one name, as it was and as it is, in each language."""
    pairs: list[tuple[str, Text, Text]] = [("law.yaml", older.title, newer.title)]
    pairs += ((id_, older.rules[id_].title, rule.title) for id_, rule in newer.rules.items() if id_ in older.rules)
    pairs += ((name, older.helpers[name].label, helper.label) for name, helper in newer.helpers.items() if name in older.helpers)
    pairs += ((name, older.derived[name].label, derived.label) for name, derived in newer.derived.items() if name in older.derived)
    notes = ((id_, older.rules[id_].note or "", rule.note or "") for id_, rule in newer.rules.items() if id_ in older.rules)
    lines: dict[str, list[Line]] = {}
    for name, before, after in pairs:
        both = zip(before.all(), after.all(), strict=False)
        lines.setdefault(name, []).extend(((f"{one} → {other}", "plain"),) for one, other in both if one != other)
    for name, one, other in notes:
        if one != other:
            lines.setdefault(name, []).append(((f"{one} → {other}", "dim"),))
    yield from (Item("-", ((name, "strong"),), tuple(below)) for name, below in lines.items() if below)


def _coverage(items: Sequence[Covered], lang: Language) -> Iterator[Block]:
    lacking = [item for item in items if item.lacking]
    told = say(lang, "{covered} of {all} are shown by a case.", covered=len(items) - len(lacking), all=len(items))
    yield Paragraph(((told, "strong" if not lacking else "open"),))
    yield from _listed((f"{item.name}: {', '.join(item.lacking)}", _at(item.place.file, item.place.line)) for item in lacking)


def _cases(change: ReviewedChange, lang: Language) -> Iterator[Block]:
    failing, unconfirmed = change.failing, change.unconfirmed
    yield Paragraph(((say(lang, "{number} fail.", number=len(failing)), "bad" if failing else "plain"),))
    yield from _listed((f"{case.id}: {case.about}", _at(case.place.file, case.place.line)) for case in failing)
    yield Paragraph(
        ((say(lang, "For {number} nobody has read the law yet.", number=len(unconfirmed)), "open" if unconfirmed else "plain"),)
    )
    yield from _listed((f"{case.id}: {case.to_confirm}", _at(case.place.file, case.place.line)) for case in unconfirmed)


def _problems(problems: Iterable[Diagnostic], lang: Language) -> Iterator[Block]:
    yield from _listed((f"{said(one.message, lang)} [{one.code}]", _at(one.place.file, one.place.line)) for one in problems)


def _listed(entries: Iterable[tuple[str, str]]) -> Iterator[Block]:
    found = list(entries)
    yield from (Item("-", ((told, "plain"),), (((place, "dim"),),), level=2) for told, place in found[:_LISTED])
    if len(found) > _LISTED:
        yield Item("", ((f"… + {len(found) - _LISTED}", "dim"),), level=2)


def _signatures(lang: Language) -> Table:
    heads = (say(lang, "Read by"), say(lang, "Day"), say(lang, "Remarks"))
    row: tuple[Line, ...] = ((("……………………………", "dim"),), (("……………", "dim"),), (("……………………………………………", "dim"),))
    return Table((row, row), heads=heads)


def _nothing(lang: Language) -> Paragraph:
    return Paragraph(((say(lang, "Nothing."), "plain"),))


def _at(file: str, line: int) -> str:
    return f"{file}:{line}"
