"""Reading a register: CSV, NDJSON or Parquet as blocks of cells, each with its row number; nothing is interpreted here.

A row of NDJSON is a line, and a row of CSV a record: a quoted cell may go on over a line break, and what stands behind
the break is never a row of its own. The head of a file is judged by `rows.judge_head` before any row is read.
"""

from __future__ import annotations

import csv
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, Final, Literal, NamedTuple

import polars as pl
import pyarrow
import pyarrow.parquet

from ..diagnostics import Diagnostic, Rejected
from ..folders import shown
from ..language.located import MAX_DEPTH
from ..language.nesting import deeper_than
from ..law.registers import CASE
from ..model import Place, Text

Encoding = Literal["utf-8", "windows-1252"]
Spelling = Literal["plain", "marked", "typed"]
"""How the cells of a register are to be taken: as plain text; as text in which a leading quotation mark tells a string
from a number, a truth value or the like; or as values of the column's type."""

MARK: Final = '"'
"""Before a cell of a `marked` register that is a string."""

SUFFIXES: Final[Mapping[str, str]] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".ndjson": "ndjson",
    ".jsonl": "ndjson",
    ".parquet": "parquet",
}
"""The form of a register by the suffix of its file."""

_LONGEST: Final = 1_000_000
"""No row has more bytes; bounds the memory that a file without line breaks may take."""

_PART: Final = 5_000
"""Lines that are held as Python texts at a time; they take many times the space of a column."""

_BUFFER: Final = 2**16
"""Bytes of each column of a Parquet file that are read at a time."""

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f]")
NO_TEXT: Final = re.compile(f"{_CONTROL.pattern}|[\r\n\ud800-\udfff]")
"""What no text may hold, of whatever form: what no cell of CSV may, in which it may be written, and halves of characters."""

_SEPARATORS: Final = ",;\t"


class Flaw(NamedTuple):
    """Why a row, or one cell of it, is not used. `column` is empty where it is the whole row, `case` where no id was read."""

    row: int
    case: str
    column: str
    code: str
    reason: Text
    suggestion: Text


class Block(NamedTuple):
    """Rows of a register in its order: the numbers of those that have cells, the cells, and the rows that have none.

    A row number is that of the first line of the row in a text file, where the head is line 1, and counts rows from 1 in
    Parquet. `notices` tells of rows that are used all the same, and that a person should look at.
    """

    rows: Sequence[int]
    cells: pl.DataFrame
    flaws: Sequence[Flaw]
    notices: Sequence[Flaw] = ()


class Register(NamedTuple):
    """A file of cases. `places` has each column with where its name stands; it is empty for NDJSON, whose rows name their own.

    `blocks(size, only)` yields the rows, `size` at a time, with the columns `only` or all.
    """

    file: str
    spelling: Spelling
    places: Mapping[str, Place]
    schema: Mapping[str, pl.DataType]
    blocks: Callable[[int, Collection[str] | None], Iterator[Block]]


class FlatColumn(NamedTuple):
    """A column of values by its flat name, how to get it from the frame, and its type."""

    name: str
    value: pl.Expr
    dtype: pl.DataType


_NO_PARTS: Final = re.compile(r"_SUCCESS|_committed_.*|_started_.*|_metadata|_common_metadata|\..*\.crc")
"""What Spark and the like lay beside the parts of a folder, and that holds no rows."""


