# One door to the house: everything a person or CI does here is a target of this file.
.DEFAULT_GOAL := help
.PHONY: help run test test-python test-node test-browser lint lint-types lint-rules lint-front fmt translate migrate bench wheel setup dev front words clean

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
# tests wait more than they compute: more workers than cores
WORKERS ?= 4
BROWSERS ?= 3
VENV := .venv
BIN := $(VENV)/bin
UV := UV_SYSTEM_CERTS=1 VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/uv
NPM := $(BIN)/python .ci/npm.py
LOCALES := de fr it es ca

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: setup front words ## Set up, migrate, fill in the demo and serve at http://127.0.0.1:8000
	@$(BIN)/collab migrate
	@# a database with people of its own is left alone, and served as it is
	@if $(BIN)/collab demo; then export COLLAB_DEMO=1; fi; \
	exec $(BIN)/collab serve --host $(HOST) --port $(PORT)

test: dev front words ## Run every test: front end, Python, browser
	@$(MAKE) --no-print-directory --keep-going test-node test-python test-browser

test-python: dev front words
	@# long runs of neighbours: what a module's tests share is made once, not by each worker
	$(BIN)/pytest -n $(WORKERS) --dist worksteal --ignore tests/browser

test-node: dev front
	$(NPM) test --silent

test-browser: dev front words
	@# a server for each worker; within a file tests keep their order; TRANSPORT=polling blocks websockets
	$(BIN)/pytest -n $(BROWSERS) --dist loadgroup tests/browser

lint: lint-types lint-rules lint-front ## Check style, types, layers, house rules, templates and TypeScript

lint-types: dev
	$(BIN)/mypy

lint-rules: dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m tests.architecture.house
	$(BIN)/djlint collab --lint --quiet

lint-front: dev front
	$(NPM) run lint --silent

fmt: dev front ## Put Python and TypeScript into the house style
	$(BIN)/ruff check --fix-only --quiet
	$(BIN)/ruff format
	$(NPM) run fmt --silent

translate: dev front ## Gather every string on screen and bring the catalogues up to date
	$(BIN)/python .ci/translate.py $(LOCALES)

migrate: setup ## Bring the database to the newest schema
	$(BIN)/collab migrate

bench: dev front words ## Measure pages, the server at rest, large boards, and pages among 10,000 cooperations
	$(BIN)/python -m tests.bench
	$(BIN)/python -m tests.bench_boards
	$(BIN)/python -m tests.bench_documents
	$(BIN)/python -m tests.bench_editor
	$(BIN)/python -m tests.bench_files
	$(BIN)/python -m tests.bench_live
	$(BIN)/python -m tests.bench_pages
	$(BIN)/python -m tests.bench_search
	$(BIN)/python -m tests.bench_tenants

wheel: dev words ## Build the wheel, front end and catalogues included
	$(UV) build --wheel --out-dir dist

setup: $(VENV)/.for-run # what serving needs

dev: $(VENV)/.for-dev # what testing and checking need

front: setup # rebuilds only when a source has changed
	@$(BIN)/python .ci/front_end.py

words: setup $(patsubst %.po,%.mo,$(wildcard translations/*/LC_MESSAGES/messages.po))

translations/%/LC_MESSAGES/messages.mo: translations/%/LC_MESSAGES/messages.po | setup
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@ --locale $*

clean: ## Remove what make installed and built; the database in var stays
	rm -rf $(VENV) dist collab/static/dist collab/frontend/node_modules translations/*/LC_MESSAGES/*.mo

$(BIN)/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; try: make run PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==0.13.9

# $(1): uv's words for the groups. Where only pip is set up to reach a registry, it installs the same locked packages.
define install
$(UV) sync --locked --inexact --quiet $(1) || { \
  echo "uv could not install; trying the same packages with pip" && \
  $(UV) export --frozen --quiet --no-emit-project $(1) --output-file $(VENV)/locked.txt && \
  $(BIN)/python -m pip install --quiet --require-hashes --requirement $(VENV)/locked.txt && \
  $(BIN)/python -m pip install --quiet --no-deps --editable . ; }
endef

$(VENV)/.for-run: $(BIN)/uv pyproject.toml uv.lock
	@$(call install,--no-default-groups --group node)
	@touch $@

$(VENV)/.for-dev: $(VENV)/.for-run
	@$(call install)
	@touch $@
