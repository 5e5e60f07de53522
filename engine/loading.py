"""Files to model: finds the vocabulary and the version folders, reads, builds and checks them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypeVar

from .diagnostics import Diagnostic, Misspelt, Problem, Proposing, sort_by_place, suggest
from .folders import SUFFIX, beside, entries, is_folder, is_there, read_text, shown, unread, yaml_files
from .language.additions import VOCABULARY_FILE, add_to_vocabulary, is_vocabulary, no_version_has_the_names
from .language.cases import build_case
from .language.checks import check_laws, check_version
from .language.exemptions import Exemption, build_exemptions
from .language.located import Sequence as SequenceTree
from .language.located import Tree, find, read_tree
from .language.nynorsk import TEXTS_FILE, Translation, build_nynorsk, in_nynorsk
from .language.placeholders import Said, check_texts, named_in_texts, said_in
from .language.rules import LAW_FILE
from .language.statute import STATUTE_FILE, Statute, build_statute
from .language.suites import SuiteCase, build_suite
from .language.templates import told
from .language.versions import build_version
from .language.vocabulary import build_vocabulary
from .law.drafted import known_to
from .model import Case, Language, Laws, LawVersion, Place, Text, Vocabulary


class NoRulesFolder(Proposing):
    code = "missing-file"
    message = Text("det finnes ingen mappe `{folder}`", "there is no folder `{folder}`")
    why = Text("uten lov er det ingenting å avgjøre etter", "without law there is nothing to decide by")
    fix = Text("oppgi mappen med vokabularet og lovversjonene", "name the folder that holds the vocabulary and the law versions")
    folder: str


class DraftNameTaken(Problem):
    code = "duplicate-name"
    message = Text("det finnes allerede en lovversjon som heter `{taken}`", "there is already a law version named `{taken}`")
    why = Text("en avgjørelse viser til versjonen med navnet på mappen", "a decision cites the version by its folder")
    fix = Text("gi mappen med utkastet et annet navn", "rename the folder of the draft")
    taken: str


class NoVersionInDraft(Problem):
    code = "missing-file"
    message = Text("det finnes ingen lovversjon i `{draft}`", "there is no law version in `{draft}`")
    why = Text("et utkast som ikke leses, ville ikke ha noen virkning", "a draft that is not read would have no effect")
    fix = Text("oppgi mappen som har {file} for utkastet", "name the folder that holds the {file} of the draft")
    draft: str
    file: str


class NoVersions(Problem):
    code = "missing-file"
    message = Text("det finnes ingen lovversjon i {folder}", "there is no law version in {folder}")
    why = Text("uten lov er det ingenting å avgjøre etter", "without law there is nothing to decide by")
    fix = Text("oppgi mappen som har mappene til versjonene", "name the folder that holds the version folders")
    folder: str


class SuiteOfNoVersion(Proposing):
    code = "unknown-version"
    message = Text("ingen lovversjon heter `{version}`", "no law version is named `{version}`")
    why = Text("en testsamling uten versjon ville aldri bli kjørt", "a suite of no version would never be run")
    fix = Text("flytt den til en av disse: {versions}", "move it to one of: {versions}")
    version: str
    versions: str


class SuiteWithoutCases(Problem):
    code = "empty-file"
    message = Text("denne testsamlingen har ingen testsak", "this suite holds no case")
    why = Text("en testsamling uten testsaker ser ut som en prøve og er ingen", "a suite without cases looks like a test but is not")
    fix = Text("skriv testsakene, eller fjern filen", "write the cases, or remove the file")


class ExpectedRuleUnknown(Misspelt):
    code = "unknown-rule"
    message = Text("ingen regel i noen versjon heter `{rule}`", "no rule of any version is named `{rule}`")
    why = Text(
        "en forventning til en regel som ikke finnes, sier ingenting om loven",
        "an expectation of a rule that is not there says nothing of the law",
    )
    fix = Text("se `hjemmel show ID` for hva en id står for", "see `hjemmel show ID` for what an id stands for")
    rule: str


CASE_SCHEMA_FILE = "case.schema.json"
"""What an editor reads of case files; it is made from the vocabulary."""

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


class RuleFiles(NamedTuple):
    """The files of the vocabulary, and of each version those of its folder, by the name of the version."""

    vocabulary: tuple[Path, ...]
    versions: Mapping[str, tuple[Path, tuple[Path, ...]]]


def rule_files(folder: Path, drafts: Sequence[Path], problems: list[Diagnostic]) -> RuleFiles:
    """Return every file below a rules folder, and below the folders of drafts, that is read; `folders.entries` says which are not.

    Each folder but that of the vocabulary is a version; one that is empty or cannot be read is among them without files, and
    the reason in `problems`.
    """
    vocabulary: tuple[Path, ...] = (folder / f"{VOCABULARY}{SUFFIX}",)
    versions: dict[str, tuple[Path, tuple[Path, ...]]] = {}
    found = entries(folder, folder, problems)
    if any(entry.is_folder and entry.path.name == VOCABULARY for entry in found):
        vocabulary = yaml_files(folder / VOCABULARY, folder, problems)
    for entry in found:
        name = entry.path.name
        if not entry.is_folder and name == f"{VOCABULARY}{SUFFIX}":
            if entry.path not in vocabulary:
                instead = Text(f"mappen `{VOCABULARY}` leses i stedet", f"the folder `{VOCABULARY}` is read instead")
                problems.append(unread(entry.path, instead, Text("flytt den inn i mappen", "move it into the folder")))
        elif not entry.is_folder and name != TEXTS_FILE:
            problems.append(_beside_the_versions(entry.path))
        elif entry.is_folder and name != VOCABULARY:
            files = yaml_files(entry.path, folder, problems)
            problems += (_vocabulary_of_law(path) for path in files if path.name == VOCABULARY_FILE)
            versions[name] = entry.path, tuple(path for path in files if path.name != VOCABULARY_FILE)
    for draft in drafts:
        name = draft.resolve().name
        if name in versions or not is_folder(draft):
            problems.append(_no_draft(draft, name if name in versions else None))
        else:
            versions[name] = draft, yaml_files(draft, draft, problems)
    return RuleFiles(vocabulary, versions)


def _vocabulary_of_law(path: Path) -> Diagnostic:
    shared = Text("bare et utkast har et eget vokabular", "a draft alone has a vocabulary of its own")
    return unread(
        path, shared, Text("flytt innholdet til vokabularet i mappen med reglene", "move it to the vocabulary of the rules folder")
    )


def _beside_the_versions(path: Path) -> Diagnostic:
    outside = Text("den ligger ved siden av mappene til versjonene", "it is beside the version folders")
    return unread(path, outside, Text("flytt den inn i mappen til en versjon", "move it into the folder of a version"))


ReadTree = Callable[[str, str, list[Diagnostic]], Tree | None]
"""What reads the text of a named file, as `located.read_tree` does."""


def load_laws(
    folder: Path,
    drafts: Sequence[Path] = (),
    unsaved: Mapping[Path, str] | None = None,
    language: Language = "nb",
    reading: ReadTree = read_tree,
) -> Loaded:
    """Return the vocabulary and every law version below `folder`: each subfolder is one version, or an error.

    `drafts` are folders of further versions that lie elsewhere; `unsaved` as for `folders.read_text`. The texts in Nynorsk are
    read where `language` asks for them. `reading` may keep what it has read of a text before.
    """
    problems: list[Diagnostic] = []
    sources: dict[str, str] = {}
    if not is_folder(folder):
        return Loaded(None, (_no_folder(folder),), sources, {}, {})
    found = rule_files(folder, drafts, problems)

    def read(path: Path, below: Path, prefix: str = "") -> _File:
        return _File(prefix + path.relative_to(below).as_posix(), shown(path), read_text(path, sources, problems, unsaved))

    vocabulary = [read(path, folder) for path in found.vocabulary]
    versions = {name: [read(path, at, f"{name}/") for path in paths] for name, (at, paths) in found.versions.items()}

    def translated(laws: Laws) -> Laws:
        return in_nynorsk(laws, load_nynorsk(folder, sources, problems, unsaved) or {}) if language == "nn" else laws

    names = [draft.resolve().name for draft in drafts]
    return _build_laws(vocabulary, versions, names, shown(folder), sources, problems, translated, reading)


def _no_folder(folder: Path) -> Diagnostic:
    around = beside(folder)
    others = [entry.path.name for entry in entries(around, around, []) if entry.is_folder]
    return NoRulesFolder(near=suggest(folder.name, others), folder=shown(folder)).at(Place(shown(folder), 1, 1))


def _no_draft(draft: Path, taken: str | None) -> Diagnostic:
    place = Place(shown(draft), 1, 1)
    if taken is not None:
        return DraftNameTaken(taken=taken).at(place)
    return NoVersionInDraft(draft=shown(draft), file=LAW_FILE).at(place)


def laws_from_texts(
    texts: Mapping[str, str],
    nynorsk: Mapping[str, Translation] | None = None,
    reading: ReadTree = read_tree,
    forgiven: Collection[str] = (),
) -> Loaded:
    """Return the laws that the texts state, as `load_laws` does from files; `texts` maps paths below a rules folder to contents.

    It reads no file: a `Loaded.texts` that was kept gives the same laws again. Texts do not tell drafts from other versions,
    so any may follow a version that names no successor; one that is named must be there. `nynorsk` are the texts in Nynorsk, if
    they are asked for; `reading` as for `load_laws`. Errors of the codes `forgiven` are told, and do not forbid the use of the laws.
    """
    vocabulary: list[_File] = []
    versions: dict[str, list[_File]] = {}
    for path in sorted(texts, key=lambda path: path.split("/")):
        folder = path.partition("/")[0]
        part = vocabulary if folder in (VOCABULARY, f"{VOCABULARY}.yaml") else versions.setdefault(folder, [])
        part.append(_File(path, path, texts[path]))

    def translated(laws: Laws) -> Laws:
        return in_nynorsk(laws, nynorsk) if nynorsk is not None else laws

    return _build_laws(vocabulary, versions, None, "rules", dict(texts), [], translated, reading, forgiven)


VOCABULARY = "vocabulary"
"""The folder that holds the vocabulary; or the file, with the suffix of YAML."""


def _build_laws(
    vocabulary_files: Sequence[_File],
    version_files: Mapping[str, Sequence[_File]],
    drafts: Collection[str] | None,
    folder: str,
    sources: Mapping[str, str],
    problems: list[Diagnostic],
    translated: Callable[[Laws], Laws],
    reading: ReadTree = read_tree,
    forgiven: Collection[str] = (),
) -> Loaded:
    """Return the laws that the files state, with what is wrong in them added to `problems`; `folder` is what diagnostics call it.

    `translated` returns the laws with the texts of the language that is asked for.
    `drafts` is None where nobody knows which versions are drafts: then none is marked as one, and any may be.
    """
    incomplete = _has_error(problems)
    found: list[Diagnostic] = []
    all_trees = _trees_of(vocabulary_files, found, reading)
    read = {name: _trees_of(files, problems, reading) for name, files in version_files.items()}
    vocabulary = _with_additions(build_vocabulary(all_trees, found), read, found)
    spoilt = incomplete or bool(found) or any(file.text is None for file in vocabulary_files)
    problems += found
    versions = []
    for name, files in version_files.items():
        all_trees |= read[name]
        version = _version(name, files, read[name], known_to(vocabulary, (name,)), spoilt, problems)
        if version is not None:
            versions.append(version)
    no_version_has_the_names(vocabulary, versions, problems)
    owners = _owners(version_files)
    laws = Laws(vocabulary, tuple(sorted(versions, key=lambda v: (v.effective_from, v.name))), frozenset(drafts or ()))
    if not _has_error(problems):
        said = {name: said_in(tree) for name, tree in all_trees.items()}
        check_texts(laws, said, _without_vocabularies(owners), sources, problems)
        laws = told(translated(laws))
    # A file with mistakes is built in part; what would be said of the rest would mislead.
    if not _has_error(problems):
        _check(laws, version_files if drafts is None else drafts, all_trees, said, owners, folder, problems)
    failed = _forbid(problems, forgiven)
    # INVARIANT: no version is left out without an error. Were one, its cases would be decided by another.
    failed = failed or len(versions) < len(version_files)
    texts = {file.path: file.text for files in (vocabulary_files, *version_files.values()) for file in files if file.text is not None}
    return Loaded(None if failed else laws, tuple(sort_by_place(problems)), sources, texts, all_trees)


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


def _owners(version_files: Mapping[str, Sequence[_File]]) -> dict[str, str]:
    """Return the version of each file, by its name in diagnostics."""
    return {file.name: name for name, files in version_files.items() for file in files}


def _trees_of(files: Sequence[_File], problems: list[Diagnostic], reading: ReadTree) -> dict[str, Tree]:
    read = {file.name: reading(file.name, file.text, problems) for file in files if file.text is not None}
    return {name: tree for name, tree in read.items() if tree is not None}


def _version(
    name: str, files: Sequence[_File], trees: Mapping[str, Tree], vocabulary: Vocabulary, spoilt: bool, problems: list[Diagnostic]
) -> LawVersion | None:
    """Return the version that the files state, or None where one of them could not be read or `spoilt` says so of others."""
    incomplete = spoilt or not files or len(trees) < len(files)
    if incomplete and not any(file.endswith(f"/{LAW_FILE}") for file in trees):
        return None  # what is said of the files that cannot be read says it all
    found: list[Diagnostic] = []
    version = build_version(name, _without_vocabularies(trees), vocabulary, found)
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

    `unsaved` as for `folders.read_text`.
    """
    versions = tuple(version.name for version in laws.versions)
    found: list[tuple[str, str, SuiteCase]] = []
    rules = {rule for version in laws.versions for rule in version.rules}
    for version, paths in suite_files(folder, problems).items():
        if version not in versions:
            problems.append(_of_no_version(folder / version, versions))
            continue
        known = known_to(laws.vocabulary, (version,))
        # A case knows nothing of another draft, by which it may be decided all the same: then it is silent of what that asks.
        unheard = [fact for name, fact in laws.vocabulary.facts.items() if name not in known.facts]
        for path in paths:
            tree = read_file(path, sources, problems, unsaved)
            before = len(problems)
            cases = build_suite(tree, known, versions, problems, unheard) if tree is not None else ()
            if tree is not None and not cases and len(problems) == before:
                problems.append(_no_cases(path))
            found += [(version, path.stem, case) for case in cases]
            problems += [_no_such_rule(rule, rules, place) for case in cases for rule, _, place in case.because if rule not in rules]
    return tuple(found)


