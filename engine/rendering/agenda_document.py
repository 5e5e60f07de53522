"""The agenda of many cases as JSON, to `schemas/agenda.schema.json`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ..canonical import Json
from ..model import Language
from .agenda import Agenda, steps_due
from .answer_document import due_document


def agenda_document(cases: Sequence[Agenda], rejected: Sequence[str], not_read: Sequence[str], lang: Language, on: date) -> dict[str, Json]:
    """Return what is due in the cases as JSON values, the earliest day first.

    `rejected` are the files whose case could not be decided, `not_read` what is no case file; nothing of them is below.
    """
    return {
        "lang": lang,
        "on": on.isoformat(),
        "cases": [case.case for case in cases],
        "rejected": list(rejected),
        "not_read": list(not_read),
        "open": [case.case for case in cases if case.is_open],
        "kept": sum(step.kept for case in cases for step in case.steps),
        "due": [{"case": case, "step": due_document(step)} for _, case, step in steps_due(cases)],
        "waiting": [
            {"case": case.case, "step": due_document(step)}
            for case in cases
            for step in case.steps
            if step.day is None and not step.is_task
        ],
    }
