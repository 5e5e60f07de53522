"""What can be wrong in a file as YAML."""

from __future__ import annotations

from ...diagnostics import Problem
from ...model import Text

_WHY_SO_MUCH = Text(
    "så mye har ingen skrevet for hånd, og ingen kan kontrollere det", "no one writes this much by hand, and no one can review it"
)


class TooManyMistakes(Problem):
    code = "too-large"
    message = Text(
        "filen har flere enn {most} feil; de første {told} er vist, og resten av filen er ikke lest",
        "the file has more than {most} mistakes; the first {told} are shown, and the rest of the file is not read",
    )
    why = _WHY_SO_MUCH
    fix = Text(
        "kontroller programmet som skrev filen, og at den er hel", "check the program that wrote the file, and that the file is whole"
    )
    most: int
    told: int


class TooManyParts(Problem):
    code = "too-large"
    message = Text("filen har flere enn {most} navn, verdier og lister", "the file has more than {most} names, values and lists")
    why = _WHY_SO_MUCH
    fix = Text(
        "del den opp; et register med mange saker leses av `hjemmel batch` som CSV, NDJSON eller Parquet",
        "divide it; a register of many cases is read by `hjemmel batch` as CSV, NDJSON or Parquet",
    )
    most: int


class ForbiddenCharacter(Problem):
    code = "syntax"
    message = Text("filen har et tegn som YAML ikke tillater", "the file holds a character that YAML does not allow")
    why = Text("et tegn som ikke synes, kan ingen kontrollere", "a character that cannot be seen cannot be reviewed")
    fix = Text("slett tegnet", "delete the character")


class SyntaxUnknown(Problem):
    code = "syntax"
    message = Text("dette kan ikke leses", "this cannot be read")
    why = Text("ingenting etter dette stedet kan forstås", "nothing after this point can be understood")
    fix = Text(
        "se etter innrykk, anførselstegn og parenteser rett foran dette stedet",
        "check the indentation, the quotes and the brackets just before this place",
    )


class TabInIndentation(SyntaxUnknown):
    message = Text("her står en tabulator, der det bare kan stå mellomrom", "found a tab where only spaces are allowed")
    fix = Text("bytt tabulatoren ut med mellomrom", "replace the tab with spaces")


class OddIndentation(SyntaxUnknown):
    message = Text(
        "innrykket har et tegn som ikke er et vanlig mellomrom: {character}",
        "the indentation holds a character that is no plain space: {character}",
    )
    fix = Text(
        "bytt det ut med vanlige mellomrom; det følger ofte med tekst som er limt inn fra et dokument eller en nettside",
        "replace it with plain spaces; it often comes with text pasted from a document or a web page",
    )
    character: str


class UnclosedText(SyntaxUnknown):
    message = Text("et anførselstegn åpnes her og lukkes aldri", "a quotation mark is opened here and never closed")
    fix = Text("sett inn det avsluttende anførselstegnet", "add the closing quotation mark")


class BackslashInText(SyntaxUnknown):
    message = Text(
        "en omvendt skråstrek i en tekst med doble anførselstegn innleder et spesialtegn",
        "a backslash in a text in double quotes begins a special character",
    )
    fix = Text("skriv teksten med enkle anførselstegn", "write the text in single quotes")


class UnclosedBracket(SyntaxUnknown):
    message = Text("`{bracket}` er ikke lukket før dette stedet", "`{bracket}` is not closed before this place")
    fix = Text(
        "sett inn den avsluttende parentesen, eller et komma mellom to elementer",
        "add the closing bracket, or a comma between two entries",
    )
    bracket: str


class ColonInBrackets(SyntaxUnknown):
    message = Text("her står et nytt `:`, der et komma var ventet", "found a second `:` where a comma was expected")
    fix = Text(
        "sett komma foran navnet; hører kolonet til en tekst, så sett teksten i anførselstegn",
        "put a comma before the name; if the colon belongs to a text, put the text in quotes",
    )


class SecondColon(SyntaxUnknown):
    message = Text(
        "her står et nytt `:`, der verdien etter det første var ventet",
        "found a second `:` where the value of the first was expected",
    )
    fix = Text(
        "sett en tekst som har `: ` i seg, i anførselstegn; er dette et eget navn, så rett innrykket på linjen",
        "put a text that holds `: ` in quotes; if this is a separate name, correct the indentation of the line",
    )


class ValueBeginsWrong(SyntaxUnknown):
    message = Text("en verdi kan ikke begynne med `{character}`", "a value cannot begin with `{character}`")
    fix = Text("sett verdien i anførselstegn", "put the value in quotes")
    character: str


class LineWithoutColon(SyntaxUnknown):
    message = Text("denne linjen er ikke `NAVN: VERDI`", "this line is not `NAME: VALUE`")
    fix = Text("sett inn kolon og verdi, eller rett innrykket", "add the colon and the value, or correct the indentation")


class ColonWithoutSpace(LineWithoutColon):
    fix = Text("sett et mellomrom etter kolonet", "put a space behind the colon")


class MisalignedLine(SyntaxUnknown):
    message = Text("dette passer ikke med det som står over", "this does not fit what is above it")
    fix = Text(
        "rett innrykket; sett hele verdien i anførselstegn dersom den fortsetter etter et anførselstegn",
        "correct the indentation; put a value that goes on after a quote wholly in quotes",
    )


