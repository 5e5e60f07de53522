"""What can be wrong in the vocabulary."""

from __future__ import annotations

from decimal import Decimal

from ...diagnostics import Misspelt, Problem
from ...model import Text
from .fields import UnknownValue


class NoVersionConclusion(Misspelt):
    code = "unknown-name"
    message = Text(
        "temaet `{topic}` viser til `{law}`, som ikke er en konklusjon av typen version",
        "topic `{topic}` names `{law}`, which is not a conclusion of type version",
    )
    why = Text("avgjørelsen kunne ikke si hvilken lovversjon som gjelder", "the decision could not say which law version governs")
    fix = Text("deklarer `{law}` under `conclusions:` med `type: version`", "declare `{law}` under `conclusions:` with `type: version`")
    topic: str
    law: str


class AbsenceOfNoDate(Problem):
    code = "wrong-type"
    message = Text(
        "`if_absent: none` står på opplysningen `{fact}`, som ikke er en dato",
        "`if_absent: none` is set on fact `{fact}`, which is not a date",
    )
    why = Text("bare en hendelse kan sies ikke å ha skjedd", "only an event can be said not to have happened")
    fix = Text("stryk linjen", "delete the line")
    fact: str


class KnownToOfNoDate(Problem):
    code = "wrong-type"
    message = Text(
        "`known_to` står på opplysningen `{fact}`, som ikke er en dato", "`known_to` is set on fact `{fact}`, which is not a date"
    )
    why = Text("bare en dato har en måned og et år", "only a date has a month and a year")
    fix = Text("stryk linjen", "delete the line")
    fact: str


class NoPrincipal(Problem):
    code = "no-principal"
    message = Text("ingen konklusjon har `principal: true`", "no conclusion has `principal: true`")
    why = Text(
        "ingen vet da hva en sak handler om: enhver avgjørelse ville være endelig, hva den enn lot stå åpent",
        "nobody then knows what a case is about: every decision would be final, whatever it left open",
    )
    fix = Text("skriv `principal: true` på konklusjonen som er utfallet", "write `principal: true` on the conclusion that is the outcome")


class NoToNoBoolean(Problem):
    code = "wrong-type"
    message = Text(
        "`if_absent: false` står på opplysningen `{fact}`, som ikke er en sannhetsverdi",
        "`if_absent: false` is set on fact `{fact}`, which is not a truth value",
    )
    why = Text("bare et spørsmål med svaret ja eller nei kan besvares med nei", "only a question of yes or no can be answered no")
    fix = Text("stryk `if_absent` og `absent_reason`", "delete `if_absent` and `absent_reason`")
    fact: str


class NoWithoutReason(Problem):
    code = "missing-key"
    message = Text(
        "opplysningen `{fact}` har `if_absent: false` uten `absent_reason`",
        "fact `{fact}` has `if_absent: false` without `absent_reason`",
    )
    why = Text(
        "at noe ikke er nevnt, betyr ellers at det er ukjent; den som leser vedtaket, må få vite hvorfor det her betyr nei",
        "what is not mentioned is otherwise unknown; whoever reads the decision must learn why it means no here",
    )
    fix = Text("legg til `absent_reason:` på nb og en, eller stryk `if_absent`", "add `absent_reason:` in nb and en, or delete `if_absent`")
    fact: str


class ReasonOfNoSilence(Problem):
    code = "unknown-key"
    message = Text(
        "opplysningen `{fact}` har `absent_reason` uten `if_absent: false`",
        "fact `{fact}` has `absent_reason` without `if_absent: false`",
    )
    why = Text("det den begrunner, er ikke sagt", "what it gives the reason for is not said")
    fix = Text("legg til `if_absent: false`, eller stryk linjen", "add `if_absent: false`, or delete the line")
    fact: str


class SilenceOfGivenFact(Problem):
    code = "unknown-value"
    message = Text("`if_absent` står på `{fact}`, som programmet selv setter", "`if_absent` is set on `{fact}`, which the program supplies")
    why = Text("programmet setter den i hver sak, så den mangler aldri", "the program supplies it in every case, so it is never absent")
    fix = Text("stryk `if_absent` og `absent_reason`", "delete `if_absent` and `absent_reason`")
    fact: str


