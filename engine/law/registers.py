"""Decisions on many cases at once: choice of law per topic and row, findings, and the status of every rule, as columns.

What `deciding.decide` says of a case stands here in the case's row; the frame of cases is described in
`inference.columns`, and the frame of decisions by `row_decider`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import and_, or_
from typing import Final, NamedTuple

import polars as pl

from ..inference.columns import DECIMALS, LAW, UNKNOWN, Operand, Placed, Sheet, computed, facts_of, in_units
from ..inference.literals import Signed, negated, node_of, positive
from ..model import GOVERNS, Compare, Conclusion, Constant, Name, ValueType, Vocabulary
from .compiled import CompiledLaws, CompiledVersion

RowDecider = Callable[[pl.DataFrame], pl.DataFrame]

CASE: Final = "case"
"""The column of the cases' ids, which is handed on."""

ERROR: Final = "error"
"""The column that says why a row is not decided: the code of the diagnostic, a colon, and what it is about."""

STATUS: Final = ".status"
"""Behind the name of a conclusion: the column of its status."""

WARNING: Final = "warning."
"""Before the id of a constraint that warns: the column that says which rows break it."""

READ_UNTIL: Final = "read_until"
"""The column of the day that the law was read until, in rows that are dated later."""

RULE: Final = "rule."
"""Before the name of a law version, a full stop and the id of a rule: the column of its status."""

VALUE: Final = "value."
"""Before the name of a law version, a full stop and the name of a derived value: its column."""

STATUSES: Final = ("met", "not_met", "open", "value", "not_applicable")
"""The statuses of a conclusion, in the order of the status columns' Enum."""


class _Version(NamedTuple):
    """A law version on the sheet: where it chooses the law, where it decides, and the topics that it may govern in each row."""

    compiled: CompiledVersion
    choice: Placed
    whole: Placed
    chooses: pl.Expr
    governs: Mapping[str, pl.Expr]


