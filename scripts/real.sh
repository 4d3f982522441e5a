# shellcheck shell=bash
# shellcheck disable=SC2154  # root, data, pid: terminal.sh, server.sh, process.sh
# Viaja on RabbitMQ, MySQL and Redis: a process for each service and carrier, and two replicas of
# session-service. Sourced, never run.

real="$data/real"

# The processes that ./run --real wants, those that travellers talk to first.
real_names() {
    local carrier
    printf 'session-1\nsession-2\nhotel\npayment\n'
    for carrier in $(tr , ' ' <<<"${VIAJA_CARRIERS:-I0,8G,J0,P1,9B,A0}"); do
        printf 'flight-%s\n' "$carrier"
    done
}

check_carriers() {
    local pattern='^[A-Z0-9]{2}(,[A-Z0-9]{2})*$'
    [[ ${VIAJA_CARRIERS:-I0} =~ $pattern ]] ||
        fail "VIAJA_CARRIERS is \"$VIAJA_CARRIERS\"; it must be carriers' codes such as I0,8G."
}

# The names of all processes that were ever started here and not stopped, with other carriers too.
started_names() {
    local file
    for file in "$real"/services/*.process; do
        [[ ! -e $file ]] || basename "$file" .process
    done
}

process_file() { printf '%s/services/%s.process\n' "$real" "$1"; }
log_of() { printf '%s/logs/%s.log\n' "$real" "$1"; }

# The HTTP port of process $1.
real_port() {
    awk -v name="$1" '$1 == name { print $2 }' "$real/http-ports" 2>/dev/null || true
}
real_url() { printf 'http://localhost:%s\n' "$(real_port "$1")"; }

# True if anything that ./run --real started still runs.
real_is_up() {
    local name
    for name in $(started_names); do
        find_process "$(process_file "$name")" && return
    done
    [[ -d $real ]] || return
    { scripts/servers status "$real" --ports || true; } | grep -q ' [0-9][0-9]*$'
}

# True if all of it runs.
real_is_complete() {
    local name
    for name in $(real_names); do
        find_process "$(process_file "$name")" || return
    done
    scripts/servers status "$real" >/dev/null
}

# choose_http_ports FIRST: FIRST and the one after it for session-service, which travellers are told
# about; for the others, free ones from FIRST + 10 on. Processes that run keep theirs.
choose_http_ports() {
    local name wanted next=$(($1 + 10)) lines=''
    for name in $({ real_names; started_names; } | awk '!seen[$0]++'); do
        if find_process "$(process_file "$name")"; then
            lines+="$name $(real_port "$name")"$'\n'
            continue
        fi
        case "$name" in
            session-*) wanted=$(($1 + ${name#session-} - 1)) ;;
            *)
                while port_is_taken "$next" || grep -q " $next\$" <<<"$lines"; do
                    next=$((next + 1))
                done
                wanted=$next
                ;;
        esac
        [[ $name != session-* ]] || ! port_is_taken "$wanted" || refuse_taken_port "$wanted" --real
        lines+="$name $wanted"$'\n'
    done
    printf '%s' "$lines" >"$real/http-ports"
}

start_services() {
    local name service command variables
    mkdir -p "$real/services" "$real/logs"
    for name in $(real_names); do
        find_process "$(process_file "$name")" && continue
        service=${name%-*}
        command=("$root/build/release/$service-service/$service-service")
        [[ $service != flight ]] || command+=(--carrier "${name#flight-}")
        # flight-I0 is flight.I0 on the bus.
        [[ $service == session ]] || service=${name/-/.}
        mapfile -t variables < <(scripts/servers environment "$real" "$service")
        printf '%s ./run --real starts it\n' "$(date -u +%FT%TZ)" >>"$(log_of "$name")"
        spawn "$(process_file "$name")" "$(log_of "$name")" env \
            -u VIAJA_RABBITMQ_PASSWORD_FILE -u VIAJA_MYSQL_PASSWORD_FILE \
            -u VIAJA_REDIS_PASSWORD_FILE -u VIAJA_RABBITMQ_VHOST \
            "${variables[@]}" VIAJA_PORT="$(real_port "$name")" "${command[@]}"
    done
}

is_ready() { curl -fs -o /dev/null --max-time 2 "$(real_url "$1")/readyz"; }

# At most 120 s for all of them: the first time each loads its catalogue.
wait_until_all_ready() {
    local begin=$SECONDS said=0 name waiting
    read -r -a waiting <<<"$(real_names | paste -s -d ' ')"
    while ((${#waiting[@]} > 0)); do
        for name in "${waiting[@]}"; do
            find_process "$(process_file "$name")" ||
                service_failed "$name" 'ended while it was starting'
        done
        name=${waiting[0]}
        if is_ready "$name"; then
            waiting=("${waiting[@]:1}")
            continue
        fi
        ((SECONDS - begin < 120)) || service_failed "$name" 'was not ready within 120 s'
        if ((SECONDS - begin >= said + 3)); then
            said=$((SECONDS - begin))
            quiet "  starting, $said s: $name: $(tail -n 1 "$(log_of "$name")" | cut -c 1-100)"
        fi
        sleep 0.2
    done
}

service_failed() {
    printf '\nThe end of .viaja/real/logs/%s.log:\n' "$1" >&2
    tail -n 20 "$(log_of "$1")" | sed 's/^/  /' >&2
    stop_real
    fail "$1 $2; the end of its log stands above. Everything has been stopped."
}

# Our services first, so that they can finish what they accepted; then the servers. What is killed
# after 15 s loses nothing that it promised.
stop_real() {
    local name waited=()
    for name in $(started_names); do
        { end_process "$(process_file "$name")" 15 ||
            printf '%s did not end within 15 s and was killed.\n' "$name"; } &
        waited+=($!)
    done
    ((${#waited[@]} == 0)) || wait "${waited[@]}"
    [[ ! -d $real ]] || scripts/servers stop "$real"
}

# One line a process; false if one of them is down or not ready.
print_services() {
    local name state all_well=0
    while read -r name _; do
        state='down'
        if find_process "$(process_file "$name")"; then
            state="process $pid, ready"
            if ! is_ready "$name"; then
                state="process $pid, not ready: $(why_not_ready "$name")"
                all_well=1
            fi
        else
            all_well=1
        fi
        printf '  %-12s %-24s %s\n' "$name" "$(real_url "$name")" "$state"
    done <"$real/http-ports"
    return "$all_well"
}

# The parts that are away, or that it does not answer at all.
why_not_ready() {
    curl -s --max-time 2 "$(real_url "$1")/readyz?verbose" | head -c 300 | tr '\n' ' ' |
        grep . || printf 'no answer; ./run logs %s' "$1"
}

# real_logs [-f] [NAME]
real_logs() {
    local follow=() files=()
    if [[ ${1:-} == -f ]]; then
        follow=(-f)
        shift
    fi
    if [[ -n ${1:-} ]]; then
        [[ -f $(log_of "$1") ]] ||
            fail "There is no log of \"$1\"; there are: $(real_names | paste -s -d ' ')"
        files=("$(log_of "$1")")
    else
        files=("$real"/logs/*.log)
    fi
    [[ -f ${files[0]} ]] || fail "There is no log yet; ./run --real starts Viaja."
    exec tail -n $((${#files[@]} > 1 ? 20 : 100)) "${follow[@]}" "${files[@]}"
}
