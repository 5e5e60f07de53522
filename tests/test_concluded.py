"""Comparisons with what rules conclude: numbers and days, on either side, worked by hand and on every engine."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from engine.canonical import Json
from engine.inference import forward, specialised
from engine.inference.literals import negative, positive
from engine.law.compiled import CompiledLaws, compile_laws
from engine.law.crosscheck import engines
from engine.law.deciding import decide
from engine.law.registers import STATUS, row_decider
from engine.model import NONE, Compare, Laws, ParameterRef, Value
from engine.schemas import validator
from engine.suites import panel
from engine.suites.mutants import mutants
from engine.trail.checker import document_checker
from engine.trail.document import document
from engine.trail.steps import build_trail

from .small_laws import small_law, stated
from .test_columns import register_of

NOT_CROSS_CHECKED: Json = {"made": False, "engines": ["forward"], "reason": "test"}
E = date(2020, 6, 1)
D = date(2002, 6, 1)
"""Eighteen years before `E`: the limit is `E` itself."""
LINE = date(2010, 1, 1)

NAMES = ("late", "not_late", "more", "not_more", "among", "within", "one_of", "none_of", "either", "spans")


def written(folder: Path) -> Laws:
    """Return a law that concludes a deadline and a most, and compares with them.

    The deadline is `gone` where there is `b`, else the day of age; the most is five levels, or `n` where there is `c`; the
    last day is one of the law, where there is `a`, by a rule that gives `spare` too.
    """
    compared = {
        "late": "{fact: e, after: deadline}",
        "not_late": "{not: {value: deadline, before: e}}",
        "more": "{fact: m, more_than: most}",
        "not_more": "{value: most, at_least: m}",
        "among": "{value: deadline, in: [e, d]}",
        "within": "{value: most, between: [m, n]}",
        "one_of": "{fact: m, in: [most, n]}",
        "none_of": "{fact: m, not_in: [n, most]}",
        "either": "{fact: e, in: [deadline, d]}",
        "spans": "{value: last, between: [d, e]}",
    }
    gives = [
        ("{not: b}", "{deadline: {value: limit}}"),
        ("{all: [b, a]}", "{deadline: {fact: gone}}"),
        ("{not: c}", "{most: {parameter: five}}"),
        ("{all: [c, a]}", "{most: {fact: n}}"),
        ("a", "{last: {parameter: line}, spare: true}"),
        *((condition, name) for name, condition in compared.items()),
    ]
    conclusions = {"most": "decimal, unit: levels", "last": "date", **dict.fromkeys(("spare", *NAMES), "boolean")}
    parameters = {"line": f"value: {LINE}, unit: date"}
    return small_law(folder, "a", facts={"m": "integer, unit: levels"}, parameters=parameters, conclusions=conclusions, gives=gives)


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> CompiledLaws:
    return compile_laws(written(tmp_path_factory.mktemp("law")))


# What is known, and for each name whether it is met (+), not met (-) or open (?), by hand.
BY_HAND: list[tuple[Mapping[str, Value], str]] = [
    # No b: the deadline is the day of age. It is E itself, so that E is not after it, and is one of E and D.
    ({"b": False, "d": D, "e": E}, "late-  not_late+  among+"),
    ({"b": False, "d": date(2002, 5, 31), "e": E}, "late+  not_late-  among-"),
    ({"b": False, "d": date(2002, 6, 2), "e": E}, "late-  not_late+  among-"),
    ({"b": False, "e": E}, "late?  not_late?  among?"),
    # With b and a it is the day of the event, which is none where there was none: before and after nothing.
    ({"b": True, "a": True, "gone": E, "d": D, "e": E}, "late-  not_late+  among+"),
    ({"b": True, "a": True, "gone": date(2020, 5, 31), "d": D, "e": E}, "late+  not_late-  among-"),
    ({"b": True, "a": True, "gone": NONE, "d": D, "e": E}, "late-  not_late+  among-"),
    # With b and no a there is no deadline.
    ({"b": True, "a": False, "d": D, "e": E}, "late-  not_late+  among-"),
    # Which of the two it is, is not known. Both are before E, and which of them it is is not asked: still open, for nothing settles it.
    ({"a": True, "gone": date(2020, 5, 31), "d": date(2002, 5, 31), "e": E}, "late?  not_late?  among-"),
    # Neither is before E, so that it is not late whichever it is.
    ({"a": True, "gone": E, "d": D, "e": E}, "late-  not_late+  among?"),
    # No c: the most is five.
    ({"c": False, "m": 5, "n": 9}, "more-  not_more+  within+"),
    ({"c": False, "m": 6, "n": 9}, "more+  not_more-  within-"),
    ({"c": False, "m": 4, "n": 4}, "more-  not_more+  within-"),
    ({"c": False, "n": 4}, "more?  not_more?  within-"),
    # With c and a it is n.
    ({"c": True, "a": True, "m": 9, "n": 9}, "more-  not_more+  within+"),
    ({"c": True, "a": True, "m": 10, "n": 9}, "more+  not_more-  within-"),
    # With c and no a there is none, and nothing is more than it or at most it.
    ({"c": True, "a": False, "m": 1, "n": 9}, "more-  not_more-  within-"),
    ({"a": True, "m": 10, "n": 9}, "more?  not_more-  within-"),
    ({"a": True, "m": 5, "n": 5}, "more-  not_more?  within?"),
    # What is equal to one of a list is so without a value of the others, and before it is known which they have.
    ({"c": True, "a": False, "m": 4, "n": 4}, "one_of+  none_of-"),
    ({"c": True, "a": False, "m": 5, "n": 4}, "one_of-  none_of+"),
    ({"c": False, "m": 5, "n": 4}, "one_of+  none_of-"),
    ({"c": False, "m": 5}, "one_of+  none_of-"),
    ({"c": False, "m": 4}, "one_of?  none_of?"),
    ({"a": True, "m": 4, "n": 4}, "one_of+  none_of-"),
    ({"a": True, "m": 3, "n": 4}, "one_of-  none_of+"),
    ({"a": True, "m": 5, "n": 4}, "one_of?  none_of?"),
    ({"d": E, "e": E}, "either+"),
    ({"b": True, "a": False, "d": E, "e": E}, "either+"),
    ({"b": True, "a": False, "d": D, "e": E}, "either-"),
    ({"b": False, "d": D, "e": E}, "either+"),
    # A deadline that is the day of an event which has not happened is not E, and leaves it to the other.
    ({"b": True, "a": True, "gone": NONE, "d": E, "e": E}, "either+"),
    ({"b": True, "a": True, "gone": NONE, "d": D, "e": E}, "either-"),
    ({"b": True, "a": True, "gone": NONE, "e": E}, "either?"),
    # A day of the law lies between two days of the case, both included.
    ({"a": True, "d": D, "e": E}, "spans+"),
    ({"a": True, "d": LINE, "e": LINE}, "spans+"),
    ({"a": True, "d": E, "e": E}, "spans-"),
    ({"a": True, "e": D}, "spans-"),
    ({"a": True, "e": E}, "spans?"),
    ({"a": False, "d": D, "e": E}, "spans-"),
    ({"d": D, "e": E}, "spans?"),
]
STATUSES = {"+": "met", "-": "not_met", "?": "open"}


@pytest.mark.parametrize(("facts", "told"), BY_HAND)
def test_by_hand(facts: dict[str, Value], told: str, compiled: CompiledLaws) -> None:
    """Every engine, the columns of a register, and the checker, by which the document is valid."""
    # What silence says of the event counts where nothing else is said, as in a case file.
    case = stated(**{"gone": NONE, **facts})
    expected = {one[:-1]: STATUSES[one[-1]] for one in told.split()}
    for engine in (*engines().values(), specialised.engine()):
        found = decide(case, compiled, engine).findings
        assert {name: found[name].status for name in expected} == expected
    row = row_decider(compiled)(register_of(compiled.laws.vocabulary, [case])).row(0, named=True)
    assert {name: row[name + STATUS] for name in expected} == expected
    decision = decide(case, compiled, forward.run)
    made = document(decision, build_trail(decision), compiled.laws.vocabulary, NOT_CROSS_CHECKED)
    assert document_checker(compiled.laws)(made) is None
    assert [error.message for error in validator("decision.schema.json").iter_errors(made)] == []


def test_a_day_is_told_in_the_words_of_days(compiled: CompiledLaws) -> None:
    """A day of the law between two others is told of each: the one is on or before it, the other on or after it."""
    tests = [test.condition for _, test in compiled.versions[0].whole.tests]
    told = {(test.op, test.left.name) for test in tests if isinstance(test, Compare) and ParameterRef("line") in test.right}
    assert told == {("on_or_before", "d"), ("on_or_after", "e")}


def test_a_conclusion_that_has_lost_its_rule_has_no_value(compiled: CompiledLaws, tmp_path: Path) -> None:
    """No law that is loaded compares a conclusion of no rule, but a mutant may: for the engines, the columns and the solver alike."""
    laws = written(tmp_path)
    sources = {str(path): path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.yaml")}
    found = mutants(laws.versions[0], laws.vocabulary, sources)
    (lost,) = (one.changed for one in found if one.change.en == "conclusion `last` dropped")
    changed = panel.with_version(compiled, lost)
    case = stated(a=True, d=D, e=E)
    for engine in (*engines().values(), specialised.engine()):
        assert decide(case, changed, engine).findings["spans"].status == "not_met"
    (sheet,), (version,) = panel.decided(changed, [case], specialised.engine()).sheets, changed.versions
    (rule,) = version.whole.conclusions["spans"].rules
    column = panel.truth(version.version.rules[rule].when, version.whole, sheet.whole, sheet.leaves)
    assert column == panel.Column(0, 1)
    decision = decide(case, changed, forward.run)
    made = document(decision, build_trail(decision), changed.laws.vocabulary, NOT_CROSS_CHECKED)
    assert document_checker(changed.laws)(made) is None
    z3 = pytest.importorskip("z3", reason="the package z3-solver is not installed")
    from engine.analysis.witnesses import Asked, Never, conclusion_met

    asked = Asked(changed)
    fails = conclusion_met(asked.wholes[0], "spans", asked.encoder).fails
    assert isinstance(asked.ask([asked.encoder.named(z3.Not(fails))]), Never)


def test_all_cases_at_once_are_decided_alike(compiled: CompiledLaws) -> None:
    """By the columns of mutation testing too, from the conditions as they are written."""
    cases = [stated(**{"gone": NONE, **facts}) for facts, _ in BY_HAND]
    (sheet,) = panel.decided(compiled, cases, specialised.engine()).sheets
    (version,) = compiled.versions
    program, columns = version.whole, sheet.of(version.whole)
    for id_, node in program.rules.items():
        column = panel.rule_column(id_, version.version, program, columns, sheet.leaves)
        for number, case in enumerate(cases):
            held = {program.heads[fired] for fired in forward.run(program, {name: fact.value for name, fact in case.facts.items()}).fired}
            told = (bool(column.holds >> number & 1), bool(column.fails >> number & 1))
            assert told == (positive(node.node) in held, negative(node.node) in held), (id_, case)


def test_each_boundary_is_moved(compiled: CompiledLaws, tmp_path: Path) -> None:
    """Mutation changes the comparisons as those of facts: after to on or after, at least to more than, and either end of between."""
    laws = written(tmp_path)
    sources = {str(path): path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.yaml")}
    changes = {one.change.en for one in mutants(laws.versions[0], laws.vocabulary, sources) if one.kind == "comparison"}
    assert changes >= {"`after` changed to `on_or_after`", "`more_than` changed to `at_least`", "`at_least` changed to `more_than`"}
    assert {"`between` without its lower end itself", "`between` without its upper end itself"} <= changes


@pytest.mark.parametrize("name", NAMES)
def test_a_solver_knows_the_values(name: str, compiled: CompiledLaws) -> None:
    """The formulas of each case by hand say of the comparison what the engine does."""
    z3 = pytest.importorskip("z3", reason="the package z3-solver is not installed")
    from engine.analysis.formulas import Encoder

    encoder = Encoder(compiled.laws)
    formulas = encoder.program(compiled.versions[0].whole)
    met = formulas.program.conclusions[name].met
    assert met is not None
    solver = z3.SolverFor("QF_FD", ctx=encoder.context)
    solver.add(*encoder.asserted)
    for facts, told in BY_HAND:
        sign = next((one[-1] for one in told.split() if one[:-1] == name), None)
        if sign is not None:
            silent: dict[str, Value] = {"gone": NONE, "s": False, "law.forced": False}
            pair, stated_ = formulas.nodes[met], encoder.stated({**silent, **facts})
            expected = {"+": pair.holds, "-": pair.fails, "?": z3.Not(z3.Or(pair.holds, pair.fails))}[sign]
            solver.push()
            solver.add(*encoder.asserted, *stated_, z3.Not(expected))
            assert solver.check() == z3.unsat, (facts, told)
            solver.pop()
