"""Proposals of profiles: what is certain is written down, everything else is a question, and no question is answered for anybody."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import polars as pl
import pytest

from engine.batch.columns_seen import see_columns
from engine.batch.parquet import flat_columns, typed_register
from engine.batch.profile import build_profile
from engine.batch.proposing import Proposed, profile_text, propose, scalar_text
from engine.batch.recognising import recognised_encoding, recognised_separator
from engine.batch.register import RowBlock
from engine.batch.register_files import register_file
from engine.diagnostics import Diagnostic
from engine.language.located import read_tree
from engine.loading import load_laws
from engine.model import Place, Vocabulary

from .made_up_law import BASE, hjemmel, lay_out, standing_in

REGISTER = """\
Saksnr;Fødselsdato;Bor i kommunen;Lånergruppe;Lesetid;Antall lån;Søknadsdato;Mistet kort;Lesenivå;Navn
K-1;01.02.1990;J;barn;7,5;2;03/04/2012;;nybegynner;A
K-2;28.02.1971;N;Student;0;;03/04/2012;;flytende;B
K-3;13.12.1960;;andre;12;0;05/06/2012;;flyt;C
"""
EXPECTED = """\
# Proposed profile for register.csv (3 rows). Go through every line: you know what the register means, the proposal sees
# names and values alone. Lines with `# ?` are questions: delete `# ` before what is right, and the question itself. List
# columns that are no facts under `ignored`. At the end, `hjemmel profile` with `--profile` shows how the rows are read.
encoding: utf-8
separator: semicolon
case: Saksnr
dates: DD.MM.YYYY
numbers: comma
facts:
  # Fødselsdato: filled in 3, empty 0, different values 3, DD.MM.YYYY
  person.birth_date: {column: Fødselsdato, empty: reject}
  # Bor i kommunen: filled in 2, empty 1, different values 2
  # ? What does an empty cell mean? `false`, `unknown` or the value; `reject` rejects the row.
  person.resident:
    column: Bor i kommunen
    codes:
      J: true
      N: false
    empty: reject
  # Lånergruppe: filled in 3, empty 0, different values 3
  reader.category:
    column: Lånergruppe
    codes:
      Student: student
      andre: other
      barn: child
    empty: reject
  # Lesetid: filled in 3, empty 0, different values 3
  reading.hours_per_week: {column: Lesetid, empty: reject}
  # Antall lån: filled in 2, empty 1, different values 2
  # ? What does an empty cell mean? `0`, `unknown` or the value; `reject` rejects the row.
  loans.count: {column: Antall lån, empty: reject}
  # ? Søknadsdato: filled in 3, empty 0, different values 2
  #   The name fits, but it is not certain that each cell is a value of the fact, or that it is this column alone:
  #   - card.application_date: Date of application
  # card.application_date: {column: Søknadsdato, empty: reject}
  # ? Mistet kort: filled in 0, empty 3, different values 0
  #   Is it one of these, or something else?
  #   - card.lost_date: Date when the card was lost
  #   What does an empty cell mean? `none`, `unknown`, `left_out` or the value; `reject` rejects the row.
  # card.lost_date: {column: Mistet kort, empty: reject}
  # ? Lesenivå: filled in 3, empty 0, different values 3
  #   The name fits, but it is not certain that each cell is a value of the fact, or that it is this column alone:
  #   - reader.level: Reading level
  # reader.level:
  #   column: Lesenivå
  #   codes:
  #     # beginner, fluent, scholar, unknown
  #     # ? flyt: …
  #     flytende: fluent
  #     nybegynner: beginner
  #   empty: reject
