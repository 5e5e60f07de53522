"""Sealed records: every tampering is found, what is forgotten is gone, a crash spoils nothing, and the log needs nothing but itself."""

from __future__ import annotations

import ast
import base64
import hashlib
import itertools
import json
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, x25519

from cli import main
from engine.canonical import Json, canonical_json
from engine.diagnostics import Diagnostic, Rejected
from engine.folders import shown as shown_
from engine.home import HOME
from engine.inference.forward import run as forward
from engine.language.cases import force
from engine.law.compiled import CompiledLaws, compile_laws
from engine.law.deciding import decide
from engine.loading import laws_from_texts, load_case, load_laws
from engine.model import Laws
from engine.records.log import FORMAT, append_decisions, forget_case, read_records
from engine.records.sealing import Head as HeadState
from engine.records.sealing import Record, head_record, next_record, pack, unpack
from engine.records.signing import private_key, public_key
from engine.records.verifying import VerifiedLog, verify_log
from engine.trail.document import document as document_
from engine.trail.steps import build_trail

from .made_up_law import BASE

SECRET_CASE = "sak-Zxqvøy-4711"
SECRET_SOURCE = "brev fra Ylvisåker"
SECRET_REMARK = "har bodd i Kvænangsbotn"
SECRET_DATE = "1987-11-23"
SECRETS = (SECRET_CASE, SECRET_SOURCE, SECRET_REMARK, SECRET_DATE)


def run(*arguments: str | Path) -> Result:
    """Run the command in this process; whatever is not an exit is a bug and passes through."""
    return CliRunner(env={"HJEMMEL_LANG": "en"}).invoke(main, [str(a) for a in arguments], catch_exceptions=False)


class Library:
    """The made-up law in a folder, and decisions under it."""

    def __init__(self, rules: Path) -> None:
        self.rules = rules
        self.loaded = load_laws(rules)
        assert self.loaded.laws is not None
        self.laws = self.loaded.laws
        self.compiled = compile_laws(self.laws)

    def document(self, folder: Path, case: str, text: str) -> dict[str, Json]:
        """Return the decision on the case that the text states."""
        path = folder / f"{case}.yaml"
        path.write_text(f"case: {case}\n{text}", encoding="utf-8")
        problems: list[Diagnostic] = []
        found = load_case(path, self.laws.vocabulary, ("one", "two"), {}, problems)
        assert found is not None and not problems, problems
        decision = decide(found, self.compiled, forward)
        cross_check: Json = {"made": False, "engines": ["forward"], "reason": "a test"}
        return document_(decision, build_trail(decision), self.laws.vocabulary, cross_check)

    def append(self, log: Path, *documents: dict[str, Json], key: ed25519.Ed25519PrivateKey | None = None) -> tuple[int, str]:
        """Append the decisions and return the receipt."""
        number, _, hash_ = append_decisions(log, documents, self.loaded.texts, "0.1.0", key).partition(":")
        return int(number), hash_


PLAIN = (BASE / "case.yaml").read_text(encoding="utf-8")
SECRET = f"""
person: {{birth_date: {{value: {SECRET_DATE}, source: {SECRET_SOURCE}}}, resident: true, remark: {SECRET_REMARK}}}
card: {{application_date: 2012-03-01, lost_date: 2013-01-02}}
reading: {{hours_per_week: 7.5}}
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The made-up law."""
    folder = tmp_path_factory.mktemp("law") / "rules"
    shutil.copytree(BASE / "rules", folder)
    return Library(folder)


@pytest.fixture(scope="module")
def documents(library: Library, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Json]]:
    """Four decisions, two of them on the case with distinctive content."""
    folder = tmp_path_factory.mktemp("cases")
    return [
        library.document(folder, "plain", PLAIN),
        library.document(folder, SECRET_CASE, SECRET),
        library.document(folder, "open", "person: {resident: true}\ncard.application_date: 2012-03-01\ncard.lost_date: unknown\n"),
        library.document(folder, SECRET_CASE, SECRET.replace("resident: true", "resident: false")),
    ]


@pytest.fixture
def log(library: Library, documents: list[dict[str, Json]], tmp_path: Path) -> Path:
    """A log of six records and a head: start, law, four decisions."""
    path = tmp_path / "log.sqlite"
    library.append(path, *documents[:2])
    library.append(path, *documents[2:])
    assert not verify_log(path).flaws
    return path


def tamper(path: Path, *statements: tuple[str, tuple[object, ...]]) -> None:
    """Change the file by SQL, as somebody who can write it."""
    connection = sqlite3.connect(path)
    for statement, values in statements:
        connection.execute(statement, values)
    connection.commit()
    connection.close()


def rows(path: Path) -> list[Record]:
    return list(read_records(path))


def write_rows(path: Path, records: list[Record]) -> None:
    """Put these rows in the place of all."""
    insert = f"INSERT INTO records ({', '.join(Record._fields)}) VALUES (?, ?, ?, ?, ?, ?, ?)"
    tamper(path, ("DELETE FROM records", ()), *((insert, tuple(record)) for record in records))


