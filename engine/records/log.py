"""The log: one SQLite file with one table, to which records are appended under one lock, all of a call or none."""

from __future__ import annotations

import base64
import json
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from ..canonical import Json
from ..diagnostics import Problem, Rejected
from ..folders import shown
from ..language.ids import alike
from ..model import Place, Text
from .sealing import (
    DECISION,
    FORGET,
    LAW,
    NOTHING,
    SALT_BYTES,
    START,
    Head,
    Record,
    case_of,
    head_record,
    law_digests,
    next_record,
    pack,
    seal,
    texts_digest,
)


class LogUnusable(Problem):
    code = "record-log"
    message = Text("{what}", "{what}")
    why = Text(
        "en oppføring som ikke blir bevart, eller ikke er til å stole på, beviser ingenting senere",
        "a record that is not kept, or cannot be trusted, proves nothing later",
    )
    fix = Text("{remedy}", "{remedy}")
    what: Text
    remedy: Text


if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

FORMAT = 1
"""Kept as SQLite's `user_version`; a program refuses a log of a newer format."""

_TABLE = (
    "CREATE TABLE records (number INTEGER PRIMARY KEY, kind TEXT NOT NULL, previous TEXT NOT NULL, body TEXT NOT NULL, "
    "hash TEXT NOT NULL, signature TEXT, leaves BLOB)"
)
_SELECT = f"SELECT {', '.join(Record._fields)} FROM records"
_NO_LOG = (
    Text("filen er ingen logg over avgjørelser", "the file is not a log of decisions"),
    Text(
        "oppgi en logg; `evaluate --record` lager en der det ikke finnes noen fil",
        "name a log; `evaluate --record` makes one where there is no file yet",
    ),
)
_RUN_VERIFY = Text("kjør `hjemmel verify` på loggen", "run `hjemmel verify` on the log")
WAIT = 60.0
"""Seconds that a call waits for another process to finish its write."""

_TRIES, _PAUSE = 20, 0.1
"""How often, and after how many seconds, an empty file is looked at again that another process may be making a log of."""

_EMPTY = (
    Text("filen er tom: en logg som er begynt, er aldri det", "the file is empty, which a log that was begun never is"),
    Text(
        "finn ut om det er en logg som gikk tapt; skal en ny begynne her, så bruk `--new`",
        "find out whether it is a log that was lost; to begin a new one here, use `--new`",
    ),
)
_NOT_NEW = (
    Text("det er allerede en logg her", "there is a log here already"),
    Text("utelat `--new` for å føre i den, eller oppgi en annen fil", "leave `--new` out to append to it, or name another file"),
)
_CUT = (
    Text(
        "filen er ikke hel: den har mistet slutten eller noe i midten", "the file is not whole: it lost its end, or something in the middle"
    ),
    Text(
        "hent loggen fra en sikkerhetskopi, og kontroller den mot en kvittering",
        "restore the log from a backup, and check it against a receipt",
    ),
)
_BUSY = (
    Text(
        "et annet program har skrevet i loggen så lenge at det ikke ble ventet mer",
        "another program was writing to the log for longer than is waited",
    ),
    Text("prøv igjen; ingenting er ført", "try again; nothing was recorded"),
)


class Sealed(NamedTuple):
    """A decision as it is recorded: what stays for good, and the leaves, which may be erased."""

    commitments: tuple[str, ...]
    laws: Mapping[str, Json]
    leaves: bytes


def seal_decision(document: Mapping[str, Json]) -> Sealed:
    """Return a decision's document sealed, with new random salts: a small part of its size, so that many can wait to be appended."""
    commitments, leaves = seal(document, lambda: os.urandom(SALT_BYTES))
    return Sealed(tuple(commitments), law_digests(document), leaves)


def append_decisions(
    path: Path, documents: Iterable[Mapping[str, Json]], texts: Mapping[str, str], program: str, key: Ed25519PrivateKey | None = None
) -> str:
    """Seal the decisions and append them, as `append_sealed` does."""
    return append_sealed(path, [seal_decision(document) for document in documents], texts, program, key)


