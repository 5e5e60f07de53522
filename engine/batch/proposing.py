"""A profile proposed from what a register's columns are named and hold: what is certain is written down, all else is a question.

A proposal never answers for the person who knows the register. Certain is a column whose name is that of one fact, or its
label, and whose every cell is a value of it; a question is a comment, and the profile is no profile until it is answered.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import polars as pl

from ..diagnostics import said
from ..language.spellings import NO_WORDS, YES_WORDS
from ..model import Fact, Language, Text, Vocabulary
from .columns_seen import ColumnSeen
from .rows import holds_cells

_LIKE: Final = 0.5
"""How much of a column's name a fact must share for it to be asked about."""

_MOST_ASKED: Final = 3
_SHORTEST_WORD: Final = 4
_MOST_TRUTHS: Final = 4
_IDS: Final = frozenset({"case", "sak", "saksnr", "saksnummer", "saksid", "sakid", "caseid", "casenumber"})
"""What a column of the case's id is called, in small letters."""


class ColumnProposal(NamedTuple):
    """What is proposed for a column: the fact that it certainly states, or those to be asked about, the likeliest first."""

    column: ColumnSeen
    fact: Fact | None
    asked: tuple[Fact, ...]


class Proposed(NamedTuple):
    """A whole proposal. `identity` is the column of the case's id, None where it is not certain which one it is."""

    identity: str | None
    dates: str | None
    numbers: str | None
    proposals: tuple[ColumnProposal, ...]


def propose(columns: Sequence[ColumnSeen], vocabulary: Vocabulary, unread: int = 0) -> Proposed:
    """Return what is proposed for the columns of a register; where rows are `unread`, nothing of it is certain."""
    facts = [fact for fact in vocabulary.facts.values() if not fact.given]
    identity = _identity(columns) if not unread else None
    named = {column.name: [fact for fact in facts if _joined(column.name) in _names(fact)] for column in columns}
    claims = Counter(fact.name for found in named.values() for fact in found)
    proposals = []
    for column in columns:
        if column.name == identity:
            continue
        found = named[column.name]
        if not unread and len(found) == 1 and claims[found[0].name] == 1 and _holds(column, found[0]):
            proposals.append(ColumnProposal(column, found[0], ()))
        else:
            proposals.append(ColumnProposal(column, None, (*found, *_alike(column, facts, found))[:_MOST_ASKED]))
    return Proposed(identity, *_spellings(proposals), tuple(proposals))


def _identity(columns: Sequence[ColumnSeen]) -> str | None:
    """Return the column that is certainly that of the case's id: the only one of such a name, and no two rows have the same."""
    ids = [column.name for column in columns if _joined(column.name) in _IDS and column.is_unique and not column.empty]
    return ids[0] if len(ids) == 1 else None


def _spellings(proposals: Sequence[ColumnProposal]) -> tuple[str | None, str | None]:
    """Return how most dates, and all numbers, of the certain columns are written; None where that is not certain."""
    certain = [(one.column, one.fact) for one in proposals if one.fact is not None]
    days = Counter(found for column, fact in certain if fact.type == "date" and (found := column.spelling_of_dates))
    marks = {found for column, fact in certain if _is_number(fact) and (found := _mark(column))}
    return days.most_common(1)[0][0] if days else None, marks.pop() if len(marks) == 1 else None


# ---------------------------------------------------------------- names


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", re.sub(r"(?<=[a-zæøå])(?=[A-ZÆØÅ])", " ", text).casefold())


def _joined(text: str) -> str:
    return "".join(_words(text))


def _names(fact: Fact) -> set[str]:
    """Return what a column that certainly states a fact may be called."""
    return {_joined(fact.name), *(_joined(label) for label in fact.label.all())}


