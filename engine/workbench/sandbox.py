"""Trying a change of law: the draft that is in hand, and in the background what `check` says of it and which cases it turns."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, NamedTuple

from ..changes.difference import Difference, difference
from ..changes.impact import Impact, impact, pair_of
from ..checking.linting import find_lints
from ..checking.statute import find_unaccounted
from ..diagnostics import Diagnostic, Rejected, sort_by_place
from ..editor.project import reading, schema_problems
from ..inference.specialised import engine as specialised
from ..language.problems.checks import AmendmentNotCarriedOut, MissingAmendment
from ..law.compiled import CompiledLaws, compile_laws
from ..loading import laws_from_texts
from ..model import Case, FactValue, Laws
from ..schemas import version_schema
from .background import Background
from .desk import read_case
from .folder import CaseFolder
from .law_draft import LawDraft
from .law_page import LawShelf

_FORGIVEN: Final = (MissingAmendment.code, AmendmentNotCarriedOut.code)
"""What is wrong with the amendments of a draft keeps nobody from seeing whom it touches."""


class CheckedDraft(NamedTuple):
    """What `check` says of a draft: the laws with it, None where an error forbids to weigh it; and all that is wrong.

    `unamended` are the differences that no amendment states, and amendments that are not carried out; `problems` all else.
    """

    laws: Laws | None
    problems: tuple[Diagnostic, ...]
    unamended: tuple[Diagnostic, ...]


class WeighedDraft(NamedTuple):
    """What a draft changes: the rules, and what comes out differently of regression cases and of the case files of a folder.

    The id of a regression case is `SUITE/ID`, that of a case file its name. `undecided` are case files that cannot be decided.
    """

    difference: Difference
    impact: Impact
    undecided: tuple[str, ...]


class Weighing(Background):
    """A draft that is weighed in the background, and what is known of it by now."""

    def __init__(self, work: Callable[[Weighing], None]) -> None:
        self.checked: CheckedDraft | None = None
        self.weighed: WeighedDraft | None = None
        super().__init__(work)

    def counted(self, cases: Sequence[Case]) -> Iterator[Case]:
        """Yield the cases until it is told to stop, and count them."""
        self.total, self.began = len(cases), time.monotonic()
        for case in cases:
            if self.stopped:
                return
            yield case
            self.done += 1


@dataclass(slots=True, eq=False)
class Sandbox:
    """The draft that is in hand, if any, and how it is weighed; `folder` is where drafts are saved."""

    folder: Path = field(default_factory=Path)
    draft: LawDraft | None = None
    weighing: Weighing | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, draft: LawDraft | None, work: Callable[[Weighing], None] | None = None) -> None:
        """Take a draft in hand, or with None lay it aside; what was begun of the one before it ends, and the work on this one begins."""
        with self.lock:
            if self.weighing is not None:
                self.weighing.stop()
            self.draft = draft
            self.weighing = Weighing(work) if draft is not None and work is not None else None


def weigh(shelf: LawShelf, folder: CaseFolder, draft: LawDraft, weighing: Weighing) -> None:
    """Find out what `check` says of a draft, and then what it changes for the cases."""
    weighing.checked = check_draft(shelf, draft)
    if weighing.checked.laws is None or weighing.stopped:
        return
    laws = compile_laws(weighing.checked.laws)
    cases, undecided = _cases(shelf, folder, draft, laws)
    found = difference(weighing.checked.laws, draft.base, draft.name)
    pair = pair_of(laws, draft.base, draft.name, specialised())
    weighing.weighed = WeighedDraft(found, impact(pair, weighing.counted(cases)), undecided)


def check_draft(shelf: LawShelf, draft: LawDraft) -> CheckedDraft:
    """Return what `check` would say of a draft if it were saved; of warnings those that are in its files."""
    own = {f"{draft.name}/{path}": text for path, text in draft.texts.items()}
    loaded = laws_from_texts({**shelf.desk.texts, **own}, shelf.nynorsk, reading, _FORGIVEN)
    problems = list(loaded.diagnostics)
    if loaded.laws is not None:
        for name, text in own.items():
            problems += schema_problems(version_schema(name.rpartition("/")[2]), name, text)
        problems += find_lints(loaded.laws, loaded.trees, loaded.sources)
        problems += find_unaccounted(loaded.laws, shelf.statute) if shelf.statute is not None else ()
    ours = [problem for problem in sort_by_place(problems) if problem.place.file in own or _forbids(problem)]
    unamended = tuple(problem for problem in ours if problem.code in _FORGIVEN)
    return CheckedDraft(loaded.laws, tuple(problem for problem in ours if problem.code not in _FORGIVEN), unamended)


def _forbids(problem: Diagnostic) -> bool:
    return problem.level == "error" and problem.code not in _FORGIVEN


def _cases(shelf: LawShelf, folder: CaseFolder, draft: LawDraft, laws: CompiledLaws) -> tuple[list[Case], tuple[str, ...]]:
    """Return the cases on which a draft is weighed, and the case files that cannot be decided; these may state what it alone asks."""
    vocabulary = laws.laws.vocabulary.facts.values()
    # A regression case was read without the facts that the draft alone has: of these it is silent.
    unheard = {
        fact.name: FactValue(fact.silence, "silence")
        for fact in vocabulary
        if fact.silence is not None and fact.name not in shelf.desk.vocabulary.facts
    }
    cases = [
        replace(case.case, id=f"{suite}/{case.id}", facts={**case.case.facts, **unheard})
        for version, suite, case in shelf.cases()
        if version == draft.base and case.rejected is None
    ]
    undecided = []
    names = dict.fromkeys(folder.names())
    for name in names:
        case = _case(laws, folder, name, names)
        if case is None:
            undecided.append(name)
        else:
            cases.append(replace(case, id=name))
    return cases, tuple(undecided)


def _case(laws: CompiledLaws, folder: CaseFolder, name: str, names: Container[str]) -> Case | None:
    try:
        case, problems = read_case(laws, folder.read(name, names).text, name)
    except Rejected:
        return None
    return case if not problems else None
