"""Writes a Grid's cells: each column at once, then the columns woven into rows.

A column whose cells all take the same number of bytes becomes a table of bytes made by numpy; any other a list of one
bytes object a cell. Neighbouring tables are joined first, so that a grid of numbers never leaves numpy.
"""

from __future__ import annotations

from itertools import chain, pairwise
from typing import Any

import numpy as np

from hxpy.brio import control as c
from hxpy.brio.writer import NO_UNIT, chars
from hxpy.haystack.datetimes import DateTimes
from hxpy.marshal.encoder import Encoder
from hxpy.marshal.scalars import exact

Table = np.ndarray
Column = Table | list[bytes]

NULL = bytes((c.NULL,))
SECOND = 1_000_000_000


def write_cells(encoder: Encoder, columns: list[Any], rows: int) -> None:
    """Writes the cells of all columns, row by row."""
    if not rows or not columns:
        return
    parts = _join_tables([column_bytes(encoder, cells) for cells in columns])
    if len(parts) == 1 and isinstance(parts[0], np.ndarray):
        encoder.out.raw(memoryview(np.ascontiguousarray(parts[0]).reshape(-1)))
        return
    lists = [_cells_of(part) if isinstance(part, np.ndarray) else part for part in parts]
    pieces = lists[0] if len(lists) == 1 else chain.from_iterable(zip(*lists))  # noqa: B905 (all have as many rows)
    encoder.out.raw(b"".join(pieces))


def column_bytes(encoder: Encoder, cells: Any) -> Column:
    """The cells of one column as bytes, by what the column holds."""
    if isinstance(cells, DateTimes):
        return _datetimes(cells)
    kinds = set(map(type, cells))
    nulls = type(None) in kinds
    kinds.discard(type(None))
    if kinds == {float} or kinds == {int} or kinds == {int, float}:
        mask = np.array([cell is None for cell in cells]) if nulls else None
        return _numbers([0 if cell is None else cell for cell in cells] if nulls else cells, kinds, mask)
    if kinds == {bool} or not kinds:
        codes = {None: c.NULL, False: c.FALSE, True: c.TRUE}
        return np.fromiter(map(codes.__getitem__, cells), dtype=np.uint8, count=len(cells)).reshape(-1, 1)
    if kinds == {str}:
        return list(map(Strings().__getitem__, cells))
    return _any(encoder, cells)


class Strings(dict[Any, bytes]):
    """The bytes of each Str, made once for all cells that hold it."""

    def __missing__(self, text: str | None) -> bytes:
        made = NULL if text is None else b"\x09\xff" + chars(text)
        self[text] = made
        return made


def _any(encoder: Encoder, cells: Any) -> list[bytes]:
    inner = encoder.inner()
    buffer = inner.out.out
    ends = [0]
    for cell in cells:
        inner.write(cell)
        ends.append(len(buffer))
    data = bytes(buffer)
    return [data[start:end] for start, end in pairwise(ends)]


def _numbers(cells: list[Any], kinds: set[type], nulls: np.ndarray | None) -> Column:
    if kinds == {int} and all(-(2**31) <= low <= high < 2**31 for low, high in [(min(cells), max(cells))]):
        values = np.array(cells, dtype=np.int64)
        small = bool((abs(values) <= 32767).all())
        control, dtype = (c.NUMBER_I2, ">i2") if small else (c.NUMBER_I4, ">i4")
        return _table(control, values.astype(dtype), NO_UNIT, nulls)
    if int in kinds:
        cells = [exact(cell) if type(cell) is int else cell for cell in cells]
    return _table(c.NUMBER_F8, np.array(cells, dtype=">f8"), NO_UNIT, nulls)


def _datetimes(cells: DateTimes) -> Column:
    zone = b"\xff" + chars(cells.zone)
    seconds = cells.ticks // SECOND
    if bool((seconds * SECOND == cells.ticks).all()) and bool((abs(seconds) < 2**31).all()):
        return _table(c.DATETIME_I4, seconds.astype(">i4"), zone, cells.nulls)
    return _table(c.DATETIME_I8, cells.ticks.astype(">i8"), zone, cells.nulls)


def _table(control: int, values: np.ndarray, tail: bytes, nulls: np.ndarray | None) -> Column:
    """Rows of control byte, value, tail; as a list when some are null, which takes one byte only."""
    width = values.itemsize
    table = np.empty((len(values), 1 + width + len(tail)), dtype=np.uint8)
    table[:, 0] = control
    table[:, 1 : 1 + width] = values.view(np.uint8).reshape(-1, width)
    table[:, 1 + width :] = np.frombuffer(tail, dtype=np.uint8)
    if nulls is None:
        return table
    cells = _cells_of(table)
    for index in np.flatnonzero(nulls).tolist():
        cells[index] = NULL
    return cells


def _join_tables(parts: list[Column]) -> list[Column]:
    joined: list[Column] = []
    run: list[Table] = []
    for part in [*parts, None]:
        if isinstance(part, np.ndarray):
            run.append(part)
            continue
        if run:
            joined.append(np.hstack(run) if len(run) > 1 else run[0])
            run = []
        if part is not None:
            joined.append(part)
    return joined


def _cells_of(table: Table) -> list[bytes]:
    """A table's rows as bytes objects."""
    return np.ascontiguousarray(table).view(f"V{table.shape[1]}").reshape(-1).tolist()
