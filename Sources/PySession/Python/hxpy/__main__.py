"""The command line: checks that this Python can serve at all, then hands over to the server.

Nothing here may use syntax newer than Python 3.6, so that a Python that is too old says so in one line instead of
failing with a SyntaxError.
"""

import sys

OLDEST = (3, 10)
EXIT_MISSING_PACKAGE = 3
EXIT_OLD_PYTHON = 4


def check_python() -> None:
    """Ends the process with exit code 4 when this Python is older than the package can run on."""
    if tuple(sys.version_info[:2]) < OLDEST:
        found = ".".join(str(part) for part in sys.version_info[:3])
        sys.stderr.write("hxpy: Python {}.{} or newer is needed, {} is {}\n".format(*OLDEST, sys.executable, found))
        sys.exit(EXIT_OLD_PYTHON)


def check_packages() -> None:
    """Ends the process with exit code 3 when numpy or pandas cannot be imported."""
    for name in ("numpy", "pandas"):
        try:
            __import__(name)
        except ImportError as error:
            if getattr(error, "name", None) == name:
                sys.stderr.write(
                    "hxpy: missing {}: install it into this environment: {} -m pip install numpy pandas\n".format(
                        name, sys.executable
                    )
                )
            else:
                reason = " ".join(str(error).split())
                sys.stderr.write(f"hxpy: missing {name}: it does not import: {reason[:300]}\n")
            sys.exit(EXIT_MISSING_PACKAGE)


def main() -> None:
    """Runs the server with this process's arguments and ends with its exit code."""
    check_python()
    from hxpy.options import parse

    options = parse(sys.argv[1:])
    check_packages()
    from hxpy.server import serve

    sys.exit(serve(options))


if __name__ == "__main__":
    main()
