"""Laws kept from one run to the next: found again only by every byte that they were made of, and used only if they are whole.

What is kept spares parsing, building and checking rule files in which nothing was wrong. It is never a second source of law: the
texts are read anew each time, and laws that were made of other files, or by another program, are not found. `check`, `test` and
`verify` do without.
"""

from __future__ import annotations

import os
import pickle
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, Final, NamedTuple

import yaml

from . import model
from .diagnostics import Diagnostic
from .files import keep, kept, may_keep
from .language.law_files import LawTexts
from .loading import laws_of, load_laws, read_rule_files
from .model import Language, Laws
from .terms import next_steps, text, units

_BEGAN: Final = time.time()
"""When this process read its own sources, or soon after."""

_SETTLED: Final = 10
"""Seconds for which a source must have stood unchanged before the process began: clocks and file systems count roughly."""

_HERE: Final = Path(__file__).parent

_ROOMS: Final = ("", "terms", "inference", "law", "language", "language/problems")
"""Where the modules lie that make laws of texts."""

_FORM: Final = b"1"
"""Of what is kept; another number leaves all of it behind."""


class Usable(NamedTuple):
    """Laws with everything found wrong, as `Loaded`, without the trees: laws that were kept have none."""

    laws: Laws | None
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, str]
    texts: Mapping[str, str]


def load_usable(folder: Path, drafts: Sequence[Path] = (), language: Language = "nb", anew: bool = False) -> Usable:
    """Return what `load_laws` gives, from the user's cache folder where the same texts were loaded before without a diagnostic.

    With `anew` nothing is taken from there, nor left.
    """
    texts = read_rule_files(folder, drafts, None, language)
    place = None if anew or texts is None or texts.problems or texts.nynorsk_problems else _place()
    name = _key(texts) if texts is not None and place is not None else None
    if texts is None or place is None or name is None:
        found = load_laws(folder, drafts, None, language) if texts is None else laws_of(texts)
        return Usable(found.laws, found.diagnostics, found.sources, found.texts)
    content = kept(place, name)
    laws = _unpacked(content) if content is not None else None
    if laws is not None:
        return Usable(laws, (), texts.sources, texts.files())
    found = laws_of(texts)
    if found.laws is not None and not found.diagnostics and _are_as_read():
        keep(place, name, pickle.dumps(found.laws, pickle.HIGHEST_PROTOCOL))
    return Usable(found.laws, found.diagnostics, found.sources, found.texts)


def _place() -> Path | None:
    """Return the folder of the user for what programs can make anew, by the rules of XDG; None where nothing can be kept in it."""
    try:
        stated = Path(os.environ.get("XDG_CACHE_HOME", ""))
        around = stated if stated.is_absolute() else Path.home() / ".cache"
    except RuntimeError:  # nobody's home
        return None
    place = around / "hjemmel"
    return place if place.is_absolute() and may_keep(place) else None


def _key(texts: LawTexts) -> str | None:
    """Return what tells laws from all others: the digest of all that they follow from, each part with its length before it.

    None where the sources of the program cannot all be read, as by a process that has given up its rights.
    """
    return _digest(_followed_from(texts))


def program_digest() -> str | None:
    """Return what tells the program from any other: the digest of all its sources; None where they cannot all be read."""
    return _digest(_read(_everything()))


def _digest(parts: Iterable[bytes]) -> str | None:
    """Return the digest of parts, each with its length before it; None where one cannot be read."""
    key = sha256()
    try:
        for part in parts:
            key.update(b"%d:" % len(part))
            key.update(part)
    except OSError:
        return None
    return key.hexdigest()


def _followed_from(texts: LawTexts) -> Iterator[bytes]:
    yield from (_FORM, __name__.encode(), sys.version.encode(), str(yaml.__version__).encode(), str(sys.flags.optimize).encode())
    yield from _read(_program())
    yield from map(_bytes, (texts.language, texts.folder, repr(texts.drafts)))
    for version, files in (("", texts.vocabulary), *texts.versions.items(), ("", [texts.nynorsk] if texts.nynorsk else [])):
        yield from (_bytes(version), b"%d" % len(files))
        for file in files:
            yield from map(_bytes, file[:2])
            yield b"" if file.text is None else _bytes(file.text)


def _bytes(part: str) -> bytes:
    return part.encode("utf-8", "surrogatepass")  # the name of a file may hold halves of characters


def _read(sources: Iterable[Path]) -> Iterator[bytes]:
    for source in sources:
        yield source.name.encode()
        yield source.read_bytes()


def _program() -> list[Path]:
    """Return the sources of what makes laws of texts. Raises OSError where a room of them cannot be looked through."""
    return [path for room in _ROOMS for path in _sources(_HERE / room)]


def _everything() -> Iterator[Path]:
    """Yield the sources of the whole program. Raises OSError where a room of them cannot be looked through."""
    for room in sorted({*_HERE.rglob("*/"), _HERE}):
        yield from _sources(room)


def _sources(room: Path) -> list[Path]:
    return sorted(path for path in room.iterdir() if path.name.endswith(".py"))


def _are_as_read() -> bool:
    """Return whether no source was changed while this process ran: what it made would be kept as made by the new one."""
    with suppress(OSError):  # a source that is gone was changed too
        return all(path.stat().st_ctime < _BEGAN - _SETTLED for path in _program())
    return False


class _Unpacker(pickle.Unpickler):
    """Makes nothing but the nouns of the law: what else a text names is refused, and so nothing in it can run."""

    def find_class(self, module: str, name: str) -> Any:
        found = _OTHER_NOUNS.get((module, name)) or next(
            (vars(of).get(name) for of in (model, next_steps, text, units) if of.__name__ == module), None
        )
        if isinstance(found, type) and found.__module__ == module:
            return found
        raise pickle.UnpicklingError(f"{module}.{name}")


_OTHER_NOUNS: Final = {("decimal", "Decimal"): Decimal, ("datetime", "date"): date}


def _unpacked(content: bytes) -> Laws | None:
    """Return the laws, or None where the content is none: it is then made anew."""
    try:
        found = _Unpacker(BytesIO(content)).load()
    except Exception:  # whatever it is that cannot be read: the files can
        return None
    return found if isinstance(found, Laws) else None