def append_sealed(
    path: Path,
    decisions: Iterable[Sealed],
    texts: Mapping[str, str],
    program: str,
    key: Ed25519PrivateKey | None = None,
    new: bool = False,
) -> str:
    """Append the decisions, and the law they were made under if the log does not hold it, and return the receipt of the last.

    `texts` is the whole rules folder (`Loaded.texts`), `program` the version of the program. A log that is not there is made;
    `new` makes one of an empty file too, and appends to no log that is there. Raises Rejected where the file is no log, or not
    a whole one, or cannot be written, or is signed with another key; nothing is written then.
    """
    law = texts_digest(texts)
    sealed: list[tuple[Json, bytes]] = [
        ({"commitments": [*one.commitments], "laws": dict(one.laws), "program": program, "texts": law}, one.leaves) for one in decisions
    ]
    with _writing(path, key, new, make=True) as (connection, head):
        if law not in head.laws:
            packed = base64.b64encode(pack(dict(texts))).decode()
            head = _append(connection, *next_record(head, LAW, {"texts": law, "packed": packed}), key)
        for body, leaves in sealed:
            head = _append(connection, *next_record(head, DECISION, body, leaves), key)
        _set_head(connection, head, key)
    return receipt_of(head)


def judge_log(path: Path, key: Ed25519PrivateKey | None = None, new: bool = False) -> None:
    """Raise Rejected where `append_decisions` would, before there is anything to append; nothing is written."""
    if not os.path.lexists(path):
        if not path.parent.is_dir():
            _refuse(path, Text("mappen til loggen finnes ikke", "the log cannot be made: its folder does not exist"))
        if not os.access(path.parent, os.W_OK | os.X_OK):
            _refuse(path, Text("loggen kan ikke lages i mappen", "the log cannot be made in its folder"))
        return
    with _writing(path, key, new, make=False) as (connection, _):
        connection.execute("ROLLBACK")
        connection.execute("BEGIN")


class Forgotten(NamedTuple):
    """What was erased: the records of the case; and the ids in the log that a person could take for its own, with their records."""

    records: tuple[int, ...]
    alike: Mapping[str, tuple[int, ...]]
    receipt: str


def forget_case(path: Path, case: str, key: Ed25519PrivateKey | None = None) -> Forgotten:
    """Erase everything personal in the decisions of a case, and append one record of their numbers.

    Raises Rejected as `append_decisions` does, and where the log holds no decision of the case.
    """
    with _writing(path, key, new=False, make=False) as (connection, head):
        of: dict[str, list[int]] = {}
        for number, leaves in connection.execute("SELECT number, leaves FROM records WHERE leaves IS NOT NULL ORDER BY number"):
            try:
                of.setdefault(str(case_of(leaves)), []).append(number)
            except (TypeError, ValueError):
                what = Text(
                    f"innholdet i oppføring {number} kan ikke leses, så ingen kan si hvilken sak det hører til",
                    f"the content of record {number} cannot be read, so nobody can tell whose it is",
                )
                _refuse(path, what, _RUN_VERIFY)
        others = {other: tuple(found) for other, found in of.items() if alike(case, other)}
        numbers = of.get(case, [])
        if not numbers:
            what = Text(f"loggen har ingen avgjørelse i saken `{case}`", f"no decision of the case `{case}` is in the log")
            near = ", ".join(f"`{other}`" for other in others)
            once = Text(
                "kontroller id-en til saken; `hjemmel log` viser dem som finnes, og en sak kan slettes én gang",
                "check the id of the case; `hjemmel log` lists those there are, and a case can be forgotten once",
            )
            _refuse(path, what, Text(f"disse ligner: {near}. {once.nb}", f"these look alike: {near}. {once.en}") if near else once)
        connection.executemany("UPDATE records SET leaves = NULL WHERE number = ?", [(number,) for number in numbers])
        head = _append(connection, *next_record(head, FORGET, {"records": [*numbers]}), key)
        _set_head(connection, head, key)
    # What was erased is overwritten by now (secure_delete); this writes the file anew without the room that it took.
    with _connected(path, "rw") as connection:
        try:
            connection.execute("VACUUM")
        except sqlite3.Error as error:
            what = Text(
                f"innholdet er slettet og overskrevet, men filen ble ikke mindre: {error}",
                f"the content is erased and overwritten, but the file keeps its size: {error}",
            )
            _refuse(
                path, what, Text("skaff plass på disken; det er ikke mer å slette", "make room on the disk; nothing more has to be erased")
            )
    return Forgotten(tuple(numbers), others, receipt_of(head))


