"""Texts that follow the law: placeholders read with each version's numbers, and no text that says a number by itself."""

from __future__ import annotations

import functools
import re
import shutil
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest

from engine.checking.lints.restated_number import Beside, matches_in
from engine.commands.inputs import read_plan_form
from engine.editor.completing import begun
from engine.editor.project import find_names
from engine.editor.renaming import apply, rename
from engine.home import HOME
from engine.inference import specialised
from engine.inquiry.explanation import explain
from engine.language import templates
from engine.language.cases import with_forced
from engine.language.letters import PARTS
from engine.language.located import Scalar
from engine.language.placeholders import Said, said_in
from engine.language.templates import filled, holes, worded
from engine.law.compiled import CompiledLaws, compile_laws
from engine.law.deciding import Decision, decide
from engine.loading import Loaded, laws_from_texts, load_case, load_laws
from engine.model import Language, Laws, LawVersion, Parameter, Place, Text, Vocabulary
from engine.rendering.asking import question_text
from engine.rendering.decision_report import decision_report
from engine.rendering.explanation import explanation_report
from engine.rendering.forms import Form, render_report
from engine.rendering.letter import letter_paper
from engine.rendering.paper import paper_text
from engine.rendering.plan import plan_paper
from engine.rendering.reference import render_entry
from engine.terms.saying import NUMBER_FORMS, said
from engine.terms.units import UNITS
from engine.trail.document import document
from engine.trail.steps import build_trail

from .made_up_law import hjemmel, lay_out, standing_in

NOWHERE = Place("", 1, 1)


@functools.cache
def shipped() -> Loaded:
    return load_laws(HOME / "rules")


def shipped_laws() -> Laws:
    laws = shipped().laws
    assert laws is not None
    return laws


# ---------------------------------------------------------------- how a number is said


@pytest.mark.parametrize(
    ("value", "unit", "form", "nb", "en"),
    [
        (55, "years", None, "55 år", "55 years"),
        (1, "years", None, "1 år", "1 year"),
        (55, "years", "number", "55", "55"),
        (55, "years", "spelt", "femtifem", "fifty-five"),
        (55, "years", "words", "femtifem år", "fifty-five years"),
        (0, "months", "words", "null måneder", "zero months"),
        (1, "years", "words", "ett år", "one year"),
        (1, "days", "words", "én dag", "one day"),
        (1, "levels", "spelt", "ett", "one"),
        (21, "years", "words", "tjueett år", "twenty-one years"),
        (31, "hours", "words", "trettien timer", "thirty-one hours"),
        (6, "months", "words", "seks måneder", "six months"),
        (12, "months", "words", "tolv måneder", "twelve months"),  # one year is more than what is said
        (24, "months", "words", "to år", "two years"),
        (25, "months", "words", "tjuefem måneder", "twenty-five months"),
        (36, "months", None, "36 måneder", "36 months"),
        (7, "days", "words", "sju dager", "seven days"),
        (14, "days", "words", "to uker", "two weeks"),
        (21, "days", "words", "tre uker", "three weeks"),
        (21, "days", "spelt", "tjueen", "twenty-one"),
        (20, "days", "spelt", "tjue", "twenty"),
        (8, "weeks", "words", "åtte uker", "eight weeks"),
        (100, "percent", "words", "ett hundre prosent", "one hundred per cent"),
        (101, "minutes", "words", "ett hundre og ett minutter", "one hundred and one minutes"),
        (999, "days", "spelt", "ni hundre og nittini", "nine hundred and ninety-nine"),
        (1000, "days", "spelt", "1000", "1000"),
        (Decimal("37.5"), "hours", None, "37,5 timer", "37.5 hours"),
        (Decimal("37.5"), "hours", "words", "37,5 timer", "37.5 hours"),
        (date(2026, 1, 1), "date", None, "01.01.2026", "1 January 2026"),
        ("B1", "level", None, "B1", "B1"),
    ],
)
def test_a_number_in_each_form(value: Any, unit: str, form: Any, nb: str, en: str) -> None:
    found = said(value, unit, form, UNITS)
    assert found is not None
    assert (found.nb, found.en) == (nb, en)


