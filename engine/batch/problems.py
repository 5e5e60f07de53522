"""What can be wrong in a register: in the file as a whole, in a row, or in a cell."""

from __future__ import annotations

from typing import ClassVar, Final, NamedTuple

from ..diagnostics import Diagnostic, Problem, Proposing
from ..model import Place, Text

_NOWHERE: Final = Place("", 1, 1)


class RowFlaw(NamedTuple):
    """Why a row, or one cell of it, is not used. `column` is empty where it is the whole row, `case` where no id was read."""

    row: int
    case: str
    column: str
    problem: Diagnostic


class RowProblem(Problem):
    """A kind of flaw. Rejected rows are told with what is wrong and how to mend it; what a row means to whom is for who sent it."""

    why: ClassVar[Text] = Text("", "")

    def of(self, row: int, case: str = "", column: str = "") -> RowFlaw:
        """Return the flaw of a row, or of one cell of it."""
        return RowFlaw(row, case, column, self.at(_NOWHERE))


# ---------------------------------------------------------------- files

_WHY_ROWS = Text("rader som ikke leses, ville falle bort uten et ord", "rows that are not read would be silently dropped")


class ColumnInFolderName(Problem):
    code = "unreadable"
    message = Text("en kolonne ligger i mappens navn, ikke i filene", "a column lies in the name of a folder, not in the files")
    why = _WHY_ROWS
    fix = Text("skriv registeret uten `partitionBy`", "write the register without `partitionBy`")


class FolderNotDone(Problem):
    code = "unreadable"
    message = Text("jobben som skriver mappen, er ikke ferdig", "the job that writes the folder is not done")
    why = _WHY_ROWS
    fix = Text("vent til den er ferdig, eller skriv mappen på nytt", "wait until it is, or write the folder again")


class NoPart(Problem):
    code = "unreadable"
    message = Text("dette er ingen del av et register", "this is not part of a register")
    why = _WHY_ROWS
    fix = Text(
        "flytt den ut av mappen, eller oppgi filene som skal leses", "move it out of the folder, or name the files that are to be read"
    )


class PartsOfSeveralForms(NoPart):
    message = Text("delene i mappen har flere former: {forms}", "the parts of the folder have several forms: {forms}")
    forms: tuple[str, ...]


class FolderWithoutParts(Problem):
    code = "unreadable"
    message = Text("mappen har ingen deler av et register", "the folder has no parts of a register")
    why = Text("en del som mangler, ville falle bort uten et ord", "a part that is missing would be silently dropped")
    fix = Text(
        "skriv mappen på nytt, eller oppgi filene i den én for én om de er alle",
        "write the folder again, or name the files in it one by one if they are all there are",
    )


class FolderNotSaidWhole(FolderWithoutParts):
    message = Text("mappen har ingen fil `_SUCCESS`, så deler kan mangle", "the folder has no file `_SUCCESS`, so parts may be missing")


class RegisterUnreadable(Problem):
    code = "unreadable"
    message = Text("denne filen kan ikke leses: {reason}", "this file cannot be read: {reason}")
    why = Text("det som ikke kan leses, kan det ikke tas hensyn til", "what cannot be read cannot be taken into account")
    fix = Text(
        "kontroller stien, og at filen er hel; hent den eventuelt på nytt",
        "check the path, and that the file is whole; fetch it again if not",
    )
    reason: str


class FormatNotNamed(Problem):
    code = "unreadable"
    message = Text("navnet sier ikke hvilket format `{file}` har", "the name does not say what format `{file}` has")
    why = Text("formatet leses av navnet og gjettes aldri", "the format is read off the name and never guessed")
    fix = Text(
        "gi filen en av endelsene {suffixes}; etter endelsen til en tekst kan det stå {packed}",
        "give the file one of the suffixes {suffixes}; behind that of a text {packed} may stand",
    )
    file: str
    suffixes: tuple[str, ...]
    packed: tuple[str, ...]


class PackedFileDamaged(Problem):
    code = "unreadable"
    message = Text("filen er ikke et helt {packing}-arkiv: {reason}", "the file is not a whole {packing} archive: {reason}")
    why = Text("rader som ikke kan pakkes ut, ville falle bort uten et ord", "rows that cannot be unpacked would be silently dropped")
    fix = Text(
        "hent filen på nytt, og kontroller at den er like stor som der den kom fra",
        "fetch the file again, and check that it has the size it had where it came from",
    )
    packing: str
    reason: str


class RegisterWritten(Problem):
    code = "unreadable"
    message = Text("filen ble skrevet mens den ble lest", "the file was written while it was read")
    why = Text("en fil som endres mens den leses, gir ikke ett svar", "a file that changes while it is read gives no one answer")
    fix = Text("kjør på nytt når filen ligger stille", "run again when nothing writes to the file")


