#!/bin/sh
# Says in one line what is missing, or nothing when all is there. What it can install it installs, talking on stderr.

missing() {
  echo "Cubby needs $1"
  exit
}

there() {
  for name; do command -v "$name" >/dev/null && return; done
  return 1
}

# Where there is apt-get and it may be used.
install() {
  there apt-get || return
  root=
  [ "$(id -u)" = 0 ] || root="sudo -n"
  { $root apt-get update && $root env DEBIAN_FRONTEND=noninteractive apt-get install -y "$@"; } >&2
}

compilers() {
  there cargo || missing "Rust: install rustup from https://rustup.rs"
  there ${CC:-cc} || missing "a C compiler, for SQLite: on Debian, apt-get install gcc libc6-dev"
  { there node && node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)'; } ||
    missing "Node.js 20 or newer: https://nodejs.org"
  there npm || missing "npm, which comes with Node.js: https://nodejs.org"

  # Where rustup does not install what rust-toolchain.toml names by itself, it is asked to.
  sysroot=$(rustc --print sysroot) || { rustup toolchain install >&2 && sysroot=$(rustc --print sysroot); } ||
    missing "the Rust toolchain of rust-toolchain.toml: rustup toolchain install"
  target=wasm32-unknown-unknown
  [ -d "$sysroot/lib/rustlib/$target" ] || rustup target add $target >&2 ||
    missing "Rust's $target target: rustup target add $target"
}

browser() {
  there chromium-headless-shell && return
  # Debian's package of the browser alone; others have it with its window.
  install chromium-headless-shell || install chromium
  there chromium-headless-shell chromium chromium-browser google-chrome ||
    missing "Chromium on the PATH for its browser tests: on Debian, apt-get install chromium"
}

# What holds the API against its document is written in Python.
python() {
  able='import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))'
  python3 -c "$able" 2>/dev/null && return
  install python3 python3-venv
  python3 -c "$able" 2>/dev/null ||
    missing "Python 3.10 or newer with venv, for the tests of its API: on Debian, apt-get install python3 python3-venv"
}

# Its tests start one of their own. Debian keeps the programs off the PATH.
postgres() {
  [ -z "$TEST_DATABASE_URL" ] || return
  cluster && return
  install postgresql
  cluster || missing "PostgreSQL for its tests: on Debian, apt-get install postgresql; or one that runs, in TEST_DATABASE_URL"
}

# Tests put one before their PostgreSQL. Debian keeps it off the PATH of who is not root.
pooler() {
  there pgbouncer /usr/sbin/pgbouncer && return
  install pgbouncer
  there pgbouncer /usr/sbin/pgbouncer || missing "PgBouncer for its tests: on Debian, apt-get install pgbouncer"
}

cluster() {
  there pg_ctl && return
  for folder in "$(pg_config --bindir 2>/dev/null)" /usr/lib/postgresql/*/bin; do
    [ -x "$folder/pg_ctl" ] && return
  done
  return 1
}

"$1" </dev/null
