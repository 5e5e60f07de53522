"""A profile: which columns, codes and spellings of a register state which facts, as the person who knows the register confirms them.

Nothing in it is implied. A column is read or named as ignored; a code that is not listed, and an empty cell of which the
profile does not say what it means, reject their row.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import Final, NamedTuple

from ..diagnostics import Diagnostic
from ..frozen import dataclass
from ..language.cases import build_case, unknown_fact
from ..language.fields import Fields, Noun, Problems, each, fields, mapping, quoted, scalar, sequence, text, word
from ..language.located import Mapping as Tree
from ..language.located import Scalar
from ..language.located import Sequence as SequenceTree
from ..language.located import Tree as AnyTree
from ..language.problems.cases import CannotBeStated
from ..language.spellings import UNKNOWN
from ..loading import read_file
from ..model import Fact, Place, Text, Vocabulary
from .profile_problems import (
    CodeOfNoCell,
    CodeOfOtherLength,
    CodeTwice,
    FieldOfOtherFact,
    MappedAndIgnored,
    NoDatePattern,
    SilenceOfNone,
    SpellingNotDeclared,
    TooFewColumns,
    WaysOfFact,
)
from .register import ENCODINGS, MARK, SEPARATORS, Encoding
from .written_values import MARKS, DatePattern, date_pattern

REJECT: Final = "reject"
LEFT_OUT: Final = "left_out"
"""What `empty` may say beside a value: that the row is rejected, or that the fact is left out, as a case file may leave it out."""

_WAYS: Final = ("column", "columns", "either", "constant")
_PROFILE: Final[Noun] = ("profilen", "the profile")


class CellMeaning(NamedTuple):
    """What a cell or a profile says of a fact: the cell as a case file has it, None where it leaves the fact out.

    `is_value` is false of what says that the fact is unknown, or nothing.
    """

    cell: str | None
    is_value: bool


@dataclass(frozen=True, slots=True)
class FactReading:
    """How one fact is read: from the cells of its columns, or, where it has none, as a constant.

    `either` says that one of the columns at most is filled in. `codes` has what cells mean, by the cells of all columns; of a
    fact that is `closed` no others mean anything. `written` is how dates or numbers are spelt, `empty` what it means that
    every cell is empty, None that the row is rejected.
    """

    fact: str
    columns: tuple[str, ...]
    either: bool
    codes: Mapping[tuple[str, ...], CellMeaning]
    closed: bool
    written: DatePattern | str | None
    empty: CellMeaning | None
    constant: CellMeaning | None
    place: Place


@dataclass(frozen=True, slots=True)
class Profile:
    """How a register is read. `identity` is the column of the case's id; `places` has where each column is named first.

    `encoding` and `separator`, a word of `SEPARATORS`, are those of CSV, None where the profile does not state them; `of_csv`
    has where it does.
    """

    name: str
    digest: str
    identity: str
    readings: tuple[FactReading, ...]
    ignored: frozenset[str]
    places: Mapping[str, Place]
    encoding: Encoding | None = None
    separator: str | None = None
    of_csv: Mapping[str, Place] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that the profile names, in its order."""
        return tuple(self.places)


def load_profile(path: Path, vocabulary: Vocabulary, sources: dict[str, str], problems: Problems) -> Profile | None:
    """Return the profile in a file, or None where anything is wrong with it, which goes to `problems`."""
    before = len(problems)
    tree = read_file(path, sources, problems)
    found = build_profile(tree, vocabulary, path.name, path.read_bytes(), problems) if tree is not None else None
    return found if len(problems) == before else None


def build_profile(tree: AnyTree, vocabulary: Vocabulary, name: str, content: bytes, problems: Problems) -> Profile | None:
    """Return the profile that the tree states; `name` and `content` are those of its file."""
    found = fields(tree, _PROFILE, ("case", "facts"), ("encoding", "separator", "dates", "numbers", "ignored"), problems)
    if found is None:
        return None
    spelt = _Spellings(
        _pattern(found["dates"], problems) if "dates" in found else None,
        word(found["numbers"], quoted("numbers"), MARKS, problems) if "numbers" in found else None,
        frozenset(found),
    )
    places: dict[str, Place] = {}
    identity = _column(found["case"], quoted("case"), places, problems) if "case" in found else None
    readings: list[FactReading] = []

    def read(key: Scalar, value: AnyTree) -> None:
        fact = vocabulary.facts.get(key.text)
        if fact is None:
            problems.append(unknown_fact(key.text, key.place, vocabulary, ()))
        elif fact.given:
            problems.append(CannotBeStated(fact=fact.name).at(key.place))
        else:
            reading = _reading(fact, key, value, spelt, places, replace(vocabulary, facts={fact.name: fact}), problems)
            readings.extend([reading] if reading is not None else ())

    each(found.get("facts"), ("opplysningene", "the facts"), problems, read)
    used = dict(places)
    ignored = _items(found.get("ignored"), quoted("ignored"), problems)
    for item in ignored:
        if item.text in used:
            here = Text("den er brukt her", "it is used here")
            problems.append(MappedAndIgnored(column=item.text).at(item.place, (used[item.text], here)))
        places.setdefault(item.text, item.place)
    if identity is None:
        return None
    encoding = word(found["encoding"], quoted("encoding"), ENCODINGS, problems) if "encoding" in found else None
    separator = word(found["separator"], quoted("separator"), SEPARATORS, problems) if "separator" in found else None
    of_csv: dict[str, Place] = {name: found[name].place for name in ("encoding", "separator") if name in found}
    digest = hashlib.sha256(content).hexdigest()
    left = frozenset(item.text for item in ignored)
    return Profile(name, digest, identity, tuple(readings), left, places, _encoding(encoding), separator, of_csv)


