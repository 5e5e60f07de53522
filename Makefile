# hjemmel: `make demo` sets up and evaluates a shipped example, `make test` sets up and runs all tests.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP = $(BIN)/python -m pip --quiet --disable-pip-version-check

# durable-rules calls a function that Python has no longer from 3.13 on; the other name means the same on every Python.
export CC := $(CC) -DPyEval_CallObject=PyObject_CallObject
# Exactly what the lock says, built with the locked setuptools. What pip keeps of earlier builds may be built without the line above.
LOCKED := install --require-hashes --no-deps --no-build-isolation

EXTRAS := cross-check analysis batch excel spark bench sign editor letter web dev

.PHONY: demo serve test test-newest test-oldest test-wheel lint check golden wheel bench lock clean

demo: $(VENV)/ready
	$(BIN)/hjemmel evaluate examples/refugee-2026.yaml

# The workbench in the browser, with the shipped examples.
serve: $(VENV)/ready
	$(BIN)/hjemmel serve --cases examples

test: $(VENV)/ready
	$(BIN)/python -m pytest -n auto --dist loadfile

# The newest versions that the ranges allow today, built with the newest setuptools.
test-newest: BIN := .venv-newest/bin
test-newest:
	$(PYTHON) -m venv --clear .venv-newest
	$(PIP) install --no-cache-dir -e ".[cross-check]"
	$(PIP) install -e ".[dev]"
	$(BIN)/python -m pytest -n auto --dist loadfile

# The lowest versions that the ranges allow, kept in the lock; the wheels of some are for Python 3.11 and none later.
test-oldest: BIN := .venv-oldest/bin
test-oldest:
	$(PYTHON) -m venv --clear .venv-oldest
	$(PIP) $(LOCKED) -r requirements/build.txt
	$(PIP) $(LOCKED) --no-cache-dir -r requirements/oldest.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	$(BIN)/python -m pytest -n auto --dist loadfile

# What the checkout holds beside the wheel, in a folder where every module, rule and page comes from the wheel.
test-wheel: wheel
	rm -rf .venv-wheel build/wheel
	$(MAKE) .venv-wheel/ready VENV=.venv-wheel
	.venv-wheel/bin/python -m pip --quiet uninstall --yes hjemmel
	.venv-wheel/bin/python -m pip --quiet install --no-deps dist/*.whl
	folder=$$(mktemp -d) && chmod 755 $$folder && git ls-files -z | grep -zvP '^(engine(?!.*\.po$$)|rules|schemas|examples|docs/diagnostics|__init__.py|cli.py)' \
	  | xargs -0 cp --parents -t $$folder && cp -R .venv-wheel/lib/python*/site-packages/hjemmel/. $$folder \
	  && python=$$PWD/.venv-wheel/bin && cd $$folder && PATH=$$python:$$PATH python -m pytest -n auto --dist loadfile --ignore tests/test_packaging.py \
	  && cd / && $$python/hjemmel evaluate $$folder/examples/refugee-2026.yaml >/dev/null && rm -r $$folder

lint: $(VENV)/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/hjemmel check

check: lint test

# Writes the golden texts and pages, rejected messages, case schema and law-coverage page anew; read the difference as a legal text.
golden: $(VENV)/ready
	$(BIN)/python -m pytest --update-golden tests/test_nynorsk.py tests/test_answer.py tests/test_text.py tests/test_renderings.py tests/test_rejected.py tests/test_diagnostics.py tests/test_schemas.py tests/test_law_coverage.py

wheel: $(VENV)/ready
	rm -rf build dist
	$(BIN)/python -m build --no-isolation

bench: $(VENV)/ready
	$(PIP) $(LOCKED) -r requirements/bench.txt
	$(BIN)/python -m benchmarks

# Renews every file in requirements: one choice of versions for all environments, Pythons and systems.
LOCK := pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate
lock:
	$(PYTHON) -m venv --clear .venv-lock
	.venv-lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	.venv-lock/bin/uv $(LOCK) pyproject.toml --all-extras -o .venv-lock/all.txt
	.venv-lock/bin/uv $(LOCK) pyproject.toml --upgrade -c .venv-lock/all.txt -o requirements/run.txt
	for extra in $(EXTRAS); do \
	  .venv-lock/bin/uv $(LOCK) pyproject.toml --upgrade --extra $$extra -c .venv-lock/all.txt -o requirements/$$extra.txt || exit 1; \
	done
	.venv-lock/bin/uv $(LOCK) pyproject.toml --upgrade --extra dev --extra cross-check --resolution lowest-direct -o requirements/oldest.txt
	sed -n '/^setuptools==/,/[^\\]$$/p' requirements/dev.txt > requirements/build.txt

clean:
	rm -rf $(VENV) .venv-* build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

# Made anew when the dependencies change, with nothing left of what was there before.
$(VENV)/ready: pyproject.toml requirements/build.txt requirements/cross-check.txt requirements/dev.txt
	$(PYTHON) -m venv --clear $(VENV)
	$(PIP) $(LOCKED) -r requirements/build.txt
	$(PIP) $(LOCKED) --no-cache-dir -r requirements/cross-check.txt
	$(PIP) $(LOCKED) -r requirements/dev.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	$(PIP) check
	touch $@