class MinimumAboveMaximum(Problem):
    code = "out-of-range"
    message = Text("`minimum` {low} er større enn `maximum` {high}", "`minimum` {low} is more than `maximum` {high}")
    why = Text("ingen tall ville være mulige", "no number would be possible")
    fix = Text("rett ett av dem", "correct one of them")
    low: Decimal
    high: Decimal


class BoundOfNoNumber(Problem):
    code = "wrong-type"
    message = Text("`{end}` står på opplysningen `{fact}`, som ikke er et tall", "`{end}` is set on fact `{fact}`, which is not a number")
    why = Text("bare et tall kan være for lite eller for stort", "only a number can be too small or too large")
    fix = Text("stryk linjen", "delete the line")
    end: str
    fact: str


class ChangeOfGivenFact(Problem):
    code = "unknown-value"
    message = Text("`change` står på `{fact}`, som programmet selv setter", "`change` is set on `{fact}`, which the program supplies")
    why = Text(
        "det programmet setter, er ikke en del av personens sak, så ingen kan endre det der",
        "what the program supplies is not part of the person's case, so nobody could change it there",
    )
    fix = Text("stryk linjen", "delete the line")
    fact: str


class NotSupplied(Problem):
    code = "unknown-value"
    message = Text("programmet setter ikke `{fact}`", "the program does not supply `{fact}`")
    why = Text("en opplysning som ingen setter, ville være ukjent for alltid", "a fact that nobody supplies would stay unknown for ever")
    fix = Text(
        "bare sannhetsverdien `{supplied}` settes av programmet; stryk linjen", "only the boolean `{supplied}` is given; delete the line"
    )
    fact: str
    supplied: str


class ReviewWithoutText(Problem):
    code = "missing-key"
    message = Text("konklusjonen `{conclusion}` mangler feltet `text`", "conclusion `{conclusion}` lacks the field `text`")
    why = Text(
        "en saksbehandler blir bedt om å se på saken og må få vite hva det gjelder",
        "a caseworker is asked to assess something and must be told what",
    )
    fix = Text("legg til `text:` på nb og en", "add `text:` in nb and en")
    conclusion: str


class PublicHelper(Problem):
    code = "bad-name"
    message = Text("`{key}` kan ikke være en hjelpekonklusjon", "`{key}` cannot be a helper conclusion")
    why = Text(
        "disse navnene er for alle: den som leser en avgjørelse, må få se dem",
        "these names are public: the reader of a decision must see them",
    )
    fix = Text("deklarer den i vokabularet, eller gi den et annet navn", "declare it in the vocabulary, or give it another name")
    key: str


class NotAWord(Problem):
    code = "bad-name"
    message = Text("`{written}` kan ikke være ordet for en verdi", "`{written}` is not a word for a value")
    why = Text(
        "en sak må kunne oppgi det, og `unknown` sier at en opplysning ikke er kjent",
        "a case must be able to state it, and `unknown` says that a fact is not known",
    )
    fix = Text("bruk bokstavene a til z, sifre og `_`", "use letters a to z, digits and `_`")
    written: str


class NoWordsListed(Problem):
    code = "missing-key"
    message = Text("`{name}` er av typen {type} og mangler feltet `values`", "`{name}` is {type} and lacks the field `values`")
    why = Text(
        "et ord som ikke er listet opp, kunne ikke skilles fra et feilskrevet",
        "a word that is not listed could not be told from a misspelt one",
    )
    fix = Text(
        "list opp verdiene under `values:`, eller ta dem fra en annen med `values_of:`",
        "list its `values:`, or take them from another with `values_of:`",
    )
    name: str
    type: str


