"""The registers that a command is given: their forms, and standard input as one of them."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..diagnostics import Rejected
from .console import fail, say, wrong_usage
from .speaking import option

if TYPE_CHECKING:
    from ..batch.register_files import RegisterFile
    from ..batch.telling import RowCounts

_STANDARD_INPUT = Path("-")

PROFILE = option(
    "--profile",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Read the columns as this profile says.",
    nb="Les kolonnene slik denne profilen sier.",
)
ENCODING = option(
    "--encoding",
    type=click.Choice(["utf-8", "windows-1252"]),
    default="utf-8",
    show_default=True,
    help="Encoding of the CSV files.",
    nb="Tegnsettet i CSV-filer.",
)
STANDARD_INPUT = option(
    "--stdin",
    "standard_input",
    type=click.Choice(["csv", "csv.gz", "csv.zst", "ndjson", "ndjson.gz", "ndjson.zst"]),
    help="What the register on standard input is, which FILE - names.",
    nb="Hva registeret på standard input er; FILE skrives da som -.",
)


def forms_of(files: Sequence[Path], standard_input: str | None) -> list[str | None]:
    """Return the forms of the registers and of their parts, None for one that cannot be told, which is told when it is opened."""
    from ..batch.reading import parts_of

    found: list[str | None] = []
    for path in files:
        if path == _STANDARD_INPUT:
            found += [standard_input.partition(".")[0]] if standard_input else []
            continue
        try:
            found += [part.form for part in parts_of(path)]
        except Rejected:
            found.append(None)
    return found


def judge_files(files: Sequence[Path], standard_input: str | None) -> list[Path]:
    """Return the files without standard input; a file that is given twice, and an option and a file that do not agree, end the command."""
    if len({path.resolve() for path in files}) < len(files):
        fail("en fil er oppgitt to ganger", "a file is given twice")
    if (_STANDARD_INPUT in files) != (standard_input is not None):
        wrong_usage(
            "oppgi både - som FILE og hva det er, med --stdin, for eksempel --stdin csv",
            "name both - as FILE and what it is, with --stdin, such as --stdin csv",
        )
    return [path for path in files if path != _STANDARD_INPUT]


@contextmanager
def with_standard_input(files: Sequence[Path], standard_input: str | None) -> Iterator[list[Path | RegisterFile]]:
    """Give the files, and for standard input a file that holds it for as long, since a register may have to be read twice."""
    from ..batch.register_files import PACKED, RegisterFile

    if standard_input is None:
        yield list(files)
        return
    form, stop, packing = standard_input.partition(".")
    with tempfile.NamedTemporaryFile(prefix="hjemmel-") as kept:
        try:
            shutil.copyfileobj(sys.stdin.buffer, kept)
            kept.flush()
        except OSError as error:
            fail(f"kan ikke lese standard input: {error.strerror}", f"cannot read standard input: {error.strerror}")
        register = RegisterFile(Path(kept.name), form, PACKED.get(stop + packing), "stdin")
        yield [register if path == _STANDARD_INPUT else path for path in files]


def tell_rows(counts: RowCounts, rejected: Path, suppress: int | None = None) -> None:
    """Say where the rows are told that were rejected, or decided and are to be checked, and how many unless that is not to be told."""
    for number, nb, en in (
        (
            counts.doubted,
            "avgjorte rader må kontrolleres (`unlikely`, `cut-short`)",
            "rows decided that are to be checked (`unlikely`, `cut-short`)",
        ),
        (counts.rejected, "rader er avvist", "rows rejected"),
    ):
        if number:
            told = f": {number}" if suppress is None else ""
            click.echo(f"{say(nb, en)}{told}{say(': se', ', see')} {rejected}", err=True)
