"""Reading which part of a section something stands in: ledd, punktum and letter, as rules and the table of the statute cite them."""

from __future__ import annotations

import re
from typing import Final

from ..diagnostics import Diagnostic
from ..model import Act, Place, Text
from .fields import Fields, Problems, integer, quoted, scalar, sequence, text
from .located import Scalar, Tree
from .problems.rules import LeddInWords, NoSectionShown, NotALedd, NotALetter, NotAPunktum, SectionMisspelt, SectionOfAnotherForm

_PUNKTUM: Final = re.compile(r"([1-9][0-9]?)(?:[-–]([1-9][0-9]?))?")
"""One punktum, or the first and the last of several."""

_LETTER: Final = re.compile("[a-zæøå]")

_NUMBER: Final = "[1-9][0-9]*[A-ZÆØÅa-zæøå]?(?:-[1-9][0-9]*)*(?: ?[A-ZÆØÅa-zæøå])?"
_SECTION: Final = re.compile(f"§ {_NUMBER}")
"""A section as it is cited, with its letter if it has one."""

_LIKE_A_SECTION: Final = re.compile(r"[\W\d]|(paragraf|par|section|sec)\b", re.IGNORECASE)
"""How what is meant as a section begins; what has neither sign nor number there is called otherwise: `artikkel 3`."""

_WRITTEN_SO: Final = re.compile(rf"(?:§|paragraf|par\.?|section|sec\.?)?\s*({_NUMBER})\.?", re.IGNORECASE)
_ORDINALS: Final = ("første", "andre", "tredje", "fjerde", "femte", "sjette", "sjuende", "åttende", "niende", "tiende")
_OLDER_ORDINALS: Final = {"annet": 2, "annen": 2, "syvende": 7}


def section_of(found: Fields, problems: Problems) -> str | None:
    """Return the section that the field states; None where it is not there, or not written as a section is."""
    stated = scalar(found["section"], ("paragrafen", "the section"), problems) if "section" in found else None
    if stated is None:
        return None
    if _SECTION.fullmatch(stated.text) or not _LIKE_A_SECTION.match(stated.text):
        return stated.text
    problems.append(_misspelt(stated))
    return None


def section_forms(tree: Tree, problems: Problems) -> tuple[str, ...] | None:
    """Return the sections that show how those of an act are numbered; None where one is not written as a section is."""
    items = sequence(tree, quoted("sections"), problems)
    if items == ():
        problems.append(NoSectionShown().at(tree.place))
    found = tuple(section_of({"section": item}, problems) for item in items or ())
    return None if None in found or not found else tuple(section for section in found if section is not None)


def has_form(section: str, forms: tuple[str, ...] | None) -> bool:
    """Say whether a section is numbered like one of those that show how; where none does, every section is."""
    return forms is None or _form(section) in {_form(one) for one in forms}


def section_of_another_form(section: str, act: Act, place: Place) -> Diagnostic:
    """Return that an act has no section that is numbered so, with how it is written where only a space tells them apart."""
    forms = act.forms or ()
    meant = (section.replace(" ", ""), re.sub(r"(?<=[0-9])(?=[^\W\d_]$)", " ", section))
    near = next((f"§ {one.removeprefix('§').strip()}" for one in meant if has_form(f"§ {one.removeprefix('§').strip()}", forms)), None)
    return SectionOfAnotherForm(near=near, section=section, act=act.name, forms=forms).at(place)


def _form(section: str) -> str:
    """Return the form of a section: `§ 14 a` and `§ 8 b` have the same one."""
    return re.sub(r"(?<![^\W\d_])[^\W\d_](?![^\W\d_])", "a", re.sub("[0-9]+", "0", section))


def _misspelt(stated: Scalar) -> Diagnostic:
    """Return what is wrong with a section, with how it is written where that can be seen."""
    plain = re.sub("[“”„«»‘’\"']", "", stated.text).replace("\u00a0", " ").replace("§§", "§").strip()
    meant = _WRITTEN_SO.fullmatch(plain)
    near = f"§ {meant[1]}" if meant is not None else None
    if near == stated.text.replace("\u00a0", " "):
        how = Text("er skrevet med et hardt mellomrom", "is written with a no-break space")
    else:
        how = Text("er ikke skrevet som en paragraf", "is not written as a section")
    return SectionMisspelt(near=near, written=stated.text, how=how).at(stated.place)


def _ordinal(word: str) -> int | None:
    """Return the number that a word or a number with a full stop counts, as `annet` and `2.`; None for anything else."""
    plain = word.casefold().strip().removesuffix("ledd").removesuffix("punktum").strip()
    if re.fullmatch(r"[1-9][0-9]?\.?", plain):
        return int(plain.rstrip("."))
    return _OLDER_ORDINALS.get(plain) or next((n for n, each in enumerate(_ORDINALS, 1) if each == plain), None)


def parts_of(found: Fields, problems: Problems) -> tuple[int | None, str | None, str | None]:
    """Return the ledd, the punktum and the letter that the fields state; None for what they do not state, or state wrongly."""
    ledd = _ledd(found["ledd"], problems) if "ledd" in found else None
    punktum, letter = (text(found[key], quoted(key), problems) if key in found else None for key in ("punktum", "letter"))
    if punktum is not None and not _is_punktum(punktum):
        counted = _ordinal(punktum)
        problems.append(NotAPunktum(near=str(counted) if counted else None, punktum=punktum).at(found["punktum"].place))
        punktum = None
    if letter is not None and _LETTER.fullmatch(letter) is None:
        meant = re.fullmatch(r"(?:bokstav|litra)?\s*([a-zæøå])[).]?", letter.casefold().strip())
        problems.append(NotALetter(near=meant[1] if meant else None, letter=letter).at(found["letter"].place))
        letter = None
    return ledd, punktum, letter


def _ledd(tree: Tree, problems: Problems) -> int | None:
    if isinstance(tree, Scalar) and not tree.text.isdigit() and (counted := _ordinal(tree.text)) is not None:
        problems.append(LeddInWords(near=str(counted), written=tree.text).at(tree.place))
        return None
    ledd = integer(tree, quoted("ledd"), problems)
    if ledd is not None and ledd < 1:
        problems.append(NotALedd(ledd=ledd).at(tree.place))
        return None
    return ledd


def _is_punktum(written: str) -> bool:
    numbers = _PUNKTUM.fullmatch(written)
    return numbers is not None and (numbers[2] is None or int(numbers[1]) < int(numbers[2]))
