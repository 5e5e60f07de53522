"""What stands in a log: each decision with its case and outcome, as the log says it; nothing is checked."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from ..loading import laws_from_texts
from .log import read_records
from .sealing import DECISION, FORGET, LAW, Record, unpack


class Listed(NamedTuple):
    """A decision in a log: its record, the case and what was decided, the law versions that governed, and the program.

    `case` is None where the content was forgotten, by the record `forgotten`, or cannot be read. `outcomes` are the statuses, or the
    values, of the principal conclusions by name.
    """

    record: int
    case: str | None
    outcomes: Mapping[str, str]
    versions: tuple[str, ...]
    program: str
    forgotten: int | None


def list_decisions(path: Path) -> tuple[Listed, ...]:
    """Return the decisions of a log in order of record. Raises Rejected where the file is no log or cannot be read."""
    records = read_records(path)
    forgotten = {
        number: record.number
        for record in records
        if record.kind == FORGET
        for number in _of(record, "records", list)
        if isinstance(number, int)
    }
    principal: dict[str, tuple[str, ...]] = {}
    found = []
    for record in records:
        if record.kind == LAW:
            principal[_of(record, "texts", str)] = _principal(record)
        elif record.kind == DECISION:
            case, outcomes = _told(record, principal.get(_of(record, "texts", str), ()))
            versions = tuple(sorted(map(str, _of(record, "laws", dict))))
            found.append(Listed(record.number, case, outcomes, versions, _of(record, "program", str), forgotten.get(record.number)))
    return tuple(found)


def _of(record: Record, key: str, kind: type[Any]) -> Any:
    """Return an entry of a record's body; an empty one where it is not there or of another kind."""
    try:
        found = json.loads(record.body)[key]
    except (ValueError, LookupError, TypeError, RecursionError):
        return kind()
    return found if isinstance(found, kind) else kind()


def _principal(record: Record) -> tuple[str, ...]:
    """Return the principal conclusions of the law that a record holds; none where it cannot be read."""
    try:
        texts: Any = unpack(base64.b64decode(_of(record, "packed", str), validate=True))
        laws = laws_from_texts(texts).laws
    except (ValueError, TypeError, AttributeError, RecursionError):
        return ()
    return tuple(name for name, declared in laws.vocabulary.conclusions.items() if declared.principal) if laws else ()


def _told(record: Record, principal: tuple[str, ...]) -> tuple[str | None, Mapping[str, str]]:
    """Return the case of a decision, and what was decided; None and nothing where its leaves are gone or cannot be read."""
    if record.leaves is None:
        return None, {}
    try:
        leaves: Any = unpack(record.leaves)
        case, conclusions = leaves[0][1]["case"], leaves[-1][1]["rest"]["conclusions"]
        told = {name: str(conclusions[name].get("value", conclusions[name]["status"])) for name in principal if name in conclusions}
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None, {}
    return str(case), told