@pytest.mark.parametrize(
    ("value", "unit", "form", "nn"),
    [
        (1, "years", "words", "eitt år"),
        (1, "weeks", "words", "éin veke"),
        (21, "days", "spelt", "tjueein"),
        (31, "hours", "words", "trettiein timar"),
        (101, "minutes", "words", "eitt hundre og eitt minutt"),
        (14, "days", "words", "to veker"),
        (6, "months", "words", "seks månader"),
        (3, "levels", None, "3 nivå"),
        (Decimal("37.5"), "hours per week", None, "37,5 timar per veke"),
        (date(2026, 1, 1), "date", None, "01.01.2026"),
    ],
)
def test_a_number_in_nynorsk(value: Any, unit: str, form: Any, nn: str) -> None:
    found = said(value, unit, form, UNITS)
    assert found is not None
    assert found.nn == nn


@pytest.mark.parametrize("form", NUMBER_FORMS)
@pytest.mark.parametrize(("value", "unit"), [(date(2026, 1, 1), "date"), ("B1", "level")])
def test_a_day_and_a_level_have_no_other_form(value: Any, unit: str, form: Any) -> None:
    assert said(value, unit, form, UNITS) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("under {age.limit} gammel", "under sju år gammel"),
        ("{age.limit} gammel", "Sju år gammel"),  # a sentence begins with a capital
        ("Ja. {age.limit} gammel", "Ja. Sju år gammel"),
        ("Her: {age.limit}", "Her: Sju år"),
        ("{{age.limit}} er {age.limit}", "{age.limit} er sju år"),
        ("{other} og {age.limit}", "{other} og sju år"),
        ("ingen", "ingen"),
    ],
)
def test_placeholders_are_filled(text: str, told: str) -> None:
    assert filled(text, lambda hole: "sju år" if hole.name == "age.limit" else None) == told


def test_what_the_case_fills_in_is_left_for_it() -> None:
    """A letter is filled in twice: first by the law, then by the case; what is escaped is so until then."""
    text = "{{x}} innen {period}, senest {value}"
    by_law = filled(text, lambda hole: "tre uker" if hole.name == "period" else None, last=False)
    assert by_law == "{{x}} innen tre uker, senest {value}"
    assert filled(by_law, lambda hole: "01.03.2026") == "{x} innen tre uker, senest 01.03.2026"


LETTER = """
letter:
  outcome: {card.outcome: {card: "Du får lånekort i {card.life:words}, til {card.end}, når du er {age.limit} ({{sic}}).", refusal: Nei.}}
  reasons: {}
  grants: {card.outcome: [card]}
  follows: {card.expiry: {value: "Kortet utløper {value}."}}
  appeal: {}
  asks: {}
  notices: {}
"""


@pytest.mark.parametrize(("applied", "limit", "end"), [("2005-03-10", "7 år", "10.03.2007"), ("2015-03-10", "6 år", "10.03.2017")])
def test_a_letter_tells_numbers_of_the_version_and_values_of_the_case(applied: str, limit: str, end: str, tmp_path: Path) -> None:
    """The versions of the made-up law set the age at 7 and 6 years; the letter says that of the one that governs."""
    lay_out(tmp_path)
    with (tmp_path / "rules" / "vocabulary.yaml").open("a", encoding="utf-8") as file:
        file.write(LETTER)
    case = f"person: {{birth_date: 1990-01-01, resident: true}}\ncard: {{application_date: {applied}}}\n"
    (tmp_path / "case.yaml").write_text(case, encoding="utf-8")
    with standing_in(tmp_path):
        result = hjemmel("evaluate", "case.yaml", "--format", "begrunnelse", lang="nb")
    said_of_card = f"Du får lånekort i to år, til {end}, når du er {limit} ({{sic}})."
    assert said_of_card in result.stdout, result.stdout + result.stderr


