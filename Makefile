# One way to run everything. Needs make and Python 3.11 or newer; all else is set up by the first target that needs it.
MAKEFLAGS += --no-print-directory
SHELL := /bin/sh
PYTHON := .venv/bin/python
DEMO := var/demo
ROOMS := $(wildcard tocsin/*/locale)

.PHONY: help demo test clean-demo lock messages test-proxies bench-signing bench-reading bench-guard bench-mailing test-faults

help:  ## this list
	@sed -n 's/^\([a-z-]*\): .*## /make \1|/p' Makefile | while IFS='|' read -r name what; do printf '%-18s%s\n' "$$name" "$$what"; done

demo:  ## everything on this machine, with the story of March 2012 in it; Ctrl-C stops it
	@requirements/environment.sh run
	@$(PYTHON) -m tocsin.site.cli up --demo --home $(DEMO)

test:  ## lint, types, contracts, migrations, tests and journeys: what CI runs
	@requirements/environment.sh test
	@echo '== lint' && .venv/bin/ruff check -q . && .venv/bin/ruff format -q --check .
	@echo '== types' && .venv/bin/mypy --no-error-summary tocsin
	@echo '== contracts' && PYTHONPATH=. .venv/bin/lint-imports --no-logo >/dev/null || PYTHONPATH=. .venv/bin/lint-imports
	@echo '== migrations' && $(PYTHON) -W ignore -m tocsin.site.cli manage makemigrations --check --dry-run
	@echo '== tests' && .venv/bin/pytest -n 2

test-proxies:  ## the reverse proxies' configurations with the real nginx and Caddy (installs them when root)
	@requirements/environment.sh test
	@command -v nginx >/dev/null && command -v caddy >/dev/null || { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends nginx-light caddy openssl >/dev/null; }
	@.venv/bin/pytest -n 0 tocsin/front/tests/test_proxies.py

bench-signing:  ## signatures a second through HTTP, against bare inserts
	@requirements/environment.sh run
	@$(PYTHON) -m bench.signing

bench-reading:  ## pages a second, against a constant of the same size
	@requirements/environment.sh run
	@$(PYTHON) -m bench.reading

bench-guard:  ## the leak guard: speed, growth, recall on held-out spellings, false alarms
	@requirements/environment.sh test
	@$(PYTHON) -W ignore -m bench.guard.run

bench-mailing:  ## letters a second into Postfix's sink, against Postfix's own sender and openssl's signatures
	@requirements/environment.sh run
	@command -v smtp-sink >/dev/null && command -v openssl >/dev/null || ! [ "$$(id -u)" = 0 ] || { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends postfix openssl >/dev/null; }
	@$(PYTHON) -W ignore -m bench.mailing

test-faults:  ## what breaks, broken on purpose a hundred times; a table at the end (about half an hour)
	@requirements/environment.sh test
	@$(PYTHON) -W ignore -m tests.faults

clean-demo:  ## forget the demo
	@if [ -x $(PYTHON) ]; then $(PYTHON) -m tocsin.site.cli forget --home $(DEMO); else rm -rf $(DEMO); fi

lock:  ## choose versions anew and write requirements/*.lock
	@requirements/environment.sh test
	@$(PYTHON) -m pip install -q uv
	.venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links pyproject.toml requirements/build.in --extra test -o requirements/test.lock
	.venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links pyproject.toml requirements/build.in -c requirements/test.lock -o requirements/run.lock

messages:  ## collect texts into the Korean catalogues (needs GNU gettext) and compile them
	@requirements/environment.sh run
	@for room in $(ROOMS); do (cd $$room/.. && PYTHONSAFEPATH=1 PYTHONPATH="$(CURDIR)" "$(CURDIR)/$(PYTHON)" -m tocsin.site.cli manage makemessages -v 0 -l ko --add-location file); done
	@requirements/environment.sh run
