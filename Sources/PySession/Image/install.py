"""Prepares an image for sessions: installs the packages that are missing and makes the user that sessions run as.

A base that has them all, from its own distribution for instance, is left as it is, and nothing is fetched.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import zoneinfo

PACKAGES = {
    "numpy": "numpy",
    "pandas": "pandas",
    "scipy": "scipy",
    "sklearn": "scikit-learn",
    "numexpr": "numexpr",
    "dateutil": "python-dateutil",
    "pytz": "pytz",
    "matplotlib": "matplotlib",
}
"""The packages by the module that each brings."""
USER = "hxpy"
USER_ID = 10001
HOME = "/home/hxpy"


def missing() -> list[str]:
    """The packages that cannot be imported, as pip names them."""
    names = [package for module, package in PACKAGES.items() if importlib.util.find_spec(module) is None]
    # Zones come from the system's files or from a package.
    try:
        zoneinfo.ZoneInfo("America/New_York")
    except zoneinfo.ZoneInfoNotFoundError:
        names.append("tzdata")
    return names


def install(names: list[str]) -> None:
    """Installs packages with pip."""
    print("installing", ", ".join(names), flush=True)
    if importlib.util.find_spec("pip") is None:
        sys.exit(f"this image lacks {', '.join(names)} and has no pip: take a base with pip, or one that has them")
    command = [sys.executable, "-m", "pip", "install", "--no-cache-dir", "--disable-pip-version-check", "--no-input"]
    # The image is for nothing else: a distribution's own Python may be added to.
    environment = {**os.environ, "PIP_BREAK_SYSTEM_PACKAGES": "1", "PIP_ROOT_USER_ACTION": "ignore"}
    result = subprocess.run([*command, *names], env=environment, check=False)
    if result.returncode:
        sys.exit("pip failed: see above; where a build has no way to the package index, try --network host")


def make_user() -> None:
    """Makes the user, in any distribution."""
    with open("/etc/passwd", "r+") as users:
        if not any(line.startswith(f"{USER}:") for line in users):
            users.write(f"{USER}:x:{USER_ID}:{USER_ID}:{USER}:{HOME}:/usr/sbin/nologin\n")
    with open("/etc/group", "r+") as groups:
        if not any(line.startswith(f"{USER}:") for line in groups):
            groups.write(f"{USER}:x:{USER_ID}:\n")
    os.makedirs(HOME, exist_ok=True)
    os.chown(HOME, USER_ID, USER_ID)


def main() -> None:
    """Does what the build needs."""
    if sys.version_info < (3, 10):  # noqa: UP036 - the base may be any
        sys.exit(f"Python 3.10 or newer is needed, and this base has {sys.version.split()[0]}: take a newer base")
    names = missing()
    if names:
        install(names)
    else:
        print("all packages are there", flush=True)
    make_user()


if __name__ == "__main__":
    main()
