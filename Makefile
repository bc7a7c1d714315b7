# `make run` and `make test` do all their own set-up; a second call skips what is there.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
TRL := .venv-trl
TRL_READY := $(TRL)/.ready
TORCH_READY := $(VENV)/.torch
# A spawned tool process must not ask for more threads than there are cores to share.
export OMP_NUM_THREADS ?= 1
export PYTHONWARNINGS ?= ignore

.PHONY: run test test-slow lint types real clean

run: $(READY)
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/dvc repro
	@echo
	@echo "report:  data/report/index.html   (open it in a browser)"
	@echo "shards:  data/shards/{bc,rl,rl_tail_patch,rejected}   (load_dataset opens each that has rows)"
	@echo "read one trajectory:  $(BIN)/vistaforge show ID   (ids stand in the report)"

test: $(READY) lint types
	$(BIN)/python -m pytest -q -m "not slow" -n 2 --dist loadfile
	@echo "all of make test is green; make test-slow runs kills, trainers, runners and benchmarks"

test-slow: $(READY) $(TORCH_READY) $(TRL_READY)
	VISTAFORGE_TRL_PYTHON="$(CURDIR)/$(TRL)/bin/python" $(BIN)/python -m pytest -q -m slow
	@echo "all of make test-slow is green"

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(READY)
	$(BIN)/mypy

# The real rows, beside the sample and not mixed with it; see params/realdata.yaml.
real: $(READY)
	$(BIN)/vistaforge run --params params/realdata.yaml --out build/realdata

$(READY): pyproject.toml requirements/base.txt requirements/uv.txt
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed") if sys.version_info < (3, 11) else None'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/uv.txt
	$(BIN)/uv pip install --quiet --require-hashes -r requirements/base.txt
	$(BIN)/uv pip install --quiet --no-deps --editable .
	touch $@

# The extra `torch`, which local models need; by plain pip, which takes a CPU build where one is offered.
$(TORCH_READY): $(READY) pyproject.toml
	$(BIN)/python -m pip install --quiet torch==2.13.0
	touch $@

# Trainers conflict with each other and are heavy: they get an environment of their own, by plain pip, which
# takes a CPU build of torch where one is offered.
$(TRL_READY): requirements/trl.txt
	test -x $(TRL)/bin/python || $(PYTHON) -m venv $(TRL)
	$(TRL)/bin/python -m pip install --quiet torch==2.13.0
	$(TRL)/bin/python -m pip install --quiet -r requirements/trl.txt
	touch $@

clean:
	rm -rf build $(VENV) $(TRL)
