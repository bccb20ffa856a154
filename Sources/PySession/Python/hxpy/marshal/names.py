"""Legal Haystack names for columns that pandas named otherwise."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from hxpy.haystack.col import LEGAL_NAME


def legal_names(originals: Iterable[Any]) -> list[tuple[str, str | None]]:
    """A legal name for each column, unlike all others, and what to show people when that is not the original.

    A legal name stays. In any other, accents go, each run of what is neither letter nor digit becomes ``_``, the first
    letter becomes small, and ``v`` goes before a leading digit: «Mean kW» is mean_kW, the column 0 is v0. The parts
    of a name of several levels are joined by ``_``. A name that is taken gets _2, _3, ….
    """
    originals = list(originals)
    taken = {name for name in originals if isinstance(name, str) and LEGAL_NAME.match(name)}
    used: set[str] = set()
    result: list[tuple[str, str | None]] = []
    for original in originals:
        dis = shown(original)
        if dis in taken and dis not in used and isinstance(original, str):
            used.add(dis)
            result.append((str(original), None))
            continue
        base = legal_name(dis)
        name, number = base, 2
        while name in used or name in taken:
            name, number = f"{base}_{number}", number + 1
        used.add(name)
        result.append((name, dis))
    return result


def shown(original: Any) -> str:
    """A pandas column label as text."""
    if isinstance(original, tuple):
        return " ".join(part for part in map(shown, original) if part)
    return str(original)


def legal_name(text: str) -> str:
    """A legal name that is close to a text."""
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    name = re.sub(r"[^a-zA-Z0-9]+", "_", plain).strip("_")
    if not name:
        return "val"
    return f"v{name}" if name[0].isdigit() else name[0].lower() + name[1:]
