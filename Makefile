# Each target sets up what it needs: only make and Python 3.11 or newer have to be there.
#   make run     a unit that lives, in a window (without a screen: offscreen, into board.png)
#   make test    all tests      make lint   style, types, import contracts      make bench   figures
#   make shots   the pictures in docs/pictures                                  make pins    pins anew
#   make soak    30 days of 60 beds under faults, in virtual time (ARGS="--days 3" for less)

CANDIDATES := python3 python3.13 python3.12 python3.11 python py
PYTHON ?= $(shell for p in $(CANDIDATES); do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo "$$p"; break; }; done)
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif
# One worker does the tests that watch real processes and sound, which mostly wait (tests/scheduling.py): one more than
# there are cores.
WORKERS ?= $(shell "$(PYTHON)" -c 'import os; print((os.cpu_count() or 1) + 1)')
ARGS ?=

.DEFAULT_GOAL := test
.PHONY: run test lint shots bench soak pins ready clean

ready:
	@[ -n "$(PYTHON)" ] || { echo "station: no Python 3.11 or newer found. Install one, or say: make PYTHON=/path/to/python" >&2; exit 1; }
	@"$(PYTHON)" tools/bootstrap.py

run: ready
	@$(BIN)/station demo $(ARGS)

# Every process that a test starts would read all of Station's source anew, and each worker all tests.
test: export PYTHONDONTWRITEBYTECODE :=
test: ready
	@$(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

lint: ready
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

shots: ready
	@$(BIN)/python -m tools.shots docs/pictures

bench: ready
	@$(BIN)/python -m pytest tests/benchmarks --benchmark-enable --benchmark-columns=min,median,max,rounds -q >&2
	@$(BIN)/station bench --json $(ARGS)

soak: ready
	@$(BIN)/station simulate --faults all --days 30 --beds 60 --json $(ARGS)

pins: ready
	@"$(PYTHON)" tools/bootstrap.py pins

clean:
	rm -rf .venv build dist .stamps .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks .import_linter_cache board.png
	find station tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
