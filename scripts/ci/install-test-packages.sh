#!/usr/bin/env bash
# Installs what tests use if it is there: PgBouncer, which stands in for RDS Proxy. Does so only where it can be done
# without asking: as root, with apt-get. Elsewhere it says what is missing, and the tests that need it are left out.
set -euo pipefail

if command -v pgbouncer >/dev/null || [ -x /usr/sbin/pgbouncer ]; then
  echo 'PgBouncer is there.'
  exit 0
fi
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo 'PgBouncer is missing: tests will not pass through a pooler. Debian: apt-get install pgbouncer, macOS: brew install pgbouncer.'
  exit 0
fi
# The package would start a service of its own; RUNLEVEL tells its scripts not to.
export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
if { apt-get install -y --no-install-recommends pgbouncer || { apt-get update && apt-get install -y --no-install-recommends pgbouncer; }; } >/dev/null 2>&1; then
  echo 'PgBouncer is installed.'
else
  echo 'PgBouncer could not be installed: tests will not pass through a pooler.'
fi
