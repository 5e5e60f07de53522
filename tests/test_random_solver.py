"""What the solver answers about laws made at random holds on random cases that the engines decide."""

from __future__ import annotations

import random

import pytest

from engine.law.compiled import compile_laws

from .conftest import PLAIN_COUNT
from .random_laws import random_laws

pytest.importorskip("z3", reason="the package z3-solver is not installed")

from engine.analysis.witnesses import Asked, Found

from .random_solver import Tally, run


def test_no_case_contradicts_an_answer_of_the_solver(random_count: int) -> None:
    """Of one small law and a mutant in a plain run; with more random cases, of more laws besides."""
    tally = Tally()
    run(9, 40, tally, mutants=1)
    for seed in range(1, random_count // PLAIN_COUNT):
        run(seed, 200, tally)
    assert not tally.disagreements, "\n".join(tally.disagreements)
    counts = tally.counts
    assert min(counts[kind] for kind in ("idle", "not idle", "never", "cases of the solver", "the same", "differing")) > 0, counts


def test_the_facts_of_a_case_take_no_more_steps_than_the_question() -> None:
    """A person of whom the calendar tells all is looked for no longer; another one is as good, and found by one check more."""
    most = 100_000
    asked, found = Asked(compile_laws(random_laws(random.Random(5), 1)), steps=most), 0
    for node in asked.wholes[0].nodes[:22]:
        answer = asked.ask([node.holds])
        before = asked.taken()
        if isinstance(answer, Found):
            found += 1
            assert answer.facts and asked.taken() - before < 2 * most
    assert found > 10