def test_a_letter_takes_no_number_of_another_version(tmp_path: Path) -> None:
    """What the governing version computes from the case is left for the case, though another version has a parameter of that name."""
    lay_out(tmp_path)
    with (tmp_path / "rules" / "vocabulary.yaml").open("a", encoding="utf-8") as file:
        file.write(LETTER)
    loaded = load_laws(tmp_path / "rules").laws
    assert loaded is not None and loaded.vocabulary.letter is not None
    one, two = loaded.versions
    unread = replace(loaded.vocabulary.letter, outcome={"card.outcome": {"card": "Til {card.end}, i {card.life}."}})
    one = replace(one, parameters={**one.parameters, "card.end": replace(one.parameters["card.life"], name="card.end")}, derived={})
    laws = templates.told(replace(loaded, vocabulary=replace(loaded.vocabulary, letter=unread), versions=(one, two)))
    letters = [laws.read_by(name).letter for name in ("one", "two")]
    assert [letter.outcome["card.outcome"]["card"] for letter in letters if letter is not None] == [
        "Til 2 år, i 2 år.",
        "Til {card.end}, i 2 år.",
    ]


UNLIKELY = """
  - id: applied-far-ahead
    level: warning
    never: {fact: card.application_date, after: {parameter: last.day}}
    text: {nb: "Søknaden er datert etter {last.day}.", en: "The application is dated after {last.day}."}
  - id: old
    level: warning
    never: {fact: card.application_date, after: old.from}
    text: {nb: "Personen er over {old.age:number} ({{år}}).", en: "The person is over {old.age:number}."}

parameters:
  last.day: {value: 2011-12-31, unit: date, reason: {nb: "Etter {last.day} er det stengt.", en: "It is closed after {last.day}."}}
  old.age: {value: 105, unit: years, reason: {nb: "{old.age:words} er mye.", en: "{old.age:words} is a lot."}}

derived:
  old.from: {label: {nb: "Fyller {old.age}", en: "Turns {old.age}"}, add: [person.birth_date, {parameter: old.age}]}
"""


def test_a_warning_tells_its_limits(tmp_path: Path) -> None:
    """What can hardly be is told with the number beyond which it is so, in the text and in the reason."""
    lay_out(tmp_path)
    with (tmp_path / "rules" / "vocabulary.yaml").open("a", encoding="utf-8") as file:
        file.write(UNLIKELY)
    with standing_in(tmp_path):
        checked, result = hjemmel("check"), hjemmel("evaluate", "case.yaml", lang="nb")
    assert (checked.code, checked.stderr) == (0, "")
    assert "Søknaden er datert etter 31.12.2011." in result.stderr
    assert "Etter 31.12.2011 er det stengt." in " ".join(result.stdout.split())


def test_what_only_texts_name_is_used(tmp_path: Path) -> None:
    """A number that a title tells, and a value of the case that a letter tells, are in use; `--fix` would break the text."""
    lay_out(tmp_path)
    with (tmp_path / "rules" / "vocabulary.yaml").open("a", encoding="utf-8") as file:
        file.write(LETTER.replace("{card.end}", "{card.other_end}"))
    for version in ("one", "two"):
        path = tmp_path / "rules" / version / "rules.yaml"
        text = path.read_text(encoding="utf-8").replace("en: Right to a card}", 'en: "Right to {told.number:number} cards"}')
        text = text.replace(
            "parameters:\n", "parameters:\n  told.number: {value: 3, unit: levels, source: {act: lånekortloven, section: '§ 7'}}\n"
        )
        other = "  card.other_end: {label: {nb: Annen dag, en: Other day}, add: [card.application_date, {parameter: card.life}]}\n"
        path.write_text(text.replace("derived:\n", f"derived:\n{other}"), encoding="utf-8")
    with standing_in(tmp_path):
        assert hjemmel("check").stderr == ""


def test_a_text_in_a_folder_of_a_version_is_of_that_version(tmp_path: Path) -> None:
    """The rules of a version may lie in folders; their texts are checked with its parameters, and filled in."""
    lay_out(tmp_path)
    two = tmp_path / "rules" / "two"
    (two / "deeper").mkdir()
    (two / "rules.yaml").rename(two / "deeper" / "rules.yaml")
    one = tmp_path / "rules" / "one" / "rules.yaml"
    life = '  card.life: {value: 2, unit: years, source: {act: lånekortloven, section: "§ 5"}}\n'
    more = '  card.more: {value: 2, unit: years, source: {act: lånekortloven, section: "§ 8"}}\n'
    one.write_text(one.read_text(encoding="utf-8").replace(life, life + more), encoding="utf-8")
    path = two / "deeper" / "rules.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("en: Day card}", 'en: "Day card {card.more}"}'), encoding="utf-8")
    found = load_laws(tmp_path / "rules").diagnostics
    assert [problem.code for problem in found if problem.level == "error"] == ["unknown-parameter"]


