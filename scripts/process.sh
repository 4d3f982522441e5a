# shellcheck shell=bash
# Processes that outlive the script which began them, and the ports they listen on: a process is
# known by its pid and its start, so that nothing else is ever ended. Sourced, never run.

# When process $1 started, in the kernel's own units; together with the pid it names one process
# for ever. Field 22 of /proc/PID/stat, counted after the name, which may hold spaces.
start_time() {
    local stat fields
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
    read -r -a fields <<<"${stat##*) }"
    # A zombie has ended; only its parent has not noticed yet.
    [[ ${fields[0]} != Z ]] && printf '%s\n' "${fields[19]}"
}

# spawn FILE LOG COMMAND…: begins a process in a session of its own, so that neither Ctrl-C nor a
# closed terminal ends it, and writes down in FILE which one it is. Sets pid.
spawn() {
    local file=$1 log=$2
    shift 2
    (
        # A lock or a pipe of the caller must not stay open for as long as the process lives.
        for descriptor in /proc/self/fd/*; do
            descriptor=${descriptor##*/}
            ((descriptor <= 2)) || eval "exec $descriptor>&-"
        done
        exec setsid "$@" </dev/null >>"$log" 2>&1
    ) &
    pid=$!
    printf '%s %s\n' "$pid" "$(start_time "$pid")" >"$file"
}

# find_process FILE: sets pid if the process written down there still runs; otherwise false.
find_process() {
    local started=''
    pid=''
    [[ -r $1 ]] && read -r pid started <"$1" || return 1
    [[ $pid =~ ^[0-9]+$ && -n $started && "$(start_time "$pid")" == "$started" ]]
}

# end_process FILE SECONDS: asks politely, waits so long, then kills. False if it had to kill.
end_process() {
    local file=$1 limit=$2 begin=$SECONDS
    find_process "$file" || { rm -f "$file"; return 0; }
    kill -TERM "$pid" 2>/dev/null || true
    # A frozen process would not see it otherwise.
    kill -CONT "$pid" 2>/dev/null || true
    while find_process "$file"; do
        if ((SECONDS - begin >= limit)); then
            kill_process "$file"
            return 1
        fi
        sleep 0.05
    done
    rm -f "$file"
}

# kill_process FILE: at once, and returns when it is gone.
kill_process() {
    local begin=$SECONDS
    while find_process "$1"; do
        kill -KILL "$pid" 2>/dev/null || true
        ((SECONDS - begin < 30)) || fail "Process $pid does not end although it was killed."
        sleep 0.02
    done
    rm -f "$1"
}

port_is_taken() {
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null || (exec 3<>"/dev/tcp/::1/$1") 2>/dev/null
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
