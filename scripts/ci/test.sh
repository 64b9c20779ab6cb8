#!/usr/bin/env bash
# `npm test` in two halves at once: what computes, and what waits for a local cloud. On two cores that takes little more than
# half of the time.
set -uo pipefail
cd "$(dirname "$0")/../.."

mkdir -p .local
computing_log=.local/ci-computing.log

npm test -- --selectProjects unit architecture infrastructure faults "$@" > "$computing_log" 2>&1 &
computing=$!
trap 'kill "$computing" 2>/dev/null' EXIT

npm test -- --selectProjects integration console end-to-end "$@"
waiting_code=$?

wait "$computing"
computing_code=$?
trap - EXIT
cat "$computing_log"

exit $((waiting_code | computing_code))
