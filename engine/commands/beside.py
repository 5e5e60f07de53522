"""Decisions that are told while a copy of this process derives them again: the second engine takes as long as the answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import repeat

from ..canonical import Json
from ..copies import CopyEnded, beside, copies_at_once
from ..diagnostics import Diagnostic, Rejected
from ..inference import durable, forward
from ..law.compiled import CompiledLaws
from ..law.crosscheck import agreement, cross_checker, ended_early
from ..law.deciding import Decision, decide
from ..model import Case


@contextmanager
def cross_checked(wanted: bool, cases: Sequence[Case], laws: CompiledLaws) -> Iterator[Iterator[tuple[Decision, Json]]]:
    """Give the decision on each case with how it is cross-checked, as `cross_checker` does, which says what is raised.

    The second engine may come to a decision after it is given: whether the two agree is known when the next one, or the end, is asked
    for. Nothing may be shown, or kept, before the iterator has ended.
    """
    with ExitStack() as stack:
        verdicts = None
        if wanted and durable.available() is None and copies_at_once() > 1:
            try:
                verdicts = stack.enter_context(beside(lambda: _verdicts(cases, laws)))
            except OSError:
                pass  # no memory or number for a copy; the work is then done here
        yield map(cross_checker(wanted), cases, repeat(laws)) if verdicts is None else _decided(cases, laws, verdicts)


def _decided(cases: Sequence[Case], laws: CompiledLaws, verdicts: Iterator[tuple[Diagnostic, ...]]) -> Iterator[tuple[Decision, Json]]:
    for case in cases:
        yield decide(case, laws, forward.run), agreement()
        try:
            verdict = next(verdicts)
        except CopyEnded as ended:
            raise Rejected([ended_early(case, str(ended))]) from None
        if verdict:
            raise Rejected(verdict)


def _verdicts(cases: Sequence[Case], laws: CompiledLaws) -> Iterator[tuple[Diagnostic, ...]]:
    """Yield for each case why its decision is withheld; nothing where two engines agree on it."""
    check = cross_checker(True)
    for case in cases:
        try:
            check(case, laws)
            yield ()
        except Rejected as rejected:
            yield rejected.diagnostics
