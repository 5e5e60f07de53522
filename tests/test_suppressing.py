"""Small counts: what is published has none, no sum or difference of it is one, and what is behind it could be otherwise."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from engine.batch.suppressing import OTHER, OTHERS, CountsByGroup, Key, Merging, is_small, merged_counts, mergings


def merging(counts: CountsByGroup, least: int) -> Merging | None:
    found = mergings({"one table": counts}, least)
    return None if found is None else found["one table"]


BY_HAND: list[tuple[str, CountsByGroup, Merging | None]] = [
    ("nothing is small", {("a",): {"x": 5, "y": 0}, ("b",): {"x": 7, "y": 9}}, Merging(frozenset(), frozenset())),
    (
        "a small group takes the least of the others with it",
        {("a",): {"x": 9, "y": 9}, ("b",): {"x": 6, "y": 6}, ("c",): {"x": 5, "y": 1}},
        Merging(frozenset({("b",), ("c",)}), frozenset()),
    ),
    (
        "two small groups that make four are still too few",
        {("a",): {"x": 9}, ("b",): {"x": 8}, ("c",): {"x": 2}, ("d",): {"x": 2}},
        Merging(frozenset({("b",), ("c",), ("d",)}), frozenset()),
    ),
    (
        "an outcome of four in all is counted with the least other",
        {("a",): {"x": 20, "y": 10, "z": 2}, ("b",): {"x": 20, "y": 10, "z": 2}},
        Merging(frozenset(), frozenset({"y", "z"})),
    ),
    ("four rows are too few", {("a",): {"x": 2, "y": 1}, ("b",): {"x": 1}}, None),
    ("one group of one outcome, just enough", {(): {"x": 5}}, Merging(frozenset(), frozenset())),
    ("nobody at all", {}, Merging(frozenset(), frozenset())),
]


@pytest.mark.parametrize(("counts", "expected"), [pytest.param(counts, expected, id=name) for name, counts, expected in BY_HAND])
def test_what_is_counted_together_below_five(counts: CountsByGroup, expected: Merging | None) -> None:
    assert merging(counts, 5) == expected


def test_tables_of_the_same_rows_show_the_same_groups() -> None:
    """Alone, the first would merge A with B and the second A with C; what C has in the one, less A and C in the other, is A: three."""
    first: CountsByGroup = {("A",): {"yes": 3}, ("B",): {"yes": 6}, ("C",): {"yes": 8}, ("D",): {"yes": 30}}
    second: CountsByGroup = {
        ("A",): {"yes": 3, "no": 0},
        ("B",): {"yes": 0, "no": 6},
        ("C",): {"yes": 2, "no": 6},
        ("D",): {"yes": 15, "no": 15},
    }
    assert merging(first, 5) == Merging(frozenset({("A",), ("B",)}), frozenset())
    assert merging(second, 5) == Merging(frozenset({("A",), ("C",)}), frozenset())
    found = mergings({"first": first, "second": second}, 5)
    assert found is not None and found["first"].groups == found["second"].groups
    for name, counts in (("first", first), ("second", second)):
        shown = merged_counts(counts, found[name])
        assert not any(is_small(number, 5) for row in shown.values() for number in row.values())


def tables() -> list[tuple[CountsByGroup, int]]:
    rng = random.Random(29)
    found: list[tuple[CountsByGroup, int]] = []
    for _ in range(1_500):
        outcomes = "uvwxyz"[: rng.randrange(1, 6)]
        groups: list[Key] = [(str(number),) for number in range(rng.randrange(1, 7))]
        most = rng.choice([2, 6, 12, 40])
        found.append(({key: {outcome: rng.randrange(most) for outcome in outcomes} for key in groups}, rng.randrange(2, 8)))
    return found


def test_no_figure_that_is_published_or_follows_from_the_published_is_small() -> None:
    """Every sum of cells of a row, of a column and of the table: what a reader adds up or subtracts is one of them."""
    published = 0
    for counts, least in tables():
        found = merging(counts, least)
        if found is None:
            total = sum(sum(row.values()) for row in counts.values())
            assert total > 0
            continue
        shown = merged_counts(counts, found)
        lines = [list(row.values()) for row in shown.values()]
        lines += [list(column) for column in zip(*lines, strict=True)] if lines else []
        for line in lines:
            for size in range(1, len(line) + 1):
                assert not any(is_small(sum(some), least) for some in combinations(line, size)), (counts, least, shown)
        assert sum(map(sum, (row.values() for row in shown.values()))) == sum(map(sum, (row.values() for row in counts.values())))
        published += bool(found.groups or found.outcomes)
    assert published > 200


def test_every_small_count_could_be_another() -> None:
    """For each there is another table of whole counts that is published in the same figures."""
    tried = 0
    for counts, least in tables():
        found = merging(counts, least)
        if found is None:
            continue
        shown = merged_counts(counts, found)
        for key, row in counts.items():
            for outcome, number in row.items():
                if not is_small(number, least):
                    continue
                group = found.groups if key in found.groups else {key}
                columns = found.outcomes if outcome in found.outcomes else {outcome}
                other, column = next((one, two) for one in sorted(group) for two in sorted(columns) if (one, two) != (key, outcome))
                moved = {name: dict(cells) for name, cells in counts.items()}
                moved[key][outcome] -= 1
                moved[other][column] += 1
                assert merged_counts(moved, found) == shown
                tried += 1
    assert tried > 500


def test_what_is_merged_is_told_last() -> None:
    counts: CountsByGroup = {("b",): {"y": 2, "x": 9}, ("a",): {"y": 3, "x": 8}, ("c",): {"x": 30, "y": 30}}
    assert list(merged_counts(counts, Merging(frozenset({("a",), ("b",)}), frozenset())).items()) == [
        (("c",), {"x": 30, "y": 30}),
        (OTHERS, {"x": 17, "y": 5}),
    ]
    assert merged_counts(counts, Merging(frozenset(), frozenset({"x", "y"})))[("a",)] == {OTHER: 11}
