"""The Coord kind: a place on Earth."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Coord:
    """A place on Earth in degrees: latitude -90…90, longitude -180…180. The wire keeps six decimals."""

    lat: float
    lng: float

    def __post_init__(self) -> None:
        if not -90 <= self.lat <= 90:
            raise ValueError(f"a latitude is within -90 and 90 degrees, {self.lat} is not")
        if not -180 <= self.lng <= 180:
            raise ValueError(f"a longitude is within -180 and 180 degrees, {self.lng} is not")

    def __repr__(self) -> str:
        return f"C({self.lat:.9g},{self.lng:.9g})"
