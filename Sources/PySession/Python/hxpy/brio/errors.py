"""What goes wrong while reading Brio."""

from __future__ import annotations


class BrioError(ValueError):
    """Bytes that are not the Brio they should be, and the offset where that shows."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(f"{message} (Brio, offset {offset})")
        self.message = message
        self.offset = offset

    def __reduce__(self) -> tuple[type, tuple[str, int]]:
        return (type(self), (self.message, self.offset))
