"""A rules folder that is broken gives an error or the same decision, never another one; so do suites that are not read.

Each way to break the folder is a function on the made-up law of `rejected/base`, of which version `two` decides the case: were
`two` left out, version `one` would decide it otherwise. The commands run in a process of their own, as a user without rights.
"""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import shutil
import socket
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from engine.law.compiled import compile_laws
from engine.loading import laws_from_texts, load_laws

from .made_up_law import REJECTED, Result, hjemmel, lay_out, standing_in

NOBODY = 65534
"""A user who owns nothing and has no rights, as systems number it."""

EVALUATE = ("evaluate", "case.yaml", "--format", "json", "--no-cross-check")


@contextlib.contextmanager
def open_folder() -> Iterator[Path]:
    """Give a new folder into which anyone may look; those that pytest gives are for their owner alone."""
    with tempfile.TemporaryDirectory(prefix="hjemmel-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


def said(folder: Path, *arguments: str) -> Result:
    """Return what a command says to a user without rights, in a process of its own; one that does not end in a minute has failed."""
    context = multiprocessing.get_context("fork")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_say, args=(folder, arguments, sending))
    process.start()
    try:
        assert receiving.poll(60), "it does not end"
        found = receiving.recv()
    finally:
        process.kill()
        process.join()
    assert isinstance(found, Result), found
    return found


def _say(folder: Path, arguments: tuple[str, ...], sending: Connection) -> None:
    os.chdir(folder)
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    try:
        sending.send(hjemmel(*arguments))
    except BaseException:
        sending.send(traceback.format_exc())


@pytest.fixture
def law() -> Iterator[Path]:
    """Give a folder with the made-up law in it, which anyone may read."""
    with open_folder() as folder:
        lay_out(folder)
        yield folder


# ---------------------------------------------------------------- ways to break the folder of a version


def missing(two: Path) -> None:
    shutil.rmtree(two)


def unreadable_folder(two: Path) -> None:
    two.chmod(0)


def folder_that_may_be_listed_only(two: Path) -> None:
    two.chmod(0o744)


def unreadable_rules(two: Path) -> None:
    two.parent.chmod(0)


def unreadable_file(two: Path) -> None:
    (two / "rules.yaml").chmod(0)


def unreadable_law_file(two: Path) -> None:
    (two / "law.yaml").chmod(0)


def empty(two: Path) -> None:
    for path in two.iterdir():
        path.unlink()


def empty_files(two: Path) -> None:
    for path in two.iterdir():
        path.write_bytes(b"")


def comments_alone(two: Path) -> None:
    for path in two.iterdir():
        path.write_text("# nothing yet\n", encoding="utf-8")


def a_text_ending(two: Path) -> None:
    for path in two.iterdir():
        path.rename(two / f"{path.name}.txt")


def another_ending(two: Path) -> None:
    for path in two.iterdir():
        path.rename(path.with_suffix(".yml"))


def capital_endings(two: Path) -> None:
    for path in two.iterdir():
        path.rename(path.with_suffix(".YAML"))


def one_file_renamed(two: Path) -> None:
    (two / "rules.yaml").rename(two / "rules.yaml.bak")


def one_file_hidden(two: Path) -> None:
    (two / "rules.yaml").rename(two / ".rules.yaml")


def capital_law_file(two: Path) -> None:
    (two / "law.yaml").rename(two / "Law.yaml")


def capital_folder(two: Path) -> None:
    two.rename(two.parent / "Two")


def hidden_folder(two: Path) -> None:
    two.rename(two.parent / ".two")


def renamed_folder(two: Path) -> None:
    two.rename(two.parent / "two (1)")


def a_folder_deeper(two: Path) -> None:
    shutil.copytree(two, two.parent / "copy" / "two")
    shutil.rmtree(two)
    (two.parent / "copy").rename(two)


def copied_into_itself(two: Path) -> None:
    shutil.copytree(two, two.parent.parent / "copy")
    shutil.move(two.parent.parent / "copy", two / "two")


def copied_beside(two: Path) -> None:
    shutil.copytree(two, two.parent / "two - Copy")


def link_to_own_file(two: Path) -> None:
    (two / "again.yaml").symlink_to("rules.yaml")


def hard_link_to_own_file(two: Path) -> None:
    (two / "again.yaml").hardlink_to(two / "rules.yaml")


def broken_link(two: Path) -> None:
    (two / "rules.yaml").unlink()
    (two / "rules.yaml").symlink_to("elsewhere.yaml")


def link_to_itself(two: Path) -> None:
    (two / "rules.yaml").unlink()
    (two / "rules.yaml").symlink_to("rules.yaml")


