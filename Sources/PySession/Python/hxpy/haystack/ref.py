"""The Ref kind: a reference to a record."""

from __future__ import annotations


class Ref:
    """A reference to a record: its id without the ``@``, and a display name that may be missing.

    Two refs are equal when their ids are; the display name is only for people.
    """

    __slots__ = ("_dis", "_id")

    def __init__(self, id: str, dis: str | None = None) -> None:
        if not isinstance(id, str):
            raise TypeError(f"a Ref's id is a str, not {type(id).__name__}")
        if not id:
            raise ValueError("a Ref's id has at least one character")
        if dis is not None and not isinstance(dis, str):
            raise TypeError(f"a Ref's dis is a str or None, not {type(dis).__name__}")
        self._id = id
        self._dis = dis

    def id(self) -> str:
        """The id, without the ``@``."""
        return self._id

    def dis(self) -> str | None:
        """The display name, or None."""
        return self._dis

    def __eq__(self, other: object) -> bool:
        return self._id == other._id if isinstance(other, Ref) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._id)

    def __str__(self) -> str:
        return self._id

    def __repr__(self) -> str:
        return f"@{self._id}" if self._dis is None else f'@{self._id} "{self._dis}"'
