"""pandas' tables ⇄ Grids, by columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from hxpy import zones
from hxpy.haystack.datetimes import UNIX_TICKS, DateTimes
from hxpy.haystack.grid import Grid
from hxpy.haystack.na import NA
from hxpy.marshal.collections import write_grid, write_list
from hxpy.marshal.encoder import BASES, Encoder
from hxpy.marshal.names import legal_names
from hxpy.marshal.scalars import nanoseconds_of

# -- Grid → DataFrame


def to_dataframe(grid: Grid) -> pd.DataFrame:
    """The DataFrame of a Grid; see ``Grid.to_dataframe``."""
    index = pd.RangeIndex(grid.size())
    data = {col.name(): _series(cells, index) for col, cells in grid.columns()}
    return pd.DataFrame(data, index=index, columns=grid.col_names() or None, copy=False)


def _series(cells: Any, index: pd.Index) -> Any:
    if isinstance(cells, DateTimes):
        values = cells.datetime64()
        if values is None:
            return pd.Series(cells.tolist(), index=index, dtype=object)
        made = pd.DatetimeIndex(values).tz_localize("UTC").tz_convert(zones.tzinfo(cells.zone))
        return pd.Series(made, index=index)
    kinds = set(map(type, cells))
    if kinds == {int}:
        try:
            return np.array(cells, dtype=np.int64)
        except OverflowError:
            return pd.Series(cells, index=index, dtype=object)
    if kinds == {float}:
        return np.array(cells, dtype=np.float64)
    if kinds <= {int, float, type(None), NA} and kinds & {int, float}:
        nan = np.nan
        return np.array([nan if cell is None or type(cell) is NA else cell for cell in cells], dtype=np.float64)
    if kinds == {bool}:
        return np.array(cells, dtype=np.bool_)
    if kinds in ({str}, {str, type(None)}):
        return pd.Series(cells, index=index)
    return pd.Series(_objects(cells), index=index, dtype=object)


def _objects(cells: Any) -> np.ndarray:
    """An array of the cells as they are: numpy would look into lists."""
    array = np.empty(len(cells), dtype=object)
    array[:] = cells if not any(isinstance(cell, (list, np.ndarray)) for cell in cells) else None
    if len(cells) and array[0] is None:
        for place, cell in enumerate(cells):
            array[place] = cell
    return array


# -- DataFrame → Grid


def columns_of(frame: pd.DataFrame) -> Iterator[tuple[str, dict[str, Any], Any]]:
    """The columns of a DataFrame: a legal name, meta with the original as ``dis``, and the cells.

    An index that says something (any but an unnamed one of 0, 1, 2, …) comes first.
    """
    labels: list[Any] = []
    columns: list[Any] = []
    index = frame.index
    if not _is_default(index):
        for level in range(index.nlevels):
            labels.append("index" if index.names[level] is None else index.names[level])
            columns.append(pd.Series(index.get_level_values(level)))
    for place, label in enumerate(frame.columns):
        labels.append(label)
        columns.append(frame.iloc[:, place])
    for (name, dis), label, column in zip(legal_names(labels), labels, columns, strict=True):
        yield name, {} if dis is None else {"dis": dis}, cells_of(column, label)


def _is_default(index: pd.Index) -> bool:
    if index.nlevels > 1 or index.name is not None:
        return False
    if isinstance(index, pd.RangeIndex):
        return index.start == 0 and index.step == 1
    return len(index) == 0 and index.dtype == object  # what pandas 1 gives a frame without anything


def cells_of(column: pd.Series, label: Any) -> Any:
    """A column's cells with None for what is missing: a list, or DateTimes. TypeError when its dtype has no kind."""
    dtype = column.dtype
    if isinstance(dtype, np.dtype):
        return _numpy_cells(column, label)
    if isinstance(dtype, pd.DatetimeTZDtype):
        values = column.dt.tz_convert("UTC").dt.tz_localize(None).to_numpy()
        return _datetimes(values, _zone(dtype.tz), label)
    if isinstance(dtype, pd.CategoricalDtype):
        return _category_cells(column, label)
    if isinstance(dtype, pd.SparseDtype):
        return cells_of(pd.Series(np.asarray(column)), label)
    if isinstance(dtype, (pd.PeriodDtype, pd.IntervalDtype)):
        raise TypeError(f"hxpy cannot return the column {label!r} of {dtype}: convert it, e.g. with .astype(str)")
    return present(column.to_numpy(dtype=object, na_value=None).tolist())


