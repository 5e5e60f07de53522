"""The rows of a file of text, many lines at a time where each line is a row and nothing about them is unusual.

What is unusual in any way is left to the reader of single rows, which says what is wrong. A reader of many lines therefore
returns None wherever it is not certain to give the cells that the reader of single rows gives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO, Final, NamedTuple, Protocol

import polars as pl

from .problems import RowFlaw
from .register import LONGEST_ROW

_CHUNK: Final = 2**22
"""Bytes that are read at a time; the objects that Python makes of them take several times as many."""

_PARTS: Final = 8
"""Into so many parts lines are divided where something about them is unusual, so that few of them are read one by one."""


class RowLines(NamedTuple):
    """A row: the number of its first line, and its bytes without its line break, or why they cannot be read.

    `last` is the number of its last line where a row of its own begins behind it; where that cannot be said, it is None.
    """

    first: int
    row: bytes | RowFlaw
    last: int | None


class Readable(Protocol):
    """What gives lines of bytes: a file, or what has a method of it."""

    def readline(self, limit: int = -1, /) -> bytes:
        """Return the next line, or as much of it as `limit` bytes."""


class Clean(NamedTuple):
    """What reads many lines at once.

    `alone` says whether each of some lines, none of which is empty, is a row of its own without its line break. `cells` gives the
    cells of such lines, or None where anything about any of them is unusual.
    """

    alone: Callable[[Sequence[bytes]], bool]
    cells: Callable[[Sequence[bytes]], pl.DataFrame | None]


class TextForm(NamedTuple):
    """How rows stand in a file of text.

    `rows(file, before)` yields them, where `before` lines stand before them; `read` gives the cells of one, or its flaw; `clean`
    reads many, where there is such a reader.
    """

    rows: Callable[[Readable, int], Iterator[RowLines]]
    read: Callable[[int, bytes], Sequence[str | None] | RowFlaw]
    clean: Clean | None = None


def chunks_of(content: BinaryIO, form: TextForm, skip: int) -> Iterator[tuple[int, pl.DataFrame | bytes | RowFlaw]]:
    """Yield the rows in their order, with the number of the first line: the cells of several rows of a line each, or one row.

    The first `skip` lines are read as single rows.
    """
    before, size, clean = 0, _CHUNK // 4, form.clean
    if clean is None:
        yield from ((first, row) for first, row, _ in form.rows(content, 0))
        return
    while True:
        chunk = b""
        if before >= skip:
            chunk = content.read(max(1, size))
            chunk += b"" if chunk.endswith(b"\n") else content.readline(LONGEST_ROW)
            if not chunk:
                return
            # Whoever looks at the first rows alone does not wait for more.
            size = _CHUNK
        end = chunk.rfind(b"\n") + 1
        lines = chunk[:end].split(b"\n")[:-1]
        too_long = max(map(len, lines), default=0) >= LONGEST_ROW
        if b"\r" in chunk:
            lines = [line.rstrip(b"\r") for line in lines]
        if all(lines) and lines and not too_long and clean.alone(lines):
            yield from _of_lines(lines, before + 1, clean, divide=True)
            before += len(lines)
            chunk = chunk[end:]
            if not chunk:
                continue
        following = _Following(chunk, content)
        for first, row, last in form.rows(following, before):
            yield first, row
            if last is not None and following.ended:
                before = last
                break
        else:
            return


def _of_lines(lines: Sequence[bytes], first: int, clean: Clean, divide: bool) -> Iterator[tuple[int, pl.DataFrame | bytes]]:
    cells = clean.cells(lines)
    # Whatever reads them, each line is a row.
    if cells is not None and len(cells) == len(lines):
        yield first, cells
        return
    if not divide or len(lines) < _PARTS:
        yield from enumerate(lines, first)
        return
    size = -(-len(lines) // _PARTS)
    for start in range(0, len(lines), size):
        yield from _of_lines(lines[start : start + size], first + start, clean, divide=len(lines) > _PARTS**3)


class _Following:
    """Lines of bytes that were read from a file, and then of the file itself."""

    def __init__(self, chunk: bytes, content: BinaryIO) -> None:
        self._chunk, self._at, self._content = chunk, 0, content

    @property
    def ended(self) -> bool:
        """Whether all bytes that were read before have been given."""
        return self._at == len(self._chunk)

    def readline(self, limit: int = -1, /) -> bytes:
        """Return the next line, or as much of it as `limit` bytes."""
        end = self._chunk.find(b"\n", self._at) + 1 or len(self._chunk)
        line = self._chunk[self._at : end if limit < 0 else min(end, self._at + limit)]
        self._at += len(line)
        if not line.endswith(b"\n") and len(line) != limit:
            line += self._content.readline(limit - len(line) if limit > 0 else limit)
        return line