def blamed(found: VerifiedLog) -> set[int]:
    return {flaw.record for flaw in found.flaws}


# ---------------------------------------------------------------- what is kept


def test_a_log_keeps_decisions_and_the_law_once(log: Path, library: Library, documents: list[dict[str, Json]]) -> None:
    """The decisions come out of their leaves as they went in, the law as it was read, and nothing personal is hashed bare."""
    found = rows(log)
    assert [record.kind for record in found] == ["head", "start", "law", "decision", "decision", "decision", "decision"]
    law = json.loads(found[2].body)
    assert unpack(base64.b64decode(law["packed"])) == dict(library.loaded.texts)
    for record, document in zip(found[3:], documents, strict=True):
        assert record.leaves is not None
        leaves: Any = unpack(record.leaves)
        assert isinstance(leaves, list)
        body = json.loads(record.body)
        assert body.keys() == {"commitments", "laws", "program", "texts"}
        assert body["texts"] == law["texts"] and set(body["laws"]) <= {"one", "two"}
        # One leaf for the case, one for each fact, one for the rest; each under SHA-256 with 32 bytes of salt of its own.
        assert len(leaves) == len(body["commitments"]) == len(document["facts"]) + 2  # type: ignore[arg-type]
        contents = {}
        for (salt, content), committed in zip(leaves, body["commitments"], strict=True):
            assert hashlib.sha256(bytes.fromhex(salt) + canonical_json(content)).hexdigest() == committed
            contents[salt] = content
        assert len(contents) == len(leaves) and all(len(salt) == 64 for salt in contents)
        parts = list(contents.values())
        facts = {name: fact for part in parts[1:-1] for name, fact in part["fact"].items()}
        assert {"case": parts[0]["case"], "facts": facts, **parts[-1]["rest"]} == document
        hashed = record.body + record.hash + record.previous
        assert str(document["digest"]) not in hashed
        for part in (document, document["facts"], document["case"], *parts):
            assert hashlib.sha256(canonical_json(part)).hexdigest() not in hashed


def test_two_records_of_one_decision_share_nothing(log: Path, library: Library, documents: list[dict[str, Json]]) -> None:
    """Nobody sees in the commitments that two decisions are alike: every salt is new."""
    library.append(log, documents[0], documents[0])
    commitments = [json.loads(record.body)["commitments"] for record in rows(log) if record.kind == "decision"]
    everything = [each for found in commitments for each in found]
    assert len(set(everything)) == len(everything)


def test_a_changed_law_is_kept_beside_the_old_one(log: Path, library: Library, tmp_path: Path) -> None:
    """A log from before a change of the rules replays unchanged after it, and holds each law once."""
    changed = tmp_path / "changed" / "rules"
    shutil.copytree(library.rules, changed)
    for version in ("one", "two"):
        path = changed / version / "rules.yaml"
        text = path.read_text(encoding="utf-8")
        assert "value: 10, unit: hours per week" in text
        path.write_text(text.replace("value: 10, unit: hours per week", "value: 5, unit: hours per week"), encoding="utf-8")
    later = Library(changed)
    before = [library.document(tmp_path, f"before-{n}", PLAIN) for n in range(2)]
    after = [later.document(tmp_path, f"after-{n}", PLAIN) for n in range(2)]
    assert before[0]["conclusions"] != after[0]["conclusions"]
    library.append(log, before[0])
    later.append(log, *after)
    library.append(log, before[1])  # back to the first law: it is there already
    found = verify_log(log)
    assert not found.flaws and found.decisions == 8
    assert [record.number for record in rows(log) if record.kind == "law"] == [2, 8]
    # The decision of one law under the other is found to be another one.
    forged = rows(log)
    body = json.loads(forged[7].body) | {"texts": json.loads(forged[8].body)["texts"]}
    body["laws"] = {version: digest_of(later, version) for version in body["laws"]}
    wrong = verify_log(rechained(log, {7: (json.dumps(body, sort_keys=True, separators=(",", ":")), forged[7].leaves)}))
    assert blamed(wrong) == {7}


def digest_of(library: Library, version: str) -> str:
    return next(v.digest for v in library.compiled.versions if v.version.name == version)


def rechained(log: Path, changes: dict[int, tuple[str, bytes | None]]) -> Path:
    """Return a copy with bodies and leaves changed and every hash made anew: what a forger without a key can do."""
    forged = log.with_name("forged.sqlite")
    shutil.copy(log, forged)
    head, made = HeadState(0, "0" * 64, {}), []
    for record in rows(log)[1:]:
        body, leaves = changes.get(record.number, (record.body, record.leaves))
        head, anew = next_record(head, record.kind, json.loads(body), leaves)
        made.append(anew)
    write_rows(forged, [head_record(head), *made])
    return forged


# ---------------------------------------------------------------- tampering


