"""The library's one door: load the law, state a case, decide it. `import hjemmel` gives these names and no others.

    laws = hjemmel.load()
    decision = laws.decide(hjemmel.Case.from_dict({...}))

Every object here is immutable and may be used from any thread. Nothing reads the clock.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from .canonical import Json
from .checking.problem_forms import problems_document
from .diagnostics import Diagnostic, Rejected
from .frozen import dataclass
from .home import HOME
from .inference import specialised
from .inference.constraints import check_constraints, doubt_diagnostics
from .inference.forward import Engine
from .inquiry.short_answer import short_answer
from .language.cases import build_case
from .language.located import Tree, read_tree
from .law import crosscheck, deciding
from .law.compiled import CompiledLaws, Finding, compile_laws
from .loading import load_laws, read_file
from .model import Case as Model
from .model import Language, Value
from .rendering.answer_document import answer_document
from .rendering.answer_words import answer_words
from .trail.document import document, missing
from .trail.finality import is_final
from .trail.steps import Trail, build_trail
from .version import VERSION as __version__

if TYPE_CHECKING:
    import polars
    import pyarrow
    import pyspark.sql

    Frame = TypeVar("Frame", polars.DataFrame, pyarrow.Table, pyspark.sql.DataFrame)

__all__ = ["Case", "Decision", "Diagnostic", "Finding", "Laws", "Rejected", "__version__", "load", "problems_document"]

Stated = Mapping[str, "Stated"] | bool | int | float | Decimal | date | str | None
"""What a dict may state of a case: groups of facts, and values. A float counts as the number it is written as."""


def load(rules: str | PathLike[str] | None = None, *, drafts: Sequence[str | PathLike[str]] = (), lang: Language = "nb") -> Laws:
    """Return the laws of a rules folder, checked and ready to decide; without a folder, those that the package ships.

    `drafts` are folders of further law versions that lie elsewhere. The law's texts in Nynorsk are read where `lang` is `"nn"`
    only, since that takes time; Bokmål and English are always there. Raises Rejected with everything that is wrong in the
    files. What reading them only warns of stands in `Laws.warnings`; `hjemmel check` looks for more than that.
    """
    loaded = load_laws(HOME / "rules" if rules is None else Path(rules), tuple(map(Path, drafts)), language=lang)
    if loaded.laws is None:
        raise Rejected(problem for problem in loaded.diagnostics if problem.level == "error")
    return Laws(compile_laws(loaded.laws), loaded.diagnostics)


@dataclass(frozen=True, eq=False)
class Laws:
    """The vocabulary and the law versions, from `load`."""

    _compiled: CompiledLaws
    warnings: tuple[Diagnostic, ...]

    @property
    def versions(self) -> Mapping[str, str]:
        """The law versions, oldest first: the name of each, and the digest of its content (SHA-256, hexadecimal)."""
        return {compiled.version.name: compiled.digest for compiled in self._compiled.versions}

    @property
    def facts(self) -> tuple[str, ...]:
        """The names of the facts that a case may state."""
        return tuple(name for name, fact in self._compiled.laws.vocabulary.facts.items() if not fact.given)

    @property
    def conclusions(self) -> tuple[str, ...]:
        """The names of the conclusions that a decision has."""
        return tuple(self._compiled.laws.vocabulary.conclusions)

    def decide(self, case: Case, *, cross_check: bool = True) -> Decision:
        """Return the decision on a case: derived by two independent engines and compared, unless `cross_check` is False.

        Where the second engine is not installed, the decision says that it was not checked. Raises Rejected where the case
        is not one (with all that is wrong in it), contradicts itself, is governed by no version, or where the engines differ.
        """
        model = case._model(self._compiled)
        decision, check = (self._checked if cross_check else self._unchecked)(model, self._compiled)
        return Decision(decision, check, self._engine)

    def decide_frame(self, frame: Frame) -> Frame:
        """Return the decisions on a register, a row for each row in its order; needs the extra `batch` (for Spark, `spark`).

        `frame` is a Polars DataFrame, an Arrow table or a Spark DataFrame, and so is what comes back. Its columns are the
        id `case` and facts, by flat names or in structures. A row that cannot be decided has its id and its `flaws`, and
        nothing else; one that is decided has in `warnings` what can hardly be of it, and in `read_until` the day that the law
        was read until, where it is dated later. Rows are derived by one engine. Raises Rejected where the columns hold no
        cases; in Spark, its job fails.
        """
        from .batch.running import Options

        rows: Any = frame  # which of the three it is, its module tells
        kind = type(frame).__module__.partition(".")[0]
        if kind == "pyspark":
            from .batch.spark import decide_dataframe

            return cast("Frame", decide_dataframe(rows, self._compiled.laws, Options()))
        import polars
        import pyarrow

        from .batch.arrow import batches_schema, decide_batches

        table = rows.to_arrow() if kind == "polars" else rows
        # One batch even of a register without rows, so that its columns are judged.
        batches = table.to_batches() or [pyarrow.RecordBatch.from_pylist([], schema=table.schema)]
        schema = batches_schema(self._compiled.laws, Options())
        found = pyarrow.Table.from_batches(decide_batches(self._compiled.laws, Options(), iter(batches)), schema=schema)
        return cast("Frame", polars.from_arrow(found) if kind == "polars" else found)

    @cached_property
    def _checked(self) -> _Checker:
        return crosscheck.cross_checker(True)

    @cached_property
    def _engine(self) -> Engine:
        # One for all answers: it specialises each program once.
        return specialised.engine()

    @cached_property
    def _unchecked(self) -> _Checker:
        return crosscheck.cross_checker(False)


_Checker = Callable[[Model, CompiledLaws], tuple[deciding.Decision, Json]]


@dataclass(frozen=True, eq=False)
class Case:
    """One person's case as it is stated. It is read against the law's vocabulary when it is decided.

    A fact that is left out, or is `"unknown"`, is unknown: never false, never zero, never today.
    """

    _tree: Tree = field(repr=False)
    _name: str

    @staticmethod
    def from_dict(facts: Mapping[str, Stated], *, name: str = "<dict>") -> Case:
        """Return the case that a dict states, nested or by flat names: `{"permit": {"type": "s28"}}` or `{"permit.type": "s28"}`.

        Values are bool, int, Decimal, float, date and str; a date may be its ISO text. `name` is what diagnostics call it,
        and the id of a case that states none under `case`; places in diagnostics are those of the dict written as JSON, a
        name on each line. Raises Rejected where it cannot be read, TypeError where a value is of another kind.
        """
        return Case.from_json(_json(facts), name=name)

    @staticmethod
    def from_json(text: str, *, name: str = "<json>") -> Case:
        """Return the case that a JSON text states; `name` as for `from_dict`. Raises Rejected where it cannot be read."""
        problems: list[Diagnostic] = []
        tree = read_tree(name, text, problems)
        return _case(tree, name, problems)

    @staticmethod
    def from_yaml(path: str | PathLike[str]) -> Case:
        """Return the case of a YAML or JSON file; its id is the file's name where it states none. Raises Rejected."""
        problems: list[Diagnostic] = []
        tree = read_file(Path(path), {}, problems)
        return _case(tree, Path(path).stem, problems)

    def _model(self, laws: CompiledLaws) -> Model:
        problems: list[Diagnostic] = []
        vocabulary = laws.laws.vocabulary
        versions = [compiled.version.name for compiled in laws.versions]
        case = build_case(self._tree, vocabulary, versions, problems, self._name)
        if case is not None:
            problems += check_constraints(case, vocabulary)
        if case is None or problems:
            raise Rejected(problems)
        return case


