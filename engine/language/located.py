"""Located YAML: text to a tree that knows where everything stands; the strict core of YAML 1.2 and nothing else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

import yaml

from ..diagnostics import Diagnostic
from ..model import Place, Text
from .json_text import is_json, json_events
from .problems.fields import THE_FIRST
from .problems.located import (
    AliasUsed,
    AnchorUsed,
    BackslashInText,
    ColonInBrackets,
    ColonWithoutSpace,
    CommaInNumber,
    DecimalComma,
    EmptyFile,
    FieldAmongItems,
    ForbiddenCharacter,
    HiddenCharacter,
    ItemAmongFields,
    KeyNotAName,
    KeyTwice,
    LineWithoutColon,
    MappingTwice,
    MisalignedLine,
    NothingBeforeColon,
    OddIndentation,
    OddlyIndented,
    SecondColon,
    SecondDocument,
    SyntaxUnknown,
    TabInIndentation,
    TagUsed,
    TooDeep,
    TooManyMistakes,
    TooManyParts,
    UnclosedBracket,
    UnclosedText,
    ValueBeginsWrong,
)
from .spellings import with_full_stop

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser in C where PyYAML was built with it."""

MAX_DEPTH: Final = 40
"""Deeper nesting than any rule needs; bounds the recursion of every later stage."""


class Scalar(NamedTuple):
    """A single value as written; `plain` tells `true` and `7` from the texts `"true"` and `"7"`."""

    text: str
    plain: bool
    place: Place


class Sequence(NamedTuple):
    """A list."""

    items: tuple[Tree, ...]
    place: Place


class Mapping(NamedTuple):
    """Keys with values in the order written; no key twice."""

    entries: tuple[tuple[Scalar, Tree], ...]
    place: Place


Tree = Scalar | Sequence | Mapping


def entries_of(tree: Tree | None) -> tuple[tuple[Scalar, Tree], ...]:
    """Return the entries of a mapping; none of anything else."""
    return tree.entries if isinstance(tree, Mapping) else ()


def field_of(tree: Tree | None, name: str) -> Tree | None:
    """Return what a mapping has in a field."""
    return next((value for key, value in entries_of(tree) if key.text == name), None)


def text_of(tree: Tree | None) -> str:
    """Return a single value as written; an empty text for anything else."""
    return tree.text if isinstance(tree, Scalar) else ""


MAX_PARTS = 1_000_000
"""Names, values and lists of a file, with what begins and ends them: a hundred times the largest file of law; bounds the memory."""

MAX_PROBLEMS = 1_000
"""Of one file, before the rest of it is left unread."""

_TOLD = 20
"""So many of them are shown then."""


class _Stop(Exception):
    """Reading cannot go on; the diagnostic has been recorded."""


def read_tree(file: str, text: str, problems: list[Diagnostic]) -> Tree | None:
    """Return the one document of `text` as a located tree, or None; every problem found goes to `problems`.

    Anchors, aliases, tags, duplicate keys, keys that are not text and second documents are problems. What is JSON is read by
    the rules of JSON: its numbers are what they say, and a character may be escaped as two halves.
    """
    found = _Few()
    try:
        _visible(file, text, found)
        if is_json(text):
            return _build(file, json_events(text, LOADER), found)
        tree = _build(file, _events(text), found)
        odd = _odd_names(file, text, tree) if tree is not None else []
        found += odd
        return tree if not odd else None
    except yaml.reader.ReaderError as error:
        found.append(_not_allowed(file, text, error))
    except yaml.MarkedYAMLError as error:
        found.append(_too_deep_before(file, text, error) or _unreadable(file, text, error))
    except _TooMany:
        found[:] = [_too_many(file), *found[:_TOLD]]
    except _Stop:
        pass
    finally:
        problems += found
    return None


_ODD: Final = re.compile("^ *([\t\u00a0\u00ad\u1680\u180e\u2000-\u200d\u202f\u205f\u2060\u3000]+)", re.MULTILINE)
"""What looks like a space, or like nothing, where a line is indented, and is none to YAML."""


_ENTRY: Final = re.compile(r" *(?:- |[\w.\"'-]+:(?:\s|$))")
"""What begins an entry of a list or mapping, and no line of a text."""