def parts_of(path: Path) -> list[Path]:
    """Return the files of a register: the file itself, or the parts of a folder of Parquet that Spark wrote, in order of their names.

    Raises Rejected where anything in the folder is neither a part nor known to hold no rows, and where it may not be whole.
    """
    if not path.is_dir():
        return [path]
    try:
        entries = sorted(path.iterdir())
    except OSError as error:
        raise Rejected([unreadable(path, error.strerror or str(error))]) from None
    parts = [entry for entry in entries if entry.suffix.lower() == ".parquet" and entry.is_file() and entry.name[0] not in "._"]
    problems = [_no_part(entry) for entry in entries if entry not in parts and not (entry.is_file() and _NO_PARTS.fullmatch(entry.name))]
    if not parts and not problems:
        problems.append(_no_folder(path, Text("mappen har ingen Parquet-filer", "the folder has no Parquet files")))
    elif not any(re.fullmatch("_SUCCESS|_committed_.*", entry.name) for entry in entries):
        unsaid = Text("mappen har ingen fil `_SUCCESS`, så deler kan mangle", "the folder has no file `_SUCCESS`, so parts may be missing")
        problems.append(_no_folder(path, unsaid))
    if problems:
        raise Rejected(problems)
    return parts


def _no_part(entry: Path) -> Diagnostic:
    place = Place(shown(entry), 1, 1)
    why = Text("rader som ikke leses, ville falle bort uten et ord", "rows that are not read would be dropped without a word")
    if entry.is_dir() and "=" in entry.name:
        return Diagnostic(
            "unreadable",
            Text("en kolonne ligger i mappens navn, ikke i filene", "a column lies in the name of a folder, not in the files"),
            place,
            why,
            Text("skriv registeret uten `partitionBy`", "write the register without `partitionBy`"),
        )
    if entry.name == "_temporary":
        return Diagnostic(
            "unreadable",
            Text("jobben som skriver mappen, er ikke ferdig", "the job that writes the folder is not done"),
            place,
            why,
            Text("vent til den er ferdig, eller skriv mappen på nytt", "wait until it is, or write the folder anew"),
        )
    return Diagnostic(
        "unreadable",
        Text("dette er ingen del av et register i Parquet", "this is no part of a register in Parquet"),
        place,
        why,
        Text(
            "flytt den ut av mappen, eller oppgi filene som skal leses", "move it out of the folder, or name the files that are to be read"
        ),
    )


def _no_folder(path: Path, what: Text) -> Diagnostic:
    return Diagnostic(
        "unreadable",
        what,
        Place(shown(path), 1, 1),
        Text("en del som mangler, ville falle bort uten et ord", "a part that is missing would be dropped without a word"),
        Text(
            "skriv mappen på nytt, eller oppgi filene i den én for én om de er alle",
            "write the folder anew, or name the files in it one by one if they are all there are",
        ),
    )


def open_register(path: Path, encoding: Encoding, facts: Collection[str]) -> Register:
    """Return the register in a file; `facts` are the names of columns that an NDJSON row may state.

    Raises Rejected where the file as a whole cannot be read: none of its rows is used then.
    """
    form = SUFFIXES.get(path.suffix.lower())
    if form is None:
        raise Rejected([_no_form(path)])
    try:
        if form == "parquet":
            return _open_parquet(path)
        with path.open("rb") as file:
            head = file.readline(_LONGEST)
    except OSError as error:
        raise Rejected([unreadable(path, error.strerror or str(error))]) from None
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Rejected([_undecodable(path, encoding, utf16=True)])
    if not head:
        raise Rejected([_empty(path)])
    if form == "ndjson":
        return Register(shown(path), "marked", {}, {}, lambda size, only: _json_blocks(path, size, only, facts))
    return _open_csv(path, head, encoding)


def unreadable(path: Path, why: str) -> Diagnostic:
    """Return the diagnostic for a file that cannot be read, or not to its end."""
    return Diagnostic(
        "unreadable",
        Text(f"denne filen kan ikke leses: {why}", f"this file cannot be read: {why}"),
        Place(shown(path), 1, 1),
        Text("det som ikke kan leses, kan det ikke tas hensyn til", "what cannot be read cannot be taken into account"),
        Text(
            "kontroller stien, og at filen er hel; hent den eventuelt på nytt",
            "check the path, and that the file is whole; fetch it anew if not",
        ),
    )


