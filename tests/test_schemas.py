"""The schemas accept what the loader accepts and reject what it rejects, so that an editor says what `hjemmel check` says."""

from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator

from engine.checking.case_schema import case_schema
from engine.diagnostics import Diagnostic, render
from engine.home import HOME
from engine.inference.clauses import Role
from engine.inference.forward import run as forward
from engine.language.cases import assume, build_case
from engine.language.core_values import core_value, plain_values
from engine.language.located import Tree, read_tree
from engine.language.suites import build_suite
from engine.language.vocabulary import build_vocabulary
from engine.law.compiled import CompiledLaws
from engine.law.deciding import decide
from engine.loading import load_laws, load_suites
from engine.model import Laws, Status
from engine.schemas import SCHEMAS, check_schemas, validate, validator
from engine.terms.comparisons import COMPARISONS
from engine.terms.operations import OPERATIONS
from engine.terms.types import CONCLUDED, STATED
from engine.terms.types import row_of as type_row
from engine.terms.units import UNITS
from engine.trail.document import document as document_
from engine.trail.steps import StepKind, build_trail

from . import schema_fragments as fragments

NAMES = sorted(path.name for path in SCHEMAS.glob("*.json"))
HAND_WRITTEN = [name for name in NAMES if name != "case.schema.json"]
REGRESSION = sorted((HOME / "tests" / "regression").glob("*/*.yaml"))
CASE_FILES = sorted((HOME / "examples").glob("*.yaml")) + sorted((HOME / "tests" / "golden").glob("*.yaml"))

