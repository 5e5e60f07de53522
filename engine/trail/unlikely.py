"""What can hardly be of the facts of a case, as the checker reads it: from the vocabulary, and from nothing that writes a decision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..canonical import Json, plain
from ..inference.conditions import truth, value_of
from ..model import Any, Condition, Unlikely, Value, Vocabulary
from ..walking import items_of, names_in, names_of, parameters_in, parameters_of


def wanted_warnings(facts: Mapping[str, Value], vocabulary: Vocabulary) -> Json:
    """Return the warnings that a decision on the facts must have, in the order of the vocabulary."""
    unlikely = vocabulary.unlikely
    values = dict(facts)
    for name in _behind(unlikely.derived, unlikely):
        if name in unlikely.derived and (value := value_of(unlikely.derived[name].expression, values, unlikely.limits)) is not None:
            values[name] = value
    scales = {fact.name: tuple(fact.values) for fact in vocabulary.facts.values() if fact.type == "ordinal" and fact.values}

    def holds(condition: Condition) -> bool:
        return truth(condition, values, unlikely.limits, scales) is True

    def breaking(condition: Condition) -> Iterator[str]:
        """Yield the names by which a condition is what it is: of alternatives those that hold, where any does."""
        items = items_of(condition)
        for item in [one for one in items if isinstance(condition, Any) and holds(one)] or items:
            yield from breaking(item)
        if not items:
            yield from names_in(condition)

    warnings: list[Json] = []
    for constraint in unlikely.constraints:
        if holds(constraint.never):
            named = [name for name in _behind(breaking(constraint.never), unlikely) if name not in unlikely.derived]
            limits: dict[str, Json] = {}
            for name in (*parameters_in(constraint.never), *_limits_behind(names_in(constraint.never), unlikely)):
                limit = unlikely.limits[name]
                limits[name] = {"value": plain(limit.value), "unit": limit.unit, "reason": plain(limit.reason)}
            warnings.append({"id": constraint.id, "text": plain(constraint.text), "facts": list[Json](named), "limits": limits})
    return warnings


def _behind(names: Iterable[str], unlikely: Unlikely) -> list[str]:
    """Return the names and what the derived values among them are computed from, each once and before what rests on it."""
    found: dict[str, None] = {}
    for name in names:
        if name in unlikely.derived:
            found |= dict.fromkeys(_behind(names_of(unlikely.derived[name].expression), unlikely))
        found[name] = None
    return list(found)


def _limits_behind(names: Iterable[str], unlikely: Unlikely) -> Iterator[str]:
    """Yield the limits by which the derived values among the names are computed."""
    for name in _behind(names, unlikely):
        if name in unlikely.derived:
            yield from parameters_of(unlikely.derived[name].expression)
