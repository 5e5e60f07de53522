"""Files that are written: whole or not at all, with the rights they had, and never over what the command reads or keeps."""

from __future__ import annotations

import codecs
import errno
import os
import shutil
import stat
import sys
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import IO, BinaryIO, Final, NoReturn, TextIO, cast

from .diagnostics import Diagnostic, Problem, Rejected
from .folders import Identity, shown
from .model import Place, Text


class CannotWrite(Problem):
    code = "output"
    message = Text("kan ikke skrive hit: {what}", "cannot write here: {what}")
    why = Text(
        "det som blir erstattet, er borte, og det som ikke blir skrevet helt, kan ikke brukes",
        "what is replaced is lost, and what is not written whole is of no use",
    )
    fix = Text("oppgi et annet sted, eller rett opp det som er i veien", "name another place, or remove what is in the way")
    what: Text


LOG_BEGINS: Final = b"SQLite format 3\0"
"""The first bytes of a log of decisions, and of any SQLite file."""

_BESIDE_A_LOG: Final = ("-journal", "-wal", "-shm")
"""What SQLite keeps beside a file while it writes; a log whose journal is lost may be lost itself."""

_PREFIX: Final = ".hjemmel-"
"""Of the name of a file that is not yet whole: short, so that the longest name a folder allows has room beside it."""

_THERE: Final = Text("det finnes allerede noe der", "something is already there")


def judge_outputs(writes: Iterable[Path], reads: Iterable[Path], appends: Iterable[Path] = ()) -> None:
    """Raise Rejected where a command may not write what it is asked to, before it does anything.

    `writes` are files that are made or replaced, `appends` logs that grow, `reads` files, and folders with all they hold. A file
    is known by what it is and not by its name: a link, another spelling and `/dev/fd/3` lead to the same file. A log is never
    replaced, whether or not the command uses it. Standard output and standard error may not lead to what is read or kept either.
    """
    writes, appends = list(writes), list(appends)
    files, folders = _identities(reads)
    problems: list[Diagnostic] = []
    taken: dict[str, Path] = {}
    for path in (*appends, *writes):
        what = _why_not_written(path, files, folders, is_log=path in appends)
        spelt = _spelling(path)
        if what is None and spelt in taken:
            other = shown(taken[spelt])
            what = Text(f"det er samme fil som `{other}`, som også skal skrives", f"it is the same file as `{other}`, which is written too")
        names = (spelt, *(spelt + end for end in _BESIDE_A_LOG)) if path in appends else (spelt,)
        taken |= dict.fromkeys(names, path)
        if what is not None:
            problems.append(_refusal(path, what))
    kept = files | {found: path for path in appends if (found := _identity(path)) is not None}
    problems += _streams(kept)
    if problems:
        raise Rejected(problems)


def judge_folder(target: Path, reads: Iterable[Path], beside: Path | None = None) -> None:
    """Raise Rejected where a new folder may not be made: it is there already, or lies in a folder that the command reads.

    It may lie straight in the folder `beside`, although that is read.
    """
    _, folders = _identities(reads)
    if os.path.lexists(target):
        _refuse(target, _THERE)
    if beside is None or not _is_same(target.parent, beside):
        inside = _folder_around(target.parent, folders)
        if inside is not None:
            _refuse(target, _inside(inside))
    what = _why_no_place(target.parent)
    if what is not None:
        _refuse(target, what)


