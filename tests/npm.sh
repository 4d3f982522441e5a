#!/usr/bin/env bash
# Makes build/npm with what npm has for web/package.json, by the npm of build/venv. What is there
# already is kept; several tests may call this at once.
#
# Ends with 77 where the packages cannot be downloaded, so that a test is skipped and not failed.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
npm=$root/build/npm
log=$root/build/npm.log
wanted=("$root/web/package.json" "$root/web/package-lock.json")

install() {
    rm -rf "$npm"
    mkdir -p "$npm"
    cp "${wanted[@]}" "$npm/"
    (cd "$npm" && PATH=$root/build/venv/bin:$PATH npm ci --ignore-scripts --no-audit --no-fund) \
        >"$log" 2>&1
}

python3 -B "$root/tests/in_venv.py" -c ''
exec 9>"$root/build/npm.lock"
flock -w 600 9
! cat "${wanted[@]}" | cmp -s - "$npm/made-from" || exit 0
if install; then
    cat "${wanted[@]}" >"$npm/made-from"
elif grep -q EINTEGRITY "$log"; then
    cat "$log" >&2
    exit 1
else
    printf 'skipped: npm cannot be reached (build/npm.log)\n'
    exit 77
fi
