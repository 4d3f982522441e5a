#!/usr/bin/env bash
# README.md names every folder of tests, and ./run builds the program that its commands run.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
cd "$root"
failed=0
wrong() { printf '%s\n' "$*" >&2; failed=1; }

for list in tests/*/CMakeLists.txt; do
    grep -q '_test(' "$list" || continue
    folder=${list%/CMakeLists.txt}
    grep -qF "| \`$folder\` |" README.md || wrong "README.md: the table of tests has no $folder"
done

grep -qF 'build/release/viaja/viaja' README.md || wrong 'README.md does not run viaja'
builds=$(sed -e ':line' -e '/\\$/{N; s/\\\n//; b line' -e '}' run | grep -F 'build_preset release')
[[ $(wc -l <<<"$builds") == 2 ]] || wrong "run builds once for each of its two ways: $builds"
while read -r build; do
    [[ " $build " == *' viaja '* ]] || wrong "run does not build viaja, of README.md: $build"
done <<<"$builds"
exit "$failed"
