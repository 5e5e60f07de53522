"""Measures hjemmel beside what a user would pick instead, in one run: `make bench`, or `python -m benchmarks`.

Every figure is the median of alternating rounds over the same cases, with results checked for equality first. Cases are
timed in processor time, all threads together, and whole processes by the clock. The machines are noisy: read the ratios
within one run, not the absolute figures. What is not installed is left out (`pip install 'hjemmel[batch,bench]'`).
"""

from __future__ import annotations

import os
import platform
from importlib import metadata

from engine.home import HOME
from engine.loading import load_laws

from .measuring import ROUNDS
from .scaling import growing_registers, growing_rules, text_registers
from .seed import first_law, seed_rules
from .whole import cold_start, whole_law


def versions() -> str:
    """Return the versions of the packages that are measured."""
    found = []
    for package in ("polars", "pyarrow", "durable-rules", "zen-engine"):
        try:
            found.append(f"{package} {metadata.version(package)}")
        except metadata.PackageNotFoundError:
            found.append(f"{package} not installed")
    return ", ".join(found)


def main() -> None:
    """Print every figure."""
    loaded = load_laws(HOME / "rules")
    assert loaded.laws is not None
    load = ", ".join(f"{number:.1f}" for number in os.getloadavg())
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores; {versions()}")
    print(f"Medians of {ROUNDS} rounds; load of the machine before the run (1, 5 and 15 minutes): {load}")
    seed_rules(first_law(), 2_000, 200_000)
    whole_law(loaded.laws, 5_000)
    growing_registers(loaded.laws, (10_000, 100_000, 1_000_000))
    text_registers(loaded.laws, 20_000)
    growing_rules(loaded.laws, (20, 200, 2_000))
    cold_start()


if __name__ == "__main__":
    main()
