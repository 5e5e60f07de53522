"""What is said in each language."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

Language = Literal["nb", "nn", "en"]

NORWEGIAN: Final[tuple[Language, ...]] = ("nb", "nn")

IN_BOKMAL: Final = "(bokmål)"
"""Stands after a text that has no Nynorsk, where it is shown in Bokmål: nobody takes the one for the other."""


class Text(NamedTuple):
    """The same text in Norwegian Bokmål, in English, and in Nynorsk where readers of decisions are told it.

    Diagnostics and help have no Nynorsk, and neither has the law before `language.nynorsk` has put it in: it is no law.
    """

    nb: str
    en: str
    nn: str | None = None

    def all(self) -> tuple[str, ...]:
        """Return the text in each language that it has."""
        return (self.nb, self.en) if self.nn is None else (self.nb, self.en, self.nn)

    def told(self, lang: Language) -> str:
        """Return the text in a language; in Bokmål where there is no Nynorsk."""
        match lang:
            case "en":
                return self.en
            case "nn" if self.nn is not None:
                return self.nn
            case _:
                return self.nb