def _no_form(path: Path) -> Diagnostic:
    suffixes = ", ".join(SUFFIXES)
    return Diagnostic(
        "unreadable",
        Text(f"navnet sier ikke hvilket format `{path.name}` har", f"the name does not say what format `{path.name}` has"),
        Place(shown(path), 1, 1),
        Text("formatet leses av navnet og gjettes aldri", "the format is read off the name and never guessed"),
        Text(f"gi filen en av endelsene {suffixes}", f"give the file one of the suffixes {suffixes}"),
    )


def _undecodable(path: Path, encoding: Encoding, utf16: bool = False) -> Diagnostic:
    what = Text("filen er UTF-16", "the file is UTF-16") if utf16 else Text(f"linje 1 er ikke {encoding}", f"line 1 is not {encoding}")
    return Diagnostic("encoding", what, Place(shown(path), 1, 1), *_ENCODING)


_ENCODING: Final = (
    Text("bokstaver som æ, ø og å ville bli lest feil", "letters such as æ, ø and å would be read wrongly"),
    Text(
        "lagre filen som UTF-8; har norsk Excel skrevet den som CSV, så bruk `--encoding windows-1252`",
        "save the file as UTF-8; if Norwegian Excel wrote it as CSV, use `--encoding windows-1252`",
    ),
)


# ---------------------------------------------------------------- lines

_Lines = Iterator[tuple[int, "bytes | Flaw"]]
"""The number of the first line of each row, and the row without its line break, or why it cannot be read."""


def _lines(file: BinaryIO) -> _Lines:
    """Yield each line. Empty lines at the end are none."""
    empty = 0
    number = 0
    while line := file.readline(_LONGEST):
        number += 1
        if len(line) == _LONGEST and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = file.readline(_LONGEST)
            yield from ((number - back, b"") for back in range(empty, 0, -1))
            empty = 0
            yield number, _too_long(number)
            continue
        line = line.rstrip(b"\r\n") if line.endswith(b"\n") else line
        if not line:
            empty += 1
            continue
        yield from ((number - back, b"") for back in range(empty, 0, -1))
        empty = 0
        yield number, line


def _records(file: BinaryIO, separator: str) -> _Lines:
    """Yield each record of CSV; a line break in a quoted cell is a line feed in it.

    Where a quotation mark is never closed, or not within the length of a row, no line from there on is used: which of them
    are rows cannot be known.
    """
    mark = separator.encode()
    quoted = rb'"[^"]*+(?:""[^"]*+)*+"'
    whole = re.compile(rb"(?:%s|[^%s\"]*+)(?:%s(?:%s|[^%s\"]*+))*+" % (quoted, mark, mark, quoted, mark))
    opened: list[bytes] = []
    first = length = 0
    lost = False
    for number, line in _lines(file):
        if not opened:
            if b'"' not in line or isinstance(line, Flaw) or whole.fullmatch(line):
                yield number, line
            elif _ends_inside(line, mark, False):
                opened, first, length = [line], number, len(line)
            else:
                yield number, _stray_quote(number)
        elif lost:
            yield number, _never_closed(number, first)
        elif isinstance(line, Flaw) or length + len(line) > _LONGEST:
            lost = True
            yield from ((each, _never_closed(each, first)) for each in range(first, number + 1))
        else:
            opened.append(line)
            length += len(line)
            if not _ends_inside(line, mark, True):
                record = b"\n".join(opened)
                opened = []
                yield first, record if whole.fullmatch(record) else _stray_quote(first)
    if opened and not lost:
        yield from ((each, _never_closed(each, first)) for each in range(first, number + 1))


_CLOSING: Final = re.compile(rb'[^"]*+(?:""[^"]*+)*+"')