VOCABULARY = """\
topics:
  one: {label: {nb: En, en: One}, law: law.one}
facts:
  law.forced: {type: boolean, given: true, label: {nb: Valgt, en: Chosen}, question: {nb: Valgt?, en: Chosen?}, source: program}
  person.born: {type: date, label: {nb: Født, en: Born}, question: {nb: Når?, en: When?}, source: "§ 1"}
  person.left: {type: date, if_absent: none, label: {nb: Dro, en: Left}, question: {nb: Når?, en: When?}, source: "§ 1"}
  person.citizen: {type: boolean, label: {nb: Borger, en: Citizen}, question: {nb: Borger?, en: Citizen?}, source: "§ 1"}
  work.hours:
    type: decimal
    unit: hours per week
    minimum: 0
    maximum: 168
    label: {nb: Timer, en: Hours}
    question: {nb: Timer?, en: Hours?}
    source: "§ 1"
  work.days: {type: integer, unit: days, minimum: 1, label: {nb: D, en: D}, question: {nb: D, en: D}, source: "§ 1"}
  permit.type:
    type: enum
    values: {s28: {nb: a, en: a}, s34: {nb: b, en: b}}
    label: {nb: T, en: P}
    question: {nb: T?, en: P?}
    source: "§ 1"
  permit.before:
    type: enum
    values: {never: {nb: c, en: c}}
    values_of: permit.type
    label: {nb: F, en: B}
    question: {nb: F?, en: B?}
    source: "§ 1"
  language.level:
    type: ordinal
    values: {a1: {nb: a, en: a}, a2: {nb: b, en: b}}
    label: {nb: N, en: L}
    question: {nb: N?, en: L?}
    source: "§ 1"
conclusions:
  law.one: {type: version, topic: one, label: {nb: Lov, en: Law}}
  programme.outcome:
    {type: enum, values: {right: {nb: rett, en: right}}, topic: one, principal: true, label: {nb: Utfall, en: Outcome}}
  programme.right: {type: boolean, topic: one, label: {nb: Rett, en: Right}}
  programme.level: {type: ordinal, values_of: language.level, topic: one, label: {nb: Nivå, en: Level}}
  programme.deadline: {type: date, topic: one, label: {nb: Frist, en: Deadline}}
  programme.hours: {type: decimal, unit: hours per week, topic: one, label: {nb: Timer, en: Hours}}
  review.look: {type: boolean, topic: one, label: {nb: Se, en: Look}, text: {nb: Se., en: Look.}}
constraints:
  - {id: left-before-birth, never: {fact: person.left, before: person.born}, text: {nb: Nei, en: No}}
"""
LAW = """\
version: "2026"
title: {nb: Loven, en: The law}
effective_from: 2026-01-01
successor: none
policies: {month_end: last_day, leap_day_birthday: first_of_march}
acts:
  an_act:
    id: LOV-1
    title: {nb: Lov om noe, en: Act on something}
    short: {nb: loven, en: the Act}
    address: "https://example.org/§{section}"
    consolidated: 2026-07-28
amended_by: []
"""
GOVERNS = """\
title: {nb: Lovvalg, en: Choice of law}
parameters:
  start: {value: 2026-01-01, unit: date, source: {act: an_act, section: "§ 9"}}
rules:
  - id: governs-one
    title: {nb: Gjelder, en: Governs}
    source: {act: an_act, section: "§ 9"}
    when: {fact: person.born, before: {parameter: start}}
    then: governs.one
"""
RULES = """\
topic: one
title: {nb: Regler, en: Rules}
parameters:
  limit.hours: {value: 37.5, unit: hours per week, source: {act: an_act, section: "§ 1", ledd: 1, punktum: 2, letter: a}}
  limit.age: {value: 18, unit: years, source: {act: an_act, section: "§ 1", provision: N-1}}
  limit.completed: {value: 18, unit: years, source: {act: an_act, section: "§ 1", provision: [N-1, N-2]}}
  limit.level: {value: a2, unit: level, source: {act: an_act, section: "§ 1"}}
  last.day: {value: 2030-12-31, unit: date, source: {act: an_act, section: "§ 2"}}
derived:
  age.day: {label: {nb: Dag, en: Day}, add: [person.born, {parameter: limit.age}]}
  age.years: {label: {nb: Alder, en: Age}, years_between: [person.born, {earliest: [person.left, {parameter: last.day}]}]}
  hours.twice: {label: {nb: Timer, en: Hours}, sum: [work.hours, {fact: work.hours}]}
conclusions:
  helper.adult: {type: boolean, label: {nb: Voksen, en: Adult}}
  helper.kind: {type: enum, values: {first: {nb: f, en: f}}, label: {nb: Slag, en: Kind}}
  helper.permit: {type: enum, values_of: permit.before, label: {nb: Slag, en: Kind}}
subjects:
  review.look: {not: person.citizen}
rules:
  - id: one-1-adult
    title: {nb: Voksen, en: Adult}
    source: {act: an_act, section: "§ 1", ledd: 1}
    when:
      all:
        - {value: age.years, at_least: {parameter: limit.completed}}
        - any:
            - {fact: permit.type, in: [s28, s34]}
            - {fact: language.level, at_least: {parameter: limit.level}}
            - {fact: language.level, between: [a1, a2]}
        - not: {fact: person.left, is_not: none}
    unless: [person.citizen, {value: helper.kind, is_not: first}]
    in_force: {on: person.born, from: {parameter: start}, to: {parameter: last.day}}
    then: helper.adult
    note: "A reading: open."
  - id: one-2-kind
    title: {nb: Slag, en: Kind}
    source: {act: an_act, section: "§ 1"}
    when: {fact: work.hours, less_than: {parameter: limit.hours}}
    then: {helper.kind: first, helper.permit: never}
  - id: one-3-outcome
    title: {nb: Utfall, en: Outcome}
    source: {act: an_act, section: "§ 1"}
    when: {all: [helper.adult, {value: hours.twice, more_than: work.hours}, {fact: permit.type, is: s28}]}
    then:
      programme.outcome: right
      programme.right: true
      programme.deadline: {value: age.day}
      programme.hours: {parameter: limit.hours}
  - id: one-4-special
    title: {nb: Særregel, en: Special rule}
    source: {act: an_act, section: "§ 1"}
    when: {fact: person.born, on_or_after: age.day}
    overrides: [one-3-outcome]
    then: review.look
"""
SUITE = """\
- id: first
  about: plain
  case:
    case: x
    law: auto
    person: {birth_date: 1990-01-01, norwegian_citizen: {value: false, source: folkeregisteret}}
    work.hours_per_week: 37.5
    parental_guidance: {sessions: 8, form: group}
    permit: {type: s28, granted_date: unknown}
  expect: {programme.right: true, programme.outcome: open, programme.deadline: 2026-01-01, law.target_group: "2026"}
  reviews: [sunset_rule]
  because: [int-8-1-age, {not: int-8-1-first-ledd}]
  cites: ["§ 1"]
- id: second
  about: changed
  like: first
  but: {programme.end_date: none, work.hours_per_week: {value: unknown}}
  expect: {programme.right: not_applicable}
- id: third
  about: an error
  like: second
  but: {programme.end_date: 2026-02-01}
  rejected: end before start
"""
CASE = """\
case: x
law: "2026"
person: {birth_date: 1990-01-01, norwegian_citizen: {value: false, source: folkeregisteret}}
work.hours_per_week: 37.5
parental_guidance: {sessions: 8, form: group}
permit: {type: s28, granted_date: unknown, previous_type: {value: none}}
programme: {end_date: none, claim_date: {value: 2026-01-01, source: brev}}
"""
FILES = {"vocabulary.yaml": VOCABULARY, "2026/law.yaml": LAW, "2026/governs.yaml": GOVERNS, "2026/target.yaml": RULES}
KINDS = {
    "vocabulary.yaml": "vocabulary.schema.json",
    "2026/law.yaml": "law.schema.json",
    "2026/governs.yaml": "governs.schema.json",
    "2026/target.yaml": "rules.schema.json",
    "suite.yaml": "suite.schema.json",
    "case.yaml": "case.schema.json",
}
TEXTS = {**FILES, "suite.yaml": SUITE, "case.yaml": CASE}


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A small law that uses every construct once, in files."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def tree_of(text: str) -> Tree:
    problems: list[Diagnostic] = []
    tree = read_tree("test", text, problems)
    assert tree is not None, problems
    assert not problems, problems
    return tree


def loader_rejects(folder: Path, laws: Laws, name: str, text: str) -> list[Diagnostic]:
    """Return the errors of the loader where a file holds `text`: one of the small law, or a suite or case of the shipped law."""
    problems: list[Diagnostic] = []
    if name == "suite.yaml":
        build_suite(tree_of(text), laws.vocabulary, ["2026"], problems)
    elif name == "case.yaml":
        build_case(tree_of(text), laws.vocabulary, ["2026"], problems)
    else:
        (folder / name).write_text(text, encoding="utf-8")
        problems += load_laws(folder).diagnostics
        (folder / name).write_text(FILES[name], encoding="utf-8")
    return [problem for problem in problems if problem.level == "error"]


def shown(problems: list[Diagnostic]) -> str:
    return "\n\n".join(render(problem, {}, "en") for problem in problems)


# ---------------------------------------------------------------- the schemas themselves


