"""A register: a file of cases as blocks of rows, each with its number; nothing is interpreted here."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final, Literal, NamedTuple, get_args

import polars as pl

from ..model import Place
from .problems import RowFlaw

Encoding = Literal["utf-8", "windows-1252"]
Spelling = Literal["plain", "marked", "typed"]
"""How the cells of a register are to be taken: as plain text; as text in which a leading quotation mark tells a string
from a number, a truth value or the like; or as values of the column's type."""


ENCODINGS: Final[tuple[Encoding, ...]] = get_args(Encoding)

SEPARATORS: Final = MappingProxyType({"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"})
"""What may separate the cells of CSV, by the words of a profile."""


MARK: Final = '"'
"""Before a cell of a `marked` register that is a string."""


BY_PROFILE: Final = "by_profile"
"""The column that tells which facts of a row a profile states, and no cell: `FACT=constant`, or `FACT=empty` where the cell is empty."""


LABEL: Final = "label:"
"""Before the name of a column of a register that is no fact, and that rows are grouped by."""


LONGEST_ROW: Final = 1_000_000
"""No row has more bytes; bounds the memory that a file without line breaks may take."""


CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f]")
NO_TEXT: Final = re.compile(f"{CONTROL.pattern}|[\r\n\ud800-\udfff]")
"""What no text may hold, of whatever form: what no cell of CSV may, in which it may be written, and halves of characters."""


class RowBlock(NamedTuple):
    """Rows of a register in its order: the numbers of those that have cells, the cells, and the rows that have none.

    A row number is that of the first line of the row in a text file, where the head is line 1, and counts rows from 1 in
    Parquet. `notices` tells of rows that are used all the same, and that a person should look at; `cell_flaws` of rows that
    have cells, some of which say nothing and are empty here.
    """

    rows: Sequence[int]
    cells: pl.DataFrame
    flaws: Sequence[RowFlaw]
    notices: Sequence[RowFlaw] = ()
    cell_flaws: Sequence[RowFlaw] = ()


class Register(NamedTuple):
    """A file of cases. `places` has each column with where its name stands; it is empty for NDJSON, whose rows name their own.

    `blocks(size, only)` yields the rows, `size` at a time, with the columns `only` or all. `sources` says of a column that a
    profile made which of the file it was read from. `stamp()` is another once the file is written again, and `written` what it was
    before anything of the file was read; `text` says that it is text.
    """

    file: str
    spelling: Spelling
    places: Mapping[str, Place]
    schema: Mapping[str, pl.DataType]
    blocks: Callable[[int, Collection[str] | None], Iterator[RowBlock]]
    sources: Mapping[str, str] = MappingProxyType({})
    stamp: Callable[[], object] = tuple
    written: object = ()
    text: bool = False
