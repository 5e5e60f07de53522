"""How values are written: no other value is ever proposed, a doubtful number is refused by every reader, and words for nothing are met."""

from __future__ import annotations

import csv
import difflib
import json
import random
import re
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

import cli
from engine import diagnostics
from engine.diagnostics import Diagnostic
from engine.home import HOME
from engine.inquiry.answers import Wish, read_answer
from engine.language.case_text import case_text
from engine.language.cases import assume, build_case
from engine.language.located import Mapping, Scalar, read_tree
from engine.language.spellings import KEYS, doubt, key_meant, unmistakable
from engine.model import Case, Fact, FactValue, Language, Laws, Place, Text, ValueType, Vocabulary

from .made_up_law import hjemmel, lay_out, standing_in
from .test_batch import rejected, typed

HERE = Place("case.yaml", 1, 1)
LABEL = Text("Ting", "Thing")
VALUES = {"red": Text("rød", "red"), "blue": Text("blå", "blue")}


def fact(type_: ValueType, *, event: bool = False, none: bool = False, minimum: int | None = None) -> Fact:
    values = ({"none": Text("ingen farge", "no colour")} if none else {}) | VALUES if type_ == "enum" else None
    low = None if minimum is None else Decimal(minimum)
    return Fact("thing", type_, LABEL, LABEL, "s", HERE, None, values, low, None, event)


def problem(declared: Fact, said: str, laws: Laws, *, plain: bool = True) -> Diagnostic | None:
    """Return what a case file is told of a value."""
    vocabulary = Vocabulary(
        **{**{field: getattr(laws.vocabulary, field) for field in laws.vocabulary.__dataclass_fields__}, "facts": {"thing": declared}}
    )
    problems: list[Diagnostic] = []
    build_case(Mapping(((Scalar("thing", True, HERE), Scalar(said, plain, HERE)),), HERE), vocabulary, (), problems)
    return problems[0] if problems else None


# ---------------------------------------------------------------- no other value


def numerals(rng: random.Random) -> str:
    """Return something written with digits, and what stands around digits in the files that people have."""
    digits = "".join(rng.choice("0123456789") for _ in range(rng.randrange(1, 5)))
    more = "".join(rng.choice("0123456789") for _ in range(rng.randrange(1, 4)))
    between = rng.choice(["", ".", ",", ":", "/", "-", " ", "\u00a0", "'", "e", "x", "–", " 1/2 ", ".."])
    around = rng.choice(["{}", "{} %", "{} timer", "{}h", "ca. {}", "~{}", "({})", "kr {}", "{},-", "+{}", "-{}", " {} ", "{}t 30m", "{}Z"])
    return around.format(digits + between + more)


def proposed(fix: Text) -> str | None:
    """Return what a fix proposes to write, or None where it proposes nothing."""
    found = re.match(r"did you mean `([^`]+)`\?", fix.en)
    return found[1] if found else None


def test_no_other_number_is_proposed(laws: Laws) -> None:
    """Whatever is proposed for a number is the same digits, but for the sign before decimals."""
    rng = random.Random(71)
    offered = 0
    for declared in (fact("decimal"), fact("integer")):
        for _ in range(4_000):
            said = numerals(rng)
            told = problem(declared, said, laws)
            near = told and proposed(told.fix)
            if near:
                offered += 1
                assert near == said.strip().replace(",", "."), said
                assert problem(declared, near, laws) is None, said
    assert offered > 50


def test_no_other_day_is_proposed(laws: Laws) -> None:
    """Whatever is proposed for a date is the day, month and year that were written, where there is one order to read them in."""
    rng = random.Random(72)
    offered = 0
    for _ in range(20_000):
        numbers = [rng.randrange(1, 32), rng.randrange(1, 32), rng.choice([1995, 2026, 26])]
        rng.shuffle(numbers)
        joint = rng.choice([".", "/", "-", " ", ". "])
        after = rng.choice(["", "", "T00:00:00", " 00:00", "T23:00:00Z", " 14:30", "T00:00:00+02:00", "T00:00:00Z", " kl. 12", "?"])
        said = joint.join(str(number) for number in numbers) + after
        told = problem(fact("date"), said, laws)
        near = told and proposed(told.fix)
        if near:
            offered += 1
            year, month, day = (int(part) for part in near.split("-"))
            assert sorted((year, month, day)) == sorted(numbers), said
            assert re.fullmatch(r"[^T]*([T ]00:00(:00)?)?", said), said
            if "/" in said or re.match(r"\d{1,2}-", said):
                assert day > 12 or day == month or numbers[0] == year, said
            elif numbers[0] != year:
                assert day == numbers[0], said
    assert offered > 500


