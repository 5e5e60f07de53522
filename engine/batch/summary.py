"""What a run over registers found, as a report."""

from __future__ import annotations

from typing import Final

from ..model import Language, Text, Vocabulary
from ..rendering.report import Item, Line, Paragraph, Report, Section, Table
from ..rendering.wording import status_words, terms_of, value_words
from ..terms.saying import date_words
from .running import Options, Summary

_TITLE: Final = Text("Registeret er avgjort", "Register decided")


def summary_report(summary: Summary, options: Options, vocabulary: Vocabulary) -> Report:
    """Return how many rows were decided and rejected, the outcomes, and the dates that are passed or near."""
    lang = options.lang
    terms = terms_of(lang, vocabulary, None)

    def row(label: str, *numbers: int) -> tuple[Line, ...]:
        return (((label, "plain"),), *(((_grouped(number), "plain"),) for number in numbers))

    rows = [
        row(_say(lang, "Rader", "Rows"), summary.rows),
        row(_say(lang, "avgjort", "decided"), summary.decided),
        row(_say(lang, "avvist", "rejected"), summary.rejected),
    ]
    if summary.notices:
        rows.append(row(_say(lang, "kan være avkortet", "may be cut short"), len(summary.notices)))
    blocks = [Table(tuple(rows), right=(1,), terse=True)]
    if summary.codes:
        codes = tuple(row(code, number) for code, number in summary.codes.items())
        blocks.append(Table(codes, _say(lang, "Feil i avviste rader", "Flaws of rejected rows"), right=(1,), terse=True))
    for name, counts in summary.outcomes.items():
        told = []
        for found, number in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
            conclusion = vocabulary.conclusions[name]
            values = conclusion.values or {}
            told.append(row(value_words(terms, name, found) if found in values else status_words(terms, found), number))
        if told:
            label = vocabulary.conclusions[name].label
            blocks.append(Table(tuple(told), _say(lang, *label), right=(1,), terse=True))
    sections = [Section(None, tuple(blocks))]
    if summary.outcomes:
        line: Line = (
            (
                _say(
                    lang,
                    f"Åpne utfall: {_grouped(summary.open)}. Saker som en saksbehandler må vurdere: {_grouped(summary.review)}.",
                    f"Open outcomes: {_grouped(summary.open)}. Cases that a caseworker must assess: {_grouped(summary.review)}.",
                ),
                "plain",
            ),
        )
        sections.append(Section(None, (Paragraph(line, 0),)))
    if summary.read_until:
        until_lines = []
        for day, number in summary.read_until.items():
            until, count = date_words(lang, day), _grouped(number)
            nb = f"Loven er lest per {until}; {count} {'avgjørelse er' if number == 1 else 'avgjørelser er'} datert senere."
            en = f"The law was read as it stood on {until}; {count} {'decision is' if number == 1 else 'decisions are'} dated later."
            until_lines.append(Paragraph(((_say(lang, nb, en), "open"),), 0))
        sections.append(Section(None, tuple(until_lines)))
    if summary.unlikely:
        texts = {constraint.id: constraint.text for constraint in vocabulary.unlikely.constraints}
        items = []
        for id_, number in summary.unlikely.items():
            nb, en = "rad" if number == 1 else "rader", "row" if number == 1 else "rows"
            items.append(Item("!", ((f"{_say(lang, *texts[id_])} ", "plain"), (f"({_grouped(number)} {_say(lang, nb, en)})", "strong"))))
        sections.append(Section(_say(lang, "Avgjort, men må kontrolleres", "Decided, but to be checked"), tuple(items), "open"))
    days = {name: counts for name, counts in summary.dates.items() if any(counts)}
    if options.on is not None:
        title = _say(lang, f"Datoer per {date_words(lang, options.on)}", f"Dates as of {date_words(lang, options.on)}")
        heads = (
            "",
            _say(lang, "passert", "passed"),
            _say(lang, f"innen {options.within} dager", f"within {options.within} days"),
            _say(lang, "senere", "later"),
        )
        counted = tuple(row(_say(lang, *vocabulary.conclusions[name].label), *counts) for name, counts in days.items())
        none: Line = ((_say(lang, "Ingen konklusjon har en dato.", "No conclusion has a date."), "plain"),)
        sections.append(Section(title, (Table(counted, heads=heads, right=(1, 2, 3)) if counted else Paragraph(none),)))
    return Report(lang, _say(lang, *_TITLE), tuple(sections))


def _say(lang: Language, nb: str, en: str) -> str:
    return nb if lang == "nb" else en


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", "\u202f")
