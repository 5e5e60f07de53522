"""Laws made at random of every operator: no engine, column, document or comparison of theirs disagrees with another."""

from __future__ import annotations

from .conftest import PLAIN_COUNT
from .random_laws import Count, run

FOUND = (5, 59)
"""Small laws on which columns left a number open that is `none`, and the checker counted a premise twice."""


def test_all_agree_on_random_laws(random_count: int) -> None:
    """Of two small laws in a plain run; with more random cases, of whole ones besides."""
    count = Count()
    for seed in FOUND:
        run(seed, 21, count, groups=1)
    for seed in range(1, random_count // PLAIN_COUNT):
        run(seed, 200, count)
    assert not count.disagreements, "\n".join(count.disagreements)
    assert count.counts["decided"] and count.counts["documents"] and count.counts["comparisons"] > 1_000
