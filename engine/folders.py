"""Files that are read: which of a folder of law or cases, the text of one, and what is said of all that is left out."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from .diagnostics import Diagnostic, Problem, did_you_mean
from .model import Place, Text

SUFFIX = ".yaml"
"""What the name of every file ends in that is read: law, vocabulary and suites."""


class FolderWithoutFiles(Problem):
    code = "missing-file"
    message = Text("mappen `{folder}` har ingen fil som leses", "the folder `{folder}` holds no file that is read")
    why = Text(
        "en lov uten innhold ville la en annen versjon avgjøre sakene", "law without content would leave its cases to another version"
    )
    fix = Text(
        f"legg filene der, med navn som slutter på `{SUFFIX}`, eller fjern mappen",
        f"put the files there, with names that end in `{SUFFIX}`, or remove the folder",
    )
    folder: str


class UnreadFile(Problem):
    code = "unread-file"
    message = Text("{what} blir ikke lest: {reason}", "{what} is not read: {reason}")
    why = Text(
        "det som ser ut som lov, men ikke har noen virkning, villeder neste leser",
        "what looks like law but has no effect misleads readers",
    )
    fix = Text("{remedy}", "{remedy}")
    what: Text
    reason: Text
    remedy: Text


class FileLeftOut(UnreadFile):
    level = "warning"


class NotUtf8(Problem):
    code = "encoding"
    message = Text("dette er ikke UTF-8-tekst", "this is not UTF-8 text")
    why = Text("bokstaver som æ, ø og å ville bli lest feil", "letters such as æ, ø and å would be read wrongly")
    fix = Text("lagre filen på nytt, og velg UTF-8 som tegnkoding", "save the file again with the encoding UTF-8")


class Utf16(NotUtf8):
    message = Text("filen er UTF-16, ikke UTF-8-tekst", "the file is UTF-16, not UTF-8 text")


class CannotBeRead(Problem):
    code = "unreadable"
    message = Text("{what}", "{what}")
    why = Text("det som ikke kan leses, kan det ikke tas hensyn til", "what cannot be read cannot be taken into account")
    fix = Text("{remedy}", "{remedy}")
    what: Text
    remedy: Text


LARGEST = 8 << 20
"""Bytes of a file of law or cases: some ten times all of a law version."""

_LIKE_LAW = re.compile(r"\.ya?ml|\.json$", re.IGNORECASE)
"""What makes a name look like that of a rule file, wherever it stands in it: a copy that a program made, or a slip."""

_COPY = re.compile(r"~$|^#.*#$|\.(bak|orig|rej|swp)$", re.IGNORECASE)
"""What an editor or version control adds to the name of a file that it has replaced."""

_DOCUMENTATION = re.compile(r"(readme|licen[cs]e|changelog)(\..*)?|.*\.md", re.IGNORECASE)

Identity = tuple[int, int]
"""Of a file or folder, whatever its name: its device and its number there."""


class Entry(NamedTuple):
    """A folder, or a regular file whose name ends as those that are read, with what tells it from every other whatever its name."""

    path: Path
    is_folder: bool
    identity: Identity


def entries(folder: Path, root: Path, problems: list[Diagnostic]) -> list[Entry]:
    """Return what of a folder is read or entered, in order of name; `root` is what no link to a folder may lead out of.

    Hidden names, which begin with a dot, are not law, and neither is documentation (README, LICENSE, CHANGELOG, *.md).
    Whatever else is left out goes to `problems`: as an error where it looks like law, else as a warning.
    """
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        problems.append(unreadable(folder, error))
        return []
    found = []
    for path in paths:
        try:
            status = path.stat()
        except OSError as error:
            if not path.name.startswith("."):
                may_be_read = not isinstance(error, PermissionError)
                problems.append(_broken(path) if may_be_read and path.is_symlink() else unreadable(path, error))
            continue
        enters = stat.S_ISDIR(status.st_mode)
        if _is_known(path, enters):
            problem = _hidden_law(path, enters)
        else:
            problem = _misnamed(path, enters) or _wrong_kind(path, root, status)
            if problem is None:
                found.append(Entry(path, enters, (status.st_dev, status.st_ino)))
        if problem is not None:
            problems.append(problem)
    return found


def yaml_files(folder: Path, root: Path, problems: list[Diagnostic]) -> tuple[Path, ...]:
    """Return the files below a folder that are read, in order of path: regular files, each once.

    A link to a file is followed; one to a folder, where that lies below `root`. What would be read twice, leads in a circle
    or cannot be read is an error, and so is a folder with nothing to read. `entries` says what is left out.
    """
    seen: dict[Identity, Path] = {}
    for above in (root, folder):
        try:
            status = above.stat()
        except OSError as error:
            problems.append(unreadable(above, error))
            return ()
        seen[status.st_dev, status.st_ino] = above

    def walk(at: Path) -> Iterator[Path]:
        before, empty = len(problems), True
        for entry in entries(at, root, problems):
            empty = False
            if entry.identity in seen:
                problems.append(_twice(entry.path, seen[entry.identity]))
                continue
            seen[entry.identity] = entry.path
            if entry.is_folder:
                yield from walk(entry.path)
            else:
                yield entry.path
        if empty and not any(problem.level == "error" for problem in problems[before:]):
            problems.append(_empty(at))

    return tuple(sorted(walk(folder)))


def _is_known(path: Path, folder: bool) -> bool:
    """Return whether everyone knows by the name that this is no law."""
    return path.name.startswith(".") or (not folder and _DOCUMENTATION.fullmatch(path.name) is not None)


def _hidden_law(path: Path, folder: bool) -> Diagnostic | None:
    """Return a warning of a rule file that only its name hides; `.#` begins the name of what an editor has locked."""
    if folder or not path.name.lower().endswith((".yaml", ".yml")) or path.name.startswith(".#"):
        return None
    hidden = Text("navnet begynner med et punktum", "its name begins with a dot")
    return unread(path, hidden, Text("fjern punktumet, eller fjern filen", "remove the dot, or remove the file"), FileLeftOut)


def _misnamed(path: Path, folder: bool) -> Diagnostic | None:
    """Return what is to be said of a file that is not read for its name."""
    name = path.name
    if not name.isprintable():
        signs = Text("navnet har tegn som ikke kan vises", "its name holds characters that cannot be shown")
        return unread(path, signs, Text("gi den et navn av vanlige tegn", "give it a name of ordinary characters"))
    if folder or name.endswith(SUFFIX):
        return None
    ending = Text(f"navnet slutter ikke på `{SUFFIX}`", f"its name does not end in `{SUFFIX}`")
    like_law = _LIKE_LAW.search(name)
    if like_law is None or _COPY.search(name):
        return unread(path, ending, Text("flytt den ut av mappen", "move it out of the folder"), FileLeftOut)
    rename = f"`{name[: like_law.start()]}{SUFFIX}`"
    return unread(path, ending, Text(f"gi den navnet {rename}", f"rename it to {rename}"))


def _wrong_kind(path: Path, root: Path, status: os.stat_result) -> Diagnostic | None:
    """Return what is wrong with a file that its name says is read, or with a folder, before it is opened."""
    if stat.S_ISDIR(status.st_mode):
        if path.name.endswith(SUFFIX):
            return unreadable(path, IsADirectoryError())
        if path.is_symlink() and not path.resolve().is_relative_to(root.resolve()):
            outside = Text("lenken fører ut av mappen med reglene", "the link leads out of the folder of the rules")
            return unread(path, outside, Text("sett mappen selv der lenken står", "put the folder itself in the place of the link"))
        return None
    if not stat.S_ISREG(status.st_mode):
        return _unreadable(
            path,
            Text("dette er ikke en vanlig fil", "this is not a regular file"),
            Text("sett en fil med tekst i stedet", "put a file of text in its place"),
        )
    if status.st_size > LARGEST:
        return _unreadable(
            path,
            Text(f"denne filen er større enn {LARGEST >> 20} MB", f"this file is larger than {LARGEST >> 20} MB"),
            Text("kontroller at det er riktig fil, eller del den", "check that it is the right file, or divide it"),
        )
    return None


def _twice(path: Path, first: Path) -> Diagnostic:
    same = Text(f"den er den samme som `{shown(first, False)}`", f"it is the same as `{shown(first, False)}`")
    return unread(path, same, Text("fjern lenken", "remove the link"))


def _broken(path: Path) -> Diagnostic:
    return _unreadable(
        path,
        Text("lenken fører ikke til noe som kan leses", "the link leads to nothing that can be read"),
        Text("rett lenken, eller fjern den", "correct the link, or remove it"),
    )


def _empty(folder: Path) -> Diagnostic:
    return FolderWithoutFiles(folder=shown(folder, False)).at(Place(shown(folder, False), 1, 1))


def unread(path: Path, why: Text, fix: Text, kind: type[UnreadFile] = UnreadFile) -> Diagnostic:
    """Return what is said of a file or folder that looks like law and is left out."""
    what = Text("denne mappen", "this folder") if is_folder(path) else Text("denne filen", "this file")
    return kind(what=what, reason=why, remedy=fix).at(Place(shown(path, False), 1, 1))


def read_text(path: Path, sources: dict[str, str], problems: list[Diagnostic], unsaved: Mapping[Path, str] | None = None) -> str | None:
    """Return the text of a file and keep it in `sources`, or None where it is not UTF-8 text or cannot be read.

    `unsaved` holds the texts of files that are being edited, which stand for what is on the disk.
    """
    file = shown(path)
    if unsaved is not None and path in unsaved:
        sources[file] = unsaved[path].removeprefix("\ufeff")
        return sources[file]
    try:
        raw = path.read_bytes()
    except OSError as error:
        problems.append(unreadable(path, error))
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems.append(_not_utf8(file, raw, error, sources))
        return None
    sources[file] = text
    return text


def _not_utf8(file: str, raw: bytes, error: UnicodeDecodeError, sources: dict[str, str]) -> Diagnostic:
    """Return at which character a file stops being UTF-8; what can be shown of it is kept in `sources`."""
    before = raw[: error.start].decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not wide:
        sources[file] = raw.decode("utf-8-sig", "replace")
    return (Utf16 if wide else NotUtf8)().at(Place(file, line, column))


def unreadable(path: Path, error: OSError) -> Diagnostic:
    """Return why the file or folder cannot be read, in words."""
    fix = Text("kontroller stien og tilgangen", "check the path and the permissions")
    match error:
        case FileNotFoundError() if is_there(path):
            return _broken(path)
        case FileNotFoundError() | NotADirectoryError():
            what = Text("filen finnes ikke", "there is no such file")
            fix = did_you_mean(path.name, _beside(path), Text("kontroller stien", "check the path"))
        case IsADirectoryError():
            what, fix = (
                Text("dette er en mappe, ikke en fil", "this is a folder, not a file"),
                Text("oppgi en fil i den", "name a file in it"),
            )
        case PermissionError():
            what, fix = (
                Text("denne mappen har du ikke lov til å lese", "this folder may not be read")
                if is_folder(path)
                else Text("denne filen har du ikke lov til å lese", "this file may not be read"),
                Text("be om tilgang til å lese den", "ask for permission to read it"),
            )
        case _:
            what = Text(
                f"denne filen kan ikke leses: {error.strerror or 'systemet sier ikke hvorfor'}",
                f"this file cannot be read: {error.strerror or 'for a reason that the system does not tell'}",
            )
    return _unreadable(path, what, fix)


def _unreadable(path: Path, what: Text, fix: Text) -> Diagnostic:
    return CannotBeRead(what=what, remedy=fix).at(Place(shown(path, False), 1, 1))


def beside(folder: Path) -> Path:
    """Return the folder that a folder lies in, also where its path ends in `.` or `..` and names none."""
    return (folder if folder.name not in ("", "..") else folder.resolve()).parent


def is_there(path: Path) -> bool:
    """Return whether something stands at a path: a link that leads nowhere and what may not be read count, and are told when read."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return path.parent.is_symlink() and not is_folder(path.parent)
    except OSError:
        return True
    return True


def is_folder(path: Path) -> bool:
    """Return whether there is such a folder, as far as one may know."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _beside(path: Path) -> list[str]:
    try:
        return [other.name for other in path.parent.iterdir()]
    except OSError:
        return []


def shown(path: Path, follow: bool = True) -> str:
    """Return the path as the user would write it: relative to where they stand, if it lies below.

    A link is shown as what it leads to, or as itself where it is not to be followed.
    """
    try:
        whole = path.resolve() if follow else path.parent.resolve() / path.name
        return whole.relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError, RuntimeError):
        return path.as_posix()
