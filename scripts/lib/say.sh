# What the scripts say, and how they wait. To be sourced.

# A heading.
heading() {
    printf '\n== %s\n' "$*"
}

# A fault and what to do; the second argument is the exit status, 1 where not given.
fail() {
    printf '%s: %s\n' "$(basename "$0")" "$1" >&2
    exit "${2:-1}"
}

# working LABEL COMMAND…: runs a command with its output kept aside, and says every few seconds that it is still at work and what it
# wrote last. Of a command that fails the output is shown, and its exit status given.
working() {
    local label=$1 log status=0 start=$SECONDS next=$((SECONDS + 5)) job
    shift
    log=$(mktemp)
    printf '%s …\n' "$label"
    "$@" >"$log" 2>&1 &
    job=$!
    # A script's background jobs ignore the interrupt key: pass it on.
    trap 'kill "$job" 2>/dev/null; rm -f "$log"; exit 130' INT TERM
    while kill -0 "$job" 2>/dev/null; do
        sleep 0.2
        if ((SECONDS >= next)); then
            printf '  %3d s  %s\n' $((SECONDS - start)) "$(tr '\r' '\n' <"$log" | grep -v '^ *$' | tail -n 1 | cut -c 1-100)"
            next=$((SECONDS + 8))
        fi
    done
    wait "$job" || status=$?
    trap - INT TERM
    if ((status != 0)); then
        # Compilers say the fault long before the last line.
        grep -E '^[^|]*error:' "$log" | awk '!seen[$0]++' | head -n 20 >&2 || true
        printf -- '-- the end of what it wrote:\n' >&2
        tail -n 40 "$log" >&2
        printf '%s: failed after %d s with status %d\n' "$label" $((SECONDS - start)) "$status" >&2
    else
        printf '  done in %d s\n' $((SECONDS - start))
    fi
    rm -f "$log"
    return "$status"
}