def texts_in(model: object) -> Iterator[Text]:
    """Yield every text of a model, at any depth."""
    if isinstance(model, Text):
        yield model
    elif isinstance(model, dict):
        yield from texts_in(tuple(model.values()))
    elif isinstance(model, (tuple, list)):
        for item in model:
            yield from texts_in(item)
    elif is_dataclass(model):
        for one in fields(model):
            yield from texts_in(getattr(model, one.name))


def test_no_text_keeps_a_placeholder(tmp_path: Path) -> None:
    """A name in every text of the vocabulary and of a version is filled in wherever a reader may meet the text."""
    lay_out(tmp_path)
    with (tmp_path / "rules" / "vocabulary.yaml").open("a", encoding="utf-8") as file:
        file.write(re.sub('"[^"]*"', "Tekst", UNLIKELY))
    for path in (tmp_path / "rules").rglob("*.yaml"):
        written = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"\b(nb|en): ([^,}\n]+)", r'\1: "\2 {card.life}"', written), encoding="utf-8")
    loaded = load_laws(tmp_path / "rules")
    assert loaded.laws is not None, loaded.diagnostics[:3]
    found = list(texts_in(loaded.laws))
    assert sum("2 år" in text.nb for text in found) > 100
    assert [text for text in found if "{card" in text.nb + text.en] == []


# ---------------------------------------------------------------- the shipped law


def said_by(version: LawVersion, vocabulary: Vocabulary) -> list[Said]:
    """Return the texts of a version and of the vocabulary as it reads it, each as it stands in a file."""
    found: list[tuple[tuple[str, ...], Text]] = []
    found += [(("rules", id_, "title"), rule.title) for id_, rule in version.rules.items()]
    found += [(("derived", name, "label"), derived.label) for name, derived in version.derived.items()]
    found += [(("conclusions", name, "label"), helper.label) for name, helper in version.helpers.items()]
    for name, conclusion in vocabulary.conclusions.items():
        found.append((("conclusions", name, "label"), conclusion.label))
        if conclusion.text is not None:
            found.append((("conclusions", name, "text"), conclusion.text))
    for name, fact in vocabulary.facts.items():
        found += [(("facts", name, "label"), fact.label), (("facts", name, "question"), fact.question)]
    told = [
        Said(Scalar(text, True, NOWHERE), lang, path) for path, both in found for lang, text in zip(("nb", "en"), both[:2], strict=True)
    ]
    letter = vocabulary.letter
    assert letter is not None
    for part in PARTS:
        for name, results in getattr(letter, part).items():
            told += [Said(Scalar(text, True, NOWHERE), "nb", ("letter", part, name, result)) for result, text in results.items()]
    return told


def moved(parameter: Parameter) -> str:
    """Return another value of the kind, far from every number of the law, as it is written in a file."""
    if isinstance(parameter.value, date):
        return parameter.value.replace(year=parameter.value.year + 90).isoformat()
    assert isinstance(parameter.value, (int, Decimal))
    return str(parameter.value + 980)


