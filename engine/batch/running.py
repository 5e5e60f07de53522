"""Running a law over registers, so that a case that stands in several rows is decided in none.

Registers of text are read once, in the hope that no id stands in two blocks, and once more where one does. Then, and in other forms
always, the ids are read before any row is decided. Memory is bounded by the size of a block and 16 bytes for each row. Rows in are rows
decided and rows rejected, and that is checked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

import polars as pl

from ..diagnostics import Diagnostic, Rejected
from ..files import replacing
from ..inference import forward
from ..inference.columns import LAW, UNKNOWN
from ..inference.constraints import Contradiction, UnlikelyFacts
from ..law.compiled import CompiledLaws
from ..law.deciding import decide
from ..law.registers import CASE, ERROR, READ_UNTIL, STATUS, WARNING, RowDecider, outcome_told, row_decider
from ..model import Language, Place, Vocabulary
from ..trail.finality import REVIEW
from .grouping import BY, GroupCounts, Grouping, group_columns, judge_labels, labelled, labels_of
from .problems import CutShort, CutShortCase, RegisterChanged, RegisterWritten, RowFlaw
from .profile import Profile
from .profiled import open_by_profile, profiled, supplies
from .reading import open_register, parts_of
from .register import BY_PROFILE, Encoding, Register, RowBlock, Spelling
from .register_files import WRITTEN, RegisterFile
from .resuming import Done, Kept, keep, run_of
from .rows import (
    Dialect,
    RowReader,
    case_of,
    columns_of,
    flawed_rows,
    ids_of,
    is_handed_on,
    judge_head,
    repeated,
    row_reader,
    undeclared_dialect,
    with_every_fact,
)
from .suppressing import Key
from .writing import Spelt, rejects, write_frames

SIZE: Final = 100_000
"""Rows that are decided at a time; more bring nothing and take memory."""

DIGEST: Final = "digest."
"""Before the name of a law version: the column of its digest, the same in every row, so that any row can be decided again."""

PROFILE: Final = "profile"
"""The column that names the profile by which a row was read, with its digest."""

Advance = Callable[[str, int, int], None]
"""Told of progress: `read` or `decide`, the rows done, and the rows in all (0 while that is not known)."""


class Options(NamedTuple):
    """How registers are read and what is written of the decisions.

    `law` forces a version on every row, `auto` on none, None leaves it to the column `law`. `columns` are the conclusions
    and facts to write beside the id and the day that the law was read until, none meaning every conclusion of the `topics`.
    `trail` writes the facts and the status of every rule too. `spelt` says how CSV is written. `on` is the day on which dates
    are passed or not, and `within` the days in which they are due. `profile` says what the columns of the registers are.
    `by` says by what outcomes are counted, and `suppress` the least count that is told in a report.
    """

    lang: Language = "nb"
    encoding: Encoding = "utf-8"
    dialect: Dialect = "plain"
    law: str | None = None
    topics: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    trail: bool = False
    on: date | None = None
    within: int = 30
    spelt: Spelt = "plain"
    profile: Profile | None = None
    by: tuple[Grouping, ...] = ()
    suppress: int | None = None


class Summary(NamedTuple):
    """What a run found: how many rows, the statuses or values of each principal conclusion, and dates by what they are on a day.

    `open` counts the rows with a principal conclusion that is open, `review` those that ask a person to look. `dates` has
    for each conclusion that is a date: passed before the day, due within the days from it, and later. `unlikely` counts by
    constraint the rows that are decided with a warning, `read_until` by day those dated after the law was read until it.
    `supplied` counts by fact and way the rows of which a profile states the fact, and no cell.
    `notices` tells of rows that are decided and that a person should look at for what the file is. `groups` has the outcomes by
    grouping, conclusion and key, `reviews` how many rows each conclusion that asks a person to look holds of.
    """

    rows: int
    decided: int
    rejected: int
    codes: Mapping[str, int]
    outcomes: Mapping[str, Mapping[str, int]]
    open: int
    review: int
    dates: Mapping[str, tuple[int, int, int]]
    unlikely: Mapping[str, int]
    read_until: Mapping[date, int]
    notices: tuple[Diagnostic, ...] = ()
    supplied: Mapping[tuple[str, str], int] = MappingProxyType({})
    groups: Mapping[Grouping, Mapping[str, Mapping[Key, Mapping[str, int]]]] = MappingProxyType({})
    reviews: Mapping[str, int] = MappingProxyType({})


def rejects_path(output: Path) -> Path:
    """Return where the rows that have no decision are told: beside the output, under its name."""
    return output.with_name(f"{output.name}.rejects.csv")


def decide_registers(
    files: Sequence[Path | RegisterFile],
    output: Path,
    laws: CompiledLaws,
    options: Options,
    advance: Advance,
    size: int = SIZE,
    resume: Mapping[str, str] | None = None,
) -> Summary:
    """Decide every row of the files, write the decisions and the rejects, and return what was found.

    Both files are there when this returns and are as they were when it raises. With `resume`, the texts of the law by the names of
    their files, what is done is kept beside the output until then, and what an interrupted run of the same had done is not done
    again. Raises Rejected for files that cannot be used as a whole, and where what is kept is of another run, OSError where the
    output cannot be written.
    """
    registers = open_registers(files, options, laws.laws.vocabulary)
    prepared = prepare(laws, options)
    kept = None if resume is None else keep(output, run_of(parts_in(files), resume, _as_told(options, output, size)))
    if kept is None and all(register.text for register in registers):
        with suppress(_ReadAgain):
            return _decide_registers(_Run(registers, output, prepared, advance, size, kept), None)
        # Where a file was written meanwhile, its head may be another.
        registers = open_registers(files, options, laws.laws.vocabulary)
    return _decide_registers(_Run(registers, output, prepared, advance, size, kept), survey(registers, size, advance))


class _ReadAgain(Exception):
    """An id stands in two blocks, and was decided in the first; or a file was written while it was read, maybe in the middle of a row."""


class _Run(NamedTuple):
    """The arguments of `decide_registers`, opened and prepared."""

    registers: Sequence[Register]
    output: Path
    prepared: Prepared
    advance: Advance
    size: int
    kept: Kept | None


def _decide_registers(run: _Run, surveyed: Survey | None) -> Summary:
    """Decide every row, as `decide_registers` does. Raises _ReadAgain where nothing was surveyed and the rows cannot stand."""
    registers, output, prepared, advance, size, kept = run
    options = prepared.options
    inside = None if kept is None else kept.folder
    notices: list[Diagnostic] = []
    tally, seen = _Tally(prepared.laws.laws.vocabulary, options), _Seen()
    with (
        replacing(output, inside) as decisions_file,
        replacing(rejects_path(output), inside) as rejects_file,
        rejects(rejects_file, options.lang, options.spelt) as reject,
    ):

        def decided() -> Iterator[pl.DataFrame]:
            for number, (register, block) in enumerate(surveyed_blocks(registers, size, surveyed)):
                twice = seen.twice(ids_of(block, register.spelling)) if surveyed is None else surveyed.twice
                done = _done(register, block, prepared, twice, kept, number)
                reject(register.file, flaws_told(register, done.flaws, done.looks))
                notices.extend(_notice(notice, register.file) for notice in block.notices)
                tally.add(done.found, done.flaws, done.rows)
                advance("decide", tally.rows, 0 if surveyed is None else surveyed.total)
                yield done.found.select(prepared.written)

        write_frames(decisions_file, WRITTEN[output.suffix.lower()], no_decisions(prepared).schema, decided(), size, options.spelt)
        seen.judge()
        if surveyed is None and written_since(registers):
            raise _ReadAgain
        total = tally.rows if surveyed is None else surveyed.total
        judge_counts(registers, total, tally.rows, tally.decided, tally.rejected)
    if kept is not None:
        kept.finished()
    return tally.summary()._replace(notices=tuple(notices))


def written_since(registers: Sequence[Register]) -> list[Register]:
    """Return the registers whose files were written since they were opened: what their heads said may hold no longer."""
    return [register for register in registers if register.stamp() != register.written]


def judge_unwritten(registers: Sequence[Register]) -> None:
    """Raise Rejected where the file of a register was written since it was opened."""
    if written := written_since(registers):
        raise Rejected(RegisterWritten().at(Place(register.file, 1, 1)) for register in written)


def _done(register: Register, block: RowBlock, prepared: Prepared, twice: pl.DataFrame, kept: Kept | None, number: int) -> Done:
    """Return what is found of a block: decided now, or by the run that was interrupted."""
    rows = len(block.rows) + len(flawed_rows(block.flaws))
    done = None if kept is None else kept.read(number, rows)
    if done is None:
        found, numbers, flaws = decide_block(block, register.spelling, prepared, twice)
        done = Done(found, flaws, [*block.notices, *doubtful(found, numbers, prepared)], rows)
        if kept is not None:
            # What is kept is taken for rows of the register that the run began with, whenever that is in its place again.
            judge_unwritten([register])
            kept.write(number, done)
    return done


def flaws_told(register: Register, flaws: Sequence[RowFlaw], looks: Sequence[RowFlaw]) -> list[RowFlaw]:
    """Return what is told of the rows of a block, in their order, with the columns as the register calls them."""
    told = sorted([*flaws, *looks], key=lambda flaw: flaw.row)
    return [flaw._replace(column=register.sources.get(flaw.column, flaw.column)) for flaw in told]


def judge_counts(registers: Sequence[Register], total: int, rows: int, decided: int, rejected: int) -> None:
    """Raise Rejected where a register was written meanwhile, or not every row that was counted at first is decided or rejected."""
    judge_unwritten(registers)
    if rows != total or decided + rejected != total:
        changed = RegisterChanged(first=total, then=rows, decided=decided, rejected=rejected)
        raise Rejected([changed.at(Place(registers[0].file, 1, 1))])


def _as_told(options: Options, output: Path, size: int) -> dict[str, object]:
    """Return the options of a run by name; of those that say nothing of its rows none."""
    told = options._asdict() | {
        "profile": profile_named(options.profile) if options.profile is not None else None,
        "by": [[(column.written, column.own) for column in grouping] for grouping in options.by],
        "output": output.suffix.lower(),
        "block": size,
    }
    return {name: value for name, value in told.items() if name not in ("on", "within", "suppress")}


def parts_in(files: Sequence[Path | RegisterFile]) -> list[RegisterFile]:
    """Return the files of registers, and the parts of folders. Raises Rejected as `parts_of` does."""
    return [part for file in files for part in ([file] if isinstance(file, RegisterFile) else parts_of(file))]


def _notice(notice: RowFlaw, file: str) -> Diagnostic:
    """Return the warning of a row that is decided and that a person should look at."""
    return (CutShortCase(case=notice.case) if notice.case else CutShort()).at(Place(file, notice.row, 1))


def open_registers(paths: Sequence[Path | RegisterFile], options: Options, vocabulary: Vocabulary) -> list[Register]:
    """Return the registers; every problem of every file is told at once."""
    registers: list[Register] = []
    problems: list[Diagnostic] = []
    parts: list[RegisterFile] = []
    for path in paths:
        try:
            parts += [path] if isinstance(path, RegisterFile) else parts_of(path)
        except Rejected as rejected:
            problems += rejected.diagnostics
    for part in parts:
        try:
            registers.append(_opened(part, options, vocabulary))
        except Rejected as rejected:
            problems += rejected.diagnostics
    if problems:
        raise Rejected(problems)
    return registers


def _opened(file: RegisterFile, options: Options, vocabulary: Vocabulary) -> Register:
    """Return the register in a file, whose columns are the id and facts; raises Rejected where they are not."""
    profile = options.profile
    if profile is not None:
        register = open_by_profile(file, options.encoding, profile)
        labels = labels_of(options.by, vocabulary)
        judge_labels(register, labels)
        return profiled(register, profile, labels)
    labels = labels_of(options.by, vocabulary)
    register = labelled(open_register(file, options.encoding, [*columns_of(vocabulary), *labels]), labels)
    problems = judge_head(register, vocabulary)
    if not problems and options.dialect == "plain" and (norwegian := undeclared_dialect(register, vocabulary)):
        problems.append(norwegian)
    if problems:
        raise Rejected(problems)
    return register


class Survey(NamedTuple):
    """What is known of registers before any row is decided: the hashes of the ids that stand in several rows, and the number of rows.

    `whole` has, by the place of a register, its only block, where it is text and small.
    """

    twice: pl.DataFrame
    total: int
    whole: Mapping[int, RowBlock]


def survey(registers: Sequence[Register], size: int, advance: Advance) -> Survey:
    """Return what is to be known of registers before any row is decided; of the first with fewer rows than `size` together the rows too."""
    hashes: list[pl.DataFrame] = []
    whole: dict[int, RowBlock] = {}
    total, room = 0, size
    for number, register in enumerate(registers):
        only = None
        if register.text and room > 0:
            # No more is read than there is room for: of a larger register it would be read in vain.
            blocks = register.blocks(room, None)
            only = next(blocks, None)
            held = room if only is None else len(only.rows) + len(only.flaws)
            # Behind a block that is not full there is none; the reader looks at the end of the file all the same.
            if only is not None and held < room and next(blocks, None) is None:
                whole[number] = only
                room -= held
            else:
                only = None
        for block in register.blocks(size, (CASE,)) if only is None else (only,):
            hashes.append(hashes_of(ids_of(block, register.spelling)))
            total += len(block.rows) + len(flawed_rows(block.flaws))
            advance("read", total, 0)
    if not hashes:
        return Survey(hashes_of(pl.Series(CASE, [], pl.String)), total, whole)
    every = pl.concat(hashes)
    return Survey(every.filter(every.is_duplicated()).unique().drop_nulls(), total, whole)


def surveyed_blocks(registers: Sequence[Register], size: int, found: Survey | None) -> Iterator[tuple[Register, RowBlock]]:
    """Yield the blocks of registers; what a survey has read whole is not read again, unless the file was written since."""
    for number, register in enumerate(registers):
        block = None if found is None else found.whole.get(number)
        if block is not None and register.stamp() == register.written:
            yield register, block
        else:
            yield from ((register, block) for block in register.blocks(size, None))


def hashes_of(ids: pl.Series) -> pl.DataFrame:
    """Return two hashes of each id: 128 bits, which no two ids of any register share by chance."""
    return pl.DataFrame([hashed.set(ids.is_null(), None).alias(name) for name, hashed in (("a", ids.hash(1)), ("b", ids.hash(2)))])


class _Seen:
    """The ids of the blocks that have gone by, each once for its block."""

    def __init__(self) -> None:
        self._blocks: list[pl.DataFrame] = []

    def twice(self, ids: pl.Series) -> pl.DataFrame:
        """Return the hashes of the ids that stand twice in a block. Raises _ReadAgain as `judge` does, now and then."""
        hashes = hashes_of(ids).drop_nulls()
        again = hashes.is_duplicated()
        self._blocks.append(hashes.unique() if again.any() else hashes)
        # After twice as many as the last time, so that what was decided in vain stays in proportion, and so does looking.
        if (len(self._blocks) & (len(self._blocks) - 1)) == 0:
            self.judge()
        return hashes.filter(again).unique()

    def judge(self) -> None:
        """Raise _ReadAgain where an id stands in two blocks."""
        if len(self._blocks) > 1 and pl.concat(self._blocks).is_duplicated().any():
            raise _ReadAgain


class Prepared(NamedTuple):
    """What the laws and the options say once for all rows. `judged` has what was said of errors of the law, see `_errors`."""

    laws: CompiledLaws
    options: Options
    read: RowReader
    decider: RowDecider
    written: pl.Expr
    judged: dict[str, Diagnostic]


def prepare(laws: CompiledLaws, options: Options) -> Prepared:
    """Return what is needed to decide blocks. Raises KeyError as `columns_written` does."""
    versions = [compiled.version.name for compiled in laws.versions]
    read = row_reader(laws.laws.vocabulary, versions, options.dialect)
    decider = row_decider(laws, options.topics or None, rules=options.trail)
    return Prepared(laws, options, read, decider, columns_written(laws, options), {})


def no_decisions(prepared: Prepared) -> pl.DataFrame:
    """Return the decisions on no rows: the columns that are written, and their types."""
    return _decide(pl.DataFrame({CASE: []}, schema={CASE: pl.String}), prepared)[0].select(prepared.written)


def doubtful(found: pl.DataFrame, numbers: pl.Series, prepared: Prepared) -> Iterator[RowFlaw]:
    """Yield what a person should look at of the decisions that `decide_block` gave: a notice for each constraint that warns."""
    for constraint in prepared.laws.laws.vocabulary.unlikely.constraints:
        broken = found[WARNING + constraint.id].fill_null(False)
        if broken.any():
            problem = UnlikelyFacts(constraint=constraint.text).at(Place("", 1, 1))
            for number, case in zip(numbers.filter(broken), found[CASE].filter(broken), strict=True):
                yield RowFlaw(number, case, "", problem)


def decide_block(
    block: RowBlock, spelling: Spelling, prepared: Prepared, twice: pl.DataFrame | None
) -> tuple[pl.DataFrame, pl.Series, list[RowFlaw]]:
    """Return the decisions on the rows of a block that can be decided, their row numbers, and the flaws of all others.

    `twice` has the hashes of the ids that stand in several rows. The decisions have more columns than are written.
    """
    options = prepared.options
    facts, flaws = prepared.read(block, spelling)
    if twice is not None and len(twice):
        ids = facts[CASE]
        again = hashes_of(ids).with_row_index("place").join(twice, on=["a", "b"], how="semi", maintain_order="left")["place"]
        flaws += (repeated(block.rows[place], ids[place]) for place in again)
        flaws.sort(key=lambda flaw: flaw.row)
    if options.law is not None:
        facts = facts.with_columns(pl.lit(None if options.law == "auto" else options.law, pl.String).alias(LAW))
    bad = flawed_rows(flaws)
    numbers = pl.Series("row", block.rows, pl.Int64)
    if bad:
        sound = ~numbers.is_in(list(bad))
        facts, numbers = facts.filter(sound), numbers.filter(sound)
    found, erring = _decide(facts, prepared)
    if len(erring):
        wrong = erring.is_not_null()
        flaws += _errors(facts.filter(wrong), erring.drop_nulls(), numbers.filter(wrong), prepared)
        flaws.sort(key=lambda flaw: flaw.row)
        found, numbers = found.filter(~wrong), numbers.filter(~wrong)
    return found, numbers, flaws


def _decide(facts: pl.DataFrame, prepared: Prepared) -> tuple[pl.DataFrame, pl.Series]:
    """Return the decisions, beside the facts where these are to be written, and the errors: empty where there is none."""
    options, vocabulary = prepared.options, prepared.laws.laws.vocabulary
    told = facts.get_column(BY_PROFILE, default=pl.lit(None, pl.String).alias(BY_PROFILE))
    cases = facts.drop(name for name in facts.columns if is_handed_on(name))
    found = prepared.decider(cases)
    errors = found[ERROR]
    found = found.drop(ERROR)
    found = found.with_columns(group_columns(options.by, facts, found, vocabulary))
    if options.profile is not None:
        found = found.with_columns(told, pl.lit(profile_named(options.profile)).alias(PROFILE))
    if options.trail or any(name in vocabulary.facts for name in options.columns):
        found = pl.concat([found, with_every_fact(cases, vocabulary).drop(CASE)], how="horizontal")
    if options.trail:
        found = found.with_columns(digests(prepared.laws))
    return found, errors if errors.null_count() < len(errors) else errors.clear()


def profile_named(profile: Profile) -> str:
    """Return how a row names the profile by which it was read."""
    return f"{profile.name}{_DIGEST_OF_PROFILE}{profile.digest}"


def name_of_profile(named: str) -> str:
    """Return the name in what `profile_named` gave, and nothing for any other text."""
    return named.rpartition(_DIGEST_OF_PROFILE)[0]


_DIGEST_OF_PROFILE: Final = " sha256:"


def digests(laws: CompiledLaws) -> list[pl.Expr]:
    """Return the columns of the law versions' digests."""
    return [pl.lit(v.digest, pl.Enum([v.digest])).alias(DIGEST + v.version.name) for v in laws.versions]


