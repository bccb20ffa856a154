"""The Remove kind: in a change set, the tag is to be removed."""

from __future__ import annotations

from hxpy.haystack._singleton import Singleton


class Remove(Singleton):
    """The Remove kind: in a change set, the tag is to be removed. ``Remove()`` is always the same object."""

    __slots__ = ()
    _name = "✗"