@contextmanager
def replacing(path: Path, inside: Path | None = None) -> Iterator[Path]:
    """Give a new file to write, which takes the place of `path` at the end, and is gone if what happens inside raises.

    What is written is on the disk before it takes its place; until then it lies in the folder `inside`, of the same disk, or else
    beside it. A link stays, and what it leads to is replaced; the rights stay, and a file that was not there gets those of any new
    file. Raises Rejected where the new file cannot be made or put in its place.
    """
    with _refusing(path):
        if is_device(path):
            _refuse(path, Text("det er ingen fil som kan erstattes", "it is not a file that can be replaced"))
        target = _followed(path)
        handle, name = tempfile.mkstemp(dir=inside or target.parent, prefix=_PREFIX)
        os.close(handle)
    written = Path(name)
    try:
        yield written
        with _refusing(path):
            _take_rights(written, target)
            sync(written)
            written.replace(target)
            _sync_folder(target.parent)
    finally:
        written.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write a text as UTF-8: to what is no file as it is, and otherwise as `replacing` does. Raises Rejected where it cannot."""
    if is_device(path):
        with _refusing(path), path.open("wb") as file:
            file.write(text.encode())
        return
    with replacing(path) as beside, _refusing(path):
        beside.write_bytes(text.encode())


def write_sent(path: Path, sent: BinaryIO) -> None:
    """Write what a stream gives, a part at a time, as `replacing` does. Raises Rejected where it cannot."""
    with replacing(path) as beside, _refusing(path), beside.open("wb") as file:
        shutil.copyfileobj(sent, file)


def delete(path: Path) -> None:
    """Delete a file. Raises Rejected where it cannot."""
    with _refusing(path):
        path.unlink()


class Held:
    """What a command says, held back until all of it is known, so that nobody reads a part and takes it for the whole.

    Up to some megabytes are in memory, the rest in a file without a name. `deliver` prints it, or puts it on the disk beside the
    file whose place it takes at the end of `holding`.
    """

    def __init__(self, file: IO[bytes], stream: TextIO | None, place: Path) -> None:
        self._file, self._stream, self._place = file, stream, place

    def write(self, content: str | bytes) -> None:
        """Add a text, or bytes as they are. Raises Rejected where there is no room for it."""
        rest = memoryview(content if isinstance(content, bytes) else content.encode("utf-8", "surrogateescape"))
        with _refusing(self._place):
            while rest:
                rest = rest[self._file.write(rest) :]

    def deliver(self) -> None:
        """Write everything out; what cannot be written is known when this returns. Raises Rejected for a file, OSError for a stream."""
        if self._stream is None:
            with _refusing(self._place):
                os.fsync(self._file.fileno())
            return
        self._file.seek(0)
        reader = codecs.getreader("utf-8")(self._file, "surrogateescape")
        while text := reader.read(_CHUNK):
            self._stream.write(text)
        self._stream.flush()


_CHUNK: Final = 1 << 20
_IN_MEMORY: Final = 1 << 24


@contextmanager
def holding(path: Path | None, stream: TextIO) -> Iterator[Held]:
    """Give what holds back an output: for a file, which is replaced at the end if nothing was raised, or for the stream.

    Raises Rejected where the file cannot be made or put in its place.
    """
    if path is None or is_device(path):
        with ExitStack() as stack:
            if path is not None:
                with _refusing(path):
                    stream = stack.enter_context(path.open("w", encoding="utf-8", newline=""))
            spool = stack.enter_context(tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY, buffering=0))
            yield Held(cast("IO[bytes]", spool), stream, path or Path(tempfile.gettempdir()))
        return
    # Without a buffer, so that nothing is left to write, and to fail, when the file is closed.
    with replacing(path) as beside, beside.open("wb", buffering=0) as file:
        yield Held(cast("IO[bytes]", file), None, path)


def replace_texts(changes: Mapping[Path, tuple[str | None, str]]) -> None:
    """Replace the texts of files, each by the text that was read of it: every new file is whole before the first takes its place.

    Of a file that was not there, None was read. A byte order mark stays. Raises Rejected, and replaces none, where one cannot be
    written or does not hold what was read.
    """
    with ExitStack() as stack:
        for path, (read, text) in changes.items():
            beside = stack.enter_context(replacing(path))
            with _refusing(path):
                raw = path.read_bytes() if read is not None or os.path.lexists(path) else None
                mark = codecs.BOM_UTF8 if raw is not None and raw.startswith(codecs.BOM_UTF8) else b""
                if raw != (mark + read.encode() if read is not None else None):
                    what = Text("filen er endret etter at den ble lest", "the file was changed after it was read")
                    _refuse(path, what)
                beside.write_bytes(mark + text.encode())
                sync(beside)


def write_folder(texts: Mapping[str, str], target: Path) -> None:
    """Make a folder with these files, by their paths in it: beside its place first, so that there is never half a folder.

    Raises Rejected where it is there already or cannot be made.
    """
    if os.path.lexists(target):
        _refuse(target, _THERE)
    with _refusing(target), tempfile.TemporaryDirectory(dir=target.parent, prefix=_PREFIX) as beside:
        folder = Path(beside) / "folder"
        folder.mkdir()
        for path, text in texts.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8", newline="")
            sync(folder / path)
        folder.rename(target)
        _sync_folder(target.parent)


@contextmanager
def making_folder(texts: Mapping[str, str], target: Path) -> Iterator[None]:
    """Make a folder as `write_folder` does, and take it away again if what happens inside raises, so that it can be made anew."""
    write_folder(texts, target)
    try:
        yield
    except BaseException:
        shutil.rmtree(target, ignore_errors=True)
        raise


def folder_to_keep_in(folder: Path, first: str) -> bool:
    """Make a folder for what is kept between runs, or take up one that holds the file `first`, and return whether it does.

    What is not whole there is deleted. Raises Rejected where it cannot be made, or is a folder of something else.
    """
    with _refusing(folder):
        folder.mkdir(exist_ok=True)
        for path in folder.iterdir():
            if path.name.startswith(_PREFIX):
                path.unlink()
        there = (folder / first).is_file()
        if not there and any(folder.iterdir()):
            _refuse(folder, _THERE)
        return there


def delete_folder(folder: Path) -> None:
    """Delete a folder with all it holds. Raises Rejected where it cannot."""
    with _refusing(folder):
        shutil.rmtree(folder)


def beside(path: Path, suffix: str) -> Path:
    """Return the place beside what a path leads to, of its name and a suffix. Raises Rejected where links lead in a circle."""
    with _refusing(path):
        target = _followed(path)
    return target.with_name(target.name + suffix)


def is_device(path: Path) -> bool:
    """Return whether a path leads to a terminal, a pipe or the like, which is written to and cannot be replaced."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def is_standard_output(path: Path) -> bool:
    """Return whether a path leads to where standard output goes, such as `/dev/stdout`."""
    try:
        goes = os.fstat(1)
    except OSError:
        return False
    return _identity(path) == (goes.st_dev, goes.st_ino)


