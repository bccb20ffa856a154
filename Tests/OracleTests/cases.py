"""The cells that every implementation must read and write alike: as Zinc, in the very form that we write, and plain."""

from __future__ import annotations

import random
import struct
from datetime import date, datetime, time, timedelta, timezone
from typing import NamedTuple

from plain import MARKER, NA, REMOVE, Coord, Grid, Instant, Number, Plain, Ref, Text, XStr


class Case(NamedTuple):
    name: str
    zinc: str
    plain: Plain

    def __str__(self) -> str:
        return self.name


def instant(text: str, zone: str) -> Instant:
    return Instant(datetime.fromisoformat(text), zone)


HAND_MADE = [
    Case("null", "", None),
    Case("marker", "M", MARKER),
    Case("remove", "R", REMOVE),
    Case("na", "NA", NA),
    Case("true", "T", True),
    Case("false", "F", False),
    Case("zero", "0", Number(0)),
    Case("negative", "-12", Number(-12)),
    Case("fraction", "0.1", Number(0.1)),
    Case("unit", "72.5°F", Number(72.5, "°F")),
    Case("unit percent", "5%", Number(5, "%")),
    Case("unit dollar", "5$", Number(5, "$")),
    Case("unit per", "1.5kWh/ft²", Number(1.5, "kWh/ft²")),
    Case("unit custom", "3_widgets", Number(3, "_widgets")),
    Case("unit digits", "3inH2O", Number(3, "inH2O")),
    Case("unit like an exponent", "5eur", Number(5, "eur")),
    Case("unit ohm", "7Ω", Number(7, "Ω")),
    Case("large whole", "9007199254740992", Number(2.0**53)),
    Case("huge", "1.7976931348623157e+308", Number(1.7976931348623157e308)),
    Case("least", "5e-324", Number(5e-324)),
    Case("infinity", "INF", Number(float("inf"))),
    Case("negative infinity", "-INF", Number(float("-inf"))),
    Case("nan", "NaN", Number(float("nan"))),
    Case("str", '"hello"', "hello"),
    Case("empty str", '""', ""),
    Case("str of quotes", '"a \\"b\\" c"', 'a "b" c'),
    Case("str of a backslash", '"C:\\\\u0014"', "C:\\u0014"),
    Case("str of a dollar", '"\\$5"', "$5"),
    Case("str of newlines", '"a\\nb\\r\\tc"', "a\nb\r\tc"),
    Case("str of back and feed", '"a\\b\\fc"', "a\b\fc"),
    Case("str of a control character", '"\\u0001"', "\x01"),
    Case("str of Greek", '"λόγος"', "λόγος"),
    Case("str of a degree sign", '"21°"', "21°"),
    Case("str of an emoji", '"🔥"', "🔥"),
    Case("str of a combining accent", '"e\u0301"', "e\u0301"),
    Case("str of markup", '"<<a>>, [b] {c}"', "<<a>>, [b] {c}"),
    Case("uri", "`http://a.b/c?d=e&f#g`", Text("Uri", "http://a.b/c?d=e&f#g")),
    Case("uri of a back-quote", "`a\\`b`", Text("Uri", "a`b")),
    Case("uri of a space", "`a b`", Text("Uri", "a b")),
    Case("uri of Greek", "`λόγος`", Text("Uri", "λόγος")),
    Case("ref", "@p:demo:r:23a-1.x~y", Ref("p:demo:r:23a-1.x~y")),
    Case("ref with dis", '@a "Main Meter"', Ref("a", "Main Meter")),
    Case("ref with quotes in dis", '@a "the \\"A\\""', Ref("a", 'the "A"')),
    Case("symbol", "^lib:ph", Text("Symbol", "lib:ph")),
    Case("symbol with hyphens", "^hot-water", Text("Symbol", "hot-water")),
    Case("date", "2026-03-13", date(2026, 3, 13)),
    Case("early date", "0001-01-01", date(1, 1, 1)),
    Case("leap day", "2000-02-29", date(2000, 2, 29)),
    Case("time", "08:12:05", time(8, 12, 5)),
    Case("midnight", "00:00:00", time(0)),
    Case("time with a fraction", "23:59:59.5", time(23, 59, 59, 500_000)),
    Case("time with microseconds", "08:12:05.000001", time(8, 12, 5, 1)),
    Case("date-time", "2026-03-13T08:12:05-04:00 New_York", instant("2026-03-13T08:12:05-04:00", "New_York")),
    Case("date-time in UTC", "2026-03-13T08:12:05Z UTC", instant("2026-03-13T08:12:05+00:00", "UTC")),
    Case(
        "date-time with a fraction",
        "2026-03-13T08:12:05.25+01:00 Paris",
        instant("2026-03-13T08:12:05.250+01:00", "Paris"),
    ),
    Case(
        "date-time of half hours", "2026-03-13T08:12:05+05:30 Kolkata", instant("2026-03-13T08:12:05+05:30", "Kolkata")
    ),
    Case(
        "date-time before 1970", "1950-06-07T01:02:00-04:00 New_York", instant("1950-06-07T01:02:00-04:00", "New_York")
    ),
    Case(
        "date-time with hyphens",
        "2026-03-13T08:12:05-04:00 Port-au-Prince",
        instant("2026-03-13T08:12:05-04:00", "Port-au-Prince"),
    ),
    Case("date-time behind UTC", "2026-03-13T08:12:05-03:00 GMT+3", instant("2026-03-13T08:12:05-03:00", "GMT+3")),
    Case(
        "date-time three levels",
        "2026-03-13T08:12:05-03:00 Buenos_Aires",
        instant("2026-03-13T08:12:05-03:00", "Buenos_Aires"),
    ),
    Case("coord", "C(37.55,-77.45)", Coord(37.55, -77.45)),
    Case("coord of a pole", "C(-90,180)", Coord(-90, 180)),
    Case("xstr", 'Span("today")', XStr("Span", "today")),
    Case("xstr of quotes", 'Foo("a\\"b")', XStr("Foo", 'a"b')),
    Case("bin", 'Bin("text/plain")', XStr("Bin", "text/plain")),
    Case("empty list", "[]", []),
    Case("list", '[1,"two",M,T]', [Number(1), "two", MARKER, True]),
    Case("list of lists", "[[1],[2kW,[]]]", [[Number(1)], [Number(2, "kW"), []]]),
    Case("list with null", "[1,N,2]", [Number(1), None, Number(2)]),
    Case("empty dict", "{}", {}),
    # In the order of the alphabet, in which rusty-haystack writes tags: their order says nothing.
    Case("dict", '{area:5ft² dis:"A" site}', {"area": Number(5, "ft²"), "dis": "A", "site": MARKER}),
    Case("dict of a dict", "{a:{b:{c}}}", {"a": {"b": {"c": MARKER}}}),
    Case(
        "grid",
        '<<\nver:"3.0"\na,b\n1,"x"\n2,\n>>',
        Grid([("a", {}), ("b", {})], [{"a": Number(1), "b": "x"}, {"a": Number(2)}]),
    ),
    Case(
        "grid with meta",
        '<<\nver:"3.0" m dis:"G"\na dis:"A"\n1\n>>',
        Grid([("a", {"dis": "A"})], [{"a": Number(1)}], {"m": MARKER, "dis": "G"}),
    ),
    Case("grid in a list", '[<<\nver:"3.0"\na\n1\n>>]', [Grid([("a", {})], [{"a": Number(1)}])]),
]


