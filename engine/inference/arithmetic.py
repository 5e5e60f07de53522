"""Exact arithmetic on numbers: a tree of operations as one function of the numbers that it starts from, and how great its value can be.

What lies between two operations is a fraction. What comes out at the end has a name and is written down, so the loader lets only those
trees pass whose value is always a decimal number of at most `PLACES` places, below `MOST`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from math import inf, lcm, prod
from typing import Final, Literal, NamedTuple, assert_never

from ..canonical import MOST_DIGITS
from ..graph import upward
from ..model import Call, Constant, Derived, Expression, Fact, LawVersion, Name, ParameterRef, Vocabulary
from ..terms.meaning import Arithmetic, Pick, Product, Quotient, Rounding, Rounds, Subtraction, Total
from ..terms.operations import OPERATIONS
from ..terms.types import NUMBERS
from ..walking import names_of
from .conditions import Parameters

PLACES: Final = 6
"""How many decimals a computed number may have: so many as a number of a register."""

MOST: Final = 10**9
"""No computed number is so great."""

ROOM: Final = 2**126
"""What is computed on columns, as counts of some unit, stays below it."""


def is_arithmetic(expression: Expression) -> bool:
    """Return whether an expression is computed exactly, through fractions: arithmetic, or a sum with arithmetic in it."""
    if not isinstance(expression, Call):
        return False
    value = OPERATIONS[expression.op].value
    return isinstance(value, Arithmetic) or (isinstance(value, Total) and any(map(is_arithmetic, expression.operands)))


def leaves(expression: Expression) -> tuple[Expression, ...]:
    """Return the different expressions that a tree of arithmetic starts from and that are not the same in every case, in its order."""
    return tuple(dict.fromkeys(_leaves(expression)))


def _leaves(expression: Expression) -> Iterator[Expression]:
    if isinstance(expression, Call) and (is_arithmetic(expression) or isinstance(OPERATIONS[expression.op].value, Total)):
        for operand in expression.operands:
            yield from _leaves(operand)
    elif not isinstance(expression, (ParameterRef, Constant)):
        yield expression


def calculator(expression: Expression, parameters: Parameters) -> Callable[..., Decimal]:
    """Return the function that gives the value of a tree of arithmetic for the numbers of its `leaves`, in their order."""
    places = {leaf: place for place, leaf in enumerate(leaves(expression))}
    compute = _function(expression, places, parameters)
    return lambda *numbers: as_decimal(compute([Fraction(number) for number in numbers]))


def as_decimal(number: Fraction) -> Decimal:
    """Return a number of at most `PLACES` decimals as such; raises ArithmeticError for any other, which no checked law computes."""
    count, rest = divmod(number.numerator * 10**PLACES, number.denominator)
    if rest:
        raise ArithmeticError(f"{number} has more than {PLACES} decimals")
    whole, part = divmod(count, 10**PLACES)
    return Decimal(whole) if not part else Decimal(count).scaleb(-PLACES).normalize()


_Compute = Callable[[Sequence[Fraction]], Fraction]


def _function(expression: Expression, places: Mapping[Expression, int], parameters: Parameters) -> _Compute:
    if expression in places:
        place = places[expression]
        return lambda numbers: numbers[place]
    if not isinstance(expression, Call):
        fixed = number_of(expression, parameters)
        return lambda _: fixed
    inner = [_function(operand, places, parameters) for operand in expression.operands]
    value = OPERATIONS[expression.op].value
    assert isinstance(value, (Arithmetic, Total))  # whatever else it starts from is a leaf
    first, *rest = inner
    match value:
        case Total():
            return lambda numbers: sum((one(numbers) for one in inner), Fraction())
        case Subtraction():
            return lambda numbers: first(numbers) - sum(one(numbers) for one in rest)
        case Product(by):
            return lambda numbers: prod((one(numbers) for one in inner), start=Fraction(1)) / by
        case Quotient():
            return lambda numbers: first(numbers) / rest[0](numbers)
        case Pick(order):
            choose = min if order == "<" else max
            return lambda numbers: choose(one(numbers) for one in inner)
        case Rounding(to):
            return lambda numbers: rounded(first(numbers), rest[0](numbers), to)
        case _:
            assert_never(value)


def number_of(expression: Expression, parameters: Parameters) -> Fraction:
    """Return a number of the law."""
    value = parameters[expression.name].value if isinstance(expression, ParameterRef) else None
    if isinstance(expression, Constant):
        value = expression.value
    assert isinstance(value, (int, Decimal))  # the loader lets nothing else into arithmetic
    return Fraction(value)


def rounded(number: Fraction, step: Fraction, to: Rounds) -> Fraction:
    """Return a number as a whole count of the step, which is positive."""
    whole, rest = divmod(abs(number) / step, 1)
    match to:
        case "half_up":
            more = 2 * rest >= 1
        case "half_even":
            more = 2 * rest > 1 or (2 * rest == 1 and whole % 2 == 1)
        case "down":
            more = False
        case "up":
            more = rest > 0
        case _:
            assert_never(to)
    return (whole + more) * step * (1 if number >= 0 else -1)


# ---------------------------------------------------------------- how great a number can be


class Extent(NamedTuple):
    """From where to where a number can lie, None where nothing bounds it, and as whole counts of which part of one it is told.

    `part` is that of all values that there can be, `fine` that in which columns count, whose counts stay below `counts`.
    """

    low: Fraction | None
    high: Fraction | None
    part: int
    fine: int
    counts: int = 0

    @property
    def most(self) -> Fraction | None:
        """The greatest absolute value; None where nothing bounds it."""
        return None if self.low is None or self.high is None else max(abs(self.low), abs(self.high))


COUNTED: Final = Extent(Fraction(1 - MOST), Fraction(MOST - 1), 1, 1, MOST)
"""What is counted between two days or is a part of one, with much to spare."""


def extent_of_fact(fact: Fact) -> Extent:
    """Return how great a fact can be, and how fine: a case may state so many decimals as a number has digits, a register fewer."""
    low, high = (None if bound is None else Fraction(bound) for bound in (fact.minimum, fact.maximum))
    return _extent(low, high, 1, 1) if fact.type == "integer" else _extent(low, high, 10**MOST_DIGITS, 10**PLACES)


def extents_of(derived: Mapping[str, Derived], parameters: Parameters, vocabulary: Vocabulary) -> dict[str, Extent]:
    """Return how great each fact and derived value that is a number can be."""
    known = {fact.name: extent_of_fact(fact) for fact in vocabulary.facts.values() if fact.type in NUMBERS}
    numbers = {name: one.expression for name, one in derived.items() if one.type in NUMBERS}
    for name in upward({name: [below for below in names_of(item) if below in numbers] for name, item in numbers.items()}):
        known[name] = extent(numbers[name], known, parameters)
    return known


def extent(expression: Expression, known: Mapping[str, Extent], parameters: Parameters) -> Extent:
    """Return how great and how fine a number can be; `known` says it of facts and derived values."""
    match expression:
        case Name(name):
            return known.get(name, COUNTED)
        case ParameterRef() | Constant():
            number = number_of(expression, parameters)
            return _extent(number, number, number.denominator, number.denominator)
        case Call(op, operands):
            value = OPERATIONS[op].value
            if expression.schedule is not None:
                stated = [Fraction(number) for _, number in expression.schedule.values]
                part = lcm(*(number.denominator for number in stated))
                # Columns hold what is looked up as the smallest part that a number is told in.
                return _extent(min(stated), max(stated), part, 10**PLACES)
            if not isinstance(value, (Arithmetic, Total)):
                return COUNTED
            return _of(value, [extent(operand, known, parameters) for operand in operands])
        case _:
            assert_never(expression)


def _extent(low: Fraction | None, high: Fraction | None, part: int, fine: int, counts: int = 0) -> Extent:
    if low is None or high is None:
        return Extent(low, high, part, fine, counts)
    return Extent(low, high, low.denominator if low == high else part, fine, max(counts, int(max(abs(low), abs(high)) * fine) + 1))


def _of(value: Arithmetic | Total, items: Sequence[Extent]) -> Extent:
    before = max(item.counts for item in items)
    part, fine = lcm(*(item.part for item in items)), lcm(*(item.fine for item in items))
    lows, highs = [item.low for item in items if item.low is not None], [item.high for item in items if item.high is not None]
    if len(lows) < len(items) or len(highs) < len(items):
        return Extent(None, None, part, fine, before)
    match value:
        case Total():
            return _extent(sum(lows, Fraction()), sum(highs, Fraction()), part, fine, before)
        case Subtraction():
            return _extent(lows[0] - sum(highs[1:]), highs[0] - sum(lows[1:]), part, fine, before)
        case Pick(order):
            choose = min if order == "<" else max
            return _extent(choose(lows), choose(highs), part, fine, before)
        case Product(by):
            ends = [Fraction(1)]
            for low, high in zip(lows, highs, strict=True):
                products = [end * other for end in ends for other in (low, high)]
                ends = [min(products), max(products)]
            parts, fines = prod(item.part for item in items), prod(item.fine for item in items)
            return _extent(ends[0] / by, ends[1] / by, parts * by, fines * by, before)
        case Quotient():
            divisor = lows[1]
            ends = sorted((lows[0] / divisor, highs[0] / divisor))
            times = abs(divisor.numerator)
            return _extent(ends[0], ends[1], items[0].part * times, items[0].fine * times, before)
        case Rounding():
            # Columns count halves of steps on the way.
            step = lows[1]
            most = max(abs(lows[0]), abs(highs[0])) + step
            halves = int(most * 2 * items[0].fine * step.numerator * step.denominator) + 1
            low, high = -most if lows[0] < 0 else Fraction(), most if highs[0] > 0 else Fraction()
            return _extent(low, high, step.denominator, step.denominator, max(before, halves))
        case _:
            assert_never(value)


# ---------------------------------------------------------------- whether a number grows with another


Slope = Literal[1, 0, -1]
"""1 where a number is never smaller when another one is greater, -1 where it is never greater, 0 where neither can be said."""


def slopes(expression: Expression, known: Mapping[str, Extent], parameters: Parameters) -> tuple[Slope, ...]:
    """Return how a tree of arithmetic grows with each of its `leaves`, in their order; `known` is as in `extent`."""
    found = _steepness(expression, known, parameters)
    return tuple(1 if found[leaf][0] >= 0 else -1 if found[leaf][1] <= 0 else 0 for leaf in leaves(expression))


_Range = tuple[Fraction | float, Fraction | float]
"""Between what a number lies, infinite where nothing bounds it."""


def _steepness(expression: Expression, known: Mapping[str, Extent], parameters: Parameters) -> dict[Expression, _Range]:
    """Return for each leaf that matters by how much the number changes, at least and at most, where the leaf is one greater."""
    if isinstance(expression, (ParameterRef, Constant)):
        return {}
    value = OPERATIONS[expression.op].value if isinstance(expression, Call) else None
    if not isinstance(expression, Call) or not isinstance(value, (Arithmetic, Total)):
        return {expression: (Fraction(1), Fraction(1))}
    each = [_steepness(operand, known, parameters) for operand in expression.operands]
    if isinstance(value, Subtraction):
        each[1:] = [{leaf: (-high, -low) for leaf, (low, high) in one.items()} for one in each[1:]]
    if isinstance(value, (Product, Quotient)):
        factors = _factors(value, [extent(operand, known, parameters) for operand in expression.operands])
        each = [{leaf: _times(change, factor) for leaf, change in one.items()} for one, factor in zip(each, factors, strict=True)]
    return {leaf: _change(value, [one.get(leaf, _NO) for one in each]) for leaf in dict.fromkeys(leaf for one in each for leaf in one)}


def _change(value: Arithmetic | Total, parts: Sequence[_Range]) -> _Range:
    """Return by how much a number changes where its operands change so, each as much as it counts."""
    lows, highs = [low for low, _ in parts], [high for _, high in parts]
    if isinstance(value, Pick):
        return min(lows), max(highs)
    low, high = sum(lows), sum(highs)
    if isinstance(value, Rounding):  # by a step at once, or not at all
        return 0 if low >= 0 else -inf, 0 if high <= 0 else inf
    return low, high


def _factors(value: Product | Quotient, of: Sequence[Extent]) -> list[_Range]:
    """Return for each operand between what the number that it is multiplied by lies."""
    if isinstance(value, Quotient):
        assert of[1].low  # what is divided by is a number of the law
        return [(1 / of[1].low, 1 / of[1].low), _NO]
    part: _Range = (Fraction(1, value.by), Fraction(1, value.by))
    ranges = [(-inf if one.low is None else one.low, inf if one.high is None else one.high) for one in of]
    return [reduce(_times, [*ranges[:place], *ranges[place + 1 :]], part) for place in range(len(of))]


_NO: Final[_Range] = (Fraction(0), Fraction(0))


def _times(one: _Range, other: _Range) -> _Range:
    ends = [left * right if left and right else Fraction(0) for left in one for right in other]
    return min(ends), max(ends)


Inexactness = Literal["divided by zero", "no step", "unbounded", "inexact", "too great"]
"""Why a tree of arithmetic has no value that can always be written down; with the name of the parameter, fact or value that it is for."""


def flaw_of(expression: Expression, known: Mapping[str, Extent], parameters: Parameters) -> tuple[Inexactness, str] | None:
    """Return why the value of an expression cannot always be computed exactly and written down; None where it can, or is no arithmetic.

    `known` says how great facts and derived values can be.
    """
    if not is_arithmetic(expression):
        return None
    for call in _calls(expression):
        value = OPERATIONS[call.op].value
        if isinstance(value, (Quotient, Rounding)):
            (second,) = call.operands[1:]
            assert isinstance(second, ParameterRef)  # the loader accepts nothing else
            number = number_of(second, parameters)
            if isinstance(value, Quotient) and number == 0:
                return "divided by zero", second.name
            if isinstance(value, Rounding) and number <= 0:
                return "no step", second.name
    for leaf in leaves(expression):
        if isinstance(leaf, Name) and (of := known.get(leaf.name, COUNTED)) and (of.low is None or of.high is None):
            return "unbounded", leaf.name
    found = extent(expression, known, parameters)
    if 10**PLACES % found.part:
        return "inexact", ""
    written = found.most * found.fine * 10**PLACES if found.most is not None else ROOM
    return ("too great", "") if max(found.counts, written) >= ROOM or found.most is None or found.most >= MOST else None


def any_flaw(version: LawVersion, vocabulary: Vocabulary) -> bool:
    """Return whether some number that a version computes cannot always be computed exactly and written down."""
    known = extents_of({}, version.parameters, vocabulary)
    numbers = {name: derived.expression for name, derived in version.derived.items() if derived.type in NUMBERS}
    for name in upward({name: [below for below in names_of(item) if below in numbers] for name, item in numbers.items()}):
        if flaw_of(numbers[name], known, version.parameters) is not None:
            return True
        known[name] = extent(numbers[name], known, version.parameters)
    return False


def _calls(expression: Expression) -> Iterator[Call]:
    if isinstance(expression, Call):
        yield expression
        for operand in expression.operands:
            yield from _calls(operand)
