"""Small counts that could tell of one person: the groups and outcomes of a table merged until no count is small.

What is published is the table of the merged groups and outcomes, and nothing else; every total of it is a sum of what it
shows. So nothing that is added up or subtracted from it is a small count either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final, NamedTuple, TypeVar

Key = tuple[str, ...]
"""What the rows of a group have in common: a cell for each column of the grouping."""

CountsByGroup = Mapping[Key, Mapping[str, int]]
"""How many rows each group has of each outcome."""

OTHER: Final = "\0other"
"""The outcome under which others are counted together; no outcome has this name."""

OTHERS: Final[Key] = ("\0others",)
"""The group in which others are counted together."""


class Merging(NamedTuple):
    """Which groups and which outcomes are counted together: none of either, or at least two."""

    groups: frozenset[Key]
    outcomes: frozenset[str]


def mergings(tables: Mapping[str, CountsByGroup], least: int) -> Mapping[str, Merging] | None:
    """Return for each table what is to be counted together so that no count is from 1 to below `least`; None where there are too few.

    The tables count the same rows by the same groups, each by outcomes of its own, and merge the same groups: groups that one
    table shows and another merges could be subtracted. The fewest are merged first: outcomes by their sum over all groups, and then
    groups by their size.
    """
    outcomes: dict[str, frozenset[str]] = {}
    rows: dict[Key, dict[str, int]] = {}
    for name, counts in tables.items():
        sums: Counter[str] = Counter()
        for row in counts.values():
            sums.update(row)
        joined = _joined({outcome: {OTHER: number} for outcome, number in sums.items() if number}, least)
        if joined is None:
            return None
        outcomes[name] = joined
        for key, row in merged_counts(counts, Merging(frozenset(), joined)).items():
            if any(row.values()):
                rows.setdefault(key, {}).update({f"{name}\0{outcome}": number for outcome, number in row.items()})
    groups = _joined(rows, least)
    return None if groups is None else {name: Merging(groups, joined) for name, joined in outcomes.items()}


def merged_counts(counts: CountsByGroup, merging: Merging) -> dict[Key, dict[str, int]]:
    """Return the counts with groups and outcomes merged: each group, and those that are merged last."""
    found: dict[Key, Counter[str]] = {}
    for key in sorted(counts, key=lambda key: (key in merging.groups, key)):
        row = found.setdefault(OTHERS if key in merging.groups else key, Counter())
        for outcome, number in counts[key].items():
            row[OTHER if outcome in merging.outcomes else outcome] += number
    return {
        key: {outcome: row[outcome] for outcome in sorted(row, key=lambda outcome: (outcome == OTHER, outcome))}
        for key, row in found.items()
    }


def is_small(number: int, least: int) -> bool:
    """Return whether a count is one that could tell of a person."""
    return 0 < number < least


_Name = TypeVar("_Name", str, Key)


def _joined(rows: Mapping[_Name, Mapping[str, int]], least: int) -> frozenset[_Name] | None:
    """Return the rows whose sum takes the place of each, so that no count is small: those with a small count, and the least others."""
    found = {name for name, row in rows.items() if any(is_small(number, least) for number in row.values())}
    if not found:
        return frozenset()
    rest = sorted(rows.keys() - found, key=lambda name: (sum(rows[name].values()), name), reverse=True)
    while True:
        sums: Counter[str] = Counter()
        for name in found:
            sums.update(rows[name])
        if len(found) > 1 and not any(is_small(number, least) for number in sums.values()):
            return frozenset(found)
        if not rest:
            return None
        found.add(rest.pop())
