"""Profiles: a register as a municipality has it gives the decisions of the register that is written by hand, or says why not."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from engine.batch.parquet import flat_columns, typed_register
from engine.batch.profile import Profile, build_profile
from engine.batch.profiled import profiled
from engine.batch.register import Register, RowBlock
from engine.batch.written_values import date_pattern, read_date, read_number
from engine.diagnostics import Diagnostic, Rejected
from engine.language.located import read_tree
from engine.loading import load_laws
from engine.model import Place, Vocabulary
from engine.schemas import validate

from .made_up_law import BASE, Result, hjemmel, lay_out, standing_in

PROFILE = """\
case: Lånernr
dates: DD.MM.YYYY
numbers: comma
facts:
  person.birth_date: {column: Født, empty: reject}
  person.resident: {column: Bosatt, codes: {J: true, N: false, "?": unknown}, empty: unknown}
  card.application_date: {either: [Søkt skranke, Søkt nett], empty: unknown}
  card.lost_date: {column: Tapt, written: YYYY-MM-DD, codes: {9999-12-31: none}, empty: none}
  reader.category:
    columns: [Gruppe, Skole]
    codes:
      - {when: [U, ""], value: child}
      - {when: [V, UH], value: student}
      - {when: [V, ""], value: other}
    empty: unknown
  reader.level: {constant: fluent}
  reading.hours_per_week: {column: Timer, empty: 0}
  loans.count: {column: Lån, empty: unknown}
  person.remark: {column: Merknad, empty: unknown}
