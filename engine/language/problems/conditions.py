"""What can be wrong in conditions and derived values."""

from __future__ import annotations

from ...diagnostics import USE_ONE_OF, Misspelt, Problem, Proposing
from ...model import Text
from .fields import WHY_EMPTY, WHY_SHAPE

_WHY_NAME = Text(
    "et feilskrevet navn ville forbli ukjent og la alle saker stå åpne", "a misspelt name would stay unknown and leave every case open"
)
_WHY_TOGETHER = Text("det ville ikke være klart hvordan de hører sammen", "it would not be clear how they belong together")
_ADD_ONE_OF = Text("legg til en av disse: {valid}", "add one of: {valid}")

_WHY_TYPE = Text(
    "verdier av ulike slag har ingen rekkefølge og er aldri like", "values of different kinds have no order and are never equal"
)
_WHY_UNIT = Text(
    "tall med ulike enheter ser like ut og betyr forskjellige ting", "numbers of different units look alike and mean different things"
)
_WHY_NUMBER = Text(
    "hvert tall og hver dato i loven har et navn, en enhet og en hjemmel, slik at de kan finnes, prøves og endres",
    "every number and date of the law has a name, a unit and a source, so that it can be found, tested and amended",
)
_WHY_COMPUTED = Text(
    "leseren må se hva saken oppgir, og hva loven beregner", "the reader must see what the case states and what the law computes"
)
_BEHIND = Text("bruk opplysningen eller den beregnede verdien som ligger bak", "use the fact or derived value behind it")


class ListAsCondition(Problem):
    code = "wrong-shape"
    message = Text("et vilkår er en liste", "a condition is a list")
    why = WHY_SHAPE
    fix = Text(
        "skriv `all:` foran listen om alle vilkårene må være oppfylt, og `any:` om ett er nok",
        "write `all:` before the list if every condition must hold, and `any:` if one is enough",
    )


class BesideConnective(Problem):
    code = "unknown-key"
    message = Text("`{other}` står ved siden av `{connective}`", "`{other}` is written beside `{connective}`")
    why = Text("det ville ikke være klart hvordan de to hører sammen", "it would not be clear how the two belong together")
    fix = Text("sett det inn i listen under `{connective}`", "put it into the list under `{connective}`")
    other: str
    connective: str


class ConnectiveOfNothing(Problem):
    code = "empty-value"
    message = Text("`{connective}` har ingen vilkår", "`{connective}` lists no condition")
    why = Text(
        "en tom liste er alltid sann eller alltid usann, og aldri ment", "an empty list is always true or always false, and never meant"
    )
    fix = Text("før opp minst ett vilkår", "list at least one condition")
    connective: str


class NotACondition(Problem):
    code = "not-boolean"
    message = Text("`{written}` er ikke en sannhetsverdi, men {kind}", "`{written}` is not true or false but {kind}")
    why = Text("et vilkår må være sant, usant eller ukjent", "a condition must be true, false or unknown")
    fix = Text("sammenlign: {example}", "compare it: {example}")
    written: str
    kind: Text
    example: str


class NoComparison(Misspelt):
    code = "unknown-operator"
    message = Text("det finnes ingen sammenligning `{key}`", "there is no comparison `{key}`")
    why = Text(
        "tabellen over sammenligninger er lukket, så hver leser kjenner alle",
        "the table of comparisons is closed, so that every reader knows each of them",
    )
    fix = USE_ONE_OF
    key: str
    valid: tuple[str, ...]


class ComparesWhetherKnown(Problem):
    code = NoComparison.code
    message = NoComparison.message
    why = NoComparison.why
    fix = Text(
        "utelat det: ingen vilkår spør om en opplysning er kjent, for en ny opplysning må aldri velte det som er avgjort",
        "leave it out: no condition asks whether a fact is known, since learning a fact must never overturn what is settled",
    )
    key: str


class RoundBrackets(Problem):
    code = "wrong-shape"
    message = Text("listen står i runde parenteser", "the list is in round brackets")
    why = WHY_SHAPE
    fix = Text("skriv den i hakeparenteser: `[ÉN, TO]`", "write it in square brackets: `[ONE, TWO]`")


