"""The id of a case: what may be one, wherever it is stated, and which ids a person would take for one another."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple

from ..model import Text

LONGEST: Final = 200
"""Characters of an id."""


PLAIN: Final = r"^(?:[A-Za-z]{1,40}[-/_]?[0-9]{3,40}|[0-9]{1,40})(?:[-/_][0-9]{1,20}){0,5}$"
"""The commonest ids, of which `case_doubt` has none, for a search in many texts at once: digits in groups, a word before them or not."""


class IdDoubt(NamedTuple):
    """Why a text is not taken for the id of a case, what to do, and the id that was probably meant, if that is plain."""

    reason: Text
    fix: Text
    meant: str | None = None


def case_doubt(id_: str) -> IdDoubt | None:
    """Return why a text may not be the id of a case, or None where it may.

    An id is one to 200 characters in Unicode's composed form (NFC), each of them seen, without a space at an end, and nothing
    that a spreadsheet or a program makes of an id or puts in the place of one. Nothing is mended: another id is another person.
    """
    if not id_.strip():
        return IdDoubt(Text("id-en er tom", "the id is empty"), Text("skriv sakens id", "write the id of the case"))
    if len(id_) > LONGEST:
        size = len(id_)
        return IdDoubt(
            Text(f"id-en har {size} tegn; den kan ha {LONGEST}", f"the id has {size} characters; it may have {LONGEST}"),
            Text("skriv id-en alene, uten annen tekst", "write the id alone, without other text"),
        )
    unseen = [character for character in id_ if not _is_seen(character)]
    if unseen:
        code = f"U+{ord(unseen[0]):04X}"
        return IdDoubt(
            Text(f"id-en har et tegn som ikke synes ({code})", f"the id has a character that is not seen ({code})"),
            Text("skriv id-en uten det", "write the id without it"),
            _sound("".join(filter(_is_seen, id_)).strip()),
        )
    if "\N{REPLACEMENT CHARACTER}" in id_:
        return IdDoubt(
            Text("id-en har tegn som ble ødelagt av en feil tegnkoding", "the id has characters that a wrong encoding destroyed"),
            Text("skriv id-en slik den er i saken", "write the id as it is in the case"),
        )
    if id_ != id_.strip():
        return IdDoubt(
            Text("id-en har mellomrom i endene", "the id has spaces at its ends"),
            Text("skriv id-en uten dem", "write the id without them"),
            _sound(id_.strip()),
        )
    if not unicodedata.is_normalized("NFC", id_) or unicodedata.category(id_[0]).startswith("M"):
        composed = unicodedata.normalize("NFC", id_)
        return IdDoubt(
            Text(
                "id-en har bokstaver og tegn hver for seg der de skal være ett tegn (Unicode NFC)",
                "the id has letters and marks apart that are to be one character (Unicode NFC)",
            ),
            Text(f"skriv den som `{composed}`, satt sammen", f"write it as `{composed}`, composed"),
        )
    for pattern, reason in _SUSPECT:
        if pattern.fullmatch(id_):
            return IdDoubt(reason, _FROM_THE_SOURCE)
    return None


def alike(one: str, other: str) -> bool:
    """Return whether a person could take one id for the other: they differ in capitals, spaces, marks, zeros in front, signs
    that are not seen, or letters that look the same."""
    return one != other and _looks(one) == _looks(other)


_FROM_THE_SOURCE: Final = Text(
    "hent id-en på nytt fra saken; i et regneark må kolonnen være tekst",
    "take the id from the case anew; in a spreadsheet the column must be text",
)

_MONTHS: Final = "jan|feb|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|des|dec"

_SUSPECT: Final = (
    (
        re.compile(r"[=+\-@].*|.*[;,\t|]\s*[=+\-@].*", re.DOTALL),
        Text("id-en begynner som en formel", "the id begins as a formula"),
    ),
    (
        re.compile(r"'.*", re.DOTALL),
        Text(
            "id-en begynner med en apostrof, som et regneark setter foran tekst",
            "the id begins with an apostrophe, which a spreadsheet puts before text",
        ),
    ),
    (
        re.compile(r"[0-9]+([.,][0-9]+)?[eE][+-][0-9]+|[0-9]+[.,][0-9]+[eE][0-9]+"),
        Text("id-en er et tall som et regneark har rundet av", "the id is a number that a spreadsheet rounded"),
    ),
    (
        re.compile(r"[0-9]+[.,]0+"),
        Text(
            "id-en er et tall med desimaler, som et program har laget av den",
            "the id is a number with decimals, which a program made of it",
        ),
    ),
    (
        re.compile(r"#.*", re.DOTALL),
        Text("id-en er en feilmelding fra et regneark", "the id is an error of a spreadsheet"),
    ),
    (
        re.compile(rf"[0-9]{{1,2}}[.-] ?({_MONTHS})\.?|({_MONTHS})[.-][0-9]{{2}}", re.IGNORECASE),
        Text("id-en er en dato som et regneark har laget av den", "the id is a date that a spreadsheet made of it"),
    ),
    (
        re.compile(r"nan|null|none|n/a|undefined|<na>|\(null\)", re.IGNORECASE),
        Text("id-en er det et program skriver når det ikke er noen", "the id is what a program writes where there is none"),
    ),
)
"""What a spreadsheet or a program makes of an id, or puts in the place of one."""

_BLANK: Final = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\ufffc\U000e0100-\U000e01ef]")
"""Characters that Python calls printable and that nobody sees."""


def _is_seen(character: str) -> bool:
    return character.isprintable() and not _BLANK.match(character)


def _sound(id_: str) -> str | None:
    return id_ if case_doubt(id_) is None else None


_SAME: Final = (
    *("o0оοø", "1liıіι|", "5sѕ", "2z", "8bвβ", "aаαåæ", "eеε", "pрρ", "cс", "yуγυ", "xхχ", "jј"),
    *("hһн", "dԁđð", "kкκ", "mм", "tтτ", "nηп", "vν", "gɡ"),
)
"""Letters, small and without marks, that look the same, or are the same to a person in a hurry."""

_LETTERS: Final = {ord(letter): group[0] for group in _SAME for letter in group}


def _looks(id_: str) -> str:
    apart = unicodedata.normalize("NFKD", id_).casefold().translate(_LETTERS)
    return "".join(filter(str.isalnum, apart)).lstrip("o")
