"""What the solver finds in the whole law as it is, and that what it calls idle is; seeded defects are in test_defects."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from engine.diagnostics import Rejected
from engine.home import HOME
from engine.inference.specialised import engine as specialised
from engine.law.compiled import CompiledLaws, compile_laws
from engine.law.deciding import decide
from engine.loading import laws_from_texts, load_laws
from engine.model import Allowance, Laws

from .made_up_law import hjemmel, lay_out, standing_in
from .random_cases import random_cases
from .seeded import Texts, defects, shipped_texts

pytest.importorskip("z3", reason="the package z3-solver is not installed")

from engine.analysis.equivalence import first_difference_of
from engine.analysis.witnesses import Asked
from engine.checking.findings import find_flaws
from engine.checking.flaws.search import ShownFlaw

# ---------------------------------------------------------------- what is idle changes no case


def test_what_is_idle_changes_no_case(laws: Laws, compiled: CompiledLaws, random_count: int) -> None:
    """The laws with every idle condition, exception and override decide as without them: random cases, and proved."""
    texts: Texts = shipped_texts()
    for defect in defects("solver.yaml"):
        if defect.code.startswith("idle-"):
            texts = defect.made(texts)
    loaded = laws_from_texts(texts)
    assert loaded.laws is not None
    changed, fast = compile_laws(loaded.laws), specialised()
    decided = 0
    for case in random_cases(laws, max(500, random_count // 10), seed=51, missing=0):
        try:
            one, two = (decide(case, some, fast).findings for some in (compiled, changed))
        except Rejected:
            continue
        decided += 1
        for name, finding in one.items():
            if {"open"}.isdisjoint({finding.status, two[name].status}):
                assert finding == two[name], (case.id, name)
    assert decided > 100
    assert first_difference_of(Asked(compiled), changed) is None


# ---------------------------------------------------------------- the command


def test_the_shipped_folders(tmp_path: Path) -> None:
    """Nothing is told: what the law says twice is allowed where it stands, with a reason."""
    with standing_in(HOME):
        result = hjemmel("check", "--solver", "--witnesses", str(tmp_path / "cases"), "--format", "json")
    assert result.code == 0, result.stderr
    assert json.loads(result.stdout) == {"errors": 0, "warnings": 0, "diagnostics": [], "more": {}}
    assert list((tmp_path / "cases").iterdir()) == []


def test_witnesses_need_the_solver(tmp_path: Path) -> None:
    """And they are written to a new folder."""
    with standing_in(HOME):
        assert hjemmel("check", "--witnesses", str(tmp_path / "cases")).code == 2
    assert not (tmp_path / "cases").exists()


# ---------------------------------------------------------------- allowances, limits, order


def test_allowances_and_limits_on_a_small_law(tmp_path: Path) -> None:
    """What a rule allows is left out, an allowance for nothing is told, and a search that is given up says so."""
    lay_out(tmp_path)
    loaded = load_laws(tmp_path / "rules")
    assert loaded.laws is not None
    compiled = compile_laws(loaded.laws)
    plain = find_flaws(compiled, loaded.sources)
    assert plain == find_flaws(compiled, loaded.sources)
    given_up = find_flaws(compiled, loaded.sources, steps=1)
    assert "not-settled" in {finding.diagnostic.code for finding in given_up}
    rule = next(iter(loaded.laws.versions[0].rules.values()))
    allowing = replace(rule, allows=(Allowance("seam-gap", "No reason.", rule.place),))
    version = replace(loaded.laws.versions[0], rules={**loaded.laws.versions[0].rules, rule.id: allowing})
    allowed = compile_laws(replace(loaded.laws, versions=(version, *loaded.laws.versions[1:])))
    (idle,) = set(codes(find_flaws(allowed, loaded.sources))) - set(codes(plain))
    assert idle == ("idle-allowance", rule.id)


def codes(found: Iterable[ShownFlaw]) -> list[tuple[str, str]]:
    return [(finding.diagnostic.code, finding.rule) for finding in found]
