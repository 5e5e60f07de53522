"""The law-coverage page: every provision is encoded by a rule or left out for a stated reason, and the page says so."""

from __future__ import annotations

from engine.checking.provisions import coverage_page, unaccounted
from engine.diagnostics import Diagnostic, render
from engine.home import HOME
from engine.inference import specialised
from engine.inference.constraints import check_constraints
from engine.law.compiled import CompiledLaws
from engine.loading import load_exemptions, load_laws, load_provisions, load_suites
from engine.model import Laws
from engine.suites.coverage import applied_counts, exempt, measure, runs_of
from engine.suites.decisive import decisive
from engine.suites.panel import decided as decided_at_once

PROVISIONS = HOME / "docs" / "provisions.yaml"
PAGE = HOME / "docs" / "law-coverage.md"


def test_every_provision_is_accounted_for(laws: Laws) -> None:
    """Each provision is cited by a rule or has a reason, and each citation is on the list."""
    sources: dict[str, str] = {}
    problems: list[Diagnostic] = []
    provisions = load_provisions(PROVISIONS, sources, problems)
    problems += unaccounted(laws, provisions)
    assert not problems, "\n\n".join(render(d, sources, "en") for d in problems)


def test_the_page_is_current(laws: Laws, compiled: CompiledLaws, update_golden: bool) -> None:
    """`docs/law-coverage.md` is what the rules, suites and list of provisions generate."""
    problems: list[Diagnostic] = []
    provisions = load_provisions(PROVISIONS, {}, problems)
    suites = load_suites(HOME / "tests" / "regression", laws, {}, problems)
    assert not problems
    fast = specialised.engine()
    page = coverage_page(laws, provisions, applied_counts(runs_of(case.case, compiled, fast) for _, _, case in suites))
    if update_golden:
        PAGE.write_text(page, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page, "run `make golden` and read the difference"


def test_the_suites_cover_the_law(laws: Laws, compiled: CompiledLaws) -> None:
    """Every rule, exception, override, parameter and condition is shown by the cases, but for the exemptions, none of them idle."""
    folder = HOME / "tests" / "regression"
    sources: dict[str, str] = {}
    problems: list[Diagnostic] = []
    cases = load_suites(folder, laws, sources, problems)
    exemptions = load_exemptions(folder, sources, problems)
    assert not problems
    fast = specialised.engine()
    possible = [case.case for _, _, case in cases if not check_constraints(case.case, laws.vocabulary)]
    conditions = decisive(decided_at_once(compiled, possible), load_laws(HOME / "rules").sources)
    measured = measure((runs_of(case.case, compiled, fast) for _, _, case in cases), compiled)
    items, idle = exempt((*measured, *conditions), exemptions)
    assert not idle, [d.message.en for d in idle]
    assert not [(item.version, item.kind, item.name, item.lacking) for item in items if item.lacking]