def _odd_names(file: str, text: str, tree: Tree) -> list[Diagnostic]:
    """Return where what looks like the indentation of a line is to YAML the beginning of a name or value."""
    if not _ODD.search(text):
        return []
    lines = text.replace("\r\n", "\n").split("\n")
    found = []
    for part in _every_scalar(tree):
        if part.plain and (odd := _ODD.match(_line(lines, part.place))) and odd.start(1) == part.place.column - 1:
            found.append(_odd_indentation(file, part.place.line, odd))
    return found


def _odd_indentation(file: str, line: int, odd: re.Match[str]) -> Diagnostic:
    place = Place(file, line, odd.start(1) + 1, len(odd[1]))
    first = odd[1][0]
    named = f"U+{ord(first):04X}, {unicodedata.name(first, '').lower()}"
    return TabInIndentation().at(place._replace(length=1)) if first == "\t" else OddIndentation(character=named).at(place)


class _TooMany(Exception):
    """A file has more problems than anybody would read one by one."""


class _Few(list[Diagnostic]):
    """The problems of a file, up to `MAX_PROBLEMS`: each takes memory, and a damaged file can have millions."""

    def append(self, problem: Diagnostic) -> None:
        if len(self) == MAX_PROBLEMS:
            raise _TooMany
        super().append(problem)


def _too_many(file: str) -> Diagnostic:
    return TooManyMistakes(most=MAX_PROBLEMS, told=_TOLD).at(Place(file, 1, 1))


def _too_large(file: str) -> Diagnostic:
    return TooManyParts(most=MAX_PARTS).at(Place(file, 1, 1))


def _visible(file: str, text: str, problems: list[Diagnostic]) -> None:
    """Record every character that cannot be seen and changes what is read: control characters, hidden line ends and directions."""
    hidden, line, counted = False, 1, 0
    for found in _HIDDEN.finditer(text):
        hidden = True
        line += text.count("\n", counted, found.start())
        counted = found.start()
        column = counted - text.rfind("\n", 0, counted)
        character = found.group()
        name = unicodedata.name(character, "").lower()
        words = Text(name or "et styretegn", name or "a control character")
        problems.append(HiddenCharacter(number=f"{ord(character):04X}", name=words).at(Place(file, line, column)))
    if hidden:
        raise _Stop


_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")


def _events(text: str) -> Iterator[yaml.Event]:
    # As `yaml.parse` gives them, which asks before each event whether there is one.
    return iter(LOADER(text).get_event, None)


def _not_allowed(file: str, text: str, error: yaml.reader.ReaderError) -> Diagnostic:
    line = text.count("\n", 0, error.position) + 1
    column = error.position - (text.rfind("\n", 0, error.position) + 1) + 1
    return ForbiddenCharacter().at(Place(file, line, max(1, column)))


_TIGHT_COLON: Final = re.compile(r"[\w.-]+:\S")
"""A field whose value follows its colon without a space."""


def _too_deep_before(file: str, text: str, error: yaml.MarkedYAMLError) -> Diagnostic | None:
    """Return where the text is nested too deeply before the place of an error, or None.

    A parser reads ahead of the events it gives, and some have a limit to nesting of their own; so ours is looked for in
    what stands before the place where it stopped.
    """
    problems = _Few()
    stopped = min((mark.index for mark in (error.context_mark, error.problem_mark) if mark is not None), default=0)
    try:
        _build(file, _events(text[:stopped]), problems)
    except (yaml.YAMLError, _Stop, _TooMany):
        pass
    return next((problem for problem in problems if problem.code == "too-deep"), None)


