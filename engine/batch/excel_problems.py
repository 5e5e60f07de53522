"""What can be wrong in a workbook."""

from __future__ import annotations

from ..diagnostics import Problem
from ..model import Text
from .problems import RowProblem


class SeveralSheets(Problem):
    code = "unreadable"
    message = Text("flere ark i arbeidsboken har celler: {sheets}", "several sheets of the workbook have cells: {sheets}")
    why = Text("hvilket som er registeret, gjettes aldri", "which one is the register is never guessed")
    fix = Text("lagre arket med registeret som en arbeidsbok for seg", "save the sheet with the register as a workbook of its own")
    sheets: tuple[str, ...]


class FormulaWithoutValue(RowProblem):
    code = "empty-value"
    message = Text("cellen har en formel som ikke er regnet ut", "the cell has a formula that has not been computed")
    fix = Text("åpne arbeidsboken i Excel og lagre den, eller skriv verdien", "open the workbook in Excel and save it, or write the value")


class CellsMerged(Problem):
    code = "unreadable"
    message = Text("celler i arket {sheet} er slått sammen", "cells of the sheet {sheet} are merged")
    why = Text("alle utenom den første ville bli lest som tomme", "all but the first of them would be read as empty")
    fix = Text("del cellene, og skriv verdien i hver av dem", "unmerge the cells, and write the value in each of them")
    sheet: str


class PercentInCell(RowProblem):
    code = "bad-number"
    message = Text("cellen er {number}, og vises som prosent", "the cell is {number}, and is shown as a percentage")
    fix = Text(
        "gi cellene et vanlig tallformat, og skriv tallet som skal leses",
        "give the cells a plain number format, and write the number to be read",
    )
    number: str


class NumberShownOtherwise(RowProblem):
    code = "bad-number"
    message = Text(
        "cellen er {number}, og vises annerledes med formatet `{format}`",
        "the cell is {number}, and is shown otherwise by the format `{format}`",
    )
    fix = Text(
        "gi cellene et vanlig tallformat, eller skriv det som vises, som tekst",
        "give the cells a plain number format, or write what is shown as text",
    )
    number: str
    format: str


class IdOfOtherType(RowProblem):
    code = "wrong-type"
    message = Text(
        "sakens id er {value}, verken tekst eller et helt tall", "the id of the case is {value}, neither text nor a whole number"
    )
    fix = Text("skriv id-en som tekst, slik den skal stå", "write the id as text, as it is to be")
    value: str


class FaultInCell(RowProblem):
    code = "bad-number"
    message = Text("cellen har feilen {fault}", "the cell has the error {fault}")
    fix = Text("rett formelen i regnearket, eller skriv verdien", "correct the formula in the spreadsheet, or write the value")
    fault: str


class NoExcelExtra(Problem):
    code = "unreadable"
    message = Text("openpyxl mangler, som leser Excel", "openpyxl, which reads Excel, is missing")
    why = Text("det som ikke kan leses, kan det ikke tas hensyn til", "what cannot be read cannot be taken into account")
    fix = Text("installer med `pip install 'hjemmel[excel]'`", "install it with `pip install 'hjemmel[excel]'`")
