"""What the page of a case costs where little is known, in processor time and in process: `python -m benchmarks.pages [FILE]`.

Complete cases in all their parts, and cases into which one fact after the other is typed: each request is one page or one form. With a
file every page is written there, so that those of two versions of the program can be compared, the tokens of their forms aside.
"""

from __future__ import annotations

import gc
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

import httpx

from engine.home import HOME
from engine.law.compiled import compile_laws
from engine.loading import load_laws
from engine.workbench.bench import Bench, read_templates
from engine.workbench.case_page import TABS
from engine.workbench.desk import desk_of
from engine.workbench.folder import CaseFolder
from engine.workbench.guard import Keys
from engine.workbench.law_page import shelf_of
from engine.workbench.sheet import FACT
from tests.test_workbench import PORT, Browser, Form

COMPLETE: Final = ("facts-missing", "refugee-2024", "refugee-2026", "refusal-2026")

ORDER: Final = (
    ("person.birth_date", "15.03.1990"),
    ("permit.granted_date", "10.02.2026"),
    ("permit.type", "s28"),
    ("programme.decision_date", "01.04.2026"),
    ("residence.start_date", "20.02.2026"),
    ("settlement.by_agreement", "yes"),
)
"""What is typed into a new case, one after the other."""

ALONE: Final = (
    ("work.hours_per_week", "10"),
    ("permit.type", "s38_1"),
    ("programme.decision_date", "01.04.2026"),
    ("person.norwegian_citizen", "no"),
    ("settlement.date", "01.03.2025"),
    ("goal.final", "work"),
    ("programme.begun", "no"),
    ("person.birth_date", "15.03.1960"),
)
"""What is typed into a new case of its own each."""


class Measuring:
    """The requests that were made: how many milliseconds each took, and the page that it gave."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.took: dict[str, float] = {}
        self.pages: dict[str, str] = {}

    def ask(self, what: str, request: Callable[[], httpx.Response]) -> None:
        """Make a request and take down what it took."""
        spent = time.process_time()
        found = request()
        self.took[what] = (time.process_time() - spent) * 1000
        assert found.status_code in (200, 303), (what, found.status_code)
        self.pages[what] = found.text

    def show(self, case: str, *tabs: str, after: str = "") -> None:
        """Load parts of the page of a case."""
        for tab in tabs:
            self.ask(f"{case}{after}: {tab}", partial(self.browser.get, f"/case/{case}.yaml?tab={tab}"))

    def begin(self, case: str) -> None:
        """Make a case of which nothing is known."""
        fields = Form(self.browser.get("/").text).fields
        self.ask(f"{case}: made", lambda: self.browser.post("/cases", {**fields, "case": case}))

    def type(self, case: str, fact: str, value: str) -> None:
        """Type a fact into a case and load its page."""
        fields = {**Form(self.browser.get(f"/case/{case}.yaml").text).fields, FACT + fact: value}
        self.ask(f"{case}, {fact}: typed", lambda: self.browser.post(f"/case/{case}.yaml", fields))
        self.show(case, "answer", after=f", {fact}")


def main(file: str | None = None) -> None:
    """Print the figures."""
    gc.disable()
    loaded = load_laws(HOME / "rules", language="nn")
    assert loaded.laws is not None
    desk = desk_of(compile_laws(loaded.laws), loaded.texts)
    gc.freeze()  # as the server does
    gc.set_threshold(100_000)
    gc.enable()
    with tempfile.TemporaryDirectory() as folder:
        for name in COMPLETE:
            (Path(folder) / f"{name}.yaml").write_bytes((HOME / "examples" / f"{name}.yaml").read_bytes())
        bench = Bench(desk, shelf_of(desk, HOME / "rules"), CaseFolder(Path(folder)), Path(folder) / "log.db", Keys(), PORT, ["nb"])
        read_templates()
        for work_out in (desk.answer, desk.turning_silences):
            work_out("case: 1\n", "1.yaml")
        measured = Measuring(Browser(bench))
        _ask(measured)
    times = sorted(measured.took.values())
    high = times[int(len(times) * 0.95)]
    over = [sum(time > most for time in times) for most in (100, 300)]
    print(f"{len(times)} requests: median {statistics.median(times):.0f} ms, 95 of 100 at most {high:.0f}, the slowest {times[-1]:.0f}")
    print(f"over 100 ms: {over[0]}; over 300 ms: {over[1]}")
    for what, took in sorted(measured.took.items(), key=lambda item: -item[1])[:20]:
        print(f"{took:6.0f}  {what}")
    if file is not None:
        pages = {what: page.replace(bench.keys.form, "") for what, page in measured.pages.items()}
        Path(file).write_text(json.dumps(pages, ensure_ascii=False, indent=1), encoding="utf-8")


def _ask(measured: Measuring) -> None:
    for name in COMPLETE:
        measured.show(name, *TABS)
    measured.begin("new")
    measured.show("new", *TABS)
    for fact, value in ORDER:
        measured.type("new", fact, value)
        measured.show("new", "why", "change", "letter", after=f", {fact}")
    for number, (fact, value) in enumerate(ALONE):
        measured.begin(f"alone-{number}")
        measured.show(f"alone-{number}", "answer")
        measured.type(f"alone-{number}", fact, value)
        measured.show(f"alone-{number}", "why", "change", after=f", {fact}")
    rng = random.Random(5)
    for number in range(5):
        measured.begin(f"some-{number}")
        for fact, value in rng.sample(ORDER + ALONE, 4):
            measured.type(f"some-{number}", fact, value)
    for fact, value in (("work.hours_per_week", "32"), ("person.birth_date", "15.03.1960")):
        measured.type("refugee-2026", fact, value)


if __name__ == "__main__":
    main(*sys.argv[1:])