class RegisterChanged(Problem):
    code = "unreadable"
    message = Text(
        "{first} rader ble lest først, og så {then}; {decided} er avgjort og {rejected} avvist",
        "{first} rows were read first, and then {then}; {decided} are decided and {rejected} rejected",
    )
    why = Text("en fil som endres mens den leses, gir ikke ett svar", "a file that changes while it is read gives no one answer")
    fix = Text("kjør på nytt når filene ligger stille", "run again when nothing writes to the files")
    first: int
    then: int
    decided: int
    rejected: int


class EmptyRegister(Problem):
    code = "empty-file"
    message = Text("filen er tom, eller den første linjen er det", "the file is empty, or its first line is")
    why = Text("en tom fil er oftere et mislykket uttrekk enn et register", "an empty file is more often a failed export than a register")
    fix = Text(
        "hent filen på nytt; i CSV har første linje kolonnenavnene", "export the file again; in CSV the first line names the columns"
    )


class HeadNotDecoded(Problem):
    code = "encoding"
    message = Text("linje 1 er ikke {encoding}", "line 1 is not {encoding}")
    why = Text("bokstaver som æ, ø og å ville bli lest feil", "letters such as æ, ø and å would be read wrongly")
    fix = Text(
        "lagre filen som UTF-8; har norsk Excel skrevet den som CSV, så bruk `--encoding windows-1252`",
        "save the file as UTF-8; if Norwegian Excel wrote it as CSV, use `--encoding windows-1252`",
    )
    encoding: str


class RegisterInUtf16(Problem):
    code = HeadNotDecoded.code
    message = Text("filen er UTF-16", "the file is UTF-16")
    why = HeadNotDecoded.why
    fix = HeadNotDecoded.fix


class SeveralSeparators(Problem):
    code = "syntax"
    message = Text("det er ikke klart hva som skiller kolonnene", "it is not clear what separates the columns")
    why = Text("skilletegnet leses av den første linjen og gjettes aldri", "the separator is read off the first line and never guessed")
    fix = Text(
        "bruk bare ett av tegnene komma, semikolon, tabulator og loddrett strek der, og vanlige linjeskift, eller oppgi "
        "`separator` i en profil",
        "use only one of comma, semicolon, tab and vertical line there, and usual line breaks, or state the `separator` in a profile",
    )


class HeadTooLong(Problem):
    code = "syntax"
    message = Text("den første linjen har mer enn {most} tegn", "the first line has more than {most} characters")
    why = Text("uten navn på kolonnene vet ingen hva verdiene er", "without names of the columns nobody knows what the values are")
    fix = Text("kontroller linjeskiftene i filen", "check the line breaks of the file")
    most: int


class HeadNotNames(Problem):
    code = "syntax"
    message = Text("den første linjen kan ikke deles i navn: {reason}", "the first line cannot be split into names: {reason}")
    why = Text("uten navn på kolonnene vet ingen hva verdiene er", "without names of the columns nobody knows what the values are")
    fix = Text(
        "lukk hvert anførselstegn, og stryk linjen `sep=` om den er der",
        "close each quotation mark, and delete the line `sep=` if it is there",
    )
    reason: Text


class ColumnWithoutName(Problem):
    code = "empty-value"
    message = Text("en kolonne har ikke noe navn", "a column has no name")
    why = Text("uten navn vet ingen hva verdiene er", "without a name nobody knows what the values are")
    fix = Text("gi kolonnen et navn, eller stryk den", "name the column, or delete it")


class ColumnsWithoutName(ColumnWithoutName):
    message = Text("{number} kolonner har ikke noe navn; den første er her", "{number} columns have no name; the first is here")
    fix = Text("gi kolonnene navn, eller stryk dem i regnearket", "name the columns, or delete them in the spreadsheet")
    number: int


class ColumnTwice(Problem):
    code = "stated-twice"
    message = Text("kolonnen `{column}` er der to ganger", "the column `{column}` appears twice")
    why = Text("den ene av de to ville falle bort uten et ord", "one of the two would be silently dropped")
    fix = Text("behold den ene", "keep one of them")
    column: str


class NoCaseColumn(Problem):
    code = "missing-key"
    message = Text("det er ingen kolonne `case`", "there is no column `case`")
    why = Text("en avgjørelse må kunne føres tilbake til saken", "a decision must be traceable to its case")
    fix = Text("legg til en kolonne `case` med sakens id", "add a column `case` with the id of the case")


