"""The same decision through the page, the interface, the library and the command: the same document, byte for byte."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from cli import main
from engine import library
from engine.canonical import plain
from engine.diagnostics import Rejected
from engine.home import HOME
from engine.law.compiled import CompiledLaws
from engine.loading import load_laws
from engine.model import Laws
from engine.trail.document import document
from engine.workbench.bench import Bench
from engine.workbench.case_page import saved_case, tried_case
from engine.workbench.desk import Desk, desk_of
from engine.workbench.folder import CaseFolder
from engine.workbench.guard import Keys
from engine.workbench.law_page import shelf_of

from .conftest import PLAIN_COUNT
from .random_cases import random_cases
from .test_workbench_api import PORT, Program

IN_A_PLAIN_RUN = 3
AT_A_TIME = 100


def written(told: object, indent: int | None = None) -> str:
    """Return a document as a text, its keys in their own order."""
    return json.dumps(told, ensure_ascii=False, indent=indent)


def by_page(desk: Desk, text: str) -> str:
    """Return the decision on what stands in the form of a case, typed anew."""
    tried = tried_case(desk, saved_case(desk, text, "case.json", "nn").sheet, "case.json", "nn")
    assert tried.wrong == ()
    decided = desk.decide(tried.text, "case.json")
    return written(document(decided.decision, decided.trail, desk.vocabulary, decided.cross_check))


def test_four_ways(compiled: CompiledLaws, laws: Laws, tmp_path: Path, random_count: int) -> None:
    """Of random cases, as many as are drawn with `--random-cases`; what one refuses, all refuse."""
    number = random_count if random_count > PLAIN_COUNT else IN_A_PLAIN_RUN
    desk = desk_of(compiled, load_laws(HOME / "rules").texts)
    bench = Bench(desk, shelf_of(desk, HOME / "rules"), CaseFolder(tmp_path), None, Keys(), PORT, ["nn"])
    program, loaded = Program(bench), library.Laws(compiled, ())
    waiting: dict[Path, str] = {}
    equal = 0

    def by_command() -> None:
        """Decide what is waiting as one command."""
        run = CliRunner().invoke(main, ["evaluate", *map(str, waiting), "--format", "json"])
        printed = json.loads(run.stdout)
        for one, expected in zip(printed if len(waiting) > 1 else [printed], waiting.values(), strict=True):
            one.pop("answer")
            assert written(one) == expected, one["case"]
        for path in waiting:
            path.unlink()
        waiting.clear()

    for at, case in enumerate(random_cases(laws, number, seed=15 if number == IN_A_PLAIN_RUN else 1500, missing=0.3)):
        text = json.dumps({"case": case.id} | {name: plain(fact.value) for name, fact in case.facts.items() if fact.origin == "stated"})
        answered = program.post("/api/decisions", text.encode())
        if answered.status_code != 200:
            with pytest.raises(Rejected):
                loaded.decide(library.Case.from_json(text))
            with pytest.raises((Rejected, AssertionError)):
                by_page(desk, text)
            continue
        decided = loaded.decide(library.Case.from_json(text)).to_dict()
        assert written(decided, 2) == answered.text.rstrip("\n"), text
        told = written(decided)
        assert by_page(desk, text) == told, text
        path = tmp_path / f"{at}.json"
        path.write_text(text, encoding="utf-8")
        waiting[path] = told
        equal += 1
        if len(waiting) == AT_A_TIME:
            by_command()
            click.echo(f"{at + 1} cases: {equal} told alike in four ways, {at + 1 - equal} refused by all")  # shown with -s
    if waiting:
        by_command()
    click.echo(f"{number} cases: {equal} told alike in four ways, {number - equal} refused by all")
    assert equal >= number // 2