class WordsOfNoEnum(Problem):
    code = "unknown-key"
    message = Text("`{name}` er av typen {type} og har feltet `{field}`", "`{name}` is {type} and has the field `{field}`")
    why = Text("bare en enum eller ordinal har en liste med ord", "only an enum or ordinal has a list of words")
    fix = Text("stryk `{field}:`, eller endre typen", "delete `{field}:` or change the type")
    name: str
    type: str
    field: str


class WordsOfUnknown(UnknownValue):
    code = "unknown-name"
    why = Text(
        "ordene tas fra en liste som står et annet sted; uten den har denne ingen",
        "the words are taken from a list that stands elsewhere; without it this one has none",
    )


class WordsOfAnotherType(Problem):
    code = "wrong-type"
    message = Text(
        "`{name}` er av typen {type} og tar ordene fra `{other}`, som er av typen {other_type}",
        "`{name}` is {type} and takes its words from `{other}`, which is {other_type}",
    )
    why = Text(
        "bare enumer og ordinaler har ord, og et nytt ord i en enum har ingen plass på skalaen til en ordinal",
        "only enums and ordinals have words, and a new word of an enum has no place on the scale of an ordinal",
    )
    fix = Text(
        "nevn en som er av typen {type}, eller list opp ordene under `values:`",
        "name one that is {type}, or list the words under `values:`",
    )
    name: str
    type: str
    other: str
    other_type: str


class WordsWithoutOrder(Problem):
    code = "unknown-key"
    message = Text("ordinalen `{name}` har både `values` og `values_of`", "ordinal `{name}` has both `values` and `values_of`")
    why = Text(
        "det står ikke hvor på skalaen de egne ordene hører til, mellom dem som tas fra en annen",
        "nothing says where on the scale its own words belong among those that it takes from another",
    )
    fix = Text(
        "behold `values_of:` alene, eller list opp hele skalaen under `values:`",
        "keep `values_of:` alone, or list the whole scale under `values:`",
    )
    name: str


class WordTakenToo(Problem):
    code = "duplicate-name"
    message = Text(
        "`{name}` lister opp `{word}`, som den også tar fra `{other}`", "`{name}` lists `{word}`, which it takes from `{other}` too"
    )
    why = Text("et ord med to betegnelser kunne bety to ting", "a word with two labels could mean two things")
    fix = Text(
        "stryk ordet her; under `values:` står bare ord som `{other}` ikke har",
        "delete the word here; `values:` holds only words that `{other}` has not",
    )
    name: str
    word: str
    other: str


class CircleOfWords(Problem):
    code = "cycle"
    message = Text("ordene tas i ring: {steps}", "words are taken in a circle: {steps}")
    why = Text("ingen av dem lister opp ordene", "none of them lists the words")
    fix = Text("list opp ordene under `values:` ett sted", "list the words under `values:` in one place")
    steps: str


class ChangeOfText(Problem):
    code = "wrong-type"
    message = Text(
        "`change: {change}` står på opplysningen `{fact}`, som er av typen {type}",
        "`change: {change}` is set on fact `{fact}`, which is {type}",
    )
    why = Text("en tekst har ingen verdier som kan prøves", "a text has no values to try")
    fix = Text("stryk linjen", "delete the line")
    change: str
    fact: str
    type: str


class ChangeOnwardInEnum(ChangeOfText):
    why = Text("ordene i en enum har ingen rekkefølge å gå videre i", "the words of an enum have no order to go on in")
    fix = Text(
        "bruk `freely`, stryk linjen, eller gjør opplysningen til en ordinal",
        "use `freely`, delete the line, or make the fact an ordinal",
    )


class NotImpossible(Problem):
    code = "wrong-kind"
    message = Text("en skranke som avviser saker, bruker `{name}`", "a constraint that rejects cases uses `{name}`")
    why = Text(
        "en grense som noen har valgt, gjør en sak usannsynlig, ikke umulig; en slik sak skal avgjøres",
        "a limit that somebody chose makes a case unlikely, not impossible; such a case must be decided",
    )
    fix = Text(
        "skriv `level: warning`, eller bruk bare opplysningene i saken", "write `level: warning`, or use the facts of the case alone"
    )
    name: str