class ColumnOfWrongType(Problem):
    code = "wrong-type"
    message = Text("kolonnen `{column}` har typen {type}", "the column `{column}` has the type {type}")
    why = Text("ingenting regnes om: en dag med klokkeslett er ikke en dag", "nothing is coerced: a day with a time of day is not a day")
    fix = Text(
        "gi kolonnen typen som `hjemmel facts` sier: Boolean, heltall, Decimal eller Float64, Date, eller tekst for ord",
        "give the column the type that `hjemmel facts` tells: Boolean, integer, Decimal or Float64, Date, or text for words",
    )
    column: str
    type: str


class UndeclaredDialect(Problem):
    code = "dialect"
    message = Text(
        "filen er skrevet slik norsk Excel skriver: `{column}` er `{cell}`",
        "the file is written as Norwegian Excel writes: `{column}` is `{cell}`",
    )
    why = Text(
        "hvordan verdier er skrevet, gjettes aldri; ellers ville hver rad bli avvist for seg",
        "how values are written is never guessed; each row would be rejected by itself otherwise",
    )
    fix = Text("bruk `--dialect norwegian`", "use `--dialect norwegian`")
    column: str
    cell: str


# ---------------------------------------------------------------- rows


class CutShort(RowProblem):
    code = "cut-short"
    level = "warning"
    message = Text(
        "filen slutter uten linjeskift: den siste raden kan være avkortet, slik at 32 er blitt 3",
        "the file ends without a line break: the last row may have been cut short, so that 32 became 3",
    )
    why = Text("en avgjørelse på en avkortet verdi ser ut som enhver annen", "a decision on a value cut short looks like any other")
    fix = Text(
        "se etter at raden og filen er hele; legg i så fall til et linjeskift til slutt",
        "see that the row and the file are whole; if so, add a line break at the end",
    )


class CutShortCase(CutShort):
    message = Text(f"sak {{case}}: {CutShort.message.nb}", f"case {{case}}: {CutShort.message.en}")
    case: str


class RowTooLong(RowProblem):
    code = "syntax"
    message = Text("raden har mer enn {most} tegn", "the row has more than {most} characters")
    fix = Text("kontroller linjeskiftene i filen", "check the line breaks of the file")
    most: int


class CellTooLong(RowProblem):
    code = "syntax"
    message = Text("en celle i raden har mer enn {most} tegn", "a cell of the row has more than {most} characters")
    fix = Text("kontroller anførselstegnene i raden", "check the quotation marks of the row")
    most: int


class StrayQuote(RowProblem):
    code = "syntax"
    message = Text(
        "raden har et anførselstegn inne i en celle, eller noe mer etter en celle i anførselstegn",
        "the row has a quotation mark inside a cell, or something more behind a quoted cell",
    )
    fix = Text(
        "sett hele cellen i anførselstegn, og doble dem som står inne i den",
        "put the whole cell in quotation marks, and double those inside it",
    )


class QuoteNeverClosed(RowProblem):
    code = "syntax"
    message = Text(
        "et anførselstegn i linje {line} lukkes aldri; om dette er en egen rad, er ikke til å vite",
        "a quotation mark in line {line} is never closed; whether this is a row of its own cannot be known",
    )
    fix = Text(
        "lukk anførselstegnet i linje {line}, eller doble det om det hører til teksten i en celle i anførselstegn",
        "close the quotation mark in line {line}, or double it if it belongs to the text of a quoted cell",
    )
    line: int


class CellOfSeveralLines(RowProblem):
    code = "syntax"
    message = Text("cellen har et linjeskift i seg", "the cell has a line break in it")
    fix = Text("stryk linjeskiftet; ingen verdi har flere linjer", "delete the line break; no value has several lines")


class RowWithControlCharacter(RowProblem):
    code = "syntax"
    message = Text("raden har et styretegn, for eksempel en NUL-byte", "the row has a control character, such as a NUL byte")
    fix = Text("stryk tegnet, eller hent filen på nytt", "delete the character, or export the file again")


class CarriageReturn(RowProblem):
    code = "syntax"
    message = Text("raden har et løst vognreturtegn", "the row has a stray carriage return")
    fix = Text("bruk vanlige linjeskift i hele filen", "use usual line breaks in the whole file")


class RowNotDecoded(RowProblem):
    code = "encoding"
    message = Text("byte {byte} i raden er ikke {encoding}", "byte {byte} of the row is not {encoding}")
    fix = HeadNotDecoded.fix
    byte: int
    encoding: str


class RowNotUtf8(RowProblem):
    code = "encoding"
    message = Text("byte {byte} i raden er ikke UTF-8", "byte {byte} of the row is not UTF-8")
    fix = Text("lagre filen som UTF-8", "save the file as UTF-8")
    byte: int