def other_values(column: str, value: object) -> list[object]:
    """Return what a forger might write in the place of a value."""
    match value:
        case None:
            return ["00" * 64, b"x"] if column == "signature" else [zlib.compress(b"[]"), ""]
        case int():
            return [value + 100, -value - 1, 2**53, 2**62, -(2**62)]
        case bytes():
            return [value[:-1] + bytes([value[-1] ^ 1]), value[:40], b"", value.decode("latin-1"), pack([]), pack([["00" * 32, {}]]), None]
        case _:
            text = str(value)
            changed = ("1" if text[:1] != "1" else "2") + text[1:]
            return [changed, text + " ", "", text.encode(), text[:-1] + "\U0001f600", "{}", "[" * 100_000, '{"a":NaN}']


@pytest.mark.parametrize("column", Record._fields)
@pytest.mark.parametrize("number", range(7))
def test_an_edit_of_any_column_is_found(log: Path, column: str, number: int) -> None:
    """Whatever stands in another way in one place, the record or the one after it is named."""
    value = getattr(rows(log)[number], column)
    for other in other_values(column, value):
        copy = log.with_name("copy.sqlite")
        shutil.copy(log, copy)
        tamper(copy, (f"UPDATE records SET {column} = ? WHERE number = ?", (other, number)))
        found = verify_log(copy)
        assert found.flaws, f"{column} of {number} as {other!r:.60}"
        near = {number, number + 1, 0} if column in ("number", "hash") else {number, 0} if column == "body" else {number}
        assert blamed(found) & near, found.flaws
    result = run("verify", copy)
    assert result.exit_code == 1 and "flaw" in result.stderr


@pytest.mark.parametrize("number", range(7))
def test_a_deletion_is_found(log: Path, number: int) -> None:
    """No record can be taken out, the head and the last one included."""
    tamper(log, ("DELETE FROM records WHERE number = ?", (number,)))
    assert blamed(verify_log(log)) & ({number} if number < 6 else {0})


def test_a_swap_is_found(log: Path) -> None:
    """Any two records that change places are both named."""
    for one, other in itertools.combinations(range(1, 7), 2):
        copy = log.with_name("copy.sqlite")
        shutil.copy(log, copy)
        move = "UPDATE records SET number = ? WHERE number = ?"
        tamper(copy, (move, (99, one)), (move, (one, other)), (move, (other, 99)))
        assert {one, other} <= blamed(verify_log(copy))


@pytest.mark.parametrize("kept", range(6))
def test_a_truncation_is_found(log: Path, kept: int) -> None:
    """The head tells that the end is gone; where the head is made anew as well, the receipt does."""
    whole = rows(log)
    receipt = (whole[-1].number, whole[-1].hash)
    tamper(log, ("DELETE FROM records WHERE number > ?", (kept,)))
    assert 0 in blamed(verify_log(log))
    left = whole[1 : kept + 1]
    laws = {json.loads(record.body)["texts"]: record.number for record in left if record.kind == "law"}
    head = HeadState(kept, left[-1].hash if left else "0" * 64, laws)
    write_rows(log, [head_record(head), *left])
    assert not verify_log(log).flaws or kept == 0
    assert 6 in blamed(verify_log(log, receipt=receipt))


def test_a_replaced_log_is_found_by_its_receipt(log: Path, library: Library, documents: list[dict[str, Json]], tmp_path: Path) -> None:
    """Another log of the same decisions is sound in itself and not the one that the receipt was given for."""
    held = rows(log)[-1]
    assert not verify_log(log, receipt=(held.number, held.hash)).flaws
    other = tmp_path / "other.sqlite"
    library.append(other, *documents)
    assert not verify_log(other).flaws
    assert blamed(verify_log(other, receipt=(held.number, held.hash))) == {held.number}
    answer = run("verify", other, "--receipt", f"{held.number}:{held.hash}")
    assert answer.exit_code == 1 and f"record {held.number}" in answer.stdout and "receipt" in answer.stdout
    assert run("verify", log, "--receipt", f"{held.number}:{held.hash}").exit_code == 0
    assert run("verify", log, "--receipt", "6").exit_code == 2


