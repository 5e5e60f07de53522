"""Mutated registers: every row is decided or rejected with its reason, and a row that is decided can be explained from what was written."""

from __future__ import annotations

import csv
import io
import random
import re
from datetime import date
from pathlib import Path

import polars as pl

from engine.batch.again import decide_again
from engine.batch.rows import columns_of
from engine.batch.running import Options as BatchOptions
from engine.batch.running import decide_registers
from engine.diagnostics import Rejected
from engine.law.crosscheck import cross_checker

from ..made_up_law import hjemmel
from .judging import UNSAFE, Finding, Sandbox, expect, rendered, safe, settled
from .laws import Law
from .mutations import ODD, UNSEEN, VALUES, damaged, encoded, mutations, spliced

_HEAD = (
    "case,law,person.birth_date,person.resident,person.remark,card.application_date,card.lost_date,card.lost_date.unknown,"
    "reader.category,reader.level,reading.hours_per_week,loans.count\n"
)
_CSV = (
    _HEAD
    + """a-1,,1990-05-17,true,,2012-03-01,,,student,fluent,7.5,3
a-2,one,2003-06-01,false,blocked,2009-06-01,2009-05-31,,child,beginner,10.1,12
a-3,auto,,,,,,true,,,,
a-4,,2004-02-29,true,"en, to",2011-01-01,none,false,pensioner,scholar,0,0
"""
)

_NORWEGIAN = """case;person.birth_date;person.resident;card.application_date;reading.hours_per_week;loans.count
2026-1;17.05.1990;SANN;1.3.2012;7,5;3
2026-2;1.6.2003;USANN;01.06.2009;10,1;12
2026-3;;;;;
"""

_NDJSON = """{"case": "n-1", "person": {"birth_date": "1990-05-17", "resident": true}, "card": {"application_date": "2012-03-01"}}
{"case": "n-2", "person.resident": false, "reader.category": "student", "card.application_date": "2010-12-31", "card.lost_date": null}
{"case": "n-3", "law": "two", "reading": {"hours_per_week": 10.1}, "loans": {"count": 3}, "person": {"remark": "blocked"}}
{"case": "n-4"}
"""

_TEXTS = {".csv": (_CSV, _CSV.replace(",", ";"), _CSV.replace(",", "\t"), _NORWEGIAN), ".ndjson": (_NDJSON,)}
_CELL = re.compile(r"(?<=[,;\t])[^,;\t\n]*")
_ODD_CELLS = [
    *VALUES,
    *ODD,
    '=cmd|"/c calc"!A1',
    '"=1+1"',
    "+1",
    "@x",
    "-2",
    "2,02E+11",
    "#N/A",
    '="0123"',
    "'0123",
    "####",
    '"a\nb"',
    '"a""b"',
    'a"b',
    "1.000,5",
    "SANN",
]


