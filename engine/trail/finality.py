"""What is settled for good: an answer that is not left to a person, and a decision where nothing asks a person to look."""

from __future__ import annotations

from ..law.compiled import Finding
from ..law.deciding import Decision
from ..model import Vocabulary

REVIEW = "review"


def is_answer(finding: Finding) -> bool:
    """Return whether a finding is settled, and not left to a person."""
    return finding.status != "open" and finding.value != REVIEW


def is_final(decision: Decision, vocabulary: Vocabulary) -> bool:
    """Return whether every principal conclusion is settled, none has the value `review`, and no `review.*` is met."""
    for name, conclusion in vocabulary.conclusions.items():
        finding = decision.findings[name]
        if conclusion.principal and not is_answer(finding):
            return False
        if name.startswith(f"{REVIEW}.") and finding.status == "met":
            return False
    return True