def test_no_text_keeps_the_number_of_a_parameter_that_changes() -> None:
    """Every number and day of the law is moved; then no text beside one says what it was, in either language."""
    texts = dict(shipped().texts)
    laws = shipped_laws()
    for version in laws.versions:
        for parameter in version.parameters.values():
            if parameter.unit == "level":
                continue
            file = parameter.place.file.removeprefix(f"{HOME}/").removeprefix("rules/")
            file = next(name for name in texts if file.endswith(name))
            lines = texts[file].split("\n")
            for number in range(parameter.place.line - 1, parameter.place.line + 3):
                changed = re.sub(r"(?<=value: )[\w.-]+", moved(parameter), lines[number], count=1)
                if changed != lines[number]:
                    lines[number] = changed
                    break
            texts[file] = "\n".join(lines)
        name = f"{version.name}/law.yaml"
        later = version.effective_from.replace(year=version.effective_from.year + 90)
        texts[name] = texts[name].replace(f"effective_from: {version.effective_from}", f"effective_from: {later}")
    changed_laws = laws_from_texts(texts)
    assert changed_laws.laws is not None, changed_laws.diagnostics[:3]
    told = 0
    for before, after in zip(laws.versions, changed_laws.laws.versions, strict=True):
        assert all(
            after.parameters[name].value != parameter.value for name, parameter in before.parameters.items() if parameter.unit != "level"
        )
        beside = Beside(before)
        for text in said_by(after, changed_laws.laws.read_by(after.name)):
            told += 1
            assert [
                text.scalar.text[m.start : m.end] for m in matches_in(text, beside) if before.parameters[m.parameter].unit != "level"
            ] == []
    assert told > 3000


def test_the_lint_finds_the_value_of_every_placeholder() -> None:
    """Were a number written where a placeholder of the shipped law stands, the lint would say so: it holds the line."""
    laws = shipped_laws()
    seen = missed = 0
    for file, tree in shipped().trees.items():
        version = next((version for version in laws.versions if f"/{version.name}/" in f"/{file}"), None)
        for text in said_in(tree):
            for hole in holes(text.scalar.text):
                reader = next((v for v in ((version,) if version else laws.versions) if hole.name in v.parameters), None)
                if reader is None or text.path[0] not in ("rules", "derived", "conclusions", "facts"):
                    continue
                value = worded(reader.parameters[hole.name], hole.form, reader.units)
                assert value is not None
                word = value.nb if text.lang == "nb" else value.en
                plain = text.scalar.text[: hole.start] + word + text.scalar.text[hole.end :]
                beside = Beside(reader)
                if hole.name not in beside.of(text):
                    missed += 1  # a number that the reasoning tells and the rule does not test
                    continue
                seen += 1
                found = {(m.start, m.parameter) for m in matches_in(text._replace(scalar=text.scalar._replace(text=plain)), beside)}
                assert (hole.start, hole.name) in found, plain
    assert seen > 500 and missed < 40


# ---------------------------------------------------------------- a draft that changes two numbers

MOVED = {
    "age.upper": (55, 60),
    "goal.work_only_over": (55, 60),
    "newly_settled.limit": (2, 3),
    "duration.work": (24, 36),
    "norwegian_training.extension_without_upper_secondary": (24, 36),
}
"""Each number of the law of 2026 that is 55 or two years, and what the draft makes of it."""

OLD = {
    "nb": r"\b55\b|femtifem|\b(?:2|to) år\b|\btoårs|\b24 måneder|tjuefire måneder",
    "nn": r"\b55\b|femtifem|\b(?:2|to) år\b|\btoårs|\b24 månader|tjuefire månader",
    "en": r"\b55\b|fifty-five|\b(?:2|two)[ -]years?\b|\b24 months|twenty-four months",
}
NEW = {"nb": r"60 år|seksti år", "nn": r"60 år|seksti år", "en": r"\b60\b|sixty"}


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The law of 2026 with four numbers changed and not a word: as the folder `moved`, beside the shipped versions."""
    folder = tmp_path_factory.mktemp("drafts")
    shutil.copytree(HOME / "rules", folder / "rules")
    version = folder / "rules" / "moved"
    shutil.copytree(folder / "rules" / "2026", version)
    law = (version / "law.yaml").read_text(encoding="utf-8")
    head = law[: law.index("amended_by:")].replace('version: "2026"', 'version: "moved"').replace("2026-01-01", "2030-01-01", 1)
    before = folder / "rules" / "2026" / "law.yaml"
    before.write_text(before.read_text(encoding="utf-8").replace("successor: none", "successor: moved"), encoding="utf-8")
    changed = 0
    for path in version.glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        for name, (old, new) in MOVED.items():
            text, count = re.subn(rf"({re.escape(name)}:\s*\{{value: ){old}\b", rf"\g<1>{new}", text)
            changed += count
        # What a note quotes is the wording that was read, not the number of the version.
        text = re.sub(r"^    note: .*\n(?:      .*\n)*", "", text, flags=re.MULTILINE)
        path.write_text(text, encoding="utf-8")
    assert changed == len(MOVED)
    governs = (version / "governs.yaml").read_text(encoding="utf-8")
    governs = re.sub(r"value: 202[56]-01-01", "value: 2030-01-01", governs)
    (version / "governs.yaml").write_text(governs, encoding="utf-8")
    (version / "law.yaml").write_text(head + "amended_by: []\n", encoding="utf-8")
    found = load_laws(folder / "rules").diagnostics
    ids = sorted({match[1] for d in found if (match := re.match(r"rule `([^`]+)` of version `moved` differs", d.message.en))})
    text = f"{{nb: Botid, en: Residence}}, changes: [{', '.join(ids)}]"
    amended = f'amended_by:\n  - {{act: an act, in_force: 2030-01-01, section: "§ 8", text: {text}}}\n'
    (version / "law.yaml").write_text(head + amended, encoding="utf-8")
    return folder


CASES = {
    # Over 60, and four years in a municipality.
    "refusal.yaml": """\