def row_decider(laws: CompiledLaws, topics: Collection[str] | None = None, *, rules: bool = False, values: bool = False) -> RowDecider:
    """Return a function that decides every row of a frame of cases, as `inference.columns` describes it.

    The work that depends on the laws alone is done here once; the function is pure, so a register may be decided chunk by
    chunk (200,000 rows are a good size) and by several threads. Beside the facts a frame may have the column `case`, handed on,
    and `law` (String), which forces a version on a row; other columns are refused. The decisions have a row for each row
    of the frame, in its order, and these columns:

        case                        as given, where given
        error                       Enum: why the row is not decided, `CODE: SUBJECT`; null where it is. The codes are
                                    `contradiction` (a constraint), `no-law` (a topic), `conflict` (a version and a
                                    conclusion) and `outside-calendar` (a version and a derived value), and the first that
                                    applies is told
        warning.ID                  Boolean: the row breaks a constraint that warns; null where it does not
        read_until                  Date: the first day that a version which governs, or may, was read until, where the row is
                                    dated later; else null
        law.TOPIC                   Enum: the version that governs the topic; null while that is open. The name is that of
                                    the topic's conclusion in the vocabulary
        CONCLUSION                  what is found: Boolean, Int64, Decimal, Date, String or Enum, by its type; null where
                                    it is open or not applicable
        CONCLUSION.status           Enum of `STATUSES`
        rule.VERSION.ID             with `rules`, Boolean: the rule applies or does not; null while it is open, and where
                                    the version is not asked about the row
        value.VERSION.NAME          with `values`, each derived value of the version, likewise; for one that may be `none`
                                    the Boolean column of its name with `.unknown` behind it tells null from `none`

    Of a row with an error everything else is null. A conclusion with the status value and no value is the event that has
    not happened (`none`). `topics` leaves out conclusions of other topics and the rules that only they rest on; errors are
    those of the whole case. Raises ValueError for a column that is unknown or of the wrong type and
    polars.exceptions.PolarsError for a cell that does not fit: such rows must have been refused before.
    """
    vocabulary = laws.laws.vocabulary
    wanted = [topic for topic in vocabulary.topics if topics is None or topic in topics]
    names = [compiled.version.name for compiled in laws.versions]
    sheet = Sheet(vocabulary)
    placed = [(compiled, sheet.place(compiled.choice), sheet.place(compiled.whole)) for compiled in reversed(laws.versions)]
    contradictions = {c.id: sheet.condition(c.never) for c in vocabulary.constraints}

    forced = pl.col(LAW).is_not_null()
    governing, chooses, settled = _choice(sheet, placed, list(vocabulary.topics), forced)
    # In the order in which `deciding` meets them: a version may be wrong in its choice of law, and in another place in what it decides.
    errors: list[tuple[str, pl.Expr]] = [(f"contradiction: {id_}", sheet.status(literal)) for id_, literal in contradictions.items()]
    for (compiled, choice, _), asked in zip(placed, chooses, strict=True):
        for name, two in _conflicts(sheet, choice):
            errors.append((_conflict(compiled, name), sheet.keep(asked & two)))
        for name, outside in _outside(sheet, choice):
            errors.append((_not_stated(compiled, name), sheet.keep(asked & outside)))
    lawless = {f"no-law: {topic}": sheet.keep(~reduce(or_, columns)) for topic, columns in governing.items()}
    errors += lawless.items()
    governed = ~reduce(or_, lawless.values())
    for number, (compiled, _, whole) in enumerate(placed):
        for name, two in _conflicts(sheet, whole):
            own = whole.program.conclusions[name].nodes
            rests = [columns[number] for topic, columns in governing.items() if not compiled.nodes[topic].isdisjoint(own)]
            if rests:
                errors.append((_conflict(compiled, name), sheet.keep(governed & reduce(or_, rests) & two)))
        for name, outside in _outside(sheet, whole):
            rests = [columns[number] for topic, columns in governing.items() if name in compiled.counted[topic]]
            if rests:
                errors.append((_not_stated(compiled, name), sheet.keep(governed & reduce(or_, rests) & outside)))
    # A decision under a law that does not govern, or about nobody, is none: where something is wrong no version is asked.
    decided = sheet.keep(~reduce(or_, (condition for _, condition in errors)).fill_null(False))
    versions = [
        _Version(
            compiled,
            choice,
            whole,
            sheet.keep(chooses[number] & decided),
            {topic: sheet.keep(columns[number] & decided) for topic, columns in governing.items()},
        )
        for number, (compiled, choice, whole) in enumerate(placed)
    ]
    codes = pl.Enum(list(dict.fromkeys(code for code, _ in errors)))
    wrong: pl.Expr = pl.lit(None, codes)
    for code, condition in reversed(errors):
        wrong = pl.when(condition).then(pl.lit(code, codes)).otherwise(wrong)

    outputs: list[pl.Expr] = []
    for constraint in vocabulary.unlikely.constraints:
        broken = sheet.status(sheet.condition(constraint.never))
        outputs.append(pl.when(broken & decided).then(pl.lit(True)).alias(WARNING + constraint.id))
    outputs.append(_read_until(sheet, versions).alias(READ_UNTIL))
    for topic in wanted:
        newest_first = pl.lit(None, pl.Enum(names))
        for version in reversed(versions):
            here = pl.lit(version.compiled.version.name, pl.Enum(names))
            newest_first = pl.when(settled[topic] & version.governs[topic]).then(here).otherwise(newest_first)
        outputs.append(newest_first.alias(vocabulary.topics[topic].law))
    for name, conclusion in vocabulary.conclusions.items():
        if conclusion.topic in wanted and conclusion.type != "version":
            outputs += _finding(sheet, versions, decided, name, conclusion)
    for version in versions:
        if rules:
            outputs += _rules(sheet, version, wanted)
        if values:
            outputs += _values(sheet, version)
    known = {CASE, LAW, *(name for name, fact in vocabulary.facts.items() if not fact.given)}
    known |= {name + UNKNOWN for name, fact in vocabulary.facts.items() if fact.silence is not None}

    def decide_rows(frame: pl.DataFrame) -> pl.DataFrame:
        if strange := [name for name in frame.columns if name not in known]:
            raise ValueError(f"no fact has the name of the columns {', '.join(strange)}")
        law = pl.col(LAW).cast(pl.String) if LAW in frame.columns else pl.lit(None, pl.String)
        facts = facts_of(frame, vocabulary).with_columns(law.cast(pl.Enum(names)).alias(LAW))
        found = sheet.compute(facts)
        # Most frames have no error, and telling which one it is takes longer than telling that there is none.
        error = pl.lit(None, codes) if found.select(decided).to_series().all() else wrong
        return found.select([*([pl.col(CASE)] if CASE in frame.columns else []), error.alias(ERROR), *outputs])

    return decide_rows


