"""Diagnostics: what is wrong, where, why it matters and how to mend it, in Bokmål and English; one form and one renderer."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import ClassVar, Final, Literal, dataclass_transform

from .frozen import dataclass
from .model import Language, Place, Text

Level = Literal["error", "warning"]

Mending = Literal["without", "without_entry", "without_negations", "placeholder", "respelt", "adds", "changes", "repeals"]
"""How a problem is mended where that is safe: without what stands there, its entry or both negations, with the placeholder or the
name that was meant, or with an entry in that list of the amendment at its last related place."""


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Problem:
    """A kind of thing that can be wrong, one class each: fields in, texts in both languages out.

    In `message`, `why` and `fix` a field stands in braces; a `Text` is put in in the language of the text, a tuple as a list.
    Classes are made at every start, and there are many: `dataclass` would cost a millisecond for each of them.
    """

    code: ClassVar[str]
    message: ClassVar[Text]
    why: ClassVar[Text]
    fix: ClassVar[Text]
    level: ClassVar[Level] = "error"
    mending: ClassVar[Mending | None] = None

    def __init__(self, **fields: object) -> None:
        self.__dict__.update(fields)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def at(self, place: Place, *related: tuple[Place, Text]) -> Diagnostic:
        """Return the problem at the place to mend; the places in `related` are shown with their label."""
        message, why, fix = (self._filled(text) for text in (self.message, self.why, self.fix))
        return Diagnostic(self.code, message, place, why, fix, related, self.level, self.mending)

    def _filled(self, text: Text) -> Text:
        nb = {name: _put(value, "nb") for name, value in vars(self).items()}
        en = {name: _put(value, "en") for name, value in vars(self).items()}
        return Text(text.nb.format_map(nb), text.en.format_map(en))


def _put(value: object, lang: Language) -> object:
    if isinstance(value, Text):
        return said(value, lang)
    return ", ".join(map(str, value)) if isinstance(value, tuple) else value


def codes_of(kind: type[Problem]) -> tuple[str, ...]:
    """Return the codes of what has been defined of a kind, in alphabetical order."""
    return tuple(sorted({each.code for each in kinds_of(kind)}))


def kinds_of(kind: type[Problem]) -> Iterator[type[Problem]]:
    """Yield the kinds with a code that have been defined of a kind."""
    for each in kind.__subclasses__():
        if hasattr(each, "code"):
            yield each
        yield from kinds_of(each)


class Proposing(Problem):
    """A kind whose fix proposes `near`, a name that was perhaps meant, if there is one."""

    near: str | None

    def at(self, place: Place, *related: tuple[Place, Text]) -> Diagnostic:
        """Return the problem at the place to mend, with the name to put there first in its fix."""
        found = super().at(place, *related)
        return replace(found, fix=propose(self.near, found.fix), near=self.near)


class Misspelt(Proposing):
    """A word that nothing has, where the name that was meant may be put in its place."""

    mending: ClassVar[Mending | None] = "respelt"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A problem at the place to mend, in words; the places in `related` are shown with their label, `near` is the name proposed."""

    code: str
    message: Text
    place: Place
    why: Text
    fix: Text
    related: tuple[tuple[Place, Text], ...] = ()
    level: Level = "error"
    mending: Mending | None = None
    near: str | None = None


class Rejected(Exception):
    """Input that cannot be used; carries every diagnostic found. Raised by loading, caught by the shell."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(sort_by_place(diagnostics))
        super().__init__("; ".join(d.message.en for d in self.diagnostics))


def sort_by_place(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return the diagnostics in file order, each once."""
    return sorted(
        dict.fromkeys(diagnostics),
        key=lambda d: (d.place.file, d.place.line, d.place.column, d.code, d.message.en),
    )


def suggest(word: str, valid: Iterable[str]) -> str | None:
    """Return the valid name nearest to `word`, or None where nothing is near: no guess beats a wild one."""
    if not any(character.isalpha() for character in word):
        return None  # another number is another number, not a slip
    folded = word.casefold()
    names = _alphabet(frozenset(valid))
    for name, plain, _ in names:
        if plain == folded or (len(name) == len(folded) and _is_one_slip(folded, name)):
            return name
    if len(word) > _LONGEST_NAME:
        return None
    # What differs in so many letters cannot be near; the exact measure is dear, and asked of the rest alone.
    letters, length = _letters(folded), len(folded)
    possible = [
        name
        for name, _, its in names
        if 2 * min(length, len(name)) >= (least := _NEAR * (length + len(name)))
        and length + len(name) - (letters ^ its).bit_count() >= least
    ]
    matches = difflib.get_close_matches(folded, possible, n=1, cutoff=_NEAR)
    return matches[0] if matches else None


_NEAR = 0.72
"""How alike two names must be, from 0 to 1, for one to be proposed in place of the other."""


@lru_cache(maxsize=64)
def _alphabet(names: frozenset[str]) -> tuple[tuple[str, str, int], ...]:
    """Return the names, each folded, and its letters; sorted, so that a tie is broken the same way whatever the order of the files."""
    return tuple((name, name.casefold(), _letters(name)) for name in sorted(names))


def _letters(name: str) -> int:
    """Return which characters a name has, as bits; some share a bit."""
    bits = 0
    for character in name:
        bits |= 1 << (ord(character) & 63)
    return bits


