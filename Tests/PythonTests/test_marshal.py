"""Results of every type: its kind, or an error that names it."""

from __future__ import annotations

import asyncio
import dataclasses
import enum
import pathlib
from collections import ChainMap, Counter, OrderedDict, defaultdict, deque, namedtuple
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType, SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hxpy.haystack import NA, Coord, GridBuilder, Marker, Ref, Remove, Symbol, XStr
from hxpy.marshal import encode
from peer import round_trip

Point = namedtuple("Point", "x y")
UTC = ZoneInfo("UTC")


class Level(enum.IntEnum):
    HIGH = 3


class Mode(str, enum.Enum):
    AUTO = "auto"


class Plain(enum.Enum):
    ONE = 1


class Text(str):
    __slots__ = ()

    def __str__(self) -> str:
        return "not this"


@dataclasses.dataclass
class Record:
    x: int


KINDS: dict[str, tuple[Any, Any]] = {
    "numpy.bool_": (np.bool_(True), True),
    "numpy.int8": (np.int8(-5), -5),
    "numpy.uint64": (np.uint64(2**40), 2.0**40),
    "numpy.float16": (np.float16(0.5), 0.5),
    "numpy.float32": (np.float32(0.25), 0.25),
    "numpy.float64": (np.float64(1.5), 1.5),
    "numpy.longdouble": (np.longdouble(1.5), 1.5),
    "numpy.str_": (np.str_("text"), "text"),
    "numpy.bytes_": (np.bytes_(b"raw"), b"raw"),
    "numpy.datetime64[ns]": (np.datetime64("2026-03-13T01:02:03.5", "ns"), datetime(2026, 3, 13, 1, 2, 3, 500000, UTC)),
    "numpy.datetime64[h]": (np.datetime64("1950-03-13T01", "h"), datetime(1950, 3, 13, 1, tzinfo=UTC)),
    "numpy.datetime64[D]": (np.datetime64("2026-03-13"), date(2026, 3, 13)),
    "numpy.datetime64 NaT": (np.datetime64("NaT", "ns"), None),
    "numpy.timedelta64": (np.timedelta64(1500, "ms"), 1.5),
    "numpy.timedelta64 NaT": (np.timedelta64("NaT", "ns"), None),
    "Decimal": (Decimal("12.25"), 12.25),
    "Fraction": (Fraction(1, 4), 0.25),
    "2**53": (2**53, 2.0**53),
    "10**22": (10**22, 1e22),
    "tuple": ((1, "a"), [1, "a"]),
    "set": ({7}, [7]),
    "frozenset": (frozenset([7]), [7]),
    "range": (range(3), [0, 1, 2]),
    "deque": (deque([1, 2]), [1, 2]),
    "keys": ({"a": 1}.keys(), ["a"]),
    "values": ({"a": 1}.values(), [1]),
    "items": ({"a": 1}.items(), [["a", 1]]),
    "OrderedDict": (OrderedDict(b=1, a=2), {"b": 1, "a": 2}),
    "defaultdict": (defaultdict(int, a=2), {"a": 2}),
    "Counter": (Counter("aab"), {"a": 2, "b": 1}),
    "ChainMap": (ChainMap({"a": 1}), {"a": 1}),
    "MappingProxyType": (MappingProxyType({"a": 1}), {"a": 1}),
    "namedtuple": (Point(1, 2), {"x": 1, "y": 2}),
    "null tags": ({"a": None, "b": pd.NaT, "c": 1}, {"c": 1}),
    "IntEnum": (Level.HIGH, 3),
    "str Enum": (Mode.AUTO, "auto"),
    "str subclass": (Text("this"), "this"),
    "bytearray": (bytearray(b"raw"), b"raw"),
    "memoryview": (memoryview(b"raw")[::2], b"rw"),
    "large bytes": (b"x" * 200_000, b"x" * 200_000),
    "naive datetime": (datetime(2026, 1, 1, 5), datetime(2026, 1, 1, 5, tzinfo=UTC)),
    "year 1708": (datetime(1708, 1, 1, tzinfo=UTC), datetime(1708, 1, 1, tzinfo=UTC)),
    "year 2292": (datetime(2292, 1, 1, tzinfo=UTC), datetime(2292, 1, 1, tzinfo=UTC)),
    "Timestamp": (pd.Timestamp("2026-03-13T01:02:03.000001Z"), datetime(2026, 3, 13, 1, 2, 3, 1, UTC)),
    "NaT": (pd.NaT, None),
    "pandas.NA": (pd.NA, NA()),
    "timedelta": (timedelta(minutes=2), 120.0),
    "Timedelta": (pd.Timedelta("1min 500ms"), 60.5),
    "time, cut to milliseconds": (time(1, 2, 3, 4567), time(1, 2, 3, 4000)),
    "Index": (pd.Index(["a", "b"]), ["a", "b"]),
    "RangeIndex": (pd.RangeIndex(2), [0, 1]),
    "MultiIndex": (pd.MultiIndex.from_tuples([("a", 1)]), [["a", 1]]),
    "DatetimeIndex": (pd.DatetimeIndex(["2026-01-01"]), [datetime(2026, 1, 1, tzinfo=UTC)]),
    "Categorical": (pd.Categorical(["a", None, "b"]), ["a", None, "b"]),
    "pandas array": (pd.array([1, None], dtype="Int64"), [1, None]),
    "0-d array": (np.array(5), 5),
    "array of str": (np.array(["a", "b"]), ["a", "b"]),
    "array of objects": (np.array([["a", 1], [None, Ref("x")]], dtype=object), [["a", 1], [None, Ref("x")]]),
    "array of datetime64": (np.array(["2026-01-01T00", "NaT"], "M8[ns]"), [datetime(2026, 1, 1, tzinfo=UTC), None]),
    "array of bytes": (np.array([b"ab"]), [b"ab"]),
    "nested": ({"a": [(1, {"b": {2}})]}, {"a": [[1, {"b": [2]}]]}),
    "GridBuilder": (GridBuilder().add_col("a").add_row([1]), GridBuilder().add_col("a").add_row([1]).to_grid()),
    "row": (GridBuilder().add_col("a").add_row([1]).to_grid().first(), {"a": 1}),
}


