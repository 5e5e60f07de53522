"""Excel: a cell is what its type says, and what has lost its value is told and never read as empty or as another number."""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from engine.batch.excel import _is_shown_otherwise

from .made_up_law import hjemmel, lay_out, standing_in

HEAD = ["case", "person.birth_date", "person.resident", "reader.category", "reading.hours_per_week", "loans.count", "person.remark"]
SOUND: list[list[Any]] = [
    ["a", date(1990, 2, 1), True, "child", 7.5, 2, "x"],
    [12, datetime.combine(date(1990, 2, 1), time()), False, "student", 12, None, None],
    ["c", "1990-02-01", None, None, None, 0, " unknown"],
]
AS_CSV = """\
case,person.birth_date,person.resident,reader.category,reading.hours_per_week,loans.count,person.remark
a,1990-02-01,true,child,7.5,2,x
12,1990-02-01,false,student,12,,
c,1990-02-01,,,,0, unknown
"""
BAD: list[tuple[str, Any, str, str]] = [
    ("person.birth_date", datetime.combine(date(1990, 2, 1), time(13, 45)), "bad-date", "1990-02-01 13:45:00"),
    ("person.birth_date", time(13, 45), "bad-date", "13:45"),
    ("person.birth_date", 33000, "bad-date", "33000"),
    ("person.birth_date", "01.02.1990", "bad-date", "01.02.1990"),
    ("person.resident", "true", "bad-boolean", "true"),
    ("person.resident", 1, "bad-boolean", "1"),
    ("reader.category", "=A1", "empty-value", "formula that has not been computed"),
    ("reading.hours_per_week", "#N/A", "bad-number", "the error #N/A"),
    ("reading.hours_per_week", "7,5", "bad-number", "7,5"),
    ("reading.hours_per_week", "7.5", "bad-number", "7.5"),
    ("loans.count", 2.5, "bad-number", "2.5"),
    ("loans.count", 1e22, "bad-number", "1"),
]
"""A column, a cell of it, and the code and a part of the reason of its reject."""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    lay_out(tmp_path)
    with standing_in(tmp_path):
        yield tmp_path


def book(rows: list[list[Any]], change: Callable[[Any], object] = lambda sheet: None, *others: str) -> None:
    """Write a workbook of one sheet, and of others with a cell each."""
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    change(workbook.active)
    for name in others:
        workbook.create_sheet(name).append(["x"])
    workbook.save("register.xlsx")


def decided(register: str) -> tuple[int, list[dict[str, str]], list[dict[str, str]]]:
    result = hjemmel("batch", register, "-o", "out.csv", "--trail")
    found = []
    for name in ("out.csv", "out.csv.rejects.csv"):
        with Path(name).open(encoding="utf-8", newline="") as file:
            found.append(list(csv.DictReader(file)))
    return result.code, found[0], found[1]


def test_a_workbook_says_what_the_same_csv_says(folder: Path) -> None:
    """Empty columns and rows at the end, and a second sheet without cells, are none."""
    (folder / "register.csv").write_text(AS_CSV, encoding="utf-8")
    expected = decided("register.csv")
    book([HEAD, *SOUND, [None] * 9, [""]], lambda sheet: sheet.parent.create_sheet("Ark2"))
    assert decided("register.xlsx") == expected
    assert expected[0] == 0 and len(expected[1]) == 3


def test_what_a_cell_has_lost_is_told(folder: Path) -> None:
    """Each in its row, by its column; a row that is empty in the middle has no id."""
    sound = dict(zip(HEAD, SOUND[0], strict=True))
    rows = [list({**sound, "case": f"b-{number}", column: cell}.values()) for number, (column, cell, _, _) in enumerate(BAD)]
    percent = list({**sound, "case": "p"}.values())
    book(
        [HEAD, *rows, [], percent, [*SOUND[0], "beyond"], SOUND[2]],
        lambda sheet: setattr(sheet.cell(len(BAD) + 3, 5), "number_format", "0.0%"),
    )
    code, found, rejects = decided("register.xlsx")
    told = [(row["row"], row["case"], row["column"], row["code"]) for row in rejects]
    assert told[: len(BAD)] == [(str(at + 2), f"b-{at}", column, code) for at, (column, _, code, _) in enumerate(BAD)]
    for row, (*_, says) in zip(rejects, BAD, strict=False):
        assert says in row["reason"], row
    last = len(BAD) + 2
    assert told[len(BAD) :] == [
        (str(last), "", "case", "missing-key"),
        (str(last + 1), "p", "reading.hours_per_week", "bad-number"),
        (str(last + 2), "a", "", "wrong-shape"),
    ]
    assert (code, [row["case"] for row in found]) == (1, ["c"])