class TwoSubjects(Problem):
    code = "wrong-shape"
    message = Text("en sammenligning nevner både `fact` og `value`", "a comparison names both `fact` and `value`")
    why = WHY_SHAPE
    fix = Text(
        "skriv `{{fact: NAVN, is: …}}` for en opplysning, `{{value: NAVN, is: …}}` for en beregnet verdi eller konklusjon",
        "write `{{fact: NAME, is: …}}` for a fact, `{{value: NAME, is: …}}` for a derived value or conclusion",
    )


class NoSubject(Problem):
    code = "wrong-shape"
    message = Text("en sammenligning nevner verken `fact` eller `value`", "a comparison names no fact or value")
    why = WHY_SHAPE
    fix = TwoSubjects.fix


class SeveralComparisons(Problem):
    code = "several-operators"
    message = Text("en sammenligning har flere operatorer", "a comparison has several operators")
    why = _WHY_TOGETHER
    fix = Text("skriv én sammenligning for hver, og bind dem sammen med `all:`", "write one comparison each and join them with `all:`")


class NoComparisonMade(Problem):
    code = "missing-operator"
    message = Text("en sammenligning mangler operator", "a comparison has no operator")
    why = WHY_SHAPE
    fix = _ADD_ONE_OF
    valid: tuple[str, ...]


class BooleanCompared(Problem):
    code = "boolean-compared"
    message = Text("`{name}` er en sannhetsverdi, men blir sammenlignet", "`{name}` is true or false and is compared")
    why = Text("én måte å si noe på er lettere å kontrollere enn to", "one way to say a thing is easier to review than two")
    fix = Text("skriv `{name}` alene, eller `not: {name}`", "write `{name}` alone, or `not: {name}`")
    name: str


class DoesNotCompare(Proposing):
    code = "wrong-operator"
    message = Text("`{operator}` sammenligner ikke {kind}", "`{operator}` does not compare {kind}")
    why = Text(
        "hver sammenligning er for de slag av verdier der den har én klar mening",
        "each comparison is for the kinds of value for which it has one clear meaning",
    )
    fix = USE_ONE_OF
    operator: str
    kind: Text
    valid: tuple[str, ...]


class ConclusionCompared(Problem):
    code = "wrong-operator"
    message = Text("konklusjonen `{name}` sammenlignes som {kind}", "the conclusion `{name}` is compared as {kind}")
    why = Text(
        "av konklusjoner er det bare tall og datoer som står i en rekkefølge; ord fra en liste er de samme eller ikke",
        "of conclusions only numbers and dates stand in an order; words of a list are the same or not",
    )
    fix = Text("sammenlign opplysningen eller den beregnede verdien som ligger bak", "compare the fact or derived value behind it")
    name: str
    kind: Text


class KeyOfAnotherKind(Problem):
    code = "wrong-kind"
    message = Text("`{name}` er {is_}, ikke en {not_}", "`{name}` is {is_}, not a {not_}")
    why = _WHY_COMPUTED
    fix = Text("skriv `{right}:` i stedet for `{key}:`", "write `{right}:` instead of `{key}:`")
    name: str
    is_: Text
    not_: Text
    right: str
    key: str


class NotTwoEnds(Problem):
    code = "wrong-shape"
    message = Text("`{operator}` har {number} grenser, ikke to", "`{operator}` has {number} ends, not two")
    why = WHY_SHAPE
    fix = Text("skriv den nedre og den øvre grensen; begge er med", "write the lower and the upper end; both are included")
    operator: str
    number: int


class NoValueListed(Problem):
    code = "empty-value"
    message = Text("`{operator}` har ingen verdier", "`{operator}` lists no value")
    why = Text(
        "en tom liste er alltid sann eller alltid usann, og aldri ment", "an empty list is always true or always false, and never meant"
    )
    fix = Text("før opp minst én verdi", "list at least one value")
    operator: str


class NeverNone(Problem):
    code = "none-not-declared"
    message = Text("denne datoen er aldri `none`", "this date is never `none`")
    why = Text(
        "bare en hendelse som er deklarert å kunne utebli, kan sies ikke å ha skjedd",
        "only an event whose absence is declared can be said not to have happened",
    )
    fix = Text(
        "deklarer den med `if_absent: none` i vokabularet, eller sammenlign en annen opplysning",
        "declare it `if_absent: none` in the vocabulary, or compare another fact",
    )


