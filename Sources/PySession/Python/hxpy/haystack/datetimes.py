"""A grid column of DateTimes kept as ticks, so that nobody pays for datetime objects that are not asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from functools import cached_property

import numpy as np

from hxpy import zones

EPOCH = datetime(2000, 1, 1, tzinfo=timezone.utc)
UNIX_TICKS = 946_684_800_000_000_000
"""Nanoseconds from 1970-01-01Z, numpy's epoch, to 2000-01-01Z, Brio's."""


class DateTimes:
    """DateTimes of one zone: nanoseconds since 2000-01-01Z, and a mask that is True where the cell is null."""

    def __init__(self, ticks: np.ndarray, zone: str, nulls: np.ndarray | None = None) -> None:
        self.ticks = ticks
        self.zone = zone
        self.nulls = nulls if nulls is not None and nulls.any() else None

    def __len__(self) -> int:
        return len(self.ticks)

    def __getitem__(self, index: int) -> datetime | None:
        return self._datetimes[index]

    def __iter__(self) -> Iterator[datetime | None]:
        return iter(self._datetimes)

    def tolist(self) -> list[datetime | None]:
        """The cells as datetimes, made once and then kept."""
        return self._datetimes

    @cached_property
    def _datetimes(self) -> list[datetime | None]:
        tz = zones.tzinfo(self.zone)
        cells: list[datetime | None] = [
            (EPOCH + timedelta(microseconds=ticks // 1000)).astimezone(tz) for ticks in self.ticks.tolist()
        ]
        if self.nulls is not None:
            for index in np.flatnonzero(self.nulls).tolist():
                cells[index] = None
        return cells

    def datetime64(self) -> np.ndarray | None:
        """The cells as numpy's datetime64[ns] in UTC with NaT for null, or None when one is past its year 2262."""
        if len(self.ticks) and int(self.ticks.max()) > 2**63 - 1 - UNIX_TICKS:
            return None
        values = (self.ticks + UNIX_TICKS).view("M8[ns]")
        if self.nulls is not None:
            values[self.nulls] = np.datetime64("NaT", "ns")
        return values
