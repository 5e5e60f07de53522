"""`hjemmel decide-again`: a case decided again, beside its last decision in a log."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

import click

from ..law.compiled import compile_laws
from ..law.crosscheck import cross_checker
from ..law.drafted import idle_facts
from ..model import Language
from ..rendering.forms import Form, render_report
from ..trail.document import document
from ..trail.finality import is_final
from ..trail.steps import build_trail
from .console import DECIDED, UNDETERMINED, print_problems, rejection
from .inputs import laws_and_sources, read_cases
from .options import FORM, LANGUAGE
from .output import as_json, colour, width, write
from .speaking import command, option


@command(
    """Avgjør saken CASE på nytt, og vis avgjørelsen ved siden av den siste avgjørelsen av samme sak i en logg.

    Viser utfallet nå og da, hva det betyr, hvilke opplysninger og konklusjoner som er andre, og hvilke regler det skyldes. Ingenting
    føres i loggen, og loggen kontrolleres ikke; det gjør `verify`. Sluttkode 0: avgjort. 1: feil i regler, sak eller logg, eller
    loggen har ingen avgjørelse av saken. 3: opplysninger mangler, eller en saksbehandler må vurdere saken.
    """,
    "decide-again",
)
@click.argument("path", type=click.Path(path_type=Path), metavar="CASE")
@option(
    "--record",
    type=click.Path(path_type=Path),
    metavar="LOG",
    required=True,
    help="The log that holds the earlier decision.",
    nb="Loggen som har den tidligere avgjørelsen.",
)
@FORM
@LANGUAGE
@click.pass_obj
def decide_again(rules: Path, path: Path, record: Path, form: Form | Literal["json"], lang: Language) -> None:
    """Decide the case CASE again, and show the decision beside the last one on the same case in a log.

    Shows the outcome now and then, what that means, which facts and conclusions are others, and the rules that make them so. Nothing
    is recorded, and the log is not checked; `verify` does that. Exit code 0: decided. 1: errors in rules, case or log, or the log has
    no decision on the case. 3: facts are missing, or a caseworker must assess the case.
    """
    from ..records.again import last_recorded, moves_report
    from ..records.again_document import moves_document

    laws, sources = laws_and_sources(rules)
    (case,) = read_cases((path,), None, (), laws, sources)
    with rejection(sources):
        recorded = last_recorded(record, case.id)
        decision, cross_check = cross_checker(True)(case, compile_laws(laws))
    print_problems(idle_facts(decision), sources)
    after = document(decision, build_trail(decision), laws.vocabulary, cross_check)
    if form == "json":
        text = as_json(moves_document(recorded, after, laws.vocabulary, lang)) + "\n"
    else:
        text = render_report(moves_report(recorded, after, laws.vocabulary, lang), form, width(), colour(None))
    write(text, None, form)
    sys.exit(DECIDED if is_final(decision, laws.vocabulary) else UNDETERMINED)
