"""What a run over registers has done, kept block by block beside its output, so that the same run goes on where it was interrupted.

The folder says of which registers, law, options and program it is; another run is refused. Each part is whole or not there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from ..diagnostics import Diagnostic, Level, Problem, Rejected
from ..files import beside, delete_folder, folder_to_keep_in, replacing, write_text
from ..folders import shown
from ..kept import program_digest
from ..model import Place, Text
from ..version import VERSION
from .problems import RegisterUnreadable, RowFlaw
from .register_files import RegisterFile

_SUFFIX: Final = ".unfinished"
_RUN: Final = "run.json"
_MOST_TOLD: Final = 10

_OF_ROWS: Final = ("rows", "flaws", "looks")
"""What is kept of a block beside its decisions."""


class OtherRun(Problem):
    code = "output"
    message = Text(
        "det som er avgjort her fra før, er av en annen kjøring: `{what}` var noe annet",
        "what is decided here already is of another run: `{what}` was another",
    )
    why = Text(
        "rader fra ulike registre, eller avgjort etter ulik lov, med ulike valg eller av ulike programmer, ville stått i én fil",
        "rows of other registers, or decided by another law, with other options or by another program, would stand in one file",
    )
    fix = Text(
        "kjør med det samme som før, eller slett mappen og begynn på nytt",
        "run with the same as before, or delete the folder and begin anew",
    )
    what: str


class RunNotTold(Problem):
    code = "output"
    message = Text(
        "`{file}` sier ikke hvilken kjøring radene som er avgjort her fra før, hører til",
        "`{file}` does not say which run the rows that are decided here already belong to",
    )
    why = Text(
        "de kan være fra andre registre, eller avgjort etter en annen lov, med andre valg eller av et annet program",
        "they may be of other registers, or decided by another law, with other options or by another program",
    )
    fix = Text("slett mappen og begynn på nytt", "delete the folder and begin anew")
    file: str


class ProgramUnreadable(Problem):
    code = "unreadable"
    message = Text("kildene til programmet kan ikke leses", "the sources of the program cannot be read")
    why = Text(
        "rader avgjort av to programmer kunne ha stått i én fil, uten at noen så det",
        "rows decided by two programs could stand in one file, and nobody would see it",
    )
    fix = Text(
        "kjør uten `--resume`, eller som en bruker som kan lese programmet",
        "run without `--resume`, or as a user who can read the program",
    )


class Done(NamedTuple):
    """What was found of a block: the decisions, with more columns than are written; the flaws of rows that are rejected; and
    what a person should look at of those decided. `rows` is how many the block has in all."""

    found: pl.DataFrame
    flaws: Sequence[RowFlaw]
    looks: Sequence[RowFlaw]
    rows: int


@dataclass(frozen=True, slots=True)
class Kept:
    """The folder in which a run keeps what it has done."""

    folder: Path

    def read(self, number: int, rows: int) -> Done | None:
        """Return what was found of a block of so many rows in an earlier run; None where it was not done, or is damaged."""
        told, part = self._paths(number)
        try:
            content = json.loads(told.read_bytes())
            of_rows = [content[name] for name in _OF_ROWS]
            if content["rows"] != rows or content["digest"] != _digest(part, of_rows):
                return None
            flaws, looks = ([_flaw(*one) for one in told_of] for told_of in of_rows[1:])
        except (OSError, KeyError, ValueError, TypeError, AttributeError, RecursionError):  # of other shapes than `write` gives
            return None
        return Done(pl.read_ipc(part), flaws, looks, rows)

    def write(self, number: int, done: Done) -> None:
        """Keep what was found of a block; what says that it is whole comes last."""
        told, part = self._paths(number)
        of_rows = [done.rows, _told(done.flaws), _told(done.looks)]
        with replacing(part) as path:
            done.found.write_ipc(path, compression="lz4")
            digest = _digest(path, of_rows)
        write_text(told, json.dumps({"digest": digest, **dict(zip(_OF_ROWS, of_rows, strict=True))}))

    def _paths(self, number: int) -> tuple[Path, Path]:
        return self.folder / f"{number:06}.json", self.folder / f"{number:06}.arrow"

    def finished(self) -> None:
        """Delete the folder: the output is in its place."""
        delete_folder(self.folder)


def kept_folder(output: Path) -> Path:
    """Return where a run keeps what it has done: beside what `output` leads to."""
    return beside(output, _SUFFIX)


def keep(output: Path, run: Mapping[str, str]) -> Kept:
    """Return the folder of a run, made or taken up.

    Raises Rejected where it is of another, by what `run` says of the two, or does not say of which it is.
    """
    folder = kept_folder(output)
    if not folder_to_keep_in(folder, _RUN):
        write_text(folder / _RUN, json.dumps(dict(run)))
        return Kept(folder)
    place = Place(shown(folder), 1, 1)
    try:
        before = json.loads((folder / _RUN).read_bytes())
    except (OSError, ValueError, RecursionError):
        before = None
    if not isinstance(before, dict) or not before.keys() & run.keys():
        raise Rejected([RunNotTold(file=_RUN).at(place)])
    differ = [name for name in dict.fromkeys((*run, *before)) if run.get(name) != before.get(name)]
    if differ:
        problems: list[Diagnostic] = [OtherRun(what=name).at(place) for name in differ[:_MOST_TOLD]]
        raise Rejected(problems)
    return Kept(folder)


def run_of(files: Iterable[RegisterFile], law: Mapping[str, str], options: Mapping[str, object]) -> dict[str, str]:
    """Return what a run is of: the digest of each register and of each text of the law, the options, and the programs.

    Raises Rejected where a register, or the program itself, cannot be read.
    """
    program = program_digest()
    if program is None:
        raise Rejected([ProgramUnreadable().at(Place("--resume", 1, 1))])
    found = {"hjemmel": f"{VERSION} {program}", "polars": pl.__version__}
    for number, file in enumerate(files, 1):
        try:
            found[f"{number}: {file.name}"] = _digest(file.path)
        except OSError as error:
            raise Rejected([RegisterUnreadable(reason=error.strerror or str(error)).at(Place(file.name, 1, 1))]) from None
    found |= {name: hashlib.sha256(text.encode()).hexdigest() for name, text in sorted(law.items())}
    return found | {f"--{name}": str(value) for name, value in options.items()}


def _digest(path: Path, of_rows: Sequence[object] | None = None) -> str:
    """Return the digest of a file, and of what is kept of its rows beside it."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    if of_rows is not None:
        digest.update(json.dumps(of_rows).encode())
    return digest.hexdigest()


# ---------------------------------------------------------------- flaws as JSON


def _told(flaws: Iterable[RowFlaw]) -> list[list[object]]:
    return [
        [flaw.row, flaw.case, flaw.column, flaw.problem.code, flaw.problem.level, *map(_texts, _texts_of(flaw.problem))] for flaw in flaws
    ]


def _texts_of(problem: Diagnostic) -> tuple[Text, Text, Text]:
    return problem.message, problem.why, problem.fix


def _texts(text: Text) -> list[str | None]:
    return [text.nb, text.en, text.nn]


def _flaw(row: int, case: str, column: str, code: str, level: Level, message: list[str], why: list[str], fix: list[str]) -> RowFlaw:
    return RowFlaw(row, case, column, Diagnostic(code, Text(*message), Place("", 1, 1), Text(*why), Text(*fix), level=level))
