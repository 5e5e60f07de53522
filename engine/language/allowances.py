"""What a rule or a parameter may allow with a reason: the kinds of finding that `allow:` may name."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from ..diagnostics import Diagnostic, Level, Problem, codes_of
from ..model import Place, Text


class LintOfRule(Problem):
    """What is found in a rule without the solver (`checking.lints`)."""

    level = "warning"


class LintOfParameter(Problem):
    """What is found in a parameter without the solver (`checking.lints`)."""

    level = "warning"


class SolverFinding(Problem):
    """What the solver finds in a rule (`checking.flaws`)."""

    level: ClassVar[Level] = "warning"


# ---------------------------------------------------------------- lints


class DoubleNegation(LintOfRule):
    """Two negations, one of the other."""

    code = "double-negation"
    message = Text("`not` står foran et `not`", "`not` is followed by another `not`")
    why = Text(
        "to nektelser opphever hverandre, og den som leser fort, ser bare den ene",
        "two negations cancel each other, and a hasty reader sees only one",
    )
    fix = Text("stryk begge", "delete both")
    mending = "without_negations"


class Repeated(LintOfRule):
    """One thing twice in a list."""

    code = "repeated"
    message = Text("dette står to ganger under `{field}`", "this appears twice under `{field}`")
    why = Text(
        "å si noe to ganger gir det ingen virkning; trolig skulle det ha stått noe annet",
        "saying it twice has no effect; something else was probably meant",
    )
    fix = Text("stryk det ene, eller rett det", "delete or correct one of them")
    mending = "without"
    field: str


class RestatedNumber(LintOfRule):
    """A text that says the value of a parameter, where a placeholder would say it."""

    code = "restated-number"
    message = Text(
        "teksten sier `{words}`, som er verdien av `{parameter}`", "the text says `{words}`, which is the value of `{parameter}`"
    )
    why = Text(
        "når loven endrer tallet, står det gamle igjen i teksten, i avgjørelser og brev",
        "when the law changes the number, the old one stays in the text, in decisions and letters",
    )
    fix = Text("skriv `{placeholder}` i stedet", "write `{placeholder}` instead")
    mending = "placeholder"
    words: str
    parameter: str
    placeholder: str

    def at(self, place: Place, *related: tuple[Place, Text]) -> Diagnostic:
        """Return the problem at the place to mend, with the placeholder to put there."""
        return replace(super().at(place, *related), near=self.placeholder)


class RestatedSomewhere(LintOfRule):
    """A text that says the value of several parameters, or of one that another version lacks."""

    code = "restated-number"
    message = Text("teksten sier `{words}`, som er verdien av {parameters}", "the text says `{words}`, which is the value of {parameters}")
    why = RestatedNumber.why
    fix = Text(
        "nevn den parameteren det gjelder, eller skriv teksten uten tallet",
        "name the parameter that is meant, or write the text without the number",
    )
    words: str
    parameters: tuple[str, ...]


class Shadowed(LintOfRule):
    """A rule that gives only what another one gives already."""

    code = "shadowed"
    message = Text("alt som regelen `{rule}` gir, gir `{other}` allerede", "all that rule `{rule}` gives, `{other}` gives already")
    why = Text(
        "en regel som ikke kan legge noe til, sier trolig noe annet enn det som var ment",
        "a rule that can add nothing probably says something other than what was meant",
    )
    fix = Text(
        "rett vilkårene, stryk regelen, eller la den ene gå foran den andre (`overrides:`)",
        "correct the conditions, delete the rule, or let one override the other (`overrides:`)",
    )
    rule: str
    other: str


class WrongCitation(LintOfRule):
    """An id that names another place of the law than the source."""

    code = "wrong-citation"
    message = Text(
        "id-en til regelen `{rule}` nevner et annet sted i loven enn hjemmelen, {cited}",
        "the id of rule `{rule}` names another place of the law than its source, {cited}",
    )
    why = Text(
        "en avgjørelse viser til hjemmelen; er den feil, finner leseren ikke regelen i loven",
        "a decision cites the source; if that is wrong, the reader does not find the rule in the law",
    )
    fix = Text("rett hjemmelen, eller gi regelen en annen id", "correct the source, or give the rule another id")
    rule: str
    cited: str


class ClampedTwice(LintOfParameter):
    """Months counted from a date that was reached by counting months."""

    code = "clamped-twice"
    message = Text(
        "`{value}` regner i måneder fra en dato som selv er regnet i måneder",
        "`{value}` counts months from a date that was itself reached by counting months",
    )
    why = Text(
        "en dag som en kort måned mangler, flyttes til månedens siste dag underveis, og så er den tapt",
        "a day that a short month lacks becomes its last day on the way, and is then lost",
    )
    fix = Text(
        "legg tidsrommene sammen først: `add: [dato, {{parameter: a}}, {{parameter: b}}]`",
        "add the periods together first: `add: [date, {{parameter: a}}, {{parameter: b}}]`",
    )
    value: str


class SameParameter(LintOfParameter):
    """Two names of one number."""

    code = "same-parameter"
    message = Text(
        "parameterne `{first}` og `{second}` har samme verdi og samme hjemmel",
        "parameters `{first}` and `{second}` have the same value and source",
    )
    why = Text(
        "når loven endrer tallet, blir gjerne bare det ene av dem rettet",
        "when the law changes the number, often only one of them is corrected",
    )
    fix = Text("bruk ett navn, eller vis nøyaktig hvor hvert av tallene står", "use one name, or cite exactly where each one is")
    first: str
    second: str


# ---------------------------------------------------------------- what the solver finds


class NeverApplies(SolverFinding):
    """A rule whose conditions exclude each other."""

    code = "never-applies"
    message = Text("regelen `{rule}` kan aldri gjelde", "rule `{rule}` can never apply")
    why = Text(
        "en regel som aldri gjelder, sier ikke det loven sier: et av vilkårene er trolig feil",
        "a rule that never applies does not say what the law says: one of its conditions is probably wrong",
    )
    fix = Text(
        "rett vilkårene som utelukker hverandre, eller ta regelen bort",
        "correct the conditions that exclude each other, or delete the rule",
    )
    rule: str


class Idle(SolverFinding):
    """Something in a rule without effect."""

    why = Text(
        "uten dette gjelder regelen i nøyaktig de samme sakene; det er overflødig, eller det skulle ha vært noe annet",
        "without it the rule applies in exactly the same cases; it is not needed, or it was meant to be something else",
    )
    fix = Text("rett det, ta det bort, eller si hvorfor det skal stå", "correct it, delete it, or say why it should stay")
    rule: str


class IdleCondition(Idle):
    """A condition without effect."""

    code = "idle-condition"
    message = Text("vilkåret har ingen virkning for regelen `{rule}`", "the condition has no effect on rule `{rule}`")


class IdleAlternative(Idle):
    """An alternative without effect."""

    code = "idle-condition"
    message = Text("alternativet har ingen virkning for regelen `{rule}`", "the alternative has no effect on rule `{rule}`")


class IdleLimit(Idle):
    """A limit of the life of a rule without effect."""

    code = "idle-condition"
    message = Text(
        "grensen for når regelen gjelder har ingen virkning for regelen `{rule}`",
        "the limit of when the rule is in force has no effect on rule `{rule}`",
    )


class IdleException(Idle):
    """An exception without effect."""

    code = "idle-exception"
    message = Text("unntaket har ingen virkning for regelen `{rule}`", "the exception has no effect on rule `{rule}`")


class IdleOverride(Idle):
    """An override of a rule that is never met."""

    code = "idle-override"
    message = Text("forrangen har ingen virkning for regelen `{rule}`", "the override has no effect on rule `{rule}`")


class RulesConflict(SolverFinding):
    """Two rules that can give one conclusion different values."""

    code = "rules-conflict"
    level = "error"
    message = Text(
        "reglene `{first}` og `{second}` kan gi `{conclusion}` ulike verdier i samme sak",
        "rules `{first}` and `{second}` can give `{conclusion}` different values in one case",
    )
    why = Text("saken kan ikke avgjøres: ingen av reglene går foran", "the case cannot be decided: neither rule comes first")
    fix = Text(
        "la den ene gå foran den andre (`overrides:`), eller la vilkårene utelukke hverandre",
        "let one override the other (`overrides:`), or make their conditions exclude each other",
    )
    first: str
    second: str
    conclusion: str


class NoOutcome(SolverFinding):
    """A case in which everything is settled, and no rule gives an outcome."""

    code = "no-outcome"
    level = "error"
    message = Text(
        "ingen regel gir `{conclusion}` i en sak der alt er avklart", "no rule gives `{conclusion}` in a case where everything is settled"
    )
    why = Text("personen får ikke noe svar på det saken gjelder", "the person gets no answer to what the case is about")
    fix = Text("gi også dette tilfellet et utfall", "give this case an outcome too")
    conclusion: str


class _Seam(SolverFinding):
    level = "error"
    why = Text(
        "loven deler ved grensen, og den som står på den, hører til én av sidene",
        "the law divides at the boundary, and a person on it belongs to one side",
    )
    fix = Text("la den ene siden, og bare den, omfatte grensen", "let one side, and only one, include the boundary")
    compared: str
    value: str
    conclusion: str


class SeamGap(_Seam):
    """A boundary on which alone no rule gives a conclusion."""

    code = "seam-gap"
    message = Text(
        "der `{compared}` er lik {value}, gir ingen regel `{conclusion}`, men på begge sider gjør en regel det",
        "where `{compared}` equals {value}, no rule gives `{conclusion}`, but on both sides a rule does",
    )


class SeamOverlap(_Seam):
    """A boundary on which alone two rules give a conclusion different values."""

    code = "seam-overlap"
    message = Text(
        "der `{compared}` er lik {value}, gir to regler `{conclusion}` ulike verdier, men ikke på noen av sidene",
        "where `{compared}` equals {value}, two rules give `{conclusion}` different values, but on neither side of it",
    )


class NotSettled(SolverFinding):
    """A search that was stopped."""

    code = "not-settled"
    message = Text(
        "om dette i regelen `{rule}` har en feil, er ikke avgjort: søket ble stanset etter {steps} steg",
        "whether this in rule `{rule}` has a flaw is not settled: the search was stopped after {steps} steps",
    )
    why = Text(
        "at ingen feil ble funnet her, betyr ikke at det ikke er noen",
        "that no flaw was found here does not mean that there is none",
    )
    fix = Text("gjør regelen enklere, eller del den", "make the rule simpler, or divide it")
    rule: str
    steps: int


SOLVED = codes_of(SolverFinding)
LINTS_OF_RULES = codes_of(LintOfRule)
LINTS_OF_PARAMETERS = codes_of(LintOfParameter)
