# shellcheck shell=bash
# shellcheck disable=SC2154  # root: terminal.sh
# Starts and stops the one `viaja all` of this folder, and knows which process that is.
# Sourced, never run.

data="$root/.viaja"
log_file="$data/viaja.log"
pid_file="$data/viaja.pid"

# Sets pid and port if our server runs; otherwise false.
find_server() {
    local started=''
    pid='' port=''
    [[ -r $pid_file ]] && read -r pid started port <"$pid_file" || return 1
    [[ $pid =~ ^[0-9]+$ && $port =~ ^[0-9]+$ && "$(start_time "$pid")" == "$started" ]]
}

# start_server PORT: in the background.
start_server() {
    mkdir -p "$data"
    printf '%s ./run starts viaja on port %s\n' "$(date -u +%FT%TZ)" "$1" >>"$log_file"
    spawn "$pid_file" "$log_file" \
        "$root/build/release/viaja/viaja" all --port "$1" --data "$data"
    printf '%s %s %s\n' "$pid" "$(start_time "$pid")" "$1" >"$pid_file"
}

# wait_until_ready PORT: at most 60 s.
wait_until_ready() {
    local begin=$SECONDS said=0
    until curl -fs -o /dev/null --max-time 2 "http://localhost:$1/readyz"; do
        find_server || server_failed 'Viaja ended while it was starting.'
        if ((SECONDS - begin >= 60)); then
            stop_server
            server_failed 'Viaja was not ready within 60 s.'
        fi
        if ((SECONDS - begin >= said + 2)); then
            said=$((SECONDS - begin))
            quiet "  starting, $said s: $(tail -n 1 "$log_file" | cut -c 1-120)"
        fi
        sleep 0.2
    done
}

server_failed() {
    printf '\nThe end of .viaja/viaja.log:\n' >&2
    tail -n 20 "$log_file" | sed 's/^/  /' >&2
    rm -f "$pid_file"
    fail "$1 Its log is in .viaja/viaja.log, the end of it above."
}

# Asks politely and waits for 12 s; the server itself promises to be gone after 10.
stop_server() {
    find_server || { rm -f "$pid_file"; return 0; }
    local begin=$SECONDS said=0
    kill -TERM "$pid" 2>/dev/null || true
    while find_server; do
        if ((SECONDS - begin >= 12)); then
            printf 'It did not end within 12 s and is killed; nothing it promised is lost.\n'
            kill -KILL "$pid" 2>/dev/null || true
            break
        fi
        if ((SECONDS - begin >= said + 2)); then
            said=$((SECONDS - begin))
            quiet "  still finishing what it accepted, $said s"
        fi
        sleep 0.1
    done
    rm -f "$pid_file"
}

# refuse_taken_port PORT [--real]: ends with a sentence that names the process on that port, as far
# as this user may see it.
refuse_taken_port() {
    local holder
    holder=$(holder_of_port "$1")
    fail "Port $1 is taken${holder:+ by $holder}. End that program, or choose another port:" \
        "VIAJA_PORT=$(($1 + 1)) ./run${2:+ $2}"
}
