# Both targets set themselves up from nothing but Python 3.11+ and the package registries.
#   make run    extract events from data/samples into output/ (JSONL and one HTML page) and print them
#   make test   ruff, mypy --strict, the whole test suite
# A second call finds the stamp files in .venv and starts at once.

VENV ?= .venv
BIN := $(VENV)/bin
PIP := PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip install -qq -c constraints.txt

.PHONY: run test lint types pytest browser notebooks clean

run: $(VENV)/.run-ready
	@mkdir -p output
	$(BIN)/arabic-events extract data/samples -o output/events.jsonl --overwrite
	$(BIN)/arabic-events render output/events.jsonl -o output/events.html
	@$(BIN)/arabic-events show output/events.jsonl --table

test: $(VENV)/.test-ready lint types browser pytest

lint: $(VENV)/.test-ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.test-ready
	$(BIN)/mypy

pytest: $(VENV)/.test-ready
	$(BIN)/python -m pytest $(PYTEST_ARGS)

# Runs the notebooks from the top and saves what they show; look at them before committing.
notebooks: $(VENV)/.test-ready
	$(BIN)/python notebooks/execute.py

# The page is looked at in a real browser; without one those tests skip and say so.
browser:
	@command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 \
	|| { if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	       echo "installing Debian's chromium for the browser tests"; \
	       apt-get update -qq >/dev/null 2>&1; \
	       DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-core >/dev/null 2>&1 \
	       || echo "chromium could not be installed: its tests will skip"; \
	     else echo "no chromium: its tests will skip"; fi; }

$(VENV)/bin/python:
	@for python in $(PYTHON) python3 python3.13 python3.12 python3.11; do \
	  if "$$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then \
	    echo "creating $(VENV) with $$("$$python" -V)"; exec "$$python" -m venv $(VENV); fi; done; \
	echo "Python 3.11, 3.12 or 3.13 is needed: set PYTHON=/path/to/python" >&2; exit 1

# -qq leaves only errors: pip warns about package folders that a machine's settings list and that do not exist.
$(VENV)/.run-ready: $(VENV)/bin/python pyproject.toml constraints.txt
	@echo "installing arabic_events and what it needs into $(VENV)"
	@$(PIP) -e .
	@touch $@

$(VENV)/.test-ready: $(VENV)/bin/python pyproject.toml constraints.txt
	@echo "installing arabic_events and what its tests need into $(VENV)"
	@$(PIP) -e '.[dev]'
	@touch $(VENV)/.run-ready $@

clean:
	rm -rf output build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
