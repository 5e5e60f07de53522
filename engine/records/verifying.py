"""Verifying a log from itself alone: the chain, the seals, the laws in it, and every decision made again."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ..canonical import Json
from ..diagnostics import Rejected
from ..inference import forward
from ..law.compiled import CompiledLaws, compile_laws
from ..law.deciding import decide
from ..loading import laws_from_texts
from ..model import Place, Text
from ..trail.checker import document_checker
from ..trail.differing import where_differs
from ..trail.document import document
from ..trail.stated import case_of
from ..trail.steps import build_trail
from .documents import laws_of
from .log import read_records, receipt_of
from .sealing import (
    DECISION,
    FORGET,
    LAST_NUMBER,
    LAW,
    NOTHING,
    START,
    Flawed,
    Head,
    Record,
    head_record,
    law_digests,
    record_hash,
    texts_digest,
    unpack,
    unseal,
)


class RecordFlaw(NamedTuple):
    """Something wrong with a record; number 0 is the head, and so the log as a whole. It may quote the trail."""

    record: int
    what: Text


class VerifiedLog(NamedTuple):
    """What was found: the flaws in order of record, and how many decisions have their content and how many are forgotten.

    `receipt` is that of the last record; `public_key`, in hexadecimal, is the key that the log says it is signed with.
    """

    flaws: tuple[RecordFlaw, ...]
    decisions: int
    forgotten: int
    receipt: str
    public_key: str | None


def verify_log(path: Path, public_key: str | None = None, receipt: tuple[int, str] | None = None) -> VerifiedLog:
    """Return what is wrong with a log.

    `public_key` (hexadecimal) must be the one that every record is signed with, `receipt` the number and hash of one of them.
    Raises Rejected where the file is no log, or is signed and signatures cannot be checked here.
    """
    rows = read_records(path)
    records = [record for record in rows if 0 < record.number <= LAST_NUMBER]
    head = _head_after(records)
    flaws = [*_check_numbers(rows), *_check_chain(records), *_check_head(rows, head)]
    key = _content(records[0]).get("public_key") if records else None
    flaws += _check_signatures(rows, key)
    if public_key is not None and public_key != key:
        other = Text("loggen er ikke signert med denne offentlige nøkkelen", "the log is not signed with this public key")
        flaws.append(RecordFlaw(0, other if key else Text("loggen er ikke signert", "the log is not signed")))
    if receipt is not None and receipt not in {(record.number, record.hash) for record in records}:
        replaced = Text(
            "er ikke den som kvitteringen gjelder: loggen er byttet ut eller satt tilbake til en tidligere tilstand",
            "is not the one of the receipt: the log was replaced, or set back to an earlier state",
        )
        flaws.append(RecordFlaw(receipt[0], replaced))
    flaws += _check_contents(records)
    erased = [record.leaves is None for record in records if record.kind == DECISION]
    return VerifiedLog(tuple(sorted(flaws)), erased.count(False), erased.count(True), receipt_of(head), key)


def _check_numbers(rows: Sequence[Record]) -> Iterator[RecordFlaw]:
    for row in rows:
        if not 0 <= row.number <= LAST_NUMBER:
            yield RecordFlaw(row.number, Text("har et nummer som ingen oppføring kan ha", "has a number that no record can have"))


def _check_chain(records: Sequence[Record]) -> Iterator[RecordFlaw]:
    before = Head(0, NOTHING, {})
    for record in records:
        if record.number != before.number + 1:
            several, last = record.number > before.number + 2, record.number - 1
            what = Text(f"mangler, og det gjør alle til og med {last}", f"is missing, and so are those up to {last}")
            yield RecordFlaw(before.number + 1, what if several else Text("mangler", "is missing"))
        elif record.previous != before.hash:
            yield RecordFlaw(record.number, Text("følger ikke den forrige oppføringen", "does not follow the record before it"))
        if record.hash != record_hash(record.number, record.kind, record.previous, record.body):
            what = Text("er endret: innholdet passer ikke til hashen", "was changed: its content does not fit its hash")
            yield RecordFlaw(record.number, what)
        if record.kind not in (START, LAW, DECISION, FORGET) or (record.kind == START) != (record.number == 1):
            yield RecordFlaw(record.number, Text("er av et slag som ikke kan stå her", "is of a kind that is not allowed here"))
        before = Head(record.number, record.hash, {})


def _check_head(rows: Sequence[Record], expected: Head) -> Iterator[RecordFlaw]:
    kept = next((record for record in rows if record.number == 0), None)
    if kept is None:
        what = Text("hodet mangler, og med det hvor loggen slutter", "the head is missing, and with it what says where the log ends")
        yield RecordFlaw(0, what)
    elif kept._replace(signature=None) != head_record(expected):
        what = Text(
            "hodet passer ikke til den siste oppføringen: slutten er kuttet av, eller hodet er endret",
            "the head does not fit the last record: records were cut off, or the head was changed",
        )
        yield RecordFlaw(0, what)


def _check_signatures(rows: Sequence[Record], key: str | None) -> Iterator[RecordFlaw]:
    if key is None:
        what = Text("er signert, og loggen begynner uten nøkkel", "is signed, and the log begins without a key")
        yield from (RecordFlaw(row.number, what) for row in rows if row.signature is not None)
        return
    from .signing import is_signed

    for row in rows:
        if not is_signed(key, row.hash, row.signature):
            what = Text("er ikke signert med nøkkelen som loggen begynner med", "is not signed with the key that the log begins with")
            yield RecordFlaw(row.number, what)


def _head_after(records: Sequence[Record]) -> Head:
    laws = {str(_content(record).get("texts")): record.number for record in records if record.kind == LAW}
    return Head(records[-1].number, records[-1].hash, laws) if records else Head(0, NOTHING, {})


def _check_contents(records: Sequence[Record]) -> Iterator[RecordFlaw]:
    forgotten = {
        number: record.number
        for record in records
        if record.kind == FORGET
        for number in _list(_content(record).get("records"))
        if isinstance(number, int)
    }
    laws: dict[str, Check] = {}
    for record in records:
        content = _content(record)
        try:
            if record.kind != DECISION and record.leaves is not None:
                raise Flawed(Text("har blader, som bare avgjørelser har", "has leaves, which only decisions have"))
            if record.kind == LAW:
                laws[content["texts"]] = _law(content)
            elif record.kind == DECISION:
                _check_decision(record, content, laws, forgotten.get(record.number, 0) > record.number)
        except Flawed as flaw:
            yield RecordFlaw(record.number, flaw.what)
        except (AttributeError, LookupError, TypeError, ValueError, RecursionError):
            what = Text(f"har ikke formen til en oppføring av slaget {record.kind}", f"does not have the form of a {record.kind} record")
            yield RecordFlaw(record.number, what)


Check = Callable[[dict[str, Json]], Text | None]
"""Returns in words what is wrong with a decision under one law, or None."""


def _law(content: Mapping[str, Any]) -> Check:
    """Return the check of decisions made under the law that a record holds."""
    texts: Any = unpack(base64.b64decode(content["packed"], validate=True))
    if texts_digest(texts) != content["texts"]:
        what = Text(
            "lovtekstene har ikke den kontrollsummen som står ved dem",
            "the texts of the law do not have the digest recorded beside them",
        )
        raise Flawed(what)
    loaded = laws_from_texts(texts)
    if loaded.laws is None:
        first = loaded.diagnostics[0].message
        raise Flawed(Text(f"dette programmet finner feil i loven: {first.nb}", f"this program finds errors in the law: {first.en}"))
    compiled, checker = compile_laws(loaded.laws), document_checker(loaded.laws)

    def check(decision: dict[str, Json]) -> Text | None:
        flaw = checker(decision)
        if flaw is not None:
            return flaw.what if flaw.step is None else Text(f"steg {flaw.step}: {flaw.what.nb}", f"step {flaw.step}: {flaw.what.en}")
        again = decide_again(decision, compiled)
        # Its digest is among what is compared, so what Python calls equal (true and 1) is the same here.
        if again == decision:
            return None
        where = where_differs(again, decision) or Text("`digest`", "`digest`")
        return Text(f"avgjort på nytt er det en annen avgjørelse: {where.nb}", f"decided again, it is another decision: {where.en}")

    return check


def decide_again(decision: dict[str, Json], compiled: CompiledLaws) -> dict[str, Json]:
    """Return the decision that the laws give on the facts of a decision document, with what it says of its cross-check.

    Raises Misstated where the document states no case, and Rejected as `decide` does.
    """
    vocabulary = compiled.laws.vocabulary
    decided = decide(case_of(decision, vocabulary, Place("decision", 1, 1)), laws_of(decision, compiled), forward.run)
    return document(decided, build_trail(decided), vocabulary, decision["cross_check"])


def _check_decision(record: Record, content: Mapping[str, Any], laws: Mapping[str, Check], forgotten: bool) -> None:
    if content["texts"] not in laws:
        raise Flawed(Text("loven som den viser til, står ikke før den i loggen", "the law that it names is not in the log before it"))
    if record.leaves is None:
        if not forgotten:
            what = Text(
                "bladene er borte, og ingen senere oppføring sier at de er slettet",
                "its leaves are gone, and no later record says that they were forgotten",
            )
            raise Flawed(what)
        return
    if forgotten:
        raise Flawed(Text("er slettet, og har bladene sine igjen", "was forgotten, and has its leaves again"))
    decision = unseal(record.leaves, content["commitments"])
    if content["laws"] != law_digests(decision):
        what = Text(
            "kontrollsummene til lovversjonene er ikke de som står i avgjørelsen",
            "the digests of the law versions are not those of the decision",
        )
        raise Flawed(what)
    try:
        wrong = laws[content["texts"]](decision)
    except Rejected as rejected:
        wrong = rejected.diagnostics[0].message
    if wrong is not None:
        version = content["program"]
        raise Flawed(Text(f"{wrong.nb} (ført av versjon {version})", f"{wrong.en} (recorded by version {version})"))


def _content(record: Record) -> dict[str, Any]:
    """Return the body of a record as it is to be read; nothing where it cannot be, which its hash or its form will tell."""
    try:
        found = json.loads(record.body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
