"""The id of a case: one rule wherever it is stated, and nothing of it that a spreadsheet would run."""

from __future__ import annotations

import csv
import json
import sys
import unicodedata
from itertools import product
from pathlib import Path

import polars as pl
import pytest

from engine.batch.writing import shielded, unshielded, write_frames
from engine.language import ids

from .made_up_law import BASE, hjemmel, lay_out, standing_in

GOOD = (
    *("1", "0123", "2012-000017", "sak 7", "Åse", "a/b.c", "e5", "12e5", "N/A-7", "3,5 tonn", "nana"),
    *("x" * 200, "mars-17", "日本", "7+7"),
)
"""What may be an id: nothing of it could be another."""

MADE = (
    *("2,02E+11", "2.02E+11", "2.02e11", "1E-7", "#N/A", "#VERDI!", "####", '="0123"', "'0123"),
    *("12.0", "12,00", "01.jan", "3-mai", "jan.23", "NaN", "null", "<NA>"),
)
"""What spreadsheets and programs make of ids, or put in their place."""

FORMULAS = ('=cmd|"/c calc"!A1', "+47", "-1", "@SUM(1)", "7;=1+1", "7, =HYPERLINK(1)", "=1", "-")

NOT_SEEN = [
    *"\0\a\b\t\n\v\f\r\x1b\x7f\x85\xa0\xad",  # control, no-break space, soft hyphen
    *"\u034f\u061c\u115f\u17b4\u180e\u2000\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202e\u202f\u205f\u2060\u2066\u2069\u2800",
    *"\u3000\u3164\ufe0f\ufeff\uffa0\ufff9\ufffc\U000e0001\U000e0061\U000e0100\ue000\ud800",
]


@pytest.mark.parametrize("good", GOOD)
def test_an_id(good: str) -> None:
    assert ids.case_doubt(good) is None


@pytest.mark.parametrize("bad", [*MADE, *FORMULAS, "", " ", "x" * 201, " 7", "7 ", "7\u3000", "A\u030a", "\u0301a", "7\ufffd"])
def test_no_id(bad: str) -> None:
    assert ids.case_doubt(bad) is not None


@pytest.mark.parametrize("place", ["{}17", "1{}7", "17{}"])
@pytest.mark.parametrize("character", NOT_SEEN, ids=lambda character: f"{ord(character):04x}")
def test_nothing_unseen_is_in_an_id(character: str, place: str) -> None:
    assert ids.case_doubt(place.format(character)) is not None


def test_every_character_is_judged() -> None:
    """What Unicode calls control, format, unassigned, private, a surrogate or a separator is refused, but for the space within."""
    for code in range(sys.maxunicode + 1):
        category = unicodedata.category(chr(code))
        if category[0] in "CZ" and chr(code) != " ":
            assert ids.case_doubt(f"1{chr(code)}7") is not None, hex(code)


def test_the_rule_is_one_for_cases_and_registers(tmp_path: Path) -> None:
    """What `evaluate` refuses, with the id decoded from its escapes, `batch` rejects, each by the same code; and the other way."""
    lay_out(tmp_path)
    facts = (BASE / "case.yaml").read_text(encoding="utf-8")
    tried = [*GOOD, *MADE, *FORMULAS, "7\u200b", "7 ", "A\u030a", "x" * 201, *(f"1{c}7" for c in NOT_SEEN if c not in "\0\ud800")]
    with standing_in(tmp_path):
        rows = [json.dumps({"case": id_, "person.resident": True}) for id_ in tried]
        Path("all.ndjson").write_text("\n".join(rows) + "\n", encoding="utf-8")
        hjemmel("batch", "all.ndjson", "-o", "out.ndjson")
        decided = {json.loads(line)["case"] for line in Path("out.ndjson").read_text(encoding="utf-8").splitlines()}
        assert decided == set(GOOD)
        for id_ in tried[::6]:
            escaped = "".join(f"\\U{ord(character):08X}" for character in id_)
            Path("case.yaml").write_text(f'case: "{escaped}"\n{facts}', encoding="utf-8")
            result = hjemmel("evaluate", "case.yaml", "--no-cross-check")
            assert ("[bad-id]" in result.stderr) == (id_ not in GOOD) == (result.code == 1), (id_, result)
            assert id_ in GOOD or id_.isprintable() or id_ not in result.stderr


