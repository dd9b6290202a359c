# Everything starts from an empty clone: the first use makes .venv and installs, later uses go straight to work.
PYTHON ?= python3
BIN := .venv/bin
export HF_HUB_OFFLINE := 1
export ANONYMIZED_TELEMETRY := False

.PHONY: ask web test sweep browser lint types index eval speed clean

$(BIN)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[web]" --group dev
	touch $@

# make ask Q="What does Article 5(2) of the dual-use regulation require?"
ask: export PINCITE_QUESTION = $(Q)
ask: $(BIN)/.installed
	@$(BIN)/pincite index build
	@$(BIN)/pincite ask -- "$$PINCITE_QUESTION"

# make web: the page, in the browser
web: index
	@$(BIN)/pincite web

test: lint types browser
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile -m "not sweep"

# What `make test` leaves out, to stay within ten minutes on two cores.
sweep: $(BIN)/.installed browser
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile -m sweep

# What the tests of the page need besides Python's packages; where it cannot be had they are skipped, but not in CI.
browser:
	@sh tests/assistant/web/get_browser.sh

lint: $(BIN)/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(BIN)/.installed
	$(BIN)/mypy

index: $(BIN)/.installed
	$(BIN)/pincite index build

eval: index
	$(BIN)/pincite eval run

speed: index
	$(BIN)/pincite eval speed

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist reports *.egg-info
