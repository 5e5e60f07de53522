"""Lints: what a rule that adds nothing is, and that leaving it out changes no decision; what is told alike and what is not."""

from __future__ import annotations

import gc
import random
import weakref
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from engine.checking.lints.repeated import meaning
from engine.checking.lints.restated_number import Beside
from engine.checking.lints.shadowed import in_version
from engine.inference import forward
from engine.language.located import read_tree
from engine.law.compiled import compile_laws
from engine.law.deciding import decide
from engine.model import InForce, Laws, LawVersion, Name, ParameterRef, Rule

from .small_laws import small_law, stated


def shadowed(version: LawVersion) -> list[str]:
    """Return the ids of the rules that are told to add nothing."""
    ids = {rule.place: rule.id for rule in version.rules.values()}
    return [ids[lint.diagnostic.place] for lint in in_version(version)]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("a", "a", ["r2"]),
        ("{all: [a, b]}", "{all: [b, {all: [a]}]}", ["r2"]),
        ("{any: [a, b]}", "{any: [b, a]}", ["r2"]),
        ("{all: [a, b]}", "a", ["r1"]),
        ("a", "{all: [a, b]}", ["r2"]),
        ("a", "{any: [a, b]}", ["r1"]),
        ("{any: [a, b, c]}", "{all: [{any: [c, a]}, {not: b}]}", ["r2"]),
        ("{not: {any: [a, b]}}", "{not: a}", ["r1"]),
        ("{not: {not: a}}", "a", ["r2"]),
        ("{all: [a, b]}", "{any: [a, b]}", ["r1"]),
        ("a", "b", []),
        ("{all: [a, b]}", "{all: [a, c]}", []),
        ("{any: [a, b]}", "{any: [a, c]}", []),
        ("{not: {all: [a, b]}}", "{not: {all: [a, b, c]}}", []),
        ("{fact: w, is: x}", "{fact: w, in: [x, y]}", []),
    ],
)
def test_a_rule_that_adds_nothing(first: str, second: str, expected: list[str], tmp_path: Path) -> None:
    """As far as the words show: what follows from values alone is left to the solver."""
    assert shadowed(small_law(tmp_path, first, second).versions[0]) == expected


@pytest.mark.parametrize("change", ["exception", "override", "life", "conclusion", "is overridden"])
def test_what_makes_a_rule_another(change: str, tmp_path: Path) -> None:
    """Of two rules with one condition neither is needless where the one that stays would apply less, conclude less or override less."""
    version = small_law(tmp_path, "a", "a", "b").versions[0]
    one, two, three = (version.rules[f"r{number}"] for number in (1, 2, 3))
    assert shadowed(version) == ["r2"]

    def changed(first: Rule, second: Rule, third: Rule = three) -> list[str]:
        return shadowed(replace(version, rules={rule.id: rule for rule in (first, second, third)}))

    life = InForce(Name("d"), ParameterRef("commencement"), None)
    match change:
        case "exception":
            assert changed(replace(one, unless=(three.when,)), two) == ["r1"]
        case "override":
            assert changed(one, replace(two, overrides=("r3",))) == ["r1"]
            assert changed(one, replace(two, overrides=("r1",))) == ["r1"]
        case "life":
            assert changed(replace(one, in_force=life), two) == ["r1"]
            assert changed(one, replace(two, in_force=life)) == ["r2"]
        case "conclusion":
            assert changed(one, replace(two, then=(*two.then, ("deadline", Name("d"))))) == ["r1"]
            assert changed(replace(one, then=(("deadline", Name("d")),)), two) == []
        case _:
            assert changed(one, two, replace(three, overrides=("r1",))) == ["r1"]


def random_condition(chance: random.Random, depth: int = 2) -> str:
    kind = chance.choice(["name", "name", "not", "all", "any"]) if depth else "name"
    if kind == "name":
        return chance.choice("abc")
    if kind == "not":
        return f"{{not: {random_condition(chance, depth - 1)}}}"
    return f"{{{kind}: [{', '.join(random_condition(chance, depth - 1) for _ in range(2))}]}}"


def test_without_what_adds_nothing_every_case_is_decided_alike(tmp_path: Path, random_count: int) -> None:
    """Random rules, and every case of three facts that are true, false or unknown."""
    chance, found = random.Random(26), 0
    for number in range(max(40, random_count // 20)):
        laws = small_law(tmp_path / str(number), *(random_condition(chance) for _ in range(3)))
        (version,) = laws.versions
        needless = shadowed(version)
        if not needless:
            continue
        found += 1
        less = replace(version, rules={id_: rule for id_, rule in version.rules.items() if id_ not in needless})
        both = [compile_laws(one) for one in (laws, replace(laws, versions=(less,)))]
        for values in product((True, False, None), repeat=3):
            case = stated(**{name: value for name, value in zip("abc", values, strict=True) if value is not None})
            one, two = (decide(case, compiled, forward.run).findings["q"].status for compiled in both)
            assert one == two, (number, values)
    assert found >= 10


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("{fact: w, in: [x, y]}", "{in: [y, x], fact: w}", True),
        ("{all: [a, {all: [b, c]}]}", "{all: [c, b, a]}", True),
        ("{any: [a]}", "a", True),
        ("{not: {not: {not: a}}}", "{not: a}", True),
        ("{fact: n, at_least: {parameter: five}}", "{fact: n, at_most: {parameter: five}}", False),
        ("{fact: n, between: [a, b]}", "{fact: n, between: [b, a]}", False),
        ("{all: [a, b]}", "{any: [a, b]}", False),
        ("{all: [a, {any: [b, c]}]}", "{all: [a, b, c]}", False),
    ],
)
def test_what_says_the_same(one: str, other: str, alike: bool) -> None:
    """Whatever the order and the nesting; the order counts where it means something."""
    trees = [read_tree("f", text, []) for text in (one, other)]
    assert trees[0] is not None and trees[1] is not None
    assert (meaning(trees[0]) == meaning(trees[1])) is alike


def test_what_a_check_found_goes_with_the_check(laws: Laws) -> None:
    """A language server makes one check for each change that is typed; no version of the law may be kept by it."""
    beside = Beside(laws.versions[0])
    assert beside.of_rule(next(iter(laws.versions[0].rules))) is not None
    kept = weakref.ref(beside)
    del beside
    gc.collect()
    assert kept() is None
