"""What can be wrong in the texts of a letter."""

from __future__ import annotations

from ...diagnostics import Misspelt, Problem
from ...model import Text


class LetterOfNoConclusion(Misspelt):
    code = "unknown-name"
    message = Text(
        "brevet forteller om `{conclusion}`, som ikke er en konklusjon i vokabularet",
        "the letter tells of `{conclusion}`, which is not a public conclusion",
    )
    why = Text("en setning om et feilskrevet navn ville aldri bli brukt", "a sentence about a misspelt name would never be told")
    fix = Text("deklarer den under `conclusions:`, eller stryk linjen", "declare it under `conclusions:`, or delete the line")
    conclusion: str


class NothingToPutIn(Problem):
    code = "unknown-value"
    message = Text(
        "`{value}` står ikke for noe i en setning om `{conclusion}`", "`{value}` means nothing in a sentence about `{conclusion}`"
    )
    why = Text("det ville bli sendt til en person slik det står", "it would be sent to the person as written")
    fix = Text(
        "bruk `{value}` bare der det er en verdi å fortelle om",
        "use `{value}` only where there is a value to tell",
    )
    value: str
    conclusion: str


class NothingFillsThis(Misspelt):
    code = "unknown-name"
    message = Text(
        "skjemaet nevner `{name}`, som verken er en opplysning, en konklusjon eller et felt i rammen",
        "the form names `{name}`, which is no fact, no conclusion and no place of the frame",
    )
    why = Text("feltet ville alltid stå tomt", "the field would always be blank")
    fix = Text(
        "rett navnet, eller utelat det for et felt som fylles ut for hånd", "correct the name, or leave it out of a field filled in by hand"
    )
    name: str
