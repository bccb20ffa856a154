"""Finds how a value of any type is written, and writes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hxpy.brio.control import MAX_DEPTH
from hxpy.brio.writer import LARGE, BrioWriter

Write = Callable[["Encoder", Any], None]


def encode(value: Any) -> list[Any]:
    """The Brio of any value that has a kind, as buffers to be sent in order. TypeError when it has none."""
    encoder = Encoder()
    encoder.write(value)
    return encoder.out.buffers()


class Encoder:
    """Writes values to a BrioWriter, each by its type."""

    def __init__(self, large: int = LARGE, depth: int = 0) -> None:
        self.out = BrioWriter(large)
        self.depth = depth

    def write(self, value: Any) -> None:
        """Writes a value of any type that has a kind."""
        cls = type(value)
        write = WRITERS.get(cls)
        if write is None:
            write = WRITERS[cls] = find_writer(cls)
        write(self, value)

    def down(self) -> None:
        """Enters a List, Dict or Grid."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ValueError(f"hxpy cannot return values nested more than {MAX_DEPTH} deep; does one contain itself?")

    def up(self) -> None:
        """Leaves a List, Dict or Grid."""
        self.depth -= 1

    def inner(self) -> Encoder:
        """An encoder for cells that are put in place later: it keeps all in one buffer."""
        return Encoder(large=1 << 62, depth=self.depth)


WRITERS: dict[type, Write] = {}
"""How each exact type is written: filled by the modules of this package, then by what ``find_writer`` finds."""

BASES: list[tuple[type, Write]] = []
"""How the subclasses of a type are written; the first that fits is taken."""


def find_writer(cls: type) -> Write:
    """The writer of a type that is met for the first time."""
    import hxpy.marshal.arrays
    import hxpy.marshal.collections
    import hxpy.marshal.frames
    import hxpy.marshal.scalars  # noqa: F401 (they fill the tables)

    if cls in WRITERS:
        return WRITERS[cls]
    for base, write in BASES:
        if issubclass(cls, base):
            return write
    return refuse


def type_name(cls: type) -> str:
    """A type's name as messages show it: with its module, unless that is builtins."""
    module = getattr(cls, "__module__", None)
    name = getattr(cls, "__qualname__", None) or cls.__name__
    return name if module in (None, "builtins", "__main__") else f"{module}.{name}"


def refusal(cls: type, advice: str) -> TypeError:
    """The error for a value that has no kind, and what to return instead."""
    name = type_name(cls)
    article = "an" if name[:1].lower() in "aeiou" else "a"
    return TypeError(f"hxpy cannot return {article} {name}: {advice}")


def refuse(encoder: Encoder, value: Any) -> None:
    """Raises the error for a value of a type that has no kind."""
    cls = type(value)
    if isinstance(value, type):
        advice = "return its name, or an instance"
    elif callable(value) and hasattr(value, "__name__"):
        advice = "call it and return what it gives"
    elif hasattr(cls, "__dataclass_fields__"):
        advice = "return dataclasses.asdict(…) of it"
    elif hasattr(cls, "__next__") or hasattr(cls, "__anext__"):
        advice = "return list(…) of it"
    elif hasattr(cls, "__await__"):
        advice = "await it with asyncio.run(…) and return what it gives"
    elif hasattr(cls, "to_dataframe") or hasattr(cls, "to_pandas"):
        advice = "return a pandas.DataFrame made from it"
    elif hasattr(cls, "__array__"):
        advice = "return numpy.asarray(…) of it"
    else:
        advice = (
            "it has no Haystack kind; return its parts (numbers, str, list, dict, array, DataFrame) or str(…) of it"
        )
    raise refusal(cls, advice)
