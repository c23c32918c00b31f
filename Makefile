# Signalcabin: `make run` starts it, `make test` tests all of it; both do their own set-up on a fresh machine.
.PHONY: run test test-without-qt check lint types imports translations pictures icons package test-package bench clean
.DELETE_ON_ERROR:

VENV := .venv
PY := $(VENV)/bin/python
PYTHON ?= python3
CLAUDE_VERSION := 2.1.197
export REAL_CLAUDE_VERSION := $(CLAUDE_VERSION)
CLAUDE := .cache/claude-code-$(CLAUDE_VERSION)/node_modules/.bin/claude
# System packages: looked at once in every run of make, at next to no cost; only `make run` can do without what the tests need.
SYSTEM := system-$(if $(filter-out run,$(MAKECMDGOALS)),test,run)
.PHONY: $(SYSTEM)
QT_LOADS = @$(PY) -c "import PySide6.QtWidgets" 2>/dev/null \
    || { echo "signalcabin: Qt cannot be loaded; the tests need the system packages named above" >&2; exit 1; }

run: $(VENV)/ready
	@$(VENV)/bin/signalcabin run

# Everything: fast tests, desktop tests, the real command line, a hub killed mid-way.
test: $(VENV)/ready-dev claude
	$(QT_LOADS)
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest -q -n 2 --dist loadgroup

# The everyday loop: no real command line, nothing over a second.
check: $(VENV)/ready-dev
	$(QT_LOADS)
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest -q -n 2 -m "not slow and not real_cli"

# The rooms that must work on a server: their tests pass where PySide6 was never installed.
test-without-qt: .cache/without-qt/ready
	PYTHONPATH=. .cache/without-qt/bin/python -m pytest -q -m "not real_cli and not slow" \
	    tests/core tests/wire tests/agents tests/store tests/hub

.cache/without-qt/ready: pyproject.toml packaging/without-qt.txt | $(VENV)/made
	@$(PYTHON) -m venv --clear .cache/without-qt
	@.cache/without-qt/bin/python -m pip install --quiet --disable-pip-version-check -r packaging/without-qt.txt
	@touch $@

lint: $(VENV)/ready-dev
	$(VENV)/bin/ruff check app tests
	$(VENV)/bin/ruff format --check app tests
	$(PY) -m app.dev.translations --check

types: $(VENV)/ready-dev
	$(VENV)/bin/mypy

imports: $(VENV)/ready-dev
	$(VENV)/bin/lint-imports --no-cache

# Takes the texts of the code into the catalogues and compiles them; says what is left to translate.
translations: $(VENV)/ready-dev
	$(PY) -m app.dev.translations

bench: $(VENV)/ready-dev claude
	$(VENV)/bin/signalcabin bench

# The pictures the tests compare with, a page of what changed (build/pictures/index.html), and README.md's, taken of the
# program that `make package` left in dist/.
pictures: $(VENV)/ready-dev
	$(QT_LOADS)
	PYTHONPATH=. $(PY) -m tests.helpers.pictures

# The program's icons for Linux, Windows and macOS: build/icons.
icons: $(VENV)/ready
	@$(PY) packaging/make_icons.py

# The program for this system, with all it needs, in dist/: built, tried out on its own, and packed. packaging/README.md.
package: $(VENV)/ready-package
	@$(PY) packaging/build_package.py

# Tries out what `make package` left in dist/.
test-package: $(VENV)/ready-dev
	QT_QPA_PLATFORM=offscreen $(PY) -m pytest -q -m packaging

# The real Claude Code, for the end-to-end tests; where npm cannot be reached they say so and are skipped.
.PHONY: claude
claude: $(CLAUDE)
$(CLAUDE): | $(SYSTEM)
	@npm install --silent --no-audit --no-fund --prefix .cache/claude-code-$(CLAUDE_VERSION) \
	    @anthropic-ai/claude-code@$(CLAUDE_VERSION) >/dev/null \
	    || echo "signalcabin: npm could not install Claude Code; the tests of the real command line will be skipped" >&2

$(SYSTEM):
	@PYTHON=$(PYTHON) packaging/system-packages.sh $(@:system-%=%)

# Its stamp comes last: one that was cut short is made anew.
$(VENV)/made: | $(SYSTEM)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	    || { echo "signalcabin: Python 3.11 or newer is needed; name one with \`make PYTHON=...\`" >&2; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/ready: $(VENV)/made pyproject.toml
	@echo "signalcabin: installing Python packages into $(VENV); this once it takes a minute or two" >&2
	@$(PY) -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/ready-dev: $(VENV)/made pyproject.toml
	@echo "signalcabin: installing Python packages into $(VENV); this once it takes a minute or two" >&2
	@$(PY) -m pip install --quiet --disable-pip-version-check -e ".[dev]"
	@touch $@ $(VENV)/ready

$(VENV)/ready-package: $(VENV)/made pyproject.toml
	@echo "signalcabin: installing Python packages into $(VENV); this once it takes a minute or two" >&2
	@$(PY) -m pip install --quiet --disable-pip-version-check -e ".[package]"
	@touch $@ $(VENV)/ready

clean:
	rm -rf $(VENV) .cache build dist *.egg-info
