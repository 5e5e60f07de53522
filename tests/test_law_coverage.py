"""The law-coverage page: every provision is encoded by a rule or left out for a stated reason, and the page says so."""

from __future__ import annotations

import pytest

from engine.checking.statute import coverage_page, find_unaccounted
from engine.diagnostics import Diagnostic, render
from engine.home import HOME
from engine.inference import specialised
from engine.inference.constraints import check_constraints
from engine.language.exemptions import Exemption
from engine.law.compiled import CompiledLaws
from engine.loading import load_exemptions, load_laws, load_statute, load_suites
from engine.model import Holds, Laws
from engine.suites.coverage import applied_counts, exempt, measure, runs_of
from engine.suites.decisive import CONDITION_NEEDS, decisive
from engine.suites.panel import decided as decided_at_once
from engine.suites.places import Texts, atoms_of
from engine.walking import fold, parts, replaced

PAGE = HOME / "docs" / "law-coverage.md"


def test_every_provision_is_accounted_for(laws: Laws) -> None:
    """Each provision is encoded by a rule or has a reason, and each rule and each finding that it cites is in the table."""
    sources: dict[str, str] = {}
    problems: list[Diagnostic] = []
    statute = load_statute(HOME / "rules", sources, problems)
    assert statute is not None
    problems += find_unaccounted(laws, statute)
    assert not problems, "\n\n".join(render(d, sources, "en") for d in problems)


def test_the_page_is_current(laws: Laws, compiled: CompiledLaws, update_golden: bool) -> None:
    """`docs/law-coverage.md` is what the rules, suites and the table of the statute generate."""
    problems: list[Diagnostic] = []
    statute = load_statute(HOME / "rules", {}, problems)
    suites = load_suites(HOME / "tests" / "regression", laws, {}, problems)
    assert statute is not None and not problems
    fast = specialised.engine()
    page = coverage_page(laws, statute, applied_counts(runs_of(case.case, compiled, fast) for _, _, case in suites))
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
    conditions = decisive(decided_at_once(compiled, possible, fast), load_laws(HOME / "rules").sources)
    measured = measure((runs_of(case.case, compiled, fast) for _, _, case in cases), compiled)
    items, idle = exempt((*measured, *conditions), exemptions)
    assert not idle, [d.message.en for d in idle]
    bad = [(item.version, item.kind, item.name, item.lacking) for item in items if item.lacking]
    assert not bad, "\n".join(map(str, bad))


def test_what_no_case_can_show_is_proved(compiled: CompiledLaws) -> None:
    """The solver finds no case in which an exempt condition decides so, or an exempt rule fails to apply."""
    pytest.importorskip("z3", reason="the package z3-solver is not installed")
    from z3 import And, Or

    from engine.analysis.truths import FormulaPair, Formulas
    from engine.analysis.witnesses import Asked, Never, topics_of
    from engine.checking.flaws.parts import truth_of

    asked, texts, here = Asked(compiled), Texts(load_laws(HOME / "rules").sources), Holds("")
    encoder, numbers = asked.encoder, {each.version.name: number for number, each in enumerate(compiled.versions)}

    def shown(exemption: Exemption, lacking: str, formulas: Formulas, number: int) -> bool:
        """Return whether a case that the version decides may show what is said to be lacking."""
        rule_id, _, condition = exemption.name.partition(", condition ")
        node, version = formulas.program.rules[rule_id], compiled.versions[number].version
        choosing = formulas is asked.choices[number]
        decides = encoder.true if choosing else asked.decided(number, topics_of(compiled.versions[number], [node.node]))
        if not condition:
            return not isinstance(asked.ask([decides, formulas.nodes[node.node].fails]), Never)
        atom = tuple(atoms_of(node.rule, texts))[int(condition) - 1]

        def applies(given: FormulaPair) -> FormulaPair:
            """Return when the rule applies if the condition, where it stands, is as given."""
            premises = []
            for part in parts(node.rule):
                own = (part.role, part.number) == (atom.part, atom.number)
                whole = replaced(part.condition, atom.way, here) if own else part.condition
                truth = fold(whole, lambda leaf: given if leaf is here else truth_of(formulas, leaf, asked), encoder.join)
                premises.append(truth.opposite() if part.role == "unless" else truth)
            special = [id_ for id_, rule in version.rules.items() if rule_id in rule.overrides and id_ in formulas.program.rules]
            return encoder.join.every([*premises, *(formulas.nodes[formulas.program.rules[id_].node].opposite() for id_ in special)])

        held, failed = applies(FormulaPair(encoder.true, encoder.false)), applies(FormulaPair(encoder.false, encoder.true))
        decisive = encoder.named(Or(And(held.holds, failed.fails), And(held.fails, failed.holds)))
        itself = truth_of(formulas, atom.leaf, asked)
        so = encoder.named(itself.holds if lacking == CONDITION_NEEDS[0] else itself.fails)
        return not isinstance(asked.ask([decides, decisive, so]), Never)

    questions = [
        (exemption, lacking, formulas, numbers[exemption.version])
        for exemption in load_exemptions(HOME / "tests" / "regression", {}, [])
        for lacking in exemption.lacking
        if lacking in ("does not apply", *CONDITION_NEEDS)
        for formulas in (asked.choices[numbers[exemption.version]], asked.wholes[numbers[exemption.version]])
        if exemption.name.partition(", condition ")[0] in formulas.program.rules
    ]
    assert len(questions) > 50
    assert [(e.version, e.name, lacking) for e, lacking, formulas, number in questions if shown(e, lacking, formulas, number)] == []