def _alike(column: ColumnSeen, facts: Sequence[Fact], found: Sequence[Fact]) -> list[Fact]:
    """Return the facts that share words with the name of a column and may have its values, the likeliest first."""
    words = [word for word in _words(column.name) if len(word) >= _SHORTEST_WORD] or _words(column.name)
    scored = []
    for fact in facts:
        if fact in found or not _may_hold(column, fact):
            continue
        label = [word for text in (fact.name, *fact.label.all()) for word in _words(text)]
        question = [word for text in fact.question.all() for word in _words(text)]
        score = sum(max(_likeness(word, label), _likeness(word, question) / 2) for word in words) / len(words)
        if score >= _LIKE:
            scored.append((-score, fact))
    return [fact for _, fact in sorted(scored, key=lambda one: one[0])]


def _likeness(word: str, others: Sequence[str]) -> float:
    """Return how much of a word the likest of others begins with, from 0 to 1."""
    best = 0
    for other in others:
        common = next((at for at, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other)))
        best = max(best, common if common > _SHORTEST_WORD or word == other else 0)
    return best / len(word) if word else 0


# ---------------------------------------------------------------- values


def _is_number(fact: Fact) -> bool:
    return fact.type in ("integer", "decimal")


def _mark(column: ColumnSeen) -> str | None:
    """Return the decimal mark that the numbers of a column certainly have: a mark before three digits may separate thousands."""
    if column.type.is_numeric() or len(column.numbers) != 1 or column.values is None:
        return None
    decimals = [re.split("[.,]", cell)[1] for cell in column.values if re.search("[.,]", cell)]
    return column.numbers[0] if any(len(part) != 3 for part in decimals) else None


def _holds(column: ColumnSeen, fact: Fact) -> bool:
    """Return whether every cell of a column is certainly a value of a fact, or a code of one that can be told."""
    if not column.filled or not holds_cells(column.type):
        return False
    match fact.type:
        case "date":
            return column.type == pl.Date or column.spelling_of_dates is not None
        case "integer" | "decimal":
            return column.type.is_numeric() or _mark(column) is not None or (len(column.numbers) > 1)
        case "text":
            return True
        case _:
            return column.values is not None and all(_code(cell, fact) is not None for cell in column.values)


def _may_hold(column: ColumnSeen, fact: Fact) -> bool:
    """Return whether the cells of a column may be values of a fact."""
    if not holds_cells(column.type):
        return False
    is_date = column.type == pl.Date or bool(column.dates)
    match fact.type:
        case "date":
            return is_date or not column.filled
        case "integer" | "decimal":
            return bool(column.numbers) or not column.filled
        case "boolean":
            return column.values is not None and len(column.values) <= _MOST_TRUTHS and (not column.filled or _may_be_truths(column))
        case "text":
            return not is_date or not column.filled
        case _:
            return column.values is not None and not (is_date and column.filled)


def _may_be_truths(column: ColumnSeen) -> bool:
    """Return whether the few values of a column may be yes and no: they are no dates, and no numbers but nought and one."""
    return not column.dates and all(cell in ("0", "1") or not re.fullmatch(r"-?[0-9]+([.,][0-9]+)?", cell) for cell in column.values or ())


def _code(cell: str, fact: Fact) -> str | None:
    """Return the value that a cell certainly names: the value itself, its label, or a word for yes or no."""
    word = " ".join(cell.split()).casefold()
    if fact.type == "boolean":
        return "true" if word in YES_WORDS else "false" if word in NO_WORDS else None
    found = [
        value for value, label in (fact.values or {}).items() if word in (value.casefold(), *(text.casefold() for text in label.all()))
    ]
    return found[0] if len(found) == 1 else None


def _perhaps(cell: str, fact: Fact) -> str | None:
    """Return the value whose label shares more words and numbers with a cell than any other does; it is a question."""
    words = {word for word in _words(cell) if len(word) >= _SHORTEST_WORD or word.isdigit()}
    shared = {
        value: max(len(words.intersection(_words(text))) for text in (value, *label.all())) for value, label in (fact.values or {}).items()
    }
    most = max(shared.values(), default=0)
    found = [value for value, number in shared.items() if number == most > 0]
    return found[0] if len(found) == 1 else None


# ---------------------------------------------------------------- the text


