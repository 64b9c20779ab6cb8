#!/usr/bin/env bash
# `npm test` in four parts at once: two compute, two wait for local clouds of their own. On two cores that takes half of the
# time. What jest writes down of each part lies in .local/test-results afterwards.
set -uo pipefail
cd "$(dirname "$0")/../.."

in_front='end-to-end'
behind=('infrastructure' 'integration console' 'unit architecture faults')

rm -rf .local/test-results
mkdir -p .local/test-results
processes=()
trap 'kill "${processes[@]}" 2>/dev/null' EXIT

for index in "${!behind[@]}"; do
  # shellcheck disable=SC2086 # several projects
  npm test -- --selectProjects ${behind[index]} --json --outputFile ".local/test-results/$index.json" "$@" > ".local/ci-tests-$index.log" 2>&1 &
  processes+=($!)
done

npm test -- --selectProjects "$in_front" --json --outputFile .local/test-results/front.json "$@"
code=$?

for index in "${!behind[@]}"; do
  wait "${processes[index]}" || code=1
  printf '\n-- %s\n' "${behind[index]}"
  cat ".local/ci-tests-$index.log"
done
trap - EXIT

exit "$code"
