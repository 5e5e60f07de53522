"""Files of registers that are packed, in parts or on standard input say what the plain file says, or are refused as a whole."""

from __future__ import annotations

import base64
import gzip
import os
import random
from collections.abc import Iterator
from pathlib import Path

import pyarrow
import pytest
from click.testing import CliRunner, Result

import cli
from engine.batch.reading import open_register
from engine.batch.register_files import register_file
from engine.diagnostics import Rejected
from engine.home import HOME
from engine.model import Laws

from .made_up_law import hjemmel, lay_out, standing_in

ROWS = [f"c-{number},1990-02-{number % 28 + 1:02},{random.Random(number).random()}" for number in range(400)]
CSV = "\n".join(["case,a,b", *ROWS, ""]).encode()
NDJSON = "".join(f'{{"case": "{row}"}}\n' for row in ROWS).encode()

CHECKSUMMED = base64.b64decode("KLUv/QRYuQAAY2FzZSxwZXJtaXQudHlwZQoxLHMyOArfo0jp")
"""`case,permit.type` and `1,s28`, a line each, packed by zstd with a sum of the content at its end."""


def packed(content: bytes, packing: str) -> bytes:
    return gzip.compress(content) if packing == "gz" else pyarrow.compress(content, codec="zstd", asbytes=True)


def read(path: Path) -> list[tuple[object, ...]]:
    """Return the rows of a register with their numbers, and its notices."""
    found: list[tuple[object, ...]] = []
    for block in open_register(register_file(path), "utf-8", ("a", "b")).blocks(150, None):
        found += [(number, *cells) for number, cells in zip(block.rows, block.cells.rows(), strict=True)]
        found += [(notice.row, notice.problem.code) for notice in block.notices]
    return found


@pytest.mark.parametrize("packing", ["gz", "zst"])
@pytest.mark.parametrize("form", ["csv", "ndjson"])
def test_a_packed_text_says_what_the_text_says(form: str, packing: str, tmp_path: Path) -> None:
    """So do two archives one behind the other; a last line without its end is told."""
    content = CSV if form == "csv" else NDJSON
    for number, (text, archive) in enumerate(
        (
            (content, packed(content, packing)),
            (content, packed(content[:999], packing) + packed(content[999:], packing)),
            (content[:-1], packed(content[:-1], packing)),
        )
    ):
        plain, small = tmp_path / f"{number}.{form}", tmp_path / f"{number}.{form}.{packing.upper()}"
        plain.write_bytes(text)
        small.write_bytes(archive)
        assert read(small) == read(plain)
        assert ("cut-short" in read(plain)[-1]) == (number == 2)


@pytest.mark.parametrize("packing", ["gz", "zst"])
def test_two_archives_in_a_file_that_are_cut_anywhere_are_refused(packing: str, tmp_path: Path) -> None:
    """Unless exactly between them: there the first is a whole archive, and nothing in it tells that another stood behind it."""
    first, second = packed(CSV[:999], packing), packed(CSV[999:], packing)
    path, whole = tmp_path / f"x.csv.{packing}", first + second
    for size in [*range(len(first) - 5, len(first)), *range(len(first) + 1, len(first) + 20), *range(len(whole) - 5, len(whole))]:
        path.write_bytes(whole[:size])
        with pytest.raises(Rejected, match=f"not a whole {packing} archive"):
            read(path)


@pytest.mark.parametrize("packing", ["gz", "zst"])
def test_an_archive_that_is_cut_anywhere_is_refused(packing: str, tmp_path: Path) -> None:
    """Never read as a shorter register: many places, the first and the last bytes among them."""
    whole = packed(CSV, packing)
    path = tmp_path / f"x.csv.{packing}"
    for size in sorted({*range(40), *range(40, len(whole), 40), *range(len(whole) - 20, len(whole))}):
        path.write_bytes(whole[:size])
        with pytest.raises(Rejected) as raised:
            read(path)
        (problem,) = raised.value.diagnostics
        assert problem.code == ("unreadable" if size else "empty-file"), size
        assert size == 0 or (f"not a whole {packing} archive" in problem.message.en and problem.place.file == path.as_posix())


def test_an_archive_with_a_changed_bit_is_never_read_as_another_register(tmp_path: Path) -> None:
    """Of gz anywhere, of zst where it has its sum; a bit that says nothing of the content changes nothing."""
    for name, whole in (("x.csv.gz", packed(CSV, "gz")), ("x.csv.zst", CHECKSUMMED)):
        path = tmp_path / name
        path.write_bytes(whole)
        sound = read(path)
        rng = random.Random(17)
        refused = 0
        for at in rng.sample(range(len(whole)), 30):
            damaged = bytearray(whole)
            damaged[at] ^= 1 << rng.randrange(8)
            path.write_bytes(damaged)
            try:
                assert read(path) == sound, at
            except Rejected:
                refused += 1
        assert refused > 20
    for name, tail in (("x.csv.gz", b"more"), ("x.csv.zst", b"more"), ("x.csv.zst", b"\0")):
        (tmp_path / name).write_bytes(packed(CSV, name.rpartition(".")[2]) + tail)
        with pytest.raises(Rejected):
            read(tmp_path / name)
    (tmp_path / "x.csv.gz").write_bytes(CSV)
    with pytest.raises(Rejected, match="gz"):
        read(tmp_path / "x.csv.gz")


