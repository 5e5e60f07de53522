"""What can be wrong in a profile, and in a register that is read by one."""

from __future__ import annotations

from typing import Final

from ..diagnostics import Problem, Proposing
from ..model import Text
from .problems import RowProblem

# ---------------------------------------------------------------- the profile

_ONE_WAY: Final = Text("det må være klart hva opplysningen leses av", "it must be clear what the fact is read from")


class WaysOfFact(Problem):
    code = "wrong-shape"
    message = Text("`{fact}` leses av {given}", "`{fact}` is read from {given}")
    why = _ONE_WAY
    fix = Text(
        "skriv ett av `column` (én kolonne), `columns` (flere sammen), `either` (den av flere som er fylt ut) og `constant`",
        "write one of `column` (one column), `columns` (several together), `either` (the one of several that is filled in) and `constant`",
    )
    fact: str
    given: Text


class FieldOfOtherFact(Problem):
    code = "unknown-key"
    message = Text("`{fact}` kan ikke ha feltet `{field}`: {reason}", "`{fact}` cannot have the field `{field}`: {reason}")
    why = Text("et felt uten virkning ser ut som om det har en", "a field without effect looks as if it had one")
    fix = Text("stryk feltet", "delete the field")
    fact: str
    field: str
    reason: Text


class SpellingNotDeclared(Problem):
    code = "missing-key"
    message = Text("profilen sier ikke hvordan {what} er skrevet", "the profile does not say how {what} are written")
    why = Text("hvordan verdier er skrevet, gjettes aldri", "how values are written is never guessed")
    fix = Text("skriv `{field}` øverst i profilen, eller `written` her", "write `{field}` at the top of the profile, or `written` here")
    what: Text
    field: str


class NoDatePattern(Problem):
    code = "bad-date"
    message = Text("`{written}` sier ikke hvordan en dato er skrevet", "`{written}` does not say how a date is written")
    why = Text("uten en klar skrivemåte kunne dag og måned bytte plass", "without a clear spelling, day and month could change places")
    fix = Text(
        "skriv år som YYYY, måned som MM eller M og dag som DD eller D, med tegnene mellom dem, for eksempel DD.MM.YYYY",
        "write the year as YYYY, the month as MM or M and the day as DD or D, with what stands between them, as in DD.MM.YYYY",
    )
    written: str


class CodeTwice(Problem):
    code = "stated-twice"
    message = Text("`{cells}` er oppgitt to ganger", "`{cells}` is stated twice")
    why = Text("den ene av de to ville falle bort uten et ord", "one of the two would be silently dropped")
    fix = Text("behold den ene", "keep one of them")
    cells: tuple[str, ...]


class CodeOfNoCell(Problem):
    code = "stated-twice"
    message = Text("`codes` sier hva det betyr at hver celle er tom", "`codes` says what it means that every cell is empty")
    why = Text("`empty` sier det også, og ville falle bort uten et ord", "`empty` says it too, and would be silently dropped")
    fix = Text("stryk koden, og skriv verdien under `empty`", "delete the code, and write the value under `empty`")


class CodeOfOtherLength(Problem):
    code = "wrong-shape"
    message = Text("`when` har {cells} celler, og `columns` har {columns}", "`when` has {cells} cells, and `columns` has {columns}")
    why = Text("hver celle hører til kolonnen på samme plass", "each cell belongs to the column in the same place")
    fix = Text('skriv én celle for hver kolonne; `""` er en tom celle', 'write one cell for each column; `""` is an empty cell')
    cells: int
    columns: int


class SilenceOfNone(Problem):
    code = "unknown-value"
    message = Text("å utelate `{fact}` sier ingenting", "leaving out `{fact}` says nothing")
    why = Text(
        "bare der vokabularet sier hva tausheten betyr, leses den som noe",
        "silence is read as something only where the vocabulary says what it means",
    )
    fix = Text("skriv `unknown`, `reject` eller verdien", "write `unknown`, `reject` or the value")
    fact: str


class TooFewColumns(Problem):
    code = "wrong-shape"
    message = Text("`{field}` nevner færre enn to kolonner", "`{field}` names fewer than two columns")
    why = _ONE_WAY
    fix = Text("skriv `column` for én kolonne", "write `column` for one column")
    field: str


class MappedAndIgnored(Problem):
    code = "stated-twice"
    message = Text("kolonnen `{column}` er både brukt og ført opp under `ignored`", "the column `{column}` is both used and ignored")
    why = Text("bare det ene kan være ment", "only one of the two can be meant")
    fix = Text("stryk den ene av de to", "delete one of the two")
    column: str


