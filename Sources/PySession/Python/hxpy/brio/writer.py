"""Writes Brio: the parts that each kind is made of."""

from __future__ import annotations

import re
import struct
from typing import Any

from hxpy.brio import control as c

I2 = struct.Struct(">Bh").pack
I4 = struct.Struct(">Bi").pack
F8 = struct.Struct(">Bd").pack
DATE = struct.Struct(">BHBB").pack
U4 = struct.Struct(">BI").pack
I8 = struct.Struct(">Bq").pack
U8 = struct.Struct(">BQ").pack
TWO_U4 = struct.Struct(">BII").pack

NO_UNIT = b"\xff\x00"
HANDLE = re.compile(r"[0-9a-f]{8}-[0-9a-f]{8}\Z")
LARGE = 1 << 16
"""From this size on, a buffer is sent as it is rather than copied."""
MEMO_CHARS = 64
MEMO_TEXTS = 10_000
SECOND = 1_000_000_000


class BrioWriter:
    """Writes values one after another; ``buffers()`` gives the bytes, in pieces to be sent in order."""

    def __init__(self, large: int = LARGE) -> None:
        self.out = bytearray()
        self._done: list[Any] = []
        self._large = large
        self._texts: dict[str, bytes] = {"": NO_UNIT}

    def buffers(self) -> list[Any]:
        """All that was written, in pieces."""
        return [*self._done, self.out] if self.out else list(self._done)

    def joined(self) -> bytes:
        """All that was written, in one piece."""
        return b"".join(self.buffers())

    # -- parts of values

    def control(self, control: int) -> None:
        """A control byte, or a bracket."""
        self.out.append(control)

    def varint(self, value: int) -> None:
        """A count."""
        self.out += varint(value)

    def text(self, value: str) -> None:
        """A string where Brio allows a constant: the code for «no constant», then the characters."""
        known = self._texts.get(value)
        if known is None:
            known = b"\xff" + chars(value)
            if len(value) <= MEMO_CHARS and len(self._texts) < MEMO_TEXTS:
                self._texts[value] = known
        self.out += known

    def raw(self, buffer: Any) -> None:
        """Bytes as they are; large ones are not copied."""
        if len(buffer) < self._large:
            self.out += buffer
            return
        if self.out:
            self._done.append(self.out)
            self.out = bytearray()
        self._done.append(buffer)

    # -- kinds

    def integer(self, value: int) -> None:
        """A Number of 32 bits at most."""
        self.out += I2(c.NUMBER_I2, value) if -32767 <= value <= 32767 else I4(c.NUMBER_I4, value)
        self.out += NO_UNIT

    def real(self, value: float, unit: str = "") -> None:
        """A Number of 64 bits."""
        self.out += F8(c.NUMBER_F8, value)
        self.text(unit)

    def string(self, value: str) -> None:
        """A Str."""
        self.out.append(c.STR)
        self.text(value)

    def uri(self, value: str) -> None:
        """A Uri."""
        self.out.append(c.URI)
        self.text(value)

    def symbol(self, value: str) -> None:
        """A Symbol."""
        self.out.append(c.SYMBOL)
        self.text(value)

    def ref(self, id: str, dis: str | None) -> None:
        """A Ref; the form of eight bytes when its id is one."""
        if HANDLE.match(id):
            self.out += U8(c.REF_I8, int(id[:8] + id[9:], 16))
        else:
            self.out.append(c.REF_STR)
            self.text(id)
        self.out += chars(dis or "")

    def date(self, year: int, month: int, day: int) -> None:
        """A Date."""
        self.out += DATE(c.DATE, year, month, day)

    def time(self, millis: int) -> None:
        """A Time, in milliseconds since midnight."""
        self.out += U4(c.TIME, millis)

    def datetime(self, ticks: int, zone: str) -> None:
        """A DateTime, in nanoseconds since 2000-01-01Z; the form of seconds when it fits."""
        seconds, rest = divmod(ticks, SECOND)
        if not rest and -(2**31) <= seconds < 2**31:
            self.out += I4(c.DATETIME_I4, seconds)
        else:
            self.out += I8(c.DATETIME_I8, ticks)
        self.text(zone)

    def coord(self, lat: float, lng: float) -> None:
        """A Coord, to six decimals."""
        self.out += TWO_U4(c.COORD, round(lat * 1e6) + 90_000_000, round(lng * 1e6) + 180_000_000)

    def xstr(self, type: str, val: str) -> None:
        """An XStr."""
        self.out.append(c.XSTR)
        self.text(type)
        self.text(val)

    def buf(self, buffer: Any) -> None:
        """A Buf."""
        self.out.append(c.BUF)
        self.varint(len(buffer))
        self.raw(buffer)


def varint(value: int) -> bytes:
    """A count in Brio's variable length."""
    if value < 0x80:
        return bytes((value,))
    if value < 0x4000:
        return (value | 0x8000).to_bytes(2, "big")
    if value < 0x2000_0000:
        return (value | 0xC000_0000).to_bytes(4, "big")
    return b"\xe0" + value.to_bytes(8, "big")


def chars(value: str) -> bytes:
    """A string's count of characters and its UTF-8."""
    try:
        return varint(len(value)) + value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError(
            f"a str with a lone surrogate (U+{ord(value[error.start]):04X} at index {error.start}) is not text; "
            'replace it, e.g. with s.encode("utf-8", "replace").decode()'
        ) from None
