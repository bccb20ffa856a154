"""rusty-haystack's values, to and from plain ones."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import plain
import rusty_haystack.rusty_haystack as rusty

NAME = "rusty-haystack"


def read(text: str) -> plain.Grid:
    return plain_of(rusty.decode_grid("text/zinc", text))


def write(grid: plain.Grid) -> str:
    return rusty.encode_grid("text/zinc", peer_of(grid))


def plain_of(value: Any) -> Any:
    match value:
        case rusty.Marker():
            return plain.MARKER
        case rusty.NA():
            return plain.NA
        case rusty.Remove():
            return plain.REMOVE
        case rusty.Number():
            return plain.Number(value.val, value.unit)
        case rusty.Uri():
            return plain.Text("Uri", value.val)
        case rusty.Symbol():
            return plain.Text("Symbol", value.val)
        case rusty.Ref():
            return plain.Ref(value.val, value.dis)
        case rusty.Coord():
            return plain.Coord(value.lat, value.lng)
        case rusty.XStr():
            return plain.XStr(value.type_name, value.val)
        case rusty.HDateTime():
            return plain.Instant(value.dt(), value.tz_name)
        case rusty.HList() | list():
            return [plain_of(item) for item in value]
        case rusty.HDict() | dict():
            return {name: plain_of(item) for name, item in value.items() if item is not None}
        case rusty.HGrid():
            columns = [(column.name, plain_of(column.meta)) for column in value.cols()]
            meta = {name: item for name, item in plain_of(value.meta()).items() if name != "ver"}
            return plain.Grid(columns, [plain_of(row) for row in value.rows()], meta)
        case None | bool() | str() | date() | time():
            return value
    raise TypeError(f"no plain form of {value!r}")


def peer_of(value: Any) -> Any:
    match value:
        case plain.Word():
            return {"Marker": rusty.Marker, "NA": rusty.NA, "Remove": rusty.Remove}[value.name]()
        case plain.Number():
            return rusty.Number(value.value, value.unit)
        case plain.Text():
            return {"Uri": rusty.Uri, "Symbol": rusty.Symbol}[value.kind](value.text)
        case plain.Ref():
            return rusty.Ref(value.id, value.dis)
        case plain.Coord():
            return rusty.Coord(value.latitude, value.longitude)
        case plain.XStr():
            return rusty.XStr(value.type, value.text)
        case plain.Instant():
            at, offset = value.at, value.at.utcoffset()
            assert offset is not None
            return rusty.HDateTime(
                at.year, at.month, at.day, at.hour, at.minute, at.second, int(offset.total_seconds()), value.zone
            )
        case list():
            return rusty.HList([peer_of(item) for item in value])
        case dict():
            return rusty.HDict({name: peer_of(item) for name, item in value.items()})
        case plain.Grid():
            columns = [rusty.HCol(name, peer_of(meta)) for name, meta in value.columns]
            return rusty.HGrid.from_parts(peer_of(value.meta), columns, [peer_of(row) for row in value.rows])
    return value
