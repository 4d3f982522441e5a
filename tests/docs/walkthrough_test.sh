#!/usr/bin/env bash
# Runs the walk-through of a page against a `viaja all` of its own, command by command, and
# compares all that it prints with the lines "# → …" below the commands.
#
#   walkthrough_test.sh VIAJA PAGE
#
# "…" inside such a line stands for anything. Whatever happens, the server is ended and its data
# removed.
set -euo pipefail
export LC_ALL=C.UTF-8
unset "${!VIAJA_@}"

viaja=$1 page=$2 name=${2##*/}
begin='<!-- walk-through: begin -->' end='<!-- walk-through: end -->'
folder=$(mktemp -d)
server=''
: >"$folder/log"

clean_up() {
    [[ -z $server ]] || kill -TERM "$server" 2>/dev/null || true
    [[ -z $server ]] || wait "$server" 2>/dev/null || true
    rm -rf "$folder"
}
trap clean_up EXIT

give_up() {
    printf '%s\nThe end of the log:\n' "$*" >&2
    tail -n 5 "$folder/log" >&2
    exit 1
}

# On a port that the system picks; sets url. `timeout` ends the server even if this script is
# killed.
start_server() {
    timeout --foreground -k 10 160 "$viaja" all --port 0 --data "$folder/data" >"$folder/log" 2>&1 &
    server=$!
    local deadline=$((SECONDS + 90))
    until url=$(grep -o -m 1 'http://[0-9.]*:[0-9]*' "$folder/log"); do
        kill -0 "$server" 2>/dev/null || give_up 'viaja ended while it was starting.'
        ((SECONDS < deadline)) || give_up 'viaja was not up within 90 s.'
        sleep 0.1
    done
}

# The commands between the two markers, each on its line of the page, so that bash's own messages
# name the right one; "# → text" becomes a call of expect.
commands_of_page() {
    awk -v begin="$begin" -v end="$end" -v url="$url" -v quote="'" '
        $0 == begin { inside = 1 }
        $0 == end { inside = 0 }
        !inside || /^```/ { block = inside && /^```bash$/; print ""; next }
        !block { print ""; next }
        /^# → / {
            text = substr($0, 3 + length("→ "))
            gsub(quote, quote "\\" quote quote, text)
            print "expect " NR " " quote text quote
            next
        }
        /^url=/ { print "url=" url; next }
        /^viaja\(\) / { next }
        { print }' "$page"
}

# The program under test, where the page calls that of ./run.
viaja() {
    VIAJA_URL=$url XDG_STATE_HOME=$folder/state "$viaja" "$@"
}

# expect LINE TEXT: the next line that the commands have printed is TEXT.
expect() {
    local line
    seen=$((seen + 1))
    line=$(sed -n "${seen}p" "$folder/out" | tr -d '\r')
    if [[ $2 == *…* ]]; then
        [[ $line == "${2%%…*}"*"${2#*…}" ]] && return
    elif [[ $line == "$2" ]]; then
        return
    fi
    give_up "$name, line $1: \"$2\" is expected, but it says \"$line\"."
}

grep -qxF -e "$begin" "$page" || give_up "$name has no line $begin"
grep -qxF -e "$end" "$page" || give_up "$name has no line $end"
start_server
commands_of_page >"$folder/commands"
(($(grep -c '^expect ' "$folder/commands") >= 20)) || give_up 'The walk-through expects too little.'
grep -qxF "url=$url" "$folder/commands" || give_up 'The walk-through does not set url.'

seen=0
exec 3>&1 >"$folder/out"
trap 'give_up "$name, line $LINENO: the command failed."' ERR
# shellcheck disable=SC1091  # made above
source "$folder/commands"
trap - ERR
exec >&3
lines=$(wc -l <"$folder/out")
((seen == lines)) || give_up "The walk-through prints $lines lines, but tells of $seen."

kill -TERM "$server"
status=0
wait "$server" || status=$?
server=''
((status == 0)) || give_up "viaja did not end well when it was asked to: status $status."
printf 'All %d lines of the walk-through are as %s says.\n' "$lines" "$name"
