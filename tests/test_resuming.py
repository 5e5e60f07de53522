"""A run over a register that is interrupted goes on where it was, to the same bytes; and never on what is of another run."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from engine import kept
from engine.batch import running
from engine.batch.inspecting import inspect_registers
from engine.batch.reading import open_register
from engine.batch.register_files import register_file
from engine.batch.resuming import kept_folder
from engine.batch.running import Options, Summary, decide_registers, judge_counts, rejects_path
from engine.diagnostics import Rejected
from engine.home import HOME
from engine.law.compiled import CompiledLaws, compile_laws
from engine.loading import load_laws

from .made_up_law import BASE, hjemmel, lay_out, standing_in
from .test_batch import _decider

SIZE = 40
ROWS = 500
LAW = {"rules/one.yaml": "one", "rules/two.yaml": "two"}
OPTIONS = Options(trail=True)


@pytest.fixture(scope="module")
def made_up() -> CompiledLaws:
    loaded = load_laws(BASE / "rules")
    assert loaded.laws is not None
    return compile_laws(loaded.laws)


@pytest.fixture(autouse=True)
def _prepared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.batch.running.row_decider", _decider)


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """Rows that are decided, rejected for a cell or for a contradiction, and of ids that stand twice."""
    rng = random.Random(3)
    lines = ["case,card.application_date,person.birth_date,person.resident,reader.category,person.remark"]
    for number in range(ROWS):
        day = rng.choice(["2012-03-01", "2012-03-01", "2012-13-01", "1980-01-01"])
        remark = rng.choice(["", "x", "=1+1", "ø"])
        lines.append(
            f"{number % 490},{day},1990-02-01,{rng.choice(['true', 'false', ''])},{rng.choice(['other', 'student', 'x'])},{remark}"
        )
    path = tmp_path / "in.csv"
    path.write_text("\n".join(lines), encoding="utf-8")  # the last line may be cut short
    return path


def run(
    register: Path, output: Path, laws: CompiledLaws, stop: int = 0, law: dict[str, str] | None = LAW, options: Options = OPTIONS
) -> Summary:
    """Decide the register, and stop after so many blocks."""
    left = [stop]

    def advance(what: str, done: int, total: int) -> None:
        left[0] -= what == "decide"
        if what == "decide" and left[0] == 0:
            raise KeyboardInterrupt

    return decide_registers([register], output, laws, options, advance, SIZE, law)


@pytest.mark.parametrize("suffix", ["parquet", "csv", "ndjson"])
def test_what_was_done_is_not_done_again(suffix: str, register: Path, made_up: CompiledLaws, monkeypatch: pytest.MonkeyPatch) -> None:
    """The output, the rejects and the summary are those of one run; nothing is left beside them."""
    whole, output = register.with_name(f"whole.{suffix}"), register.with_name(f"out.{suffix}")
    decided: list[object] = []
    decide_block = running.decide_block

    def counted(*block: Any) -> Any:
        decided.append(block[0])
        return decide_block(*block)

    monkeypatch.setattr("engine.batch.running.decide_block", counted)
    expected = run(register, whole, made_up, law=None)
    # Ids stand in several blocks, which without a folder to go on in is seen among the first of them.
    blocks = -(-expected.rows // SIZE)
    assert blocks < len(decided) <= 2 * blocks
    assert expected.decided > 100 and expected.rejected > 100 and expected.notices
    for stop in (1, 7):
        with pytest.raises(KeyboardInterrupt):
            run(register, output, made_up, stop)
        assert not output.exists() and not rejects_path(output).exists()
    decided.clear()
    assert run(register, output, made_up) == expected
    assert len(decided) == blocks - 7 > 4
    assert output.read_bytes() == whole.read_bytes()
    assert rejects_path(output).read_bytes() == rejects_path(whole).read_bytes()
    assert sorted(path.name for path in register.parent.iterdir()) == sorted(
        ["in.csv", whole.name, output.name, rejects_path(whole).name, rejects_path(output).name]
    )


def test_nothing_is_kept_of_a_register_that_is_written_meanwhile(register: Path, made_up: CompiledLaws) -> None:
    """Once what the run began with is in its place again, the same command would take the other rows for those of it."""
    begun, output, whole = register.read_bytes(), register.with_name("out.csv"), register.with_name("whole.csv")

    def change(what: str, done: int, total: int) -> None:
        if what == "read":
            register.write_bytes(begun.replace(b"true", b"false"))

    with pytest.raises(Rejected, match="was written while it was read"):
        decide_registers([register], output, made_up, OPTIONS, change, SIZE, LAW)
    register.write_bytes(begun)
    assert run(register, output, made_up) == run(register, whole, made_up, law=None)
    assert output.read_bytes() == whole.read_bytes()


@pytest.mark.parametrize("other", ["law", "law added", "option", "register", "row"])
def test_another_run_is_refused_and_told_what_differs(other: str, register: Path, made_up: CompiledLaws) -> None:
    output = register.with_name("out.csv")
    with pytest.raises(KeyboardInterrupt):
        run(register, output, made_up, 2)
    before = sorted(path.name for path in kept_folder(output).iterdir())
    law, options, told = LAW, OPTIONS, "rules/two.yaml"
    match other:
        case "law":
            law = {**LAW, "rules/two.yaml": "otherwise"}
        case "law added":
            law, told = {**LAW, "rules/three.yaml": ""}, "rules/three.yaml"
        case "option":
            options, told = OPTIONS._replace(lang="en"), "--lang"
        case "register":
            told = f"1: {register.as_posix()}"
            register.write_text(register.read_text(encoding="utf-8").replace("true", "false", 1), encoding="utf-8")
        case _:
            told = f"1: {register.as_posix()}"
            register.write_text(register.read_text(encoding="utf-8") + "\n9999,2012-03-01,1990-02-01,true,other,\n", encoding="utf-8")
    with pytest.raises(Rejected) as raised:
        run(register, output, made_up, law=law, options=options)
    (problem,) = raised.value.diagnostics
    assert problem.message.en == f"what is decided here already is of another run: `{told}` was another"
    assert problem.place.file == kept_folder(output).as_posix()
    assert sorted(path.name for path in kept_folder(output).iterdir()) == before and not output.exists()


def test_another_program_of_the_same_version_is_refused(
    register: Path, made_up: CompiledLaws, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program is known by every source that it has; where one cannot be read nothing is taken up, nor begun."""
    assert set(kept._everything()) == set((HOME / "engine").rglob("*.py"))
    source, output = tmp_path / "one.py", register.with_name("out.csv")
    monkeypatch.setattr(kept, "_everything", lambda: [source])
    source.write_text("")
    with pytest.raises(KeyboardInterrupt):
        run(register, output, made_up, 1)
    source.write_text("#")
    with pytest.raises(Rejected, match="`hjemmel` was another") as raised:
        run(register, output, made_up)
    assert [problem.why.en.count("another program") for problem in raised.value.diagnostics] == [1]
    source.unlink()
    with pytest.raises(Rejected, match="the sources of the program cannot be read"):
        run(register, output, made_up)
    assert not output.exists()


