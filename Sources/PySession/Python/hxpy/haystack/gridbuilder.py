"""Builds grids, by rows or from a DataFrame."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from hxpy.haystack.col import LEGAL_NAME, Col

if TYPE_CHECKING:
    import pandas as pd

    from hxpy.haystack.grid import Grid


class GridBuilder:
    """Builds a grid: columns first, then rows. Every method but ``to_grid`` gives the builder back.

    >>> GridBuilder().add_col("id").add_col("kW", {"unit": "kW"}).add_row([Ref("a"), 12.5]).to_grid()
    """

    def __init__(self) -> None:
        self._meta: dict[str, Any] = {}
        self._cols: dict[str, Col] = {}
        self._cells: list[Any] = []
        self._size = 0

    @staticmethod
    def from_dataframe(frame: pd.DataFrame) -> GridBuilder:
        """A builder with a DataFrame's columns and rows, to which meta can be added."""
        from hxpy.marshal.frames import columns_of

        builder = GridBuilder()
        for name, meta, cells in columns_of(frame):
            builder.add_col(name, meta)
            builder._cells[-1] = cells
        builder._size = len(frame) if builder._cols else 0
        return builder

    def set_meta(self, meta: Mapping[str, Any]) -> GridBuilder:
        """Replaces the grid's own tags."""
        self._meta = dict(meta)
        return self

    def add_col(self, name: str, meta: Mapping[str, Any] | None = None) -> GridBuilder:
        """Adds a column. Rows that are there already get null in it."""
        if not isinstance(name, str) or not LEGAL_NAME.match(name):
            raise ValueError(f"{name!r} is not a column name: it takes a-z, then letters, digits and _")
        if name in self._cols:
            raise ValueError(f"there is a column {name!r} already")
        self._cols[name] = Col(len(self._cols), name, dict(meta or {}))
        self._cells.append([None] * self._size)
        return self

    def add_col_names(self, names: Iterable[str]) -> GridBuilder:
        """Adds columns without meta."""
        for name in names:
            self.add_col(name)
        return self

    def set_col_meta(self, col_name: str, meta: Mapping[str, Any]) -> GridBuilder:
        """Replaces a column's tags."""
        col = self._cols.get(col_name)
        if col is None:
            raise NameError(f"no column {col_name!r} to set the meta of; add it first")
        self._cols[col_name] = Col(col.index(), col_name, dict(meta))
        return self

    def add_row(self, cells: Sequence[Any] | Mapping[str, Any]) -> GridBuilder:
        """Adds a row: a sequence with a cell for each column, or a mapping of names to cells, the rest null."""
        if isinstance(cells, Mapping):
            unknown = [name for name in cells if name not in self._cols]
            if unknown:
                raise ValueError(f"no column {unknown[0]!r} for a cell of this row")
            cells = [cells.get(name) for name in self._cols]
        elif len(cells) != len(self._cols):
            raise ValueError(f"a row of {len(cells)} cells for {len(self._cols)} columns")
        for index, cell in enumerate(cells):
            column = self._cells[index]
            if type(column) is not list:
                column = self._cells[index] = list(column)
            column.append(cell)
        self._size += 1
        return self

    def to_grid(self) -> Grid:
        """The grid. The builder can go on afterwards; the grid does not change with it."""
        from hxpy.haystack.grid import Grid

        cells = [list(column) if type(column) is list else column for column in self._cells]
        return Grid(dict(self._meta), list(self._cols.values()), cells, self._size if self._cols else 0)
