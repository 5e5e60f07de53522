"""Laws kept between runs: they are those of the files, byte for byte, or they are not used; and keeping them is never in the way."""

from __future__ import annotations

import dataclasses
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine import files, kept
from engine.home import HOME
from engine.kept import load_usable
from engine.loading import laws_of, load_laws
from engine.model import Laws

from .made_up_law import hjemmel, lay_out, standing_in


class Watched:
    """The made-up law with its cache folder, and how often laws were made of texts."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self.rules, self.cache, self.made = folder / "rules", cache / "hjemmel", 0

    def load(self, **wanted: Any) -> Any:
        found = load_usable(self.rules, **wanted)
        assert found.laws is not None
        return found

    def makes(self, **wanted: Any) -> bool:
        """Return whether loading makes laws anew; whether or not, they are those of the files, to the type of each value."""
        before = self.made
        assert repr(self.load(**wanted).laws) == repr(load_laws(self.rules, language=wanted.get("language", "nb")).laws)
        return self.made > before

    def entry(self) -> Path:
        (found,) = self.cache.iterdir()
        return found


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Watched:
    """The made-up law and an empty cache."""
    lay_out(tmp_path / "law")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(kept, "_BEGAN", float("inf"))  # as if no source had been changed for a long time
    found = Watched(tmp_path / "law", tmp_path)

    def counting(*arguments: Any) -> Any:
        found.made += 1
        return laws_of(*arguments)

    monkeypatch.setattr(kept, "laws_of", counting)
    return found


def test_the_shipped_laws_are_kept_whole(watched: Watched, laws: Laws) -> None:
    """What comes back of them is equal in every field, to the type of each value, with the texts of the files."""
    watched.rules = HOME / "rules"
    first, again = (watched.load() for _ in range(2))
    assert watched.made == 1
    assert again.laws == laws and repr(again.laws) == repr(laws)
    assert again[1:] == first[1:] and len(again.texts) > 20 and again.diagnostics == ()


def test_a_changed_byte_of_any_file_is_seen(watched: Watched) -> None:
    """A changed, a new, a missing and a renamed file make other laws; with the old bytes back, the old laws are found."""
    assert watched.makes() and not watched.makes()
    old = watched.entry()

    def is_seen(what: object, undo: Callable[[], object]) -> None:
        assert watched.makes(), what
        (other,) = set(watched.cache.iterdir()) - {old}
        other.unlink()  # else the old ones would go: few are kept
        undo()
        assert not watched.makes(), what

    for path in sorted(watched.rules.rglob("*.yaml")):
        before = path.read_bytes()
        path.write_bytes(before + b"#\n")
        is_seen(path, partial(path.write_bytes, before))
    fees = {path: path.read_bytes() for path in watched.rules.glob("*/fees.yaml")}
    new = [path.with_name("new.yaml") for path in fees]

    def as_they_were() -> None:
        for path, before in fees.items():
            path.write_bytes(before)
        for path in new:
            path.unlink(missing_ok=True)

    for path in fees:  # in both versions, which else would differ without an amendment
        path.unlink()
    is_seen("missing", as_they_were)
    for path, before in zip(new, fees.values(), strict=True):
        path.write_bytes(before.replace(b"id: fee", b"id: again"))
    is_seen("new", as_they_were)
    rule_file = watched.rules / "two" / "fees.yaml"
    moved = rule_file.rename(rule_file.with_name("other.yaml"))
    is_seen(moved, partial(moved.rename, rule_file))  # diagnostics and the trail name files
    assert watched.makes(language="nn") and not watched.makes(language="nn")


def test_standing_elsewhere_the_files_are_called_otherwise(watched: Watched) -> None:
    """Places in diagnostics are told as from where the user stands."""
    assert watched.makes()
    with standing_in(watched.rules.parent):
        assert watched.makes()


def test_a_draft_is_told_from_a_version(watched: Watched) -> None:
    """The same files are other laws when a version among them is a draft."""
    assert watched.makes()
    draft = (watched.rules / "two").rename(watched.rules.parent / "two")
    assert [watched.load(drafts=[draft]).laws.drafts for _ in range(2)] == [{"two"}] * 2
    assert watched.made == 2


def test_another_program_finds_nothing(watched: Watched, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A changed source, another Python and another reader of YAML make the laws anew."""
    assert watched.makes()
    source = tmp_path / "checks.py"
    source.write_text("")
    program = kept._program()
    monkeypatch.setattr(kept, "_program", lambda: [*program, source])
    assert watched.makes()
    source.write_text("#")
    assert watched.makes() and not watched.makes()
    monkeypatch.setattr(sys, "version", "another")
    assert watched.makes()
    monkeypatch.setattr(yaml, "__version__", "another")
    assert watched.makes()