class Registers:
    """Registers under the made-up law, decided with options of all sorts, read again and, with the trail, explained."""

    def __init__(self, law: Law, sandbox: Sandbox) -> None:
        self.law, self.sandbox = law, sandbox
        self.cross_check = cross_checker(True)

    def __call__(self, rng: random.Random) -> str:
        suffix, raw = self.register(rng)
        source, output = f"in{suffix}", f"out{rng.choice(('.csv', '.csv', '.ndjson', '.parquet'))}"
        rejects = f"{output}.rejects.csv"
        options = self.options(suffix, rng)
        seed = (source, raw, output, options)
        with self.sandbox.kept((source, output, rejects), seed):
            Path(source).write_bytes(raw)
            outcome = self.typed(source, output, options, seed) if rng.random() < 0.05 else self.called(source, output, options, seed, rng)
            written = [name for name in (output, rejects) if Path(name).exists()]
            expect(len(written) == (0 if outcome.startswith("refused") else 2), "half of the output", (seed, outcome, written))
        return outcome

    def called(self, source: str, output: str, options: BatchOptions, seed: object, rng: random.Random) -> str:
        """Decide the register as a program does."""
        try:
            summary = decide_registers([Path(source)], Path(output), self.law.compiled, options, lambda what, done, total: None)
        except Rejected as rejected:
            for problem in rejected.diagnostics[:5]:
                rendered(problem, {}, seed)
            return "refused"
        told = [str(part) for part in (summary.codes, summary.outcomes)]
        expect(not UNSAFE.search("".join(told)), "unsafe character in the summary", (seed, told))
        expect(summary.rows == summary.decided + summary.rejected, "rows lost", (seed, summary))
        with Path(f"{output}.rejects.csv").open(encoding="utf-8", newline="") as file:
            rejects = list(csv.DictReader(file))
        expect(all(row["reason"] and row["suggestion"] and row["code"] for row in rejects), "a reject without reason", (seed, rejects))
        for row in rejects:
            for cell in row.values():
                expect(not UNSAFE.search(cell or ""), "unsafe character in the rejects", (seed, row))
        spoilt = {row["row"] for row in rejects if row["code"] != "cut-short"}  # which is decided, and to be looked at
        expect(summary.rejected == len(spoilt), "rejects that are not told", (seed, summary, rejects))
        ids = self.ids(output)
        expect(len(ids) == summary.decided, "decided rows that are not written", (seed, summary, ids))
        expect(len(set(ids)) == len(ids), "an id decided twice", (seed, ids))
        if ids and options.trail and rng.random() < 0.5:
            try:
                decide_again(Path(output), rng.choice(ids), self.law.compiled, self.cross_check, self.law.check)
            except Rejected as rejected:
                raise Finding("a decided row that cannot be explained", (seed, str(rejected))) from None
            if output.endswith(".csv"):
                self.forged(Path(output), seed, rng)
        return f"{summary.decided} decided" if summary.decided else "all rejected"

    def forged(self, output: Path, seed: object, rng: random.Random) -> None:
        """Change what was written; a row that can still be explained says of the decision what it said."""
        text = output.read_text(encoding="utf-8")
        rows = {row["case"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}
        changed = _cell(text, rng) if rng.random() < 0.8 else mutations(text, rng)
        output.write_bytes(changed.encode("utf-8", "surrogatepass"))
        for id_, row in rows.items():
            try:
                decide_again(output, id_, self.law.compiled, self.cross_check, self.law.check)
            except Rejected as rejected:
                for problem in rejected.diagnostics[:3]:
                    rendered(problem, {}, (seed, changed), ("en",))
                continue
            again = next(found for found in csv.DictReader(io.StringIO(changed, newline="")) if found["case"] == id_)
            for name in row.keys() - columns_of(self.law.laws.vocabulary):
                expect(
                    _equal(row[name], again.get(name)), "a forged row is explained", (seed, changed, id_, name, row[name], again.get(name))
                )

    def typed(self, source: str, output: str, options: BatchOptions, seed: object) -> str:
        """Decide the register as a user does."""
        given: list[tuple[str, ...]] = [("--trail",)] if options.trail else []
        given += [("--columns", ",".join(options.columns))] if options.columns else []
        given += [("--topics", ",".join(options.topics))] if options.topics else []
        given += [("--law", options.law)] if options.law else []
        given += [("--on", str(options.on), "--within", str(options.within))] if options.on else []
        given += [("--dialect", options.dialect)] if options.dialect != "plain" else []
        given += [("--encoding", options.encoding)] if options.encoding != "utf-8" else []
        result = hjemmel("batch", source, "-o", output, *(part for parts in given for part in parts))
        settled(result, seed)
        safe(result.stderr, seed)
        safe(result.stdout, seed)
        return "typed" if Path(output).exists() else "refused when typed"

    def ids(self, output: str) -> list[str]:
        """Return the ids of the rows that were written."""
        if output.endswith(".csv"):
            return [row["case"] for row in csv.DictReader(io.StringIO(Path(output).read_text(encoding="utf-8"), newline=""))]
        frame = pl.read_parquet(output) if output.endswith(".parquet") else _ndjson(Path(output))
        return [] if "case" not in frame.columns else frame["case"].cast(pl.String).to_list()

    def register(self, rng: random.Random) -> tuple[str, bytes]:
        """Return the suffix and the bytes of a mutated register."""
        kind = rng.random()
        if kind < 0.15:
            raw = _parquet(rng)
            return ".parquet", damaged(raw, rng) if rng.random() < 0.3 else raw
        suffix = ".csv" if kind < 0.75 else ".ndjson"
        texts = _TEXTS[suffix]
        text = rng.choice(texts)
        what = rng.random()
        if what < 0.55:
            for _ in range(rng.randint(1, 3)):
                text = _cell(text, rng) if suffix == ".csv" else _member(text, rng)
        elif what < 0.8:
            text = mutations(text, rng)
        elif what < 0.9:
            text = spliced(text, rng.choice(texts), rng)
        else:
            at = rng.randrange(len(text) + 1)
            text = text[:at] + rng.choice(UNSEEN) + text[at:]
        return suffix, encoded(text, rng)

    def options(self, suffix: str, rng: random.Random) -> BatchOptions:
        trail = rng.random() < 0.4
        chosen = rng.choice([(), (), ("card.outcome",), ("card.right", "person.resident"), ("card.lost_date",), ("card.expiry",)])
        topics = rng.choice([(), (), (), ("lending",), ("lending", "fees")])
        return BatchOptions(
            "en",
            "windows-1252" if suffix == ".csv" and rng.random() < 0.2 else "utf-8",
            "norwegian" if suffix == ".csv" and rng.random() < 0.4 else "plain",
            rng.choice([None, None, None, "auto", "one", "two"]),
            topics,
            () if trail else chosen,
            trail,
            date(2014, 2, 20) if rng.random() < 0.2 else None,
            rng.choice([0, 30, 3660]),
        )


def _equal(cell: str, other: str | None) -> bool:
    try:
        return cell == other or float(cell) == float(other or "nan")
    except ValueError:
        return False


def _ndjson(path: Path) -> pl.DataFrame:
    return pl.read_ndjson(path) if path.stat().st_size else pl.DataFrame()


def _cell(text: str, rng: random.Random) -> str:
    """Put another cell in the place of one, those of the head rarely."""
    head, _, rows = text.partition("\n")
    if rng.random() < 0.08:
        head, rows = text, ""
    cells = list(_CELL.finditer(rows or head))
    if not cells:
        return text
    found = rng.choice(cells)
    new = rng.choice(_ODD_CELLS)
    body = rows or head
    changed = body[: found.start()] + new + body[found.end() :]
    return f"{head}\n{changed}" if rows else changed


def _member(text: str, rng: random.Random) -> str:
    """Put another value in the place of one of JSON."""
    values = list(re.finditer(r'(?<=: )(?:"[^"]*"|[\w.]+)', text))
    if not values:
        return text
    found = rng.choice(values)
    new = rng.choice(_ODD_CELLS)
    spelt = new if rng.random() < 0.3 else '"' + new.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return text[: found.start()] + spelt + text[found.end() :]


def _parquet(rng: random.Random) -> bytes:
    """Return a register in Parquet with columns of right and wrong types."""
    frame = pl.read_csv(io.StringIO(_CSV), infer_schema_length=0)
    columns: list[pl.Series] = []
    for name in frame.columns:
        column = frame[name]
        if rng.random() < 0.1:
            continue
        kind = rng.choice(
            [pl.String, pl.Date, pl.Boolean, pl.Int64, pl.Float64, pl.Float32, pl.UInt8, pl.Categorical, pl.Datetime, pl.Null]
        )
        right = {"date": pl.Date, "resident": pl.Boolean, "count": pl.Int64, "week": pl.Float64, "unknown": pl.Boolean}
        for ending, type_ in right.items():
            if name.endswith(ending) and rng.random() < 0.9:
                kind = type_
        if kind in (pl.Categorical, pl.Null, pl.Datetime, pl.UInt8, pl.Float32) and rng.random() < 0.7:
            kind = pl.String
        try:
            typed = column if kind == pl.String else (column == "true") if kind == pl.Boolean else column.cast(kind, strict=False)
        except pl.exceptions.PolarsError:
            typed = column
        if name == "case" and rng.random() < 0.9:
            typed = column
        columns.append(typed.alias(rng.choice([name] * 30 + [f"{name}x", name.upper()])))
    held = io.BytesIO()
    try:
        made = pl.DataFrame(columns)
    except pl.exceptions.PolarsError:  # two of one name
        made = frame
    if rng.random() < 0.2 and made.width:
        made = made.select(pl.all(), pl.struct(pl.all().exclude("case")).alias("person") if "person" not in made.columns else pl.lit(1))
    made.write_parquet(held)
    return held.getvalue()
