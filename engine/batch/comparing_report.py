"""What a comparison of a register with the law found, as a report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ..diagnostics import said
from ..model import Language, Text, Vocabulary
from ..rendering.report import Line, Report, Section, Table, grouped
from ..rendering.wording import outcome_words, terms_of
from .comparing import Compared
from .running import Options
from .summary import counted_rows, read_until

_TITLE: Final = Text("Registeret er sammenlignet med loven", "Register compared with the law", "Registeret er samanlikna med lova")
_AGREES: Final = (
    Text("stemmer", "agrees", "stemmer"),
    Text("forskjellig", "differs", "ulikt"),
    Text("ingen kategori", "no category", "ingen kategori"),
)
_HEADS: Final = (
    Text("Utfall etter loven", "Outcome by law", "Utfall etter lova"),
    Text("Sammenligning", "Comparison", "Samanlikning"),
    Text("Rader", "Rows", "Rader"),
)
_MOST_REASONS: Final = 30


def compared_report(
    found: Compared, meanings: Mapping[str, str], vocabulary: Vocabulary, column: str, lang: Language, alone: bool
) -> Report:
    """Return the rows by category and outcome, and of those that differ by what decides them, the most frequent first.

    `alone` also has what the summary of the same run says: the number of rows, and decisions dated after the law was read.
    """
    terms = terms_of(lang, vocabulary, None)
    principal = next(conclusion for conclusion in vocabulary.conclusions.values() if conclusion.principal)

    def row(*cells: str) -> tuple[Line, ...]:
        return tuple(((cell, "plain"),) for cell in cells)

    pairs = []
    for (category, outcome), number in sorted(found.categories.items()):
        agrees = int(meanings[category] != outcome) if category in meanings else 2
        pairs.append(row(category, outcome_words(terms, principal, outcome), said(_AGREES[agrees], lang), grouped(number)))
    reasons = sorted(found.differing.items(), key=lambda item: (-item[1], item[0]))[:_MOST_REASONS]
    beside = Text(f"{column} og utfallet", f"{column} and the outcome", f"{column} og utfallet")
    sections = []
    if alone:
        counted = tuple(counted_rows(found.counts.rows, found.counts.decided, found.counts.rejected, lang))
        sections = [Section(None, (Table(counted, right=(1,), terse=True),)), *read_until(found.counts.read_until, Options(lang))]
    heads = (column, *(said(head, lang) for head in _HEADS))
    sections.append(Section(said(beside, lang), (Table(tuple(pairs), heads=heads, right=(3,)),)))
    if reasons:
        heads = (column, said(_HEADS[0], lang), said(Text("Hva som avgjør", "What decides", "Kva som avgjer"), lang), said(_HEADS[2], lang))
        rows = tuple(
            row(category, outcome_words(terms, principal, outcome), why, grouped(number)) for (category, outcome, why), number in reasons
        )
        title = said(Text("Hvorfor de er forskjellige", "Why they differ", "Kvifor dei er ulike"), lang)
        sections.append(Section(title, (Table(rows, heads=heads, right=(3,)),)))
    return Report(lang, said(_TITLE, lang), tuple(sections))
