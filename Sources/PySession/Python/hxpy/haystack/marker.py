"""The Marker kind: the tag is there, and that is all it says."""

from __future__ import annotations

from hxpy.haystack._singleton import Singleton


class Marker(Singleton):
    """The Marker kind: the tag is there, and that is all it says. ``Marker()`` is always the same object."""

    __slots__ = ()
    _name = "✓"