def _zone(tz: Any) -> str:
    return "Rel" if tz is zones.REL else zones.name_of(tz)


def _numpy_cells(column: pd.Series, label: Any) -> Any:
    values = column.to_numpy()
    kind = values.dtype.kind
    if kind == "f":
        cells = values.astype(np.float64).tolist()
        missing = np.flatnonzero(np.isnan(values)).tolist()
        for place in missing:
            cells[place] = None
        return cells
    if kind == "M":
        return _datetimes(values, "UTC", label)
    if kind == "m":
        return [None if cell is pd.NaT else cell for cell in column.tolist()]
    if kind in "cV":
        raise TypeError(f"hxpy cannot return the column {label!r} of {values.dtype}: it has no Haystack kind")
    return present(values.tolist()) if kind == "O" else values.tolist()


def _category_cells(column: pd.Series, label: Any) -> Any:
    categories = cells_of(pd.Series(column.cat.categories), label)
    values = [*categories, None]  # a code of -1 is a missing value
    return [values[code] for code in column.cat.codes.tolist()]


def _datetimes(values: np.ndarray, zone: str, label: Any) -> DateTimes:
    unit, step = np.datetime_data(values.dtype)
    scale = nanoseconds_of(unit) * step
    nulls = np.isnat(values)
    counts = values.astype("i8", copy=True)
    counts[nulls] = UNIX_TICKS // scale
    if len(counts):
        for extreme in (int(counts.min()), int(counts.max())):
            if not -(2**63) <= extreme * scale - UNIX_TICKS < 2**63:
                when = np.datetime64(extreme, (unit, step))
                raise ValueError(
                    f"hxpy cannot return the column {label!r} with the date-time {when}: "
                    "it is outside the years 1708 to 2292"
                )
    return DateTimes((counts - UNIX_TICKS // scale) * scale, zone, nulls)


def present(cells: list[Any]) -> list[Any]:
    """The cells with None for every way pandas has to say that a value is missing."""
    if set(map(type, cells)) <= {str, type(None), bool, int}:
        return cells
    return [None if _missing(cell) else cell for cell in cells]


def _missing(cell: Any) -> bool:
    if cell is None or cell is pd.NA or cell is pd.NaT:
        return True
    if isinstance(cell, (float, np.floating)):
        return cell != cell
    return isinstance(cell, (np.datetime64, np.timedelta64)) and bool(np.isnat(cell))


# -- results


def write_frame(encoder: Encoder, value: pd.DataFrame) -> None:
    """A DataFrame: a Grid."""
    write_grid(encoder, Grid.from_dataframe(value))


def write_series(encoder: Encoder, value: pd.Series) -> None:
    """A Series: a Grid with the column of its name, or ``val``."""
    write_frame(encoder, value.to_frame("val" if value.name is None else value.name))


def write_values(encoder: Encoder, value: Any) -> None:
    """An Index or an array of pandas' own: a List."""
    if isinstance(value, pd.MultiIndex):
        write_list(encoder, [list(item) for item in value])
    else:
        cells = cells_of(pd.Series(value), getattr(value, "name", None) or type(value).__name__)
        write_list(encoder, cells if isinstance(cells, list) else list(pd.Series(value).array))


BASES += [
    (pd.DataFrame, write_frame),
    (pd.Series, write_series),
    (pd.Index, write_values),
    (pd.api.extensions.ExtensionArray, write_values),
]
