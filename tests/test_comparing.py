"""A register's own category beside the law: every planted error is found with what decides it, and none that is none."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from .made_up_law import hjemmel, lay_out, standing_in

HEAD = "case,Kategori,card.application_date,person.birth_date,person.resident,reader.category,card.lost_date"
SOUND: dict[str, tuple[str, str]] = {
    "resident": ("K", "2012-03-01,1990-02-01,true,other,"),
    "six on the day": ("K", "2012-03-01,2006-03-01,true,other,"),
    "lost later": ("K", "2012-03-01,1990-02-01,true,other,2012-03-01"),
    "student from elsewhere": ("D", "2012-03-01,1990-02-01,false,student,"),
    "child from elsewhere": ("D", "2012-03-01,2008-02-01,false,child,"),
    "not known where": ("?", "2012-03-01,1990-02-01,,other,"),
}
"""Rows whose category is right, by what they are: an outcome of lånekortloven §§ 1 and 2."""

PLANTED: dict[str, tuple[str, str, str, str]] = {
    "day card for a resident": ("D", "2012-03-01,1990-02-01,true,other,", "card", "section 1"),
    "card a day before six": ("K", "2012-03-01,2006-03-02,true,other,", "not_applicable", "section 1"),
    "card although one was lost": ("K", "2012-03-01,1990-02-01,true,other,2012-02-29", "not_applicable", "section 1"),
    "card for a student from elsewhere": ("K", "2012-03-01,1990-02-01,false,student,", "day_card", "section 2"),
    "day card for a pensioner": ("D", "2012-03-01,1950-02-01,false,pensioner,", "not_applicable", "section 2"),
    "card while the place is not known": ("K", "2012-03-01,1990-02-01,,other,", "open", ""),
    "open although all is known": ("?", "2012-03-01,1990-02-01,true,other,", "card", "section 1"),
    "none for who has a right": ("I", "2012-03-01,1990-02-01,true,other,", "card", "section 1"),
}
"""Rows whose category is wrong: the category, the facts, the outcome of the law, and a part of what decides it."""

MEANS = [word for code in ("K=card", "D=day_card", "I=refusal", "?=open") for word in ("--means", code)]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    lay_out(tmp_path)
    rng = random.Random(5)
    rows = [f"sound-{number},{','.join(SOUND[rng.choice(list(SOUND))])}" for number in range(300)]
    rows += [f"{kind.replace(' ', '-')}-{copy},{found[0]},{found[1]}" for kind, found in PLANTED.items() for copy in range(3)]
    rng.shuffle(rows)
    (tmp_path / "register.csv").write_text("\n".join([HEAD, *rows, ""]), encoding="utf-8")
    with standing_in(tmp_path):
        yield tmp_path


def test_every_planted_error_is_found_and_none_else(folder: Path) -> None:
    result = hjemmel("compare", "register.csv", "--category", "Kategori", *MEANS, "-o", "differ.csv")
    assert result.code == 1, result
    with Path("differ.csv").open(encoding="utf-8-sig", newline="") as file:
        found = {row["case"]: row for row in csv.DictReader(file, delimiter=";")}
    assert sorted(found) == sorted(f"{kind.replace(' ', '-')}-{copy}" for kind in PLANTED for copy in range(3))
    lines = Path("register.csv").read_text(encoding="utf-8").splitlines()
    for kind, (category, _, outcome, decides) in PLANTED.items():
        row = found[f"{kind.replace(' ', '-')}-0"]
        assert (row["category"], row["outcome"]) == (category, outcome), kind
        assert decides in row["decides"], (kind, row["decides"])
        assert lines[int(row["row"]) - 1].startswith(row["case"] + ",")
    assert "rows that differ: 24" in result.stderr and "Why they differ" in result.stdout


def only_sound(*more: str) -> None:
    """Leave the rows whose category is right, and add others."""
    lines = [line for line in Path("register.csv").read_text(encoding="utf-8").splitlines() if line.startswith(("case", "sound"))]
    Path("register.csv").write_text("\n".join([*lines, *more, ""]), encoding="utf-8")


def test_a_register_that_agrees(folder: Path) -> None:
    only_sound()
    result = hjemmel("compare", "register.csv", "--category", "Kategori", *MEANS, "-o", "differ.csv")
    assert (result.code, result.stderr) == (0, "")
    assert len(Path("differ.csv").read_text(encoding="utf-8").splitlines()) == 1


def test_a_row_without_a_category_is_not_compared_unless_that_means_something(folder: Path) -> None:
    """It is told in the file, and no success is said; stated as an outcome it is compared like any other."""
    only_sound("x,,2012-03-01,1990-02-01,true,other,")
    asked = ("compare", "register.csv", "--category", "Kategori", *MEANS, "-o", "differ.csv")
    result = hjemmel(*asked)
    assert result.code == 1 and "no category" in result.stdout and "rows without a category, which were not compared: 1" in result.stderr
    assert Path("differ.csv").read_text(encoding="utf-8-sig").splitlines()[1:] == ["register.csv;302;x;;;card;"]
    assert hjemmel(*asked, "--means", "=card").code == 0
    result = hjemmel(*asked, "--means", "=refusal")
    assert result.code == 1 and "rows that differ: 1" in result.stderr
    assert Path("differ.csv").read_text(encoding="utf-8-sig").splitlines()[1].startswith("register.csv;302;x;;refusal;card;")


def test_a_column_with_the_name_of_a_conclusion_is_the_register_s(folder: Path) -> None:
    """What the register says was decided, whatever the law says now."""
    only_sound("x,D,2012-03-01,1990-02-01,true,other,")
    text = Path("register.csv").read_text(encoding="utf-8")
    Path("register.csv").write_text(text.replace("Kategori", "card.outcome", 1), encoding="utf-8")
    result = hjemmel("compare", "register.csv", "--category", "card.outcome", *MEANS, "-o", "differ.csv")
    assert (result.code, "rows that differ: 1" in result.stderr) == (1, True), result
    assert Path("differ.csv").read_text(encoding="utf-8-sig").splitlines()[1].startswith("register.csv;302;x;D;day_card;card;")


@pytest.mark.parametrize("name", ["law", "card.lost_date.unknown", "case", "person.remark"])
def test_by_profile_the_category_may_be_called_as_what_is_said_to_the_law(name: str, folder: Path) -> None:
    """The profile reads no column for its name; the row that was planted is found, and none else."""
    only_sound("x,D,2012-03-01,1990-02-01,true,other,")
    text = Path("register.csv").read_text(encoding="utf-8")
    Path("register.csv").write_text(text.replace("case,Kategori", f"Nr,{name}", 1), encoding="utf-8")
    facts = ("card.application_date", "person.birth_date", "card.lost_date", "reader.category")
    read = [f"  {fact}: {{column: {fact}, empty: {'none' if 'lost' in fact else 'unknown'}}}" for fact in facts]
    read.append("  person.resident: {column: person.resident, codes: {'true': true, 'false': false}, empty: unknown}")
    profile = ["case: Nr", "dates: YYYY-MM-DD", "facts:", *read, f"ignored: [{name}]", ""]
    Path("p.yaml").write_text("\n".join(profile), encoding="utf-8")
    result = hjemmel("compare", "register.csv", "--profile", "p.yaml", "--category", name, *MEANS, "-o", "differ.csv")
    assert (result.code, "rows that differ: 1" in result.stderr) == (1, True), result
    assert Path("differ.csv").read_text(encoding="utf-8-sig").splitlines()[1].startswith("register.csv;302;x;D;day_card;card;")


def test_what_is_to_be_checked_is_told(folder: Path) -> None:
    """A last line that may be cut short is decided, compared and told."""
    only_sound()
    Path("register.csv").write_text(Path("register.csv").read_text(encoding="utf-8").rstrip("\n"), encoding="utf-8")
    result = hjemmel("compare", "register.csv", "--category", "Kategori", *MEANS, "-o", "differ.csv")
    assert result.code == 0 and "rows decided that are to be checked (`unlikely`, `cut-short`): 1" in result.stderr
    assert ",cut-short," in Path("differ.csv.rejects.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "code", "says"),
    [
        (["--category", "Kategori", "--means", "K=card"], 1, "the category `?` of `Kategori` has no meaning"),
        (["--category", "Kategori", "--means", "K=kard"], 1, "did you mean `card`"),
        (["--category", "Kategori", "--means", "K"], 2, "write CODE=OUTCOME"),
        (["--category", "Kategory", *MEANS], 1, "did you mean `Kategori`"),
        *(
            (["--category", column, *MEANS], 1, f"`{column}` is no category of the register")
            for column in ("person.resident", "case", "law", "card.lost_date.unknown")
        ),
    ],
)
def test_what_cannot_be_compared_leaves_nothing_behind(options: list[str], code: int, says: str, folder: Path) -> None:
    result = hjemmel("compare", "register.csv", "-o", "differ.csv", *options)
    assert (result.code, says in result.stderr) == (code, True), result.stderr
    assert not list(folder.glob("differ*"))
