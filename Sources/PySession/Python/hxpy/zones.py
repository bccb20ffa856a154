"""Haystack's time zone names ⇄ the zone database's.

Haystack names a zone by its city, the last part of the full name: ``New_York`` is America/New_York. Where several
full names share a city, the one that the database's own tables (zone1970.tab, zone.tab) list wins; else the first by
region, by fewest parts, by alphabet. So the answer is the same on every run.
"""

from __future__ import annotations

import importlib.resources
import zoneinfo
from datetime import datetime, timedelta, timezone
from datetime import tzinfo as TzInfo
from functools import cache
from pathlib import Path

REGIONS = "Africa America Antarctica Arctic Asia Atlantic Australia Europe Indian Pacific Etc".split()  # noqa: SIM905
UTC_NAMES = frozenset(["UTC", "Etc/UTC", "Zulu", "Etc/Zulu", "UCT", "Etc/UCT", "Universal", "Etc/Universal", "Z"])
GMT_NAMES = frozenset(
    f"{region}{name}" for region in ("", "Etc/") for name in ("GMT", "GMT0", "GMT+0", "GMT-0", "Greenwich")
)
REL = timezone(timedelta(0), "Rel")
"""Haystack's zone of times that belong to no place."""


class UnknownZoneError(ValueError):
    """A time zone that the zone database of this machine does not have."""


@cache
def tzinfo(name: str) -> TzInfo:
    """The zone of a city name, or of a full name. UnknownZoneError when the database has none."""
    if name in UTC_NAMES:
        try:
            return zoneinfo.ZoneInfo("UTC")  # under this key pandas knows it for UTC
        except zoneinfo.ZoneInfoNotFoundError:
            return timezone.utc
    if name == "Rel":
        return REL
    try:
        return zoneinfo.ZoneInfo(full_name(name))
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise UnknownZoneError(_unknown(name)) from None


def full_name(name: str) -> str:
    """The full name for a city name: New_York gives America/New_York. A full name gives itself."""
    if name in UTC_NAMES:
        return "Etc/UTC"
    if name in GMT_NAMES:
        return "Etc/GMT"
    found = _cities().get(name)
    if found is None:
        if "/" not in name or name not in _available():
            raise UnknownZoneError(_unknown(name))
        return name
    return found


@cache
def city_name(full: str) -> str:
    """The city name for a full name: America/New_York gives New_York.

    A full name that shares its city with another zone (US/Eastern, Canada/Eastern) gives the city of a listed zone
    with the same rules, New_York; when there is none it stays as it is.
    """
    if full in UTC_NAMES:
        return "UTC"
    if full in GMT_NAMES:
        return "GMT"
    city = full.rpartition("/")[2]
    winner = _cities().get(city)
    if winner is None or winner == full:
        return city
    rules = _rules(full)
    if rules is None:
        return city
    if rules == _rules(winner):
        return city
    same = sorted(name for name in _listed() if _rules(name) == rules)
    return same[0].rpartition("/")[2] if same else full


def name_of(tz: TzInfo | None) -> str:
    """Haystack's name for any tzinfo: zoneinfo, pytz, dateutil, datetime.timezone. UTC when it has no such name.

    The instant is kept in every case. A fixed offset of whole hours has an Etc zone, named the other way round:
    three hours behind UTC is GMT+3. Other fixed offsets become UTC. None, a naive time's zone, is taken as UTC.
    """
    if tz is None:
        return "UTC"
    try:
        return _name_of(tz)
    except TypeError:  # a tzinfo that cannot be hashed
        return _name_of.__wrapped__(tz)


@cache
def _name_of(tz: TzInfo) -> str:
    if isinstance(tz, timezone):
        # timezone(0, "Rel") equals timezone.utc, so a cached answer cannot tell the two apart: name_of_fixed does
        return _fixed(tz.utcoffset(None))
    key = getattr(tz, "key", None) or getattr(tz, "zone", None) or _file_key(tz)
    if isinstance(key, str):
        try:
            full_name(key)
            return city_name(key) if "/" in key else key if key not in UTC_NAMES | GMT_NAMES else city_name(key)
        except UnknownZoneError:
            return "UTC"
    try:
        offset = tz.utcoffset(None)
    except Exception:
        offset = None
    return "UTC" if offset is None else _fixed(offset)


def name_of_datetime(value: datetime) -> str:
    """Haystack's name for a datetime's zone; see ``name_of``."""
    tz = value.tzinfo
    if isinstance(tz, timezone) and tz.tzname(None) == "Rel":
        return "Rel"
    return name_of(tz)


def _fixed(offset: timedelta | None) -> str:
    hours, rest = divmod(offset or timedelta(0), timedelta(hours=1))
    if rest or hours == 0 or not -12 <= hours <= 14:
        return "UTC"
    return f"GMT{-hours:+d}"


def _file_key(tz: TzInfo) -> str | None:
    """The name in a dateutil tzfile's path."""
    path = getattr(tz, "_filename", None)
    if not isinstance(path, str):
        return None
    _, found, key = path.replace("\\", "/").partition("zoneinfo/")
    return key if found and key in _available() else path if path in _available() else None


def _unknown(name: str) -> str:
    if not _available():
        return f"unknown time zone {name[:80]!r}: this machine has no zone database; pip install tzdata"
    return f"unknown time zone {name[:80]!r}: it is neither a city nor a full name of the zone database"


@cache
def _available() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


@cache
def _cities() -> dict[str, str]:
    """The full name that each city stands for."""
    best: dict[str, tuple[tuple[bool, int, int, str], str]] = {}
    listed = _listed()
    order = {region: place for place, region in enumerate(REGIONS)}
    for full in _available():
        parts = full.split("/")
        if parts[0] in ("posix", "right") or parts[-1] in ("posixrules", "localtime", "Factory"):
            continue
        rank = (full not in listed, order.get(parts[0] if len(parts) > 1 else "", len(order)), len(parts), full)
        if parts[-1] not in best or rank < best[parts[-1]][0]:
            best[parts[-1]] = (rank, full)
    return {city: full for city, (_, full) in best.items()}


@cache
def _listed() -> frozenset[str]:
    """The full names in the database's own tables of places."""
    names: set[str] = set()
    for table in ("zone1970.tab", "zone.tab"):
        for line in _read(table).decode("utf-8", "replace").splitlines():
            fields = line.split("\t")
            if len(fields) > 2 and not line.startswith("#"):
                names.add(fields[2])
    return frozenset(names & _available())


@cache
def _rules(full: str) -> bytes | None:
    """The zone's compiled rules, by which two names of one zone are known."""
    return _read(full) or None


def _read(name: str) -> bytes:
    """A file of the zone database: the system's, or the tzdata package's."""
    for root in zoneinfo.TZPATH:
        try:
            return Path(root, name).read_bytes()
        except OSError:
            continue
    try:
        return importlib.resources.files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes()
    except (ImportError, OSError):
        return b""