def _ends_inside(line: bytes, separator: bytes, inside: bool) -> bool:
    """Return whether the end of a line is inside a quoted cell; `inside` says whether its beginning is."""
    at = 0
    if not inside and line.startswith(b'"'):
        inside, at = True, 1
    while True:
        if inside:
            closing = _CLOSING.match(line, at)
            if closing is None:
                return True
            at = closing.end()
        at = line.find(separator, at) + 1
        if at == 0:
            return False
        inside = line.startswith(b'"', at)
        at += inside


def _text_blocks(
    path: Path,
    size: int,
    skip: int,
    names: Sequence[str],
    lines: Callable[[BinaryIO], _Lines],
    read: Callable[[int, bytes], Sequence[str | None] | Flaw],
    mark: str = "",
) -> Iterator[Block]:
    """Yield blocks of the rows after line `skip`; `read` gives the cells of a row, as many as there are names, or its flaw.

    `mark` stands before a cell that is a string.
    """
    rows: list[int] = []
    flaws: list[Flaw] = []
    cells: list[Sequence[str | None]] = []
    parts: list[pl.DataFrame] = []

    def part() -> pl.DataFrame:
        columns = zip(*cells, strict=True) if cells else [()] * len(names)
        return pl.DataFrame([pl.Series(name, column, pl.String) for name, column in zip(names, columns, strict=True)])

    def block(notices: Sequence[Flaw] = ()) -> Block:
        parts.append(part())
        return Block(list(rows), pl.concat(parts), list(flaws), notices)

    identity = names.index(CASE) if CASE in names else None
    number, found = 0, None
    with path.open("rb") as file:
        for number, line in lines(file):
            if number <= skip:
                continue
            found = read(number, line) if isinstance(line, bytes) else line
            if isinstance(found, Flaw):
                flaws.append(found)
            else:
                rows.append(number)
                cells.append(found)
                if len(cells) == _PART:
                    parts.append(part())
                    cells.clear()
            if len(rows) + len(flaws) >= size:
                yield block()
                for each in (rows, flaws, cells, parts):
                    each.clear()
        notices = []
        if found is not None and not _ends_with_a_line(file):
            case = found.case if isinstance(found, Flaw) else (found[identity] or "") if identity is not None else ""
            notices.append(_cut_short(number, case.removeprefix(mark)))
    if rows or flaws or notices:
        yield block(notices)


def _ends_with_a_line(file: BinaryIO) -> bool:
    file.seek(-1, os.SEEK_END)
    return file.read(1) == b"\n"


def _spoilt(row: int, code: str, reason: Text, suggestion: Text, case: str = "", column: str = "") -> Flaw:
    return Flaw(row, case, column, code, reason, suggestion)


def _too_long(row: int) -> Flaw:
    return _spoilt(
        row,
        "syntax",
        Text(f"raden har mer enn {_LONGEST} tegn", f"the row has more than {_LONGEST} characters"),
        Text("kontroller linjeskiftene i filen", "check the line breaks of the file"),
    )


CUT_SHORT: Final = "cut-short"
"""The code of a notice of a last line that may not be whole."""


def _cut_short(row: int, case: str) -> Flaw:
    return _spoilt(
        row,
        CUT_SHORT,
        Text(
            "filen slutter uten linjeskift: den siste raden kan være avkortet, slik at 32 er blitt 3",
            "the file ends without a line break: the last row may have been cut short, so that 32 became 3",
        ),
        Text(
            "se etter at raden og filen er hele; legg i så fall til et linjeskift til slutt",
            "see that the row and the file are whole; if so, add a line break at the end",
        ),
        case,
    )


def _stray_quote(row: int) -> Flaw:
    return _spoilt(
        row,
        "syntax",
        Text(
            "raden har et anførselstegn inne i en celle, eller noe mer etter en celle i anførselstegn",
            "the row has a quotation mark inside a cell, or something more behind a quoted cell",
        ),
        Text(
            "sett hele cellen i anførselstegn, og doble dem som står inne i den",
            "put the whole cell in quotation marks, and double those inside it",
        ),
    )


