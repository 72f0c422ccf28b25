# Liaison. `make run` starts it, `make test` tests it, `make help` lists the rest.
# Needs GNU make, bash and Python 3.11 or newer; nothing else is installed outside .venv/.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
BASE := $(VENV)/.installed
DEV := $(VENV)/.installed-dev
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
CODE := bot adapters migrations tests

.PHONY: help setup run test check fmt bench eval pictures train messages migration lock clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(BASE) ## Create .venv with what Liaison needs to run

run: $(BASE) ## Start Liaison with its playground on http://127.0.0.1:8080
	@$(BIN)/liaison serve

test: $(DEV) ## Run every test (ARGS="-k name" for some of them)
	@$(BIN)/pytest -n 2 --dist loadscope $(ARGS)

check: $(DEV) ## Check style, types, who imports whom, and that migrations match the tables
	@$(BIN)/ruff check $(CODE)
	@$(BIN)/ruff format --check $(CODE)
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/liaison db check

fmt: $(DEV) ## Format the code and mend what can be mended by itself
	@$(BIN)/ruff check --fix $(CODE) || true
	@$(BIN)/ruff format $(CODE)

bench: $(DEV) ## Measure speed and size, as ratios within one run
	@$(BIN)/python -m tests.bench

eval: $(BASE) ## Score understanding and translation; a score below its floor fails
	@$(BIN)/python -m tests.eval

pictures: $(DEV) ## Take the pictures of docs/slack.md anew from the cards as they are
	@$(BIN)/python -m tests.slack.pictures

train: $(BASE) ## Train the classifier anew from the examples in the repository
	@$(BIN)/liaison train --shipped

messages: $(DEV) ## Bring the catalogues of sentences people see up to date, and compile them
	@pot=$$(mktemp) && trap 'rm -f "$$pot"' EXIT; \
	$(BIN)/pybabel --quiet extract --project=Liaison --sort-by-file --add-location=file --width=120 -o "$$pot" bot; \
	$(BIN)/pybabel --quiet update --domain=liaison --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date \
	  --width=120 -i "$$pot" -d bot/locale
	@$(BIN)/pybabel --quiet compile --domain=liaison -d bot/locale

migration: $(DEV) ## Write the next migration from the tables: make migration m="what changes"
	@test -n "$(m)" || { echo 'Say what changes: make migration m="themes get an owner"'; exit 2; }
	@$(BIN)/liaison db revision "$(m)"
	@$(BIN)/ruff format --quiet migrations

lock: $(DEV) ## Resolve the dependencies in pyproject.toml again and lock them with hashes
	@$(call compile,base,--group build)
	@$(call compile,dev,--group dev)

clean: ## Remove the environment and the caches; var/ with your data stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis dist
	find bot adapters migrations tests -name __pycache__ -type d -prune -exec rm -rf {} +

compile = PATH="$(CURDIR)/$(BIN):$$PATH" uv pip compile --quiet --universal --generate-hashes \
	--no-emit-index-url --python-version 3.11 --custom-compile-command "make lock" \
	pyproject.toml $(2) -o requirements/$(1).txt

# Stamp files: a second run with nothing changed installs nothing.
$(BASE): requirements/base.txt pyproject.toml
	@python=""; \
	for name in python3.13 python3.12 python3.11 python3; do \
	  if command -v $$name >/dev/null && $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then \
	    python=$$name; break; \
	  fi; \
	done; \
	if [ -z "$$python" ]; then \
	  echo "Liaison needs Python 3.11 or newer, and found $$(python3 --version 2>/dev/null || echo none)." >&2; exit 1; \
	fi; \
	if [ ! -x $(BIN)/python ]; then \
	  echo "Creating $(VENV) with $$($$python --version)"; \
	  $$python -m venv $(VENV) || { rm -rf $(VENV); \
	    echo "On Debian and Ubuntu, 'apt-get install python3-venv' brings what is missing." >&2; exit 1; }; \
	fi
	@echo "Installing what Liaison needs (a minute or two the first time)"
	@$(PIP) install --require-hashes -r requirements/base.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): requirements/dev.txt $(BASE)
	@echo "Installing what the tests need"
	@$(PIP) install --require-hashes --no-deps -r requirements/dev.txt  # the lock is complete; see tool.uv
	@touch $@
