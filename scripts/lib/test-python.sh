# The Python environment of the tests. To be sourced, after say.sh.

# Builds the environment for this Python and these requirements, unless it stands, and sets `test_python` to its interpreter.
require_test_python() {
    local requirements=$1/scripts/lib/test-requirements.txt base=$1/.build/test-python key folder
    key=$({ python3 -c 'import sys; print(sys.version, sys.prefix)' && cat "$requirements"; } | cksum | cut -d ' ' -f 1)
    folder=$base/$key
    test_python=$folder/bin/python
    if [[ ! -e $folder/complete ]]; then
        rm -rf "$base"
        mkdir -p "$base"
        working "a Python environment for the tests" build_test_python "$folder" "$requirements" || return 1
        touch "$folder/complete"
    fi
    echo "$("$test_python" --version) in .build/test-python: $("$test_python" -m pip list --format freeze --disable-pip-version-check 2>/dev/null |
        grep -iE '^(numpy|pandas|scikit-learn|pytest|ruff)=' | tr '\n' ' ')"
}

build_test_python() {
    python3 -m venv "$1" && "$1/bin/python" -m pip install --disable-pip-version-check --no-input -r "$2"
}