class FieldOfCsv(Problem):
    code = "unknown-key"
    message = Text("`{field}` gjelder CSV, og {file} er ikke CSV", "`{field}` is of CSV, and {file} is not CSV")
    why = FieldOfOtherFact.why
    fix = Text("stryk feltet, eller les filen med en profil uten det", "delete the field, or read the file by a profile without it")
    field: str
    file: str


# ---------------------------------------------------------------- the columns of a register

_WHY_EVERY = Text(
    "en kolonne som ingen har tatt stilling til, ville falle bort uten et ord",
    "a column that nobody has considered would be silently dropped",
)


class UnmappedColumn(Problem):
    code = "unmapped-column"
    message = Text("profilen nevner ikke kolonnen `{column}`", "the profile does not name the column `{column}`")
    why = _WHY_EVERY
    fix = Text(
        "les en opplysning av den i profilen, eller før den opp under `ignored`",
        "read a fact from it in the profile, or list it under `ignored`",
    )
    column: str


class ColumnNotThere(Proposing):
    code = "missing-column"
    message = Text("registeret har ingen kolonne `{column}`", "the register has no column `{column}`")
    why = Text(
        "opplysningen ville være ukjent i hver rad, og det ville ikke synes",
        "the fact would be unknown in every row, and nobody would see it",
    )
    fix = Text("skriv navnet slik det står i registeret, eller stryk det her", "write the name as the register has it, or delete it here")
    column: str


# ---------------------------------------------------------------- rows


class MemberNotInProfile(RowProblem):
    code = UnmappedColumn.code
    message = UnmappedColumn.message
    fix = UnmappedColumn.fix
    column: str


class MemberNotThere(RowProblem):
    code = ColumnNotThere.code
    message = Text("raden har ikke noe navn `{column}`", "the row has no name `{column}`")
    fix = Text("skriv `null` der verdien er tom", "write `null` where there is no value")
    column: str


class CodeNotInProfile(RowProblem):
    code = "unknown-value"
    message = Text("{columns} er {cells}, som profilen ikke nevner", "{columns} is {cells}, which the profile does not name")
    fix = Text(
        "rett cellen, eller skriv under `codes` i profilen hva den betyr; mellomrom og store bokstaver teller",
        "correct the cell, or write under `codes` of the profile what it means; spaces and capitals count",
    )
    columns: tuple[str, ...]
    cells: tuple[str, ...]


class CodesDiffer(RowProblem):
    code = "unknown-value"
    message = Text(
        "{columns} er {cells}, en verdi som koder i profilen gir ulike betydninger",
        "{columns} is {cells}, a value to which codes of the profile give different meanings",
    )
    fix = Text("behold én kode for verdien, eller før opp cellen slik den står", "keep one code for the value, or list the cell as it is")
    columns: tuple[str, ...]
    cells: tuple[str, ...]


class EmptyCell(RowProblem):
    code = "empty-value"
    message = Text("{columns} er tom", "{columns} is empty")
    fix = Text(
        "fyll ut cellen, eller skriv under `empty` i profilen hva en tom celle betyr",
        "fill in the cell, or write under `empty` of the profile what an empty cell means",
    )
    columns: tuple[str, ...]


class CellsDiffer(RowProblem):
    code = "stated-twice"
    message = Text(
        "{columns} er {cells}, og profilen sier at bare én av dem er fylt ut",
        "{columns} are {cells}, and the profile says that only one of them is filled in",
    )
    fix = Text("behold verdien som er riktig", "keep the value that is right")
    columns: tuple[str, ...]
    cells: tuple[str, ...]


class DateOtherwise(RowProblem):
    code = "bad-date"
    message = Text(
        "`{column}` er `{written}`, ingen dato skrevet {pattern}",
        "`{column}` is `{written}`, not a date written {pattern}",
    )
    fix = Text("rett datoen, eller skrivemåten i profilen", "correct the date, or the spelling in the profile")
    column: str
    written: str
    pattern: str


class NoDayInCell(RowProblem):
    code = "bad-date"
    message = Text("`{column}` er `{written}`, en dag som ikke finnes", "`{column}` is `{written}`, a day that does not exist")
    fix = Text("rett datoen", "correct the date")
    column: str
    written: str


class NumberOtherwise(RowProblem):
    code = "bad-number"
    message = Text(
        "`{column}` er `{written}`, som ikke er et tall med {mark}",
        "`{column}` is `{written}`, not a number with {mark}",
    )
    fix = Text(
        "skriv bare sifre og desimaltegnet, uten enhet og uten skilletegn mellom tusener, eller rett skrivemåten i profilen",
        "write digits and the decimal mark only, without unit and without a separator of thousands, or correct the spelling in the profile",
    )
    column: str
    written: str
    mark: Text
