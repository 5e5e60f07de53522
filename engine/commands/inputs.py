"""What commands read: the laws, the drafts and the cases; errors in them end the command."""

from __future__ import annotations

import gc
import sys
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from ..diagnostics import Diagnostic, did_you_mean, printable, said
from ..files import judge_folder as judge_folder_files
from ..files import judge_outputs as judge_outputs_files
from ..folders import is_there
from ..home import HOME
from ..inference.constraints import check_constraints, doubt_diagnostics
from ..kept import Usable, load_usable
from ..language.cases import assume as assume_cases
from ..language.cases import force
from ..law.labels import called, labelled
from ..loading import load_case, load_suites, read_file, suites_folder
from ..model import Case, Language, Laws, LetterFrame, Text, Vocabulary
from .console import FAILED, fail, language, rejection, say, spoken, stop_if_wrong, wrong_usage

if TYPE_CHECKING:
    from ..batch.profile import Profile
    from ..language.plan_forms import PlanForm
    from ..language.suites import SuiteCase

PAGES = HOME / "docs" / "diagnostics"
"""One page for each diagnostic code."""


def tested_cases(
    rules: Path, suites: Path | None, laws: Laws, sources: dict[str, str], problems: list[Diagnostic]
) -> tuple[tuple[str, str, SuiteCase], ...]:
    """Return the regression cases of the folder that is named, which must be there, or else of the usual one, if there is one."""
    folder = suites_folder(rules, suites)
    if suites is None and not is_there(folder):
        return ()
    return load_suites(folder, laws, sources, problems)


def laws_and_sources(rules: Path, anew: bool = False) -> tuple[Laws, dict[str, str]]:
    """Return the laws of a rules folder and the drafts, and the texts of their files, as `read_laws` does."""
    loaded = read_laws(rules, anew=anew)
    assert loaded.laws is not None
    return loaded.laws, dict(loaded.sources)


def read_laws(rules: Path, language: Language | None = None, anew: bool = False) -> Usable:
    """Return the laws of a rules folder and the drafts, with the texts of a language, that of the command where none is given.

    Errors in them end the command. With `anew` nothing is taken from an earlier run: so it is for what checks others' work.
    """
    loaded = load_usable(rules, drafts_given(), language or spoken(), anew)
    errors = [problem for problem in loaded.diagnostics if problem.level == "error"]
    stop_if_wrong(errors, loaded.sources)
    if not gc.isenabled():  # so it is in a process of our own (see `run`), which keeps all this to its end; others may not
        gc.freeze()
        gc.set_threshold(_MANY)
        gc.enable()
    return loaded


_MANY = 100_000
"""So many objects are made before garbage is looked for: more than one case leaves, so that only longer work stops for it."""


def drafts_given() -> tuple[Path, ...]:
    """Return the folders of the drafts that are given before the command."""
    drafts: tuple[Path, ...] = click.get_current_context().find_root().params["drafts"]
    return drafts


def read_cases(paths: Iterable[Path], law: str | None, assume: Iterable[str], laws: Laws, sources: dict[str, str]) -> list[Case]:
    """Return the cases of the files with what the options add to them; stop where anything is wrong with one, tell what is unlikely."""
    versions = tuple(version.name for version in laws.versions)
    problems: list[Diagnostic] = []
    loaded = []
    for path in paths:
        case = load_case(path, laws.vocabulary, versions, sources, problems)
        if case is None:
            continue
        if law is not None:
            case = force(case, law, versions, laws.vocabulary, problems)
        for statement in assume:
            case = assume_cases(case, _of_a_name(statement, laws), laws.vocabulary, problems)
        problems += flaws_of(case, laws.vocabulary)
        loaded.append(case)
    stop_if_wrong(problems, sources)
    return loaded


def _of_a_name(statement: str, laws: Laws) -> str:
    """Return an assumption, NAME=VALUE, of the fact that it calls by its label, if it does."""
    name, equals, value = statement.partition("=")
    return f"{called(laws, name.strip(), laws.vocabulary.facts) or name}{equals}{value}"


_MOST_LABELLED = 10
"""So many of the names that a word finds are shown."""


