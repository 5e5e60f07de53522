"""Files that are written: nothing that a command reads or keeps is replaced, by whatever path, and nothing is half written."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from engine import files
from engine.diagnostics import Rejected
from engine.home import HOME

from .made_up_law import hjemmel, lay_out, standing_in

LOG = "decisions.sqlite"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The made-up law with its case, a suite, a register, a log that holds one decision, and a key."""
    lay_out(tmp_path)
    (tmp_path / "register.csv").write_text("case,person.resident\n1,true\n", encoding="utf-8")
    (tmp_path / "draft").mkdir()
    shutil.copytree(tmp_path / "rules" / "two", tmp_path / "draft" / "three")
    with standing_in(tmp_path):
        assert hjemmel("evaluate", "case.yaml", "--record", LOG).code == 0
    return tmp_path


def content(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder, and what links say."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if not path.is_symlink() else str(path.readlink()).encode()
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or path.is_file()
    }


def same(path: Path) -> Path:
    return path


def dotted(path: Path) -> Path:
    return Path("rules", "..", *path.parts)


def linked(path: Path) -> Path:
    Path("link").symlink_to(path.absolute())
    return Path("link")


def twice_linked(path: Path) -> Path:
    Path("first").symlink_to(path.absolute())
    Path("second").symlink_to("first")
    return Path("second")


def by_a_linked_folder(path: Path) -> Path:
    Path("elsewhere").symlink_to(path.absolute().parent)
    return Path("elsewhere") / path.name


def hard_linked(path: Path) -> Path:
    Path("same").hardlink_to(path)
    return Path("same")


def in_capitals(path: Path) -> Path:
    other = path.with_name(path.name.upper())
    if not other.exists():
        pytest.skip("this file system tells capitals from small letters")
    return other


WAYS = (same, dotted, linked, twice_linked, by_a_linked_folder, hard_linked, in_capitals)
"""Ways to name a file other than by its own path."""

