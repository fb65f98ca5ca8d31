#!/bin/sh
# Runs a command with a PostgreSQL of its own, which goes when the command ends:
#
#     sh build/with-postgres.sh COMMAND...
#
# TEST_DATABASE_URL names it, for a role that may make databases and whom policies bind.
set -eu

for bin in "$(dirname "$(command -v pg_ctl || echo none)")" "$(pg_config --bindir 2>/dev/null || echo none)" /usr/lib/postgresql/*/bin; do
  [ -x "$bin/initdb" ] && break
done
PATH=$PATH:$bin

folder=$(mktemp -d)
# PostgreSQL refuses to run as root.
if [ "$(id -u)" = 0 ]; then
  chown postgres "$folder"
  as() { (cd / && runuser -u postgres -- "$@"); }
else
  as() { "$@"; }
fi
trap 'as "$bin/pg_ctl" --pgdata "$folder/data" --mode immediate stop >/dev/null; rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM

port=$(node -p 'const s = require("net").createServer().listen(0); s.unref(); s.address().port')
as "$bin/initdb" --pgdata "$folder/data" --username postgres --auth trust --encoding UTF8 --locale C --no-sync >/dev/null
as sh -c 'cat >> "$0"' "$folder/data/postgresql.conf" <<SETTINGS
port = $port
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
fsync = off
full_page_writes = off
SETTINGS
as "$bin/pg_ctl" --pgdata "$folder/data" --log "$folder/log" --wait start >/dev/null
psql --quiet --host 127.0.0.1 --port "$port" --username postgres --command 'create role cubby login createdb'
TEST_DATABASE_URL="postgres://cubby@127.0.0.1:$port/postgres" "$@"
