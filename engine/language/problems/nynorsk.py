"""What can be wrong in the texts in Nynorsk."""

from __future__ import annotations

from ...diagnostics import Problem
from ...model import Text


class OtherPlaceholders(Problem):
    code = "bad-placeholder"
    message = Text("teksten på nynorsk nevner {nn}; på bokmål nevner den {nb}", "the text in Nynorsk names {nn}; in Bokmål it names {nb}")
    why = Text("de to ville sagt forskjellige tall om den samme saken", "the two would tell different numbers of the same case")
    fix = Text("skriv de samme navnene i krøllparentes som på bokmål", "write the same names in braces as in Bokmål")
    nb: Text
    nn: Text


class NoNynorsk(Problem):
    code = "no-nynorsk"
    level = "warning"
    message = Text("teksten finnes ikke på nynorsk", "the text has no Nynorsk")
    why = Text(
        "den som får avgjørelsen på nynorsk, leser den på bokmål, med «(bokmål)» bak",
        'who gets the decision in Nynorsk reads it in Bokmål, with "(bokmål)" behind it',
    )
    fix = Text("legg den til i {file}, med `nb:` og `nn:`", "add it to {file}, with `nb:` and `nn:`")
    file: str


class IdleNynorsk(Problem):
    code = "idle-nynorsk"
    level = "warning"
    message = Text("ingen tekst i reglene lyder slik på bokmål", "no text of the rules reads so in Bokmål")
    why = Text(
        "teksten på bokmål er kanskje endret; da gjelder oversettelsen noe annet enn det reglene sier nå",
        "the text in Bokmål may have changed, and then this translates what the rules no longer say",
    )
    fix = Text("rett begge språkene, eller stryk oppføringen", "correct both languages, or remove the entry")