def _never_closed(row: int, first: int) -> Flaw:
    return _spoilt(
        row,
        "syntax",
        Text(
            f"et anførselstegn i linje {first} lukkes aldri; om dette er en egen rad, er ikke til å vite",
            f"a quotation mark in line {first} is never closed; whether this is a row of its own cannot be known",
        ),
        Text(
            f"lukk anførselstegnet i linje {first}, eller doble det om det hører til teksten i en celle i anførselstegn",
            f"close the quotation mark in line {first}, or double it if it belongs to the text of a quoted cell",
        ),
    )


def _broken(row: int, case: str, column: str) -> Flaw:
    return _spoilt(
        row,
        "syntax",
        Text("cellen har et linjeskift i seg", "the cell has a line break in it"),
        Text("stryk linjeskiftet; ingen verdi har flere linjer", "delete the line break; no value has several lines"),
        case,
        column,
    )


def _control(row: int) -> Flaw:
    return _spoilt(
        row,
        "syntax",
        Text("raden har et styretegn, for eksempel en NUL-byte", "the row has a control character, such as a NUL byte"),
        Text("stryk tegnet, eller hent filen på nytt", "delete the character, or fetch the file anew"),
    )


# ---------------------------------------------------------------- CSV


def _open_csv(path: Path, head: bytes, encoding: Encoding) -> Register:
    """Return the register of a CSV file, whose separator is read off its head."""
    place = Place(shown(path), 1, 1)
    codec = "utf-8-sig" if encoding == "utf-8" else "cp1252"
    try:
        line = head.decode(codec).rstrip("\r\n")
    except UnicodeDecodeError:
        raise Rejected([_undecodable(path, encoding)]) from None
    if not line.strip():
        raise Rejected([_empty(path)])
    if len(head) == _LONGEST and not head.endswith(b"\n"):
        raise Rejected([_bad_head(place, f"> {_LONGEST}")])
    if line.startswith("sep="):
        raise Rejected([_bad_head(place, "sep=")])
    separators = [character for character in _SEPARATORS if character in line]
    if len(separators) > 1 or "\r" in line:
        raise Rejected(
            [
                Diagnostic(
                    "syntax",
                    Text("det er ikke klart hva som skiller kolonnene", "it is not clear what separates the columns"),
                    place,
                    Text(
                        "skilletegnet leses av den første linjen og gjettes aldri",
                        "the separator is read off the first line and never guessed",
                    ),
                    Text(
                        "bruk bare ett av tegnene komma, semikolon og tabulator der, og vanlige linjeskift",
                        "use only one of comma, semicolon and tab there, and usual line breaks",
                    ),
                )
            ]
        )
    separator = separators[0] if separators else ","
    try:
        names = _split(line, separator)
    except csv.Error as error:
        raise Rejected([_bad_head(place, str(error))]) from None
    places: dict[str, Place] = {}
    twice, nameless, at = [], [], 1
    for name in names:
        here = Place(shown(path), 1, at, max(1, len(name)))
        at = 1 + line.find(separator, at - 1) + 1 if separator in line[at - 1 :] else at
        if not name.strip():
            nameless.append(here)
        elif name in places:
            twice.append(_stated_twice(name, here))
        places.setdefault(name, here)
    if twice or nameless:
        raise Rejected([*twice, *([_nameless(nameless)] if nameless else [])])

    def blocks(size: int, only: Collection[str] | None) -> Iterator[Block]:
        wanted = [name for name in names if only is None or name in only]
        kept = None if len(wanted) == len(names) else [names.index(name) for name in wanted]
        identity = names.index(CASE) if CASE in names else None

        def read(row: int, line: bytes) -> Sequence[str | None] | Flaw:
            found = _cells(row, line, codec, separator)
            if isinstance(found, Flaw):
                return found
            if len(found) != len(names):
                case = found[identity] if identity is not None and identity < len(found) else ""
                return _ragged(row, _one_line(case), len(found), len(names))
            if b"\n" in line:
                broken = next(name for name, cell in zip(names, found, strict=True) if "\n" in cell)
                return _broken(row, "" if identity is None else _one_line(found[identity]), broken)
            cells = [cell or None for cell in found]
            return cells if kept is None else [cells[place] for place in kept]

        return _text_blocks(path, size, 1, wanted, lambda file: _records(file, separator), read)

    return Register(shown(path), "plain", places, dict.fromkeys(names, pl.String()), blocks)