def _errors(rows: pl.DataFrame, errors: pl.Series, numbers: pl.Series, prepared: Prepared) -> Iterator[RowFlaw]:
    """Yield the flaws of rows that are not decided, in the words in which a single case is refused.

    An error of the choice of law or a conflict is the same for every case that has it, and is looked into once.
    """
    vocabulary, judged = prepared.laws.laws.vocabulary, prepared.judged
    constraints = {constraint.id: constraint for constraint in vocabulary.constraints}
    for place, (number, case, error) in enumerate(zip(numbers, rows[CASE], errors.cast(pl.String), strict=True)):
        code, _, subject = error.partition(": ")
        if subject in constraints and code not in ("no-law", "conflict", "outside-calendar"):
            if error not in judged:
                judged[error] = Contradiction(constraint=constraints[subject].text).at(Place("", 1, 1))
            yield RowFlaw(number, case, "", judged[error])
            continue
        # Which days lie outside the calendar is for each case to say.
        if error not in judged or code == "outside-calendar":
            try:
                decide(case_of(rows.row(place, named=True), vocabulary), prepared.laws, forward.run)
            except Rejected as rejected:
                judged[error] = rejected.diagnostics[0]
            else:
                raise AssertionError(f"the row of case {case} has the error {error}, and the case by itself is decided")
        yield RowFlaw(number, case, "", judged[error])


