"""The law-coverage page: every provision is encoded by a rule or left out for a stated reason, and the page says so."""

from __future__ import annotations

import engine
from engine.inference import specialised

PROVISIONS = engine.HOME / "docs" / "provisions.yaml"
PAGE = engine.HOME / "docs" / "law-coverage.md"


def test_every_provision_is_accounted_for(laws: engine.Laws) -> None:
    """Each provision is cited by a rule or has a reason, and each citation is on the list."""
    sources: dict[str, str] = {}
    problems: list[engine.Diagnostic] = []
    provisions = engine.load_provisions(PROVISIONS, sources, problems)
    problems += engine.unaccounted(laws, provisions)
    assert not problems, "\n\n".join(engine.render(d, sources, "en") for d in problems)


def test_the_page_is_current(laws: engine.Laws, compiled: engine.CompiledLaws, update_golden: bool) -> None:
    """`docs/law-coverage.md` is what the rules, suites and list of provisions generate."""
    problems: list[engine.Diagnostic] = []
    provisions = engine.load_provisions(PROVISIONS, {}, problems)
    suites = engine.load_suites(engine.HOME / "tests" / "regression", laws, {}, problems)
    assert not problems
    fast = specialised.engine()
    page = engine.coverage_page(laws, provisions, engine.applied_counts(engine.runs_of(case.case, compiled, fast) for _, _, case in suites))
    if update_golden:
        PAGE.write_text(page, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page, "run `make golden` and read the difference"


def test_the_suites_cover_the_law(laws: engine.Laws, compiled: engine.CompiledLaws) -> None:
    """Every rule, exception, override, parameter and condition is shown by the cases, but for the exemptions, none of them idle."""
    folder = engine.HOME / "tests" / "regression"
    sources: dict[str, str] = {}
    problems: list[engine.Diagnostic] = []
    cases = engine.load_suites(folder, laws, sources, problems)
    exemptions = engine.load_exemptions(folder, sources, problems)
    assert not problems
    fast = specialised.engine()
    possible = [case.case for _, _, case in cases if not engine.check_constraints(case.case, laws.vocabulary)]
    conditions = engine.decisive(engine.decided_at_once(compiled, possible), engine.load_laws(engine.HOME / "rules").sources)
    measured = engine.measure((engine.runs_of(case.case, compiled, fast) for _, _, case in cases), compiled)
    items, idle = engine.exempt((*measured, *conditions), exemptions)
    assert not idle, [d.message.en for d in idle]
    assert not [(item.version, item.kind, item.name, item.lacking) for item in items if item.lacking]