def folder_linked_to_itself(two: Path) -> None:
    shutil.rmtree(two)
    two.symlink_to("two")


def loop_of_folders(two: Path) -> None:
    (two / "part").symlink_to("..")


def folder_linked_to_the_top(two: Path) -> None:
    (two / "part").symlink_to("/")


def folder_linked_out_of_the_tree(two: Path) -> None:
    two.rename(two.parent.parent / "two")
    two.symlink_to("../two")


def folder_linked_to_another_version(two: Path) -> None:
    shutil.rmtree(two)
    two.symlink_to("one")


def files_linked_out_of_the_tree(two: Path) -> None:
    """As a store of built files does: each is a link to a file elsewhere. The law is all there."""
    two.rename(two.parent.parent / "store")
    two.mkdir()
    for path in (two.parent.parent / "store").iterdir():
        (two / path.name).symlink_to(path)


def mounted_configuration(two: Path) -> None:
    """As Kubernetes mounts a ConfigMap: files that are links through `..data` to a hidden folder named by its time."""
    hidden = two / "..2026_11_29_08_00_00.1234567890"
    files = sorted(two.iterdir())
    hidden.mkdir()
    for path in files:
        path.rename(hidden / path.name)
        path.symlink_to(f"..data/{path.name}")
    (two / "..data").symlink_to(hidden.name)


def mounted_configuration_of_folders(two: Path) -> None:
    """As Kubernetes mounts a ConfigMap over the rules, its items with paths: each folder is a link through `..data`."""
    rules = two.parent
    hidden = rules / "..2026_11_29_08_00_00.1234567890"
    parts = sorted(rules.iterdir())
    hidden.mkdir()
    for path in parts:
        path.rename(hidden / path.name)
        path.symlink_to(f"..data/{path.name}")
    (rules / "..data").symlink_to(hidden.name)


def mounted_configuration_that_lost_its_data(two: Path) -> None:
    mounted_configuration(two)
    (two / "..data").unlink()


def half_copied(two: Path) -> None:
    (two / "rules.yaml").unlink()


