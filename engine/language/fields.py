"""Reading fields of a located tree: each reader returns a typed value, or None with a diagnostic recorded."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Collection, Iterable
from collections.abc import Mapping as Mapping_
from datetime import date
from decimal import Decimal

from ..diagnostics import Diagnostic, did_you_mean, suggest
from ..model import Place, Text, Value, ValueType
from .located import Mapping, Scalar, Sequence, Tree

Problems = list[Diagnostic]
Fields = dict[str, Tree]

NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9][a-z0-9_]*)*")
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_INTEGER = re.compile(r"[-+]?[0-9]+")
_DECIMAL = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?")
_MAX_DIGITS = 15
"""Every decimal of so many digits survives JSON, whose numbers are doubles (IEEE 754 binary64)."""

WHY_SHAPE = "a value of another shape would have to be guessed at"
WHY_COERCE = "nothing is coerced: a value that had to be converted may not be the value that was meant"


def fields(tree: Tree, what: str, required: Collection[str], optional: Collection[str], problems: Problems) -> Fields | None:
    """Return the fields of a mapping by key; unknown and missing keys are problems. None where it is no mapping."""
    entries = mapping(tree, what, problems)
    if entries is None:
        return None
    known = (*required, *optional)
    found = {key.text: value for key, value in entries if key.text in known}
    misspelt = set()
    for key, _ in entries:
        if key.text not in known:
            misspelt.add(suggest(key.text, set(known) - found.keys()))
            problems.append(
                Diagnostic(
                    "unknown-key",
                    f"{what} has no field `{key.text}`",
                    key.place,
                    "a misspelt field would be dropped without a word",
                    did_you_mean(key.text, set(known) - found.keys(), f"use one of: {', '.join(known)}"),
                )
            )
    for name in required:
        if name not in found and name not in misspelt:
            problems.append(
                Diagnostic(
                    "missing-key",
                    f"{what} lacks the field `{name}`",
                    tree.place,
                    "nothing is defaulted: what is not written is not known",
                    f"add `{name}:`",
                )
            )
    return found


def called(what: str, tree: Tree, key: str = "id") -> str:
    """Return how a message calls a mapping: by its id if it has one."""
    if isinstance(tree, Mapping):
        for name_, value in tree.entries:
            if name_.text == key and isinstance(value, Scalar) and value.text:
                return f"{what} `{value.text}`"
    return f"{'an' if what[0] in 'aeiou' else 'a'} {what}"


def mapping(tree: Tree, what: str, problems: Problems) -> tuple[tuple[Scalar, Tree], ...] | None:
    """Return the entries of a mapping."""
    if isinstance(tree, Mapping):
        return tree.entries
    problems.append(_shape(tree, what, "a mapping of names to values"))
    return None


def sequence(tree: Tree, what: str, problems: Problems) -> tuple[Tree, ...] | None:
    """Return the items of a list."""
    if isinstance(tree, Sequence):
        return tree.items
    problems.append(_shape(tree, what, "a list"))
    return None


def scalar(tree: Tree, what: str, problems: Problems) -> Scalar | None:
    """Return a single value that is not empty."""
    if isinstance(tree, Scalar):
        if tree.text.strip() and not (tree.plain and tree.text in ("~", "null", "Null", "NULL")):
            return tree
        problems.append(
            Diagnostic(
                "empty-value",
                f"{what} has no value",
                tree.place,
                "an empty value is not a statement",
                "write the value, or delete the line",
            )
        )
        return None
    problems.append(_shape(tree, what, "a single value"))
    return None


def text(tree: Tree, what: str, problems: Problems) -> str | None:
    """Return any single value as text."""
    found = scalar(tree, what, problems)
    return found.text if found else None


def name(tree: Tree, what: str, problems: Problems) -> str | None:
    """Return a dotted lower-case name."""
    found = scalar(tree, what, problems)
    return found.text if found and is_name(found, what, problems) else None


def is_name(found: Scalar, what: str, problems: Problems) -> bool:
    """Return whether the scalar is a dotted lower-case name; record a diagnostic where it is not."""
    if NAME.fullmatch(found.text):
        return True
    problems.append(
        Diagnostic(
            "bad-name",
            f"`{found.text}` is not a name for a {what.removeprefix('a ')}",
            found.place,
            "names are matched letter by letter in every file",
            _spelling(found.text, "_", NAME, "use letters a to z in lower case, digits and `_`, with `.` between the parts"),
        )
    )
    return False


def _spelling(word_: str, joint: str, allowed: re.Pattern[str], rule: str) -> str:
    """Return a fix that proposes the word as it may be spelt, if there is one."""
    plain = word_.casefold().replace("æ", "ae").replace("ø", "o").replace("å", "a")
    plain = re.sub(r"[\s_-]+" if joint == "_" else r"[\s_.-]+", joint, plain.strip())
    return f"did you mean `{plain}`? Otherwise {rule}" if allowed.fullmatch(plain) else rule


def identifier(tree: Tree, what: str, problems: Problems) -> str | None:
    """Return an id of lower-case words joined by hyphens."""
    found = scalar(tree, what, problems)
    if not found:
        return None
    if ID.fullmatch(found.text):
        return found.text
    problems.append(
        Diagnostic(
            "bad-name",
            f"`{found.text}` is not an id for {what}",
            found.place,
            "ids are matched letter by letter in every file",
            _spelling(found.text, "-", ID, "use lower-case letters a to z and digits, with `-` between the words"),
        )
    )
    return None


def names(tree: Tree, what: str, problems: Problems) -> tuple[str, ...]:
    """Return a list of single values as texts."""
    found = [text(item, what, problems) for item in sequence(tree, what, problems) or ()]
    return tuple(item for item in found if item is not None)


def one_or_more(tree: Tree, what: str, problems: Problems) -> tuple[str, ...]:
    """Return one single value, or a list of them, as texts."""
    if isinstance(tree, Sequence):
        return names(tree, what, problems)
    found = text(tree, what, problems)
    return (found,) if found is not None else ()


def bilingual(tree: Tree, what: str, problems: Problems) -> Text | None:
    """Return a text in both languages; a missing language is a problem."""
    found = fields(tree, what, ("nb", "en"), (), problems)
    if found is None or len(found) < 2:
        return None
    nb, en = (text(found[key], what, problems) for key in ("nb", "en"))
    return Text(" ".join(nb.split()), " ".join(en.split())) if nb is not None and en is not None else None


def boolean(tree: Tree, what: str, problems: Problems) -> bool | None:
    """Return `true` or `false`, written plainly."""
    found = scalar(tree, what, problems)
    if found is None:
        return None
    if found.plain and found.text in ("true", "false"):
        return found.text == "true"
    fix = "write `true` or `false` without quotes"
    if found.text.lower() in ("yes", "ja", "on", "y", "j", "1", "sant", "true"):
        fix = "did you mean `true`? Write it in small letters without quotes"
    elif found.text.lower() in ("no", "nei", "off", "n", "0", "usant", "false"):
        fix = "did you mean `false`? Write it in small letters without quotes"
    problems.append(Diagnostic("bad-boolean", f"{what} is `{found.text}`, not true or false", found.place, WHY_COERCE, fix))
    return None


def calendar_date(tree: Tree, what: str, problems: Problems) -> date | None:
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
    r"(?P<y>\d{4})[./-](?P<m>\d{1,2})[./-](?P<d>\d{1,2})([T ].*)?",
    r"(?P<d>\d{1,2})\. ?(?P<m>[a-z]+) (?P<y>\d{4})",
)
_MONTHS = ("januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember")


def _not_a_date(found: Scalar, what: str) -> Diagnostic:
    fix = "write it as YYYY-MM-DD, for example 1995-06-12"
    for pattern in _OTHER_DATES:
        other = re.fullmatch(pattern, found.text, re.ASCII)
        if other is None:
            continue
        month = _MONTHS.index(other["m"]) + 1 if other["m"] in _MONTHS else int(other["m"]) if other["m"].isdigit() else 0
        try:
            meant = date(int(other["y"]), month, int(other["d"]))
        except ValueError:
            return _no_such_day(found, what, int(other["y"]), month, int(other["d"]))
        fix = f"did you mean `{meant.isoformat()}`? Dates are written YYYY-MM-DD"
    return Diagnostic("bad-date", f"{what} is `{found.text}`, not a date", found.place, WHY_COERCE, fix)


def _no_such_day(found: Scalar, what: str, year: int, month: int, day: int) -> Diagnostic:
    if 1 <= month <= 12 and 1 <= year <= 9999:
        last = monthrange(year, month)[1]
        fix = f"that month has {last} days: write the day that was meant, as YYYY-MM-DD"
    else:
        fix = "write the day that was meant, as YYYY-MM-DD; months are 01 to 12"
    return Diagnostic(
        "bad-date",
        f"{what} is `{found.text}`, a day that does not exist",
        found.place,
        "a date that is mended by guessing may be off by a month",
        fix,
    )


def integer(tree: Tree, what: str, problems: Problems) -> int | None:
    """Return a whole number."""
    found = scalar(tree, what, problems)
    if found is None:
        return None
    if found.plain and _INTEGER.fullmatch(found.text) and _few_digits(found, what, problems):
        return int(found.text)
    if found.plain and _INTEGER.fullmatch(found.text):
        return None
    problems.append(_not_a_number(found, what, "a whole number", _INTEGER, "write digits only"))
    return None


def decimal(tree: Tree, what: str, problems: Problems) -> Decimal | None:
    """Return a decimal number of at most 15 digits, written with a full stop."""
    found = scalar(tree, what, problems)
    if found is None:
        return None
    if found.plain and _DECIMAL.fullmatch(found.text):
        # Normalised, so that 30 and 30.0 are one value with one digest.
        return plain_decimal(Decimal(found.text)) if _few_digits(found, what, problems) else None
    problems.append(_not_a_number(found, what, "a number", _DECIMAL, "write digits, with a full stop for decimals"))
    return None


def _not_a_number(found: Scalar, what: str, wanted: str, allowed: re.Pattern[str], how: str) -> Diagnostic:
    fix = how + ", without quotes, unit or separators"
    if not found.plain and allowed.fullmatch(found.text):
        return Diagnostic(
            "bad-number",
            f"{what} is the text `{found.text}`, not {wanted}",
            found.place,
            WHY_COERCE,
            f"write `{found.text}` without quotes",
        )
    number = re.match(r"[-+]?[0-9]+([.,][0-9]+)?|$", found.text)
    rest = found.text[number.end() :] if number else ""
    meant = number.group().replace(",", ".") if number else ""
    if allowed.fullmatch(meant) and not re.match(r"[\s.,_'e]*[0-9]|[.,_']", rest):
        fix = f"did you mean `{meant}`? Otherwise {how}" + ("" if "," in found.text else "; the unit is declared with the name")
    elif meant and "." in meant and not rest:
        fix = "write a whole number, without decimals"
    return Diagnostic("bad-number", f"{what} is `{found.text}`, not {wanted}", found.place, WHY_COERCE, fix)


def plain_decimal(number: Decimal) -> Decimal:
    """Return the number without trailing zeros and without an exponent."""
    short = number.normalize()
    exponent = short.as_tuple().exponent
    return short.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else short + Decimal(0)


def _few_digits(found: Scalar, what: str, problems: Problems) -> bool:
    if sum(character.isdigit() for character in found.text) <= _MAX_DIGITS:
        return True
    problems.append(
        Diagnostic(
            "bad-number",
            f"{what} has more than {_MAX_DIGITS} digits",
            found.place,
            "so long a number cannot be handed on exactly",
            f"write at most {_MAX_DIGITS} digits",
        )
    )
    return False


def word(
    tree: Tree, what: str, valid: Iterable[str], problems: Problems, code: str = "unknown-value", labels: Labels | None = None
) -> str | None:
    """Return one of the valid words; another word is a problem with a suggestion, which may come from the words' labels."""
    found = scalar(tree, what, problems)
    if found is None:
        return None
    allowed = list(valid)
    if found.text in allowed:
        return found.text
    is_not = "is not" if what.startswith("a ") else "is not a value of"
    use = f"use one of: {', '.join(allowed)}" if len(allowed) > 1 else f"use `{allowed[0]}`" if allowed else "there is none yet"
    by_label = labelled(found.text, labels or {})
    problems.append(
        Diagnostic(
            code,
            f"`{found.text}` {is_not} {what}",
            found.place,
            _WHY_WORD.get(code, "a word that nobody declared cannot be tested by any rule"),
            f"did you mean `{by_label}`? Otherwise {use}" if by_label else did_you_mean(found.text, allowed, use),
        )
    )
    return None