def test_a_forged_decision_is_found_by_the_law_in_the_log(log: Path) -> None:
    """Somebody who makes every hash and commitment anew still has to derive the decision."""
    found = rows(log)
    leaves: Any = unpack(found[3].leaves or b"")
    assert isinstance(leaves, list)

    def forged(change: Callable[[list[Json]], object]) -> set[int]:
        contents: list[Json] = json.loads(json.dumps([content for _, content in leaves]))
        change(contents)
        parts = [["ab" * 32, content] for content in contents]
        commitments = [hashlib.sha256(bytes.fromhex("ab" * 32) + canonical_json(content)).hexdigest() for content in contents]
        body = json.loads(found[3].body) | {"commitments": commitments}
        path = rechained(log, {3: (json.dumps(body), pack(parts))})  # type: ignore[arg-type]
        return blamed(verify_log(path))

    def at(contents: list[Json], *path: str | int) -> dict[str, Json]:
        place: Any = contents
        for step in path:
            place = place[step]
        assert isinstance(place, dict)
        return place

    assert forged(lambda c: None) == set()
    assert forged(lambda c: at(c, -1, "rest", "conclusions", "card.outcome").update(value="day_card")) == {3}
    assert forged(lambda c: at(c, -1, "rest", "trail", 0).update(result="open")) == {3}
    assert forged(lambda c: at(c, -1, "rest").update(digest="0" * 64)) == {3}
    assert forged(lambda c: at(c, -1, "rest").update(more=1)) == {3}
    assert forged(lambda c: at(c, -1, "rest").pop("trail")) == {3}
    assert forged(lambda c: at(c, -1, "rest").update(trail=None)) == {3}
    assert forged(lambda c: at(c, -1, "rest").update(law=[])) == {3}
    assert forged(lambda c: at(c, 0).update(case=7)) == {3}
    assert forged(lambda c: at(c, 0).update(more="hidden")) == {3}
    assert forged(lambda c: c.insert(1, {"hidden": "more"})) == {3}
    assert forged(lambda c: c.insert(1, json.loads(json.dumps(c[1])))) == {3}
    assert forged(lambda c: c.pop(1)) == {3}
    assert forged(lambda c: c.clear()) == {3}
    assert forged(lambda c: c.reverse()) == {3}


def test_damaged_bytes_never_end_in_a_traceback(log: Path) -> None:
    """A file with bytes changed or cut off is refused or found wrong, or the bytes carried nothing."""
    whole, sound = log.read_bytes(), verify_log(log)
    rng = random.Random(5)
    copy = log.with_name("copy.sqlite")
    for _ in range(60):
        damaged = bytearray(whole)
        for _ in range(rng.choice((1, 1, 20))):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        copy.write_bytes(damaged[: rng.randrange(len(damaged))] if rng.random() < 0.2 else damaged)
        try:
            found = verify_log(copy)
        except Rejected as rejected:
            assert {d.code for d in rejected.diagnostics} == {"record-log"}
        else:
            assert found.flaws or found == sound


# ---------------------------------------------------------------- forgetting


def windows_of(records: list[Record]) -> set[bytes]:
    """Return every 16 bytes in a row of the packed leaves of records."""
    packed = [record.leaves or b"" for record in records]
    return {blob[i : i + 16] for blob in packed for i in range(len(blob) - 16)}


def traces(log: Path, before: list[Record]) -> set[str]:
    """Return what of the secret content is left in the file and in whatever lies beside it, packed or not.

    Decisions are alike where they end, and may happen to be packed alike there, which depends on the salts: what another
    record has of its own is no trace.
    """
    left: set[str] = set()
    numbers = {record.number for record in before}
    windows = windows_of(before) - windows_of([record for record in rows(log) if record.number not in numbers])
    for path in sorted(log.parent.glob(f"{log.name}*")):
        raw = path.read_bytes()
        left |= {secret for secret in SECRETS if secret.encode() in raw}
        left |= {"packed leaves" for i in range(len(raw) - 16) if raw[i : i + 16] in windows}
    for record in rows(log):
        law = base64.b64decode(json.loads(record.body).get("packed", ""))
        for blob in (zlib.decompress(record.leaves) if record.leaves else b"", zlib.decompress(law) if law else b""):
            left |= {secret for secret in SECRETS if secret.encode() in blob}
    return left


def test_forget_erases_everything_personal_and_the_log_verifies(log: Path, library: Library, documents: list[dict[str, Json]]) -> None:
    """No byte of the case is left, packed or not; the other cases keep theirs; the chain is whole."""
    before = rows(log)
    secret = [before[4], before[6]]
    assert traces(log, secret) == {*SECRETS, "packed leaves"}
    result = run("forget", log, SECRET_CASE)
    assert result.exit_code == 0 and "2 records: 4, 6" in result.stdout and SECRET_CASE not in result.stdout
    number, _, hash_ = result.stderr.split()[-1].partition(":")
    assert traces(log, secret) == set()
    assert [path.name for path in log.parent.iterdir()] == [log.name]
    found = verify_log(log, receipt=(int(number), hash_))
    assert (found.flaws, found.decisions, found.forgotten) == ((), 2, 2)
    after = rows(log)
    assert [r._replace(leaves=None) for r in after[1:7]] == [r._replace(leaves=None) for r in before[1:7]]
    assert (after[3].leaves, after[5].leaves) == (before[3].leaves, before[5].leaves)
    assert json.loads(after[7].body) == {"records": [4, 6]}
    # What can be guessed cannot be tried out: no digest in the file is one of anything personal without a salt.
    raw = log.read_bytes()
    personal: tuple[Json, ...] = (SECRET_CASE, {"case": SECRET_CASE}, documents[1], documents[1]["facts"], documents[3])
    for content in personal:
        assert hashlib.sha256(canonical_json(content)).hexdigest().encode() not in raw
    assert str(documents[1]["digest"]).encode() not in raw and str(documents[3]["digest"]).encode() not in raw
    # The case may come back, and is then a case like any other.
    library.append(log, documents[1])
    assert not verify_log(log).flaws
    assert run("forget", log, SECRET_CASE).exit_code == 0 and traces(log, secret) == set()
    assert not verify_log(log).flaws


