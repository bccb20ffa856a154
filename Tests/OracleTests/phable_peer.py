"""phable's values, to and from plain ones."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import phable
import plain
from phable.io.ph_tz import _haystack_to_iana_tz, _tz_iana_to_haystack
from phable.kinds import GridCol

NAME = "phable"


def read(text: str) -> plain.Grid:
    return plain_of(phable.ph_from_zinc(text))


def write(grid: plain.Grid) -> str:
    return phable.ph_to_zinc(peer_of(grid))


def plain_of(value: Any) -> Any:
    match value:
        case phable.Marker():
            return plain.MARKER
        case phable.NA():
            return plain.NA
        case phable.Remove():
            return plain.REMOVE
        case phable.Number():
            return plain.Number(float(value.val), value.unit)
        case phable.Uri():
            return plain.Text("Uri", value.val)
        case phable.Symbol():
            return plain.Text("Symbol", value.val)
        case phable.Ref():
            return plain.Ref(value.val, value.dis)
        case phable.Coord():
            return plain.Coord(float(value.lat), float(value.lng))
        case phable.XStr():
            return plain.XStr(value.type, value.val)
        case datetime():
            return plain.Instant(value, _tz_iana_to_haystack(str(value.tzinfo)))
        case list():
            return [plain_of(item) for item in value]
        case dict():
            return {name: plain_of(item) for name, item in value.items() if item is not None}
        case phable.Grid():
            columns = [(column.name, plain_of(dict(column.meta or {}))) for column in value.cols]
            meta = {name: item for name, item in plain_of(dict(value.meta)).items() if name != "ver"}
            return plain.Grid(columns, [plain_of(dict(row)) for row in value.rows], meta)
        case None | bool() | str() | date() | time():
            return value
    raise TypeError(f"no plain form of {value!r}")


def peer_of(value: Any) -> Any:
    match value:
        case plain.Word():
            return {"Marker": phable.Marker, "NA": phable.NA, "Remove": phable.Remove}[value.name]()
        case plain.Number():
            return phable.Number(int(value.value) if float(value.value).is_integer() else value.value, value.unit)
        case plain.Text():
            return {"Uri": phable.Uri, "Symbol": phable.Symbol}[value.kind](value.text)
        case plain.Ref():
            return phable.Ref(value.id, value.dis)
        case plain.Coord():
            return phable.Coord(Decimal(repr(value.latitude)), Decimal(repr(value.longitude)))
        case plain.XStr():
            return phable.XStr(value.type, value.text)
        case plain.Instant():
            return value.at.astimezone(_haystack_to_iana_tz(value.zone))
        case list():
            return [peer_of(item) for item in value]
        case dict():
            return {name: peer_of(item) for name, item in value.items()}
        case plain.Grid():
            columns = [GridCol(name, peer_of(meta) if meta else None) for name, meta in value.columns]
            return phable.Grid({"ver": "3.0"} | peer_of(value.meta), columns, [peer_of(row) for row in value.rows])
    return value
