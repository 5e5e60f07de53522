"""What the start page shows: the cases of the folder, each with its outcome and what is wrong with it, if anything is."""

from __future__ import annotations

from collections.abc import Container
from typing import Final, NamedTuple

from ..diagnostics import Rejected, said
from ..model import Language
from ..rendering.catalogue import say
from ..rendering.derivation import TONES
from .case_page import finding_in_words
from .desk import Desk, stem
from .folder import CaseFolder

MOST_DECIDED: Final = 50
"""Of so many cases the outcome is shown; of the others the names, and that they were not looked at."""


class Listing(NamedTuple):
    """A case of the folder: its file, its id, what its outcome is and in what tone that is told; or what is wrong with it."""

    file: str
    id: str
    outcome: str
    tone: str
    wrong: str
    unsaved: bool


def cases_of(desk: Desk, folder: CaseFolder, unsaved: Container[str], lang: Language) -> tuple[Listing, ...]:
    """Return the cases of a folder in order of name; `unsaved` are the files of which something typed is not saved."""
    names = dict.fromkeys(folder.names())
    return tuple(
        _listing(desk, folder, name, names, name in unsaved, lang)
        if number < MOST_DECIDED
        else Listing(name, stem(name), say(lang, "not looked at here; open the case"), "dim", "", name in unsaved)
        for number, name in enumerate(names)
    )


def _listing(desk: Desk, folder: CaseFolder, name: str, names: Container[str], unsaved: bool, lang: Language) -> Listing:
    try:
        decision = desk.decide(folder.read(name, names).text, name).decision
    except Rejected as rejected:
        return Listing(name, stem(name), "", "bad", said(rejected.diagnostics[0].message, lang), unsaved)
    if desk.principal is None:
        return Listing(name, decision.case.id, "", "plain", "", unsaved)
    finding = decision.findings[desk.principal]
    return Listing(name, decision.case.id, finding_in_words(desk, desk.principal, finding, lang), TONES[finding.status], "", unsaved)
