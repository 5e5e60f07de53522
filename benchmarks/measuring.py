"""Timing tasks beside each other, and writing tables of what was found."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence

ROUNDS = 7

Task = Callable[[], object]


def seconds(tasks: Mapping[str, Task], rounds: int = ROUNDS) -> dict[str, float]:
    """Return for each task the median of its processor time, all threads together, over alternating rounds."""
    times: dict[str, list[float]] = {name: [] for name in tasks}
    # What was made before is kept and is not searched for garbage, as the command line does after loading.
    gc.collect()
    gc.freeze()
    for _ in range(rounds):
        for name, task in tasks.items():
            start = time.process_time()
            task()
            times[name].append(time.process_time() - start)
    return {name: statistics.median(found) for name, found in times.items()}


def rates(tasks: Mapping[str, Task], cases: int, rounds: int = ROUNDS) -> dict[str, float]:
    """Return for each task how many cases it decides in a second of processor time."""
    return {name: cases / found for name, found in seconds(tasks, rounds).items()}


def print_rates(title: str, found: Mapping[str, float], base: str) -> None:
    """Print one table of rates with the ratio to a base."""
    print_table(title, ("", "cases/s", f"× {base}"), [(name, f"{rate:,.0f}", f"{rate / found[base]:.3f}") for name, rate in found.items()])


def print_table(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a Markdown table, its first column to the left."""
    print(f"\n{title}\n\n| {' | '.join(heads)} |\n| --- |{' ---: |' * (len(heads) - 1)}")
    for row in rows:
        print(f"| {' | '.join(row)} |", flush=True)
