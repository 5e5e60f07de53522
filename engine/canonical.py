"""Canonical JSON: one text for one value, so that equal content has an equal digest (RFC 8785)."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from .model import Place, Span, Text
from .terms.spans import whole

MOST_DIGITS: Final = 15
"""No number of a case has more digits: so many are the same in every program that reads JSON."""

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None


_AS_IT_IS: Final = frozenset((str, bool, int))


def plain(value: object) -> Json:
    """Return model values as JSON values; places are left out, those in a list as well, since moving a line changes no law.

    Dates become `YYYY-MM-DD`; decimals become numbers, exact because they have at most 15 digits. A whole month or year of days becomes
    `YYYY-MM` or `YYYY`, any other span what it reaches `from` and `to`.
    """
    kind = type(value)
    if value is None or kind in _AS_IT_IS:
        return value  # type: ignore[return-value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Span):
        return _span(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if kind is Text:
        return {"nb": value.nb, "en": value.en}  # type: ignore[attr-defined]  # Nynorsk is no law: see `language.nynorsk`
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return plain(value._asdict())
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value if type(item) is not Place]
    names = getattr(kind, "__dataclass_fields__", None)
    if names is not None:
        items = [(name, getattr(value, name)) for name in names]
        return {"is": kind.__name__} | {name: plain(item) for name, item in items if item is not None and type(item) is not Place}
    raise TypeError(f"no canonical form for {type(value).__name__}")


def _span(span: Span) -> Json:
    return whole(span) or {"from": plain(span.first), "to": plain(span.last)}


def day(text: str) -> date:
    """Return the day that `plain` wrote. Raises ValueError where the text is no day."""
    return date.fromisoformat(text)


_OTHER_NUMBER = re.compile(
    r"""[:,\[] -? (?: \d+ (?: \.\d+ )? e  # an exponent: ECMAScript begins with them at other numbers and writes them otherwise
                   | \d+ \.0 [,\]}]      # a whole number kept as a float: ECMAScript leaves the fraction out
                   | \d{16} )            # a whole number that is perhaps no IEEE double, which RFC 8785 excludes
    """,
    re.VERBOSE,
)
"""A number that Python may write otherwise than RFC 8785. It may match inside a text too, which costs time and nothing else."""


def canonical_json(value: Json) -> bytes:
    """Return the canonical UTF-8 text of a JSON value, exactly as RFC 8785 has it.

    Raises ValueError for what RFC 8785 excludes: numbers that are not finite, integers beyond ±(2**53 - 1), lone surrogates.
    """
    if isinstance(value, (dict, list)):
        text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
        # RFC 8785 sorts keys by UTF-16, which differs from Python's order for keys with characters that take two units only.
        if len(text.encode("utf-16-le")) == 2 * len(text) and _OTHER_NUMBER.search(text) is None:
            return text.encode()
    # Five times slower, and hardly ever needed: the law and its cases seldom hold any of these.
    import rfc8785

    return rfc8785.dumps(value)


def digest(value: Json) -> str:
    """Return the SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(canonical_json(value)).hexdigest()
