"""Reading fields of a located tree: each reader returns a typed value, or None with a diagnostic recorded."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Collection, Iterable
from collections.abc import Mapping as Mapping_
from datetime import date
from decimal import Decimal
from typing import Final

from ..diagnostics import Diagnostic, propose, suggest, use_one_of
from ..model import Place, Text, Value, ValueType
from .located import Mapping, Scalar, Sequence, Tree
from .problems.fields import (
    THE_FIRST,
    DeclaredTwice,
    DoubtfulNumber,
    KeyWithoutColon,
    MissingKey,
    NoSuchDay,
    NotABoolean,
    NotADate,
    NotAName,
    NotAnId,
    NotANumber,
    NoValue,
    NumberInQuotes,
    OneLanguage,
    OtherShape,
    TooManyDigits,
    UnknownKey,
    UnknownValue,
)
from .spellings import NO_WORDS, YES_WORDS, doubt, key_meant, with_full_stop

Problems = list[Diagnostic]
Fields = dict[str, Tree]
Noun = tuple[str, str] | tuple[str, str, str]
"""What a message calls a thing in Bokmål and in English; a third item is the name that stands for `{}` in both.

A tuple costs nothing until `phrase` makes a text of it, and that is only where something is wrong.
"""

NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9][a-z0-9_]*)*")
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_INTEGER = re.compile(r"[-+]?[0-9]+")
_DECIMAL = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?")
_MAX_DIGITS = 15
"""Every decimal of so many digits survives JSON, whose numbers are doubles (IEEE 754 binary64)."""


def phrase(noun: Noun) -> Text:
    """Return what a message calls a thing, with its name put in."""
    match noun:
        case (nb, en):
            return Text(nb, en)
        case (nb, en, name_):
            return Text(nb.replace("{}", name_), en.replace("{}", name_))


def quoted(name_: str) -> Noun:
    """Return how a message calls what is written with the same word in every language."""
    return ("`{}`", "`{}`", name_)


def fields(tree: Tree, what: Noun, required: Collection[str], optional: Collection[str], problems: Problems) -> Fields | None:
    """Return the fields of a mapping by key; unknown and missing keys are problems. None where it is no mapping."""
    entries = mapping(tree, what, problems)
    if entries is None:
        return None
    known = (*required, *optional)
    found = {key.text: value for key, value in entries if key.text in known}
    misspelt = set()
    for key, value in entries:
        if key.text not in known:
            free = [name for name in known if name not in found]
            near = key_meant(key.text, free) or suggest(key.text, free)
            misspelt.add(near)
            if _has_no_colon(key, value):
                problems.append(KeyWithoutColon(thing=phrase(what), key=key.text).at(key.place))
            else:
                problems.append(UnknownKey(near=near, thing=phrase(what), key=key.text, valid=tuple(known)).at(key.place))
    for name in required:
        if name not in found and name not in misspelt:
            thing = phrase(what)
            problems.append(MissingKey(thing=thing, name=name).at(tree.place))
    return found


def _has_no_colon(key: Scalar, value: Tree) -> bool:
    """Return whether what was read as the name of a field is a text behind a comma in braces: no colon and no value follow it."""
    end = key.place.column + key.place.length
    return isinstance(value, Scalar) and value.plain and not value.text and (value.place.line, value.place.column) == (key.place.line, end)


def called(named: tuple[str, str], nameless: Noun, tree: Tree, key: str = "id") -> Noun:
    """Return how a message calls a mapping: by its id if it has one."""
    if isinstance(tree, Mapping):
        for name_, value in tree.entries:
            if name_.text == key and isinstance(value, Scalar) and value.text:
                return (*named, value.text)
    return nameless


def mapping(tree: Tree, what: Noun, problems: Problems) -> tuple[tuple[Scalar, Tree], ...] | None:
    """Return the entries of a mapping."""
    if isinstance(tree, Mapping):
        return tree.entries
    problems.append(_shape(tree, what, _MAPPING))
    return None


def sequence(tree: Tree, what: Noun, problems: Problems) -> tuple[Tree, ...] | None:
    """Return the items of a list."""
    if isinstance(tree, Sequence):
        return tree.items
    problems.append(_shape(tree, what, _LIST))
    return None


def scalar(tree: Tree, what: Noun, problems: Problems) -> Scalar | None:
    """Return a single value that is not empty."""
    if isinstance(tree, Scalar):
        if tree.text.strip() and not (tree.plain and tree.text in ("~", "null", "Null", "NULL")):
            return tree
        thing = phrase(what)
        problems.append(NoValue(thing=thing).at(tree.place))
        return None
    problems.append(_shape(tree, what, _SINGLE))
    return None


def text(tree: Tree, what: Noun, problems: Problems) -> str | None:
    """Return any single value as text."""
    found = scalar(tree, what, problems)
    return found.text if found else None


def name(tree: Tree, what: Noun, problems: Problems) -> str | None:
    """Return a dotted lower-case name."""
    found = scalar(tree, what, problems)
    return found.text if found and is_name(found, what, problems) else None


def is_name(found: Scalar, what: Noun, problems: Problems) -> bool:
    """Return whether the scalar is a dotted lower-case name; record a diagnostic where it is not."""
    if NAME.fullmatch(found.text):
        return True
    thing = phrase(what)
    problems.append(NotAName(near=_spelling(found.text, "_", NAME), written=found.text, thing=thing).at(found.place))
    return False


def _spelling(word_: str, joint: str, allowed: re.Pattern[str]) -> str | None:
    """Return the word as it may be spelt, if there is such a word."""
    plain = word_.casefold().replace("æ", "ae").replace("ø", "o").replace("å", "a")
    plain = re.sub(r"[\s_-]+", joint, plain.strip()) if joint == "_" else re.sub(r"[^a-z0-9]+", joint, plain).strip(joint)
    return plain if allowed.fullmatch(plain) else None


def identifier(tree: Tree, what: Noun, problems: Problems) -> str | None:
    """Return an id of lower-case words joined by hyphens."""
    found = scalar(tree, what, problems)
    if not found:
        return None
    if ID.fullmatch(found.text):
        return found.text
    thing = phrase(what)
    problems.append(NotAnId(near=_spelling(found.text, "-", ID), written=found.text, thing=thing).at(found.place))
    return None


def names(tree: Tree, what: Noun, problems: Problems) -> tuple[str, ...]:
    """Return a list of single values as texts."""
    found = [text(item, what, problems) for item in sequence(tree, what, problems) or ()]
    return tuple(item for item in found if item is not None)


def one_or_more(tree: Tree, what: Noun, problems: Problems) -> tuple[str, ...]:
    """Return one single value, or a list of them, as texts."""
    if isinstance(tree, Sequence):
        return names(tree, what, problems)
    found = text(tree, what, problems)
    return (found,) if found is not None else ()


def bilingual(tree: Tree, what: Noun, problems: Problems) -> Text | None:
    """Return a text in both languages; a missing language is a problem."""
    if isinstance(tree, Scalar) and tree.text:
        problems.append(OneLanguage(thing=phrase(what), written=tree.text).at(tree.place))
        return None
    found = fields(tree, what, ("nb", "en"), (), problems)
    if found is None or len(found) < 2:
        return None
    nb, en = (text(found[key], what, problems) for key in ("nb", "en"))
    return Text(" ".join(nb.split()), " ".join(en.split())) if nb is not None and en is not None else None


def boolean(tree: Tree, what: Noun, problems: Problems) -> bool | None:
    """Return `true` or `false`, written plainly."""
    found = scalar(tree, what, problems)
    if found is None:
        return None
    if found.plain and found.text in ("true", "false"):
        return found.text == "true"
    fix, meant = Text("skriv `true` eller `false` uten anførselstegn", "write `true` or `false` without quotes"), None
    said = found.text.casefold()
    if said in (*YES_WORDS, "on"):
        meant = "true"
    elif said in (*NO_WORDS, "off"):
        meant = "false"
    if meant:
        fix = Text(
            f"mente du `{meant}`? Skriv det med små bokstaver og uten anførselstegn",
            f"did you mean `{meant}`? Write it in small letters without quotes",
        )
    thing = phrase(what)

    problems.append(NotABoolean(thing=thing, written=found.text, remedy=fix).at(found.place))
    return None


def calendar_date(tree: Tree, what: Noun, problems: Problems) -> date | None:
    """Return a date written `YYYY-MM-DD` that exists in the calendar."""
    found = scalar(tree, what, problems)
    if found is None:
        return None
    if _DATE.fullmatch(found.text):
        try:
            return date.fromisoformat(found.text)
        except ValueError:
            problems.append(_no_such_day(found, what, *(int(part) for part in found.text.split("-"))))
            return None
    problems.append(_not_a_date(found, what))
    return None


_OTHER_DATES = (
    r"(?P<d>\d{1,2})[./-] ?(?P<m>\d{1,2})[./-] ?(?P<y>\d{4})",
    r"(?P<y>\d{4})[./–−‑-](?P<m>\d{1,2})[./–−‑-](?P<d>\d{1,2})([T ]+(?P<time>.*))?",
    r"(?P<d>\d{1,2})\. ?(?P<m>[A-Za-z]+) (?P<y>\d{4})",
)
_MONTHS = ("januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember")
_MIDNIGHT = re.compile(r"00:00(:00([.,]0+)?)?")
_TWO_ORDERS = re.compile(r"\d{1,2}[/-] ?\d{1,2}[/-] ?\d{4}")
"""Day and month, or month and day: only full stops are never American."""


def _not_a_date(found: Scalar, what: Noun) -> Diagnostic:
    fix = Text("skriv den som ÅÅÅÅ-MM-DD, for eksempel 1995-06-12", "write it as YYYY-MM-DD, for example 1995-06-12")
    for pattern in _OTHER_DATES:
        other = re.fullmatch(pattern, found.text.strip(), re.ASCII)
        if other is None:
            continue
        word_ = other["m"].casefold()
        month = _MONTHS.index(word_) + 1 if word_ in _MONTHS else int(word_) if word_.isdigit() else 0
        day = int(other["d"])
        orders = _TWO_ORDERS.fullmatch(found.text.strip()) is not None
        if orders and month != day and (month <= 12 or day <= 12):
            if month > 12:
                day, month = month, day
            elif day <= 12:
                fix = Text(
                    "skriv den som ÅÅÅÅ-MM-DD; hva som er dag og hva som er måned, er ikke til å se",
                    "write it as YYYY-MM-DD; which is the day and which the month cannot be seen",
                )
                continue
        try:
            meant = date(int(other["y"]), month, day)
        except ValueError:
            return _no_such_day(found, what, int(other["y"]), month, day)
        time = other.groupdict().get("time")
        if time is not None and not _MIDNIGHT.fullmatch(time):
            fix = Text(
                "skriv dagen alene, som ÅÅÅÅ-MM-DD, slik den var i Norge: klokkeslettet kan være fra en annen tidssone",
                "write the day alone, as YYYY-MM-DD, as it was in Norway: the time may be that of another time zone",
            )
            continue
        fix = Text(
            f"mente du `{meant.isoformat()}`? Datoer skrives ÅÅÅÅ-MM-DD",
            f"did you mean `{meant.isoformat()}`? Dates are written YYYY-MM-DD",
        )
    if re.fullmatch(r"\d{1,2}[./-] ?\d{1,2}[./-] ?\d{2}", found.text.strip(), re.ASCII):
        fix = Text(
            "skriv den som ÅÅÅÅ-MM-DD, med alle fire sifrene i årstallet: århundret gjettes ikke",
            "write it as YYYY-MM-DD, with all four digits of the year: the century is not guessed",
        )
    if re.fullmatch(r"\d{2}-\d{1,2}", found.text.strip(), re.ASCII):
        fix = Text(
            "skriv den som ÅÅÅÅ-MM-DD, med alle fire sifrene i årstallet og med dagen",
            "write it as YYYY-MM-DD, with all four digits of the year and with the day",
        )
    if re.fullmatch(r"\d{5}([.,]\d+)?", found.text, re.ASCII):
        fix = Text(
            "regneark teller dager slik; gi kolonnen formatet ÅÅÅÅ-MM-DD der, og hent filen på nytt",
            "spreadsheets count days so; give the column the format YYYY-MM-DD there, and export the file again",
        )
    thing = phrase(what)

    return NotADate(thing=thing, written=found.text, remedy=fix).at(found.place)


def _no_such_day(found: Scalar, what: Noun, year: int, month: int, day: int) -> Diagnostic:
    if 1 <= month <= 12 and 1 <= year <= 9999:
        last = monthrange(year, month)[1]
        fix = Text(
            f"den måneden har {last} dager: skriv dagen som var ment, som ÅÅÅÅ-MM-DD",
            f"that month has {last} days: write the day that was meant, as YYYY-MM-DD",
        )
    else:
        fix = Text(
            "skriv dagen som var ment, som ÅÅÅÅ-MM-DD; månedene er 01 til 12",
            "write the day that was meant, as YYYY-MM-DD; months are 01 to 12",
        )
    thing = phrase(what)
    return NoSuchDay(thing=thing, written=found.text, remedy=fix).at(found.place)


def integer(tree: Tree, what: Noun, problems: Problems) -> int | None:
    """Return a whole number."""
    found = scalar(tree, what, problems)
    if found is None:
        return None
    if found.plain and _INTEGER.fullmatch(found.text) and doubt(found.text) is None:
        return int(found.text) if _few_digits(found, what, problems) else None
    problems.append(
        _not_a_number(found, what, Text("et helt tall", "a whole number"), _INTEGER, Text("skriv bare sifre", "write digits only"))
    )
    return None


def decimal(tree: Tree, what: Noun, problems: Problems) -> Decimal | None:
    """Return a decimal number of at most 15 digits, written with a full stop."""
    found = scalar(tree, what, problems)
    if found is None:
        return None
    if found.plain and _DECIMAL.fullmatch(found.text) and doubt(found.text) is None:
        # Normalised, so that 30 and 30.0 are one value with one digest.
        return plain_decimal(Decimal(found.text)) if _few_digits(found, what, problems) else None
    problems.append(
        _not_a_number(
            found,
            what,
            Text("et tall", "a number"),
            _DECIMAL,
            Text("skriv sifre, med punktum foran desimalene", "write digits, with a full stop for decimals"),
        )
    )
    return None


def _not_a_number(found: Scalar, what: Noun, wanted: Text, allowed: re.Pattern[str], how: Text) -> Diagnostic:
    thing = phrase(what)
    if doubted := doubt(found.text):
        return DoubtfulNumber(thing=thing, written=found.text, doubted=doubted.is_, reason=doubted.why, remedy=doubted.fix).at(found.place)
    if not found.plain and allowed.fullmatch(found.text):
        return NumberInQuotes(thing=thing, written=found.text, wanted=wanted).at(found.place)
    said = found.text.strip()
    meant = with_full_stop(said)
    if meant is not None and allowed.fullmatch(meant):
        fix = propose(meant, how)
    elif meant is not None or _DECIMAL.fullmatch(said):
        fix = Text("skriv et helt tall, uten desimaler", "write a whole number, without decimals")
    elif re.fullmatch(r"[0-9]+:[0-9]{2}", said):
        fix = Text(f"{how.nb}; et klokkeslett er ikke et tall", f"{how.en}; a time of day is not a number")
    elif re.match(r"[-+]?[0-9]+([.,][0-9]+)?\s*(%|[^\W\d_]{2})", said):
        fix = Text(
            f"{how.nb}, og tallet alene: enheten står for seg, der navnet er deklarert",
            f"{how.en}, and the number alone: the unit is stated by itself, where the name is declared",
        )
    else:
        fix = Text(f"{how.nb}, uten anførselstegn, enhet eller skilletegn", f"{how.en}, without quotes, unit or separators")

    return NotANumber(thing=thing, written=found.text, wanted=wanted, remedy=fix).at(found.place)


def plain_decimal(number: Decimal) -> Decimal:
    """Return the number without trailing zeros and without an exponent."""
    short = number.normalize()
    exponent = short.as_tuple().exponent
    return short.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else short + Decimal(0)


def _few_digits(found: Scalar, what: Noun, problems: Problems) -> bool:
    if sum(character.isdigit() for character in found.text) <= _MAX_DIGITS:
        return True
    thing = phrase(what)
    problems.append(TooManyDigits(thing=thing, most=_MAX_DIGITS).at(found.place))
    return False


def word(
    tree: Tree,
    what: Noun,
    valid: Iterable[str],
    problems: Problems,
    kind: type[UnknownValue] = UnknownValue,
    labels: Labels | None = None,
    called: Mapping_[str, str] | None = None,
) -> str | None:
    """Return one of the valid words; another word is a problem with a suggestion.

    The suggestion may come from the words' labels, or from what they are `called` elsewhere, in small letters.
    """
    found = scalar(tree, what, problems)
    if found is None:
        return None
    allowed = list(valid)
    if found.text in allowed:
        return found.text
    thing = phrase(what)
    is_not = Text("er ikke", "is not") if thing.en.startswith("a ") else Text("er ikke en verdi for", "is not a value of")
    if len(allowed) > 1:
        use = use_one_of(allowed)
    else:
        use = Text(f"bruk `{allowed[0]}`", f"use `{allowed[0]}`") if allowed else Text("det finnes ingen ennå", "there is none yet")
    by_label = labelled(found.text, labels or {}) or (called or {}).get(found.text.casefold())
    near = by_label or suggest(found.text, allowed)
    problems.append(kind(near=near, written=found.text, is_not=is_not, thing=thing, use=use).at(found.place))
    return None


Labels = Mapping_[str, Text]


def labelled(said: str, labels: Labels) -> str | None:
    """Return the name whose label, in either language, is what was said."""
    folded = said.casefold()
    return next((name_ for name_, label in labels.items() if folded in (label.nb.casefold(), label.en.casefold())), None)


def each(tree: Tree | None, what: Noun, problems: Problems, read: Callable[[Scalar, Tree], None]) -> None:
    """Call `read` with every entry of an optional mapping."""
    if tree is not None:
        for key, value in mapping(tree, what, problems) or ():
            read(key, value)


def typed(
    tree: Tree, what: Noun, type_: ValueType, values: Collection[str] | None, problems: Problems, labels: Labels | None = None
) -> Value | None:
    """Return the value that the tree states for a type; `values` are the words of an enum or ordinal, `labels` what they are called."""
    match type_:
        case "boolean":
            return boolean(tree, what, problems)
        case "integer":
            return integer(tree, what, problems)
        case "decimal":
            return decimal(tree, what, problems)
        case "date":
            return calendar_date(tree, what, problems)
        case "enum" | "ordinal":
            return word(tree, what, values or (), problems, labels=labels)
        case _:
            return text(tree, what, problems)


_MAPPING: Final = Text("navn med verdier", "a mapping of names to values")
_LIST: Final = Text("en liste", "a list")
_SINGLE: Final = Text("én enkelt verdi", "a single value")


_BULLETS: Final = "-•–—*·▪◦"


def _shape(tree: Tree, what: Noun, wanted: Text) -> Diagnostic:
    seen = {Scalar: _SINGLE, Sequence: _LIST, Mapping: Text("navn med verdier", "a mapping")}[type(tree)]
    how = {
        _LIST: Text(
            "skriv en liste: `[ÉN, TO]`, eller én linje med `- ` for hver",
            "write a list: `[ONE, TWO]`, or one line with `- ` for each",
        ),
        _SINGLE: Text("skriv én verdi", "write one value"),
    }
    remedy = how.get(wanted, Text(f"skriv {wanted.nb}", f"write {wanted.en}"))
    if wanted is _LIST and isinstance(tree, Scalar) and (bullet := tree.text[:1]) in _BULLETS and bullet:
        remedy = Text(
            "skriv hvert punkt på en linje med `- ` foran: bindestrek og mellomrom",
            "write each item on a line behind `- `: a hyphen and a space",
        )
    return OtherShape(thing=phrase(what), seen=seen, wanted=wanted, remedy=remedy).at(tree.place)


def declare(key: Scalar, what: Noun, places: dict[str, Place], problems: Problems) -> bool:
    """Say whether a name may be declared here, and note its place in `places`: it is one, and none that is declared there."""
    if not is_name(key, what, problems):
        return False
    if key.text in places:
        problems.append(duplicate(what, key.text, key.place, places[key.text]))
        return False
    places[key.text] = key.place
    return True


def duplicate(what: Noun, name_: str, place: Place, first: Place) -> Diagnostic:
    """Return the diagnostic for a name that is declared twice, showing both places."""
    thing = phrase(what)
    return DeclaredTwice(what=Text(thing.nb, thing.en.removeprefix("a ")), name=name_).at(place, (first, THE_FIRST))