def _one_line(case: str) -> str:
    """Return an id, or nothing where it has several lines and so is none."""
    return "" if "\n" in case or "\r" in case else case


def _empty(path: Path) -> Diagnostic:
    return Diagnostic(
        "empty-file",
        Text("filen er tom, eller den første linjen er det", "the file is empty, or its first line is"),
        Place(shown(path), 1, 1),
        Text("en tom fil er oftere et mislykket uttrekk enn et register", "an empty file is more often a failed export than a register"),
        Text("hent filen på nytt; i CSV har første linje kolonnenavnene", "fetch the file anew; in CSV the first line names the columns"),
    )


def _split(line: str, separator: str) -> list[str]:
    return next(csv.reader([line], delimiter=separator, strict=True), [])


def _cells(row: int, line: bytes, codec: str, separator: str) -> list[str] | Flaw:
    """Return the cells of a record in which every quotation mark is in its place."""
    try:
        text = line.decode(codec)
    except UnicodeDecodeError as error:
        at = error.start + 1
        return _spoilt(row, "encoding", Text(f"byte {at} i raden er ikke {codec}", f"byte {at} of the row is not {codec}"), _ENCODING[1])
    if _CONTROL.search(text):
        return _control(row)
    if '"' not in text and "\r" not in text:
        return text.split(separator)
    if "\r" in text:
        return _spoilt(
            row,
            "syntax",
            Text("raden har et løst vognreturtegn", "the row has a stray carriage return"),
            Text("bruk vanlige linjeskift i hele filen", "use usual line breaks in the whole file"),
        )
    lines = [f"{part}\n" for part in text.split("\n")] if "\n" in text else [text]
    return next(csv.reader(lines, delimiter=separator, strict=True))


def _bad_head(place: Place, why: str) -> Diagnostic:
    return Diagnostic(
        "syntax",
        Text(f"den første linjen kan ikke deles i navn: {why}", f"the first line cannot be split into names: {why}"),
        place,
        Text("uten navn på kolonnene vet ingen hva verdiene er", "without names of the columns nobody knows what the values are"),
        Text(
            "lukk hvert anførselstegn, og stryk linjen `sep=` om den er der",
            "close each quotation mark, and delete the line `sep=` if it is there",
        ),
    )


def _nameless(places: Sequence[Place]) -> Diagnostic:
    number = len(places)
    return Diagnostic(
        "empty-value",
        Text("en kolonne har ikke noe navn", "a column has no name")
        if number == 1
        else Text(f"{number} kolonner har ikke noe navn; den første er her", f"{number} columns have no name; the first is here"),
        places[0],
        Text("uten navn vet ingen hva verdiene er", "without a name nobody knows what the values are"),
        Text("gi kolonnen et navn, eller stryk den", "name the column, or delete it")
        if number == 1
        else Text("gi kolonnene navn, eller stryk dem i regnearket", "name the columns, or delete them in the spreadsheet"),
    )


def _stated_twice(name: str, place: Place) -> Diagnostic:
    return Diagnostic(
        "stated-twice",
        Text(f"kolonnen `{name}` er der to ganger", f"the column `{name}` is there twice"),
        place,
        Text("den ene av de to ville falle bort uten et ord", "one of the two would be dropped without a word"),
        Text("behold den ene", "keep one of them"),
    )


