"""A column of a grid: its name and its meta data."""

from __future__ import annotations

import re
from typing import Any

LEGAL_NAME = re.compile(r"[a-z][a-zA-Z0-9_]*\Z")


class Col:
    """A column of a grid: its name, its place, and its meta data."""

    __slots__ = ("_index", "_meta", "_name")

    def __init__(self, index: int, name: str, meta: dict[str, Any]) -> None:
        self._index = index
        self._name = name
        self._meta = meta

    def index(self) -> int:
        """The column's place in its grid, from 0."""
        return self._index

    def name(self) -> str:
        """The column's name."""
        return self._name

    def meta(self) -> dict[str, Any]:
        """The column's own tags."""
        return self._meta

    def dis(self) -> str:
        """What to show people: the ``dis`` tag, or the name."""
        return str(self._meta.get("dis", self._name))

    def __eq__(self, other: object) -> bool:
        return (self._name, self._meta) == (other._name, other._meta) if isinstance(other, Col) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._name)

    def __repr__(self) -> str:
        return f"Col({self._name!r}, {self._meta!r})" if self._meta else f"Col({self._name!r})"
