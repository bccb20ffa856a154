"""The XStr kind: a string with the name of its type."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class XStr:
    """A string with the name of its type: ``XStr("Span", "today")``."""

    type: str
    val: str

    def __post_init__(self) -> None:
        if not self.type[:1].isupper():
            raise ValueError(f"an XStr's type starts with an upper-case letter, {self.type!r} does not")

    def __repr__(self) -> str:
        return f"{self.type}({self.val!r})"