def sync(path: Path) -> None:
    """Wait until the content of a file is on the disk."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# ---------------------------------------------------------------- what is kept for the next run

_MOST_KEPT: Final = 8
_LARGEST_KEPT: Final = 1 << 26


def may_keep(folder: Path) -> bool:
    """Return whether `keep` may write to a folder: it is the user's alone, or can be made where the user's own folders are."""
    with suppress(OSError, ValueError):
        if os.path.lexists(folder):
            with _private(folder):
                return True
        around = folder.parent if folder.parent.exists() else folder.parent.parent
        return around.stat().st_uid == _user()
    return False


def kept(folder: Path, name: str) -> bytes | None:
    """Return what `keep` wrote under a name; None where it is not there, is not whole, or another user could have written it."""
    with suppress(OSError, ValueError), _private(folder) as at, open(name, "rb", opener=partial(_opened, at)) as file:
        status = os.fstat(file.fileno())
        if stat.S_ISREG(status.st_mode) and _is_ours_alone(status) and status.st_size <= _LARGEST_KEPT:
            content = file.read()
            digest, content = content[:_DIGEST], content[_DIGEST:]
            return content if digest == _digest(name, content) else None
    return None


def keep(folder: Path, name: str, content: bytes) -> None:
    """Keep bytes under a name for `kept`, in a folder that is the user's alone, and let go of all but the newest few.

    Nothing is kept where that cannot be. What is half written is never found, and what the disk loses is known by its digest.
    """
    with suppress(OSError, ValueError):
        for one in (folder.parent, folder):
            # In the home of another user, a folder of ours would be in the way: so it is where `sudo` leaves the home as it was.
            if not one.exists() and one.parent.stat().st_uid == _user():
                one.mkdir(0o700, exist_ok=True)
        with _private(folder) as at:
            beside = f"{_PREFIX}{os.urandom(8).hex()}"
            try:
                with open(beside, "xb", opener=partial(_opened, at)) as file:
                    file.write(_digest(name, content) + content)
                os.rename(beside, name, src_dir_fd=at, dst_dir_fd=at)
            except BaseException:
                with suppress(OSError):
                    os.unlink(beside, dir_fd=at)
                raise
            with os.scandir(at) as entries:
                by_age = sorted(entries, key=lambda entry: -entry.stat(follow_symlinks=False).st_mtime_ns)
            for old in by_age[_MOST_KEPT:]:
                os.unlink(old.name, dir_fd=at)


_DIGEST: Final = sha256().digest_size


def _digest(name: str, content: bytes) -> bytes:
    return sha256(name.encode() + b"\0" + content).digest()


def _opened(folder: int, name: str, flags: int) -> int:
    """Open a file of a folder, which is no link and nothing to wait for."""
    return os.open(name, flags | os.O_NOFOLLOW | os.O_NONBLOCK, 0o600, dir_fd=folder)


@contextmanager
def _private(folder: Path) -> Iterator[int]:
    """Give a handle of a folder; raise OSError where it is not the user's alone, or the system does not tell."""
    _user()
    at = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        if not _is_ours_alone(os.fstat(at)):
            raise PermissionError
        yield at
    finally:
        os.close(at)


