# Phieu's commands. Everything is set up by the target that needs it; `make help` lists them.
.POSIX:
.SUFFIXES:

BIN = .venv/bin
JOBS = 2

help:  ## list these commands
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/\1	\2/p' Makefile | expand -t 14

run: ready  ## serve on 127.0.0.1:8000 with demonstration forms and accounts (PORT=9000 changes the port)
	@exec $(BIN)/phieu run --port "$${PORT:-8000}"

test: check  ## check, then run every test
	$(BIN)/pytest -n $(JOBS) --dist loadfile

check: equipped  ## format, lint, types (Python and JavaScript) and layers, without running the tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy engine admin offline_client tests bench
	node_modules/.bin/tsc --noEmit
	$(BIN)/pytest -q tests/house/test_layers.py tests/house/test_client_layers.py

format: equipped  ## write the code in the house format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: equipped  ## measure everything that needs no other engine: client, code lists, interviews in Python, columns, office
	$(BIN)/python -m bench.client
	$(BIN)/python bench/code_lists/run.py
	$(BIN)/python bench/python/responses.py
	$(BIN)/python -m bench.columns.bench --records 300000
	$(BIN)/python -m bench.server.monitor 100000

bench-peers: equipped  ## measure the runtime beside other form engines; HARNESS=DIR names the peer harness
	bench/peers/run.sh "$(HARNESS)"

campaign: equipped  ## 12,000 random programs through Python, JavaScript, DuckDB and Spark; faults in the browser: 500 rounds of killing
	$(BIN)/python -m tests.columns.campaign
	$(BIN)/python -m tests.client.campaign

clean:  ## remove what was built and installed; data under var/ stays
	rm -rf .venv node_modules build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

ready:
	@.ci/setup run

equipped:
	@.ci/setup test

.PHONY: help run test check format bench bench-peers campaign clean ready equipped
