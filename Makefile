# make demo        the main job on a sample bank of 60 mentors and 45 mentees
# make test        lint, types, tests, doctests and notebooks
# make test-long   the tests that take longer, and more cases for the property tests
# make bench       everything in benchmarks/
# make pictures    the pictures of the docs, from the sample bank
# make sentences   the pages of every sentence a user can see, and of what why_not says
# make lock        newest versions into requirements.lock
# make clean       remove the environment
#
# Every target sets up its own environment first; a second call finds it ready.

VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready

# The first Python that is new enough; `make PYTHON=/path/to/python3 …` names another.
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$p && break; done)

TIMED := $(wildcard benchmarks/test_*.py)
SCRIPTS := $(filter-out $(TIMED),$(wildcard benchmarks/*.py))

.DELETE_ON_ERROR:
.PHONY: setup demo test test-long bench pictures sentences lock clean

setup: $(READY)

# The stamp is written last, so an installation that fails is tried again from the start.
# Where venv cannot bring pip (Debian without python3-venv), the pip of the machine puts one in.
$(READY): requirements.lock pyproject.toml
	@"$(PYTHON)" -c '$(NEW_ENOUGH)' 2>/dev/null || { \
		echo "mentormatch needs Python 3.11 or newer, and '$(or $(PYTHON),python3)' is not: install one, or name it with 'make PYTHON=/path/to/python3'." >&2; exit 1; }
	@rm -rf "$(VENV)"
	@echo "Setting up $(VENV): a minute or two, the first time only."
	@"$(PYTHON)" -m venv "$(VENV)" >/dev/null 2>&1 || { \
		"$(PYTHON)" -m venv --clear --without-pip "$(VENV)" && \
		"$(PYTHON)" -m pip --python "$(BIN)/python" install -qq pip; }
	@"$(BIN)/python" -m pip install -qq --disable-pip-version-check -r requirements.lock
	@"$(BIN)/python" -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch "$@"

demo: $(READY)
	@"$(BIN)/mentormatch" demo

test: $(READY)
	"$(BIN)/ruff" check
	"$(BIN)/ruff" format --check
	"$(BIN)/mypy"
	"$(BIN)/pytest" -n auto --dist worksteal

# Hypothesis marks its tests itself; they run again here with the longer profile.
test-long: $(READY)
	HYPOTHESIS_PROFILE=long "$(BIN)/pytest" -n auto --dist worksteal -m "long or hypothesis"

# test_*.py are timings by pytest-benchmark; the others are scripts that print a table.
bench: $(READY)
	$(if $(TIMED),"$(BIN)/pytest" --benchmark-only $(TIMED))
	@for script in $(SCRIPTS); do echo "== $$script"; "$(BIN)/python" "$$script" || exit 1; done

pictures: $(READY)
	"$(BIN)/python" docs/make_pictures.py

sentences: $(READY)
	"$(BIN)/python" docs/make_sentences.py
	"$(BIN)/python" docs/make_why_not.py

# One set of versions for every platform and Python that pyproject.toml allows.
lock:
	@"$(or $(PYTHON),python3)" -m venv .venv-lock
	@.venv-lock/bin/python -m pip install -qq --disable-pip-version-check uv
	@.venv-lock/bin/uv pip compile pyproject.toml --quiet --upgrade --universal --python-version 3.11 \
		--fork-strategy fewest --extra plots --group dev --no-emit-index-url --annotation-style line \
		--custom-compile-command "make lock" --output-file requirements.lock
	@rm -rf .venv-lock
	@echo "requirements.lock is renewed; run make test."

clean:
	rm -rf "$(VENV)"