def test_what_is_erased_is_overwritten_before_the_file_is_made_anew(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A crash after the commit and before VACUUM leaves nothing either."""
    secret = [rows(log)[4], rows(log)[6]]

    class Interrupted(sqlite3.Connection):
        def execute(self, sql: str, *parameters: object) -> sqlite3.Cursor:
            if sql == "VACUUM":
                raise KeyboardInterrupt
            return super().execute(sql, *parameters)  # type: ignore[arg-type]

    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *args, **named: connect(*args, **named, factory=Interrupted))
    with pytest.raises(KeyboardInterrupt):
        forget_case(log, SECRET_CASE)
    monkeypatch.undo()
    assert traces(log, secret) == set()
    assert not verify_log(log).flaws


def test_forget_names_what_it_cannot_do(log: Path) -> None:
    """An unknown case, a case forgotten before and content that cannot be read are errors, and change nothing."""
    assert run("forget", log, SECRET_CASE).exit_code == 0
    tamper(log, ("UPDATE records SET leaves = ? WHERE number = 5", (b"\x00",)))
    kept = rows(log)
    again = run("forget", log, "plain")
    assert again.exit_code == 1 and "record 5 cannot be read" in again.stderr
    tamper(log, ("UPDATE records SET leaves = NULL WHERE number = 5", ()))
    for case in (SECRET_CASE, "nobody", ""):
        result = run("forget", log, case)
        assert result.exit_code == 1 and "no decision of the case" in result.stderr
    assert [r.hash for r in rows(log)] == [r.hash for r in kept]
    assert run("forget", log.with_name("no.sqlite"), "plain").exit_code == 1
    assert not log.with_name("no.sqlite").exists()


def test_erased_leaves_need_a_later_record(log: Path) -> None:
    """Leaves that are gone without a record are a flaw, and so are leaves that come back."""
    before = rows(log)
    tamper(log, ("UPDATE records SET leaves = NULL WHERE number = 3", ()))
    assert blamed(verify_log(log)) == {3}
    tamper(log, ("UPDATE records SET leaves = ? WHERE number = 3", (before[3].leaves,)))
    forget_case(log, SECRET_CASE)
    tamper(log, ("UPDATE records SET leaves = ? WHERE number = 4", (before[4].leaves,)))
    assert blamed(verify_log(log)) == {4}
    # A record that says beforehand that a decision will be forgotten covers nothing.
    head = HeadState(2, before[2].hash, {json.loads(before[2].body)["texts"]: 2})
    head, early = next_record(head, "forget", {"records": [4]})
    head, late = next_record(head, "decision", json.loads(before[3].body))
    write_rows(log, [head_record(head), *before[1:3], early, late])
    assert blamed(verify_log(log)) == {4}


# ---------------------------------------------------------------- signatures


@pytest.fixture
def keys(tmp_path: Path) -> tuple[Path, Path, ed25519.Ed25519PrivateKey]:
    """A private and a public key file, and the private key."""
    return written_keys(tmp_path, "own")


def written_keys(folder: Path, name: str) -> tuple[Path, Path, ed25519.Ed25519PrivateKey]:
    key = ed25519.Ed25519PrivateKey.generate()
    private, public = folder / f"{name}.pem", folder / f"{name}-public.pem"
    private.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    public.write_bytes(key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo))
    return private, public, key


Keys = tuple[Path, Path, ed25519.Ed25519PrivateKey]


def test_a_signed_log_cannot_be_made_anew(library: Library, documents: list[dict[str, Json]], tmp_path: Path, keys: Keys) -> None:
    """Every hash can be made anew without the key, no signature can; another key is another log."""
    private, public, key = keys
    log = tmp_path / "signed.sqlite"
    library.append(log, *documents, key=key)
    accepted = run("verify", log, "--public-key", public)
    assert accepted.exit_code == 0 and key.public_key().public_bytes_raw().hex() in accepted.stdout
    assert "--public-key makes sure" in run("verify", log).stdout
    forged = rechained(log, {})
    assert blamed(verify_log(forged)) == set(range(7))
    _, other_public, other = written_keys(tmp_path, "other")
    mine = tmp_path / "mine.sqlite"
    library.append(mine, *documents, key=other)
    assert not verify_log(mine).flaws and run("verify", mine, "--public-key", public).exit_code == 1
    assert run("verify", log, "--public-key", other_public).exit_code == 1
    for number in range(7):
        copy = tmp_path / "copy.sqlite"
        shutil.copy(log, copy)
        tamper(copy, ("UPDATE records SET signature = ? WHERE number = ?", (rows(log)[(number + 1) % 7].signature, number)))
        assert blamed(verify_log(copy)) == {number}
    unsigned = tmp_path / "unsigned.sqlite"
    library.append(unsigned, *documents)
    assert run("verify", unsigned, "--public-key", public).exit_code == 1
    # Forgetting is signed as well.
    assert run("forget", log, SECRET_CASE, "--key", private).exit_code == 0
    assert run("verify", log, "--public-key", public).exit_code == 0


def test_one_key_signs_a_log_or_none_does(library: Library, documents: list[dict[str, Json]], tmp_path: Path, keys: Keys) -> None:
    """A record without the log's key, or with another, would spoil the log for good: it is refused and nothing is written."""
    _, _, key = keys
    other = ed25519.Ed25519PrivateKey.generate()
    signed, unsigned = tmp_path / "signed.sqlite", tmp_path / "unsigned.sqlite"
    library.append(signed, documents[0], key=key)
    library.append(unsigned, documents[0])
    for log, wrong in ((signed, None), (signed, other), (unsigned, key)):
        before = log.read_bytes()
        for attempt in (lambda: library.append(log, documents[1], key=wrong), lambda: forget_case(log, "plain", wrong)):  # noqa: B023
            with pytest.raises(Rejected, match="signed"):
                attempt()
        assert log.read_bytes() == before


def test_key_files_that_cannot_be_used(tmp_path: Path, keys: Keys) -> None:
    """Each is refused with a reason, and no log is made."""
    private, public, key = keys
    encrypted, foreign = tmp_path / "encrypted.pem", tmp_path / "x25519.pem"
    form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    encrypted.write_bytes(key.private_bytes(*form, serialization.BestAvailableEncryption(b"secret")))
    foreign.write_bytes(x25519.X25519PrivateKey.generate().private_bytes(*form, serialization.NoEncryption()))
    log = tmp_path / "log.sqlite"
    example = HOME / "examples" / "refugee-2026.yaml"
    for path, reason in (
        (encrypted, "without a password"),
        (foreign, "not an Ed25519 key"),
        (public, "private key"),
        (tmp_path, "cannot be read"),
    ):
        with pytest.raises(Rejected, match=reason):
            private_key(path)
    for path in (private, tmp_path / "no.pem"):
        with pytest.raises(Rejected):
            public_key(path)
    refused = run("evaluate", example, "--record", log, "--key", encrypted)
    assert refused.exit_code == 1 and "[signature]" in refused.stderr and refused.stdout == "" and not log.exists()


def test_without_the_package_signatures_are_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, keys: Keys) -> None:
    """The message says what to install."""
    monkeypatch.setitem(sys.modules, "cryptography.exceptions", None)
    monkeypatch.delitem(sys.modules, "engine.records.signing")
    result = run("evaluate", HOME / "examples" / "refugee-2026.yaml", "--record", tmp_path / "log.sqlite", "--key", keys[0])
    assert result.exit_code == 1 and "hjemmel[sign]" in result.stderr