class ComparedWithNoWord(Misspelt):
    code = "unknown-value"
    message = Text("`{written}` er ikke et av ordene som er mulige her", "`{written}` is not one of the words that are possible here")
    why = Text("sammenligningen ville aldri være sann", "the comparison would never be true")
    fix = Text(
        "velg blant {valid}; et ord som loven har fått, deklareres først under `values:`",
        "use one of: {valid}; a word that is new in the law is first declared under `values:`",
    )
    written: str
    valid: tuple[str, ...]


class GivenNoWord(ComparedWithNoWord):
    why = Text("ordet ville ikke bety noe", "the word would mean nothing")


class TypesCompared(Problem):
    code = "type-mismatch"
    message = Text("{left} {does} {right}", "{left} {does} {right}")
    why = _WHY_TYPE
    fix = Text("skriv {left} her", "write {left} here")
    left: Text
    does: Text
    right: Text


class UnitsCompared(Problem):
    code = "unit-mismatch"
    message = Text("{left} {does} {right}", "{left} {does} {right}")
    why = _WHY_UNIT
    fix = Text("bruk en opplysning eller parameter med samme enhet", "use a fact or parameter of the same unit")
    left: Text
    does: Text
    right: Text


class LevelOfAnotherScale(Problem):
    code = "unknown-value"
    message = Text("dette er ikke et nivå på skalaen", "this is not a level of the scale")
    why = Text("nivåer fra en annen skala har ingen rekkefølge her", "levels of another scale have no order here")
    fix = USE_ONE_OF
    valid: tuple[str, ...]


class ListAsValue(Problem):
    code = "wrong-shape"
    message = Text("her står en liste, der det skulle stått én verdi", "found a list where one value is expected")
    why = WHY_SHAPE
    fix = Text(
        "skriv ett navn, eller `{{parameter: NAVN}}`; bruk `in` eller `not_in` for å sammenligne med flere verdier",
        "write one name, or `{{parameter: NAME}}`; to compare with several values use `in` or `not_in`",
    )


class NoSuchOperation(Misspelt):
    code = "unknown-operator"
    message = Text("det finnes ingen regneoperasjon `{key}`", "there is no operation `{key}`")
    why = Text(
        "tabellen over regneoperasjoner er lukket, så hver leser kjenner alle",
        "the table of derived values is closed, so that every reader knows each of them",
    )
    fix = USE_ONE_OF
    key: str
    valid: tuple[str, ...]


class ComputesWhetherKnown(Problem):
    code = NoSuchOperation.code
    message = NoSuchOperation.message
    why = NoSuchOperation.why
    fix = ComparesWhetherKnown.fix
    key: str


class NeitherValueNorOperation(Problem):
    code = "wrong-shape"
    message = Text("dette er ikke en verdi", "this is not a value")
    why = WHY_SHAPE
    fix = Text(
        "skriv et navn eller `{{parameter: NAVN}}`, eller én regneoperasjon: {valid}",
        "write a name or `{{parameter: NAME}}`, or one operation: {valid}",
    )
    valid: tuple[str, ...]


class NotAValue(Problem):
    code = "wrong-shape"
    message = Text("dette er ikke en verdi", "this is not a value")
    why = WHY_SHAPE
    fix = Text(
        "skriv et navn eller `{{parameter: NAVN}}`; det som må beregnes, deklareres under `derived:`",
        "write a name or `{{parameter: NAME}}`; what must be computed is declared under `derived:`",
    )


class BareNumber(Problem):
    code = "bare-number"
    message = Text("`{written}` står uten navn i en regel", "`{written}` is written as a bare value in a rule")
    why = _WHY_NUMBER
    fix = Text(
        "deklarer det under `parameters:` med enhet og hjemmel, og skriv `{{parameter: NAVN}}`",
        "declare it under `parameters:` with unit and source, and write `{{parameter: NAME}}`",
    )
    written: str


