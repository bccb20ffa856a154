"""Haystack's kinds that Python has no type of its own for."""

from hxpy.haystack.coord import Coord
from hxpy.haystack.grid import Grid, GridBuilder
from hxpy.haystack.marker import Marker
from hxpy.haystack.na import NA
from hxpy.haystack.ref import Ref
from hxpy.haystack.remove import Remove
from hxpy.haystack.symbol import Symbol
from hxpy.haystack.uri import Uri
from hxpy.haystack.xstr import XStr

__all__ = ["NA", "Coord", "Grid", "GridBuilder", "Marker", "Ref", "Remove", "Symbol", "Uri", "XStr"]
