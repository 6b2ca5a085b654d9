# Everything that the README promises. The environment is .venv in this folder.
PORT ?= 8501
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: serve test check bench screenshots lock messages clean

serve: .venv/served
	$(BIN)/python -m streamlit run app.py --server.port $(PORT)

test: .venv/developed .venv/browser .venv/nginx .venv/java
	$(BIN)/python -m pytest $(ARGS)

check: .venv/developed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: .venv/developed .venv/browser
	$(BIN)/python -m benchmarks $(ARGS)

screenshots: .venv/developed .venv/browser
	$(BIN)/python -m scripts.screenshots
	$(BIN)/python -m scripts.contact_sheet

messages: .venv/developed
	$(BIN)/python -m scripts.update_catalogue

# The lock files name versions and hashes, never an index.
lock: .venv/developed
	$(BIN)/uv pip compile -q $(LOCK) -o requirements.txt pyproject.toml
	$(BIN)/uv pip compile -q $(LOCK) -c requirements.txt --extra spark --extra store --group dev -o requirements-dev.txt pyproject.toml
LOCK := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate

.venv/served: requirements.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) --require-hashes -r requirements.txt
	touch $@

.venv/developed: .venv/served requirements-dev.txt
	$(PIP) --require-hashes -r requirements-dev.txt
	touch $@

# Debian's Chromium and a font for Arabic where that is allowed, else the test tool's own browser.
.venv/browser: .venv/developed
	@if command -v chromium chromium-browser google-chrome >/dev/null 2>&1; then :; \
	elif command -v apt-get >/dev/null 2>&1 && [ "$$(id -u)" = 0 ]; then \
		apt-get update -qq && apt-get install -y -qq chromium fonts-noto-core; \
	elif command -v apt-get >/dev/null 2>&1 && sudo -n true 2>/dev/null; then \
		sudo apt-get update -qq && sudo apt-get install -y -qq chromium fonts-noto-core; \
	else $(BIN)/python -m playwright install chromium; fi
	touch $@

# Debian's nginx: a test puts replicas behind it, with docs/nginx.conf.
.venv/nginx: .venv/developed
	@command -v nginx >/dev/null 2>&1 || test -x /usr/sbin/nginx || \
		{ $(AS_ROOT) apt-get update -qq && $(AS_ROOT) apt-get install -y -qq nginx; } || \
		{ echo "want nginx: tests/browser/test_replicas.py runs it" >&2; exit 1; }
	touch $@

# Debian's Java, 17 or later: a test starts a Spark of its own.
.venv/java: .venv/developed
	@java -version >/dev/null 2>&1 || \
		{ $(AS_ROOT) apt-get update -qq && $(AS_ROOT) apt-get install -y -qq default-jre-headless; } || \
		{ echo "want Java 17 or later: tests/test_spark.py runs Spark" >&2; exit 1; }
	touch $@
AS_ROOT := $(shell [ "$$(id -u)" = 0 ] || echo sudo -n)

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis
