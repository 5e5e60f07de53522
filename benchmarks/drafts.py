"""Whom of 100,000 rows a draft of the law turns, from the edit to the answer, in process: `python -m benchmarks.drafts`.

The rows are made up: refugees of 1955 to 2009 with permits of five months, a fifth of them at work for 35 hours. The draft raises the upper
age, each time to another one, as on the page of a draft; the parts are timed apart, by the clock and in processor time.
"""

from __future__ import annotations

import gc
import random
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

from engine.batch.running import Options, decide_registers, rejects_path
from engine.changes.impact import Pair, pair_of
from engine.home import HOME
from engine.inference.specialised import engine as specialised
from engine.law.compiled import compile_laws
from engine.loading import load_laws
from engine.model import Laws, Text
from engine.workbench.desk import desk_of
from engine.workbench.law_draft import LawDraft, begin_draft, part_named, with_text
from engine.workbench.law_page import shelf_of
from engine.workbench.register_draft import weigh_register
from engine.workbench.register_work import SIZE
from engine.workbench.registers import DecidedRegister
from engine.workbench.sandbox import Weighing, load_draft

ROWS = 100_000
AGES = (60, 58, 65, 57, 62, 59, 64, 61, 66, 63, 60)

_T = TypeVar("_T")


def register() -> str:
    """Return the rows as CSV whose columns are facts by their names."""
    rng = random.Random(17)
    lines: list[str] = []
    for number in range(ROWS):
        granted = date(2026, 1, 5) + timedelta(rng.randrange(150))
        settled = granted + timedelta(rng.randrange(5, 40))
        decided = settled + timedelta(rng.randrange(10, 80))
        row = {
            "case": f"p-{number:06}",
            "education.has_upper_secondary": rng.choice(("true", "false")),
            "goal.final": rng.choice(("work", "higher_education", "higher_vocational")),
            "permit.granted_date": granted,
            "permit.previous_type": "none",
            "permit.type": rng.choice(("s28", "s28", "s35_3", "s38_1")),
            "person.birth_date": date(1955, 1, 1) + timedelta(rng.randrange(365 * 54)),
            "person.nordic_or_eea_citizen": "false",
            "person.norwegian_citizen": "false",
            "programme.begun": "false",
            "programme.chapter_6a_decision": "false",
            "programme.decision_date": decided,
            "programme.offer_date": decided,
            "programme.refused_or_interrupted": "false",
            "programme.start_date": decided + timedelta(rng.randrange(5, 40)),
            "residence.start_date": settled,
            "settlement.by_agreement": rng.choice(("true", "true", "true", "false")),
            "settlement.date": settled,
            "work.hours_per_week": 35 if rng.random() < 0.2 else rng.choice((0, 0, 0, 10, 20)),
            "work.offer_hours_per_week": 0,
        }
        lines += [",".join(row)] if not lines else []
        lines.append(",".join(map(str, row.values())))
    return "\n".join([*lines, ""])


def _pair(laws: Laws, draft: LawDraft) -> Pair:
    pair = pair_of(compile_laws(laws), draft.base, draft.name, specialised())
    assert pair.older.whole and pair.newer.whole  # worked out when they are first asked for
    return pair


def main() -> None:
    """Print how long each part takes, the first time and then."""
    gc.disable()
    loaded = load_laws(HOME / "rules")
    assert loaded.laws is not None
    laws = compile_laws(loaded.laws)
    shelf = shelf_of(desk_of(laws, loaded.texts), HOME / "rules")
    gc.freeze()  # as the server does
    gc.set_threshold(100_000)
    gc.enable()
    draft = begin_draft(loaded.laws, loaded.texts, loaded.laws.versions[-1].name, "draft", date(2027, 1, 1))
    assert not isinstance(draft, Text)
    part = part_named(draft, "age.upper")
    assert part is not None
    before = draft.texts[part.path][part.start : part.end]
    assert "value: 55" in before
    took: dict[str, list[tuple[float, float]]] = defaultdict(list)

    def timed(what: str, work: Callable[[], _T]) -> _T:
        clock, spent = time.monotonic(), time.process_time()
        found = work()
        took[what].append((time.monotonic() - clock, time.process_time() - spent))
        return found

    with tempfile.TemporaryDirectory() as folder:
        path, output = Path(folder) / "register.csv", Path(folder) / "decided.parquet"
        path.write_text(register(), encoding="utf-8")
        summary = decide_registers([path], output, laws, Options(trail=True), lambda *_: None, SIZE)
        decided = DecidedRegister(summary, Options(trail=True), "", output, rejects_path(output))
        for age in AGES:
            tried = with_text(draft, part.path, before.replace("value: 55", f"value: {age}"), part)
            read = timed("read", partial(load_draft, shelf, tried)).laws
            assert read is not None
            pair = timed("compiled", partial(_pair, read, draft))
            weighing = Weighing(lambda weighing: None)
            found = timed("weighed", partial(weigh_register, "register.csv", decided, pair, weighing)).impact
            assert found is not None and found.rows == ROWS
            outcomes = sum(group.number for group in found.groups if group.conclusion == shelf.desk.principal)
            print(f"{age}: {found.touched} rows come out differently, {outcomes} in the outcome")
    for what, times in took.items():
        (clock, spent), then = times[0], times[1:]
        clocks, spents = ([one[place] for one in then] for place in (0, 1))
        print(f"{what}: first {clock:.2f} s ({spent:.2f} s of processor time)", end="; ")
        print(f"then {statistics.median(clocks):.2f} s, at most {max(clocks):.2f} ({statistics.median(spents):.2f} s of processor time)")


if __name__ == "__main__":
    main()
