#!/usr/bin/env bash
# Installs what tests use if it is there: PgBouncer, which stands in for RDS Proxy, Chromium, which looks at the console,
# or buildah with debootstrap, which build its image. Does so only where it can be done without asking: as root, with apt-get. Elsewhere it says what is missing, and
# the tests that need it are left out.
#
#   install-test-packages.sh pgbouncer|chromium|buildah
set -euo pipefail

# The package of PgBouncer would start a service of its own; RUNLEVEL tells its scripts not to.
export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1

install() {
  local name=$1 without=$2 elsewhere=", macOS: brew install $1"
  shift 2
  if [ "$name" = buildah ]; then elsewhere=' (Linux only)'; fi
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "$name is missing: $without. Debian: apt-get install $*$elsewhere."
  elif { apt-get install -y --no-install-recommends "$@" || { apt-get update && apt-get install -y --no-install-recommends "$@"; }; } >/dev/null 2>&1; then
    echo "$name is installed."
  else
    echo "$name could not be installed: $without."
  fi
}

case "${1:-}" in
pgbouncer)
  if command -v pgbouncer >/dev/null || [ -x /usr/sbin/pgbouncer ]; then
    echo 'PgBouncer is there.'
  else
    install pgbouncer 'tests will not pass through a pooler' pgbouncer
  fi
  ;;
chromium)
  if command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; then
    echo 'Chromium is there.'
  else
    install chromium 'nobody will look at the console with a browser' chromium fonts-dejavu-core
  fi
  ;;
buildah)
  if command -v buildah >/dev/null && command -v debootstrap >/dev/null; then
    echo 'buildah and debootstrap are there.'
  else
    install buildah 'nobody will build the image of the console' buildah debootstrap
  fi
  ;;
*)
  echo 'say what to install: pgbouncer, chromium or buildah' >&2
  exit 2
  ;;
esac
