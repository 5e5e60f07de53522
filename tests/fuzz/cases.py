"""Mutated case files: read, judged, decided by two engines, and the trail of what is decided checked."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from engine.canonical import Json
from engine.diagnostics import Diagnostic, Rejected
from engine.inference.constraints import check_constraints
from engine.inference.forward import run as forward
from engine.inference.specialised import engine as specialised
from engine.language.cases import build_case
from engine.language.located import read_tree
from engine.law.crosscheck import first_difference
from engine.law.deciding import decide as decide_
from engine.loading import load_case
from engine.model import Case
from engine.trail.document import document as document_
from engine.trail.steps import build_trail

from .judging import Finding, expect, rendered
from .laws import Law
from .mutations import case_text, encoded

NOT_CROSS_CHECKED: Json = {"made": False, "engines": ["forward"], "reason": "fuzz"}


class Cases:
    """Case files under one law. One in `rarely` of those decided is put to the independent checker, and one in ten read twice."""

    def __init__(self, law: Law, folder: Path, rarely: int) -> None:
        self.law, self.path, self.rarely = law, folder / "case.yaml", rarely
        self.fast = specialised()

    def __call__(self, rng: random.Random) -> str:
        text = case_text(self.law.texts, rng)
        raw = encoded(text, rng) if rng.random() < 0.05 else None
        if raw is not None:
            self.path.write_bytes(raw)
        seed = text if raw is None else raw
        problems: list[Diagnostic] = []
        sources: dict[str, str] = {"case.yaml": text}
        case = self.read(text, raw, sources, problems)
        for problem in problems[:3]:
            rendered(problem, sources, seed, ("nb", "en") if rng.random() < 0.3 else ("en",))
        if rng.random() < 0.05:
            again: list[Diagnostic] = []
            expect(self.read(text, raw, {}, again) == case and again == problems, "read twice, another case", seed)
        if problems or case is None:
            expect(problems, "no case and no problem", seed)
            return "refused"
        nothing_coerced(case, text if raw is None else raw.decode("utf-8-sig"))
        if contradictions := check_constraints(case, self.law.laws.vocabulary):
            for problem in contradictions:
                rendered(problem, sources, seed)
            return "contradiction"
        return self.decide(case, seed, rng.random() * self.rarely < 1)

    def read(self, text: str, raw: bytes | None, sources: dict[str, str], problems: list[Diagnostic]) -> Case | None:
        """Read the case as a file where there is one, and else as its text, which is most of it and much quicker."""
        if raw is not None:
            return load_case(self.path, self.law.laws.vocabulary, self.law.versions, sources, problems)
        tree = read_tree("case.yaml", text, problems)
        return build_case(tree, self.law.laws.vocabulary, self.law.versions, problems, "case") if tree is not None else None

    def decide(self, case: Case, raw: object, checked: bool) -> str:
        """Decide a case with two engines; what they find is the same, and its document passes the checker."""
        try:
            decision = decide_(case, self.law.compiled, forward)
        except Rejected as rejected:
            for problem in rejected.diagnostics:
                rendered(problem, {}, raw)
            return "rejected"
        difference = first_difference(decision, decide_(case, self.law.compiled, self.fast))
        expect(difference is None, "engines differ", (raw, difference))
        if checked:
            document = document_(decision, build_trail(decision), self.law.laws.vocabulary, NOT_CROSS_CHECKED)
            flaw = self.law.check(document)
            expect(flaw is None, "the checker refuses a decision", (raw, flaw))
        return "decided"


def nothing_coerced(case: Case, text: str) -> None:
    """Raise a finding where a number, a day or a word that was read does not stand in the file just so."""
    if "\\" in text:  # an escape spells a value in another way
        return
    for name, fact in case.facts.items():
        value = fact.value
        if fact.origin != "stated" or (not isinstance(value, (int, date)) and value not in _words(name)):
            continue
        spelt = str(value).lower() if isinstance(value, bool) else value.isoformat() if isinstance(value, date) else str(value)
        sign = "[-+]?" if value == 0 else r"\+?"
        if not re.search(rf"(?<![\w.+%-])(?<!\d:){sign}{re.escape(spelt)}(?![\w.:%+-])", text):
            raise Finding("a value that does not stand in the file", (text, name, value))


def _words(name: str) -> Sequence[str]:
    return ("none",) if name.endswith("date") else ()
