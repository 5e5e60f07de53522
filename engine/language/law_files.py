"""The files of law: what they are called, their texts, and what is made of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from ..diagnostics import Diagnostic
from ..frozen import dataclass
from ..model import Language, Laws

if TYPE_CHECKING:
    from .located import Tree

VOCABULARY: Final = "vocabulary"
"""The folder that holds the vocabulary; or the file, with the suffix of YAML."""

VOCABULARY_FILE: Final = "vocabulary.yaml"
"""In the folder of a draft: what it adds to the vocabulary."""

LAW_FILE: Final = "law.yaml"
GOVERNS_FILE: Final = "governs.yaml"
TEXTS_FILE: Final = "texts.nn.yaml"
STATUTE_FILE: Final = "statute.yaml"
"""In the folder `docs` beside the rules folder."""


class RuleFile(NamedTuple):
    """A rule file: its path below the rules folder, its name in diagnostics, and its text, or None where it cannot be read."""

    path: str
    name: str
    text: str | None


class LawTexts(NamedTuple):
    """All that laws are made of: the files of the vocabulary and of each version, and the names of the drafts among the versions.

    `drafts` is None where nobody knows which versions are drafts: then none is marked as one, and any may be. `folder` is what
    diagnostics call the rules folder; `sources` holds the texts by the names that diagnostics use; `problems` is what is wrong with
    the files before anything is read from them. `language` is the one that texts are wanted in, `nynorsk` the file of those in
    Nynorsk, where they are wanted and there is one, and `nynorsk_problems` what is wrong with it.
    """

    vocabulary: Sequence[RuleFile]
    versions: Mapping[str, Sequence[RuleFile]]
    drafts: tuple[str, ...] | None
    folder: str
    sources: Mapping[str, str]
    problems: tuple[Diagnostic, ...] = ()
    language: Language = "nb"
    nynorsk: RuleFile | None = None
    nynorsk_problems: tuple[Diagnostic, ...] = ()

    def files(self) -> Mapping[str, str]:
        """Return the texts of the rules by their paths below the rules folder."""
        return {file.path: file.text for files in (self.vocabulary, *self.versions.values()) for file in files if file.text is not None}


ReadTree = Callable[[str, str, list[Diagnostic]], "Tree | None"]
"""What reads the text of a named file, as `located.read_tree` does."""


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