@pytest.mark.parametrize("name", ["=1.yaml", "7 .yaml", "'7.yaml", "nan.yaml", "7\u200b.yaml"])
def test_the_name_of_a_file_is_an_id_like_any(name: str, tmp_path: Path) -> None:
    """A file that states its id may have any name."""
    lay_out(tmp_path)
    facts = (BASE / "case.yaml").read_text(encoding="utf-8")
    with standing_in(tmp_path):
        for text, code in ((facts, 1), (f"case: 17\n{facts}", 0)):
            Path(name).write_text(text, encoding="utf-8")
            result = hjemmel("evaluate", f"./{name}", "--no-cross-check")
            assert result.code == code and ("[bad-id]" in result.stderr) == (code == 1), result


def test_ids_that_look_alike() -> None:
    for one, other in (
        ("Ola-7", "ola-7"),
        ("0123", "123"),
        ("sak 7", "sak7"),
        ("7", "7\u200b"),
        ("A\u030a", "Å"),
        ("аbс", "abc"),
        ("l0", "1O"),
    ):
        assert ids.alike(one, other) and ids.alike(other, one)
    for one, other in (("2012-17", "2012-71"), ("17", "18"), ("a", "b"), ("7", "7")):
        assert not ids.alike(one, other)


# ---------------------------------------------------------------- cells of CSV


TEXTS = ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "'=1", "''", "'", "plain", "", "a=b", "'a"]


def test_no_cell_begins_a_formula(tmp_path: Path) -> None:
    """A text that would be one stands behind an apostrophe, comes back as it was, and a negative number stays a number."""
    frame = pl.DataFrame(
        {"case": [f"c{n}" for n in range(len(TEXTS))], "remark": TEXTS, "days": [-3] * len(TEXTS), "hours": [-1.5] * len(TEXTS)}
    )
    path = tmp_path / "out.csv"
    write_frames(path, "csv", frame.schema, iter([frame]), 100)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["remark"] for row in rows] == [shielded(text) for text in TEXTS]
    assert not [row for row in rows if row["remark"][:1] in ("=", "+", "-", "@", "\t", "\r", "\n")]
    assert {(row["days"], row["hours"]) for row in rows} == {("-3", "-1.5")}
    back = pl.DataFrame({"remark": [row["remark"] for row in rows]}).with_columns(unshielded(pl.col("remark")))
    assert back["remark"].to_list() == TEXTS


def test_rejects_begin_no_formula(tmp_path: Path) -> None:
    """Of a row that is rejected for its id, the file says what the id was."""
    lay_out(tmp_path)
    with standing_in(tmp_path):
        with Path("=in.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([["case"], *([formula] for formula in FORMULAS)])
        assert hjemmel("batch", "./=in.csv", "-o", "out.csv").code == 1
        with Path("out.csv.rejects.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
    assert len(rows) == len(FORMULAS) + 1
    assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]
    assert [row[2].removeprefix("'") for row in rows[1:]] == list(FORMULAS)


def test_what_is_plainly_an_id_is_one() -> None:
    """Of all texts put together of four pieces of what a spreadsheet makes of ids, none is `PLAIN` that may not be one."""
    pieces = ("", "jan", "May", "e", "nan", "1", "23", "456", "-", "/", "_", "+", ".", "#", "'", " ", "\n")
    texts = {"".join(chosen) for chosen in product(pieces, repeat=4)}
    plain = pl.Series(sorted(texts)).filter(pl.Series(sorted(texts)).str.contains(ids.PLAIN)).to_list()
    assert len(plain) > 500 and "jan-23" not in plain and "case" not in plain and {"jan-456", "e456-23", "1-23"} <= set(plain)
    assert [text for text in plain if ids.case_doubt(text) is not None] == []
    assert len(f"{'a' * 40}-{'1' * 40}" + 5 * f"-{'2' * 20}") <= ids.LONGEST
