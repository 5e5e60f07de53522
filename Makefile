# hjemmel: `make demo` sets up and evaluates a shipped example, `make test` sets up and runs all tests.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: demo test lint check golden wheel bench clean

demo: $(VENV)/ready
	$(BIN)/hjemmel evaluate examples/refugee-2026.yaml

test: $(VENV)/ready
	$(BIN)/python -m pytest -n auto

lint: $(VENV)/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/hjemmel check

check: lint test

# Writes the golden texts and pages, rejected messages, case schema and law-coverage page anew; read the difference as a legal text.
golden: $(VENV)/ready
	$(BIN)/python -m pytest --update-golden tests/test_text.py tests/test_renderings.py tests/test_rejected.py tests/test_diagnostics.py tests/test_schemas.py tests/test_law_coverage.py

wheel: $(VENV)/ready
	rm -rf build dist
	$(BIN)/python -m build

bench: $(VENV)/ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[bench]"
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

# Made anew when the dependencies change.
$(VENV)/ready: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev]"
	touch $@
