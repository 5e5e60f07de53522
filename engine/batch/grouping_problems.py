"""What can be wrong with what rows are grouped by."""

from __future__ import annotations

from ..diagnostics import Problem, Proposing
from ..model import Text


class LabelNotThere(Proposing):
    code = "missing-column"
    message = Text("registeret har ingen kolonne `{column}`", "the register has no column `{column}`")
    why = Text("rader kan bare grupperes etter det som står i dem", "rows can be grouped only by what stands in them")
    fix = Text(
        "oppgi en kolonne i registeret eller en opplysning med `--by`, slik den er skrevet der",
        "name a column of the register or a fact with `--by`, as it is written there",
    )
    column: str


class TooManyGroups(Problem):
    code = "too-large"
    message = Text("`{asked}` gir mer enn {most} grupper", "`{asked}` gives more than {most} groups")
    why = Text("en tabell med en gruppe for hver rad teller ingenting", "a table with a group for each row counts nothing")
    fix = Text("grupper etter færre kolonner, eller etter måned eller år", "group by fewer columns, or by month or year")
    asked: str
    most: int