def read_records(path: Path) -> tuple[Record, ...]:
    """Return every row of a log in order of number, the head first, as they stand at one moment; nothing is checked yet.

    Raises Rejected where the file is no log or cannot be read.
    """
    with _connected(path, "rw") as connection:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("BEGIN")
        if _is_empty(connection):
            _refuse(path, *_EMPTY)
        _check_format(connection, path)
        _check_whole(connection, path)
        return tuple(_record(*row) for row in connection.execute(f"{_SELECT} ORDER BY number"))


def _record(number: int, kind: object, previous: object, body: object, hash_: object, signature: object, leaves: object) -> Record:
    """Return a row; what is not of the type that this program writes is read as empty, and then does not fit its hash."""

    def text(value: object) -> str:
        return value if isinstance(value, str) else ""

    signed = None if signature is None else text(signature)
    erasable = leaves if leaves is None or isinstance(leaves, bytes) else b""
    return Record(number, text(kind), text(previous), text(body), text(hash_), signed, erasable)


def receipt_of(head: Head) -> str:
    """Return what proves later that the log held these records: the number and hash of the last one."""
    return f"{head.number}:{head.hash}"


@contextmanager
def _connected(path: Path, mode: str) -> Iterator[sqlite3.Connection]:
    """Give a connection that is closed at the end; an error of SQLite becomes a diagnostic. `mode` is rw or, to make the file, rwc."""
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=WAIT, isolation_level=None)
    except (sqlite3.Error, ValueError) as error:
        _refuse(path, Text(f"loggen kan ikke åpnes: {error}", f"the log cannot be opened: {error}"))
    try:
        # A text that is no UTF-8 was not written by this program; it is read with marks and then fails its hash.
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA secure_delete = ON")
        yield connection
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_NOTADB:
            _refuse(path, *_NO_LOG)
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            _refuse(path, *_BUSY)
        if code == sqlite3.SQLITE_CORRUPT:
            _refuse(path, *_CUT)
        _refuse(path, Text(f"loggen kan ikke brukes: {error}", f"the log cannot be used: {error}"))
    finally:
        connection.close()


@contextmanager
def _writing(path: Path, key: Ed25519PrivateKey | None, new: bool, make: bool) -> Iterator[tuple[sqlite3.Connection, Head]]:
    """Give a connection that alone may write, and the head; committed at the end, and not at all after an error.

    `make` makes a log where no file is. An empty file is one only where `new` says so: it may be what is left of a log.
    """
    there = os.path.lexists(path)
    with _connected(path, "rwc" if make else "rw") as connection:
        connection.execute("PRAGMA journal_mode = DELETE")  # a write-ahead log would keep what is erased
        _begin(connection, waits=there and not new)
        if _is_empty(connection):
            if there and not new:
                _refuse(path, *_EMPTY)
            connection.execute(_TABLE)
            connection.execute(f"PRAGMA user_version = {FORMAT}")
            head = Head(0, NOTHING, {})
            head = _append(connection, *next_record(head, START, {"public_key": _public(key)}), key)
        else:
            _check_format(connection, path)
            _check_whole(connection, path)
            head = _head(connection, path, key)
            if new:
                _refuse(path, *_NOT_NEW)
        yield connection, head
        connection.execute("COMMIT")


