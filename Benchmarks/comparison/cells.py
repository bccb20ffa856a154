"""Grids of whatever reader as lines of text that can be compared: what `codec-times cells` writes, written here.

A reader's module gives what its types say of a value, see `peers.py`; here stands how it is written.
"""

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True)
class Table:
    """A grid's meta, columns with theirs, and rows; values are text already."""

    meta: dict[str, str]
    columns: list[tuple[str, dict[str, str]]]
    rows: Iterable[Mapping[str, str]]


def lines(table: Table) -> Iterable[str]:
    rows = list(table.rows)
    yield f"meta {dict_text(table.meta)}"
    yield f"rows {len(rows)}"
    for name, meta in table.columns:
        yield f"column {name} {dict_text(meta)}"
    for position, row in enumerate(rows):
        for name, _ in table.columns:
            if name in row:
                yield f"{position} {name} {row[name]}"


def number(value: float, unit: str | None) -> str:
    return f"number {bits(value)} {unit or ''}"


def coord(latitude: float, longitude: float) -> str:
    return f"coord {bits(latitude)} {bits(longitude)}"


def ref(identity: str, display: str | None) -> str:
    return f"ref {identity} {escaped(display or '')}"


def date_time(instant: datetime, zone: str) -> str:
    # By whole microseconds: a float of seconds would round them.
    elapsed = instant - datetime(1970, 1, 1, tzinfo=UTC)
    return f"dateTime {elapsed // timedelta(microseconds=1)} {zone}"


def list_text(items: Iterable[str]) -> str:
    return f"[{', '.join(items)}]"


def dict_text(tags: Mapping[str, str]) -> str:
    return f"{{{', '.join(sorted(f'{name}: {value}' for name, value in tags.items()))}}}"


def escaped(text: str) -> str:
    return "".join(c if " " <= c <= "\x7f" and c != "\\" else f"\\{ord(c)};" for c in text)


def bits(value: float) -> str:
    return f"{struct.unpack('>Q', struct.pack('>d', value))[0]:x}"


def differences(expected: Iterable[str], found: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """What differs, by column (or `meta`, `rows`, `column`): pairs of what was expected and what was found, "" where there is nothing."""
    left, right = by_place(expected), by_place(found)
    result: dict[str, list[tuple[str, str]]] = {}
    for place in left.keys() | right.keys():
        if left.get(place) != right.get(place):
            result.setdefault(place[1], []).append((left.get(place, ""), right.get(place, "")))
    return result


def by_place(text: Iterable[str]) -> dict[tuple[str, str], str]:
    places = {}
    for line in text:
        first, rest = line.split(" ", 1)
        if first.isdigit():
            name, value = rest.split(" ", 1)
            places[(first, name)] = value
        elif first == "column":
            places[(rest.split(" ", 1)[0], "column")] = rest
        else:
            places[("", first)] = rest
    return places
