"""The register that is in hand: the file, how it is to be read, and the work on it in the background; nothing of it is kept at the end.

Only what polars does is elsewhere (`register_work`), so that a server without the extra `batch` can say that it has none.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, Literal, NamedTuple

from ..diagnostics import Diagnostic, Problem, Rejected
from ..files import delete, write_sent
from ..model import Place, Text
from .background import Background

if TYPE_CHECKING:
    from ..batch.comparing import Compared
    from ..batch.inspecting import Inspected
    from ..batch.running import Options, Summary

PATH: Final = "/register"
"""Where the page of registers is."""

MOST_ROWS: Final = 2_000_000
"""Rows of a register; what comes behind them would take the memory of the machine."""


_TO_STOP: Final = 30
"""Seconds that work which was told to stop may take; it looks between two parts of a register."""


class NoSuchRegister(Problem):
    code = "missing-file"
    message = Text("det finnes ikke noe register `{file}` i mappen", "there is no register `{file}` in the folder")
    why = Text("bare filer i mappen med registre kan åpnes", "only files of the folder of registers can be opened")
    fix = Text("velg et av registrene på siden, eller last opp filen", "choose one of the registers on the page, or upload the file")
    file: str


class RegisterTooLong(Problem):
    code = "unreadable"
    message = Text("registeret har flere enn {most} rader", "the register has more than {most} rows")
    why = Text("et så langt register kan ta opp minnet på maskinen", "so long a register may take the memory of the machine")
    fix = Text("avgjør det med `hjemmel batch`, eller del det opp", "decide it with `hjemmel batch`, or split it")
    most: str


class RegisterReading(NamedTuple):
    """How a register is read: the text of its profile, empty where its columns are facts by their names; and how CSV is written.

    `on` is the day on which deadlines are passed or not, and `within` the days in which they are near. `by` is what outcomes are
    counted by, a table on each line, and `suppress` the least count that is told of them. `category` is the register's own column
    of categories that the outcomes are compared with, and `means` what each stands for, one on each line. `inspect` says that
    what is late or lacking is looked for too.
    """

    profile: str
    encoding: str
    dialect: str
    on: date | None
    within: int
    by: str = ""
    suppress: int | None = None
    category: str = ""
    means: str = ""
    inspect: bool = False


class SeenRegister(NamedTuple):
    """What was seen of a register before it is read: the rows, None where they are not counted; and what is proposed of its columns.

    `plain` says that the columns are facts by their names; `certain` and `asked` count the columns of which a fact is proposed or asked.
    """

    rows: int | None
    plain: bool
    certain: int
    asked: int
    reading: RegisterReading


class ComparedRegister(NamedTuple):
    """A register's own category beside the outcome of the law: its column, what was found, and where the rows are that differ."""

    column: str
    meanings: Mapping[str, str]
    found: Compared
    rows: Path


class InspectedRegister(NamedTuple):
    """What is late or lacking in a register: what was found, and where the rows are that have something to follow up."""

    found: Inspected
    rows: Path


class DecidedRegister(NamedTuple):
    """A register that is decided: what was found, how it was read, and where the decisions and the rejected rows are.

    `profile` is the text of the profile by which it was read, empty where there was none; `compared` and `inspected` are None where
    they were not asked for.
    """

    summary: Summary
    options: Options
    profile: str
    output: Path
    rejects: Path
    compared: ComparedRegister | None = None
    inspected: InspectedRegister | None = None


RegisterStep = Literal["read", "compare", "inspect", "decide"]


class RegisterWork(Background):
    """What is done of a register in the background: it is looked through, or decided; `refused` says why not, where it is not.

    `step` says what is being done: the rows are read, compared with their category, inspected, or decided.
    """

    def __init__(self, work: Callable[[RegisterWork], None]) -> None:
        self.seen: SeenRegister | None = None
        self.decided: DecidedRegister | None = None
        self.refused: tuple[Diagnostic, ...] = ()
        self.step: RegisterStep = "read"
        super().__init__(work)

    def at(self, step: RegisterStep, done: int, total: int) -> None:
        """Say how far a step has come; the time that is left is reckoned from when it began."""
        if step != self.step:
            self.began = time.monotonic()
        self.done, self.total, self.step = done, total, step


@dataclass(slots=True, eq=False)
class RegisterInHand:
    """A register: what it is called, its file, how it is to be read once that is known, and the work on it."""

    name: str
    path: Path
    work: RegisterWork
    seen: SeenRegister | None = None
    reading: RegisterReading | None = None


@dataclass(slots=True, eq=False)
class Registers:
    """The registers of a folder, the one in hand, and a folder of this run for what is uploaded and decided."""

    folder: Path = field(default_factory=Path)
    hand: RegisterInHand | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)
    _turn: threading.Lock = field(default_factory=threading.Lock)
    _kept: list[tempfile.TemporaryDirectory[str]] = field(default_factory=list)

    def names(self, suffixes: tuple[str, ...]) -> tuple[str, ...]:
        """Return the names of the registers in the folder, in order; hidden ones, and links that lead out of it, are none."""
        home = self.folder.resolve()
        with os.scandir(self.folder) as entries:
            found = [entry.name for entry in entries if entry.name.lower().endswith(suffixes) and not entry.name.startswith(".")]
        return tuple(sorted(name for name in found if name.isprintable() and _is_inside(self.folder / name, home)))

    def path(self, name: str, suffixes: tuple[str, ...]) -> Path:
        """Return where a register of the folder is. Raises Rejected where there is none of the name."""
        if name not in self.names(suffixes):
            raise Rejected([NoSuchRegister(file=name).at(Place(name, 1, 1))])
        return self.folder / name

    def keep(self, name: str, sent: BinaryIO) -> Path:
        """Return where a file is that was uploaded: in the folder of this run, under a name that says its form alone."""
        path = self.room() / f"{hashlib.sha256(name.encode()).hexdigest()[:8]}{Path(name).suffix.lower()}"
        write_sent(path, sent)
        return path

    def room(self) -> Path:
        """Return the folder of this run, which nobody else can read and which goes when the server ends."""
        if not self._kept:
            self._kept.append(tempfile.TemporaryDirectory(prefix="hjemmel-"))
        return Path(self._kept[0].name)

    def output(self) -> Path:
        """Return where the next decisions are written; those before are gone then."""
        for old in self.room().glob("decided-*"):
            delete(old)
        return self.room() / f"decided-{secrets.token_hex(4)}.parquet"

    @contextmanager
    def turn(self) -> Iterator[bool]:
        """Say whether a request may change what is in hand, or another one is doing so at this moment."""
        mine = self._turn.acquire(blocking=False)
        try:
            yield mine
        finally:
            if mine:
                self._turn.release()

    def take(self, hand: RegisterInHand | None) -> None:
        """Take a register in hand, or with None lay it aside; what was being done of the one before is stopped."""
        with self.lock:
            if self.hand is not None:
                self.hand.work.stop()
            self.hand = hand

    def clear(self) -> None:
        """Delete all that was uploaded and decided, once what is still being written of it has stopped."""
        hand = self.hand
        self.take(None)
        if hand is not None:
            hand.work.wait(_TO_STOP)
        while self._kept:
            self._kept[-1].cleanup()
            self._kept.pop()


def _is_inside(path: Path, home: Path) -> bool:
    try:
        return path.is_file() and path.resolve().parent == home
    except OSError:
        return False
