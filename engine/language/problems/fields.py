"""What can be wrong in the form of a value."""

from __future__ import annotations

from typing import Final

from ...diagnostics import USE_ONE_OF, Misspelt, Problem, Proposing
from ...model import Text

WHY_SHAPE: Final = Text("det måtte gjettes hva en verdi av en annen form betyr", "a value of another shape would have to be guessed at")
WHY_COERCE: Final = Text(
    "ingenting regnes om: en verdi som må gjøres om, er kanskje ikke den som var ment",
    "nothing is coerced: a value that had to be converted may not be the value that was meant",
)
WHY_EMPTY: Final = Text("en tom verdi sier ingenting", "an empty value is not a statement")
THE_FIRST: Final = Text("den første står her", "the first is here")


class UnknownKey(Misspelt):
    code = "unknown-key"
    message = Text("{thing} har ikke noe felt som heter `{key}`", "{thing} has no field `{key}`")
    why = Text("et feilskrevet felt ville falle bort uten et ord", "a misspelt field would be silently dropped")
    fix = USE_ONE_OF
    thing: Text
    key: str
    valid: tuple[str, ...]


class KeyWithoutColon(Problem):
    code = UnknownKey.code
    message = UnknownKey.message
    why = UnknownKey.why
    fix = Text(
        'i krøllparenteser skiller komma mellom felter: hører teksten til den foran, så sett hele teksten i anførselstegn: `"…"`',
        'in braces a comma separates fields: if this belongs to the text before it, put the whole text in quotes: `"…"`',
    )
    thing: Text
    key: str


class MissingKey(Problem):
    code = "missing-key"
    message = Text("{thing} mangler feltet `{name}`", "{thing} lacks the field `{name}`")
    why = Text(
        "ingenting er underforstått: det som ikke er skrevet, er ikke kjent", "nothing is defaulted: what is not written is not known"
    )
    fix = Text("legg til `{name}:`", "add `{name}:`")
    thing: Text
    name: str


class NoValue(Problem):
    code = "empty-value"
    message = Text("{thing} har ingen verdi", "{thing} has no value")
    why = WHY_EMPTY
    fix = Text("skriv verdien, eller stryk linjen", "write the value, or delete the line")
    thing: Text


class NotABoolean(Problem):
    code = "bad-boolean"
    message = Text("{thing} er `{written}`, som verken er true eller false", "{thing} is `{written}`, not true or false")
    why = WHY_COERCE
    fix = Text("{remedy}", "{remedy}")
    thing: Text
    written: str
    remedy: Text


class NotADate(Problem):
    code = "bad-date"
    message = Text("{thing} er `{written}`, som ikke er en dato", "{thing} is `{written}`, not a date")
    why = WHY_COERCE
    fix = Text("{remedy}", "{remedy}")
    thing: Text
    written: str
    remedy: Text


class NoSuchDay(Problem):
    code = "bad-date"
    message = Text("{thing} er `{written}`, en dag som ikke finnes", "{thing} is `{written}`, a day that does not exist")
    why = Text("en dato som rettes ved gjetning, kan bli en måned feil", "a date corrected by guesswork may be off by a month")
    fix = Text("{remedy}", "{remedy}")
    thing: Text
    written: str
    remedy: Text


class DoubtfulNumber(Problem):
    code = "bad-number"
    message = Text("{thing} er `{written}`, {doubted}", "{thing} is `{written}`, {doubted}")
    why = Text("{reason}", "{reason}")
    fix = Text("{remedy}", "{remedy}")
    thing: Text
    written: str
    doubted: Text
    reason: Text
    remedy: Text


class NumberInQuotes(Problem):
    code = "bad-number"
    message = Text("{thing} er teksten `{written}`, ikke {wanted}", "{thing} is the text `{written}`, not {wanted}")
    why = WHY_COERCE
    fix = Text("skriv `{written}` uten anførselstegn", "write `{written}` without quotes")
    thing: Text
    written: str
    wanted: Text


class NotANumber(Problem):
    code = "bad-number"
    message = Text("{thing} er `{written}`, ikke {wanted}", "{thing} is `{written}`, not {wanted}")
    why = WHY_COERCE
    fix = Text("{remedy}", "{remedy}")
    thing: Text
    written: str
    wanted: Text
    remedy: Text


