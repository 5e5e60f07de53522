"""Reading which part of a section something stands in: ledd, punktum and letter, as rules and the table of the statute cite them."""

from __future__ import annotations

import re
from typing import Final

from .fields import Fields, Problems, integer, quoted, text
from .problems.rules import NotALedd, NotALetter, NotAPunktum

_PUNKTUM: Final = re.compile(r"([1-9][0-9]?)(?:[-–]([1-9][0-9]?))?")
"""One punktum, or the first and the last of several."""

_LETTER: Final = re.compile("[a-zæøå]")


def parts_of(found: Fields, problems: Problems) -> tuple[int | None, str | None, str | None]:
    """Return the ledd, the punktum and the letter that the fields state; None for what they do not state, or state wrongly."""
    ledd = integer(found["ledd"], quoted("ledd"), problems) if "ledd" in found else None
    if ledd is not None and ledd < 1:
        problems.append(NotALedd(ledd=ledd).at(found["ledd"].place))
        ledd = None
    punktum, letter = (text(found[key], quoted(key), problems) if key in found else None for key in ("punktum", "letter"))
    if punktum is not None and not _is_punktum(punktum):
        problems.append(NotAPunktum(punktum=punktum).at(found["punktum"].place))
        punktum = None
    if letter is not None and _LETTER.fullmatch(letter) is None:
        problems.append(NotALetter(letter=letter).at(found["letter"].place))
        letter = None
    return ledd, punktum, letter


def _is_punktum(written: str) -> bool:
    numbers = _PUNKTUM.fullmatch(written)
    return numbers is not None and (numbers[2] is None or int(numbers[1]) < int(numbers[2]))