def _is_ours_alone(status: os.stat_result) -> bool:
    """Return whether a file or folder is the user's, and nobody else may enter it or write to it."""
    return status.st_uid == _user() and not status.st_mode & 0o077


def _user() -> int:
    if sys.platform == "win32":
        raise PermissionError  # whose a file is, is not told there
    return os.geteuid()


# ---------------------------------------------------------------- what a path leads to


def _identity(path: Path) -> Identity | None:
    """Return what tells a file from any other, links followed; None where there is none."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino


def _identity_of_stream(number: int) -> Identity | None:
    """Return the identity of the regular file that a standard stream leads to; None where it leads elsewhere."""
    try:
        found = os.fstat(number)
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if stat.S_ISREG(found.st_mode) else None


def _is_same(one: Path, other: Path) -> bool:
    return (found := _identity(one)) is not None and found == _identity(other)


def _identities(paths: Iterable[Path]) -> tuple[dict[Identity, Path], dict[Identity, Path]]:
    """Return the files by what they are, those in the folders among them, and the folders."""
    files: dict[Identity, Path] = {}
    folders: dict[Identity, Path] = {}
    for path in paths:
        found = _identity(path)
        if found is None:
            continue
        if not path.is_dir():
            files.setdefault(found, path)
            continue
        folders.setdefault(found, path)
        for around, inner, names in os.walk(path):
            # A link to a folder is followed by nobody, yet what it leads to is not to be replaced either.
            for name in (*inner, *names):
                one = Path(around, name)
                if (of_one := _identity(one)) is not None:
                    (folders if one.is_dir() else files).setdefault(of_one, one)
    return files, folders


def _followed(path: Path) -> Path:
    """Return the file that a path leads to, which need not be there. Raises OSError where links lead in a circle."""
    found = Path(os.path.realpath(path))
    if found.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    return found


def _spelling(path: Path) -> str:
    """Return the place of a file in a spelling that is the same for all that some file system takes for one name."""
    return unicodedata.normalize("NFC", os.path.realpath(path)).casefold()


def _folder_around(folder: Path, folders: Mapping[Identity, Path]) -> Path | None:
    """Return the folder that is read and that another is, or lies in."""
    followed = Path(os.path.realpath(folder))
    around = (_identity(one) for one in (followed, *followed.parents))
    return next((folders[found] for found in around if found is not None and found in folders), None)


# ---------------------------------------------------------------- what is refused


def _why_not_written(path: Path, files: Mapping[Identity, Path], folders: Mapping[Identity, Path], is_log: bool) -> Text | None:
    found = _identity(path)
    if found is not None and found in files:
        name = shown(files[found])
        if path.absolute() == files[found].absolute():
            return Text("kommandoen leser denne filen", "the command reads this file")
        return Text(f"det er filen `{name}`, som kommandoen leser", f"it is the file `{name}`, which the command reads")
    if is_device(path):
        return Text("en logg må være en fil", "a log must be a file") if is_log else None
    inside = _folder_around(path.parent, folders)
    if inside is not None:
        return _inside(inside)
    try:
        target = _followed(path)
        status = target.stat() if target.exists() else None
    except (OSError, ValueError) as error:
        return _by_system(error)
    if status is None:
        return None if is_log else _why_no_place(target.parent)
    if stat.S_ISDIR(status.st_mode):
        return None if is_log else Text("det er en mappe", "it is a folder")
    if is_log and status.st_nlink > 1:
        return Text(
            "loggen har flere navn (harde lenker), og det som føres under det ene, kunne gå tapt under det andre",
            "the log has several names (hard links), and what is recorded by one could be lost by another",
        )
    if is_log:
        return None
    if not status.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        return Text("filen er skrivebeskyttet", "the file is write-protected")
    if found is not None and found == _identity_of_stream(2):
        return Text("meldingene på standard error går dit", "the messages on standard error go there")
    return _why_kept(target) or _why_no_place(target.parent)


def _why_kept(target: Path) -> Text | None:
    try:
        with target.open("rb") as file:
            begins = file.read(len(LOG_BEGINS))
    except OSError as error:
        return _by_system(error)
    if begins == LOG_BEGINS:
        return Text(
            "det er en logg eller en annen database, og den blir aldri erstattet",
            "it is a log or another database, which is never replaced",
        )
    return None


def _why_no_place(folder: Path) -> Text | None:
    try:
        if not folder.is_dir():
            return Text("mappen finnes ikke", "its folder does not exist")
    except OSError as error:
        return _by_system(error)
    if not os.access(folder, os.W_OK | os.X_OK):
        return Text("du har ikke tilgang til å skrive i mappen", "you may not write in its folder")
    return None


def _inside(folder: Path) -> Text:
    name = shown(folder)
    return Text(f"det ligger i mappen `{name}`, som kommandoen leser", f"it lies in the folder `{name}`, which the command reads")


def _streams(kept: Mapping[Identity, Path]) -> Iterator[Diagnostic]:
    for number, name in ((1, "standard output"), (2, "standard error")):
        found = _identity_of_stream(number)
        if found is not None and found in kept:
            said = Text(f"{name} er ledet til den, og kommandoen bruker den", f"{name} leads to it, and the command uses it")
            yield _refusal(kept[found], said)


def _by_system(error: OSError | ValueError) -> Text:
    """Return what the operating system said of a file."""
    why = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return Text(why, why)


def _refusal(path: Path, what: Text) -> Diagnostic:
    return CannotWrite(what=what).at(Place(shown(path), 1, 1))


def _refuse(path: Path, what: Text) -> NoReturn:
    raise Rejected([_refusal(path, what)])


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    """Turn what the operating system refuses inside into a diagnostic."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise Rejected([_refusal(path, _by_system(error))]) from None


# ---------------------------------------------------------------- rights and disks


def _take_rights(written: Path, target: Path) -> None:
    """Give a new file the rights of the one whose place it takes, or else those of a file that is opened for writing."""
    if target.exists():
        shutil.copymode(target, written)
        _take_owner(written, target)
        return
    mask = os.umask(0)
    os.umask(mask)
    written.chmod(0o666 & ~mask)


def _take_owner(written: Path, target: Path) -> None:
    if sys.platform == "win32":
        return
    owner = target.stat()
    try:
        os.chown(written, owner.st_uid, owner.st_gid)
        written.chmod(stat.S_IMODE(owner.st_mode))  # a change of owner takes some rights away
    except OSError:
        pass  # only an administrator may give files away; the one who replaces it owns it then


def _sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where the system can do that."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:
        pass  # some file systems have no such thing for folders
    finally:
        os.close(handle)
