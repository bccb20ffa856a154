"""Lists, Dicts and Grids."""

from __future__ import annotations

from collections import deque
from collections.abc import ItemsView, KeysView, Mapping, ValuesView
from typing import Any

import numpy as np
import pandas as pd

from hxpy.brio import control as c
from hxpy.haystack.grid import Grid
from hxpy.haystack.gridbuilder import GridBuilder
from hxpy.marshal.encoder import BASES, WRITERS, Encoder, type_name


def write_list(encoder: Encoder, value: Any) -> None:
    """Any collection of values in their order."""
    items = value if isinstance(value, list) else list(value)
    out = encoder.out
    if not items:
        out.control(c.LIST_EMPTY)
        return
    encoder.down()
    out.control(c.LIST)
    out.control(c.LIST_OPEN)
    out.varint(len(items))
    for item in items:
        encoder.write(item)
    out.control(c.LIST_CLOSE)
    encoder.up()


def write_tuple(encoder: Encoder, value: Any) -> None:
    """A tuple: a List; a named one: a Dict of its fields."""
    fields = getattr(value, "_fields", None)
    if isinstance(fields, tuple) and hasattr(value, "_asdict"):
        write_dict(encoder, value._asdict())
    else:
        write_list(encoder, value)


def write_dict(encoder: Encoder, value: Any) -> None:
    """A mapping of names to values; those that are null are left out."""
    tags = [(name, tag) for name, tag in value.items() if not is_null(tag)]
    for name, _ in tags:
        if not isinstance(name, str):
            raise TypeError(
                f"hxpy cannot return a {type_name(type(value))} with the key {short(name)}: the names of a Dict are "
                f"str, not {type_name(type(name))}; return {{str(k): v …}}"
            )
        if not name:
            raise ValueError("hxpy cannot return a dict with an empty str as a key: a Dict's tag needs a name")
    out = encoder.out
    if not tags:
        out.control(c.DICT_EMPTY)
        return
    encoder.down()
    out.control(c.DICT)
    out.control(c.DICT_OPEN)
    out.varint(len(tags))
    for name, tag in tags:
        out.text(str.__str__(name))
        encoder.write(tag)
    out.control(c.DICT_CLOSE)
    encoder.up()


def is_null(value: Any) -> bool:
    """Whether a value is written as null."""
    return value is None or value is pd.NaT or (isinstance(value, (np.datetime64, np.timedelta64)) and np.isnat(value))


def short(value: Any) -> str:
    """A value's repr, cut to what a message can show."""
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:57] + "…"


def write_grid(encoder: Encoder, value: Grid) -> None:
    """A Grid, by columns."""
    from hxpy.marshal.cells import write_cells

    out = encoder.out
    encoder.down()
    out.control(c.GRID)
    out.control(c.GRID_OPEN)
    out.varint(len(value.cols()))
    out.varint(value.size())
    write_dict(encoder, value.meta())
    for col in value.cols():
        out.text(col.name())
        write_dict(encoder, col.meta())
    write_cells(encoder, [cells for _, cells in value.columns()], value.size())
    out.control(c.GRID_CLOSE)
    encoder.up()


WRITERS.update({list: write_list, tuple: write_tuple, dict: write_dict, Grid: write_grid})
BASES += [
    (tuple, write_tuple),
    (Mapping, write_dict),
    (GridBuilder, lambda encoder, value: write_grid(encoder, value.to_grid())),
    (Grid, write_grid),
    *((cls, write_list) for cls in (list, set, frozenset, range, deque, KeysView, ValuesView, ItemsView)),
]