def suites_folder(rules: Path, named: Path | None = None) -> Path:
    """Return where the suites of a rules folder lie, if it has any: the folder that is named, or else beside it, in `tests`."""
    return named if named is not None else beside(rules) / "tests" / "regression"


def suite_files(folder: Path, problems: list[Diagnostic]) -> Mapping[str, tuple[Path, ...]]:
    """Return the suites below a folder by version, the name of the subfolder; `folders.entries` says which files are not read."""
    found: dict[str, tuple[Path, ...]] = {}
    for entry in entries(folder, folder, problems):
        if entry.is_folder:
            found[entry.path.name] = yaml_files(entry.path, folder, problems)
        elif entry.path.name != EXEMPTIONS_FILE:
            problems.append(_beside_the_versions(entry.path))
    return found


def _of_no_version(folder: Path, versions: tuple[str, ...]) -> Diagnostic:
    version = folder.name
    return SuiteOfNoVersion(near=suggest(version, versions), version=version, versions=", ".join(versions)).at(Place(shown(folder), 1, 1))


def _no_cases(path: Path) -> Diagnostic:
    return SuiteWithoutCases().at(Place(shown(path), 1, 1))


def _no_such_rule(rule: str, rules: Iterable[str], place: Place) -> Diagnostic:
    return ExpectedRuleUnknown(near=suggest(rule, rules), rule=rule).at(place)


