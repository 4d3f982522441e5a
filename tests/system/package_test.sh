#!/usr/bin/env bash
# The package that cpack makes: package_test.sh BUILD. Its contents and its units are looked at, and
# its program runs from the unpacked files. Where an engine of containers answers, it is installed
# in a bare Debian 12 and starts there; without one that part is left out, and said.
set -euo pipefail
export LC_ALL=C.UTF-8

build=$1
folder=$(mktemp -d)
server=''
clean_up() {
    [[ -z $server ]] || kill -TERM "$server" 2>/dev/null || true
    [[ -z $server ]] || wait "$server" 2>/dev/null || true
    rm -rf "$folder"
}
trap clean_up EXIT
wrong() { printf '%s\n' "$*" >&2; exit 1; }

cpack --config "$build/CPackConfig.cmake" -B "$folder/made" >"$folder/cpack" 2>&1 ||
    wrong "cpack failed: $(tail -n 5 "$folder/cpack")"
packages=("$folder"/made/viaja_*.deb)
[[ ${#packages[@]} == 1 && -s ${packages[0]} ]] || wrong "cpack made ${packages[*]}"
package=${packages[0]}

# What it consists of.
dpkg-deb -x "$package" "$folder/unpacked"
for program in viaja {session,flight,hotel,event,payment,audit}-service; do
    [[ -x $folder/unpacked/usr/bin/$program ]] || wrong "the package has no $program"
done
[[ -s $folder/unpacked/usr/share/viaja/demo/airports.csv ]] || wrong 'the package has no catalogue'
pages=("$folder"/unpacked/usr/share/man/man1/viaja.1*)
[[ -s ${pages[0]} ]] ||
    wrong 'the package has no manual page'
dpkg-deb --info "$package" conffiles | grep -qxF /etc/viaja/viaja.env ||
    wrong 'an upgrade would overwrite /etc/viaja/viaja.env'
depends=$(dpkg-deb --field "$package" Depends)
for library in libsqlite3-0 libuv1 librabbitmq4 tzdata; do
    [[ $depends == *$library* ]] || wrong "the package does not depend on $library: $depends"
done
for unit in viaja viaja-session viaja-flight@ viaja-hotel viaja-event viaja-payment; do
    file=$folder/unpacked/usr/lib/systemd/system/$unit.service
    program=$(sed -n 's/^ExecStart=\([^ ]*\).*/\1/p' "$file")
    [[ -x $folder/unpacked$program ]] || wrong "$unit.service starts $program, which is not there"
done

# starts COMMAND…: it says where it is up.
url=''
start() {
    "$@" >"$folder/log" 2>&1 &
    server=$!
    local deadline=$((SECONDS + 90))
    until url=$(grep -o -m 1 '"url":"http://[0-9.]*:[0-9]*' "$folder/log"); do
        kill -0 "$server" 2>/dev/null || wrong "it ended at its start: $(tail -n 5 "$folder/log")"
        ((SECONDS < deadline)) || wrong 'it was not up within 90 s'
        sleep 0.1
    done
    url=${url#*\"url\":\"}
}
sells() {
    local day answer
    day=$(date -u -d '+30 days' +%F)
    answer=$(curl -sf "$url/v1/flights/search?from=GRU&to=REC&date=$day&max_segments=1")
    [[ $answer == *'"flight"'* ]] || wrong "it sells no flight: ${answer:0:300}"
}

export VIAJA_CATALOGUE=$folder/unpacked/usr/share/viaja/demo
start "$folder/unpacked/usr/bin/viaja" all --port 0 --data "$folder/data"
sells
kill -TERM "$server"
wait "$server" || wrong 'the program did not end well'
server=''
printf 'The package has what it must have, and its program sells.\n'

if ! timeout 20 docker info >"$folder/docker" 2>&1; then
    printf 'Not installed in a container: no engine answers.\n'
    exit 0
fi
docker run --rm --network host -v "${package%/*}:/package:ro" debian:bookworm-slim bash -c "
    set -e
    apt-get update -qq && apt-get install -y -qq --no-install-recommends /package/${package##*/}
    exec timeout 20 env VIAJA_CATALOGUE=/usr/share/viaja/demo \
        viaja all --port 0 --data /tmp/data" >"$folder/container" 2>&1 || [[ $? == 124 ]]
grep -q '"msg":"up"' "$folder/container" ||
    wrong "it did not start in a container: $(tail -n 5 "$folder/container")"
printf 'Installed in a bare Debian 12, it starts.\n'
