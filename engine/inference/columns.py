"""The same clauses as Polars expressions over many cases at once: for each node one Boolean column, null while it is open.

`&` and `|` on nullable columns are strong Kleene logic, and a node is computed after everything that it rests on, so one
pass gives for every row what `forward` derives for the case. Several programs share one sheet: what two law versions
have alike is computed once. The statuses of the nodes are the trail in compact form.

A frame of cases has a row per case and for each fact that is known of some case a column of the fact's flat name:

    boolean        Boolean
    integer        an integer type, between -2,147,483,648 and 2,147,483,647
    decimal        Decimal with at most `DECIMALS` digits after the point and `WHOLE` before it, or an integer type;
                   never Float64, which cannot hold 29.9: whoever reads a file decides what its numbers are
    date           Date, between `dates.FIRST_DAY` and `dates.LAST_DAY`
    enum, ordinal  String, Categorical or Enum with the words of the vocabulary; text String

An empty cell, and a column that is not there, is unknown. For a fact whose silence says something (`Fact.silence`) it says that: an
event has not happened, or the answer is no. The Boolean column of the fact's name with `UNKNOWN` behind it, where there is one, is
true where the fact is unknown.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial, reduce
from operator import add, and_, or_
from typing import Final, Literal, NamedTuple, assert_never

import polars as pl

from ..frozen import dataclass
from ..graph import reached
from ..model import (
    FORCED,
    NONE,
    Calendar,
    Call,
    Compare,
    Condition,
    Constant,
    Exact,
    Expression,
    Fact,
    Holds,
    LawVersion,
    Name,
    ParameterRef,
    Period,
    Schedule,
    Span,
    Unlikely,
    ValueType,
    Vocabulary,
)
from ..terms import meaning
from ..terms.comparisons import COMPARISONS
from ..terms.meaning import Connectives
from ..terms.operations import OPERATIONS
from ..walking import asks_calendar, fold
from . import calendar_columns, dates, number_columns
from .arithmetic import Extent, is_arithmetic, leaves
from .clauses import Gate, Known, Program, Test
from .evaluating import order_of, reader, steps_of
from .literals import Signed, is_positive, negated, negative, node_of, positive, turned
from .working_days import WorkingDays, working_days

UNKNOWN: Final = ".unknown"
"""Behind the name of a fact whose silence says something: the column that says where it is unknown."""

LAW: Final = "law"
"""The column that names the law version forced on a case; null where the law chooses."""

DECIMALS: Final = 6
"""How many digits a decimal number may have after its point."""

WHOLE: Final = 9
"""How many digits a decimal number may have before its point. A sum of thousands of such numbers fits 64 bits."""

_DECIMAL: Final = pl.Decimal(WHOLE + DECIMALS, DECIMALS)
_ONE: Final = 10**DECIMALS

_HELD: Final[Mapping[ValueType, Extent]] = {
    "integer": Extent(Fraction(-(2**31)), Fraction(2**31), 1, 1, 2**31 + 1),
    "decimal": Extent(Fraction(-(10**WHOLE)), Fraction(10**WHOLE), _ONE, _ONE, 10 ** (WHOLE + DECIMALS) + 1),
}
"""How great a number can be that a column holds, whatever the vocabulary says of it."""


class Operand(NamedTuple):
    """A value in every row: null where it is unknown or `none`.

    `none`, true or false in every row, says where it is `none`; it is None where that cannot be. Dates are day numbers,
    words places in `words`, numbers whole counts of one `unit`-th. `bounds` are the first and last day that there can be.
    """

    value: pl.Expr
    type: ValueType
    none: pl.Expr | None = None
    unit: int = 1
    words: tuple[str, ...] = ()
    bounds: tuple[date, date] = (dates.FIRST_DAY, dates.LAST_DAY)


class Placed(NamedTuple):
    """A program on a sheet: for each node the literal there that stands for it."""

    program: Program
    nodes: tuple[Signed, ...]

    def literal(self, literal: Signed) -> Signed:
        """Return the literal of the sheet that stands for one of the program."""
        return turned(self.nodes[node_of(literal)], is_positive(literal))


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A test in which derived values and parameters are written out, so that equal tests of two versions are equal."""

    asks: Literal["holds", "known"] | meaning.Truth
    operands: tuple[Expression, ...]


