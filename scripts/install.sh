# shellcheck shell=bash
# shellcheck disable=SC2154  # root, colours: terminal.sh
# Installs the Debian packages of scripts/packages that are missing. Sourced, never run.

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
    [[ " $* " != *' real '* ]] || keep_daemons_off
    apt_step "$log" install 'Installing' "${missing[*]}" "${missing[@]}"
    [[ " $* " != *' real '* ]] || leave_daemons_off
}

# Packages of servers start a daemon of Debian's when they are installed, and again with the system.
# Viaja runs its own, so those that it brings along stay off; whatever ran before goes on. Debian
# asks policy-rc.d before it starts anything; one that is there is put back in the end.
daemon_policy=/usr/sbin/policy-rc.d
put_aside=$daemon_policy.before-viaja

keep_daemons_off() {
    local unit
    daemons=()
    for unit in rabbitmq-server mariadb redis-server epmd.service epmd.socket; do
        daemon_is_known "$unit" || daemons+=("$unit")
    done
    # Left behind by an installation that was killed.
    [[ ! -e $put_aside ]] || put_policy_back
    trap put_policy_back EXIT
    [[ ! -e $daemon_policy ]] || "${as_root[@]}" mv "$daemon_policy" "$put_aside"
    # shellcheck disable=SC2016  # $1 and $2 are for the shell that writes the file
    "${as_root[@]}" sh -c 'printf "%s\n" "#!/bin/sh" "# $2" "exit 101" >"$1" && chmod 755 "$1"' \
        policy "$daemon_policy" 'Written by Viaja while it installs packages; remove it if it stays'
}

put_policy_back() {
    trap - EXIT
    if [[ -e $put_aside ]]; then
        "${as_root[@]}" mv "$put_aside" "$daemon_policy"
    elif grep -qs 'Written by Viaja' "$daemon_policy"; then
        "${as_root[@]}" rm -f "$daemon_policy"
    fi
}

# Systems without systemd, such as containers, start no daemons by themselves.
leave_daemons_off() {
    local unit off=()
    put_policy_back
    command -v systemctl >/dev/null || return 0
    for unit in "${daemons[@]}"; do
        daemon_is_known "$unit" && "${as_root[@]}" systemctl disable "$unit" >>"$log" 2>&1 &&
            off+=("$unit")
    done
    ((${#off[@]} == 0)) || quiet "Debian's own daemons stay off: ${off[*]}. Viaja starts its own."
}

daemon_is_known() {
    [[ -e /lib/systemd/system/$1 || -e /lib/systemd/system/$1.service ]]
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
    local options=(-y -q --no-install-recommends -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0
        -o Acquire::Retries=3)
    if ! "${as_root[@]}" apt-get "${options[@]}" "$command" "$@" </dev/null 2>&1 |
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
