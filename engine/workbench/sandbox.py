"""Trying a change of law: the draft that is in hand, and in the background what `check` says of it and which rows and cases it turns."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from ..changes.difference import Difference, difference
from ..changes.impact import Impact, Pair, impact, pair_of
from ..checking.linting import find_lints
from ..checking.statute import find_unaccounted
from ..diagnostics import Diagnostic, Rejected, sort_by_place
from ..editor.project import building, reading, schema_problems
from ..inference.specialised import engine as specialised
from ..language.problems.checks import AmendmentNotCarriedOut, MissingAmendment
from ..law.compiled import CompiledLaws, compile_laws
from ..loading import Loaded, laws_from_texts
from ..model import Case, FactValue, Laws
from ..schemas import version_schema
from .background import Background
from .desk import read_case
from .folder import CaseFolder
from .law_draft import LawDraft
from .law_page import LawShelf

if TYPE_CHECKING:
    from ..batch.flipping import RegisterImpact
    from .registers import DecidedRegister

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


class WeighedRegister(NamedTuple):
    """What a draft changes for the rows of a register, by its name; `impact` is None where they cannot be read."""

    name: str
    decided: DecidedRegister
    impact: RegisterImpact | None


WeighedStep = Literal["register", "cases"]


class Weighing(Background):
    """A draft that is weighed in the background, and what is known of it by now; `step` says of what it is counted how far it has come."""

    def __init__(self, work: Callable[[Weighing], None]) -> None:
        self.checked: CheckedDraft | None = None
        self.register: WeighedRegister | None = None
        self.weighed: WeighedDraft | None = None
        self.step: WeighedStep = "cases"
        super().__init__(work)

    def begin(self, step: WeighedStep, total: int) -> None:
        """Say what is counted from now on, and how many there are."""
        self.step, self.done, self.total, self.began = step, 0, total, time.monotonic()

    def counted(self, cases: Sequence[Case]) -> Iterator[Case]:
        """Yield the cases until it is told to stop, and count them."""
        self.begin("cases", len(cases))
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


WeighRegister = Callable[[Pair, Weighing], WeighedRegister]
"""Weighs the register in hand."""


def weigh(shelf: LawShelf, folder: CaseFolder, draft: LawDraft, register: WeighRegister | None, weighing: Weighing) -> None:
    """Find out what a draft changes for the rows of a register, if any, what `check` says of it, and what it changes for the cases."""
    loaded = load_draft(shelf, draft)
    weighing.checked = _checked(draft, loaded, ())
    if loaded.laws is None or weighing.stopped:
        return
    laws = compile_laws(loaded.laws)
    pair = pair_of(laws, draft.base, draft.name, specialised())
    if register is not None:
        found_in_rows = register(pair, weighing)
        if weighing.stopped:
            return
        weighing.register = found_in_rows
    weighing.checked = _checked(draft, loaded, _looked_through(shelf, draft, loaded, loaded.laws))
    cases, undecided = _cases(shelf, folder, draft, laws)
    found = difference(loaded.laws, draft.base, draft.name)
    weighing.weighed = WeighedDraft(found, impact(pair, weighing.counted(cases)), undecided)


def load_draft(shelf: LawShelf, draft: LawDraft) -> Loaded:
    """Return the laws with a draft as if it were saved among them, or what forbids to read them."""
    return laws_from_texts({**shelf.desk.texts, **_own(draft)}, shelf.nynorsk, reading, _FORGIVEN, building)


def _own(draft: LawDraft) -> dict[str, str]:
    return {f"{draft.name}/{path}": text for path, text in draft.texts.items()}


def _looked_through(shelf: LawShelf, draft: LawDraft, loaded: Loaded, laws: Laws) -> Iterator[Diagnostic]:
    """Yield what `check` says of laws that can be read: it takes as long as to read them."""
    for name, text in _own(draft).items():
        yield from schema_problems(version_schema(name.rpartition("/")[2]), name, text)
    yield from find_lints(laws, loaded.trees, loaded.sources)
    yield from find_unaccounted(laws, shelf.statute) if shelf.statute is not None else ()


def _checked(draft: LawDraft, loaded: Loaded, found: Iterable[Diagnostic]) -> CheckedDraft:
    """Return what `check` would say of a draft if it were saved; of warnings those that are in its files."""
    own = _own(draft)
    problems = [*loaded.diagnostics, *found]
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
