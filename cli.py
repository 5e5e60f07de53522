"""The command line: reads files, calls the engine, prints results and diagnostics, sets the exit code."""

from __future__ import annotations

import gc
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING or not __package__:  # checkout: python cli.py, pytest, mypy
    import engine
else:  # installed: this module is hjemmel.cli
    from . import engine

VERSION = "0.1.0"

DECIDED, FAILED, UNDETERMINED = 0, 1, 3
"""Exit codes; 2 is click's, for wrong usage. A refusal is a decision."""

LANGUAGE = click.option("--lang", type=click.Choice(["nb", "en"]), default="nb", show_default=True, help="Language of the text.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="hjemmel")
@click.option(
    "--rules",
    type=click.Path(path_type=Path),
    default=engine.HOME / "rules",
    envvar="HJEMMEL_RULES",
    help="Folder of the vocabulary and the law versions.",
)
@click.pass_context
def main(context: click.Context, rules: Path) -> None:
    """Who gets the introduction programme: decisions from law kept as data, with every step's authority."""
    context.obj = rules


@main.command()
@click.argument("cases", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="CASE...")
@click.option("--law", default=None, metavar="auto|VERSION", help="Force one law version; the trail says so.")
@click.option("--assume", multiple=True, metavar="NAME=VALUE", help="Take a fact for given; marked as assumed.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@LANGUAGE
@click.option("--full", is_flag=True, help="Show the derivation of every conclusion, not only of the outcome.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file instead of the screen.")
@click.option("--no-cross-check", is_flag=True, help="Derive with one engine only.")
@click.pass_obj
def evaluate(
    rules: Path,
    cases: tuple[Path, ...],
    law: str | None,
    assume: tuple[str, ...],
    form: str,
    lang: engine.Language,
    full: bool,
    output: Path | None,
    no_cross_check: bool,
) -> None:
    """Decide each CASE file: the outcome, and every step that leads to it.

    Exit code 0: decided (a refusal is a decision). 1: errors in rules or case. 3: facts are missing, or a person must look.
    """
    laws, sources = _laws(rules)
    compiled = engine.compile_laws(laws)
    versions = tuple(version.name for version in laws.versions)
    problems: list[engine.Diagnostic] = []
    loaded = []
    for path in cases:
        case = engine.load_case(path, laws.vocabulary, versions, sources, problems)
        if case is None:
            continue
        if law is not None:
            case = engine.force(case, law, versions, laws.vocabulary, problems)
        for statement in assume:
            case = engine.assume(case, statement, laws.vocabulary, problems)
        problems += engine.check_constraints(case, laws.vocabulary)
        loaded.append(case)
    _stop_if_wrong(problems, sources)
    checker = engine.cross_checker(not no_cross_check)
    shown: list[str | engine.Json] = []
    code = DECIDED
    for case in loaded:
        try:
            decision, cross_check = checker(case, compiled)
        except engine.Rejected as rejected:
            _stop_if_wrong(rejected.diagnostics, sources)
        trail = engine.build_trail(decision)
        if form == "json":
            shown.append(engine.document(decision, trail, laws.vocabulary, cross_check))
        else:
            width = 100 if output else _width()
            text = engine.render_text(decision, trail, laws.vocabulary, lang, full, width, _colour(output))
            shown.append(text + engine.render_cross_check(cross_check, lang))
        if not engine.is_final(decision, laws.vocabulary):
            code = UNDETERMINED
    if form == "json":
        text = json.dumps(shown[0] if len(shown) == 1 else shown, ensure_ascii=False, indent=2) + "\n"
    else:
        text = "\n".join(str(part) for part in shown)
    _write(text, output)
    sys.exit(code)


@main.command()
@click.argument("versions", nargs=-1, metavar="[VERSION]...")
@click.pass_obj
def check(rules: Path, versions: tuple[str, ...]) -> None:
    """Show everything that is wrong in the rule files, with place, reason and remedy."""
    loaded = engine.load_laws(rules)
    # The schemas are a second reading: what the loader has found need not be said twice.
    problems = engine.sort_by_place([*loaded.diagnostics, *(engine.check_schemas(rules) if loaded.laws else ())])
    names = [version.name for version in loaded.laws.versions] if loaded.laws else []
    if loaded.laws:
        _known_versions(versions, names)
    if versions:
        folders = [engine.shown(rules / version) + "/" for version in versions]
        # A version rests on the vocabulary, so its problems are shown with every version.
        others = [engine.shown(rules / name) + "/" for name in names if name not in versions]
        problems = [
            p for p in problems if any(p.place.file.startswith(f) for f in folders) or not any(p.place.file.startswith(o) for o in others)
        ]
    _print_problems(problems, loaded.sources)
    errors = sum(problem.level == "error" for problem in problems)
    warnings = len(problems) - errors
    if loaded.laws and not errors:
        rule_count = sum(len(v.rules) for v in loaded.laws.versions if not versions or v.name in versions)
        click.echo(f"{', '.join(versions or names)}: {rule_count} rules checked, no error, {_count(warnings, 'warning')}")
    else:
        click.echo(f"{_count(errors, 'error')}, {_count(warnings, 'warning')}", err=True)
    sys.exit(FAILED if errors else DECIDED)


@main.command()
@click.argument("versions", nargs=-1, metavar="[VERSION]...")
@click.option("--suites", type=click.Path(path_type=Path), default=None, help="Folder of the suites; beside the rules by default.")
@click.option("--coverage", is_flag=True, help="Show what of the law the suites leave untested, and fail below 100 %.")
@click.pass_obj
def test(rules: Path, versions: tuple[str, ...], suites: Path | None, coverage: bool) -> None:
    """Run the regression suites of the law versions on every engine there is."""
    laws, sources = _laws(rules)
    _known_versions(versions, [version.name for version in laws.versions])
    folder = suites if suites is not None else rules.parent / "tests" / "regression"
    problems: list[engine.Diagnostic] = []
    cases = [item for item in engine.load_suites(folder, laws, sources, problems) if not versions or item[0] in versions]
    _stop_if_wrong(problems, sources)
    if not cases:
        _fail(f"there is no regression case in {engine.shown(folder)}; name the folder of the suites with --suites")
    compiled = engine.compile_laws(laws)
    engines = engine.engines()
    failed: set[tuple[str, str, str]] = set()
    for name, run in engines.items():
        for version, suite, case in cases:
            outcome = engine.run_case(version, suite, case, compiled, run)
            if outcome.failures:
                failed.add((version, suite, case.id))
                click.echo(f"{case.place.file}:{case.place.line}: {case.id} fails on {name}: {case.about}")
                for failure in outcome.failures:
                    click.echo(f"    {failure}")
    for version in dict.fromkeys(item[0] for item in cases):
        count = sum(item[0] == version for item in cases)
        wrong = sum(item[0] == version for item in failed)
        click.echo(f"{version}: {_count(count, 'case')}, {count - wrong} passed, {wrong} failed")
    absent = engine.durable_reason()
    click.echo(f"engines: {', '.join(engines)}" + (f" (durable not run: {absent})" if absent else ""))
    covered = True
    if coverage:
        exemptions = engine.load_exemptions(folder, sources, problems)
        _stop_if_wrong(problems, sources)
        covered = _print_coverage([case for _, _, case in cases], compiled, versions, exemptions, sources)
    sys.exit(FAILED if failed or not covered else DECIDED)


def _print_coverage(
    cases: Iterable[engine.SuiteCase],
    compiled: engine.CompiledLaws,
    versions: tuple[str, ...],
    exemptions: Sequence[engine.Exemption],
    sources: Mapping[str, str],
) -> bool:
    """Print what the suites leave untested and how much they cover; return whether that is everything."""
    runs = (engine.runs_of(case.case, compiled, engine.forward) for case in cases)
    measured = [item for item in engine.measure(runs, compiled) if not versions or item.version in versions]
    wanted = [e for e in exemptions if not versions or e.version in versions]
    items, idle = engine.exempt(measured, wanted)
    _print_problems(idle, sources)
    for item in items:
        if item.lacking:
            click.echo(f"{item.place.file}:{item.place.line}: {item.kind} {item.name} lacks a case: {', '.join(item.lacking)}")
    for version in dict.fromkeys(item.version for item in items):
        counts = []
        for kind in dict.fromkeys(item.kind for item in items):
            of_kind = [item for item in items if item.version == version and item.kind == kind]
            counts.append(f"{sum(not item.lacking for item in of_kind)} of {_count(len(of_kind), kind)}")
        click.echo(f"{version} covered: {', '.join(counts)}")
    click.echo(f"{_count(len(wanted), 'exemption')}, each with its reason in exempt.yaml")
    return not idle and not any(item.lacking for item in items)


@main.command()
@LANGUAGE
@click.pass_obj
def laws(rules: Path, lang: engine.Language) -> None:
    """List the law versions: from when they are in force, their acts, amendments and digests."""
    loaded, _ = _laws(rules)
    click.echo(engine.render_laws(loaded, lang), nl=False)


@main.command()
@click.argument("name", metavar="ID")
@LANGUAGE
@click.option("--suites", type=click.Path(path_type=Path), default=None, help="Folder of the suites; beside the rules by default.")
@click.pass_obj
def show(rules: Path, name: str, lang: engine.Language, suites: Path | None) -> None:
    """Show one rule, conclusion or fact in every version: what it says, its law, what uses it and its tests."""
    loaded, sources = _laws(rules)
    folder = suites if suites is not None else rules.parent / "tests" / "regression"
    problems: list[engine.Diagnostic] = []
    cases = engine.load_suites(folder, loaded, sources, problems) if folder.is_dir() else ()
    _stop_if_wrong(problems, sources)
    text = engine.render_entry(loaded, name, lang, cases)
    if text is None:
        names = engine.entry_names(loaded)
        _fail(f"nothing is named `{name}`: " + engine.did_you_mean(name, names, "see `hjemmel facts` and `hjemmel laws`"))
    click.echo(text, nl=False)


@main.command()
@click.argument("prefix", required=False, default="")
@LANGUAGE
@click.pass_obj
def facts(rules: Path, prefix: str, lang: engine.Language) -> None:
    """List the facts that a case may state, with type, unit and values; only those that begin with PREFIX, if given."""
    loaded, _ = _laws(rules)
    text = engine.render_facts(loaded.vocabulary, prefix, lang)
    if not text:
        _fail(f"no fact begins with `{prefix}`: " + engine.did_you_mean(prefix, loaded.vocabulary.facts, "leave the prefix out to see all"))
    click.echo(text, nl=False)


def _laws(rules: Path) -> tuple[engine.Laws, dict[str, str]]:
    loaded = engine.load_laws(rules)
    errors = [problem for problem in loaded.diagnostics if problem.level == "error"]
    _stop_if_wrong(errors, loaded.sources)
    assert loaded.laws is not None  # no error, so there are laws
    gc.enable()
    gc.freeze()
    return loaded.laws, dict(loaded.sources)


def _known_versions(versions: Iterable[str], names: list[str]) -> None:
    for version in versions:
        if version not in names:
            _fail(f"no law version is named `{version}`: " + engine.did_you_mean(version, names, f"there are {', '.join(names)}"))


def _stop_if_wrong(problems: Iterable[engine.Diagnostic], sources: Mapping[str, str]) -> None:
    found = engine.sort_by_place(problems)
    if found:
        _print_problems(found, sources)
        click.echo(_count(len(found), "error"), err=True)
        sys.exit(FAILED)


def _print_problems(problems: Iterable[engine.Diagnostic], sources: Mapping[str, str]) -> None:
    for problem in engine.sort_by_place(problems):
        click.echo(engine.render(problem, sources) + "\n", err=True)


def _fail(message: str) -> NoReturn:
    click.echo(f"error: {message}", err=True)
    sys.exit(FAILED)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _width() -> int:
    try:
        return max(40, min(os.get_terminal_size(sys.stdout.fileno()).columns, 140))
    except (OSError, ValueError):
        return 100


def _colour(output: Path | None) -> bool:
    return output is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def _write(text: str, output: Path | None) -> None:
    """Print the text, or write it beside the file and rename, so that there is never half a file."""
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=output.parent, prefix=f".{output.name}.", delete=False) as beside:
            beside.write(text)
        Path(beside.name).replace(output)
    except OSError as error:
        _fail(f"cannot write {output}: {error.strerror}")


def run() -> None:
    """Run the command in a process of its own."""
    # Loading makes a model that is immutable, free of cycles and kept: looking for garbage in it would take a third of the time.
    gc.disable()
    main()


if __name__ == "__main__":
    run()
