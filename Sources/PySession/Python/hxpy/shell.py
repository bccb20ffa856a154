"""``os.system`` that gives way to an interrupt.

The one of C waits for its program without looking at signals, so that nothing could stop it but the end of the server.
In a terminal Ctrl-C reaches the program as well and ends it; here the program is sent the signal instead.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from pathlib import Path

GRACE_SECONDS = 0.5
"""How long a program may take to end after the interrupt."""


def install() -> None:
    """Puts it in the place of the one of C."""
    os.system = system  # type: ignore[assignment]


def system(command: str | bytes | os.PathLike[str]) -> int:
    """Executes the command in a subshell, and returns its wait status as os.system does."""
    process = subprocess.Popen(os.fsencode(command), shell=True, close_fds=False)
    try:
        code = process.wait()
    except BaseException:
        _interrupt(process)
        raise
    return -code if code < 0 else code << 8


def _interrupt(process: subprocess.Popen[bytes]) -> None:
    """Sends SIGINT to the shell and what it has started, as a terminal does, and kills them where the shell goes on."""
    _signal(process, signal.SIGINT)
    try:
        process.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        _signal(process, signal.SIGKILL)
        process.wait()


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    # The shell first: it would start the next program when one ends.
    for receiver in [process.pid, *_descendants(process.pid)]:
        with contextlib.suppress(OSError):
            os.kill(receiver, number)


def _descendants(ancestor: int) -> list[int]:
    """The processes that a process has started, and those that these have, where the system shows them in ``/proc``."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            # `pid (name) state parent …`: the name may hold anything.
            parent = int(entry.read_text(errors="replace").rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(entry.parent.name))
    found: list[int] = []
    waiting = [ancestor]
    while waiting:
        own = children.get(waiting.pop(), [])
        found += own
        waiting += own
    return found
