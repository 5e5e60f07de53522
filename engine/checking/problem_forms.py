"""Diagnostics in the forms that other programs read: JSON to our schema, SARIF 2.1.0, and GitHub's workflow commands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import quote

from ..canonical import Json
from ..diagnostics import Diagnostic, bounded, printable, said, sort_by_place
from ..model import Language, Place, Text
from .pages import Page

_FOLDER: Final = "docs/diagnostics"
"""Where the pages are, seen from the repository; `hjemmel show CODE` shows the same."""

_WHY: Final = Text("Hvorfor", "Why")
_FIX: Final = Text("Retting", "Fix")


def problems_document(problems: Iterable[Diagnostic]) -> dict[str, Json]:
    """Return the diagnostics in file order as a document to `diagnostics.schema.json`, every text in both languages.

    Of a flood of one code the first are there, as on the screen, and under `more` how many are left out; the counts are of all.
    """
    found = sort_by_place(problems)
    errors = sum(problem.level == "error" for problem in found)
    shown, more = bounded(found)
    counts: dict[str, Json] = {"errors": errors, "warnings": len(found) - errors}
    return {**counts, "diagnostics": [_document(problem) for problem in shown], "more": {**more}}


def _document(problem: Diagnostic) -> Json:
    return {
        "code": problem.code,
        "level": problem.level,
        "message": _both(problem.message),
        "why": _both(problem.why),
        "fix": _both(problem.fix),
        "place": _place(problem.place),
        "related": [{"place": _place(place), "label": _both(label)} for place, label in problem.related],
        "page": f"{_FOLDER}/{problem.code}.md",
    }


def _both(text: Text) -> Json:
    return {"nb": printable(text.nb), "en": printable(text.en)}


def _place(place: Place) -> Json:
    return {"file": place.file, "line": place.line, "column": place.column, "length": place.length}


# ---------------------------------------------------------------- SARIF


def sarif_log(problems: Iterable[Diagnostic], pages: Mapping[str, Page], version: str, lang: Language) -> dict[str, Json]:
    """Return the diagnostics as a SARIF 2.1.0 log of one run; a rule is a code with its page. `version` is the program's.

    Columns count characters. Places in files that lie below the current folder are relative to it. Of a flood of one code the
    first are results, and `properties.more` of the run counts the rest by code.
    """
    found, more = bounded(sort_by_place(problems))
    codes = sorted({problem.code for problem in found})
    driver: dict[str, Json] = {
        "name": "hjemmel",
        "version": version,
        "language": lang,
        "rules": [_rule(code, pages.get(code), lang) for code in codes],
    }
    results: list[Json] = [_result(problem, codes.index(problem.code), lang) for problem in found]
    run: dict[str, Json] = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    if more:
        run["properties"] = {"more": {**more}}
    return {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}


def _rule(code: str, page: Page | None, lang: Language) -> Json:
    rule: dict[str, Json] = {"id": code, "helpUri": f"{_FOLDER}/{code}.md"}
    if page is not None:
        about = said(page.about, lang)
        rule["shortDescription"] = {"text": said(page.what, lang)}
        rule["help"] = {"text": about.replace("**", ""), "markdown": f"{about}\n\n{page.bad}\n\n{page.good}"}
    return rule


def _result(problem: Diagnostic, index: int, lang: Language) -> Json:
    result: dict[str, Json] = {
        "ruleId": problem.code,
        "ruleIndex": index,
        "level": problem.level,
        "message": {"text": told(problem, lang)},
        "locations": [_location(problem.place)],
    }
    if problem.related:
        result["relatedLocations"] = [
            {**_location(place), "message": {"text": printable(said(label, lang))}} for place, label in problem.related
        ]
    return result


def _location(place: Place) -> dict[str, Json]:
    region: Json = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.line,
        "endColumn": place.column + place.length,
    }
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(place.file)}, "region": region}}


def _uri(file: str) -> str:
    """Return the reference to a file: relative to the current folder, or absolute where the file does not lie below it."""
    is_absolute = file.startswith("/") or re.match(r"[A-Za-z]:", file)
    return ("file://" + ("" if file.startswith("/") else "/") if is_absolute else "") + quote(file, safe="/:", errors="surrogateescape")


def told(problem: Diagnostic, lang: Language) -> str:
    """Return message, reason and remedy, each on a line."""
    why, fix = (f"{said(word, lang)}: {printable(said(text, lang))}" for word, text in ((_WHY, problem.why), (_FIX, problem.fix)))
    return f"{printable(said(problem.message, lang))}\n{why}\n{fix}"


# ---------------------------------------------------------------- GitHub


def github_commands(problems: Iterable[Diagnostic], lang: Language) -> str:
    """Return one workflow command a line, by which a GitHub run marks the place in the changed files."""
    return "".join(f"{_command(problem, lang)}\n" for problem in sort_by_place(problems))


def _command(problem: Diagnostic, lang: Language) -> str:
    place = problem.place
    properties = {
        "file": printable(place.file),
        "line": str(place.line),
        "col": str(place.column),
        "endColumn": str(place.column + place.length),
        "title": problem.code,
    }
    shown = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{problem.level} {shown}::{_data(told(problem, lang))}"


def _data(text: str) -> str:
    """Return a text as a workflow command carries it: percent signs and line ends are escaped."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
