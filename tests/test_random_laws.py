"""Laws made at random of every operator: no engine, column, document or comparison of theirs disagrees with another."""

from __future__ import annotations

from .conftest import PLAIN_COUNT
from .random_laws import Count, run

FOUND = ((5, 1), (59, 1), (37, 2))
"""Small laws, each with the number of its groups: columns left a number open that is `none`, the checker counted a premise twice, and
what is in a list waited for the values of the conclusions beside it."""


def test_all_agree_on_random_laws(random_count: int) -> None:
    """Of a few small laws in a plain run; with more random cases, of whole ones besides."""
    count = Count()
    for seed, groups in FOUND:
        run(seed, 21, count, groups)
    for seed in range(1, random_count // PLAIN_COUNT):
        run(seed, 200, count)
    assert not count.disagreements, "\n".join(count.disagreements)
    assert count.counts["decided"] and count.counts["documents"] and count.counts["comparisons"] > 1_000
    assert count.counts["comparisons of conclusions"] > 100 and count.counts["findings on a day"] > 500
