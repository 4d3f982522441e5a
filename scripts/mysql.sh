# shellcheck shell=bash
# shellcheck disable=SC2034  # title, seconds, ports: scripts/servers reads them by name
# shellcheck disable=SC2154  # folder, carriers, pid: scripts/servers, process.sh
# A MySQL server of one folder. Debian 12 has none; MariaDB stands in for it. Sourced, never run.

mysql_title='MySQL (MariaDB stands in for it)'
mysql_seconds=60
mysql_ports=(mysql:3306)

mysql_program() { command -v mariadbd; }

mysql_begin() {
    local home="$folder/mysql" as=() new=data.new.$BASHPID
    ((EUID != 0)) || as=(--user=root)
    mkdir -p "$home"
    mysql_accounts >"$home/accounts.sql"
    # A folder that was left half made is made again, under another name: whoever was interrupted
    # may still be writing.
    if [[ ! -d $home/data ]]; then
        rm -rf "$home"/data.new.* || true
        # A relative path, since the program cannot deal with a space in it.
        (cd "$home" && mariadb-install-db --no-defaults "${as[@]}" --datadir="./$new" \
            --skip-test-db --auth-root-authentication-method=socket \
            --auth-root-socket-user="$(id -un)") >>"$home/log" 2>&1 || return 1
        mv "$home/$new" "$home/data"
    fi
    # The socket is named from the data folder, since a path of one may have only 107 bytes.
    spawn "$folder/mysql.process" "$home/log" mariadbd --no-defaults "${as[@]}" \
        --datadir="$home/data" --socket=socket --pid-file="$home/pid" \
        --bind-address=127.0.0.1 --port="$(port_of mysql)" --skip-name-resolve \
        --init-file="$home/accounts.sql" --character-set-server=utf8mb4 \
        --collation-server=utf8mb4_bin --innodb-flush-log-at-trx-commit=1 \
        --innodb-buffer-pool-size=256M --innodb-log-file-size=256M --max-connections=200
}

# Each service has its own schema and a user that may do anything there and nothing elsewhere. Run
# at every start; a second time it only sets the passwords again.
mysql_accounts() {
    local carrier
    mysql_user viaja
    printf '%s\n' "GRANT ALL PRIVILEGES ON *.* TO 'viaja'@'%' WITH GRANT OPTION;"
    mysql_account session viaja_session
    for carrier in ${carriers//,/ }; do
        mysql_account "flight_${carrier,,}" "viaja_flight_${carrier,,}"
    done
    mysql_account hotel viaja_hotel
    mysql_account payment viaja_payment viaja_gateway
}

mysql_user() {
    local password
    password=$(password_of "$1" mysql)
    printf '%s\n' "CREATE USER IF NOT EXISTS '$1'@'%' IDENTIFIED BY '$password';" \
        "ALTER USER '$1'@'%' IDENTIFIED BY '$password';"
}

# mysql_account USER SCHEMA…; a "_" in a name that is granted would stand for any letter.
mysql_account() {
    local user=$1 schema
    mysql_user "$user"
    for schema in "${@:2}"; do
        printf '%s\n' \
            "CREATE DATABASE IF NOT EXISTS $schema CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;" \
            "GRANT ALL PRIVILEGES ON \`${schema//_/\\_}\`.* TO '$user'@'%';"
    done
}

mysql_client() {
    timeout 5 mariadb --no-defaults -h 127.0.0.1 -P "$(port_of mysql)" -u viaja -pviaja "$@"
}

mysql_is_ready() { mysql_client -e 'SELECT 1' >/dev/null 2>&1; }

# Schemas of carriers that were not there when the server started.
mysql_refresh() {
    local file="$folder/mysql/accounts.sql"
    ! mysql_accounts | cmp -s - "$file" || return 0
    mysql_accounts >"$file"
    mysql_client <"$file"
}

mysql_logs() { printf '%s\n' "$folder/mysql/log"; }