def load_exemptions(folder: Path, sources: dict[str, str], problems: list[Diagnostic]) -> tuple[Exemption, ...]:
    """Return what no regression case can show, from `exempt.yaml` beside the suites; nothing where there is no such file."""
    path = folder / EXEMPTIONS_FILE
    tree = read_file(path, sources, problems) if is_there(path) else None
    return build_exemptions(tree, problems) if tree is not None else ()


def statute_file(rules: Path) -> Path:
    """Return where the table of the statute of a rules folder lies, if it has one: beside the folder, in `docs`."""
    return beside(rules) / "docs" / STATUTE_FILE


def case_schema_files(rules: Path, drafts: Iterable[Path] = ()) -> tuple[Path, ...]:
    """Return where the schema of case files may lie, first that of the rules folder: beside it and each draft, in `schemas`."""
    return tuple(dict.fromkeys(beside(folder) / "schemas" / CASE_SCHEMA_FILE for folder in (rules, *drafts)))


def load_statute(
    rules: Path, sources: dict[str, str], problems: list[Diagnostic], unsaved: Mapping[Path, str] | None = None
) -> Statute | None:
    """Return the table of the statute of a rules folder, or None where it has none; `unsaved` as for `folders.read_text`."""
    path = statute_file(rules)
    tree = read_file(path, sources, problems, unsaved) if is_there(path) else None
    return build_statute(tree, problems) if tree is not None else None


def nynorsk_file(rules: Path) -> Path:
    """Return where the texts in Nynorsk of a rules folder stand, if it has any."""
    return rules / TEXTS_FILE


def load_nynorsk(
    rules: Path, sources: dict[str, str], problems: list[Diagnostic], unsaved: Mapping[Path, str] | None = None
) -> dict[str, Translation] | None:
    """Return the texts in Nynorsk by those in Bokmål, or None where the folder has none; `unsaved` as for `folders.read_text`."""
    path = nynorsk_file(rules)
    tree = read_file(path, sources, problems, unsaved) if is_there(path) else None
    return build_nynorsk(tree, problems) if tree is not None else None


def read_file(path: Path, sources: dict[str, str], problems: list[Diagnostic], unsaved: Mapping[Path, str] | None = None) -> Tree | None:
    """Return the located tree of a file and keep its text in `sources`; `unsaved` as for `folders.read_text`."""
    text = read_text(path, sources, problems, unsaved)
    return read_tree(shown(path), text, problems) if text is not None else None
