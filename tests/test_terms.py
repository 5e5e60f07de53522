"""The closed table of the language: what its rows imply of each other, and that the type checker lists what a new word lacks."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from engine.home import HOME
from engine.loading import load_laws
from engine.model import Compare, Language, Name, ParameterRef
from engine.rendering.wording import Seen, imperative, terms_of
from engine.rendering.wording import test_words as told
from engine.terms.comparisons import COMPARISONS, Comparison, asks_whether_one_of, beside, negation, relation_of, twin
from engine.terms.meaning import Relation
from engine.terms.operations import OPERATIONS
from engine.terms.types import ValueType

from .small_laws import small_law

NEGATIONS: dict[Comparison, Comparison] = {
    "is": "is_not",
    "in": "not_in",
    "at_least": "less_than",
    "more_than": "at_most",
    "before": "on_or_after",
    "after": "on_or_before",
}
NEIGHBOURS: dict[Comparison, Comparison] = {
    "at_least": "more_than",
    "at_most": "less_than",
    "before": "on_or_before",
    "after": "on_or_after",
}
TWINS: dict[Comparison, Comparison] = {
    "more_than": "after",
    "less_than": "before",
    "at_least": "on_or_after",
    "at_most": "on_or_before",
}


def test_every_word_is_one_row() -> None:
    assert [*COMPARISONS] == [*get_args(Comparison)]
    assert len({row.verb for row in COMPARISONS.values()}) == len(COMPARISONS)
    assert len({row.words for row in OPERATIONS.values()}) == len(OPERATIONS)
    elsewhere = [word for row in COMPARISONS.values() for word in row.also] + [word for row in OPERATIONS.values() for word in row.also]
    assert len(set(elsewhere)) == len(elsewhere)
    assert not {*elsewhere} & {*COMPARISONS, *OPERATIONS}


def test_negations() -> None:
    both = NEGATIONS | {other: op for op, other in NEGATIONS.items()}
    assert {op: negation(op) for op in COMPARISONS} == {op: both.get(op) for op in COMPARISONS}


@pytest.mark.parametrize("op", COMPARISONS)
def test_what_differs_on_the_boundary_alone(op: Comparison) -> None:
    """Of `between` each end is left out by itself; what is equal or one of a list has no boundary."""
    both = NEIGHBOURS | {other: one for one, other in NEIGHBOURS.items()}
    type_: ValueType = "date" if COMPARISONS[op].types == ("date",) else "integer"
    found = [ops for _, ops in beside(op, type_)]
    if op == "between":
        assert found == [("more_than", "at_most"), ("at_least", "less_than")]
        assert [ops for _, ops in beside(op, "date")] == [("after", "on_or_before"), ("on_or_after", "before")]
    else:
        assert found == ([(both[op],)] if op in both else [])


def test_twins_of_dates_and_numbers() -> None:
    for number, date in TWINS.items():
        assert (twin(number, "date"), twin(date, "integer"), twin(date, "ordinal")) == (date, number, number)
    for op in COMPARISONS.keys() - {*TWINS, *TWINS.values()}:
        assert twin(op, "date") is None


def test_orders_and_lists() -> None:
    orders: dict[Comparison, Relation] = {"at_least": ">=", "more_than": ">", "at_most": "<=", "less_than": "<"}
    orders |= {TWINS[op]: relation for op, relation in orders.items()}
    assert {op: relation_of(op) for op in COMPARISONS} == {op: orders.get(op) for op in COMPARISONS}
    one_of = {"is": True, "in": True, "is_not": False, "not_in": False}
    assert {op: asks_whether_one_of(op) for op in COMPARISONS} == {op: one_of.get(op) for op in COMPARISONS}


@pytest.mark.parametrize("op", COMPARISONS)
def test_every_comparison_can_be_told(op: Comparison, tmp_path: Path) -> None:
    """Of parameters, held and failed, known and unknown, in both languages."""
    laws = small_law(tmp_path, "{fact: n, at_least: {parameter: five}}")
    test = Compare(op, Name("n"), (ParameterRef("five"), ParameterRef("five"))[: 1 if COMPARISONS[op].sides == "one" else 2])
    for lang in get_args(Language):
        terms = terms_of(lang, laws.vocabulary, laws.versions[0])
        said = {told(terms, test, holds, Seen(values, {})) for holds in (True, False) for values in ({"n": 5}, {})}
        assert len(said) == 4
        assert all("5" in words for words in said)


ENGINES = {"analysis/formulas.py", *(f"inference/{name}.py" for name in ("evaluating", "spans", "specialised", "columns"))}
ADDED: dict[str, tuple[str, str, str, set[str]]] = {
    "near": (
        "terms/comparisons.py",
        '    "on_or_after",\n]',
        '    "on_or_after",\n    "near",\n]',
        {"terms/comparisons.py", "inference/conditions.py"},
    ),
    "power": (
        "terms/operations.py",
        '    "rounded_up",\n]',
        '    "rounded_up",\n    "power",\n]',
        {"terms/operations.py", "inference/conditions.py"},
    ),
    "money": ("terms/types.py", '"version"]', '"version", "money"]', {"terms/types.py"}),
    "Nearly": (
        "terms/meaning.py",
        "Primitive = Equal | Ordered\n",
        "class Nearly(NamedTuple):\n    side: int\n\n\nPrimitive = Equal | Ordered | Nearly\n",
        {"terms/meaning.py", *ENGINES},
    ),
    "Power": ("terms/meaning.py", "Operated = ", "class Power:\n    pass\n\n\nOperated = Power | ", ENGINES),
}
"""For each new word or primitive: where it is entered, and the modules that must then say what it means."""


def test_the_type_checker_lists_what_a_new_word_lacks(tmp_path: Path) -> None:
    """A word without a row, and a primitive that some engine does not carry out, are errors before anything runs."""
    copy = tmp_path / "engine"
    shutil.copytree(HOME / "engine", copy, ignore=shutil.ignore_patterns("__pycache__"))
    for file, old, new, _ in ADDED.values():
        text = (copy / file).read_text(encoding="utf-8")
        assert text.count(old) == 1
        (copy / file).write_text(text.replace(old, new), encoding="utf-8")
    shutil.copy(HOME / "pyproject.toml", tmp_path)
    looked_at = sorted({f"engine/{name}" for *_, lacking in ADDED.values() for name in lacking})
    command = [sys.executable, "-m", "mypy", "--no-incremental", *looked_at]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False).stdout
    errors = [line for line in said.splitlines() if '"assert_never"' in line]
    for word, (*_, lacking) in ADDED.items():
        assert {line.split(":")[0].removeprefix("engine/") for line in errors if word in line} == lacking, said


@pytest.mark.parametrize(
    ("lang", "words", "said"),
    [
        ("nb", "avgjøre om plikten gjelder.", "avgjør om plikten gjelder."),
        ("nb", "fastsette siste dag.", "fastsett siste dag."),
        ("nb", "ta stilling til om plikten gjelder.", "ta stilling til om plikten gjelder."),
        ("nb", "se etter.", "se etter."),
        ("nn", "avgjere om plikta gjeld.", "avgjer om plikta gjeld."),
        ("nn", "klarleggje når plikta gjeld.", "klarlegg når plikta gjeld."),
        ("nn", "fastsetje siste dagen.", "fastset siste dagen."),
        ("en", "decide whether the duty applies.", "decide whether the duty applies."),
    ],
)
def test_what_somebody_must_do_is_said_as_a_request(lang: Language, words: str, said: str) -> None:
    assert imperative(lang, words) == said


@pytest.mark.parametrize(
    ("lang", "lead", "verbs"),
    [
        ("nb", "En saksbehandler må ", "avgjør avklar bekreft fastsett klarlegg kontroller sørg ta undersøk vurder"),
        ("nn", "Ein saksbehandlar må ", "avgjer avklar fastset klarlegg kontroller stadfest syt ta undersøk vurder"),
    ],
)
def test_every_review_asks_in_a_form_that_its_verb_has(lang: Language, lead: str, verbs: str) -> None:
    """The last sentence of each says what there is to do, and its verb has the imperative of the dictionaries."""
    laws = load_laws(HOME / "rules", language=lang).laws
    assert laws is not None
    texts = [one.text for name, one in laws.vocabulary.conclusions.items() if name.startswith("review.") and one.text is not None]
    tasks = [((text.nn if lang == "nn" else text.nb) or "").rpartition(". ")[2] for text in texts]
    assert not [task for task in tasks if not task.startswith(lead)]
    assert {imperative(lang, task.removeprefix(lead)).partition(" ")[0] for task in tasks} == {*verbs.split()}
