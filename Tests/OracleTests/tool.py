"""The haystack tool, which the tests drive."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

# From a document, its format and another format to the document in that.
Convert = Callable[[str | bytes, str, str], bytes]

ROOT = Path(__file__).resolve().parents[2]


def find_tool() -> Path:
    """The tool that HAYSTACK_TOOL names, else the one built last."""
    if named := os.environ.get("HAYSTACK_TOOL"):
        return Path(named)
    places = [ROOT / ".build" / kind / "haystack" for kind in ("debug", "release")]
    built = [path for path in places if path.exists()]
    if not built:
        pytest.exit("no haystack tool: run `swift build --product haystack`, or set HAYSTACK_TOOL", returncode=2)
    return max(built, key=lambda path: path.stat().st_mtime)


def converter() -> Convert:
    """Runs `haystack convert`, once for each document and formats."""
    tool = find_tool()

    @cache
    def convert(document: str | bytes, source: str, target: str) -> bytes:
        command = [tool, "convert", "-", "--from", source, "--to", target]
        data = document.encode() if isinstance(document, str) else document
        result = subprocess.run(command, input=data, capture_output=True, timeout=60)
        assert result.returncode == 0, result.stderr.decode()
        return result.stdout

    return convert
