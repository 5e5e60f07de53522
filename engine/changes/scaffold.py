"""The next law version: a copy of a folder that governs later cases only, with what a person must still fill in.

The copy is made by small edits of the text, so that comments and layout stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ..edits import Edit, Lines, edited
from ..language.fields import ID
from ..language.located import Mapping as Node
from ..language.located import Scalar, Sequence, Tree, read_tree
from ..language.rules import LAW_FILE
from ..language.versions import RESERVED
from ..model import GOVERNS, Laws, LawVersion, Source, Text
from ..terms.comparisons import for_order

TO_FILL_IN = "FYLL INN"
"""Marks what a person must still write; it stands where a text is required, so that the draft loads."""

_FROM = for_order(">=", "date")
_LOWER_BOUNDS = (_FROM, for_order(">", "date"))


@dataclass(frozen=True, slots=True)
class Scaffold:
    """The files of a new version by path below its folder; the rules that were moved to its commencement, and those left as they were."""

    texts: Mapping[str, str]
    moved: tuple[str, ...]
    left: tuple[str, ...]


def scaffold(texts: Mapping[str, str], version: LawVersion, name: str, effective_from: date) -> Scaffold:
    """Return the files of the version `name` that follows `version`, whose files are `texts`, all of them loadable.

    Every rule by which the version governs a topic is moved to `effective_from`: where it compares a date with a
    parameter as a lower bound, the parameter becomes a new one. Other rules that use the same parameter keep it. A rule
    without such a bound is left as it is, and must be looked at.
    """
    # A folder's name may hold hyphens, the name of a parameter may not.
    commencement = f"law_{name.replace('-', '_')}.commencement"
    governing = {rule.id: rule.source for rule in version.rules.values() if any(given.startswith(GOVERNS) for given, _ in rule.then)}
    made: dict[str, str] = {}
    moved: dict[str, None] = {}
    for path, text in texts.items():
        tree = read_tree(path, text, [])
        assert isinstance(tree, Node)  # the version has been loaded from these files
        edits = () if path == LAW_FILE else _moved(Lines(text), tree, governing, commencement, effective_from, moved)
        made[path] = edited(text, edits)
    law = read_tree(LAW_FILE, texts[LAW_FILE], [])
    assert isinstance(law, Node)
    made[LAW_FILE] = edited(texts[LAW_FILE], _law_edits(texts[LAW_FILE], law, version, name, effective_from, tuple(moved)))
    return Scaffold(made, tuple(moved), tuple(sorted(governing.keys() - moved.keys())))


def succeeded(text: str, name: str) -> str:
    """Return the text of a `law.yaml` that names another version as its successor."""
    tree = read_tree(LAW_FILE, text, [])
    assert isinstance(tree, Node)  # the version has been loaded from it
    (value,) = (value for key, value in tree.entries if key.text == "successor")
    assert isinstance(value, Scalar)
    return edited(text, [Edit(*Lines(text).span(value.place), f'"{name}"')])


def why_no_scaffold(laws: Laws, predecessor: str, name: str, effective_from: date) -> Text | None:
    """Return why no version of that name can follow the predecessor, which is one of the laws, from that day, and what to do; else None."""
    days = {version.name: version.effective_from for version in laws.versions}
    before = [version for version, day in days.items() if day < effective_from]
    if not ID.fullmatch(name) or name in _NO_NAMES:
        return Text(
            f"en lovversjon kan ikke hete `{name}`; bruk små bokstaver a–z, sifre og bindestrek",
            f"a law version cannot be named `{name}`; use small letters a–z, digits and hyphens",
        )
    if name in days:
        return Text(
            f"lovversjonen `{name}` finnes allerede; velg et annet navn", f"there is a law version `{name}` already; choose another name"
        )
    if effective_from <= days[predecessor]:
        return Text(
            f"versjon {predecessor} gjelder fra {days[predecessor]}; oppgi en senere dag for den som følger etter",
            f"version {predecessor} is effective from {days[predecessor]}; give a later day for the one that follows it",
        )
    if effective_from in days.values():
        return Text(
            f"en annen versjon gjelder fra {effective_from}; oppgi en annen dag",
            f"another version is effective from {effective_from}; give another day",
        )
    if before[-1] != predecessor:
        return Text(
            f"versjonen som gjelder før {effective_from}, er {before[-1]}; oppgi den med --from, eller en tidligere dag",
            f"the version in force before {effective_from} is {before[-1]}; name that one with --from, or give an earlier day",
        )
    return None


_NO_NAMES = (*RESERVED, "vocabulary")
"""What names no version, and what the folder of the vocabulary is named."""


def _moved(
    lines: Lines, tree: Node, governing: Mapping[str, Source], commencement: str, effective_from: date, moved: dict[str, None]
) -> Iterator[Edit]:
    """Yield the edits of one rule file, and enter in `moved` the rules that they move."""
    top = {key.text: (key, value) for key, value in tree.entries}
    rules = top["rules"][1] if "rules" in top else None
    source = None
    for rule in rules.items if isinstance(rules, Sequence) else ():
        said = {key.text: value for key, value in rule.entries} if isinstance(rule, Node) else {}
        id_ = said.get("id")
        if not isinstance(id_, Scalar) or id_.text not in governing:
            continue
        for word, bound in _lower_bounds(said["when"]):
            source = source or governing[id_.text]
            moved[id_.text] = None
            # The day itself belongs to the new version, whatever the word was.
            yield Edit(*lines.span(word.place), _FROM)
            yield Edit(*lines.span(bound.place), commencement)
    if source is None:
        return
    line = (
        f"  # {TO_FILL_IN}: the provision on commencement\n"
        f"  {commencement}: {{value: {effective_from.isoformat()}, unit: date, "
        f'source: {{act: {source.act}, section: "{source.section}"}}}}\n'
    )
    if "parameters" in top:
        below = lines.at(top["parameters"][0].place.line + 1)
        yield Edit(below, below, line)
    else:
        above = lines.at(top["rules"][0].place.line)
        yield Edit(above, above, f"parameters:\n{line}\n")


def _lower_bounds(tree: Tree) -> Iterator[tuple[Scalar, Scalar]]:
    """Yield the parameters that a condition uses as lower bounds of a date, each after the word that compares with it."""
    match tree:
        case Sequence(items):
            for item in items:
                yield from _lower_bounds(item)
        case Node(entries):
            for key, value in entries:
                if key.text in _LOWER_BOUNDS and isinstance(value, Node):
                    yield from ((key, name) for word, name in value.entries if word.text == "parameter" and isinstance(name, Scalar))
                elif key.text != "not":
                    # Under a negation a lower bound is an upper one.
                    yield from _lower_bounds(value)


def _law_edits(text: str, tree: Node, version: LawVersion, name: str, effective_from: date, moved: tuple[str, ...]) -> Iterator[Edit]:
    offsets, written = Lines(text), text.splitlines()
    lines = {
        "version": f'version: "{name}"\n',
        "title": (f"title:\n  nb: Utkast til lovversjon {name} ({TO_FILL_IN})\n  en: Draft of law version {name} ({TO_FILL_IN})\n"),
        "effective_from": f"effective_from: {effective_from.isoformat()}\n",
        "amended_by": _amendment(version, effective_from, moved),
    }
    keys = [key for key, _ in tree.entries]
    for key, following in zip(keys, [*keys[1:], None], strict=True):
        if key.text in lines:
            last = following.place.line if following is not None else len(written) + 1
            # A comment above the next key belongs to that key.
            while last - 1 > key.place.line and written[last - 2].startswith(("#", "\r", "\n")):
                last -= 1
            yield Edit(offsets.at(key.place.line), offsets.at(last), lines[key.text])


def _amendment(version: LawVersion, effective_from: date, moved: tuple[str, ...]) -> str:
    changes = "".join(f"      - {rule}\n" for rule in moved)
    return (
        "amended_by:\n"
        f"  # One entry for each change of the law: the rules that it adds, changes and repeals against version {version.name}.\n"
        f'  - act: "{TO_FILL_IN}: lov eller forskrift, dato og nummer"\n'
        f"    in_force: {effective_from.isoformat()}\n"
        f'    section: "{TO_FILL_IN}: §"\n'
        "    text:\n"
        f'      nb: "{TO_FILL_IN}: hva endringen går ut på"\n'
        f'      en: "{TO_FILL_IN}: what the change is"\n' + (f"    changes:\n{changes}" if moved else "")
    )


def to_fill_in(made: Scaffold) -> Iterator[tuple[str, int]]:
    """Yield the file and the line of each text that a person must still write."""
    for path, text in made.texts.items():
        yield from ((path, number) for number, line in enumerate(text.splitlines(), 1) if TO_FILL_IN in line)