class ParameterAsFact(Problem):
    code = "wrong-kind"
    message = Text("`{written}` er en parameter, ikke en opplysning", "`{written}` is a parameter, not a fact")
    why = Text("leseren må se hva saken oppgir, og hva loven fastsetter", "the reader must see what the case states and what the law sets")
    fix = Text("skriv `{{parameter: {written}}}`", "write `{{parameter: {written}}}`")
    written: str


class ConclusionAsValue(Problem):
    code = "wrong-kind"
    message = Text(
        "`{written}` er en konklusjon og står der en verdi beregnes", "`{written}` is a conclusion, used where a value is computed"
    )
    why = Text(
        "verdier beregnes av det saken oppgir; konklusjoner kan bare prøves",
        "values are computed from what the case states; conclusions may only be tested",
    )
    fix = _BEHIND
    written: str


class NotOfThisKind(Problem):
    code = "wrong-kind"
    message = Text("`{written}` er ikke en {not_}", "`{written}` is not a {not_}")
    why = _WHY_COMPUTED
    fix = Text("skriv `{right}:` i stedet for `{key}:`", "write `{right}:` instead of `{key}:`")
    written: str
    not_: Text
    right: str
    key: str


class UnknownParameter(Misspelt):
    code = "unknown-parameter"
    message = Text("ingen parameter heter `{name}`", "no parameter is named `{name}`")
    why = _WHY_NAME
    fix = Text("deklarer den under `parameters:` i {file}", "declare it under `parameters:` in {file}")
    name: str
    file: str


class ValueByDate(Problem):
    code = "value-by-date"
    message = Text("`{name}` har verdier etter dato, og her står ingen dato", "`{name}` has values by date, and no date stands here")
    why = Text("ingen av verdiene gjelder for alle dager", "none of the values holds on every day")
    fix = Text(
        "slå den opp på en dato: `value_on: [{{parameter: {name}}}, DATO]`, i en beregnet verdi",
        "look it up on a date: `value_on: [{{parameter: {name}}}, DATE]`, in a derived value",
    )
    name: str


class NotTwoOperands(Problem):
    code = "wrong-shape"
    message = Text("antallet operander i `{operation}` er {number}", "the number of operands of `{operation}` is {number}")
    why = WHY_SHAPE
    fix = Text("skriv nøyaktig to", "write exactly two")
    operation: str
    number: int


class NotOneOperand(NotTwoOperands):
    fix = Text("skriv nøyaktig én", "write exactly one")


class NoCalendar(Problem):
    code = "no-calendar"
    message = Text(
        "`{operation}` regner i virkedager, og det finnes ingen kalender",
        "`{operation}` counts working days, and there is no calendar",
    )
    why = Text(
        "uten kalender vet ingen hvilke dager som er helligdager, og de gjettes ikke",
        "without a calendar nobody knows which days are public holidays, and they are not guessed",
    )
    fix = Text("skriv `calendar:` i vokabularet", "write `calendar:` in the vocabulary")
    operation: str


class TooFewOperands(NotTwoOperands):
    fix = Text("skriv minst to", "write at least two")


class OperandType(Problem):
    code = "type-mismatch"
    message = Text("`{operation}` tar {wanted} her, ikke {found}", "`{operation}` takes {wanted} here, not {found}")
    why = Text("en regneoperasjon på et annet slag verdi har ingen mening", "an operation on another kind of value has no meaning")
    fix = Text("bruk {wanted}", "use {wanted}")
    operation: str
    wanted: Text
    found: Text


class UnitsAdded(Problem):
    code = "unit-mismatch"
    message = Text("`{operation}` får {one} og {other}", "`{operation}` is given {one} and {other}")
    why = _WHY_UNIT
    fix = Text("bruk tall med samme enhet", "use numbers of one unit")
    operation: str
    one: Text
    other: Text


class UnitsMultiplied(Problem):
    code = "unit-mismatch"
    message = Text("{one} og {other} ganges med hverandre", "{one} and {other} are multiplied")
    why = Text("ingen enhet sier hva det blir", "no unit says what that makes")
    fix = Text("gang ett tall med tall med enheten `factor`", "multiply one number with numbers of the unit `factor`")
    one: Text
    other: Text


