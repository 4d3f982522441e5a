# shellcheck shell=bash
# shellcheck disable=SC2034  # title, seconds, ports: scripts/servers reads them by name
# shellcheck disable=SC2154  # folder, pid: scripts/servers, process.sh
# A Redis server of one folder. It keeps only locks, so nothing of it is written to disk.
# Sourced, never run.

redis_title=Redis
redis_seconds=20
redis_ports=(redis:6379)

redis_program() { command -v redis-server; }

redis_begin() {
    local home="$folder/redis"
    mkdir -p "$home"
    # The path of the folder may hold spaces; redis.conf reads it in quotes.
    cat >"$home/redis.conf" <<CONF
bind 127.0.0.1
port $(port_of redis)
dir "$home"
save ""
appendonly no
maxmemory 64mb
maxmemory-policy noeviction
$(redis_users)
CONF
    spawn "$folder/redis.process" "$home/log" redis-server "$home/redis.conf"
}

# Only session-service uses Redis, and only for its locks: GET and DEL are what its script does.
redis_users() {
    cat <<ACL
user default off
user viaja on >$(password_of viaja redis) ~* &* +@all
user session on >$(password_of session redis) ~viaja:lock:* \
+ping +set +get +del +eval +evalsha +script|load
ACL
}

redis_is_ready() {
    [[ "$(timeout 3 redis-cli -h 127.0.0.1 -p "$(port_of redis)" --user viaja --pass viaja \
        --no-auth-warning ping 2>/dev/null)" == PONG ]]
}

redis_refresh() { :; }
redis_logs() { printf '%s\n' "$folder/redis/log"; }
