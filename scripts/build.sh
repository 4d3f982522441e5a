# shellcheck shell=bash
# shellcheck disable=SC2154  # root: terminal.sh
# Configures and builds one preset, with progress and a short report of the first error.
# Sourced, never run.

# build_preset PRESET TARGET…
build_preset() {
    local preset=$1
    shift
    configure_preset "$preset"
    local log="$root/build/$preset.log" targets=() target
    for target in "$@"; do
        targets+=(--target "$target")
    done
    heading "Building ($preset) …"
    # Status lines are read by ninja_progress; ninja writes one line a step into a pipe.
    if ! NINJA_STATUS='[%f/%t] ' "${fixed_addresses[@]}" cmake --build "build/$preset" \
        -j "$(nproc)" "${targets[@]}" 2>&1 | tee "$log" | ninja_progress |
        show_progress 'Building'; then
        show_first_error "$log"
        fail "The build is broken; the first error stands above, everything in build/$preset.log."
    fi
}

configure_preset() {
    local preset=$1 fresh=()
    local cache="$root/build/$preset/CMakeCache.txt" log="$root/build/$preset-configure.log"
    mkdir -p "$root/build"
    # A build folder that was copied or moved here still points at its old place.
    if [[ -f $cache ]] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$cache"; then
        fresh=(--fresh)
    fi
    heading "Configuring ($preset) …"
    if ! (cd "$root" && cmake --preset "$preset" "${fresh[@]}") 2>&1 | tee "$log" |
        sed -u 's/^/0 0 /' | show_progress 'Configuring'; then
        grep -A 12 -m 1 'CMake Error' "$log" >&2 || tail -n 20 "$log" >&2
        fail "CMake could not configure the build; all it said is in build/$preset-configure.log."
    fi
}

# "[12/230] Building CXX object …/trip.cpp.o" becomes "12 230 trip.cpp".
ninja_progress() {
    sed -u -n -E 's#^\[([1-9][0-9]*)/([0-9]+)\] .*#\1 \2 &#p' |
        sed -u -E 's#^([0-9]+ [0-9]+) .*[/ ]([^/ ]+)$#\1 \2#; s#\.o$##'
}

# The first failed step with its message, without the long command line of the compiler.
show_first_error() {
    local log=$1
    awk '/^FAILED: / { if (seen) exit; seen = 1; print; skip = 1; next }
         skip { skip = 0; next }
         seen && /^\[[0-9]+\/[0-9]+\]/ { exit }
         seen { print; if (++lines == 25) exit }' "$log" >&2
    grep -q '^FAILED: ' "$log" || tail -n 20 "$log" >&2
}

# Sanitizers of g++ 12 may clash with addresses that a newer kernel gives at random; where the
# system lets us, programs are run with fixed ones.
fixed_addresses=()
fix_addresses() {
    if setarch "$(uname -m)" -R true 2>/dev/null; then
        fixed_addresses=(setarch "$(uname -m)" -R)
    fi
}