# ---------------------------------------------------------------- crashes and company

WRITER = """
import json, sys
sys.path.insert(0, sys.argv[1])
from engine.records.log import append_decisions
texts, document = json.load(open(sys.argv[2], encoding="utf-8"))
for number in range(int(sys.argv[4])):
    append_decisions(__import__("pathlib").Path(sys.argv[3]), [document], texts, "0.1.0")
    print(number, flush=True)
"""


@pytest.fixture
def writer(library: Library, documents: list[dict[str, Json]], tmp_path: Path) -> Iterator[Callable[[Path, int], subprocess.Popen[str]]]:
    """Start a process that appends so many decisions, one by one, and says so after each."""
    given = tmp_path / "given.json"
    given.write_text(json.dumps([dict(library.loaded.texts), documents[0]]), encoding="utf-8")
    started: list[subprocess.Popen[str]] = []

    def start(log: Path, count: int) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", WRITER, str(HOME), str(given), str(log), str(count)]
        started.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_a_crash_in_the_middle_leaves_a_log_that_verifies(
    writer: Callable[[Path, int], subprocess.Popen[str]], library: Library, documents: list[dict[str, Json]], tmp_path: Path
) -> None:
    """Killed at random moments during 200 writes, the log holds what was confirmed, verifies and takes further records."""
    log = tmp_path / "log.sqlite"
    rng = random.Random(11)
    confirmed = 0
    for _ in range(5):
        process = writer(log, 200)
        assert process.stdout is not None
        writes = rng.randint(1, 25)
        assert [process.stdout.readline() for _ in range(writes)][-1] == f"{writes - 1}\n"
        time.sleep(rng.uniform(0, 0.005))  # a write takes a few milliseconds: the kill comes at any moment of one
        process.send_signal(signal.SIGKILL)
        confirmed += writes + len(process.communicate()[0].split())
        assert process.returncode == -signal.SIGKILL
        found = verify_log(log)
        assert not found.flaws
        assert confirmed <= found.decisions <= confirmed + 1  # one may be kept and not yet confirmed
        confirmed = found.decisions
    number, hash_ = library.append(log, documents[1])
    found = verify_log(log, receipt=(number, hash_))
    assert (found.flaws, found.decisions) == ((), confirmed + 1)


