#!/usr/bin/env bash
# The source of the page and of the TypeScript client by tools from npm:
# page_tools_test.sh types|lint|parts|vendor
#
#   types   tsc finds no error in web/src and clients/typescript, whose types are those of
#           docs/openapi.yaml
#   lint    biome finds nothing to change: rules, accessibility of the markup, formatting
#   parts   parts of the page that draw nothing do what page_parts_test.mjs says, in Node
#   vendor  web/vendor is byte for byte what npm has, each library with its licence
#
# Skipped (77) where npm cannot be reached and build/npm is not there yet.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
"$root/tests/npm.sh"
modules=$root/build/npm/node_modules
export PATH=$root/build/venv/bin:$modules/.bin:$PATH

compare_vendor() {
    local failed=0 file package
    cd "$root/web/vendor"
    while read -r file; do
        cmp "$file" "$modules/$file" || failed=1
    done < <(find . -type f | sort)
    for package in $(cd "$modules" && jq -r '.dependencies | keys[]' "$root/web/package.json"); do
        [[ -s $package/LICENSE ]] || { printf '%s has no licence here\n' "$package"; failed=1; }
    done
    return "$failed"
}

run_parts() {
    # Not local: the trap needs it.
    folder=$(mktemp -d)
    trap 'rm -r "$folder"' EXIT
    NODE_PATH=$root/web/vendor esbuild "$root/tests/web/page_parts_test.mjs" --bundle \
        --external:node:* --format=esm --tsconfig="$root/web/tsconfig.bundle.json" \
        --log-level=warning --outfile="$folder/test.mjs"
    node --test "$folder/test.mjs"
}

case ${1:-} in
    types)
        python3 -B "$root/clients/typescript/make_types.py" --check
        tsc -p "$root/web"
        tsc -p "$root/clients/typescript" --noEmit
        ;;
    lint)
        for folder in web clients/typescript; do
            (cd "$root/$folder" && biome ci --colors=off --error-on-warnings .)
        done
        ;;
    parts) run_parts ;;
    vendor) compare_vendor ;;
    *) printf 'usage: page_tools_test.sh types|lint|parts|vendor\n' >&2; exit 2 ;;
esac
