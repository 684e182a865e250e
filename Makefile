# Each target is a task of scripts/bootstrap.py, which first brings .venv up to date.
# ARGS goes to the tool: make test ARGS="tests/formula -x"
PYTHON ?= python3
TASKS = install run test check docs bench release-check lock

.PHONY: help $(TASKS)
help:
	@echo "make install|run|test|check|docs|bench|release-check|lock"

$(TASKS):
	@$(PYTHON) scripts/bootstrap.py $@ $(ARGS)
