"""Files to model: finds the vocabulary and the version folders, reads, builds and checks them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .diagnostics import Diagnostic, did_you_mean, sort_by_place
from .language.cases import build_case
from .language.checks import check_laws, check_version
from .language.exemptions import Exemption, build_exemptions
from .language.located import Tree, find, read_tree
from .language.provisions import Provision, build_provisions
from .language.rules import LAW_FILE, build_version
from .language.suites import SuiteCase, build_suite
from .language.vocabulary import build_vocabulary
from .model import Case, Laws, Place, Vocabulary

HOME = Path(__file__).resolve().parent.parent
"""The checkout, or the installed package: both hold `rules/` and `schemas/`."""


EXEMPTIONS_FILE = "exempt.yaml"
"""Beside the suites: what no regression case can show, each with its reason."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """Laws with everything found wrong; `laws` is None where an error forbids their use. `sources` holds each file's text."""

    laws: Laws | None
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, str]


def load_laws(folder: Path) -> Loaded:
    """Return the vocabulary and every law version below `folder`: each subfolder that holds YAML is one version."""
    problems: list[Diagnostic] = []
    sources: dict[str, str] = {}
    if not folder.is_dir():
        beside = [path.name for path in folder.parent.iterdir() if path.is_dir()] if folder.parent.is_dir() else []
        problems.append(
            Diagnostic(
                "missing-file",
                f"there is no folder `{shown(folder)}`",
                Place(shown(folder), 1, 1),
                "without law there is nothing to decide by",
                did_you_mean(folder.name, beside, "name the folder that holds the vocabulary and the law versions"),
            )
        )
        return Loaded(None, tuple(problems), sources)
    vocabulary_folder = folder / "vocabulary"
    paths = sorted(vocabulary_folder.rglob("*.yaml")) if vocabulary_folder.is_dir() else [folder / "vocabulary.yaml"]
    vocabulary_trees = {shown(path): tree for path in paths if (tree := read_file(path, sources, problems)) is not None}
    vocabulary = build_vocabulary(vocabulary_trees, problems)
    spoilt = bool(problems)
    if vocabulary_folder.is_dir() and (folder / "vocabulary.yaml").exists():
        problems.append(_unread(folder / "vocabulary.yaml", "the folder `vocabulary` is read instead", "move it into the folder"))
    versions = []
    all_trees = list(vocabulary_trees.values())
    for version_folder in sorted(path for path in folder.iterdir() if path.is_dir() and path != vocabulary_folder):
        problems += _misnamed(version_folder)
        files = sorted(version_folder.rglob("*.yaml"))
        if not files:
            continue
        trees = {shown(path): tree for path in files if (tree := read_file(path, sources, problems)) is not None}
        if (version_folder / LAW_FILE) in files and not any(file.endswith(f"/{LAW_FILE}") for file in trees):
            continue  # the diagnostic of the unreadable law.yaml says it all
        all_trees += trees.values()
        found: list[Diagnostic] = []
        version = build_version(version_folder.name, trees, vocabulary, found)
        missing = spoilt or len(trees) < len(files)
        problems += (problem for problem in found if not (missing and problem.code in _OF_OTHER_FILES))
        if version is not None and not missing:
            versions.append(version)
    laws = Laws(vocabulary, tuple(sorted(versions, key=lambda v: (v.effective_from, v.name))))

    def where(owner: Place, word: str) -> Place:
        return find(all_trees, owner, word)

    # A file with mistakes is built in part; what would be said of the rest would mislead.
    if not any(problem.level == "error" for problem in problems):
        if not versions:
            problems.append(
                Diagnostic(
                    "missing-file",
                    f"there is no law version in {shown(folder)}",
                    Place(shown(folder), 1, 1),
                    "without law there is nothing to decide by",
                    "name the folder that holds the version folders",
                )
            )
        for version in laws.versions:
            check_version(version, vocabulary, where, problems)
        if not any(problem.level == "error" for problem in problems):
            check_laws(laws, where, problems)
    failed = any(problem.level == "error" for problem in problems)
    return Loaded(None if failed else laws, tuple(sort_by_place(problems)), sources)


_OF_OTHER_FILES = frozenset(
    {
        "boolean-compared",
        "none-not-declared",
        "not-boolean",
        "not-true",
        "type-mismatch",
        "unit-mismatch",
        "unknown-act",
        "unknown-name",
        "unknown-parameter",
        "unknown-rule",
        "unknown-topic",
        "unknown-value",
        "wrong-kind",
        "wrong-operator",
        "wrong-topic",
    }
)
"""What may follow from a mistake in another file, which is reported there."""


def _misnamed(folder: Path) -> list[Diagnostic]:
    """Return a diagnostic for each file that looks like YAML and is not read for its name."""
    return [
        _unread(path, "its name does not end in `.yaml`", f"rename it to `{path.stem}.yaml`")
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in (".yml", ".yaml") and path.suffix != ".yaml"
    ]


