"""The folder of case files: what is in it, and a file read, made, replaced and deleted, each only as it was last seen."""

from __future__ import annotations

import hashlib
import os
import re
import threading
from collections.abc import Container
from dataclasses import field
from pathlib import Path
from typing import Final, NamedTuple

from ..diagnostics import Diagnostic, Problem, Rejected
from ..files import delete, replace_texts, write_text
from ..folders import read_text, shown
from ..frozen import dataclass
from ..model import Place, Text

_ENDINGS: Final = (".yaml", ".yml", ".json")

_LARGEST: Final = 1_000_000
"""Bytes of a file; a larger one is no case."""

_LONGEST_NAME: Final = 80


class CaseFileChanged(Problem):
    code = "output"
    message = Text("saksfilen er endret etter at du åpnet den", "the case file was changed after you opened it")
    why = Text("det den andre har skrevet, ville gått tapt", "what was written in the meantime would be lost")
    fix = Text(
        "se hva som står i filen nå, og lagre på nytt om det du har skrevet, skal gjelde",
        "see what the file says now, and save again if what you have typed is to stand",
    )


class CaseFileThere(Problem):
    code = "output"
    message = Text("det finnes allerede en saksfil `{file}`", "there is already a case file `{file}`")
    why = Text("den ville blitt erstattet", "it would be replaced")
    fix = Text("åpne den, eller gi den nye saken en annen id", "open it, or give the new case another id")
    file: str


class NoSuchCaseFile(Problem):
    code = "missing-file"
    message = Text("det finnes ingen saksfil `{file}` i mappen", "there is no case file `{file}` in the folder")
    why = Text("bare filer i mappen med saker kan åpnes", "only files of the folder of cases can be opened")
    fix = Text("gå til listen over saker", "go to the list of cases")
    file: str


class CaseFileTooLarge(Problem):
    code = "unreadable"
    message = Text("filen er større enn en sak kan være", "the file is larger than a case can be")
    why = Text("en så stor fil er noe annet enn én sak", "so large a file is something else than one case")
    fix = Text("flytt den ut av mappen med saker", "move it out of the folder of cases")


class CaseFile(NamedTuple):
    """A file as it was read: its name in the folder, its text, and the tag that tells this content from any other."""

    name: str
    text: str
    tag: str


@dataclass(frozen=True, slots=True)
class CaseFolder:
    """A folder of case files; nothing outside it is read or written, and a change is made only to what the tag says was seen."""

    path: Path
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def names(self) -> tuple[str, ...]:
        """Return the names of the case files, in order; hidden ones, links that lead out of the folder and folders are none."""
        home = self.path.resolve()
        with os.scandir(self.path) as entries:
            found = [entry for entry in entries if entry.name.endswith(_ENDINGS) and not entry.name.startswith(".")]
            return tuple(sorted(entry.name for entry in found if entry.name.isprintable() and _is_inside(entry, home)))

    def read(self, name: str, names: Container[str] | None = None) -> CaseFile:
        """Return a file of the folder; `names` are those of its files, where they were listed just now.

        Raises Rejected where there is none of the name, or it cannot be read.
        """
        problems: list[Diagnostic] = []
        text = read_text(self._path(name, names), {}, problems)
        if text is None:
            raise Rejected(problems)
        return CaseFile(name, text, _tag(text))

    def make(self, name: str, text: str) -> None:
        """Make a file. Raises Rejected where there is one of the name, or it cannot be made."""
        path = self.path / name
        with self._lock:
            if os.path.lexists(path):
                raise Rejected([CaseFileThere(file=name).at(Place(shown(path), 1, 1))])
            write_text(path, text)

    def replace(self, name: str, tag: str, text: str) -> None:
        """Replace the text of a file. Raises Rejected where its content is not what the tag says, or it cannot be written."""
        with self._lock:
            path = self._path(name)
            replace_texts({path: (self._seen(name, tag).text, text)})

    def delete(self, name: str, tag: str) -> None:
        """Delete a file. Raises Rejected where its content is not what the tag says, or it cannot be deleted."""
        with self._lock:
            self._seen(name, tag)
            delete(self._path(name))

    def _seen(self, name: str, tag: str) -> CaseFile:
        found = self.read(name)
        if found.tag != tag:
            raise Rejected([CaseFileChanged().at(Place(shown(self.path / name), 1, 1))])
        return found

    def _path(self, name: str, names: Container[str] | None = None) -> Path:
        path = self.path / name
        if name not in (self.names() if names is None else names):
            raise Rejected([NoSuchCaseFile(file=name).at(Place(shown(self.path), 1, 1))])
        if path.stat().st_size > _LARGEST:
            raise Rejected([CaseFileTooLarge().at(Place(shown(path), 1, 1))])
        return path


def file_name(id_: str) -> str:
    """Return the name of the file of a new case: its id, with hyphens for what not every system allows in a name."""
    plain = re.sub(r"[^\w.-]+", "-", id_).strip(".-")[:_LONGEST_NAME]
    return f"{plain or 'sak'}.yaml"


def _is_inside(entry: os.DirEntry[str], home: Path) -> bool:
    try:
        return entry.is_file() and (not entry.is_symlink() or Path(entry.path).resolve().parent == home)
    except OSError:
        return False


def _tag(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
