"""Exact arithmetic on columns of counts: what `arithmetic` gives, for many rows at once.

Each number is a whole count of some part of one, the same part in every row, so that no row holds a fraction. Counts have 64 bits on
the way where whatever stands in a column leaves room in them, else 128: the loader lets no law pass that needs more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import reduce
from math import gcd, lcm, prod
from operator import add, mul
from typing import Final, NamedTuple, Protocol, assert_never

import polars as pl

from ..model import Call, Constant, Expression
from ..terms.meaning import Arithmetic, Pick, Product, Quotient, Rounding, Rounds, Subtraction, Total
from ..terms.operations import OPERATIONS
from .arithmetic import PLACES, Extent, extent, number_of

IntegerType = type[pl.Int64] | type[pl.Int128]

_ROOM: Final = 2**62
"""What is computed with 64 bits stays below it."""


class CountColumn(Protocol):
    """A column that holds whole counts of one `unit`-th, null where the number is unknown or none."""

    @property
    def value(self) -> pl.Expr: ...
    @property
    def unit(self) -> int: ...


class Counts(NamedTuple):
    """A column of counts of one `unit`-th, with as many bits as `Columns.bits`."""

    value: pl.Expr
    unit: int


def written(counts: Counts) -> pl.Expr:
    """Return numbers that a decimal of `PLACES` places can hold as counts of the smallest such part, with 64 bits."""
    common = gcd(10**PLACES, counts.unit)
    told, whole = _times(counts.value, 10**PLACES // common), counts.unit // common
    return (told if whole == 1 else told // whole).cast(pl.Int64)


class Columns(NamedTuple):
    """The columns of a sheet: those of the leaves of arithmetic, and those in which numbers are kept that are used several times."""

    of_leaf: Callable[[Expression], CountColumn]
    keep: Callable[[pl.Expr], pl.Expr]
    kept: dict[tuple[Expression, IntegerType], Counts]
    bits: IntegerType = pl.Int128


def bits_for(expression: Expression, known: Mapping[str, Extent]) -> IntegerType:
    """Return the type of counts that a tree of arithmetic needs, where `known` says how great whatever a column may hold can be."""
    found = extent(expression, known, {})
    fits = found.most is not None and max(found.counts, int(found.most * found.fine * 10**PLACES)) < _ROOM
    return pl.Int64 if fits else pl.Int128


def computed(expression: Expression, columns: Columns) -> Counts:
    """Return the exact number of a tree of arithmetic in which parameters are written out.

    A choice and a rounding name what they take several times, so that a tree of them would double with every level: what they take
    from another one is kept.
    """
    if isinstance(expression, Constant):
        number = number_of(expression, {})
        return Counts(pl.lit(number.numerator, columns.bits), number.denominator)
    value = OPERATIONS[expression.op].value if isinstance(expression, Call) else None
    if not isinstance(expression, Call) or not isinstance(value, (Arithmetic, Total)):
        column = columns.of_leaf(expression)
        return Counts(column.value.cast(columns.bits), column.unit)
    chooses = isinstance(value, (Pick, Rounding))
    items = [_kept(operand, columns) if chooses and _repeats(operand) else computed(operand, columns) for operand in expression.operands]
    match value:
        case Total():
            alike, unit = _alike(items)
            return Counts(reduce(add, alike), unit)
        case Subtraction():
            (first, *rest), unit = _alike(items)
            return Counts(first - reduce(add, rest), unit)
        case Product(by):
            return Counts(reduce(mul, (item.value for item in items)), prod(item.unit for item in items) * by)
        case Quotient():
            divisor = number_of(expression.operands[1], {})
            sign = 1 if divisor > 0 else -1
            return Counts(_times(items[0].value, sign * divisor.denominator), items[0].unit * abs(divisor.numerator))
        case Pick(by):
            (picked, *others), unit = _alike(items)
            for place, other in enumerate(others):
                picked = _nearer(columns.keep(picked) if place else picked, other, by)
            return Counts(picked, unit)
        case Rounding(to):
            return _rounded(items[0], number_of(expression.operands[1], {}), to, columns)
        case _:
            assert_never(value)


def _repeats(expression: Expression) -> bool:
    """Return whether an expression chooses or rounds somewhere."""
    return isinstance(expression, Call) and (
        isinstance(OPERATIONS[expression.op].value, (Pick, Rounding)) or any(_repeats(operand) for operand in expression.operands)
    )


def _kept(expression: Expression, columns: Columns) -> Counts:
    key = expression, columns.bits
    if key not in columns.kept:
        counts = computed(expression, columns)
        columns.kept[key] = Counts(columns.keep(counts.value), counts.unit)
    return columns.kept[key]


def _alike(items: list[Counts]) -> tuple[list[pl.Expr], int]:
    unit = lcm(*(item.unit for item in items))
    return [_times(item.value, unit // item.unit) for item in items], unit


def _times(counts: pl.Expr, number: int) -> pl.Expr:
    return counts if number == 1 else counts * number


def _nearer(one: pl.Expr, other: pl.Expr, by: str) -> pl.Expr:
    """Return the smaller or larger of two numbers, null where one is."""
    first = one <= other if by == "<" else one >= other
    return pl.when(first).then(one).when(~first).then(other)


def _rounded(item: Counts, step: Fraction, to: Rounds, columns: Columns) -> Counts:
    """Return a number as a whole count of a step; what a step is of a whole is the unit."""
    count, whole = columns.keep(_times(item.value, step.denominator)), item.unit * step.numerator
    size = columns.keep(pl.when(count < 0).then(0 - count).otherwise(count))
    steps, rest = size // whole, size % whole
    match to:
        case "half_up":
            more = 2 * rest >= whole
        case "half_even":
            more = (2 * rest > whole) | ((2 * rest == whole) & (steps % 2 == 1))
        case "down":
            more = pl.lit(False)
        case "up":
            more = rest > 0
        case _:
            assert_never(to)
    steps = columns.keep(steps + more.cast(columns.bits))
    return Counts(_times(pl.when(count < 0).then(0 - steps).otherwise(steps), step.numerator), step.denominator)
