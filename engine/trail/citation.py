"""Citations: a source as a lawyer writes it, in both languages, and the address where it can be read."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..model import Act, Source, Text

_LEDD = ("første", "andre", "tredje", "fjerde", "femte", "sjette", "sjuende", "åttende", "niende", "tiende")
_ORDINALS_EN = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def cite(source: Source, acts: Mapping[str, Act]) -> Text:
    """Return the citation, for example `integreringsloven § 8 første ledd tredje punktum`."""
    act = acts.get(source.act)
    short = act.short if act else Text(source.act, source.act)
    nb, en = [source.section], [short.en, re.sub(r"^§§?\s*", "section ", source.section)]
    if source.ledd is not None:
        nb.append(f"{_ordinal(source.ledd, _LEDD)} ledd")
        en.append(f"{_ordinal(source.ledd, _ORDINALS_EN)} paragraph")
    if source.letter is not None:
        nb.append(f"bokstav {source.letter}")
        en.append(f"letter {source.letter}")
    if source.punktum is not None:
        numbers = [int(number) for number in re.findall(r"\d+", source.punktum)]
        joined = (" til ", " to ") if len(numbers) == 2 and numbers[1] - numbers[0] > 1 else (" og ", " and ")
        nb.append(joined[0].join(_ordinal(number, _LEDD) for number in numbers) + " punktum")
        en.append(joined[1].join(_ordinal(number, _ORDINALS_EN) for number in numbers) + f" sentence{'s' if len(numbers) > 1 else ''}")
    # What stands after the name of the Act is written alike in Bokmål and Nynorsk.
    return Text(" ".join((short.nb, *nb)), " ".join(en), None if short.nn is None else " ".join((short.nn, *nb)))


def address(source: Source, acts: Mapping[str, Act]) -> str | None:
    """Return where the section can be read at the official publisher, or None where the act's address has no section."""
    act = acts.get(source.act)
    number = re.match(r"§\s*(\d+[A-ZÆØÅ]?(?:-\d+)*)\s*([a-zæøå]?)", source.section)
    if act is None or number is None:
        return None
    return act.address.replace("{section}", "".join(number.groups()))


def _ordinal(number: int, words: tuple[str, ...]) -> str:
    return words[number - 1] if 1 <= number <= len(words) else f"{number}."
