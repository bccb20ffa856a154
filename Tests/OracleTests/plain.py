"""Values of Haystack in a form that belongs to no implementation: what the peers' own classes are compared by."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date, datetime, time


@dataclass(frozen=True)
class Word:
    """Marker, NA or Remove."""

    name: str


MARKER, NA, REMOVE = Word("Marker"), Word("NA"), Word("Remove")


@dataclass(frozen=True)
class Number:
    value: float
    unit: str | None = None

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Number) or self.unit != other.unit:
            return False
        return self.value == other.value or (math.isnan(self.value) and math.isnan(other.value))

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True)
class Text:
    """A kind that is text: Uri or Symbol."""

    kind: str
    text: str


@dataclass(frozen=True)
class Ref:
    id: str
    dis: str | None = None


@dataclass(frozen=True)
class Instant:
    """A DateTime: the wall clock with its offset, and the zone's name as Haystack has it."""

    at: datetime
    zone: str


@dataclass(frozen=True)
class Coord:
    latitude: float
    longitude: float


@dataclass(frozen=True)
class XStr:
    type: str
    text: str


@dataclass(frozen=True)
class Grid:
    """Columns are name and meta; a row has no nulls."""

    columns: list[tuple[str, dict[str, Plain]]]
    rows: list[dict[str, Plain]]
    meta: dict[str, Plain] = field(default_factory=dict)


Plain = None | bool | str | Word | Number | Text | Ref | date | time | Instant | Coord | XStr | list | dict | Grid
