# Two commands for a stranger: `make lab` and `make test`. Each sets up what it needs, and nothing twice.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
PREFIX ?= .venv
LAB_ARGS ?=
ONLY ?=
TEST262 ?=
SHARD ?=
PLATFORMS ?=
export PYTHON

packages := node_modules/.package-lock.json
code := dist/.code
labextension := dist/.labextension
docs := dist/docs/index.html
venv := .venv/.requirements.txt.done
test-venv := .venv/.requirements-test.txt.done
bench-kernel := .cache/bench/venv/share/jupyter/kernels/romanesco/kernel.json
installed := .venv/share/jupyter/kernels/romanesco/kernel.json
wheel-tools := .cache/wheel-tools/.requirements-wheel.txt.done
all-notebooks := $(wildcard notebooks/[0-9]*.ipynb notebooks/tutorials/*.ipynb)
# What the lecture's servers import; the kernel brings the rest.
with-packages = $(foreach file,$(shell find node_modules/jpeg-js -type f),--prefix=romanesco-course/$(dir $(file)) --add-file=$(file))
lecture := $(firstword $(sort $(wildcard notebooks/[0-9]*.ipynb)) notebooks)

code-sources := $(shell find kernel lib '(' -name '*.ts' -o -name tsconfig.json ')' -not -path 'kernel/front-end/lab/*') \
	$(shell find kernel/front-end/pages -type f) esbuild.config.js kernel/build/*.js package.json
labextension-sources := $(shell find kernel/front-end kernel/homework/front-end kernel/homework/format -type f -not -path 'kernel/front-end/pages/*')

.PHONY: help lab test notebooks outputs exercises students bench soak node-versions test262 nightly slides dist wheel release doctor watch docs build kernelspec lock clean tools

help: ## says this
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

lab: $(installed) ## sets everything up and opens the lecture in JupyterLab; LAB_ARGS="--no-browser --port 8899"
	@node dist/kernel/main.js lab --env .venv $(lecture) $(LAB_ARGS)

test: $(installed) $(test-venv) ## types, lint, format and every test; the last line counts them
	@node tests/support/run-all.js

notebooks: $(installed) $(test-venv) ## runs every notebook without a window; fails on any error
	@.venv/bin/python -m pytest tests/notebooks

outputs: $(installed) ## runs the lecture's notebooks again and keeps what they show and how long they take; best on a machine that does nothing else
	@.venv/bin/jupyter nbconvert --log-level WARN --to notebook --inplace --execute $(all-notebooks)
	@.venv/bin/python tests/notebooks/note_times.py $(all-notebooks)
	@.venv/bin/jupyter nbconvert --log-level WARN --to notebook --inplace --coalesce-streams $(all-notebooks)

exercises: $(code) ## makes the students' copies of exercises and homework from the teacher's sources
	@set -e; for each in notebooks/teacher/source/[0-9]*/*.ipynb; do node dist/kernel/main.js release "$$each" notebooks/exercises --force; done
	@node dist/kernel/main.js release notebooks/teacher/source/photos/photos.ipynb notebooks/homework --force

students: $(packages) ## packs the lecture without solutions into .cache/romanesco-course.zip, as git has it with your changes
	@mkdir -p .cache
	@changed=$$(git stash create); git archive --output=.cache/romanesco-course.zip $(with-packages) --prefix=romanesco-course/ \
		"$${changed:-HEAD}" package.json LICENSE notebooks ':!notebooks/teacher'
	@echo "wrote .cache/romanesco-course.zip"

bench: $(bench-kernel) ## measures beside the peers; ONLY=kernel, lib, cluster or plots; QUICK=1 takes three minutes, ROUNDS=3 fifteen
	@node tests/bench/bench.js $(if $(ONLY),--only $(ONLY)) $(if $(QUICK),--quick) $(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(PUBLISH),--publish)

soak: $(installed) $(test-venv) ## thousands of cells, then storms over kernel and workers; fails when anything grows, slows down or is lost
	@env -u NODE_EXTRA_CA_CERTS .venv/bin/python tests/bench/soak.py
	@env -u NODE_EXTRA_CA_CERTS SOAK_SECONDS=300 npx vitest run --project unit tests/bench/sharing-storm.test.ts tests/bench/task-storm.test.ts

node-versions: $(code) $(test-venv) ## Stop, late output, hostile and everyday cells and the debugger on every Node that is supported; fetches them from npm
	@node tests/support/on-node-versions.js

test262: $(code) ## test262's language tests as cells beside plain Node; TEST262=DIR is a checkout, ONLY=REGEXP or SHARD=1/20 a part
	@test -d "$(TEST262)/harness" || { echo "make test262: TEST262=DIR names a checkout of https://github.com/tc39/test262"; exit 2; }
	@TEST262="$(abspath $(TEST262))" ONLY='$(ONLY)' SHARD='$(SHARD)' npx vitest run --config tests/test262/vitest.config.ts

nightly: $(installed) $(test-venv) ## what takes minutes: front ends from the package index, every Node, test262 if TEST262=DIR, a bare Debian (as root)
	@npx vitest run --config tests/nightly/vitest.config.ts
	@LECTURE=whole npx vitest run --project browser tests/e2e/lecture.test.ts
	@LECTURE=whole npx vitest run --project unit tests/kernel/interpreter/types/editor/lecture.test.ts
	@.venv/bin/python -m pytest -m nightly
	@DEEP=30000,100000,1000000 .venv/bin/python -m pytest tests/conformance/test_deep_cells.py
	@SEED=$$(date +%s) RUNS=50 npx vitest run --project unit --project plain cut-anywhere programs.test ring.test frames.test cursor.test
	@QUEUED=10000 .venv/bin/python -m pytest tests/conformance/test_chaos.py -k queued
	@STORM=60 RESTARTS=50 .venv/bin/python -m pytest tests/conformance/test_storm.py tests/conformance/test_lifecycle.py -k "storm or restarts_leave"
	@TIMES=25 .venv/bin/python -m pytest tests/conformance/test_printing_loops.py
	@tests/nightly/nodes.sh
	@$(if $(TEST262),$(MAKE) --no-print-directory test262)
	@tests/nightly/fresh-machine.sh
	@tests/nightly/hub.sh
	@tests/nightly/image.sh
	@tests/nightly/recipes.sh

wheel: $(code) $(labextension) $(wheel-tools) ## the wheels of all platforms in .cache/wheels; PLATFORMS="linux-x64 win32-x64" makes some
	@node kernel/build/make-wheels.js .cache/wheel-tools/bin/python $(PLATFORMS)

dist: build wheel ## all that is published: the wheels, and npm's package in .cache/npm
	@rm -rf .cache/npm && mkdir -p .cache/npm
	@npm pack --silent --ignore-scripts --pack-destination .cache/npm

release: ## says whether a version may go out, and the command that publishes it
	@node kernel/build/release.js

slides: $(installed) ## the lecture as slides in .cache/slides, a file a notebook, for use offline
	@node dist/kernel/main.js export --env .venv --to slides --output-dir .cache/slides notebooks/[0-9]*.ipynb

doctor: $(installed) ## examines each part and says what to fix
	@node dist/kernel/main.js doctor --env .venv

watch: $(code) ## builds anew whenever a source of kernel or lib changes
	@node kernel/build/watch.js

docs: $(docs) ## the reference of every public name of lib, in dist/docs/index.html

build: $(code) $(labextension) $(docs) ## compiles kernel, lib and the front-end extension into dist, with the reference of lib

kernelspec: $(code) $(labextension) ## installs the kernel into PREFIX=DIR only
	@node dist/kernel/main.js install --prefix $(PREFIX)

lock: ## resolves requirements*.in again (needs uv) and completes package-lock.json for other platforms
	node tests/support/complete-lock.js
	uv pip compile -q --universal --generate-hashes --no-annotate --no-header --python-version 3.10 requirements.in -o requirements.txt
	uv pip compile -q --universal --generate-hashes --no-annotate --no-header --python-version 3.10 -c requirements.txt requirements-test.in -o requirements-test.txt
	uv pip compile -q --universal --generate-hashes --no-annotate --no-header --python-version 3.11 -c requirements.txt requirements-instructor.in -o requirements-instructor.txt
	uv pip compile -q --universal --generate-hashes --no-annotate --no-header --python-version 3.10 -c requirements.txt tests/bench/requirements-bench.in -o tests/bench/requirements-bench.txt
	uv pip compile -q --universal --generate-hashes --no-annotate --no-header --python-version 3.10 kernel/wheel/requirements-wheel.in -o kernel/wheel/requirements-wheel.txt

clean: ## removes what was built and set up here
	rm -rf dist .venv .cache node_modules

tools:
	@sh kernel/installation/check-tools.sh

$(packages): package.json package-lock.json | tools
	npm ci --loglevel=error
	@touch $@

$(code): $(code-sources) $(packages)
	npm run --silent build:code
	@touch $@

$(labextension): $(labextension-sources) $(packages)
	npm run --silent build:labextension
	@touch $@

$(docs): $(shell find lib -name '*.ts') lib/docs/build.js lib/docs/classic-typescript.js lib/docs/intro.md $(packages)
	npm run --silent docs

$(venv): requirements.txt kernel/installation/environment.py | tools
	$(PYTHON) kernel/installation/environment.py .venv requirements.txt

$(test-venv): requirements-test.txt $(venv)
	$(PYTHON) kernel/installation/environment.py .venv requirements-test.txt

$(installed): $(code) $(labextension) $(venv)
	node dist/kernel/main.js install --prefix .venv

$(wheel-tools): kernel/wheel/requirements-wheel.txt | tools
	$(PYTHON) kernel/installation/environment.py .cache/wheel-tools kernel/wheel/requirements-wheel.txt

$(bench-kernel): tests/bench/requirements-bench.txt $(code) $(labextension)
	$(PYTHON) kernel/installation/environment.py .cache/bench/venv tests/bench/requirements-bench.txt
	node dist/kernel/main.js install --prefix .cache/bench/venv
