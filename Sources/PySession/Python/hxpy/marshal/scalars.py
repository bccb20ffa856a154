"""Single values: Python's own, numpy's and pandas' scalars, and Haystack's kinds."""

from __future__ import annotations

import enum
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from hxpy import zones
from hxpy.brio import control as c
from hxpy.haystack.coord import Coord
from hxpy.haystack.datetimes import UNIX_TICKS
from hxpy.haystack.marker import Marker
from hxpy.haystack.na import NA
from hxpy.haystack.ref import Ref
from hxpy.haystack.remove import Remove
from hxpy.haystack.symbol import Symbol
from hxpy.haystack.uri import Uri
from hxpy.haystack.xstr import XStr
from hxpy.marshal.encoder import BASES, WRITERS, Encoder, refusal

UNIX_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
MICROSECOND = timedelta(microseconds=1)
EXACT = 2**53


def write_null(encoder: Encoder, value: Any) -> None:
    """None, NaT."""
    encoder.out.control(c.NULL)


def write_bool(encoder: Encoder, value: Any) -> None:
    """bool, numpy.bool_."""
    encoder.out.control(c.TRUE if value else c.FALSE)


def write_int(encoder: Encoder, value: Any) -> None:
    """int and numpy's integers; ValueError when no double is exactly that."""
    value = int(value)
    if -(2**31) <= value < 2**31:
        encoder.out.integer(value)
    else:
        encoder.out.real(exact(value))


def exact(value: int) -> float:
    """The double that an int is. ValueError when there is none."""
    if -EXACT <= value <= EXACT:
        return float(value)
    try:
        real = float(value)
    except OverflowError:
        real = 0.0
    if real != value:
        shown = str(value) if value.bit_length() < 400 else f"of {value.bit_length()} bits"
        raise ValueError(
            f"hxpy cannot return the int {shown}: a Number is a 64-bit float, which cannot hold it exactly; "
            "return float(…) to round it or str(…) to keep its digits"
        )
    return real


def write_float(encoder: Encoder, value: Any) -> None:
    """float and what is one number: numpy's floats, Decimal, Fraction."""
    encoder.out.real(float(value))


def write_str(encoder: Encoder, value: str) -> None:
    """str and its subclasses."""
    encoder.out.string(str.__str__(value))


def write_bytes(encoder: Encoder, value: Any) -> None:
    """bytes, bytearray, numpy.bytes_, memoryview."""
    encoder.out.buf(bytes(value))


def write_date(encoder: Encoder, value: date) -> None:
    """datetime.date."""
    encoder.out.date(value.year, value.month, value.day)


def write_time(encoder: Encoder, value: time) -> None:
    """datetime.time; what is finer than a millisecond is cut off."""
    if value.tzinfo is not None:
        raise refusal(type(value), "with a tzinfo it is no Haystack Time; return a datetime, or .replace(tzinfo=None)")
    millis = ((value.hour * 60 + value.minute) * 60 + value.second) * 1000 + value.microsecond // 1000
    encoder.out.time(millis)


def write_datetime(encoder: Encoder, value: datetime) -> None:
    """datetime.datetime; a naive one is taken as UTC."""
    zone = zones.name_of_datetime(value)
    aware = value if value.tzinfo is not None else value.replace(tzinfo=timezone.utc)
    nanoseconds = (aware - UNIX_EPOCH) // MICROSECOND * 1000
    if isinstance(value, pd.Timestamp):
        nanoseconds += value.nanosecond
    encoder.out.datetime(ticks(nanoseconds, value), zone)


def ticks(nanoseconds: int, shown: Any) -> int:
    """Ticks from 2000 for nanoseconds from 1970. ValueError when Brio has no such time."""
    result = nanoseconds - UNIX_TICKS
    if not -(2**63) <= result < 2**63:
        raise ValueError(f"hxpy cannot return the date-time {shown}: it is outside the years 1708 to 2292")
    return result


def write_timedelta(encoder: Encoder, value: Any) -> None:
    """timedelta, pandas.Timedelta: a Number of seconds."""
    encoder.out.real(value.total_seconds(), "s")


