"""The option `--changed`: what a change can reach, against the preceding version, another one, or a revision that git keeps."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final, NoReturn

from ..changes.reach import Edition, Reach, reach_of
from ..folders import SUFFIX
from ..language.law_files import TEXTS_FILE
from ..loading import laws_from_texts
from ..model import Laws, LawVersion
from .console import counted, fail, print_problems, say
from .speaking import option

PRECEDING: Final = ""
"""What `--changed` is without a value: each version is compared with the one before it."""

CHANGED = option(
    "--changed",
    "since",
    is_flag=False,
    flag_value=PRECEDING,
    default=None,
    metavar="[SINCE]",
    help="Only what a change can reach: since the preceding version, the version SINCE or the git revision SINCE.",
    nb="Bare det en endring kan nå: siden forrige versjon, versjonen SINCE eller git-revisjonen SINCE.",
)


def reaches(rules: Path, laws: Laws, versions: Iterable[str], since: str | None) -> dict[str, Reach] | None:
    """Return what changed in each version asked about, by its name; None where nothing was asked.

    Against a version that is in each version named, the newest where none is. Against a revision it is in every version there is: where
    some are named, in those and in all that changed, which can reach the cases of those named. Where there is nothing to compare
    with, the command ends.
    """
    if since is None:
        return None
    asked = set(versions)
    names = [version.name for version in laws.versions]
    if since == PRECEDING or since in names:
        asked = asked or {laws.versions[-1].name}
        found = [_since_version(laws, version, since or None) for version in laws.versions if version.name in asked]
    else:
        then = _at_revision(rules, since)
        is_gone = any(version.name not in names for version in then.versions)
        every = [_since_revision(laws, then, version, since) for version in laws.versions]
        # What a version that is gone governed is now governed by the others.
        every = [replace(reach, whole=reach.whole or is_gone) for reach in every]
        found = [reach for reach in every if not asked or reach.version in asked or not reach.is_nothing]
    return {reach.version: reach for reach in found}


def versions_asked(versions: tuple[str, ...], changed: Mapping[str, Reach] | None) -> tuple[str, ...]:
    """Return the versions that are named, else those of which changes are asked for; none where all are."""
    return versions or tuple(changed or ())


def said_of(reach: Reach, cases: int) -> str:
    """Return in a line what changed in a version and how many of the cases looked at, of whatever suite, that reaches."""
    rules, numbers = len(reach.rules), len(reach.parameters)
    reached_ = sum(kind == "conclusion" for kind, _ in reach.above)
    everything = say("; alt er nådd", "; everything is reached") if reach.whole else ""
    return say(
        f"{reach.version}: siden {reach.since} er {rules} {'regel' if rules == 1 else 'regler'} og {numbers} "
        f"{'tall eller dato' if numbers == 1 else 'tall og datoer'} endret; de når {reached_} konklusjoner{everything} "
        f"og {cases} {'testsak' if cases == 1 else 'testsaker'}",
        f"{reach.version}: since {reach.since}, {counted(rules, 'rule')} and {numbers} "
        f"{'number or date' if numbers == 1 else 'numbers or dates'} differ; they reach "
        f"{counted(reached_, 'conclusion')}{everything} and {counted(cases, 'case')}",
    )


def _since_version(laws: Laws, version: LawVersion, since: str | None) -> Reach:
    names = [one.name for one in laws.versions]
    place = names.index(version.name)
    before = names.index(since) if since is not None else place - 1
    if before < 0:
        fail(
            f"ingen versjon kommer før {version.name}; oppgi en git-revisjon: --changed REVISJON",
            f"no version comes before {version.name}; name a git revision: --changed REVISION",
        )
    if before >= place:
        fail(
            f"versjon {since} kommer ikke før {version.name}; oppgi en tidligere",
            f"version {since} does not come before {version.name}; name an earlier one",
        )
    older = laws.versions[before]
    return reach_of(Edition(older, laws.vocabulary), Edition(version, laws.vocabulary), older.name)


def _since_revision(laws: Laws, then: Laws, version: LawVersion, since: str) -> Reach:
    same = next((one for one in then.versions if one.name == version.name), None)
    if same is None:  # the version itself is what is new
        return replace(_since_version(laws, version, None), is_new=True)
    return reach_of(Edition(same, then.vocabulary), Edition(version, laws.vocabulary), since)


def _at_revision(rules: Path, revision: str) -> Laws:
    """Return the laws of a rules folder as git keeps them at a revision."""
    if revision.startswith("-"):
        _no_revision(revision)
    listed = _git(rules, revision, "ls-tree", "-r", "-z", "--name-only", revision, "./").decode()
    paths = [path for path in listed.split("\0") if path.endswith(SUFFIX) and path != TEXTS_FILE]
    texts = {path: _git(rules, revision, "show", f"{revision}:./{path}").decode("utf-8-sig") for path in paths}
    loaded = laws_from_texts(texts)
    if loaded.laws is None:
        print_problems(loaded.diagnostics, loaded.sources)
        fail(f"loven kunne ikke leses ved `{revision}`", f"the law could not be loaded at `{revision}`")
    return loaded.laws


def _git(rules: Path, revision: str, *words: str) -> bytes:
    try:
        done = subprocess.run(["git", *words], cwd=rules, capture_output=True, check=False)
    except FileNotFoundError:
        fail("git er ikke installert; sammenlign med en lovversjon i stedet", "git is not installed; compare with a law version instead")
    if done.returncode != 0:
        _no_revision(revision)
    return done.stdout


def _no_revision(revision: str) -> NoReturn:
    fail(
        f"`{revision}` er verken en lovversjon eller en revisjon som git har av disse reglene",
        f"`{revision}` is neither a law version nor a revision that git has of these rules",
    )