def columns_written(laws: CompiledLaws, options: Options) -> pl.Expr:
    """Return which columns are written, in their order; the day that the law was read until is told whatever is chosen.

    Raises KeyError for a name of `options.columns` that is neither a conclusion of the topics nor a fact.
    """
    vocabulary = laws.laws.vocabulary
    if not options.columns:
        return pl.exclude([*(WARNING + constraint.id for constraint in vocabulary.unlikely.constraints), f"^{BY}.*$"])
    chosen = {CASE: None, READ_UNTIL: None, **(dict.fromkeys((BY_PROFILE, PROFILE)) if options.profile is not None else {})}
    for name in options.columns:
        if name not in choosable(vocabulary, options.topics):
            raise KeyError(name)
        chosen[name] = None
        conclusion = vocabulary.conclusions.get(name)
        if conclusion is not None and conclusion.type != "version":
            chosen[name + STATUS] = None
        if name in vocabulary.facts and vocabulary.facts[name].silence is not None:
            chosen[name + UNKNOWN] = None
    return pl.col(list(chosen))


def choosable(vocabulary: Vocabulary, topics: Sequence[str]) -> list[str]:
    """Return the names of columns that may be chosen: conclusions of the topics (none: of all), and facts."""
    conclusions = [name for name, conclusion in vocabulary.conclusions.items() if not topics or conclusion.topic in topics]
    return [*conclusions, *(name for name, fact in vocabulary.facts.items() if not fact.given)]