class UnitsDivided(Problem):
    code = "unit-mismatch"
    message = Text("{one} deles på {other}", "{one} is divided by {other}")
    why = Text("ingen enhet sier hva det blir", "no unit says what that makes")
    fix = Text("del på et tall med enheten `factor` eller med samme enhet", "divide by a number of the unit `factor` or of the same unit")
    one: Text
    other: Text


class NotTrue(Problem):
    code = "not-true"
    message = Text("{what} gis til en konklusjon som bare kan få `true`", "{what} is given to a conclusion that can only be given `true`")
    why = Text(
        "en sannhetsverdi er ikke oppfylt når ingen regel for den gjelder; ingenting konkluderes som usant",
        "a boolean is not met when no rule for it applies; nothing is concluded false",
    )
    fix = Text(
        "skriv `true`; bruk `unless:` eller `overrides:` for å ta en konklusjon bort",
        "write `true`; to take a conclusion away use `unless:` or `overrides:`",
    )
    what: Text


class NameAsGivenValue(Problem):
    code = "wrong-shape"
    message = Text("her står et navn, der en verdi skal gis", "found a name where a value is expected")
    why = WHY_SHAPE
    fix = Text("skriv `{{{key}: {written}}}`", "write `{{{key}: {written}}}`")
    key: str
    written: str


class ParameterAsGivenValue(Problem):
    code = "wrong-shape"
    message = Text("her står et navn, der en verdi skal gis", "found a name where a value is expected")
    why = WHY_SHAPE
    fix = Text("skriv `{{parameter: {written}}}`", "write `{{parameter: {written}}}`")
    written: str


class NoOperation(Problem):
    code = "missing-operator"
    message = Text("en beregnet verdi mangler regneoperasjon", "a derived value has no operation")
    why = WHY_SHAPE
    fix = _ADD_ONE_OF
    valid: tuple[str, ...]


class SeveralOperations(Problem):
    code = "several-operators"
    message = Text("en beregnet verdi har flere regneoperasjoner", "a derived value has several operations")
    why = _WHY_TOGETHER
    fix = Text(
        "skriv den ene inni den andre, eller deklarer to beregnede verdier", "write one inside the other, or declare two derived values"
    )


class UndeclaredName(Misspelt):
    code = "unknown-name"
    message = Text("ingen {what} heter `{written}`", "no {what} is named `{written}`")
    why = _WHY_NAME
    fix = Text("deklarer {where}", "declare {where}")
    what: Text
    written: str
    where: Text


class UnlikeAnyName(UndeclaredName):
    fix = Text("bruk et navn som er deklarert, eller deklarer {where}", "use a name that is declared, or declare {where}")


class SentenceAsName(Problem):
    code = UndeclaredName.code
    message = UndeclaredName.message
    why = Text(
        "en setning kan ingen regel prøve: hvert vilkår er ett navn eller én sammenligning",
        "no rule can test a sentence: each condition is one name or one comparison",
    )
    fix = Text(
        "skriv navnet alene, eller `{{fact: NAVN, at_least: {{parameter: NAVN}}}}`; flere vilkår står i en liste under `all:` eller `any:`",
        "write the name alone, or `{{fact: NAME, at_least: {{parameter: NAME}}}}`; several conditions are a list under `all:` or `any:`",
    )
    what: Text
    written: str


class UnitOfNoUse(Problem):
    code = "unit-mismatch"
    message = Text(
        "parameteren `{name}` har enheten `{unit}`, men de {uses} stedene som bruker den, tar alle `{wanted}`",
        "parameter `{name}` is in `{unit}`, but the {uses} places that use it all take `{wanted}`",
    )
    why = _WHY_UNIT
    fix = Text("rett enheten her, og tallet om det trengs", "correct the unit here, and the number if need be")
    name: str
    unit: str
    wanted: str
    uses: int


class NothingNamed(Problem):
    code = "empty-value"
    message = Text("det står ingenting her, der det skulle stått en {what}", "a {what} is missing here")
    why = WHY_EMPTY
    fix = Text("oppgi en {what}", "name a {what}")
    what: Text
