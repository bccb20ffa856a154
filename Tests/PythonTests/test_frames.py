"""DataFrames and Series as Grids, and Grids as DataFrames."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hxpy.brio import decode
from hxpy.haystack import NA, Grid, GridBuilder, Marker, Ref
from hxpy.marshal import encode
from hxpy.marshal.names import legal_names
from peer import round_trip

UTC = ZoneInfo("UTC")
NEW_YORK = ZoneInfo("America/New_York")


def vals(result: Any, name: str = "a") -> list[Any]:
    """A column of a result after it has crossed the wire."""
    return round_trip(result).col_vals(name)


COLUMNS: dict[str, tuple[Any, list[Any]]] = {
    "int64": (pd.Series([1, 70000, -3]), [1, 70000, -3]),
    "int8": (pd.Series([1, -3], dtype="int8"), [1, -3]),
    "int64 beyond 32 bits": (pd.Series([1, 2**40]), [1.0, 2.0**40]),
    "uint64": (pd.Series([1, 2], dtype="uint64"), [1, 2]),
    "float64": (pd.Series([1.5, np.nan, np.inf]), [1.5, None, np.inf]),
    "float32": (pd.Series([0.5, np.nan], dtype="float32"), [0.5, None]),
    "float16": (pd.Series([0.5], dtype="float16"), [0.5]),
    "bool": (pd.Series([True, False]), [True, False]),
    "boolean": (pd.Series([True, None], dtype="boolean"), [True, None]),
    "Int64": (pd.Series([1, None], dtype="Int64"), [1, None]),
    "UInt8": (pd.Series([1, None], dtype="UInt8"), [1, None]),
    "Float64": (pd.Series([1.5, None], dtype="Float64"), [1.5, None]),
    "string": (pd.Series(["a", None], dtype="string"), ["a", None]),
    "str": (pd.Series(["a", "λ", ""]), ["a", "λ", ""]),
    "str with None": (pd.Series(["a", None]), ["a", None]),
    "str with NaN": (pd.Series(["a", np.nan], dtype=object), ["a", None]),
    "category of str": (pd.Series(["a", None, "a"], dtype="category"), ["a", None, "a"]),
    "category of int": (pd.Series([5, 7, 5], dtype="category"), [5, 7, 5]),
    "datetime, naive": (pd.Series(pd.to_datetime(["2026-01-01", None])), [datetime(2026, 1, 1, tzinfo=UTC), None]),
    "datetime, New York": (
        pd.Series(pd.to_datetime(["2026-01-01T00:00:00.0", "2026-07-01T00:00:00.5"])).dt.tz_localize(NEW_YORK),
        [datetime(2026, 1, 1, tzinfo=NEW_YORK), datetime(2026, 7, 1, 0, 0, 0, 500000, tzinfo=NEW_YORK)],
    ),
    "datetime, all missing": (pd.Series(pd.to_datetime([None, None])), [None, None]),
    "datetime, before 1932": (pd.Series(pd.to_datetime(["1800-01-01"])), [datetime(1800, 1, 1, tzinfo=UTC)]),
    "timedelta": (pd.Series(pd.to_timedelta(["90s", None])), [90.0, None]),
    "sparse": (pd.Series(pd.arrays.SparseArray([0.0, 1.0])), [0.0, 1.0]),
    "objects": (
        pd.Series([1, "a", None, Ref("x"), pd.NA, pd.NaT, np.float32(2), date(2026, 1, 1), [1, 2], {"k": Marker()}]),
        [1, "a", None, Ref("x"), None, None, 2.0, date(2026, 1, 1), [1, 2], {"k": Marker()}],
    ),
    "object bools": (pd.Series([True, None], dtype=object), [True, None]),
    "object numbers": (pd.Series([1, 2.5, None], dtype=object), [1.0, 2.5, None]),
    "nothing but None": (pd.Series([None, None], dtype=object), [None, None]),
    "empty": (pd.Series([], dtype=float), []),
}


@pytest.mark.parametrize(("column", "expected"), COLUMNS.values(), ids=COLUMNS)
def test_a_column_of_each_dtype_is_written(column: pd.Series, expected: list[Any]) -> None:
    found = vals(pd.DataFrame({"a": column}))
    assert found == expected
    assert [type(cell) for cell in found] == [type(cell) for cell in expected]


@pytest.mark.parametrize(("column", "expected"), COLUMNS.values(), ids=COLUMNS)
def test_a_column_of_each_dtype_is_written_beside_others(column: pd.Series, expected: list[Any]) -> None:
    frame = pd.DataFrame({"t": "text", "n": 1.5, "a": column, "b": True})
    grid = round_trip(frame)
    assert grid.col_vals("a") == expected
    assert grid.col_vals("t") == ["text"] * len(column) and grid.col_vals("b") == [True] * len(column)


@pytest.mark.parametrize(
    ("column", "named"),
    [
        (pd.Series(pd.period_range("2026-01", periods=2, freq="M")), "period[M]"),
        (pd.cut(pd.Series([1, 2]), [0, 1, 2]), "interval["),
        (pd.Series([1j]), "complex128"),
        (pd.Series([object()]), "an object"),
        (pd.Series([2**53 + 1]), "9007199254740993"),
    ],
)
def test_a_column_without_a_kind_is_named(column: pd.Series, named: str) -> None:
    with pytest.raises((TypeError, ValueError), match="hxpy cannot return") as caught:
        encode(pd.DataFrame({"a": column}))
    assert named in str(caught.value)


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_datetimes_of_every_unit_are_written(unit: str) -> None:
    column = pd.Series(np.array(["2026-03-13T01:02:03", "1999-01-01", "NaT"], dtype=f"M8[{unit}]"))
    assert vals(pd.DataFrame({"a": column})) == [
        datetime(2026, 3, 13, 1, 2, 3, tzinfo=UTC),
        datetime(1999, 1, 1, tzinfo=UTC),
        None,
    ]


@pytest.mark.skipif(pd.__version__ < "2", reason="pandas 1 has nanoseconds only")
def test_a_datetime_that_brio_cannot_hold_is_named() -> None:
    frame = pd.DataFrame({"when": pd.Series(np.array(["3000-01-01"], dtype="M8[s]"))})
    with pytest.raises(ValueError, match=r"'when' with the date-time 3000-01-01.*1708 to 2292"):
        encode(frame)


def test_nanoseconds_go_through_a_frame_and_back() -> None:
    stamps = pd.Series(pd.to_datetime(["2026-01-01T00:00:00.123456789", None])).dt.tz_localize("America/New_York")
    back = round_trip(pd.DataFrame({"a": stamps})).to_dataframe()["a"]
    assert str(back.dtype) == "datetime64[ns, America/New_York]"
    assert back[0] == stamps[0] and back[0].nanosecond == 789 and back[1] is pd.NaT


# -- names and index


def test_column_names_are_made_legal() -> None:
    names = ["kW", "Mean kW", "KW", 0, 1.5, "°C", "Température", "", "_x", ("a", "b"), ("a", ""), None, "a_b", "ts-2"]
    assert legal_names(names) == [
        ("kW", None),
        ("mean_kW", "Mean kW"),
        ("kW_2", "KW"),
        ("v0", "0"),
        ("v1_5", "1.5"),
        ("c", "°C"),
        ("temperature", "Température"),
        ("val", ""),
        ("x", "_x"),
        ("a_b_2", "a b"),
        ("a", "a"),
        ("none", "None"),
        ("a_b", None),
        ("ts_2", "ts-2"),
    ]


def test_duplicate_columns_are_made_unique() -> None:
    grid = round_trip(pd.DataFrame([[1, 2, 3]], columns=["a", "a", "a_2"]))
    assert grid.col_names() == ["a", "a_3", "a_2"]
    assert grid.rows() == [{"a": 1, "a_3": 2, "a_2": 3}]
    assert grid.col("a_3").meta() == {"dis": "a"}


def test_the_original_name_is_the_columns_dis() -> None:
    grid = round_trip(pd.DataFrame({"Mean kW": [1], "ok": [2]}))
    assert [(col.name(), col.meta()) for col in grid.cols()] == [("mean_kW", {"dis": "Mean kW"}), ("ok", {})]


INDEXES: dict[str, tuple[Any, list[str]]] = {
    "default": (pd.DataFrame({"a": [1, 2]}), ["a"]),
    "filtered": (pd.DataFrame({"a": [1, 2]})[1:], ["index", "a"]),
    "named": (pd.DataFrame({"a": [1, 2]}).rename_axis("row"), ["row", "a"]),
    "labels": (pd.DataFrame({"a": [1, 2]}, index=["x", "y"]), ["index", "a"]),
    "dates": (pd.DataFrame({"a": [1]}, index=pd.DatetimeIndex(["2026-01-01"], name="ts")), ["ts", "a"]),
    "levels": (
        pd.DataFrame({"a": [1]}, index=pd.MultiIndex.from_tuples([(1, 2)], names=["x", None])),
        ["x", "index", "a"],
    ),
    "taken": (pd.DataFrame({"index": [1]}, index=["x"]), ["index", "index_2"]),
    "named series": (pd.Series([1.0], name="kW"), ["kW"]),
    "series": (pd.Series([1.0]), ["val"]),
    "counts": (pd.Series(["a", "a"], name="mode").value_counts(), ["index|mode", "mode|count"]),
    "no columns": (pd.DataFrame(), []),
    "no columns but rows": (pd.DataFrame(index=range(3)), []),
}


@pytest.mark.parametrize(("frame", "names"), INDEXES.values(), ids=INDEXES)
def test_an_index_that_says_something_comes_first(frame: Any, names: list[str]) -> None:
    found = round_trip(frame).col_names()
    assert len(found) == len(names)
    assert all(name in allowed.split("|") for name, allowed in zip(found, names, strict=True))


def test_describe_is_a_grid_with_its_labels() -> None:
    grid = round_trip(pd.DataFrame({"a": [1.0, 3.0]}).describe())
    assert grid.col_vals("index")[:3] == ["count", "mean", "std"] and grid.val(1, "a") == 2.0


def test_group_means_keep_their_groups() -> None:
    frame = pd.DataFrame({"site": ["x", "y", "x"], "kW": [1.0, 2.0, 3.0]})
    assert round_trip(frame.groupby("site").mean()).rows() == [{"site": "x", "kW": 2.0}, {"site": "y", "kW": 2.0}]


# -- Grid → DataFrame


def frame_of(*cells: Any) -> pd.DataFrame:
    builder = GridBuilder().add_col("a")
    for cell in cells:
        builder.add_row([cell])
    return round_trip(builder.to_grid()).to_dataframe()


@pytest.mark.parametrize(
    ("cells", "dtype"),
    [
        ([1, 2], "int64"),
        ([1, 2.5], "float64"),
        ([1, None], "float64"),
        ([1.5, NA()], "float64"),
        ([True, False], "bool"),
        ([True, None], "object"),
        ([Ref("a"), None], "object"),
        ([None, None], "object"),
        ([1, "a"], "object"),
        ([[1, 2], [3]], "object"),
        ([np.eye(2), None], "object"),
        ([datetime(2026, 1, 1, tzinfo=UTC), None], "datetime64[ns, UTC]"),
        ([datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=NEW_YORK)], "object"),
        ([datetime(2280, 1, 1, tzinfo=UTC)], "object"),
        ([timedelta(seconds=3)], "float64"),
    ],
)
def test_a_column_gets_the_dtype_of_its_cells(cells: list[Any], dtype: str) -> None:
    assert str(frame_of(*cells)["a"].dtype) == dtype


def test_missing_numbers_are_nan() -> None:
    assert np.array_equal(frame_of(1, None, NA(), 4.5)["a"], [1.0, np.nan, np.nan, 4.5], equal_nan=True)


def test_strings_are_what_pandas_makes_of_them() -> None:
    frame = frame_of("a", None)
    assert frame["a"].dtype == pd.Series(["a", None]).dtype
    assert frame["a"][0] == "a" and pd.isna(frame["a"][1])


def test_objects_stay_as_they_are() -> None:
    assert frame_of([1, 2], Ref("x"), None, {"k": 1})["a"].tolist() == [[1, 2], Ref("x"), None, {"k": 1}]


@pytest.mark.parametrize("builder", [GridBuilder(), GridBuilder().add_col("a")])
def test_an_empty_grid_is_an_empty_frame(builder: GridBuilder) -> None:
    grid = builder.to_grid()
    frame = grid.to_dataframe()
    assert len(frame) == 0 and list(frame.columns) == grid.col_names()


def test_a_grid_of_a_year_goes_through_a_frame_and_back() -> None:
    rng = np.random.default_rng(5)
    rows = 35_040
    frame = pd.DataFrame(
        {
            "ts": pd.date_range("2025-01-01", periods=rows, freq="15min", tz="America/New_York"),
            "kW": np.where(rng.random(rows) < 0.1, np.nan, rng.random(rows)),
            "count": rng.integers(0, 100_000, rows),
            "on": rng.random(rows) < 0.5,
            "mode": rng.choice(["auto", "off", "λ"], rows),
        }
    )
    back = round_trip(frame).to_dataframe()
    assert list(back.columns) == list(frame.columns)
    for name in frame.columns:
        assert back[name].isna().equals(frame[name].isna())
        assert (back[name].dropna() == frame[name].dropna()).all()
    assert decode(b"".join(encode(back))) == round_trip(frame)


def test_a_builder_of_a_frame_takes_meta_and_rows() -> None:
    frame = pd.DataFrame({"ts": pd.to_datetime(["2026-01-01"]), "kW": [1.5]})
    grid = (
        GridBuilder.from_dataframe(frame)
        .set_meta({"dis": "Load"})
        .set_col_meta("kW", {"unit": "kW"})
        .add_row([datetime(2026, 1, 2, tzinfo=UTC), 2.5])
        .add_row({"kW": 3.5})
        .to_grid()
    )
    found = round_trip(grid)
    assert found.meta() == {"dis": "Load"} and found.col("kW").meta() == {"unit": "kW"}
    assert found.rows()[1:] == [{"ts": datetime(2026, 1, 2, tzinfo=UTC), "kW": 2.5}, {"kW": 3.5}]
    assert Grid.from_dataframe(frame).size() == 1
