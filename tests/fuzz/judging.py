"""What every input must come to: an exit code that is documented, diagnostics that say all, output that is safe to show, files kept."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from engine.diagnostics import Diagnostic, render
from engine.model import Language

from ..made_up_law import Result


class Finding(AssertionError):
    """An input that came to something it must not; `kind` tells findings of one cause from others."""

    def __init__(self, kind: str, detail: object) -> None:
        super().__init__(f"{kind}: {detail!r:.4000}")
        self.kind = kind


UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
"""What a terminal obeys, or what nobody sees."""

LONGEST = 2500
"""No line on the screen is longer: a message has up to 1000 characters, and names a place."""

_HEAD = re.compile(r"^\S.*: (?:error|warning)\[[a-z-]+\]: \S", re.MULTILINE)
_WHY = re.compile(r"^  why: \S", re.MULTILINE)
_FIX = re.compile(r"^  fix: \S", re.MULTILINE)


def expect(holds: object, kind: str, detail: object) -> None:
    """Raise a finding unless something holds."""
    if not holds:
        raise Finding(kind, detail)


def settled(result: Result, seed: object) -> None:
    """Raise a finding unless the outcome is a decision or diagnostics, each of which says where, why and how to mend it."""
    told = result.stderr
    expect(result.code in (0, 1, 2, 3), "exit code", (seed, result))
    if result.code == 1:
        # Of a log, what is wrong is what was asked for.
        errors = "error" in told or "fails on" in result.stdout or "flaw" in told or "not decided" in told
        expect(errors, "failed and not told", (seed, result))
    if result.code == 2:
        expect("Error:" in told, "refused and not told", (seed, result))
    heads = len(_HEAD.findall(told))
    expect(heads == len(_WHY.findall(told)) == len(_FIX.findall(told)), "a diagnostic without why or fix", (seed, result))
    expect("Traceback" not in told, "traceback told", (seed, result))


def safe(text: str, seed: object, longest: int = LONGEST) -> None:
    """Raise a finding where a text holds what must not be shown, or a line that is too long."""
    if (found := UNSAFE.search(text)) is not None:
        at = found.start()
        raise Finding("unsafe character shown", (seed, text[max(0, at - 200) : at + 100]))
    if len(text) > longest and (length := max(map(len, text.split("\n")))) > longest:
        raise Finding("long line shown", (seed, length, text[:300]))


def rendered(problem: Diagnostic, sources: dict[str, str], seed: object, languages: Sequence[Language] = ("nb", "en")) -> None:
    """Raise a finding unless a diagnostic can be shown in the languages, English the last, whole and safely."""
    for lang in languages:
        told = render(problem, sources, lang)
        safe(told, seed)
    expect("\n  why: " in told and "\n  fix: " in told, "a diagnostic without why or fix", (seed, told))
    expect(problem.place.line >= 1 and problem.place.column >= 1, "a diagnostic without place", (seed, problem))


State = dict[str, tuple[int, int, int]]


class Sandbox:
    """A folder whose files are known: what a command changed in it is found, judged and put back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.contents = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        self.folders = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_dir()}
        self.state = self._state()

    def _state(self) -> State:
        found: State = {}
        for path in self.folder.rglob("*"):
            there = path.lstat()
            found[path.relative_to(self.folder).as_posix()] = (there.st_mode, there.st_size, there.st_mtime_ns)
        return {name: state for name, state in found.items() if name not in self.folders}

    @contextmanager
    def kept(self, named: Collection[str], seed: object) -> Iterator[None]:
        """Raise a finding where a file is changed, gone or new that is not among the outputs that were named; put all back."""
        try:
            yield
        except BaseException:
            self.restore()
            raise
        after = self._state()
        if after == self.state:
            return
        changed = sorted(name for name in self.state.keys() | after.keys() if self.state.get(name) != after.get(name))
        blamed = [name for name in changed if not _is_named(name, named) and not self._is_same(name)]
        self.restore()
        if blamed:
            kind = "a file was lost or changed" if any(name in self.contents for name in blamed) else "a file was left behind"
            raise Finding(kind, (seed, blamed))

    def _is_same(self, name: str) -> bool:
        path = self.folder / name
        return name in self.contents and path.is_file() and path.read_bytes() == self.contents[name]

    def restore(self) -> None:
        """Put every file back as it was, and take away what is new."""
        for path in sorted(self.folder.rglob("*"), reverse=True):
            name = path.relative_to(self.folder).as_posix()
            if path.is_dir() and not path.is_symlink():
                if name not in self.folders:
                    path.rmdir()
            elif name not in self.contents:
                path.unlink()
        for name, content in self.contents.items():
            path = self.folder / name
            if not path.is_file() or path.read_bytes() != content:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        self.state = self._state()

    def put(self, name: str, content: bytes) -> None:
        """Lay a file into the folder as what was given, not what was changed."""
        (self.folder / name).write_bytes(content)
        self.contents[name] = content
        there = (self.folder / name).lstat()
        self.state[name] = (there.st_mode, there.st_size, there.st_mtime_ns)

    def digest(self) -> str:
        """Return a hash of all that the folder holds."""
        found = hashlib.sha256()
        for path in sorted(self.folder.rglob("*")):
            found.update(path.as_posix().encode("utf-8", "surrogateescape") + (path.read_bytes() if path.is_file() else b""))
        return found.hexdigest()


def _is_named(name: str, named: Collection[str]) -> bool:
    """Return whether a changed file is one that was named, or lies in a folder that was named."""
    return any(name == one or name.startswith(f"{one}/") for one in named)
