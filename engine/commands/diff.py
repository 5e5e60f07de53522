"""`hjemmel diff`: two law versions compared."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Literal

import click

from ..changes.difference import difference as compare_laws
from ..changes.difference_document import difference_document
from ..changes.difference_report import difference_report, witness_name
from ..changes.impact import impact as law_impact
from ..changes.impact import pair_of as law_pair
from ..changes.meaning import has_solver
from ..changes.meaning import meanings as law_meanings
from ..changes.reach import Edition, reach_of
from ..diagnostics import Diagnostic
from ..files import write_folder
from ..inference.specialised import engine as specialised
from ..language.case_text import case_text, said_unknown
from ..language.cases import with_forced
from ..law.compiled import compile_laws
from ..loading import load_cases, suites_folder
from ..model import Language, Laws
from ..rendering.forms import Form, render_report
from ..suites.proposals import Regression
from .console import rejection, stop_if_wrong
from .inputs import flaws_of, judge_folder, judge_order, judge_outputs, laws_and_sources, tested_cases
from .options import FORM, LANGUAGE, OUTPUT, SUITES
from .output import as_json, colour, width, write
from .speaking import command, option


@command(
    """Vis hva som skiller to lovversjoner: etter bestemmelse, etter mening, og for sakene i hver --cases FILE.

    FILE er en saksfil eller en testsamling. Begge versjonene tvinges fram for hver sak. Personer som viser en forskjell,
    letes det etter i testsamlingene; hver lagres som en saksfil med --witnesses og avgjøres på nytt av `evaluate --law OLD`
    og `--law NEW`.
    """,
)
@click.argument("older", metavar="OLD")
@click.argument("newer", metavar="NEW")
@option(
    "--cases",
    "files",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Cases to show the impact on; may be repeated.",
    nb="Saker å vise følgene for; kan gjentas.",
)
@option(
    "--witnesses",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Save each person shown as a case file.",
    nb="Lagre hver person som vises.",
)
@option(
    "--changed",
    "only_changed",
    is_flag=True,
    help="Look for persons only in the cases that expect something that the change reaches.",
    nb="Let etter personer bare i saker som venter noe endringen når.",
)
@SUITES
@FORM
@LANGUAGE
@OUTPUT
@click.pass_obj
def diff(
    rules: Path,
    older: str,
    newer: str,
    files: tuple[Path, ...],
    witnesses: Path | None,
    only_changed: bool,
    suites: Path | None,
    form: Form | Literal["json"],
    lang: Language,
    output: Path | None,
) -> None:
    """Show what differs between two law versions: by provision, by meaning, and for the cases of each --cases FILE.

    FILE is a case file or a suite. Both versions are forced on every case. Persons who show a difference are looked for in
    the suites; each is saved as a case file with --witnesses, and decided again by `evaluate --law OLD` and `--law NEW`.
    """
    reads = [*files, rules, suites_folder(rules, suites)]
    judge_outputs([output], reads)
    if witnesses is not None:
        judge_folder(witnesses, reads)
    laws, sources = laws_and_sources(rules)
    judge_order(older, newer, laws)
    problems: list[Diagnostic] = []
    given = [case for path in files for case in load_cases(path, laws, sources, problems)]
    problems += (problem for case in given for problem in flaws_of(case, laws.vocabulary))
    tested = tested_cases(rules, suites, laws, sources, problems)
    stop_if_wrong(problems, sources)
    pair = law_pair(compile_laws(laws), older, newer, specialised())
    found = compare_laws(laws, older, newer)
    impact = law_impact(pair, given) if files else None
    tested = _reached(laws, older, newer, tested) if only_changed else tested
    persons = [*given, *(case.case for _, _, case in tested if case.rejected is None)]
    meanings = law_meanings(pair, persons, has_solver())
    if form == "json":
        text = as_json(difference_document(found, meanings, impact, laws)) + "\n"
    else:
        report = difference_report(found, meanings, impact, laws, lang, str(witnesses) if witnesses else None)
        text = render_report(report, form, 100 if output else width(), colour(output))
    if witnesses is not None:
        shown = {witness_name(m.conclusion, number): f.case for m in meanings for number, f in enumerate(m.witnesses, 1)}
        free = {id_: with_forced(replace(case, id=id_), None, laws.vocabulary) for id_, case in shown.items()}
        with rejection():
            texts = {f"{id_}.yaml": case_text(case, said_unknown(case, laws.vocabulary), laws.vocabulary) for id_, case in free.items()}
            write_folder(texts, witnesses)
    write(text, output, form)


def _reached(laws: Laws, older: str, newer: str, cases: tuple[Regression, ...]) -> tuple[Regression, ...]:
    """Return the cases of both versions that expect something that the change reaches."""
    edition = {version.name: Edition(version, laws.vocabulary) for version in laws.versions}
    reach = reach_of(edition[older], edition[newer], older)
    return tuple(item for item in cases if item[0] in (older, newer) and reach.expects(item[2]))
