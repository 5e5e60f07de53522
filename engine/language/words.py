"""Words of enums and ordinals: those that a declaration lists, and those that it takes from another one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from ..model import Conclusion, Fact, Place, Text, ValueType
from ..terms.types import CONCLUDED as ALL_TYPES
from .fields import Fields, Problems, bilingual, mapping, quoted, word
from .located import Scalar, Tree, entries_of, field_of, text_of
from .problems.vocabulary import (
    CircleOfWords,
    NotAWord,
    NoWordsListed,
    WordsOfAnotherType,
    WordsOfNoEnum,
    WordsOfUnknown,
    WordsWithoutOrder,
    WordTakenToo,
)

OF_WORDS: Final = ("enum", "ordinal")
"""Types whose values are words."""

_WORD: Final = re.compile(r"[A-Za-z0-9_]+")


class Lists(NamedTuple):
    """From where words may be taken: the declarations that are being read, by name, and those that were built before them."""

    trees: Mapping[str, tuple[Scalar, Tree]]
    built: Mapping[str, Fact | Conclusion]


def lists(files: Iterable[Tree], sections: Iterable[str], built: Mapping[str, Fact | Conclusion]) -> Lists:
    """Return the lists of what the sections of files declare, a name that stands there twice by the first, and of what was built before."""
    trees: dict[str, tuple[Scalar, Tree]] = {}
    for section in [field_of(tree, name) for tree in files for name in sections]:
        for key, tree in entries_of(section):
            trees.setdefault(key.text, (key, tree))
    return Lists(trees, built)


def words_of(key: Scalar, found: Fields, type_: ValueType | None, known: Lists, problems: Problems) -> Mapping[str, Text] | None:
    """Return the words of a declaration, those of its own before those that it takes from another.

    None where it has none, or one of its lists is wrong; that an enum without any is wrong goes to `problems` too.
    """
    own = _listed(found["values"], problems) if "values" in found else None
    if type_ not in OF_WORDS:
        problems += (
            WordsOfNoEnum(name=key.text, type=type_, field=field).at(found[field].place)
            for field in ("values", "values_of")
            if field in found and type_ is not None
        )
        return own
    if "values_of" not in found:
        if not own:
            problems.append(NoWordsListed(name=key.text, type=type_).at(key.place))
        return own or None
    if "values" in found and type_ == "ordinal":
        problems.append(WordsWithoutOrder(name=key.text).at(found["values_of"].place))
        return None
    taken = _taken(key, found["values_of"], type_, known, problems)
    if taken is None or ("values" in found and not own):
        return None
    for one, _ in entries_of(found.get("values")):
        if one.text in taken:
            problems.append(WordTakenToo(word=one.text, name=key.text, other=text_of(found["values_of"])).at(one.place))
    return {**(own or {}), **taken}


def _taken(key: Scalar, tree: Tree, type_: ValueType, known: Lists, problems: Problems) -> dict[str, Text] | None:
    """Return the words of the declaration that `tree` names; None where it names none, or one with a mistake, which is told there."""
    name = text_of(tree)
    if name not in known.trees and name not in known.built:
        fitting = [one for one in (*known.trees, *known.built) if one != key.text and _type_and_place(one, known)[0] == type_]
        word(tree, ("en opplysning eller konklusjon med ord", "a fact or conclusion that has words"), fitting, problems, WordsOfUnknown)
        return None
    other, place = _type_and_place(name, known)
    if other != type_ and other in ALL_TYPES:
        declared_there = (place, Text(f"`{name}` står her", f"`{name}` is here"))
        problems.append(WordsOfAnotherType(name=key.text, type=type_, other=name, other_type=other).at(tree.place, declared_there))
    path = [key.text]
    while name and name not in path:
        path.append(name)
        name = text_of(field_of(known.trees[name][1], "values_of")) if name in known.trees else ""
    if name:
        circle = path[path.index(name) :]
        if key.text == min(circle):  # from one of its links, and not again from each of the others
            steps = " → ".join(f"`{one}`" for one in (*path, name))
            problems.append(CircleOfWords(steps=steps).at(tree.place))
        return None
    words: dict[str, Text] = {}
    for one in path[:0:-1]:
        own = _own_words(one, type_, known)
        if own is None:
            return None
        words = {**own, **words}
    return words


def _own_words(name: str, type_: ValueType, known: Lists) -> Mapping[str, Text] | None:
    """Return the words that a declaration lists itself; None where it has a mistake, which is told where it stands."""
    if name not in known.trees:
        return known.built[name].values if name in known.built and known.built[name].type == type_ else None
    tree, silent = known.trees[name][1], Problems()
    listed = field_of(tree, "values")
    own = _listed(listed, silent) if listed is not None else {}
    sound = text_of(field_of(tree, "type")) == type_ and not silent and (own or field_of(tree, "values_of") is not None)
    return own if sound else None


def _listed(tree: Tree, problems: Problems) -> dict[str, Text]:
    """Return the words of a list under `values`, each with its label."""
    found = {}
    for key, label in mapping(tree, quoted("values"), problems) or ():
        said = bilingual(label, ("betegnelsen på `{}`", "the label of `{}`", key.text), problems)
        if not _WORD.fullmatch(key.text) or key.text == "unknown":
            problems.append(NotAWord(written=key.text).at(key.place))
        elif said:
            found[key.text] = said
    return found


def _type_and_place(name: str, known: Lists) -> tuple[str, Place]:
    if name in known.trees:
        key, tree = known.trees[name]
        return text_of(field_of(tree, "type")), key.place
    return known.built[name].type, known.built[name].place