def profile_text(proposed: Proposed, file: str, rows: int, csv: Mapping[str, object], lang: Language, unread: int = 0) -> str:
    """Return the proposal as the text of a profile: lines that hold, and questions as comments that begin with `# ?`.

    `csv` has what was recognised of a CSV file, by the fields of a profile; `unread` is the number of rows that cannot be read.
    """
    lines = [f"# {line}" for line in said(_head(file, rows, unread), lang).split("\n")]
    lines += (f"{field}: {value}" for field, value in csv.items())
    lines += _id_lines(proposed, lang)
    lines += _spelling_lines(proposed, lang)
    lines.append("facts:")
    for one in proposed.proposals:
        if one.fact is not None:
            lines += (f"  {line}" for line in _certain(one, one.fact, proposed, lang))
    for one in proposed.proposals:
        if one.fact is None and one.asked:
            lines += (f"  {line}" for line in _question(one, proposed, lang))
    strangers = [one.column for one in proposed.proposals if one.fact is None and not one.asked]
    if strangers:
        lines.append(f"# ? {said(_WHICH_FACT, lang)}")
        lines.append("# ignored:")
        lines += (f"#   - {scalar_text(column.name)} # {_told(column, lang)}" for column in strangers)
    return "\n".join(lines) + "\n"


def _head(file: str, rows: int, unread: int) -> Text:
    lost = Text("", "")
    if unread:
        lost = Text(
            f"Rader som ikke kan leses: {unread}. Derfor er ingenting sikkert. Rett filen, og lag forslaget på nytt.\n",
            f"Rows that cannot be read: {unread}. So nothing is certain. Mend the file, and make the proposal again.\n",
        )
    return Text(
        f"{lost.nb}"
        f"Forslag til profil for {file} ({rows} rader). Gå gjennom hver linje: du vet hva registeret betyr, forslaget ser bare navn\n"
        "og verdier. Linjer med `# ?` er spørsmål: stryk `# ` foran det som stemmer, og spørsmålet selv. Kolonner som ikke er\n"
        "opplysninger, føres opp under `ignored`. Til slutt viser `hjemmel profile` med `--profile` hvordan radene leses.",
        f"{lost.en}"
        f"Proposed profile for {file} ({rows} rows). Go through every line: you know what the register means, the proposal sees\n"
        "names and values alone. Lines with `# ?` are questions: delete `# ` before what is right, and the question itself. List\n"
        "columns that are no facts under `ignored`. At the end, `hjemmel profile` with `--profile` shows how the rows are read.",
    )


_WHICH_ID: Final = Text("Hvilken kolonne har sakens id?", "Which column has the id of the case?")
_WHICH_FACT: Final = Text(
    "Hvilke opplysninger er dette (se `hjemmel facts`)? De som ikke er noen, kan stå under `ignored`:",
    "Which facts are these (see `hjemmel facts`)? Those that are none can be listed under `ignored`:",
)


def _id_lines(proposed: Proposed, lang: Language) -> Iterator[str]:
    if proposed.identity is not None:
        yield f"case: {scalar_text(proposed.identity)}"
        return
    unique = [one.column.name for one in proposed.proposals if one.column.is_unique and one.column.filled and not one.column.empty]
    yield f"# ? {said(_WHICH_ID, lang)}"
    yield from (f"# case: {scalar_text(name)}" for name in unique[:_MOST_ASKED] or ["…"])


def _spelling_lines(proposed: Proposed, lang: Language) -> Iterator[str]:
    if proposed.dates is not None:
        yield f"dates: {proposed.dates}"
    else:
        found = dict.fromkeys(pattern for one in proposed.proposals if one.column.filled for pattern in one.column.dates)
        if found:
            yield f"# ? {said(Text('Hvordan er datoene skrevet?', 'How are dates written?'), lang)}"
            yield from (f"# dates: {pattern}" for pattern in found)
    if proposed.numbers is not None:
        yield f"numbers: {proposed.numbers}"
    elif any(_is_number(fact) for one in proposed.proposals for fact in ((one.fact,) if one.fact is not None else one.asked)):
        yield f"# ? {said(Text('Hva står foran desimalene i et tall?', 'What stands before the decimals of a number?'), lang)}"
        yield "# numbers: comma"
        yield "# numbers: point"