@pytest.mark.parametrize("said", ["50 %", "29:45", "30 timer", "1 000", "1.000.000", "1e3", "3/4", "VII", "10-12", "ca. 30", "30+"])
def test_what_is_not_a_number_has_no_number_proposed(said: str, laws: Laws) -> None:
    told = problem(fact("decimal"), said, laws)
    assert told is not None and proposed(told.fix) is None and not re.search(r"\d", told.fix.en)


def test_an_instant_has_no_day_proposed(laws: Laws) -> None:
    """Half an hour before midnight in Greenwich it is the next day in Norway."""
    told = problem(fact("date"), "2026-02-28T23:30:00Z", laws)
    assert told is not None and proposed(told.fix) is None and "in Norway" in told.fix.en


# ---------------------------------------------------------------- numbers in doubt, in every reader

DOUBTFUL = {"030": "leading zero", "1.000": "thousands or three decimals", "07.5": "leading zero", "12.345": "thousands", "-00": "leading"}


@pytest.mark.parametrize(("said", "reason"), DOUBTFUL.items())
@pytest.mark.parametrize("plain", [True, False])
def test_a_doubtful_number_is_refused_in_a_case(said: str, reason: str, plain: bool, laws: Laws) -> None:
    for type_ in ("decimal", "integer"):
        told = problem(fact(type_), said, laws, plain=plain)
        assert told is not None and told.code == "bad-number" and reason in told.message.en, told


@pytest.mark.parametrize(("said", "reason"), DOUBTFUL.items())
def test_a_doubtful_number_is_refused_when_it_is_assumed(said: str, reason: str, laws: Laws) -> None:
    problems: list[Diagnostic] = []
    empty = Case("c", {}, None, HERE)
    assume(empty, f"work.hours_per_week={said}", laws.vocabulary, problems)
    assert [told.code for told in problems] == ["bad-number"] and reason in problems[0].message.en


@pytest.mark.parametrize(("said", "reason"), DOUBTFUL.items())
@pytest.mark.parametrize("lang", ["nb", "en"])
def test_a_doubtful_number_is_refused_in_the_interview(said: str, reason: str, lang: Language) -> None:
    told = read_answer(fact("decimal"), said, lang)
    assert isinstance(told, Text) and reason in told.en


@pytest.mark.parametrize(("said", "reason"), DOUBTFUL.items())
def test_a_doubtful_number_is_refused_in_a_register(said: str, reason: str, tmp_path: Path) -> None:
    """As a cell of CSV and as a text of NDJSON."""
    (tmp_path / "in.csv").write_text(f"case;work.hours_per_week\n1;{said}\n", encoding="utf-8")
    (tmp_path / "in.ndjson").write_text(f'{{"case": "1", "work.hours_per_week": "{said}"}}\n', encoding="utf-8")
    for name in ("in.csv", "in.ndjson"):
        assert typed([tmp_path / name, "-o", tmp_path / "out.csv", "--lang", "en"]).exit_code == 1
        (told,) = rejected(tmp_path / "out.csv")
        assert told["code"] == "bad-number" and reason in told["reason"], told


def test_a_number_in_json_is_in_no_doubt(tmp_path: Path) -> None:
    """JSON and a column of numbers have no separator of thousands; nor has Norwegian Excel a comma for one."""
    (tmp_path / "in.ndjson").write_text('{"case": "1", "work.hours_per_week": 29.125}\n', encoding="utf-8")
    (tmp_path / "norwegian.csv").write_text("case;work.hours_per_week\n1;29,125\n", encoding="utf-8")
    for name, options in (("in.ndjson", []), ("norwegian.csv", ["--dialect", "norwegian"])):
        output = tmp_path / "out.csv"
        result = typed([tmp_path / name, "-o", output, "--columns", "work.hours_per_week", *options])
        assert result.exit_code == 0, result.output
        with output.open(encoding="utf-8") as file:
            assert [Decimal(row["work.hours_per_week"]) for row in csv.DictReader(file)] == [Decimal("29.125")]