class PairDecider(NamedTuple):
    """Two versions forced on every row of a frame of cases, the older one first: what they find, where that can differ.

    `decide` takes a frame of cases and gives one with a row for each: `undecided`, whether one of the versions cannot decide it;
    of each of `conclusions` the columns BEFORE and AFTER its name, and behind that STATUS, as `row_decider` gives them; and
    the statuses of nodes. `statuses` has for each conclusion the columns of those that were asked for.
    """

    decide: RowDecider
    conclusions: tuple[str, ...]
    statuses: Mapping[str, tuple[str, ...]]


IsSame = Callable[[Signed, Signed], bool]
"""Says whether a literal of the older version and one of the newer stand for the same column, and so come out alike in every row."""

AskedNodes = Callable[[str, IsSame], Iterable[tuple[int, int]]]
"""Yields the nodes of which a conclusion needs the status: the place of the version, 0 for the older, and the node."""

UNDECIDED: Final = "undecided"
BEFORE: Final = "before."
AFTER: Final = "after."


def pair_decider(older: CompiledVersion, newer: CompiledVersion, vocabulary: Vocabulary, asked: AskedNodes) -> PairDecider:
    """Return what decides rows by two versions, whichever governs them; what both say alike is computed once.

    Conclusions that both find by the same tests, joined alike, are left out: no row can have them otherwise.
    """
    sheet = Sheet(vocabulary)
    pair = [(compiled, sheet.place(compiled.whole)) for compiled in (older, newer)]
    conclusions = {name: one for name, one in vocabulary.conclusions.items() if one.type != "version"}
    one, other = (placed for _, placed in pair)
    differing = [name for name, said in conclusions.items() if _found_by(sheet, one, said) != _found_by(sheet, other, said)]
    statuses: dict[str, tuple[str, ...]] = {}
    for name in differing:
        nodes = asked(name, lambda before, after: one.literal(before) == other.literal(after))
        literals = dict.fromkeys(node_of((one, other)[place].nodes[node]) for place, node in nodes)
        statuses[name] = tuple(sheet.status(positive(node)).meta.output_name() for node in literals)
    undecided = _undecided(sheet, [placed for _, placed in pair])
    everywhere = dict.fromkeys(vocabulary.topics, pl.lit(True))
    outputs: list[pl.Expr] = [undecided.alias(UNDECIDED)]
    for prefix, (compiled, placed) in zip((BEFORE, AFTER), pair, strict=True):
        version = _Version(compiled, placed, placed, pl.lit(False), everywhere)
        for name in differing:
            outputs += [column.name.prefix(prefix) for column in _finding(sheet, [version], ~undecided, name, conclusions[name])]
    outputs += map(pl.col, dict.fromkeys(column for columns in statuses.values() for column in columns))

    stages = sheet.stages(outputs)

    def decide(frame: pl.DataFrame) -> pl.DataFrame:
        forced = frame.with_columns(pl.lit(newer.version.name).alias(LAW))
        return computed(facts_of(forced, vocabulary), stages).select(outputs)

    return PairDecider(decide, tuple(differing), statuses)


def _undecided(sheet: Sheet, several: Sequence[Placed]) -> pl.Expr:
    """Return the rows that one of several programs on the sheet cannot decide; a conflict that they have in common is looked for once."""
    wrong = [sheet.status(sheet.condition(constraint.never)) for constraint in sheet.vocabulary.constraints]
    wrong += [_two_of(sheet, given) for given in dict.fromkeys(given for placed in several for _, given in _rivals(placed))]
    wrong += [there for placed in several for _, there in _outside(sheet, placed)]
    return sheet.keep(reduce(or_, wrong, pl.lit(False)).fill_null(False))


