"""The base of the kinds that have a single value."""

from __future__ import annotations

from typing import Any


class Singleton:
    """A kind with one value: calling the class gives it, and copies and pickles give it back."""

    __slots__ = ()
    _name = "?"
    _one: Any = None

    def __new__(cls) -> Any:
        if cls.__dict__.get("_one") is None:
            cls._one = super().__new__(cls)
        return cls._one

    def __reduce__(self) -> tuple[type, tuple[()]]:
        return (type(self), ())

    def __copy__(self) -> Singleton:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Singleton:
        return self

    def __repr__(self) -> str:
        return self._name