def test_a_case_that_is_saved_is_read_again(laws: Laws) -> None:
    """Three decimals are written so that nobody takes them for thousands."""
    for number in ("29.125", "1.5", "100.001", "0.125"):
        case = Case("c", {"work.hours_per_week": FactValue(Decimal(number), "stated")}, None, HERE)
        problems: list[Diagnostic] = []
        tree = read_tree("c.yaml", case_text(case, (), laws.vocabulary), problems)
        assert tree is not None
        again = build_case(tree, laws.vocabulary, (), problems)
        assert problems == [] and again is not None and again.facts["work.hours_per_week"].value == Decimal(number)


@pytest.mark.parametrize("number", ["0", "7", "30", "0.5", "0.125", "29.5", "29.1250", "1234.567", "-3", "+3", "1000", "10.25"])
def test_a_plain_number_is_in_no_doubt(number: str) -> None:
    assert doubt(number) is None and unmistakable(number) == number


# ---------------------------------------------------------------- words for nothing

NOTHING = {
    # said: what is proposed or told, for a date, an event, a truth value, a number from 0, words, words with `none`
    "ukjent": ("unknown", "unknown", "unknown", "unknown", "unknown", "unknown"),
    "Vet ikke": ("unknown", "unknown", "unknown", "unknown", "unknown", "unknown"),
    "UNKNOWN": ("unknown", "unknown", "unknown", "unknown", "unknown", "unknown"),
    "ingen": (None, "none", None, None, None, "none"),
    "nei": (None, "none", "false", None, None, None),
    "ja": (None, None, "true", None, None, None),
    "null": (None, None, None, None, None, None),
    "~": (None, None, None, None, None, None),
    "-": (None, None, None, None, None, None),
    "N/A": (None, None, None, None, None, None),
}
KINDS = (
    (fact("date"), ("`unknown`",), ("`none`", "`0`", "`false`")),
    (fact("date", event=True), ("`unknown`", "`none` if it has not happened"), ("`0`", "`false`")),
    (fact("boolean"), ("`unknown`", "`false` for no"), ("`none`", "`0`")),
    (fact("decimal", minimum=0), ("`unknown`", "`0` if there is none"), ("`none`", "`false`")),
    (fact("enum"), ("`unknown`", "red, blue"), ("`none`", "`0`", "`false`")),
    (fact("enum", none=True), ("`unknown`", "`none` if there is none", "red, blue"), ("`0`", "`false`")),
)


@pytest.mark.parametrize("said", NOTHING)
def test_a_word_for_nothing_has_the_hint_of_its_type(said: str, laws: Laws) -> None:
    """A word that means one thing is proposed; of any other, all that the fact can say instead is told, and nothing that it cannot."""
    for (declared, told, never), near in zip(KINDS, NOTHING[said], strict=True):
        found = problem(declared, said, laws)
        assert found is not None
        assert proposed(found.fix) == near, (declared.type, found.fix)
        if near is None:
            assert all(part in found.fix.en for part in told), (declared.type, found.fix)
        assert not any(part in found.fix.en for part in never if near is None), (declared.type, found.fix)


def test_a_number_that_cannot_be_nought_is_not_said_to_be(laws: Laws) -> None:
    found = problem(fact("integer", minimum=1), "ingen", laws)
    assert found is not None and "`0`" not in found.fix.en and "`unknown`" in found.fix.en


def test_a_label_goes_before_a_word_for_nothing(laws: Laws) -> None:
    """Where the vocabulary calls a value so, the value is meant."""
    declared = Fact("thing", "enum", LABEL, LABEL, "s", HERE, None, {"nobody": Text("ingen", "nobody"), **VALUES})
    found = problem(declared, "ingen", laws)
    assert found is not None and proposed(found.fix) == "nobody"


@pytest.mark.parametrize("said", ["vet ikke", "Ikke kjent", "don't know"])
def test_the_interview_knows_other_words_for_unknown(said: str) -> None:
    for declared, _, _ in KINDS:
        assert read_answer(declared, said, "nb") is Wish.UNKNOWN


@pytest.mark.parametrize("said", ["-", "null", "N/A", "ikke aktuelt"])
def test_the_interview_says_what_to_type_for_nothing(said: str) -> None:
    wanted = ("", "«ingen»", "«nei»", " 0 ", "", "")
    for (declared, _, _), word in zip(KINDS, wanted, strict=True):
        told = read_answer(declared, said, "nb")
        assert isinstance(told, Text) and "«ukjent»" in told.nb and word in told.nb


