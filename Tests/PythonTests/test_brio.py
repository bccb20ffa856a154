"""Brio: the vectors byte for byte, and what is not Brio."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hxpy.brio import BrioError, BrioWriter, decode
from hxpy.haystack import NA, Coord, Grid, GridBuilder, Marker, Ref, Remove, Symbol, Uri, XStr
from hxpy.marshal import encode

NEW_YORK = ZoneInfo("America/New_York")
MATRIX = "157b04ff076e64617272617901ff0172060002ff00ff0163060001ff00ff0562797465731310"


def grid_of(names: list[str], *rows: list[Any]) -> Grid:
    builder = GridBuilder().add_col_names(names)
    for row in rows:
        builder.add_row(row)
    return builder.to_grid()


VECTORS: list[tuple[str, Any]] = [
    ("00", None),
    ("01", Marker()),
    ("02", NA()),
    ("03", Remove()),
    ("04", False),
    ("05", True),
    ("06000cff00", 12),
    ("067fffff00", 32767),
    ("068001ff00", -32767),
    ("0700008000ff00", 32768),
    ("07ffff8000ff00", -32768),
    ("07075bcd15ff00", 123456789),
    ("0841e0000000000000ff00", 2.0**31),
    ("08c1e0000000200000ff00", -(2.0**31) - 1),
    ("08c03e000000000000ff00", -30.0),
    ("08fff0000000000000ff00", float("-inf")),
    ("09ff00", ""),
    ("09ff05cebbe1bdb9ceb3cebfcf82", "\u03bb\u1f79\u03b3\u03bf\u03c2"),
    ("09ff03f09f98806162", "😀ab"),
    ("0aff03666f6f03466f6f", Ref("foo", "Foo")),
    ("0aff03666f6f00", Ref("foo")),
    ("0b1deb31b87508b18700", Ref("1deb31b8-7508b187")),
    ("0bfdeb31b8f508b18703466f6f", Ref("fdeb31b8-f508b187", "Foo")),
    ("0d07ea030d", date(2026, 3, 13)),
    ("0e02932dff", time(11, 59, 59, 999000)),
    ("1006f83cbfe7d92c80ff084e65775f596f726b", datetime(2015, 11, 30, 12, 2, 33, 378000, tzinfo=NEW_YORK)),
    ("0f1def3dfdff084e65775f596f726b", datetime(2015, 11, 30, 12, 3, 57, tzinfo=NEW_YORK)),
    ("0fa2c36148ff084e65775f596f726b", datetime(1950, 6, 7, 1, 2, tzinfo=NEW_YORK)),
    ("110a5f07800365c040", Coord(84, -123)),
    ("12ff045370616eff05746f646179", XStr("Span", "today")),
    ("1304666f6f21", b"foo!"),
    ("14", {}),
    ("157b02ff0161060001ff00ff016209ff01427d", {"a": 1, "b": "B"}),
    ("16", []),
    ("175b02060001ff00060002ff005d", [1, 2]),
    ("183c0000143e", Grid.empty_grid()),
    (
        "183c030214ff02763014ff02763114ff02763214060001ff00060002ff00060003ff00060004ff00060005ff00060006ff003e",
        grid_of(["v0", "v1", "v2"], [1, 2, 3], [4, 5, 6]),
    ),
    ("19ff0473697465", Symbol("site")),
]

READ_ONLY: list[tuple[str, Any]] = [
    ("07075bcd15ff02c2b046", 123456789),
    ("0840fe240c9fbe76c9ff02c2b046", 123456.789),
    ("068000ff00", -32768),
    ("06000c00", 12),
    ("0900", ""),
    ("0cff0468747470", "http"),
    ("2041f0000000000000ff03555443", datetime(2000, 1, 1, 0, 0, 4, 294967, tzinfo=timezone.utc)),
    ("0fa2c36148ff10416d65726963612f4e65775f596f726b", datetime(1950, 6, 7, 1, 2, tzinfo=NEW_YORK)),
    ("157b01ff0161007d", {}),
    ("157b007d", {}),
    ("175b005d", []),
]


@pytest.mark.parametrize(("hex_bytes", "value"), VECTORS, ids=[case[0][:16] for case in VECTORS])
def test_a_vector_is_written_byte_for_byte(hex_bytes: str, value: Any) -> None:
    assert b"".join(encode(value)).hex() == hex_bytes


@pytest.mark.parametrize(("hex_bytes", "value"), VECTORS + READ_ONLY, ids=lambda case: str(case)[:16])
@pytest.mark.parametrize("buffer", [bytes, bytearray])
def test_a_vector_is_read(hex_bytes: str, value: Any, buffer: type) -> None:
    found = decode(buffer.fromhex(hex_bytes))
    assert type(found) is type(value)
    assert found == value


def test_a_number_with_a_unit_is_written() -> None:
    writer = BrioWriter()
    writer.real(123456.789, "°F")
    assert writer.joined().hex() == "0840fe240c9fbe76c9ff02c2b046"


@pytest.mark.parametrize(("value", "hex_bytes"), [(2**31, "0841e0000000000000ff00"), (2**53, "084340000000000000ff00")])
def test_an_int_past_32_bits_is_written_as_a_double(value: int, hex_bytes: str) -> None:
    assert b"".join(encode(value)).hex() == hex_bytes


def test_a_uri_is_written_as_one() -> None:
    assert b"".join(encode(Uri("http"))).hex() == "0cff0468747470"


def test_a_refs_display_name_is_read() -> None:
    ref = decode(bytes.fromhex("0aff03666f6f03466f6f"))
    assert (ref.id(), ref.dis(), repr(ref)) == ("foo", "Foo", '@foo "Foo"')


@pytest.mark.parametrize("size", [0, 1, 127, 128, 16383, 16384, 70000])
@pytest.mark.parametrize("letter", ["x", "é", "語", "😀"])
def test_strings_of_every_length_form_come_back(size: int, letter: str) -> None:
    for text in (letter * size, "a" * size + letter, (letter + "ab") * (size // 3)):
        assert decode(b"".join(encode([text, "next"]))) == [text, "next"]


def test_varints_of_all_forms_are_read() -> None:
    for form in ("8004", "c0000004", "e00000000000000004"):
        assert decode(bytes.fromhex("13" + form + "666f6f21")) == b"foo!"


MALFORMED = {
    "": "the bytes end",
    "1a": "control byte 0x1a",
    "0c05": "no constants",
    "06000c": "the bytes end",
    "06000cff0000": "1 bytes after the value",
    "0903": "constant 3",
    "09ff05abcd": "a string of 5 characters",
    "09ff02fffe": "not UTF-8",
    "09ff03eda080eda080eda080": "not UTF-8",
    "09ff04c3a9c3a9c3a9": "runs past the end",
    "09ffe0ffffffffffffffff": "characters where",
    "0aff0000": "without an id",
    "0d07e60d01": "no date",
    "0e05265c00": "no time of day",
    "0f00000000ff04426c6f62": "unknown time zone 'Blob'",
    "207ff8000000000000ff03555443": "no date-time",
    "11ffffffff00000000": "no Coord",
    "12ff0178ff0178": "no XStr",
    "13ff": "-1 bytes of a Buf",
    "13dfffffff": "where 0 bytes are left",
    "157b01ff01617d": "byte 0x7d",
    "157c": "0x7c where '{' belongs",
    "155b": "0x5b where '{' belongs",
    "175bf05d": "no varint",
    "175bdfffffff": "536870911 items",
    "183c01c0ffffff14ff0161143e": "a Grid of",
    "183c0001143e": "a Grid of 1 rows of 0 columns",
    "183c020014ff016114ff0161143e": "two columns of one name",
    "183c0000163e": "meta data that is not a Dict",
    MATRIX.replace("060002ff00", "087ff8000000000000ff00") + "00" * 16 + "7d": "not a count",
    MATRIX.replace("060002ff00", "087ff0000000000000ff00") + "00" * 16 + "7d": "not a count",
    MATRIX.replace("060002ff00", "068002ff00") + "00" * 16 + "7d": "not a count",
    MATRIX.replace("060002ff00", "05") + "00" * 16 + "7d": "not a count",
    MATRIX + "00" * 8 + "7d": "of a Buf",
    MATRIX.replace("060001", "060003") + "00" * 16 + "7d": "needs 48 bytes",
}


@pytest.mark.parametrize("hex_bytes", MALFORMED, ids=[key[:24] for key in MALFORMED])
def test_what_is_not_brio_is_an_error_that_says_why(hex_bytes: str) -> None:
    with pytest.raises(BrioError) as caught:
        decode(bytes.fromhex(hex_bytes))
    assert MALFORMED[hex_bytes] in str(caught.value)
    assert 0 <= caught.value.offset <= len(hex_bytes) // 2


def test_deep_nesting_is_an_error_not_an_overflow() -> None:
    with pytest.raises(BrioError, match="too deep"):
        decode(bytes.fromhex("175b01") * 100_000)
    assert decode(bytes.fromhex("175b01") * 99 + b"\x16" + b"\x5d" * 99)


def samples() -> list[bytes]:
    utc = ZoneInfo("UTC")
    grid = grid_of(
        ["ts", "kW", "on", "mode", "any"],
        [datetime(2026, 1, 1, tzinfo=utc), 1.5, True, "auto", [Ref("a")]],
        [None, 3, None, "ünï", None],
        [datetime(2026, 1, 1, 0, 0, 0, 1, tzinfo=utc), 70000, False, None, NA()],
    )
    values: list[Any] = [grid, np.arange(6.0).reshape(2, 3), [value for _, value in VECTORS]]
    return [b"".join(encode(value)) for value in values]


@pytest.mark.parametrize("data", samples(), ids=["grid", "matrix", "list"])
def test_every_prefix_is_an_error(data: bytes) -> None:
    for size in range(len(data)):
        with pytest.raises(BrioError):
            decode(data[:size])


@pytest.mark.parametrize("data", samples(), ids=["grid", "matrix", "list"])
def test_a_wrong_byte_gives_a_value_or_a_brio_error(data: bytes) -> None:
    rng = random.Random(7)
    outcomes = {"value": 0, "error": 0}
    for place in range(len(data)):
        for byte in {0, 0x10, 0x7F, 0x80, 0xE0, 0xFF, *rng.sample(range(256), 6)}:
            wrong = bytearray(data)
            wrong[place] = byte
            try:
                value = decode(wrong)
                if isinstance(value, Grid):
                    value.rows()
                outcomes["value"] += 1
            except BrioError:
                outcomes["error"] += 1
    assert outcomes["value"] and outcomes["error"]


def test_random_bytes_give_a_value_or_a_brio_error() -> None:
    rng = random.Random(11)
    errors = 0
    for _ in range(20_000):
        data = bytes([rng.choice([*range(0x1A), 0x20])]) + rng.randbytes(rng.randrange(40))
        try:
            decode(data)
        except BrioError:
            errors += 1
    assert errors > 10_000


def test_nanoseconds_before_2000_round_down_to_microseconds() -> None:
    found = decode(bytes.fromhex("10ffffffffffffffffff03555443"))
    assert found == datetime(2000, 1, 1, tzinfo=timezone.utc) - timedelta(microseconds=1)
