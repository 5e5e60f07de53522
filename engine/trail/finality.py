"""Whether a decision is final: the principal conclusion is settled and nothing asks a person to look."""

from __future__ import annotations

from ..law.deciding import Decision
from ..model import Vocabulary

REVIEW = "review"


def is_final(decision: Decision, vocabulary: Vocabulary) -> bool:
    """Return whether every principal conclusion is settled, none has the value `review`, and no `review.*` is met."""
    for name, conclusion in vocabulary.conclusions.items():
        finding = decision.findings[name]
        if conclusion.principal and (finding.status == "open" or finding.value == REVIEW):
            return False
        if name.startswith(f"{REVIEW}.") and finding.status == "met":
            return False
    return True