def _unread(path: Path, why: str, fix: str) -> Diagnostic:
    return Diagnostic(
        "unread-file",
        f"this file is not read: {why}",
        Place(shown(path), 1, 1),
        "what looks like law but has no effect misleads the next reader",
        fix,
    )


def load_case(
    path: Path, vocabulary: Vocabulary, versions: tuple[str, ...], sources: dict[str, str], problems: list[Diagnostic]
) -> Case | None:
    """Return the case that a file states; its id is the file's name where the file gives none."""
    tree = read_file(path, sources, problems)
    return build_case(tree, vocabulary, versions, problems, path.stem) if tree is not None else None


def load_suites(folder: Path, laws: Laws, sources: dict[str, str], problems: list[Diagnostic]) -> tuple[tuple[str, str, SuiteCase], ...]:
    """Return every regression case below `folder`, with its version (the subfolder's name) and suite (the file's name)."""
    versions = tuple(version.name for version in laws.versions)
    found: list[tuple[str, str, SuiteCase]] = []
    problems += _misnamed(folder)
    rules = {rule for version in laws.versions for rule in version.rules}
    for path in sorted(folder.rglob("*.yaml")):
        if path.parent == folder:
            if path.name != EXEMPTIONS_FILE:
                problems.append(_unread(path, "it lies beside the folders of the versions", "move it into the folder of a version"))
            continue
        version = path.relative_to(folder).parts[0]
        if version not in versions:
            problems.append(
                Diagnostic(
                    "unknown-version",
                    f"no law version is named `{version}`",
                    Place(shown(path), 1, 1),
                    "a suite of no version would never be run",
                    did_you_mean(version, versions, f"move it to one of: {', '.join(versions)}"),
                )
            )
            continue
        tree = read_file(path, sources, problems)
        cases = build_suite(tree, laws.vocabulary, versions, problems) if tree is not None else ()
        for case in cases:
            found.append((version, path.stem, case))
            problems += (
                Diagnostic(
                    "unknown-rule",
                    f"no rule of any version is named `{rule}`",
                    place,
                    "an expectation of a rule that is not there says nothing of the law",
                    did_you_mean(rule, rules, "see `hjemmel show ID` for what an id stands for"),
                )
                for rule, _, place in case.because
                if rule not in rules
            )
    return tuple(found)


def load_exemptions(folder: Path, sources: dict[str, str], problems: list[Diagnostic]) -> tuple[Exemption, ...]:
    """Return what no regression case can show, from `exempt.yaml` beside the suites; nothing where there is no such file."""
    path = folder / EXEMPTIONS_FILE
    tree = read_file(path, sources, problems) if path.exists() else None
    return build_exemptions(tree, problems) if tree is not None else ()


def load_provisions(path: Path, sources: dict[str, str], problems: list[Diagnostic]) -> Mapping[str, Provision]:
    """Return the list of provisions that the research of the law found."""
    tree = read_file(path, sources, problems)
    return build_provisions(tree, problems) if tree is not None else {}


def read_file(path: Path, sources: dict[str, str], problems: list[Diagnostic]) -> Tree | None:
    """Return the located tree of a file and keep its text in `sources`."""
    file = shown(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        problems.append(_unreadable(path, error))
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = len(raw[raw.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8-sig", "replace")) + 1
        wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
        if not wide:
            sources[file] = raw.decode("utf-8-sig", "replace")
        problems.append(
            Diagnostic(
                "encoding",
                "the file is UTF-16, not UTF-8 text" if wide else "this is not UTF-8 text",
                Place(file, line, column),
                "letters such as æ, ø and å would be read wrongly",
                "save the file anew and choose UTF-8 as its encoding",
            )
        )
        return None
    sources[file] = text
    return read_tree(file, text, problems)


def _unreadable(path: Path, error: OSError) -> Diagnostic:
    fix = "check the path and the permissions"
    match error:
        case FileNotFoundError() | NotADirectoryError():
            what = "there is no such file"
            beside = [other.name for other in path.parent.iterdir()] if path.parent.is_dir() else []
            fix = did_you_mean(path.name, beside, "check the path")
        case IsADirectoryError():
            what, fix = "this is a folder, not a file", "name a file in it"
        case PermissionError():
            what, fix = "this file may not be read", "ask for permission to read it"
        case _:
            what = f"this file cannot be read: {error.strerror or 'for a reason that the system does not tell'}"
    return Diagnostic("unreadable", what, Place(shown(path), 1, 1), "what cannot be read cannot be taken into account", fix)


def shown(path: Path) -> str:
    """Return the path as the user would write it: relative to where they stand, if it lies below."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):
        return path.as_posix()