class TooManyDigits(Problem):
    code = "bad-number"
    message = Text("{thing} har flere enn {most} sifre", "{thing} has more than {most} digits")
    why = Text("et så langt tall kan ikke gis nøyaktig videre", "so long a number cannot be handed on exactly")
    fix = Text("skriv høyst {most} sifre", "write at most {most} digits")
    thing: Text
    most: int


class DeclaredTwice(Problem):
    code = "duplicate-name"
    message = Text("{what} med navnet `{name}` er deklarert to ganger", "{what} `{name}` is declared twice")
    why = Text(
        "to deklarasjoner av samme navn kan si hver sitt, og bare den ene ville telle",
        "two declarations of one name can differ, and only one would count",
    )
    fix = Text("behold den ene, eller gi den ene et annet navn", "keep one of them, or give one another name")
    what: Text
    name: str


class AllowedTwice(Problem):
    code = "duplicate-name"
    message = Text("`{name}` er unntatt to ganger", "`{name}` is excused twice")
    why = Text(
        "to begrunnelser kan si hver sitt, og den ene blir stående når den andre er tatt bort",
        "two reasons can differ, and one stays when the other is taken away",
    )
    fix = Text("behold den ene", "keep one of them")
    name: str


class NotAName(Proposing):
    code = "bad-name"
    message = Text("`{written}` kan ikke være navnet på {thing}", "`{written}` is not a name for {thing}")
    why = Text("navn sammenlignes bokstav for bokstav i alle filer", "names are matched letter by letter in every file")
    fix = Text(
        "bruk små bokstaver fra a til z, sifre og `_`, med `.` mellom delene",
        "use letters a to z in lower case, digits and `_`, with `.` between the parts",
    )
    written: str
    thing: Text


class NotAnId(Proposing):
    code = "bad-name"
    message = Text("`{written}` kan ikke være id for {thing}", "`{written}` is not an id for {thing}")
    why = Text("id-er sammenlignes bokstav for bokstav i alle filer", "ids are matched letter by letter in every file")
    fix = Text(
        "bruk små bokstaver fra a til z og sifre, med `-` mellom ordene",
        "use lower-case letters a to z and digits, with `-` between the words",
    )
    written: str
    thing: Text


class OtherShape(Problem):
    code = "wrong-shape"
    message = Text("{thing} er {seen}, ikke {wanted}", "{thing} is {seen}, not {wanted}")
    why = WHY_SHAPE
    fix = Text("{remedy}", "{remedy}")
    thing: Text
    seen: Text
    wanted: Text
    remedy: Text


class OneLanguage(Problem):
    code = "wrong-shape"
    message = Text("{thing} står på ett språk", "{thing} is in one language")
    why = Text("hver tekst leses både på norsk og på engelsk", "every text is read in Norwegian and in English")
    fix = Text("skriv `{{nb: {written}, en: …}}`", "write `{{nb: {written}, en: …}}`")
    thing: Text
    written: str


class UnknownValue(Misspelt):
    code = "unknown-value"
    message = Text("`{written}` {is_not} {thing}", "`{written}` {is_not} {thing}")
    why = Text("et ord som ingen har deklarert, kan ingen regel prøve", "a word that nobody declared cannot be tested by any rule")
    fix = Text("{use}", "{use}")
    written: str
    is_not: Text
    thing: Text
    use: Text


class UnknownTopic(UnknownValue):
    code = "unknown-topic"
    why = Text(
        "lovvalget gjøres tema for tema; uten et tema kunne ingen lov gjelde",
        "choice of law is made topic by topic; without one nothing could govern",
    )


class UnknownUnit(UnknownValue):
    code = "unknown-unit"
    why = Text(
        "tall med ulike enheter ser like ut; listen over enheter er lukket, så tallene kan holdes fra hverandre",
        "numbers of different units look alike; the list of units is closed, so that they can be told apart",
    )


class UnitOfTheLanguage(Problem):
    code = "duplicate-name"
    message = Text("`{unit}` er allerede en enhet i språket", "`{unit}` is a unit of the language already")
    why = Text(
        "hva enheten betyr, er fastsatt for alle lover, og ordene for den finnes",
        "what it means is set for every law, and it has its words",
    )
    fix = Text("stryk den, eller gi den et annet navn", "delete it, or give it another name")
    unit: str


class UnknownVersion(UnknownValue):
    code = "unknown-version"
    mending = None
    why = Text("en avgjørelse kan bare bygge på en lov som finnes", "a decision can only rest on law that is there")
