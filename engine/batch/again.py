"""One row of a register's output, decided again as a single case: the same facts under the same law must give the same row.

What a row says is compared cell by cell with a decision that two other engines have made, and the trail of that decision
passes the checker. A row that differs is never explained.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from ..canonical import Json
from ..diagnostics import Diagnostic, Rejected, said, suggest
from ..folders import shown
from ..inference.constraints import check_constraints
from ..inference.literals import negative, positive
from ..law.compiled import CompiledLaws
from ..law.deciding import Decision
from ..law.registers import CASE, READ_UNTIL, RULE, STATUS
from ..model import NONE, Case, Language, Place, Text
from ..trail.checker import Flaw as TrailFlaw
from ..trail.document import document
from ..trail.steps import Trail, build_trail, literals_of
from .problems import (
    WHY_AS_WRITTEN,
    CaseInSeveralRows,
    ColumnMissing,
    FileForExcel,
    FileUnderOtherVersions,
    FileWithoutTrail,
    NoSuchCase,
    RowDiffers,
    RowUnderOtherLaw,
    StrangeColumn,
    UnknownMember,
)
from .profiled import CONSTANT, EMPTY, supplies
from .reading import open_register, parts_of
from .register import BY_PROFILE, MARK, Register, RowBlock, Spelling
from .register_files import RegisterFile, opened
from .rows import case_of, columns_of, ids_of, judge_head, row_reader
from .running import DIGEST, PROFILE, SIZE, judge_unwritten, name_of_profile
from .writing import unshielded

_NEAR: Final = 10_000
"""So many ids are looked through for the one that may be meant."""


class Again(NamedTuple):
    """A row decided again: the decision, its trail, and how it was cross-checked."""

    decision: Decision
    trail: Trail
    cross_check: Json


class _Row(NamedTuple):
    """A row of an output: what its cells say, as a block of one row and by name."""

    place: Place
    spelling: Spelling
    block: RowBlock
    cells: Mapping[str, object]


def decide_again(
    path: Path,
    id_: str,
    laws: CompiledLaws,
    decide: Callable[[Case, CompiledLaws], tuple[Decision, Json]],
    check: Callable[[Json], TrailFlaw | None],
    lang: Language = "nb",
) -> Again:
    """Return the decision on the row of a case in a file that `decide_registers` wrote with its trail.

    Raises Rejected where the file is no such file, has no such case, was written under another law, or says of the case
    anything but what `decide` finds; where `decide` raises it; and where `check` finds a flaw in the decision's document.
    A fact that a profile stated, and no cell, has that as its source, in the language `lang`.
    """
    versions = [compiled.version.name for compiled in laws.versions]
    row = _find(path, id_, laws)
    _judge_digests(row, laws)
    vocabulary = laws.laws.vocabulary
    facts = [CASE, *columns_of(vocabulary)]
    read = row_reader(vocabulary, versions, "written")
    frame, flaws = read(RowBlock(row.block.rows, row.block.cells.select(facts), ()), row.spelling)
    if flaws:
        raise Rejected(replace(flaw.problem, place=row.place, why=WHY_AS_WRITTEN) for flaw in flaws)
    case = _sourced(replace(case_of(frame.row(0, named=True), vocabulary), place=row.place), row, lang)
    if contradictions := check_constraints(case, vocabulary):
        raise Rejected(contradictions)
    decision, cross_check = decide(case, laws)
    _judge_cells(row, decision)
    trail = build_trail(decision)
    flaw = check(document(decision, trail, vocabulary, cross_check))
    if flaw is not None:
        raise Rejected([_differs(row, Text(f"sporet har en feil: {flaw.what.nb}", f"the trail has a flaw: {flaw.what.en}"))])
    return Again(decision, trail, cross_check)


# ---------------------------------------------------------------- the row


def _find(path: Path, id_: str, laws: CompiledLaws) -> _Row:
    """Return the row of a case, of a file, or folder of files, whose columns are all there."""
    opened = [_opened(part, laws) for part in parts_of(path)]
    at, number = _number([register for register, _ in opened], id_, Place(shown(path), 1, 1))
    register, told = opened[at]
    for block in register.blocks(SIZE, None):
        if number in block.rows:
            # The row of this number is the case's only where the file is the one in which its id was found.
            judge_unwritten([register])
            row = block.rows.index(number)
            cells = block.cells.slice(row, 1).select(told)
            if register.spelling == "plain":
                cells = cells.with_columns(unshielded(pl.selectors.string()))
            return _Row(Place(register.file, number, 1), register.spelling, RowBlock([number], cells, ()), cells.row(0, named=True))
    judge_unwritten([register])
    raise AssertionError(f"row {number} was there a moment ago")


def _opened(file: RegisterFile, laws: CompiledLaws) -> tuple[Register, list[str]]:
    """Return the register in a file that `batch` wrote with its trail, and its columns."""
    vocabulary = laws.laws.vocabulary
    facts = columns_of(vocabulary)
    digests = [DIGEST + compiled.version.name for compiled in laws.versions]
    register = open_register(file, "utf-8", [*facts, *digests, READ_UNTIL, *_BY_PROFILE, *_told(laws, list(vocabulary.topics))])
    place = Place(register.file, 1, 1)
    if register.spelling == "plain" and _is_for_excel(file):
        raise Rejected([FileForExcel().at(place)])
    names = list(register.places) or _names(file, register)
    topics = [name for name, topic in vocabulary.topics.items() if topic.law in names]
    if not any(name.startswith(DIGEST) for name in names):
        raise Rejected([FileWithoutTrail().at(place)])
    _judge_versions([name.removeprefix(DIGEST) for name in names if name.startswith(DIGEST)], laws, place)
    profiled = _BY_PROFILE if set(_BY_PROFILE) & set(names) else ()
    told = [CASE, *facts, *digests, *profiled, *_told(laws, topics or list(vocabulary.topics))]
    _judge_names(names, told, register, place)
    stated = {name: at for name, at in register.places.items() if name in (CASE, *facts)}
    if problems := judge_head(register._replace(places=stated), vocabulary):
        raise Rejected(problems)
    return register, told


def _judge_names(names: Sequence[str], told: Sequence[str], register: Register, place: Place) -> None:
    """Raise Rejected where the columns of a file are others than those that tell of its rows."""
    if missing := [name for name in told if name not in names]:
        raise Rejected([ColumnMissing(column=missing[0]).at(place)])
    # Until when the law was read is no law: it is told anew, and a law that was read again since is the same.
    if strange := [name for name in names if name not in told and name != READ_UNTIL]:
        raise Rejected([StrangeColumn(column=strange[0]).at(register.places.get(strange[0], place))])


def _is_for_excel(file: RegisterFile) -> bool:
    """Return whether a file of CSV begins as what is written for Norwegian Excel."""
    with opened(file) as content:
        return content.readline(100).startswith(codecs.BOM_UTF8 + f"{CASE};".encode())


def _told(laws: CompiledLaws, topics: Sequence[str]) -> list[str]:
    """Return the columns that tell what was decided of topics: the laws, the conclusions, and the rules."""
    vocabulary = laws.laws.vocabulary
    names = [vocabulary.topics[topic].law for topic in topics]
    for name, conclusion in vocabulary.conclusions.items():
        if conclusion.topic in topics and conclusion.type != "version":
            names += [name, name + STATUS]
    for compiled in laws.versions:
        nodes = frozenset[int]().union(*(compiled.nodes[topic] for topic in topics))
        rules = dict.fromkeys(compiled.choice.rules)
        rules |= dict.fromkeys(rule for rule, node in compiled.whole.rules.items() if node.node in nodes)
        names += [f"{RULE}{compiled.version.name}.{rule}" for rule in rules]
    return names


def _names(file: RegisterFile, register: Register) -> list[str]:
    """Return the names on the first line of NDJSON, whose rows name their own; every row of an output has the same."""
    for block in register.blocks(1, (CASE,)):
        _judge_lines(block, register)
        break
    with opened(file) as content:
        return list(json.loads(content.readline().decode("utf-8-sig")))


def _number(registers: Sequence[Register], id_: str, place: Place) -> tuple[int, int]:
    """Return which register has the row of a case, and the number of the row."""
    found: list[tuple[int, int]] = []
    near: list[str] = []
    for number, register in enumerate(registers):
        for block in register.blocks(SIZE, (CASE,)):
            _judge_lines(block, register)
            ids = ids_of(block, register.spelling)
            found += ((number, block.rows[at]) for at in (ids == id_).fill_null(False).arg_true())
            alike = (ids.str.len_chars().cast(pl.Int64) - len(id_)).abs() <= 1
            near.extend(ids.filter(alike).head(_NEAR - len(near)))
    if not found:
        raise Rejected([NoSuchCase(near=suggest(id_, near), case=id_).at(place)])
    if len(found) > 1:
        number, row = found[1]
        raise Rejected([CaseInSeveralRows(case=id_).at(Place(registers[number].file, row, 1))])
    return found[0]


def _judge_lines(block: RowBlock, register: Register) -> None:
    """Raise Rejected where a row of a block has no cells: `batch` writes none such."""
    for flaw in block.flaws:
        place = Place(register.file, flaw.row, 1)
        if flaw.problem.code == UnknownMember.code:
            raise Rejected([StrangeColumn(column=flaw.column).at(place)])
        raise Rejected([replace(flaw.problem, place=place, why=WHY_AS_WRITTEN)])


_BY_PROFILE: Final = (BY_PROFILE, PROFILE)
_SUPPLIED: Final = {
    CONSTANT: Text("fast verdi i profilen {}", "constant of the profile {}"),
    EMPTY: Text("tom celle, lest slik profilen {} sier", "empty cell, read as the profile {} says"),
}


def _sourced(case: Case, row: _Row, lang: Language) -> Case:
    """Return the case with the profile as the source of the facts that it stated; raises Rejected where the row says what cannot be."""
    told = _text(row.cells.get(BY_PROFILE))
    if told is None:
        return case
    try:
        found = supplies(told)
    except ValueError:
        found = [("", "")]
    named = _text(row.cells[PROFILE])
    profile = name_of_profile(named or "")
    if not profile:
        raise Rejected([_differs(row, Text(f"`{PROFILE}` er {named or 'tom'} i raden", f"`{PROFILE}` is {named or 'empty'} in the row"))])
    facts = dict(case.facts)
    for name, way in found:
        if name not in facts or facts[name].origin != "stated":
            raise Rejected([_differs(row, Text(f"`{BY_PROFILE}` er {told} i raden", f"`{BY_PROFILE}` is {told} in the row"))])
        source = said(_SUPPLIED[way], lang).format(profile)
        facts[name] = replace(facts[name], source=source)
    return replace(case, facts=facts)


# ---------------------------------------------------------------- the same law, the same row


def _judge_versions(found: Sequence[str], laws: CompiledLaws, place: Place) -> None:
    """Raise Rejected where the file was written under other versions than there are: one more could govern the case."""
    there = [compiled.version.name for compiled in laws.versions]
    if sorted(found) != sorted(there):
        raise Rejected([FileUnderOtherVersions(named=tuple(sorted(found)), here=tuple(sorted(there))).at(place)])


def _judge_digests(row: _Row, laws: CompiledLaws) -> None:
    """Raise Rejected where the row was decided under a version of other content."""
    problems = []
    for compiled in laws.versions:
        found, name = _text(row.cells[DIGEST + compiled.version.name]), compiled.version.name
        if found != compiled.digest:
            problems.append(RowUnderOtherLaw(version=name, found=found, digest=compiled.digest).at(row.place))
    if problems:
        raise Rejected(problems)


def _judge_cells(row: _Row, decision: Decision) -> None:
    """Raise Rejected where a cell says anything but what was found now."""
    told = {name for name, topic in decision.laws.laws.vocabulary.topics.items() if topic.law in row.cells}
    expected = _row_of(decision, told)
    for name, cell in row.cells.items():
        if name.startswith(RULE) or name in expected:
            found = expected.get(name)
            if not _says(cell, found, row.spelling):
                said, now = (
                    Text("ingenting", "nothing") if value is None else Text(value, value) for value in (_text(cell), _spelt(found))
                )
                raise Rejected(
                    [
                        _differs(
                            row,
                            Text(
                                f"`{name}` er {said.nb} i raden, og {now.nb} når saken avgjøres på nytt",
                                f"`{name}` is {said.en} in the row, and {now.en} when the case is decided again",
                            ),
                        )
                    ]
                )


def _row_of(decision: Decision, topics: Collection[str]) -> dict[str, object]:
    """Return what the row of a decision says where `topics` were asked for; of rules that are open or were not asked it says nothing."""
    vocabulary = decision.laws.laws.vocabulary
    found: dict[str, object] = {}
    for name, finding in decision.findings.items():
        conclusion = vocabulary.conclusions[name]
        if conclusion.type == "version":
            found[name] = finding.value
            continue
        value = {"met": True, "not_met": False}.get(finding.status, finding.value)
        # An event that has not happened has the status `value` and no day.
        found[name] = None if conclusion.type == "date" and value == NONE else value
        found[name + STATUS] = finding.status
    for run in (*decision.choices, *decision.runs):
        literals = literals_of(run)
        nodes = run.compiled.nodes
        asked = frozenset[int]().union(*(nodes[topic] for topic in topics))
        decided = asked & frozenset[int]().union(*(nodes[topic] for topic in run.topics))
        for rule, node in run.program.rules.items():
            # A run that decides no topic chooses the law, by all of its rules.
            if not run.topics or node.node in decided:
                for literal, applies in ((positive(node.node), True), (negative(node.node), False)):
                    if literal in literals:
                        found[f"{RULE}{run.compiled.version.name}.{rule}"] = applies
    return found


def _says(cell: object, value: object, spelling: Spelling) -> bool:
    """Return whether a cell says a value."""
    if cell is None or value is None or spelling == "typed":
        return cell == value
    text = _text(cell)
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        # A register of text holds decimal numbers as doubles.
        try:
            return text is not None and float(text) == float(value)
        except ValueError:
            return False
    return text == _spelt(value)


def _text(cell: object) -> str | None:
    return cell.removeprefix(MARK) if isinstance(cell, str) else _spelt(cell)


def _spelt(value: object) -> str | None:
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _differs(row: _Row, what: Text) -> Diagnostic:
    return RowDiffers(case=_text(row.block.cells[CASE][0]), row=row.block.rows[0], what=what).at(row.place)
