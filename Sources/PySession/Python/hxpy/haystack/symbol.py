"""The Symbol kind: the name of a def."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Symbol:
    """The name of a def, such as ``site`` for ``^site``."""

    val: str

    def __str__(self) -> str:
        return self.val

    def __repr__(self) -> str:
        return f"^{self.val}"
