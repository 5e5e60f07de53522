"""The law as formulas: compiled programs over all cases at once, for the solver z3 (extra `analysis`).

Each fact is a variable with a flag that it is known, so that open questions stay open as in every engine (strong Kleene
logic): each node is a pair of variables, that it holds and that it fails, with one equation each. A question is a list of
literals that are assumed, so the law is turned into clauses of the solver once, however many questions follow. What two
programs have in common becomes one variable.

A date is a row of bits: year, month and day, each counted from 0; so dates compare as numbers and their parts cost
nothing. Zero is the event that has not happened. `Universe` says which dates and numbers a case may hold here.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Literal, assert_never, cast

import z3

from ..inference.arithmetic import Slope, calculator, extents_of, is_arithmetic, leaves, slopes
from ..inference.clauses import Known, Program, Test
from ..inference.evaluating import counter, order_of, schedule_of, steps_of
from ..inference.literals import is_positive, node_of
from ..model import (
    NONE,
    Call,
    Compare,
    Condition,
    Constant,
    Derived,
    Exact,
    Expression,
    Fact,
    Holds,
    Laws,
    LawVersion,
    Name,
    Parameter,
    ParameterRef,
    Period,
    Schedule,
    Span,
    Value,
    Vocabulary,
)
from ..terms import meaning
from ..terms.comparisons import COMPARISONS
from ..terms.meaning import Connectives
from ..terms.operations import OPERATIONS
from ..walking import fold
from .truths import JOIN, Counted, Day, Formula, FormulaPair, Formulas, Term, extreme, first, unsigned
from .universe import DAY_BITS, MONTH_BITS, addends_of, reach_of, scope_of

_SHORT_MONTHS = (3, 5, 8, 10)
"""The months of 30 days, counted from 0."""

_SHORTEST = 28
"""The days of the shortest month: a step no longer than it ends in the same month or the next."""

_WEEKDAYS_OF_MONTHS = (0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4)
"""What each month from January on adds to the place in the week, where years begin in March (T. Sakamoto)."""


class Encoder:
    """Turns programs, conditions and expressions into formulas over the facts of one vocabulary.

    `asserted` fills with what the formulas rest on: which values facts can have, the constraints, and the equations. It is
    mutable because equal parts of all programs are to become one variable. `inside` fills with what is true of a case that is
    not rejected for a day outside the calendar of public holidays. No proof may rest on it: what a calendar does not tell of
    is unknown, and what another rule or version says may not depend on it.
    """

    def __init__(self, laws: Laws) -> None:
        self.vocabulary: Vocabulary = laws.vocabulary
        self.scope = scope_of(laws)
        # A context of its own makes the numbering of terms, and with it every answer, the same in every run.
        self.context = z3.Context()
        self.asserted: list[Formula] = []
        self.true, self.false = z3.BoolVal(True, self.context), z3.BoolVal(False, self.context)
        self.join: Connectives[FormulaPair] = Connectives(self.every, self.some, FormulaPair.opposite)
        self._terms: dict[Hashable, Term] = {}
        self._truths: dict[Hashable, FormulaPair] = {}
        self._texts: dict[str, int] = {}
        self.inside: list[Formula] = []
        self.told_anew: list[Counted] = []
        self._named_formulas: dict[int, tuple[Formula, Formula]] = {}
        self.facts = {fact.name: self._fact(fact) for fact in laws.vocabulary.facts.values()}
        self.constraints = [self.truth(constraint.never, {}, {}) for constraint in laws.vocabulary.constraints]
        self.asserted += [z3.Not(constraint.holds) for constraint in self.constraints]

    # ------------------------------------------------------------ facts

    def _fact(self, fact: Fact) -> Term:
        # What the program supplies and what silence says is always known.
        always = fact.given or fact.silence is not None
        known = self.true if always else z3.Bool(f"known {fact.name}", self.context)
        if fact.type == "boolean":
            return Term(known, z3.Bool(fact.name, self.context), self.false)
        if fact.values is not None:
            bits = max(1, (len(fact.values) - 1).bit_length())
            value = z3.BitVec(fact.name, bits, self.context)
            if len(fact.values) < 1 << bits:
                self.asserted.append(z3.ULE(value, len(fact.values) - 1))
            return Term(known, value, self.false)
        if fact.type == "date":
            value = z3.BitVec(fact.name, self.scope.bits + MONTH_BITS + DAY_BITS, self.context)
            is_day = self._is_day(self._day(value))
            self.asserted.append(z3.Or(value == 0, is_day) if fact.if_absent_none else is_day)
            return Term(known, value, value == 0 if fact.if_absent_none else self.false)
        if fact.type == "text":
            return Term(known, z3.BitVec(fact.name, self.scope.number_bits, self.context), self.false)
        least = fact.minimum if fact.minimum is not None else Decimal(-self.scope.farthest)
        most = fact.maximum if fact.maximum is not None else Decimal(self.scope.farthest)
        scale = self.scope.scale if fact.type == "decimal" else 1
        bits = int(max(abs(least), abs(most)) * scale).bit_length() + 1
        plain = z3.BitVec(fact.name, bits, self.context)
        self.asserted += [plain >= int(least * scale), plain <= int(most * scale)]
        value = z3.SignExt(self.scope.number_bits - bits, plain)
        return Term(known, value if fact.type == "decimal" else value * self.scope.scale, self.false)

    def facts_in(self, model: z3.ModelRef, names: Collection[str]) -> dict[str, Value]:
        """Return the known facts of these names in a model of the solver; of others what the program supplies and silence says."""
        found: dict[str, Value] = {}
        for name, term in self.facts.items():
            fact = self.vocabulary.facts[name]
            if name not in names and z3.is_true(term.known):
                found[name] = fact.silence if fact.silence is not None else False
            elif name in names and z3.is_true(model.eval(term.known, model_completion=True)):
                found[name] = self._value(fact, model.eval(term.value, model_completion=True))
        return found

    def _value(self, fact: Fact, found: Formula) -> Value:
        if fact.type == "boolean":
            return bool(z3.is_true(found))
        if fact.values is not None:
            return list(fact.values)[int(found.as_long())]
        if fact.type == "text":
            words = {number: word for word, number in self._texts.items()}
            number = int(found.as_long())
            # A word of no rule, and not the same one for two numbers.
            return words.get(number, f"text {number}")
        number = int(found.as_long() if fact.type == "date" else found.as_signed_long())
        if fact.type != "date":
            part = Decimal(number) / self.scope.scale
            return int(part) if fact.type == "integer" else part
        if number == 0:
            return NONE
        return self._date(number)

    def covers(self, facts: Mapping[str, Value]) -> bool:
        """Return whether all values are known and within the scope."""
        return all(self._covers(value) for value in facts.values())

    def _covers(self, value: Value) -> bool:
        scope = self.scope
        if isinstance(value, date):
            return scope.first <= value.year <= scope.last
        if isinstance(value, (int, Decimal)):
            number = Decimal(value)
            return abs(number) <= scope.farthest and number * scope.scale == int(number * scope.scale)
        return not isinstance(value, Span)

    def stated(self, facts: Mapping[str, Value]) -> list[Formula]:
        """Return the demands that exactly these facts are known and have these values, which must be within the scope."""
        found = []
        for name, term in self.facts.items():
            if name not in facts:
                found.append(z3.Not(term.known))
                continue
            value = cast(Exact, facts[name])
            stated = term.value if value is True else z3.Not(term.value) if value is False else term.value == self.constant(name, value)
            found += [term.known, stated]
        return found

    def constant(self, name: str | None, value: Exact) -> Formula:
        """Return the constant that stands for a value; for a word, the fact that it is a word of says which number it has."""
        fact = self.vocabulary.facts.get(name or "")
        match value:
            case date():
                number = ((value.year - self.scope.base) << MONTH_BITS | value.month - 1) << DAY_BITS | value.day - 1
                return z3.BitVecVal(number, self.scope.bits + MONTH_BITS + DAY_BITS, self.context)
            case int() | Decimal():
                steps = Decimal(value) * self.scope.scale
                if abs(steps) > self.scope.largest * self.scope.scale or steps != int(steps):
                    raise OverflowError(f"the formulas have no room for the number {value}")
                return z3.BitVecVal(int(steps), self.scope.number_bits, self.context)
            case _ if fact is not None and fact.values is not None:
                return z3.BitVecVal(list(fact.values).index(value), self.facts[fact.name].value.size(), self.context)
            case _ if fact is not None and fact.type == "text":
                return z3.BitVecVal(self._texts.setdefault(value, len(self._texts)), self.scope.number_bits, self.context)
            case _:
                return z3.BitVecVal(0, self.scope.bits + MONTH_BITS + DAY_BITS, self.context)

    def has_words(self, name: str) -> bool:
        """Return whether a name is a fact whose values are words."""
        fact = self.vocabulary.facts.get(name)
        return fact is not None and (fact.values is not None or fact.type == "text")

    def shared(self, key: Hashable, make: Callable[[], Term]) -> Term:
        """Return the term of a computed value, made once for all expressions that say the same, as variables of its own."""
        if key not in self._terms:
            made = make()
            value = z3.FreshConst(made.value.sort(), "value")
            self.asserted.append(value == made.value)
            self._terms[key] = Term(self.named(made.known), value, self.named(made.absent))
        return self._terms[key]

    # ------------------------------------------------------------ programs and conditions

    def program(self, program: Program) -> Formulas:
        """Return a program as formulas; raises OverflowError where a number or date of it is none that they can hold."""
        version = program.version
        if reach_of(version) > self.scope.reach or addends_of(version) > self.scope.addends:
            raise OverflowError(f"version {version.name} computes dates or numbers that the formulas have no room for")
        nodes: list[FormulaPair] = []
        for node in program.nodes:
            if isinstance(node, Test):
                nodes.append(self.test(node.condition, version.parameters, version.derived))
                continue
            inputs = [nodes[node_of(i)] if is_positive(i) else nodes[node_of(i)].opposite() for i in node.inputs]
            nodes.append(self.every(inputs) if node.kind == "and" else self.some(inputs))
        return Formulas(program, tuple(nodes))

    def truth(self, condition: Condition, parameters: Mapping[str, Parameter], derived: Mapping[str, Derived]) -> FormulaPair:
        """Return a condition on facts and derived values alone."""
        return fold(condition, lambda leaf: self.test(leaf, parameters, derived), self.join)

    def every(self, items: Iterable[FormulaPair]) -> FormulaPair:
        """Return that all items hold; the same variables for the same items, whatever their order."""
        distinct = {item.holds.get_id(): item for item in items if not item.holds.eq(self.true)}
        if len(distinct) == 1:
            return next(iter(distinct.values()))
        if not distinct:
            return FormulaPair(self.true, self.false)
        key = frozenset(distinct)
        if key not in self._truths:
            holds, fails = [item.holds for item in distinct.values()], [item.fails for item in distinct.values()]
            self._truths[key] = self._truth(z3.And(holds), z3.Or(fails))
        return self._truths[key]

    def some(self, items: Iterable[FormulaPair]) -> FormulaPair:
        """Return that one of the items holds."""
        return self.every([item.opposite() for item in items]).opposite()

    def named(self, formula: Formula) -> Formula:
        """Return a variable that is true exactly where the formula is; the same one for the same formula."""
        if formula.get_id() not in self._named_formulas:
            found = z3.FreshConst(z3.BoolSort(self.context), "is")
            self.asserted.append(found == formula)
            # The formula is kept beside its name: the number of one that is gone may be given to another.
            self._named_formulas[formula.get_id()] = (found, formula)
        return self._named_formulas[formula.get_id()][0]

    def key(self, expression: Expression, version: LawVersion) -> Hashable:
        """Return what an expression of a version says, whatever the names that the version gives to parameters."""
        return _ExpressionReader(self, version.parameters, version.derived).key(expression)

    def at_least_two(self, items: Sequence[Formula]) -> Formula:
        """Return a variable that is true where two or more of the items are."""
        return self.named(z3.AtLeast(*items, 2))

    def term(self, expression: Expression, version: LawVersion, beside: str | None = None) -> Term:
        """Return an expression of a version; `beside` is the name that it is compared with, whose words a constant is one of."""
        return _ExpressionReader(self, version.parameters, version.derived).term(expression, beside)

    def _truth(self, holds: Formula, fails: Formula) -> FormulaPair:
        return FormulaPair(self.named(holds), self.named(fails))

    def test(self, test: Holds | Compare | Known, parameters: Mapping[str, Parameter], derived: Mapping[str, Derived]) -> FormulaPair:
        """Return a leaf as `forward.decide_test` decides it."""
        reader = _ExpressionReader(self, parameters, derived)
        match test:
            case Holds(name):
                key: Hashable = ("holds", name)
            case Known(expression):
                key = ("known", reader.key(expression))
            case Compare(op, left, right):
                key = (COMPARISONS[op].truth(len(right)), reader.key(left), tuple(reader.key(side) for side in right))
        if key not in self._truths:
            self._truths[key] = self._test(test, reader)
        return self._truths[key]

    def _test(self, test: Holds | Compare | Known, reader: _ExpressionReader) -> FormulaPair:
        match test:
            case Holds(name):
                term = self.facts[name]
                return self._truth(z3.And(term.known, term.value), z3.And(term.known, z3.Not(term.value)))
            case Known(expression):
                return FormulaPair(self.named(reader.term(expression).known), self.false)
            case Compare(op, left, right):
                return self._truth(*self._compared(COMPARISONS[op].truth(len(right)), left, right, reader))

    def _compared(self, truth: meaning.Truth, left: Name, right: Sequence[Expression], reader: _ExpressionReader) -> FormulaPair:
        """Return a comparison as its meaning tells it."""
        one = reader.term(left)

        def primitive(primitive: meaning.Primitive) -> FormulaPair:
            other = reader.term(right[primitive.side], left.name)
            both = z3.And(one.known, other.known)
            match primitive:
                case meaning.Equal():
                    present = z3.And(z3.Not(one.absent), z3.Not(other.absent), one.value == other.value)
                    equal = z3.Or(z3.And(one.absent, other.absent), present)
                    return FormulaPair(z3.And(both, equal), z3.And(both, z3.Not(equal)))
                case meaning.Ordered(relation, _):
                    # Dates, and words by their place on a scale, have no sign.
                    signed = one.value.size() == self.scope.number_bits
                    answer = (order_of if signed else unsigned)(relation)(one.value, other.value)
                    # What is none is neither before nor after anything, whatever the other one is.
                    absent = z3.Or(one.absent, z3.And(other.known, other.absent))
                    return FormulaPair(
                        z3.And(both, z3.Not(absent), answer),
                        z3.Or(z3.And(one.known, absent), z3.And(both, z3.Not(answer))),
                    )
                case _:
                    assert_never(primitive)

        return meaning.told(truth, primitive, JOIN)

    # ------------------------------------------------------------ the calendar

    def _day(self, value: Formula) -> Day:
        top = MONTH_BITS + DAY_BITS
        return Day(z3.Extract(value.size() - 1, top, value), z3.Extract(top - 1, DAY_BITS, value), z3.Extract(DAY_BITS - 1, 0, value))

    def _is_day(self, day: Day) -> Formula:
        base = self.scope.base
        return z3.And(
            z3.UGE(day.year, self.scope.first - base),
            z3.ULE(day.year, self.scope.last - base),
            z3.ULE(day.month, 11),
            z3.ULT(day.day, self._length(day)),
        )

    def _length(self, day: Day) -> Formula:
        """Return the number of days of the month that the day is in."""
        years = range(self.scope.base, self.scope.base + (1 << self.scope.bits), 4)
        common = [day.year != year - self.scope.base for year in years if not calendar.isleap(year)]
        leap = z3.And(z3.Extract(1, 0, day.year) == 0, *common)

        def days(number: int) -> Formula:
            return z3.BitVecVal(number, DAY_BITS, self.context)

        short = z3.Or([day.month == month for month in _SHORT_MONTHS])
        return z3.If(day.month == 1, z3.If(leap, days(29), days(28)), z3.If(short, days(30), days(31)))

    def moved(self, value: Formula, period: Period) -> Formula:
        """Return a date plus a period; a day that the month lacks becomes its last (the declared policy)."""
        if period.unit in ("years", "months"):
            return self._moved_months(value, period.count * (12 if period.unit == "years" else 1))
        left = period.count * (7 if period.unit == "weeks" else 1)
        while left:
            step = max(-_SHORTEST, min(_SHORTEST, left))
            value, left = self._moved_days(value, step), left - step
        return value

    def _moved_months(self, value: Formula, months: int) -> Formula:
        start = self._day(value)
        years, rest = divmod(months, 12)
        month = z3.ZeroExt(1, start.month) + rest
        carries = z3.UGE(month, 12)
        year = start.year + z3.If(carries, self._year(years + 1), self._year(years))
        month = z3.Extract(MONTH_BITS - 1, 0, z3.If(carries, month - 12, month))
        last = self._length(Day(year, month, start.day)) - 1
        return z3.Concat(year, month, z3.If(z3.ULE(start.day, last), start.day, last))

    def _moved_days(self, value: Formula, days: int) -> Formula:
        start = self._day(value)
        if days >= 0:
            length, day = z3.ZeroExt(1, self._length(start)), z3.ZeroExt(1, start.day) + days
            turns = z3.UGE(day, length)
            other = self._moved_months(z3.Concat(start.year, start.month, z3.BitVecVal(0, DAY_BITS, self.context)), 1)
            day = z3.If(turns, day - length, day)
        else:
            turns = z3.ULT(start.day, -days)
            other = self._moved_months(z3.Concat(start.year, start.month, z3.BitVecVal(0, DAY_BITS, self.context)), -1)
            length = z3.ZeroExt(1, self._length(self._day(other)))
            day = z3.ZeroExt(1, start.day) + days
            day = z3.If(turns, day + length, day)
        reached = self._day(other)
        year, month = z3.If(turns, reached.year, start.year), z3.If(turns, reached.month, start.month)
        return z3.Concat(year, month, z3.Extract(DAY_BITS - 1, 0, day))

    def _year(self, years: int) -> Formula:
        return z3.BitVecVal(years, self.scope.bits, self.context)

    def years_between(self, start: Formula, end: Formula) -> Formula:
        """Return the completed years as a number; 29 February is passed on 1 March (the declared policy)."""
        one, other = self._day(start), self._day(end)
        early = z3.ULT(z3.Concat(other.month, other.day), z3.Concat(one.month, one.day))
        return (self._widened(other.year) - self._widened(one.year) - z3.If(early, self._count(1), self._count(0))) * self.scope.scale

    def months_between(self, start: Formula, end: Formula) -> Formula:
        """Return the completed months as a number; a month is complete on its last day where the day is missing."""
        one, other = self._day(start), self._day(end)
        months = (self._widened(other.year) - self._widened(one.year)) * 12 + self._widened(other.month) - self._widened(one.month)
        last = self._length(other) - 1
        early = z3.And(z3.ULT(other.day, one.day), z3.ULT(other.day, last))
        return (months - z3.If(early, self._count(1), self._count(0))) * self.scope.scale

    def or_none(self, term: Term, value: Formula) -> Term:
        """Return what a value computed from a date is: `none` where the date is."""
        return Term(term.known, z3.If(term.absent, z3.BitVecVal(0, value.size(), self.context), value), term.absent)

    def part(self, value: Formula, of: Literal["year", "month", "week"]) -> Formula:
        """Return the year, the month or the place in the week of a date as a number."""
        day = self._day(value)
        year, month = self._widened(day.year) + self.scope.base, self._widened(day.month)
        if of != "week":
            return (year if of == "year" else month + 1) * self.scope.scale
        # The year begins in March here; every month before then adds the same to the week, whatever the year.
        year = year - z3.If(z3.ULT(month, 2), self._count(1), self._count(0))
        added = self._count(_WEEKDAYS_OF_MONTHS[-1])
        for number, days in enumerate(_WEEKDAYS_OF_MONTHS[:-1]):
            added = z3.If(month == number, self._count(days), added)
        years = year + z3.UDiv(year, self._count(4)) - z3.UDiv(year, self._count(100)) + z3.UDiv(year, self._count(400))
        return (z3.URem(years + added + self._widened(day.day), self._count(7)) + 1) * self.scope.scale

    def edge(self, value: Formula, side: Literal["first", "last"], of: Literal["year", "month"]) -> Formula:
        """Return the first or last day of the month or year of a date."""
        day = self._day(value)
        month = day.month if of == "month" else z3.BitVecVal(0 if side == "first" else 11, MONTH_BITS, self.context)
        first = z3.BitVecVal(0, DAY_BITS, self.context)
        return z3.Concat(day.year, month, first if side == "first" else self._length(Day(day.year, month, first)) - 1)

    def on_day(self, schedule: Schedule, day: Term) -> Term:
        """Return the value that a schedule has on a day; unknown on a day for which it states none."""
        (first_day, first_value), *later = schedule.values
        value = self.constant(None, first_value)
        for start, number in later:
            value = z3.If(z3.UGE(day.value, self.constant(None, start)), self.constant(None, number), value)
        stated = [z3.UGE(day.value, self.constant(None, first_day))]
        if schedule.until is not None:
            stated.append(z3.ULE(day.value, self.constant(None, schedule.until)))
        return self.or_none(Term(z3.And(day.known, z3.Or(day.absent, z3.And(stated))), day.value, day.absent), value)

    def counted(self, call: Call, tell: Callable[..., Value | None], operands: Sequence[Term]) -> Term:
        """Return what the calendar of public holidays says, as variables of which nothing is known yet: see `untrue`."""
        assert call.calendar is not None  # the loader accepts no such operation without one
        told, term, made = self._computed(OPERATIONS[call.op].gives == "date", tell, operands)
        first, last = (year - self.scope.base for year in (call.calendar.start, call.calendar.end))
        years = [self._day(term.value).year for term in operands if term.value.size() != self.scope.number_bits]
        within = [z3.And(z3.UGE(year, first), z3.ULE(year, last)) for year in years]
        self.inside.append(self.named(z3.Implies(made.present(), z3.And([told, *within]))))
        return Term(z3.Or(term.absent, z3.And(told, term.known)), term.value, term.absent)

    def computed(self, tell: Callable[..., Value | None], operands: Sequence[Term], slopes: tuple[Slope, ...]) -> Term:
        """Return an exact number likewise as a variable of which nothing is known yet, where it is known whenever its operands are."""
        told, term, _ = self._computed(False, tell, operands, slopes)
        self.asserted.append(told)
        return term

    def _computed(
        self, is_date: bool, tell: Callable[..., Value | None], operands: Sequence[Term], slopes: tuple[Slope, ...] = ()
    ) -> tuple[Formula, Term, Counted]:
        bits = self.scope.bits + MONTH_BITS + DAY_BITS if is_date else self.scope.number_bits
        told, value = z3.FreshBool("told", self.context), z3.FreshConst(z3.BitVecSort(bits, self.context), "counted")
        made = Counted(tell, tuple(operands), told, value, slopes)
        self.told_anew.append(made)
        absent = z3.Or([z3.BoolVal(False, self.context), *(z3.And(term.known, term.absent) for term in operands)])
        every = z3.And([z3.BoolVal(True, self.context), *(term.known for term in operands)])
        return told, Term(z3.Or(absent, every), value, absent), made

    def untrue(self, model: z3.ModelRef, among: Iterable[Counted]) -> list[tuple[Counted, Formula]]:
        """Return what the calendar says of the days that a model of the solver has, and what its numbers come to, where the model errs.

        All days of all years and all numbers would be too many to tell the solver. With what it is told when it errs, no case that it
        finds is wrong, and what it finds impossible is so.
        """
        found = []
        for counted in among:
            terms = [(model.eval(t.known, True), model.eval(t.absent, True), model.eval(t.value, True)) for t in counted.operands]
            values = [self._read(value) for _, _, value in terms]
            # What is no day, or a number that nothing comes to, is itself a value that has not been asked for, and untrue.
            if None in values or any(not z3.is_true(known) or z3.is_true(absent) for known, absent, _ in terms):
                continue
            if (value := counted.says(values)) is ... or isinstance(value, Span):  # what it was asked of is known, and no span comes of it
                continue
            number = None if value is None else self.constant(None, value)
            says = z3.Not(counted.told) if number is None else z3.And(counted.told, counted.value == number)
            if not z3.is_true(model.eval(says, True)):
                found.append((counted, counted.lesson([value for _, _, value in terms], number)))
        return found

    def _read(self, found: Formula) -> Exact | None:
        """Return a date or number of a model; None for bits that are no day, which a value not yet told may have."""
        if found.size() == self.scope.number_bits:
            steps = int(found.as_signed_long())
            return Decimal(steps) / self.scope.scale if steps % self.scope.scale else steps // self.scope.scale
        try:
            return self._date(int(found.as_long()))
        except ValueError:
            return None

    def _date(self, number: int) -> date:
        day, months = number % (1 << DAY_BITS), number >> DAY_BITS
        return date(self.scope.base + (months >> MONTH_BITS), months % (1 << MONTH_BITS) + 1, day + 1)

    def _widened(self, value: Formula) -> Formula:
        return z3.ZeroExt(self.scope.number_bits - value.size(), value)

    def _count(self, number: int) -> Formula:
        return z3.BitVecVal(number, self.scope.number_bits, self.context)


class _ExpressionReader:
    """Reads the expressions of one version, whose parameters and derived values it knows."""

    def __init__(self, encoder: Encoder, parameters: Mapping[str, Parameter], derived: Mapping[str, Derived]) -> None:
        self.encoder = encoder
        self.parameters = parameters
        self.derived = derived

    def key(self, expression: Expression) -> Hashable:
        """Return what an expression says, whatever the names that its version gives to parameters and derived values."""
        match expression:
            case Name(name) if name in self.derived:
                return self.key(self.derived[name].expression)
            case Name(name):
                return ("fact", name)
            case ParameterRef(name):
                parameter = self.parameters[name]
                return ("parameter", parameter.value, parameter.unit)
            case Constant(value):
                return ("constant", value)
            case Call(op, operands, calendar, schedule):
                stated = (schedule.unit, schedule.values, schedule.until) if schedule is not None else None
                return (op, calendar, stated, *(self.key(operand) for operand in operands))

    def term(self, expression: Expression, beside: str | None = None) -> Term:
        """Return an expression; `beside` is the name that it is compared with, whose words a constant is one of."""
        encoder = self.encoder
        match expression:
            case Name(name) if name in self.derived:
                return self.term(self.derived[name].expression)
            case Name(name):
                return encoder.facts[name]
            case ParameterRef(name):
                return Term(encoder.true, encoder.constant(beside, self.parameters[name].value), encoder.false)
            case Constant(value) if value == NONE and beside is not None and not encoder.has_words(beside):
                return Term(encoder.true, self.term(Name(beside)).value, encoder.true)
            case Constant(value):
                return Term(encoder.true, encoder.constant(beside, value), encoder.false)
            case call:
                return encoder.shared(self.key(call), lambda: self.call(call))

    def call(self, call: Call) -> Term:
        """Return an operation as `conditions.value_of` defines it."""
        encoder = self.encoder
        op, operands = call.op, call.operands
        value = OPERATIONS[op].value
        if is_arithmetic(call):
            grows = slopes(call, extents_of(self.derived, self.parameters, encoder.vocabulary), self.parameters)
            return encoder.computed(calculator(call, self.parameters), [self.term(leaf) for leaf in leaves(call)], grows)
        if isinstance(value, meaning.Shifted):
            return self._shifted(value, operands)
        terms = [self.term(operand) for operand in operands]
        every = z3.And([term.known for term in terms])
        match value:
            case meaning.DatePart() | meaning.Edge() | meaning.OnDay():
                return self._of_a_day(value, call, terms[0])
            case meaning.WorkingDay() | meaning.WorkingShift() | meaning.WorkingDaysBetween():
                return encoder.counted(call, counter(value, call), terms)
            case meaning.YearsBetween() | meaning.MonthsBetween():
                years = isinstance(value, meaning.YearsBetween)
                count = (encoder.years_between if years else encoder.months_between)(terms[0].value, terms[1].value)
                absent = z3.Or([z3.And(term.known, term.absent) for term in terms])
                return Term(z3.Or(every, absent), count, absent)
            case meaning.Total():
                absent = z3.Or([z3.And(term.known, term.absent) for term in terms])
                return Term(z3.Or(every, absent), z3.Sum([term.value for term in terms]), absent)
            case meaning.First():
                return first(terms)
            case meaning.Extreme(by):
                return extreme(terms, by, every)
            case meaning.Subtraction() | meaning.Product() | meaning.Quotient() | meaning.Pick() | meaning.Rounding():
                raise AssertionError(op)  # arithmetic
            case _:
                assert_never(value)

    def _shifted(self, value: meaning.Shifted, operands: Sequence[Expression]) -> Term:
        term = self.term(operands[0])
        later = reduce(self.encoder.moved, steps_of(value, operands[1:], self.parameters), term.value)
        return self.encoder.or_none(term, later)

    def _of_a_day(self, value: meaning.DatePart | meaning.Edge | meaning.OnDay, call: Call, day: Term) -> Term:
        match value:
            case meaning.DatePart(of):
                return self.encoder.or_none(day, self.encoder.part(day.value, of))
            case meaning.Edge(side, of):
                return self.encoder.or_none(day, self.encoder.edge(day.value, side, of))
            case meaning.OnDay():
                return self.encoder.on_day(schedule_of(call), day)
            case _:
                assert_never(value)
