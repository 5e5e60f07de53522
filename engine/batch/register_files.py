"""The files of registers: what form the name of each says, and its bytes, unpacked as they are read."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal, NamedTuple, get_args

import pyarrow

from ..diagnostics import Problem, Rejected
from ..files import is_device
from ..folders import shown
from ..model import Place, Text
from .problems import FormatNotNamed, PackedFileDamaged, RegisterUnreadable

Archive = Literal["gz", "zst"]

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

TEXTS: Final = ("csv", "ndjson")
"""The forms that are text, and may be packed."""

PACKED: Final[Mapping[str, Archive]] = {f".{packing}": packing for packing in get_args(Archive)}
"""How a text is packed by the last suffix of its file."""


class RegisterFile(NamedTuple):
    """A file, or a part of a folder, with its form and how it is packed; `name` is how it is told."""

    path: Path
    form: str
    packing: Archive | None
    name: str


class RegisterFromDevice(Problem):
    code = "unreadable"
    message = Text("dette er et rør eller en enhet, ikke en fil", "this is a pipe or a device, not a file")
    why = Text(
        "et register kan måtte leses to ganger, og det som er lest av et rør, kommer ikke igjen",
        "a register may have to be read twice, and what has been read from a pipe does not come again",
    )
    fix = Text(
        "lagre det som en fil, eller oppgi `-` og hva det er, med --stdin", "save it as a file, or name `-` and what it is, with --stdin"
    )


def register_file(path: Path, suffixes: Mapping[str, str] = SUFFIXES) -> RegisterFile:
    """Return the register file of a path, of the form that its name says. Raises Rejected where that says none, or it is no file."""
    packing = PACKED.get(path.suffix.lower())
    form = suffixes.get((path.with_suffix("") if packing else path).suffix.lower())
    if form is None or (packing is not None and form not in TEXTS):
        problem = FormatNotNamed(file=path.name, suffixes=tuple(SUFFIXES), packed=tuple(PACKED))
        raise Rejected([problem.at(Place(shown(path), 1, 1))])
    if is_device(path):
        raise Rejected([RegisterFromDevice().at(Place(shown(path), 1, 1))])
    return RegisterFile(path, form, packing, shown(path))


_CHUNK: Final = 2**18


@contextmanager
def opened(file: RegisterFile) -> Iterator[BinaryIO]:
    """Give the bytes of a file of text, unpacked. Raises Rejected, at whatever place of it, where it cannot be read or is damaged."""
    place = Place(file.name, 1, 1)
    try:
        with file.path.open("rb", buffering=0) as raw:
            unpacked: Any = raw
            if file.packing == "gz":
                unpacked = gzip.GzipFile(fileobj=raw, mode="rb")
            elif file.packing == "zst":
                unpacked = pyarrow.CompressedInputStream(pyarrow.PythonFile(raw, "r"), "zstd")
            with io.BufferedReader(_Bytes(unpacked, file.packing, place), _CHUNK) as reader:
                yield reader
    except OSError as error:
        raise Rejected([RegisterUnreadable(reason=error.strerror or str(error)).at(place)]) from None


def ends_with_a_line(content: BinaryIO) -> bool:
    """Return whether the last byte of a file that `opened` gave, read to its end, is a line break."""
    assert isinstance(content, io.BufferedReader) and isinstance(content.raw, _Bytes)
    return content.raw.last == b"\n"


class _Bytes(io.RawIOBase):
    """Bytes as they are read, one way only; `last` is the last of them. What the system or an unpacker refuses is raised as Rejected."""

    last = b""

    def __init__(self, source: Any, packing: Archive | None, place: Place) -> None:
        self._source, self._packing, self._place = source, packing, place

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            found = self._source.read(len(buffer))
        except (OSError, EOFError, zlib.error) as error:
            if self._packing is None or (isinstance(error, OSError) and error.errno):
                reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
                raise Rejected([RegisterUnreadable(reason=reason).at(self._place)]) from None
            raise Rejected([PackedFileDamaged(packing=self._packing, reason=str(error)).at(self._place)]) from None
        buffer[: len(found)] = found
        self.last = bytes(found[-1:]) or self.last
        return len(found)
