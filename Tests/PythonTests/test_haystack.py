"""Haystack's kinds as scripts use them."""

from __future__ import annotations

import copy
import pickle
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hxpy.haystack.coord import Coord
from hxpy.haystack.grid import Grid, GridBuilder
from hxpy.haystack.gridbuilder import GridBuilder as SameGridBuilder
from hxpy.haystack.marker import Marker
from hxpy.haystack.na import NA
from hxpy.haystack.ref import Ref
from hxpy.haystack.remove import Remove
from hxpy.haystack.symbol import Symbol
from hxpy.haystack.uri import Uri
from hxpy.haystack.xstr import XStr
from peer import round_trip

KINDS = [Marker(), NA(), Remove(), Ref("a", "A"), Symbol("s"), XStr("X", "v"), Coord(1, 2), Uri("http://x/")]


@pytest.fixture
def grid() -> Grid:
    return (
        GridBuilder()
        .set_meta({"dis": "Sites"})
        .add_col("id")
        .add_col("area", {"unit": "ft²"})
        .add_col_names(["open"])
        .set_col_meta("open", {"dis": "Open?"})
        .add_row([Ref("a"), 100, True])
        .add_row({"id": Ref("b"), "open": False})
        .to_grid()
    )


@pytest.mark.parametrize("cls", [Marker, NA, Remove])
def test_a_singleton_is_one_object(cls: Any) -> None:
    one = cls()
    assert one is cls() and copy.copy(one) is one and copy.deepcopy(one) is one
    assert pickle.loads(pickle.dumps(one)) is one


def test_singletons_differ() -> None:
    assert len({Marker(), NA(), Remove()}) == 3
    assert [repr(Marker()), repr(NA()), repr(Remove())] == ["✓", "NA", "✗"]


@pytest.mark.parametrize("value", KINDS, ids=repr)
def test_a_kind_can_be_copied_pickled_and_hashed(value: Any) -> None:
    for twin in (copy.deepcopy(value), pickle.loads(pickle.dumps(value))):
        assert twin == value and hash(twin) == hash(value) and type(twin) is type(value)


def test_refs_are_equal_by_id() -> None:
    assert Ref("a", "one") == Ref("a", "two") and Ref("a") != Ref("b") and Ref("a") != "a"
    assert {Ref("a"): 1}[Ref("a", "dis")] == 1
    assert (Ref("a").dis(), str(Ref("a", "A")), repr(Ref("a", "A")), repr(Ref("a"))) == (None, "a", '@a "A"', "@a")


@pytest.mark.parametrize(
    "make", [lambda: Ref(""), lambda: Ref(5), lambda: Ref("a", 5), lambda: Coord(91, 0), lambda: XStr("low", "x")]
)
def test_what_is_no_kind_is_refused(make: Any) -> None:
    with pytest.raises((ValueError, TypeError)):
        make()


def test_the_manuals_methods_of_a_grid(grid: Grid) -> None:
    assert grid.meta() == {"dis": "Sites"}
    assert [col.name() for col in grid.cols()] == grid.col_names() == ["id", "area", "open"]
    assert grid.col("area").meta() == {"unit": "ft²"} and grid.col("open").dis() == "Open?"
    assert grid.has("area") and not grid.has("nope") and grid.col("nope", False) is None
    assert not grid.is_empty() and grid.size() == len(grid) == 2
    assert grid.rows() == list(grid) == [{"id": Ref("a"), "area": 100, "open": True}, {"id": Ref("b"), "open": False}]
    assert grid.first() == grid.get(0) == grid[0] and grid.get(-1)["id"] == Ref("b")
    assert grid.val(0, "area") == grid.val(0, 1) == grid.val(0, grid.col("area")) == 100
    assert grid.val(1, "area") is None
    assert grid.first().val("area") == 100 and grid.get(1).cells() == [Ref("b"), None, False]
    assert repr(grid) == "Grid(id, area, open: 2 rows)"


def test_a_grid_without_rows_has_no_first() -> None:
    empty = GridBuilder().add_col("a").to_grid()
    assert empty.is_empty() and empty.first() is None and empty.rows() == [] and bool(empty)


def test_what_is_not_in_a_grid_is_named(grid: Grid) -> None:
    with pytest.raises(NameError, match=r"no column 'nope'.*id, area, open"):
        grid.col("nope")
    with pytest.raises(IndexError, match="no row 2"):
        grid.get(2)
    with pytest.raises(IndexError, match="no column 3"):
        grid.val(0, 3)


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda b: b.add_col("Bad"), "not a column name"),
        (lambda b: b.add_col("a b"), "not a column name"),
        (lambda b: b.add_col("a"), "already"),
        (lambda b: b.add_row([]), "0 cells for 1 columns"),
        (lambda b: b.add_row({"x": 1}), "no column 'x'"),
        (lambda b: b.set_col_meta("x", {}), "no column 'x'"),
    ],
)
def test_a_builder_refuses_what_is_no_grid(build: Any, message: str) -> None:
    with pytest.raises((ValueError, NameError), match=message):
        build(GridBuilder().add_col("a"))


def test_a_grid_does_not_change_with_its_builder() -> None:
    builder = SameGridBuilder().add_col("a").add_row([1])
    grid = builder.to_grid()
    builder.add_row([2]).set_meta({"x": 1}).add_col("b")
    assert grid.rows() == [{"a": 1}] and grid.meta() == {} and grid.col_names() == ["a"]


def test_a_grid_comes_back_equal(grid: Grid) -> None:
    assert round_trip(grid) == grid
    assert round_trip({"nested": grid}) == {"nested": grid}
    assert grid != GridBuilder().add_col("id").to_grid() and grid != "grid"


def test_datetime_cells_are_datetimes() -> None:
    new_york, utc = ZoneInfo("America/New_York"), ZoneInfo("UTC")
    builder = GridBuilder().add_col("one").add_col("mixed")
    for day in (1, 2):
        builder.add_row([datetime(2026, 7, day, tzinfo=zone) for zone in (new_york, new_york if day == 1 else utc)])
    found = round_trip(builder.to_grid())
    assert found == builder.to_grid()
    assert found.val(0, "one").tzinfo.key == "America/New_York" and found.val(1, "mixed").tzinfo.key == "UTC"
    assert found.get(1)["one"].utcoffset().total_seconds() == -4 * 3600
