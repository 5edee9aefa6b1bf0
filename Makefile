# make run       make an environment, run the article, name the report
# make check     format, rules, imports, types and the laws of the model: under a minute
# make test      the same, and all tests
# make fuzz      files, commands and requests that nobody meant, for an hour on all cores
# make torture   commands killed, raced and starved of disk, for hours
# make coverage  which branches of sim/ the tests reach; less than 95 % fails
# make benchmark whether the rules have become slower
# make docs      the book, as a site to read offline: build/site/html/index.html
# make pictures  the pictures of the pages once more, each by the command that stands below it
# make release   wheel and source archive, tried on each Python that is here

PYTHON ?= python3
BIN := .venv/bin
# One test process more than cores: some tests wait for processes and clusters.
WORKERS ?= $(shell echo $$(( $$(getconf _NPROCESSORS_ONLN) + 1 )))

# Dozens of processes import the program: without bytecode each of them would read all its text again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run check test fuzz torture coverage benchmark docs pictures release test-install format clean tools compiled

run: .venv/ready
	$(BIN)/sim run article
	@echo
	@echo "Next: type \`. .venv/bin/activate\`, then \`sim app\` to explore it in the browser,"
	@echo "      or \`sim\` for what else it can do."

check: .venv/ready-dev
	@$(MAKE) --no-print-directory -j2 tools compiled
	$(BIN)/python -m pytest -q tests/model tests/scenario tests/history/test_worlds.py tests/test_layout.py

# Compiling the rules takes one core a minute, once; the tools take the other.
test: .venv/ready-dev
	@$(MAKE) --no-print-directory -j2 tools compiled
	$(BIN)/python -m pytest -n $(WORKERS) --durations=10

tools: .venv/ready-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy

compiled: .venv/compiled

.venv/compiled: .venv/ready-dev $(shell find sim -name '*.py')
	@$(BIN)/python -c "$(COMPILE)"
	@touch $@

# Commands and workers that run as processes of their own count. What is compiled cannot be traced: it counts where
# tests run it as Python text (tests/history/test_worlds.py).
coverage: .venv/ready-dev
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n $(WORKERS)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage html --quiet --fail-under=0
	$(BIN)/coverage report --skip-covered --skip-empty

docs: .venv/ready-docs
	$(BIN)/python docs/make_site.py

# make pictures RECORDS=FOLDER draws those of event data, too
pictures: .venv/ready-dev
	$(BIN)/python docs/make_images.py $(if $(RECORDS),--records $(RECORDS))

release: .venv/ready-dev
	$(BIN)/python docs/make_release.py

# make fuzz MINUTES=5, make fuzz MUTANTS=100000; what fails is kept in tests/fuzz/cases. First every law that make test
# tries on a few inputs is tried on many.
MINUTES ?= 60
MUTANTS ?= 1000000000
fuzz: .venv/ready-dev
	$(BIN)/python -m pytest -q -n $(WORKERS) -m hypothesis --hypothesis-profile=many
	PYTHONPATH=.:tests $(BIN)/python -m fuzz --minutes $(MINUTES) --mutants $(MUTANTS)

# make torture TIMES=20 does a fifth of it
TIMES ?= 100
torture: .venv/ready-dev compiled
	PYTHONPATH=.:tests $(BIN)/python -m torture --times $(TIMES)

test-install: .venv/ready-dev
	$(BIN)/python -m pytest -m slow

format: .venv/ready-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed, and $(PYTHON) is not: make run PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv .venv

# What more than one test needs, so that test processes do not compile it side by side.
COMPILE := import sim; a = sim.load('article'); sim.run(a, 1); sim.Diplomacy(a, seed=1).run_model(); \
  sim.explain(sim.run(a, 300), 'DPRK', 'RUS'); sim.compare(a, a, histories=20, channels=True)

# What the first run compiles is kept, so that every run after it starts at once.
.venv/ready: pyproject.toml | .venv/bin/python
	@echo "Installing the program and its libraries into .venv: once, in a minute or two ..."
	@$(BIN)/python -m pip install --progress-bar on --editable '.[app]' > .venv/install.log 2>&1 & job=$$!; \
	  while kill -0 $$job 2>/dev/null; do \
	    sleep 1; seconds=$$((seconds + 1)); \
	    if [ -t 2 ]; then printf '\r  %s s' $$seconds >&2; fi; \
	  done; \
	  wait $$job || { echo; tail -n 20 .venv/install.log; exit 1; }; \
	  echo "  installed in $$seconds s"
	@touch $@

.venv/ready-dev: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@

.venv/ready-docs: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --editable '.[docs]'
	@touch $@

clean:
	rm -rf .venv build dist .pytest_cache .ruff_cache .mypy_cache .hypothesis .coverage* htmlcov

# Fails when the rules have lost more than a tenth against the last row of this processor in
# benchmarks/history.csv.
benchmark: .venv/ready-dev
	$(BIN)/python benchmarks/history.py --check