def _ragged(row: int, case: str, found: int, wanted: int) -> Flaw:
    return _spoilt(
        row,
        "wrong-shape",
        Text(f"raden har {found} celler, og det er {wanted} kolonner", f"the row has {found} cells, and there are {wanted} columns"),
        Text(
            "kontroller skilletegnene; en celle som har skilletegnet i seg, settes i anførselstegn",
            "check the separators; a cell that contains the separator is put in quotation marks",
        ),
        case,
    )


# ---------------------------------------------------------------- NDJSON


class _Number(str):
    """A number as it was spelt."""


class _Pairs(list[tuple[str, object]]):
    """The members of an object in the order written, a name that is there twice included."""


def _constant(word: str) -> _Number:
    return _Number(word)


_DECODER: Final = json.JSONDecoder(object_pairs_hook=_Pairs, parse_float=_Number, parse_int=_Number, parse_constant=_constant)


def _json_blocks(path: Path, size: int, only: Collection[str] | None, facts: Collection[str]) -> Iterator[Block]:
    names = [name for name in (CASE, *facts) if only is None or name in only]
    known = {CASE, *facts}
    groups = {name[:place] for name in known for place, character in enumerate(name) if character == "."} - known

    def read(row: int, line: bytes) -> Sequence[str | None] | Flaw:
        found = json_object(row, line)
        if isinstance(found, Flaw):
            return found
        cells: dict[str, str | None] = {}
        flaw = _flatten(row, "", found, known, groups, cells)
        return flaw if flaw is not None else [cells.get(name) for name in names]

    return _text_blocks(path, size, 0, names, _lines, read, MARK)


def json_object(row: int, line: bytes) -> _Pairs | Flaw:
    """Return the object on a line."""
    try:
        text = line.decode("utf-8-sig" if row == 1 else "utf-8")
        if deeper_than(MAX_DEPTH, text) is not None:
            flat = Text("skriv opplysningene i grupper eller flatt", "write the facts in groups or flat")
            return _spoilt(row, "too-deep", Text("raden har for mange nivåer", "the row is nested too deeply"), flat)
        found = _DECODER.decode(text)
    except UnicodeDecodeError as error:
        at = error.start + 1
        fix = Text("lagre filen som UTF-8", "save the file as UTF-8")
        return _spoilt(row, "encoding", Text(f"byte {at} i raden er ikke UTF-8", f"byte {at} of the row is not UTF-8"), fix)
    except ValueError as error:
        place = f"{getattr(error, 'colno', 1)}"
        return _spoilt(
            row,
            "syntax",
            Text(f"raden er ikke JSON fra tegn {place}", f"the row is not JSON from character {place}"),
            Text("skriv ett JSON-objekt på hver linje", "write one JSON object on each line"),
        )
    if isinstance(found, _Pairs):
        return found
    return _spoilt(
        row,
        "wrong-shape",
        Text("raden er ikke et objekt med navn og verdier", "the row is not an object of names and values"),
        Text("skriv ett JSON-objekt på hver linje", "write one JSON object on each line"),
    )


def _flatten(
    row: int, prefix: str, pairs: _Pairs, known: Collection[str], groups: Collection[str], cells: dict[str, str | None]
) -> Flaw | None:
    """Enter the members under their flat names into `cells`; return what stops it."""
    for key, value in pairs:
        name = prefix + key
        if name in known:
            if name in cells:
                reason = Text(f"`{name}` er oppgitt to ganger", f"`{name}` is stated twice")
                return _spoilt(
                    row,
                    "stated-twice",
                    reason,
                    Text("behold den ene", "keep one of them"),
                    (cells.get(CASE) or "").removeprefix(MARK),
                    name,
                )
            if isinstance(value, (list, _Pairs)):
                reason = Text(f"`{name}` er ikke én enkelt verdi", f"`{name}` is not one single value")
                fix = Text("skriv én verdi; en kilde kan ikke stå i et register", "write one value; a register has no room for a source")
                return _spoilt(row, "wrong-shape", reason, fix, (cells.get(CASE) or "").removeprefix(MARK), name)
            cells[name] = _spelt(value)
            if isinstance(value, str) and NO_TEXT.search(value):
                return _control(row)
        elif name in groups and isinstance(value, _Pairs):
            flaw = _flatten(row, f"{name}.", value, known, groups, cells)
            if flaw is not None:
                return flaw
        elif name not in groups or value is not None:  # a group that is null states nothing
            return _spoilt(
                row,
                UNKNOWN_NAME,
                Text("", ""),
                Text("", ""),
                (cells.get(CASE) or "").removeprefix(MARK),
                name if name.isprintable() else "",
            )
    return None


