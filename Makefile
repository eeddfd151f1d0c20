# Needs only Python >= 3.11, make and a package index. `make episode PYTHON=python3.13` picks another Python.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OUT ?= public/namuna

.PHONY: episode test test-full lint docs bench clean

episode: $(VENV)/installed ## convert the sample article and say where the episode, the page and the feed are
	$(BIN)/podcast convert feeds/namuna/boi-mela.html --show namuna --out $(OUT)

test: $(VENV)/installed-test ## every test that needs nothing but Python packages
	$(BIN)/python -m pytest -q -n auto --dist worksteal -m "not system"

test-full: $(VENV)/installed-test ## the long simulations: some minutes
	$(BIN)/python -m pytest -q -n auto --dist worksteal -m full

lint: $(VENV)/installed-dev ## what .ci/run checks besides the tests
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports

docs: $(VENV)/installed-test ## write docs/spoken-bengali.md anew from the cases
	$(BIN)/python tests/spoken_bengali.py --write

bench: $(VENV)/installed ## speed beside other packages, as ratios within one run, in an environment of its own
	$(PYTHON) -m venv $(VENV)/bench
	$(VENV)/bench/bin/python -m pip install --quiet --upgrade pip # the extras of lxml confuse pip 23.2
	$(VENV)/bench/bin/python -m pip install --quiet --editable '.[bench]'
	$(VENV)/bench/bin/python tests/bench/bench_text.py
	$(VENV)/bench/bin/python tests/bench/bench_daily.py
	$(VENV)/bench/bin/python tests/bench/bench_article.py
	$(VENV)/bench/bin/python tests/bench/bench_edge.py
	$(VENV)/bench/bin/python tests/bench/bench_pronunciation.py
	$(VENV)/bench/bin/python tests/bench/bench_piper.py
	$(VENV)/bench/bin/python tests/bench/bench_speech.py
	$(VENV)/bench/bin/python tests/bench/bench_mastering.py
	$(VENV)/bench/bin/python tests/bench/bench_feed.py

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version) if sys.version_info < (3, 11) else 0'
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/installed-test: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable '.[test]'
	touch $@ $(VENV)/installed

$(VENV)/installed-dev: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@ $(VENV)/installed $(VENV)/installed-test

clean: ## forget the environment and everything that was built
	rm -rf $(VENV) build dist public