@pytest.mark.parametrize("name", NAMES)
def test_every_schema_is_valid(name: str) -> None:
    Draft202012Validator.check_schema(json.loads((SCHEMAS / name).read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", HAND_WRITTEN)
def test_every_property_has_a_description(name: str) -> None:
    def missing(schema: Any, path: str) -> Iterator[str]:
        if isinstance(schema, list):
            for number, item in enumerate(schema):
                yield from missing(item, f"{path}/{number}")
        elif isinstance(schema, dict):
            for key, inner in schema.items():
                if key in ("properties", "$defs"):
                    for name_, property_ in inner.items():
                        if "description" not in property_ and not (key == "$defs" and "$comment" in property_):
                            yield f"{path}/{name_}"
                        yield from missing(property_, f"{path}/{name_}")
                # These only restrict properties that are described elsewhere.
                elif key not in ("if", "then", "else", "not", "allOf"):
                    yield from missing(inner, f"{path}/{key}")

    assert list(missing(json.loads((SCHEMAS / name).read_text(encoding="utf-8")), name)) == []


def test_the_case_schema_is_the_one_generated_from_the_vocabulary(laws: Laws, update_golden: bool) -> None:
    text = json.dumps(case_schema(laws.vocabulary), ensure_ascii=False, indent=2) + "\n"
    if update_golden:
        (SCHEMAS / "case.schema.json").write_text(text, encoding="utf-8")
    assert (SCHEMAS / "case.schema.json").read_text(encoding="utf-8") == text


def test_the_tables_of_the_schemas_are_those_of_the_language() -> None:
    rules, common, vocabulary = (
        json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))["$defs"] for name in ("rules", "common", "vocabulary")
    )
    assert set(rules["condition"]["properties"]) == {*COMPARISONS, "all", "any", "not", "fact", "value"}
    assert set(rules["derived"]["properties"]) == {*OPERATIONS, "label"}
    assert {item["const"]: item["description"] for item in common["unit"]["anyOf"][1:]} == {u: row.described for u, row in UNITS.items()}
    assert {item["const"]: item["description"] for item in common["type"]["oneOf"]} == {t: type_row(t).described for t in STATED}
    decision = json.loads((SCHEMAS / "decision.schema.json").read_text(encoding="utf-8"))["$defs"]
    assert {item["const"] for item in decision["premise"]["properties"]["role"]["oneOf"]} == set(get_args(Role))
    assert {item["const"] for item in decision["step"]["properties"]["kind"]["oneOf"]} == set(get_args(StepKind))
    assert {item["const"] for item in decision["conclusion"]["properties"]["status"]["oneOf"]} == set(get_args(Status))
    assert {*decision["test"]["properties"]} == {*COMPARISONS, "fact", "value", "known"}
    assert {*decision["expression"]["properties"]} == {*OPERATIONS, "fact", "value", "parameter", "unit", "values", "until"}
    assert {item["const"] for item in vocabulary["conclusion"]["properties"]["type"]["oneOf"]} == set(CONCLUDED)


