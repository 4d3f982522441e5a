#!/usr/bin/env bash
# What `cmake --install` installs: the program, completion that each shell accepts and that
# completes, and manual pages without a warning. installed_test.sh BUILD
set -euo pipefail
export LC_ALL=C.UTF-8

build=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
wrong() { printf '%s\n' "$*" >&2; exit 1; }

cmake --install "$build" --prefix "$folder" >/dev/null
"$folder/bin/viaja" --help >"$folder/help"
share=$folder/share

# completes WORDS… EXPECTED: the last word is among those that bash offers for the line before it.
completes() {
    local expected=${!#}
    COMP_WORDS=(viaja "${@:1:$#-1}")
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    COMPREPLY=()
    _viaja
    [[ " ${COMPREPLY[*]} " == *" $expected "* ]] ||
        wrong "bash offers ${COMPREPLY[*]}, not $expected"
}
# shellcheck disable=SC1091  # installed above
source "$share/bash-completion/completions/viaja"
completes bus buscar
completes se search
completes pagar --to --token
completes pay --y --yes
completes search GRU REC --re --return
completes '' all

zsh -n "$share/zsh/site-functions/_viaja"
fish --no-execute "$share/fish/vendor_completions.d/viaja.fish"
offered=$(fish --no-config -c "source $share/fish/vendor_completions.d/viaja.fish
    complete -C 'viaja pagar --to'")
[[ $offered == --token* ]] || wrong "fish offers $offered"

for page in man/man1 man/pt_BR/man1; do
    warnings=$(man --warnings -l "$share/$page/viaja.1" 2>&1 >"$folder/page")
    [[ -z $warnings ]] || wrong "$page: $warnings"
    for name in buscar search segurar hold viagem trip trocar swap soltar release drop pagar pay \
        retomar resume codigo code código cancelar cancel abandonar abandon comprar buy ops; do
        grep -qE "^(\.SS viaja|(Also|Também):.*) $name\b" "$share/$page/viaja.1" ||
            wrong "$page does not name $name"
    done
    [[ $(wc -l <"$folder/page") -gt 100 ]] || wrong "$page is not shown whole"
done
