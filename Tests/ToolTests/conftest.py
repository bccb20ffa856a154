"""Gives each test a REPL of its own on a pseudo-terminal, with a folder for its history."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from terminal import Terminal, find_tool


@pytest.fixture
def repl(tmp_path: Path) -> Iterator[Terminal]:
    """`haystack py repl`, at its first prompt."""
    with Terminal([str(find_tool()), "py", "repl"], state=tmp_path) as terminal:
        terminal.expect(">>> ")
        yield terminal
