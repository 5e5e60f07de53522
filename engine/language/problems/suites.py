"""What can be wrong in a regression suite."""

from __future__ import annotations

from ...diagnostics import Misspelt, Problem, Proposing
from ...model import Text


class ExpectsAndRejected(Problem):
    code = "missing-key"
    message = Text("{what}", "{what}")
    why = Text(
        "en testsak som ikke venter noe, kan ikke slå feil, og en som avvises, har ingen konklusjoner",
        "a case that expects nothing cannot fail, and one that is rejected has no conclusions",
    )
    fix = Text("skriv `expect:`, eller `rejected:` der en feil er ventet", "write `expect:`, or `rejected:` where an error is expected")
    what: Text


class SuiteCaseTwice(Problem):
    code = "duplicate-name"
    message = Text("testsaken `{case}` finnes to ganger", "regression case `{case}` appears twice")
    why = Text("en testsak som slår feil, må kunne finnes ved id-en", "a failing case must be found by its id")
    fix = Text("gi den en annen id", "give it another id")
    case: str


class CaseAndLike(Problem):
    code = "wrong-shape"
    message = Text("{what}", "{what}")
    why = Text("opplysningene måtte gjettes", "the facts would have to be guessed")
    fix = Text("skriv `case:` med alle opplysningene, eller `like:` med `but:`", "write `case:` with all facts, or `like:` with `but:`")
    what: Text


class ButWithoutLike(Problem):
    code = "unknown-key"
    message = Text("`but` står uten `like`", "`but` is given without `like`")
    why = Text("det ville ikke være klart hva som er endret", "it would not be clear what is changed")
    fix = Text("skriv opplysningene under `case:`", "write the facts into `case:`")


class SuiteCaseNotNames(Problem):
    code = "wrong-shape"
    message = Text("`case` er ikke navn med verdier", "`case` is not a mapping")
    why = Text("en sak er opplysninger med navn", "a case is named facts")
    fix = Text("skriv NAVN: VERDI", "write NAME: VALUE")


class LikeNoCase(Misspelt):
    code = "unknown-name"
    message = Text("ingen testsak lenger opp heter `{like}`", "no case above is named `{like}`")
    why = Text("en testsak som ligner en annen, trenger den andre", "a case like another needs the other")
    fix = Text("oppgi en testsak som står lenger opp i denne filen", "name a case above it in this file")
    like: str


class LikeItself(Problem):
    code = "cycle"
    message = Text("testsaken `{case}` ligner bare seg selv", "case `{case}` is like itself alone")
    why = Text("den har ingen opplysninger, og ville aldri bli kjørt", "it has no facts and would never be run")
    fix = Text(
        "oppgi en testsak som står lenger opp i denne filen, eller skriv opplysningene under `case:`",
        "name a case above it in this file, or write the facts under `case:`",
    )
    case: str


class LikeWithoutBut(Problem):
    code = "missing-key"
    message = Text("en testsak med `like` mangler `but` med det som er endret", "a case with `like` lacks the mapping `but`")
    why = Text("den samme testsaken to ganger prøver ingenting", "the same case twice tests nothing")
    fix = Text("skriv `but: {{NAVN: VERDI}}`", "write `but: {{NAME: VALUE}}`")


class ExpectsNothing(Problem):
    code = "wrong-shape"
    message = Text("`expect` nevner ingen konklusjon", "`expect` names no conclusion")
    why = Text("en testsak som ikke venter noe, kan ikke slå feil", "a case that expects nothing cannot fail")
    fix = Text("skriv KONKLUSJON: VERDI", "write CONCLUSION: VALUE")


class NoPublicConclusion(Misspelt):
    code = "unknown-name"
    message = Text("ingen konklusjon i vokabularet heter `{conclusion}`", "no public conclusion is named `{conclusion}`")
    why = Text(
        "en forventning om noe som ingen konkluderer med, kan ikke slå feil",
        "an expectation of something that no one concludes cannot fail",
    )
    fix = Text("bruk en konklusjon fra vokabularet", "use a conclusion of the vocabulary")
    conclusion: str


class NotAnAnswer(Proposing):
    code = "bad-boolean"
    message = Text("`{conclusion}` er ventet å være `{stated}`", "`{conclusion}` is expected to be `{stated}`")
    why = Text(
        "denne konklusjonen er oppfylt, ikke oppfylt, åpen eller ikke aktuell, og ikke noe annet",
        "this conclusion is met, not met, open or not applicable, and nothing else",
    )
    fix = Text("{remedy}", "{remedy}")
    conclusion: str
    stated: str
    remedy: Text


class NoReview(Misspelt):
    code = "unknown-name"
    message = Text("ingen vurdering heter `{review}`", "no review is named `{review}`")
    why = Text(
        "en forventning om noe som ingen konkluderer med, kan ikke slå feil",
        "an expectation of something that no one concludes cannot fail",
    )
    fix = Text("bruk en vurdering fra vokabularet, uten forstavelsen", "use a review of the vocabulary, without its prefix")
    review: str