def _certain(one: ColumnProposal, fact: Fact, proposed: Proposed, lang: Language) -> Iterator[str]:
    yield f"# {_told(one.column, lang)}"
    if one.column.empty:
        yield f"# ? {said(_empty(fact), lang)}"
    yield from _entry(one.column, fact, proposed)


def _question(one: ColumnProposal, proposed: Proposed, lang: Language) -> Iterator[str]:
    first = one.asked[0]
    yield f"# ? {_told(one.column, lang)}"
    if _joined(one.column.name) in _names(first):
        why = Text(
            "Navnet stemmer, men det er ikke sikkert at hver celle er en verdi av opplysningen, eller at bare denne kolonnen er den:",
            "The name fits, but it is not certain that each cell is a value of the fact, or that it is this column alone:",
        )
    else:
        why = Text("Er det en av disse, eller noe annet?", "Is it one of these, or something else?")
    yield f"#   {said(why, lang)}"
    yield from (f"#   - {fact.name}: {_one_line(said(fact.label, lang))}" for fact in one.asked)
    if one.column.empty:
        yield f"#   {said(_empty(first), lang)}"
    yield from (f"# {line}" for line in _entry(one.column, first, proposed))


def _told(column: ColumnSeen, lang: Language) -> str:
    """Return what a column holds, on one line; of many values none is shown, for they may be of persons."""
    number = Text("mange", "many") if column.values is None else Text(str(len(column.values)), str(len(column.values)))
    counted = Text(
        f"utfylt {column.filled}, tomme {column.empty}, ulike verdier {number.nb}",
        f"filled in {column.filled}, empty {column.empty}, different values {number.en}",
    )
    written = f", {column.spelling_of_dates}" if column.spelling_of_dates else ""
    return f"{_one_line(column.name)}: {said(counted, lang)}{written}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _empty(fact: Fact) -> Text:
    words = ["unknown"]
    if fact.silence is not None:
        words = ["none" if fact.if_absent_none else "false", "unknown", "left_out"]
    elif fact.type == "boolean":
        words = ["false", "unknown"]
    elif fact.type in ("integer", "decimal"):
        words = ["0", "unknown"]
    told = ", ".join(f"`{word}`" for word in words)
    nb = f"Hva betyr en tom celle? {told} eller verdien; `reject` avviser raden."
    return Text(nb, f"What does an empty cell mean? {told} or the value; `reject` rejects the row.")


def _entry(column: ColumnSeen, fact: Fact, proposed: Proposed) -> Iterator[str]:
    """Yield the lines of a fact that is read from a column; a code that is not certain is a question."""
    written = _written(column, fact, proposed)
    if fact.type != "boolean" and not fact.values:
        yield f"{fact.name}: {{column: {scalar_text(column.name)}{written}, empty: reject}}"
        return
    yield f"{fact.name}:"
    yield f"  column: {scalar_text(column.name)}"
    if column.values:
        yield "  codes:"
    coded = {cell: _code(cell, fact) for cell in sorted(column.values or ())}
    if None in coded.values():
        yield f"    # {', '.join(fact.values or ('true', 'false'))}, unknown"
    for cell, value in coded.items():
        yield f"    {scalar_text(cell)}: {value}" if value is not None else f"    # ? {scalar_text(cell)}: {_perhaps(cell, fact) or '…'}"
    yield "  empty: reject"


def _written(column: ColumnSeen, fact: Fact, proposed: Proposed) -> str:
    """Return how a column is written where it is otherwise than the rest."""
    if fact.type == "date" and column.spelling_of_dates not in (None, proposed.dates) and column.type != pl.Date:
        return f", written: {scalar_text(column.spelling_of_dates or '')}"
    if _is_number(fact) and (mark := _mark(column)) not in (None, proposed.numbers):
        return f", written: {mark}"
    return ""


def scalar_text(text: str) -> str:
    """Return a text as it stands in a profile, in quotation marks where it could be read as something else."""
    plain = re.fullmatch(r"[^\W\d_][\w./ -]*", text) and text == text.strip() and " -" not in text
    if plain and text.casefold() not in ("true", "false", "null"):
        return text
    return json.dumps(text, ensure_ascii=False)
