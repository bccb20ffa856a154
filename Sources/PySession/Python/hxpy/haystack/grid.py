"""The Grid kind: a table with meta data for the whole and for each column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from hxpy.haystack.col import Col
from hxpy.haystack.row import Row

if TYPE_CHECKING:
    import pandas as pd


class Grid:
    """A table with meta data for the whole and for each column, kept by columns.

    Make one with ``GridBuilder`` or ``Grid.from_dataframe``. A grid does not change; rows are made when asked for.
    """

    __slots__ = ("_by_name", "_cells", "_cols", "_meta", "_size")

    def __init__(self, meta: dict[str, Any], cols: list[Col], cells: list[Sequence[Any]], size: int) -> None:
        self._meta = meta
        self._cols = cols
        self._cells = cells
        self._size = size
        self._by_name = {col.name(): col for col in cols}

    @staticmethod
    def empty_grid() -> Grid:
        """The grid without columns, rows and meta."""
        return Grid({}, [], [], 0)

    @staticmethod
    def from_dataframe(frame: pd.DataFrame) -> Grid:
        """The grid of a DataFrame; ``GridBuilder.from_dataframe`` when meta is to be added."""
        return GridBuilder.from_dataframe(frame).to_grid()

    def meta(self) -> dict[str, Any]:
        """The grid's own tags."""
        return self._meta

    def cols(self) -> list[Col]:
        """The columns in order."""
        return list(self._cols)

    def col_names(self) -> list[str]:
        """The columns' names in order."""
        return [col.name() for col in self._cols]

    def col(self, name: str, checked: bool = True) -> Col | None:
        """The column of that name. NameError when there is none, or None if not ``checked``."""
        col = self._by_name.get(name)
        if col is None and checked:
            raise NameError(f"no column {name!r} in this grid; it has {', '.join(self._by_name) or 'no columns'}")
        return col

    def has(self, name: str) -> bool:
        """Whether there is a column of that name."""
        return name in self._by_name

    def is_empty(self) -> bool:
        """Whether there are no rows."""
        return self._size == 0

    def size(self) -> int:
        """How many rows there are."""
        return self._size

    def rows(self) -> list[Row]:
        """The rows, each a dict without the null cells."""
        return list(self)

    def first(self) -> Row | None:
        """The first row, or None when there is none."""
        return self.get(0) if self._size else None

    def get(self, index: int) -> Row:
        """The row at an index; a negative one counts from the end."""
        if not -self._size <= index < self._size:
            raise IndexError(f"no row {index} in a grid of {self._size} rows")
        return Row(self, [cells[index] for cells in self._cells])

    def val(self, row: int | Row, col: str | int | Col) -> Any:
        """One cell, None when null: by the row's index (or a row of this grid) and the column's name or index."""
        index = self._col_index(col)
        return row.cells()[index] if isinstance(row, Row) else self._cells[index][row]

    def col_vals(self, col: str | int | Col) -> list[Any]:
        """All cells of a column, None where null."""
        return list(self._cells[self._col_index(col)])

    def to_dataframe(self) -> pd.DataFrame:
        """A DataFrame of the cells.

        Numbers become float64 (int64 when all are whole and none is null), null and NA among them NaN; Bools bool
        (object when one is null); DateTimes of one zone datetime64[ns, zone] with NaT for null; Strs whatever pandas
        makes of str; all else object with None for null.
        """
        from hxpy.marshal.frames import to_dataframe

        return to_dataframe(self)

    def columns(self) -> Iterator[tuple[Col, Sequence[Any]]]:
        """Each column with its cells as they are kept: a list, or DateTimes."""
        return zip(self._cols, self._cells)  # noqa: B905 (made together)

    def _col_index(self, col: str | int | Col) -> int:
        if isinstance(col, Col):
            return col.index()
        if isinstance(col, str):
            return self.col(col).index()  # type: ignore[union-attr]
        if not 0 <= col < len(self._cols):
            raise IndexError(f"no column {col} in a grid of {len(self._cols)} columns")
        return col

    def __len__(self) -> int:
        return self._size

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Iterator[Row]:
        return (Row(self, cells) for cells in zip(*self._cells))  # noqa: B905

    def __getitem__(self, index: int) -> Row:
        return self.get(index)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Grid):
            return NotImplemented
        return (
            self._size == other._size
            and self._meta == other._meta
            and self._cols == other._cols
            and all(list(a) == list(b) for a, b in zip(self._cells, other._cells, strict=True))
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Grid({', '.join(self.col_names())}: {self._size} rows)"


from hxpy.haystack.gridbuilder import GridBuilder  # noqa: E402 (the two know each other, and scripts import both here)

__all__ = ["Col", "Grid", "GridBuilder", "Row"]
