"""What a run over registers found, as a report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from ..diagnostics import said
from ..model import Language, Laws, Text, Vocabulary
from ..rendering.report import Block, Item, Line, Paragraph, Report, Section, Table, grouped
from ..rendering.wording import outcome_words, terms_of
from ..terms.saying import date_words
from ..trail.citation import cite
from .group_report import bars, group_sections
from .profiled import CONSTANT, EMPTY
from .running import Options, Summary
from .suppressing import is_small

_TITLE: Final = Text("Registeret er avgjort", "Register decided", "Registeret er avgjort")


def summary_report(summary: Summary, options: Options, laws: Laws) -> Report:
    """Return how many rows were decided and rejected, the outcomes, and the dates that are passed or near.

    Where small counts are not told, it has the rows, whether decisions are dated after the law was read, the outcomes and the dates alone.
    """
    lang, vocabulary = options.lang, laws.vocabulary
    if options.suppress is not None:
        sections = [
            *_rows_suppressed(summary, options),
            *read_until(summary.read_until, options),
            *group_sections(summary, options, vocabulary),
        ]
        return Report(lang, said(_TITLE, lang), (*sections, *_dates(summary, options, vocabulary)))
    terms = terms_of(lang, vocabulary, None)
    rows = counted_rows(summary.rows, summary.decided, summary.rejected, lang)
    if summary.notices:
        rows.append(row(said(Text("kan være avkortet", "may be cut short", "kan vere avkorta"), lang), len(summary.notices)))
    blocks = [Table(tuple(rows), right=(1,), terse=True)]
    if summary.codes:
        codes = tuple(row(code, number) for code, number in summary.codes.items())
        blocks.append(
            Table(codes, said(Text("Feil i avviste rader", "Flaws of rejected rows", "Feil i avviste rader"), lang), right=(1,), terse=True)
        )
    for name, counts in summary.outcomes.items():
        told = []
        for found, number in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
            told.append(row(outcome_words(terms, vocabulary.conclusions[name], found), number))
        if told:
            label = vocabulary.conclusions[name].label
            blocks.append(Table(tuple(told), said(label, lang), right=(1,), terse=True))
    sections = [Section(None, tuple(blocks))]
    if summary.outcomes:
        line: Line = (
            (
                said(
                    Text(
                        f"Åpne utfall: {grouped(summary.open)}. Saker som en saksbehandler må vurdere: {grouped(summary.review)}.",
                        f"Open outcomes: {grouped(summary.open)}. Cases that a caseworker must assess: {grouped(summary.review)}.",
                        f"Opne utfall: {grouped(summary.open)}. Saker som ein saksbehandlar må vurdere: {grouped(summary.review)}.",
                    ),
                    lang,
                ),
                "plain",
            ),
        )
        sections.append(Section(None, (Paragraph(line),)))
    sections += read_until(summary.read_until, options)
    if summary.supplied:
        sections.append(_supplied(summary, options, vocabulary))
    if summary.unlikely:
        texts = {constraint.id: constraint.text for constraint in vocabulary.unlikely.constraints}
        items = []
        for id_, number in summary.unlikely.items():
            nb, en = "rad" if number == 1 else "rader", "row" if number == 1 else "rows"
            items.append(
                Item("!", ((f"{said(texts[id_], lang)} ", "plain"), (f"({grouped(number)} {said(Text(nb, en, nb), lang)})", "strong")))
            )
        sections.append(
            Section(
                said(Text("Avgjort, men må kontrolleres", "Decided, but to be checked", "Avgjort, men må kontrollerast"), lang),
                tuple(items),
                "open",
            )
        )
    sections += [*_reviews(summary, options, laws), *group_sections(summary, options, vocabulary)]
    sections += _dates(summary, options, vocabulary)
    return Report(lang, said(_TITLE, lang), tuple(sections))


def read_until(counts: Mapping[date, int], options: Options) -> Iterator[Section]:
    """Yield what is told of decisions that are dated after the law was read, by the day; how many they are where that may be told."""
    lines = []
    for day, number in sorted(counts.items()):
        until = date_words(options.lang, day)
        if options.suppress is not None:
            nb, en, nn = "noen avgjørelser er datert", "some decisions are dated", "nokre avgjerder er daterte"
        elif number == 1:
            nb, en, nn = "1 avgjørelse er datert", "1 decision is dated", "1 avgjerd er datert"
        else:
            count = grouped(number)
            nb, en, nn = f"{count} avgjørelser er datert", f"{count} decisions are dated", f"{count} avgjerder er daterte"
        text = Text(
            f"Loven er lest per {until}; {nb} senere.",
            f"The law was read as it stood on {until}; {en} later.",
            f"Lova er lesen per {until}; {nn} seinare.",
        )
        lines.append(Paragraph(((said(text, options.lang), "open"),)))
    if lines:
        yield Section(None, tuple(lines))


def row(label: str, *numbers: int) -> tuple[Line, ...]:
    """Return a row of a table: what is counted, and the counts."""
    return (((label, "plain"),), *(((grouped(number), "plain"),) for number in numbers))


def _rows_suppressed(summary: Summary, options: Options) -> list[Section]:
    """Return the rows that were decided and rejected; none of the counts where one of them is small."""
    lang, counts = options.lang, (summary.decided, summary.rejected)
    if any(is_small(number, options.suppress or 0) for number in counts):
        return [Section(None, (Paragraph(((said(ROWS_FEW, lang), "plain"),)),))]
    told = counted_rows(summary.rows, *counts, lang)
    return [Section(None, (Table(tuple(told), right=(1,), terse=True),))]


def counted_rows(rows: int, decided: int, rejected: int, lang: Language) -> list[tuple[Line, ...]]:
    """Return the rows of a table that tell how many rows there are in all, and how many are decided and rejected."""
    return [row(said(label, lang), number) for label, number in zip(_ROWS, (rows, decided, rejected), strict=True)]


_ROWS: Final = (Text("Rader", "Rows", "Rader"), Text("avgjort", "decided", "avgjorde"), Text("avvist", "rejected", "avviste"))
ROWS_FEW: Final = Text(
    "Hvor mange rader som er avgjort og avvist, vises ikke.",
    "How many rows were decided and rejected is not shown.",
    "Kor mange rader som er avgjorde og avviste, er ikkje vist.",
)


def _reviews(summary: Summary, options: Options, laws: Laws) -> list[Section]:
    """Return what a person must look at: by the conclusion that asks for it, with the provisions of its rules."""
    found = sorted(summary.reviews.items(), key=lambda item: (-item[1], item[0]))
    if not found or not options.by:
        return []
    rows: list[tuple[Line, ...]] = []
    for name, number in found:
        cited = [said(cite(r.source, v.acts), options.lang) for v in laws.versions for r in v.rules.values() if name in dict(r.then)]
        told = (said(laws.vocabulary.conclusions[name].label, options.lang), "; ".join(dict.fromkeys(cited)), grouped(number))
        rows.append(tuple(((cell, "plain"),) for cell in told))
    title = said(Text("Det en saksbehandler må vurdere", "What a caseworker must assess", "Det ein saksbehandlar må vurdere"), options.lang)
    drawn = [(said(laws.vocabulary.conclusions[name].label, options.lang), (number,)) for name, number in found]
    return [Section(title, (*bars(title, [said(_ROWS[0], options.lang)], drawn), Table(tuple(rows), right=(2,), terse=True)))]


def _dates(summary: Summary, options: Options, vocabulary: Vocabulary) -> list[Section]:
    """Return the dates that are passed or near; a date with a count that is not told is left out, and it is said."""
    lang = options.lang
    if options.on is None:
        return []
    least = options.suppress or 0
    days = {n: counts for n, counts in summary.dates.items() if any(counts) and not any(is_small(one, least) for one in counts)}
    day = date_words(lang, options.on)
    title = said(Text(f"Datoer per {day}", f"Dates as of {day}", f"Datoar per {day}"), lang)
    heads = (
        "",
        said(Text("passert", "passed", "passert"), lang),
        said(Text(f"innen {options.within} dager", f"within {options.within} days", f"innan {options.within} dagar"), lang),
        said(Text("senere", "later", "seinare"), lang),
    )
    counted = tuple(row(said(vocabulary.conclusions[name].label, lang), *counts) for name, counts in days.items())
    no_date = Text("Ingen konklusjon har en dato.", "No conclusion has a date.", "Ingen konklusjon har ein dato.")
    few = Text(
        "Ingen datoer kan vises uten små tall.", "No dates can be shown without small counts.", "Ingen datoar kan visast utan små tal."
    )
    none: Line = ((said(few if least else no_date, lang), "plain"),)
    drawn = [(said(vocabulary.conclusions[name].label, lang), counts) for name, counts in days.items()]
    blocks: list[Block] = [*bars(title, heads[1:], drawn)] if counted else [Paragraph(none)]
    if counted:
        blocks.append(Table(counted, heads=heads, right=(1, 2, 3)))
    if counted and len(days) < sum(map(any, summary.dates.values())):
        left_out = Text(
            f"Datoer med et antall fra 1 til under {least} er utelatt.",
            f"Dates with a count from 1 to below {least} are left out.",
            f"Datoar med eit tal frå 1 til under {least} er utelatne.",
        )
        blocks.append(Paragraph(((said(left_out, lang), "plain"),)))
    return [Section(title, tuple(blocks))]


_WAYS: Final = {CONSTANT: Text("fast verdi", "constant", "fast verdi"), EMPTY: Text("tom celle", "empty cell", "tom celle")}


def _supplied(summary: Summary, options: Options, vocabulary: Vocabulary) -> Section:
    """Return which facts the profile states and no cell, and in how many rows that were decided."""
    lang = options.lang
    rows: list[tuple[Line, ...]] = []
    for (name, way), number in summary.supplied.items():
        told = (said(vocabulary.facts[name].label, lang), said(_WAYS[way], lang), grouped(number))
        rows.append(tuple(((cell, "plain"),) for cell in told))
    title = Text("Oppgitt av profilen, ikke av en celle", "Stated by the profile, not by a cell", "Oppgitt av profilen, ikkje av ei celle")
    return Section(said(title, lang), (Table(tuple(rows), right=(2,), terse=True),))
