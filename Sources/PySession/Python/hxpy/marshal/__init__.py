"""Python's, numpy's and pandas' values as Haystack's."""

from hxpy.marshal.encoder import encode

__all__ = ["encode"]