@pytest.mark.parametrize("name", ["x.gz", "x.parquet.gz", "x.xlsx.zst", "x.csv.gz.gz", "x.csv.zip", "x"])
def test_a_name_that_says_no_form_is_refused(name: str) -> None:
    with pytest.raises(Rejected) as raised:
        register_file(Path(name))
    assert ".gz, .zst may stand" in raised.value.diagnostics[0].fix.en


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_what_can_be_read_but_once_is_refused(tmp_path: Path) -> None:
    """Of a pipe, or a link to one, the head would be all that is read, and no row be missed; or it would be waited for without end."""
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "link.csv").symlink_to("pipe.csv")
    for name in ("pipe.csv", "link.csv"):
        with pytest.raises(Rejected, match="not a file") as raised:
            register_file(tmp_path / name)
        assert "--stdin" in raised.value.diagnostics[0].fix.en


# ---------------------------------------------------------------- commands

HEAD = "case,person.birth_date\n"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    lay_out(tmp_path)
    with standing_in(tmp_path):
        yield tmp_path


def test_a_folder_of_text_parts_is_one_register(folder: Path) -> None:
    """Packed or not, of CSV each with its head, of NDJSON by the name that Spark gives it; parts of several forms are refused."""
    parts = Path("parts")
    parts.mkdir()
    Path("parts/_SUCCESS").touch()
    outputs = []
    for names in (["a.csv", "b.csv"], ["a.csv.gz", "b.csv.gz"], ["a.json", "b.json"], ["a.ndjson.zst", "b.ndjson.zst"]):
        for number, name in enumerate(names):
            text = f"{HEAD}{number},1990-02-01\n" if "csv" in name else f'{{"case": "{number}", "person.birth_date": "1990-02-01"}}\n'
            ending = name.rpartition(".")[2]
            (parts / name).write_bytes(packed(text.encode(), ending) if ending in ("gz", "zst") else text.encode())
        result = hjemmel("batch", "parts", "-o", "out.csv", *(("--encoding", "windows-1252") if names[0] == "a.csv.gz" else ()))
        assert result.code == 0, result
        outputs.append(Path("out.csv").read_text(encoding="utf-8"))
        for name in names:
            (parts / name).unlink()
    assert len(outputs[0].splitlines()) == 3 and len(set(outputs)) == 1
    (parts / "a.csv").write_text(HEAD, encoding="utf-8")
    (parts / "b.csv.gz").write_bytes(packed(HEAD.encode(), "gz"))
    assert "several forms: csv, csv.gz" in hjemmel("batch", "parts", "-o", "other.csv").stderr
    assert not Path("other.csv").exists()


def test_a_part_that_is_damaged_leaves_nothing_behind(folder: Path) -> None:
    Path("a.csv").write_text(f"{HEAD}1,1990-02-01\n", encoding="utf-8")
    Path("b.csv.gz").write_bytes(packed(f"{HEAD}2,1990-02-01\n".encode(), "gz")[:-3])
    result = hjemmel("batch", "a.csv", "b.csv.gz", "-o", "out.csv")
    assert result.code == 1 and "b.csv.gz:1:1" in result.stderr and "not a whole gz archive" in result.stderr
    assert not list(Path().glob("out.csv*"))


def typed(content: bytes, *arguments: str) -> Result:
    return CliRunner().invoke(cli.main, ["batch", *arguments, "--lang", "en"], input=content, prog_name="hjemmel")


def test_standard_input_is_a_register(laws: Laws, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It is named `stdin` where a row of it is rejected; what it is, is stated and never guessed."""
    monkeypatch.setattr("engine.commands.batch.laws_and_sources", lambda rules: (laws, {}))
    source = (HOME / "tests" / "batch" / "register.csv").read_bytes()
    (tmp_path / "in.csv").write_bytes(source)
    piped, plain = tmp_path / "piped.csv", tmp_path / "plain.csv"
    chosen = ("--columns", "programme.outcome")
    assert typed(b"", str(tmp_path / "in.csv"), "-o", str(plain), *chosen).exit_code in (0, 1)
    assert typed(packed(source + b"x\n", "gz"), "-", "--stdin", "csv.gz", "-o", str(piped), *chosen).exit_code == 1
    assert piped.read_bytes() == plain.read_bytes()
    assert "\nstdin,5," in piped.with_name("piped.csv.rejects.csv").read_text(encoding="utf-8")
    assert "stdin:1:1" in typed(b"", "-", "--stdin", "csv", "-o", str(piped)).stderr
    assert typed(source, "-", "-o", str(piped)).exit_code == 2
    assert typed(source, str(tmp_path / "in.csv"), "--stdin", "csv", "-o", str(piped)).exit_code == 2
    assert typed(source, "-", "--stdin", "ndjson", "--encoding", "windows-1252", "-o", str(piped)).exit_code == 2
