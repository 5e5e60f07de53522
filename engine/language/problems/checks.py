"""What can be wrong in a law as a whole: between its versions, and between its rules."""

from __future__ import annotations

from ...diagnostics import Problem, Proposing
from ...model import Text

_WHY_EFFECT = Text(
    "det som ser ut som lov, men ikke har noen virkning, villeder neste leser",
    "what looks like law but has no effect misleads readers",
)


class SameDay(Problem):
    code = "same-day"
    message = Text(
        "versjonene `{other}` og `{version}` gjelder begge fra {day}", "versions `{other}` and `{version}` are both effective from {day}"
    )
    why = Text(
        "den nyeste versjonen som gjelder, går foran, og ingen av de to ville være nyest",
        "the newest version that governs wins, and neither would be the newer",
    )
    fix = Text("rett `effective_from`", "correct `effective_from`")
    other: str
    version: str
    day: str


class AmendmentsOfNothing(Problem):
    code = "false-amendment"
    message = Text(
        "versjon `{version}` har lovendringer, men ingen versjon foran seg", "version `{version}` has amendments and nothing before it"
    )
    why = Text("en lovendring endrer en versjon som finnes", "an amendment changes a version that is there")
    fix = Text(
        "skriv `amended_by: []`, eller legg til mappen med den foregående versjonen",
        "write `amended_by: []`, or add the folder of the preceding version",
    )
    version: str


class NoSuccessor(Problem):
    code = "unknown-version"
    message = Text(
        "versjon `{version}` avløses av `{successor}`, og den finnes ikke",
        "version `{version}` is succeeded by `{successor}`, which is not there",
    )
    why = Text(
        "sakene som hører til en versjon som mangler, ville bli avgjort etter den eldre",
        "the cases of a version that is missing would be decided by the older one",
    )
    fix = Text(
        "legg mappen `{successor}` på plass, eller rett `successor`", "put the folder `{successor}` in its place, or correct `successor`"
    )
    version: str
    successor: str


class WrongSuccessor(Problem):
    code = "wrong-version"
    message = Text("versjon `{version}` sier at {stated}, men {real}", "version `{version}` says that {stated}, but {real}")
    why = Text(
        "loven må si hvor en versjon slutter, så ingen sak blir avgjort etter feil versjon",
        "the law must say where a version ends, so that no case is decided by the wrong one",
    )
    fix = Text("skriv `successor: {written}`, eller rett `effective_from`", "write `successor: {written}`, or correct `effective_from`")
    version: str
    stated: Text
    real: Text
    written: str


class GovernsFromAnotherDay(Problem):
    code = "wrong-version"
    message = Text(
        "versjon `{version}` gjelder fra {day}, men governs.yaml lar den gjelde fra {days}",
        "version `{version}` is effective from {day}, but governs.yaml lets it govern from {days}",
    )
    why = Text(
        "`effective_from` ordner versjonene, og governs.yaml velger sakene; sier de ulike dager, blir noen avgjort etter feil lov",
        "`effective_from` orders the versions and governs.yaml chooses the cases; where they differ, somebody is decided by the wrong law",
    )
    fix = Text("rett `effective_from`, eller datoen i governs.yaml", "correct `effective_from`, or the date in governs.yaml")
    version: str
    day: str
    days: tuple[str, ...]


class GovernsFromAfterSuccessor(Problem):
    code = "wrong-version"
    message = Text(
        "`{parameter}` lar versjonen gjelde fra {day}, men `{successor}` avløser den {then}",
        "`{parameter}` lets the version govern from {day}, but `{successor}` succeeds it on {then}",
    )
    why = Text(
        "sakene fra den dagen hører til versjonen som avløser den", "the cases from that day on belong to the version that succeeds it"
    )
    fix = Text("rett datoen, eller flytt regelen til `{successor}`", "correct the date, or move the rule to `{successor}`")
    parameter: str
    day: str
    successor: str
    then: str


class CircleOfRules(Problem):
    code = "cycle"
    message = Text("{circle}", "{circle}")
    why = Text("det som bygger på seg selv, kan verken bevises eller motbevises", "what rests on itself can be neither proved nor refuted")
    fix = Text(
        "bryt sirkelen: en av disse reglene må klare seg uten den neste", "break the circle: one of these rules must do without the next"
    )
    circle: Text


class NeverConcluded(Proposing):
    code = "never-concluded"
    message = Text(
        "regelen `{rule}` bygger på `{name}`, som ingen regel i versjon `{version}` konkluderer med",
        "rule `{rule}` rests on `{name}`, which no rule of version `{version}` concludes",
    )
    why = Text(
        "et vilkår som aldri kan være oppfylt, gir en regel som ikke sier noe",
        "a condition that can never hold makes a rule that says nothing",
    )
    fix = Text("skriv regelen som konkluderer med den", "write the rule that concludes it")
    rule: str
    name: str
    version: str


