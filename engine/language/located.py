"""Located YAML: text to a tree that knows where everything stands; the strict core of YAML 1.2 and nothing else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

import yaml

from ..diagnostics import Diagnostic
from ..model import Place, Text
from .spellings import with_full_stop

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

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

MAX_PARTS = 1_000_000
"""Names, values and lists of a file, with what begins and ends them: a hundred times the largest file of law; bounds the memory."""

MAX_PROBLEMS = 1_000
"""Of one file, before the rest of it is left unread."""

_TOLD = 20
"""So many of them are shown then."""

_WHY_STRICT = Text(
    "en fil må bety det samme for alle lesere og alle programmer; det gjør ikke snarveiene i YAML",
    "a file must mean the same to every reader and every program; YAML's shortcuts do not",
)
_OR_QUOTE = Text("; hører det til teksten, så sett teksten i anførselstegn", "; if it belongs to the text, put the text in quotes")


class _Stop(Exception):
    """Reading cannot go on; the diagnostic has been recorded."""


def read_tree(file: str, text: str, problems: list[Diagnostic]) -> Tree | None:
    """Return the one document of `text` as a located tree, or None; every problem found goes to `problems`.

    Anchors, aliases, tags, duplicate keys, keys that are not text and second documents are problems. JSON is read too.
    """
    found = _Few()
    try:
        _visible(file, text, found)
        return _build(file, _events(text), found)
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


class _TooMany(Exception):
    """A file has more problems than anybody would read one by one."""


class _Few(list[Diagnostic]):
    """The problems of a file, up to `MAX_PROBLEMS`: each takes memory, and a damaged file can have millions."""

    def append(self, problem: Diagnostic) -> None:
        if len(self) == MAX_PROBLEMS:
            raise _TooMany
        super().append(problem)


def _too_many(file: str) -> Diagnostic:
    return Diagnostic(
        "too-large",
        Text(
            f"filen har flere enn {MAX_PROBLEMS} feil; de første {_TOLD} er vist, og resten av filen er ikke lest",
            f"the file has more than {MAX_PROBLEMS} mistakes; the first {_TOLD} are shown, and the rest of the file is not read",
        ),
        Place(file, 1, 1),
        _WHY_SO_MUCH,
        Text(
            "kontroller programmet som skrev filen, og at den er hel", "check the program that wrote the file, and that the file is whole"
        ),
    )


def _too_large(file: str) -> Diagnostic:
    return Diagnostic(
        "too-large",
        Text(f"filen har flere enn {MAX_PARTS} navn, verdier og lister", f"the file has more than {MAX_PARTS} names, values and lists"),
        Place(file, 1, 1),
        _WHY_SO_MUCH,
        Text(
            "del den opp; et register med mange saker leses av `hjemmel batch` som CSV, NDJSON eller Parquet",
            "divide it; a register of many cases is read by `hjemmel batch` as CSV, NDJSON or Parquet",
        ),
    )


_WHY_SO_MUCH = Text(
    "så mye har ingen skrevet for hånd, og ingen kan kontrollere det", "nobody has written so much by hand, and nobody can review it"
)


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
        problems.append(
            Diagnostic(
                "syntax",
                Text(
                    f"filen har et tegn som ikke synes: U+{ord(character):04X}, {name or 'et styretegn'}",
                    f"the file holds a character that cannot be seen: U+{ord(character):04X}, {name or 'a control character'}",
                ),
                Place(file, line, column),
                Text("det som ikke synes, kan ingen kontrollere", "what cannot be seen cannot be reviewed"),
                Text("slett tegnet", "delete the character"),
            )
        )
    if hidden:
        raise _Stop


_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")


def _events(text: str) -> Iterator[yaml.Event]:
    return yaml.parse(text, Loader=_Loader)


def _not_allowed(file: str, text: str, error: yaml.reader.ReaderError) -> Diagnostic:
    line = text.count("\n", 0, error.position) + 1
    column = error.position - (text.rfind("\n", 0, error.position) + 1) + 1
    return Diagnostic(
        "syntax",
        Text("filen har et tegn som YAML ikke tillater", "the file holds a character that YAML does not allow"),
        Place(file, line, max(1, column)),
        Text("et tegn som ikke synes, kan ingen kontrollere", "a character that cannot be seen cannot be reviewed"),
        Text("slett tegnet", "delete the character"),
    )


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
    line = lines[here.line - 1] if here.line <= len(lines) else ""
    character = line[here.column - 1 : here.column]
    problem, context = (error.problem or "").lower(), (error.context or "").lower()
    indentation = line[: len(line) - len(line.lstrip())]
    related: tuple[tuple[Place, Text], ...] = ()
    why = Text("ingenting etter dette stedet kan forstås", "nothing after this point can be understood")
    if "\t" in indentation:
        here = Place(file, here.line, indentation.index("\t") + 1)
        what, fix = (
            Text("her står en tabulator, der det bare kan stå mellomrom", "a tab stands where only spaces may stand"),
            Text("bytt tabulatoren ut med mellomrom", "replace the tab with spaces"),
        )
    elif "quoted scalar" in context and ("end of stream" in problem or "document indicator" in problem):
        here, what, fix = (
            opened,
            Text("et anførselstegn åpnes her og lukkes aldri", "a quotation mark is opened here and never closed"),
            Text("sett inn det avsluttende anførselstegnet", "add the closing quotation mark"),
        )
    elif "quoted scalar" in context:
        what, fix = (
            Text(
                "en omvendt skråstrek i en tekst med doble anførselstegn innleder et spesialtegn",
                "a backslash in a text in double quotes begins a special character",
            ),
            Text("skriv teksten med enkle anførselstegn", "write the text in single quotes"),
        )
    elif "flow" in context and start and text:
        bracket = lines[opened.line - 1][opened.column - 1 : opened.column] if opened.line <= len(lines) else ""
        related = ((opened, Text(f"`{bracket}` åpnes her", f"`{bracket}` is opened here")),)
        what, fix = (
            Text(f"`{bracket}` er ikke lukket før dette stedet", f"`{bracket}` is not closed before this place"),
            Text(
                "sett inn den avsluttende parentesen, eller et komma mellom to elementer",
                "add the closing bracket, or a comma between two entries",
            ),
        )
    elif "mapping values are not allowed" in problem:
        what = Text(
            "her står et nytt `:`, der verdien etter det første var ventet",
            "a second `:` stands here where the value of the first was expected",
        )
        fix = Text(
            "sett en tekst som har `: ` i seg, i anførselstegn; er dette et eget navn, så rett innrykket på linjen",
            "put a text that holds `: ` in quotes; if this is a name of its own, correct the indentation of the line",
        )
    elif "cannot start any token" in problem:
        what, fix = (
            Text(f"en verdi kan ikke begynne med `{character}`", f"a value cannot begin with `{character}`"),
            Text("sett verdien i anførselstegn", "put the value in quotes"),
        )
    elif "could not find expected ':'" in problem or "simple key" in context:
        here = Place(file, opened.line, opened.column)
        what, fix = (
            Text("denne linjen er ikke `NAVN: VERDI`", "this line is not `NAME: VALUE`"),
            Text("sett inn kolon og verdi, eller rett innrykket", "add the colon and the value, or correct the indentation"),
        )
    elif "block mapping" in context or "block collection" in context or "block sequence" in context:
        what = Text("dette passer ikke med det som står over", "this does not fit what stands above it")
        fix = Text(
            "rett innrykket; sett hele verdien i anførselstegn dersom den fortsetter etter et anførselstegn",
            "correct the indentation; put a value that goes on after a quote wholly in quotes",
        )
    else:
        what = Text("dette kan ikke leses", "this cannot be read")
        fix = Text(
            "se etter innrykk, anførselstegn og parenteser rett foran dette stedet",
            "check the indentation, the quotes and the brackets just before this place",
        )
    return Diagnostic("syntax", what, here, why, fix, related)


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
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                problems.append(
                    _strict(
                        "many-documents",
                        Text("filen har et dokument nummer to", "the file holds a second document"),
                        _place(file, event),
                        Text("legg det i en egen fil, og stryk linjen `---`", "put it into a file of its own and delete the line `---`"),
                    )
                )
                raise _Stop
            continue
        done: Tree
        if isinstance(event, yaml.AliasEvent):
            problems.append(
                _strict(
                    "anchor",
                    Text(f"`*{event.anchor}` viser til et anker", f"`*{event.anchor}` refers to an anchor"),
                    _place(file, event),
                    _or_quote("skriv innholdet ut der det trengs", "write the content out where it is needed"),
                )
            )
            reliable = False
            done = Scalar(f"*{event.anchor}", False, _place(file, event))
            if stack:
                stack[-1][2].append(done)
            continue
        if isinstance(event, (yaml.ScalarEvent, yaml.SequenceStartEvent, yaml.MappingStartEvent)):
            if event.anchor is not None:
                problems.append(
                    _strict(
                        "anchor",
                        Text(f"`&{event.anchor}` er et anker", f"`&{event.anchor}` is an anchor"),
                        _place(file, event),
                        _or_quote(
                            "stryk ankeret, og skriv innholdet ut der det trengs",
                            "delete the anchor and write the content out where it is needed",
                        ),
                    )
                )
            if event.tag is not None:
                tag = event.tag.replace("tag:yaml.org,2002:", "!!")
                problems.append(
                    _strict(
                        "tag",
                        Text(f"`{tag}` er en YAML-merkelapp", f"`{tag}` is a YAML tag"),
                        _place(file, event),
                        _or_quote(
                            "stryk merkelappen, for typene er deklarert i vokabularet",
                            "delete the tag, since types are declared in the vocabulary",
                        ),
                    )
                )
                reliable = False
        if isinstance(event, yaml.ScalarEvent):
            done = Scalar(event.value, not event.style, _place(file, event))
        elif isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
            stack.append((_place(file, event), isinstance(event, yaml.MappingStartEvent), []))
            if len(stack) > MAX_DEPTH:
                problems.append(
                    _strict(
                        "too-deep",
                        Text(f"dette er nøstet mer enn {MAX_DEPTH} nivåer dypt", f"this is nested more than {MAX_DEPTH} levels deep"),
                        _place(file, event),
                        Text(
                            "skriv det med færre nivåer; del opp et vilkår med hjelpekonklusjoner",
                            "write it with fewer levels; split a condition with helper conclusions",
                        ),
                    )
                )
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
        problems.append(
            Diagnostic(
                "empty-file",
                Text("filen er tom", "the file is empty"),
                Place(file, 1, 1),
                Text(
                    "en tom fil sier ingenting, og ingenting kan tas for gitt",
                    "an empty file states nothing, and nothing may be taken for granted",
                ),
                Text("skriv innholdet, eller slett filen", "write the content, or delete the file"),
            )
        )
        return None
    # What stands where an alias or a tag stands is not known; what would be said of it would mislead.
    return root if reliable else None


def _mapping(parts: list[Tree], place: Place, problems: list[Diagnostic]) -> Mapping:
    entries: list[tuple[Scalar, Tree]] = []
    first: dict[str, Place] = {}
    for key, value in zip(parts[::2], parts[1::2], strict=True):
        if not isinstance(key, Scalar):
            problems.append(
                _strict(
                    "wrong-shape",
                    Text("det som står foran kolonet, må være ett enkelt navn", "a key must be a single word"),
                    key.place,
                    Text("skriv et vanlig navn foran kolonet", "write a plain name before the colon"),
                )
            )
        elif not key.text.strip():
            problems.append(
                Diagnostic(
                    "empty-value",
                    Text("det står ingenting foran kolonet", "nothing stands before the colon"),
                    key.place,
                    Text("en verdi uten navn kan ingen regel lese", "a value without a name cannot be read by any rule"),
                    Text("skriv et navn foran kolonet", "write a name before the colon"),
                )
            )
        elif (number := _decimal_comma(entries, key, value)) is not None:
            whole, place = number
            problems.append(
                Diagnostic(
                    "bad-number",
                    Text(
                        f"`{whole},{key.text}` leses som `{whole}` og et navn `{key.text}`",
                        f"`{whole},{key.text}` is read as `{whole}` and a name `{key.text}`",
                    ),
                    place,
                    Text("mellom krøllparenteser innleder et komma det neste elementet", "inside braces a comma begins the next entry"),
                    Text(
                        f"mente du `{meant}`? Desimaltall skrives med punktum",
                        f"did you mean `{meant}`? Decimals are written with a full stop",
                    )
                    if (meant := with_full_stop(f"{whole},{key.text}"))
                    else Text(
                        "skriv tallet uten komma: tusener uten skilletegn, desimaler etter punktum",
                        "write the number without a comma: thousands without a separator, decimals after a full stop",
                    ),
                )
            )
        elif key.text in first:
            problems.append(
                Diagnostic(
                    "duplicate-key",
                    Text(f"`{key.text}` er skrevet to ganger på samme nivå", f"`{key.text}` is written twice in one mapping"),
                    key.place,
                    Text("den ene av de to ville falle bort uten et ord", "one of the two would be dropped without a word"),
                    Text("samle det som står under begge, under den ene", "put what stands below both under one of them")
                    if isinstance(value, Mapping)
                    else Text("behold den ene", "keep one of them"),
                    related=((first[key.text], Text("den første står her", "the first is here")),),
                )
            )
        else:
            first[key.text] = key.place
            entries.append((key, value))
    return Mapping(tuple(entries), place)


def _decimal_comma(entries: list[tuple[Scalar, Tree]], key: Scalar, value: Tree) -> tuple[str, Place] | None:
    """Return the digits before a decimal comma in braces, and the place of the number, if that is what the key comes from."""
    last = entries[-1][1] if entries else None
    if not (isinstance(last, Scalar) and isinstance(value, Scalar) and value.text == "" and value.plain):
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


def _place(file: str, event: yaml.Event) -> Place:
    start, end = event.start_mark, event.end_mark
    assert start is not None and end is not None  # every event of a parsed text has its marks
    line, column = start.line, start.column
    length = end.column - column if end.line == line else 1
    return Place(file, line + 1, column + 1, length if length > 0 else 1)


def _or_quote(nb: str, en: str) -> Text:
    """Return a fix for what is a shortcut of YAML unless it belongs to a text."""
    return Text(nb + _OR_QUOTE.nb, en + _OR_QUOTE.en)


def _strict(code: str, message: Text, place: Place, fix: Text) -> Diagnostic:
    return Diagnostic(code, message, place, _WHY_STRICT, fix)
