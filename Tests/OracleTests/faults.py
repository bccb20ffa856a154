"""What the peers are known to do otherwise, each with the reason. A case stands here only as long as it fails."""

from __future__ import annotations

from fnmatch import fnmatch
from typing import NamedTuple


class Fault(NamedTuple):
    peer: str
    # "reads" what we write, or "writes" what we read.
    direction: str
    # The name of a case, or a pattern of names.
    case: str
    reason: str

    def is_of(self, peer: str, direction: str, case: str) -> bool:
        return self.peer == peer and self.direction == direction and fnmatch(case, self.case)


UNPADDED = "writes \\u and as many digits as the code has; Zinc takes exactly four"
NO_GRIDS = "knows no grids inside grids"

FAULTS = [
    Fault("phable", "writes", "nan", "writes nan, for it looks for NaN by comparing; Zinc's word is NaN"),
    Fault("phable", "writes", "str of Greek", UNPADDED),
    Fault("phable", "writes", "str of a degree sign", UNPADDED),
    Fault("phable", "writes", "str of an emoji", UNPADDED),
    Fault("phable", "writes", "str of a combining accent", UNPADDED),
    Fault("phable", "writes", "wide text *", UNPADDED),
    Fault("phable", "writes", "ref with quotes in dis", "writes quotes in a display name without a backslash"),
    Fault(
        "rusty-haystack",
        "reads",
        "unit custom",
        "reads _widgets as widgets, for it takes _ as part of the number",
    ),
    Fault("rusty-haystack", "reads", "unit like an exponent", "takes the e of 5eur as an exponent"),
    Fault("rusty-haystack", "reads", "date-time behind UTC", "ends a zone's name at a plus, and reads GMT+3 as GMT"),
    Fault("rusty-haystack", "reads", "grid", NO_GRIDS),
    Fault("rusty-haystack", "reads", "grid *", NO_GRIDS),
    Fault("rusty-haystack", "writes", "uri of a back-quote", "writes a back-quote in a Uri without a backslash"),
    Fault("rusty-haystack", "writes", "date-time with a fraction", "makes a date-time in Python of whole seconds only"),
    Fault("rusty-haystack", "writes", "grid", NO_GRIDS),
    Fault("rusty-haystack", "writes", "grid *", NO_GRIDS),
]
