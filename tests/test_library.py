"""The library: its page is true, it finds what the command line finds, it refuses what is no case, and any thread may use it."""

from __future__ import annotations

import contextlib
import gc
import io
import json
import re
import subprocess
import sys
import threading
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars
import pyarrow
import pytest
from click.testing import CliRunner

import cli
from engine import library
from engine.commands.console import DECIDED
from engine.home import HOME
from engine.model import Case as Model
from engine.model import Laws, Span

from .random_cases import random_cases

EXAMPLES = sorted((HOME / "examples").glob("*.yaml"))
PAGE = (HOME / "docs" / "library.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def shipped() -> library.Laws:
    """The shipped laws, by the library's door."""
    return library.load()


def test_the_page_is_true(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every example of the page prints what stands below it."""
    monkeypatch.setitem(sys.modules, "hjemmel", library)
    names: dict[str, object] = {}
    examples = re.findall(r"^```python\n(.*?)^```\n\n```text\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert len(examples) == PAGE.count("```python")
    for code, printed in examples:
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            exec(code, names)  # noqa: S102  the page's own example
        assert said.getvalue() == printed, code


def test_the_package_has_these_names_and_no_others() -> None:
    """`import hjemmel` is this library, and a command that uses none of it pays for none of it."""
    code = "import sys, hjemmel; print('yaml' in sys.modules); print(sorted(hjemmel.__all__)); print(hjemmel.load.__module__)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=HOME.parent)
    assert run.stdout.splitlines() == ["False", str(sorted(library.__all__)), "hjemmel.engine.library"]
    assert len(library.__all__) <= 10
    missing = subprocess.run([sys.executable, "-c", "import hjemmel; hjemmel.nothing"], capture_output=True, text=True, check=False)
    assert "AttributeError: module 'hjemmel' has no attribute 'nothing'" in missing.stderr


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_it_finds_what_the_command_line_finds(path: Path, shipped: library.Laws) -> None:
    """A decision is the same document, by whichever door the case comes in."""
    printed = CliRunner().invoke(cli.main, ["evaluate", str(path), "--format", "json"])
    wanted = json.loads(printed.stdout)
    decision = shipped.decide(library.Case.from_yaml(path))
    assert {**decision.to_dict(), "answer": decision.answer()} == wanted
    assert decision.final == (printed.exit_code == DECIDED)
    assert set(decision) == set(wanted["conclusions"])
    stated = {name: fact for name, fact in wanted["facts"].items() if fact["origin"] == "stated"}
    told = {name: {key: fact[key] for key in ("value", "source") if key in fact} for name, fact in stated.items()}
    again = shipped.decide(library.Case.from_dict({"case": wanted["case"], **told}))
    assert again.to_dict()["digest"] == wanted["digest"]


def test_values_are_read_as_what_they_are(shipped: library.Laws) -> None:
    """A day, a number and a word are the same fact as a Python value and as its text; no digit is lost on the way."""
    typed = library.Case.from_dict({"person": {"birth_date": date(1995, 6, 12)}, "work": {"hours_per_week": Decimal("29.95")}})
    plain = library.Case.from_json('{"person.birth_date": "1995-06-12", "work.hours_per_week": 29.95}', name="<dict>")
    floats = library.Case.from_dict({"person.birth_date": "1995-06-12", "work.hours_per_week": 29.95})
    assert len({str(shipped.decide(case, cross_check=False).to_dict()["digest"]) for case in (typed, plain, floats)}) == 1


def test_a_decision_dated_after_the_law_was_read_says_so(shipped: library.Laws) -> None:
    """The last day until which the version that governs was read; a decision of an earlier day says nothing."""
    facts: dict[str, library.Stated] = {"permit.granted_date": date(2026, 1, 20), "permit.type": "s28"}
    days = (date(2026, 3, 1), date(2035, 3, 1))
    early, late = (shipped.decide(library.Case.from_dict({**facts, "programme.decision_date": day})) for day in days)
    assert early.read_until is None
    assert late.read_until is not None and str(late.read_until) == late.to_dict()["read_until"]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"person.birth_date": None}, "empty-value"),
        ({"person.birth_date": "12.06.1995"}, "bad-date"),
        ({"work.hours_per_week": float("nan")}, "bad-number"),
        ({"work.hours_per_week": "30"}, "bad-number"),
        ({"work.hours_per_week": True}, "bad-number"),
        ({"person": 3}, "wrong-shape"),
        ({"programme.right": True}, "unknown-fact"),
        ({"person": {"birth_date": "1995-06-12"}, "person.birth_date": "1995-06-12"}, "stated-twice"),
        ({"person.birth_date": "1995-06-12", "permit.granted_date": "1994-01-01"}, "contradiction"),
        ({"case": "a\u202eb"}, "syntax"),
        ({"case": "\ud800"}, "syntax"),
    ],
)
def test_what_is_no_case_is_rejected_with_its_place(facts: dict[str, library.Stated], code: str, shipped: library.Laws) -> None:
    """Nothing is coerced; each diagnostic says where in the dict it stands."""
    with pytest.raises(library.Rejected) as rejected:
        shipped.decide(library.Case.from_dict(facts))
    assert code in {problem.code for problem in rejected.value.diagnostics}
    assert all(problem.place.file == "<dict>" and problem.place.line >= 1 for problem in rejected.value.diagnostics)


@pytest.mark.parametrize("value", [datetime(2026, 1, 1, 12), b"s28", {1, 2}, object()])  # noqa: DTZ001
def test_a_value_of_another_kind_is_a_mistake_of_the_program(value: object) -> None:
    """What has no form in a case file is refused before anything is read."""
    with pytest.raises(TypeError, match="a case cannot state"):
        library.Case.from_dict({"person.birth_date": value})  # type: ignore[dict-item]


def test_rules_that_are_wrong_are_rejected(tmp_path: Path) -> None:
    """A folder without law is no law."""
    with pytest.raises(library.Rejected) as rejected:
        library.load(tmp_path / "rules")
    assert [problem.code for problem in rejected.value.diagnostics] == ["missing-file"]


@pytest.mark.parametrize("kind", ["polars", "arrow"])
def test_a_frame_is_decided_row_by_row(kind: str, shipped: library.Laws) -> None:
    """What comes back is of the kind that went in, a row for each row in its order, and equals the decision on each case alone."""
    rows: dict[str, list[Any]] = {"case": ["a", "b", "c"], "work.hours_per_week": [32, None, -1], "permit.type": ["s28", "s34", "s28"]}
    if kind == "polars":
        found = shipped.decide_frame(polars.DataFrame(rows))
        assert shipped.decide_frame(polars.DataFrame(rows)[:0]).height == 0
    else:
        told = shipped.decide_frame(pyarrow.table(rows))
        assert isinstance(told, pyarrow.Table)
        found = polars.DataFrame(polars.from_arrow(told))
    assert isinstance(found, polars.DataFrame) and found["case"].to_list() == rows["case"]
    assert [flaws is None for flaws in found["flaws"]] == [True, True, False]
    for row in range(2):
        facts = {name: values[row] for name, values in rows.items() if values[row] is not None}
        decision = shipped.decide(library.Case.from_dict(facts), cross_check=False)
        assert found["programme.outcome"][row] == decision.outcome


def test_any_thread_may_decide(shipped: library.Laws, laws: Laws, random_count: int) -> None:
    """Eight threads at once find what one finds of as many cases, each beginning at another of them."""
    cases = [_stated(case) for case in random_cases(laws, max(40, random_count // 50), 8)]
    alone = [_found(shipped, case, number) for number, case in enumerate(cases)]
    start = threading.Barrier(8)

    def differing(number: int) -> list[int]:
        start.wait()
        first = number * len(cases) // 8
        places = [*range(first, len(cases)), *range(first)]
        return [place for place in places if _found(shipped, cases[place], place) != alone[place]]

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(differing, range(8))) == [[]] * 8


def _stated(case: Model) -> library.Case:
    stated = {name: fact.value for name, fact in case.facts.items() if fact.origin == "stated" and not isinstance(fact.value, Span)}
    return library.Case.from_dict(stated, name=case.id)


def _found(shipped: library.Laws, case: library.Case, number: int) -> object:
    """Return every finding on a case, of one in forty the whole document, or why it is rejected."""
    try:
        decision = shipped.decide(case, cross_check=False)
    except library.Rejected as rejected:
        return rejected.diagnostics
    return {name: decision[name] for name in decision}, decision.to_dict() if number % 40 == 0 else None


def test_any_thread_may_decide_with_the_cross_check(shipped: library.Laws, random_count: int) -> None:
    """The second engine runs in one thread only, whoever calls: eight that call at once get what one gets, checked."""
    cases = [library.Case.from_yaml(path) for path in EXAMPLES]
    alone = [shipped.decide(case).to_dict() for case in cases]
    rounds = max(2, random_count // 500)
    start = threading.Barrier(8)

    def differing(number: int) -> list[str]:
        start.wait()
        places = [(number + index) % len(cases) for index in range(rounds)]
        return [EXAMPLES[place].name for place in places if shipped.decide(cases[place]).to_dict() != alone[place]]

    with ThreadPoolExecutor(8) as threads:
        assert [name for names in threads.map(differing, range(8)) for name in names] == []


def test_memory_does_not_grow(shipped: library.Laws, random_count: int) -> None:
    """A service may decide for months: what a decision needs is given back."""
    case = library.Case.from_yaml(EXAMPLES[0])

    def decide_some(count: int) -> None:
        for number in range(count):
            decision = shipped.decide(case, cross_check=False)
            if number % 20 == 0:
                decision.to_dict()
        gc.collect()

    decide_some(20)
    tracemalloc.start()
    try:
        decide_some(20)
        before, _ = tracemalloc.get_traced_memory()
        decide_some(max(100, random_count // 20))
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after - before < 100_000