class FieldAmongItems(SyntaxUnknown):
    message = Text(
        "på dette nivået begynner hver linje med `- `, og denne gjør det ikke",
        "on this level each line begins with `- `, and this one does not",
    )
    fix = Text(
        "rykk linjen inn lenger dersom den hører til punktet over, eller sett `- ` foran den",
        "indent the line further if it belongs to the item above it, or put `- ` before it",
    )


class ItemAmongFields(SyntaxUnknown):
    message = Text("her står et punkt i en liste, der et felt var ventet", "found an item of a list where a field was expected")
    fix = Text("rykk punktet inn lenger enn feltet det hører til", "indent the item further than the field that it belongs to")


class OddlyIndented(SyntaxUnknown):
    message = Text(
        "linjen er rykket inn {spaces} mellomrom, og det passer ikke med det som står over",
        "the line is indented by {spaces} spaces, which does not fit what is above it",
    )
    fix = Text(
        "rykk den inn som den linjen den hører sammen med; det som står på samme nivå, begynner i samme kolonne",
        "indent it as the line that it belongs with; what is on one level begins in one column",
    )
    spaces: int


class EmptyFile(Problem):
    code = "empty-file"
    message = Text("filen er tom", "the file is empty")
    why = Text(
        "en tom fil sier ingenting, og ingenting kan tas for gitt", "an empty file states nothing, and nothing may be taken for granted"
    )
    fix = Text("skriv innholdet, eller slett filen", "write the content, or delete the file")


class NothingBeforeColon(Problem):
    code = "empty-value"
    message = Text("det står ingenting foran kolonet", "there is nothing before the colon")
    why = Text("en verdi uten navn kan ingen regel lese", "a value without a name cannot be read by any rule")
    fix = Text("skriv et navn foran kolonet", "write a name before the colon")


class HiddenCharacter(Problem):
    code = "syntax"
    message = Text(
        "filen har et tegn som ikke synes: U+{number}, {name}", "the file holds a character that cannot be seen: U+{number}, {name}"
    )
    why = Text("det som ikke synes, kan ingen kontrollere", "what cannot be seen cannot be reviewed")
    fix = Text("slett tegnet", "delete the character")
    number: str
    name: Text


class CommaInNumber(Problem):
    code = "bad-number"
    message = Text("`{whole},{rest}` leses som `{whole}` og et navn `{rest}`", "`{whole},{rest}` is read as `{whole}` and a name `{rest}`")
    why = Text("mellom krøllparenteser innleder et komma det neste elementet", "inside braces a comma begins the next entry")
    fix = Text(
        "skriv tallet uten komma: tusener uten skilletegn, desimaler etter punktum",
        "write the number without a comma: thousands without a separator, decimals after a full stop",
    )
    whole: str
    rest: str


class DecimalComma(CommaInNumber):
    fix = Text("mente du `{meant}`? Desimaltall skrives med punktum", "did you mean `{meant}`? Decimals are written with a full stop")
    meant: str


class KeyTwice(Problem):
    code = "duplicate-key"
    message = Text("`{key}` er skrevet to ganger på samme nivå", "`{key}` is written twice in one mapping")
    why = Text("den ene av de to ville falle bort uten et ord", "one of the two would be silently dropped")
    fix = Text("behold den ene", "keep one of them")
    key: str


class MappingTwice(KeyTwice):
    fix = Text("samle det som står under begge, under den ene", "put what is below both under one of them")


class Shortcut(Problem):
    why = Text(
        "en fil må bety det samme for alle lesere og alle programmer; det gjør ikke snarveiene i YAML",
        "a file must mean the same to every reader and every program; YAML's shortcuts do not",
    )


class SecondDocument(Shortcut):
    code = "many-documents"
    message = Text("filen har et dokument nummer to", "the file holds a second document")
    fix = Text("legg det i en egen fil, og stryk linjen `---`", "put it in a separate file and delete the line `---`")


class AliasUsed(Shortcut):
    code = "anchor"
    message = Text("`*{anchor}` viser til et anker", "`*{anchor}` refers to an anchor")
    fix = Text(
        "skriv innholdet ut der det trengs; hører det til teksten, så sett teksten i anførselstegn",
        "write the content out where it is needed; if it belongs to the text, put the text in quotes",
    )
    anchor: str | None


class AnchorUsed(Shortcut):
    code = "anchor"
    message = Text("`&{anchor}` er et anker", "`&{anchor}` is an anchor")
    fix = Text(
        "stryk ankeret, og skriv innholdet ut der det trengs; hører det til teksten, så sett teksten i anførselstegn",
        "delete the anchor and write the content out where it is needed; if it belongs to the text, put the text in quotes",
    )
    anchor: str | None


class TagUsed(Shortcut):
    code = "tag"
    message = Text("`{tag}` er en YAML-merkelapp", "`{tag}` is a YAML tag")
    fix = Text(
        "stryk merkelappen, for typene er deklarert i vokabularet; hører det til teksten, så sett teksten i anførselstegn",
        "delete the tag, since types are declared in the vocabulary; if it belongs to the text, put the text in quotes",
    )
    tag: str


class TooDeep(Shortcut):
    code = "too-deep"
    message = Text("dette er nøstet mer enn {most} nivåer dypt", "this is nested more than {most} levels deep")
    fix = Text(
        "skriv det med færre nivåer; del opp et vilkår med hjelpekonklusjoner",
        "write it with fewer levels; split a condition with helper conclusions",
    )
    most: int


class KeyNotAName(Shortcut):
    code = "wrong-shape"
    message = Text("det som står foran kolonet, må være ett enkelt navn", "a key must be a single word")
    fix = Text("skriv et vanlig navn foran kolonet", "write a plain name before the colon")