UNKNOWN_NAME: Final = "unknown-fact"
"""The code of a flaw for a name that no column may have; `rows` says more of it."""


def _spelt(value: object) -> str | None:
    if value is None or isinstance(value, _Number):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{MARK}{value}"


# ---------------------------------------------------------------- Parquet


def _open_parquet(path: Path) -> Register:
    place = Place(shown(path), 1, 1)
    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            empty = pl.DataFrame(pl.from_arrow(file.schema_arrow.empty_table()))
    except (pyarrow.ArrowException, OSError, UnicodeDecodeError, pl.exceptions.PolarsError) as error:
        raise Rejected([unreadable(path, f"{error}".splitlines()[0] if str(error) else "Parquet")]) from None
    columns = flat_columns(empty.schema, place)

    def blocks(size: int, only: Collection[str] | None) -> Iterator[Block]:
        kept = [(name, expression) for name, expression, _ in columns if only is None or name in only]
        roots = sorted({expression.meta.root_names()[0] for _, expression in kept})
        first = 1
        try:
            # Read ahead, it would keep all that it has read until the end; unbuffered, all of a group of rows.
            with pyarrow.parquet.ParquetFile(path, pre_buffer=False, buffer_size=_BUFFER) as file:
                for batch in file.iter_batches(size, columns=roots if only is not None else None):
                    frame = pl.DataFrame(pl.from_arrow(batch)).select(expression.alias(name) for name, expression in kept)
                    yield Block(range(first, first + batch.num_rows), frame, ())
                    first += batch.num_rows
        except (pyarrow.ArrowException, OSError, UnicodeDecodeError) as error:
            raise Rejected([unreadable(path, str(error).splitlines()[0])]) from None

    return typed_register(shown(path), columns, blocks)


def typed_register(file: str, columns: Sequence[FlatColumn], blocks: Callable[[int, Collection[str] | None], Iterator[Block]]) -> Register:
    """Return the register whose cells are values of these columns."""
    place = Place(file, 1, 1)
    return Register(file, "typed", {name: place for name, _, _ in columns}, {name: dtype for name, _, dtype in columns}, blocks)


def flat_columns(schema: Mapping[str, pl.DataType], place: Place) -> list[FlatColumn]:
    """Return each column and each field of a structure with its flat name. Raises Rejected where two have one name."""
    columns = [FlatColumn(*found) for found in _flat(schema)]
    names = Counter(name for name, _, _ in columns)
    if twice := [name for name, count in names.items() if count > 1]:
        raise Rejected(_stated_twice(name, place) for name in twice)
    return columns


def _flat(schema: Mapping[str, pl.DataType], prefix: str = "", parent: pl.Expr | None = None) -> Iterator[tuple[str, pl.Expr, pl.DataType]]:
    """Yield each column and each field of a structure with its flat name, how to get it, and its type."""
    for name, dtype in schema.items():
        column = pl.col(name) if parent is None else parent.struct.field(name)
        if isinstance(dtype, pl.Struct):
            yield from _flat(pl.Schema(dtype.to_schema()), f"{prefix}{name}.", column)
        else:
            yield prefix + name, column, dtype