Labels = Mapping_[str, Text]
_WHY_WORD = {
    "unknown-topic": "choice of law is made topic by topic; without one nothing could govern",
    "unknown-unit": "numbers of different units look alike; the list of units is closed, so that they can be told apart",
    "unknown-version": "a decision can only rest on law that is there",
}


def labelled(said: str, labels: Labels) -> str | None:
    """Return the name whose label, in either language, is what was said."""
    folded = said.casefold()
    return next((name_ for name_, label in labels.items() if folded in (label.nb.casefold(), label.en.casefold())), None)


def each(tree: Tree | None, what: str, problems: Problems, read: Callable[[Scalar, Tree], None]) -> None:
    """Call `read` with every entry of an optional mapping."""
    if tree is not None:
        for key, value in mapping(tree, what, problems) or ():
            read(key, value)


def typed(
    tree: Tree, what: str, type_: ValueType, values: Collection[str] | None, problems: Problems, labels: Labels | None = None
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


def _shape(tree: Tree, what: str, wanted: str) -> Diagnostic:
    seen = {Scalar: "a single value", Sequence: "a list", Mapping: "a mapping"}[type(tree)]
    how = {"a list": "write a list: `[ONE, TWO]`, or one line with `- ` for each", "a single value": "write one value"}
    return Diagnostic("wrong-shape", f"{what} is {seen}, not {wanted}", tree.place, WHY_SHAPE, how.get(wanted, f"write {wanted}"))


def duplicate(what: str, name_: str, place: Place, first: Place) -> Diagnostic:
    """Return the diagnostic for a name that is declared twice, showing both places."""
    return Diagnostic(
        "duplicate-name",
        f"{what} `{name_}` is declared twice",
        place,
        "two declarations of one name can differ, and only one would count",
        "keep one of them, or give one another name",
        related=((first, "the first is here"),),
    )
