"""The names that may be used at a place, what is said of one that is not declared, and of a number whose unit does not fit."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import field
from typing import Final, Literal, NamedTuple

from ..diagnostics import Diagnostic, suggest
from ..frozen import dataclass
from ..inference.arithmetic import Extent
from ..model import Calendar, Expression, Limit, Parameter, ParameterRef, Place, Schedule, Text, ValueType
from .fields import Labels, Problems, labelled
from .located import Scalar
from .problems.conditions import NothingNamed, SentenceAsName, UndeclaredName, UnitOfNoUse, UnlikeAnyName

DeclaredKind = Literal["fact", "derived", "conclusion"]

_NOUNS: Final[Mapping[DeclaredKind, Text]] = {
    "fact": Text("opplysning", "fact"),
    "derived": Text("beregnet verdi", "derived value"),
    "conclusion": Text("konklusjon", "conclusion"),
}


@dataclass(frozen=True, slots=True)
class Declared:
    """What a name stands for in a scope; `words` is what the values of an enum or ordinal are called."""

    kind: DeclaredKind
    type: ValueType
    unit: str | None
    values: tuple[str, ...] | None
    allows_none: bool
    place: Place
    words: Labels = field(default_factory=dict)


class UnitUse(NamedTuple):
    """A use of a parameter where the unit counts: what must stand there, and what is told where it does not; None where it fits."""

    parameter: str
    wanted: str
    told: Diagnostic | None


@dataclass(frozen=True, slots=True)
class Scope:
    """The names and parameters that may be used at a place."""

    names: Mapping[str, Declared]
    parameters: Mapping[str, Parameter | Limit]
    broken: Collection[str] = ()
    """Names whose declaration has a mistake of its own, which has been reported; what uses them is not wrong for that."""
    calendar: Calendar | None = None
    extents: Mapping[str, Extent] = field(default_factory=dict)
    """How great the numbers among the facts can be."""
    labels: Labels = field(default_factory=dict)
    """What the names are called."""
    schedules: Mapping[str, Schedule] = field(default_factory=dict)
    """The parameters with values by date, which nothing but a look-up may name."""
    uses: list[UnitUse] = field(default_factory=list)
    """The uses of parameters whose unit counts, as they are read; `tell_units` says what is wrong with them."""


@dataclass(frozen=True, slots=True)
class Typed:
    """An expression with its type and unit."""

    expression: Expression
    type: ValueType
    unit: str | None


def unknown_name(tree: Scalar, kinds: tuple[DeclaredKind, ...], fitting: Iterable[str], scope: Scope, problems: Problems) -> None:
    """Record that a name is declared nowhere, with the nearest name valid there, and where such a name is declared.

    Nothing is told where its declaration is itself wrong. `kinds` is what may stand there.
    """
    possible = {declared.kind for declared in scope.names.values()}
    # What can be declared nowhere for this place, such as a conclusion for a constraint, is not told of.
    kinds = tuple(kind for kind in kinds if kind in possible) or kinds
    what = _joined([_NOUNS[kind] for kind in kinds], " eller ", " or ")
    if not tree.text.strip():
        problems.append(nothing_here(tree, what))
    elif tree.text not in scope.broken:
        near = labelled(tree.text, scope.labels) or suggest(tree.text, fitting) or suggest(tree.text, scope.names)
        if near is None and kinds != ("conclusion",) and re.search(r"\s", tree.text.strip()):
            problems.append(SentenceAsName(what=what, written=tree.text).at(tree.place))
            return
        kind = UndeclaredName if near else UnlikeAnyName
        problems.append(kind(near=near, what=what, written=tree.text, where=_where(tree, kinds, scope)).at(tree.place))


def _where(tree: Scalar, kinds: tuple[DeclaredKind, ...], scope: Scope) -> Text:
    """Return in which file, and under which key of it, what stands at a place is declared, by what it may be."""
    here, first = tree.place.file, tree.text.partition(".")[0]
    facts = {name: declared.place.file for name, declared in scope.names.items() if declared.kind == "fact"}
    # The vocabulary may have several files: beside the facts of the same group.
    words = next((file for name, file in facts.items() if name.partition(".")[0] == first), next(iter(facts.values()), here))
    own = "" if here in facts.values() else here
    places = {
        "fact": Text(f"en opplysning under `facts:` i {words}", f"a fact under `facts:` in {words}"),
        "derived": Text(f"en beregnet verdi under `derived:` i {own or words}", f"a derived value under `derived:` in {own or words}"),
        "conclusion": Text(
            f"en konklusjon under `conclusions:` i {own} (i {words} hvis avgjørelsen skal si den)",
            f"a conclusion under `conclusions:` in {own} (in {words} if the decision is to state it)",
        )
        if own
        else Text(f"en konklusjon under `conclusions:` i {words}", f"a conclusion under `conclusions:` in {words}"),
    }
    return _joined([places[kind] for kind in kinds], " eller ", " or ")


def _joined(texts: list[Text], nb: str, en: str) -> Text:
    return Text(nb.join(text.nb for text in texts), en.join(text.en for text in texts))


def nothing_here(tree: Scalar, what: Text) -> Diagnostic:
    """Return the diagnostic for a place where something was to be named and nothing stands; `what` has no article."""
    return NothingNamed(what=what).at(tree.place)


# ---------------------------------------------------------------- units


def unit_used(scope: Scope, expression: Expression, wanted: str, told: Diagnostic | None, problems: Problems) -> None:
    """Note that a unit counts where a value stands; what is told of anything but a parameter is told at once."""
    if isinstance(expression, ParameterRef):
        scope.uses.append(UnitUse(expression.name, wanted, told))
    elif told is not None:
        problems.append(told)


def tell_units(scope: Scope, problems: Problems) -> None:
    """Record each unit that does not fit where it is used; where one parameter fits none of several uses, at its declaration."""
    by_parameter: dict[str, list[UnitUse]] = {}
    for use in scope.uses:
        by_parameter.setdefault(use.parameter, []).append(use)
    for name, uses in by_parameter.items():
        parameter = scope.parameters[name]
        wanted = {use.wanted for use in uses}
        told = [use.told for use in uses if use.told is not None]
        if len(told) == len(uses) > 1 and len(wanted) == 1 and parameter.unit is not None:
            places = ((each.place, Text("den brukes her", "it is used here")) for each in told)
            flaw = UnitOfNoUse(name=name, unit=parameter.unit, wanted=next(iter(wanted)), uses=len(told))
            problems.append(flaw.at(parameter.place, *places))
        else:
            problems += told


def declared_here(scope: Scope, expression: Expression) -> tuple[tuple[Place, Text], ...]:
    """Return the place where a parameter that is used has its unit; nothing of anything else."""
    if not isinstance(expression, ParameterRef):
        return ()
    parameter = scope.parameters[expression.name]
    return ((parameter.place, Text("den er deklarert her", "it is declared here")),)
