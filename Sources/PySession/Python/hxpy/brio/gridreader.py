"""Reads a Grid into columns: the path that a hundred thousand rows take.

The common kinds are read in line, since a call costs more than the reading; anything else goes through
``BrioReader.value``. A DateTime cell is held as ``(ticks, zone)`` until its column is known to have one zone.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

import numpy as np

from hxpy.brio import control as c
from hxpy.brio.errors import BrioError
from hxpy.haystack.col import Col
from hxpy.haystack.datetimes import DateTimes
from hxpy.haystack.grid import Grid

if TYPE_CHECKING:
    from hxpy.brio.reader import BrioReader

NUMBER_F8 = struct.Struct(">xdH").unpack_from
NUMBER_I2 = struct.Struct(">xhH").unpack_from
NUMBER_I4 = struct.Struct(">xiH").unpack_from
NO_UNIT_U2 = 0xFF00
TICKS_I8 = struct.Struct(">xq").unpack_from
TICKS_I4 = struct.Struct(">xi").unpack_from


def read_grid(reader: BrioReader) -> Grid:
    """The Grid whose control byte has just been read."""
    start = reader.pos - 1
    reader.down()
    reader.expect(c.GRID_OPEN)
    count = reader.count("columns of a Grid", 3)
    rows = reader.varint()
    meta = reader.tags()
    cols: list[Col] = []
    for index in range(count):
        name = reader.str_code()
        cols.append(Col(index, name, reader.tags()))
    if len({col.name() for col in cols}) != count:
        raise BrioError("a Grid with two columns of one name", start)
    left = len(reader.data) - reader.pos
    if rows < 0 or rows * count > left or (rows and not count):
        raise BrioError(f"a Grid of {rows} rows of {count} columns where {left} bytes are left", start)
    cells = read_cells(reader, rows, count)
    reader.expect(c.GRID_CLOSE)
    reader.up()
    return Grid(meta, cols, [_column(column) for column in cells], rows)


def read_cells(reader: BrioReader, rows: int, count: int) -> list[list[Any]]:
    """The cells, row by row on the wire, as a list for each column."""
    columns: list[list[Any]] = [[] for _ in range(count)]
    appends = [column.append for column in columns]
    data = reader.data
    startswith = data.startswith
    size = len(data)
    pos = reader.pos
    zone, zone_bytes, zone_size = "", b"\xff\xff", 0
    texts: dict[str, str] = {}
    intern = texts.setdefault
    for _ in range(rows):
        for append in appends:
            control = data[pos]
            if control == 0x08:
                value, unit = NUMBER_F8(data, pos)
                if unit == NO_UNIT_U2:
                    append(value)
                    pos += 11
                    continue
            elif control == 0x09:
                if data[pos + 1] == 0xFF:
                    length = data[pos + 2]
                    end = pos + 3 + length
                    if length < 0x80 and end <= size:
                        piece = data[pos + 3 : end]
                        if piece.isascii():
                            text = str(piece, "ascii")
                            append(intern(text, text))
                            pos = end
                            continue
            elif control == 0x06:
                value, unit = NUMBER_I2(data, pos)
                if unit == NO_UNIT_U2:
                    append(value)
                    pos += 5
                    continue
            elif control == 0x04:
                append(False)
                pos += 1
                continue
            elif control == 0x05:
                append(True)
                pos += 1
                continue
            elif control == 0x00:
                append(None)
                pos += 1
                continue
            elif control == 0x10:
                if startswith(zone_bytes, pos + 9):
                    append((TICKS_I8(data, pos)[0], zone))
                    pos += zone_size + 9
                    continue
            elif control == 0x0F:
                if startswith(zone_bytes, pos + 5):
                    append((TICKS_I4(data, pos)[0] * 1_000_000_000, zone))
                    pos += zone_size + 5
                    continue
            elif control == 0x07:
                value, unit = NUMBER_I4(data, pos)
                if unit == NO_UNIT_U2:
                    append(value)
                    pos += 7
                    continue
            if control in (0x0F, 0x10, 0x20):
                reader.pos = pos + 1
                ticks, zone = reader.ticks_zone(control)
                append((ticks, zone))
                zone_bytes = bytes(data[pos + (5 if control == 0x0F else 9) : reader.pos])
                zone_size = len(zone_bytes)
            else:
                reader.pos = pos
                append(reader.value())
            pos = reader.pos
    reader.pos = pos
    return columns


def _column(cells: list[Any]) -> Any:
    """A column as it is kept: DateTimes when they are all of one zone, else the list with datetimes made."""
    kinds = set(map(type, cells))
    if tuple not in kinds:
        return cells
    if kinds <= {tuple, type(None)}:
        null = (0, None)
        pairs = cells if kinds == {tuple} else [null if cell is None else cell for cell in cells]
        ticks, names = zip(*pairs)  # noqa: B905 (pairs)
        zones = {*names} - {None}
        if len(zones) == 1:
            nulls = None if kinds == {tuple} else np.array([cell is None for cell in cells])
            return DateTimes(np.array(ticks, dtype=np.int64), zones.pop(), nulls)
    return [_datetime(cell) if type(cell) is tuple else cell for cell in cells]


def _datetime(cell: tuple[int, str]) -> Any:
    return DateTimes(np.array([cell[0]], dtype=np.int64), cell[1])[0]