@pytest.mark.parametrize(("value", "expected"), KINDS.values(), ids=KINDS)
def test_a_result_has_its_kind(value: Any, expected: Any) -> None:
    found = round_trip(value)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize("number", [float("inf"), float("-inf"), 1e308, 5e-324, -0.0])
def test_every_float_comes_back(number: float) -> None:
    assert np.float64(round_trip(number)).tobytes() == np.float64(number).tobytes()


def test_nan_is_a_number() -> None:
    assert np.isnan(round_trip(float("nan")))


def test_a_timedelta_has_the_unit_of_seconds() -> None:
    assert b"".join(encode(timedelta(seconds=1))).hex() == "083ff0000000000000ff0173"


def test_nanoseconds_of_a_timestamp_are_kept() -> None:
    assert b"".join(encode(pd.Timestamp("2000-01-01T00:00:00.000000001Z"))).hex() == "100000000000000001ff03555443"


@dataclasses.dataclass
class Refused:
    make: Callable[[], Any]
    named: str
    advice: str = ""


REFUSED = {
    "object": Refused(object, "an object", "str(…)"),
    "own class": Refused(lambda: SimpleNamespace(a=1), "a types.SimpleNamespace"),
    "class": Refused(lambda: int, "a type", "an instance"),
    "function": Refused(lambda: test_nan_is_a_number, "a function", "call it"),
    "dataclass": Refused(lambda: Record(1), "Record", "dataclasses.asdict"),
    "generator": Refused(lambda: (i for i in range(3)), "a generator", "list(…)"),
    "iterator": Refused(lambda: iter([1]), "a list_iterator", "list(…)"),
    "complex": Refused(lambda: 1j, "a complex", ".real"),
    "numpy.complex128": Refused(lambda: np.complex128(1j), "a numpy.complex128", ".real"),
    "Enum": Refused(lambda: Plain.ONE, "Plain", ".value"),
    "path": Refused(lambda: pathlib.PurePosixPath("/io"), "a pathlib"),
    "ellipsis": Refused(lambda: ..., "an ellipsis"),
    "timezone": Refused(lambda: timezone.utc, "a datetime.timezone"),
    "aware time": Refused(lambda: time(1, tzinfo=timezone.utc), "a datetime.time", "replace(tzinfo=None)"),
    "event loop": Refused(asyncio.new_event_loop, "an asyncio"),
    "Interval": Refused(lambda: pd.Interval(0, 1), "Interval", ".left"),
    "Period": Refused(lambda: pd.Period("2026-01"), "Period", ".start_time"),
    "3-d array": Refused(lambda: np.zeros((2, 3, 4)), "(2, 3, 4)", "reshape"),
    "complex array": Refused(lambda: np.zeros(2, complex), "complex128", ".real"),
    "record array": Refused(lambda: np.zeros(2, [("a", "f8")]), "('a', '<f8')", "DataFrame"),
    "key": Refused(lambda: {(1, 2): 3}, "the key (1, 2)", "str(k)"),
    "empty key": Refused(lambda: {"": 3}, "an empty str"),
    "inexact int": Refused(lambda: 2**53 + 1, "9007199254740993", "str(…)"),
    "inexact array": Refused(lambda: np.array([2**53 + 1]), "9007199254740993", ".astype(float)"),
    "inexact uint64": Refused(lambda: np.array([2**64 - 1], "u8"), "18446744073709551615", ".astype(float)"),
    "year 9999": Refused(lambda: datetime(9999, 1, 1, tzinfo=UTC), "9999", "1708 to 2292"),
    "year 1600": Refused(lambda: datetime(1600, 1, 1), "1600", "1708 to 2292"),
    "datetime64 year 5000": Refused(lambda: np.datetime64("5000-01-01T00"), "5000", "1708 to 2292"),
    "timedelta64 in months": Refused(lambda: np.timedelta64(3, "M"), "'M'", "no length"),
    "lone surrogate": Refused(lambda: ["\ud800"], "U+D800", "lone surrogate"),
    "deep": Refused(lambda: eval("[" * 101 + "1" + "]" * 101), "100 deep"),
    "cycle": Refused(lambda: (d := {}, d.update(d=d))[0], "100 deep", "contain itself"),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_what_has_no_kind_is_named(case: Refused) -> None:
    value = case.make()
    with pytest.raises((TypeError, ValueError)) as caught:
        encode(value)
    assert "hxpy cannot return" in str(caught.value) or "lone surrogate" in str(caught.value)
    assert case.named in str(caught.value) and case.advice in str(caught.value)


def test_a_hundred_levels_are_not_too_deep() -> None:
    value: Any = 1
    for _ in range(100):
        value = [value]
    assert round_trip(value) == value


# -- matrices


MATRICES: dict[str, tuple[Any, list[list[float]]]] = {
    "1-d": (np.array([1.0, 2.0]), [[1.0], [2.0]]),
    "2-d": (np.array([[1, 2], [3, 4]]), [[1.0, 2.0], [3.0, 4.0]]),
    "bool": (np.array([[True, False]]), [[1.0, 0.0]]),
    "uint8": (np.array([255], "u1"), [[255.0]]),
    "float16": (np.array([0.5], "f2"), [[0.5]]),
    "float32": (np.array([0.25], "f4"), [[0.25]]),
    "big-endian": (np.array([[1.5, 2.5]], ">f8"), [[1.5, 2.5]]),
    "transposed": (np.array([[1.0, 2.0], [3.0, 4.0]]).T, [[1.0, 3.0], [2.0, 4.0]]),
    "strided": (np.arange(8.0).reshape(2, 4)[:, ::2], [[0.0, 2.0], [4.0, 6.0]]),
    "exact int64": (np.array([2**60, -(2**53)]), [[2.0**60], [-(2.0**53)]]),
    "exact uint64": (np.array([2**63], "u8"), [[2.0**63]]),
}


@pytest.mark.parametrize(("array", "expected"), MATRICES.values(), ids=MATRICES)
def test_an_array_of_numbers_is_a_matrix(array: np.ndarray, expected: list[list[float]]) -> None:
    found = round_trip(array)
    assert isinstance(found, np.ndarray) and found.tolist() == expected
    assert found.dtype == np.float64 and found.flags.writeable and found.flags.c_contiguous


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0), (200, 300)])
def test_a_matrix_keeps_its_shape(shape: tuple[int, int]) -> None:
    array = np.random.default_rng(3).random(shape)
    found = round_trip({"m": array, "after": 1})
    assert found["after"] == 1 and found["m"].shape == shape and np.array_equal(found["m"], array)


@pytest.mark.parametrize("dtype", ["f8", "f4", "i4", "i8", "?"])
def test_what_is_masked_becomes_nan(dtype: str) -> None:
    found = round_trip(np.ma.array([1, 0, 1], mask=[0, 1, 0], dtype=dtype))
    assert np.array_equal(found, [[1.0], [np.nan], [1.0]], equal_nan=True)


def test_what_is_masked_among_objects_becomes_null() -> None:
    assert round_trip(np.ma.array(["a", "b"], mask=[0, 1])) == ["a", None]


# -- Haystack's own kinds


@pytest.mark.parametrize(
    "value",
    [Marker(), NA(), Remove(), Ref("a:b-c.d~e_1", "Dis λ"), Symbol("elec-meter"), XStr("Span", "x"), Coord(-90, 180)],
)
def test_haystacks_kinds_come_back(value: Any) -> None:
    found = round_trip([value])[0]
    assert found == value and type(found) is type(value) and hash(found) == hash(value)


def test_a_coord_is_rounded_to_six_decimals() -> None:
    assert round_trip(Coord(37.5458266, -77.4491888)) == Coord(37.545827, -77.449189)