def outcome_told(name: str) -> pl.Expr:
    """Return what the columns of a conclusion tell as a text: its value, or its status where it has none."""
    status = pl.col(name + STATUS).cast(pl.String)
    return pl.when(status == "value").then(pl.col(name).cast(pl.String)).otherwise(status)


def _read_until(sheet: Sheet, versions: Sequence[_Version]) -> pl.Expr:
    """Return what `deciding.read_before` says of each row."""
    days = []
    for version in versions:
        read = version.compiled.version.read_until
        if read is not None and version.governs:
            later = sheet.status(sheet.condition(Compare("after", Name(read.fact), (Constant(read.day),))))
            governs = reduce(or_, version.governs.values())
            days.append(sheet.keep(pl.when(governs & later).then(pl.lit(read.day, pl.Date))))
    return pl.min_horizontal(days) if days else pl.lit(None, pl.Date)


def _choice(
    sheet: Sheet, placed: Sequence[tuple[CompiledVersion, Placed, Placed]], topics: Sequence[str], forced: pl.Expr
) -> tuple[dict[str, list[pl.Expr]], list[pl.Expr], dict[str, pl.Expr]]:
    """Return, as `deciding` chooses: per topic where each version may govern it, per version where it is asked to choose,
    and per topic where one version governs it for certain."""
    governing: dict[str, list[pl.Expr]] = {topic: [] for topic in topics}
    done: dict[str, pl.Expr] = dict.fromkeys(topics, pl.lit(False))
    chooses = []
    for compiled, choice, _ in placed:
        chooses.append(sheet.keep(~forced & ~reduce(and_, done.values())))
        forced_here = pl.col(LAW).eq_missing(pl.lit(compiled.version.name))
        for topic in topics:
            node = choice.program.conclusions.get(GOVERNS + topic)
            if node is None or node.met is None or node.not_met is None:
                governing[topic].append(sheet.keep(forced_here))
                continue
            holds = sheet.status(choice.literal(positive(node.met))).fill_null(False)
            fails = sheet.status(choice.literal(node.not_met)).fill_null(False)
            governing[topic].append(sheet.keep(forced_here | (~forced & ~done[topic] & ~fails)))
            done[topic] = sheet.keep(done[topic] | holds)
    alone = {topic: pl.sum_horizontal(column.cast(pl.UInt8) for column in columns) == 1 for topic, columns in governing.items()}
    return governing, chooses, {topic: sheet.keep(forced | (done[topic] & alone[topic])) for topic in topics}


def _conflict(compiled: CompiledVersion, name: str) -> str:
    return f"conflict: {compiled.version.name} {name}"


def _not_stated(compiled: CompiledVersion, name: str) -> str:
    return f"outside-calendar: {compiled.version.name} {name}"


def _outside(sheet: Sheet, placed: Placed) -> Iterator[tuple[str, pl.Expr]]:
    """Yield each derived value that counts working days, with the rows in which the calendar does not state its days."""
    for name in placed.program.counted:
        yield name, sheet.outside_calendar(placed.program.version.derived[name].expression, placed.program)


def _conflicts(sheet: Sheet, placed: Placed) -> Iterator[tuple[str, pl.Expr]]:
    """Yield each conclusion to which rules may give different values, with the rows in which they do."""
    return ((name, _two_of(sheet, given)) for name, given in _rivals(placed))


def _rivals(placed: Placed) -> Iterator[tuple[str, tuple[Signed, ...]]]:
    """Yield each conclusion to which rules may give different values, with the literals that give it one."""
    conclusions = list(placed.program.conclusions.values())
    for node in (conclusions[place] for place in placed.program.contested):
        yield node.name, tuple(placed.literal(value.given) for value in node.values)