def test_the_program_is_all_that_makes_laws() -> None:
    """Every module that is imported to make laws of texts is part of the key."""
    code = "import sys, engine.kept, engine.language.laws; print(*(m.__file__ for n, m in sys.modules.items() if n.startswith('engine.')))"
    done = subprocess.run([sys.executable, "-c", code], cwd=HOME, capture_output=True, text=True, check=True)
    imported = {Path(name) for name in done.stdout.split()}
    assert len(imported) > 60
    assert imported <= set(kept._program())


def test_what_was_made_while_a_source_changed_is_not_kept(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program that runs may be older than the source that the key is made of."""
    monkeypatch.setattr(kept, "_BEGAN", 0.0)
    assert watched.makes() and watched.makes()


def cut(content: bytes) -> bytes:
    return content[:-1]


def emptied(content: bytes) -> bytes:
    return b""


def first_bit(content: bytes) -> bytes:
    return bytes([content[0] ^ 1]) + content[1:]


def bit_inside(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


def zeros(content: bytes) -> bytes:
    """Return what a disk that lost its power may hold."""
    return bytes(len(content))


@pytest.mark.parametrize("damaged", [cut, emptied, first_bit, bit_inside, zeros])
def test_what_is_damaged_is_made_anew(damaged: Callable[[bytes], bytes], watched: Watched) -> None:
    """It is neither used nor told of, and whole again afterwards."""
    assert watched.makes()
    entry = watched.entry()
    whole = entry.read_bytes()
    entry.write_bytes(damaged(whole))
    assert watched.makes() and not watched.makes()
    assert entry.read_bytes() == whole


def test_an_entry_under_another_name_is_not_found(watched: Watched) -> None:
    """What was kept of other files is not used, though somebody gave it the name of these."""
    assert watched.makes()
    first = watched.entry()
    path = watched.rules / "vocabulary.yaml"
    path.write_bytes(path.read_bytes() + b"#\n")
    assert watched.makes()
    (second,) = set(watched.cache.iterdir()) - {first}
    second.write_bytes(first.read_bytes())
    assert watched.makes()


def test_nothing_but_nouns_of_the_law_is_made_of_bytes() -> None:
    """What names a function is refused before it is called."""

    class Evil:
        def __reduce__(self) -> Any:
            return pytest.fail, ("it ran",)

    for one in (Evil(), print, os.system, dataclasses.replace, {"laws": 1}):
        assert kept._unpacked(pickle.dumps(one)) is None


UNUSED = """
topic: lending
title: {nb: Mer, en: More}
parameters:
  spare: {value: 1, unit: years, source: {act: lånekortloven, section: "§ 1"}}
rules: []
"""


@pytest.mark.parametrize(("file", "text", "code"), [("notes.txt", "", "unread-file"), ("two/more.yaml", UNUSED, "unused")])
def test_only_laws_without_a_diagnostic_are_kept(file: str, text: str, code: str, watched: Watched) -> None:
    """A warning is told each time, be it of the files or of the laws that are made of them."""
    (watched.rules / file).write_text(text, encoding="utf-8")
    assert [[one.code for one in watched.load().diagnostics] for _ in range(2)] == [[code]] * 2
    assert not watched.cache.exists()


def test_what_others_could_have_written_is_not_used(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder and the file must be the user's, and closed to all others; a folder of another's is left alone."""
    assert watched.makes()
    for path, rights in ((watched.cache, 0o700), (watched.entry(), 0o600)):
        for more in (0o020, 0o002):
            path.chmod(rights | more)
            assert watched.makes(), oct(rights | more)
        watched.cache.chmod(0o700)
        path.chmod(rights)
    assert not watched.makes()
    before = {path: path.stat() for path in (watched.cache, watched.entry())}
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert watched.makes()
    assert before == {path: path.stat() for path in (watched.cache, watched.entry())}


def another() -> int:
    return os.getuid() + 1


def not_told() -> int:
    raise PermissionError


@pytest.mark.parametrize("user", [another, not_told])
def test_no_folder_is_made_in_the_home_of_another(user: Callable[[], int], watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    """`sudo` may leave the home as it was; a folder of the administrator's there would be in the way of its owner.

    Nor is one made where the system does not tell whose a file is, and no source of the program is read for nothing.
    """
    monkeypatch.setattr(files, "_user", user)
    monkeypatch.setattr(kept, "_key", lambda _: pytest.fail("it is reckoned for nothing"))
    assert watched.makes() and not watched.cache.exists()


def test_a_link_is_not_followed(watched: Watched) -> None:
    """Neither in the place of the folder nor of the file."""
    assert watched.makes()
    aside = watched.cache.rename(watched.cache.with_name("aside"))
    watched.cache.symlink_to(aside)
    assert watched.makes()
    watched.cache.unlink()
    aside.rename(watched.cache)
    entry = watched.entry()
    entry.rename(aside)
    entry.symlink_to(aside)
    assert watched.makes()


@pytest.mark.parametrize("place", ["/dev/null", "/nowhere/at/all", "", "relative"])
def test_where_nothing_can_be_kept_all_works(place: str, watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    """So it is without a home too, and what is no absolute path is no place, as XDG has it."""
    monkeypatch.setenv("XDG_CACHE_HOME", place)
    monkeypatch.setenv("HOME", "/nowhere")
    assert watched.makes() and watched.makes()
    monkeypatch.setattr(Path, "home", lambda: (_ for _ in ()).throw(RuntimeError))
    assert watched.makes()


def test_a_full_disk_leaves_nothing_behind(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    """What could not be written whole is gone."""
    watched.cache.mkdir(0o700)

    def full(*arguments: Any, **named: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "rename", full)
        assert watched.makes()
    assert list(watched.cache.iterdir()) == []


def test_few_are_kept(tmp_path: Path) -> None:
    """The oldest go, and what an interrupted run left with them."""
    place = tmp_path / "kept"
    place.mkdir(0o700)
    (place / ".hjemmel-left").touch()
    os.utime(place / ".hjemmel-left", (0, 0))
    for number in range(12):
        files.keep(place, str(number), b"%d" % number)
        os.utime(place / str(number), (number + 1, number + 1))
    assert {path.name for path in place.iterdir()} == {str(number) for number in range(4, 12)}
    assert files.kept(place, "11") == b"11" and files.kept(place, "0") is None


def test_many_at_once_find_it_whole_or_not_at_all(tmp_path: Path) -> None:
    """Who reads while others write gets all of what one of them wrote, or nothing where others let go of it."""
    contents = [bytes([number]) * 100_000 for number in range(4)]

    def work(number: int) -> bool:
        files.keep(tmp_path / "kept", "name", contents[number % 4])
        return files.kept(tmp_path / "kept", "name") in (None, *contents)

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(work, range(64)))
    assert work(0) and files.kept(tmp_path / "kept", "name") == contents[0]


def test_a_decision_is_the_same_with_and_without(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole document, byte for byte; and what checks the work of others asks nothing of an earlier run."""
    with standing_in(watched.rules.parent):
        told = [hjemmel("evaluate", "case.yaml", "--format", "json").stdout for _ in range(2)]
        assert told[0] == told[1] and '"digest"' in told[0] and watched.made == 1
        Path("decision.json").write_text(told[0], encoding="utf-8")
        monkeypatch.setattr(kept, "kept", lambda *_: pytest.fail("an earlier run is asked"))
        with pytest.raises(pytest.fail.Exception, match="an earlier run"):
            hjemmel("evaluate", "case.yaml")
        for command in (("verify", "decision.json"), ("test",), ("check",)):
            assert hjemmel(*command).code == 0, command
