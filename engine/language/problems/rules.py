"""What can be wrong in a law version: its parameters, derived values and rules."""

from __future__ import annotations

from decimal import Decimal

from ...diagnostics import Misspelt, Problem, Proposing
from ...model import Text


class NoLawFile(Problem):
    code = "missing-file"
    message = Text("lovversjon `{version}` har ingen {file}", "law version `{version}` has no {file}")
    why = Text(
        "uten den vet ingen fra når versjonen gjelder og hvilke lover den omfatter",
        "without it nobody knows from when the version is in force and which acts it encodes",
    )
    fix = Text("skriv {file}, eller fjern mappen", "write {file}, or remove the folder")
    version: str
    file: str


class SubjectOfValue(Problem):
    code = "not-boolean"
    message = Text(
        "`{conclusion}` er ikke en sannhetsverdi og står under `subjects`", "`{conclusion}` is not true or false and has a subject"
    )
    why = Text(
        "en konklusjon med verdi er uaktuell av seg selv når ingen regel for den gjelder",
        "a conclusion with a value is not applicable by itself when no rule for it applies",
    )
    fix = Text("stryk den, og sett vilkåret inn i reglene", "delete the entry; put its condition into the rules")
    conclusion: str


class OverridesNoRule(Misspelt):
    code = "unknown-rule"
    message = Text("regelen `{special}` går foran `{general}`, {what}", "rule `{special}` overrides `{general}`, {what}")
    why = Text(
        "en særregel som ikke går foran noe, lar den alminnelige regelen gjelde",
        "a special rule that overrides nothing leaves the general one in force",
    )
    fix = Text("oppgi en annen regel i denne versjonen", "name another rule of this version")
    special: str
    general: str
    what: Text


class VersionOfAnotherFolder(Problem):
    code = "wrong-version"
    message = Text("{file} sier versjon `{stated}` i mappen `{folder}`", "{file} says version `{stated}` in the folder `{folder}`")
    why = Text("en avgjørelse viser til versjonen med navnet på mappen", "a decision cites the version by its folder")
    fix = Text('skriv `version: "{folder}"`, eller gi mappen et annet navn', 'write `version: "{folder}"`, or rename the folder')
    file: str
    stated: str
    folder: str


class ReservedVersion(Problem):
    code = "bad-name"
    message = Text("en lovversjon kan ikke hete `{version}`", "a law version cannot be named `{version}`")
    why = Text(
        "`auto` lar loven velge versjonen, og `none` sier at ingen versjon følger; ingen kunne velge denne",
        "`auto` lets the law choose the version, and `none` says that no version follows; nobody could choose this one",
    )
    fix = Text("gi mappen et annet navn, og skriv det i `version:`", "rename the folder, and write its name in `version:`")
    version: str


class NoSuchDateFact(Misspelt):
    code = "unknown-name"
    message = Text("ingen dato blant opplysningene heter `{name}`", "no date among the facts is named `{name}`")
    why = Text(
        "uten den kan ingen se om en avgjørelse er datert etter at loven ble lest",
        "without it nobody can tell whether a decision is dated after the law was read",
    )
    fix = Text("nevn en opplysning av typen dato", "name a fact of the type date")
    name: str


class DateOutsideCalendar(Problem):
    code = "out-of-range"
    message = Text("parameteren `{parameter}` er {value}", "parameter `{parameter}` is {value}")
    why = Text("ingen dato i loven ligger utenfor årene {first} til {last}", "no date of the law lies outside {first} to {last}")
    fix = Text("rett årstallet", "correct the year")
    parameter: str
    value: str
    first: int
    last: int


class NotAPeriod(Problem):
    code = "bad-number"
    message = Text("parameteren `{parameter}` er {number} {unit}", "parameter `{parameter}` is {number} {unit}")
    why = Text("tidsrom regnes i hele dager, uker, måneder eller år", "periods are counted in whole days, weeks, months or years")
    fix = Text(
        "skriv et helt tall fra 0 til {longest}, om nødvendig i en mindre enhet",
        "write a whole number from 0 to {longest}, in a smaller unit if need be",
    )
    parameter: str
    number: Decimal
    unit: str
    longest: int