def _unreadable(file: str, text: str, error: yaml.MarkedYAMLError) -> Diagnostic:
    """Return what a reader of the file must know of a syntax error; YAML's own words are for those who write YAML readers."""
    end, start = error.problem_mark or error.context_mark, error.context_mark
    here = Place(file, end.line + 1, end.column + 1) if end else Place(file, 1, 1)
    opened = Place(file, start.line + 1, start.column + 1) if start else here
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    line = _line(lines, here)
    problem, context = (error.problem or "").lower(), (error.context or "").lower()
    if "flow" not in context:
        # What is wrong may stand some lines above the place where the reader of YAML notices it.
        for number in range(here.line, 0, -1):
            there = lines[number - 1] if number <= len(lines) else ""
            if (odd := _ODD.match(there)) and (number == here.line or _ENTRY.match(there, odd.end())):
                return _odd_indentation(file, number, odd)
    if "quoted scalar" in context:
        unclosed = "end of stream" in problem or "document indicator" in problem
        return UnclosedText().at(opened) if unclosed else BackslashInText().at(here)
    if "flow" in context and start and text:
        if line[here.column - 1 : here.column] == ":" and here.line == opened.line:
            return ColonInBrackets().at(here)
        bracket = _line(lines, opened)[opened.column - 1 : opened.column]
        is_opened = (opened, Text(f"`{bracket}` åpnes her", f"`{bracket}` is opened here"))
        return UnclosedBracket(bracket=bracket).at(here, is_opened)
    if "mapping values are not allowed" in problem:
        return SecondColon().at(here)
    if "cannot start any token" in problem:
        return ValueBeginsWrong(character=line[here.column - 1 : here.column]).at(here)
    if "could not find expected ':'" in problem or "simple key" in context:
        kind = ColonWithoutSpace if _TIGHT_COLON.match(_line(lines, opened), opened.column - 1) else LineWithoutColon
        return kind().at(opened)
    if any(collection in context for collection in ("block mapping", "block collection", "block sequence")):
        if not line[: here.column - 1].strip():
            if opened.column == here.column and opened.line < here.line:
                is_item = line[here.column - 1 :].startswith("-")
                return (ItemAmongFields() if is_item else FieldAmongItems()).at(here)
            spaces = opened.column - 1
            above = (opened, Text(f"det som står over, er rykket inn {spaces} her", f"what is above it is indented by {spaces} here"))
            return OddlyIndented(spaces=here.column - 1).at(here, *((above,) if opened.line < here.line else ()))
        return MisalignedLine().at(here)
    return SyntaxUnknown().at(here)


def _line(lines: list[str], place: Place) -> str:
    return lines[place.line - 1] if place.line <= len(lines) else ""


def _build(file: str, events: Iterator[yaml.Event], problems: list[Diagnostic]) -> Tree | None:
    # One open container per level: its start place, whether it is a mapping, and what has been read into it.
    stack: list[tuple[Place, bool, list[Tree]]] = []
    root: Tree | None = None
    documents = 0
    reliable = True
    for number, event in enumerate(events):
        if number == MAX_PARTS:
            problems.append(_too_large(file))
            raise _Stop
        if type(event) is yaml.ScalarEvent and event.anchor is None and event.tag is None and stack:
            # Nearly every event is of this kind; a vocabulary has ten thousand.
            stack[-1][2].append(Scalar(event.value, not event.style, _place(file, event)))
            continue
        done: Tree
        if isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            place, is_mapping, parts = stack.pop()
            done = _mapping(parts, place, problems) if is_mapping else Sequence(tuple(parts), place)
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                problems.append(SecondDocument().at(_place(file, event)))
                raise _Stop
            continue
        else:
            reliable = _says_itself(file, event, problems) and reliable
            if isinstance(event, yaml.AliasEvent):
                problems.append(AliasUsed(anchor=event.anchor).at(_place(file, event)))
                done = Scalar(f"*{event.anchor}", False, _place(file, event))
            elif isinstance(event, yaml.ScalarEvent):
                done = Scalar(event.value, not event.style, _place(file, event))
            elif isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
                stack.append((_place(file, event), isinstance(event, yaml.MappingStartEvent), []))
                if len(stack) > MAX_DEPTH:
                    problems.append(TooDeep(most=MAX_DEPTH).at(_place(file, event)))
                    raise _Stop
                continue
            else:
                continue
        if stack:
            stack[-1][2].append(done)
        else:
            root = done
    if root is None or _is_nothing(root):
        problems.append(EmptyFile().at(Place(file, 1, 1)))
        return None
    # What stands where an alias or a tag stands is not known; what would be said of it would mislead.
    return root if reliable else None


def _is_nothing(tree: Tree) -> bool:
    return isinstance(tree, Scalar) and tree.plain and tree.text == ""


