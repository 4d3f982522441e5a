# shellcheck shell=bash
# shellcheck disable=SC2154  # root: terminal.sh
# Starts and stops the one `viaja all` of this folder, and knows which process that is.
# Sourced, never run.

data="$root/.viaja"
log_file="$data/viaja.log"
pid_file="$data/viaja.pid"

# When process $1 started, in the kernel's own units; together with the pid it names one process
# for ever. Field 22 of /proc/PID/stat, counted after the name, which may hold spaces.
start_time() {
    local stat
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
    read -r -a fields <<<"${stat##*) }"
    # A zombie has ended; only its parent has not noticed yet.
    [[ ${fields[0]} != Z ]] && printf '%s\n' "${fields[19]}"
}

# Sets pid and port if our server runs; otherwise false.
find_server() {
    local started=''
    pid='' port=''
    [[ -r $pid_file ]] && read -r pid started port <"$pid_file" || return 1
    [[ $pid =~ ^[0-9]+$ && $port =~ ^[0-9]+$ && "$(start_time "$pid")" == "$started" ]]
}

# start_server PORT: in the background, in a session of its own, so that closing the terminal or
# pressing Ctrl-C does not end it.
start_server() {
    mkdir -p "$data"
    printf '%s ./run starts viaja on port %s\n' "$(date -u +%FT%TZ)" "$1" >>"$log_file"
    setsid "$root/build/release/viaja/viaja" all --port "$1" --data "$data" \
        </dev/null >>"$log_file" 2>&1 &
    pid=$!
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

port_is_taken() {
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null || (exec 3<>"/dev/tcp/::1/$1") 2>/dev/null
}

# Ends with a sentence that names the process on port $1, as far as this user may see it.
refuse_taken_port() {
    local holder
    holder=$(holder_of_port "$1")
    fail "Port $1 is taken${holder:+ by $holder}. End that program, or choose another port:" \
        "VIAJA_PORT=$(($1 + 1)) ./run"
}

holder_of_port() {
    local hex inode descriptor owner
    printf -v hex '%04X' "$1"
    # State 0A is "listening".
    awk -v port="$hex" '$4 == "0A" && $2 ~ ":" port "$" { print $10 }' \
        /proc/net/tcp /proc/net/tcp6 2>/dev/null | while read -r inode; do
        for descriptor in /proc/[0-9]*/fd/*; do
            if [[ "$(readlink "$descriptor" 2>/dev/null)" == "socket:[$inode]" ]]; then
                owner=${descriptor#/proc/}
                owner=${owner%%/*}
                printf '%s (process %s)\n' "$(cat "/proc/$owner/comm")" "$owner"
                break 2
            fi
        done
    done
}
