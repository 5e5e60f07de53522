"""Building the units that a vocabulary declares beside those of the language: what one and many of each are called, if anything."""

from __future__ import annotations

from ..terms.units import UNITS, UnitRow
from .fields import Problems, bilingual, boolean, each, fields, is_name, quoted
from .located import Mapping, Scalar, Tree
from .problems.fields import UnitOfTheLanguage

_FLAGS = ("neuter", "counts", "currency")


def build_units(tree: Tree, problems: Problems) -> dict[str, UnitRow]:
    """Return the units under `units`, by name; what is wrong goes to `problems`, and such a unit is left out."""
    found: dict[str, UnitRow] = {}

    def read(key: Scalar, value: Tree) -> None:
        what = ("enheten `{}`", "unit `{}`", key.text)
        if not is_name(key, ("en enhet", "a unit"), problems):
            return
        if key.text in UNITS:
            problems.append(UnitOfTheLanguage(unit=key.text).at(key.place))
            return
        is_without_words = isinstance(value, Mapping) and [name.text for name, _ in value.entries] == ["counts"]
        words = () if is_without_words else ("one", "many")
        stated = fields(value, what, words, _FLAGS, problems)
        if stated is None or not stated.keys() >= set(words):
            return
        called = [bilingual(stated[number], quoted(number), problems) for number in words]
        flags = {flag: boolean(stated[flag], quoted(flag), problems) for flag in _FLAGS if flag in stated}
        if None in called or None in flags.values():
            return
        one, many = called or (None, None)
        described = many.en[:1].upper() + many.en[1:] if many is not None else key.text
        neuter, counts, currency = (bool(flags.get(flag)) for flag in _FLAGS)
        found[key.text] = UnitRow(f"{described}.", one, many, neuter=neuter, counts=counts, currency=currency)

    each(tree, quoted("units"), problems, read)
    return found
