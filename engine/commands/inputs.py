"""What commands read: the laws, the drafts and the cases; errors in them end the command."""

from __future__ import annotations

import gc
from collections.abc import Iterable
from pathlib import Path

import click

from ..diagnostics import Diagnostic, did_you_mean
from ..files import judge_folder as judge_folder_files
from ..files import judge_outputs as judge_outputs_files
from ..folders import is_there
from ..home import HOME
from ..inference.constraints import check_constraints, doubt_diagnostics
from ..language.cases import assume as assume_cases
from ..language.cases import force
from ..language.suites import SuiteCase
from ..loading import Loaded, load_case, load_laws, load_suites, suites_folder
from ..model import Case, Laws, Text, Vocabulary
from .console import fail, rejection, stop_if_wrong

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


def laws_and_sources(rules: Path) -> tuple[Laws, dict[str, str]]:
    """Return the laws of a rules folder and the drafts, and the texts of their files; errors in them end the command."""
    loaded = read_laws(rules)
    assert loaded.laws is not None
    return loaded.laws, dict(loaded.sources)


def read_laws(rules: Path) -> Loaded:
    """Return the laws of a rules folder and the drafts, which are there: errors in them end the command."""
    loaded = load_laws(rules, drafts_given())
    errors = [problem for problem in loaded.diagnostics if problem.level == "error"]
    stop_if_wrong(errors, loaded.sources)
    gc.enable()
    gc.freeze()
    return loaded


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
            case = assume_cases(case, statement, laws.vocabulary, problems)
        problems += flaws_of(case, laws.vocabulary)
        loaded.append(case)
    stop_if_wrong(problems, sources)
    return loaded


def flaws_of(case: Case, vocabulary: Vocabulary) -> list[Diagnostic]:
    """Return what can never be of a case, as errors, and what can hardly be, as warnings."""
    return [*check_constraints(case, vocabulary), *doubt_diagnostics(case, vocabulary)]


def judge_versions(versions: Iterable[str], names: list[str]) -> None:
    """End the command where there is no law version of a name."""
    for version in versions:
        if version not in names:
            fix = did_you_mean(version, names, Text(f"det finnes {', '.join(names)}", f"there are {', '.join(names)}"))
            fail(f"ingen lovversjon heter `{version}`: {fix.nb}", f"no law version is named `{version}`: {fix.en}")


def judge_outputs(writes: Iterable[Path | None], reads: Iterable[Path | None], appends: Iterable[Path | None] = ()) -> None:
    """End the command, before anything is done, where it may not write what it is asked to; it reads the drafts too."""
    with rejection():
        judge_outputs_files(filter(None, writes), [*filter(None, reads), *drafts_given()], filter(None, appends))


def judge_folder(target: Path, reads: Iterable[Path], beside: Path | None = None) -> None:
    """End the command, before anything is done, where the new folder may not be made; the drafts are read too."""
    with rejection():
        judge_folder_files(target, [*reads, *drafts_given()], beside)
