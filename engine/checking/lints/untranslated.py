"""A text that is the same in both languages."""

from __future__ import annotations

from collections.abc import Iterator

from ...diagnostics import Problem
from ...language.located import Mapping, Scalar
from ...model import Text
from .files import LawFiles, Lint, nodes_of

_LONGEST_SHARED = 2
"""So many words may be the same in both languages: a name, a foreign word, a level such as `B1`."""


class Untranslated(Problem):
    """A text that is the same in both languages."""

    code = "untranslated"
    level = "warning"
    message = Text("teksten er den samme på begge språk", "the text is the same in both languages")
    why = Text(
        "den som leser avgjørelsen på det andre språket, forstår den ikke",
        "readers of the decision in the other language will not understand it",
    )
    fix = Text("oversett den ene av dem", "translate one of them")


def find(files: LawFiles) -> Iterator[Lint]:
    """No text of more than two words is the same in both languages."""
    for node in (node for tree in files.trees.values() for node in nodes_of(tree)):
        if isinstance(node, Mapping) and len(node.entries) == 2:
            texts = {key.text: value for key, value in node.entries}
            nb, en = texts.get("nb"), texts.get("en")
            if isinstance(nb, Scalar) and isinstance(en, Scalar):
                words = nb.text.split()
                if len(words) > _LONGEST_SHARED and words == en.text.split():
                    yield Lint(Untranslated().at(en.place, (nb.place, Text("den samme teksten", "the same text"))))
