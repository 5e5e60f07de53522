"""Building conditions and derived values from located trees, with names, types and units checked against a scope."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from ..diagnostics import Diagnostic, did_you_mean, propose, suggest, use_one_of
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
    Text,
    ValueType,
)
from ..terms import comparisons, operations, types
from ..terms.comparisons import COMPARISONS, Comparison, asks_whether_one_of, twin
from ..terms.operations import OPERATIONS
from ..terms.types import NUMBERS
from ..terms.units import PERIODS
from . import located
from .fields import THE_FIRST, WHY_EMPTY, WHY_SHAPE, Problems, mapping, quoted, scalar, sequence, word
from .located import Scalar, Tree

Kind = Literal["fact", "derived", "conclusion"]

_WHY_NAME = Text(
    "et feilskrevet navn ville forbli ukjent og la alle saker stå åpne", "a misspelt name would stay unknown and leave every case open"
)
_WHY_TYPE = Text(
    "verdier av ulike slag har ingen rekkefølge og er aldri like", "values of different kinds have no order and are never equal"
)
_WHY_UNIT = Text(
    "tall med ulike enheter ser like ut og betyr forskjellige ting", "numbers of different units look alike and mean different things"
)
_WHY_NUMBER = Text(
    "hvert tall og hver dato i loven har et navn, en enhet og en hjemmel, slik at de kan finnes, prøves og endres",
    "every number and date of the law has a name, a unit and a source, so that it can be found, tested and amended",
)
_WHY_TOGETHER = Text("det ville ikke være klart hvordan de hører sammen", "it would not be clear how they belong together")
_WHY_COMPUTED = Text(
    "leseren må se hva saken oppgir, og hva loven beregner", "the reader must see what the case states and what the law computes"
)
_WHY_OPERATIONS = Text(
    "tabellen over regneoperasjoner er lukket, så hver leser kjenner alle",
    "the table of derived values is closed, so that every reader knows each of them",
)
_BEHIND = Text("bruk opplysningen eller den beregnede verdien som ligger bak", "use the fact or derived value behind it")
_COMPARED = Text("sammenlignes med", "is compared with")
_GIVEN = Text("får", "is given")
_KEYS = {"fact": Text("opplysning", "fact"), "value": Text("verdi", "value")}
"""What stands behind the two keys that name the left side of a comparison."""


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
        fix = Text("skriv `all:` eller `any:` foran listen", "write `all:` or `any:` before the list")
        problems.append(Diagnostic("wrong-shape", Text("et vilkår er en liste", "a condition is a list"), tree.place, WHY_SHAPE, fix))
        return None
    keys = [key.text for key, _ in tree.entries]
    for connective in ("all", "any", "not"):
        if connective in keys:
            if len(keys) > 1:
                other = next(key for key, _ in tree.entries if key.text != connective)
                problems.append(
                    Diagnostic(
                        "unknown-key",
                        Text(f"`{other.text}` står ved siden av `{connective}`", f"`{other.text}` stands beside `{connective}`"),
                        other.place,
                        Text("det ville ikke være klart hvordan de to hører sammen", "it would not be clear how the two belong together"),
                        Text(f"sett det inn i listen under `{connective}`", f"put it into the list under `{connective}`"),
                    )
                )
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
        problems.append(
            Diagnostic(
                "empty-value",
                Text(f"`{connective}` har ingen vilkår", f"`{connective}` lists no condition"),
                tree.place,
                Text(
                    "en tom liste er alltid sann eller alltid usann, og aldri ment",
                    "an empty list is always true or always false, and never meant",
                ),
                Text("før opp minst ett vilkår", "list at least one condition"),
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
        unknown_name(tree, ("opplysning eller konklusjon", "fact or conclusion"), booleans, scope, problems)
        return None
    if declared.type != "boolean":
        kind = _a(declared.type)
        example = f"`{{{_key(declared)}: {tree.text}, {types.row_of(declared.type).example}}}`"
        problems.append(
            Diagnostic(
                "not-boolean",
                Text(f"`{tree.text}` er ikke en sannhetsverdi, men {kind.nb}", f"`{tree.text}` is not true or false but {kind.en}"),
                tree.place,
                Text("et vilkår må være sant, usant eller ukjent", "a condition must be true, false or unknown"),
                Text(f"sammenlign: {example}", f"compare it: {example}"),
            )
        )
        return None
    return Holds(tree.text)


def _compare(tree: located.Mapping, scope: Scope, problems: Problems) -> Condition | None:
    subjects = [(key, value) for key, value in tree.entries if key.text in ("fact", "value")]
    operators = [(key, value) for key, value in tree.entries if key.text not in ("fact", "value")]
    for key, _ in operators:
        if key.text not in COMPARISONS:
            problems.append(
                Diagnostic(
                    "unknown-operator",
                    Text(f"det finnes ingen sammenligning `{key.text}`", f"there is no comparison `{key.text}`"),
                    key.place,
                    Text(
                        "tabellen over sammenligninger er lukket, så hver leser kjenner alle",
                        "the table of comparisons is closed, so that every reader knows each of them",
                    ),
                    _meant(key.text, (*COMPARISONS, "all", "any", "not", "fact", "value"), use_one_of(COMPARISONS)),
                )
            )
            return None
    if len(subjects) != 1:
        problems.append(
            Diagnostic(
                "wrong-shape",
                Text("en sammenligning nevner både `fact` og `value`", "a comparison names both `fact` and `value`")
                if subjects
                else Text("en sammenligning nevner verken `fact` eller `value`", "a comparison names no fact or value"),
                tree.place,
                WHY_SHAPE,
                Text(
                    "skriv `{fact: NAVN, is: …}` for en opplysning, `{value: NAVN, is: …}` for en beregnet verdi eller konklusjon",
                    "write `{fact: NAME, is: …}` for a fact, `{value: NAME, is: …}` for a derived value or conclusion",
                ),
            )
        )
        return None
    if len(operators) != 1:
        problems.append(
            Diagnostic(
                "several-operators" if operators else "missing-operator",
                Text("en sammenligning har flere operatorer", "a comparison has several operators")
                if operators
                else Text("en sammenligning mangler operator", "a comparison has no operator"),
                operators[1][0].place if operators else subjects[0][0].place,
                _WHY_TOGETHER if operators else WHY_SHAPE,
                Text(
                    "skriv én sammenligning for hver, og bind dem sammen med `all:`", "write one comparison each and join them with `all:`"
                )
                if operators
                else _add_one_of(COMPARISONS),
            )
        )
        return None
    (subject_key, subject_tree), (operator_key, right_tree) = subjects[0], operators[0]
    subject = scalar(subject_tree, ("navnet som sammenlignes", "the name compared"), problems)
    if subject is None:
        return None
    declared = _subject(subject_key, subject, scope, problems)
    if declared is None:
        return None
    operator = comparisons.NAMED[operator_key.text]
    if declared.type == "boolean":
        problems.append(
            Diagnostic(
                "boolean-compared",
                Text(f"`{subject.text}` er en sannhetsverdi, men blir sammenlignet", f"`{subject.text}` is true or false and is compared"),
                operator_key.place,
                Text("én måte å si noe på er lettere å kontrollere enn to", "one way to say a thing is easier to review than two"),
                Text(
                    f"skriv `{subject.text}` alene, eller `not: {subject.text}`", f"write `{subject.text}` alone, or `not: {subject.text}`"
                ),
            )
        )
        return None
    if declared.type not in COMPARISONS[operator].types:
        fitting = [op for op, row in COMPARISONS.items() if declared.type in row.types]
        kind = _a(declared.type)
        problems.append(
            Diagnostic(
                "wrong-operator",
                Text(f"`{operator}` sammenligner ikke {kind.nb}", f"`{operator}` does not compare {kind.en}"),
                operator_key.place,
                Text(
                    "hver sammenligning er for de slag av verdier der den har én klar mening",
                    "each comparison is for the kinds of value for which it has one clear meaning",
                ),
                propose(twin(operator, declared.type), use_one_of(fitting)),
            )
        )
        return None
    if declared.kind == "conclusion" and (declared.type != "enum" or asks_whether_one_of(operator) is None):
        kind = _a(declared.type)
        problems.append(
            Diagnostic(
                "wrong-operator",
                Text(
                    f"konklusjonen `{subject.text}` sammenlignes som {kind.nb}", f"the conclusion `{subject.text}` is compared as {kind.en}"
                ),
                operator_key.place,
                Text(
                    "en åpen konklusjon kan ha flere verdier, og da kan bare ord fra en liste skilles fra hverandre",
                    "an open conclusion may have several values; only words of a list can be told apart then",
                ),
                Text("sammenlign opplysningen eller den beregnede verdien som ligger bak", "compare the fact or derived value behind it"),
            )
        )
        return None
    right = _right_sides(operator, right_tree, declared, scope, problems)
    return Compare(operator, Name(subject.text), right) if right is not None else None


def _subject(key: Scalar, subject: Scalar, scope: Scope, problems: Problems) -> Declared | None:
    declared = scope.names.get(subject.text)
    if declared is None:
        wanted = [name for name, d in scope.names.items() if (d.kind == "fact") == (key.text == "fact")]
        fact = ("opplysning", "fact")
        unknown_name(
            subject,
            fact if key.text == "fact" else ("beregnet verdi eller konklusjon", "derived value or conclusion"),
            wanted,
            scope,
            problems,
        )
        return None
    if _key(declared) != key.text:
        what = {
            "fact": Text("en opplysning", "a fact"),
            "derived": Text("en beregnet verdi", "a derived value"),
            "conclusion": Text("en konklusjon", "a conclusion"),
        }[declared.kind]
        other = _KEYS[key.text]
        problems.append(
            Diagnostic(
                "wrong-kind",
                Text(f"`{subject.text}` er {what.nb}, ikke en {other.nb}", f"`{subject.text}` is {what.en}, not a {other.en}"),
                key.place,
                _WHY_COMPUTED,
                Text(f"skriv `{_key(declared)}:` i stedet for `{key.text}:`", f"write `{_key(declared)}:` instead of `{key.text}:`"),
            )
        )
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
        problems.append(
            Diagnostic(
                "wrong-shape",
                Text(f"`{operator}` har {len(items)} grenser, ikke to", f"`{operator}` has {len(items)} ends, not two"),
                tree.place,
                WHY_SHAPE,
                Text("skriv den nedre og den øvre grensen; begge er med", "write the lower and the upper end; both are included"),
            )
        )
        return None
    if not items:
        problems.append(
            Diagnostic(
                "empty-value",
                Text(f"`{operator}` har ingen verdier", f"`{operator}` lists no value"),
                tree.place,
                Text(
                    "en tom liste er alltid sann eller alltid usann, og aldri ment",
                    "an empty list is always true or always false, and never meant",
                ),
                Text("før opp minst én verdi", "list at least one value"),
            )
        )
        return None
    built = tuple(_right(item, left, scope, problems) for item in items)
    found = tuple(item for item in built if item is not None)
    return found if len(found) == len(built) else None


def _right(tree: Tree, left: Declared, scope: Scope, problems: Problems, does: Text = _COMPARED) -> Expression | None:
    """Return what stands on the right of a comparison, or, where `does` says so, what a conclusion is given."""
    if isinstance(tree, Scalar):
        if tree.text == NONE and left.type == "date":
            if not left.allows_none:
                problems.append(
                    Diagnostic(
                        "none-not-declared",
                        Text("denne datoen er aldri `none`", "this date is never `none`"),
                        tree.place,
                        Text(
                            "bare en hendelse som er deklarert å kunne utebli, kan sies ikke å ha skjedd",
                            "only an event whose absence is declared can be said not to have happened",
                        ),
                        Text(
                            "deklarer den med `if_absent: none` i vokabularet, eller sammenlign en annen opplysning",
                            "declare it `if_absent: none` in the vocabulary, or compare another fact",
                        ),
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
                    Text(
                        f"`{tree.text}` er ikke et av ordene som er mulige her",
                        f"`{tree.text}` is not one of the words that are possible here",
                    ),
                    tree.place,
                    Text("sammenligningen ville aldri være sann", "the comparison would never be true")
                    if does is _COMPARED
                    else Text("ordet ville ikke bety noe", "the word would mean nothing"),
                    did_you_mean(tree.text, left.values or (), use_one_of(left.values or ())),
                )
            )
            return None
        if left.type == "text":
            return Constant(tree.text)
    typed = expression(tree, scope, problems)
    if typed is None:
        return None
    if not _comparable(left.type, typed.type):
        wanted, found = _a(left.type), _a(typed.type)
        message = Text(f"{wanted.nb} {does.nb} {found.nb}", f"{wanted.en} {does.en} {found.en}")
        fix = Text(f"skriv {wanted.nb} her", f"write {wanted.en} here")
        problems.append(Diagnostic("type-mismatch", message, _spot(tree), _WHY_TYPE, fix))
        return None
    if left.unit != typed.unit and left.type in NUMBERS:
        wanted, found = _unit(left.unit), _unit(typed.unit)
        problems.append(
            Diagnostic(
                "unit-mismatch",
                Text(f"{wanted.nb} {does.nb} {found.nb}", f"{wanted.en} {does.en} {found.en}"),
                _spot(tree),
                _WHY_UNIT,
                Text("bruk en opplysning eller parameter med samme enhet", "use a fact or parameter of the same unit"),
            )
        )
        return None
    if left.type == "ordinal" and not _fits_ordinal(typed, left, scope):
        related: tuple[tuple[Place, Text], ...] = ()
        if isinstance(typed.expression, ParameterRef):
            parameter = scope.parameters[typed.expression.name]
            related = ((parameter.place, Text(f"den er `{parameter.value}` her", f"it is `{parameter.value}` here")),)
        problems.append(
            Diagnostic(
                "unknown-value",
                Text("dette er ikke et nivå på skalaen", "this is not a level of the scale"),
                _spot(tree),
                Text("nivåer fra en annen skala har ingen rekkefølge her", "levels of another scale have no order here"),
                use_one_of(left.values or ()),
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
                Text("her står en liste, der det skulle stått én verdi", "a list stands where one value is expected"),
                tree.place,
                WHY_SHAPE,
                Text(
                    "skriv ett navn, eller `{parameter: NAVN}`; bruk `in` eller `not_in` for å sammenligne med flere verdier",
                    "write one name, or `{parameter: NAME}`; to compare with several values use `in` or `not_in`",
                ),
            )
        )
        return None
    if len(tree.entries) == 1:
        key, inner = tree.entries[0]
        if key.text == "parameter":
            return _parameter(inner, scope, problems)
        if key.text in ("fact", "value"):
            found = scalar(inner, ("navnet", "the name"), problems)
            return _named(found, key, scope, problems) if found else None
        if key.text in OPERATIONS and allow_calls:
            return call(key, inner, scope, problems)
    allowed = ("parameter", "fact", "value", *(OPERATIONS if allow_calls else ()))
    where = tree.entries[0][0] if tree.entries else None
    if allow_calls and where and len(tree.entries) == 1:
        problems.append(
            Diagnostic(
                "unknown-operator",
                Text(f"det finnes ingen regneoperasjon `{where.text}`", f"there is no operation `{where.text}`"),
                where.place,
                _WHY_OPERATIONS,
                _meant(where.text, allowed, use_one_of(allowed)),
            )
        )
    else:
        problems.append(
            Diagnostic(
                "wrong-shape",
                Text("dette er ikke en verdi", "this is not a value"),
                tree.place,
                WHY_SHAPE,
                Text(
                    f"skriv et navn eller `{{parameter: NAVN}}`, eller én regneoperasjon: {', '.join(OPERATIONS)}",
                    f"write a name or `{{parameter: NAME}}`, or one operation: {', '.join(OPERATIONS)}",
                )
                if allow_calls
                else Text(
                    "skriv et navn eller `{parameter: NAVN}`; det som må beregnes, deklareres under `derived:`",
                    "write a name or `{parameter: NAME}`; what must be computed is declared under `derived:`",
                ),
            )
        )
    return None


def _bare_number(tree: Scalar) -> Diagnostic:
    return Diagnostic(
        "bare-number",
        Text(f"`{tree.text}` står uten navn i en regel", f"`{tree.text}` stands bare in a rule"),
        tree.place,
        _WHY_NUMBER,
        Text(
            "deklarer det under `parameters:` med enhet og hjemmel, og skriv `{parameter: NAVN}`",
            "declare it under `parameters:` with unit and source, and write `{parameter: NAME}`",
        ),
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
                    Text(f"`{tree.text}` er en parameter, ikke en opplysning", f"`{tree.text}` is a parameter, not a fact"),
                    tree.place,
                    Text(
                        "leseren må se hva saken oppgir, og hva loven fastsetter",
                        "the reader must see what the case states and what the law sets",
                    ),
                    Text(f"skriv `{{parameter: {tree.text}}}`", f"write `{{parameter: {tree.text}}}`"),
                )
            )
        else:
            fitting = [n for n, d in scope.names.items() if d.kind != "conclusion"]
            unknown_name(tree, ("opplysning eller beregnet verdi", "fact or derived value"), fitting, scope, problems)
        return None
    if declared.kind == "conclusion":
        problems.append(
            Diagnostic(
                "wrong-kind",
                Text(
                    f"`{tree.text}` er en konklusjon og står der en verdi beregnes",
                    f"`{tree.text}` is a conclusion and stands where a value is computed",
                ),
                tree.place,
                Text(
                    "verdier beregnes av det saken oppgir; konklusjoner kan bare prøves",
                    "values are computed from what the case states; conclusions may only be tested",
                ),
                _BEHIND,
            )
        )
        return None
    if key is not None and _key(declared) != key.text:
        problems.append(
            Diagnostic(
                "wrong-kind",
                Text(f"`{tree.text}` er ikke en {_KEYS[key.text].nb}", f"`{tree.text}` is not a {_KEYS[key.text].en}"),
                key.place,
                _WHY_COMPUTED,
                Text(f"skriv `{_key(declared)}:` i stedet for `{key.text}:`", f"write `{_key(declared)}:` instead of `{key.text}:`"),
            )
        )
        return None
    return Typed(Name(tree.text), declared.type, declared.unit)


def _parameter(tree: Tree, scope: Scope, problems: Problems) -> Typed | None:
    found = scalar(tree, ("parameteren", "the parameter"), problems)
    if found is None:
        return None
    parameter = scope.parameters.get(found.text)
    if parameter is None and f"parameter {found.text}" in scope.broken:
        return None
    if parameter is None:
        problems.append(
            Diagnostic(
                "unknown-parameter",
                Text(f"ingen parameter heter `{found.text}`", f"no parameter is named `{found.text}`"),
                found.place,
                _WHY_NAME,
                did_you_mean(
                    found.text,
                    scope.parameters,
                    Text("deklarer den under `parameters:` i denne lovversjonen", "declare it under `parameters:` in this law version"),
                ),
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
    items = sequence(tree, quoted(key.text), problems)
    if items is None:
        return None
    built = [expression(item, scope, problems, allow_calls=True) for item in items]
    operands = [item for item in built if item is not None]
    if len(operands) < len(built):
        return None
    op = operations.NAMED[key.text]
    row = OPERATIONS[op]
    exactly_two = row.takes in ("two_dates", "date_and_period")
    if (exactly_two and len(operands) != 2) or len(operands) < 2:
        problems.append(
            Diagnostic(
                "wrong-shape",
                Text(f"antallet operander i `{key.text}` er {len(operands)}", f"`{key.text}` has {len(operands)} operands"),
                tree.place,
                WHY_SHAPE,
                Text("skriv nøyaktig to", "write exactly two") if exactly_two else Text("skriv minst to", "write at least two"),
            )
        )
        return None

    def mismatch(index: int, wanted: Text) -> None:
        found = _a(operands[index].type)
        problems.append(
            Diagnostic(
                "type-mismatch",
                Text(f"`{key.text}` tar {wanted.nb} her, ikke {found.nb}", f"`{key.text}` takes {wanted.en} here, not {found.en}"),
                _spot(items[index]),
                Text("en regneoperasjon på et annet slag verdi har ingen mening", "an operation on another kind of value has no meaning"),
                Text(f"bruk {wanted.nb}", f"use {wanted.en}"),
            )
        )

    whole = tuple(operand.expression for operand in operands)
    if row.takes == "numbers":
        for index, operand in enumerate(operands):
            if operand.type not in NUMBERS:
                mismatch(index, Text("et tall", "a number"))
                return None
            if operand.unit != operands[0].unit:
                one, other = _unit(operands[0].unit), _unit(operand.unit)
                problems.append(
                    Diagnostic(
                        "unit-mismatch",
                        Text(f"{one.nb} og {other.nb} legges sammen", f"{one.en} and {other.en} are added"),
                        _spot(items[index]),
                        _WHY_UNIT,
                        Text("legg sammen tall med samme enhet", "add numbers of one unit"),
                    )
                )
                return None
        return Typed(Call(op, whole), row.gives, operands[0].unit)
    for index, operand in enumerate(operands):
        if row.takes == "date_and_period" and index == 1:
            if not isinstance(operand.expression, ParameterRef) or operand.unit not in PERIODS:
                units = ", ".join(PERIODS)
                mismatch(index, Text(f"en parameter med en av enhetene {units}", f"a parameter in {units}"))
                return None
        elif operand.type != "date":
            mismatch(index, Text("en dato", "a date"))
            return None
    return Typed(Call(op, whole), row.gives, row.unit)


def conclusion_value(tree: Tree, declared: Declared, scope: Scope, problems: Problems) -> Expression | None:
    """Return the value that a rule gives to a conclusion: `true`, a word of its enum, a parameter or a derived value."""
    if declared.type == "boolean":
        if isinstance(tree, Scalar) and tree.plain and tree.text == "true":
            return Constant(True)
        what = Text(f"`{tree.text}`", f"`{tree.text}`") if isinstance(tree, Scalar) and tree.text else Text("dette", "this")
        problems.append(
            Diagnostic(
                "not-true",
                Text(
                    f"{what.nb} gis til en konklusjon som bare kan få `true`",
                    f"{what.en} is given to a conclusion that can only be given `true`",
                ),
                _spot(tree),
                Text(
                    "en sannhetsverdi er ikke oppfylt når ingen regel for den gjelder; ingenting konkluderes som usant",
                    "a boolean is not met when no rule for it applies; nothing is concluded false",
                ),
                Text(
                    "skriv `true`; bruk `unless:` eller `overrides:` for å ta en konklusjon bort",
                    "write `true`; to take a conclusion away use `unless:` or `overrides:`",
                ),
            )
        )
        return None
    if declared.type == "enum":
        chosen = word(tree, ("denne konklusjonen", "this conclusion"), declared.values or (), problems)
        return Constant(chosen) if chosen is not None else None
    if declared.type in ("ordinal", "text"):
        return _right(tree, declared, scope, problems, _GIVEN)
    if isinstance(tree, Scalar):
        if not tree.text.strip():
            problems.append(nothing_here(tree, ("verdi", "value")))
        elif tree.text in scope.names:
            problems.append(
                Diagnostic(
                    "wrong-shape",
                    Text("her står et navn, der en verdi skal gis", "a name stands where a value is given"),
                    tree.place,
                    WHY_SHAPE,
                    Text(
                        f"skriv `{{{_key(scope.names[tree.text])}: {tree.text}}}`",
                        f"write `{{{_key(scope.names[tree.text])}: {tree.text}}}`",
                    ),
                )
            )
        elif tree.text in scope.parameters:
            problems.append(
                Diagnostic(
                    "wrong-shape",
                    Text("her står et navn, der en verdi skal gis", "a name stands where a value is given"),
                    tree.place,
                    WHY_SHAPE,
                    Text(f"skriv `{{parameter: {tree.text}}}`", f"write `{{parameter: {tree.text}}}`"),
                )
            )
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
        message = Text("en beregnet verdi mangler regneoperasjon", "a derived value has no operation")
        problems.append(Diagnostic("missing-operator", message, tree.place, WHY_SHAPE, _add_one_of(OPERATIONS)))
        return None
    for key, _ in operations:
        if key.text not in OPERATIONS:
            problems.append(
                Diagnostic(
                    "unknown-operator",
                    Text(f"det finnes ingen regneoperasjon `{key.text}`", f"there is no operation `{key.text}`"),
                    key.place,
                    _WHY_OPERATIONS,
                    _meant(key.text, (*OPERATIONS, "label"), use_one_of(OPERATIONS)),
                )
            )
            return None
    if len(operations) > 1:
        problems.append(
            Diagnostic(
                "several-operators",
                Text("en beregnet verdi har flere regneoperasjoner", "a derived value has several operations"),
                operations[1][0].place,
                _WHY_TOGETHER,
                Text(
                    "skriv den ene inni den andre, eller deklarer to beregnede verdier",
                    "write one inside the other, or declare two derived values",
                ),
                related=((operations[0][0].place, THE_FIRST),),
            )
        )
        return None
    return call(*operations[0], scope, problems)


def unknown_name(tree: Scalar, what: tuple[str, str], fitting: list[str], scope: Scope, problems: Problems) -> None:
    """Record that a name is declared nowhere, with the nearest name valid there; nothing where its declaration is itself wrong."""
    if not tree.text.strip():
        problems.append(nothing_here(tree, what))
    elif tree.text not in scope.broken:
        near, (nb, en) = suggest(tree.text, fitting) or suggest(tree.text, scope.names), what
        fix = Text("deklarer det, eller bruk et navn som er deklarert", "declare it, or use a name that is declared")
        if near:
            fix = propose(near, Text("deklarer det", "declare it"))
        message = Text(f"ingen {nb} heter `{tree.text}`", f"no {en} is named `{tree.text}`")
        problems.append(Diagnostic("unknown-name", message, tree.place, _WHY_NAME, fix))


def nothing_here(tree: Scalar, what: tuple[str, str]) -> Diagnostic:
    """Return the diagnostic for a place where something was to be named and nothing stands; `what` has no article."""
    nb, en = what
    message = Text(f"det står ingenting her, der det skulle stått en {nb}", f"nothing stands where a {en} is expected")
    return Diagnostic("empty-value", message, tree.place, WHY_EMPTY, Text(f"oppgi en {nb}", f"name a {en}"))


def _add_one_of(operators: Collection[str]) -> Text:
    listed = ", ".join(operators)
    return Text(f"legg til en av disse: {listed}", f"add one of: {listed}")


_WRITTEN_ELSEWHERE: Final[Mapping[str, str]] = {
    "and": "all",
    "or": "any",
    "og": "all",
    "eller": "any",
    "ikke": "not",
    **{word: op for op, row in COMPARISONS.items() for word in row.also},
    **{word: op for op, row in OPERATIONS.items() for word in row.also},
}
_ASKS_WHETHER_KNOWN = ("known", "is_known", "unknown", "is_unknown", "exists", "missing", "is_missing", "given", "stated")


def _meant(written: str, valid: tuple[str, ...], otherwise: Text) -> Text:
    """Return a fix for an operator that is not in the table, from what people write elsewhere or from the nearest name."""
    if written.casefold() in _ASKS_WHETHER_KNOWN:
        return Text(
            "utelat det: ingen vilkår spør om en opplysning er kjent, for en ny opplysning må aldri velte det som er avgjort",
            "leave it out: no condition asks whether a fact is known, since learning a fact must never overturn what is settled",
        )
    other = _WRITTEN_ELSEWHERE.get(written.casefold())
    return propose(other, otherwise) if other in valid else did_you_mean(written, valid, otherwise)


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