def _encoding(said: str | None) -> Encoding | None:
    return next((encoding for encoding in ENCODINGS if encoding == said), None)


class _Spellings(NamedTuple):
    """How the profile says that dates and numbers are written, where it does; `said` has which of its fields are there."""

    dates: DatePattern | None
    numbers: str | None
    said: frozenset[str]


def _reading(
    fact: Fact, key: Scalar, tree: AnyTree, spelt: _Spellings, places: dict[str, Place], alone: Vocabulary, problems: Problems
) -> FactReading | None:
    """Return how a fact is read; `alone` is the vocabulary with this fact only."""
    what: Noun = ("`{}`", "`{}`", fact.name)
    found = fields(tree, what, (), (*_WAYS, "codes", "written", "empty"), problems)
    if found is None:
        return None
    ways = [way for way in _WAYS if way in found]
    if len(ways) != 1:
        given = Text("ingenting", "nothing") if not ways else Text(" og ".join(ways), " and ".join(ways))
        problems.append(WaysOfFact(fact=fact.name, given=given).at(key.place))
        return None
    (way,) = ways
    if way == "constant":
        _judge_fields(fact, found, ("codes", "written", "empty"), Text("den er fast", "it is a constant"), problems)
        constant = _meaning(fact, found["constant"], alone, problems)
        return FactReading(fact.name, (), False, {}, False, None, None, constant, key.place) if constant is not None else None
    columns = _columns(way, found[way], places, problems)
    if way == "columns":
        by_codes = Text("flere kolonner leses ved koder alene", "several columns are read by codes alone")
        _judge_fields(fact, found, ("written",), by_codes, problems)
    for name in ("empty", *(("codes",) if way == "columns" else ())):
        if name not in found:
            problems += _missing(fact, name, key)
    codes = _codes(fact, found.get("codes"), len(columns) if way == "columns" else 1, alone, problems)
    written = _written(fact, found.get("written"), spelt, key, problems) if way != "columns" else None
    empty = _empty(fact, found["empty"], alone, problems) if "empty" in found else None
    closed = way == "columns" or fact.type == "boolean" or bool(fact.values)
    return FactReading(fact.name, columns, way == "either", codes, closed, written, empty, None, key.place)


def _missing(fact: Fact, name: str, key: Scalar) -> list[Diagnostic]:
    problems: list[Diagnostic] = []
    fields(Tree((), key.place), ("`{}`", "`{}`", fact.name), (name,), (), problems)
    return problems


def _judge_fields(fact: Fact, found: Fields, fields_: tuple[str, ...], reason: Text, problems: Problems) -> None:
    """Tell which of the fields are there and have no effect."""
    problems += (FieldOfOtherFact(fact=fact.name, field=name, reason=reason).at(found[name].place) for name in fields_ if name in found)


def _columns(way: str, tree: AnyTree, places: dict[str, Place], problems: Problems) -> tuple[str, ...]:
    if way == "column":
        column = _column(tree, quoted(way), places, problems)
        return (column,) if column is not None else ()
    items = _items(tree, quoted(way), problems)
    if isinstance(tree, SequenceTree) and len({item.text for item in items}) < 2:
        problems.append(TooFewColumns(field=way).at(tree.place))
    return tuple(dict.fromkeys(_named(item, places) for item in items))


def _column(tree: AnyTree, what: Noun, places: dict[str, Place], problems: Problems) -> str | None:
    found = scalar(tree, what, problems)
    return _named(found, places) if found is not None else None


def _named(item: Scalar, places: dict[str, Place]) -> str:
    places.setdefault(item.text, item.place)
    return item.text


def _items(tree: AnyTree | None, what: Noun, problems: Problems) -> tuple[Scalar, ...]:
    """Return the items of a list of single values."""
    found = [scalar(item, what, problems) for item in sequence(tree, what, problems) or ()] if tree is not None else []
    return tuple(item for item in found if item is not None)


