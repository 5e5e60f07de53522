"""Sealing: a decision becomes commitments that stay for good, and leaves with everything personal, which can be erased."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ..canonical import Json, canonical_json, digest
from ..model import Text


class Record(NamedTuple):
    """One row of a log. All but `leaves` and `signature` is under `hash`; `leaves` may be erased, the rest never changes."""

    number: int
    kind: str
    previous: str
    body: str
    hash: str
    signature: str | None
    leaves: bytes | None


class Flawed(Exception):
    """Something is wrong with the content of a record; `what` says it to the reader."""

    def __init__(self, what: Text) -> None:
        super().__init__(what.en)
        self.what = what


SALT_BYTES = 32
"""Of each leaf: without them nobody can try out what an erased leaf held, however few values it could have."""


def seal(document: Mapping[str, Json], salt: Callable[[], bytes]) -> tuple[list[str], bytes]:
    """Return the commitments of a decision's parts, and its leaves: for each part its salt and content, packed.

    The parts are the case id, each fact in order of name, and the rest, which quotes them and holds the document's own
    digest. A commitment is the SHA-256 of the salt followed by the canonical content. `salt` gives 32 new random bytes.
    """
    commitments, leaves = [], []
    for part in _parts(document):
        text, own = canonical_json(part), salt()
        commitments.append(hashlib.sha256(own + text).hexdigest())
        leaves.append(b'["%s",%s]' % (own.hex().encode(), text))
    return commitments, zlib.compress(b"[%s]" % b",".join(leaves))


def unseal(packed: bytes, commitments: Sequence[str]) -> dict[str, Json]:
    """Return the decision of the leaves. Raises Flawed where one does not fit its commitment, ValueError where they are no leaves."""
    leaves: Any = unpack(packed)
    for number, ((salt, part), committed) in enumerate(zip(leaves, commitments, strict=True), 1):
        own = bytes.fromhex(salt)
        if len(own) != SALT_BYTES or hashlib.sha256(own + canonical_json(part)).hexdigest() != committed:
            what = Text(
                f"er endret: blad {number} av {len(leaves)} passer ikke til forseglingen",
                f"was changed: leaf {number} of {len(leaves)} does not fit its commitment",
            )
            raise Flawed(what)
    parts = [part for _, part in leaves]
    first, *middle, last = (_mapping(part) for part in parts)
    facts = {name: fact for part in middle for name, fact in _mapping(part["fact"]).items()}
    document: dict[str, Json] = {"case": first["case"], "facts": facts, **_mapping(last["rest"])}
    # What does not come apart into the same parts again holds something twice, or something that nobody would see.
    if list(_parts(document)) != parts:
        raise ValueError("the leaves are not the parts of one decision")
    return document


def _parts(document: Mapping[str, Json]) -> Iterator[Json]:
    yield {"case": document["case"]}
    facts = _mapping(document["facts"])
    for name in sorted(facts):
        yield {"fact": {name: facts[name]}}
    yield {"rest": {key: value for key, value in document.items() if key not in ("case", "facts")}}


def _mapping(value: Json) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise ValueError("this is no mapping")
    return value


def law_digests(document: Mapping[str, Json]) -> dict[str, Json]:
    """Return the digest of every law version that decided a topic or may govern it, by version."""
    found: dict[str, Json] = {}
    for entry in _mapping(document["law"]).values():
        match entry:
            case {"version": str(version), "digest": str(digest_)}:
                found[version] = digest_
            case {"possible": list(possible)}:
                found |= {str(p["version"]): p["digest"] for p in possible if isinstance(p, dict)}
    return found


def pack(value: Json) -> bytes:
    """Return a JSON value as compressed canonical text."""
    return zlib.compress(canonical_json(value))


def unpack(packed: bytes) -> Json:
    """Return the JSON value that was packed. Raises ValueError where it is none, or larger than any law or decision."""
    value: Json = json.loads(_unpacked(packed))
    return value


def case_of(packed: bytes) -> Json:
    """Return the id of the case whose leaves these are, without reading further. Raises ValueError where they are no leaves."""
    try:
        leaf: Any = json.JSONDecoder().raw_decode(_unpacked(packed).decode(), 1)[0]
        case: Json = leaf[1]["case"]
    except (LookupError, TypeError) as error:
        raise ValueError(str(error)) from None
    return case


def _unpacked(packed: bytes) -> bytes:
    opened = zlib.decompressobj()
    try:
        text = opened.decompress(packed, _LARGEST)
    except zlib.error as error:
        raise ValueError(str(error)) from None
    if not opened.eof or opened.unused_data:
        raise ValueError("it does not end where it should")
    return text


_LARGEST = 1 << 26
"""Bytes, unpacked: a hundred times the shipped law."""


def texts_digest(texts: Mapping[str, str]) -> str:
    """Return the SHA-256 that identifies the whole text of a rules folder."""
    return digest(dict(texts))


def record_hash(number: int, kind: str, previous: str, body: str) -> str:
    """Return the hash of a record, which the next one repeats as `previous`: that makes the records a chain."""
    return digest({"number": number, "kind": kind, "previous": previous, "body": body})


HEAD, START, LAW, DECISION, FORGET = "head", "start", "law", "decision", "forget"
"""The kinds of records: the head, which is number 0 and says where the log ends, and the links of the chain from number 1."""

NOTHING = "0" * 64
"""What the first record follows."""


LAST_NUMBER = 2**53 - 1
"""The largest number of a record: larger ones have no canonical form, and so no hash."""


class Head(NamedTuple):
    """Where a log ends: the number and hash of its last record, and the records of its laws by the digest of their texts."""

    number: int
    hash: str
    laws: Mapping[str, int]


def head_record(head: Head) -> Record:
    """Return the head as the record that is kept, unsigned."""
    body = canonical_json({"laws": dict(head.laws), "number": head.number}).decode()
    return Record(0, HEAD, head.hash, body, record_hash(0, HEAD, head.hash, body), None, None)


def next_record(head: Head, kind: str, body: Json, leaves: bytes | None = None) -> tuple[Head, Record]:
    """Return the record that follows the head, unsigned, and the head after it."""
    number, text = head.number + 1, canonical_json(body).decode()
    record = Record(number, kind, head.hash, text, record_hash(number, kind, head.hash, text), None, leaves)
    laws = {**head.laws, str(body["texts"]): number} if kind == LAW and isinstance(body, dict) else head.laws
    return Head(number, record.hash, laws), record
