"""`hjemmel show`: one name, section of an act or diagnostic code."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from ..checking.pages import page_text, read_pages
from ..checking.statute import all_acts
from ..diagnostics import Diagnostic, did_you_mean
from ..folders import shown
from ..language.suites import SuiteCase
from ..loading import load_statute, statute_file
from ..model import Language, Laws, Text
from ..rendering.reference import entry_names, render_entry
from ..rendering.section import SIGN, extent, render_sections, section_names, sections_named
from .console import fail, stop_if_wrong
from .inputs import PAGES, laws_and_sources, name_meant, tested_cases
from .options import LANGUAGE, SUITES
from .speaking import command


@command(
    """Vis én regel, konklusjon eller opplysning i hver versjon: hva den sier, hjemmelen, hva som bruker den, og prøvene.

    Er ID en paragraf, skrevet "§ N", vises leddene i den, hva de gjør, og reglene som uttrykker dem. Er ID koden til en feil,
    vises hva koden betyr, med et eksempel.
    """,
)
@click.argument("name", metavar="ID")
@LANGUAGE
@SUITES
@click.pass_obj
def show(rules: Path, name: str, lang: Language, suites: Path | None) -> None:
    """Show one rule, conclusion or fact in every version: what it says, its law, what uses it and its tests.

    Where ID is a section, written "§ N", its ledd, what they do and the rules that encode them. Where ID is the code of a
    diagnostic, what the code means, with an example.
    """
    page = read_pages(PAGES).get(name)
    if page is not None:
        click.echo(page_text(page, lang), nl=False)
        return
    loaded, sources = laws_and_sources(rules)
    problems: list[Diagnostic] = []
    cases = tested_cases(rules, suites, loaded, sources, problems)
    stop_if_wrong(problems, sources)
    if SIGN in name:
        click.echo(_sections(rules, loaded, sources, name, cases, lang), nl=False)
        return
    see = Text("se `hjemmel facts`, `conclusions` og `laws`", "see `hjemmel facts`, `conclusions` and `laws`")
    meant = name_meant(name, loaded, entry_names(loaded), Text("ingenting", "nothing"), see)
    text = render_entry(loaded, meant, lang, cases)
    assert text is not None  # the name is one of those that there are
    click.echo(text, nl=False)


def _sections(
    rules: Path, laws: Laws, sources: dict[str, str], name: str, cases: Iterable[tuple[str, str, SuiteCase]], lang: Language
) -> str:
    """Return the sections that are asked for as text; where there is none, or no table, the command ends."""
    problems: list[Diagnostic] = []
    statute = load_statute(rules, sources, problems)
    stop_if_wrong(problems, sources)
    if statute is None:
        where = shown(statute_file(rules))
        fail(
            f"disse reglene har ingen tabell over loven; den ligger i `{where}`",
            f"these rules have no table of the statute; it lies in `{where}`",
        )
    acts = all_acts(laws)
    sections = sections_named(statute, acts, name)
    if not sections:
        there = Text(f"tabellen har {extent(statute, acts, 'nb')}", f"the table has {extent(statute, acts, 'en')}")
        fix = did_you_mean(name, section_names(statute, acts, name), there)
        fail(f"ingen paragraf heter `{name}`: {fix.nb}", f"no section is named `{name}`: {fix.en}")
    return render_sections(sections, laws, statute, acts, cases, lang)
