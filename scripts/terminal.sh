# shellcheck shell=bash
# How ./run and ./test speak: sentences, colours and progress. Sourced, never run.

# Programs answer in English and byte order whatever the caller's language is.
export LC_ALL=C.UTF-8

# The caller sets root, the project's folder.
: "${root:?source this file from ./run or ./test}"

if [[ -t 1 && -z "${NO_COLOR:-}" && "${TERM:-dumb}" != dumb ]]; then
    bold=$'\e[1m' red=$'\e[31m' green=$'\e[32m' dim=$'\e[2m' plain=$'\e[0m'
else
    bold='' red='' green='' dim='' plain=''
fi

heading() { printf '%s%s%s\n' "$bold" "$*" "$plain"; }
good() { printf '%s%s%s\n' "$green" "$*" "$plain"; }
quiet() { printf '%s%s%s\n' "$dim" "$*" "$plain"; }

# Ends the program with a sentence that says what to do.
fail() {
    printf '%s%s%s\n' "$red" "$*" "$plain" >&2
    exit 1
}

# Reads "finished total text" lines and shows how far the work is: in place on a terminal, otherwise
# one line for every tenth. A total of 0 is an unknown one; only a terminal shows those.
show_progress() {
    local title=$1 finished total text tenth shown=-1 line
    while read -r finished total text; do
        if [[ -t 1 ]]; then
            line="$title: $finished of $total  $text"
            ((total > 0)) || line="$title: $text"
            printf '\r\e[K%s' "${line:0:$((${COLUMNS:-80} - 1))}"
        elif ((total > 0)); then
            tenth=$((finished * 10 / total))
            ((tenth > shown)) || continue
            printf '%s: %d %% (%d of %d)\n' \
                "$title" $((finished * 100 / total)) "$finished" "$total"
            shown=$tenth
        fi
    done
    [[ ! -t 1 ]] || printf '\r\e[K'
}

# Ends a program that was interrupted, on a line of its own, with the code that shells expect.
interrupted() {
    printf '\n%s\n' "$*" >&2
    exit 130
}
