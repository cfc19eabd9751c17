# Two commands are enough: `make run` starts the company, `make test` checks it. `make help` explains the rest.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/.stamps
# Every package of the workspace has its own pyproject.toml; a new one is picked up without touching this file.
PACKAGES := $(sort $(patsubst %/pyproject.toml,%,$(wildcard libs/*/pyproject.toml services/*/pyproject.toml)))
FRONTEND := $(wildcard frontend/package.json)
FRONTEND_SOURCES := $(shell [ ! -d frontend ] || find frontend \( -name node_modules -o -name dist -o -name e2e -o -name test-results -o -name coverage \) -prune -o -type f -print | sed 's/ /\\ /g')
# One test process a core; the suites share one machine with the database and the broker.
WORKERS ?= 2
PYTEST := $(BIN)/pytest

export DIANZHANG_HOME := $(CURDIR)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Lazily asked, because the wheel's Node is only there after the lock is installed.
WITH_NODE = export PATH="$$(bash infra/setup/node_folder.sh $(VENV)):$$PATH";

.PHONY: help setup run demo test test-python test-frontend test-journeys lint lint-python lint-frontend bench rules faults openapi lock clean browser

help: ## Say what can be made
	@printf 'Dianzhang 店长\n\n'
	@awk -F ':[^#]*## ' '/^[a-z-]+:[^#]*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@printf '\nOptions: make run ARGS="--port 9000 --data /somewhere"; see also %s/dianzhang --help\n' "$(BIN)"

# ---- setting up -------------------------------------------------------------------------------------------------
setup: $(STAMPS)/packages $(if $(FRONTEND),frontend/dist/index.html) ## Make the virtual environment, install everything, build the SPA

$(BIN)/python:
	@bash infra/setup/make_venv.sh $(VENV)

$(STAMPS)/lock: requirements.lock | $(BIN)/python
	@printf 'Installing the locked Python packages (about a minute the first time) …\n'
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/packages: $(STAMPS)/lock $(addsuffix /pyproject.toml,$(PACKAGES))
	@printf 'Installing the packages of this checkout …\n'
	@$(BIN)/python -m pip install --quiet --no-index --no-build-isolation --no-deps $(addprefix -e ./,$(PACKAGES))
	@touch $@

frontend/node_modules/.package-lock.json: frontend/package-lock.json $(STAMPS)/lock
	@printf 'Installing the npm packages …\n'
	@$(WITH_NODE) cd frontend && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

# What the SPA calls: generated, never committed.
CLIENT := frontend/src/shared/api/gen/index.ts

build/openapi/openapi.json: $(wildcard docs/openapi/*.json) $(STAMPS)/packages
	@$(BIN)/python -m chassis.merging docs/openapi build/openapi

$(CLIENT): build/openapi/openapi.json frontend/openapi-ts.config.ts frontend/node_modules/.package-lock.json
	@printf 'Generating the client of the API …\n'
	@$(WITH_NODE) cd frontend && npm run --silent gen > ../build/client.log 2>&1 || { cat ../build/client.log; exit 1; }
	@touch $@

frontend/dist/index.html: $(CLIENT) $(FRONTEND_SOURCES)
	@printf 'Building the SPA …\n'
	@$(WITH_NODE) cd frontend && npm run --silent build > ../build/frontend.log 2>&1 || { cat ../build/frontend.log; exit 1; }
	@touch $@

browser: ## Find a Chromium for the browser journeys, or install one (Debian, as root)
	@bash infra/setup/find_browser.sh

lock: $(STAMPS)/lock ## Pin requirements.in into requirements.lock (hashes, no index addresses)
	@bash infra/setup/make_lock.sh $(VENV)

clean: ## Remove what was built; the company's data (.data) stays
	rm -rf $(VENV) build frontend/dist frontend/node_modules frontend/src/shared/api/gen .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ---- running ----------------------------------------------------------------------------------------------------
run: setup ## Start everything and print the address (Ctrl-C stops it in order)
	@exec $(BIN)/dianzhang up $(ARGS)

demo: setup ## Make the demo company in an empty, stopped house
	@$(BIN)/dianzhang demo $(ARGS)

# ---- checking ---------------------------------------------------------------------------------------------------
test: lint test-python test-frontend test-journeys ## Run every check there is
	@printf 'All checks passed.\n'

lint: lint-python lint-frontend ## Style, types and import contracts

lint-python: $(STAMPS)/packages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(WITH_NODE) $(BIN)/pyright

lint-frontend: $(if $(FRONTEND),$(CLIENT))
	$(if $(FRONTEND),$(WITH_NODE) cd frontend && npm run --silent check)

test-python: setup ## Unit, service, contract, architecture and acceptance tests
	$(PYTEST) -n $(WORKERS) libs services tests/architecture tests/contracts
	@# One house for all of them: a second one beside it would only fight for the two cores.
	$(PYTEST) tests/acceptance

test-frontend: $(if $(FRONTEND),$(CLIENT)) ## Unit tests of the SPA
	$(if $(FRONTEND),$(WITH_NODE) cd frontend && npm test --silent)

test-journeys: setup browser ## Browser journeys through the whole house, and axe on every page
	$(WITH_NODE) $(PYTEST) tests/journeys

rules: setup ## Run the tests that cite a rule; writes build/rules.json
	@mkdir -p build
	$(PYTEST) tests/acceptance -m rule --rules

bench: setup ## Measure against limits taken in the same run; writes build/bench.json
	@mkdir -p build
	$(BIN)/python -m tests.load

faults: setup ## Kill and restart each part under load and prove that nothing was lost
	$(PYTEST) tests/faults

openapi: setup ## Write the OpenAPI and AsyncAPI documents and the generated clients
	@$(WITH_NODE) $(BIN)/dianzhang openapi