def dated_later(found: pl.DataFrame) -> dict[date, int]:
    """Return how many decisions are dated later than the day that the law was read until, by that day."""
    return dict(found.drop_nulls(READ_UNTIL).group_by(READ_UNTIL).len().iter_rows())


class _Tally:
    """Counts while rows go by."""

    def __init__(self, vocabulary: Vocabulary, options: Options) -> None:
        topics = options.topics or tuple(vocabulary.topics)
        told = {name: c for name, c in vocabulary.conclusions.items() if c.topic in topics}
        self.options = options
        self.constraints = [constraint.id for constraint in vocabulary.unlikely.constraints]
        self.unlikely: Counter[str] = Counter()
        self.read_until: Counter[date] = Counter()
        self.supplied: Counter[tuple[str, str]] = Counter()
        self.principal = [name for name, conclusion in told.items() if conclusion.principal]
        self.reviews = [name for name, conclusion in told.items() if name.startswith(f"{REVIEW}.") and conclusion.type == "boolean"]
        self.days = [name for name, conclusion in told.items() if conclusion.type == "date"] if options.on is not None else []
        self.rows = self.decided = self.rejected = self.open = self.review = 0
        self.codes: Counter[str] = Counter()
        self.outcomes: dict[str, Counter[str]] = {name: Counter() for name in self.principal}
        self.groups = GroupCounts(options.by, self.principal)
        self.asked: Counter[str] = Counter()
        self.dates = {name: [0, 0, 0] for name in self.days}

    def add(self, found: pl.DataFrame, flaws: Sequence[RowFlaw], rows: int) -> None:
        """Count the rows of a block: those decided, and the flaws of the others."""
        self.rows += rows
        self.decided += len(found)
        self.rejected += len(flawed_rows(flaws))
        self.codes.update(flaw.problem.code for flaw in flaws)
        self.unlikely.update({id_: count for id_ in self.constraints if (count := int(found[WARNING + id_].sum() or 0))})
        self.read_until.update(dated_later(found))
        if BY_PROFILE in found.columns:
            for said, count in found.drop_nulls(BY_PROFILE).group_by(BY_PROFILE).len().iter_rows():
                self.supplied.update(dict.fromkeys(supplies(said), count))
        is_open, looks = pl.lit(False), pl.lit(False)
        for name in self.principal:
            told = outcome_told(name).alias("told")
            self.outcomes[name].update(dict(found.group_by(told).len().iter_rows()))
            self.groups.add(found, name, told)
            is_open |= pl.col(name + STATUS).cast(pl.String) == "open"
            looks |= told == REVIEW
        for name in self.reviews:
            looks |= pl.col(name).fill_null(False)
            self.asked[name] += int(found[name].sum() or 0)
        self.open += found.select(is_open.fill_null(False).sum()).item() if self.principal and len(found) else 0
        self.review += found.select(looks.fill_null(False).sum()).item() if len(found) and (self.principal or self.reviews) else 0
        for name in self.days:
            on, due = self.options.on, self.options.on + timedelta(days=self.options.within)  # type: ignore[operator]
            day = pl.col(name)
            counts = found.select(a=(day < on).sum(), b=((day >= on) & (day <= due)).sum(), c=(day > due).sum()).row(0)
            self.dates[name] = [had + more for had, more in zip(self.dates[name], counts, strict=True)]

    def summary(self) -> Summary:
        """Return what has been counted."""
        return Summary(
            self.rows,
            self.decided,
            self.rejected,
            dict(sorted(self.codes.items())),
            {name: dict(sorted(counts.items())) for name, counts in self.outcomes.items()},
            self.open,
            self.review,
            {name: (one, two, three) for name, (one, two, three) in self.dates.items()},
            {id_: self.unlikely[id_] for id_ in self.constraints if id_ in self.unlikely},
            dict(sorted(self.read_until.items())),
            supplied=dict(sorted(self.supplied.items())),
            groups=self.groups.counts(),
            reviews={name: number for name, number in self.asked.items() if number},
        )