def name_meant(word: str, laws: Laws, among: Collection[str], what: Text, see: Text) -> str:
    """Return the one of some names that a word is, or is the whole label of in either language; where it is none, end the command.

    `what` says that nothing is named so, `see` what to do where nothing comes near. Names whose label holds the word are shown.
    """
    name = called(laws, word, among)
    if name is not None:
        return name
    found = labelled(laws, word, among)
    if not found:
        fix = did_you_mean(word, among, see)
        fail(f"{what.nb} heter `{word}`: {fix.nb}", f"{what.en} is named `{word}`: {fix.en}")
    shown_ = "".join(f"\n  {one.name}  {said(one.label, language())}" for one in found[:_MOST_LABELLED])
    more = len(found) - _MOST_LABELLED
    if more > 0:
        shown_ += f"\n  … {say(f'og {more} til', f'and {more} more')}"
    head = say(
        f"feil: {what.nb} heter `{word}`; ordet står i disse betegnelsene:", f"error: {what.en} is named `{word}`; these labels hold it:"
    )
    click.echo(printable(head) + shown_, err=True)
    sys.exit(FAILED)


def begun_or_labelled(laws: Laws, text: str, names: Collection[str], noun: tuple[str, str]) -> list[str]:
    """Return which of some names begin with a text; where none does, those whose label holds it; none of either ends the command."""
    found = [name for name in names if name.startswith(text)] or [one.name for one in labelled(laws, text, names)]
    if not found:
        fix = did_you_mean(text, names, Text("utelat teksten for å se alle", "leave the text out to see all"))
        fail(
            f"ingen {noun[0]} heter eller begynner med `{text}`: {fix.nb}",
            f"no {noun[1]} is called or begins with `{text}`: {fix.en}",
        )
    return found


def read_frame(path: Path | None, sources: dict[str, str]) -> LetterFrame:
    """Return what a municipality puts around its letters, which is nothing without a file; errors in it end the command."""
    if path is None:
        return {}
    from ..language.frames import build_frame

    problems: list[Diagnostic] = []
    tree = read_file(path, sources, problems)
    frame = build_frame(tree, problems) if tree is not None else {}
    stop_if_wrong(problems, sources)
    return frame


PLAN = HOME / "examples" / "letter" / "plan.yaml"
"""The form of the integration plan."""


def read_plan_form(vocabulary: Vocabulary, sources: dict[str, str]) -> PlanForm:
    """Return the form of the integration plan; a name in it that the vocabulary lacks ends the command."""
    from ..language.plan_forms import build_plan_form

    problems: list[Diagnostic] = []
    tree = read_file(PLAN, sources, problems)
    form = build_plan_form(tree, vocabulary, problems) if tree is not None else None
    stop_if_wrong(problems, sources)
    assert form is not None  # else something was wrong
    return form


def read_profile(path: Path, vocabulary: Vocabulary, sources: dict[str, str]) -> Profile:
    """Return the profile in a file; errors in it, and an encoding beside its own, end the command."""
    from ..batch.profile import load_profile

    problems: list[Diagnostic] = []
    profile = load_profile(path, vocabulary, sources, problems)
    stop_if_wrong(problems, sources)
    assert profile is not None  # else something was wrong
    given = click.get_current_context().get_parameter_source("encoding") is ParameterSource.COMMANDLINE
    if given and profile.encoding is not None:
        wrong_usage("profilen sier hvilket tegnsett det er; utelat --encoding", "the profile states the encoding; leave --encoding out")
    return profile


def flaws_of(case: Case, vocabulary: Vocabulary) -> list[Diagnostic]:
    """Return what can never be of a case, as errors, and what can hardly be, as warnings."""
    return [*check_constraints(case, vocabulary), *doubt_diagnostics(case, vocabulary)]


def judge_versions(versions: Iterable[str], names: list[str]) -> None:
    """End the command where there is no law version of a name."""
    for version in versions:
        if version not in names:
            fix = did_you_mean(version, names, Text(f"det finnes {', '.join(names)}", f"there are {', '.join(names)}"))
            fail(f"ingen lovversjon heter `{version}`: {fix.nb}", f"no law version is named `{version}`: {fix.en}")


def judge_order(older: str, newer: str, laws: Laws) -> None:
    """End the command where there is no law version of one of the names, or the older does not come before the newer."""
    names = [version.name for version in laws.versions]
    judge_versions([older, newer], names)
    if names.index(older) >= names.index(newer):
        fail(
            f"versjon {older} kommer ikke før {newer}; oppgi den eldste først",
            f"version {older} does not come before {newer}; name the older one first",
        )


def judge_outputs(writes: Iterable[Path | None], reads: Iterable[Path | None], appends: Iterable[Path | None] = ()) -> None:
    """End the command, before anything is done, where it may not write what it is asked to; it reads the drafts too."""
    with rejection():
        judge_outputs_files(filter(None, writes), [*filter(None, reads), *drafts_given()], filter(None, appends))


def judge_folder(target: Path, reads: Iterable[Path], beside: Path | None = None) -> None:
    """End the command, before anything is done, where the new folder may not be made; the drafts are read too."""
    with rejection():
        judge_folder_files(target, [*reads, *drafts_given()], beside)