person: {birth_date: 1960-06-12, nordic_or_eea_citizen: false, norwegian_citizen: false}
permit: {type: s28, granted_date: 2022-01-20, previous_type: none}
residence: {start_date: 2022-02-01}
settlement: {by_agreement: true, date: 2022-02-01}
work: {hours_per_week: 0, offer_hours_per_week: 0}
programme: {decision_date: 2026-03-10, begun: false, refused_or_interrupted: false, chapter_6a_decision: false}
""",
    # 58 years old, and more than two but less than three years in a municipality.
    "approval.yaml": """\
person: {birth_date: 1965-06-12, nordic_or_eea_citizen: false, norwegian_citizen: false}
permit: {type: s28, granted_date: 2023-08-20, previous_type: none}
residence: {start_date: 2023-09-01}
settlement: {by_agreement: true, date: 2023-09-01}
work: {hours_per_week: 0, offer_hours_per_week: 0}
programme:
  {offer_date: 2026-03-10, decision_date: 2026-03-10, start_date: 2026-03-16, begun: false, refused_or_interrupted: false}
education: {has_upper_secondary: false}
goal: {final: work}
""",
}


@pytest.fixture(scope="module")
def moved_law(draft: Path) -> Loaded:
    return load_laws(draft / "rules", language="nn")


def strings_of(content: Any) -> Iterator[str]:
    """Yield the texts in a JSON value; its numbers and keys tell nobody anything in words."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for value in content.values():
            yield from strings_of(value)
    elif isinstance(content, list):
        for value in content:
            yield from strings_of(value)


def outputs(decision: Decision, laws: CompiledLaws, lang: Language) -> Iterator[tuple[str, str]]:
    """Yield each form in which a reader meets a decision: its name, and the text."""
    trail = build_trail(decision)
    report = decision_report(decision, trail, lang, False)
    why = explain(decision, trail, laws, specialised.engine(), "programme.outcome")
    for form in get_args(Form):
        yield form, render_report(report, form, 200, False)
        yield f"explain-{form}", render_report(explanation_report(why, lang, False), form, 200, False)
    content = document(decision, trail, laws.laws.vocabulary, None)
    yield "json", "\n".join(text for text in strings_of(content))
    if lang != "en":
        yield "letter", paper_text(letter_paper(decision, trail, {}, lang))
        yield "plan", paper_text(plan_paper(decision, trail, read_plan_form(laws.laws.vocabulary, {}), {}, lang))
    newest = replace(laws.laws, versions=laws.laws.versions[-1:])
    for name in sorted({step.rule.id for step in trail.steps if step.rule is not None}):
        yield f"show {name}", render_entry(newest, name, lang, ()) or ""
    facts = newest.read_by(newest.versions[0].name).facts.values()
    yield "ask", "\n".join(question_text(fact, 1, lang, 200, newest.vocabulary.units) for fact in facts if not fact.given)