READ = {
    "evaluate -o the case": ("case.yaml", ["evaluate", "case.yaml", "-o"]),
    "evaluate -o a rule file": ("rules/one/law.yaml", ["evaluate", "case.yaml", "-o"]),
    "evaluate -o the vocabulary": ("rules/vocabulary.yaml", ["evaluate", "case.yaml", "-o"]),
    "evaluate -o a draft": ("draft/three/law.yaml", ["--draft", "draft/three", "evaluate", "case.yaml", "-o"]),
    "evaluate -o the log it appends to": (LOG, ["evaluate", "case.yaml", "--record", LOG, "-o"]),
    "evaluate -o a log it does not use": (LOG, ["evaluate", "case.yaml", "-o"]),
    "evaluate --record the case": ("case.yaml", ["evaluate", "case.yaml", "--record"]),
    "evaluate --record a rule file": ("rules/one/law.yaml", ["evaluate", "case.yaml", "--record"]),
    "diff -o a case": ("case.yaml", ["diff", "one", "two", "--cases", "case.yaml", "-o"]),
    "diff -o a suite": ("tests/regression/one/suite.yaml", ["diff", "one", "two", "-o"]),
    "batch -o the register": ("register.csv", ["batch", "register.csv", "-o"]),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kept", READ)
def test_what_is_read_or_kept_is_never_replaced(
    kept: str, way: Callable[[Path], Path], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The refusal names the place, comes before the law is even loaded, and leaves every file as it was."""
    name, command = READ[kept]
    monkeypatch.setattr("engine.commands.inputs.load_usable", lambda *_: pytest.fail("the law was loaded"))
    with standing_in(folder):
        assert (folder / name).exists(), "the case is wrong"
        path = way(Path(name))
        if command[-3:-1] == ["batch", "register.csv"] and not path.suffix:
            path = path.rename("other.csv")
        before = content(folder)
        result = hjemmel(*command, str(path))
        assert result.code == 1 and "[output]" in result.stderr, result
        assert result.stdout == "" and content(folder) == before


def test_the_rejects_of_batch_replace_nothing_that_is_read(folder: Path) -> None:
    """The file of rejects has a name of its own making; a register may bear it."""
    with standing_in(folder):
        for register in ("out.csv.rejects.csv", "copy.csv"):
            shutil.copy("register.csv", register)
        Path("linked.csv.rejects.csv").symlink_to("copy.csv")
        before = content(folder)
        for register, output in (("out.csv.rejects.csv", "out.csv"), ("copy.csv", "linked.csv")):
            result = hjemmel("batch", register, "-o", output)
            assert result.code == 1 and "[output]" in result.stderr, result
        assert content(folder) == before


@pytest.mark.parametrize("end", ["-journal", "-wal", "-shm"])
def test_what_lies_beside_a_log_is_part_of_it(end: str, folder: Path) -> None:
    """SQLite keeps the only copy of what was there in the journal while it writes."""
    with standing_in(folder):
        before = content(folder)
        result = hjemmel("evaluate", "case.yaml", "--record", LOG, "-o", LOG + end)
        assert result.code == 1 and "written too" in result.stderr and content(folder) == before


def test_a_log_with_two_names_is_not_written(folder: Path) -> None:
    """By the other name nobody would see the journal of a writer that was stopped."""
    with standing_in(folder):
        Path("other.sqlite").hardlink_to(LOG)
        before = content(folder)
        result = hjemmel("evaluate", "case.yaml", "--record", LOG)
        assert result.code == 1 and "several names" in result.stderr and content(folder) == before


FOLDERS = (
    ["check", "--solver", "--witnesses"],
    ["diff", "one", "two", "--witnesses"],
    ["new-version", "three", "--from", "two", "--effective-from", "2013-01-01", "--into"],
)


@pytest.mark.parametrize("where", ["rules/one", "rules/one/new", "linked/new", "tests"])
@pytest.mark.parametrize("command", FOLDERS, ids=lambda command: command[0])
def test_no_new_folder_lies_among_what_is_read(command: list[str], where: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor does one take the place of a folder; a new version may lie beside the others, and nowhere else among them."""
    monkeypatch.setattr("engine.checking.findings.find_flaws", lambda *_: pytest.fail("the solver was asked"))
    monkeypatch.setattr("engine.commands.diff.law_meanings", lambda *_: pytest.fail("the laws were compared"))
    with standing_in(folder):
        Path("linked").symlink_to("rules/one")
        if command[0] == "new-version":
            if where == "tests":
                return  # an existing folder is what --into names
            where = where.removesuffix("/new")
        before = content(folder)
        result = hjemmel(*command, where)
        assert result.code == 1 and "[output]" in result.stderr, result
        assert content(folder) == before


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="there are no /dev/fd here")
@pytest.mark.parametrize("stream", ["3<>", "1>>", "2>>"])
def test_an_open_file_is_known_by_what_it_is(stream: str, folder: Path) -> None:
    """`/dev/fd/3`, and a redirection of the shell, lead to a file as a link does."""
    before = content(folder)
    extra = "-o /dev/fd/3" if stream.startswith("3") else ""
    command = f"exec {sys.executable} {HOME / 'cli.py'} --lang en --rules rules evaluate case.yaml {extra} {stream} case.yaml"
    result = subprocess.run(["sh", "-c", command], cwd=folder, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    after = content(folder)
    if stream == "2>>":  # the refusal itself has nowhere else to go
        assert after["case.yaml"].startswith(before["case.yaml"]) and b"[output]" in after.pop("case.yaml")
        before.pop("case.yaml")
    else:
        assert "[output]" in result.stderr
    assert after == before


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="there is no /dev/stdout here")
@pytest.mark.parametrize("to", ["| cat", "> decision.txt"])
def test_output_to_standard_output_by_its_name(to: str, folder: Path) -> None:
    """`-o /dev/stdout` prints, whether that is a pipe or a file."""
    command = f"{sys.executable} {HOME / 'cli.py'} --rules rules evaluate case.yaml -o /dev/stdout {to}"
    result = subprocess.run(["sh", "-c", command], cwd=folder, capture_output=True, text=True, check=False)
    told = result.stdout or (folder / "decision.txt").read_text(encoding="utf-8")
    with standing_in(folder):
        assert told == hjemmel("evaluate", "case.yaml", lang="").stdout and result.stderr == ""


# ---------------------------------------------------------------- how it is written


def test_a_link_stays_and_its_file_is_replaced(tmp_path: Path) -> None:
    """Also where the file is not there yet."""
    (tmp_path / "folder").mkdir()
    for name in ("there.txt", "new.txt"):
        real, link = tmp_path / "folder" / name, tmp_path / name
        if name == "there.txt":
            real.write_text("before", encoding="utf-8")
        link.symlink_to(real)
        files.write_text(link, "after")
        assert link.is_symlink() and real.read_text(encoding="utf-8") == "after"


def test_links_in_a_circle_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    attempts: tuple[Callable[[], object], ...] = (
        lambda: files.judge_outputs([tmp_path / "a"], []),
        lambda: files.write_text(tmp_path / "a", "x"),
    )
    for write in attempts:
        with pytest.raises(Rejected, match="cannot write here"):
            write()


@pytest.mark.skipif(sys.platform == "win32", reason="rights of another kind")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_rights_stay(mode: int, tmp_path: Path) -> None:
    """A private file stays private; a new one is as any new file."""
    path = tmp_path / "decision.txt"
    path.write_text("before", encoding="utf-8")
    path.chmod(mode)
    files.write_text(path, "after")
    assert stat.S_IMODE(path.stat().st_mode) == mode and path.read_text(encoding="utf-8") == "after"
    before = os.umask(0o027)
    try:
        files.write_text(tmp_path / "new.txt", "new")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "new.txt").stat().st_mode) == 0o640


