"""Months counted from a date that was itself reached by counting months, where both periods meet a date together."""

from __future__ import annotations

from collections.abc import Iterator

from ...language.allowances import ClampedTwice
from ...model import Call, Expression, LawVersion, Name, Parameter
from ...terms.meaning import Extreme, First, Shifted
from ...terms.operations import OPERATIONS
from ...walking import expressions_in, parameters_of
from .files import LawFiles, Lint


def find(files: LawFiles) -> Iterator[Lint]:
    """No months are added to a date that was reached by adding months."""
    for version in files.laws.versions:
        for derived in version.derived.values():
            for call in expressions_in(derived.expression):
                months = _months(call, version)
                if months is not None and isinstance(call, Call) and _reached_by_months(call.operands[0], version):
                    yield Lint(ClampedTwice(value=derived.name).at(derived.place), months.place)


def _months(expression: Expression, version: LawVersion) -> Parameter | None:
    """Return the first period of months or years by which an operation moves a date."""
    if not isinstance(expression, Call) or not isinstance(OPERATIONS[expression.op].value, Shifted):
        return None
    periods = (version.parameters[name] for operand in expression.operands[1:] for name in parameters_of(operand))
    return next((period for period in periods if period.unit in ("months", "years")), None)


def _reached_by_months(expression: Expression, version: LawVersion) -> bool:
    """Return whether a date may be one that months were counted to; one that is chosen or moved by days still is."""
    match expression:
        case Name(name) if name in version.derived:
            return _reached_by_months(version.derived[name].expression, version)
        case Call(op, (first, *others)):
            match OPERATIONS[op].value:
                case Shifted():
                    return _months(expression, version) is not None or _reached_by_months(first, version)
                case First() | Extreme():
                    return any(_reached_by_months(operand, version) for operand in (first, *others))
    return False
