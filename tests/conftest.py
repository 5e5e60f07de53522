"""Options and shared data of the test run."""

from __future__ import annotations

import gc
import os
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings

from engine.diagnostics import render
from engine.home import HOME
from engine.law.compiled import CompiledLaws, compile_laws
from engine.loading import load_laws
from engine.model import Laws

PLAIN_COUNT = 2_000
"""How many random cases a plain run decides."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--update-golden` and `--random-cases`.

    Golden files are written anew by the first; their difference is then reviewed as a legal text.
    """
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew instead of comparing with them")
    parser.addoption("--solver", action="store_true", help="run the tests that ask the solver about the whole law")
    parser.addoption(
        "--kills", type=int, default=5, help="how many times a program is killed while it records; 200 for the figures in docs/"
    )
    parser.addoption(
        "--random-cases",
        type=int,
        default=PLAIN_COUNT,
        help="how many random cases the property tests decide; every figure in docs/ is for 10 000 or more",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Make a plain run the same every time, and quick; a run that is told how many cases to draw looks further each time."""
    # Laws are loaded again and again, and the cycles that are looked for among a hundred thousand cases are none: a quarter of the time.
    gc.set_threshold(50_000, 10, 10)
    if not hasattr(config, "workerinput"):  # what one worker keeps the others find, and nothing is left in the user's home
        cache = TemporaryDirectory(prefix="hjemmel-tests-")
        config.add_cleanup(cache.cleanup)
        os.environ["XDG_CACHE_HOME"] = cache.name
    # How long an example takes says more of what else the machine does than of the code.
    patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.register_profile("plain", patient, derandomize=config.getoption("--random-cases") == PLAIN_COUNT)
    settings.load_profile("plain")


def pytest_collection_finish(session: pytest.Session) -> None:
    """Look for garbage no more among the tests themselves, which stay to the end of the run."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what asks the solver about the whole law, which takes minutes, unless the run asks for it."""
    if not config.getoption("--solver"):
        for item in items:
            if item.path.name in ("test_findings.py", "test_formulas.py") or item.get_closest_marker("solver"):
                item.add_marker(pytest.mark.skip(reason="asks the solver about the whole law: run with --solver"))


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether this run writes the golden files."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(scope="session")
def random_count(request: pytest.FixtureRequest) -> int:
    """How many random cases the property tests decide."""
    return int(request.config.getoption("--random-cases"))


@pytest.fixture(scope="session")
def laws() -> Laws:
    """The shipped laws, which must load without an error."""
    loaded = load_laws(HOME / "rules")
    assert loaded.laws is not None, "\n\n".join(render(d, loaded.sources, "en") for d in loaded.diagnostics)
    return loaded.laws


@pytest.fixture(scope="session")
def compiled(laws: Laws) -> CompiledLaws:
    """The shipped laws, compiled."""
    return compile_laws(laws)