class _Kept(NamedTuple):
    """A column that is kept, the kept ones that it rests on, and its stage, which comes after theirs."""

    expression: pl.Expr
    below: tuple[str, ...]
    stage: int


def computed(facts: pl.DataFrame, stages: Iterable[Sequence[pl.Expr]]) -> pl.DataFrame:
    """Return the facts, as `facts_of` gives them, with the columns of some stages of a sheet."""
    for stage in stages:
        facts = facts.with_columns(stage)
    return facts


class Sheet:
    """Collects the columns to compute, in stages: each rests on facts and on columns of earlier stages alone."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.kept: dict[str, _Kept] = {}
        self.operands: dict[Expression, Operand] = {}
        self.number_columns = number_columns.Columns(self.operand, self.keep, {})
        self.extents = {fact.name: _HELD[fact.type] for fact in vocabulary.facts.values() if fact.type in _HELD}
        self.day_columns: dict[tuple[object, Expression], pl.Expr] = {}
        self.nodes: list[_Leaf | Gate] = []
        self.index: dict[_Leaf | Gate, int] = {}
        self.uses: list[int] = []
        self.columns: dict[int, pl.Expr] = {}
        self.join: Connectives[Signed] = Connectives(partial(self.gate, "and"), partial(self.gate, "or"), negated)

    # ------------------------------------------------------------ what is computed

    def keep(self, expression: pl.Expr) -> pl.Expr:
        """Return the column in which an expression is kept, so that all who use it share it."""
        below = tuple(name for name in expression.meta.root_names() if name in self.kept)
        name = f"#{len(self.kept)}"
        self.kept[name] = _Kept(expression.alias(name), below, 1 + max((self.kept[one].stage for one in below), default=-1))
        return pl.col(name)

    def stages(self, outputs: Iterable[pl.Expr] | None = None) -> tuple[Sequence[pl.Expr], ...]:
        """Return what is to be computed for the outputs, by default all that is kept, in stages."""
        every: Iterable[str] = self.kept
        if outputs is not None:
            asked = {name for output in outputs for name in output.meta.root_names() if name in self.kept}
            needed = set(reached(asked, lambda name: self.kept[name].below))
            every = (name for name in self.kept if name in needed)
        found: dict[int, list[pl.Expr]] = {}
        for one in map(self.kept.__getitem__, every):
            found.setdefault(one.stage, []).append(one.expression)
        return tuple(found[stage] for stage in sorted(found))

    def compute(self, facts: pl.DataFrame) -> pl.DataFrame:
        """Return the facts, as `facts_of` gives them, with every column that is kept."""
        return computed(facts, self.stages())

    # ------------------------------------------------------------ nodes

    def place(self, program: Program) -> Placed:
        """Return the program on this sheet; its nodes are computed when `status` asks for them."""
        nodes: list[Signed] = []
        for node in program.nodes:
            if isinstance(node, Test):
                nodes.append(self._leaf(node.condition, program.version))
            else:
                nodes.append(self.gate(node.kind, [turned(nodes[node_of(literal)], is_positive(literal)) for literal in node.inputs]))
        return Placed(program, tuple(nodes))

    def condition(self, condition: Condition) -> Signed:
        """Return the literal of a constraint: of a condition on facts alone, or on what the vocabulary derives and limits."""
        return fold(condition, lambda leaf: self._leaf(leaf, self.vocabulary.unlikely), self.join)

    def gate(self, kind: str, inputs: Iterable[Signed]) -> Signed:
        """Return the literal of a gate; one with a single input is that input."""
        distinct = tuple(sorted(set(inputs)))
        return distinct[0] if len(distinct) == 1 else positive(self._node(Gate("and" if kind == "and" else "or", distinct)))

    def status(self, literal: Signed) -> pl.Expr:
        """Return the column of a literal: true where it holds, false where its negation does, null while it is open."""
        column = self._column(node_of(literal))
        return column if is_positive(literal) else self.keep(~column)

    def _leaf(self, condition: Holds | Compare | Known, terms: _Terms) -> Signed:
        match condition:
            case Holds(name):
                return positive(self._node(_Leaf("holds", (Name(name),))))
            case Known(expression):
                return positive(self._node(_Leaf("known", (_written_out(expression, terms),))))
            case Compare(op, left, right):
                truth = COMPARISONS[op].truth(len(right))
                operands = tuple(_written_out(side, terms) for side in (left, *right))
                if isinstance(truth, meaning.Opposite):
                    return negative(self._node(_Leaf(truth.item, operands)))
                return positive(self._node(_Leaf(truth, operands)))

    def _node(self, node: _Leaf | Gate) -> int:
        if node not in self.index:
            self.index[node] = len(self.nodes)
            self.nodes.append(node)
            self.uses.append(0)
            for literal in node.inputs if isinstance(node, Gate) else ():
                self.uses[node_of(literal)] += 1
        return self.index[node]

    def _column(self, index: int) -> pl.Expr:
        if index not in self.columns:
            node = self.nodes[index]
            if isinstance(node, _Leaf) and node.asks == "holds":
                self.columns[index] = self.operand(node.operands[0]).value
            else:
                self.columns[index] = self.keep(self._expression(index))
        return self.columns[index]

    def _inner(self, index: int) -> pl.Expr:
        """Return a node for use in a gate: what only one gate uses is written inside it."""
        return self._column(index) if index in self.columns or self.uses[index] > 1 else self._expression(index)

    def _expression(self, index: int) -> pl.Expr:
        match self.nodes[index]:
            case Gate(kind, inputs):
                # All that fail together are turned round once: `not a and not b` is `not (a or b)`, in Kleene logic too.
                join, other = (and_, or_) if kind == "and" else (or_, and_)
                holding = [self._inner(node_of(literal)) for literal in inputs if is_positive(literal)]
                failing = [self._inner(node_of(literal)) for literal in inputs if not is_positive(literal)]
                parts = [*holding, *([~reduce(other, failing)] if failing else [])]
                return reduce(join, parts) if parts else pl.lit(kind == "and")
            case _Leaf("holds", (fact,)):
                return self.operand(fact).value
            case _Leaf("known", (expression,)):
                return is_known(self.operand(expression)) | pl.lit(None, pl.Boolean)
            case _Leaf(truth, (left, *rights)) if not isinstance(truth, str):
                one, others = self.operand(left), [self.operand(right) for right in rights]
                return meaning.told(truth, lambda primitive: _compared(primitive, one, others[primitive.side]), _JOIN)
            case other:
                raise AssertionError(other)

    # ------------------------------------------------------------ values

    def operand(self, expression: Expression) -> Operand:
        """Return the value of an expression in which derived values and parameters are written out."""
        if expression not in self.operands:
            self.operands[expression] = self._operand(expression)
        return self.operands[expression]

    def value(self, expression: Expression, program: Program) -> Operand:
        """Return the value of an expression of a program."""
        return self.operand(_written_out(expression, program.version))

    def derived(self, program: Program) -> dict[str, Operand]:
        """Return the operand of each derived value of a program."""
        return {item.name: self.value(item.expression, program) for item in program.derived}

    def outside_calendar(self, expression: Expression, program: Program) -> pl.Expr:
        """Return where an expression of a program has no value for what its calendar states, as `evaluating.outside_calendar`."""
        if not isinstance(expression, Call) or not asks_calendar(expression):
            return pl.lit(False)
        operands = leaves(expression) if is_arithmetic(expression) else expression.operands
        inner = [self.outside_calendar(operand, program) for operand in operands]
        if isinstance(OPERATIONS[expression.op].value, meaning.First):
            outside = pl.lit(False)
            for operand, untold in zip(reversed(expression.operands), reversed(inner), strict=True):
                none = self.value(operand, program).none
                outside = untold if none is None else pl.when(none).then(outside).otherwise(untold)
            return outside
        outside = reduce(or_, inner)
        if expression.calendar is not None:
            outside = outside | reduce(and_, (is_known(self.value(operand, program)) for operand in expression.operands))
        return outside & ~is_known(self.value(expression, program))

    def _operand(self, expression: Expression) -> Operand:
        match expression:
            case Name(name):
                return _fact_operand(self.vocabulary.facts[name])
            case Constant(value):
                return _constant_operand(value)
            case Call() if is_arithmetic(expression):
                # The loader lets no law pass whose numbers would not fit.
                bits = number_columns.bits_for(expression, self.extents)
                told = number_columns.written(number_columns.computed(expression, self.number_columns._replace(bits=bits)))
                return Operand(self.keep(told), "decimal", self._none(or_, leaves(expression)), _ONE)
            case Call(_, (operand,), _, Schedule() as schedule):
                day = self.operand(operand)
                return Operand(self.keep(_on_day(schedule, day.value)), "decimal", day.none, _ONE)
            case Call(op, operands, calendar):
                return self._computed(OPERATIONS[op].value, operands, calendar)
            case _:
                raise AssertionError(expression)

    def _computed(self, value: meaning.Operated, operands: Sequence[Expression], calendar: Calendar | None) -> Operand:
        match value:
            case meaning.Shifted():
                first, count, unit = operands
                assert isinstance(count, Constant) and isinstance(unit, Constant) and isinstance(count.value, int)  # see `_written_out`
                start, period = self.operand(first), Period(count.value, str(unit.value))
                low, high = start.bounds
                days = self.keep(calendar_columns.add(start.value, period, low, high))
                return Operand(days, "date", start.none, bounds=(dates.add(low, period), dates.add(high, period)))
            case meaning.DatePart(of):
                day = self.operand(operands[0])
                number = calendar_columns.weekday(day.value) if of == "week" else calendar_columns.part(day.value, of, *day.bounds)
                return Operand(self.keep(number), "integer", day.none)
            case meaning.Edge(side, of):
                day = self.operand(operands[0])
                low, high = day.bounds
                bounds = dates.edge(low, side, of), dates.edge(high, side, of)
                return Operand(self.keep(calendar_columns.edge(day.value, side, of, low, high)), "date", day.none, bounds=bounds)
            case meaning.WorkingDay() | meaning.WorkingShift() | meaning.WorkingDaysBetween():
                assert calendar is not None  # the loader accepts no such operation without one
                working, none = working_days(calendar), self._none(or_, operands)
                first_day, *others = (self.operand(operand) for operand in operands)
                places = [self._placed(working, operand) for operand in operands if self.operand(operand).type == "date"]
                match value:
                    case meaning.WorkingDay():
                        told = calendar_columns.next_working_day(working, places[0])
                    case meaning.WorkingShift():
                        number = reduce(add, (in_units(other, 1).cast(pl.Int64) for other in others))
                        told = calendar_columns.add_working_days(working, first_day.value, places[0], number)
                    case meaning.WorkingDaysBetween():
                        told = calendar_columns.working_days_between(*places)
                        return Operand(self.keep(told), "integer", none)
                return Operand(self.keep(told), "date", none, bounds=(working.first, working.last))
            case meaning.YearsBetween() | meaning.MonthsBetween():
                years = isinstance(value, meaning.YearsBetween)
                since = self._days(calendar_columns.packed, operands[0])
                until = self._days(calendar_columns.packed if years else calendar_columns.packed_end, operands[1])
                counted = calendar_columns.years_between(since, until) if years else calendar_columns.months_between(since, until)
                return Operand(self.keep(counted), "integer", self._none(or_, operands))
            case meaning.Total():
                total = reduce(add, (in_units(self.operand(number), _ONE) for number in operands))
                return Operand(self.keep(total), "decimal", self._none(or_, operands), _ONE)
            case meaning.First():
                found = [self.operand(item) for item in operands]
                first_known = found[-1].value
                for item in reversed(found[:-1]):
                    first_known = item.value if item.none is None else pl.when(item.none).then(first_known).otherwise(item.value)
                return Operand(self.keep(first_known), found[0].type, self._none(and_, operands), bounds=_hull(found))
            case meaning.Extreme(by):
                found = [self.operand(item) for item in operands]
                all_known = reduce(and_, (is_known(item) for item in found))
                picked = (pl.min_horizontal if by == "<" else pl.max_horizontal)([item.value for item in found])
                return Operand(self.keep(pl.when(all_known).then(picked)), "date", self._none(and_, operands), bounds=_hull(found))
            case meaning.Subtraction() | meaning.Product() | meaning.Quotient() | meaning.Pick() | meaning.Rounding():
                raise AssertionError(value)  # arithmetic
            case meaning.OnDay():
                raise AssertionError(value)  # it has a schedule
            case _:
                assert_never(value)

    def _none(self, join: Callable[[pl.Expr, pl.Expr], pl.Expr], operands: Sequence[Expression]) -> pl.Expr | None:
        """Return where an operation is `none`: where one of its operands is, or (`and_`) all are."""
        found = [self.operand(operand).none for operand in operands]
        parts = [none for none in found if none is not None]
        return self.keep(reduce(join, parts)) if parts and (join is or_ or len(parts) == len(found)) else None

    def _days(self, function: Callable[[pl.Expr, date, date], pl.Expr], expression: Expression) -> pl.Expr:
        return self._of_days(function, expression, lambda days: function(days.value, *days.bounds))

    def _placed(self, calendar: WorkingDays, expression: Expression) -> pl.Expr:
        return self._of_days(calendar, expression, lambda days: calendar_columns.placed(calendar, days.value))

    def _of_days(self, by: object, expression: Expression, function: Callable[[Operand], pl.Expr]) -> pl.Expr:
        key = (by, expression)
        if key not in self.day_columns:
            column = function(self.operand(expression))
            # A day of the law is the same in every row.
            self.day_columns[key] = pl.lit(pl.select(column).item(), pl.Int32) if isinstance(expression, Constant) else self.keep(column)
        return self.day_columns[key]


def facts_of(frame: pl.DataFrame, vocabulary: Vocabulary) -> pl.DataFrame:
    """Return a frame of cases, as the module describes it, in the form in which a sheet computes: a column for every fact.

    Raises ValueError where a column has the wrong type or a value is out of bounds, and polars.exceptions.InvalidOperationError
    where a cell does not fit the type: whoever reads a file has refused such rows before.
    """
    schema = {name: dtype for name, dtype in frame.schema.items() if dtype != pl.Null}
    columns: list[pl.Expr] = []
    for name, fact in vocabulary.facts.items():
        if fact.given:
            continue
        if name in schema:
            _check_column(fact, frame[name])
        known = _normal(fact, schema[name]) if name in schema else pl.lit(None, _NORMAL[fact.type])
        if fact.silence is not None:
            silent = pl.col(name).is_null() if name in schema else pl.lit(True)
            flag = name + UNKNOWN
            if flag in schema:
                _check_type(flag, "boolean", schema[flag])
                silent = silent & ~pl.col(flag).fill_null(False)
            if fact.if_absent_none:
                columns.append(silent.alias(_none_name(name)))
            else:
                known = pl.when(silent).then(pl.lit(fact.silence)).otherwise(known)
        columns.append(known.alias(name))
    if FORCED in vocabulary.facts:
        columns.append((pl.col(LAW).is_not_null() if LAW in schema else pl.lit(False)).alias(FORCED))
    return frame.with_columns(columns)


_NORMAL: Final[Mapping[ValueType, type[pl.DataType]]] = {
    "boolean": pl.Boolean,
    "integer": pl.Int32,
    "decimal": pl.Int64,
    "date": pl.Int32,
    "enum": pl.UInt8,
    "ordinal": pl.UInt8,
    "text": pl.String,
}


def _none_name(event: str) -> str:
    return f"{event} {NONE}"


def _normal(fact: Fact, found: pl.DataType) -> pl.Expr:
    """Return the column of a fact as a sheet computes with it: day numbers, places of words, counts of the smallest unit."""
    column = pl.col(fact.name)
    match fact.type:
        case "integer":
            return column.cast(pl.Int32)
        case "decimal":
            return (column if found.is_decimal() else column.cast(pl.Int32)).cast(_DECIMAL).to_physical().cast(pl.Int64)
        case "date":
            return column.to_physical()
        case "enum" | "ordinal":
            words = pl.Enum(list(fact.values or ()))
            return (column if found == words else column.cast(words)).to_physical().cast(pl.UInt8)
        case _:
            return column


def _check_type(name: str, type_: ValueType, found: pl.DataType) -> None:
    fits = {
        "boolean": found == pl.Boolean,
        "integer": found.is_integer(),
        "decimal": found.is_integer() or (isinstance(found, pl.Decimal) and found.scale <= DECIMALS),
        "date": found == pl.Date,
        "enum": found in (pl.String, pl.Categorical, pl.Enum),
        "ordinal": found in (pl.String, pl.Categorical, pl.Enum),
        "text": found == pl.String,
    }
    if not fits[type_]:
        raise ValueError(f"the column `{name}` is {found}, which does not fit the type {type_}")


def _check_column(fact: Fact, column: pl.Series) -> None:
    _check_type(fact.name, fact.type, column.dtype)
    first, last = (column.min(), column.max()) if fact.type == "date" else (None, None)
    if isinstance(first, date) and isinstance(last, date) and (first < dates.FIRST_DAY or last > dates.LAST_DAY):
        raise ValueError(f"the column `{fact.name}` has days from {first} to {last}; cases have {dates.FIRST_DAY} to {dates.LAST_DAY}")


def _fact_operand(fact: Fact) -> Operand:
    none = pl.col(_none_name(fact.name)) if fact.if_absent_none else None
    return Operand(pl.col(fact.name), fact.type, none, _ONE if fact.type == "decimal" else 1, tuple(fact.values or ()))


def _counted(number: int | Decimal) -> int:
    """Return a number of the law in counts of the smallest part that a column holds."""
    counted = number * _ONE
    if counted != int(counted):
        raise ValueError(f"the law has the number {number}, with more than {DECIMALS} digits after the point")
    return int(counted)


def _constant_operand(value: Exact) -> Operand:
    match value:
        case str():
            return Operand(pl.lit(value), "text", words=(value,))
        case date():
            return Operand(pl.lit(calendar_columns.day_number(value), pl.Int32), "date", bounds=(value, value))
        case bool():
            return Operand(pl.lit(value), "boolean")
        case int():
            return Operand(pl.lit(value, pl.Int64), "integer")
        case Decimal():
            return Operand(pl.lit(_counted(value), pl.Int64), "decimal", unit=_ONE)


_Terms = LawVersion | Unlikely
"""Who declares the parameters and derived values of an expression."""


def _written_out(expression: Expression, terms: _Terms) -> Expression:
    """Return an expression with derived values and parameters written out; a period as its signed count and its unit."""
    parameters = terms.limits if isinstance(terms, Unlikely) else terms.parameters
    match expression:
        case Name(name) if name in terms.derived:
            return _written_out(terms.derived[name].expression, terms)
        case ParameterRef(name):
            return Constant(parameters[name].value)
        case Call(op, (first, *periods)) if isinstance(shift := OPERATIONS[op].value, meaning.Shifted):
            steps = steps_of(shift, periods, parameters)
            start = _written_out(first, terms)
            if isinstance(start, Constant) and isinstance(start.value, date):
                return Constant(dates.moved(start.value, steps))
            return reduce(lambda day, step: Call("add", (day, Constant(step.count), Constant(step.unit))), steps, start)
        case Call(op, operands):
            call = replace(expression, operands=tuple(_written_out(operand, terms) for operand in operands))
            if isinstance(OPERATIONS[op].value, meaning.OfADay) and all(isinstance(operand, Constant) for operand in call.operands):
                value = reader(call, {})({})
                assert not isinstance(value, Span)  # the law states its days
                return call if value is None else Constant(value)
            return call
        case _:
            return expression


def _on_day(schedule: Schedule, days: pl.Expr) -> pl.Expr:
    """Return the value of a schedule on each day, counted in parts of one as decimals are; null where it states none."""
    found = pl.lit(None, pl.Int64)
    for start, value in schedule.values:
        found = pl.when(days < calendar_columns.day_number(start)).then(found).otherwise(pl.lit(_counted(value), pl.Int64))
    # A comparison with a day that is unknown is null, and what is neither true nor false goes on to the other value.
    known = days.is_not_null()
    if schedule.until is not None:
        known &= days <= calendar_columns.day_number(schedule.until)
    return pl.when(known).then(found)


def _hull(operands: Sequence[Operand]) -> tuple[date, date]:
    return min(operand.bounds[0] for operand in operands), max(operand.bounds[1] for operand in operands)


def is_known(operand: Operand) -> pl.Expr:
    """Return where a value is known; `none` is."""
    known = operand.value.is_not_null()
    return known if operand.none is None else known | operand.none


def in_units(operand: Operand, unit: int) -> pl.Expr:
    """Return a number counted in a unit that is at least as small as its own."""
    return operand.value if operand.unit == unit else operand.value.cast(pl.Int64) * (unit // operand.unit)


def _compared(primitive: meaning.Primitive, left: Operand, right: Operand) -> pl.Expr:
    """Return what a primitive says of each row, for its two sides."""
    equal = isinstance(primitive, meaning.Equal)
    if right.type == "text" and left.type not in ("enum", "ordinal", "text"):
        # The only word that something else is compared with is `none`.
        return pl.when(is_known(left)).then(left.none if left.none is not None and equal else pl.lit(False))
    one, other = _alike(left, right)
    match primitive:
        case meaning.Equal():
            told = one == other
            for none, beside in ((left.none, right), (right.none, left)):
                if none is not None:
                    told &= ~(none & beside.value.is_not_null())
            return told if left.none is None or right.none is None else told | (left.none & right.none)
        case meaning.Ordered(relation, _):
            ordered: pl.Expr = order_of(relation)(one, other)
            if left.none is not None:
                ordered &= ~left.none
            return ordered if right.none is None else ordered & ~(right.none & is_known(left))
        case _:
            assert_never(primitive)


_JOIN: Final[meaning.Connectives[pl.Expr]] = meaning.Connectives(partial(reduce, and_), partial(reduce, or_), operator.invert)


def _alike(left: Operand, right: Operand) -> tuple[pl.Expr, pl.Expr]:
    """Return the two values in one unit, or as places in one list of words."""
    if left.words:
        if right.type == "text":
            (word,) = right.words
            # A word that the left side cannot have gets a place that no word has.
            return left.value, pl.lit(left.words.index(word) if word in left.words else len(left.words), pl.UInt8)
        if right.words != left.words:
            places = [left.words.index(word) if word in left.words else len(left.words) for word in right.words]
            return left.value, right.value.replace_strict(list(range(len(places))), places, return_dtype=pl.UInt8)
        return left.value, right.value
    unit = max(left.unit, right.unit)
    return in_units(left, unit), in_units(right, unit)
