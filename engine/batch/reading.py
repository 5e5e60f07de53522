"""Reading a register: CSV, NDJSON, Excel or Parquet as blocks of cells, each with its row number; nothing is interpreted here.

A row of NDJSON is a line, and a row of CSV a record: a quoted cell may go on over a line break, and what stands behind
the break is never a row of its own. The head of a file is judged by `rows.judge_head` before any row is read.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final

from ..diagnostics import Diagnostic, Problem, Rejected
from ..folders import shown
from ..law.registers import CASE
from ..model import Place
from .csv_rows import open_csv
from .excel import open_excel
from .excel_problems import NoExcelExtra
from .ndjson import json_blocks
from .parquet import open_parquet
from .problems import (
    ColumnInFolderName,
    EmptyRegister,
    FolderNotDone,
    FolderNotSaidWhole,
    FolderWithoutParts,
    FormatNotNamed,
    NoPart,
    RegisterInUtf16,
    RegisterUnreadable,
)
from .register import LONGEST_ROW, Encoding, Register

SUFFIXES: Final[Mapping[str, str]] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".ndjson": "ndjson",
    ".jsonl": "ndjson",
    ".parquet": "parquet",
    ".xlsx": "excel",
}
"""The form of a register by the suffix of its file."""

WRITTEN: Final[Mapping[str, str]] = {suffix: form for suffix, form in SUFFIXES.items() if form != "excel"}
"""The forms in which decisions are written, by the suffix of the file."""


_NO_PARTS: Final = re.compile(r"_SUCCESS|_committed_.*|_started_.*|_metadata|_common_metadata|\..*\.crc")
"""What Spark and the like lay beside the parts of a folder, and that holds no rows."""


def parts_of(path: Path) -> list[Path]:
    """Return the files of a register: the file itself, or the parts of a folder of Parquet that Spark wrote, in order of their names.

    Raises Rejected where anything in the folder is neither a part nor known to hold no rows, and where it may not be whole.
    """
    if not path.is_dir():
        return [path]
    place = Place(shown(path), 1, 1)
    try:
        entries = sorted(path.iterdir())
    except OSError as error:
        raise Rejected([RegisterUnreadable(reason=error.strerror or str(error)).at(place)]) from None
    parts = [entry for entry in entries if entry.suffix.lower() == ".parquet" and entry.is_file() and entry.name[0] not in "._"]
    problems = [_no_part(entry) for entry in entries if entry not in parts and not (entry.is_file() and _NO_PARTS.fullmatch(entry.name))]
    if not parts and not problems:
        problems.append(FolderWithoutParts().at(place))
    elif not any(re.fullmatch("_SUCCESS|_committed_.*", entry.name) for entry in entries):
        problems.append(FolderNotSaidWhole().at(place))
    if problems:
        raise Rejected(problems)
    return parts


def _no_part(entry: Path) -> Diagnostic:
    kind: type[Problem] = NoPart
    if entry.is_dir() and "=" in entry.name:
        kind = ColumnInFolderName
    elif entry.name == "_temporary":
        kind = FolderNotDone
    return kind().at(Place(shown(entry), 1, 1))


def open_register(
    path: Path, encoding: Encoding, facts: Collection[str], identity: str = CASE, *, whole: bool = False, separator: str | None = None
) -> Register:
    """Return the register in a file; `facts` are the names of columns that an NDJSON row may state, and must where it is `whole`.

    `identity` is the column of the id, `separator` that of CSV where it is declared.
    Raises Rejected where the file as a whole cannot be read: none of its rows is used then.
    """
    place = Place(shown(path), 1, 1)
    form = SUFFIXES.get(path.suffix.lower())
    if form is None:
        raise Rejected([FormatNotNamed(file=path.name, suffixes=tuple(SUFFIXES)).at(place)])
    try:
        if form == "parquet":
            return open_parquet(path)
        if form == "excel":
            return open_excel(path, identity)
        with path.open("rb") as file:
            head = file.readline(LONGEST_ROW)
    except ModuleNotFoundError:
        raise Rejected([NoExcelExtra().at(place)]) from None
    except OSError as error:
        raise Rejected([RegisterUnreadable(reason=error.strerror or str(error)).at(place)]) from None
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Rejected([RegisterInUtf16().at(place)])
    if not head:
        raise Rejected([EmptyRegister().at(place)])
    if form == "ndjson":
        return Register(shown(path), "marked", {}, {}, lambda size, only: json_blocks(path, size, only, facts, identity, whole=whole))
    return open_csv(path, head, encoding, identity, separator)
