"""Puts the package on the path, and gives tests a server of their own."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PACKAGE_ROOT = HERE.parent.parent / "Sources" / "PySession" / "Python"
sys.path[:0] = [str(PACKAGE_ROOT), str(HERE)]

from peer import Client, Server  # noqa: E402 (needs the path)


@pytest.fixture
def server() -> Iterator[Server]:
    """A server as a child process, that nobody has connected to yet."""
    with Server() as running:
        yield running


@pytest.fixture(scope="module")
def shared() -> Iterator[Client]:
    """One open session for the tests of a module that leave it as it was."""
    with Server() as running, running.connect() as client:
        yield client