def generated(seed: int = 1, count: int = 12) -> list[Case]:
    """Cases of random numbers, texts, dates and instants, the same at every run; any peer should manage them."""
    rng = random.Random(seed)
    cases = []
    for number in range(count):
        double = struct.unpack(">d", rng.randbytes(8))[0]
        if double == double and 1e-4 < abs(double) < 1e15:
            cases.append(Case(f"double {number}", repr(double).removesuffix(".0"), Number(double)))
        value = round(rng.uniform(-1000, 1000), rng.randint(1, 3))
        cases.append(Case(f"measure {number}", f"{value!r}kW".replace(".0kW", "kW"), Number(value, "kW")))
        text = "".join(rng.choice("abc XYZ,:;|<>[]{}()@^`'") for _ in range(rng.randint(1, 20)))
        cases.append(Case(f"text {number}", f'"{text}"', text))
        wide = "é" + "".join(rng.choice("a °λ漢é🔥") for _ in range(rng.randint(1, 20)))
        cases.append(Case(f"wide text {number}", f'"{wide}"', wide))
        day = date(1, 1, 1) + timedelta(days=rng.randrange(3_652_059))
        cases.append(Case(f"day {number}", day.isoformat(), day))
        at = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(seconds=rng.randrange(2_000_000_000))
        cases.append(Case(f"instant {number}", at.isoformat().replace("+00:00", "Z UTC"), Instant(at, "UTC")))
    return cases


CASES = HAND_MADE + generated()
