# shellcheck shell=bash
# shellcheck disable=SC2034  # title, seconds, ports: scripts/servers reads them by name
# shellcheck disable=SC2154  # root: terminal.sh; folder, carriers, pid: scripts/servers, process.sh
# A RabbitMQ node of one folder, with a node name, a cookie and an epmd of its own.
# Sourced, never run.

rabbitmq_title=RabbitMQ
rabbitmq_seconds=120
rabbitmq_ports=(amqp:5672 console:15672 distribution epmd)

# Debian's /usr/sbin/rabbitmq-server changes to a user and a folder of its own; this one does not.
rabbitmq_program() {
    local program
    for program in /usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin/rabbitmq-server; do
        [[ -x $program ]] && printf '%s\n' "$program" && return
    done
    return 1
}

rabbitmq_begin() {
    local home="$folder/rabbitmq" epmd distribution
    epmd=$(port_of epmd) distribution=$(port_of distribution)
    mkdir -p "$home/data"
    rabbitmq_configure "$home"
    # Whoever starts first begins epmd; begun here, it has a pid that can be ended.
    find_process "$folder/epmd.process" ||
        spawn "$folder/epmd.process" "$home/epmd.log" \
            epmd -address 127.0.0.1 -port "$epmd"
    # NOTIFY_SOCKET makes the script become the node instead of staying as its parent.
    spawn "$folder/rabbitmq.process" "$home/log" env -i PATH="$PATH" LANG=C.UTF-8 HOME="$home" \
        NOTIFY_SOCKET=/nowhere RABBITMQ_NODENAME=viaja@localhost \
        RABBITMQ_CONF_ENV_FILE=/dev/null RABBITMQ_CONFIG_FILE="$home/rabbitmq.conf" \
        RABBITMQ_ADVANCED_CONFIG_FILE="$home/advanced.config" \
        RABBITMQ_ENABLED_PLUGINS_FILE="$home/plugins" RABBITMQ_MNESIA_BASE="$home/data" \
        RABBITMQ_LOG_BASE="$home" RABBITMQ_PID_FILE="$home/pid" \
        RABBITMQ_DIST_PORT="$distribution" ERL_EPMD_PORT="$epmd" ERL_EPMD_ADDRESS=127.0.0.1 \
        RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1}' \
        "$(rabbitmq_program)"
}

rabbitmq_configure() {
    local home=$1 cookie="$1/.erlang.cookie"
    [[ -f $cookie ]] || (umask 377 && tr -d - </proc/sys/kernel/random/uuid >"$cookie")
    printf '[rabbitmq_management].\n' >"$home/plugins"
    rabbitmq_definitions >"$home/definitions.json"
    # Watermarks are absolute: a share of the machine would block publishers on a small one. The
    # log of quorum queues is 512 MB by default, all of it read again at start. Deliveries wait
    # unacknowledged while a service's database is away; after half an hour, the default, the broker
    # would close their channel and count one of their 20 deliveries. So a day, in milliseconds.
    cat >"$home/rabbitmq.conf" <<CONF
listeners.tcp.default = 127.0.0.1:$(port_of amqp)
management.tcp.ip = 127.0.0.1
management.tcp.port = $(port_of console)
load_definitions = $home/definitions.json
vm_memory_high_watermark.absolute = 1GB
disk_free_limit.absolute = 200MB
raft.wal_max_size_bytes = 67108864
consumer_timeout = 86400000
log.file = rabbitmq.log
log.file.level = warning
log.file.rotation.size = 1048576
log.file.rotation.count = 2
log.console = false
CONF
}

rabbitmq_definitions() {
    local user
    # shellcheck disable=SC2086  # a word for each carrier
    for user in viaja session hotel payment $(printf 'flight.%s ' ${carriers//,/ }); do
        printf '%s %s\n' "$user" "$(password_of "$user" rabbitmq)"
    done | jq -nR --arg carriers "$carriers" -f "$root/scripts/definitions.jq"
}

# Logs in over HTTP, and asks the node whether it listens for AMQP.
rabbitmq_is_ready() {
    rabbitmq_api "health/checks/port-listener/$(port_of amqp)"
}

rabbitmq_api() {
    curl -fs -o /dev/null --max-time 3 -u viaja:viaja "${@:2}" \
        "http://127.0.0.1:$(port_of console)/api/$1"
}

# Users of carriers that were not there when the node started.
rabbitmq_refresh() {
    local file="$folder/rabbitmq/definitions.json"
    ! rabbitmq_definitions | cmp -s - "$file" || return 0
    rabbitmq_definitions >"$file"
    rabbitmq_api definitions -H 'Content-Type: application/json' \
        --data "@$file"
}

rabbitmq_logs() { printf '%s\n' "$folder/rabbitmq/log" "$folder/rabbitmq/rabbitmq.log"; }