@pytest.mark.parametrize(
    ("value", "number_format", "is_otherwise"),
    [
        (123, "00000", True),
        (123, "000 00", True),
        (12345, "00000", False),
        (1, '00"x"', True),
        (1500, "0.0,", True),
        (1500, "#,##0,", True),
        (1500, "0,.0", True),
        (1500, "#,##0.00", False),
        (1.5, "0.00", False),
        (1, "General", False),
        (1, '"000"0', False),
        (0.5, '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', False),
        (0.5, "0.00E+00", False),
        (float("inf"), "General", False),
    ],
)
def test_a_number_that_a_format_shows_otherwise(value: float, number_format: str, is_otherwise: bool) -> None:
    """With noughts before it, or in thousands; decimals that are not shown are no other number."""
    assert _is_shown_otherwise(value, number_format) == is_otherwise


def test_an_id_is_what_is_shown(folder: Path) -> None:
    """Text, or a whole number as it is; a padded number, a broken one, a truth value and a day are told."""
    ids: list[tuple[Any, str, str]] = [
        (123, "00000", "bad-number"),
        (1.5, "0", "wrong-type"),
        (True, "General", "wrong-type"),
        (date(2026, 1, 2), "yyyy-mm-dd", "wrong-type"),
    ]

    def change(sheet: Any) -> None:
        for row, (_, number_format, _) in enumerate(ids, 2):
            sheet.cell(row, 1).number_format = number_format

    book([HEAD, *([one, *SOUND[0][1:]] for one, _, _ in ids), ["00123", *SOUND[0][1:]], [7, *SOUND[0][1:]]], change)
    _, found, rejects = decided("register.xlsx")
    assert [(row["column"], row["code"]) for row in rejects] == [("case", code) for *_, code in ids]
    assert [row["case"] for row in found] == ["00123", "7"]


