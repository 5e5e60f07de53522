"""Located YAML: text to a tree that knows where everything stands; the strict core of YAML 1.2 and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import yaml

from ..diagnostics import Diagnostic
from ..model import Place

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_MAX_DEPTH = 40
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

_WHY_STRICT = "a rule file must mean the same to every reader and every program; YAML's shortcuts do not"


class _Stop(Exception):
    """Reading cannot go on; the diagnostic has been recorded."""


def read_tree(file: str, text: str, problems: list[Diagnostic]) -> Tree | None:
    """Return the one document of `text` as a located tree, or None; every problem found goes to `problems`.

    Anchors, aliases, tags, duplicate keys, keys that are not text and second documents are problems. JSON is read too.
    """
    try:
        return _build(file, _events(file, text, problems), problems)
    except _Stop:
        return None


def _events(file: str, text: str, problems: list[Diagnostic]) -> Iterator[yaml.Event]:
    try:
        yield from yaml.parse(text, Loader=_Loader)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        column = error.position - (text.rfind("\n", 0, error.position) + 1) + 1
        problems.append(
            Diagnostic(
                "syntax",
                "the file holds a character that YAML does not allow",
                Place(file, line, max(1, column)),
                "a character that cannot be seen cannot be reviewed",
                "delete the character",
            )
        )
        raise _Stop from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file, 1, 1)
        what = (error.problem or error.context or "the text cannot be read").strip()
        problems.append(
            Diagnostic(
                "syntax",
                f"this is not readable as YAML: {what}",
                place,
                "nothing after this point can be understood",
                "check the indentation, the quotes and the brackets just before this place",
            )
        )
        raise _Stop from None


def _build(file: str, events: Iterator[yaml.Event], problems: list[Diagnostic]) -> Tree | None:
    # One open container per level: its start place, whether it is a mapping, and what has been read into it.
    stack: list[tuple[Place, bool, list[Tree]]] = []
    root: Tree | None = None
    documents = 0
    for event in events:
        if type(event) is yaml.ScalarEvent and event.anchor is None and event.tag is None and stack:
            # Nearly every event is of this kind; a vocabulary has ten thousand.
            stack[-1][2].append(Scalar(event.value, not event.style, _place(file, event)))
            continue
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                problems.append(_strict("many-documents", "the file holds a second document", _place(file, event),
                                        "put it into a file of its own and delete the line `---`"))
                raise _Stop
            continue
        if isinstance(event, yaml.AliasEvent):
            problems.append(_strict("anchor", f"`*{event.anchor}` refers to an anchor", _place(file, event),
                                    "write the content out where it is needed"))
            raise _Stop
        if isinstance(event, (yaml.ScalarEvent, yaml.SequenceStartEvent, yaml.MappingStartEvent)):
            if event.anchor is not None:
                problems.append(_strict("anchor", f"`&{event.anchor}` is an anchor", _place(file, event),
                                        "delete the anchor and write the content out where it is needed"))
            if event.tag is not None:
                problems.append(_strict("tag", f"`{event.tag}` is a YAML tag", _place(file, event),
                                        "delete the tag; types are declared in the vocabulary"))
        done: Tree
        if isinstance(event, yaml.ScalarEvent):
            done = Scalar(event.value, not event.style, _place(file, event))
        elif isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
            stack.append((_place(file, event), isinstance(event, yaml.MappingStartEvent), []))
            if len(stack) > _MAX_DEPTH:
                problems.append(_strict("too-deep", f"this is nested more than {_MAX_DEPTH} levels deep",
                                        _place(file, event), "split the condition with helper conclusions"))
                raise _Stop
            continue
        elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            place, is_mapping, parts = stack.pop()
            done = _mapping(parts, place, problems) if is_mapping else Sequence(tuple(parts), place)
        else:
            continue
        if stack:
            stack[-1][2].append(done)
        else:
            root = done
    if root is None or (isinstance(root, Scalar) and root.plain and root.text == ""):
        problems.append(Diagnostic("empty-file", "the file is empty", Place(file, 1, 1),
                                   "an empty file states nothing, and nothing may be taken for granted",
                                   "write the content, or delete the file"))
        return None
    return root


def _mapping(parts: list[Tree], place: Place, problems: list[Diagnostic]) -> Mapping:
    entries: list[tuple[Scalar, Tree]] = []
    first: dict[str, Place] = {}
    for key, value in zip(parts[::2], parts[1::2], strict=True):
        if not isinstance(key, Scalar):
            problems.append(_strict("wrong-shape", "a key must be a single word", key.place, "write a plain name before the colon"))
        elif key.text in first:
            problems.append(
                Diagnostic("duplicate-key", f"`{key.text}` is written twice in one mapping", key.place,
                           "one of the two would be dropped without a word",
                           "keep one of them", related=((first[key.text], "the first is here"),)))
        else:
            first[key.text] = key.place
            entries.append((key, value))
    return Mapping(tuple(entries), place)


def _place(file: str, event: yaml.Event) -> Place:
    start, end = event.start_mark, event.end_mark
    assert start is not None and end is not None  # every event of a parsed text has its marks
    line, column = start.line, start.column
    length = end.column - column if end.line == line else 1
    return Place(file, line + 1, column + 1, length if length > 0 else 1)


def _strict(code: str, message: str, place: Place, fix: str) -> Diagnostic:
    return Diagnostic(code, message, place, _WHY_STRICT, fix)
