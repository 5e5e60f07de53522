"""A rules folder with its suites as an editor sees it: the files on the disk, and what is written in them and not yet saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import chain
from operator import is_
from pathlib import Path

from ..checking.linting import find_lints
from ..checking.statute import find_unaccounted
from ..diagnostics import Diagnostic, sort_by_place
from ..folders import is_there, read_text, shown
from ..frozen import dataclass
from ..language.law_files import LAW_FILE, VOCABULARY
from ..language.located import Tree, read_tree
from ..language.versions import build_version
from ..loading import EXEMPTIONS_FILE, load_laws, load_statute, load_suites, rule_files, suite_files, suites_folder
from ..model import Laws, LawVersion, Vocabulary
from ..schemas import schema_files, validate
from .names import FileRole, KnownNames, NameKind, Occurrence, declared_in, known_of, named_in

Unsaved = Mapping[Path, str]
"""The texts that stand in an editor, by the absolute path of the file."""

_OPEN_AT_ONCE = 256
"""Files of which what was read is kept: more than a rules folder and its suites have."""

_VERSIONS_KEPT = 4
"""Of so many versions it is kept what was built."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What `hjemmel check` says of a rules folder: the laws, None where an error forbids their use, and everything found wrong.

    `sources` holds each file's text by the name that places use.
    """

    laws: Laws | None
    problems: tuple[Diagnostic, ...]
    sources: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Named:
    """Every name at its place, the text of each file by the name that places use, and the files that cannot be read as YAML."""

    occurrences: tuple[Occurrence, ...]
    sources: Mapping[str, str]
    unreadable: tuple[str, ...]


def rules_folder(path: Path) -> Path | None:
    """Return the rules folder of a rule file or suite: the nearest above it with a vocabulary, or that beside its suites."""
    for folder in path.parents:
        has_vocabulary = (folder / f"{VOCABULARY}.yaml").is_file() or (folder / VOCABULARY).is_dir()
        if has_vocabulary and not (folder / LAW_FILE).is_file():  # a draft has a vocabulary of its own
            return folder
        if folder.parts[-2:] == ("tests", "regression") and (folder.parent.parent / "rules").is_dir():
            return folder.parent.parent / "rules"
    return None


def check(rules: Path, drafts: Sequence[Path], unsaved: Unsaved) -> Checked:
    """Return what `hjemmel check` would say if everything were saved."""
    loaded = load_laws(rules, drafts, unsaved, reading=reading)
    problems, sources = list(loaded.diagnostics), dict(loaded.sources)
    if loaded.laws is not None:
        statute = load_statute(rules, sources, problems, unsaved)
        for path, schema in schema_files(rules, drafts):
            text = sources.get(shown(path))
            if text is not None:
                problems += schema_problems(schema, shown(path), text)
        problems += find_lints(loaded.laws, loaded.trees, loaded.sources)
        if statute is not None:
            problems += find_unaccounted(loaded.laws, statute)
    return Checked(loaded.laws, tuple(sort_by_place(problems)), sources)


def check_suites(rules: Path, laws: Laws, unsaved: Unsaved) -> list[Diagnostic]:
    """Return what is wrong in the suites by these laws; nothing where there are no suites."""
    problems: list[Diagnostic] = []
    if is_there(suites_folder(rules)):
        load_suites(suites_folder(rules), laws, {}, problems, unsaved)
    return sort_by_place(problems)


def find_names(rules: Path, drafts: Sequence[Path], unsaved: Unsaved) -> Named:
    """Return every name in the rule files and suites, in the order of the files; what cannot be read is passed over and listed."""
    sources: dict[str, str] = {}
    unreadable: list[str] = []
    files: list[tuple[str, FileRole, str | None]] = []
    suites, found = suites_folder(rules), rule_files(rules, drafts, [])
    roles: list[tuple[FileRole, str | None, Sequence[Path]]] = [("vocabulary", None, found.vocabulary)]
    roles += [("version", name, paths) for name, (_, paths) in found.versions.items()]
    roles += [("suite", name, paths) for name, paths in (suite_files(suites, []) if suites.is_dir() else {}).items()]
    roles += [("exemptions", None, [suites / EXEMPTIONS_FILE])] if (suites / EXEMPTIONS_FILE).is_file() else []
    for role, version, paths in roles:
        for path in paths:
            text = read_text(path, sources, [], unsaved)
            if text is not None and _kept(shown(path), text)[0] is not None:
                files.append((shown(path), role, version))
            else:
                unreadable.append(shown(path))
    declared = frozenset(chain.from_iterable(_kept_declarations(file, sources[file], role, version) for file, role, version in files))
    known = known_of(declared, tuple(found.versions))
    names = (_kept_names(file, sources[file], role, version, known) for file, role, version in sorted(files, key=lambda one: one[0]))
    return Named(tuple(chain.from_iterable(names)), sources, tuple(unreadable))


@lru_cache(maxsize=_OPEN_AT_ONCE)
def _kept_declarations(file: str, text: str, role: FileRole, version: str | None) -> tuple[tuple[NameKind, str | None, str, str], ...]:
    """Return what a file declares, as `known_of` takes it, kept as `reading` keeps what it has read."""
    tree, _ = _kept(file, text)
    return tuple((one.kind, one.version, one.name, type_) for one, type_ in declared_in(tree, role, version)) if tree is not None else ()


@lru_cache(maxsize=_OPEN_AT_ONCE)
def _kept_names(file: str, text: str, role: FileRole, version: str | None, known: KnownNames) -> tuple[Occurrence, ...]:
    """Return the names in a file, kept as `reading` keeps what it has read: they change with the file and with what is declared."""
    tree, _ = _kept(file, text)
    return named_in(tree, role, version, known, text) if tree is not None else ()


def reading(name: str, text: str, problems: list[Diagnostic]) -> Tree | None:
    """Return the tree of a text, as `read_tree` does; most texts are the same after each letter that is typed."""
    tree, found = _kept(name, text)
    problems += found
    return tree


@lru_cache(maxsize=_OPEN_AT_ONCE)
def _kept(name: str, text: str) -> tuple[Tree | None, tuple[Diagnostic, ...]]:
    problems: list[Diagnostic] = []
    return read_tree(name, text, problems), tuple(problems)


@dataclass(frozen=True, slots=True, eq=False)
class _StatedVersion:
    """What a version is built of: the same where it is the very same trees, and the vocabulary says the same at the same places.

    `said` is all that the vocabulary says, in its order: equal mappings may list the words of a scale in another one.
    """

    name: str
    trees: Mapping[str, Tree]
    vocabulary: Vocabulary
    said: str

    def __hash__(self) -> int:
        return hash((self.name, self.said, *map(id, self.trees.values())))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _StatedVersion)
            and (self.name, self.said, [*self.trees]) == (other.name, other.said, [*other.trees])
            and all(map(is_, self.trees.values(), other.trees.values()))
        )


def building(name: str, trees: Mapping[str, Tree], vocabulary: Vocabulary, problems: list[Diagnostic]) -> LawVersion | None:
    """Return the version that the trees state, as `build_version` does; while one of them is edited, the others are the same."""
    version, found = _built(_StatedVersion(name, trees, vocabulary, repr(vocabulary)))
    problems += found
    return version


@lru_cache(maxsize=_VERSIONS_KEPT)
def _built(stated: _StatedVersion) -> tuple[LawVersion | None, tuple[Diagnostic, ...]]:
    problems: list[Diagnostic] = []
    return build_version(stated.name, stated.trees, stated.vocabulary, problems), tuple(problems)


@lru_cache(maxsize=_OPEN_AT_ONCE)
def schema_problems(schema: str, name: str, text: str) -> tuple[Diagnostic, ...]:
    """Return what a schema rejects in the text of a file, kept as `reading` keeps what it has read."""
    tree, _ = _kept(name, text)
    return tuple(validate(tree, schema)) if tree is not None else ()
