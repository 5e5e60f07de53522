"""The wheel: built from a clean export, it holds what the checkout holds, and works from any folder."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from engine import library
from engine.home import HOME

ROOT = HOME
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the files that git tracks and nothing else."""
    export = tmp_path_factory.mktemp("export")
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    for name in filter(None, tracked):
        if (ROOT / name).is_file():
            (export / name).parent.mkdir(parents=True, exist_ok=True)
            (export / name).write_bytes((ROOT / name).read_bytes())
    subprocess.run(
        [*PIP, "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", str(export / "out"), "."],
        cwd=export,
        check=True,
        capture_output=True,
    )
    return next((export / "out").glob("*.whl"))


def test_the_wheel_mirrors_the_checkout(wheel: Path) -> None:
    """What a user needs of what git tracks is in the wheel under one prefix, and nothing else."""
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    wanted = {
        name
        for name in tracked
        if name in ("__init__.py", "cli.py", "py.typed", "docs/statute.yaml")
        or (name.startswith("engine/") and not name.endswith(".po"))
        or (name.startswith(("rules/", "examples/")) and name.endswith(".yaml"))
        or (name.startswith("schemas/") and name.endswith(".json"))
        or (name.startswith("docs/diagnostics/") and name.endswith(".md"))
    }
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert held == {f"hjemmel/{name}" for name in wanted if (ROOT / name).is_file()}


def test_the_wheel_works_from_any_folder(wheel: Path, tmp_path: Path) -> None:
    """Installed, the command evaluates a shipped example from a folder that holds nothing."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    # The dependencies come from this environment; the package itself only from the wheel.
    code = "import sys; sys.path.insert(0, sys.argv.pop(1)); from hjemmel.cli import main; main()"
    empty = tmp_path / "empty"
    empty.mkdir()
    example = tmp_path / "site" / "hjemmel" / "examples" / "refugee-2026.yaml"
    run = subprocess.run(
        [sys.executable, "-I", "-c", code, str(tmp_path / "site"), "evaluate", str(example), "--lang", "en"],
        cwd=empty,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert "2026" in run.stdout
    laws = subprocess.run(
        [sys.executable, "-I", "-c", code, str(tmp_path / "site"), "laws"], cwd=empty, capture_output=True, text=True, check=False
    )
    assert laws.returncode == 0 and {line.split()[0] for line in laws.stdout.splitlines() if line and line[0].isdigit()} == {"2024", "2026"}


def test_the_version_is_said_once(wheel: Path) -> None:
    """The command, the library and the distribution take their version from one place."""
    assert "version" in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dynamic"]
    run = subprocess.run([sys.executable, str(ROOT / "cli.py"), "--version"], capture_output=True, text=True, check=True)
    assert run.stdout.split()[-1] == library.__version__ == wheel.name.split("-")[1]


def test_every_package_is_named() -> None:
    """Each folder of modules is listed in pyproject.toml, since setuptools does not look for them."""
    packages = set(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["packages"])
    folders = {path.parent.relative_to(ROOT) for path in (ROOT / "engine").rglob("*.py")}
    assert packages == {"hjemmel"} | {"hjemmel." + ".".join(folder.parts) for folder in folders}
