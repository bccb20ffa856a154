"""Brio, Haystack's binary format, as the hxpy wire writes it: no constants, strings counted in Unicode scalars."""

from hxpy.brio.errors import BrioError
from hxpy.brio.reader import decode
from hxpy.brio.writer import BrioWriter

__all__ = ["BrioError", "BrioWriter", "decode"]