def cut_in_the_middle(two: Path) -> None:
    text = (two / "rules.yaml").read_bytes()
    (two / "rules.yaml").write_bytes(text[: len(text) // 2])


def cut_at_the_end_of_a_rule(two: Path) -> None:
    text = (two / "rules.yaml").read_text(encoding="utf-8")
    (two / "rules.yaml").write_text(text[: text.rindex("  - id: ")], encoding="utf-8")


def a_conflict_file(two: Path) -> None:
    shutil.copy(two / "rules.yaml", two / "rules (Kari's conflicted copy 2026-11-29).yaml")


def a_sync_conflict_file(two: Path) -> None:
    shutil.copy(two / "rules.yaml", two / "rules.sync-conflict-20261129-080000-ABCDEFG.yaml")


def an_unfinished_download(two: Path) -> None:
    (two / "rules.yaml").rename(two / "rules.yaml.part")


def conflict_markers(two: Path) -> None:
    text = (two / "rules.yaml").read_text(encoding="utf-8")
    (two / "rules.yaml").write_text(f"<<<<<<< HEAD\n{text}=======\n{text}>>>>>>> other\n", encoding="utf-8")


def utf_16(two: Path) -> None:
    text = (two / "rules.yaml").read_text(encoding="utf-8")
    (two / "rules.yaml").write_text(text, encoding="utf-16")


def latin_1(two: Path) -> None:
    text = (two / "rules.yaml").read_text(encoding="utf-8")
    (two / "rules.yaml").write_bytes(f"# målgruppe\n{text}".encode("latin-1"))


def byte_order_mark(two: Path) -> None:
    for path in two.iterdir():
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())


def byte_order_mark_in_the_middle(two: Path) -> None:
    text = (two / "rules.yaml").read_bytes()
    (two / "rules.yaml").write_bytes(text + b"\xef\xbb\xbf")


def nul_bytes(two: Path) -> None:
    size = (two / "rules.yaml").stat().st_size
    (two / "rules.yaml").write_bytes(bytes(size))


def a_nul_byte_at_the_end(two: Path) -> None:
    text = (two / "rules.yaml").read_bytes()
    (two / "rules.yaml").write_bytes(text + b"\0")


def folder_in_place_of_a_file(two: Path) -> None:
    (two / "rules.yaml").unlink()
    (two / "rules.yaml").mkdir()


def file_in_place_of_the_folder(two: Path) -> None:
    shutil.rmtree(two)
    two.write_text("version: two\n", encoding="utf-8")


def file_beside_the_versions(two: Path) -> None:
    (two / "rules.yaml").rename(two.parent / "rules.yaml")


def pipe(two: Path) -> None:
    (two / "rules.yaml").unlink()
    os.mkfifo(two / "rules.yaml")


def a_socket(two: Path) -> None:
    (two / "rules.yaml").unlink()
    with socket.socket(socket.AF_UNIX) as opened, standing_in(two):
        opened.bind("rules.yaml")


def device(two: Path) -> None:
    (two / "rules.yaml").unlink()
    (two / "rules.yaml").symlink_to("/dev/zero")


def huge_file(two: Path) -> None:
    with (two / "rules.yaml").open("r+b") as file:
        file.truncate(1 << 40)  # without content, so that it takes no space


def empty_folder_in_it(two: Path) -> None:
    (two / "part").mkdir()


def unreadable_folder_in_it(two: Path) -> None:
    (two / "part").mkdir()
    (two / "rules.yaml").rename(two / "part" / "rules.yaml")
    (two / "part").chmod(0)


def a_name_of_no_characters(two: Path) -> None:
    (two / "rules.yaml").rename(two / os.fsdecode(b"rules\xff.yaml"))


def a_line_break_in_a_name(two: Path) -> None:
    (two / "rules.yaml").rename(two / "rules\n.yaml")


def capital_vocabulary(two: Path) -> None:
    (two.parent / "vocabulary.yaml").rename(two.parent / "Vocabulary.yaml")


def empty_vocabulary_folder(two: Path) -> None:
    (two.parent / "vocabulary").mkdir()


WAYS: tuple[Callable[[Path], None], ...] = tuple(
    way for way in list(globals().values()) if callable(way) and getattr(way, "__annotations__", None) == {"two": "Path", "return": "None"}
)


def decided(result: Result) -> object:
    """Return what of a decision is law and outcome."""
    document = json.loads(result.stdout)
    return document["law"], document["conclusions"]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> object:
    """Give the decision by the whole law, which version `two` makes.

    What the commands import, they import here: a user without rights may not be let in where Python lies.
    """
    folder = tmp_path_factory.mktemp("whole")
    lay_out(folder)
    with standing_in(folder):
        result = hjemmel(*EVALUATE)
        assert hjemmel("check").code == result.code == 0, result.stderr
        (folder / "rules" / "two" / "fees.yaml").unlink()
        assert hjemmel("check").code == 1
    assert {entry["version"] for entry in json.loads(result.stdout)["law"].values()} == {"two"}
    return decided(result)


SAME = {
    a_folder_deeper,
    byte_order_mark,
    files_linked_out_of_the_tree,
    mounted_configuration,
    mounted_configuration_of_folders,
}
"""After which the law is whole, and is to be used: the others are to be refused."""


@pytest.mark.skipif(os.name != "posix", reason="rights, links and pipes are those of POSIX")
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_broken_folder_never_gives_another_decision(way: Callable[[Path], None], law: Path, whole: object) -> None:
    """The decision is the same, or there is none: an error that names a place, no traceback, and soon."""
    way(law / "rules" / "two")
    begun = time.monotonic()
    try:
        result = said(law, *EVALUATE)
        checked = said(law, "check")
    finally:
        for path in (law / "rules", law / "rules" / "two", law / "rules" / "two" / "part"):
            if path.is_dir() and not path.is_symlink():
                path.chmod(0o755)
    assert time.monotonic() - begun < 30
    if way in SAME:
        assert (result.code, checked.code) == (0, 0), result.stderr + checked.stderr
        assert decided(result) == whole
    else:
        assert (result.code, checked.code) == (1, 1), result.stdout + checked.stdout
        assert result.stdout == "" and "error[" in result.stderr


def test_there_are_enough_ways() -> None:
    """No way is lost by its form."""
    assert len(WAYS) >= 50 and set(WAYS) >= SAME


# ---------------------------------------------------------------- suites


def suite_renamed(regression: Path) -> None:
    (regression / "two" / "suite.yaml").rename(regression / "two" / "suite.yaml.txt")


def suite_emptied(regression: Path) -> None:
    (regression / "two" / "suite.yaml").write_text("[]\n", encoding="utf-8")


def suite_folder_emptied(regression: Path) -> None:
    (regression / "two" / "suite.yaml").unlink()


def suite_folder_missing(regression: Path) -> None:
    shutil.rmtree(regression / "two")


def suite_folder_renamed(regression: Path) -> None:
    (regression / "two").rename(regression / "three")


def empty_suite_folder_of_no_version(regression: Path) -> None:
    (regression / "three").mkdir()


def suite_linked_twice(regression: Path) -> None:
    (regression / "two" / "again.yaml").symlink_to("suite.yaml")


SUITE_WAYS = (
    suite_renamed,
    suite_emptied,
    suite_folder_emptied,
    suite_folder_missing,
    suite_folder_renamed,
    empty_suite_folder_of_no_version,
    suite_linked_twice,
)


@pytest.mark.parametrize("way", SUITE_WAYS, ids=lambda way: way.__name__)
def test_suites_that_are_not_run_are_red(way: Callable[[Path], None], tmp_path: Path) -> None:
    """A version without a case, a suite that is not read and a suite of no version each fail the command."""
    lay_out(tmp_path)
    way(tmp_path / "tests" / "regression")
    with standing_in(tmp_path):
        result = hjemmel("test")
    assert result.code == 1 and "two" in result.stdout + result.stderr


# ---------------------------------------------------------------- what is read, and what is known not to be law


def test_what_everyone_knows_is_passed_over(tmp_path: Path) -> None:
    """Documentation and hidden files say nothing; any other file that is not read gives a warning."""
    lay_out(tmp_path)
    two = tmp_path / "rules" / "two"
    for name in ("README.md", "LICENSE", "notes.md", ".DS_Store", ".rules.yaml.swp", ".gitkeep"):
        (two / name).write_text("not law", encoding="utf-8")
    (two / ".git").mkdir()
    with standing_in(tmp_path):
        assert load_laws(Path("rules")).diagnostics == ()
        for name in ("law.pdf", "rules.yaml~", ".law.yaml"):
            (two / name).write_text("not law", encoding="utf-8")
        found = load_laws(Path("rules"))
    assert found.laws is not None
    assert [(d.level, d.code, d.place.file) for d in found.diagnostics] == [
        ("warning", "unread-file", "rules/two/.law.yaml"),
        ("warning", "unread-file", "rules/two/law.pdf"),
        ("warning", "unread-file", "rules/two/rules.yaml~"),
    ]


def test_a_file_may_be_shared_by_versions(tmp_path: Path) -> None:
    """What is the same in two versions may be one file: each version reads it once."""
    lay_out(tmp_path)
    two, one = tmp_path / "rules" / "two", tmp_path / "rules" / "one"
    same = next(path for path in sorted(two.iterdir()) if path.read_bytes() == (one / path.name).read_bytes())
    before = load_laws(tmp_path / "rules").laws
    same.unlink()
    same.symlink_to(f"../one/{same.name}")
    after = load_laws(tmp_path / "rules")
    assert before is not None and after.laws is not None, after.diagnostics
    again = laws_from_texts(after.texts).laws
    assert again is not None
    digests = [[compiled.digest for compiled in compile_laws(laws).versions] for laws in (before, after.laws, again)]
    assert digests[0] == digests[1] == digests[2]


# ---------------------------------------------------------------- what lies beside the folder


@pytest.mark.parametrize(("standing", "rules"), [("rules", "."), ("rules", "../rules"), ("rules/two", ".."), (".", "rules/two/..")])
def test_what_lies_beside_is_found_however_the_folder_is_named(standing: str, rules: str, tmp_path: Path) -> None:
    """The table of the statute and the suites are read for `.` and `..` too."""
    lay_out(tmp_path, REJECTED / "provision-without-rule" / "a-ledd-and-a-finding")
    with standing_in(tmp_path / standing):
        checked, run = hjemmel("--rules", rules, "check"), hjemmel("--rules", rules, "test")
        shown = hjemmel("--rules", rules, "show", "right")
    assert (checked.code, "[provision-without-rule]" in checked.stderr) == (1, True), checked
    assert run.code == 0 and "two: 2 cases" in run.stdout, run
    assert "two/suite: plain" in shown.stdout


@pytest.mark.parametrize(
    ("link", "command"),
    [
        ("docs/statute.yaml", ("check",)),
        ("docs", ("check",)),
        ("tests/regression/exempt.yaml", ("test", "--coverage")),
        ("tests/regression", ("show", "right")),
        ("tests", ("show", "right")),
    ],
)
def test_a_link_that_leads_nowhere_is_not_absent(link: str, command: tuple[str, ...], tmp_path: Path) -> None:
    """What is beside the rules and cannot be read is told, and never passed over as if there were none."""
    lay_out(tmp_path)
    if (tmp_path / link).is_dir():
        shutil.rmtree(tmp_path / link)
    (tmp_path / link).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / link).symlink_to("nowhere")
    with standing_in(tmp_path):
        result = hjemmel(*command)
    assert result.code == 1 and "error[unreadable]: the link leads to nothing that can be read" in result.stderr, result
