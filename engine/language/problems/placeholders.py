"""What can be wrong in the placeholders of texts."""

from __future__ import annotations

from ...diagnostics import Misspelt, Problem, Proposing
from ...model import Text

_TO_READERS = Text("det ville stått i brev og avgjørelser slik det er skrevet", "it would stand in letters and decisions as it is written")
_NO_NUMBER = Text(
    "en tekst sier det tallet som gjelder i den versjonen den leses etter; her ville det ikke vært noe tall",
    "a text tells the number of the version by which it is read; here there would be none",
)


class StrayBraces(Problem):
    code = "bad-placeholder"
    message = Text("`{found}` er ikke navnet på noe i loven", "`{found}` is not the name of anything in the law")
    why = _TO_READERS
    fix = Text(
        "skriv navnet på en parameter: `{{NAVN}}`; hører krøllparentesen til teksten, så skriv den to ganger: `{{{{`",
        "write the name of a parameter: `{{NAME}}`; where the brace belongs to the text, write it twice: `{{{{`",
    )
    found: str


class NoForm(Proposing):
    code = "bad-placeholder"
    message = Text("`{form}` er ingen form av et tall", "`{form}` is no form of a number")
    why = _TO_READERS
    fix = Text("velg blant {forms}", "use one of: {forms}")
    form: str
    forms: tuple[str, ...]


class UnfitForm(Problem):
    code = "bad-placeholder"
    message = Text("`{name}` er {kind} og har ikke formen `{form}`", "`{name}` is {kind} and has no form `{form}`")
    why = Text(
        "bare et tall i loven kan skrives med bokstaver eller uten enhet", "only a number of the law can be spelt or stand without its unit"
    )
    fix = Text("skriv `{{{name}}}`", "write `{{{name}}}`")
    name: str
    form: str
    kind: Text


class NotAParameter(Problem):
    code = "wrong-kind"
    message = Text("`{name}` er {kind}, ikke en parameter", "`{name}` is {kind}, not a parameter")
    why = Text(
        "teksten leses uten noen sak, og da er bare tallene og datoene i loven kjent",
        "the text is read without any case, when only the numbers and dates of the law are known",
    )
    fix = Text(
        "nevn en parameter, eller omtal verdien uten å si den; bare setninger i brevet kan nevne beregnede verdier",
        "name a parameter, or speak of the value without telling it; only sentences of the letter may name derived values",
    )
    name: str
    kind: Text


class UnknownInFrame(Proposing):
    code = "bad-placeholder"
    message = Text("rammen rundt et brev har ikke noe felt som heter `{name}`", "the frame of a letter has no field `{name}`")
    why = _TO_READERS
    fix = Text("velg blant {places}", "use one of: {places}")
    name: str
    places: tuple[str, ...]


class UnknownInText(Misspelt):
    code = "unknown-parameter"
    message = Text("ingen parameter heter `{name}`", "no parameter is named `{name}`")
    why = _NO_NUMBER
    fix = Text("{otherwise}", "{otherwise}")
    name: str
    otherwise: Text


class OfAnotherVersion(Problem):
    """A name that another version knows is no slip of the pen, and another name would be another number."""

    code = "unknown-parameter"
    message = Text(
        "`{name}` er en parameter i versjon {others}, og ikke i versjon `{version}`, som teksten leses etter",
        "`{name}` is a parameter of version {others}, and not of version `{version}`, by which the text is read",
    )
    why = _NO_NUMBER
    fix = Text("{otherwise}", "{otherwise}")
    name: str
    others: tuple[str, ...]
    version: str
    otherwise: Text


class VersionsDiffer(Problem):
    code = "placeholder-differs"
    message = Text("versjonene er ikke enige om `{name}`: {told}", "the versions do not agree on `{name}`: {told}")
    why = Text(
        "teksten leses før noen vet hvilken versjon som gjelder, og en sak må bety det samme for alle",
        "the text is read before anybody knows which version governs, and a case must mean the same to all of them",
    )
    fix = Text(
        "spør etter tallet selv, og la reglene sammenligne, eller skriv teksten uten tallet",
        "ask for the number itself and let the rules compare it, or write the text without the number",
    )
    name: str
    told: Text


class MeansTwoThings(Problem):
    code = "placeholder-differs"
    message = Text("`{name}` er {first} og {second}", "`{name}` is {first} and {second}")
    why = Text(
        "det samme navnet ville ha sagt to ting, og leseren kan ikke se hvilken av dem",
        "one name would say two things, and the reader cannot see which of them",
    )
    fix = Text("gi den ene et annet navn", "rename one of them")
    name: str
    first: Text
    second: Text


class ValueIsNamed(Problem):
    code = "placeholder-differs"
    message = Text("`{{{value}}}` betyr to ting her", "`{{{value}}}` means two things here")
    why = Text(
        "i brevet er det verdien av konklusjonen som setningen handler om, og loven har noe annet som heter det samme",
        "in the letter it is the value of the conclusion that the sentence is about, and the law has something else of that name",
    )
    fix = Text("gi det som heter `{value}` i loven, et annet navn", "rename what the law calls `{value}`")
    value: str


class CalendarNamesLaw(Problem):
    code = "bad-placeholder"
    message = Text("en helligdag kan ikke nevne `{name}`", "a public holiday cannot name `{name}`")
    why = Text(
        "kalenderen er den samme for alle lovversjonene, og navnet ville stått der slik det er skrevet",
        "the calendar is the same for all law versions, and the name would stand there as it is written",
    )
    fix = Text("skriv navnet på helligdagen uten krøllparenteser", "write the name of the holiday without braces")
    name: str
