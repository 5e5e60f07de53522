"""Files to model: finds the vocabulary and the version folders, reads, builds and checks them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from .diagnostics import Diagnostic, did_you_mean, sort_by_place
from .language.cases import build_case
from .language.checks import check_laws, check_version
from .language.exemptions import Exemption, build_exemptions
from .language.located import Sequence as SequenceTree
from .language.located import Tree, find, read_tree
from .language.provisions import Provision, build_provisions
from .language.rules import LAW_FILE, build_version
from .language.suites import SuiteCase, build_suite
from .language.vocabulary import build_vocabulary
from .model import Case, Laws, Place, Text, Vocabulary

HOME = Path(__file__).resolve().parent.parent
"""The checkout, or the installed package: both hold `rules/` and `schemas/`."""


EXEMPTIONS_FILE = "exempt.yaml"
"""Beside the suites: what no regression case can show, each with its reason."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """Laws with everything found wrong; `laws` is None where an error forbids their use.

    `sources` holds each file's text by the name that diagnostics use, `trees` what was read from it, `texts` the texts by
    their paths below the rules folder.
    """

    laws: Laws | None
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, str]
    texts: Mapping[str, str]
    trees: Mapping[str, Tree]


class _File(NamedTuple):
    """A rule file: its path below the rules folder, its name in diagnostics, and its text, or None where it cannot be read."""

    path: str
    name: str
    text: str | None


def load_laws(folder: Path, drafts: Sequence[Path] = (), unsaved: Mapping[Path, str] | None = None) -> Loaded:
    """Return the vocabulary and every law version below `folder`: each subfolder that holds YAML is one version.

    `drafts` are folders of further versions that lie elsewhere; `unsaved` as for `read_text`.
    """
    problems: list[Diagnostic] = []
    sources: dict[str, str] = {}
    if not folder.is_dir():
        beside = [path.name for path in folder.parent.iterdir() if path.is_dir()] if folder.parent.is_dir() else []
        problems.append(
            Diagnostic(
                "missing-file",
                Text(f"det finnes ingen mappe `{shown(folder)}`", f"there is no folder `{shown(folder)}`"),
                Place(shown(folder), 1, 1),
                Text("uten lov er det ingenting å avgjøre etter", "without law there is nothing to decide by"),
                did_you_mean(
                    folder.name,
                    beside,
                    Text("oppgi mappen med vokabularet og lovversjonene", "name the folder that holds the vocabulary and the law versions"),
                ),
            )
        )
        return Loaded(None, tuple(problems), sources, {}, {})

    def files(paths: list[Path]) -> list[_File]:
        return [_File(path.relative_to(folder).as_posix(), shown(path), read_text(path, sources, problems, unsaved)) for path in paths]

    vocabulary_folder = folder / VOCABULARY
    vocabulary_file = folder / f"{VOCABULARY}.yaml"
    vocabulary = files(sorted(vocabulary_folder.rglob("*.yaml")) if vocabulary_folder.is_dir() else [vocabulary_file])
    if vocabulary_folder.is_dir() and vocabulary_file.exists():
        problems.append(
            _unread(
                vocabulary_file,
                Text(f"mappen `{VOCABULARY}` leses i stedet", f"the folder `{VOCABULARY}` is read instead"),
                Text("flytt den inn i mappen", "move it into the folder"),
            )
        )
    versions = {}
    for version_folder in sorted(path for path in folder.iterdir() if path.is_dir() and path != vocabulary_folder):
        problems += _misnamed(version_folder)
        versions[version_folder.name] = files(sorted(version_folder.rglob("*.yaml")))
    for draft in drafts:
        name = draft.resolve().name
        paths = sorted(draft.rglob("*.yaml"))
        if not paths or name in versions:
            problems.append(_no_draft(draft, name if name in versions else None))
            continue
        problems += _misnamed(draft)
        versions[name] = [
            _File(f"{name}/{path.relative_to(draft).as_posix()}", shown(path), read_text(path, sources, problems, unsaved))
            for path in paths
        ]
    return _build_laws(vocabulary, versions, shown(folder), sources, problems)


def _no_draft(draft: Path, taken: str | None) -> Diagnostic:
    place = Place(shown(draft), 1, 1)
    if taken is not None:
        return Diagnostic(
            "duplicate-name",
            Text(f"det finnes allerede en lovversjon som heter `{taken}`", f"there is already a law version named `{taken}`"),
            place,
            Text("en avgjørelse viser til versjonen med navnet på mappen", "a decision cites the version by its folder"),
            Text("gi mappen med utkastet et annet navn", "rename the folder of the draft"),
        )
    return Diagnostic(
        "missing-file",
        Text(f"det finnes ingen lovversjon i `{shown(draft)}`", f"there is no law version in `{shown(draft)}`"),
        place,
        Text("et utkast som ikke leses, ville ikke ha noen virkning", "a draft that is not read would have no effect"),
        Text(f"oppgi mappen som har {LAW_FILE} for utkastet", f"name the folder that holds the {LAW_FILE} of the draft"),
    )


def laws_from_texts(texts: Mapping[str, str]) -> Loaded:
    """Return the laws that the texts state, as `load_laws` does from files; `texts` maps paths below a rules folder to contents.

    It reads no file: a `Loaded.texts` that was kept gives the same laws again.
    """
    vocabulary: list[_File] = []
    versions: dict[str, list[_File]] = {}
    for path in sorted(texts, key=lambda path: path.split("/")):
        folder = path.partition("/")[0]
        part = vocabulary if folder in (VOCABULARY, f"{VOCABULARY}.yaml") else versions.setdefault(folder, [])
        part.append(_File(path, path, texts[path]))
    return _build_laws(vocabulary, versions, "rules", dict(texts), [])


VOCABULARY = "vocabulary"
"""The folder that holds the vocabulary; or the file, with the suffix of YAML."""


def _build_laws(
    vocabulary_files: Sequence[_File],
    version_files: Mapping[str, Sequence[_File]],
    folder: str,
    sources: Mapping[str, str],
    problems: list[Diagnostic],
) -> Loaded:
    """Return the laws that the files state, with what is wrong in them added to `problems`; `folder` is what diagnostics call it."""

    def trees_of(files: Sequence[_File], problems: list[Diagnostic]) -> dict[str, Tree]:
        read = {file.name: read_tree(file.name, file.text, problems) for file in files if file.text is not None}
        return {name: tree for name, tree in read.items() if tree is not None}

    found: list[Diagnostic] = []
    vocabulary_trees = trees_of(vocabulary_files, found)
    vocabulary = build_vocabulary(vocabulary_trees, found)
    spoilt = bool(found) or any(file.text is None for file in vocabulary_files)
    problems += found
    versions = []
    all_trees = dict(vocabulary_trees)
    for name, files in version_files.items():
        if not files:
            continue
        trees = trees_of(files, problems)
        if any(file.path == f"{name}/{LAW_FILE}" for file in files) and not any(file.endswith(f"/{LAW_FILE}") for file in trees):
            continue  # the diagnostic of the unreadable law.yaml says it all
        all_trees |= trees
        found = []
        version = build_version(name, trees, vocabulary, found)
        missing = spoilt or len(trees) < len(files)
        problems += (problem for problem in found if not (missing and problem.code in _OF_OTHER_FILES))
        if version is not None and not missing:
            versions.append(version)
    laws = Laws(vocabulary, tuple(sorted(versions, key=lambda v: (v.effective_from, v.name))))

    def where(owner: Place, word: str) -> Place:
        return find(all_trees.values(), owner, word)

    # A file with mistakes is built in part; what would be said of the rest would mislead.
    if not any(problem.level == "error" for problem in problems):
        if not versions:
            problems.append(
                Diagnostic(
                    "missing-file",
                    Text(f"det finnes ingen lovversjon i {folder}", f"there is no law version in {folder}"),
                    Place(folder, 1, 1),
                    Text("uten lov er det ingenting å avgjøre etter", "without law there is nothing to decide by"),
                    Text("oppgi mappen som har mappene til versjonene", "name the folder that holds the version folders"),
                )
            )
        for version in laws.versions:
            check_version(version, vocabulary, where, problems)
        if not any(problem.level == "error" for problem in problems):
            check_laws(laws, where, problems)
    failed = any(problem.level == "error" for problem in problems)
    texts = {file.path: file.text for files in (vocabulary_files, *version_files.values()) for file in files if file.text is not None}
    return Loaded(None if failed else laws, tuple(sort_by_place(problems)), sources, texts, all_trees)


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
        _unread(
            path,
            Text("navnet slutter ikke på `.yaml`", "its name does not end in `.yaml`"),
            Text(f"gi den navnet `{path.stem}.yaml`", f"rename it to `{path.stem}.yaml`"),
        )
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in (".yml", ".yaml") and path.suffix != ".yaml"
    ]


def _unread(path: Path, why: Text, fix: Text) -> Diagnostic:
    return Diagnostic(
        "unread-file",
        Text(f"denne filen blir ikke lest: {why.nb}", f"this file is not read: {why.en}"),
        Place(shown(path), 1, 1),
        Text(
            "det som ser ut som lov, men ikke har noen virkning, villeder neste leser",
            "what looks like law but has no effect misleads the next reader",
        ),
        fix,
    )


def load_case(
    path: Path, vocabulary: Vocabulary, versions: tuple[str, ...], sources: dict[str, str], problems: list[Diagnostic]
) -> Case | None:
    """Return the case that a file states; its id is the file's name where the file gives none."""
    tree = read_file(path, sources, problems)
    # A name that is no UTF-8 has no canonical form; what cannot be read in it is marked.
    name = path.stem.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return build_case(tree, vocabulary, versions, problems, name) if tree is not None else None