class NotALedd(Problem):
    code = "bad-number"
    message = Text("`ledd` er {ledd}", "`ledd` is {ledd}")
    why = Text("leddene i en paragraf telles fra 1", "the paragraphs of a section are counted from 1")
    fix = Text("skriv nummeret på leddet", "write the number of the paragraph")
    ledd: int


class LeddInWords(Proposing):
    code = "bad-number"
    message = Text("`ledd` er `{written}`, ikke et tall", "`ledd` is `{written}`, not a number")
    why = NotALedd.why
    fix = NotALedd.fix
    written: str


class SectionMisspelt(Proposing):
    code = "bad-name"
    message = Text("`{written}` {how}", "`{written}` {how}")
    why = Text(
        "en hjemmel slås opp og sammenlignes bokstav for bokstav, og to skrivemåter ville være to paragrafer",
        "a source is looked up and matched letter by letter, and two spellings would be two sections",
    )
    fix = Text(
        "skriv én paragraf: `§`, mellomrom, nummeret og bokstaven om den har en; ledd og punktum står i egne felter",
        "write one section: `§`, a space, the number, and the letter if it has one; ledd and punktum have fields of their own",
    )
    written: str
    how: Text


class SectionOfAnotherForm(Proposing):
    code = "bad-name"
    message = Text(
        "`{section}` er ikke nummerert slik paragrafene i `{act}` er", "`{section}` is not numbered as the sections of `{act}` are"
    )
    why = Text("en paragraf loven ikke kan ha, kan ingen slå opp", "a section that the act cannot have can be looked up by nobody")
    fix = Text(
        "skriv paragrafen som {forms}, eller la `sections` i lovfilen vise denne formen også",
        "write the section like {forms}, or let `sections` in the law file show this form too",
    )
    section: str
    act: str
    forms: tuple[str, ...]


class NoSectionShown(Problem):
    code = "empty-value"
    message = Text("`sections` viser ingen paragraf", "`sections` shows no section")
    why = Text("da ville ingen hjemmel i loven være riktig skrevet", "no source in the act would then be written as it should")
    fix = Text("før opp en paragraf av hver form, eller ta bort `sections`", "list a section of each form, or take `sections` away")


class NotAPunktum(Proposing):
    code = "bad-number"
    message = Text("`punktum` er {punktum}", "`punktum` is {punktum}")
    why = Text(
        "punktumene i et ledd telles fra 1, og en hjemmel som ikke finnes, kan ingen slå opp",
        "the sentences of a paragraph are counted from 1, and nobody can look up a source that is not there",
    )
    fix = Text(
        "skriv nummeret på punktumet, eller det første og det siste, som `2–3`",
        "write the number of the sentence, or the first and the last, as `2–3`",
    )
    punktum: str


class NotALetter(Proposing):
    code = "bad-name"
    message = Text("`letter` er {letter}, ikke en liten bokstav", "`letter` is {letter}, not a lower-case letter")
    why = Text(
        "punktene i en opplisting har en bokstav, og en hjemmel som ikke finnes, kan ingen slå opp",
        "the items of a list have a letter each, and nobody can look up a source that is not there",
    )
    fix = Text(
        "skriv bokstaven, som `a`, eller stryk feltet om bestemmelsen ikke har noen bokstav",
        "write the letter, as `a`, or leave the field out if the provision has no letter",
    )
    letter: str


class UnknownAct(Misspelt):
    code = "unknown-act"
    message = Text("ingen lov heter `{act}`", "no act is named `{act}`")
    why = Text("en henvisning som ikke kan følges, er ingen hjemmel", "a citation that cannot be followed is no authority")
    fix = Text(
        "bruk et navn fra `acts:` i {file} ({valid}), eller deklarer den der",
        "use a name from `acts:` in {file} ({valid}), or declare it there",
    )
    act: str
    file: str
    valid: tuple[str, ...]


class DerivedWithoutLabel(Problem):
    code = "missing-key"
    message = Text("den beregnede verdien `{name}` mangler feltet `label`", "derived value `{name}` lacks the field `label`")
    why = Text(
        "den som leser en avgjørelse, ser verdien og må få vite hva den er",
        "the reader of a decision sees the value and must know what it is",
    )
    fix = Text("legg til `label:` på nb og en", "add `label:` in nb and en")
    name: str