def _case(tree: Tree | None, name: str, problems: Sequence[Diagnostic]) -> Case:
    if tree is None or problems:
        raise Rejected(problems)
    return Case(tree, name)


def _json(value: Stated, margin: str = "") -> str:
    """Return a stated value as JSON, every number with exactly its digits."""
    match value:
        case Mapping():
            inner = margin + "  "
            entries = [f"{inner}{_quoted(key)}: {_json(item, inner)}" for key, item in value.items()]
            return "{\n" + ",\n".join(entries) + f"\n{margin}}}" if entries else "{}"
        case bool() | None:
            return json.dumps(value)
        case int():
            return str(int(value))
        case Decimal():
            return format(value, "f")
        case float():
            return repr(float(value))
        case date() if not isinstance(value, datetime):  # an hour would be silently dropped
            return _quoted(value.isoformat())
        case str():
            return _quoted(value)
    raise TypeError(f"a case cannot state a {type(value).__name__}: {value!r}")


def _quoted(text: str) -> str:
    if not isinstance(text, str):
        raise TypeError(f"a case has no name that is a {type(text).__name__}: {text!r}")
    return json.dumps(text, ensure_ascii=False)


@dataclass(frozen=True, eq=False)
class Decision:
    """What the law says of a case: `decision.outcome`, `decision["programme.duty"]`, `decision.missing`, `decision.to_dict()`."""

    _decision: deciding.Decision
    cross_check: Json
    _engine: Engine = field(repr=False)

    @property
    def outcome(self) -> Value | None:
        """The value of the law's principal conclusion, or None while it is open."""
        return self[self._principal].value

    @property
    def final(self) -> bool:
        """Whether nothing is missing for the outcome and no person has to look."""
        return is_final(self._decision, self._decision.laws.laws.vocabulary)

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts whose absence leaves the outcome open, in order of name; none where it is settled."""
        return self.missing_for(self._principal)

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """What can hardly be of the case, with its places: it was decided as it stands, and a person should look at the facts."""
        return tuple(doubt_diagnostics(self._decision.case, self._decision.laws.laws.vocabulary))

    @property
    def read_until(self) -> date | None:
        """The day until which the law was read, where the decision is dated later; else None."""
        return deciding.read_before(self._decision)

    def missing_for(self, conclusion: str) -> tuple[str, ...]:
        """Return the facts whose absence leaves a conclusion open. Raises KeyError where nothing has that name."""
        self[conclusion]
        return missing(self._decision, self._trail, self._decision.laws.laws.vocabulary, conclusion)

    def __getitem__(self, conclusion: str) -> Finding:
        """Return the finding on a conclusion: its `status` and its `value`. Raises KeyError where nothing has that name."""
        return self._decision.findings[conclusion]

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the conclusions."""
        return iter(self._decision.findings)

    def to_dict(self) -> dict[str, Json]:
        """Return the decision with its trail and digest, as `decision.schema.json` describes it.

        It is what `--format json` prints, but for the `answer`, which is told in one language.
        """
        return document(self._decision, self._trail, self._decision.laws.laws.vocabulary, self.cross_check)

    def answer(self, lang: Language = "nb", on: date | None = None) -> dict[str, Json]:
        """Return the short answer in a language, as `answer.schema.json` describes it: the `answer` that `--format json` prints.

        With a day `on` it says of each next step how long it is to it from that day, or how long ago it passed.
        It takes some hundred decisions more, since it says what is missing and what would change the outcome. Raises
        ValueError where `lang` is Nynorsk and the laws were loaded without it.
        """
        if lang == "nn" and not self._decision.laws.laws.nynorsk:
            raise ValueError('the laws were loaded without their texts in Nynorsk; load them with lang="nn"')
        answer = short_answer(self._decision, self._trail, self._decision.laws, self._engine, self._principal)
        return answer_document(answer_words(answer, lang, self.cross_check, on))

    @cached_property
    def _trail(self) -> Trail:
        return build_trail(self._decision)

    @property
    def _principal(self) -> str:
        return next(name for name, one in self._decision.laws.laws.vocabulary.conclusions.items() if one.principal)
