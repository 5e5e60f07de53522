"""Building the units that a vocabulary declares beside those of the language: what one and many of each are called."""

from __future__ import annotations

from ..terms.units import UNITS, UnitRow
from .fields import Problems, bilingual, boolean, each, fields, is_name, quoted
from .located import Scalar, Tree
from .problems.fields import UnitOfTheLanguage


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
        stated = fields(value, what, ("one", "many"), ("neuter",), problems)
        if stated is None or not {"one", "many"} <= stated.keys():
            return
        one, many = (bilingual(stated[number], quoted(number), problems) for number in ("one", "many"))
        neuter = boolean(stated["neuter"], quoted("neuter"), problems) if "neuter" in stated else False
        if one is not None and many is not None and neuter is not None:
            found[key.text] = UnitRow(f"{many.en[:1].upper()}{many.en[1:]}.", one, many, neuter=neuter)

    each(tree, quoted("units"), problems, read)
    return found
