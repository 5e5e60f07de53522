"""Signed literals: that a node holds, or that it does not, as one whole number.

The engines index lists by them and `specialised` lays them out in pairs; everybody else goes by these names.
"""

from __future__ import annotations

Signed = int
"""That node number n holds is 2n, that it does not is 2n + 1."""


def positive(node: int) -> Signed:
    """Return the literal that a node holds."""
    return 2 * node


def negative(node: int) -> Signed:
    """Return the literal that a node does not hold."""
    return 2 * node + 1


def negated(literal: Signed) -> Signed:
    """Return the literal that says the opposite of the same node."""
    return literal ^ 1


def turned(literal: Signed, holds: bool) -> Signed:
    """Return the literal, or where it does not hold its opposite."""
    return literal if holds else negated(literal)


def node_of(literal: Signed) -> int:
    """Return the node that a literal is about."""
    return literal >> 1


def is_positive(literal: Signed) -> bool:
    """Return whether a literal says that its node holds."""
    return not literal & 1
