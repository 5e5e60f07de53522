"""Which of the reasons for an outcome a short answer tells in full, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from .derivation import View
from .reasons import Matter, Point, PointKind

MOST_REASONS: Final = 3
"""So many deciding points are told in full; the others are named."""

MOST_MET: Final = 2
"""So many where nothing stands in the way: then every condition is met, and none decides more than another."""

DECIDING: Final[tuple[PointKind, ...]] = ("applied", "unmet")
"""What decides where something is refused: the exceptions that apply, and the conditions that are not met."""


def deciding_points(view: View, matters: Sequence[Matter], points: Sequence[Point]) -> list[Point]:
    """Return the points that decide, in the order in which they are told, and no more than are told in full."""
    kinds: tuple[PointKind, ...] = DECIDING if is_refused(matters) else (*DECIDING, "met")
    deciding = [point for point in points if point.kind in kinds or ("met" in kinds and _is_set_aside(point))] or points
    # What stands in the way of more comes before an exception that another provision sets aside, then what is met: the provision
    # that answers a question, then what was measured before what was merely stated.
    grounds = {view.pick(rule.title) for matter in matters if matter.result == "met" for _, rule in matter.rules}
    ordered = sorted(
        deciding, key=lambda p: (p.kind not in DECIDING, not _is_set_aside(p), p.kind != "met" or p.title not in grounds, not p.measured)
    )
    # One provision may answer two questions, such as that on the right and that on the duty; it is told once.
    said: dict[tuple[str, ...], Point] = {}
    for point in ordered:
        said.setdefault((point.head, *point.details), point)
    in_the_way = any(point.kind in DECIDING for point in ordered)
    chosen = list(said.values())[: MOST_REASONS if in_the_way else MOST_MET]
    # However much stands in the way of more, the provision that answers is told.
    ground = next((point for point in said.values() if point.kind == "met" and point.title in grounds), None)
    return chosen if ground is None or ground in chosen else [*chosen[:-1], ground]


def _is_set_aside(point: Point) -> bool:
    """Return whether a point is an exception that would take the outcome away, were it not for another provision."""
    return point.kind == "passed" and point.near


def is_refused(matters: Sequence[Matter]) -> bool:
    """Return whether all that an outcome rests on is not so."""
    return bool(matters) and all(matter.result != "met" for matter in matters)
