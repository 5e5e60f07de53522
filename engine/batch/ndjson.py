"""NDJSON: each line is an object of facts, in groups or flat."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from ..language.located import MAX_DEPTH
from ..language.nesting import deeper_than
from ..law.registers import CASE
from .alike import Alike, Number, Pairs
from .chunks import Clean, TextForm
from .lines import lines_of, text_blocks
from .problems import (
    MemberNotAValue,
    MemberTwice,
    RowFlaw,
    RowNotAnObject,
    RowNotJson,
    RowNotUtf8,
    RowTooDeep,
    RowWithControlCharacter,
    UnknownMember,
)
from .profile_problems import MemberNotThere
from .register import MARK, NO_TEXT, RowBlock
from .register_files import RegisterFile


def _constant(word: str) -> Number:
    return Number(word)


_DECODER: Final = json.JSONDecoder(object_pairs_hook=Pairs, parse_float=Number, parse_int=Number, parse_constant=_constant)


def json_blocks(
    file: RegisterFile, size: int, only: Collection[str] | None, facts: Collection[str], identity: str = CASE, *, whole: bool = False
) -> Iterator[RowBlock]:
    """Yield the rows of a file; `identity` is the name of the id, and where it is `whole` each row has each of the `facts`."""
    names = [name for name in dict.fromkeys((identity, *facts)) if only is None or name in only]
    known = {identity, *facts}
    groups = {name[:place] for name in known for place, character in enumerate(name) if character == "."} - known

    def read(row: int, line: bytes) -> Sequence[str | None] | RowFlaw:
        found = json_object(row, line)
        if isinstance(found, RowFlaw):
            return found
        cells: dict[str, str | None] = {}
        flaw = _flatten(row, "", found, known, groups, cells, identity)
        if whole and flaw is None and (missing := next((name for name in facts if name not in cells), None)):
            flaw = MemberNotThere(column=missing).of(row, _case_in(cells, identity), missing)
        return flaw if flaw is not None else [cells.get(name) for name in names]

    def decoded(line: bytes) -> Pairs | None:
        found = json_object(0, line)
        return None if isinstance(found, RowFlaw) else found

    alike = Alike(known, groups, names, facts if whole else (), decoded)
    return text_blocks(file, size, 0, names, TextForm(lines_of, read, Clean(lambda lines: True, alike.cells)), MARK, identity)


def json_object(row: int, line: bytes) -> Pairs | RowFlaw:
    """Return the object on a line."""
    try:
        text = line.decode("utf-8-sig" if row == 1 else "utf-8")
        if deeper_than(MAX_DEPTH, text) is not None:
            return RowTooDeep().of(row)
        found = _DECODER.decode(text)
    except UnicodeDecodeError as error:
        return RowNotUtf8(byte=error.start + 1).of(row)
    except ValueError as error:
        return RowNotJson(column=getattr(error, "colno", 1)).of(row)
    if isinstance(found, Pairs):
        return found
    return RowNotAnObject().of(row)


def _flatten(
    row: int,
    prefix: str,
    pairs: Pairs,
    known: Collection[str],
    groups: Collection[str],
    cells: dict[str, str | None],
    identity: str,
) -> RowFlaw | None:
    """Enter the members under their flat names into `cells`; return what stops it."""
    for key, value in pairs:
        name = prefix + key
        if name in known:
            if name in cells:
                return MemberTwice(name=name).of(row, _case_in(cells, identity), name)
            if isinstance(value, (list, Pairs)):
                return MemberNotAValue(name=name).of(row, _case_in(cells, identity), name)
            cells[name] = _spelt(value)
            if isinstance(value, str) and NO_TEXT.search(value):
                return RowWithControlCharacter().of(row)
        elif name in groups and isinstance(value, Pairs):
            flaw = _flatten(row, f"{name}.", value, known, groups, cells, identity)
            if flaw is not None:
                return flaw
        elif name not in groups or value is not None:  # a group that is null states nothing
            return UnknownMember().of(row, _case_in(cells, identity), name if name.isprintable() else "")
    return None


def _case_in(cells: Mapping[str, str | None], identity: str) -> str:
    return (cells.get(identity) or "").removeprefix(MARK)


def _spelt(value: object) -> str | None:
    if value is None or isinstance(value, Number):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{MARK}{value}"