ignored: [Navn]
"""
HEAD = "Lånernr;Navn;Født;Bosatt;Søkt skranke;Søkt nett;Tapt;Gruppe;Skole;Timer;Lån;Merknad"
SOUND = """\
L-1;A;01.02.1990;J;03.03.2012;;;V;UH;7,5;2;
L-2;B;01.02.2001;N;;03.03.2012;9999-12-31;U;;;;
L-3;C;28.02.1971;?;03.03.2012;03.03.2012;2012-04-01;;;0;12;søkt; på nytt
L-4;D;01.12.1960;;;;;V;;40;0;"=2+2"
""".replace("søkt; på nytt", '"søkt; på nytt"')
PLAIN = """\
case,person.birth_date,person.resident,card.application_date,card.lost_date,reader.category,reader.level,reading.hours_per_week,loans.count,person.remark
L-1,1990-02-01,true,2012-03-03,none,student,fluent,7.5,2,
L-2,2001-02-01,false,2012-03-03,none,child,fluent,0,,
L-3,1971-02-28,,2012-03-03,2012-04-01,,fluent,0,12,søkt; på nytt
L-4,1960-12-01,,,none,other,fluent,40,0,=2+2
"""
SUPPLIED = {
    "L-1": "card.lost_date=empty reader.level=constant",
    "L-2": "reader.level=constant reading.hours_per_week=empty",
    "L-3": "reader.level=constant",
    "L-4": "card.lost_date=empty reader.level=constant",
}
"""Whatever no cell states: L-2 has the code of an event that has not happened, L-3 the number nought."""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    lay_out(tmp_path)
    (tmp_path / "profile.yaml").write_text(PROFILE, encoding="utf-8")
    with standing_in(tmp_path):
        yield tmp_path


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    laws = load_laws(BASE / "rules").laws
    assert laws is not None
    return laws.vocabulary


def decided(register: str, *options: str) -> tuple[Result, list[dict[str, str]], list[dict[str, str]]]:
    """Return what `batch` printed, its rows, and its rejects."""
    result = hjemmel("batch", register, "-o", "out.csv", "--trail", *options)
    found = []
    for name in ("out.csv", "out.csv.rejects.csv"):
        with Path(name).open(encoding="utf-8", newline="") as file:
            found.append(list(csv.DictReader(file)))
    return result, found[0], found[1]


def without_profile(row: dict[str, str]) -> dict[str, str]:
    return {name: cell for name, cell in row.items() if name not in ("profile", "by_profile")}


def test_a_register_by_profile_is_decided_as_the_one_written_by_hand(folder: Path) -> None:
    """Every conclusion, rule and fact is the same, and each row tells which facts no cell states; `explain` gives that as their source."""
    (folder / "plain.csv").write_text(PLAIN, encoding="utf-8")
    _, expected, _ = decided("plain.csv")
    (folder / "register.csv").write_text(f"{HEAD}\n{SOUND}", encoding="cp1252")
    (folder / "profile.yaml").rename("the profile.yaml")
    result, rows, rejects = decided("register.csv", "--profile", "the profile.yaml", "--encoding", "windows-1252")
    assert (result.code, rejects) == (0, [])
    assert [without_profile(row) for row in rows] == [without_profile(row) for row in expected]
    assert {row["case"]: row["by_profile"] for row in rows} == SUPPLIED
    assert len({row["profile"] for row in rows}) == 1 and rows[0]["profile"].startswith("the profile.yaml sha256:")
    assert "Stated by the profile, not by a cell" in result.stdout
    shown = hjemmel("explain", "--from", "out.csv", "--case", "L-2", "--format", "json", "--full").stdout
    facts = json.loads(shown)["facts"]
    assert facts["reader.level"]["source"] == "constant of the profile the profile.yaml"
    assert facts["reading.hours_per_week"]["source"] == "empty cell, read as the profile the profile.yaml says"
    assert "source" not in facts["card.lost_date"] and "source" not in facts["person.birth_date"]


def test_every_form_of_a_register_is_read_alike(folder: Path) -> None:
    """NDJSON with strings, and Parquet with dates and numbers, say what CSV says."""
    (folder / "register.csv").write_text(f"{HEAD}\n{SOUND}", encoding="utf-8")
    _, expected, _ = decided("register.csv", "--profile", "profile.yaml")
    frame = pl.read_csv("register.csv", separator=";", infer_schema=False).with_columns(pl.all().replace("", None))
    frame.write_ndjson("register.ndjson")
    days, numbers = (
        pl.col("Født", "Søkt skranke", "Søkt nett").str.to_date("%d.%m.%Y"),
        pl.col("Timer").str.replace(",", ".").cast(pl.Float64),
    )
    frame.with_columns(days, numbers, pl.col("Lån").cast(pl.Int16)).write_parquet("register.parquet")
    for form in ("ndjson", "parquet"):
        result, rows, rejects = decided(f"register.{form}", "--profile", "profile.yaml")
        assert (result.code, rejects, rows) == (0, [], expected), form


BAD_CELLS = [
    ({"Født": ""}, "Født", "empty-value", "`Født` is empty"),
    ({"Født": "1990-02-01"}, "Født", "bad-date", "not a date written DD.MM.YYYY"),
    ({"Født": "1.2.1990"}, "Født", "bad-date", "not a date written DD.MM.YYYY"),
    ({"Født": "01.02.1990 "}, "Født", "bad-date", "not a date written DD.MM.YYYY"),
    ({"Født": "29.02.1990"}, "Født", "bad-date", "a day that does not exist"),
    ({"Født": "01.02.0090"}, "Født", "out-of-range", "`person.birth_date` is"),
    ({"Født": "unknown"}, "Født", "bad-date", "`unknown`"),
    ({"Bosatt": "j"}, "Bosatt", "unknown-value", "`Bosatt` is `j`, which the profile does not name"),
    ({"Bosatt": "J "}, "Bosatt", "unknown-value", "`Bosatt` is `J `"),
    ({"Bosatt": "true"}, "Bosatt", "unknown-value", "`Bosatt` is `true`"),
    ({"Søkt nett": "04.03.2012"}, "Søkt skranke, Søkt nett", "stated-twice", "`03.03.2012`, `04.03.2012`"),
    ({"Tapt": "01.04.2012"}, "Tapt", "bad-date", "YYYY-MM-DD"),
    ({"Gruppe": "", "Skole": "UH"}, "Gruppe, Skole", "unknown-value", "`Gruppe`, `Skole` is ``, `UH`"),
    ({"Gruppe": "U"}, "Gruppe, Skole", "unknown-value", "`U`, `UH`"),
    ({"Timer": "7.5"}, "Timer", "bad-number", "not a number with a decimal comma"),
    ({"Timer": "1 000"}, "Timer", "bad-number", "`1 000`"),
    ({"Timer": "07"}, "Timer", "bad-number", "`07`"),
    ({"Timer": "169"}, "Timer", "out-of-range", "169"),
    ({"Lån": "2,5"}, "Lån", "bad-number", "2.5"),
    ({"Lånernr": ""}, "Lånernr", "missing-key", "no `case`"),
    ({"Født": "04.03.2012"}, "", "contradiction", "before birth"),
]
"""Cells that are not in the first row of `SOUND`; the column, the code and a part of the reason of their reject."""


def test_a_cell_that_the_profile_does_not_cover_rejects_its_row(folder: Path) -> None:
    """The row is told by the name of its column, and all others are decided."""
    first, *others = SOUND.splitlines()
    sound = dict(zip(HEAD.split(";"), first.split(";"), strict=True))
    bad = [";".join({**sound, "Lånernr": f"B-{number}", **cells}.values()) for number, (cells, *_) in enumerate(BAD_CELLS)]
    (folder / "register.csv").write_text("\n".join([HEAD, *bad, *others, ""]), encoding="utf-8")
    result, rows, rejects = decided("register.csv", "--profile", "profile.yaml")
    expected = [(str(number + 2), column, code) for number, (_, column, code, _) in enumerate(BAD_CELLS)]
    assert [(told["row"], told["column"], told["code"]) for told in rejects] == expected
    for told, (*_, says) in zip(rejects, BAD_CELLS, strict=True):
        assert says in told["reason"] and told["suggestion"], told
    assert (result.code, [one["case"] for one in rows]) == (1, ["L-2", "L-3", "L-4"])


def test_all_flaws_of_a_row_are_told_at_once(folder: Path) -> None:
    """What the profile does not cover, and what no case file may say."""
    row = ";".join(["L-1", "A", "1990", "X", "", "", "", "", "", "169", "2,5", ""])
    (folder / "register.csv").write_text(f"{HEAD}\n{row}\n", encoding="utf-8")
    _, rows, rejects = decided("register.csv", "--profile", "profile.yaml")
    assert rows == [] and {told["column"] for told in rejects} == {"Født", "Bosatt", "Timer", "Lån"}


def test_a_row_of_ndjson_has_the_names_of_the_profile(folder: Path) -> None:
    """A name too many and a name too few reject the row: neither is left out without a word."""
    first = dict(zip(HEAD.split(";"), SOUND.splitlines()[0].split(";"), strict=True))
    more, less = (
        {**first, "Lånernr": "L-8", "Kjønn": "K"},
        {name: cell for name, cell in first.items() if name != "Timer"} | {"Lånernr": "L-9"},
    )
    (folder / "register.ndjson").write_text("".join(f"{json.dumps(row)}\n" for row in (first, more, less)), encoding="utf-8")
    _, rows, rejects = decided("register.ndjson", "--profile", "profile.yaml")
    assert [row["case"] for row in rows] == ["L-1"]
    told = [(row["case"], row["column"], row["code"]) for row in rejects]
    assert told == [("L-8", "Kjønn", "unmapped-column"), ("L-9", "Timer", "missing-column")]


def test_what_a_row_says_of_its_profile_must_be_possible(folder: Path) -> None:
    """A way that there is not, a fact that the row does not state, a profile without a name, and a column that was renamed."""
    (folder / "register.csv").write_text(f"{HEAD}\n{SOUND}", encoding="utf-8")
    decided("register.csv", "--profile", "profile.yaml")
    written = (folder / "out.csv").read_text(encoding="utf-8")
    for before, after, says in (
        ("card.lost_date=empty", "card.lost_date=certain", "`by_profile` is"),
        ("card.lost_date=empty", "person.resides=empty", "`by_profile` is"),
        ("profile.yaml sha256:", "", "`profile` is"),
        ("by_profile", "by_profil", "`by_profile` is missing"),
    ):
        (folder / "out.csv").write_text(written.replace(before, after), encoding="utf-8")
        result = hjemmel("explain", "--from", "out.csv", "--case", "L-1")
        assert result.code == 1 and says in result.stderr, result


def test_a_profile_says_how_values_are_written(folder: Path) -> None:
    """So no dialect goes with it."""
    (folder / "register.csv").write_text(f"{HEAD}\n{SOUND}", encoding="utf-8")
    result = hjemmel("batch", "register.csv", "-o", "out.csv", "--profile", "profile.yaml", "--dialect", "norwegian")
    assert result.code == 2 and "leave --dialect out" in result.stderr


def test_the_columns_of_the_profile_are_written_whatever_is_chosen(folder: Path) -> None:
    (folder / "register.csv").write_text(f"{HEAD}\n{SOUND}", encoding="utf-8")
    hjemmel("batch", "register.csv", "-o", "out.csv", "--profile", "profile.yaml", "--columns", "card.right")
    assert (folder / "out.csv").read_text(encoding="utf-8").startswith("case,read_until,by_profile,profile,card.right,card.right.status\n")


# ---------------------------------------------------------------- the schema, and how values are written


def built(text: str, vocabulary: Vocabulary) -> tuple[Profile | None, list[Diagnostic], list[Diagnostic]]:
    """Return the profile that a text states, what the loader rejects in it, and what the schema rejects."""
    problems: list[Diagnostic] = []
    tree = read_tree("profile.yaml", text, problems)
    assert tree is not None and not problems
    return build_profile(tree, vocabulary, "profile.yaml", text.encode(), problems), problems, validate(tree, "profile.schema.json")


def test_what_an_empty_cell_means_is_said_by_empty_alone(vocabulary: Vocabulary) -> None:
    """A code of no cell would decide what `empty` rejects; YAML has no key without text."""
    codes = '{columns: [A, B], codes: [{when: ["", ""], value: x}], empty: reject}'
    _, problems, _ = built(f"case: Nr\nfacts:\n  person.remark: {codes}\n", vocabulary)
    assert [(problem.code, problem.fix.en) for problem in problems] == [
        ("stated-twice", "delete the code, and write the value under `empty`")
    ]


def by_profile(facts: str, frame: pl.DataFrame, vocabulary: Vocabulary) -> tuple[Profile, Register]:
    """Return the profile of some facts, and what it reads from a frame of texts or of values, whose ids stand in `Nr`."""
    profile, problems, _ = built(f"case: Nr\ndates: DD.MM.YYYY\nnumbers: comma\nfacts: {{{facts}}}\n", vocabulary)
    assert profile is not None and not problems
    register = typed_register(
        "x", flat_columns(frame.schema, Place("x", 1, 1)), lambda size, only: iter([RowBlock(range(1, len(frame) + 1), frame, ())])
    )
    return profile, profiled(register, profile)


def read_by(facts: str, frame: pl.DataFrame, vocabulary: Vocabulary) -> tuple[list[str | None], list[str]]:
    """Return the cells of the one fact that a profile reads from a frame, and the codes of its flaws."""
    profile, register = by_profile(facts, frame.with_columns(pl.lit("a").alias("Nr")), vocabulary)
    (block,) = register.blocks(10, None)
    return block.cells[profile.readings[0].fact].to_list(), [flaw.problem.code for flaw in block.cell_flaws]


HOURS = "reading.hours_per_week: {column: A, codes: %s, empty: reject}"
BORN = "person.birth_date: {column: A, codes: %s, empty: reject}"
REMARK = "person.remark: {column: A, codes: {99: unknown}, empty: reject}"
NO_DATE = date(1900, 1, 1)


@pytest.mark.parametrize(
    ("facts", "cells", "found", "flaws"),
    [
        (HOURS % '{"0": unknown}', ["0", "0,0", "0,00", "-0", "0,5"], ["unknown"] * 4 + ["0.5"], []),
        (HOURS % '{"99": unknown}', ["99,0", "99,1"], ["unknown", "99.1"], []),
        (HOURS % '{"99": unknown}', [99.0, 99.5], ["unknown", "99.5"], []),
        (HOURS % '{"99.0": unknown}', [99], ["unknown"], []),
        (HOURS % '{"1.000": unknown}', ["1", "1.000"], ["1", "unknown"], []),
        (HOURS % '{"0": unknown, "0,0": 0}', ["0", "0,0", "0,00"], ["unknown", "0", None], ["unknown-value"]),
        (REMARK, [99.0, 98.0, 9.5], ["unknown", '"98', '"9.5'], []),
        (REMARK, pl.Series([99, 9.5], dtype=pl.Float32), ["unknown", '"9.5'], []),
        (BORN % '{"01.01.1900": unknown}', [NO_DATE, date(1900, 1, 2)], ["unknown", "1900-01-02"], []),
        (BORN % '{"1900-01-01": unknown}', ["01.01.1900", "02.01.1900"], ["unknown", "1900-01-02"], []),
    ],
)
def test_a_code_is_its_value_however_a_cell_spells_it(
    facts: str, cells: list[object] | pl.Series, found: list[str | None], flaws: list[str], vocabulary: Vocabulary
) -> None:
    """Nought hours, or a birth in 1900, is never decided where a code says that it is unknown; two codes of one value reject the row."""
    assert read_by(facts, pl.DataFrame({"A": cells}), vocabulary) == (found, flaws)


@pytest.mark.parametrize("ids", [[1.0], [True], [date(2020, 1, 2)]])
def test_an_id_is_text_or_a_whole_number(ids: list[object], vocabulary: Vocabulary) -> None:
    """By a profile as without one: the case could not be found again under what another type is spelt as."""
    facts = "person.remark: {column: A, empty: unknown}"
    with pytest.raises(Rejected) as refused:
        by_profile(facts, pl.DataFrame({"Nr": ids, "A": ["x"]}), vocabulary)
    assert [problem.code for problem in refused.value.diagnostics] == ["wrong-type"]
    assert by_profile(facts, pl.DataFrame({"Nr": [1], "A": ["x"]}), vocabulary)


def test_a_date_of_a_type_is_not_read_by_a_spelling(vocabulary: Vocabulary) -> None:
    """Whatever the type of the other column is; a text that looks like it is another day."""
    facts = "card.application_date: {either: [A, B], written: YYYY-DD-MM, empty: unknown}"
    day = date(2020, 3, 4)
    frame = pl.DataFrame({"A": [day, None, day, None], "B": [None, "2020-03-04", "2020-03-04", ""]}, schema={"A": pl.Date, "B": pl.String})
    assert read_by(facts, frame, vocabulary) == (["2020-03-04", "2020-04-03", None, "unknown"], ["stated-twice"])


def test_what_a_profile_says_of_csv_is_refused_of_another_form(folder: Path) -> None:
    (folder / "register.ndjson").write_text('{"Nr": "a"}\n', encoding="utf-8")
    for field in ("encoding: windows-1252", "separator: pipe"):
        (folder / "p.yaml").write_text(f"case: Nr\n{field}\nfacts:\n  reader.level: {{constant: fluent}}\n", encoding="utf-8")
        result = hjemmel("batch", "register.ndjson", "-o", "out.csv", "--profile", "p.yaml")
        assert result.code == 1 and "p.yaml:2:" in result.stderr and "register.ndjson is not CSV" in result.stderr, result


def test_the_schema_accepts_what_the_loader_accepts(vocabulary: Vocabulary) -> None:
    profile, problems, schema = built(PROFILE, vocabulary)
    assert profile is not None and problems == schema == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("case: Lånernr\n", ""),
        ("case: Lånernr", "case: [Lånernr]"),
        ("dates: DD.MM.YYYY", "dates: DD.MM.YY"),
        ("dates: DD.MM.YYYY", "dates: dd.mm.yyyy"),
        ("numbers: comma", "numbers: ','"),
        ("ignored: [Navn]", "ignored: Navn"),
        ("ignored: [Navn]", "encoding: latin-1"),
        ("ignored: [Navn]", "separator: ';'"),
        ("ignored: [Navn]", "others: [Navn]"),
        ("{column: Født, empty: reject}", "{column: Født}"),
        ("{column: Født, empty: reject}", "Født"),
        ("{column: Født, empty: reject}", "{columns: [Født], codes: [], empty: reject}"),
        ("{column: Født, empty: reject}", "{columns: [Født, Navn], empty: reject}"),
        ("{constant: fluent}", "{constant: fluent, empty: unknown}"),
        ("{constant: fluent}", "{constant: fluent, column: Nivå, empty: unknown}"),
        ("{constant: fluent}", "{}"),
        ('- {when: [U, ""], value: child}', '- {when: [U, ""]}'),
        ('- {when: [U, ""], value: child}', "- {when: U, value: child}"),
        ('- {when: [U, ""], value: child}', "- {when: [U], value: child}"),
        ("empty: 0}", "empty: }"),
    ],
)
def test_the_schema_rejects_what_the_loader_rejects(before: str, after: str, vocabulary: Vocabulary) -> None:
    assert before in PROFILE
    _, problems, schema = built(PROFILE.replace(before, after, 1), vocabulary)
    assert problems and schema


@pytest.mark.parametrize(
    ("pattern", "cell", "day"),
    [
        ("DD.MM.YYYY", "01.03.2026", date(2026, 3, 1)),
        ("D.M.YYYY", "1.3.2026", date(2026, 3, 1)),
        ("D.M.YYYY", "01.03.2026", date(2026, 3, 1)),
        ("YYYYMMDD", "20260301", date(2026, 3, 1)),
        ("MM/DD/YYYY", "03/01/2026", date(2026, 3, 1)),
        ("DD.MM.YYYY 00:00:00", "01.03.2026 00:00:00", date(2026, 3, 1)),
        ("DD.MM.YYYY 00:00:00", "01.03.2026 13:45:00", None),
        ("DD.MM.YYYY", "31.04.2026", None),
        ("DD.MM.YYYY", "01-03-2026", None),
        ("DD.MM.YYYY", "01x03x2026", None),
        ("DD.MM.YYYY", "٠١.٠٣.٢٠٢٦", None),
    ],
)
def test_a_date_is_read_as_it_is_declared_and_in_no_other_way(pattern: str, cell: str, day: date | None) -> None:
    found = date_pattern(pattern)
    assert found is not None and read_date(cell, found) == day


@pytest.mark.parametrize(
    "pattern", ["", "YYYY", "DD.MM.YY", "DD.MM.YYYY.DD", "DMYYYY", "D0M.YYYY", "dd.mm.yyyy", "DD. MMM YYYY", "YYYY-MM-DDX"]
)
def test_what_could_be_read_in_two_ways_is_no_pattern(pattern: str) -> None:
    assert date_pattern(pattern) is None


def test_a_number_has_the_decimal_mark_that_is_declared() -> None:
    assert [read_number(cell, "comma") for cell in ("7,5", "-0,5", "7", "7.5", "7,", ",5", "1.000", "+7", "7e3", "٧")] == [
        "7.5",
        "-0.5",
        "7",
        *[None] * 7,
    ]
    assert [read_number(cell, "point") for cell in ("7.5", "7,5")] == ["7.5", None]
