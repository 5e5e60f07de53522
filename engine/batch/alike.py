"""Objects of NDJSON on many lines at a time, where all state their members in one order, and each member in one way.

One expression says what such a line looks like to its last byte: which members there may be and in which order, and of each whether it is
a string, a truth value or a number. It is learnt from some lines, and lines that look otherwise are left to the reader of single rows.
Polars then reads what is known to stand there, and gives it back as it was written.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from graphlib import TopologicalSorter
from typing import Final, Literal

import polars as pl

from .register import MARK


class Number(str):
    """A number as it was spelt."""


class Pairs(list[tuple[str, object]]):
    """The members of an object in the order written, a name that is there twice included."""


_Way = Literal["string", "truth", "number", "decimal"]

_WRITTEN: Final[Mapping[_Way, bytes]] = {
    # No quotation mark, backslash or control character: what stands between the marks is the text.
    "string": rb'"[^"\\\x00-\x1f\x7f]*+"',
    "truth": rb"true|false",
    # So few digits that a double gives them back as they were, but that it does not tell 16 from 16.0: one way has either.
    "number": rb"(?:0|-?[1-9][0-9]{0,8}+)(?:\.[0-9]{0,2}[1-9])?+",
    "decimal": rb"(?:0|-?[1-9][0-9]{0,8}+)\.(?:[0-9]{0,2}[1-9]|0)",
}

_FEWEST: Final = 16
"""Fewer lines are read one by one."""

_SAMPLE: Final = 200
"""So many lines are looked at to learn how lines are written."""

_LESSONS: Final = 8
"""So often is learnt from lines that look otherwise than those before them."""

_Place = tuple[str, ...]
"""The names of the groups that a member stands in, and its own."""


class Alike:
    """Reads lines whose members have the names `known`, flat or in `groups`, and gives the columns `wanted`, strings behind a mark.

    `decode` gives the object of a line, None where it is none. The order of members is that of all lines seen, each of which states some
    of them. Where there are any `members`, each line has to have all that were seen,
    and they among them.
    """

    def __init__(
        self,
        known: Collection[str],
        groups: Collection[str],
        wanted: Sequence[str],
        members: Collection[str],
        decode: Callable[[bytes], Pairs | None],
    ) -> None:
        self._known, self._groups, self._wanted, self._members, self._decode = known, groups, wanted, set(members), decode
        self._before: dict[_Place, dict[str, list[str]]] = {(): {}}
        self._places: dict[str, _Place] = {}
        self._ways: dict[str, _Way | None] = {}
        self._lessons = _LESSONS
        self._line: re.Pattern[bytes] | None = None

    def cells(self, lines: Sequence[bytes]) -> pl.DataFrame | None:
        """Return the cells of lines, none of which is empty, or None where any of them looks otherwise."""
        if len(lines) < _FEWEST or not (self._fit(lines) or (self._learn(lines) and self._fit(lines))):
            return None
        text, schema = b"\n".join(lines), self._schema(())
        if not schema:
            return None
        try:
            if not text.isascii():
                text.decode()
            found = pl.read_ndjson(io.BytesIO(text), schema=schema)
        except (UnicodeDecodeError, pl.exceptions.PolarsError):
            return None
        # Beside the rows, so that a member that is null on every line is null on each of them.
        return found.with_columns(map(self._column, self._wanted)).select(self._wanted)

    def _fit(self, lines: Sequence[bytes]) -> bool:
        return self._line is not None and all(map(self._line.fullmatch, lines))

    def _learn(self, lines: Sequence[bytes]) -> bool:
        """Return whether something was learnt from the lines that look otherwise."""
        if not self._lessons:
            return False
        self._lessons -= 1
        strange = [line for line in lines if self._line is None or not self._line.fullmatch(line)]
        news = [self._enter((), pairs) for pairs in map(self._decode, strange[:_SAMPLE]) if pairs is not None]
        expression = self._expression(())
        if not any(news) or not self._members.issubset(self._ways) or (self._line is not None and self._line.pattern == expression):
            return False
        self._line = re.compile(expression)
        return True

    def _enter(self, group: _Place, pairs: Pairs) -> bool:
        """Enter what a line states in a group, of names that may stand there, and in one place alone; return whether any of it is new."""
        members, before, new = self._before[group], None, False
        for key, value in pairs:
            place = (*group, key)
            name = ".".join(place)
            inner = value if isinstance(value, Pairs) and name in self._groups else None
            if (
                '"' in name
                or "\\" in name
                or (inner is None and (name not in self._known or self._places.setdefault(name, place) != place))
            ):
                continue
            if key not in members:
                members[key] = []
                new = True
            # What would contradict the order of the lines before is not learnt.
            if before is not None and before not in members[key] and not _stands_before(members, key, before):
                members[key].append(before)
                new = True
            before = key
            if inner is not None:
                self._before.setdefault(place, {})
                new |= self._enter(place, inner)
            elif (way := _way(self._ways.get(name), value)) != self._ways.setdefault(name, None):
                self._ways[name] = way
                new = True
        return new

    def _expression(self, group: _Place) -> bytes:
        """Return what an object looks like."""
        parts = []
        for key in TopologicalSorter(self._before[group]).static_order():
            place = (*group, key)
            way = self._ways.get(".".join(place))
            value = self._expression(place) if place in self._before else b"null" if way is None else b"null|" + _WRITTEN[way]
            parts.append(rb'(?:(?:(?<=\{)|(?<!\{), ?+)"%b": ?+(?:%b))' % (re.escape(key.encode()), value))
        # Whether a member is there or not, what has been passed is not looked at again.
        return rb"\{%b\}" % b"".join(part if self._members else part + b"?+" for part in parts)

    def _schema(self, group: _Place) -> dict[str, pl.DataType]:
        """Return the members of a group that are wanted."""
        found: dict[str, pl.DataType] = {}
        for key in self._before[group]:
            place = (*group, key)
            if place in self._before:
                if inner := self._schema(place):
                    found[key] = pl.Struct(inner)
            elif ".".join(place) in self._wanted:
                found[key] = pl.String()
        return found

    def _column(self, name: str) -> pl.Expr:
        """Return the cells of a member as they were written, strings behind a mark."""
        if (way := self._ways.get(name)) is None:
            return pl.lit(None, pl.String).alias(name)
        first, *rest = self._places[name]
        cells = pl.col(first)
        for key in rest:
            cells = cells.struct.field(key)
        if way == "string":
            cells = MARK + cells
        elif way == "decimal":
            cells = pl.when(cells.str.contains(".", literal=True)).then(cells).otherwise(cells + ".0")
        return cells.alias(name)


def _stands_before(members: Mapping[str, Sequence[str]], one: str, other: str) -> bool:
    """Return whether a member is the other or is known to stand before it; `members` has for each those seen directly before it."""
    seen, open_ = {other}, [other]
    while open_:
        for name in members[open_.pop()]:
            if name not in seen:
                seen.add(name)
                open_.append(name)
    return one in seen


def _way(known: _Way | None, value: object) -> _Way | None:
    """Return how a member is written that was written in a way `known`, and now as a value."""
    match value:
        case bool():
            return known or "truth"
        case Number():
            return "number" if known in (None, "decimal") and "." not in value else known or "decimal"
        case str():
            return known or "string"
        case _:
            return known
