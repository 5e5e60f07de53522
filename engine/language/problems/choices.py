"""What can be wrong in the answers to the questions of a new law version."""

from __future__ import annotations

from ...diagnostics import Misspelt, Problem
from ...model import Text


class ChoiceOfNoRule(Misspelt):
    code = "unknown-rule"
    message = Text("det spørres ikke om noen regel `{rule}`", "no rule `{rule}` is asked about")
    why = Text("et svar uten spørsmål ville ikke ha noen virkning", "an answer to no question would have no effect")
    fix = Text("velg blant {valid}", "use one of: {valid}")
    rule: str
    valid: tuple[str, ...]


class ChoiceOfNoParameter(ChoiceOfNoRule):
    code = "unknown-parameter"
    message = Text("det spørres ikke om noen parameter `{rule}`", "no parameter `{rule}` is asked about")


class ChoiceWithoutReason(Problem):
    code = "missing-key"
    message = Text("svaret `{answer}` om `{name}` har ingen grunn", "the answer `{answer}` on `{name}` has no reason")
    why = Text(
        "grunnen blir stående som kommentar, så den neste som leser loven, ser hvorfor",
        "the reason stands as a comment, so that the next reader of the law sees why",
    )
    fix = Text("legg til `reason:`, eller svar `later`", "add `reason:`, or answer `later`")
    answer: str
    name: str


class DayWithoutRedate(Problem):
    code = "unknown-key"
    message = Text("`day` hører til svaret `redate` om en parameter", "`day` belongs to the answer `redate` on a parameter")
    why = Text("en dag som ikke brukes, ville se ut som lov", "a day that is not used would look like law")
    fix = Text("stryk `day`, eller svar `redate`", "delete `day`, or answer `redate`")


class OthersOneByOne(Problem):
    code = "unknown-value"
    message = Text("`others` kan ikke være `{answer}`", "`others` cannot be `{answer}`")
    why = Text(
        "den som daterer loven på nytt eller stryker noe, må se på hver dato for seg",
        "whoever redates the law or drops something must look at each date by itself",
    )
    fix = Text(
        "svar `keep` eller `later`, og nevn de andre under `parameters:`", "answer `keep` or `later`, and name the rest under `parameters:`"
    )
    answer: str
