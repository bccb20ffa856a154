"""The Uri kind, for results: a Uri arrives in Python as a plain str."""

from __future__ import annotations


class Uri(str):
    """A str that goes back as a Uri. Uris that arrive are plain strings; wrap one to return it as what it was."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"`{str.__str__(self)}`"