class SubjectNeverConcluded(Proposing):
    code = "never-concluded"
    message = Text(
        "`subjects`-vilkåret for `{subject}` bygger på `{name}`, som ingen regel i versjon `{version}` konkluderer med",
        "the subject of `{subject}` rests on `{name}`, which no rule of version `{version}` concludes",
    )
    why = Text(
        "et vilkår som aldri kan være oppfylt, gir et spørsmål som aldri oppstår",
        "a condition that can never hold makes a question that never arises",
    )
    fix = Text("skriv regelen som konkluderer med den, eller stryk vilkåret", "write the rule that concludes it, or delete the subject")
    subject: str
    name: str
    version: str


class NumbersOfTheLawCompared(Problem):
    code = "wrong-operator"
    message = Text(
        "{asking} sammenligner `{name}`, som `{giving}` setter til et tall eller en dag i loven, med `{parameter}`, som også står i loven",
        "{asking} compares `{name}`, which `{giving}` sets to a number or day of the law, with `{parameter}`, which is of the law too",
    )
    why = Text(
        "hvordan to tall eller dager i loven står til hverandre, kommer ikke an på saken",
        "how two numbers or days of the law stand to each other does not depend on the case",
    )
    fix = Text("prøv det som `{giving}` prøver", "test what `{giving}` tests")
    asking: Text
    name: str
    giving: str
    parameter: str


class RulesContradict(Problem):
    code = "conflict"
    message = Text(
        "reglene `{first}` og `{second}` gir `{conclusion}` ulike verdier på samme vilkår",
        "rules `{first}` and `{second}` give `{conclusion}` different values under the same condition",
    )
    why = Text(
        "et valg mellom to bestemmelser som begge gjelder, ville være programmets, ikke lovens",
        "a choice between two provisions that both apply would be the program's, not the law's",
    )
    fix = Text("rett et vilkår, eller la den ene gå foran den andre", "correct a condition, or let one override the other")
    first: str
    second: str
    conclusion: str


class UnusedHelper(Problem):
    code = "unused"
    level = "warning"
    message = Text("hjelpekonklusjonen `{name}` er deklarert og brukes aldri", "helper conclusion `{name}` is declared and never used")
    why = _WHY_EFFECT
    fix = Text("ta den i bruk, eller stryk den", "use it, or delete it")
    name: str


class UnusedParameter(UnusedHelper):
    message = Text("parameteren `{name}` er deklarert og brukes aldri", "parameter `{name}` is declared and never used")
    mending = "without"


class UnusedDerived(UnusedHelper):
    message = Text("den beregnede verdien `{name}` er deklarert og brukes aldri", "derived value `{name}` is declared and never used")
    mending = "without"


class HelperNeverConcluded(Problem):
    code = "never-concluded"
    message = Text("ingen regel konkluderer med hjelpekonklusjonen `{helper}`", "no rule concludes the helper `{helper}`")
    why = _WHY_EFFECT
    fix = Text(
        "skriv regelen som konkluderer med den, eller stryk deklarasjonen", "write the rule that concludes it, or delete the declaration"
    )
    helper: str


class NeverGoverns(Problem):
    code = "never-governs"
    message = Text(
        "versjon `{version}` har regler om `{topic}`, men gjelder aldri for det temaet",
        "version `{version}` has rules for `{topic}` and never governs it",
    )
    why = Text("regler som ingen sak kan nå, ser ut som lov uten å være det", "rules that no case can reach look like law but are not")
    fix = Text(
        "legg til en regel i governs.yaml som konkluderer med `{prefix}{topic}`",
        "add a rule that concludes `{prefix}{topic}` to governs.yaml",
    )
    version: str
    topic: str
    prefix: str


class MissingAmendment(Problem):
    code = "missing-amendment"
    message = Text(
        "regelen `{rule}` {change}{parts}, og ingen lovendring sier det", "rule `{rule}` {change}{parts}, and no amendment says so"
    )
    why = Text(
        "en lov som blir en annen uten en endringslov, er en feil i en fil",
        "law that changes without an act that changes it is a mistake in a file",
    )
    fix = Text(
        "før den opp under `{kind}:` for lovendringen i law.yaml, eller fjern forskjellen",
        "list it under `{kind}:` of the amendment in law.yaml, or undo the difference",
    )
    rule: str
    change: Text
    parts: Text
    kind: str


class AmendmentNotCarriedOut(Proposing):
    code = "false-amendment"
    message = Text("en lovendring {does} regelen `{rule}`, men {real}", "an amendment {does} rule `{rule}`, and {real}")
    why = Text(
        "en lovendring som ikke vises i reglene, er ikke gjennomført", "an amendment that does not show in the rules was not carried out"
    )
    fix = Text("gjennomfør endringen, eller ta id-en av listen", "carry it out, or take the id off the list")
    does: Text
    rule: str
    real: Text


class AmendmentOfAnotherKind(Problem):
    code = AmendmentNotCarriedOut.code
    message = AmendmentNotCarriedOut.message
    why = AmendmentNotCarriedOut.why
    fix = Text("før den opp under `{kind}:` i stedet", "list it under `{kind}:` instead")
    does: Text
    rule: str
    real: Text
    kind: str