def _says_itself(file: str, event: yaml.Event, problems: list[Diagnostic]) -> bool:
    """Return whether an event is what it looks like: no alias, and without a tag; an anchor is told of and changes nothing."""
    if not isinstance(event, (yaml.ScalarEvent, yaml.SequenceStartEvent, yaml.MappingStartEvent)):
        return not isinstance(event, yaml.AliasEvent)
    if event.anchor is not None:
        problems.append(AnchorUsed(anchor=event.anchor).at(_place(file, event)))
    if event.tag is not None:
        problems.append(TagUsed(tag=event.tag.replace("tag:yaml.org,2002:", "!!")).at(_place(file, event)))
    return event.tag is None


def _mapping(parts: list[Tree], place: Place, problems: list[Diagnostic]) -> Mapping:
    entries: list[tuple[Scalar, Tree]] = []
    first: dict[str, Place] = {}
    for key, value in zip(parts[::2], parts[1::2], strict=True):
        if not isinstance(key, Scalar):
            problems.append(KeyNotAName().at(key.place))
        elif not key.text.strip():
            problems.append(NothingBeforeColon().at(key.place))
        elif (number := _decimal_comma(entries, key, value)) is not None:
            whole, place = number
            meant = with_full_stop(f"{whole},{key.text}")
            comma = DecimalComma(whole=whole, rest=key.text, meant=meant) if meant else CommaInNumber(whole=whole, rest=key.text)
            problems.append(comma.at(place))
        elif key.text in first:
            twice = MappingTwice if isinstance(value, Mapping) else KeyTwice
            problems.append(twice(key=key.text).at(key.place, (first[key.text], THE_FIRST)))
        else:
            first[key.text] = key.place
            entries.append((key, value))
    return Mapping(tuple(entries), place)


def _decimal_comma(entries: list[tuple[Scalar, Tree]], key: Scalar, value: Tree) -> tuple[str, Place] | None:
    """Return the digits before a decimal comma in braces, and the place of the number, if that is what the key comes from."""
    if not (isinstance(value, Scalar) and value.text == "" and value.plain):
        return None
    last = entries[-1][1] if entries else None
    if not isinstance(last, Scalar):
        return None
    digits = last.plain and last.text.isdigit() and key.plain and key.text.isdigit()
    beside = last.place.line == key.place.line and last.place.column + last.place.length + 1 == key.place.column
    if not (digits and beside):
        return None
    return last.text, Place(key.place.file, key.place.line, last.place.column, len(last.text) + 1 + len(key.text))


def find(trees: Iterable[Tree], owner: Place, word: str) -> Place:
    """Return where a word first stands inside the mapping that begins at `owner` or whose id stands there; else `owner`."""
    for tree in trees:
        for found in _mappings(tree):
            if found.place == owner or any(key.text == "id" and value.place == owner for key, value in found.entries):
                for part in _scalars(found):
                    if part.text == word and part.place != owner:
                        return part.place
    return owner


def _mappings(tree: Tree) -> Iterator[Mapping]:
    if isinstance(tree, Mapping):
        yield tree
        for _, value in tree.entries:
            yield from _mappings(value)
    elif isinstance(tree, Sequence):
        for item in tree.items:
            yield from _mappings(item)


def _scalars(tree: Tree) -> Iterator[Scalar]:
    if isinstance(tree, Scalar):
        yield tree
    elif isinstance(tree, Sequence):
        for item in tree.items:
            yield from _scalars(item)
    else:
        for key, value in tree.entries:
            if key.text not in ("title", "note", "text", "about"):
                yield key
                yield from _scalars(value)


def _every_scalar(tree: Tree) -> Iterator[Scalar]:
    match tree:
        case Scalar():
            yield tree
        case Sequence(items, _):
            for item in items:
                yield from _every_scalar(item)
        case Mapping(entries, _):
            for key, value in entries:
                yield key
                yield from _every_scalar(value)


def _place(file: str, event: yaml.Event) -> Place:
    start, end = event.start_mark, event.end_mark
    assert start is not None and end is not None  # every event of a parsed text has its marks
    line, column = start.line, start.column
    length = end.column - column if end.line == line else 1
    return Place(file, line + 1, column + 1, length if length > 0 else 1)
