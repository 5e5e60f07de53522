"""The lock: every environment in exact versions with hashes, within the ranges, and without a word of where it came from."""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from engine.home import HOME

LOCK = HOME / "requirements"
PROJECT = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]
ENVIRONMENTS = ["run", *EXTRAS]
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]


def entries(name: str) -> list[tuple[Requirement, list[str]]]:
    """Return what a file of the lock pins, each with its hashes."""
    text = (LOCK / f"{name}.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    return [(Requirement(line.split(" --hash=")[0].strip()), re.findall(r"--hash=(\S+)", line)) for line in text.splitlines()]


def pinned(name: str, python: str) -> dict[str, str]:
    """Return the versions of a file that one Python on Linux installs."""
    found: dict[str, str] = {}
    environment = {"python_version": python, "python_full_version": f"{python}.0", "sys_platform": "linux", "os_name": "posix"}
    for requirement, _ in entries(name):
        if requirement.marker is None or requirement.marker.evaluate(environment):
            (version,) = requirement.specifier
            assert requirement.name not in found
            found[canonicalize_name(requirement.name)] = version.version
    return found


def test_every_environment_is_locked() -> None:
    """The files are the environments that there are, the one that builds, and the lowest versions."""
    assert {path.stem for path in LOCK.iterdir()} == {"build", "oldest", *ENVIRONMENTS}


@pytest.mark.parametrize("name", ["build", "oldest", *ENVIRONMENTS])
def test_versions_are_exact_and_hashed(name: str) -> None:
    """A line names one version and its hashes; no index, no address, no path, no comment."""
    assert not re.search(r"#|//|^-|@|/", (LOCK / f"{name}.txt").read_text(encoding="utf-8"), re.MULTILINE)
    for requirement, hashes in entries(name):
        assert [specifier.operator for specifier in requirement.specifier] == ["=="]
        assert hashes and all(re.fullmatch(r"sha256:[0-9a-f]{64}", found) for found in hashes)


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_the_lock_is_within_the_ranges(name: str, python: str) -> None:
    """Whatever the project asks for is pinned, at a version that its range allows."""
    locked = pinned(name, python)
    for text in (*PROJECT["dependencies"], *EXTRAS.get(name, ())):
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate({"python_version": python}):
            assert requirement.specifier.contains(locked[canonicalize_name(requirement.name)]), text


@pytest.mark.parametrize("python", PYTHONS)
def test_environments_agree(python: str) -> None:
    """One environment can be installed over another: a package has one version in all of them."""
    versions: dict[str, str] = {}
    for name in ("build", *ENVIRONMENTS):
        for package, version in pinned(name, python).items():
            assert versions.setdefault(package, version) == version, package


def test_the_oldest_are_the_lower_bounds() -> None:
    """What the project names itself is at the lower end of its range, on the oldest Python."""
    locked = pinned("oldest", PYTHONS[0])
    for text in (*PROJECT["dependencies"], *EXTRAS["dev"], *EXTRAS["cross-check"]):
        requirement = Requirement(text)
        (bound,) = requirement.specifier
        lowest = locked[canonicalize_name(requirement.name)]
        assert bound.operator == ">=" and f"{lowest}.".startswith(f"{bound.version}."), text