DEEP = "[" * 100_000
"""What no program reads to its end."""


@pytest.mark.parametrize("content", ["[]", "null", "{", "{}", '{"x": 1}', DEEP], ids=["list", "null", "half", "nothing", "other", "deep"])
def test_what_does_not_say_which_run_it_is_of_is_refused(content: str, register: Path, made_up: CompiledLaws) -> None:
    output = register.with_name("out.csv")
    with pytest.raises(KeyboardInterrupt):
        run(register, output, made_up, 1)
    (kept_folder(output) / "run.json").write_text(content, encoding="utf-8")
    with pytest.raises(Rejected) as raised:
        run(register, output, made_up)
    (problem,) = raised.value.diagnostics  # nothing is known of what differs, and nothing is said of it
    assert problem.message.en == "`run.json` does not say which run the rows that are decided here already belong to"
    assert problem.place.file == kept_folder(output).as_posix() and (kept_folder(output) / "000000.json").exists()


@pytest.mark.parametrize("damage", ["part", "told", "cut", "a flaw's text", "shapes"])
def test_a_part_that_is_damaged_is_decided_again(damage: str, register: Path, made_up: CompiledLaws) -> None:
    whole, output = register.with_name("whole.csv"), register.with_name("out.csv")
    run(register, whole, made_up, law=None)
    with pytest.raises(KeyboardInterrupt):
        run(register, output, made_up, 5)
    part, told = kept_folder(output) / "000002.arrow", kept_folder(output) / "000002.json"
    match damage:
        case "part":
            decisions = bytearray(part.read_bytes())
            decisions[len(decisions) // 2] ^= 1
            part.write_bytes(decisions)
        case "told":
            told.write_text(json.dumps({**json.loads(told.read_text(encoding="utf-8")), "rows": 3}), encoding="utf-8")
        case "a flaw's text":
            content = json.loads(told.read_text(encoding="utf-8"))
            content["flaws"][0][5] = ["x", "x", None]
            told.write_text(json.dumps(content), encoding="utf-8")
        case "shapes":
            content = json.loads(told.read_text(encoding="utf-8"))
            shapes = ({**content, "flaws": [content["flaws"][0][:3]]}, {**content, "looks": None}, {**content, "flaws": [1]}, [1])
            for number, text in enumerate([*map(json.dumps, shapes), DEEP]):
                told.with_name(f"{number:06}.json").write_text(text, encoding="utf-8")
        case _:
            told.write_text(told.read_text(encoding="utf-8")[:-5], encoding="utf-8")
    run(register, output, made_up)
    assert output.read_bytes() == whole.read_bytes() and rejects_path(output).read_bytes() == rejects_path(whole).read_bytes()


@pytest.mark.parametrize("command", ["batch", "inspect"])
def test_a_register_that_grows_meanwhile_gives_no_answer(command: str, register: Path, made_up: CompiledLaws) -> None:
    """What is decided is what was counted, or nothing is written: a row that came in between is neither decided nor rejected.

    Rows are counted before where an id stands in two blocks.
    """
    rows = "case,person.resident\n1,true\n1,true\n"
    register.write_text(rows, encoding="utf-8")
    output = register.with_name("out.csv")

    def grow(what: str, done: int, total: int) -> None:
        if what == "read":
            # Another file, for who has opened this one reads on in it.
            register.unlink()
            register.write_text(f"{rows}2,true\n", encoding="utf-8")

    with pytest.raises(Rejected, match="the file was written while it was read"):
        if command == "batch":
            decide_registers([register], output, made_up, OPTIONS, grow, 1)
        else:
            inspect_registers([register], output, rejects_path(output), made_up, OPTIONS, grow, 1)
    assert [path.name for path in register.parent.iterdir()] == ["in.csv"]


def test_rows_that_are_neither_decided_nor_rejected_are_told(register: Path) -> None:
    """Of a file that nobody wrote, it is the program that lost them."""
    opened = [open_register(register_file(register), "utf-8", ())]
    judge_counts(opened, 3, 3, 1, 2)
    for rows, decided in ((2, 1), (3, 0)):
        with pytest.raises(Rejected, match=f"3 rows were read first, and then {rows}; {decided} are decided and 2 rejected"):
            judge_counts(opened, 3, rows, decided, 2)


CHILD = dedent(
    f"""
    import sys
    from pathlib import Path
    sys.path.insert(0, {str(HOME)!r})
    from tests.test_resuming import BASE, compile_laws, load_laws, run
    laws = compile_laws(load_laws(BASE / "rules").laws)
    print("ready", flush=True)
    run(Path(sys.argv[1]), Path(sys.argv[2]), laws)
    print("done", flush=True)
    """
)


def test_a_program_that_is_killed_at_any_moment_goes_on(register: Path, made_up: CompiledLaws, request: pytest.FixtureRequest) -> None:
    """Killed without a chance to tidy up, again and again; never half an output, and at the end the same bytes and nothing else."""
    whole, output = register.with_name("whole.parquet"), register.with_name("out.parquet")
    start = time.monotonic()
    run(register, whole, made_up, law=None)
    took = time.monotonic() - start
    rng = random.Random(11)
    for _ in range(max(1, request.config.getoption("--kills") // 3)):
        with subprocess.Popen([sys.executable, "-c", CHILD, register, output], stdout=subprocess.PIPE, cwd=HOME) as child:
            assert child.stdout is not None and child.stdout.readline() == b"ready\n"
            time.sleep(rng.random() * took)
            child.kill()
        assert not output.exists() or output.read_bytes() == whole.read_bytes()
    run(register, output, made_up)
    assert output.read_bytes() == whole.read_bytes() and rejects_path(output).read_bytes() == rejects_path(whole).read_bytes()
    assert not [path for path in register.parent.iterdir() if path.is_dir() or path.name.startswith(".")]


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes up what is kept, unless the law is another by now; refuses a folder of something else, and leaves no folder."""
    lay_out(tmp_path)
    folder = Path("out.csv.unfinished")
    with standing_in(tmp_path):
        Path("in.csv").write_text("case,person.resident\n1,true\n", encoding="utf-8")

        def interrupted(*_: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patched:
            patched.setattr("engine.batch.running._Tally.add", interrupted)
            assert hjemmel("batch", "in.csv", "-o", "out.csv", "--resume").code != 0
        assert (folder / "000000.json").is_file() and not Path("out.csv").exists()
        rules = Path("rules/two/rules.yaml")
        before = rules.read_bytes()
        rules.write_bytes(before + b"# changed\n")
        result = hjemmel("batch", "in.csv", "-o", "out.csv", "--resume")
        assert (
            result.code == 1 and "is of another run: `rules/two/rules.yaml` was another" in result.stderr and not Path("out.csv").exists()
        )
        rules.write_bytes(before)
        assert hjemmel("batch", "in.csv", "-o", "out.csv", "--resume").code == 0
        assert not folder.exists()
        folder.mkdir()
        (folder / ".hjemmel-left").touch()
        assert hjemmel("batch", "in.csv", "-o", "out.csv", "--resume").code == 0 and not folder.exists()
        folder.mkdir()
        (folder / "mine.txt").touch()
        result = hjemmel("batch", "in.csv", "-o", "out.csv", "--resume")
        assert result.code == 1 and "something is already there" in result.stderr and (folder / "mine.txt").exists()