class RaggedRow(RowProblem):
    code = "wrong-shape"
    message = Text("raden har {cells} celler, og det er {columns} kolonner", "the row has {cells} cells, and there are {columns} columns")
    fix = Text(
        "kontroller skilletegnene; en celle som har skilletegnet i seg, settes i anførselstegn",
        "check the separators; a cell that contains the separator is put in quotation marks",
    )
    cells: int
    columns: int


class RowTooDeep(RowProblem):
    code = "too-deep"
    message = Text("raden har for mange nivåer", "the row is nested too deeply")
    fix = Text("skriv opplysningene i grupper eller flatt", "write the facts in groups or flat")


class RowNotJson(RowProblem):
    code = "syntax"
    message = Text("raden er ikke JSON fra tegn {column}", "the row is not JSON from character {column}")
    fix = Text("skriv ett JSON-objekt på hver linje", "write one JSON object on each line")
    column: int


class RowNotAnObject(RowProblem):
    code = "wrong-shape"
    message = Text("raden er ikke et objekt med navn og verdier", "the row is not an object of names and values")
    fix = RowNotJson.fix


class UnknownMember(RowProblem):
    """A name that no column may have; `rows` says more of it."""

    code = "unknown-fact"
    message = Text("", "")
    fix = Text("", "")


class RowWithoutCase(RowProblem):
    code = "missing-key"
    message = Text("raden har ingen `case`", "the row has no `case`")
    fix = Text("skriv sakens id", "write the id of the case")


class SeveralRowsOfCase(RowProblem):
    code = "stated-twice"
    message = Text("flere rader har id-en `{case}`", "several rows have the id `{case}`")
    fix = Text("behold raden som er riktig; ingen av dem er avgjort", "keep the row that is right; none of them is decided")
    case: str


class KnownAndUnknown(RowProblem):
    code = "stated-twice"
    message = Text("`{event}` har en verdi og er ukjent i samme rad", "`{event}` has a value and is unknown in one row")
    fix = Text("behold det ene", "keep one of them")
    event: str


class MemberTwice(RowProblem):
    code = "stated-twice"
    message = Text("`{name}` er oppgitt to ganger", "`{name}` is stated twice")
    fix = Text("behold den ene", "keep one of them")
    name: str


# ---------------------------------------------------------------- cells

_NOTHING_COERCED = Text("ingenting regnes om", "nothing is coerced")
_COMMA_BEFORE_DECIMALS = Text(
    "skriv bare sifre, med komma foran desimalene, uten enhet og uten skilletegn mellom tusener",
    "write digits only, with a comma before decimals, without unit and without a separator of thousands",
)


class MemberNotAValue(RowProblem):
    code = "wrong-shape"
    message = Text("`{name}` er ikke én enkelt verdi", "`{name}` is not one single value")
    fix = Text("skriv én verdi; en kilde kan ikke stå i et register", "write one value; a register has no room for a source")
    name: str


class FlagNotTrueOrFalse(Problem):
    code = "bad-boolean"
    message = Text("`{flag}` er `{written}`, som verken er true eller false", "`{flag}` is `{written}`, not true or false")
    why = _NOTHING_COERCED
    fix = Text("skriv true der opplysningen er ukjent", "write true where the fact is unknown")
    flag: str
    written: str


class TextWithControlCharacter(Problem):
    code = "syntax"
    message = Text("`{fact}` har et linjeskift eller et styretegn", "`{fact}` has a line break or a control character")
    why = Text("det kan ikke stå i CSV, så raden kunne ikke forklares", "it cannot be written in CSV, so the row could not be explained")
    fix = Text("skriv teksten på én linje", "write the text on one line")
    fact: str


class NumberTooFine(Problem):
    code = "bad-number"
    message = Text(
        "`{fact}` er {written}; et register har høyst {whole} sifre foran komma og {decimals} etter",
        "`{fact}` is {written}; a register has at most {whole} digits before the point and {decimals} after it",
    )
    why = Text("et tall rundes aldri av", "a number is never rounded")
    fix = Text(
        "rett tallet, eller avgjør saken for seg med `hjemmel evaluate`",
        "correct the number, or decide the case by itself with `hjemmel evaluate`",
    )
    fact: str
    written: str
    whole: int
    decimals: int


class StopInNumber(Problem):
    code = "bad-number"
    message = Text("`{fact}` er `{written}`, et tall med punktum", "`{fact}` is `{written}`, a number with a full stop")
    why = Text("i norsk skrivemåte skiller punktum tusener", "in Norwegian writing a full stop separates thousands")
    fix = _COMMA_BEFORE_DECIMALS
    fact: str
    written: str


