# make run: make an environment, run the article, name the report.  make test: the same for the tests.

PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test test-install format clean

run: .venv/ready
	$(BIN)/sim run article

test: .venv/ready-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/python -m pytest -n auto --dist loadfile

test-install: .venv/ready-dev
	$(BIN)/python -m pytest -m slow

format: .venv/ready-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed, and $(PYTHON) is not: make run PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv .venv

# The last line compiles the rules once, so that every run after it starts at once.
.venv/ready: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --editable .
	$(BIN)/python -c "import sim; sim.run(sim.load('article'), histories=1)"
	@touch $@

.venv/ready-dev: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@

clean:
	rm -rf .venv build dist .pytest_cache .ruff_cache .hypothesis
