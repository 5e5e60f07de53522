"""`hjemmel check`: what is wrong in the rule files, and mending it."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

import click

from ..changes.reach import Reach
from ..checking.case_schema import stale_schema
from ..checking.fixing import mend
from ..checking.linting import find_lints
from ..checking.nynorsk import find_untranslated
from ..checking.pages import read_pages
from ..checking.problem_forms import github_commands, problems_document, sarif_log
from ..checking.statute import find_unaccounted
from ..diagnostics import Diagnostic, sort_by_place
from ..files import replace_texts, write_folder
from ..folders import read_text, shown
from ..language.case_text import case_text
from ..law.compiled import compile_laws
from ..law.drafted import known_to
from ..loading import Loaded, case_schema_files, load_laws, load_nynorsk, load_statute, nynorsk_file
from ..model import Language, Laws, Text
from ..schemas import check_schemas, schema_files
from ..version import VERSION
from .changed import CHANGED, reaches, versions_asked
from .console import DECIDED, FAILED, count_errors, count_warnings, fail, print_problems, rejection, say, wrong_usage
from .inputs import PAGES, drafts_given, judge_folder, judge_versions
from .options import LANGUAGE
from .output import as_json, write
from .speaking import command, option


@command(
    """Vis alt som er galt i regelfilene, med sted, grunn og råd; `show CODE` forklarer en kode.""",
)
@click.argument("versions", nargs=-1, metavar="[VERSION]...")
@option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    show_default=True,
    help="sarif: for code scanning. github: annotations of a workflow run.",
    nb="sarif: for kodeskanning. github: merknader i en arbeidsflyt.",
)
@option(
    "--solver",
    is_flag=True,
    help="Ask a solver too: rules that never apply, contradict each other or leave a gap.",
    nb="Spør en løser også: regler som aldri slår til, motsier hverandre eller etterlater et hull.",
)
@option(
    "--witnesses",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="With --solver: a case for each finding, in a new folder.",
    nb="Med --solver: en sak for hvert funn, i en ny mappe.",
)
@option(
    "--fix",
    is_flag=True,
    help="Fix what can safely be fixed in the files, keeping comments and layout, and check again.",
    nb="Rett det som trygt kan rettes i filene, med kommentarer og oppsett i behold, og kontroller på nytt.",
)
@CHANGED
@LANGUAGE
@click.pass_obj
def check(
    rules: Path,
    versions: tuple[str, ...],
    form: Literal["text", "json", "sarif", "github"],
    solver: bool,
    witnesses: Path | None,
    fix: bool,
    since: str | None,
    lang: Language,
) -> None:
    """Show everything that is wrong in the rule files, with place, reason and remedy; `show CODE` explains a code."""
    if witnesses is not None and not solver:
        wrong_usage(
            "--witnesses skriver det --solver finner; legg til --solver",
            "--witnesses writes what --solver finds; add --solver",
        )
    if witnesses is not None:
        judge_folder(witnesses, [rules])
    # Of a change the solver is asked about the rules that differ alone, once it is known which.
    asks = solver and since is None
    loaded, problems = checked(rules, versions, asks, None if fix else witnesses)
    if fix:
        loaded, problems = _mended(rules, versions, asks, witnesses, loaded, problems)
    if loaded.laws and (changed := reaches(rules, loaded.laws, versions, since)) is not None:
        versions = versions_asked(versions, changed)
        changed = {version: changed[version] for version in versions}
        if solver:
            problems += _flaws(loaded.laws, loaded.sources, versions, witnesses, changed)
        problems = sort_by_place(_of_change(problems, loaded, changed))
    _print(loaded, problems, versions, form, lang)
    sys.exit(FAILED if any(problem.level == "error" for problem in problems) else DECIDED)


def _print(
    loaded: Loaded,
    problems: Sequence[Diagnostic],
    versions: tuple[str, ...],
    form: Literal["text", "json", "sarif", "github"],
    lang: Language,
) -> None:
    """Print what is wrong in the form that is asked for; to a reader, how many rules were checked too."""
    names = [version.name for version in loaded.laws.versions] if loaded.laws else []
    errors = sum(problem.level == "error" for problem in problems)
    warnings = count_warnings(len(problems) - errors)
    if form == "json":
        write(as_json(problems_document(problems)) + "\n", None, form)
    elif form == "sarif":
        document = sarif_log(problems, read_pages(PAGES), VERSION, lang)
        write(as_json(document) + "\n", None, form)
    elif form == "github":
        click.echo(github_commands(problems, lang), nl=False)
    else:
        print_problems(problems, loaded.sources)
        if loaded.laws and not errors:
            rule_count = sum(len(v.rules) for v in loaded.laws.versions if not versions or v.name in versions)
            told = say(f"{rule_count} regler kontrollert, ingen feil", f"{rule_count} rules checked, no error")
            click.echo(f"{', '.join(versions or names)}: {told}, {warnings}")
        else:
            counted = f"{count_errors(errors)}, {warnings}" if loaded.laws or errors < len(problems) else count_errors(errors)
            unseen = say("advarsler letes det etter når ingen feil står igjen", "warnings are looked for when no error is left")
            click.echo(counted if loaded.laws else f"{counted}; {unseen}", err=True)


def checked(
    rules: Path,
    versions: tuple[str, ...],
    solver: bool,
    witnesses: Path | None,
    unsaved: Mapping[Path, str] | None = None,
    drafts: tuple[Path, ...] | None = None,
) -> tuple[Loaded, list[Diagnostic]]:
    """Return the laws, and what is wrong in the files of the versions, or of all where none is named.

    `unsaved` as for `load_laws`; `drafts` are those given before the command where no others are.
    """
    given = drafts_given() if drafts is None else drafts
    loaded = load_laws(rules, given, unsaved)
    problems = list(loaded.diagnostics)
    sources = dict(loaded.sources)
    names = [version.name for version in loaded.laws.versions] if loaded.laws else []
    if loaded.laws:
        judge_versions(versions, names)
        statute = load_statute(rules, sources, problems, unsaved)
        # The schemas are a second reading: what the loader has found need not be said twice.
        problems += check_schemas(rules, *given, trees=loaded.trees)
        problems += find_lints(loaded.laws, loaded.trees, loaded.sources)
        if statute is not None:
            problems += find_unaccounted(loaded.laws, statute)
        problems += _stale_schemas(rules, loaded.laws)
        problems += _untranslated(rules, given, loaded, sources, unsaved)
        if solver:
            problems += _flaws(loaded.laws, loaded.sources, versions or names, witnesses)
    if versions:
        at = {draft.resolve().name: draft for draft in given}
        folders = [shown(at.get(version, rules / version)) + "/" for version in versions]
        # A version rests on the vocabulary, so its problems are shown with every version.
        others = [shown(at.get(name, rules / name)) + "/" for name in names if name not in versions]
        problems = [
            p for p in problems if any(p.place.file.startswith(f) for f in folders) or not any(p.place.file.startswith(o) for o in others)
        ]
    return replace(loaded, sources=sources), sort_by_place(problems)


def _untranslated(
    rules: Path, drafts: tuple[Path, ...], loaded: Loaded, sources: dict[str, str], unsaved: Mapping[Path, str] | None
) -> list[Diagnostic]:
    """Return what is wrong with the texts in Nynorsk, or else which are missing and which are of no text; nothing where there are none."""
    problems: list[Diagnostic] = []
    nynorsk = load_nynorsk(rules, sources, problems, unsaved)
    if nynorsk is None or problems:
        return problems
    return find_untranslated(loaded.trees, tuple(f"{shown(draft)}/" for draft in drafts), nynorsk, shown(nynorsk_file(rules)))


def _stale_schemas(rules: Path, laws: Laws) -> list[Diagnostic]:
    """Return what is wrong with the schemas of case files that lie beside the rules and the drafts."""
    problems: list[Diagnostic] = []
    for number, path in enumerate(case_schema_files(rules, drafts_given())):
        text = read_text(path, {}, problems) if path.is_file() else None
        vocabulary = laws.vocabulary if number else known_to(laws.vocabulary, ())
        found = stale_schema(shown(path), text, vocabulary) if text is not None else None
        problems += [found] if found is not None else []
    return problems


def _mended(
    rules: Path,
    versions: tuple[str, ...],
    solver: bool,
    witnesses: Path | None,
    loaded: Loaded,
    problems: list[Diagnostic],
) -> tuple[Loaded, list[Diagnostic]]:
    """Mend in the files what is safe to mend, say what, and return what is left; no fix that would make an error is kept."""
    paths = {shown(path): path for path, _ in schema_files(rules, drafts_given())}
    read = loaded.sources
    texts: dict[Path, str] = {}
    mended: list[Diagnostic] = []
    left_alone: tuple[Diagnostic, ...] = ()
    while (found := mend(problems, loaded.sources)).texts:
        tried = {**texts, **{paths[file]: text for file, text in found.texts.items()}}
        again, left = checked(rules, versions, solver, None, tried)
        if loaded.laws and not again.laws:
            left_alone = found.problems
            break
        texts, loaded, problems = tried, again, left
        mended += found.problems
    with rejection():
        replace_texts({path: (read[shown(path)], text) for path, text in texts.items()})
    _tell(mended, Text("rettet", "mended"))
    _tell(left_alone, Text("ikke rettet, for da kunne ikke loven leses", "not mended, since the law could not be loaded then"))
    if witnesses is not None:
        loaded, problems = checked(rules, versions, solver, witnesses)
    return loaded, problems


def _tell(problems: Iterable[Diagnostic], what: Text) -> None:
    """Say on the error stream what became of each problem."""
    for problem in problems:
        place = f"{problem.place.file}:{problem.place.line}:{problem.place.column}"
        click.echo(f"{place}: {say(what.nb, what.en)}[{problem.code}]: {say(problem.message.nb, problem.message.en)}", err=True)


def _of_change(problems: Iterable[Diagnostic], loaded: Loaded, changed: Mapping[str, Reach]) -> Iterator[Diagnostic]:
    """Yield the errors, and of the warnings those that are not in a rule or parameter of a version that is as it was."""
    assert loaded.laws is not None
    began: dict[str, list[tuple[int, str, str]]] = {}
    for version in loaded.laws.versions:
        places = {id_: rule.place for id_, rule in version.rules.items()}
        places |= {name: parameter.place for name, parameter in version.parameters.items()}
        for name, place in places.items():
            began.setdefault(place.file, []).append((place.line, version.name, name))
    for problem in problems:
        before = [entry for entry in began.get(problem.place.file, ()) if entry[0] <= problem.place.line]
        line = loaded.sources.get(problem.place.file, "").split("\n")[problem.place.line - 1 : problem.place.line]
        is_comment = bool(line) and line[0].lstrip().startswith("#")
        if problem.level == "warning" and before and not is_comment:
            _, version_name, name = max(before)
            if version_name not in changed or not changed[version_name].names(name):
                continue
        yield problem


def _flaws(
    laws: Laws,
    sources: Mapping[str, str],
    versions: Iterable[str],
    witnesses: Path | None,
    changed: Mapping[str, Reach] | None = None,
) -> list[Diagnostic]:
    """Return what the solver finds in the versions; each case that shows a finding is a file of the new folder, if one is named."""
    from ..checking.findings import find_flaws

    gc.enable()
    about = {(version.name, rule) for version in laws.versions if version.name in versions for rule in version.rules}
    if changed is not None:
        about = {(version, rule) for version, rule in about if changed[version].whole or rule in changed[version].rules}
    try:
        found = find_flaws(compile_laws(laws), sources, about)
    except ModuleNotFoundError as absent:
        if absent.name != "z3":
            raise
        fail("løseren er ikke installert: pip install 'hjemmel[analysis]'", "the solver is not installed: pip install 'hjemmel[analysis]'")
    if witnesses is None:
        return [finding.diagnostic for finding in found]
    problems, texts = [], {}
    for number, finding in enumerate(found, start=1):
        problem = finding.diagnostic
        if finding.witness is not None:
            name = f"{number:03}-{problem.code}-{finding.version}-{finding.rule}.yaml"
            texts[name] = case_text(finding.witness, (), laws.vocabulary)
            place = problem.place._replace(file=shown(witnesses / name), line=1, column=1, length=1)
            problem = replace(problem, related=(*problem.related, (place, Text("saken som viser det", "the case that shows it"))))
        problems.append(problem)
    with rejection():
        write_folder(texts, witnesses)
    return problems
