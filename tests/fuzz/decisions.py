"""Mutated decision documents and sealed logs: `verify` passes none that means something else, and looking at a log harms nothing."""

from __future__ import annotations

import json
import random
import sqlite3
import zlib
from pathlib import Path
from typing import Any

from engine.diagnostics import Diagnostic, Rejected
from engine.inference.constraints import check_constraints
from engine.inference.forward import run as forward
from engine.language.cases import force
from engine.law.crosscheck import cross_checker
from engine.law.deciding import decide
from engine.loading import load_case
from engine.records.documents import read_decisions, verify_decision
from engine.records.log import append_decisions, forget_case
from engine.records.verifying import verify_log
from engine.trail.document import document as document_
from engine.trail.steps import build_trail

from ..trail_mutations import EDITS, same, sealed
from .cases import NOT_CROSS_CHECKED
from .judging import Finding, expect, rendered, safe
from .laws import Law
from .mutations import ODD, VALUES, damaged, mutations, reshaped, spliced

Document = dict[str, Any]
Rows = list[tuple[object, ...]]


def documents(law: Law, most: int) -> list[Document]:
    """Return up to so many decisions on the cases of a law, and on some of them with a version forced or a fact assumed."""
    found: list[Document] = []
    path = Path("original.yaml")
    for text in dict.fromkeys(law.texts):
        path.write_text(text, encoding="utf-8")
        if len(found) >= most:
            break
        problems: list[Diagnostic] = []
        case = load_case(path, law.laws.vocabulary, law.versions, {}, problems)
        if case is None or problems or check_constraints(case, law.laws.vocabulary):
            continue
        for version in ("auto", *law.versions) if len(found) < 8 else ("auto",):
            forced = force(case, version, law.versions, law.laws.vocabulary, [])
            decision = decide(forced, law.compiled, forward)
            document = document_(decision, build_trail(decision), law.laws.vocabulary, NOT_CROSS_CHECKED)
            found.append(json.loads(json.dumps(document)))
    path.unlink()
    return found


class Documents:
    """Decision documents: read, checked and decided again as `verify` does."""

    def __init__(self, law: Law, folder: Path, most: int) -> None:
        self.law, self.path = law, folder / "decision.json"
        self.originals = documents(law, most)
        self.check_again = cross_checker(True)

    def __call__(self, rng: random.Random) -> str:
        original = rng.choice(self.originals)
        raw = self.mutated(original, rng)
        self.path.write_bytes(raw)
        problems: list[Diagnostic] = []
        sources: dict[str, str] = {}
        read = read_decisions(self.path, sources, problems)
        for decision in read:
            try:
                problems += verify_decision(decision, self.law.compiled, self.law.check, self.check_again, sources).problems
            except Rejected as rejected:
                problems += rejected.diagnostics
        for problem in problems[:5]:
            rendered(problem, sources, raw)
        if problems:
            return "refused"
        expect(read, "no decision and no problem", raw)
        found = json.loads(raw.decode("utf-8-sig"))
        known = [meaning(each) for each in self.originals] if isinstance(found, list) else [meaning(original)]
        for each in found if isinstance(found, list) else [found]:
            expect(any(same(meaning(each), one) for one in known), "verify passes another decision", raw)
        return "passed"

    def mutated(self, original: Document, rng: random.Random) -> bytes:
        kind = rng.random()
        if kind < 0.3:
            edited = rng.choice(list(EDITS.values()))(original, rng)
            return json.dumps(sealed(edited) if edited is not None else original, ensure_ascii=False).encode()
        if kind < 0.5:
            edited = json.loads(json.dumps(original))
            _change_a_leaf(edited, rng)
            try:
                edited = sealed(edited) if rng.random() < 0.7 else edited
            except (KeyError, ValueError):
                pass
            return json.dumps(edited, ensure_ascii=rng.random() < 0.5, indent=rng.choice([None, 2])).encode("utf-8", "surrogatepass")
        text = json.dumps(original, ensure_ascii=False, indent=rng.choice([None, 2]))
        if kind < 0.65:
            text = mutations(text, rng)
        elif kind < 0.75:
            text = reshaped(text, rng)
        elif kind < 0.85:
            text = spliced(text, json.dumps(rng.choice(self.originals), ensure_ascii=False, indent=2), rng)
        elif kind < 0.9:
            text = json.dumps([rng.choice(self.originals) for _ in range(rng.randint(0, 3))])
        else:
            return damaged(text.encode(), rng)
        return text.encode("utf-8", "surrogatepass")


