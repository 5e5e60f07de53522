"""Building parameters with values by date: each value with the day from which it holds and its source, and a stated end."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from decimal import Decimal
from itertools import pairwise

from ..diagnostics import suggest
from ..model import Place, Schedule, Scheduled, Source, Text
from .amounts import amount, day_of_law, unit_of
from .fields import Problems, bilingual, fields, quoted, sequence
from .located import Mapping, Scalar, Tree
from .problems.conditions import OperandType, UnknownParameter
from .problems.schedules import EndsBeforeLast, NoNumbersByDate, NoValueByDate, SameDayTwice, ValuesOutOfOrder
from .scopes import Scope


def build_schedule(
    key: Scalar, tree: Tree, units: Collection[str], source_of: Callable[[Tree], Source | None], problems: Problems
) -> Scheduled | None:
    """Return a parameter with values by date; what is wrong goes to `problems`, and None where a part of it is missing."""
    what = ("parameteren `{}`", "parameter `{}`", key.text)
    found = fields(tree, what, ("label", "unit", "values"), ("until",), problems)
    if found is None or not {"label", "unit", "values"} <= found.keys():
        return None
    label = bilingual(found["label"], ("betegnelsen", "the label"), problems)
    unit = unit_of(found["unit"], units, problems)
    items = sequence(found["values"], quoted("values"), problems)
    until = day_of_law(key, "until", found["until"], problems) if "until" in found else None
    if unit in ("date", "level"):
        problems.append(NoNumbersByDate(name=key.text, unit=unit).at(found["unit"].place))
        return None
    if label is None or unit is None or items is None or ("until" in found and until is None):
        return None
    if not items:
        problems.append(NoValueByDate(name=key.text).at(found["values"].place))
        return None
    read = [_value(key, item, (found["unit"], units), source_of, problems) for item in items]
    entries = [entry for entry in read if entry is not None]
    if len(entries) < len(read) or not _in_order(key, entries, problems):
        return None
    starts, values, sources, places = zip(*entries, strict=True)
    if until is not None and until < starts[-1]:
        told = Text("den siste verdien begynner her", "the last value begins here")
        problems.append(EndsBeforeLast(until=until, start=starts[-1]).at(found["until"].place, (places[-1], told)))
        return None
    return Scheduled(key.text, label, Schedule(key.text, unit, tuple(zip(starts, values, strict=True)), until), sources, places, key.place)


_Entry = tuple[date, int | Decimal, Source, Place]


def _value(
    key: Scalar, tree: Tree, unit: tuple[Tree, Collection[str]], source_of: Callable[[Tree], Source | None], problems: Problems
) -> _Entry | None:
    found = fields(tree, ("en verdi av `{}`", "a value of `{}`", key.text), ("from", "value", "source"), (), problems)
    if found is None or len(found) < 3:
        return None
    start = day_of_law(key, "from", found["from"], problems)
    stated = amount(key, {**found, "unit": unit[0]}, unit[1], problems)
    source = source_of(found["source"])
    if start is None or stated is None or source is None:
        return None
    value = stated[0]
    assert isinstance(value, (int, Decimal))  # a unit that is neither date nor level has numbers
    return start, value, source, found["from"].place


def _in_order(key: Scalar, entries: list[_Entry], problems: Problems) -> bool:
    """Return whether each value begins after the one before it; record where the first does not."""
    for before, after in pairwise(entries):
        if after[0] <= before[0]:
            twice = SameDayTwice(name=key.text, start=after[0])
            found = twice if after[0] == before[0] else ValuesOutOfOrder(name=key.text, start=after[0], before=before[0])
            told = Text("verdien før den", "the value before it")
            problems.append(found.at(after[3], (before[3], told)))
            return False
    return True


def schedule_named(key: Scalar, tree: Tree, scope: Scope, problems: Problems) -> Schedule | None:
    """Return the schedule of the parameter with values by date that an operation names first."""
    entries = tree.entries if isinstance(tree, Mapping) else ()
    name = entries[0][1] if len(entries) == 1 and entries[0][0].text == "parameter" else None
    place = name.place if name is not None else tree.place
    wanted, found = Text("en parameter med verdier etter dato", "a parameter with values by date"), Text("noe annet", "something else")
    if isinstance(name, Scalar):
        if name.text in scope.schedules:
            return scope.schedules[name.text]
        if f"parameter {name.text}" in scope.broken:
            return None
        if name.text not in scope.parameters:
            near = suggest(name.text, scope.schedules)
            problems.append(UnknownParameter(near=near, name=name.text, file=place.file).at(place))
            return None
        found = Text("en parameter med én verdi", "a parameter with one value")
    problems.append(OperandType(operation=key.text, wanted=wanted, found=found).at(place))
    return None
