"""`hjemmel new-version`: the folder of the next law version, and the regression cases that go with it."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple, cast

import click

from ..changes.asking import ChoiceAsked, choices_asked, questions_file
from ..changes.difference import difference as compare_laws
from ..changes.difference_report import difference_report
from ..changes.scaffold import Scaffold, scaffold, succeeded, to_fill_in, why_no_scaffold
from ..diagnostics import Diagnostic
from ..files import making_folder, replace_texts, write_text
from ..folders import is_folder, is_there, shown
from ..inference.specialised import engine as specialised
from ..kept import Usable
from ..language.choices import ANSWERS, NO_CHOICES, Choice, ChoiceAnswer, Choices, build_choices
from ..language.law_files import LAW_FILE
from ..law.compiled import compile_laws
from ..loading import EXEMPTIONS_FILE, laws_from_texts, load_laws, load_suites, read_file, suite_files, suites_folder
from ..model import Language, Laws, LawVersion
from ..rendering.forms import render_report
from ..suites.carrying import CarriedSuites, carried, exempted_too
from .check import checked
from .console import FAILED, counted, fail, print_problems, rejection, say, stop_if_wrong
from .inputs import drafts_given, judge_folder, judge_outputs, judge_versions, read_laws
from .options import LANGUAGE
from .output import colour, width
from .speaking import command, option


@command(
    """Begynn på lovversjonen som følger en annen: en kopi som gjelder fra en senere dag, med det som skal fylles inn.

    Om hver regel om lovvalg og hver dato i loven spørres det: behold (keep), dater på nytt (redate), stryk (drop) eller
    senere (later), på skjermen eller i filen fra --questions, som --answers leser. Svaret blir stående som kommentar med
    grunnen; det som ikke er besvart, merkes FYLL INN. Testsakene følger med: kopiert med flyttede datoer, eller flyttet der
    den nye versjonen nå avgjør dem, og merket `to_confirm`. Endre så det loven endrer, og kjør `check`.
    """,
    "new-version",
)
@click.argument("name", metavar="VERSION")
@option(
    "--from",
    "predecessor",
    required=True,
    metavar="VERSION",
    help="The version to copy and to follow.",
    nb="Versjonen som den følger, og som den er en kopi av.",
)
@option(
    "--effective-from",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="First day on which it governs.",
    nb="Dagen den gjelder fra.",
)
@option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Where to put the folder; in --rules by default.",
    nb="Hvor mappen legges; ellers i --rules.",
)
@option(
    "--questions",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Only write what is asked to a file for the answers.",
    nb="Skriv bare det som spørres om, til en fil for svarene.",
)
@option(
    "--answers",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Read the answers from a file instead of asking.",
    nb="Les svarene fra en fil i stedet for å spørre.",
)
@LANGUAGE
@click.pass_obj
def new_version(
    rules: Path,
    name: str,
    predecessor: str,
    effective_from: datetime,
    into: Path | None,
    questions: Path | None,
    answers: Path | None,
    lang: Language,
) -> None:
    """Begin the law version that follows another: a copy that governs from a later day, with what is to be filled in.

    About every rule of choice of law and every date of the law it is asked: keep, redate, drop or later; on the screen, or in
    the file of --questions, which --answers reads. The answer stands as a comment with its reason; what is not answered is
    marked FYLL INN. The regression cases go with it: copied with their dates moved, or moved where the new version decides
    them now, and marked `to_confirm`. Then change what the law changes, and run `check`.
    """
    loaded = read_laws(rules)
    assert loaded.laws is not None
    day = effective_from.date()
    judge_versions([predecessor], [version.name for version in loaded.laws.versions])
    if (refusal := why_no_scaffold(loaded.laws, predecessor, name, day)) is not None:
        fail(*refusal)
    version = next(version for version in loaded.laws.versions if version.name == predecessor)
    asked = choices_asked(version, name, day)
    if questions is not None:
        _write_questions(questions, asked, rules, f"hjemmel new-version {name} --from {predecessor} --effective-from {day}")
        return
    places = _places(rules, into, name, predecessor)
    judge_folder(places.version, [rules], rules)
    choices = _answered(answers, asked)
    texts = {path.removeprefix(f"{predecessor}/"): text for path, text in loaded.texts.items() if path.startswith(f"{predecessor}/")}
    made = scaffold(texts, version, name, day, choices)
    new_laws = _tried(loaded, made, name)
    suites = _carried(rules, predecessor, version, name, new_laws)
    _write(places, loaded, made, suites, name, predecessor)
    _tell(made, places, suites, name, predecessor, day)
    # What was written is read back from the files: what is said of it is said of them.
    drafts = (*drafts_given(), places.version) if places.is_draft else drafts_given()
    again = load_laws(rules, drafts)
    print_problems((problem for problem in again.diagnostics if problem.level == "error"), again.sources)
    if again.laws is None:
        sys.exit(FAILED)
    click.echo()
    report = difference_report(compare_laws(again.laws, predecessor, name), None, None, again.laws, lang)
    click.echo(render_report(report, "text", width(), colour(None)), nl=False)
    click.echo()
    _sum_up(rules, drafts, places, suites, name, predecessor)


class _Places(NamedTuple):
    """Where the new version and its suites go; a draft lies elsewhere than in the rules, and changes nothing of what is there."""

    version: Path
    suites: Path
    old_suites: Path
    is_draft: bool
    is_named: bool


def _places(rules: Path, into: Path | None, name: str, predecessor: str) -> _Places:
    target = (into or rules) / name
    is_draft = into is not None and target.resolve().parent != rules.resolve()
    is_named = not is_draft and predecessor not in {draft.resolve().name for draft in drafts_given()}
    suites = suites_folder(rules) if into is None or not is_draft else into / "suites"
    return _Places(target, suites / name, suites_folder(rules), is_draft, is_named)


# ---------------------------------------------------------------- what is asked


def _write_questions(path: Path, asked: Iterable[ChoiceAsked], rules: Path, typed: str) -> None:
    judge_outputs([path], [rules])
    with rejection():
        write_text(path, questions_file(asked, typed))
    click.echo(
        say(
            f"{shown(path)}: svar der, og kjør kommandoen igjen med --answers {shlex.quote(shown(path))}",
            f"{shown(path)}: answer there, and run the command again with --answers {shlex.quote(shown(path))}",
        )
    )


def _answered(path: Path | None, asked: tuple[ChoiceAsked, ...]) -> Choices:
    """Return the answers of a file, or those that are typed where there is a terminal; none where there is neither."""
    if path is None:
        return _typed(asked) if is_terminal() else NO_CHOICES
    problems: list[Diagnostic] = []
    sources: dict[str, str] = {}
    tree = read_file(path, sources, problems)
    names = {kind: [one.name for one in asked if one.kind == kind] for kind in ("rules", "parameters")}
    choices = build_choices(tree, names["rules"], names["parameters"], problems) if tree is not None else NO_CHOICES
    stop_if_wrong(problems, sources)
    return choices


def is_terminal() -> bool:
    """Return whether somebody can be asked."""
    return sys.stdin.isatty()


def _typed(asked: Iterable[ChoiceAsked]) -> Choices:
    """Ask on the screen."""
    typed: dict[str, dict[str, Choice]] = {"rules": {}, "parameters": {}}
    for one in asked:
        click.echo(f"\n{one.name}: {say(*one.title)} ({one.place.file}:{one.place.line})", err=True)
        click.echo(say(f"  nå: {one.before}", f"  now: {one.before}"), err=True)
        if one.after is not None:
            click.echo(say(f"  datert på nytt: {one.after}", f"  redated: {one.after}"), err=True)
        if one.used_by:
            click.echo(say(f"  brukt av {', '.join(one.used_by)}", f"  used by {', '.join(one.used_by)}"), err=True)
        answer = click.prompt("  ", type=click.Choice(ANSWERS), default="later", err=True)
        reason = click.prompt(say("  grunn", "  reason"), err=True) if answer != "later" else None
        typed[one.kind][one.name] = Choice(cast("ChoiceAnswer", answer), reason)
    return replace(NO_CHOICES, rules=typed["rules"], parameters=typed["parameters"])


# ---------------------------------------------------------------- what is made


def _tried(loaded: Usable, made: Scaffold, name: str) -> Laws:
    """Return the laws with the new version, which must load: what is dropped may be needed elsewhere. Nothing is written before."""
    tried = laws_from_texts({**loaded.texts, **{f"{name}/{path}": text for path, text in made.texts.items()}})
    if tried.laws is None:
        print_problems((problem for problem in tried.diagnostics if problem.level == "error"), tried.sources)
        fail(
            "ingenting er skrevet: med disse svarene kan ikke den nye versjonen leses",
            "nothing was written: with these answers the new version cannot be loaded",
        )
    return tried.laws


def _carried(rules: Path, predecessor: str, version: LawVersion, name: str, laws: Laws) -> CarriedSuites | None:
    """Return what becomes of the suites of the preceding version, where there are any."""
    folder = suites_folder(rules)
    if not is_there(folder) or not is_folder(folder / predecessor):
        return None
    problems: list[Diagnostic] = []
    sources: dict[str, str] = {}
    load_suites(folder, laws, sources, problems)
    stop_if_wrong([problem for problem in problems if problem.level == "error"], sources)
    paths = suite_files(folder, problems)[predecessor]
    texts = {path.relative_to(folder / predecessor).as_posix(): sources[shown(path)] for path in paths}
    newer = next(version for version in laws.versions if version.name == name)
    return carried(texts, version, newer, compile_laws(laws), specialised())


def _write(places: _Places, loaded: Usable, made: Scaffold, suites: CarriedSuites | None, name: str, predecessor: str) -> None:
    """Write the version, its suites, and what changes beside them: before anything is told, so that no reader can be in the way.

    Where one of them cannot be written, none is there.
    """
    changes: dict[Path, tuple[str, str]] = {}
    if places.is_named:
        own = loaded.texts[f"{predecessor}/{LAW_FILE}"]
        before = places.version.parent / predecessor / LAW_FILE
        changes[before] = own, succeeded(own, name)
    if suites is not None and not places.is_draft:
        changes |= _of_old_suites(places, suites, name, predecessor)
    with rejection(), ExitStack() as stack:
        if suites is not None and suites.new:
            places.suites.parent.mkdir(parents=True, exist_ok=True)
            stack.enter_context(making_folder(suites.new, places.suites))
        stack.enter_context(making_folder(made.texts, places.version))
        replace_texts(changes)


def _of_old_suites(places: _Places, suites: CarriedSuites, name: str, predecessor: str) -> Mapping[Path, tuple[str, str]]:
    sources: dict[str, str] = {}
    changes = {}
    for suite, text in suites.old.items():
        path = places.old_suites / predecessor / suite
        read_file(path, sources, [])
        changes[path] = sources[shown(path)], text
    exempt = places.old_suites / EXEMPTIONS_FILE
    if suites.new and is_there(exempt) and read_file(exempt, sources, []) is not None:
        own = sources[shown(exempt)]
        changes[exempt] = own, exempted_too(own, predecessor, name)
    return changes


# ---------------------------------------------------------------- what is told


def _tell(made: Scaffold, places: _Places, suites: CarriedSuites | None, name: str, predecessor: str, day: date) -> None:
    click.echo(
        say(
            f"{places.version}: utkast til lovversjon {name}, kopiert fra {predecessor} ({len(made.texts)} filer)",
            f"{places.version}: draft of law version {name}, copied from {predecessor} ({counted(len(made.texts), 'file')})",
        )
    )
    click.echo(say(f"  den gjelder fra {day}, ved disse reglene:", f"  it governs from {day}, by these rules:"))
    for rule in made.moved:
        click.echo(f"    {rule}")
    for rule in made.left:
        unmoved = say("står som før, må ses på", "left as it was, must be looked at")
        click.echo(f"    {rule} – {unmoved}")
    for rule in made.dropped:
        click.echo(f"    {rule} – {say('strøket', 'dropped')}")
    if made.redated:
        click.echo(say(f"  datert på nytt: {', '.join(made.redated)}", f"  redated: {', '.join(made.redated)}"))
    click.echo(say("  fyll inn:", "  fill in:"))
    for path, line in to_fill_in(made):
        click.echo(f"    {places.version / path}:{line}")
    click.echo(
        say(
            "  se også over merknadene (note) til reglene, og datoene under `consolidated:` i law.yaml",
            "  also go through the notes of the rules, and the dates of `consolidated:` in law.yaml",
        )
    )
    if places.is_named:
        before = places.version.parent / predecessor / LAW_FILE
        click.echo(say(f"  {before}: `successor` er nå `{name}`", f"  {before}: `successor` is now `{name}`"))
    if suites is not None and suites.new:
        click.echo(
            say(
                f"  {shown(places.suites)}: {suites.copied} testsaker kopiert med flyttede datoer, {suites.taken} som {name} nå avgjør; "
                f"alle merket `to_confirm`",
                f"  {shown(places.suites)}: {counted(suites.copied, 'case')} copied with dates moved, {suites.taken} that {name} decides "
                f"now; all marked `to_confirm`",
            )
        )


def _sum_up(rules: Path, drafts: tuple[Path, ...], places: _Places, suites: CarriedSuites | None, name: str, predecessor: str) -> None:
    """Say in ten lines what is red and why, and what is to be done next."""
    _, problems = checked(rules, (name,), False, None, drafts=drafts)
    errors = sum(problem.level == "error" for problem in problems)
    codes = sorted({problem.code for problem in problems})
    click.echo(
        say(
            f"check: {errors} feil, {len(problems) - errors} advarsler",
            f"check: {counted(errors, 'error')}, {len(problems) - errors} warnings",
        )
        + (f" ({', '.join(codes)})" if codes else "")
    )
    if suites is None or not suites.new:
        click.echo(say(f"test: {name} har ingen testsak ennå", f"test: {name} has no case yet"))
    if suites is None:
        return
    stay = suites.cases - suites.taken
    told = [(predecessor, stay, len(suites.failing)), *([(name, suites.copied + suites.taken, 0)] if suites.new else ())]
    for version, number, failed in told:
        click.echo(
            say(f"test: {version}: {number} testsaker, {failed} feiler", f"test: {version}: {counted(number, 'case')}, {failed} failing")
        )
    for title, found in (
        (say("feiler nå, må ses på", "fails now, must be looked at"), suites.failing),
        (say("ikke kopiert, kommer ut annerledes", "not copied, comes out otherwise"), suites.left),
    ):
        if found:
            first = found[0]
            click.echo(f"{len(found)}: {title}: {first.suite}: {first.id}: {say(*first.failure)}")
    click.echo(
        say(
            f"deretter: endre reglene i {places.version}, og kjør check, test {name} --changed og check {name} --solver",
            f"next: change the rules in {places.version}, and run check, test {name} --changed and check {name} --solver",
        )
    )
