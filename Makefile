# Each step leaves a file behind, so that the next run does only what changed.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
MAKEFLAGS += --no-builtin-rules

export CARGO_TARGET_DIR := $(CURDIR)/target
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD := 1

deny_version := 0.20.2
fuzzer_version := 0.13.2
schemathesis := target/tools/schemathesis
deny := target/tools/cargo-deny-$(deny_version)/bin/cargo-deny
fuzzer := target/tools/cargo-fuzz-$(fuzzer_version)/bin/cargo-fuzz
# Without a sanitiser it needs no nightly compiler. What it builds is built another way than all the rest.
fuzz := CARGO_TARGET_DIR=$(CURDIR)/fuzz/target $(fuzzer)
unsanitised := --sanitizer none
build_modules := build/node_modules/.package-lock.json
end2end_modules := end2end/node_modules/.package-lock.json

# Folders count too: theirs is the time of the last file that came or went.
islands := Makefile $(wildcard build/bindgen/*) build.rs Cargo.toml Cargo.lock rust-toolchain.toml src/lib.rs $(shell find src/domain src/web \( -path src/web/pages -o -path src/web/scripts \) -prune -o -print)
pages := build/assets.mjs $(shell find style public src/web/scripts)

to_wasm := cargo rustc --lib --crate-type cdylib --no-default-features --features hydrate --target wasm32-unknown-unknown
# By flags and no profile of their own: so macros, which both builds run, are compiled once.
# Not stripped yet: bindgen reads what the compiler says of the target, and wasm-opt takes the names away.
small := -C opt-level=z -C codegen-units=1 -C embed-bitcode -C strip=none
to_web := cargo run --quiet --package bindgen --profile quick --
# Not --all-features: what that allows, browsers refuse. No inlining: calls compress better than copies,
# and the islands are 6 % smaller on the wire. Locals as they come do so too. No trap is part of what safe code means.
optimise := node build/node_modules/binaryen/bin/wasm-opt -Oz --skip-pass=inlining-optimizing --skip-pass=simplify-locals --ignore-implicit-traps --strip-debug --strip-producers --strip-target-features \
  --enable-bulk-memory --enable-nontrapping-float-to-int --enable-reference-types \
  --enable-multivalue --enable-sign-ext --enable-mutable-globals

## The commands

.PHONY: help run build dev test test-postgres check audit bench fuzz fuzz-corpus clean
help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 24

run: build ## build everything and serve it
	target/release/cubby

build: target/site.stamp ## leave the program, one file, at target/release/cubby
	cargo build --release --features ssr

dev: $(build_modules) ## serve while you work: rebuild at every change, reload the page
	node build/dev.mjs

# It builds the program too. `build` before it would compile it twice: what tests depend on changes what it depends on.
test: target/site.stamp $(end2end_modules) $(schemathesis)/stamp | browser postgres pooler ## everything that proves it
	cargo test --release --features ssr
	CUBBY_TEST_ENGINE=postgres cargo test --release --features ssr --test it -- $(beside)
	$(schemathesis)/bin/python tests/schemathesis/run.py target/release/cubby
	cd end2end && npx playwright test

# What the first run has proved already: files without a database, and PostgreSQL beside SQLite.
beside := $(patsubst %,--skip %::,architecture commands program copies outage pgbouncer schemas tls)

test-postgres: build $(end2end_modules) | browser postgres ## the tests in a browser once more, over PostgreSQL
	cd end2end && sh ../build/with-postgres.sh npx playwright test

check: $(deny) $(end2end_modules) | tools ## form, lints of both builds, types of the browser tests, licences and sources of what is used
	cargo fmt --all --check
	cargo clippy --release --features ssr --all-targets -- -D warnings
	cargo clippy --release --lib --no-default-features --features hydrate --target wasm32-unknown-unknown -- -D warnings
	cd end2end && npx tsc
	$(deny) check --hide-inclusion-graph bans licenses sources

audit: $(deny) | tools ## known vulnerabilities of what is used; fetches the list of them
	$(deny) check advisories

bench: build $(end2end_modules) | browser ## measure the program; part=engines only PostgreSQL beside SQLite
	cargo bench --features ssr --bench house -- $(part)

readers := token email query cookie archive proxy
seconds := 120
fuzz: $(fuzzer) ## fuzz each reader of what strangers send
	for reader in $(readers); do mkdir -p fuzz/target/found/$$reader && \
	  $(fuzz) run $(unsanitised) $$reader fuzz/target/found/$$reader fuzz/corpus/$$reader -- -max_total_time=$(seconds) || exit; done

fuzz-corpus: $(fuzzer) ## pick the few of what fuzzing found that reach what the corpus does not
	for reader in $(readers); do mkdir -p fuzz/target/few/$$reader && \
	  $(fuzz) run $(unsanitised) $$reader fuzz/target/few/$$reader fuzz/corpus/$$reader fuzz/target/found/$$reader -- \
	    -set_cover_merge=1 -use_counters=0 -max_len=400 || exit; done

clean: ## remove all that was made, not data/
	rm -rf target fuzz/target build/node_modules end2end/node_modules end2end/results

## The steps

.PHONY: always tools browser python postgres pooler dev-build
tools:
	$(call stop-if,$(shell sh build/tools.sh compilers))
browser:
	$(call stop-if,$(shell sh build/tools.sh browser))
python:
	$(call stop-if,$(shell sh build/tools.sh python))
postgres:
	$(call stop-if,$(shell sh build/tools.sh postgres))
pooler:
	$(call stop-if,$(shell sh build/tools.sh pooler))
stop-if = $(if $(1),$(error $(1)))

target/bindgen/cubby_bg.wasm: $(islands) $(build_modules) | tools
	cargo build --package bindgen --profile quick & \
	  RUSTFLAGS="$(small)" $(to_wasm) --release -- -C lto=fat && wait $$!
	$(to_web) target/wasm32-unknown-unknown/release/cubby.wasm target/bindgen
	$(optimise) $@ -o $@

target/site.stamp: target/bindgen/cubby_bg.wasm $(pages) $(build_modules) | tools
	node build/assets.mjs
	@rm -f target/site-dev.stamp
	@touch $@

# The same for `make dev`, sooner.
target/bindgen-dev/cubby_bg.wasm: $(islands) | tools
	$(to_wasm)
	$(to_web) target/wasm32-unknown-unknown/debug/cubby.wasm target/bindgen-dev

target/site-dev.stamp: target/bindgen-dev/cubby_bg.wasm $(pages) $(build_modules) | tools
	node build/assets.mjs --quick
	@rm -f target/site.stamp
	@touch $@

dev-build: target/site-dev.stamp
	cargo build --features ssr

# cargo-leptos empties the folder that both fill.
ifeq ($(wildcard target/site/manifest.json),)
target/site.stamp target/site-dev.stamp: always
endif

$(deny): package := cargo-deny --version $(deny_version)
$(fuzzer): package := cargo-fuzz --version $(fuzzer_version)
# These run for seconds: compiling them fast matters more than fast code. Their lock may name versions that a mirror lacks.
$(deny) $(fuzzer): export CARGO_PROFILE_RELEASE_OPT_LEVEL := 1
$(deny) $(fuzzer): export CARGO_PROFILE_RELEASE_LTO := off
$(deny) $(fuzzer): export CARGO_PROFILE_RELEASE_CODEGEN_UNITS := 16
$(deny) $(fuzzer): install = cargo install $(package) --bin $(@F) --root $(@D)/.. --target-dir target/tools/build
$(deny) $(fuzzer): | tools
	$(install) --locked || $(install)
	rm -rf target/tools/build

$(schemathesis)/stamp: tests/schemathesis/requirements.txt | python
	rm -rf $(@D)
	python3 -m venv $(@D)
	$(@D)/bin/pip install --quiet --disable-pip-version-check --requirement $<
	@touch $@

%/node_modules/.package-lock.json: %/package.json %/package-lock.json | tools
	cd $* && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@
