"""A register with planted errors, and whether `hjemmel compare` finds them all and no other: `python -m benchmarks.planted`.

Every row is a case of the regression suites, under an id that tells nothing, and its category is the outcome that the suite states,
read by lawyers off the law. An error has the facts of one case and the category of its neighbour, which differs from it in a day,
a permit or the like: what a municipality gets wrong. So what is right and what is wrong is known before anything is decided.
"""

from __future__ import annotations

import csv
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from engine.batch.comparing import Compared, compare_registers
from engine.batch.running import Options, rejects_path
from engine.home import HOME
from engine.inference.spans import is_span
from engine.language.suites import SuiteCase
from engine.law.compiled import CompiledLaws, compile_laws
from engine.law.crosscheck import cross_checker
from engine.law.registers import CASE
from engine.loading import load_laws, load_suites
from engine.model import NONE, Case, Fact, Laws

CATEGORY = "Kategori"
SUITES = HOME / "tests" / "regression"
COPIES = 10

KINDS: Mapping[str, tuple[str, str]] = {
    "18 the day after the permit": ("2026/thresholds/age-permit-day-before-18th-birthday", "2026/thresholds/base-refugee"),
    "56 on the day of the permit": ("2026/thresholds/age-permit-on-56th-birthday", "2026/thresholds/base-refugee"),
    "56 on the day of the decision, older law": (
        "2024/introduksjonsloven/56-on-the-decision-date",
        "2024/introduksjonsloven/plain",
    ),
    "born on a leap day": ("2026/thresholds/age-leap-day-28-february", "2026/thresholds/age-leap-day-1-march"),
    "two years to the day": ("2026/thresholds/two-years-exactly", "2026/thresholds/two-years-minus-a-day"),
    "two years from a leap day": (
        "2026/thresholds/two-years-from-leap-day-exactly",
        "2026/thresholds/two-years-from-leap-day-minus-a-day",
    ),
    "thirty hours of work": ("2026/thresholds/hours-30", "2026/thresholds/hours-29-5"),
    "an offer of thirty hours": ("2026/thresholds/offer-hours-30", "2026/thresholds/base-refugee"),
    "work that ended on the limit": ("2026/thresholds/work-ended-on-the-limit", "2026/thresholds/work-ended-within-the-limit"),
    "work that ended a day after the decision": (
        "2026/second-reading-target/r5-job-ends-the-day-after-the-decision",
        "2026/second-reading-target/r5-job-ends-on-the-day-of-the-decision",
    ),
    "reference person settled for five years": ("2026/thresholds/five-years-exactly", "2026/thresholds/five-years-minus-a-day"),
    "settled without agreement": ("2024/introduksjonsloven/without-agreement", "2024/introduksjonsloven/plain"),
    "no need for basic qualification": ("2024/introduksjonsloven/no-need", "2024/introduksjonsloven/plain"),
    "a permit that gives no right": ("2024/introduksjonsloven/other-basis", "2024/introduksjonsloven/plain"),
    "a permit of the death of the reference person": (
        "2024/introduksjonsloven/independent-53-1a",
        "2024/introduksjonsloven/plain",
    ),
    "a citizen of the EEA": ("2026/worked-cases/case-14-eea-citizen", "2026/worked-cases/case-01-plain-refugee"),
    "a Norwegian citizen": ("2026/worked-cases/case-08-norwegian-citizen", "2026/worked-cases/case-08-settled-without-agreement"),
    "a new permit on the day before the rule": (
        "2024/life-histories/changed-on-the-day-before-the-rule",
        "2024/life-histories/changed-to-refugee-in-2026",
    ),
    "collective protection by the law of the wrong year": (
        "2024/choice-of-law/s34-offered-and-decided-in-2025",
        "2024/choice-of-law/all-before-new-year",
    ),
    "decided although a fact is missing": ("2024/introduksjonsloven/permit-type-missing", "2024/introduksjonsloven/plain"),
}
"""By kind the case whose facts a row has, and the one whose category."""


class Planted(NamedTuple):
    """A register: its file, and by the id of each error its kind, its category, and the outcome that the suite states."""

    file: Path
    rows: int
    errors: Mapping[str, tuple[str, str, str]]
    outcomes: Sequence[str]