def _begin(connection: sqlite3.Connection, waits: bool) -> None:
    """Begin to write alone; where the file is empty because another process is just making the log, wait for it to begin."""
    for _ in range(_TRIES if waits else 1):
        connection.execute("BEGIN IMMEDIATE")
        if not waits or not _is_empty(connection):
            return
        connection.execute("ROLLBACK")
        threading.Event().wait(_PAUSE)  # the clock is not read
    connection.execute("BEGIN IMMEDIATE")


def _check_whole(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a log whose file is shorter than it says itself."""
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    (size,) = connection.execute("PRAGMA page_size").fetchone()
    (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
    if mode != "wal" and path.stat().st_size < pages * size:
        _refuse(path, *_CUT)


def _is_empty(connection: sqlite3.Connection) -> bool:
    entries = connection.execute("SELECT sql FROM sqlite_master").fetchall()
    return [*connection.execute("PRAGMA user_version"), *entries] == [(0,)]


def _check_format(connection: sqlite3.Connection, path: Path) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    tables = connection.execute("SELECT sql FROM sqlite_master").fetchall()
    if version > FORMAT and any("TABLE records" in str(sql) for (sql,) in tables):
        what = Text(
            f"loggen har format {version}, og dette programmet kjenner formatene til og med {FORMAT}",
            f"the log is of format {version}, and this program knows formats up to {FORMAT}",
        )
        _refuse(path, what, Text("bruk en nyere versjon av hjemmel", "use a newer hjemmel"))
    if version != FORMAT or tables != [(_TABLE,)]:
        _refuse(path, *_NO_LOG)


def _head(connection: sqlite3.Connection, path: Path, key: Ed25519PrivateKey | None) -> Head:
    """Return the head, once it is sure that it fits the last record and that the key is the one that the log is signed with."""
    rows = connection.execute(f"{_SELECT} WHERE number IN (0, 1, (SELECT max(number) FROM records)) ORDER BY number").fetchall()
    try:
        kept, first, last = Record(*rows[0]), Record(*rows[1]), Record(*rows[-1])
        found, stated = json.loads(kept.body), json.loads(first.body)["public_key"]
        head = Head(last.number, last.hash, found["laws"])
        damaged = kept._replace(signature=None) != head_record(head)
    except (LookupError, TypeError, ValueError):
        damaged = True
    if damaged:
        _refuse(path, Text("hodet i loggen passer ikke til oppføringene", "the head of the log does not fit its records"), _RUN_VERIFY)
    if stated != _public(key):
        what = Text("loggen er signert, og ikke med denne nøkkelen", "the log is signed, and not with this key")
        if not stated:
            what = Text("loggen er ikke signert", "the log is not signed")
        elif key is None:
            what = Text("loggen er signert", "the log is signed")
        one_key = Text(
            "oppgi nøkkelen til loggen med `--key`, eller begynn en ny logg: én nøkkel signerer en logg fra først til sist, eller ingen",
            "give the `--key` of the log, or name a new log: one key signs a log from beginning to end, or none does",
        )
        _refuse(path, what, one_key)
    return head


def _public(key: Ed25519PrivateKey | None) -> str | None:
    if key is None:
        return None
    from .signing import public_of

    return public_of(key)


def _append(connection: sqlite3.Connection, head: Head, record: Record, key: Ed25519PrivateKey | None) -> Head:
    if key is not None:
        from .signing import sign

        record = record._replace(signature=sign(key, record.hash))
    connection.execute(f"INSERT INTO records ({', '.join(Record._fields)}) VALUES (?, ?, ?, ?, ?, ?, ?)", record)
    return head


def _set_head(connection: sqlite3.Connection, head: Head, key: Ed25519PrivateKey | None) -> None:
    connection.execute("DELETE FROM records WHERE number = 0")
    _append(connection, head, head_record(head), key)


_CHECK_PLACE = Text("kontroller stien, tilgangen og plassen på disken", "check the path, the permissions and the room on the disk")


def _refuse(path: Path, what: Text, fix: Text = _CHECK_PLACE) -> NoReturn:
    raise Rejected([LogUnusable(what=what, remedy=fix).at(Place(shown(path), 1, 1))])