def _two_of(sheet: Sheet, literals: Sequence[Signed]) -> pl.Expr:
    """Return where two of the literals hold, or more."""
    given = [sheet.status(one) for one in literals]
    return reduce(or_, (one & reduce(or_, given[:number]) for number, one in enumerate(given) if number))


class _Reading(NamedTuple):
    """What a version finds about a conclusion in every row: the value, null where there is none, and where it is not
    applicable (None: nowhere)."""

    value: pl.Expr
    beside: pl.Expr | None


def _finding(sheet: Sheet, versions: Sequence[_Version], decided: pl.Expr, name: str, conclusion: Conclusion) -> list[pl.Expr]:
    """Return the columns of a conclusion: where versions that may govern agree, what they find, else open."""
    topic = conclusion.topic
    assert topic is not None
    readings: dict[tuple[object, ...], _Reading] = {}
    governs: dict[tuple[object, ...], pl.Expr] = {}
    for version in versions:
        key = _found_by(sheet, version.whole, conclusion)
        if key not in readings:
            readings[key] = _reading(sheet, version.whole, conclusion)
        governs[key] = governs[key] | version.governs[topic] if key in governs else version.governs[topic]
    first, *others = readings
    seen, beside = governs[first], readings[first].beside
    value = sheet.keep(pl.when(seen).then(readings[first].value))
    if others:
        # Not applicable under every version that may govern.
        found = [(key, reading.beside) for key, reading in readings.items()]
        beside = reduce(and_, (~governs[key] if where is None else where | ~governs[key] for key, where in found))
        beside = beside if any(where is not None for _, where in found) else None
    for key in others:
        here, other = governs[key], readings[key].value
        value = sheet.keep(pl.when(~here).then(value).when(~seen | (value == other)).then(other))
        seen = seen | here
    kinds = pl.Enum(list(STATUSES))
    met, not_met, open_, given, not_applicable = (pl.lit(status, kinds) for status in STATUSES)
    status: pl.Expr = pl.when(decided).then(open_)
    if beside is not None:
        status = pl.when(beside & decided).then(not_applicable).otherwise(status)
    if conclusion.type == "boolean":
        status = pl.when(value).then(met).when(~value).then(not_met).otherwise(status)
    else:
        status = pl.when(value.is_not_null()).then(given).otherwise(status)
    told = value if conclusion.type not in _NONE else pl.when(value != _NONE[conclusion.type]).then(value)
    match conclusion.type:
        case "date":
            told = told.cast(pl.Date)
        case "decimal":
            told = _decimal(told)
    return [told.alias(name), status.alias(name + STATUS)]


# INVARIANT: no day of the calendar is the one number, and no count of a case or a decision has as many digits as the others. They
# stand for `none` while the findings of versions are compared.
_NONE: Final[Mapping[ValueType, int]] = {"date": -(2**31), "integer": -(2**63), "decimal": -(2**63)}

_KINDS: Final[Mapping[ValueType, type[pl.DataType]]] = {
    "boolean": pl.Boolean,
    "integer": pl.Int64,
    "decimal": pl.Int64,
    "date": pl.Int32,
    "text": pl.String,
}
_DECIMAL: Final = pl.Decimal(38, DECIMALS)
_ONE: Final = 10**DECIMALS


def _kind(conclusion: Conclusion) -> pl.DataType | type[pl.DataType]:
    """Return the type of column in which the values of a conclusion are compared."""
    return pl.Enum(list(conclusion.values)) if conclusion.values else _KINDS[conclusion.type]


def _found_by(sheet: Sheet, placed: Placed, conclusion: Conclusion) -> tuple[object, ...]:
    """Return a key that versions share which find a conclusion alike: the literals and values that they find it by."""
    node = placed.program.conclusions.get(conclusion.name)
    if node is None:
        return ()
    beside = None if node.not_applicable is None else placed.literal(positive(node.not_applicable))
    if node.met is not None and node.not_met is not None:
        return placed.literal(positive(node.met)), placed.literal(node.not_met), beside
    settled = (placed.literal(positive(value.settled)) for value in node.values)
    return *settled, *(id(sheet.value(value.value, placed.program)) for value in node.values), beside


