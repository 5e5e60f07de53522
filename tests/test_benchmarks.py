"""The measurements compare like with like: every peer gives the same answers, and the made-up laws are what they are said to be."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from benchmarks import planted
from benchmarks.scaling import made_law, register
from benchmarks.seed import check_equal, first_law, seed_cases
from engine.inference import forward
from engine.inference.clauses import compile_version
from engine.law.compiled import CompiledLaws
from engine.law.registers import ERROR, row_decider
from engine.model import Laws


def test_planted_errors_are_found_and_no_others(laws: Laws, compiled: CompiledLaws, tmp_path: Path) -> None:
    """One of each kind among rows whose category is the outcome that their suite states."""
    for name in {name.rpartition("/")[0] for names in planted.KINDS.values() for name in names}:
        (tmp_path / "suites" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(planted.SUITES / f"{name}.yaml", tmp_path / "suites" / f"{name}.yaml")
    register = planted.plant(laws, tmp_path, 150, 5, 1, tmp_path / "suites")
    assert (register.rows, len(register.errors)) == (150, 20)
    found, told = planted.compare(register, compiled, tmp_path / "differ.csv")
    assert told == {id_: (category, outcome) for id_, (_, category, outcome) in register.errors.items()}
    assert (found.counts.decided, found.counts.rejected, found.without) == (150, 0, 0)


def test_the_peers_give_the_same_answers() -> None:
    """On cases of the first source's rules; those that are not installed are left out, as in the run."""
    laws = first_law()
    cases = seed_cases(laws, 60)
    assert len(cases) == 60
    check_equal(laws, cases)
    wrong = [{**facts, "person.nordic_or_eea_citizen": not facts["person.nordic_or_eea_citizen"]} for facts in cases]
    with pytest.raises(AssertionError):
        check_equal(laws, [{**facts, "permit.type": "s99"} for facts in wrong])


@pytest.mark.parametrize("shape", ["fan", "chain"])
def test_the_made_up_laws(shape: str, laws: Laws) -> None:
    """Every rule applies when every fact is true; a chain stops where one is false, and a fan does not."""
    version, vocabulary = made_law(laws, shape, 50)
    program = compile_version(version, vocabulary, list(version.helpers))
    assert len(program.rules) == 50
    facts = dict.fromkeys(vocabulary.facts, True)
    for changed, applying in (({}, {"fan": 50, "chain": 50}), ({"fact.10": False}, {"fan": 48, "chain": 10})):
        _, fired = forward.run(program, facts | changed)[:2]
        heads = {program.clauses[number].head for number in fired}
        assert sum(2 * node.node in heads for node in program.rules.values()) == applying[shape]


def test_the_register_has_no_row_that_is_rejected(laws: Laws, compiled: CompiledLaws) -> None:
    frame = register(laws, 500)
    assert len(frame) == 500 and frame["case"].n_unique() == 500
    assert row_decider(compiled)(frame)[ERROR].null_count() == 500