def load_cases(path: Path, laws: Laws, sources: dict[str, str], problems: list[Diagnostic]) -> tuple[Case, ...]:
    """Return the cases of a file: the one of a case file, or those of a suite, without the ones that are to be rejected."""
    tree = read_file(path, sources, problems)
    versions = tuple(version.name for version in laws.versions)
    if isinstance(tree, SequenceTree):
        return tuple(case.case for case in build_suite(tree, laws.vocabulary, versions, problems) if case.rejected is None)
    case = build_case(tree, laws.vocabulary, versions, problems, path.stem) if tree is not None else None
    return (case,) if case is not None else ()


def load_suites(
    folder: Path, laws: Laws, sources: dict[str, str], problems: list[Diagnostic], unsaved: Mapping[Path, str] | None = None
) -> tuple[tuple[str, str, SuiteCase], ...]:
    """Return every regression case below `folder`, with its version (the subfolder's name) and suite (the file's name).

    `unsaved` as for `read_text`.
    """
    versions = tuple(version.name for version in laws.versions)
    found: list[tuple[str, str, SuiteCase]] = []
    problems += _misnamed(folder)
    rules = {rule for version in laws.versions for rule in version.rules}
    for path in sorted(folder.rglob("*.yaml")):
        if path.parent == folder:
            if path.name != EXEMPTIONS_FILE:
                beside = Text("den ligger ved siden av mappene til versjonene", "it lies beside the folders of the versions")
                into = Text("flytt den inn i mappen til en versjon", "move it into the folder of a version")
                problems.append(_unread(path, beside, into))
            continue
        version = path.relative_to(folder).parts[0]
        if version not in versions:
            problems.append(
                Diagnostic(
                    "unknown-version",
                    Text(f"ingen lovversjon heter `{version}`", f"no law version is named `{version}`"),
                    Place(shown(path), 1, 1),
                    Text("en testsamling uten versjon ville aldri bli kjørt", "a suite of no version would never be run"),
                    did_you_mean(
                        version,
                        versions,
                        Text(f"flytt den til en av disse: {', '.join(versions)}", f"move it to one of: {', '.join(versions)}"),
                    ),
                )
            )
            continue
        tree = read_file(path, sources, problems, unsaved)
        cases = build_suite(tree, laws.vocabulary, versions, problems) if tree is not None else ()
        for case in cases:
            found.append((version, path.stem, case))
            problems += (
                Diagnostic(
                    "unknown-rule",
                    Text(f"ingen regel i noen versjon heter `{rule}`", f"no rule of any version is named `{rule}`"),
                    place,
                    Text(
                        "en forventning til en regel som ikke finnes, sier ingenting om loven",
                        "an expectation of a rule that is not there says nothing of the law",
                    ),
                    did_you_mean(
                        rule, rules, Text("se `hjemmel show ID` for hva en id står for", "see `hjemmel show ID` for what an id stands for")
                    ),
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


def read_file(path: Path, sources: dict[str, str], problems: list[Diagnostic], unsaved: Mapping[Path, str] | None = None) -> Tree | None:
    """Return the located tree of a file and keep its text in `sources`; `unsaved` as for `read_text`."""
    text = read_text(path, sources, problems, unsaved)
    return read_tree(shown(path), text, problems) if text is not None else None


def read_text(path: Path, sources: dict[str, str], problems: list[Diagnostic], unsaved: Mapping[Path, str] | None = None) -> str | None:
    """Return the text of a file and keep it in `sources`, or None where it is not UTF-8 text or cannot be read.

    `unsaved` holds the texts of files that are being edited, which stand for what is on the disk.
    """
    file = shown(path)
    if unsaved is not None and path in unsaved:
        sources[file] = unsaved[path].removeprefix("\ufeff")
        return sources[file]
    try:
        raw = path.read_bytes()
    except OSError as error:
        problems.append(_unreadable(path, error))
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
        if not wide:
            sources[file] = raw.decode("utf-8-sig", "replace")
        problems.append(
            Diagnostic(
                "encoding",
                Text("filen er UTF-16, ikke UTF-8-tekst", "the file is UTF-16, not UTF-8 text")
                if wide
                else Text("dette er ikke UTF-8-tekst", "this is not UTF-8 text"),
                Place(file, line, column),
                Text("bokstaver som æ, ø og å ville bli lest feil", "letters such as æ, ø and å would be read wrongly"),
                Text("lagre filen på nytt, og velg UTF-8 som tegnkoding", "save the file anew and choose UTF-8 as its encoding"),
            )
        )
        return None
    sources[file] = text
    return text


def _unreadable(path: Path, error: OSError) -> Diagnostic:
    fix = Text("kontroller stien og tilgangen", "check the path and the permissions")
    match error:
        case FileNotFoundError() | NotADirectoryError():
            what = Text("filen finnes ikke", "there is no such file")
            beside = [other.name for other in path.parent.iterdir()] if path.parent.is_dir() else []
            fix = did_you_mean(path.name, beside, Text("kontroller stien", "check the path"))
        case IsADirectoryError():
            what, fix = (
                Text("dette er en mappe, ikke en fil", "this is a folder, not a file"),
                Text("oppgi en fil i den", "name a file in it"),
            )
        case PermissionError():
            what, fix = (
                Text("denne filen har du ikke lov til å lese", "this file may not be read"),
                Text("be om tilgang til å lese den", "ask for permission to read it"),
            )
        case _:
            what = Text(
                f"denne filen kan ikke leses: {error.strerror or 'systemet sier ikke hvorfor'}",
                f"this file cannot be read: {error.strerror or 'for a reason that the system does not tell'}",
            )
    return Diagnostic(
        "unreadable",
        what,
        Place(shown(path), 1, 1),
        Text("det som ikke kan leses, kan det ikke tas hensyn til", "what cannot be read cannot be taken into account"),
        fix,
    )


def shown(path: Path) -> str:
    """Return the path as the user would write it: relative to where they stand, if it lies below."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError, RuntimeError):  # the last one for links in a circle, before Python 3.13
        return path.as_posix()
