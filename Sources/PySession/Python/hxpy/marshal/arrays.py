"""numpy's arrays: numbers as an ndarray Dict (a MatrixGrid to the client), all else as a List."""

from __future__ import annotations

from typing import Any

import numpy as np

from hxpy.brio import control as c
from hxpy.haystack.marker import Marker
from hxpy.marshal.collections import write_list
from hxpy.marshal.encoder import BASES, WRITERS, Encoder
from hxpy.marshal.scalars import EXACT


def write_array(encoder: Encoder, value: np.ndarray) -> None:
    """An array of one or two dimensions, or the scalar that one without dimensions is."""
    dtype = value.dtype
    if dtype.kind == "c":
        raise TypeError(f"hxpy cannot return an array of {dtype}: a matrix is real; return its .real or abs(…)")
    if dtype.kind == "V":
        raise TypeError(f"hxpy cannot return an array of {dtype}: return pandas.DataFrame(…) of it")
    if value.ndim == 0:
        encoder.write(value[()])
    elif value.ndim > 2:
        raise TypeError(
            f"hxpy cannot return an array of shape {value.shape}: a matrix has one or two dimensions; "
            "reshape it, or return a list of arrays"
        )
    elif dtype.kind in "biuf":
        write_matrix(encoder, value)
    elif value.ndim == 2:
        write_list(encoder, [_items(row) for row in value])
    else:
        write_list(encoder, _items(value))


def _items(row: np.ndarray) -> list[Any]:
    items: Any = row.filled(None) if isinstance(row, np.ma.MaskedArray) and row.dtype.kind == "O" else row
    if isinstance(items, np.ma.MaskedArray):
        return [None if masked else item for item, masked in zip(items.data, np.ma.getmaskarray(items), strict=True)]
    return list(items) if items.dtype.kind in "mM" else items.tolist()


def write_matrix(encoder: Encoder, value: np.ndarray) -> None:
    """Numbers as big-endian float64, n × 1 for one dimension; what is masked becomes NaN."""
    if isinstance(value, np.ma.MaskedArray):
        mask = np.ma.getmaskarray(value)
        plain = doubles(value.data if not mask.any() else np.where(mask, np.zeros(1, value.dtype), value.data))
        packed = np.array(plain, dtype=">f8")
        packed[mask] = np.nan
    else:
        packed = np.ascontiguousarray(doubles(np.asarray(value)), dtype=">f8")
    rows, cols = packed.shape if packed.ndim == 2 else (len(packed), 1)
    out = encoder.out
    encoder.down()
    out.control(c.DICT)
    out.control(c.DICT_OPEN)
    out.varint(4)
    out.text("ndarray")
    encoder.write(Marker())
    out.text("r")
    encoder.write(rows)
    out.text("c")
    encoder.write(cols)
    out.text("bytes")
    out.buf(memoryview(packed.reshape(-1).view(np.uint8)))
    out.control(c.DICT_CLOSE)
    encoder.up()


def doubles(value: np.ndarray) -> np.ndarray:
    """The array, once it is sure that float64 holds its integers exactly."""
    if value.dtype.kind in "iu" and value.dtype.itemsize == 8 and value.size:
        low, high = int(value.min()), int(value.max())
        if low < -EXACT or high > EXACT:
            flat = value.reshape(-1)
            for item in flat[(flat > EXACT) | (flat < -EXACT)].tolist() if value.dtype.kind == "i" else flat.tolist():
                if float(item) != item:
                    raise ValueError(
                        f"hxpy cannot return an array of {value.dtype} that holds {item}: a matrix holds 64-bit "
                        "floats, which cannot hold it exactly; return .astype(float) to round it"
                    )
    return value


WRITERS[np.ndarray] = write_array
BASES.append((np.ndarray, write_array))
