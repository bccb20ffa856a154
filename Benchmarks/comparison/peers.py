"""The peers, each with how it decodes, how it encodes, and what it found in a text. A peer's package is imported only where it is used."""

import importlib
import importlib.metadata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import cells


@dataclass(frozen=True)
class Peer:
    """A package, and the functions of it that are timed."""

    package: str
    decode: Callable[[str], Any]
    encode: Callable[[Any], str]
    table: Callable[[Any], cells.Table]

    @property
    def version(self) -> str:
        return importlib.metadata.version(self.package)


def rusty() -> Peer:
    haystack: Any = importlib.import_module("rusty_haystack.rusty_haystack")

    def text(value: Any) -> str:
        match value:
            case haystack.Number():
                return cells.number(value.val, value.unit)
            case haystack.Ref():
                return cells.ref(value.val, value.dis)
            case haystack.Coord():
                return cells.coord(value.lat, value.lng)
            case haystack.Symbol():
                return f"symbol {value.val}"
            case haystack.Uri():
                return f"uri {cells.escaped(value.val)}"
            case haystack.HDateTime():
                return cells.date_time(value.dt(), value.tz_name)
            case haystack.HList():
                return cells.list_text(text(item) for item in value)
            case haystack.HDict():
                return cells.dict_text(tags(value))
            case haystack.Marker():
                return "marker"
            case haystack.NA():
                return "na"
            case haystack.Remove():
                return "remove"
        return plain(value, text)

    def tags(value: Any) -> dict[str, str]:
        return {name: text(item) for name, item in value.items() if item is not None}

    def table(grid: Any) -> cells.Table:
        columns = [(column.name, tags(column.meta)) for column in grid.cols()]
        return cells.Table(tags(grid.meta()), columns, (tags(row) for row in grid.rows()))

    return Peer(
        "rusty-haystack",
        lambda source: haystack.decode_grid("text/zinc", source),
        lambda grid: haystack.encode_grid("text/zinc", grid),
        table,
    )


def phable() -> Peer:
    haystack: Any = importlib.import_module("phable")

    def text(value: Any) -> str:
        match value:
            case haystack.Number():
                return cells.number(float(value.val), value.unit)
            case haystack.Ref():
                return cells.ref(value.val, value.dis)
            case haystack.Coord():
                return cells.coord(float(value.lat), float(value.lng))
            case haystack.Symbol():
                return f"symbol {value.val}"
            case haystack.Uri():
                return f"uri {cells.escaped(value.val)}"
            case haystack.Marker():
                return "marker"
            case haystack.NA():
                return "na"
            case haystack.Remove():
                return "remove"
            case _ if hasattr(value, "utcoffset") and hasattr(value, "year"):
                return cells.date_time(value, str(value.tzinfo).rsplit("/", 1)[-1])
        return plain(value, text)

    def tags(value: Any) -> dict[str, str]:
        return {name: text(item) for name, item in (value or {}).items() if item is not None}

    def table(grid: Any) -> cells.Table:
        meta = {name: item for name, item in grid.meta.items() if name != "ver"}
        columns = [(column.name, tags(column.meta)) for column in grid.cols]
        return cells.Table(tags(meta), columns, (tags(row) for row in grid.rows))

    return Peer("phable", haystack.ph_from_zinc, haystack.ph_to_zinc, table)


def plain(value: Any, text: Callable[[Any], str]) -> str:
    """Python's own types, which mean the same with each peer."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f"str {cells.escaped(value)}"
        case date():
            return f"date {value.isoformat()}"
        case list():
            return cells.list_text(text(item) for item in value)
        case dict():
            return cells.dict_text({name: text(item) for name, item in value.items() if item is not None})
    return type(value).__name__


PEERS: dict[str, Callable[[], Peer]] = {"rusty-haystack": rusty, "phable": phable}