def test_two_processes_write_at_once(writer: Callable[[Path, int], subprocess.Popen[str]], tmp_path: Path) -> None:
    """Both succeed, on a log that neither found there; the law is kept once."""
    log = tmp_path / "log.sqlite"
    processes = [writer(log, 30) for _ in range(2)]
    for process in processes:
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
    found = verify_log(log)
    assert (found.flaws, found.decisions) == ((), 60)
    assert [record.kind for record in rows(log)].count("law") == 1


# ---------------------------------------------------------------- the command


def test_evaluate_records_what_it_shows(library: Library, tmp_path: Path) -> None:
    """The decisions that are shown are in the log, word for word but for the answer beside each, and the receipt is on standard error."""
    log = tmp_path / "log.sqlite"
    cases = [tmp_path / "complete.yaml", tmp_path / "gaps.yaml"]
    cases[0].write_text(PLAIN, encoding="utf-8")
    cases[1].write_text("card: {application_date: 2012-03-01}\n", encoding="utf-8")
    evaluate: tuple[str | Path, ...] = ("--rules", library.rules, "evaluate", *cases)
    result = run(*evaluate, "--format", "json", "--record", log)
    assert result.exit_code == 3
    found = rows(log)
    assert result.stderr.strip() == f"2 decisions recorded in {log}; receipt 4:{found[-1].hash}"
    for record, shown in zip(found[3:], json.loads(result.stdout), strict=True):
        leaves: Any = unpack(record.leaves or b"")
        assert leaves[0][1] == {"case": shown["case"]}
        rest = leaves[-1][1]["rest"]
        assert rest == {key: value for key, value in shown.items() if key not in ("case", "facts", "answer")}
    assert run(*evaluate, "--record", log).stdout == run(*evaluate).stdout
    verified = run("verify", log)
    assert verified.exit_code == 0 and "4 decisions" in verified.stdout


def test_decisions_under_the_shipped_law_are_made_again(laws: Laws, compiled: CompiledLaws, tmp_path: Path) -> None:
    """Complete cases and cases with gaps, under the law that governs and under one that is forced, verify from the log."""
    log = tmp_path / "log.sqlite"
    versions = [version.name for version in laws.versions]
    made = []
    for number, path in enumerate(sorted((HOME / "tests" / "golden").glob("*.yaml"))[::2]):
        case = load_case(path, laws.vocabulary, tuple(versions), {}, [])
        assert case is not None
        if number % 2:
            case = force(case, versions[0], versions, laws.vocabulary, [])
        decision = decide(case, compiled, forward)
        made.append(document_(decision, build_trail(decision), laws.vocabulary, {"made": False, "engines": ["forward"]}))
    assert len(made) >= 4
    append_decisions(log, made, load_laws(HOME / "rules").texts, "0.1.0")
    found = verify_log(log)
    assert (found.flaws, found.decisions) == ((), len(made))


def test_all_cases_are_recorded_or_none(tmp_path: Path, library: Library) -> None:
    """Where one case is wrong or has no decision, nothing is written and no log is made."""
    log = tmp_path / "log.sqlite"
    good, undecided, bad = tmp_path / "good.yaml", tmp_path / "undecided.yaml", tmp_path / "bad.yaml"
    good.write_text(PLAIN, encoding="utf-8")
    undecided.write_text(PLAIN.replace("2012-03-01", "1999-03-01"), encoding="utf-8")
    bad.write_text("person: {shoe_size: 43}\n", encoding="utf-8")
    for other in (undecided, bad):
        result = run("--rules", library.rules, "evaluate", good, other, "--record", log)
        assert result.exit_code == 1 and not log.exists() and result.stdout == ""
    assert run("--rules", library.rules, "evaluate", good, good, "--record", log).exit_code == 0
    assert verify_log(log).decisions == 2
    before = log.read_bytes()
    assert run("--rules", library.rules, "evaluate", good, undecided, "--record", log).exit_code == 1
    assert log.read_bytes() == before


def test_wrong_usage(tmp_path: Path) -> None:
    """A recorded decision is cross-checked, and a key needs a log."""
    example = HOME / "examples" / "refugee-2026.yaml"
    log = tmp_path / "log.sqlite"
    assert run("evaluate", example, "--record", log, "--no-cross-check").exit_code == 2
    assert run("evaluate", example, "--key", log).exit_code == 2
    assert not log.exists()


