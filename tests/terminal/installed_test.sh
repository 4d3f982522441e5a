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
completes search --sort pr price

# Of `viaja ops`: the task, its options, and what the server says behind it.
viaja() {
    case $* in
        'ops words address') echo flight.I0 hotel ;;
        'ops words session') echo 0198c0de-1 ;;
        'ops words hold 0198c0de-1') echo 0198c0de-2 ;;
    esac
}
completes ops wr write-off
completes ops bai baixar
completes ops retry --rea --reason
completes ops find --state pay paying
completes ops units ho hotel
completes ops --lang en retry --reason 'no answer' 01 0198c0de-1
completes ops write-off 0198c0de-1 01 0198c0de-2
completes ops write-off 0198c0de-1 --y --yes
! (completes ops services --rea --reason) 2>/dev/null || wrong 'bash offers --reason to services'
unset -f viaja

zsh -n "$share/zsh/site-functions/_viaja"
# zsh_offers WORDS…: what zsh is given for the last word, a line each.
zsh_offers() {
    zsh -f -c '
        viaja() {
            case "$*" in
                ("ops words address") print flight.I0; print hotel ;;
                ("ops words hold 0198c0de-1") print 0198c0de-2 ;;
            esac
        }
        _describe() { print -rl -- "${(@P)${@[-1]}}" }
        compadd() { shift; print -rl -- "$@" }
        completion=$1
        shift
        words=("$@")
        CURRENT=$#
        complete_it() { source "$completion" }
        complete_it' - "$share/zsh/site-functions/_viaja" viaja "$@"
}
# offers SHELL EXPECTED WORDS…
offers() {
    local found
    found=$("${1}_offers" "${@:3}")
    grep -qE -- "^$2([[:space:]:]|\$)" <<<"$found" || wrong "$1 offers for ${*:3}: $found; not $2"
}
offers zsh buscar bus
offers zsh retry ops re
offers zsh --reason ops retry --re
offers zsh hotel ops units ''
offers zsh 0198c0de-2 ops write-off --reason 'no answer' 0198c0de-1 ''
offers zsh paying ops find --state ''
fish --no-execute "$share/fish/vendor_completions.d/viaja.fish"
mkdir "$folder/programs"
cat >"$folder/programs/viaja" <<'SCRIPT'
#!/bin/sh
case $* in
    'ops words address') echo hotel ;;
    'ops words hold 0198c0de-1') echo 0198c0de-2 ;;
esac
SCRIPT
chmod +x "$folder/programs/viaja"
fish_offers() {
    local line
    printf -v line ' %q' "$@"
    [[ -n ${!#} ]] || line=${line% *}' '
    PATH=$folder/programs:$PATH fish --no-config -c "
        source $share/fish/vendor_completions.d/viaja.fish
        complete -C 'viaja$line'"
}
offers fish --token pagar --to
offers fish retry ops re
offers fish --reason ops retry --re
offers fish hotel ops units ''
offers fish 0198c0de-2 ops write-off --reason why 0198c0de-1 ''
offers fish paying ops find --state ''

for page in man/man1 man/pt_BR/man1; do
    warnings=$(man --warnings -l "$share/$page/viaja.1" 2>&1 >"$folder/page")
    [[ -z $warnings ]] || wrong "$page: $warnings"
    for name in buscar search segurar hold viagem trip trocar swap soltar release drop pagar pay \
        retomar resume codigo code código cancelar cancel abandonar abandon comprar buy ops; do
        grep -qE "^(\.SS viaja|(Also|Também):.*) $name\b" "$share/$page/viaja.1" ||
            wrong "$page does not name $name"
    done
    for task in services sagas find session dead-letters units audit topo retry give-up write-off \
        requeue drop; do
        "$folder/bin/viaja" ops --help --lang en | grep -q "^  $task " || wrong "no help for $task"
        [[ $page == *pt_BR* ]] || grep -q "^\.B $(sed 's/-/\\\\-/g' <<<"$task") " \
            "$share/$page/viaja.1" || wrong "$page does not name $task"
    done
    [[ $(wc -l <"$folder/page") -gt 100 ]] || wrong "$page is not shown whole"
done