def test_a_write_protected_file_is_not_replaced(tmp_path: Path) -> None:
    """Renaming could do it, and would undo what somebody protected."""
    path = tmp_path / "decision.txt"
    path.write_text("before", encoding="utf-8")
    path.chmod(0o444)
    with pytest.raises(Rejected, match="write-protected"):
        files.judge_outputs([path], [])


def test_what_fails_in_the_middle_leaves_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever step fails, the file is as it was and nothing lies beside it."""
    path = tmp_path / "decision.txt"
    path.write_text("before", encoding="utf-8")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    for step in ("os.fsync", "pathlib.Path.write_bytes", "pathlib.Path.replace", "tempfile.mkstemp"):
        with monkeypatch.context() as broken:
            broken.setattr(step, full)
            with pytest.raises(Rejected, match="No space left"):
                files.write_text(path, "after")
            if step in ("os.fsync", "pathlib.Path.write_bytes", "tempfile.mkstemp"):
                with pytest.raises(Rejected, match="No space left"):
                    files.replace_texts({path: ("before", "after")})
        assert content(tmp_path) == {"decision.txt": b"before"}


def test_several_files_are_replaced_or_none(tmp_path: Path) -> None:
    """A byte order mark and line ends stay; where one file is not the text that was read, none is touched."""
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_bytes(b"\xef\xbb\xbfa\r\n")
    two.write_bytes(b"b\n")
    with pytest.raises(Rejected, match="changed after it was read"):
        files.replace_texts({one: ("a\r\n", "A\r\n"), two: ("c\n", "B\n")})
    assert content(tmp_path) == {"one": b"\xef\xbb\xbfa\r\n", "two": b"b\n"}
    files.replace_texts({one: ("a\r\n", "A\r\n"), two: ("b\n", "B\n")})
    assert content(tmp_path) == {"one": b"\xef\xbb\xbfA\r\n", "two": b"B\n"}


def test_the_longest_name_has_room(tmp_path: Path) -> None:
    """What lies beside a file while it is written has a short name of its own."""
    path = tmp_path / ("n" * 255)
    files.write_text(path, "x")
    assert content(tmp_path) == {path.name: b"x"}
    for name in ("n" * 256, "nul\0"):
        with pytest.raises(Rejected, match="cannot write here"):
            files.write_text(tmp_path / name, "x")


def test_only_one_module_writes() -> None:
    """Every file goes through it; a register is written in the file that it gives, and the log is SQLite's affair.

    What a request or standard input sends is laid in a file of its own that goes when it is answered.
    """
    writing = (
        ".write_text(",
        ".write_bytes(",
        ".replace(target",
        "os.replace",
        "mkstemp",
        "NamedTemporary",
        ".unlink(",
        '.open("w',
        '.open("x',
    )
    allowed = {
        "engine/files.py": writing,
        "engine/batch/writing.py": ('.open("w',),
        "engine/batch/telling.py": ('.open("w',),
        "engine/workbench/api_registers.py": ('.open("w',),
        "engine/commands/registers.py": ("NamedTemporary",),
    }
    for path in [*(HOME / "engine").rglob("*.py"), HOME / "cli.py"]:
        text = path.read_text(encoding="utf-8")
        found = [word for word in writing if word in text and word not in allowed.get(path.relative_to(HOME).as_posix(), ())]
        assert not found, f"{path.name} writes files itself: {found}"
