"""A row of a grid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hxpy.haystack.col import Col
    from hxpy.haystack.grid import Grid


class Row(dict[str, Any]):
    """A row of a grid: a dict of the cells that are not null. ``cells()`` lists all of them in column order."""

    __slots__ = ("_cells", "_grid")

    def __init__(self, grid: Grid, cells: Sequence[Any]) -> None:
        super().__init__((name, cell) for name, cell in zip(grid._by_name, cells, strict=True) if cell is not None)
        self._grid = grid
        self._cells = cells

    def grid(self) -> Grid:
        """The grid the row came from."""
        return self._grid

    def cells(self) -> list[Any]:
        """All cells in column order, None where null."""
        return list(self._cells)

    def val(self, col: str | int | Col) -> Any:
        """One cell, None when null, by the column, its name or its index."""
        return self._grid.val(self, col)

    def __reduce__(self) -> tuple[type, tuple[dict[str, Any]]]:
        return (dict, (dict(self),))
