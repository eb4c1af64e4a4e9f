# Thin on purpose: each target is a script that can be read and run alone.
.PHONY: help run test bench

help: ## what can be made
	@sed -n 's/^\([a-z]*\): ## /make \1   /p' $(MAKEFILE_LIST)

run: ## build, make a fictitious territory, start on http://127.0.0.1:8080 (PORT=…, DATABASE_URL=…)
	@scripts/run

test: ## everything: format, lints, structure, SQLite, PostgreSQL, browser
	@scripts/test

bench: ## speed of the imports and of the diagnosis
	@scripts/bench
