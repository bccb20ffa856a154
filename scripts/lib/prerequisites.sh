# Finds what the SDK needs from the system, and installs what it may. To be sourced, after say.sh.
#
# On Debian and its kin, missing packages are installed where this runs as root or sudo asks for no password. Elsewhere, or where that
# fails, the command to run is said and the exit status is 2.

needed_swift="6.2"

# Ends unless there is a Swift that is new enough.
require_swift() {
    command -v swift >/dev/null || fail "there is no 'swift'; install Swift $needed_swift or newer from swift.org/install" 2
    local found
    found=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p' | head -n 1)
    [[ -n $found ]] || fail "'swift --version' does not say a version; is the toolchain complete? Install it from swift.org/install" 2
    [[ $(printf '%s\n%s\n' "$needed_swift" "$found" | sort -V | head -n 1) == "$needed_swift" ]] ||
        fail "found Swift $found, and $needed_swift or newer is needed; install it from swift.org/install" 2
    echo "Swift $found"
}

# A Python from which an environment can be built.
has_python() {
    python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))' >/dev/null 2>&1
}

has_zlib() {
    [[ -e /usr/include/zlib.h ]] || printf '#include <zlib.h>\n' | clang -fsyntax-only -x c - 2>/dev/null
}

has_zones() {
    [[ -e ${TZDIR:-/usr/share/zoneinfo}/America/New_York ]]
}

# The Debian packages that are missing, each on a line.
missing_packages() {
    has_zlib || echo zlib1g-dev
    has_zones || echo tzdata
    has_python || printf '%s\n' python3 python3-venv
}

# Installs what is missing, or says how.
require_packages() {
    if [[ $(uname) == Darwin ]]; then
        # zlib and the time zones are a part of macOS.
        has_python || fail "found no python3 of version 3.10 or newer; run: brew install python" 2
    else
        local missing
        missing=$(missing_packages | tr '\n' ' ')
        if [[ -n ${missing// /} ]]; then install_packages $missing; fi
    fi
    echo "$(python3 --version), zlib, time zones"
}

# Installs Debian packages as root.
install_packages() {
    local advice="these are missing: $*; run: apt-get update && apt-get install -y $*"
    command -v apt-get >/dev/null || fail "these Debian packages, or what your system calls them, are missing: $*" 2
    local root=()
    if ((EUID != 0)); then
        sudo -n true 2>/dev/null || fail "$advice (as root)" 2
        root=(sudo -n)
    fi
    # The lists may be old or none: they are fetched only if that is why the packages are not found.
    local install=("${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@")
    if ! apt-cache show "$@" >/dev/null 2>&1; then
        working "updating apt's lists" "${root[@]}" apt-get update || fail "$advice" 2
    fi
    working "installing $*" "${install[@]}" ||
        { working "updating apt's lists" "${root[@]}" apt-get update && working "installing $*" "${install[@]}"; } || fail "$advice" 2
    local still hint=
    still=$(missing_packages | tr '\n' ' ')
    # Debian's python3 does not help where another one comes first.
    [[ $still != *python3* ]] || hint="; 'python3' is $(command -v python3 || echo nowhere), put Debian's first on the PATH"
    [[ -z ${still// /} ]] || fail "after installing $*, these are still not found: $still$hint" 2
}
