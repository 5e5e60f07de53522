"""Building conditions and derived values from located trees, with names, types and units checked against a scope."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from ..diagnostics import Diagnostic, did_you_mean, suggest
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
    Name,
    Not,
    Parameter,
    ParameterRef,
    Place,
    ValueType,
)
from . import located
from .fields import WHY_SHAPE, Problems, mapping, scalar, sequence, word
from .located import Scalar, Tree

Kind = Literal["fact", "derived", "conclusion"]

PERIOD_UNITS: Final = ("days", "weeks", "months", "years")
UNITS: Final = (*PERIOD_UNITS, "hours", "hours per week", "minutes", "sessions", "percent", "grade", "levels", "level", "date")

_NUMBERS = ("integer", "decimal")
_ANY = ("integer", "decimal", "date", "enum", "ordinal", "text")
OPERATORS: Final[Mapping[str, tuple[str, ...]]] = {
    "is": _ANY,
    "is_not": _ANY,
    "in": _ANY,
    "not_in": _ANY,
    "at_least": (*_NUMBERS, "ordinal"),
    "more_than": (*_NUMBERS, "ordinal"),
    "at_most": (*_NUMBERS, "ordinal"),
    "less_than": (*_NUMBERS, "ordinal"),
    "between": (*_NUMBERS, "ordinal", "date"),
    "before": ("date",),
    "on_or_before": ("date",),
    "after": ("date",),
    "on_or_after": ("date",),
}
"""The closed table of comparisons, each with the types of value that it compares."""

DERIVATIONS: Final = ("years_between", "months_between", "add", "subtract", "earliest", "latest", "first_of", "sum")
"""The closed table of derived values."""

_WHY_NAME = "a misspelt name would stay unknown and leave every case open"
_WHY_TYPE = "values of different kinds have no order and are never equal"
_WHY_UNIT = "numbers of different units look alike and mean different things"
_WHY_NUMBER = "every number and date of the law has a name, a unit and a source, so that it can be found, tested and amended"


@dataclass(frozen=True, slots=True)
class Declared:
    """What a name stands for in a scope."""

    kind: Kind
    type: ValueType
    unit: str | None
    values: tuple[str, ...] | None
    allows_none: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Scope:
    """The names and parameters that may be used at a place."""

    names: Mapping[str, Declared]
    parameters: Mapping[str, Parameter]
    broken: Collection[str] = ()
    """Names whose declaration has a mistake of its own, which has been reported; what uses them is not wrong for that."""


@dataclass(frozen=True, slots=True)
class Typed:
    """An expression with its type and unit."""

    expression: Expression
    type: ValueType
    unit: str | None


# ---------------------------------------------------------------- conditions


def condition(tree: Tree, scope: Scope, problems: Problems) -> Condition | None:
    """Return the condition that the tree states; None with a diagnostic where it states none."""
    if isinstance(tree, Scalar):
        return _holds(tree, scope, problems)
    if isinstance(tree, located.Sequence):
        problems.append(Diagnostic("wrong-shape", "a condition is a list", tree.place, WHY_SHAPE, "write `all:` or `any:` before the list"))
        return None
    keys = [key.text for key, _ in tree.entries]
    for connective in ("all", "any", "not"):
        if connective in keys:
            if len(keys) > 1:
                other = next(key for key, _ in tree.entries if key.text != connective)
                problems.append(
                    Diagnostic(
                        "unknown-key",
                        f"`{other.text}` stands beside `{connective}`",
                        other.place,
                        "it would not be clear how the two belong together",
                        f"put it into the list under `{connective}`",
                    )
                )
                return None
            return _connective(connective, tree.entries[0][1], scope, problems)
    return _compare(tree, scope, problems)


def _connective(connective: str, tree: Tree, scope: Scope, problems: Problems) -> Condition | None:
    if connective == "not":
        inner = condition(tree, scope, problems)
        return Not(inner) if inner is not None else None
    items = sequence(tree, f"`{connective}`", problems)
    if items is None:
        return None
    if not items:
        problems.append(
            Diagnostic(
                "empty-value",
                f"`{connective}` lists no condition",
                tree.place,
                "an empty list is always true or always false, and never meant",
                "list at least one condition",
            )
        )
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
        unknown_name(tree, "fact or conclusion", booleans, scope, problems)
        return None
    if declared.type != "boolean":
        problems.append(
            Diagnostic(
                "not-boolean",
                f"`{tree.text}` is not true or false but {_a(declared.type)}",
                tree.place,
                "a condition must be true, false or unknown",
                f"compare it: `{{{_key(declared)}: {tree.text}, {_EXAMPLES.get(declared.type, 'is: …')}}}`",
            )
        )
        return None
    return Holds(tree.text)


def _compare(tree: located.Mapping, scope: Scope, problems: Problems) -> Condition | None:
    subjects = [(key, value) for key, value in tree.entries if key.text in ("fact", "value")]
    operators = [(key, value) for key, value in tree.entries if key.text not in ("fact", "value")]
    for key, _ in operators:
        if key.text not in OPERATORS:
            problems.append(
                Diagnostic(
                    "unknown-operator",
                    f"there is no comparison `{key.text}`",
                    key.place,
                    "the table of comparisons is closed, so that every reader knows each of them",
                    _meant(key.text, (*OPERATORS, "all", "any", "not", "fact", "value"), f"use one of: {', '.join(OPERATORS)}"),
                )
            )
            return None
    if len(subjects) != 1:
        problems.append(
            Diagnostic(
                "wrong-shape",
                "a comparison names no fact or value" if not subjects else "a comparison names both `fact` and `value`",
                tree.place,
                WHY_SHAPE,
                "write `{fact: NAME, is: …}` for a fact, `{value: NAME, is: …}` for a derived value or conclusion",
            )
        )
        return None
    if len(operators) != 1:
        problems.append(
            Diagnostic(
                "several-operators" if operators else "missing-operator",
                "a comparison has several operators" if operators else "a comparison has no operator",
                operators[1][0].place if operators else subjects[0][0].place,
                "it would not be clear how they belong together" if operators else WHY_SHAPE,
                "write one comparison each and join them with `all:`" if operators else f"add one of: {', '.join(OPERATORS)}",
            )
        )
        return None
    (subject_key, subject_tree), (operator_key, right_tree) = subjects[0], operators[0]
    subject = scalar(subject_tree, "the name compared", problems)
    if subject is None:
        return None
    declared = _subject(subject_key, subject, scope, problems)
    if declared is None:
        return None
    operator = operator_key.text
    if declared.type == "boolean":
        problems.append(
            Diagnostic(
                "boolean-compared",
                f"`{subject.text}` is true or false and is compared",
                operator_key.place,
                "one way to say a thing is easier to review than two",
                f"write `{subject.text}` alone, or `not: {subject.text}`",
            )
        )
        return None
    if declared.type not in OPERATORS[operator]:
        fitting = [op for op, types in OPERATORS.items() if declared.type in types]
        twin = _TWINS.get(operator)
        use = f"use one of: {', '.join(fitting)}"
        problems.append(
            Diagnostic(
                "wrong-operator",
                f"`{operator}` does not compare {_a(declared.type)}",
                operator_key.place,
                "each comparison is for the kinds of value for which it has one clear meaning",
                f"did you mean `{twin}`? Otherwise {use}" if twin in fitting else use,
            )
        )
        return None
    if declared.kind == "conclusion" and (declared.type != "enum" or operator not in ("is", "is_not", "in", "not_in")):
        problems.append(
            Diagnostic(
                "wrong-operator",
                f"the conclusion `{subject.text}` is compared as {_a(declared.type)}",
                operator_key.place,
                "an open conclusion may have several values; only words of a list can be told apart then",
                "compare the fact or derived value behind it",
            )
        )
        return None
    right = _right_sides(operator, right_tree, declared, scope, problems)
    return Compare(operator, Name(subject.text), right) if right is not None else None


def _subject(key: Scalar, subject: Scalar, scope: Scope, problems: Problems) -> Declared | None:
    declared = scope.names.get(subject.text)
    if declared is None:
        wanted = [name for name, d in scope.names.items() if (d.kind == "fact") == (key.text == "fact")]
        unknown_name(subject, "fact" if key.text == "fact" else "derived value or conclusion", wanted, scope, problems)
        return None
    if _key(declared) != key.text:
        what = {"fact": "a fact", "derived": "a derived value", "conclusion": "a conclusion"}[declared.kind]
        problems.append(
            Diagnostic(
                "wrong-kind",
                f"`{subject.text}` is {what}, not a {key.text}",
                key.place,
                "the reader must see what the case states and what the law computes",
                f"write `{_key(declared)}:` instead of `{key.text}:`",
            )
        )
        return None
    return declared


def _right_sides(operator: str, tree: Tree, left: Declared, scope: Scope, problems: Problems) -> tuple[Expression, ...] | None:
    if operator not in ("in", "not_in", "between"):
        single = _right(tree, left, scope, problems)
        return (single,) if single is not None else None
    items = sequence(tree, f"the right side of `{operator}`", problems)
    if items is None:
        return None
    if operator == "between" and len(items) != 2:
        problems.append(
            Diagnostic(
                "wrong-shape",
                f"`between` has {len(items)} ends, not two",
                tree.place,
                WHY_SHAPE,
                "write the lower and the upper end; both are included",
            )
        )
        return None
    if not items:
        problems.append(
            Diagnostic(
                "empty-value",
                f"`{operator}` lists no value",
                tree.place,
                "an empty list is always true or always false, and never meant",
                "list at least one value",
            )
        )
        return None
    built = tuple(_right(item, left, scope, problems) for item in items)
    found = tuple(item for item in built if item is not None)
    return found if len(found) == len(built) else None


def _right(tree: Tree, left: Declared, scope: Scope, problems: Problems, does: str = "is compared with") -> Expression | None:
    """Return what stands on the right of a comparison, or, where `does` says so, what a conclusion is given."""
    if isinstance(tree, Scalar):
        if tree.text == NONE and left.type == "date":
            if not left.allows_none:
                problems.append(
                    Diagnostic(
                        "none-not-declared",
                        "this date is never `none`",
                        tree.place,
                        "only an event whose absence is declared can be said not to have happened",
                        "declare it `if_absent: none` in the vocabulary, or compare another fact",
                    )
                )
                return None
            return Constant(NONE)
        if left.type in ("enum", "ordinal"):
            if tree.text in (left.values or ()):
                return Constant(tree.text)
            problems.append(
                Diagnostic(
                    "unknown-value",
                    f"`{tree.text}` is not one of the words that are possible here",
                    tree.place,
                    "the comparison would never be true" if "compared" in does else "the word would mean nothing",
                    did_you_mean(tree.text, left.values or (), f"use one of: {', '.join(left.values or ())}"),
                )
            )
            return None
        if left.type == "text":
            return Constant(tree.text)
    typed = expression(tree, scope, problems)
    if typed is None:
        return None
    if not _comparable(left.type, typed.type):
        problems.append(
            Diagnostic("type-mismatch", f"{_a(left.type)} {does} {_a(typed.type)}", _spot(tree), _WHY_TYPE, f"write {_a(left.type)} here")
        )
        return None
    if left.unit != typed.unit and left.type in _NUMBERS:
        problems.append(
            Diagnostic(
                "unit-mismatch",
                f"{_unit(left.unit)} {does} {_unit(typed.unit)}",
                _spot(tree),
                _WHY_UNIT,
                "use a fact or parameter of the same unit",
            )
        )
        return None
    if left.type == "ordinal" and not _fits_ordinal(typed, left, scope):
        related: tuple[tuple[Place, str], ...] = ()
        if isinstance(typed.expression, ParameterRef):
            parameter = scope.parameters[typed.expression.name]
            related = ((parameter.place, f"it is `{parameter.value}` here"),)
        problems.append(
            Diagnostic(
                "unknown-value",
                "this is not a level of the scale",
                _spot(tree),
                "levels of another scale have no order here",
                f"use one of: {', '.join(left.values or ())}",
                related=related,
            )
        )
        return None
    return typed.expression


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


def expression(tree: Tree, scope: Scope, problems: Problems, allow_calls: bool = False) -> Typed | None:
    """Return the value named by the tree: a fact, a derived value, `{parameter: …}`, or, if allowed, an operation."""
    if isinstance(tree, Scalar):
        return _named(tree, None, scope, problems)
    if isinstance(tree, located.Sequence):
        problems.append(
            Diagnostic(
                "wrong-shape",
                "a list stands where one value is expected",
                tree.place,
                WHY_SHAPE,
                "write one name, or `{parameter: NAME}`; to compare with several values use `in` or `not_in`",
            )
        )
        return None
    if len(tree.entries) == 1:
        key, inner = tree.entries[0]
        if key.text == "parameter":
            return _parameter(inner, scope, problems)
        if key.text in ("fact", "value"):
            found = scalar(inner, "the name", problems)
            return _named(found, key, scope, problems) if found else None
        if key.text in DERIVATIONS and allow_calls:
            return call(key, inner, scope, problems)
    allowed = ("parameter", "fact", "value", *(DERIVATIONS if allow_calls else ()))
    where = tree.entries[0][0] if tree.entries else None
    if allow_calls and where and len(tree.entries) == 1:
        problems.append(
            Diagnostic(
                "unknown-operator",
                f"there is no operation `{where.text}`",
                where.place,
                "the table of derived values is closed, so that every reader knows each of them",
                _meant(where.text, allowed, f"use one of: {', '.join(allowed)}"),
            )
        )
    else:
        problems.append(
            Diagnostic(
                "wrong-shape",
                "this is not a value",
                tree.place,
                WHY_SHAPE,
                "write a name or `{parameter: NAME}`"
                + (
                    f", or one operation: {', '.join(DERIVATIONS)}"
                    if allow_calls
                    else "; what must be computed is declared under `derived:`"
                ),
            )
        )
    return None


def _bare_number(tree: Scalar) -> Diagnostic:
    return Diagnostic(
        "bare-number",
        f"`{tree.text}` stands bare in a rule",
        tree.place,
        _WHY_NUMBER,
        "declare it under `parameters:` with unit and source, and write `{parameter: NAME}`",
    )


def _named(tree: Scalar, key: Scalar | None, scope: Scope, problems: Problems) -> Typed | None:
    declared = scope.names.get(tree.text)
    if declared is None:
        if tree.plain and (tree.text[:1].isdigit() or tree.text[:1] in "+-."):
            problems.append(_bare_number(tree))
        elif tree.text in scope.parameters:
            problems.append(
                Diagnostic(
                    "wrong-kind",
                    f"`{tree.text}` is a parameter, not a fact",
                    tree.place,
                    "the reader must see what the case states and what the law sets",
                    f"write `{{parameter: {tree.text}}}`",
                )
            )
        else:
            unknown_name(tree, "fact or derived value", [n for n, d in scope.names.items() if d.kind != "conclusion"], scope, problems)
        return None
    if declared.kind == "conclusion":
        problems.append(
            Diagnostic(
                "wrong-kind",
                f"`{tree.text}` is a conclusion and stands where a value is computed",
                tree.place,
                "values are computed from what the case states; conclusions may only be tested",
                "use the fact or derived value behind it",
            )
        )
        return None
    if key is not None and _key(declared) != key.text:
        problems.append(
            Diagnostic(
                "wrong-kind",
                f"`{tree.text}` is not a {key.text}",
                key.place,
                "the reader must see what the case states and what the law computes",
                f"write `{_key(declared)}:` instead of `{key.text}:`",
            )
        )
        return None
    return Typed(Name(tree.text), declared.type, declared.unit)


def _parameter(tree: Tree, scope: Scope, problems: Problems) -> Typed | None:
    found = scalar(tree, "the parameter", problems)
    if found is None:
        return None
    parameter = scope.parameters.get(found.text)
    if parameter is None and f"parameter {found.text}" in scope.broken:
        return None
    if parameter is None:
        problems.append(
            Diagnostic(
                "unknown-parameter",
                f"no parameter is named `{found.text}`",
                found.place,
                _WHY_NAME,
                did_you_mean(found.text, scope.parameters, "declare it under `parameters:` in this law version"),
            )
        )
        return None
    return Typed(ParameterRef(found.text), parameter_type(parameter), None if parameter.unit in ("date", "level") else parameter.unit)


def parameter_type(parameter: Parameter) -> ValueType:
    """Return the type of a parameter, which its unit decides."""
    if parameter.unit == "date":
        return "date"
    if parameter.unit == "level":
        return "ordinal"
    return "decimal"


def call(key: Scalar, tree: Tree, scope: Scope, problems: Problems) -> Typed | None:
    """Return an operation of the table of derived values over typed operands."""
    items = sequence(tree, f"`{key.text}`", problems)
    if items is None:
        return None
    built = [expression(item, scope, problems, allow_calls=True) for item in items]
    operands = [item for item in built if item is not None]
    if len(operands) < len(built):
        return None
    exactly_two = key.text in ("years_between", "months_between", "add", "subtract")
    if (exactly_two and len(operands) != 2) or len(operands) < 2:
        problems.append(
            Diagnostic(
                "wrong-shape",
                f"`{key.text}` has {len(operands)} operands",
                tree.place,
                WHY_SHAPE,
                f"write {'exactly' if exactly_two else 'at least'} two",
            )
        )
        return None

    def mismatch(index: int, wanted: str) -> None:
        problems.append(
            Diagnostic(
                "type-mismatch",
                f"`{key.text}` takes {wanted} here, not {_a(operands[index].type)}",
                _spot(items[index]),
                "an operation on another kind of value has no meaning",
                f"use {wanted}",
            )
        )

    whole = tuple(operand.expression for operand in operands)
    if key.text == "sum":
        for index, operand in enumerate(operands):
            if operand.type not in _NUMBERS:
                mismatch(index, "a number")
                return None
            if operand.unit != operands[0].unit:
                problems.append(
                    Diagnostic(
                        "unit-mismatch",
                        f"{_unit(operands[0].unit)} and {_unit(operand.unit)} are added",
                        _spot(items[index]),
                        _WHY_UNIT,
                        "add numbers of one unit",
                    )
                )
                return None
        return Typed(Call("sum", whole), "decimal", operands[0].unit)
    for index, operand in enumerate(operands):
        if key.text in ("add", "subtract") and index == 1:
            if not isinstance(operand.expression, ParameterRef) or operand.unit not in PERIOD_UNITS:
                mismatch(index, f"a parameter in {', '.join(PERIOD_UNITS)}")
                return None
        elif operand.type != "date":
            mismatch(index, "a date")
            return None
    if key.text in ("years_between", "months_between"):
        return Typed(Call(key.text, whole), "integer", key.text.split("_")[0])
    return Typed(Call(key.text, whole), "date", None)


def conclusion_value(tree: Tree, declared: Declared, scope: Scope, problems: Problems) -> Expression | None:
    """Return the value that a rule gives to a conclusion: `true`, a word of its enum, a parameter or a derived value."""
    if declared.type == "boolean":
        if isinstance(tree, Scalar) and tree.plain and tree.text == "true":
            return Constant(True)
        said = f"`{tree.text}` is" if isinstance(tree, Scalar) and tree.text else "this is"
        problems.append(
            Diagnostic(
                "not-true",
                f"{said} given to a conclusion that can only be given `true`",
                _spot(tree),
                "a boolean is not met when no rule for it applies; nothing is concluded false",
                "write `true`; to take a conclusion away use `unless:` or `overrides:`",
            )
        )
        return None
    if declared.type == "enum":
        chosen = word(tree, "this conclusion", declared.values or (), problems)
        return Constant(chosen) if chosen is not None else None
    if declared.type in ("ordinal", "text"):
        return _right(tree, declared, scope, problems, "is given")
    if isinstance(tree, Scalar):
        if not tree.text.strip():
            problems.append(nothing_here(tree, "value"))
        elif tree.text in scope.names:
            problems.append(
                Diagnostic(
                    "wrong-shape",
                    "a name stands where a value is given",
                    tree.place,
                    WHY_SHAPE,
                    f"write `{{{_key(scope.names[tree.text])}: {tree.text}}}`",
                )
            )
        elif tree.text in scope.parameters:
            problems.append(
                Diagnostic(
                    "wrong-shape", "a name stands where a value is given", tree.place, WHY_SHAPE, f"write `{{parameter: {tree.text}}}`"
                )
            )
        else:
            problems.append(_bare_number(tree))
        return None
    return _right(tree, declared, scope, problems, "is given")


def derivation(tree: Tree, scope: Scope, problems: Problems) -> Typed | None:
    """Return the single operation that defines a derived value."""
    entries = mapping(tree, "a derived value", problems)
    if entries is None:
        return None
    operations = [(key, value) for key, value in entries if key.text != "label"]
    if not operations:
        problems.append(
            Diagnostic(
                "missing-operator", "a derived value has no operation", tree.place, WHY_SHAPE, f"add one of: {', '.join(DERIVATIONS)}"
            )
        )
        return None
    for key, _ in operations:
        if key.text not in DERIVATIONS:
            problems.append(
                Diagnostic(
                    "unknown-operator",
                    f"there is no operation `{key.text}`",
                    key.place,
                    "the table of derived values is closed, so that every reader knows each of them",
                    _meant(key.text, (*DERIVATIONS, "label"), f"use one of: {', '.join(DERIVATIONS)}"),
                )
            )
            return None
    if len(operations) > 1:
        problems.append(
            Diagnostic(
                "several-operators",
                "a derived value has several operations",
                operations[1][0].place,
                "it would not be clear how they belong together",
                "write one inside the other, or declare two derived values",
                related=((operations[0][0].place, "the first is here"),),
            )
        )
        return None
    return call(*operations[0], scope, problems)


def unknown_name(tree: Scalar, what: str, fitting: list[str], scope: Scope, problems: Problems) -> None:
    """Record that a name is declared nowhere, with the nearest name valid there; nothing where its declaration is itself wrong."""
    if not tree.text.strip():
        problems.append(nothing_here(tree, what))
    elif tree.text not in scope.broken:
        near = suggest(tree.text, fitting) or suggest(tree.text, scope.names)
        fix = f"did you mean `{near}`? Otherwise declare it" if near else "declare it, or use a name that is declared"
        problems.append(Diagnostic("unknown-name", f"no {what} is named `{tree.text}`", tree.place, _WHY_NAME, fix))


def nothing_here(tree: Scalar, what: str) -> Diagnostic:
    """Return the diagnostic for a place where something was to be named and nothing stands."""
    return Diagnostic(
        "empty-value", f"nothing stands where a {what} is expected", tree.place, "an empty value is not a statement", f"name a {what}"
    )


_TWINS = {"more_than": "after", "less_than": "before", "at_least": "on_or_after", "at_most": "on_or_before"}
_TWINS |= {date: number for number, date in _TWINS.items()}
"""The comparison that says of dates what another says of numbers."""

_EXAMPLES = {"date": "before: …", "integer": "at_least: …", "decimal": "at_least: …", "ordinal": "at_least: …"}
_SYMBOLS = {
    ">": "more_than",
    ">=": "at_least",
    "≥": "at_least",
    "<": "less_than",
    "<=": "at_most",
    "≤": "at_most",
    "=": "is",
    "==": "is",
    "!=": "is_not",
    "≠": "is_not",
    "equals": "is",
    "equal": "is",
    "+": "add",
    "plus": "add",
    "-": "subtract",
    "minus": "subtract",
    "and": "all",
    "or": "any",
    "og": "all",
    "eller": "any",
    "ikke": "not",
    "er": "is",
    "minst": "at_least",
    "eldst": "earliest",
    "min": "earliest",
    "max": "latest",
    "years": "years_between",
    "months": "months_between",
}
_ASKS_WHETHER_KNOWN = ("known", "is_known", "unknown", "is_unknown", "exists", "missing", "is_missing", "given", "stated")


def _meant(written: str, valid: tuple[str, ...], otherwise: str) -> str:
    """Return a fix for an operator that is not in the table, from what people write elsewhere or from the nearest name."""
    if written.casefold() in _ASKS_WHETHER_KNOWN:
        return "leave it out: no condition asks whether a fact is known, since learning a fact must never overturn what is settled"
    other = _SYMBOLS.get(written.casefold())
    return f"did you mean `{other}`? Otherwise {otherwise}" if other in valid else did_you_mean(written, valid, otherwise)


def _comparable(left: ValueType, right: ValueType) -> bool:
    return left == right or (left in _NUMBERS and right in _NUMBERS)


def _key(declared: Declared) -> str:
    return "fact" if declared.kind == "fact" else "value"


def _a(type_: ValueType) -> str:
    return {
        "boolean": "a truth value",
        "integer": "a whole number",
        "decimal": "a number",
        "date": "a date",
        "enum": "a word of a list",
        "ordinal": "a level",
        "text": "a text",
        "version": "a law version",
    }[type_]


def _unit(unit: str | None) -> str:
    return f"a number of {unit}" if unit else "a number without unit"
