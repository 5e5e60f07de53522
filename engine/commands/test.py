"""`hjemmel test`: regression suites, their coverage, and mutants of the law."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import click

from ..changes.meaning import has_solver
from ..changes.reach import Reach, is_reached
from ..copies import copies_at_once
from ..diagnostics import Diagnostic
from ..files import replace_texts
from ..folders import shown
from ..inference.constraints import check_constraints
from ..inference.durable import available as durable_reason
from ..inference.forward import Engine
from ..inference.forward import run as forward
from ..inference.specialised import engine as specialised
from ..language.exemptions import Exemption
from ..language.located import read_tree
from ..language.suites import SuiteCase, build_suite
from ..law.compiled import CompiledLaws, compile_laws
from ..law.crosscheck import REFERENCE
from ..law.crosscheck import engines as engines_crosscheck
from ..law.deciding import Decision
from ..loading import load_exemptions, load_suites, read_file, suite_files, suites_folder
from ..model import Language, Laws, Vocabulary
from ..suites.coverage import Covered, exempt, measure, runs_of
from ..suites.decisive import decisive
from ..suites.mutants import Mutant
from ..suites.mutants import mutants as mutants_mutants
from ..suites.mutation import Suites as MutationSuites
from ..suites.mutation import Survivor, alive
from ..suites.mutation import judged as judge_mutants
from ..suites.panel import decided as decided_at_once
from ..suites.proposals import Regression
from ..suites.proposals import entry_text as mutant_case
from ..suites.regression import run_case
from ..suites.renewing import renewed as renewed_suite
from .changed import CHANGED, reaches, said_of, versions_asked
from .console import DECIDED, FAILED, counted, fail, print_problems, rejection, say, stop_if_wrong
from .inputs import judge_versions, laws_and_sources
from .options import LANGUAGE, SUITES
from .progress import counting
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
    help="Change the law in small ways, show which changes no case notices, and fail if there are any; "
    "the cases themselves are then run on the fastest engine alone.",
    nb="Endre loven i det små, vis hvilke endringer ingen sak merker, og feil om det er noen; "
    "testsakene selv kjøres da bare på den raskeste motoren.",
)
@option(
    "--renew",
    is_flag=True,
    help="Write into failing cases marked `to_confirm` what the rules say now; they stay marked, with what was expected.",
    nb="Skriv inn i testsaker som feiler og er merket `to_confirm`, det reglene sier nå; de forblir merket, med det som var ventet.",
)
@CHANGED
@option(
    "--all",
    "shows_all",
    is_flag=True,
    help="With --coverage: show everything that is lacking, not the first ten rules.",
    nb="Med --coverage: vis alt som mangler, ikke bare de ti første reglene.",
)
@LANGUAGE
@click.pass_obj
def test(
    rules: Path,
    versions: tuple[str, ...],
    suites: Path | None,
    coverage: bool,
    mutate: bool,
    renew: bool,
    since: str | None,
    shows_all: bool,
    lang: Language,
) -> None:
    """Run the regression suites of the law versions on every engine there is."""
    laws, sources = laws_and_sources(rules, anew=True)
    judge_versions(versions, [version.name for version in laws.versions])
    folder = suites_folder(rules, suites)
    problems: list[Diagnostic] = []
    every = load_suites(folder, laws, sources, problems)
    stop_if_wrong(problems, sources)
    changed = reaches(rules, laws, versions, since)
    versions = versions_asked(versions, changed)
    cases = [item for item in every if not versions or item[0] in versions]
    of_versions = [case for _, _, case in cases]
    if not cases:
        place = shown(folder)
        fail(
            f"det finnes ingen testsak i {place}; oppgi mappen med testsamlingene med --suites",
            f"there is no regression case in {place}; name the folder of the suites with --suites",
        )
    untested = _untested(cases, versions, laws)
    cases = _reached(cases, versions, changed)
    compiled = compile_laws(laws)
    # Whether the cases pass, before mutants are tried, or while a change is written, the fastest engine alone says.
    engines = {"specialised": specialised()} if mutate or (changed is not None and coverage) else engines_crosscheck()
    failed = _run(cases, compiled, engines)
    if renew and failed:
        failed -= _renewed(folder, cases, failed, compiled, engines)
    _print_counts(cases, failed, untested)
    _print_engines(engines)
    is_enough = not failed and not untested
    scope = TestScope(versions, changed, shows_all)
    if coverage:
        exemptions = load_exemptions(folder, sources, problems)
        stop_if_wrong(problems, sources)
        is_enough = _print_coverage(of_versions, compiled, scope, exemptions, sources) and is_enough
    if mutate:
        if failed:
            fail(
                "mutantene er ikke prøvd: alle testsakene må bestå med loven slik den er",
                "the mutants were not tried: every case must pass with the law as it is",
            )
        is_enough = _print_mutants(every, compiled, scope, sources, lang) and is_enough
    sys.exit(DECIDED if is_enough else FAILED)


def _reached(cases: list[Regression], versions: Collection[str], changed: Mapping[str, Reach] | None) -> list[Regression]:
    """Return the cases that expect something that changes reach, where that was asked, and say for each version what changed."""
    if changed is None:
        return cases
    told = [reach for reach in changed.values() if not reach.is_nothing] or [*changed.values()]
    for reach in told:
        click.echo(said_of(reach, sum(is_reached(suite, case, [reach]) for suite, _, case in cases)))
    unasked = ", ".join(reach.version for reach in told if reach.version not in versions)
    if unasked:
        click.echo(
            say(
                f"{unasked}: også endret, men ikke spurt om; testsakene der er ikke kjørt",
                f"{unasked}: changed too, but not asked about; the cases there were not run",
            )
        )
    return [item for item in cases if is_reached(item[0], item[2], changed.values())]


def _print_engines(engines: Iterable[str]) -> None:
    """Print which engines ran, and why another did not."""
    absent = durable_reason()
    names = ", ".join(engines)
    click.echo(
        say(f"motorer: {names}", f"engines: {names}")
        + (say(f" (durable ikke kjørt: {absent})", f" (durable not run: {absent})") if absent else "")
    )


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


def _renewed(
    folder: Path,
    cases: Iterable[tuple[str, str, SuiteCase]],
    failed: Collection[tuple[str, str, str]],
    compiled: CompiledLaws,
    engines: Mapping[str, Engine],
) -> set[tuple[str, str, str]]:
    """Renew the cases that fail by the reference engine and that nobody has confirmed, tell which, and return those that pass then.

    They pass where they do on every engine; what the rules say is not what one of two engines says that differ.
    """
    found: dict[tuple[str, str], dict[str, tuple[SuiteCase, Decision]]] = {}
    for version, suite, case in cases:
        outcome = run_case(version, suite, case, compiled, forward) if (version, suite, case.id) in failed else None
        if outcome is not None and outcome.failures and outcome.decision is not None:
            found.setdefault((version, case.place.file), {})[case.id] = case, outcome.decision
    again: list[Regression] = []
    changes: dict[Path, tuple[str, str]] = {}
    suites = {shown(path): path for paths in suite_files(folder, []).values() for path in paths}
    for (version, file), failing in found.items():
        path, sources = suites[file], dict[str, str]()
        read_file(path, sources, [])
        text, renewed = renewed_suite(sources[file], failing, compiled.laws.vocabulary)
        tree = read_tree(file, text, [])
        names = tuple(each.version.name for each in compiled.versions)
        built = {case.id: case for case in build_suite(tree, compiled.laws.vocabulary, names, [])} if tree is not None else {}
        for one in renewed:
            click.echo(say(f"{file}: {one.id}: fornyet, ikke {one.told}", f"{file}: {one.id}: renewed, not {one.told}"))
        again += ((version, path.stem, built[one.id]) for one in renewed if one.id in built)
        changes[path] = sources[file], text
    with rejection():
        replace_texts(changes)
    return {(version, suite, case.id) for version, suite, case in again} - _run(again, compiled, {REFERENCE: forward, **engines})


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


class TestScope(NamedTuple):
    """Which versions are measured, what of them changed where that alone was asked for, and whether all that lacks is shown."""

    versions: tuple[str, ...]
    changed: Mapping[str, Reach] | None
    shows_all: bool

    def has(self, version: str, name: str) -> bool:
        """Return whether it is about something of a version."""
        return self.covers(version) and (self.changed is None or self.changed[version].names(name))

    def covers(self, version: str) -> bool:
        """Return whether it is about a version, of which something changed where changes alone are asked for."""
        if self.versions and version not in self.versions:
            return False
        return self.changed is None or not self.changed[version].is_nothing


def _print_coverage(
    cases: Iterable[SuiteCase],
    compiled: CompiledLaws,
    scope: TestScope,
    exemptions: Sequence[Exemption],
    sources: Mapping[str, str],
) -> bool:
    """Print what the suites leave untested and how much they cover; return whether that is everything."""
    cases = list(cases)
    engine = forward if scope.changed is None else specialised()
    runs = (runs_of(case.case, compiled, engine) for case in cases)
    # A case that is rejected shows nothing of a condition: nothing is decided of it.
    possible = [case.case for case in cases if not check_constraints(case.case, compiled.laws.vocabulary)]
    conditions = decisive(decided_at_once(compiled, possible, engine), sources)
    measured = [item for item in (*measure(runs, compiled), *conditions) if scope.has(item.version, item.name)]
    wanted = [e for e in exemptions if scope.has(e.version, e.name)]
    items, idle = exempt(measured, wanted)
    print_problems(idle, sources)
    _print_lacking([item for item in items if item.lacking], scope.shows_all)
    _print_shares(items)
    exempted = say(f"{len(wanted)} fritak, hvert", counted(len(wanted), "exemption") + ", each")
    click.echo(f"{exempted} {say('med grunnen i', 'with its reason in')} exempt.yaml")
    return not idle and not any(item.lacking for item in items)


_FIRST = 10
"""Of so many rules and parameters it is shown what they lack, unless all of it is asked for."""


def _print_lacking(items: Sequence[Covered], shows_all: bool) -> None:
    """Print what cases are to be added, grouped by the rule or parameter that they are about, in the order of the files."""
    groups: dict[tuple[str, str], list[Covered]] = {}
    for item in sorted(items, key=lambda item: item.place):
        groups.setdefault((item.version, item.name.partition(",")[0].partition(" over ")[0]), []).append(item)
    for (_, name), found in list(groups.items())[: None if shows_all else _FIRST]:
        place, missing = found[0].place, sum(len(item.lacking) for item in found)
        lacks = say(f"{name} mangler {missing} {'testsak' if missing == 1 else 'testsaker'}", f"{name} lacks {counted(missing, 'case')}")
        click.echo(f"{place.file}:{place.line}:{place.column}: {lacks}")
        for item in found:
            # The words in English are those of `exempt.yaml`.
            needs = say(", ".join(f"{_NEEDS[need]} (`{need}`)" for need in item.lacking), ", ".join(item.lacking))
            click.echo(f"    {say(_KINDS[item.kind], item.kind)} {item.name}: {needs}")
    if not shows_all and len(groups) > _FIRST:
        more = len(groups) - _FIRST
        click.echo(
            say(
                f"… og {more} {'regel eller parameter' if more == 1 else 'regler og parametere'} til; --all viser alt",
                f"… and {more} more {'rule or parameter' if more == 1 else 'rules and parameters'}; --all shows everything",
            )
        )


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
    cases: Iterable[Regression],
    compiled: CompiledLaws,
    scope: TestScope,
    sources: Mapping[str, str],
    lang: Language,
) -> bool:
    """Print the mutants that no case notices, each with a case that would, and the score; return whether all are noticed.

    Whoever interrupts it is told of those found by then, and how many were not tried.
    """
    vocabulary, solver, copies = compiled.laws.vocabulary, has_solver(), copies_at_once()
    # A mutant of what changed is noticed by the cases of its version; the others take their time.
    suites = MutationSuites(compiled, (item for item in cases if scope.changed is None or item[0] in scope.versions))
    all_killed = True
    for version in (version for version in compiled.laws.versions if scope.covers(version.name)):
        mutants = [mutant for mutant in mutants_mutants(version, vocabulary, sources) if scope.has(version.name, mutant.name)]
        left: list[Mutant] = []
        equivalent = told = tried = 0
        try:
            for mutant, lives in zip(counting(mutants), alive(suites, mutants, copies), strict=True):
                if lives:
                    left.append(mutant)
                tried += 1
            for _, survivor in zip(counting(left), judge_mutants(suites, left, solver, copies), strict=True):
                told += 1
                equivalent += survivor.verdict == "equivalent"
                _print_survivor(survivor, told, vocabulary, lang)
        except KeyboardInterrupt:
            for mutant in left[told:]:
                _print_survivor(Survivor(mutant, "unjudged"), told, vocabulary, lang)
            untried = len(mutants) - tried
            click.echo(
                say(
                    f"{version.name}: avbrutt; {tried} av {len(mutants)} mutanter prøvd, {len(left) - equivalent} ikke oppdaget, "
                    f"{untried} ikke prøvd",
                    f"{version.name}: interrupted; {tried} of {counted(len(mutants), 'mutant')} tried, {len(left) - equivalent} alive, "
                    f"{untried} not tried",
                )
            )
            return False
        _print_score(version.name, len(mutants), len(left), equivalent)
        all_killed = all_killed and len(left) == equivalent
    if not solver:
        click.echo(
            say(
                "ingen mutant er bevist likeverdig: løseren er ikke installert (pip install 'hjemmel[analysis]')",
                "no mutant was proved equivalent: the solver is not installed (pip install 'hjemmel[analysis]')",
            )
        )
    return all_killed


def _print_survivor(survivor: Survivor, number: int, vocabulary: Vocabulary, lang: Language) -> None:
    """Print a mutant that is not proved equivalent, and a case that would notice it, if there is one."""
    mutant, place = survivor.mutant, survivor.mutant.place
    if survivor.verdict != "equivalent":
        verdict = say(*_VERDICTS[survivor.verdict])
        click.echo(f"{place.file}:{place.line}:{place.column}: {mutant.name}: {say(mutant.change.nb, mutant.change.en)}: {verdict}")
    if survivor.proposal is not None:
        click.echo(mutant_case(survivor.proposal, mutant, number, vocabulary, lang) + "\n")


def _print_score(version: str, number: int, left: int, equivalent: int) -> None:
    killed, lasting = number - left, left - equivalent
    score = _percent(killed, killed + lasting)
    click.echo(
        say(
            f"{version}: {number} mutanter, {killed} oppdaget, {equivalent} bevist likeverdige, {lasting} ikke oppdaget; "
            f"{score} av dem som ikke er bevist likeverdige",
            f"{version}: {counted(number, 'mutant')}, {killed} killed, {equivalent} proved equivalent, {lasting} alive; "
            f"score {score} of those not proved equivalent",
        )
    )


_VERDICTS = {
    "survived": ("ingen testsak oppdager det", "no case notices it"),
    "unproved": ("ingen testsak oppdager det, og løseren ga opp", "no case notices it, and the solver gave up"),
    "unjudged": ("ingen testsak oppdager det", "no case notices it"),
}
"""What is said of a mutant that is not proved equivalent, in Bokmål and English."""


def _percent(part: int, whole: int) -> str:
    """Return a share in percent with one decimal, never rounded up to all; all of nothing is all."""
    tenths = part * 1000 // whole if whole else 1000
    return say(f"{tenths // 10},{tenths % 10} %", f"{tenths // 10}.{tenths % 10} %")