class DerivedBeyondCalendar(Problem):
    code = "out-of-range"
    message = Text(
        "den beregnede verdien `{name}` kan ligge {years} år fra enhver dato i en sak",
        "derived value `{name}` can lie {years} years from every date of a case",
    )
    why = Text("en dato så langt unna ligger utenfor kalenderen", "a date so far away is outside the calendar")
    fix = Text("rett tidsrommene, eller regn med færre av dem", "correct the periods, or compute with fewer of them")
    name: str
    years: int


class DividedByZero(Problem):
    code = "division-by-zero"
    message = Text(
        "`{name}` deles på parameteren `{parameter}`, som er null", "`{name}` is divided by the parameter `{parameter}`, which is zero"
    )
    why = Text("ingenting kan deles på null", "nothing can be divided by zero")
    fix = Text("rett parameteren", "correct the parameter")
    name: str
    parameter: str


class NoStep(Problem):
    code = "out-of-range"
    message = Text(
        "`{name}` avrundes til hele `{parameter}`, som ikke er større enn null",
        "`{name}` is rounded to whole counts of `{parameter}`, which is not more than zero",
    )
    why = Text("et tall avrundes til hele antall av noe", "a number is rounded to whole counts of something")
    fix = Text("skriv for eksempel 1 for hele kroner eller 0.01 for hele øre", "write for example 1 for whole kroner or 0.01 for whole øre")
    name: str
    parameter: str


class UnboundedNumber(Problem):
    code = "unbounded-number"
    message = Text(
        "`{name}` beregnes av `{number}`, som ikke har et minste og et største tall",
        "`{name}` is computed from `{number}`, which has no smallest and greatest number",
    )
    why = Text(
        "det regnes nøyaktig, og da må det være kjent hvor store tallene kan bli",
        "numbers are computed exactly, so it must be known how great they can be",
    )
    fix = Text(
        "gi opplysningene den bygger på, både `minimum` og `maximum`", "give the facts that it rests on both a `minimum` and a `maximum`"
    )
    name: str
    number: str


class InexactNumber(Problem):
    code = "inexact-number"
    message = Text("`{name}` kan få mer enn {places} desimaler", "`{name}` can have more than {places} decimals")
    why = Text(
        "en tredel kan ikke skrives med desimaler, og programmet runder ikke av der loven ikke sier det",
        "a third cannot be written with decimals, and the program rounds nothing where the law does not say so",
    )
    fix = Text(
        "avrund det: `rounded: [{{…}}, {{parameter: NAVN}}]`, der parameteren sier hva det avrundes til",
        "round it: `rounded: [{{…}}, {{parameter: NAME}}]`, where the parameter says to what",
    )
    name: str
    places: int


class TooGreatNumber(Problem):
    code = "out-of-range"
    message = Text("`{name}` kan bli {most} eller mer, eller for fint å regne ut", "`{name}` can be {most} or more, or too fine to compute")
    why = Text("så store tall kan ikke skrives nøyaktig overalt", "numbers so great cannot be written exactly everywhere")
    fix = Text(
        "gi opplysningene den bygger på, et mindre `maximum`, eller avrund underveis",
        "give the facts that it rests on a smaller `maximum`, or round on the way",
    )
    name: str
    most: int


class LifeWithoutEnds(Problem):
    code = "missing-key"
    message = Text("`in_force` har verken `from` eller `to`", "`in_force` has neither `from` nor `to`")
    why = Text("en virketid uten begynnelse og slutt sier ingenting", "a period without a first or a last day says nothing")
    fix = Text("legg til `from:`, `to:` eller begge, eller stryk `in_force:`", "add `from:`, `to:` or both, or delete `in_force:`")


class EndNotADate(Problem):
    code = "type-mismatch"
    message = Text("`{key}` er ikke en parameter som er en dato", "`{key}` is not a date parameter")
    why = Text(
        "hvor lenge en bestemmelse virker, fastsettes av loven, ikke av saken",
        "when a provision is in force is set by the law, not by the case",
    )
    fix = Text(
        "skriv `{{parameter: NAVN}}` med en parameter som har enheten date", "write `{{parameter: NAME}}` with a parameter of unit date"
    )
    key: str


class LifeNotOfTheCase(Problem):
    code = "type-mismatch"
    message = Text("`on` er ikke en dato i saken", "`on` is not a date of the case")
    why = Text(
        "om en bestemmelse virker, måles på en navngitt dato, aldri på dagens",
        "whether a provision is in force is judged on a named date, never on today's",
    )
    fix = Text("oppgi en opplysning eller beregnet verdi som er en dato", "name a date fact or derived date")


