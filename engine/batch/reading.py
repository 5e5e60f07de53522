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
    NoPart,
    PartsOfSeveralForms,
    RegisterInUtf16,
    RegisterUnreadable,
)
from .register import LONGEST_ROW, Encoding, Register
from .register_files import SUFFIXES, TEXTS, RegisterFile, opened, register_file

_NO_PARTS: Final = re.compile(r"_SUCCESS|_committed_.*|_started_.*|_metadata|_common_metadata|\..*\.crc")
"""What Spark and the like lay beside the parts of a folder, and that holds no rows."""


_PARTS: Final[Mapping[str, str]] = {**SUFFIXES, ".json": "ndjson"}
"""The forms of parts; Spark calls NDJSON `.json`, which elsewhere is one document."""


def parts_of(path: Path) -> list[RegisterFile]:
    """Return the files of a register: the file itself, or the parts of a folder that Spark wrote, in order of their names.

    Raises Rejected where the name of a file says no form, where anything in a folder is neither a part nor known to hold no
    rows, where parts have several forms, and where a folder may not be whole.
    """
    if not path.is_dir():
        return [register_file(path)]
    place = Place(shown(path), 1, 1)
    try:
        entries = sorted(path.iterdir())
    except OSError as error:
        raise Rejected([RegisterUnreadable(reason=error.strerror or str(error)).at(place)]) from None
    parts: list[RegisterFile] = []
    problems: list[Diagnostic] = []
    for entry in entries:
        part = _part(entry)
        if part is not None:
            parts.append(part)
        elif not (entry.is_file() and _NO_PARTS.fullmatch(entry.name)):
            problems.append(_no_part(entry))
    forms = sorted({part.form if part.packing is None else f"{part.form}.{part.packing}" for part in parts})
    if not parts and not problems:
        problems.append(FolderWithoutParts().at(place))
    elif not any(re.fullmatch("_SUCCESS|_committed_.*", entry.name) for entry in entries):
        problems.append(FolderNotSaidWhole().at(place))
    elif len(forms) > 1:
        problems.append(PartsOfSeveralForms(forms=tuple(forms)).at(place))
    if problems:
        raise Rejected(problems)
    return parts


def _part(entry: Path) -> RegisterFile | None:
    """Return the file of an entry of a folder that is a part, None for any other."""
    if entry.name[0] in "._" or not entry.is_file():
        return None
    try:
        return register_file(entry, _PARTS)
    except Rejected:
        return None


def _no_part(entry: Path) -> Diagnostic:
    kind: type[Problem] = NoPart
    if entry.is_dir() and "=" in entry.name:
        kind = ColumnInFolderName
    elif entry.name == "_temporary":
        kind = FolderNotDone
    return kind().at(Place(shown(entry), 1, 1))


def open_register(
    file: RegisterFile,
    encoding: Encoding,
    facts: Collection[str],
    identity: str = CASE,
    *,
    whole: bool = False,
    separator: str | None = None,
) -> Register:
    """Return the register in a file; `facts` are the names of columns that an NDJSON row may state, and must where it is `whole`.

    `identity` is the column of the id, `separator` that of CSV where it is declared.
    Raises Rejected where the file as a whole cannot be read: none of its rows is used then.
    """
    written = _stamp(file.path)
    found = _opened(file, encoding, facts, identity, whole, separator)
    return found._replace(stamp=lambda: _stamp(file.path), written=written, text=file.form in TEXTS)


def _opened(file: RegisterFile, encoding: Encoding, facts: Collection[str], identity: str, whole: bool, separator: str | None) -> Register:
    """Return the register in a file as its form has it, see `open_register`."""
    place = Place(file.name, 1, 1)
    if file.form == "parquet":
        return open_parquet(file.path)
    if file.form == "excel":
        try:
            return open_excel(file.path, identity)
        except ModuleNotFoundError:
            raise Rejected([NoExcelExtra().at(place)]) from None
    with opened(file) as content:
        head = content.readline(LONGEST_ROW)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Rejected([RegisterInUtf16().at(place)])
    if not head:
        raise Rejected([EmptyRegister().at(place)])
    if file.form == "ndjson":
        return Register(file.name, "marked", {}, {}, lambda size, only: json_blocks(file, size, only, facts, identity, whole=whole))
    return open_csv(file, head, encoding, identity, separator)


def _stamp(path: Path) -> tuple[int, ...]:
    """Return what tells a file from one that was written since, or nothing where it cannot be asked."""
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
