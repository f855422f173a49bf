# Needs Python 3.11 or later, make and git; everything else goes into .venv.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.ready

.PHONY: demo test check docs clean

demo: $(STAMP)
	$(BIN)/archiver demo

test: $(STAMP)
	$(BIN)/pytest

# what else CI asks for
check: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/cog --check docs/cli.md

docs: $(STAMP)
	$(BIN)/cog -r docs/cli.md
	$(BIN)/archiver rules schema > rules/schema.json

clean:
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "archiver needs Python 3.11 or later; try: make PYTHON=python3.12 $(MAKECMDGOALS)")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --group dev
	@touch $(STAMP)
