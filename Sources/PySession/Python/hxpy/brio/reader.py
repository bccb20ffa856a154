"""Reads Brio: one value from one frame."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

import numpy as np

from hxpy import zones
from hxpy.brio import control as c
from hxpy.brio.errors import BrioError
from hxpy.haystack.coord import Coord
from hxpy.haystack.marker import Marker
from hxpy.haystack.na import NA
from hxpy.haystack.ref import Ref
from hxpy.haystack.remove import Remove
from hxpy.haystack.symbol import Symbol
from hxpy.haystack.xstr import XStr

EPOCH = datetime(2000, 1, 1, tzinfo=timezone.utc)

I2 = struct.Struct(">h").unpack_from
I4 = struct.Struct(">i").unpack_from
U4 = struct.Struct(">I").unpack_from
U8 = struct.Struct(">Q").unpack_from
I8 = struct.Struct(">q").unpack_from
F8 = struct.Struct(">d").unpack_from
DATE = struct.Struct(">HBB").unpack_from
TWO_U4 = struct.Struct(">II").unpack_from


def decode(data: bytes | bytearray, max_depth: int = c.MAX_DEPTH) -> Any:
    """The one value that ``data`` holds. BrioError when it is not exactly one value."""
    reader = BrioReader(data, max_depth)
    value = reader.value()
    if reader.pos != len(data):
        raise BrioError(f"{len(data) - reader.pos} bytes after the value", reader.pos)
    return value


class BrioReader:
    """Reads values from bytes, from ``pos`` on."""

    def __init__(self, data: bytes | bytearray, max_depth: int = c.MAX_DEPTH) -> None:
        self.data = data
        self.pos = 0
        self.depth_left = max_depth

    def value(self) -> Any:
        """The next value."""
        start = self.pos
        try:
            control = self.data[start]
            self.pos = start + 1
            read = READERS.get(control)
            if read is None:
                raise BrioError(f"no kind has the control byte 0x{control:02x}", start)
            return read(self)
        except (IndexError, struct.error):
            raise BrioError("the bytes end within a value", len(self.data)) from None

    # -- parts of values

    def take(self, size: int, what: str) -> int:
        """Moves on by ``size`` bytes after checking that they are there; gives where they start."""
        start = self.pos
        if size > len(self.data) - start:
            raise BrioError(f"{what} of {size} bytes where {len(self.data) - start} are left", start)
        self.pos = start + size
        return start

    def varint(self) -> int:
        """A variable-length integer: -1 or more."""
        data, start = self.data, self.pos
        first = data[start]
        if first < 0x80:
            self.pos = start + 1
            return first
        if first == 0xFF:
            self.pos = start + 1
            return -1
        if first & 0xC0 == 0x80:
            value = (first & 0x3F) << 8 | data[start + 1]
            self.pos = start + 2
            return value
        if first & 0xE0 == 0xC0:
            (value,) = U4(data, start)
            self.pos = start + 4
            return value & 0x1FFF_FFFF
        if first == 0xE0:
            (value,) = U8(data, start + 1)
            self.pos = start + 9
            return value
        raise BrioError(f"no varint starts with the byte 0x{first:02x}", start)

    def count(self, what: str, least: int) -> int:
        """A count of things that take at least ``least`` bytes each, checked against what is left."""
        start = self.pos
        count = self.varint()
        left = len(self.data) - self.pos
        if count < 0 or count * least > left:
            raise BrioError(f"{count} {what} where {left} bytes are left", start)
        return count

    def expect(self, byte: int) -> None:
        """Reads a byte that must be there."""
        found = self.data[self.pos]
        if found != byte:
            raise BrioError(f"0x{found:02x} where {chr(byte)!r} belongs", self.pos)
        self.pos += 1

    def chars(self) -> str:
        """A counted string."""
        start = self.pos
        data = self.data
        size = self.varint()
        begin = self.pos
        left = len(data) - begin
        if size < 0 or size > left:
            raise BrioError(f"a string of {size} characters where {left} bytes are left", start)
        piece = data[begin : begin + size]
        if not piece.isascii():
            piece = self.wide_chars(begin, size)
        self.pos = begin + len(piece)
        try:
            return str(piece, "utf-8")
        except UnicodeDecodeError as error:
            raise BrioError(f"a string is not UTF-8: {error.reason}", begin + error.start) from None

    def wide_chars(self, begin: int, size: int) -> bytes:
        """The bytes of ``size`` characters, some of which take more than one.

        Every byte that does not continue a character starts one. What is still missing is at least as many bytes as
        characters, so each round takes that many and counts again; a few rounds do, whatever the text.
        """
        data = self.data
        end = begin
        missing = size
        while missing:
            stop = end + missing
            if stop > len(data):
                raise BrioError(f"a string of {size} characters runs past the end", begin)
            missing -= _starts(data, end, stop)
            end = stop
        while end < len(data) and data[end] & 0xC0 == 0x80:
            end += 1
        return bytes(data[begin:end])

    def str_code(self) -> str:
        """A string or the empty constant."""
        start = self.pos
        code = self.varint()
        if code == -1:
            return self.chars()
        if code == 0:
            return ""
        raise BrioError(f"string constant {code}: the hxpy wire has no constants", start)

    def down(self) -> None:
        """Enters a List, Dict or Grid."""
        self.depth_left -= 1
        if self.depth_left < 0:
            raise BrioError("values nested too deep", self.pos - 1)

    def up(self) -> None:
        """Leaves a List, Dict or Grid."""
        self.depth_left += 1

    # -- kinds

    def number_i2(self) -> int:
        (value,) = I2(self.data, self.pos)
        self.pos += 2
        self.str_code()
        return value

    def number_i4(self) -> int:
        (value,) = I4(self.data, self.pos)
        self.pos += 4
        self.str_code()
        return value

    def number_f8(self) -> float:
        (value,) = F8(self.data, self.pos)
        self.pos += 8
        self.str_code()
        return value

    def ref_str(self) -> Ref:
        start = self.pos
        id = self.str_code()
        dis = self.chars()
        if not id:
            raise BrioError("a Ref without an id", start)
        return Ref(id, dis or None)

    def ref_i8(self) -> Ref:
        high, low = TWO_U4(self.data, self.pos)
        self.pos += 8
        return Ref(f"{high:08x}-{low:08x}", self.chars() or None)

    def read_date(self) -> date:
        start = self.pos
        year, month, day = DATE(self.data, start)
        self.pos += 4
        try:
            return date(year, month, day)
        except ValueError as error:
            raise BrioError(f"no date: {error}", start) from None

    def read_time(self) -> time:
        start = self.pos
        (millis,) = U4(self.data, start)
        self.pos += 4
        if millis >= 86_400_000:
            raise BrioError(f"no time of day has {millis} milliseconds", start)
        seconds, millis = divmod(millis, 1000)
        minutes, second = divmod(seconds, 60)
        return time(minutes // 60, minutes % 60, second, millis * 1000)

    def zone(self) -> str:
        """A zone's name, known to this machine."""
        start = self.pos
        name = self.str_code()
        try:
            zones.tzinfo(name)
        except zones.UnknownZoneError as error:
            raise BrioError(str(error), start) from None
        return name

    def ticks_zone(self, control: int) -> tuple[int, str]:
        """A DateTime as nanoseconds since 2000-01-01Z and its zone's name."""
        data, start = self.data, self.pos
        if control == c.DATETIME_I4:
            ticks = I4(data, start)[0] * 1_000_000_000
            self.pos += 4
        elif control == c.DATETIME_I8:
            (ticks,) = I8(data, start)
            self.pos += 8
        else:
            (real,) = F8(data, start)
            if not math.isfinite(real) or not -(2.0**63) <= real < 2.0**63:
                raise BrioError(f"no date-time is {real} nanoseconds from 2000", start)
            ticks = int(real)
            self.pos += 8
        return ticks, self.zone()

    def _datetime(self, control: int) -> datetime:
        ticks, zone = self.ticks_zone(control)
        return (EPOCH + timedelta(microseconds=ticks // 1000)).astimezone(zones.tzinfo(zone))

    def coord(self) -> Coord:
        start = self.pos
        lat, lng = TWO_U4(self.data, start)
        self.pos += 8
        try:
            return Coord((lat - 90_000_000) / 1e6, (lng - 180_000_000) / 1e6)
        except ValueError as error:
            raise BrioError(f"no Coord: {error}", start) from None

    def xstr(self) -> XStr:
        start = self.pos
        type = self.str_code()
        val = self.str_code()
        try:
            return XStr(type, val)
        except ValueError as error:
            raise BrioError(f"no XStr: {error}", start) from None

    def buf(self) -> bytes:
        start, size = self._buf()
        return bytes(memoryview(self.data)[start : start + size])

    def _buf(self) -> tuple[int, int]:
        size = self.count("bytes of a Buf", 1)
        return self.take(size, "a Buf"), size

    def read_dict(self) -> Any:
        """A Dict, or the numpy array that one stands for."""
        start = self.pos - 1
        self.down()
        self.expect(c.DICT_OPEN)
        tags: dict[str, Any] = {}
        matrix_at: tuple[int, int] | None = None
        for _ in range(self.count("tags of a Dict", 3)):
            name = self.str_code()
            if name == "bytes" and "ndarray" in tags and self.data[self.pos] == c.BUF:
                self.pos += 1
                matrix_at = self._buf()
                tags[name] = None
                continue
            value = self.value()
            if value is not None:
                tags[name] = value
        self.expect(c.DICT_CLOSE)
        self.up()
        if matrix_at is None:
            if "ndarray" in tags and isinstance(tags.get("bytes"), bytes):
                return self._matrix(tags.pop("bytes"), 0, None, tags, start)
            return tags
        if tags.get("bytes") is not None:
            raise BrioError("an ndarray with two tags named bytes", start)
        return self._matrix(self.data, *matrix_at, tags, start)

    def _matrix(self, data: Any, at: int, size: int | None, tags: Any, start: int) -> np.ndarray:
        rows, cols = tags.get("r"), tags.get("c")
        size = len(data) if size is None else size
        for count in (rows, cols):
            if type(count) not in (int, float) or not (count >= 0 and count % 1 == 0):  # so no NaN, no infinity
                raise BrioError("an ndarray whose r or c is not a count", start)
        rows, cols = int(rows), int(cols)
        if rows * cols * 8 != size:
            raise BrioError(f"an ndarray of {rows} × {cols} needs {rows * cols * 8} bytes, {size} came", start)
        if not size:
            if max(rows, cols) > 2**31:
                raise BrioError(f"an ndarray of {rows} × {cols}", start)
            return np.empty((rows, cols), dtype=np.float64)
        return np.frombuffer(data, dtype=">f8", count=rows * cols, offset=at).astype(np.float64).reshape(rows, cols)

    def read_list(self) -> Any:
        self.down()
        self.expect(c.LIST_OPEN)
        items = [self.value() for _ in range(self.count("items of a List", 1))]
        self.expect(c.LIST_CLOSE)
        self.up()
        return items

    def tags(self) -> Any:
        """A Dict that really is one: meta data."""
        start = self.pos
        value = self.value()
        if not isinstance(value, dict):
            raise BrioError("meta data that is not a Dict", start)
        return value

    def read_grid(self) -> Any:
        from hxpy.brio.gridreader import read_grid

        return read_grid(self)


def _starts(data: bytes | bytearray, begin: int, end: int) -> int:
    """How many characters of UTF-8 start within a range of bytes."""
    piece = data[begin:end]
    if piece.isascii():
        return len(piece)
    return len(piece.translate(None, CONTINUATION))


CONTINUATION = bytes(range(0x80, 0xC0))

READERS: dict[int, Callable[[BrioReader], Any]] = {
    c.NULL: lambda r: None,
    c.MARKER: lambda r: Marker(),
    c.NA: lambda r: NA(),
    c.REMOVE: lambda r: Remove(),
    c.FALSE: lambda r: False,
    c.TRUE: lambda r: True,
    c.NUMBER_I2: BrioReader.number_i2,
    c.NUMBER_I4: BrioReader.number_i4,
    c.NUMBER_F8: BrioReader.number_f8,
    c.STR: BrioReader.str_code,
    c.REF_STR: BrioReader.ref_str,
    c.REF_I8: BrioReader.ref_i8,
    c.URI: BrioReader.str_code,
    c.DATE: BrioReader.read_date,
    c.TIME: BrioReader.read_time,
    c.DATETIME_I4: lambda r: r._datetime(c.DATETIME_I4),
    c.DATETIME_I8: lambda r: r._datetime(c.DATETIME_I8),
    c.DATETIME_F8: lambda r: r._datetime(c.DATETIME_F8),
    c.COORD: BrioReader.coord,
    c.XSTR: BrioReader.xstr,
    c.BUF: BrioReader.buf,
    c.DICT_EMPTY: lambda r: {},
    c.DICT: BrioReader.read_dict,
    c.LIST_EMPTY: lambda r: [],
    c.LIST: BrioReader.read_list,
    c.GRID: BrioReader.read_grid,
    c.SYMBOL: lambda r: Symbol(r.str_code()),
}