def meaning(document: Any) -> Any:
    """Return what a document says, without what nothing follows from: the id of the case, the sources of facts, and their digest."""
    if not isinstance(document, dict):
        return document
    facts = {name: {k: v for k, v in fact.items() if k != "source"} for name, fact in document.get("facts", {}).items()}
    return {**document, "case": "", "facts": facts, "digest": "", "cross_check": ""}


def _change_a_leaf(document: Any, rng: random.Random) -> None:
    """Change, drop or add something anywhere in a document."""
    holder: Any = document
    while True:
        if not holder:
            return
        key: Any = rng.choice(list(holder)) if isinstance(holder, dict) else rng.randrange(len(holder))
        if isinstance(holder[key], (dict, list)) and holder[key] and rng.random() < 0.9:
            holder = holder[key]
            continue
        break
    kind = rng.random()
    new: Any = rng.choice([rng.choice(VALUES), rng.choice(ODD), None, True, False, 0, 1, 1.0, -1, 2**53, 1e300, [], {}, [1], {"x": 1}])
    if kind < 0.15:
        del holder[key]
    elif kind < 0.25 and isinstance(holder, dict):
        holder[rng.choice([f"{key}x", "x", "value", "missing", "result"])] = new
    elif kind < 0.35 and isinstance(holder, list):
        holder.insert(key, new)
    elif kind < 0.5 and isinstance(holder[key], (int, float, str)):
        old = holder[key]
        holder[key] = (float(old) if rng.random() < 0.5 else not old) if isinstance(old, (int, float)) else old.swapcase()
    else:
        holder[key] = new