# ---------------------------------------------------------------- floods


def flood(number: int) -> list[str]:
    rng = random.Random(73)
    parts = ["person", "permit", "work", "programme", "hours", "date", "type", "granted", "birth", "offer"]
    return [f"{rng.choice(parts)}_{rng.choice(parts)}{n}" for n in range(number)]


@pytest.mark.parametrize("form", ["case.yaml", "in.csv", "in.ndjson"])
def test_a_flood_of_unknown_names_is_told_in_few_lines(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the exact number, and with no more searches for a name that may be meant than a person can read of."""
    searches = 0
    nearest = diagnostics.suggest

    def counted(word: str, valid: Iterable[str]) -> str | None:
        nonlocal searches
        searches += 1
        return nearest(word, valid)

    monkeypatch.setattr(diagnostics, "suggest", counted)
    names, path = flood(3_000), tmp_path / form
    if form == "case.yaml":
        path.write_text("".join(f"{name}: 1\n" for name in names), encoding="utf-8")
        result = CliRunner().invoke(cli.main, ["--lang", "en", "evaluate", str(path)])
    else:
        lines = [",".join(["case", *names]), ""] if form == "in.csv" else [f'{{"case": "{n}", "{n}": 1}}' for n in names] + [""]
        path.write_text("\n".join(lines), encoding="utf-8")
        result = typed([path, "-o", tmp_path / "out.csv", "--lang", "en"])
    assert result.exit_code == 1 and searches <= 100
    assert len(result.output.splitlines()) < 200
    if form == "in.ndjson":
        assert len(rejected(tmp_path / "out.csv")) == 3_000 and "3000 rows" in result.output
    else:
        assert "… and 2980 more of the same kind: unknown-fact" in result.output and "3000 errors" in result.output


def test_a_flood_in_a_rule_file_is_told_in_few_lines(tmp_path: Path) -> None:
    """Of each code the first are shown and the rest counted."""
    lay_out(tmp_path)
    path = tmp_path / "rules" / "two" / "extra.yaml"
    conditions = "".join(f"        - {name}\n" for name in flood(2_000))
    path.write_text(
        f"""topic: lending
title: {{nb: Mer, en: More}}
rules:
  - id: extra
    title: {{nb: Mer, en: More}}
    source: {{act: lånekortloven, section: "§ 6"}}
    when:
      all:
{conditions}    then: card.right
""",
        encoding="utf-8",
    )
    with standing_in(tmp_path):
        result = hjemmel("check")
    assert "… and 1980 more of the same kind: unknown-name" in result.stderr and len(result.stderr.splitlines()) < 200


def test_a_suggestion_is_what_the_whole_search_finds(laws: Laws) -> None:
    """What is passed over before the exact measure is never the nearest."""
    rng = random.Random(74)
    names = sorted(laws.vocabulary.facts)
    for _ in range(400):
        word = list(rng.choice(names))
        for _ in range(rng.randrange(1, 9)):
            at = rng.randrange(len(word))
            word[at : at + 1] = rng.choice(["", rng.choice("abcdefgæø_.0123"), word[at] * 2, word[at].upper()])
        said = "".join(word)
        found = diagnostics.suggest(said, names)
        whole = difflib.get_close_matches(said.casefold(), names, n=1, cutoff=0.72)
        assert found == (whole[0] if whole else None) or (
            found is not None and (found.casefold() == said.casefold() or sorted(found) == sorted(said.casefold()))
        )


def properties(schema: object) -> Iterable[str]:
    """Yield the names of fields that a schema knows."""
    if isinstance(schema, dict):
        yield from schema.get("properties", ())
        for part in schema.values():
            yield from properties(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from properties(part)


def test_a_key_that_is_proposed_is_one() -> None:
    """And what it is called elsewhere is compared in small letters."""
    known = {name for path in (HOME / "schemas").glob("*.json") for name in properties(json.loads(path.read_text(encoding="utf-8")))}
    assert KEYS.keys() <= known
    assert all(word == word.casefold() != key for key, words in KEYS.items() for word in words)
    assert key_meant("Lov", ["act", "section"]) == "act" and key_meant("lov", ["acts"]) == "acts" and key_meant("når", ["then"]) is None