# ---------------------------------------------------------------- what cells mean


def _meaning(fact: Fact, tree: AnyTree, alone: Vocabulary, problems: Problems) -> CellMeaning | None:
    """Return what a value in the profile says, read as a case file would be."""
    found = scalar(tree, quoted(fact.name), problems)
    if found is None:
        return None
    before = len(problems)
    build_case(Tree(((Scalar(fact.name, True, found.place), found),), found.place), alone, (), problems)
    if len(problems) > before:
        return None
    is_value = not (found.text == UNKNOWN and (found.plain or fact.type != "text"))
    return CellMeaning(found.text if (found.plain and fact.type != "text") or not is_value else MARK + found.text, is_value)


def _empty(fact: Fact, tree: AnyTree, alone: Vocabulary, problems: Problems) -> CellMeaning | None:
    """Return what an empty cell means, None where it rejects the row."""
    if isinstance(tree, Scalar) and tree.text == REJECT:
        return None
    if isinstance(tree, Scalar) and tree.text == LEFT_OUT:
        if fact.silence is None:
            problems.append(SilenceOfNone(fact=fact.name).at(tree.place))
        return CellMeaning(None, False)
    return _meaning(fact, tree, alone, problems)


def _codes(fact: Fact, tree: AnyTree | None, columns: int, alone: Vocabulary, problems: Problems) -> dict[tuple[str, ...], CellMeaning]:
    """Return what the listed cells mean: by one cell where they are a mapping, by the cells of all columns where they are a list."""
    what: Noun = ("kodene til `{}`", "the codes of `{}`", fact.name)
    codes: dict[tuple[str, ...], CellMeaning] = {}
    if tree is None:
        words = ("true", "false") if fact.type == "boolean" else tuple(fact.values or ())
        return {(cell,): CellMeaning(cell, True) for cell in words}
    if columns == 1:
        for key, value in mapping(tree, what, problems) or ():
            meaning = _meaning(fact, value, alone, problems)
            if meaning is not None:
                codes[key.text,] = meaning
        return codes
    for item in sequence(tree, what, problems) or ():
        entry = fields(item, ("en kode for `{}`", "a code of `{}`", fact.name), ("when", "value"), (), problems)
        if entry is None or len(entry) < 2:
            continue
        cells = _cells(entry["when"], problems)
        if cells is None:
            continue
        if len(cells) != columns:
            problems.append(CodeOfOtherLength(cells=len(cells), columns=columns).at(entry["when"].place))
        elif not any(cells):
            problems.append(CodeOfNoCell().at(entry["when"].place))
        elif cells in codes:
            problems.append(CodeTwice(cells=cells).at(entry["when"].place))
        meaning = _meaning(fact, entry["value"], alone, problems)
        if meaning is not None:
            codes[cells] = meaning
    return codes


def _cells(tree: AnyTree, problems: Problems) -> tuple[str, ...] | None:
    """Return the cells that a code names; an empty text in quotation marks is an empty cell."""
    found: list[str] = []
    for item in sequence(tree, quoted("when"), problems) or ():
        if isinstance(item, Scalar) and not item.plain and not item.text:
            found.append("")
        elif (cell := text(item, quoted("when"), problems)) is not None:
            found.append(cell)
        else:
            return None
    return tuple(found) if isinstance(tree, SequenceTree) else None


# ---------------------------------------------------------------- how dates and numbers are written


def _written(fact: Fact, tree: AnyTree | None, spelt: _Spellings, key: Scalar, problems: Problems) -> DatePattern | str | None:
    """Return how the dates or numbers of a fact are written, None where it is neither."""
    is_date, is_number = fact.type == "date", fact.type in ("integer", "decimal")
    if not is_date and not is_number:
        if tree is not None:
            neither = Text("den er ingen dato og ikke noe tall", "it is neither a date nor a number")
            problems.append(FieldOfOtherFact(fact=fact.name, field="written", reason=neither).at(tree.place))
        return None
    if tree is not None:
        return _pattern(tree, problems) if is_date else word(tree, quoted("written"), MARKS, problems)
    field = "dates" if is_date else "numbers"
    if field not in spelt.said:
        what = Text("datoer", "dates") if is_date else Text("tall", "numbers")
        problems.append(SpellingNotDeclared(what=what, field=field).at(key.place))
    return spelt.dates if is_date else spelt.numbers


def _pattern(tree: AnyTree, problems: Problems) -> DatePattern | None:
    found = scalar(tree, quoted("dates"), problems)
    if found is None:
        return None
    pattern = date_pattern(found.text)
    if pattern is None:
        problems.append(NoDatePattern(written=found.text).at(found.place))
    return pattern