def without_names(text: str) -> str:
    """Return a text without ids and names of the law, which stay whatever number they were named for, and numbers of steps and facts."""
    step = r"\\?\[(?:</span><span class=.dim.>)?\d+(?:</span><span class=.dim.>)?\\?\]|(?:step-|nr\. |no\. )\d+|\d+ (?:steg|steps)\b"
    return re.sub(r"\S+\.yaml:\d+|[a-z0-9]+(?:[-_.][a-z0-9_]+)+|" + step, " ", text)


@pytest.mark.parametrize("case", CASES)
def test_no_output_says_a_number_that_the_draft_changed(case: str, draft: Path, moved_law: Loaded) -> None:
    """A refusal for age and time of residence and an approval, in every form and language: the old numbers are told nowhere."""
    assert moved_law.laws is not None, moved_law.diagnostics
    laws = compile_laws(moved_law.laws)
    (draft / case).write_text(CASES[case], encoding="utf-8")
    stated = load_case(draft / case, moved_law.laws.vocabulary, ("moved",), {}, [])
    assert stated is not None
    decision = decide(with_forced(stated, "moved", moved_law.laws.vocabulary), laws, specialised.engine())
    languages: tuple[Language, ...] = get_args(Language)
    for lang in languages:
        told = dict(outputs(decision, laws, lang))
        for form, text in told.items():
            old = "|".join(OLD.values()) if form == "json" else OLD[lang]
            assert not (found := re.findall(rf".{{0,60}}(?:{old}).{{0,40}}", without_names(text))), (form, found[:5])
        for form in ("text", "html", "markdown", "json"):
            assert re.search(NEW[lang], told[form]), form


def test_show_and_diff_tell_the_numbers_of_each_version(moved_law: Loaded) -> None:
    laws = moved_law.laws
    assert laws is not None
    shown = render_entry(laws, "int-8-1-age", "nb", ()) or ""
    assert "Mellom 18 og 55 år" in shown and "Mellom 18 og 60 år" in shown
    shown = render_entry(laws, "int-8-1-age", "en", ()) or ""
    assert "Between 18 and 55" in shown and "Between 18 and 60" in shown
    assert [version.rules["int-8-1-age"].title.nb[:18] for version in laws.versions] == ["Mellom 18 og 55 år"] * 2 + ["Mellom 18 og 60 år"]


# ---------------------------------------------------------------- the editor


def test_a_new_name_of_a_parameter_is_put_into_the_texts_too() -> None:
    """Of one line and of several, of versions and of the vocabulary; the law says the same afterwards."""
    names = find_names(HOME / "rules", (), {})
    wanted = next(one for one in names.occurrences if one.defines and one.kind == "parameter" and one.name == "newly_settled.limit")
    edits = rename(names.occurrences, wanted, "residence.limit")
    assert not isinstance(edits, Text)
    changed = {**names.sources, **apply(edits, names.sources)}
    texts = {name.partition("rules/")[2]: text for name, text in changed.items() if "regression" not in name}
    assert not any("newly_settled.limit" in re.sub(r"#.*|note: .*", "", text) for text in texts.values())
    renamed = laws_from_texts(texts).laws
    assert renamed is not None
    for before, after in zip(shipped_laws().versions, renamed.versions, strict=True):
        assert {id_: rule.title for id_, rule in before.rules.items()} == {id_: rule.title for id_, rule in after.rules.items()}
        texts_before, texts_after = (laws.read_by(before.name).conclusions.values() for laws in (shipped_laws(), renamed))
        assert [(one.label, one.text) for one in texts_before] == [(one.label, one.text) for one in texts_after]


@pytest.mark.parametrize(
    ("line", "begun_there"),
    [
        ('      nb: "Mellom {age.lo', ("age.lo", ("parameter",))),
        ("      en: Less than {", ("", ("parameter",))),
        ('    card.expiry: {value: "Kortet utløper {card', ("card", ("parameter",))),
        ("    when: {fact: per", ("per", ("fact",))),
    ],
)
def test_a_placeholder_is_completed_with_parameters(line: str, begun_there: tuple[str, tuple[str, ...]]) -> None:
    assert begun(line) == begun_there