# ? Which facts are these (see `hjemmel facts`)? Those that are none can be listed under `ignored`:
# ignored:
#   - Navn # Navn: filled in 3, empty 0, different values 3
"""
ANSWERS = {
    "  # card.application_date: {column: Søknadsdato, ": "  card.application_date: {column: Søknadsdato, written: DD/MM/YYYY, ",
    "  # card.lost_date: {column: Mistet kort, empty: reject}": "  card.lost_date: {column: Mistet kort, empty: none}",
    "# ignored:\n#   - Navn": "ignored:\n  - Lesenivå\n  - Navn",
    "column: Antall lån, empty: reject": "column: Antall lån, empty: unknown",
}


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    lay_out(tmp_path)
    (tmp_path / "register.csv").write_text(REGISTER, encoding="utf-8")
    with standing_in(tmp_path):
        yield tmp_path


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    laws = load_laws(BASE / "rules").laws
    assert laws is not None
    return laws.vocabulary


def proposed(columns: dict[str, list[str]], vocabulary: Vocabulary) -> Proposed:
    """Return what is proposed for columns of texts."""
    return proposed_of(pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)), vocabulary)


def proposed_of(frame: pl.DataFrame, vocabulary: Vocabulary) -> Proposed:
    """Return what is proposed for the columns of a frame."""
    register = typed_register(
        "x", flat_columns(frame.schema, Place("x", 1, 1)), lambda size, only: iter([RowBlock(range(1, len(frame) + 1), frame, ())])
    )
    return propose(see_columns(register)[0], vocabulary)


def certain(found: Proposed) -> dict[str, str]:
    return {one.column.name: one.fact.name for one in found.proposals if one.fact is not None}


def test_a_proposal_is_settled_where_it_is_certain_and_asks_where_it_is_not(folder: Path) -> None:
    """As it is, it decides nothing, since it does not name the columns that it asks about. Answered, it rejects a row for an empty cell."""
    result = hjemmel("profile", "register.csv", "-o", "profile.yaml")
    assert (result.code, "5 columns are proposed to be read, 4 are questions" in result.stderr) == (0, True), result.stderr
    text = (folder / "profile.yaml").read_text(encoding="utf-8")
    assert text == EXPECTED
    refused = hjemmel("batch", "register.csv", "-o", "out.csv", "--profile", "profile.yaml")
    assert refused.code == 1 and refused.stderr.count("error[unmapped-column]") == 4 and not (folder / "out.csv").exists()
    for question, answer in ANSWERS.items():
        assert question in text
        text = text.replace(question, answer)
    (folder / "profile.yaml").write_text(text, encoding="utf-8")
    decided = hjemmel("batch", "register.csv", "-o", "out.csv", "--profile", "profile.yaml")
    assert decided.code == 1
    rejects = (folder / "out.csv.rejects.csv").read_text(encoding="utf-8").splitlines()
    assert len(rejects) == 2 and rejects[1].startswith("register.csv,4,K-3,Bor i kommunen,empty-value,")


def test_ten_rows_are_shown_as_they_are_read(folder: Path) -> None:
    """Of a proposal its certain columns, of a finished profile all; a cell that is not read is told with its reason."""
    shown = hjemmel("profile", "register.csv", "-o", "profile.yaml", lang="nb").stdout
    assert "Rad 2: K-1" in shown and "Rad 4: K-3" in shown
    assert "7,5" in shown and "barn" in shown and "`Bor i kommunen` er tom" in shown
    (folder / "long.csv").write_text(
        REGISTER + "".join(REGISTER.splitlines(keepends=True)[1].replace("K-1", f"L-{n}") for n in range(20)), encoding="utf-8"
    )
    text = EXPECTED
    for question, answer in ANSWERS.items():
        text = text.replace(question, answer)
    (folder / "profile.yaml").write_text(text, encoding="utf-8")
    result = hjemmel("profile", "long.csv", "--profile", "profile.yaml")
    assert result.code == 0 and result.stdout.count("\nRow ") == 10
    assert "Date when the card was lost" in result.stdout and "04/03/2012" not in result.stdout


@pytest.mark.parametrize(
    ("name", "rows", "says"),
    [
        ("r.csv", ["Nr;Lån;Navn", "a;1;x", "b;2", "c;3;x"], "Row 3: b\n  ✗ the row has 2 cells, and there are 3 columns"),
        (
            "r.ndjson",
            ['{"Nr":"z","Lån":0,"Navn":null}', '{"Nr":"a","Lån":1,"Navn":null}', '{"Nr":"b","Kjønn":1}', '{"Nr":"c","Lån":3,"Navn":"x"}'],
            "Row 3: b\n  ✗ the profile does not name the column `Kjønn`",
        ),
    ],
)
def test_a_row_whose_cells_cannot_be_read_is_shown_among_the_others(name: str, rows: list[str], says: str, folder: Path) -> None:
    (folder / name).write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    (folder / "p.yaml").write_text(
        "case: Nr\nnumbers: comma\nfacts:\n  loans.count: {column: Lån, empty: unknown}\nignored: [Navn]\n", encoding="utf-8"
    )
    shown = hjemmel("profile", name, "--profile", "p.yaml").stdout
    assert says in shown and shown.index("Row 2: a") < shown.index("Row 3: b") < shown.index("Row 4: c")


def test_a_column_of_a_type_that_holds_no_cells_is_asked_about(vocabulary: Vocabulary) -> None:
    """Even where its name is that of a text: a profile that reads it is refused, and it tells no rows apart."""
    values: list[list[object]] = [
        [[1], [2]],
        [b"a", b"\xff"],
        [timedelta(1), timedelta(2)],
        [datetime.combine(date(2020, 1, 1), time()), None],
    ]
    for cells in values:
        frame = pl.DataFrame({"person.remark": cells, "Saksnr": ["a", "b"]})
        found = proposed_of(frame, vocabulary)
        assert certain(found) == {} and found.identity == "Saksnr"
        filled = 2 - cells.count(None)
        told = f"# ? person.remark: filled in {filled}, empty {2 - filled}, different values many"
        assert told in profile_text(found, "x.parquet", 2, {}, "en")


@pytest.mark.parametrize(
    ("text", "encoding", "expected"),
    [
        ("Født;Øye\n", "utf-8", "utf-8"),
        ("abc\n", "utf-8", "utf-8"),
        ("Født;Øye – § 28 «ja»\n", "windows-1252", "windows-1252"),
        ("Født;Øye\n", "cp865", None),
        ("Født\n", "cp865", None),
        ("Født;år\n", "mac-roman", None),
        ("Født\n" * 400_000 + "å", "windows-1252", "windows-1252"),
    ],
    ids=lambda value: value[:12] if isinstance(value, str) else None,
)
def test_an_encoding_is_recognised_where_nothing_speaks_against_it(text: str, encoding: str, expected: str | None, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(text.encode(encoding))
    assert recognised_encoding(register_file(tmp_path / "x.csv")) == expected


def test_a_damaged_file_of_utf_8_is_not_windows_1252(tmp_path: Path) -> None:
    """One byte that was lost makes no other encoding of it: its letters would be read as two signs each."""
    (tmp_path / "x.csv").write_bytes("Født;år\n".encode() + b"\xf8")
    assert recognised_encoding(register_file(tmp_path / "x.csv")) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a;b\n1,5;2\n", "semicolon"),
        ("a, b;c\n1;2\n", "semicolon"),
        ("a|b\n1|2\n", "pipe"),
        ("a\tb\n1\t2\n", "tab"),
        ('a,b\n"1,5",2\n', "comma"),
        ("a,b;c\n1,2;3\n", None),
        ("a\n1\n", None),
        ("a;b\n1;2;3\n", None),
    ],
)
def test_a_separator_is_recognised_where_it_alone_makes_a_table(text: str, expected: str | None, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text(text, encoding="utf-8")
    assert recognised_separator(register_file(tmp_path / "x.csv"), "utf-8") == expected


def test_of_a_file_with_rows_that_cannot_be_read_nothing_is_certain(folder: Path) -> None:
    """The lost row may be the one that is otherwise; how many there are is told in the proposal and on the screen."""
    (folder / "register.csv").write_text(REGISTER + "K-4;too few\n", encoding="utf-8")
    result = hjemmel("profile", "register.csv", "-o", "profile.yaml")
    text = (folder / "profile.yaml").read_text(encoding="utf-8")
    assert "register.csv: rows that cannot be read: 1." in result.stderr and "0 columns are proposed" in result.stderr
    assert (
        text.startswith("# Rows that cannot be read: 1. So nothing is certain.")
        and [line for line in text.splitlines() if line[:8] in ("case: Sa", "  person")] == []
    )


def test_the_preview_reads_no_number_whose_spelling_is_not_answered(folder: Path) -> None:
    """`7` may be written with either mark beside `7,5` and `7.5` in other columns: it is no text, and no flaw of its row."""
    (folder / "register.csv").write_text("Saksnr;Lesetid;Antall lån;Bor i kommunen\nK-1;7,5;2;J\nK-2;7.5;3;N\n", encoding="utf-8")
    text = "case: Saksnr\nfacts:\n  loans.count: {column: Antall lån, empty: reject}\n"
    result = hjemmel("profile", "register.csv", "-o", "profile.yaml")
    proposal = (folder / "profile.yaml").read_text(encoding="utf-8")
    assert "\n# numbers: comma\n" in proposal and text.splitlines()[2] in proposal
    assert "Row 2: K-1" in result.stdout and "✗" not in result.stdout and "Antall lån" not in result.stdout, result.stdout


def test_what_is_recognised_stands_in_the_proposal_and_is_how_batch_reads(folder: Path) -> None:
    """Windows-1252 with a vertical line, and a head in which a comma stands too; an option beside the profile is refused."""
    text = "Saksnr|Bor i kommunen|Navn, fornavn\nK-1|J|Å B\n"
    (folder / "register.csv").write_bytes(text.encode("windows-1252"))
    assert hjemmel("profile", "register.csv", "-o", "profile.yaml").code == 0
    proposal = (folder / "profile.yaml").read_text(encoding="utf-8")
    assert "\nencoding: windows-1252\nseparator: pipe\ncase: Saksnr\n" in proposal and '#   - "Navn, fornavn"' in proposal
    (folder / "profile.yaml").write_text(proposal.replace("# ignored:\n# ", "ignored:\n"), encoding="utf-8")
    decided = hjemmel("batch", "register.csv", "-o", "out.csv", "--profile", "profile.yaml")
    assert decided.code == 0, decided.stderr
    refused = hjemmel("batch", "register.csv", "-o", "out.csv", "--profile", "profile.yaml", "--encoding", "utf-8")
    assert refused.code == 2 and "leave --encoding out" in refused.stderr


def test_a_profile_is_shown_or_proposed(folder: Path) -> None:
    """One of the two is asked for; errors of the register and the profile are those of `batch`, and nothing is written."""
    assert hjemmel("profile", "register.csv").code == 2
    assert hjemmel("profile", "register.csv", "-o", "a.yaml", "--profile", "b.yaml").code == 2
    assert "error[unreadable]" in hjemmel("profile", "register.csv", "--profile", "b.yaml").stderr
    (folder / "register.ndjson").write_text('{"case": 1}\n', encoding="utf-8")
    assert hjemmel("profile", "register.ndjson", "-o", "a.yaml").code == 2
    (folder / "empty.csv").write_text("", encoding="utf-8")
    assert "error[empty-file]" in hjemmel("profile", "empty.csv", "-o", "a.yaml").stderr
    assert not (folder / "a.yaml").exists()


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"Fødselsdato": ["01.02.1990"]}, {"Fødselsdato": "person.birth_date"}),
        ({"fødselsDato": ["1990-02-01"]}, {"fødselsDato": "person.birth_date"}),
        ({"person.birth_date": ["19900201"]}, {"person.birth_date": "person.birth_date"}),
        ({"Fødselsdato": ["01.02.1990", "31.02.1990"]}, {}),
        ({"Fødselsdato": ["01.02.1990", "ukjent"]}, {}),
        ({"Fødselsdato": ["01/02/1990"]}, {}),
        ({"Fødselsdato": ["13/02/1990"]}, {"Fødselsdato": "person.birth_date"}),
        ({"Fødselsdato": ["01.02.1990"], "Date of birth": ["01.02.1990"]}, {}),
        ({"Fødselsdato": [""]}, {}),
        ({"Fødsel": ["01.02.1990"]}, {}),
        ({"Lesetid": ["7,5"]}, {"Lesetid": "reading.hours_per_week"}),
        ({"Lesetid": ["1.500"]}, {}),
        ({"Lesetid": ["7,5", "7.5"]}, {}),
        ({"Lesetid": ["7 t"]}, {}),
        ({"Bor i kommunen": ["1", "0"]}, {}),
        ({"Bor i kommunen": ["Ja", "NEI"]}, {"Bor i kommunen": "person.resident"}),
        ({"Bor i kommunen": ["Ja", "?"]}, {}),
        ({"Lånergruppe": ["pensjonist", "child"]}, {"Lånergruppe": "reader.category"}),
        ({"Lånergruppe": ["pensjonister"]}, {}),
    ],
)
def test_what_is_certain(columns: dict[str, list[str]], expected: dict[str, str], vocabulary: Vocabulary) -> None:
    """The name is that of one fact and of one column, and every cell says a value of it in one way alone."""
    assert certain(proposed(columns, vocabulary)) == expected


@pytest.mark.parametrize(
    ("columns", "identity"),
    [
        ({"Saksnr": ["a", "b"]}, "Saksnr"),
        ({"Saksnr": ["a", "a"]}, None),
        ({"Saksnr": ["a", ""]}, None),
        ({"Saksnr": ["a", "b"], "Sak": ["c", "d"]}, None),
        ({"Løpenr": ["a", "b"]}, None),
    ],
)
def test_the_id_is_certain_where_one_column_is_named_so_and_tells_the_rows_apart(
    columns: dict[str, list[str]], identity: str | None, vocabulary: Vocabulary
) -> None:
    assert proposed(columns, vocabulary).identity == identity


def test_a_proposal_is_always_yaml_whose_settled_lines_hold(vocabulary: Vocabulary) -> None:
    """Names and cells of any characters: the settled lines are read as a profile without a mistake, and every other column is a comment."""
    rng = random.Random(17)
    labels = [label for fact in vocabulary.facts.values() if not fact.given for label in fact.label.all()]
    cells = [
        "",
        "J",
        "Nei",
        "barn",
        "7,5",
        "7.5",
        "01.02.1990",
        "1990-02-01",
        "a: b",
        "# x",
        "- y",
        '"',
        "{",
        "null",
        "~",
        "true",
        "é\\",
        "x" * 300,
    ]
    settled = 0
    for _ in range(60):
        names = rng.sample([*labels, "a: b", "# c", "- d", '"e"', "{f}", "null", "Saksnr", "g\\"], rng.randint(1, 6))
        kinds = {name: rng.sample(cells, rng.randint(1, 3)) for name in names}
        found = proposed({name: [rng.choice(kinds[name]) for _ in range(5)] for name in names}, vocabulary)
        text = profile_text(found, "x.csv", 5, {}, rng.choice(["nb", "en"])) + ("" if found.identity else "case: X\n")
        problems: list[Diagnostic] = []
        tree = read_tree("x", text, problems)
        assert tree is not None and problems == [], text
        profile = build_profile(tree, vocabulary, "x", b"", problems)
        told = {problem.code for problem in problems}
        # Without a certain fact, or a spelling that is certain, the profile waits for its answer.
        assert told <= {"missing-key", "wrong-shape"}, (problems, text)
        expected = certain(found)
        settled += len(expected)
        if not told:
            assert profile is not None and {column: one.fact for one in profile.readings for column in one.columns} == expected
    assert settled > 10


@pytest.mark.parametrize(
    "text", ["a", "Vedtak UDI", "§ 28", "1", "true", "a: b", "a #b", "", " a", "a ", "-", "?", "{a}", "a, b", 'a"b', "é\\n", "a - b"]
)
def test_a_text_of_a_proposal_is_read_as_it_was(text: str) -> None:
    problems: list[Diagnostic] = []
    tree = read_tree("x", f"facts: {{column: {scalar_text(text)}}}\n", problems)
    assert tree is not None and problems == []
    assert str(tree).count(f"text={text!r}") == 1
