"""What the JSON Schemas say of the comparisons and operations, written from their rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engine.terms.comparisons import COMPARISONS, ComparisonRow
from engine.terms.operations import OPERATIONS

Fragment = Mapping[str, object]

_TWO: Final[Fragment] = {"type": "array", "minItems": 2, "maxItems": 2}


def conditions_of_rules() -> Mapping[str, Fragment]:
    """Return the property of a condition in a rule file for each comparison."""
    return {op: _right(row) for op, row in COMPARISONS.items()}


def _right(row: ComparisonRow) -> Fragment:
    if row.sides == "two":
        return {"description": row.in_rules, **_TWO, "items": {"$ref": "#/$defs/right"}}
    kind = "rights" if row.sides == "many" else "right_date" if row.types == ("date",) else "right"
    return {"$ref": f"#/$defs/{kind}", "description": row.in_rules}


def operations_of_rules(*giving: str) -> Mapping[str, Fragment]:
    """Return the property of a derived value in a rule file for each operation, or for each that gives one of these types."""
    return {
        op: {"$ref": f"#/$defs/{row.takes}", "description": row.in_rules}
        for op, row in OPERATIONS.items()
        if not giving or row.gives in giving
    }


def tests_of_decisions() -> Mapping[str, Fragment]:
    """Return the property of a test in a decision for each comparison."""
    return {
        op: {"$ref": "#/$defs/expression" if row.sides == "one" else "#/$defs/expressions", "description": row.in_decisions}
        for op, row in COMPARISONS.items()
    }


def operations_of_decisions() -> Mapping[str, Fragment]:
    """Return the property of an expression in a decision for each operation."""
    return {op: {"$ref": "#/$defs/expressions", "description": row.in_decisions} for op, row in OPERATIONS.items()}