def outcome_of(case: SuiteCase, principal: str) -> str | None:
    """Return the outcome that a suite states of a case, or its status; None where it states none."""
    for expected in case.expect:
        if expected.name == principal:
            return str(expected.value) if expected.status == "value" else expected.status
    return None


def plant(laws: Laws, folder: Path, rows: int, seed: int, copies: int = COPIES, cases: Path = SUITES) -> Planted:
    """Write a register of so many rows, `copies` errors of each kind among them, in an order drawn with the seed.

    `cases` is the folder of the suites.
    """
    rng = random.Random(seed)
    vocabulary = laws.vocabulary
    principal = next(name for name, conclusion in vocabulary.conclusions.items() if conclusion.principal)
    suites = {f"{version}/{suite}/{case.id}": case for version, suite, case in load_suites(cases, laws, {}, [])}
    stated = {name: told for name, case in suites.items() if case.rejected is None and (told := outcome_of(case, principal)) is not None}
    # A register gives whole days.
    sound = [name for name in stated if not any(is_span(fact.value) for fact in suites[name].case.facts.values())]
    drawn: list[tuple[str, str, str]] = []
    for kind, (wrong, neighbour) in KINDS.items():
        assert stated[wrong] != stated[neighbour], kind
        drawn += [(wrong, stated[neighbour], kind)] * copies
    drawn += [(name, stated[name], "") for name in (rng.choice(sound) for _ in range(rows - len(drawn)))]
    rng.shuffle(drawn)
    facts = [fact for fact in vocabulary.facts.values() if not fact.given]
    errors: dict[str, tuple[str, str, str]] = {}
    file = folder / "register.csv"
    with file.open("w", encoding="utf-8", newline="") as text:
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow([CASE, "law", CATEGORY, *(fact.name for fact in facts)])
        for number, (name, category, kind) in enumerate(drawn):
            case = suites[name].case
            if kind:
                errors[f"case-{number:06}"] = kind, category, stated[name]
            writer.writerow([f"case-{number:06}", case.forced or "", category, *(_cell(case, fact) for fact in facts)])
    return Planted(file, len(drawn), errors, sorted({*stated.values()}))


def _cell(case: Case, fact: Fact) -> str:
    """Return a fact of a case as a register of CSV states it."""
    stated = case.facts.get(fact.name)
    if stated is None:
        return "unknown" if fact.silence is not None else ""
    if stated.origin == "silence":
        return ""
    value = stated.value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    return NONE if value == NONE else str(value)


def compare(planted: Planted, laws: CompiledLaws, output: Path) -> tuple[Compared, Mapping[str, tuple[str, str]]]:
    """Return what `compare` found, and by the id of each row that it tells the category and the outcome."""
    means = {outcome: outcome for outcome in planted.outcomes}
    found = compare_registers(
        [planted.file],
        output,
        rejects_path(output),
        laws,
        Options("en"),
        CATEGORY,
        means,
        cross_checker(False),
        lambda *told: None,
    )
    with output.open(encoding="utf-8-sig", newline="") as text:
        told = {row["case"]: (row["category"], row["outcome"]) for row in csv.DictReader(text, delimiter=";")}
    return found, told


def main(rows: int = 100_000, seed: int = 20_261_130) -> int:
    """Print what was planted and found; return 1 where they differ."""
    loaded = load_laws(HOME / "rules")
    assert loaded.laws is not None
    with tempfile.TemporaryDirectory() as folder:
        planted = plant(loaded.laws, Path(folder), rows, seed)
        print(f"{planted.rows} rows, {len(planted.errors)} errors of {len(KINDS)} kinds, seed {seed}; {planted.file.stat().st_size} bytes")
        start, used = time.perf_counter(), time.process_time()
        found, told = compare(planted, compile_laws(loaded.laws), Path(folder) / "differ.csv")
        print(f"{time.perf_counter() - start:.1f} s, {time.process_time() - used:.1f} s of processor time")
    right = {id_: (category, outcome) for id_, (_, category, outcome) in planted.errors.items()}
    kinds = Counter(kind for id_, (kind, *_) in planted.errors.items() if told.get(id_) == right[id_])
    for kind in KINDS:
        print(f"  {kind}: {kinds[kind]}")
    false = sorted(told.keys() - right.keys())
    print(f"found {sum(kinds.values())} of {len(right)}, false {len(false)}, rejected {found.counts.rejected}", *false[:5])
    return int(told != right or found.counts.rejected > 0)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