_LONGEST_NAME = 100
"""Nothing longer is a misspelt name."""


def _is_one_slip(word: str, name: str) -> bool:
    """Return whether two neighbouring letters of the name were exchanged, the commonest slip of all."""
    if len(word) != len(name) or len(name) < 3:
        return False
    differing = [index for index, (a, b) in enumerate(zip(word, name, strict=True)) if a != b]
    match differing:
        case [first, second]:
            return second == first + 1 and word[first] == name[second] and word[second] == name[first]
        case _:
            return False


MOST_SEARCHED: Final = 100
"""Of so many names of one input the nearest is searched for; a flood of unknown names has one cause."""

MOST_SHOWN: Final = 20
"""So many diagnostics of one code are shown; of the rest, how many there are."""


def bounded(diagnostics: Iterable[Diagnostic]) -> tuple[list[Diagnostic], dict[str, int]]:
    """Return the diagnostics with no more than `MOST_SHOWN` of each code, and how many more of a code there are, if any."""
    shown: list[Diagnostic] = []
    counted: Counter[str] = Counter()
    for diagnostic in diagnostics:
        counted[diagnostic.code] += 1
        if counted[diagnostic.code] <= MOST_SHOWN:
            shown.append(diagnostic)
    return shown, {code: number - MOST_SHOWN for code, number in counted.items() if number > MOST_SHOWN}


def did_you_mean(word: str, valid: Iterable[str], otherwise: Text) -> Text:
    """Return a fix that proposes the nearest valid name, followed by what to do if that is not it."""
    return propose(suggest(word, valid), otherwise)


def propose(name: str | None, otherwise: Text) -> Text:
    """Return a fix that proposes a name, if there is one, followed by what to do if that is not it."""
    if not name:
        return otherwise
    return Text(f"mente du `{name}`? Ellers: {otherwise.nb}", f"did you mean `{name}`? Otherwise {otherwise.en}")


USE_ONE_OF: Final = Text("velg blant {valid}", "use one of: {valid}")
"""The fix of a kind of problem that has the names that are `valid`."""


def use_one_of(names: Iterable[str]) -> Text:
    """Return a fix that lists what there is to choose from."""
    listed = ", ".join(names)
    return Text(f"velg blant {listed}", f"use one of: {listed}")


LEVELS: Final = {"error": Text("feil", "error"), "warning": Text("advarsel", "warning")}
_WHY: Final = Text("hvorfor", "why")
_FIX: Final = Text("retting", "fix")


def render(diagnostic: Diagnostic, sources: Mapping[str, str], lang: Language) -> str:
    """Return the diagnostic as text: position, message, the marked line, related places, why and fix.

    `sources` maps a file name to its text; a file that is not there is shown without its line.
    """
    level = said(LEVELS[diagnostic.level], lang)
    lines = [f"{_position(diagnostic.place)}: {level}[{diagnostic.code}]: {printable(said(diagnostic.message, lang))}"]
    lines += _excerpt(diagnostic.place, sources)
    for place, label in diagnostic.related:
        lines.append(f"  {_position(place)}: {printable(said(label, lang))}")
        lines += _excerpt(place, sources)
    lines.append(f"  {said(_WHY, lang)}: {printable(said(diagnostic.why, lang))}")
    lines.append(f"  {said(_FIX, lang)}: {printable(said(diagnostic.fix, lang))}")
    return "\n".join(lines)


def said(text: Text, lang: Language) -> str:
    """Return a text in one language."""
    return text.told(lang)


_LONGEST_MESSAGE = 1000

_SPACES = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
"""Spaces that Norwegian writes, and Python does not call printable."""


def printable(text: str) -> str:
    """Return the text on one line, without what a terminal would obey instead of showing."""
    short = text if len(text) <= _LONGEST_MESSAGE else text[: _LONGEST_MESSAGE // 2] + " … " + text[-_LONGEST_MESSAGE // 2 :]
    return "".join(c if c.isprintable() or c in _SPACES else "\N{REPLACEMENT CHARACTER}" for c in short)


def _position(place: Place) -> str:
    # What stands on the command line has no lines.
    return printable(place.file if place.file.startswith("--") else f"{place.file}:{place.line}:{place.column}")


@lru_cache(maxsize=16)
def _lines(text: str) -> tuple[str, ...]:
    # splitlines also splits at form feeds and the like; YAML does not, so split at its line breaks only.
    return tuple(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def _excerpt(place: Place, sources: Mapping[str, str]) -> list[str]:
    text = _lines(sources.get(place.file, ""))
    if not 1 <= place.line <= len(text) or not text[place.line - 1].strip():
        return []
    line = text[place.line - 1]
    # What is no text has no characters to count: a column may lie behind the end of what is shown of it.
    column = min(place.column, len(line) + 1)
    start = max(0, column - 60) if len(line) > _WIDEST else 0
    shown = "".join(c if c.isprintable() else "→" if c == "\t" else "\N{REPLACEMENT CHARACTER}" for c in line[start : start + _WIDEST])
    before, after = ("…" if start else ""), ("…" if start + _WIDEST < len(line) else "")
    mark = " " * (len(before) + column - 1 - start) + "^" * max(1, min(place.length, len(shown) - (column - 1 - start)))
    return [f"{place.line:5} | {before}{shown}{after}".rstrip(), f"      | {mark}"]


_WIDEST = 140
