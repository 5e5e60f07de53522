"""Which texts of the law have no Nynorsk, and which Nynorsk is of no text."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping

from ..diagnostics import Diagnostic, sort_by_place
from ..language.located import Scalar, Tree
from ..language.nynorsk import Translation, plainly
from ..language.placeholders import said_in
from ..language.problems.nynorsk import IdleNynorsk, NoNynorsk
from ..model import Text

_NEAR = 0.6
"""How alike two texts must be, from 0 to 1, for one to be shown as what became of the other."""


def find_untranslated(trees: Mapping[str, Tree], drafts: tuple[str, ...], texts: Mapping[str, Translation], file: str) -> list[Diagnostic]:
    """Return each text without Nynorsk, once, and each entry that translates no text.

    `trees` maps the names of files to what was read. Files whose names begin as one of `drafts` need no Nynorsk, since they
    are no law yet. `file` is the one that holds `texts`.
    """
    used = set(map(plainly, _bokmal(trees.values())))
    said = {plainly(text): text for text in _bokmal(tree for name, tree in trees.items() if not name.startswith(drafts))}
    missing = {nb: text for nb, text in said.items() if nb not in texts}
    found = [NoNynorsk(file=file).at(text.place) for text in missing.values()]
    for nb, entry in texts.items():
        if nb not in used:
            # `get_close_matches` would take its time over every text there is; only those that lack Nynorsk can be meant.
            near = difflib.get_close_matches(nb, missing, n=1, cutoff=_NEAR)
            related = [(missing[name].place, Text("lyder den slik nå?", "does it read so now?")) for name in near]
            found.append(IdleNynorsk().at(entry.place, *related))
    return sort_by_place(found)


def _bokmal(trees: Iterable[Tree]) -> Iterator[Scalar]:
    return (text.scalar for tree in trees for text in said_in(tree) if text.lang == "nb")
