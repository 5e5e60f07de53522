"""The texts of the law in Nynorsk, from a file beside the vocabulary in which each stands below its text in Bokmål."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from ..model import Laws, Place, Text
from ..terms.text import IN_BOKMAL
from .fields import Problems, duplicate, fields, scalar, sequence
from .law_files import TEXTS_FILE
from .located import Scalar, Tree
from .problems.nynorsk import OtherPlaceholders
from .templates import holes, letter_with, version_with, vocabulary_with


class Translation(NamedTuple):
    """A text in Nynorsk, and where its text in Bokmål stands in the file."""

    nn: str
    place: Place


def build_nynorsk(tree: Tree, problems: Problems) -> dict[str, Translation]:
    """Return what the file states by the text in Bokmål; what is wrong goes to `problems`."""
    found: dict[str, Translation] = {}
    for item in sequence(tree, (TEXTS_FILE, TEXTS_FILE), problems) or ():
        both = fields(item, ("en tekst", "a text"), ("nb", "nn"), (), problems)
        if both is None or len(both) < 2:
            continue
        nb, nn = (scalar(both[lang], ("teksten", "the text"), problems) for lang in ("nb", "nn"))
        if nb is None or nn is None:
            continue
        original = plainly(nb)
        if original in found:
            problems.append(duplicate(("teksten", "the text"), original, nb.place, found[original].place))
            continue
        found[original] = Translation(plainly(nn), nb.place)
        before, after = (Counter((hole.name, hole.form) for hole in holes(text.text)) for text in (nb, nn))
        # A sentence may need a number once more, or once less, in the other language; what it names is the same.
        if before.keys() != after.keys():
            problems.append(OtherPlaceholders(nb=_named(before), nn=_named(after)).at(nn.place))
    return found


def plainly(text: Scalar) -> str:
    """Return a text on one line, as it stands in the model: how its lines are broken in the file is no part of it."""
    return " ".join(text.text.split())


def _named(found: Mapping[tuple[str, str | None], int]) -> Text:
    told = ", ".join(f"`{{{name}}}`" if form is None else f"`{{{name}:{form}}}`" for name, form in sorted(found, key=str))
    return Text(told, told) if told else Text("ingen", "none")


def in_nynorsk(laws: Laws, texts: Mapping[str, Translation]) -> Laws:
    """Return laws whose placeholders are not filled in yet with the Nynorsk of each text; what has none is marked as Bokmål."""

    def sentence(nb: str) -> str:
        return texts[nb].nn if nb in texts else f"{nb} {IN_BOKMAL}"

    def read(text: Text) -> Text:
        return text._replace(nn=sentence(text.nb))

    letter = laws.vocabulary.letter
    return replace(
        laws,
        vocabulary=replace(vocabulary_with(laws.vocabulary, read, read), letter_nn=letter_with(letter, sentence) if letter else None),
        versions=tuple(version_with(version, read) for version in laws.versions),
        nynorsk=True,
    )
