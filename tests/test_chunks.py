"""Text read many lines at a time says what it says read row by row: the same cells, flaws and notices, whatever stands in the file."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, cast

import polars as pl
import pytest

from engine.batch import alike, chunks, csv_rows, ndjson
from engine.batch.chunks import TextForm
from engine.batch.problems import RowFlaw
from engine.batch.reading import open_register
from engine.batch.register import Encoding, Register, RowBlock
from engine.batch.register_files import register_file
from engine.batch.running import survey
from engine.diagnostics import Rejected

ROUNDS: Final = 120

CELLS = [
    "",
    "",
    "",
    "1",
    "-0",
    "1.0",
    "1e3",
    "1,5",
    "007",
    "9" * 40,
    "true",
    "null",
    "NA",
    "#",
    "# x",
    " ",
    " a ",
    "2026-01-20",
    "æøå",
    "æ",
]
"""Cells that stand alone, among them what a reader of tables may take for no value, a comment or a number."""

ODD = [
    '"',
    '"a"',
    '"a,b"',
    '"a\nb"',
    '"a\n\n"',
    '""',
    '"a""b"',
    'a"b',
    "\r",
    "a\rb",
    "\0",
    "\x1f",
    "\x7f",
    "\t",
    "\\",
    "'",
    "\ufeff",
    "\x85",
    "\u2028",
    "a,b",
    "a,",
]
"""Cells that are quoted, are no text, are too many, or that some reader takes for the end of a line."""

BYTES = [b"\xff", b"\xc3", b"\x81", b"\xed\xa0\x80", b"\xf0\x9f\x98\x80", b"\xef\xbb\xbf"]
"""What is no UTF-8, no Windows-1252, half of a character, or a mark."""


def some_file(rng: random.Random) -> bytes:
    """Return a file whose rows are mostly clean, with another share of what is odd in each."""
    columns, odd = rng.choice([1, 2, 3]), rng.choice([0, 0, 0.02, 0.2])
    end = rng.choice(["\n", "\n", "\r\n"])
    lines = [",".join(["case", "a", "b"][:columns])]
    for number in range(rng.choice([0, 1, 5, 40])):
        cells = [rng.choice(ODD if rng.random() < odd else CELLS) for _ in range(columns)]
        lines.append(",".join([str(number) if rng.random() < 0.8 else cells[0], *cells[1:]]))
        if rng.random() < odd / 4:
            lines.append("")
    content = end.join(lines).encode()
    if rng.random() < odd:
        at = rng.randrange(len(content) + 1)
        content = content[:at] + rng.choice(BYTES) + content[at:]
    return rng.choice([b"", b"", b"\xef\xbb\xbf"]) + content + rng.choice([end, end, end * 3, ""]).encode()


def read(
    path: Path, encoding: Encoding, size: int, only: Sequence[str] | None, facts: Sequence[str] = (), *, whole: bool = False
) -> list[object]:
    """Return everything that the blocks of a register hold, or why it is no register."""
    try:
        return [
            (list(block.rows), block.cells.schema, block.cells.rows(), block.flaws, block.notices)
            for block in open_register(register_file(path), encoding, facts, whole=whole).blocks(size, only)
        ]
    except Rejected as rejected:
        return list(rejected.diagnostics)


def test_many_lines_at_a_time_are_the_rows_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rng, path = random.Random(17), tmp_path / "in.csv"
    many = flawed = 0
    for _ in range(ROUNDS):
        content = some_file(rng)
        path.write_bytes(content)
        encoding = cast(Encoding, rng.choice(["utf-8", "utf-8", "windows-1252"]))
        size, only = rng.choice([1, 3, 7, 1000]), rng.choice([None, None, ("case",), ("a", "b")])
        with monkeypatch.context() as patched:
            patched.setattr(csv_rows, "TextForm", lambda rows, read, _: TextForm(rows, read))
            expected = read(path, encoding, size, only)
        with monkeypatch.context() as patched:
            patched.setattr(chunks, "_CHUNK", rng.choice([1, 10, 50, 200, 2**20]))
            cells = csv_rows._clean_cells
            taken: list[pl.DataFrame | None] = []

            def watched(*given: Any) -> pl.DataFrame | None:
                taken.append(cells(*given))  # noqa: B023
                return taken[-1]  # noqa: B023

            patched.setattr(csv_rows, "_clean_cells", watched)
            assert read(path, encoding, size, only) == expected, content
        many += sum(len(found) for found in taken if isinstance(found, pl.DataFrame))
        flawed += sum(len(cast(tuple[list[RowFlaw], ...], block)[3]) for block in expected if isinstance(block, tuple))
    assert many > 2 * ROUNDS and flawed > ROUNDS // 2, "both readers have read much"


FACTS: Final = ("a", "b", "g.c", "g.d", "h.e")

VALUES: Final = {
    "a": ["true", "false", "null"],
    "b": ["0", "16", "16.0", "0.0", "-7", "29.95", "-2.5", "0.001", "123456789.125", "-999999999.999", "null"],
    "g.c": ['""', '"x"', '" x "', '"true"', '"null"', '"16.0"', '"a,b"', '"\x85"', '"\u2028"', '"æøå"', "\"{'a':1}\"", '"\ufeff"', "null"],
    "g.d": ['"2026-01-20"', '"2026-02-01"', "null"],
    "h.e": ["1", "16", "29.5", "null"],
    "case": ["1", "2", '"x"', '"y-1"', '"æ"'],
}
"""What members mostly are, a sort each."""

STRANGE = ["-0", "-0.0", "-0.5", "29.950", "0.0001", "007", "1.", ".5", "+1", "1234567890", "1e3", "1E3", "1.5e-7", "9" * 30, "NaN"]
STRANGE += [
    '"a\\u00e6b"',
    '"\\ud83d\\ude00"',
    '"\\ud800"',
    '"a\\nb"',
    '"\t"',
    '"\x7f"',
    '"\x1f"',
    '"\\/"',
    '"\\x"',
    '"a"b"',
    '"\\"',
    '"\\"}"',
]
STRANGE += ["-Infinity", "[]", "{}", "[1]", '{"c": 1}', "True", "nul", "", "1 2", "'x'", '"x', "\xa0", '"\u00a0"']
"""What they are not, or in no way that others are."""


def some_objects(rng: random.Random) -> bytes:
    """Return lines that are mostly alike, with another share of what is odd in each."""
    odd = rng.choice([0, 0.003, 0.02, 0.1])
    values: dict[str, list[str]] = dict(VALUES)
    names, grouped, absent = ["case", *FACTS], rng.random() < 0.7, rng.choice([0, 0, 0.2])
    values["b"] = rng.choice([["0", "16", "-7", "29.95", "-2.5"], ["16.0", "0.0", "-2.5", "123456789.125"], VALUES["b"]])
    few = {name: rng.sample(some, min(len(some), rng.choice([1, 2, 3, 30]))) for name, some in values.items()}
    if rng.random() < 0.1:
        few = {name: ["null"] for name in few}
    comma, colon = rng.choice([*[(",", ":")] * 4, *[(", ", ": ")] * 4, (" ,", " :")])
    if rng.random() < 0.3:
        rng.shuffle(names)
    lines = []
    for _ in range(rng.choice([0, 1, 20, 60])):
        flat = []
        for name in names if rng.random() >= odd else rng.sample([*names, "z", "g", "a"], 6):
            value = rng.choice(few.get(name, STRANGE) if rng.random() >= odd else rng.choice([*VALUES.values(), STRANGE]))
            if rng.random() >= absent:
                flat.append((name, value))
        members: list[str] = []
        groups: dict[str, list[str]] = {}
        for name, value in flat:
            group, stop, own = name.partition(".")
            if not (stop and grouped):
                members.append(f'"{name}"{colon}{value}')
            elif group in groups and rng.random() >= odd:
                groups[group].append(f'"{own}"{colon}{value}')
            else:
                groups[group] = [f'"{own}"{colon}{value}']
                members.append(group)
        told = [f'"{member}"{colon}{{{comma.join(groups[member])}}}' if member in groups else member for member in members]
        lines.append(
            f"{{{comma.join(told)}}}" if rng.random() >= odd / 3 else rng.choice(["", " ", "[]", "{}", "{", "x", "\ufeff{}", "{} {}"])
        )
    content = rng.choice(["\n", "\n", "\r\n"]).join([*lines, ""][: rng.choice([None, None, -1])]).encode()
    if rng.random() < odd:
        at = rng.randrange(len(content) + 1)
        content = content[:at] + rng.choice(BYTES) + content[at:]
    return rng.choice([*[b""] * 9, b"\xef\xbb\xbf"]) + content


def test_objects_that_are_alike_are_the_rows_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, random_count: int) -> None:
    """Whether or not all members have to be there, and how many lines are read at a time."""
    rng, path = random.Random(18), tmp_path / "in.ndjson"
    many = flawed = 0
    rounds = max(ROUNDS, random_count // 50)
    for _ in range(rounds):
        content = some_objects(rng)
        path.write_bytes(content)
        size, only, whole = rng.choice([1, 7, 1000]), rng.choice([None, None, ("case",), ("a", "g.c"), ()]), rng.random() < 0.3

        def found(whole: bool = whole, size: int = size, only: Sequence[str] | None = only) -> list[object]:
            return read(path, "utf-8", size, only, FACTS, whole=whole)

        with monkeypatch.context() as patched:
            patched.setattr(ndjson, "TextForm", lambda rows, read, _: TextForm(rows, read))
            expected = found()
        with monkeypatch.context() as patched:
            patched.setattr(chunks, "_CHUNK", rng.choice([50, 1000, 2**20]))
            patched.setattr(alike, "_FEWEST", rng.choice([1, 4]))
            patched.setattr(alike, "_SAMPLE", rng.choice([2, 50]))
            taken: list[pl.DataFrame | None] = []
            cells = alike.Alike.cells

            def watched(*given: Any) -> pl.DataFrame | None:
                taken.append(cells(*given))  # noqa: B023
                return taken[-1]  # noqa: B023

            patched.setattr(alike.Alike, "cells", watched)
            assert found() == expected, content
        many += sum(len(frame) for frame in taken if frame is not None)
        flawed += sum(len(cast(tuple[list[RowFlaw], ...], block)[3]) for block in expected if isinstance(block, tuple))
    assert many > 3 * rounds and flawed > 2 * rounds, "both readers have read much"


@pytest.mark.parametrize("only", [None, ("case",), ("a",)])
@pytest.mark.parametrize("line", ['{"case": null}', '{"case": null, "a": null}', '{"a": null}', '{"case": null, "g": {"c": "x"}}'])
def test_a_row_that_states_nothing_is_a_row(line: str, only: Sequence[str] | None, tmp_path: Path) -> None:
    path = tmp_path / "in.ndjson"
    path.write_text(f"{line}\n" * 20, encoding="utf-8")
    (block,) = open_register(register_file(path), "utf-8", FACTS).blocks(1_000, only)
    assert list(block.rows) == [*range(1, 21)] and len(block.cells) == 20


def test_a_line_that_is_too_long_by_its_line_end_is_refused_alike(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes(b"case,a\r\n1," + b"x" * 999_996 + b"\r\n2," + b"x" * 999_997 + b"\r\n3,\r\n")
    (block,) = open_register(register_file(path), "utf-8", ()).blocks(1_000, None)
    assert list(block.rows) == [2, 4] and [flaw.row for flaw in block.flaws] == [3]


def test_parts_are_kept_while_they_fit_a_block_together(tmp_path: Path) -> None:
    """Rows that are rejected take their room too, and of a part for which there is too little no more is read than that."""
    asked: list[tuple[str, int, bool]] = []
    registers = []
    for number, rows in enumerate((4, 5, 3, 2)):
        path = tmp_path / f"{number}.csv"
        path.write_text("case,a\n" + "".join(f"{number}{row},x{',y' * (row % 2)}\n" for row in range(rows)), encoding="utf-8")
        found = open_register(register_file(path), "utf-8", ())

        def blocks(size: int, only: Collection[str] | None, found: Register = found) -> Iterator[RowBlock]:
            asked.append((Path(found.file).stem, size, only is None))
            return found.blocks(size, only)

        registers.append(found._replace(blocks=blocks))
    surveyed = survey(registers, 11, lambda what, done, total: None)
    assert surveyed.total == 14 and list(surveyed.whole) == [0, 1]
    assert asked == [("0", 11, True), ("1", 7, True), ("2", 2, True), ("2", 11, False), ("3", 2, True), ("3", 11, False)]
