"""Time zones: city names and full names, and any tzinfo."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hxpy import zones
from peer import environment, round_trip

CITIES = {
    "New_York": "America/New_York",
    "Buenos_Aires": "America/Argentina/Buenos_Aires",
    "Indianapolis": "America/Indiana/Indianapolis",
    "Cordoba": "America/Argentina/Cordoba",
    "Istanbul": "Europe/Istanbul",
    "Louisville": "America/Kentucky/Louisville",
    "Port-au-Prince": "America/Port-au-Prince",
    "London": "Europe/London",
    "Calcutta": "Asia/Calcutta",
    "Kolkata": "Asia/Kolkata",
    "GMT+3": "Etc/GMT+3",
    "GMT-14": "Etc/GMT-14",
    "UTC": "Etc/UTC",
    "GMT": "Etc/GMT",
}


@pytest.mark.parametrize(("city", "full"), CITIES.items())
def test_a_city_and_its_full_name(city: str, full: str) -> None:
    assert zones.full_name(city) == full
    assert zones.city_name(full) == city
    assert zones.full_name(full) == full


def test_every_zone_of_the_database_has_a_name_with_its_rules() -> None:
    moments = [datetime(year, month, 1, 12) for year in (1975, 1999, 2026) for month in (1, 7)]
    names = zones._available()
    assert len(names) > 300
    for full in names - {"Factory", "localtime"}:
        city = zones.city_name(full)
        for moment in moments:
            there, here = (moment.replace(tzinfo=tz).utcoffset() for tz in (ZoneInfo(full), zones.tzinfo(city)))
            assert there == here, (full, city)


@pytest.mark.parametrize(("full", "city"), [("US/Eastern", "New_York"), ("America/Buenos_Aires", "Buenos_Aires")])
def test_an_old_name_gives_the_city_with_its_rules(full: str, city: str) -> None:
    assert zones.city_name(full) == city


@pytest.mark.parametrize(
    "name", ["", "Atlantis", "America/Atlantis", "../etc/passwd", "/etc/passwd", "a\0b", "x" * 5000]
)
def test_an_unknown_zone_is_named(name: str) -> None:
    with pytest.raises(zones.UnknownZoneError, match="unknown time zone"):
        zones.tzinfo(name)


def test_names_are_the_same_on_every_run() -> None:
    code = "from hxpy import zones; print(sorted(zones._cities().items()))"
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code], env={**environment(), "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(outputs) == 1 and outputs.pop()


def fixed(hours: float) -> tzinfo:
    return timezone(timedelta(hours=hours))


TZINFOS: list[tuple[Any, str]] = [
    (timezone.utc, "UTC"),
    (ZoneInfo("UTC"), "UTC"),
    (ZoneInfo("Etc/UTC"), "UTC"),
    (ZoneInfo("Europe/Berlin"), "Berlin"),
    (ZoneInfo("Etc/GMT+3"), "GMT+3"),
    (ZoneInfo("GMT"), "GMT"),
    (fixed(-3), "GMT+3"),
    (fixed(5), "GMT-5"),
    (fixed(14), "GMT-14"),
    (fixed(-12), "GMT+12"),
    (fixed(-13), "UTC"),
    (fixed(5.5), "UTC"),
    (zones.REL, "Rel"),
]


@pytest.mark.parametrize(("tz", "name"), TZINFOS, ids=lambda case: str(case))
def test_a_tzinfo_keeps_the_instant_and_gets_its_name(tz: tzinfo, name: str) -> None:
    moment = datetime(2026, 7, 1, 12, tzinfo=tz)
    assert zones.name_of_datetime(moment) == name
    found = round_trip(moment)
    assert found == moment and zones.name_of_datetime(found) == name
    column = round_trip(pd.DataFrame({"a": pd.Series([moment])})).col_vals("a")
    assert column == [moment]


@pytest.mark.parametrize("name", ["America/New_York", "Europe/London", "UTC", "Asia/Kolkata"])
def test_pytz_and_dateutil_zones_get_their_names(name: str) -> None:
    pytz, dateutil = pytest.importorskip("pytz"), pytest.importorskip("dateutil.tz")
    moment = datetime(2026, 7, 1, 12)
    aware = [pytz.timezone(name).localize(moment), moment.replace(tzinfo=dateutil.gettz(name))]
    assert [zones.name_of_datetime(value) for value in aware] == [name.rpartition("/")[2]] * 2
    assert [round_trip(value) for value in aware] == aware


def test_fixed_offsets_of_pytz_and_dateutil() -> None:
    pytz, dateutil = pytest.importorskip("pytz"), pytest.importorskip("dateutil.tz")
    assert [zones.name_of(tz) for tz in (pytz.FixedOffset(180), pytz.FixedOffset(90), pytz.utc)] == [
        "GMT-3",
        "UTC",
        "UTC",
    ]
    assert [zones.name_of(tz) for tz in (dateutil.tzoffset(None, -7200), dateutil.tzutc())] == ["GMT+2", "UTC"]


class Strange(tzinfo):
    __hash__ = None  # type: ignore[assignment]

    def utcoffset(self, moment: datetime | None) -> timedelta:
        if moment is None:
            raise RuntimeError("needs a moment")
        return timedelta(hours=2)


def test_any_other_tzinfo_becomes_utc_at_the_same_instant() -> None:
    moment = datetime(2026, 7, 1, 12, tzinfo=Strange())
    assert round_trip(moment) == datetime(2026, 7, 1, 10, tzinfo=timezone.utc)


def test_without_a_zone_database_utc_still_works() -> None:
    code = (
        "import sys, zoneinfo\nsys.modules['tzdata'] = None\nzoneinfo.reset_tzpath(['/nowhere'])\n"
        "from hxpy import zones\nprint(zones.tzinfo('UTC'))\n"
        "try: zones.tzinfo('New_York')\nexcept zones.UnknownZoneError as error: print(error)"
    )
    shown = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True)
    assert shown.stdout.startswith("UTC\n") and "pip install tzdata" in shown.stdout