class DoubtfulCell(Problem):
    code = "bad-number"
    message = Text("`{fact}` er `{written}`, {doubted}", "`{fact}` is `{written}`, {doubted}")
    why = Text("{reason}", "{reason}")
    fix = Text("{remedy}", "{remedy}")
    fact: str
    written: str
    doubted: Text
    reason: Text
    remedy: Text


class NoNorwegianNumber(Problem):
    code = "bad-number"
    message = Text("`{fact}` er `{written}`, som ikke er et tall", "`{fact}` is `{written}`, not a number")
    why = _NOTHING_COERCED
    fix = _COMMA_BEFORE_DECIMALS
    fact: str
    written: str


# ---------------------------------------------------------------- rows decided again

WHY_AS_WRITTEN: Final = Text(
    "bare en rad som står slik `hjemmel batch` skrev den, kan forklares",
    "only a row exactly as `hjemmel batch` wrote it can be explained",
)
_AGAIN = Text("avgjør registeret på nytt med `--trail`", "decide the register again with `--trail`")


class NoSuchCase(Proposing):
    code = "unknown-case"
    message = Text("ingen sak i filen har id-en `{case}`", "no case of the file has the id `{case}`")
    why = Text("bare en rad som er avgjort, kan forklares", "only a row that is decided can be explained")
    fix = Text(
        "se `case` i filen, og i filen med avviste rader ved siden av den",
        "see `case` of the file, and the file of rejected rows beside it",
    )
    case: str


class CaseInSeveralRows(Problem):
    code = "stated-twice"
    message = SeveralRowsOfCase.message
    why = WHY_AS_WRITTEN
    fix = _AGAIN
    case: str


class RowDiffers(Problem):
    code = "flawed-decision"
    message = Text("sak {case}, rad {row}: {what}", "case {case}, row {row}: {what}")
    why = Text(
        "en rad som ikke følger av opplysningene og loven, beviser ingenting",
        "a row that does not follow from its facts and the law proves nothing",
    )
    fix = _AGAIN
    case: str | None
    row: int
    what: Text


class FileUnderOtherVersions(Problem):
    code = "flawed-decision"
    message = Text(
        "filen er skrevet etter lovversjonene {named}; her er {here}",
        "the file was written under the law versions {named}; the ones here are {here}",
    )
    why = Text(
        "etter en annen lov ville saken kunne få et annet svar og en annen grunn",
        "under another law the case could have another answer and another reason",
    )
    fix = Text(
        "oppgi reglene som registeret ble avgjort etter, med `--rules`, eller avgjør det på nytt",
        "name the rules that the register was decided under with `--rules`, or decide it again",
    )
    named: tuple[str, ...]
    here: tuple[str, ...]


class RowUnderOtherLaw(Problem):
    code = "flawed-decision"
    message = Text(
        "lovversjon {version} er ikke den som saken er avgjort etter: kontrollsum {found}, her {digest}",
        "law version {version} is not the one under which the case was decided: digest {found}, here {digest}",
    )
    why = FileUnderOtherVersions.why
    fix = FileUnderOtherVersions.fix
    version: str
    found: str | None
    digest: str


class FileForExcel(Problem):
    code = "dialect"
    message = Text("filen er skrevet for norsk Excel", "the file is written for Norwegian Excel")
    why = WHY_AS_WRITTEN
    fix = Text(
        "avgjør registeret på nytt med `--trail` og uten `--output-dialect`",
        "decide the register again with `--trail` and without `--output-dialect`",
    )


class FileWithoutTrail(Problem):
    code = "missing-key"
    message = Text("filen er ikke skrevet med `--trail`", "the file was not written with `--trail`")
    why = Text(
        "uten opplysningene og lovens kontrollsum kan ingen rad avgjøres på nytt",
        "without the facts and the digest of the law no row can be decided again",
    )
    fix = _AGAIN


class ColumnMissing(Problem):
    code = "missing-key"
    message = Text("kolonnen `{column}` mangler", "the column `{column}` is missing")
    why = WHY_AS_WRITTEN
    fix = _AGAIN
    column: str


class StrangeColumn(Problem):
    code = "unknown-fact"
    message = Text("kolonnen `{column}` er ikke skrevet av `hjemmel batch`", "the column `{column}` was not written by `hjemmel batch`")
    why = WHY_AS_WRITTEN
    fix = Text(
        "stryk kolonnen, eller forklar en rad i filen slik den ble skrevet",
        "delete the column, or explain a row of the file as it was written",
    )
    column: str