class Logs:
    """Sealed logs, damaged as files or changed by SQL: verified, written to, and forgotten from."""

    def __init__(self, law: Law, folder: Path) -> None:
        self.law, self.path = law, folder / "log.sqlite"
        originals = documents(law, 6)
        self.documents = originals
        whole = folder / "whole.sqlite"
        texts = law.loaded.texts
        append_decisions(whole, originals[:3], texts, "0.1.0")
        append_decisions(whole, originals[3:5], texts, "0.1.0")
        self.raw = [whole.read_bytes()]
        forget_case(whole, originals[0]["case"])
        self.raw.append(whole.read_bytes())
        whole.unlink()
        small = folder / "small.sqlite"
        append_decisions(small, originals[5:6] or originals[:1], texts, "0.1.0")
        self.raw.append(small.read_bytes())
        small.unlink()
        self.rows = [self._rows_of(raw) for raw in self.raw]

    def _rows_of(self, raw: bytes) -> Rows:
        self.path.write_bytes(raw)
        return rows_of(self.path)

    def __call__(self, rng: random.Random) -> str:
        number = rng.randrange(len(self.raw))
        self.path.write_bytes(self.raw[number])
        how = self.damage(number, rng)
        raw = self.path.read_bytes()
        seed = (number, how)
        before = raw
        try:
            found = verify_log(self.path)
        except Rejected as rejected:
            for problem in rejected.diagnostics:
                rendered(problem, {}, seed)
            outcome = "refused"
        else:
            for flaw in found.flaws:
                safe(flaw.what.en + flaw.what.nb, seed, longest=100_000)
            outcome = "flawed" if found.flaws else "passed"
            if not found.flaws:
                # Another whole log in the place of one is sound in itself; that it is another, only a receipt tells.
                whole = self.rows if how.startswith("pages") else [self.rows[number]]
                expect(rows_of(self.path) in whole, "verify passes a log that was changed", (seed, rows_of(self.path)))
        if "journal" not in how:
            expect(self.path.read_bytes() == before, "verify changed the log", seed)
        if rng.random() < 0.3:
            self.use(outcome, number, how, seed, rng)
        for path in self.path.parent.glob("log.sqlite*"):
            path.unlink()
        return outcome

    def use(self, outcome: str, number: int, how: str, seed: object, rng: random.Random) -> None:
        """Write to the log, or forget a case of it: what is refused is left as it was, and what is not does what it says."""
        before = self.path.read_bytes()
        if rng.random() < 0.5:
            try:
                append_decisions(self.path, [rng.choice(self.documents)], self.law.loaded.texts, "0.1.0")
            except Rejected:
                expect(self.path.read_bytes() == before, "a refused write changed the log", seed)
                return
            if outcome != "passed":  # nothing is promised of what was damaged before
                return
            kept = [row for row in rows_of(self.path) if row[0] != 0]
            was = [row for row in self.rows[number] if row[0] != 0]
            expect(kept[: len(was)] == was or how.startswith("pages"), "an append changed what was there", seed)
            expect(not verify_log(self.path).flaws, "an append spoilt a sound log", seed)
            return
        case = rng.choice(self.documents)["case"]
        try:
            numbers = forget_case(self.path, case).records
        except Rejected:
            expect(self.path.read_bytes() == before, "a refused write changed the log", seed)
            return
        if outcome != "passed":
            return
        left = {row[0]: row[6] for row in rows_of(self.path)}
        expect(all(left.get(one) is None for one in numbers), "forgotten and still there", seed)
        expect(not verify_log(self.path).flaws, "forgetting spoilt a sound log", seed)

    def damage(self, number: int, rng: random.Random) -> str:
        """Damage the log that lies at the path, and return how."""
        kind = rng.random()
        if kind < 0.45:
            self.path.write_bytes(damaged(self.raw[number], rng))
            return "bytes"
        if kind < 0.5:
            other = rng.choice(self.raw)
            at = rng.randrange(1 + len(self.raw[number]) // 4096) * 4096
            self.path.write_bytes(self.raw[number][:at] + other[at:])
            return f"pages from {at} on of another"
        if kind < 0.55:
            for ending in rng.sample(["-journal", "-wal", "-shm"], k=rng.randint(1, 2)):
                piece = self.raw[number][: rng.randrange(9000)]
                content = piece if rng.random() < 0.5 else bytes.fromhex("d9d505f920a163d7") + piece
                self.path.with_name(self.path.name + ending).write_bytes(content)
            return "journal"
        connection = sqlite3.connect(self.path)
        try:
            statement, values = self.statement(number, rng)
            connection.execute(statement, values)
            connection.commit()
        except sqlite3.Error:
            connection.rollback()
            statement, values = "", ()
        finally:
            connection.close()
        return f"{statement} {values!r:.300}"

    def statement(self, number: int, rng: random.Random) -> tuple[str, tuple[object, ...]]:
        """Return a change of one cell, row, or of what holds them."""
        rows = self.rows[number]
        row = rng.choice(rows)
        kind = rng.random()
        if kind < 0.1:
            return "DELETE FROM records WHERE number = ?", (row[0],)
        if kind < 0.2:
            return f"INSERT INTO records VALUES ({', '.join('?' * 7)})", (rng.choice([-1, 99, len(rows)]), *rng.choice(rows)[1:])
        if kind < 0.25:
            return rng.choice(_SCHEMAS), ()
        column = rng.randrange(7)
        old = row[column]
        new: object = rng.choice([None, 0, 1.5, "", "x", b"", b"x", 2**62, "9" * 5000, rng.choice(rows)[column], rng.choice(ODD)])
        if isinstance(old, str) and rng.random() < 0.6:
            new = mutations(old, rng).encode("utf-8", "replace").decode() if rng.random() < 0.5 else _one_character(old, rng)
        if isinstance(old, bytes) and rng.random() < 0.6:
            new = damaged(old, rng) if rng.random() < 0.3 else zlib.compress(damaged(zlib.decompress(old), rng))
        return f"UPDATE records SET {_COLUMNS[column]} = ? WHERE number = ?", (new, row[0])


_COLUMNS = ("number", "kind", "previous", "body", "hash", "signature", "leaves")
_SCHEMAS = (
    "CREATE TABLE other (x)",
    "CREATE VIEW other AS SELECT * FROM records",
    "CREATE TRIGGER t AFTER INSERT ON records BEGIN DELETE FROM records WHERE number = 3; END",
    "CREATE TRIGGER t AFTER UPDATE ON records BEGIN SELECT RAISE(ABORT, 'no'); END",
    "CREATE INDEX i ON records (kind)",
    "ALTER TABLE records ADD COLUMN more TEXT",
    "ALTER TABLE records RENAME TO records_",
    "PRAGMA user_version = 99",
    "PRAGMA user_version = 0",
    "PRAGMA application_id = 7",
    "DROP TABLE records",
)


def _one_character(text: str, rng: random.Random) -> str:
    at = rng.randrange(len(text) + 1)
    return text[:at] + rng.choice('0123456789abcdef {}[]",:é') + text[at + 1 :]


def rows_of(path: Path) -> Rows:
    """Return the rows of a log as SQLite itself reads them, with their types."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    connection.text_factory = lambda raw: ("text", raw)
    try:
        return [
            tuple(cell[1].decode("utf-8", "surrogateescape") if isinstance(cell, tuple) else cell for cell in row)
            for row in connection.execute(f"SELECT {', '.join(_COLUMNS)} FROM records ORDER BY number")
        ]
    except sqlite3.Error as error:
        raise Finding("a log that passed cannot be read", str(error)) from None
    finally:
        connection.close()
