"""The answer of a case in short: what was found of the principal conclusion, what is missing for it, what would change it."""

from __future__ import annotations

from ..frozen import dataclass
from ..inference.forward import Engine
from ..law.compiled import CompiledLaws
from ..law.deciding import Decision
from ..trail.finality import is_answer
from ..trail.steps import Trail
from .change import Change, smallest_change
from .explanation import Explanation
from .missing import Missing, missing_for
from .region import Region, region


@dataclass(frozen=True, slots=True)
class ShortAnswer:
    """What a reader is told first of a decision. `missing` is None where the principal conclusion is settled.

    `change` is the smallest change that turns it, and `region` how far that change may go, where it has one border.
    """

    decision: Decision
    trail: Trail
    name: str
    missing: Missing | None
    change: Change | None
    region: Region | None


def explained_answer(explanation: Explanation, laws: CompiledLaws, engine: Engine) -> ShortAnswer:
    """Return the answer on a public conclusion that is explained, from what its explanation has found already."""
    decision, change = explanation.decision, explanation.change
    is_open = decision.findings[explanation.name].status == "open"
    stretch = region(decision.case, laws, engine, change) if change is not None else None
    return ShortAnswer(decision, explanation.trail, explanation.name, explanation.missing if is_open else None, change, stretch)


def short_answer(decision: Decision, trail: Trail, laws: CompiledLaws, engine: Engine, name: str) -> ShortAnswer:
    """Return the answer on a public conclusion; `engine` is run many times, so it should be a fast one."""
    found = decision.findings[name]
    if found.status == "open":
        return ShortAnswer(decision, trail, name, missing_for(decision.case, laws, engine, name), None, None)
    change = smallest_change(decision.case, laws, engine, name) if is_answer(found) else None
    stretch = region(decision.case, laws, engine, change) if change is not None else None
    return ShortAnswer(decision, trail, name, None, change, stretch)