def _reading(sheet: Sheet, placed: Placed, conclusion: Conclusion) -> _Reading:
    """Return what a version finds about a conclusion."""
    node = placed.program.conclusions.get(conclusion.name)
    if node is None:
        return _Reading(pl.lit(None, _kind(conclusion)), pl.lit(True))
    beside = None if node.not_applicable is None else sheet.status(placed.literal(positive(node.not_applicable)))
    if node.met is not None and node.not_met is not None:
        met, not_met = placed.literal(positive(node.met)), placed.literal(node.not_met)
        value = sheet.status(met)
        if not_met != negated(met):
            value = sheet.keep(pl.when(value | sheet.status(not_met)).then(value))
        return _Reading(value, beside)
    value = pl.lit(None, _kind(conclusion))
    for one in reversed(node.values):
        settled = sheet.status(placed.literal(positive(one.settled)))
        value = pl.when(settled).then(_coded(sheet.value(one.value, placed.program), conclusion)).otherwise(value)
    return _Reading(sheet.keep(value), beside)


def _coded(operand: Operand, conclusion: Conclusion) -> pl.Expr:
    """Return a value in the form in which the values of a conclusion are compared."""
    if conclusion.values:
        words = pl.Enum(list(conclusion.values))
        if operand.type == "text":
            return pl.lit(operand.words[0], words)
        return operand.value.cat.to(pl.Enum(list(operand.words))).cast(words)
    value = in_units(operand, _ONE) if conclusion.type == "decimal" else operand.value.cast(_kind(conclusion))
    if conclusion.type in _NONE and operand.none is not None:
        return pl.when(operand.none).then(pl.lit(_NONE[conclusion.type]).cast(_kind(conclusion))).otherwise(value)
    return value


def _decimal(counts: pl.Expr) -> pl.Expr:
    """Return counts of the smallest part of a number as numbers."""
    return counts.cast(pl.Int128).reinterpret(dtype=_DECIMAL)


def _rules(sheet: Sheet, version: _Version, topics: Sequence[str]) -> list[pl.Expr]:
    """Return the statuses of the rules by which the version chooses the law, and of those that the topics rest on."""
    asked: dict[str, list[pl.Expr]] = {rule: [version.chooses] for rule in version.choice.program.rules}
    literals = {rule: version.choice.literal(positive(node.node)) for rule, node in version.choice.program.rules.items()}
    for rule, node in version.whole.program.rules.items():
        under = [topic for topic in version.governs if node.node in version.compiled.nodes[topic]]
        if not set(topics).isdisjoint(under):
            asked.setdefault(rule, []).extend(version.governs[topic] for topic in under)
            literals[rule] = version.whole.literal(positive(node.node))
    gaps: dict[tuple[str, ...], pl.Expr] = {}
    outputs = []
    for rule, columns in asked.items():
        key = tuple(column.meta.output_name() for column in columns)
        if key not in gaps:
            gaps[key] = sheet.keep(pl.when(reduce(or_, columns)).then(pl.lit(False)))
        # Exclusive or with false changes nothing, and with null gives null.
        outputs.append((sheet.status(literals[rule]) ^ gaps[key]).alias(f"{RULE}{version.compiled.version.name}.{rule}"))
    return outputs


def _values(sheet: Sheet, version: _Version) -> list[pl.Expr]:
    """Return the derived values of the version where it is asked about the row."""
    asked = sheet.keep(reduce(or_, version.governs.values(), version.chooses))
    outputs = []
    for name, operand in {**sheet.derived(version.choice.program), **sheet.derived(version.whole.program)}.items():
        column = f"{VALUE}{version.compiled.version.name}.{name}"
        value = _decimal(in_units(operand, _ONE)) if operand.type == "decimal" else operand.value
        told = value.cast(pl.Date) if operand.type == "date" else value
        outputs.append(pl.when(asked).then(told).alias(column))
        if operand.none is not None:
            outputs.append(pl.when(asked).then(operand.value.is_null() & ~operand.none).alias(column + UNKNOWN))
    return outputs
