"""Building the frame of a letter: what a municipality puts around it, as a frame file states it."""

from __future__ import annotations

from ..model import FRAME_PLACES, LetterFrame
from ..terms.saying import date_words
from .fields import Problems, calendar_date, fields, quoted, text
from .located import Tree


def build_frame(tree: Tree, problems: Problems) -> LetterFrame:
    """Return what the file says of each place, on one line; what is wrong goes to `problems`, and an unknown place is wrong."""
    found = fields(tree, ("rammen", "the frame"), (), FRAME_PLACES, problems) or {}
    frame = {}
    for place, value in found.items():
        if place == "date":
            day = calendar_date(value, quoted(place), problems)
            said = date_words("nb", day) if day is not None else None
        else:
            said = text(value, quoted(place), problems)
        if said is not None:
            frame[place] = " ".join(said.split())
    return frame
