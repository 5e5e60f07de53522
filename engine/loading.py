"""Files to model: finds the vocabulary and the version folders, reads, builds and checks them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from .diagnostics import Diagnostic, Misspelt, Problem, Proposing, suggest
from .folders import SUFFIX, beside, entries, is_folder, is_there, read_text, shown, unread, yaml_files
from .language.cases import build_case
from .language.law_files import LAW_FILE, STATUTE_FILE, TEXTS_FILE, VOCABULARY, VOCABULARY_FILE, LawTexts, ReadTree, RuleFile
from .language.law_files import Loaded as Loaded
from .language.located import Sequence as SequenceTree
from .language.located import Tree, read_tree
from .law.drafted import known_to
from .model import Case, Language, Laws, Place, Text, Vocabulary

# What builds the laws, the suites and the statute is imported where it is asked for: laws that were kept need none of it.
if TYPE_CHECKING:
    from .language.exemptions import Exemption
    from .language.nynorsk import Translation
    from .language.statute import Statute
    from .language.suites import SuiteCase
    from .language.versions import BuildVersion


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
    texts = read_rule_files(folder, drafts, unsaved, language)
    if texts is None:
        return Loaded(None, (_no_folder(folder),), {}, {}, {})
    return laws_of(texts, reading)


def read_rule_files(
    folder: Path, drafts: Sequence[Path] = (), unsaved: Mapping[Path, str] | None = None, language: Language = "nb"
) -> LawTexts | None:
    """Return the texts that `load_laws` makes laws of, each read once; None where there is no such folder."""
    if not is_folder(folder):
        return None
    problems: list[Diagnostic] = []
    sources: dict[str, str] = {}
    found = rule_files(folder, drafts, problems)

    def read(path: Path, below: Path, prefix: str = "", told: list[Diagnostic] = problems) -> RuleFile:
        return RuleFile(prefix + path.relative_to(below).as_posix(), shown(path), read_text(path, sources, told, unsaved))

    vocabulary = [read(path, folder) for path in found.vocabulary]
    versions = {name: [read(path, at, f"{name}/") for path in paths] for name, (at, paths) in found.versions.items()}
    names = tuple(draft.resolve().name for draft in drafts)
    of_nynorsk: list[Diagnostic] = []
    path = nynorsk_file(folder)
    nynorsk = read(path, folder, told=of_nynorsk) if language == "nn" and is_there(path) else None
    return LawTexts(vocabulary, versions, names, shown(folder), sources, tuple(problems), language, nynorsk, tuple(of_nynorsk))


def laws_of(texts: LawTexts, reading: ReadTree = read_tree) -> Loaded:
    """Return the laws that the texts of rule files state; `reading` as for `load_laws`."""
    from .language.laws import build_laws

    return build_laws(texts, reading)


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
    building: BuildVersion | None = None,
) -> Loaded:
    """Return the laws that the texts state, as `load_laws` does from files; `texts` maps paths below a rules folder to contents.

    It reads no file: a `Loaded.texts` that was kept gives the same laws again. Texts do not tell drafts from other versions,
    so any may follow a version that names no successor; one that is named must be there. `nynorsk` are the texts in Nynorsk, if
    they are asked for; `reading` as for `load_laws`, and `building` as for
    `build_laws`. Errors of the codes `forgiven` are told, and do not forbid the use of the laws.
    """
    from .language.laws import build_laws
    from .language.versions import build_version

    vocabulary: list[RuleFile] = []
    versions: dict[str, list[RuleFile]] = {}
    for path in sorted(texts, key=lambda path: path.split("/")):
        folder = path.partition("/")[0]
        part = vocabulary if folder in (VOCABULARY, f"{VOCABULARY}.yaml") else versions.setdefault(folder, [])
        part.append(RuleFile(path, path, texts[path]))
    stated = LawTexts(vocabulary, versions, None, "rules", dict(texts))
    return build_laws(stated, reading, forgiven, nynorsk, building or build_version)


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
    from .language.suites import build_suite

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
    from .language.suites import build_suite

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
    from .language.exemptions import build_exemptions

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
    from .language.statute import build_statute

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
    from .language.nynorsk import build_nynorsk

    path = nynorsk_file(rules)
    tree = read_file(path, sources, problems, unsaved) if is_there(path) else None
    return build_nynorsk(tree, problems) if tree is not None else None


def read_file(path: Path, sources: dict[str, str], problems: list[Diagnostic], unsaved: Mapping[Path, str] | None = None) -> Tree | None:
    """Return the located tree of a file and keep its text in `sources`; `unsaved` as for `folders.read_text`."""
    text = read_text(path, sources, problems, unsaved)
    return read_tree(shown(path), text, problems) if text is not None else None
