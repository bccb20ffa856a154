"""The NA kind: a value that is not available."""

from __future__ import annotations

from hxpy.haystack._singleton import Singleton


class NA(Singleton):
    """The NA kind: a value that is not available. ``NA()`` is always the same object."""

    __slots__ = ()
    _name = "NA"
