"""Texts to laws: the vocabulary and every law version read, built and checked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeVar

from ..diagnostics import Diagnostic, Problem, sort_by_place
from ..law.drafted import known_to
from ..model import Laws, LawVersion, Place, Text, Vocabulary
from .additions import add_to_vocabulary, is_vocabulary, no_version_has_the_names
from .checks import check_laws, check_version
from .law_files import LAW_FILE, LawTexts, Loaded, ReadTree, RuleFile
from .located import Tree, find, read_tree
from .nynorsk import Translation, build_nynorsk, in_nynorsk
from .placeholders import Said, check_texts, named_in_texts, said_in
from .templates import told
from .versions import BuildVersion, build_version
from .vocabulary import build_vocabulary


class NoVersions(Problem):
    code = "missing-file"
    message = Text("det finnes ingen lovversjon i {folder}", "there is no law version in {folder}")
    why = Text("uten lov er det ingenting å avgjøre etter", "without law there is nothing to decide by")
    fix = Text("oppgi mappen som har mappene til versjonene", "name the folder that holds the version folders")
    folder: str


def build_laws(
    texts: LawTexts,
    reading: ReadTree = read_tree,
    forgiven: Collection[str] = (),
    nynorsk: Mapping[str, Translation] | None = None,
    building: BuildVersion = build_version,
) -> Loaded:
    """Return the laws that the texts state, with what is wrong in them; errors of the codes `forgiven` do not forbid their use.

    `reading` may keep what it has read of a text before, and `building` what it has built of it. `nynorsk` are the texts in Nynorsk,
    where they are known; where the language asks for them, they are else read of their file, once the laws themselves are without an error.
    """
    problems = list(texts.problems)
    incomplete = _has_error(problems)
    found: list[Diagnostic] = []
    all_trees = _trees_of(texts.vocabulary, found, reading)
    read = {name: _trees_of(files, problems, reading) for name, files in texts.versions.items()}
    vocabulary = _with_additions(build_vocabulary(all_trees, found), read, found)
    spoilt = incomplete or bool(found) or any(file.text is None for file in texts.vocabulary)
    problems += found
    versions = []
    for name, files in texts.versions.items():
        all_trees |= read[name]
        version = _version(name, files, read[name], known_to(vocabulary, (name,)), spoilt, building, problems)
        if version is not None:
            versions.append(version)
    no_version_has_the_names(vocabulary, versions, problems)
    owners = _owners(texts.versions)
    laws = Laws(vocabulary, tuple(sorted(versions, key=lambda v: (v.effective_from, v.name))), frozenset(texts.drafts or ()))
    if not _has_error(problems):
        said = {name: said_in(tree) for name, tree in all_trees.items()}
        check_texts(laws, said, _without_vocabularies(owners), texts.sources, problems)
        if nynorsk is None and texts.language == "nn":
            nynorsk = _nynorsk(texts, problems)
        laws = told(in_nynorsk(laws, nynorsk) if nynorsk is not None else laws)
    # A file with mistakes is built in part; what would be said of the rest would mislead.
    if not _has_error(problems):
        _check(laws, texts.versions if texts.drafts is None else texts.drafts, all_trees, said, owners, texts.folder, problems)
    failed = _forbid(problems, forgiven)
    # INVARIANT: no version is left out without an error. Were one, its cases would be decided by another.
    failed = failed or len(versions) < len(texts.versions)
    return Loaded(None if failed else laws, tuple(sort_by_place(problems)), texts.sources, texts.files(), all_trees)


def _nynorsk(texts: LawTexts, problems: list[Diagnostic]) -> Mapping[str, Translation]:
    """Return the texts in Nynorsk by those in Bokmål; what is wrong with their file goes to `problems`."""
    problems += texts.nynorsk_problems
    file = texts.nynorsk
    tree = read_tree(file.name, file.text, problems) if file is not None and file.text is not None else None
    return build_nynorsk(tree, problems) if tree is not None else {}


def _forbid(problems: Iterable[Diagnostic], forgiven: Collection[str]) -> bool:
    """Return whether the laws may not be used for what is wrong with them."""
    return any(problem.level == "error" and problem.code not in forgiven for problem in problems)


def _has_error(problems: Iterable[Diagnostic]) -> bool:
    return any(problem.level == "error" for problem in problems)


def _with_additions(vocabulary: Vocabulary, read: Mapping[str, Mapping[str, Tree]], problems: list[Diagnostic]) -> Vocabulary:
    """Return the vocabulary with what the files of the versions add to it, which are given by version."""
    for name, trees in read.items():
        own = [tree for file, tree in trees.items() if is_vocabulary(file)]
        vocabulary = add_to_vocabulary(vocabulary, name, own, problems) if own else vocabulary
    return vocabulary


Of = TypeVar("Of")


def _without_vocabularies(files: Mapping[str, Of]) -> dict[str, Of]:
    """Return what is given by the files of versions, but for what drafts add to the vocabulary, which is written as that is."""
    return {file: of for file, of in files.items() if not is_vocabulary(file)}


def _owners(version_files: Mapping[str, Sequence[RuleFile]]) -> dict[str, str]:
    """Return the version of each file, by its name in diagnostics."""
    return {file.name: name for name, files in version_files.items() for file in files}


def _trees_of(files: Sequence[RuleFile], problems: list[Diagnostic], reading: ReadTree) -> dict[str, Tree]:
    read = {file.name: reading(file.name, file.text, problems) for file in files if file.text is not None}
    return {name: tree for name, tree in read.items() if tree is not None}


def _version(
    name: str,
    files: Sequence[RuleFile],
    trees: Mapping[str, Tree],
    vocabulary: Vocabulary,
    spoilt: bool,
    building: BuildVersion,
    problems: list[Diagnostic],
) -> LawVersion | None:
    """Return the version that the files state, or None where one of them could not be read or `spoilt` says so of others."""
    incomplete = spoilt or not files or len(trees) < len(files)
    if incomplete and not any(file.endswith(f"/{LAW_FILE}") for file in trees):
        return None  # what is said of the files that cannot be read says it all
    found: list[Diagnostic] = []
    version = building(name, _without_vocabularies(trees), vocabulary, found)
    problems += (problem for problem in found if not (incomplete and problem.code in _OF_OTHER_FILES))
    return None if incomplete else version


def _check(
    laws: Laws,
    drafts: Collection[str],
    trees: Mapping[str, Tree],
    said: Mapping[str, list[Said]],
    owners: Mapping[str, str],
    folder: str,
    problems: list[Diagnostic],
) -> None:
    """Check each version by itself, and then the versions against each other.

    `folder` is what diagnostics call the rules folder; `trees`, the texts `said` and `owners`, the versions, are by the names of files.
    """

    def where(owner: Place, word: str) -> Place:
        return find(trees.values(), owner, word)

    if not laws.versions:
        problems.append(NoVersions(folder=folder).at(Place(folder, 1, 1)))
    named = named_in_texts(said, owners)
    for before, version in zip((None, *laws.versions), laws.versions, strict=False):
        check_version(version, before, laws.vocabulary, named[version.name], where, problems)
    if not _has_error(problems):
        check_laws(laws, drafts, where, problems)


_OF_OTHER_FILES = frozenset(
    {
        "boolean-compared",
        "no-calendar",
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
