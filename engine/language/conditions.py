"""Building conditions and derived values from located trees, with names, types and units checked against a scope."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from ..diagnostics import Diagnostic, Problem, suggest
from ..model import (
    NONE,
    All,
    Any,
    Call,
    Compare,
    Condition,
    Constant,
    Expression,
    Holds,
    Limit,
    Name,
    Not,
    Parameter,
    ParameterRef,
    Place,
    Text,
    ValueType,
)
from ..terms import comparisons, operations, types
from ..terms.comparisons import COMPARISONS, Comparison, asks_whether_one_of, twin
from ..terms.meaning import Working
from ..terms.operations import NUMBER_OF_OPERANDS, OPERATIONS, Operands, Operation
from ..terms.types import NUMBERS
from ..terms.units import FACTOR, PERCENT, PERIODS
from . import located
from .fields import Problems, labelled, mapping, quoted, scalar, sequence, word
from .located import Scalar, Tree
from .problems.conditions import (
    BareNumber,
    BesideConnective,
    BooleanCompared,
    ComparedWithNoWord,
    ComparesWhetherKnown,
    ComputesWhetherKnown,
    ConclusionAsValue,
    ConclusionCompared,
    ConnectiveOfNothing,
    DoesNotCompare,
    GivenNoWord,
    KeyOfAnotherKind,
    LevelOfAnotherScale,
    ListAsCondition,
    ListAsValue,
    NameAsGivenValue,
    NeitherValueNorOperation,
    NeverNone,
    NoCalendar,
    NoComparison,
    NoComparisonMade,
    NoOperation,
    NoSubject,
    NoSuchOperation,
    NotACondition,
    NotAValue,
    NotOfThisKind,
    NotOneOperand,
    NotTrue,
    NotTwoEnds,
    NotTwoOperands,
    NoValueListed,
    OperandType,
    ParameterAsFact,
    ParameterAsGivenValue,
    RoundBrackets,
    SeveralComparisons,
    SeveralOperations,
    TooFewOperands,
    TwoSubjects,
    TypesCompared,
    UnitsAdded,
    UnitsCompared,
    UnitsDivided,
    UnitsMultiplied,
    UnknownParameter,
    ValueByDate,
)
from .problems.fields import THE_FIRST
from .schedules import schedule_named
from .scopes import Declared, Scope, Typed, declared_here, nothing_here, unit_used, unknown_name

_COMPARED = Text("sammenlignes med", "is compared with")
_GIVEN = Text("får", "is given")
_KEYS = {"fact": Text("opplysning", "fact"), "value": Text("verdi", "value")}
"""What stands behind the two keys that name the left side of a comparison."""


# ---------------------------------------------------------------- conditions


def condition(tree: Tree, scope: Scope, problems: Problems) -> Condition | None:
    """Return the condition that the tree states; None with a diagnostic where it states none."""
    if isinstance(tree, Scalar):
        return _holds(tree, scope, problems)
    if isinstance(tree, located.Sequence):
        problems.append(ListAsCondition().at(tree.place))
        return None
    keys = [key.text for key, _ in tree.entries]
    for connective in ("all", "any", "not"):
        if connective in keys:
            if len(keys) > 1:
                other = next(key for key, _ in tree.entries if key.text != connective)
                problems.append(BesideConnective(other=other.text, connective=connective).at(other.place))
                return None
            return _connective(connective, tree.entries[0][1], scope, problems)
    return _compare(tree, scope, problems)


def _connective(connective: str, tree: Tree, scope: Scope, problems: Problems) -> Condition | None:
    if connective == "not":
        inner = condition(tree, scope, problems)
        return Not(inner) if inner is not None else None
    items = sequence(tree, quoted(connective), problems)
    if items is None:
        return None
    if not items:
        problems.append(ConnectiveOfNothing(connective=connective).at(tree.place))
        return None
    built = tuple(condition(item, scope, problems) for item in items)
    found = tuple(item for item in built if item is not None)
    if len(found) < len(built):
        return None
    return All(found) if connective == "all" else Any(found)


def _holds(tree: Scalar, scope: Scope, problems: Problems) -> Condition | None:
    declared = scope.names.get(tree.text)
    if declared is None:
        booleans = [name for name, other in scope.names.items() if other.type == "boolean"]
        unknown_name(tree, ("fact", "conclusion"), booleans, scope, problems)
        return None
    if declared.type != "boolean":
        kind = _a(declared.type)
        example = f"`{{{_key(declared)}: {tree.text}, {types.row_of(declared.type).example}}}`"
        problems.append(NotACondition(written=tree.text, kind=kind, example=example).at(tree.place))
        return None
    return Holds(tree.text)


def _compare(tree: located.Mapping, scope: Scope, problems: Problems) -> Condition | None:
    subjects = [(key, value) for key, value in tree.entries if key.text in ("fact", "value")]
    operators = [(key, value) for key, value in tree.entries if key.text not in ("fact", "value")]
    for key, _ in operators:
        if key.text.endswith(")") and "(" not in key.text:
            problems.append(RoundBrackets().at(key.place))
            return None
        if key.text not in COMPARISONS:
            problems.append(_no_such_operator(NoComparison, key, (*COMPARISONS, "all", "any", "not", "fact", "value"), COMPARISONS))
            return None
    if len(subjects) != 1:
        problems.append((TwoSubjects if subjects else NoSubject)().at(tree.place))
        return None
    if len(operators) != 1:
        if operators:
            problems.append(SeveralComparisons().at(operators[1][0].place))
        else:
            problems.append(NoComparisonMade(valid=tuple(COMPARISONS)).at(subjects[0][0].place))
        return None
    (subject_key, subject_tree), (operator_key, right_tree) = subjects[0], operators[0]
    subject = scalar(subject_tree, ("navnet som sammenlignes", "the name compared"), problems)
    if subject is None:
        return None
    declared = _subject(subject_key, subject, scope, problems)
    if declared is None:
        return None
    operator = comparisons.NAMED[operator_key.text]
    if (unfit := _unfit(operator, subject.text, declared)) is not None:
        problems.append(unfit.at(operator_key.place))
        return None
    right = _right_sides(operator, right_tree, declared, scope, problems)
    return Compare(operator, Name(subject.text), right) if right is not None else None


def _unfit(operator: Comparison, name: str, declared: Declared) -> Problem | None:
    """Return why the comparison says nothing of what the name stands for; None where it does."""
    kind = _a(declared.type)
    if declared.type == "boolean":
        return BooleanCompared(name=name)
    if declared.type not in COMPARISONS[operator].types:
        fitting = tuple(op for op, row in COMPARISONS.items() if declared.type in row.types)
        return DoesNotCompare(near=twin(operator, declared.type), operator=operator, kind=kind, valid=fitting)
    if (
        declared.kind == "conclusion"
        and not _compared_when_concluded(declared)
        and (declared.type != "enum" or asks_whether_one_of(operator) is None)
    ):
        return ConclusionCompared(name=name, kind=kind)
    return None


def _compared_when_concluded(declared: Declared) -> bool:
    """Return whether the values of a conclusion stand in an order of their own, and may be compared as those of a fact."""
    return declared.type in (*NUMBERS, "date")


def _subject(key: Scalar, subject: Scalar, scope: Scope, problems: Problems) -> Declared | None:
    declared = scope.names.get(subject.text)
    if declared is None:
        wanted = [name for name, d in scope.names.items() if (d.kind == "fact") == (key.text == "fact")]
        unknown_name(subject, ("fact",) if key.text == "fact" else ("derived", "conclusion"), wanted, scope, problems)
        return None
    if _key(declared) != key.text:
        what = {
            "fact": Text("en opplysning", "a fact"),
            "derived": Text("en beregnet verdi", "a derived value"),
            "conclusion": Text("en konklusjon", "a conclusion"),
        }[declared.kind]
        other = _KEYS[key.text]
        problems.append(KeyOfAnotherKind(name=subject.text, is_=what, not_=other, right=_key(declared), key=key.text).at(key.place))
        return None
    return declared


def _right_sides(operator: Comparison, tree: Tree, left: Declared, scope: Scope, problems: Problems) -> tuple[Expression, ...] | None:
    if COMPARISONS[operator].sides == "one":
        single = _right(tree, left, scope, problems)
        return (single,) if single is not None else None
    items = sequence(tree, ("høyresiden av `{}`", "the right side of `{}`", operator), problems)
    if items is None:
        return None
    if COMPARISONS[operator].sides == "two" and len(items) != 2:
        problems.append(NotTwoEnds(operator=operator, number=len(items)).at(tree.place))
        return None
    if not items:
        problems.append(NoValueListed(operator=operator).at(tree.place))
        return None
    built = tuple(_right(item, left, scope, problems) for item in items)
    found = tuple(item for item in built if item is not None)
    return found if len(found) == len(built) else None


def _right(tree: Tree, left: Declared, scope: Scope, problems: Problems, does: Text = _COMPARED) -> Expression | None:
    """Return what stands on the right of a comparison, or, where `does` says so, what a conclusion is given."""
    if isinstance(tree, Scalar):
        if tree.text == NONE and left.type == "date":
            if not left.allows_none:
                problems.append(NeverNone().at(tree.place))
                return None
            return Constant(NONE)
        if left.type in ("enum", "ordinal"):
            if tree.text in (left.values or ()):
                return Constant(tree.text)
            kind = ComparedWithNoWord if does is _COMPARED else GivenNoWord
            words = tuple(left.values or ())
            near = labelled(tree.text, left.words) or suggest(tree.text, words)
            problems.append(kind(near=near, written=tree.text, valid=words).at(tree.place))
            return None
        if left.type == "text":
            return Constant(tree.text)
    typed = expression(tree, scope, problems, allow_conclusions=does is _COMPARED)
    if typed is None:
        return None
    if not _comparable(left.type, typed.type):
        wanted, found = _a(left.type), _a(typed.type)

        problems.append(TypesCompared(left=wanted, does=does, right=found).at(_spot(tree)))
        return None
    if left.type in NUMBERS and not _fits_unit(tree, typed, left, scope, problems, does):
        return None
    if left.type == "ordinal" and not _fits_ordinal(typed, left, scope):
        related: tuple[tuple[Place, Text], ...] = ()
        if isinstance(typed.expression, ParameterRef):
            parameter = scope.parameters[typed.expression.name]
            related = ((parameter.place, Text(f"den er `{parameter.value}` her", f"it is `{parameter.value}` here")),)
        problems.append(LevelOfAnotherScale(valid=tuple(left.values or ())).at(_spot(tree), *related))
        return None
    return typed.expression


def _fits_unit(tree: Tree, typed: Typed, left: Declared, scope: Scope, problems: Problems, does: Text) -> bool:
    """Return whether a number on the right has the unit of the left side; what is told where it has not is noted with the use."""
    told = None
    if left.unit != typed.unit:
        unfit = UnitsCompared(left=_unit(left.unit), does=does, right=_unit(typed.unit))
        told = unfit.at(_spot(tree), *declared_here(scope, typed.expression))
    unit_used(scope, typed.expression, left.unit or "", told, problems)
    return told is None


def _spot(tree: Tree) -> Place:
    """Return the place of the word that a reader would underline: the name in `{parameter: NAME}`."""
    if isinstance(tree, located.Mapping) and len(tree.entries) == 1 and isinstance(tree.entries[0][1], Scalar):
        return tree.entries[0][1].place
    return tree.place


def _fits_ordinal(typed: Typed, left: Declared, scope: Scope) -> bool:
    if isinstance(typed.expression, ParameterRef):
        return scope.parameters[typed.expression.name].value in (left.values or ())
    return isinstance(typed.expression, Name) and scope.names[typed.expression.name].values == left.values


# ---------------------------------------------------------------- expressions


def expression(tree: Tree, scope: Scope, problems: Problems, allow_calls: bool = False, allow_conclusions: bool = False) -> Typed | None:
    """Return the value named by the tree: a fact, a derived value, `{parameter: …}`, or, if allowed, an operation or a conclusion."""
    if isinstance(tree, Scalar):
        return _named(tree, None, scope, problems, allow_conclusions)
    if isinstance(tree, located.Sequence):
        problems.append(ListAsValue().at(tree.place))
        return None
    if len(tree.entries) == 1:
        key, inner = tree.entries[0]
        if key.text == "parameter":
            return _parameter(inner, scope, problems)
        if key.text in ("fact", "value"):
            found = scalar(inner, ("navnet", "the name"), problems)
            return _named(found, key, scope, problems, allow_conclusions) if found else None
        if key.text in OPERATIONS and allow_calls:
            return call(key, inner, scope, problems)
    allowed = ("parameter", "fact", "value", *(OPERATIONS if allow_calls else ()))
    where = tree.entries[0][0] if tree.entries else None
    if allow_calls and where and len(tree.entries) == 1:
        problems.append(_no_such_operator(NoSuchOperation, where, allowed, allowed))
    elif allow_calls:
        problems.append(NeitherValueNorOperation(valid=tuple(OPERATIONS)).at(tree.place))
    else:
        problems.append(NotAValue().at(tree.place))
    return None


def _bare_number(tree: Scalar) -> Diagnostic:
    return BareNumber(written=tree.text).at(tree.place)


def _named(tree: Scalar, key: Scalar | None, scope: Scope, problems: Problems, allow_conclusions: bool) -> Typed | None:
    declared = scope.names.get(tree.text)
    if declared is None:
        if tree.plain and (tree.text[:1].isdigit() or tree.text[:1] in "+-."):
            problems.append(_bare_number(tree))
        elif tree.text in scope.parameters or tree.text in scope.schedules:
            problems.append(ParameterAsFact(written=tree.text).at(tree.place))
        else:
            fitting = [n for n, d in scope.names.items() if d.kind != "conclusion"]
            unknown_name(tree, ("fact", "derived"), fitting, scope, problems)
        return None
    if declared.kind == "conclusion" and not (allow_conclusions and _compared_when_concluded(declared)):
        problems.append(ConclusionAsValue(written=tree.text).at(tree.place))
        return None
    if key is not None and _key(declared) != key.text:
        problems.append(NotOfThisKind(written=tree.text, not_=_KEYS[key.text], right=_key(declared), key=key.text).at(key.place))
        return None
    return Typed(Name(tree.text), declared.type, declared.unit)


def _parameter(tree: Tree, scope: Scope, problems: Problems) -> Typed | None:
    found = scalar(tree, ("parameteren", "the parameter"), problems)
    if found is None:
        return None
    parameter = scope.parameters.get(found.text)
    if parameter is None and f"parameter {found.text}" in scope.broken:
        return None
    if found.text in scope.schedules:
        problems.append(ValueByDate(name=found.text).at(found.place))
        return None
    if parameter is None:
        near = suggest(found.text, (*scope.parameters, *scope.schedules))
        problems.append(UnknownParameter(near=near, name=found.text, file=found.place.file).at(found.place))
        return None
    return Typed(ParameterRef(found.text), parameter_type(parameter), None if parameter.unit in ("date", "level") else parameter.unit)


def parameter_type(parameter: Parameter | Limit) -> ValueType:
    """Return the type of a parameter, which its unit decides."""
    if parameter.unit == "date":
        return "date"
    if parameter.unit == "level":
        return "ordinal"
    return "decimal"


def call(key: Scalar, tree: Tree, scope: Scope, problems: Problems) -> Typed | None:
    """Return an operation of the table of derived values over typed operands."""
    items = sequence(tree, quoted(key.text), problems)
    if items is None:
        return None
    op = operations.NAMED[key.text]
    row = OPERATIONS[op]
    if row.takes == "schedule_and_date" and len(items) == NUMBER_OF_OPERANDS[row.takes][0]:
        return _looked_up(op, key, items, scope, problems)
    built = [expression(item, scope, problems, allow_calls=True) for item in items]
    operands = [item for item in built if item is not None]
    if len(operands) < len(built):
        return None
    if (miscounted := _miscounted(key.text, row.takes, len(operands))) is not None:
        problems.append(miscounted.at(tree.place))
        return None
    working = isinstance(row.value, Working)
    if working and scope.calendar is None:
        problems.append(NoCalendar(operation=key.text).at(key.place))
        return None

    for index, operand in enumerate(operands):
        if (wrong := _wrong_operand(key.text, row.takes, index, operand)) is not None:
            told = wrong.at(_spot(items[index]), *declared_here(scope, operand.expression))
            unit_used(scope, operand.expression, _units_taken(row.takes), told, problems)
            return None
        # Of arithmetic it is told which unit does not fit the others, not which of them is wrong.
        unit_used(scope, operand.expression, _units_taken(row.takes), None, problems)
    if row.takes in _ON_NUMBERS and (wrong_units := _wrong_units(key.text, row.takes, operands)) is not None:
        problems.append(wrong_units[1].at(_spot(items[wrong_units[0]])))
        return None
    whole = tuple(operand.expression for operand in operands)
    expression_ = Call(op, whole, scope.calendar if working else None)
    return Typed(expression_, row.gives, _unit_of(row.takes, operands) if row.takes in _ON_NUMBERS else row.unit)


def _looked_up(op: Operation, key: Scalar, items: Sequence[Tree], scope: Scope, problems: Problems) -> Typed | None:
    """Return the look-up of a date in a parameter with values by date."""
    schedule, day = schedule_named(key, items[0], scope, problems), expression(items[1], scope, problems, allow_calls=True)
    if day is not None and day.type != "date":
        found = _unit(day.unit) if day.unit else _a(day.type)
        wrong = OperandType(operation=key.text, wanted=Text("en dato", "a date"), found=found)
        problems.append(wrong.at(_spot(items[1]), *declared_here(scope, day.expression)))
        return None
    if schedule is None or day is None:
        return None
    return Typed(Call(op, (day.expression,), None, schedule), OPERATIONS[op].gives, schedule.unit)


_ON_NUMBERS: Final[tuple[Operands, ...]] = ("numbers", "factors", "number_and_divisor", "percent_and_number", "number_and_step")


def _wrong_units(operation: str, takes: Operands, operands: Sequence[Typed]) -> tuple[int, Problem] | None:
    """Return which operand of arithmetic has a unit that does not fit the others, and why; None where all fit."""
    units = [operand.unit for operand in operands]
    match takes:
        case "factors":
            others = [place for place, unit in enumerate(units) if unit != FACTOR]
            if len(others) > 1:
                return others[1], UnitsMultiplied(one=_unit(units[others[0]]), other=_unit(units[others[1]]))
        case "number_and_divisor":
            if units[1] not in (FACTOR, units[0]):
                return 1, UnitsDivided(one=_unit(units[0]), other=_unit(units[1]))
        case "percent_and_number":
            if units[0] != PERCENT:
                return 0, OperandType(operation=operation, wanted=_unit(PERCENT), found=_unit(units[0]))
        case _:
            place = next((place for place, unit in enumerate(units) if unit != units[0]), None)
            if place is not None:
                return place, UnitsAdded(operation=operation, one=_unit(units[0]), other=_unit(units[place]))
    return None


def _unit_of(takes: Operands, operands: Sequence[Typed]) -> str | None:
    """Return the unit of what arithmetic gives, where its operands fit each other."""
    units = [operand.unit for operand in operands]
    match takes:
        case "factors":
            return next((unit for unit in units if unit != FACTOR), FACTOR)
        case "number_and_divisor":
            return FACTOR if units[1] == units[0] else units[0]
        case "percent_and_number":
            return units[1]
        case _:
            return units[0]


def _miscounted(operation: str, takes: Operands, number: int) -> Problem | None:
    """Return that an operation has too many or too few operands; None where it has neither."""
    least, most = NUMBER_OF_OPERANDS[takes]
    if number >= least and (most is None or number <= most):
        return None
    kind = TooFewOperands if most is None else NotOneOperand if most == 1 else NotTwoOperands
    return kind(operation=operation, number=number)


def _wrong_operand(operation: str, takes: Operands, index: int, operand: Typed) -> Problem | None:
    """Return why the operand cannot stand at its position in an operation; None where it can."""
    found = _unit(operand.unit) if operand.type in NUMBERS and operand.unit else _a(operand.type)
    if takes in _ON_NUMBERS:
        if operand.type not in NUMBERS:
            return OperandType(operation=operation, wanted=Text("et tall", "a number"), found=found)
        if takes in ("number_and_divisor", "number_and_step") and index == 1 and not isinstance(operand.expression, ParameterRef):
            return OperandType(operation=operation, wanted=Text("en parameter", "a parameter"), found=Text("noe annet", "something else"))
    elif takes == "date_and_days" and index > 0:
        whole = operand.type == "integer" or isinstance(operand.expression, ParameterRef)
        if not whole or operand.unit != "days":
            return OperandType(operation=operation, wanted=Text("et helt antall dager", "a whole number of days"), found=found)
    elif takes == "date_and_periods" and index > 0:
        if not isinstance(operand.expression, ParameterRef) or operand.unit not in PERIODS:
            units = ", ".join(PERIODS)
            wanted = Text(f"en parameter med en av enhetene {units}", f"a parameter in {units}")
            return OperandType(operation=operation, wanted=wanted, found=found)
    elif operand.type != "date":
        return OperandType(operation=operation, wanted=Text("en dato", "a date"), found=found)
    return None


def _units_taken(takes: Operands) -> str:
    """Return the units that the operands of an operation on dates may have, but for the dates themselves."""
    return "days" if takes == "date_and_days" else ", ".join(PERIODS)


def conclusion_value(tree: Tree, declared: Declared, scope: Scope, problems: Problems) -> Expression | None:
    """Return the value that a rule gives to a conclusion: `true`, a word of its enum, a parameter or a derived value."""
    if declared.type == "boolean":
        if isinstance(tree, Scalar) and tree.plain and tree.text == "true":
            return Constant(True)
        what = Text(f"`{tree.text}`", f"`{tree.text}`") if isinstance(tree, Scalar) and tree.text else Text("dette", "this")
        problems.append(NotTrue(what=what).at(_spot(tree)))
        return None
    if declared.type == "enum":
        chosen = word(tree, ("denne konklusjonen", "this conclusion"), declared.values or (), problems, labels=declared.words)
        return Constant(chosen) if chosen is not None else None
    if declared.type in ("ordinal", "text"):
        return _right(tree, declared, scope, problems, _GIVEN)
    if isinstance(tree, Scalar):
        if not tree.text.strip():
            problems.append(nothing_here(tree, Text("verdi", "value")))
        elif tree.text in scope.names:
            problems.append(NameAsGivenValue(key=_key(scope.names[tree.text]), written=tree.text).at(tree.place))
        elif tree.text in scope.parameters:
            problems.append(ParameterAsGivenValue(written=tree.text).at(tree.place))
        else:
            problems.append(_bare_number(tree))
        return None
    return _right(tree, declared, scope, problems, _GIVEN)


def derivation(tree: Tree, scope: Scope, problems: Problems) -> Typed | None:
    """Return the single operation that defines a derived value."""
    entries = mapping(tree, ("en beregnet verdi", "a derived value"), problems)
    if entries is None:
        return None
    operations = [(key, value) for key, value in entries if key.text != "label"]
    if not operations:
        problems.append(NoOperation(valid=tuple(OPERATIONS)).at(tree.place))
        return None
    for key, _ in operations:
        if key.text not in OPERATIONS:
            problems.append(_no_such_operator(NoSuchOperation, key, (*OPERATIONS, "label"), OPERATIONS))
            return None
    if len(operations) > 1:
        problems.append(SeveralOperations().at(operations[1][0].place, (operations[0][0].place, THE_FIRST)))
        return None
    return call(*operations[0], scope, problems)


_WRITTEN_ELSEWHERE: Final[Mapping[str, str]] = {
    "and": "all",
    "or": "any",
    "og": "all",
    "eller": "any",
    "ikke": "not",
    "alle": "all",
    "enten": "any",
    "opplysning": "fact",
    "verdi": "value",
    **{word: op for op, row in COMPARISONS.items() for word in row.also},
    **{word: op for op, row in OPERATIONS.items() for word in row.also},
}
_ASKS_WHETHER_KNOWN = ("known", "is_known", "unknown", "is_unknown", "exists", "missing", "is_missing", "given", "stated")


def _no_such_operator(
    kind: type[NoComparison | NoSuchOperation], key: Scalar, possible: tuple[str, ...], valid: Collection[str]
) -> Diagnostic:
    """Return that an operator is not in the table, with what was perhaps meant: what people write elsewhere, or the nearest name."""
    if key.text.casefold() in _ASKS_WHETHER_KNOWN:
        return (ComparesWhetherKnown if kind is NoComparison else ComputesWhetherKnown)(key=key.text).at(key.place)
    other = _WRITTEN_ELSEWHERE.get(key.text.casefold())
    near = other if other in possible else suggest(key.text, possible)
    return kind(near=near, key=key.text, valid=tuple(valid)).at(key.place)


def _comparable(left: ValueType, right: ValueType) -> bool:
    return left == right or (left in NUMBERS and right in NUMBERS)


def _key(declared: Declared) -> str:
    return "fact" if declared.kind == "fact" else "value"


def _a(type_: ValueType) -> Text:
    return types.row_of(type_).noun


def _unit(unit: str | None) -> Text:
    if unit:
        return Text(f"et tall med enheten `{unit}`", f"a number of {unit}")
    return Text("et tall uten enhet", "a number without unit")