def test_files_that_are_no_log(tmp_path: Path, library: Library, documents: list[dict[str, Json]], log: Path) -> None:
    """Nothing is written to what is no log, is of a newer format, damaged, or cannot be written; each has its reason."""
    example = tmp_path / "case.yaml"
    example.write_text(PLAIN, encoding="utf-8")
    text, foreign, newer, cut = (tmp_path / name for name in ("notes.txt", "foreign.sqlite", "newer.sqlite", "cut.sqlite"))
    text.write_text("notes\n" * 100, encoding="utf-8")
    tamper(foreign, ("CREATE TABLE bookmarks (name TEXT)", ()))
    shutil.copy(log, newer)
    tamper(newer, (f"PRAGMA user_version = {FORMAT + 1}", ()))
    shutil.copy(log, cut)
    tamper(cut, ("DELETE FROM records WHERE number = 6", ()))
    triggered = tmp_path / "triggered.sqlite"
    shutil.copy(log, triggered)
    tamper(triggered, ("CREATE TRIGGER t AFTER INSERT ON records BEGIN DELETE FROM records; END", ()))
    reasons = {
        text: "not a log of decisions",
        foreign: "not a log of decisions",
        triggered: "not a log of decisions",
        newer: f"format {FORMAT + 1}",
        cut: "does not fit its records",
        tmp_path: "cannot be",
        tmp_path / "no" / "log.sqlite": "cannot be",
    }
    for path, reason in reasons.items():
        before = path.read_bytes() if path.is_file() else None
        for command in (("--rules", library.rules, "evaluate", example, "--record", path), ("forget", path, "plain"), ("verify", path)):
            result = run(*command)
            assert result.exit_code == 1, (command, result.output)
            assert reason in result.stderr or command[0] == "verify", (command, result.output)
            assert "Traceback" not in result.stderr and result.stderr
        assert (path.read_bytes() if path.is_file() else None) == before


def test_a_log_that_may_not_be_written_can_be_verified(log: Path, library: Library, documents: list[dict[str, Json]]) -> None:
    """A copy on a medium that is read only is as good as the original."""
    log.chmod(0o400)
    log.parent.chmod(0o500)
    try:
        assert not verify_log(log).flaws
    finally:
        log.parent.chmod(0o700)


def test_a_log_in_write_ahead_mode_is_brought_back(log: Path, library: Library, documents: list[dict[str, Json]]) -> None:
    """Whoever switched it on, no write-ahead log with old content stays beside a log after the next write."""
    tamper(log, ("PRAGMA journal_mode = WAL", ()))
    secret = [rows(log)[4], rows(log)[6]]
    forget_case(log, SECRET_CASE)
    assert [path.name for path in log.parent.iterdir()] == [log.name]
    assert traces(log, secret) == set() and not verify_log(log).flaws


# ---------------------------------------------------------------- the law as text


def test_the_law_from_texts_is_the_law_from_files() -> None:
    """The same versions with the same digests, from memory alone."""
    loaded = load_laws(HOME / "rules")
    again = laws_from_texts(loaded.texts)
    assert loaded.laws is not None and again.laws is not None
    assert again.texts == loaded.texts and not again.diagnostics
    one, other = compile_laws(loaded.laws), compile_laws(again.laws)
    assert [(v.version.name, v.digest) for v in one.versions] == [(v.version.name, v.digest) for v in other.versions]
    assert list(loaded.laws.vocabulary.facts) == list(again.laws.vocabulary.facts)
    assert [list(v.rules) for v in loaded.laws.versions] == [list(v.rules) for v in again.laws.versions]


def test_mistakes_in_texts_are_those_in_files(tmp_path: Path) -> None:
    """Every rejected rules folder gives the same diagnostics from memory, but for what concerns files as such."""
    from .test_rejected import MISTAKES, lay_mistake

    compared = 0
    for number, mistake in enumerate(MISTAKES[::5]):
        folder = tmp_path / str(number)
        lay_mistake(mistake, folder)
        loaded = load_laws(folder / "rules")
        codes = {problem.code for problem in loaded.diagnostics}
        if not codes or codes & {"unreadable", "encoding", "unread-file", "missing-file"}:
            continue
        if mistake.parts[-2:] == ("wrong-version", "successor"):
            continue  # texts do not tell a draft, which may follow a version that names no successor
        again = laws_from_texts(loaded.texts)
        names = shown_(folder / "rules") + "/"
        assert [(d.code, d.place.file.removeprefix(names), *d.place[1:]) for d in loaded.diagnostics] == [
            (d.code, *d.place) for d in again.diagnostics
        ]
        compared += 1
    assert compared > 15


# ---------------------------------------------------------------- cost and purity


def test_nothing_of_this_is_imported_before_it_is_used() -> None:
    """An evaluation that records nothing opens no database and loads no key."""
    code = """
import sys
sys.argv = ["hjemmel", "evaluate", sys.argv[1], "--no-cross-check"]
sys.path.insert(0, sys.argv.pop(0) and ".")
import cli
try:
    cli.main(["evaluate", sys.argv[1], "--no-cross-check"])
except SystemExit:
    pass
unwanted = ("sqlite3", "cryptography", "rfc8785")
print([name for name in sys.modules if name.partition(".")[0] in unwanted or "records" in name], file=sys.stderr)
"""
    example = HOME / "examples" / "refugee-2026.yaml"
    result = subprocess.run([sys.executable, "-c", code, str(example)], cwd=HOME, capture_output=True, text=True, check=True)
    assert result.stderr.strip() == "[]"


def test_records_read_no_clock() -> None:
    """A record holds no time but what the case states."""
    for path in sorted((HOME / "engine" / "records").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = (
                [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else [a.name for a in node.names]
                if isinstance(node, ast.Import)
                else []
            )
            assert not {name.partition(".")[0] for name in names} & {"time", "datetime", "uuid"}, path.name
