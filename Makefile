# Everything a person needs: `make run` and `make test`. Both set up what is missing.
PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help setup dev run test lint format bench fuzz clean

help:  ## show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1  \2/p' Makefile

setup: $(BIN)/.isnad  ## set up .venv with what Isnad needs to run

$(BIN)/.isnad: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Isnad needs Python 3.11 or newer; this is %d.%d. Try: make PYTHON=python3.12 run" % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	@echo "Setting up .venv (once; how long it takes is up to the network) ..." >&2
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --editable . >&2
	@touch $@

dev: $(BIN)/.isnad-dev

$(BIN)/.isnad-dev: $(BIN)/.isnad
	@echo "Adding the tools for tests to .venv ..." >&2
	@$(BIN)/python -m pip install --quiet --editable '.[dev]' >&2
	@touch $@

run: setup  ## talk to Isnad in the terminal
	@$(BIN)/isnad

# many tests start processes of ours: let Python keep what it has compiled
test: export PYTHONDONTWRITEBYTECODE :=
test: setup dev  ## run the whole test suite
	@$(BIN)/python -m pytest -n auto --dist worksteal

lint: setup dev  ## style and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: dev
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: setup dev  ## measure speed and memory
	@$(BIN)/python -m bench

fuzz: setup dev  ## try to break what reads strangers' input, a minute for each target
	@$(BIN)/python -m pip install --quiet --editable '.[fuzz]' >&2
	@$(BIN)/python -m bench.fuzz

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache
