"""`hjemmel test`: regression suites, their coverage, and mutants of the law."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

import click

from ..changes.meaning import has_solver
from ..diagnostics import Diagnostic
from ..folders import shown
from ..inference.constraints import check_constraints
from ..inference.durable import available as durable_reason
from ..inference.forward import Engine
from ..inference.forward import run as forward
from ..language.exemptions import Exemption
from ..language.suites import SuiteCase
from ..law.compiled import CompiledLaws, compile_laws
from ..law.crosscheck import engines as engines_crosscheck
from ..loading import load_exemptions, load_suites, suites_folder
from ..model import Language, Laws
from ..suites.coverage import Covered, exempt, measure, runs_of
from ..suites.decisive import decisive
from ..suites.mutants import mutants as mutants_mutants
from ..suites.mutation import Suites as MutationSuites
from ..suites.mutation import judged as judge_mutants
from ..suites.panel import decided as decided_at_once
from ..suites.proposals import entry_text as mutant_case
from ..suites.regression import run_case
from .console import DECIDED, FAILED, counted, fail, print_problems, say, stop_if_wrong
from .inputs import judge_versions, laws_and_sources
from .options import LANGUAGE, SUITES
from .speaking import command, option


@command(
    """Kjør lovversjonenes testsamlinger på hver motor som finnes.""",
)
@click.argument("versions", nargs=-1, metavar="[VERSION]...")
@SUITES
@option(
    "--coverage",
    is_flag=True,
    help="Show which parts of the law the suites leave untested, and fail below 100 %.",
    nb="Vis hva i loven testsamlingene ikke prøver, og feil under 100 %.",
)
@option(
    "--mutate",
    is_flag=True,
    help="Change the law in small ways, show which changes no case notices, and fail if there are any.",
    nb="Endre loven i det små, vis hvilke endringer ingen sak merker, og feil om det er noen.",
)
@LANGUAGE
@click.pass_obj
def test(rules: Path, versions: tuple[str, ...], suites: Path | None, coverage: bool, mutate: bool, lang: Language) -> None:
    """Run the regression suites of the law versions on every engine there is."""
    laws, sources = laws_and_sources(rules)
    judge_versions(versions, [version.name for version in laws.versions])
    folder = suites_folder(rules, suites)
    problems: list[Diagnostic] = []
    every = load_suites(folder, laws, sources, problems)
    cases = [item for item in every if not versions or item[0] in versions]
    stop_if_wrong(problems, sources)
    if not cases:
        place = shown(folder)
        fail(
            f"det finnes ingen testsak i {place}; oppgi mappen med testsamlingene med --suites",
            f"there is no regression case in {place}; name the folder of the suites with --suites",
        )
    compiled = compile_laws(laws)
    engines = engines_crosscheck()
    failed = _run(cases, compiled, engines)
    untested = _untested(cases, versions, laws)
    _print_counts(cases, failed, untested)
    absent = durable_reason()
    names = ", ".join(engines)
    click.echo(
        say(f"motorer: {names}", f"engines: {names}")
        + (say(f" (durable ikke kjørt: {absent})", f" (durable not run: {absent})") if absent else "")
    )
    is_enough = not failed and not untested
    if coverage:
        exemptions = load_exemptions(folder, sources, problems)
        stop_if_wrong(problems, sources)
        is_enough = _print_coverage([case for _, _, case in cases], compiled, versions, exemptions, sources) and is_enough
    if mutate:
        if failed:
            fail(
                "mutantene er ikke prøvd: alle testsakene må bestå med loven slik den er",
                "the mutants were not tried: every case must pass with the law as it is",
            )
        is_enough = _print_mutants(every, compiled, versions, sources, lang) and is_enough
    sys.exit(DECIDED if is_enough else FAILED)


def _run(cases: Iterable[tuple[str, str, SuiteCase]], compiled: CompiledLaws, engines: Mapping[str, Engine]) -> set[tuple[str, str, str]]:
    """Run the cases on every engine, print what fails, and return which do: version, suite and id."""
    failed: set[tuple[str, str, str]] = set()
    for name, run in engines.items():
        for version, suite, case in cases:
            outcome = run_case(version, suite, case, compiled, run)
            if outcome.failures:
                failed.add((version, suite, case.id))
                fails = say(f"slår feil på {name}", f"fails on {name}")
                click.echo(f"{case.place.file}:{case.place.line}: {case.id} {fails}: {case.about}")
                for failure in outcome.failures:
                    click.echo(f"    {say(failure.nb, failure.en)}")
    return failed


def _untested(cases: Iterable[tuple[str, str, SuiteCase]], versions: tuple[str, ...], laws: Laws) -> list[str]:
    """Return which of the versions, of all where none is named, have no case."""
    asked = [version.name for version in laws.versions if not versions or version.name in versions]
    tested = {item[0] for item in cases}
    return [name for name in asked if name not in tested]


def _print_counts(cases: Sequence[tuple[str, str, SuiteCase]], failed: Collection[tuple[str, str, str]], untested: Iterable[str]) -> None:
    """Print for each version how many cases passed and failed, or that it has none."""
    for name in untested:
        click.echo(
            say(
                f"{name}: ingen testsak; en versjon uten testsaker er ikke prøvd", f"{name}: no case; a version without cases is not tested"
            )
        )
    for version in dict.fromkeys(item[0] for item in cases):
        count = sum(item[0] == version for item in cases)
        wrong = sum(item[0] == version for item in failed)
        confirm = sum(item[0] == version and item[2].to_confirm is not None for item in cases)
        click.echo(
            say(
                f"{version}: {count} {'testsak' if count == 1 else 'testsaker'}, {count - wrong} bestått, {wrong} ikke bestått",
                f"{version}: {counted(count, 'case')}, {count - wrong} passed, {wrong} failed",
            )
            + (say(f"; {confirm} merket `to_confirm`", f"; {confirm} to confirm") if confirm else "")
        )


def _print_coverage(
    cases: Iterable[SuiteCase],
    compiled: CompiledLaws,
    versions: tuple[str, ...],
    exemptions: Sequence[Exemption],
    sources: Mapping[str, str],
) -> bool:
    """Print what the suites leave untested and how much they cover; return whether that is everything."""
    cases = list(cases)
    runs = (runs_of(case.case, compiled, forward) for case in cases)
    # A case that is rejected shows nothing of a condition: nothing is decided of it.
    possible = [case.case for case in cases if not check_constraints(case.case, compiled.laws.vocabulary)]
    conditions = decisive(decided_at_once(compiled, possible), sources)
    measured = [item for item in (*measure(runs, compiled), *conditions) if not versions or item.version in versions]
    wanted = [e for e in exemptions if not versions or e.version in versions]
    items, idle = exempt(measured, wanted)
    print_problems(idle, sources)
    for item in items:
        if item.lacking:
            # The words in English are those of `exempt.yaml`.
            needed = ", ".join(f"{_NEEDS[need]} (`{need}`)" for need in item.lacking)
            needs = ", ".join(item.lacking)
            lacks = say(f"{_KINDS[item.kind]} {item.name} mangler en testsak: {needed}", f"{item.kind} {item.name} lacks a case: {needs}")
            click.echo(f"{item.place.file}:{item.place.line}:{item.place.column}: {lacks}")
    _print_shares(items)
    exempted = say(f"{len(wanted)} fritak, hvert", counted(len(wanted), "exemption") + ", each")
    click.echo(f"{exempted} {say('med grunnen i', 'with its reason in')} exempt.yaml")
    return not idle and not any(item.lacking for item in items)


def _print_shares(items: Sequence[Covered]) -> None:
    """Print for each version how much of each kind of thing is covered."""
    for version in dict.fromkeys(item.version for item in items):
        counts = []
        for kind in dict.fromkeys(item.kind for item in items):
            of_kind = [item for item in items if item.version == version and item.kind == kind]
            covered, all_ = sum(not item.lacking for item in of_kind), len(of_kind)
            part = _percent(covered, all_)
            counts.append(say(f"{_KINDS[kind]} {covered} av {all_} ({part})", f"{covered} of {counted(all_, kind)} ({part})"))
        click.echo(say(f"{version} dekket: {', '.join(counts)}", f"{version} covered: {', '.join(counts)}"))


_KINDS = {"rule": "regel", "exception": "unntak", "override": "forrang", "parameter": "parameter", "condition": "vilkår"}
"""The kinds of things that suites cover, in Bokmål."""


_NEEDS = {
    "applies": "gjelder",
    "does not apply": "gjelder ikke",
    "open": "åpen",
    "a case that it alone decides": "en sak som det alene avgjør",
    "below": "under",
    "on": "på",
    "above": "over",
    "given": "oppgitt",
    "decides while it holds": "avgjør når det er oppfylt",
    "decides while it fails": "avgjør når det ikke er oppfylt",
}
"""What suites must show of them, in Bokmål."""


def _print_mutants(
    cases: Iterable[tuple[str, str, SuiteCase]],
    compiled: CompiledLaws,
    versions: tuple[str, ...],
    sources: Mapping[str, str],
    lang: Language,
) -> bool:
    """Print the mutants that no case notices, each with a case that would, and the score; return whether all are noticed."""
    vocabulary, solver = compiled.laws.vocabulary, has_solver()
    suites = MutationSuites(compiled, cases)
    all_killed = True
    for version in (version for version in compiled.laws.versions if not versions or version.name in versions):
        mutants = mutants_mutants(version, vocabulary, sources)
        left = [mutant for mutant in mutants if suites.tried(mutant).killer is None]
        survivors = list(judge_mutants(suites, left, solver))
        for number, survivor in enumerate(survivors, start=1):
            mutant, place = survivor.mutant, survivor.mutant.place
            if survivor.verdict != "equivalent":
                told = f"{mutant.name}: {say(mutant.change.nb, mutant.change.en)}: {say(*_VERDICTS[survivor.verdict])}"
                click.echo(f"{place.file}:{place.line}:{place.column}: {told}")
            if survivor.proposal is not None:
                click.echo(mutant_case(survivor.proposal, mutant, number, vocabulary, lang) + "\n")
        equivalent = sum(survivor.verdict == "equivalent" for survivor in survivors)
        killed, lasting = len(mutants) - len(left), len(left) - equivalent
        score = _percent(killed, killed + lasting)
        click.echo(
            say(
                f"{version.name}: {len(mutants)} mutanter, {killed} oppdaget, {equivalent} bevist likeverdige, {lasting} ikke oppdaget; "
                f"{score} av dem som ikke er bevist likeverdige",
                f"{version.name}: {counted(len(mutants), 'mutant')}, {killed} killed, {equivalent} proved equivalent, {lasting} alive; "
                f"score {score} of those not proved equivalent",
            )
        )
        all_killed = all_killed and not lasting
    if not solver:
        click.echo(
            say(
                "ingen mutant er bevist likeverdig: løseren er ikke installert (pip install 'hjemmel[analysis]')",
                "no mutant was proved equivalent: the solver is not installed (pip install 'hjemmel[analysis]')",
            )
        )
    return all_killed


_VERDICTS = {
    "survived": ("ingen testsak oppdager det", "no case notices it"),
    "unproved": ("ingen testsak oppdager det, og løseren ga opp", "no case notices it, and the solver gave up"),
}
"""What is said of a mutant that is not proved equivalent, in Bokmål and English."""


def _percent(part: int, whole: int) -> str:
    """Return a share in percent with one decimal, never rounded up to all; all of nothing is all."""
    tenths = part * 1000 // whole if whole else 1000
    return say(f"{tenths // 10},{tenths % 10} %", f"{tenths // 10}.{tenths % 10} %")