@pytest.mark.parametrize(
    ("schema", "part", "properties"),
    [
        ("rules", "condition", fragments.conditions_of_rules()),
        ("rules", "derived", fragments.operations_of_rules()),
        ("rules", "date_operand", fragments.operations_of_rules("date")),
        ("rules", "number_operand", fragments.operations_of_rules("integer", "decimal")),
        ("decision", "test", fragments.tests_of_decisions()),
        ("decision", "expression", fragments.operations_of_decisions()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_the_schemas_say_of_the_language_is_written_from_its_tables(
    schema: str, part: str, properties: Mapping[str, fragments.Fragment], update_golden: bool
) -> None:
    path = SCHEMAS / f"{schema}.schema.json"
    text = path.read_text(encoding="utf-8")
    if update_golden:
        path.write_text(with_properties(text, part, properties), encoding="utf-8")
    written = json.loads(path.read_text(encoding="utf-8"))["$defs"][part]["properties"]
    assert {name: written.get(name) for name in properties} == properties


def with_properties(text: str, part: str, properties: Mapping[str, fragments.Fragment]) -> str:
    """Return a schema in which a part has the properties of a table behind its own, each on a line or with its keys below it."""
    start = text.index('"properties": {\n', text.index(f'    "{part}": {{\n', text.index('"$defs": {\n'))) + len('"properties": {\n')
    end = text.index("\n      }", start)
    entries = re.findall(r'^        "(\w+)": (\{(?:.*\}|\n(?:          .*\n)*        \}))', text[start:end], re.MULTILINE)
    own = {name: body for name, body in entries if name not in {*COMPARISONS, *OPERATIONS}}
    tabled = {name: json.dumps(fragment, ensure_ascii=False) for name, fragment in properties.items()}
    for name, fragment in properties.items():
        if "items" in fragment:
            lines = (f'          "{key}": {json.dumps(value, ensure_ascii=False)}' for key, value in fragment.items())
            tabled[name] = "{\n" + ",\n".join(lines) + "\n        }"
    return text[:start] + ",\n".join(f'        "{name}": {body}' for name, body in {**own, **tabled}.items()) + text[end:]


# ---------------------------------------------------------------- what is shipped


def test_every_shipped_rule_file_is_accepted() -> None:
    assert check_schemas(HOME / "rules") == []


@pytest.mark.parametrize("path", REGRESSION, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_regression_suite_is_accepted(path: Path) -> None:
    assert not (found := validate(tree_of(path.read_text(encoding="utf-8")), "suite.schema.json")), shown(found)


@pytest.mark.parametrize("path", CASE_FILES, ids=lambda path: path.stem)
def test_every_shipped_case_is_accepted(path: Path) -> None:
    assert not (found := validate(tree_of(path.read_text(encoding="utf-8")), "case.schema.json")), shown(found)


def test_the_first_line_of_every_shipped_file_names_a_schema_that_accepts_it() -> None:
    files = [*(HOME / "rules").rglob("*.yaml"), *REGRESSION, *CASE_FILES]
    for path in files:
        first = path.read_text(encoding="utf-8").partition("\n")[0]
        if "$schema=" in first:
            schema = (path.parent / first.partition("$schema=")[2].strip()).resolve()
            assert schema.parent == SCHEMAS, f"{path} names a schema elsewhere: {schema}"
            found = validate(tree_of(path.read_text(encoding="utf-8")), schema.name)
            assert not found, f"{path}\n{shown(found)}"


# ---------------------------------------------------------------- schema and loader agree


def test_the_small_law_is_accepted_by_both(small: Path, laws: Laws) -> None:
    assert not (found := [p for p in load_laws(small).diagnostics if p.level == "error"]), shown(found)
    assert not (found := check_schemas(small)), shown(found)
    for name, text in TEXTS.items():
        assert not (found := loader_rejects(small, laws, name, text)), shown(found)
        assert not (found := validate(tree_of(text), KINDS[name])), shown(found)


BROKEN = [
    # file, what is there, what is written instead, a word of the message
    ("vocabulary.yaml", "topics:", "topic:", "`topic`"),
    ("vocabulary.yaml", "person.born: {type: date, label", "person.born: {type: day, label", "`day`"),
    ("vocabulary.yaml", "label: {nb: Født, en: Born}", "label: {nb: Født}", "`en`"),
    ("vocabulary.yaml", "question: {nb: Timer?, en: Hours?}", "asked: {nb: Timer?, en: Hours?}", "`asked`"),
    ("vocabulary.yaml", "unit: hours per week, topic", "unit: hour per week, topic", "`hour per week`"),
    ("vocabulary.yaml", "minimum: 0\n    maximum", 'minimum: "0"\n    maximum', "`0` is a text"),
    ("vocabulary.yaml", "if_absent: none", "if_absent: unknown", "`unknown`"),
    ("vocabulary.yaml", "if_absent: none", "minimum: 1", "mapping"),
    ("vocabulary.yaml", "values: {a1:", "values: {unknown:", "`unknown`"),
    ("vocabulary.yaml", "{type: date, if_absent: none", "{type: boolean, if_absent: none", "`boolean`"),
    ("vocabulary.yaml", "person.citizen: {type: boolean,", "person.citizen: {type: boolean, if_absent: false,", "`absent_reason`"),
    (
        "vocabulary.yaml",
        "person.citizen: {type: boolean,",
        "person.citizen: {type: boolean, absent_reason: {nb: Ny., en: New.},",
        "mapping",
    ),
    ("vocabulary.yaml", "{type: date, if_absent: none", "{type: date, if_absent: false, absent_reason: {nb: N, en: N}", "`date`"),
    ("vocabulary.yaml", "given: true, label", "given: true, if_absent: false, absent_reason: {nb: N, en: N}, label", "mapping"),
    ("vocabulary.yaml", "values: {s28: {nb: a, en: a}, s34: {nb: b, en: b}}", "minimum: 1", "`values` is missing"),
    ("vocabulary.yaml", "programme.right: {type: boolean,", "programme.right: {type: boolean, values: {a: {nb: a, en: a}},", "mapping"),
    ("vocabulary.yaml", "programme.right: {type: boolean,", "programme.right: {type: boolean, values_of: permit.type,", "mapping"),
    ("vocabulary.yaml", "values_of: language.level,", "values_of: language.level, values: {c: {nb: c, en: c}},", "mapping"),
    ("vocabulary.yaml", "values_of: language.level", "values_of: [language.level]", "text"),
    ("vocabulary.yaml", ", text: {nb: Se., en: Look.}", "", "`text` is missing"),
    ("vocabulary.yaml", "person.citizen: {type", "Person.citizen: {type", "`Person.citizen`"),
    ("vocabulary.yaml", "principal: true", "principal: yes", "`yes` is a text"),
    ("vocabulary.yaml", "person.citizen: {type: boolean,", "person.citizen: {type: boolean, given: true,", "`true`"),
    ("2026/law.yaml", "effective_from: 2026-01-01", "effective_from: 01.01.2026", "`01.01.2026`"),
    ("2026/law.yaml", "consolidated: 2026-07-28", "consolidated: 2026-02-30", "`2026-02-30`"),
    ("2026/law.yaml", "month_end: last_day", "month_end: next_day", "`next_day`"),
    ("2026/law.yaml", "amended_by: []\n", "", "`amended_by` is missing"),
    ("2026/law.yaml", "amended_by: []", "amended_by: [{act: lov, in_force: 2026-01-01, section: a}]", "`text` is missing"),
    ("2026/governs.yaml", "title: {nb: L", "topic: one\ntitle: {nb: L", "`topic`"),
    ("2026/target.yaml", "topic: one\n", "", "`topic` is missing"),
    ("2026/target.yaml", "value: 37.5,", 'value: "37.5",', "`37.5` is a text"),
    ("2026/target.yaml", "limit.age: {value: 18,", "limit.age: 18\n  limit.old: {value: 18,", "`18` is a whole number"),
    ("2026/target.yaml", "{value: 18, unit: years", "{value: 18.5, unit: years", "`18.5`"),
    ("2026/target.yaml", "value: 2030-12-31", "value: 2030", "`2030`"),
    ("2026/target.yaml", "value: 2030-12-31", "value: 2430-12-31", "`2430-12-31`"),
    ("2026/target.yaml", "ledd: 1, punktum", "ledd: 0, punktum", "`0`"),
    ("2026/target.yaml", "ledd: 1, punktum", "ledd: first, punktum", "`first` is a text"),
    ("2026/target.yaml", "add: [person.born, {parameter: limit.age}]", "add: [person.born, 18]", "`18` is a whole number"),
    ("2026/target.yaml", "add: [person.born, {parameter: limit.age}]", "plus: [person.born, {parameter: limit.age}]", "`plus`"),
    ("2026/target.yaml", "sum: [work.hours, {fact: work.hours}]", "sum: [work.hours]", "list"),
    ("2026/target.yaml", "{earliest: [person.left, {parameter: last.day}]}", "{sum: [person.left, {parameter: last.day}]}", "`sum`"),
    ("2026/target.yaml", "helper.adult: {type", "review.adult: {type", "`review.adult`"),
    ("2026/target.yaml", "id: one-1-adult", "id: One_1", "`One_1`"),
    ("2026/target.yaml", "when: {fact: work.hours,", "if: {fact: work.hours,", "`if`"),
    ("2026/target.yaml", "less_than: {parameter: limit.hours}", "less_than: 37.5", "`37.5` is a number"),
    ("2026/target.yaml", "less_than: {parameter: limit.hours}", "under: {parameter: limit.hours}", "`under`"),
    ("2026/target.yaml", "{fact: work.hours, less_than", "{fact: work.hours, at_least: work.hours, less_than", "mapping"),
    ("2026/target.yaml", "{fact: work.hours, less_than", "{less_than", "mapping"),
    ("2026/target.yaml", "on_or_after: age.day", "on_or_after: 2026-01-01", "`2026-01-01`"),
    ("2026/target.yaml", "in: [s28, s34]", "in: []", "list"),
    ("2026/target.yaml", "between: [a1, a2]", "between: [a1, a2, a2]", "list"),
    ("2026/target.yaml", "is: s28}]}", "is: true}]}", "`true`"),
    ("2026/target.yaml", "{all: [helper.adult,", "{any: [helper.adult], all: [helper.adult,", "mapping"),
    ("2026/target.yaml", "unless: [person.citizen, {value: helper.kind, is_not: first}]", "unless: person.citizen", "`person.citizen`"),
    ("2026/target.yaml", ", from: {parameter: start}, to: {parameter: last.day}}", "}", "mapping"),
    ("2026/target.yaml", "from: {parameter: start}", "from: 2026-01-01", "`2026-01-01`"),
    ("2026/target.yaml", "programme.right: true", "programme.right: false", "`false`"),
    ("2026/target.yaml", "programme.hours: {parameter: limit.hours}", "programme.hours: 37.5", "`37.5`"),
    ("2026/target.yaml", "then: review.look", "then: governs.one", "`governs.one`"),
    ("2026/target.yaml", "then: review.look", "then: [review.look]", "list"),
    ("2026/target.yaml", "then: review.look", "then: {}", "mapping"),
    ("2026/target.yaml", "  review.look: {not: person.citizen}", "  governs.one: {not: person.citizen}", "`governs.one`"),
    ("2026/target.yaml", "  review.look: {not: person.citizen}", "  review.look: [person.citizen]", "list"),
    ("2026/target.yaml", 'note: "A reading: open."', "note:", "nothing"),
    ("suite.yaml", "about: plain", "About: plain", "`About`"),
    ("suite.yaml", "  like: first\n", "", "`like` is missing"),
    ("suite.yaml", "  like: first\n", "  like: first\n  case: {}\n", "mapping"),
    ("suite.yaml", "  rejected: end before start", "", "`expect` is missing"),
    ("suite.yaml", "  rejected: end before start", "  rejected: end\n  expect: {programme.right: true}", "mapping"),
    ("suite.yaml", "{not: int-8-1-first-ledd}", "{never: int-8-1-first-ledd}", "`never`"),
    ("suite.yaml", "expect: {programme.right: not_applicable}", "expect: {}", "mapping"),
    ("case.yaml", "birth_date: 1990-01-01", "birthdate: 1990-01-01", "`birthdate`"),
    ("case.yaml", "birth_date: 1990-01-01", "birth_date: 1.1.1990", "`1.1.1990`"),
    ("case.yaml", "birth_date: 1990-01-01", "birth_date: 1790-01-01", "`1790-01-01`"),
    ("case.yaml", "birth_date: 1990-01-01", "birth_date: none", "`none`"),
    ("case.yaml", "{value: false, source: folkeregisteret}", "{value: no, source: folkeregisteret}", "`no`"),
    ("case.yaml", "{value: false, source: folkeregisteret}", "{source: folkeregisteret}", "`value` is missing"),
    ("case.yaml", "37.5", "169", "`169`"),
    ("case.yaml", "37.5", "37,5", "`37,5`"),
    ("case.yaml", "sessions: 8", "sessions: 8.5", "`8.5`"),
    ("case.yaml", "type: s28,", "type: s29,", "`s29`"),
    ("case.yaml", "work.hours_per_week: 37.5", "law.forced: true", "`law.forced`"),
    ("case.yaml", "person: {birth_date: 1990-01-01, norwegian_citizen: {value: false, source: folkeregisteret}}", "person: 1", "`1`"),
]


@pytest.mark.parametrize(("name", "good", "bad", "word"), BROKEN, ids=lambda value: value.splitlines()[0][:40] if value else "-")
def test_a_mistake_is_rejected_by_both(small: Path, laws: Laws, name: str, good: str, bad: str, word: str) -> None:
    assert TEXTS[name].count(good) >= 1
    text = TEXTS[name].replace(good, bad, 1)
    assert loader_rejects(small, laws, name, text)
    found = validate(tree_of(text), KINDS[name])
    assert [p for p in found if word in p.message.en], shown(found)
    assert {p.code for p in found} == {"schema"}
    assert all(p.why and p.fix for p in found)


def test_the_place_is_that_of_the_mistake(small: Path) -> None:
    text = RULES.replace("less_than: {parameter: limit.hours}", "less_than: 37.5").replace("    overrides:", "    overides:")
    (small / "2026" / "target.yaml").write_text(text, encoding="utf-8")
    lines = text.splitlines()
    found = [
        (p.place.file.endswith("2026/target.yaml"), lines[p.place.line - 1][p.place.column - 1 :][: p.place.length], p.fix.en)
        for p in check_schemas(small)
    ]
    assert [(right_file, marked) for right_file, marked, _ in found] == [(True, "37.5"), (True, "overides")]
    assert "declare a parameter" in found[0][2]
    assert "did you mean `overrides`?" in found[1][2]


def test_a_file_that_cannot_be_read_is_left_to_the_loader(small: Path) -> None:
    (small / "2026" / "target.yaml").write_text("rules: [", encoding="utf-8")
    (small / "2026" / "broken.yaml").write_bytes(b"\xff\xfe\xff")
    assert check_schemas(small) == []
    assert check_schemas(small / "nowhere") == []


ACCEPTED = [
    ("2026/law.yaml", 'version: "2026"', "version: 2026"),
    ("2026/law.yaml", "id: LOV-1", "id: 12"),
    ("2026/target.yaml", "punktum: 2", 'punktum: "2"'),
    ("2026/target.yaml", "ledd: 1, punktum", "ledd: +1, punktum"),
    ("2026/target.yaml", "provision: N-1}", "provision: []}"),
    ("2026/target.yaml", "provision: N-1}", "provision: 12}"),
    ("2026/target.yaml", "value: 37.5,", "value: +37.50,"),
    ("2026/target.yaml", "{value: 18, unit: years", "{value: 18.0, unit: years"),
    ("2026/target.yaml", "id: one-4-special", "id: 4"),
    ("2026/target.yaml", "unless: [person.citizen, {value: helper.kind, is_not: first}]", "unless: []"),
    ("2026/target.yaml", "overrides: [one-3-outcome]", "overrides: []"),
    ("2026/target.yaml", "programme.deadline: {value: age.day}", "programme.deadline: {fact: person.born}"),
    ("2026/target.yaml", "more_than: work.hours", "more_than: {fact: work.hours}"),
    ("2026/target.yaml", "in_force: {on: person.born,", "in_force: {on: {fact: person.born},"),
    ("2026/target.yaml", "then: review.look", "then: {review.look: true}"),
    ("2026/target.yaml", 'note: "A reading: open."', "note: 2026"),
    ("vocabulary.yaml", "source: program", "source: true"),
    ("vocabulary.yaml", "given: true", "given: false"),
    ("suite.yaml", "law: auto", "law: 2026"),
    ("suite.yaml", "reviews: [sunset_rule]", "reviews: []"),
    ("suite.yaml", "but: {programme.end_date: none, work.hours_per_week: {value: unknown}}", "but: {}"),
    ("suite.yaml", 'law.target_group: "2026"', "law.target_group: 2026"),
]


@pytest.mark.parametrize(("name", "usual", "unusual"), ACCEPTED, ids=lambda value: value.splitlines()[0][:40])
def test_an_unusual_spelling_is_accepted_by_both(small: Path, laws: Laws, name: str, usual: str, unusual: str) -> None:
    assert usual in TEXTS[name]
    text = TEXTS[name].replace(usual, unusual, 1)
    assert not (found := loader_rejects(small, laws, name, text)), shown(found)
    assert not (found := validate(tree_of(text), KINDS[name])), shown(found)


def test_small_changes_are_judged_alike(small: Path, laws: Laws, random_count: int) -> None:
    """Whatever the schema rejects the loader rejects; and where the loader finds the structure wrong, so does the schema.

    There are some 6 000 small changes; `--random-cases 200000` tries them all.
    """
    structural = {
        "unknown-key",
        "missing-key",
        "wrong-shape",
        "empty-value",
        "bad-boolean",
        "bad-date",
        "bad-number",
        "bad-name",
        "unknown-unit",
        "several-operators",
        "missing-operator",
        "unknown-operator",
    }
    every = [(name, changed) for name, text in TEXTS.items() for changed in changes(plain_values(tree_of(text)))]
    assert len(every) > 5000
    for name, changed in random.Random(2026).sample(every, min(len(every), random_count // 20)):
        # JSON is YAML too, and tells texts from numbers as the changed values do; but these words mean something without quotes only.
        text = re.sub('"(unknown|open|not_applicable)"', r"\1", json.dumps(changed, ensure_ascii=False, indent=1))
        loader = loader_rejects(small, laws, name, text)
        schema = validate(tree_of(text), KINDS[name])
        # An empty group in a suite, as in `but: {law: {}}`, is nothing once the names are flat.
        assert loader or not schema or (name == "suite.yaml" and "{}" in text), f"the schema alone rejects\n{text}\n{shown(schema)}"
        # What may be expected of a conclusion depends on its type, which the schema of suites does not know.
        by_type = {"bad-boolean", "bad-date", "bad-number"} if name == "suite.yaml" else set()
        if (structural - by_type) & {problem.code for problem in loader}:
            assert schema, f"the loader alone rejects\n{text}\n{shown(loader)}"


REPLACEMENTS: tuple[Any, ...] = ("Xx", "2026-01-01", 7, 7.5, False, True, None, [], {}, "")


def changes(value: Any) -> Iterator[Any]:
    """Yield copies of a value with one part replaced, wrapped, left out or misspelt."""
    for replacement in REPLACEMENTS:
        if replacement != value or type(replacement) is not type(value):
            yield replacement
    yield [value]
    yield {"x": value}
    if isinstance(value, dict):
        for key in value:
            rest = {k: v for k, v in value.items() if k != key}
            yield rest
            yield {**rest, f"{key}x": value[key]}
            for inner in changes(value[key]):
                yield {**value, key: inner}
        yield {**value, "extra": "x"}
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield value[:number] + value[number + 1 :]
            for inner in changes(item):
                yield [*value[:number], inner, *value[number + 1 :]]


# ---------------------------------------------------------------- the schema of cases


def test_the_case_schema_knows_every_kind_of_fact() -> None:
    text = """\
facts:
  a.b.flag: {type: boolean, label: {nb: J, en: Y}, question: {nb: J?, en: Y?}, source: x}
  a.b.grade:
    type: ordinal
    values: {1: {nb: en, en: one}, two: {nb: to, en: two}}
    label: {nb: K, en: G}
    question: {nb: K?, en: G?}
    source: x
  a.remark: {type: text, label: {nb: M, en: R}, question: {nb: M?, en: R?}, source: x}
  count: {type: integer, maximum: 3, label: {nb: A, en: C}, question: {nb: A?, en: C?}, source: x}
"""
    problems: list[Diagnostic] = []
    vocabulary = build_vocabulary({"v.yaml": tree_of(text)}, problems)
    assert not problems, shown(problems)
    schema = Draft202012Validator(case_schema(vocabulary))
    good = [
        "a: {b: {flag: true}}",
        "a.b: {flag: true}",
        "a: {b.flag: unknown}",
        "a.b.flag: {value: false, source: x}",
        "a.b.grade: 1",
        'a.b.grade: "1"',
        "a: {b: {grade: two}}",
        "a.remark: free text",
        "a.remark: 12",
        "count: 3",
        "count: -3",
        "a: {}",
        "law: auto",
    ]
    bad = [
        "a.b.flag: yes",
        "a.b.flag: {value: [true]}",
        "a.b.grade: three",
        "a: {b: 1}",
        "a.remark:",
        "count: 4",
        "count: 1.5",
        "c: 1",
        "a: {flag: true}",
        "a.b.flag: {source: x}",
        "case: []",
        "a: {b: {flag: {value: true, note: x}}}",
        "[]",
        "x",
    ]
    for case in [*good, *bad]:
        problems = []
        build_case(tree_of(case), vocabulary, ["2026"], problems)
        assert (not problems) == (case in good), case
        assert schema.is_valid(plain_values(tree_of(case))) == (case in good), case


def test_the_case_schema_tells_each_fact_in_both_languages(laws: Laws) -> None:
    schema: Any = case_schema(laws.vocabulary)
    for fact in laws.vocabulary.facts.values():
        if fact.given:
            assert fact.name not in schema["properties"]
            continue
        shown_ = schema["$defs"][fact.name]
        assert fact.label.nb in shown_["title"]
        assert fact.label.en in shown_["title"]
        assert fact.question.nb in shown_["description"]
        assert fact.question.en in shown_["description"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("false", False),
        ("True", "True"),
        ("no", "no"),
        ("~", None),
        ("null", None),
        ("", None),
        ("010", 10),
        ("-7", -7),
        ("+7", 7),
        ("7.50", 7.5),
        ("7.", "7."),
        (".5", ".5"),
        ("1e3", "1e3"),
        ("0x1F", "0x1F"),
        ("12:30", "12:30"),
        ("2026-01-01", "2026-01-01"),
        ("9" * 5000, "9" * 5000),
    ],
)
def test_plain_values_are_those_of_yaml_core(text: str, value: object) -> None:
    assert core_value(text) == value
    assert type(core_value(text)) is type(value)


# ---------------------------------------------------------------- decisions


MADE: dict[str, Any] = {"made": True, "engines": ["forward", "durable"], "agree": True}
NOT_MADE: dict[str, Any] = {"made": False, "engines": ["forward"], "reason": "switched off"}


@pytest.fixture(scope="module")
def documents(laws: Laws, compiled: CompiledLaws) -> list[dict[str, Any]]:
    """Decisions of different outcome: regression cases that differ in the governing versions, the outcome or in being open."""
    problems: list[Diagnostic] = []
    different: dict[object, dict[str, Any]] = {}
    # Every seventh case is variety enough; validating a whole trail takes half a second.
    for _, _, case in load_suites(HOME / "tests" / "regression", laws, {}, problems)[::7]:
        if case.rejected is not None:  # such a case has an error, and no decision
            continue
        decision = decide(case.case, compiled, forward)
        key = (
            tuple((governing.versions, governing.settled) for governing in decision.governing.values()),
            case.case.forced,
            decision.findings["programme.outcome"],
            any(f.status == "open" for f in decision.findings.values()),
        )
        if key not in different and len(different) < 24:
            cross_check = NOT_MADE if len(different) % 2 else MADE
            different[key] = document_(decision, build_trail(decision), laws.vocabulary, cross_check)
    assert not problems
    return list(different.values())


def shortened(document: dict[str, Any]) -> dict[str, Any]:
    """Return a copy of a decision with one step of each kind and result."""
    steps = {(step["kind"], step["result"]): step for step in document["trail"]}
    return copy.deepcopy({**document, "trail": list(steps.values())})


def test_decisions_of_every_kind_are_accepted(documents: list[dict[str, Any]]) -> None:
    assert len(documents) >= 20
    assert {version for document in documents for version in (law["version"] for law in document["law"].values())} >= {"2024", "2026"}
    schema = validator("decision.schema.json")
    for document in [*documents, [shortened(document) for document in documents]]:
        # What is printed is the JSON text, not the Python value.
        errors = [f"{error.json_path}: {error.message}" for error in schema.iter_errors(json.loads(json.dumps(document)))]
        assert errors == []


def test_a_decision_with_assumed_facts_is_accepted(laws: Laws, compiled: CompiledLaws) -> None:
    problems: list[Diagnostic] = []
    case = build_case(tree_of(CASE), laws.vocabulary, ["2024", "2026"], problems)
    assert case is not None
    case = assume(case, "programme.decision_date=2026-03-01", laws.vocabulary, problems)
    assert not problems, shown(problems)
    decision = decide(case, compiled, forward)
    document: dict[str, Any] = {**document_(decision, build_trail(decision), laws.vocabulary, NOT_MADE)}
    assert {step["kind"] for step in document["trail"]} >= {"silence", "assumed", "governs"}
    validator("decision.schema.json").validate(document)


def first(document: dict[str, Any], kind: str) -> dict[str, Any]:
    return next(step for step in document["trail"] if step["kind"] == kind)


MUTATIONS: dict[str, Callable[[dict[str, Any]], object]] = {
    "no digest": lambda d: d.pop("digest"),
    "short digest": lambda d: d.update(digest="abc"),
    "no cross-check": lambda d: d.pop("cross_check"),
    "cross-check without engines": lambda d: d["cross_check"].pop("engines"),
    "engines that disagree": lambda d: d.update(cross_check={"made": True, "engines": ["a", "b"], "agree": False}),
    "cross-check not made without reason": lambda d: d.update(cross_check={"made": False, "engines": ["a"]}),
    "extra field": lambda d: d.update(extra=1),
    "fact without origin": lambda d: next(iter(d["facts"].values())).pop("origin"),
    "fact of unknown origin": lambda d: next(iter(d["facts"].values())).update(origin="guessed"),
    "fact without value": lambda d: next(iter(d["facts"].values())).update(value=None),
    "law without version": lambda d: d["law"]["target_group"].update(version=None),
    "law without justification": lambda d: d["law"]["target_group"].pop("because"),
    "conclusion of unknown status": lambda d: d["conclusions"]["programme.right"].update(status="granted"),
    "value on a boolean that is met": lambda d: d["conclusions"]["programme.right"].update(status="met", value=True),
    "value left out": lambda d: d["conclusions"]["programme.right"].update(status="value"),
    "missing facts though settled": lambda d: d["conclusions"]["programme.right"].update(status="met", missing=["person.birth_date"]),
    "step zero": lambda d: d["trail"][0].update(number=0),
    "step of unknown kind": lambda d: d["trail"][0].update(kind="guess"),
    "step with an extra field": lambda d: d["trail"][0].update(clock="12:30"),
    "rule without source": lambda d: first(d, "rule").pop("source"),
    "rule without citation": lambda d: first(d, "rule")["source"].pop("citation"),
    "rule without version": lambda d: first(d, "rule").pop("version"),
    "rule that half applies": lambda d: first(d, "rule").update(result="perhaps"),
    "rule that applies and gives nothing": lambda d: first(d, "rule").update(result="applies", gives={}),
    "conclusion with the result of a rule": lambda d: first(d, "conclusion").update(result="applies"),
    "computed value without computation": lambda d: first(d, "value").pop("computed"),
    "computation by an unknown operation": lambda d: first(d, "value").update(computed={"plus": [1, 2]}),
    "premise without sign": lambda d: first(d, "rule")["premises"][0].pop("holds"),
    "premise of unknown role": lambda d: first(d, "rule")["premises"][0].update(role="hint"),
    "test with two operators": lambda d: first(d, "rule")["premises"][0].update(test={"fact": "a", "is": "b", "is_not": "c"}),
}


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_a_changed_decision_is_rejected(documents: list[dict[str, Any]], mutation: str) -> None:
    kinds = {"governs", "value", "rule", "conclusion"}
    settled = [document for document in documents if document["law"]["target_group"]["version"]]
    document = next(shortened(d) for d in settled if kinds <= {step["kind"] for step in d["trail"]})
    schema = validator("decision.schema.json")
    assert schema.is_valid(document)
    MUTATIONS[mutation](document)
    assert not schema.is_valid(document)