def test_merged_cells_are_seen_whatever_the_prefix_of_their_names(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And wherever the file is cut into the parts that are read."""
    book([HEAD, *SOUND], lambda sheet: sheet.merge_cells("B2:B3"))
    with ZipFile("register.xlsx") as before, ZipFile("prefixed.xlsx", "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", content).replace(b"xmlns=", b"xmlns:x=")
            after.writestr(name, content)
    for part in (2**20, 7, 1):
        monkeypatch.setattr("engine.batch.excel._PART", part)
        result = hjemmel("batch", "prefixed.xlsx", "-o", "out.csv")
        assert result.code == 1 and "merged" in result.stderr, (part, result)


def test_a_second_sheet_of_formulas_that_are_not_computed_is_one(folder: Path) -> None:
    book([HEAD, SOUND[0]], lambda sheet: sheet.parent.create_sheet("Ark2").append(["=1+1"]))
    result = hjemmel("batch", "register.xlsx", "-o", "out.csv")
    assert result.code == 1 and "Sheet, Ark2" in result.stderr, result


@pytest.mark.parametrize(
    ("rows", "change", "others", "code", "says"),
    [
        ([HEAD, SOUND[0]], None, ("Ark2",), "unreadable", "Sheet, Ark2"),
        ([HEAD, SOUND[0], SOUND[1]], lambda sheet: sheet.merge_cells("B2:B3"), (), "unreadable", "merged"),
        ([], None, (), "empty-file", ""),
        ([[None, "case"], ["a", "b"]], None, (), "empty-value", "no name"),
        ([["case", "case"], ["a", "b"]], None, (), "stated-twice", "twice"),
        ([["case", "person.birthdate"], ["a", None]], None, (), "unknown-fact", "person.birth_date"),
        ([["id"], ["a"]], None, (), "missing-key", "`case`"),
    ],
    ids=["sheets", "merged", "empty", "nameless", "twice", "unknown", "no-id"],
)
def test_a_workbook_that_is_no_register_is_refused(
    rows: list[list[Any]], change: Callable[[Any], object] | None, others: tuple[str, ...], code: str, says: str, folder: Path
) -> None:
    book(rows, change or (lambda sheet: None), *others)
    result = hjemmel("batch", "register.xlsx", "-o", "out.csv")
    assert result.code == 1 and f"error[{code}]" in result.stderr and says in result.stderr, result
    assert not (folder / "out.csv").exists()


def test_what_is_no_workbook_is_refused(folder: Path) -> None:
    (folder / "register.xlsx").write_text("case;person.birth_date\n", encoding="utf-8")
    result = hjemmel("batch", "register.xlsx", "-o", "out.csv")
    assert result.code == 1 and "error[unreadable]" in result.stderr


def test_a_damaged_workbook_is_refused(folder: Path) -> None:
    """A part that cannot be unpacked, one that is packed in a way that is not known, and a cell of a format that is not there."""
    book([HEAD, SOUND[0]])
    content = (folder / "register.xlsx").read_bytes()
    with ZipFile("register.xlsx") as parts, ZipFile("styleless.xlsx", "w") as other:
        sheet = parts.getinfo("xl/worksheets/sheet1.xml")
        for name in parts.namelist():
            other.writestr(name, re.sub(rb' s="[1-9]"', b' s="99"', parts.read(name)) if name == sheet.filename else parts.read(name))
    packed = sheet.header_offset + 30 + len(sheet.filename)
    listed = content.rindex(sheet.filename.encode()) - 46
    for name, damaged in (
        ("damaged.xlsx", content[:packed] + b"\xff" * 40 + content[packed + 40 :]),
        ("packed.xlsx", content[: listed + 10] + b"\x63" + content[listed + 11 :]),
        ("styleless.xlsx", (folder / "styleless.xlsx").read_bytes()),
    ):
        (folder / name).write_bytes(damaged)
        result = hjemmel("batch", name, "-o", "out.csv")
        assert result.code == 1 and "error[unreadable]" in result.stderr, (name, result)
        assert not (folder / "out.csv").exists()


def test_a_row_is_shown_with_its_own_cells(folder: Path) -> None:
    """Whatever is wrong in a column that is ignored: no row of it takes the place of the next."""
    (folder / "p.yaml").write_text(
        "case: Nr\nnumbers: comma\nfacts:\n  loans.count: {column: Lån, empty: unknown}\nignored: [X]\n", encoding="utf-8"
    )
    book([["Nr", "Lån", "X"], ["a", 1, "#N/A"], ["b", 2, None]])
    result = hjemmel("profile", "register.xlsx", "--profile", "p.yaml")
    assert re.findall(r"Row ([0-9]: [a-z])\n.*\n +Lån +([0-9])", result.stdout) == [("2: a", "1"), ("3: b", "2")]


def test_decisions_are_not_written_as_excel(folder: Path) -> None:
    (folder / "register.csv").write_text(AS_CSV, encoding="utf-8")
    result = hjemmel("batch", "register.csv", "-o", "out.xlsx")
    assert result.code == 1 and ".parquet" in result.stderr and not (folder / "out.xlsx").exists()


def test_a_workbook_is_read_by_a_profile(folder: Path) -> None:
    """A date is a date, and a number a number, whatever spelling the texts of the column have."""
    (folder / "profile.yaml").write_text(
        "case: Nr\ndates: DD.MM.YYYY\nnumbers: comma\nfacts:\n  person.birth_date: {column: Født, empty: reject}\n"
        "  reading.hours_per_week: {column: Timer, empty: 0}\n  reader.category: {column: Gruppe, codes: {1: child}, empty: unknown}\n",
        encoding="utf-8",
    )
    book(
        [["Nr", "Født", "Timer", "Gruppe"], ["a", date(1990, 2, 1), 7.5, 1], ["b", "01.02.1990", "7,5", "1"], ["c", "1990-02-01", "7.5", 2]]
    )
    result = hjemmel("batch", "register.xlsx", "-o", "out.csv", "--profile", "profile.yaml", "--trail")
    with (folder / "out.csv").open(encoding="utf-8", newline="") as file:
        a, b = csv.DictReader(file)
    assert {**a, "case": ""} == {**b, "case": ""} and a["person.birth_date"] == "1990-02-01" and result.code == 1
    with (folder / "out.csv.rejects.csv").open(encoding="utf-8", newline="") as file:
        assert {(row["case"], row["column"]) for row in csv.DictReader(file)} == {("c", "Født"), ("c", "Timer"), ("c", "Gruppe")}


def test_without_the_extra_it_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book([HEAD, SOUND[0]])
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    result = hjemmel("batch", "register.xlsx", "-o", "out.csv")
    assert result.code == 1 and "hjemmel[excel]" in result.stderr
