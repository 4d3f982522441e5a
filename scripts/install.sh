# shellcheck shell=bash
# shellcheck disable=SC2154  # root, colours: terminal.sh
# Installs the Debian packages of scripts/packages that are missing. Sourced, never run.

new_services=()

# install_packages SET…: says what is missing, and installs only that.
install_packages() {
    local missing=() package
    for package in $(wanted_packages "$@"); do
        is_installed "$package" || missing+=("$package")
    done
    ((${#missing[@]} > 0)) || return 0
    heading "Installing ${#missing[@]} Debian packages that are missing:"
    printf '  %s\n' "${missing[*]}"
    local as_root=()
    become_root "${missing[*]}"
    mkdir -p "$root/build"
    local log="$root/build/install.log"
    : >"$log"
    apt_step "$log" update 'Reading the package lists' "${missing[*]}"
    find_new_services
    trap disable_new_services EXIT
    apt_step "$log" install 'Installing' "${missing[*]}" "${missing[@]}"
    trap - EXIT
    disable_new_services
}

# Debian's packages of servers start a service when they are installed, and then with the system.
# Viaja runs servers of its own, so the new services are neither started nor enabled; services
# that were installed before are left as they are. Maintainer scripts start services by invoke-rc.d
# and deb-systemd-invoke, which they find on DPkg::Path: scripts/without-start stands in front of it
# for this one call of apt-get, so that nothing on the machine has to be put back afterwards.
services_of_packages=(
    'rabbitmq-server rabbitmq-server'
    'mariadb-server mariadb mysql'
    'redis-server redis-server'
    'erlang-base epmd'
    'prometheus prometheus'
)

# Sets new_services to those whose package is not installed yet.
find_new_services() {
    local entry package services
    new_services=()
    for entry in "${services_of_packages[@]}"; do
        read -r package services <<<"$entry"
        # shellcheck disable=SC2206  # a word each
        is_installed "$package" || new_services+=($services)
    done
}

disable_new_services() {
    local service unit off=()
    for service in "${new_services[@]}"; do
        for unit in "$service.socket" "$service.service"; do
            [[ -e /lib/systemd/system/$unit ]] && command -v systemctl >/dev/null &&
                "${as_root[@]}" systemctl disable "$unit" >>"$log" 2>&1 && off+=("$unit")
        done
        if [[ -e /etc/init.d/$service ]] && ! command -v systemctl >/dev/null; then
            "${as_root[@]}" update-rc.d "$service" disable >>"$log" 2>&1 && off+=("$service")
        fi
    done
    ((${#off[@]} == 0)) ||
        quiet "Debian's own services are installed but disabled: ${off[*]}. Viaja starts its own."
}

# The packages of the named sets, in the order of the list.
wanted_packages() {
    local set
    while read -r set package; do
        [[ " $* " != *" $set "* ]] || printf '%s\n' "$package"
    done < <(grep -E '^[a-z]' "$root/scripts/packages")
}

is_installed() {
    [[ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" == installed ]]
}

# Sets as_root to what has to stand before apt-get.
become_root() {
    command -v apt-get >/dev/null ||
        fail "This system has no apt-get. Viaja is built on Debian 12; install what stands for: $1"
    as_root=(env DEBIAN_FRONTEND=noninteractive)
    ((EUID != 0)) || return 0
    command -v sudo >/dev/null ||
        fail "Installing needs root, and there is no sudo here. As root: apt-get install $1"
    if ! sudo -n true 2>/dev/null; then
        [[ -t 0 ]] ||
            fail "Installing needs root, and sudo wants a password. As root: apt-get install $1"
        sudo -v || fail "Installing needs root. As root: apt-get install $1"
    fi
    as_root=(sudo env DEBIAN_FRONTEND=noninteractive)
}

# apt_step LOG COMMAND TITLE NAMES [PACKAGE…]: one call of apt-get, with progress.
apt_step() {
    local log=$1 command=$2 title=$3 names=$4
    shift 4
    heading "$title …"
    # Nothing that is on the machine is removed: a MySQL server, for one, conflicts with MariaDB's.
    local options=(-y -q --no-install-recommends --no-remove -o DPkg::Lock::Timeout=120
        -o Dpkg::Use-Pty=0 -o Acquire::Retries=3
        -o "DPkg::Path=$root/scripts/without-start:/usr/sbin:/usr/bin:/sbin:/bin")
    if ! "${as_root[@]}" SERVICES_NOT_STARTED="${new_services[*]:-}" \
        apt-get "${options[@]}" "$command" "$@" </dev/null 2>&1 |
        tee -a "$log" | apt_progress | show_progress "$title"; then
        tail -n 15 "$log" >&2
        fail "apt-get $command failed; see above and build/install.log. Is the network up? Then" \
            "try again, or install by hand: apt-get install $names"
    fi
    # apt-get update ends well when every mirror failed; only its warnings tell.
    if [[ $command == update ]] && grep -qE '^(W|E): (Failed|Some index files failed)' "$log"; then
        quiet 'Some package lists could not be read; those on this machine are used instead.'
    fi
}

# Turns apt-get's lines into the "finished total text" of show_progress: each new package is
# fetched, unpacked and set up.
apt_progress() {
    awk '
        / newly installed, / {
            for (i = 1; i < NF; i++) if ($(i + 1) == "newly") total += 3 * $i
            for (i = 1; i < NF; i++) if ($(i + 1) == "upgraded,") total += 3 * $i
        }
        /^Get:/ && total { done++; text = $5 }
        /^Unpacking / { done++; text = $2 }
        /^Setting up / { done++; text = $3 }
        !total && /^(Get:|Hit:|Reading )/ { print 0, 0, $0; fflush() }
        total && /^(Get:|Unpacking |Setting up )/ {
            if (done > total) done = total
            print done, total, text; fflush()
        }'
}
