"""`hjemmel review`: the page on a change of law that a lawyer signs."""

from __future__ import annotations

from pathlib import Path

import click

from ..changes.difference import difference as compare_laws
from ..changes.impact import impact as law_impact
from ..changes.impact import pair_of as law_pair
from ..changes.meaning import has_solver
from ..changes.meaning import meanings as law_meanings
from ..changes.reach import Edition, Reach, reach_of
from ..changes.review_report import ReviewedChange, review_report
from ..diagnostics import Diagnostic
from ..files import write_folder
from ..folders import shown
from ..inference.constraints import check_constraints
from ..inference.specialised import engine as specialised
from ..language.exemptions import Exemption
from ..law.compiled import CompiledLaws, compile_laws
from ..loading import load_exemptions, suites_folder
from ..model import Language, Laws
from ..rendering.forms import render_report
from ..suites.coverage import Covered, exempt, measure, runs_of
from ..suites.decisive import decisive
from ..suites.panel import decided as decided_at_once
from ..suites.proposals import Regression
from ..suites.regression import run_case
from .check import checked
from .console import rejection, say, stop_if_wrong
from .inputs import judge_folder, judge_order, laws_and_sources, tested_cases
from .options import LANGUAGE, SUITES
from .speaking import command, option


@command(
    """Skriv siden om en lovendring som en jurist leser og skriver under på, som HTML og Markdown i en ny mappe.

    Bestemmelsene som er endret, med lovendringen bak; hva det betyr, bevist eller vist med en person; testsakene som kommer ut
    annerledes; tekstene som er endret; dekningen av det som er endret; testsaker ingen har lest loven for; det som står åpent.
    """,
)
@click.argument("older", metavar="OLD")
@click.argument("newer", metavar="NEW")
@option(
    "-o",
    "--output",
    "folder",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="The new folder for review.html and review.md.",
    nb="Den nye mappen for review.html og review.md.",
)
@SUITES
@LANGUAGE
@click.pass_obj
def review(rules: Path, older: str, newer: str, folder: Path, suites: Path | None, lang: Language) -> None:
    """Write the page on a change of law that a lawyer reads and signs, as HTML and Markdown in a new folder.

    The provisions that changed with the amendment behind them; what that means, proved or shown by a person; the regression cases that
    come out differently; the texts that changed; coverage of what changed; cases that nobody has read the law for; what is open.
    """
    judge_folder(folder, [rules, suites_folder(rules, suites)])
    laws, sources = laws_and_sources(rules)
    judge_order(older, newer, laws)
    problems: list[Diagnostic] = []
    cases = tested_cases(rules, suites, laws, sources, problems)
    exemptions = load_exemptions(suites_folder(rules, suites), sources, problems)
    stop_if_wrong(problems, sources)
    page = review_report(_reviewed(rules, laws, (older, newer), cases, exemptions, sources), laws, lang)
    with rejection():
        texts = {"review.html": render_report(page, "html", 100, False), "review.md": render_report(page, "markdown", 100, False)}
        write_folder(texts, folder)
    click.echo(say(f"{shown(folder)}: review.html og review.md", f"{shown(folder)}: review.html and review.md"))


def _reviewed(
    rules: Path,
    laws: Laws,
    names: tuple[str, str],
    cases: tuple[Regression, ...],
    exemptions: tuple[Exemption, ...],
    sources: dict[str, str],
) -> ReviewedChange:
    """Return what there is to tell of the change from one version to another."""
    older, newer = names
    compiled, engine = compile_laws(laws), specialised()
    edition = {version.name: Edition(version, laws.vocabulary) for version in laws.versions}
    reach = reach_of(edition[older], edition[newer], older)
    ours = [item for item in cases if item[0] == newer]
    reached = [case.case for name, _, case in cases if name in names and case.rejected is None and reach.expects(case)]
    pair = law_pair(compiled, older, newer, engine)
    return ReviewedChange(
        compare_laws(laws, older, newer),
        law_meanings(pair, reached, has_solver()),
        law_impact(pair, reached),
        _covered(compiled, ours, reach, exemptions, sources),
        [item[2] for item in ours if run_case(*item, compiled, engine).failures],
        [case for _, _, case in ours if case.to_confirm is not None],
        checked(rules, (newer,), False, None)[1],
    )


def _covered(
    compiled: CompiledLaws, cases: list[Regression], reach: Reach, exemptions: tuple[Exemption, ...], sources: dict[str, str]
) -> tuple[Covered, ...]:
    """Return the coverage of what differs in the newer version by its cases."""
    engine = specialised()
    runs = (runs_of(case.case, compiled, engine) for _, _, case in cases)
    possible = [case.case for _, _, case in cases if not check_constraints(case.case, compiled.laws.vocabulary)]
    conditions = decisive(decided_at_once(compiled, possible, engine), sources)
    measured = [item for item in (*measure(runs, compiled), *conditions) if item.version == reach.version and reach.names(item.name)]
    return exempt(measured, exemptions)[0]