def write_datetime64(encoder: Encoder, value: np.datetime64) -> None:
    """numpy.datetime64: a Date when its unit is days or longer, else a DateTime in UTC."""
    if np.isnat(value):
        encoder.out.control(c.NULL)
        return
    unit, step = np.datetime_data(value.dtype)
    if unit in ("Y", "M", "W", "D"):
        day = value.astype("M8[D]").item()
        if not isinstance(day, date):
            raise ValueError(f"hxpy cannot return the date {value}: its year is outside 1 to 9999")
        write_date(encoder, day)
        return
    encoder.out.datetime(
        ticks(int(value.astype("i8")) * step * nanoseconds_of(unit) // DIVISOR.get(unit, 1), value), "UTC"
    )


NANOSECONDS = {"W": 604_800 * 10**9, "D": 86_400 * 10**9, "h": 3_600 * 10**9, "m": 60 * 10**9}
NANOSECONDS |= {"s": 10**9, "ms": 10**6, "us": 10**3, "ns": 1, "ps": 1, "fs": 1, "as": 1}
DIVISOR = {"ps": 10**3, "fs": 10**6, "as": 10**9}


def nanoseconds_of(unit: str) -> int:
    """Nanoseconds in one of numpy's time units; ValueError for one without a length."""
    if unit not in NANOSECONDS:
        raise ValueError(f"hxpy cannot return a numpy.timedelta64 in {unit!r}: it has no length in seconds")
    return NANOSECONDS[unit]


def write_timedelta64(encoder: Encoder, value: np.timedelta64) -> None:
    """numpy.timedelta64: a Number of seconds."""
    if np.isnat(value):
        encoder.out.control(c.NULL)
        return
    unit, step = np.datetime_data(value.dtype)
    nanoseconds = int(value.astype("i8")) * step * nanoseconds_of(unit) / DIVISOR.get(unit, 1)
    encoder.out.real(nanoseconds / 1e9, "s")


def advise(advice: str) -> Any:
    """A writer that refuses its type and says what to return instead."""

    def write(encoder: Encoder, value: Any) -> None:
        raise refusal(type(value), advice)

    return write


COMPLEX = advise("a Number is real; return its .real, its .imag or its abs(…)")

WRITERS.update(
    {
        type(None): write_null,
        type(pd.NaT): write_null,
        type(pd.NA): lambda encoder, value: encoder.out.control(c.NA),
        Marker: lambda encoder, value: encoder.out.control(c.MARKER),
        NA: lambda encoder, value: encoder.out.control(c.NA),
        Remove: lambda encoder, value: encoder.out.control(c.REMOVE),
        bool: write_bool,
        int: write_int,
        float: write_float,
        str: write_str,
        Uri: lambda encoder, value: encoder.out.uri(str.__str__(value)),
        bytes: lambda encoder, value: encoder.out.buf(value),
    }
)
BASES += [
    (np.bool_, write_bool),
    (np.timedelta64, write_timedelta64),  # before np.integer, which it is one of
    (np.integer, write_int),
    (np.floating, write_float),
    (np.complexfloating, COMPLEX),
    (complex, COMPLEX),
    (np.datetime64, write_datetime64),
    (np.void, advise("return .tolist() of it")),
    (int, write_int),
    (float, write_float),
    (Decimal, write_float),
    (Fraction, write_float),
    (Uri, WRITERS[Uri]),
    (str, write_str),
    (bytes, write_bytes),
    (bytearray, write_bytes),
    (memoryview, write_bytes),
    (enum.Enum, advise("return its .value or its .name")),
    (datetime, write_datetime),
    (date, write_date),
    (time, write_time),
    (timedelta, write_timedelta),
    (Ref, lambda encoder, value: encoder.out.ref(value.id(), value.dis())),
    (Symbol, lambda encoder, value: encoder.out.symbol(value.val)),
    (XStr, lambda encoder, value: encoder.out.xstr(value.type, value.val)),
    (Coord, lambda encoder, value: encoder.out.coord(value.lat, value.lng)),
    (pd.Interval, advise("return its .left and .right, or str(…) of it")),
    (pd.Period, advise("return its .start_time, or str(…) of it")),
]