class LifeEndsBeforeItBegins(Problem):
    code = "empty-life"
    message = Text("`in_force` slutter før den begynner", "`in_force` ends before it begins")
    why = Text("regelen kunne aldri gjelde", "the rule could never apply")
    fix = Text("bytt om de to parameterne, eller rett verdiene", "swap the two parameters, or correct their values")


class ConclusionNeedsValue(Problem):
    code = "not-boolean"
    message = Text("`{conclusion}` må få en verdi", "`{conclusion}` needs a value")
    why = Text(
        "en konklusjon som ikke er en sannhetsverdi, har ingen verdi av seg selv",
        "a conclusion that is not true or false has no value of its own",
    )
    fix = Text("skriv `{{{conclusion}: …}}`", "write `{{{conclusion}: …}}`")
    conclusion: str


class ListOfConclusions(Problem):
    code = "wrong-shape"
    message = Text("`then` er en liste", "`then` is a list")
    why = Text(
        "hver konklusjon har en verdi, og en liste sier ikke hvilken",
        "every conclusion has a value, and a list does not say which",
    )
    fix = Text("skriv `{written}`", "write `{written}`")
    written: str


class NoConclusion(Problem):
    code = "empty-value"
    message = Text("`then` nevner ingen konklusjon", "`then` names no conclusion")
    why = Text("en regel som ikke konkluderer med noe, sier ingenting", "a rule that concludes nothing says nothing")
    fix = Text("oppgi minst én konklusjon", "name at least one conclusion")


class CannotBeConcluded(Problem):
    code = "wrong-kind"
    message = Text("`{name}` er en {kind} og kan ikke konkluderes", "`{name}` is a {kind} and cannot be concluded")
    why = Text(
        "saken oppgir opplysningene; en regel som skrev over dem, ville avgjøre en annen sak",
        "the case states facts; a rule that overwrote them would decide another case",
    )
    fix = Text("konkluder med en konklusjon, og deklarer den om den er ny", "conclude a conclusion, and declare it if it is new")
    name: str
    kind: Text


class SetByChoiceOfLaw(Problem):
    code = "wrong-kind"
    message = Text("`{conclusion}` settes av lovvalget, ikke av en regel", "`{conclusion}` is set by the choice of law, not by a rule")
    why = Text("to svar på hvilken versjon som gjelder, kunne være ulike", "two answers to which version governs could differ")
    fix = Text("konkluder med `{prefix}<tema>` i {file}", "conclude `{prefix}<topic>` in {file}")
    conclusion: str
    prefix: str
    file: str


class GovernsElsewhere(Problem):
    code = "wrong-topic"
    message = Text("`{conclusion}` er en konklusjon utenfor {file}", "`{conclusion}` is concluded outside {file}")
    why = Text("hvilken versjon som gjelder, må kunne leses på ett sted", "which version governs must be readable in one place")
    fix = Text("flytt regelen til {file}", "move the rule to {file}")
    conclusion: str
    file: str


class ConclusionOfAnotherTopic(Problem):
    code = "wrong-topic"
    message = Text(
        "`{conclusion}` hører til temaet `{its}`, denne filen til `{topic}`",
        "`{conclusion}` belongs to topic `{its}`, this file to `{topic}`",
    )
    why = Text(
        "et tema avgjøres i sin helhet av den versjonen som gjelder for det", "a topic is decided as a whole by the version that governs it"
    )
    fix = Text("flytt regelen til en fil med temaet `{its}`", "move the rule to a file of topic `{its}`")
    conclusion: str
    its: str | None
    topic: str


class CircleOfDerived(Problem):
    code = "cycle"
    message = Text("beregnede verdier bygger på hverandre: {steps}", "derived values rest on each other: {steps}")
    why = Text("en verdi som bygger på seg selv, kan aldri beregnes", "a value that rests on itself can never be computed")
    fix = Text(
        "bryt sirkelen: en av disse verdiene må klare seg uten den neste",
        "break the circle: one of these values must do without the next",
    )
    steps: str


class DerivedFromItself(CircleOfDerived):
    message = Text("en beregnet verdi bygger på seg selv: {steps}", "derived values rest on themselves: {steps}")
