"""What can be wrong in a case."""

from __future__ import annotations

from ...diagnostics import Problem, Proposing
from ...model import Text, Value
from .fields import WHY_EMPTY


class CaseWithoutNames(Problem):
    code = "wrong-shape"
    message = Text("saken består ikke av navn med verdier", "a case is not a mapping of names to values")
    why = Text("uten navn vet ingen hva verdiene er", "without names nobody knows what the values are")
    fix = Text("skriv `person: {{birth_date: …}}` og så videre", "write `person: {{birth_date: …}}` and so on")


class GroupWithValue(Problem):
    code = "wrong-shape"
    message = Text("`{group}` er en gruppe opplysninger og har fått en verdi", "`{group}` is a group of facts and has a value")
    why = Text("en verdi uten navn kan ingen regel prøve", "a value without a name cannot be tested by any rule")
    fix = Text("skriv `{group}: {{NAVN: VERDI}}`", "write `{group}: {{NAME: VALUE}}`")
    group: str


class AssumptionWithoutValue(Problem):
    code = "bad-assumption"
    message = Text("`{statement}` er ikke NAVN=VERDI", "`{statement}` is not NAME=VALUE")
    why = Text("en antakelse må si hva som antas om hvilken opplysning", "an assumption must say what is assumed of which fact")
    fix = Text("skriv for eksempel `person.birth_date=1995-06-12`", "write for example `person.birth_date=1995-06-12`")
    statement: str


class KnownAndAssumed(Problem):
    code = "stated-twice"
    message = Text("`{fact}` er kjent fra før, men er antatt i tillegg", "`{fact}` is known and assumed as well")
    why = Text(
        "en antakelse kan fylle et hull, aldri erstatte det som er kjent", "an assumption may fill a gap, never replace what is known"
    )
    fix = Text("utelat antakelsen, eller rett saksfilen", "leave the assumption out, or change the case file")
    fact: str


class StatedTwice(Problem):
    code = "stated-twice"
    message = Text("`{fact}` er oppgitt to ganger", "`{fact}` is stated twice")
    why = Text("den ene av de to ville falle bort uten et ord", "one of the two would be silently dropped")
    fix = Text("behold den ene", "keep one of them")
    fact: str


class CannotBeStated(Problem):
    code = "given-fact"
    message = Text("`{fact}` kan ikke oppgis", "`{fact}` cannot be stated")
    why = Text(
        "opplysningen følger av hvordan saken vurderes, og to svar kunne være ulike",
        "this fact follows from how the case is evaluated, and two answers could differ",
    )
    fix = Text(
        "utelat den; vil du bestemme lovversjonen selv, så skriv `law: VERSJON` i saken, eller bruk `--law`",
        "leave it out; to force a version write `law: VERSION` in the case, or `--law`",
    )
    fact: str


class FactWithoutValue(Problem):
    code = "empty-value"
    message = Text("`{fact}` har ingen verdi", "`{fact}` has no value")
    why = WHY_EMPTY
    fix = Text("{remedy}", "{remedy}")
    fact: str
    remedy: Text


class DayNotStated(Problem):
    code = "day-not-stated"
    message = Text("`{fact}` er `{written}`, {part} uten dag", "`{fact}` is `{written}`, {part} without a day")
    why = Text(
        "vokabularet sier at dagen er kjent for denne opplysningen, og en dag som gjettes, kan flytte en frist",
        "the vocabulary says that the day of this fact is known, and a day that is guessed may move a deadline",
    )
    fix = Text(
        "skriv dagen også, som ÅÅÅÅ-MM-DD{month}; eller `{unknown}` om den ikke er kjent",
        "write the day too, as YYYY-MM-DD{month}; or `{unknown}` if it is not known",
    )
    fact: str
    written: str
    part: Text
    month: Text
    unknown: str


class NoSuchMonth(Problem):
    code = "bad-date"
    message = Text("`{fact}` er `{written}`, en måned som ikke finnes", "`{fact}` is `{written}`, a month that does not exist")
    why = Text("en måned som rettes ved gjetning, kan bli feil", "a month corrected by guesswork may be wrong")
    fix = Text(
        "skriv måneden som var ment, som ÅÅÅÅ-MM; månedene er 01 til 12", "write the month that was meant, as YYYY-MM; months are 01 to 12"
    )
    fact: str
    written: str


class NeverAbsent(Problem):
    code = "bad-date"
    message = Text("`{fact}` er `{none}`, som ikke er en dato", "`{fact}` is `{none}`, not a date")
    why = Text(
        "bare en hendelse som vokabularet sier kan utebli, kan sies ikke å ha skjedd",
        "only an event whose absence is declared in the vocabulary can be said not to have happened",
    )
    fix = Text("skriv datoen, eller `{unknown}` om den ikke er kjent", "write the date, or `{unknown}` if it is not known")
    fact: str
    none: str
    unknown: str


class NumberOutOfRange(Problem):
    code = "out-of-range"
    message = Text("`{fact}` er {value}", "`{fact}` is {value}")
    why = Text(
        "vokabularet sier {limits}: et annet tall er en skrivefeil", "the vocabulary says {limits}: another number is a slip of the pen"
    )
    fix = Text("rett tallet", "correct the number")
    fact: str
    value: Value
    limits: Text


class DateOutOfRange(Problem):
    code = "out-of-range"
    message = Text("`{fact}` er {value}", "`{fact}` is {value}")
    why = Text(
        "ingen nålevende persons sak har en dato utenfor årene {first} til {last}",
        "no living person's case has a date outside {first} to {last}",
    )
    fix = Text("rett årstallet", "correct the year")
    fact: str
    value: str
    first: int
    last: int


class ConclusionAsFact(Problem):
    code = "unknown-fact"
    message = Text("`{name}` er en konklusjon, ikke en opplysning", "`{name}` is a conclusion, not a fact")
    why = Text(
        "saken oppgir opplysninger; hva som følger av dem, er det loven som sier",
        "the case states facts; what follows from them is for the law to say",
    )
    fix = Text("stryk linjen", "delete the line")
    name: str


WHY_ID = Text(
    "en avgjørelse må kunne føres tilbake til én sak: to skrivemåter ville være to saker, og en ødelagt id ingen sak",
    "a decision must be traceable to one case: two spellings would be two cases, and a damaged id would be none",
)


class DoubtfulId(Proposing):
    code = "bad-id"
    message = Text("{reason}", "{reason}")
    why = WHY_ID
    fix = Text("{remedy}", "{remedy}")
    reason: Text
    remedy: Text


class DoubtfulFileName(Problem):
    code = "bad-id"
    message = Text("navnet på filen er sakens id: {reason}", "the name of the file is the id of the case: {reason}")
    why = WHY_ID
    fix = Text(
        "skriv sakens id under `case:` i filen, eller gi filen et annet navn",
        "write the id of the case under `case:` in the file, or give the file another name",
    )
    reason: Text


class UnknownFact(Proposing):
    code = "unknown-fact"
    message = Text("ingen opplysning heter `{name}`", "no fact is named `{name}`")
    why = Text("en opplysning som ingen regel leser, ville falle bort uten et ord", "a fact that no rule reads would be silently dropped")
    fix = Text("se `hjemmel facts` for navnene som finnes", "see `hjemmel facts` for the names there are")
    name: str
