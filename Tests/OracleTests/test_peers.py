"""phable and rusty-haystack as oracles: they read what the haystack tool writes, and it reads what they write.

A document has one case, so that a peer's fault hides no other. Known faults are in faults.py; each is asserted to
still be one, so that the table shrinks when a peer gets better.
"""

from __future__ import annotations

from fnmatch import fnmatch
from types import ModuleType

import phable_peer
import plain
import pytest
import rusty_peer
from cases import CASES, Case
from faults import FAULTS
from tool import Convert

PEERS = [phable_peer, rusty_peer]


def cells(direction: str) -> list:
    """Every peer with every case, the known faults marked."""
    found = []
    for peer in PEERS:
        for case in CASES:
            reasons = [fault.reason for fault in FAULTS if fault.is_of(peer.NAME, direction, case.name)]
            marks = [pytest.mark.xfail(strict=True, reason=reason) for reason in reasons]
            found.append(pytest.param(peer, case, id=f"{peer.NAME}-{case.name}", marks=marks))
    return found


def document(case: Case) -> str:
    """A grid of one row, as we write it."""
    return f'ver:"3.0"\nid,v\n@row,{case.zinc}\n'


def grid(case: Case) -> plain.Grid:
    row = {"id": plain.Ref("row")} | ({} if case.plain is None else {"v": case.plain})
    return plain.Grid([("id", {}), ("v", {})], [row])


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_tool_writes_a_case_as_the_table_has_it(case: Case, convert: Convert) -> None:
    assert convert(document(case), "zinc", "zinc").decode() == document(case)


# Brio has whole milliseconds only.
@pytest.mark.parametrize("case", [case for case in CASES if case.name != "time with microseconds"], ids=str)
def test_a_case_goes_through_brio(case: Case, convert: Convert) -> None:
    assert convert(convert(document(case), "zinc", "brio"), "brio", "zinc").decode() == document(case)


@pytest.mark.parametrize(("peer", "case"), cells("reads"))
def test_a_peer_reads_what_the_tool_writes(peer: ModuleType, case: Case, convert: Convert) -> None:
    text = convert(document(case), "zinc", "zinc").decode()
    assert peer.read(text) == grid(case)


@pytest.mark.parametrize(("peer", "case"), cells("writes"))
def test_the_tool_reads_what_a_peer_writes(peer: ModuleType, case: Case, convert: Convert) -> None:
    text = peer.write(grid(case))
    assert convert(text, "zinc", "zinc").decode() == document(case)


def test_every_known_fault_is_of_a_case() -> None:
    assert [fault for fault in FAULTS if not any(fnmatch(case.name, fault.case) for case in CASES)] == []
