"""``os.system`` that gives way to an interrupt.

The one of C waits for its program without looking at signals, so that nothing could stop it but the end of the server.
In a terminal Ctrl-C reaches the program as well and ends it; here the program is sent the signal instead.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path

GRACE_SECONDS = 0.5
"""How long a program may take to end after the interrupt."""
INTERRUPTS = {signal.SIGINT, *({signal.SIGIO} if hasattr(signal, "SIGIO") else ())}


def install() -> None:
    """Puts it in the place of the one of C."""
    if hasattr(os, "posix_spawn"):
        os.system = system  # type: ignore[assignment]


def system(command: str | bytes | os.PathLike[str]) -> int:
    """Executes the command in a subshell, and returns its wait status as os.system does."""
    # An interrupt between the shell's start and the wait for it would leave a shell that nobody knows.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, INTERRUPTS)
    try:
        shell = os.posix_spawn("/bin/sh", ["sh", "-c", os.fsdecode(command)], os.environ, setsigmask=before)
        try:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
            return os.waitpid(shell, 0)[1]
        except BaseException as error:
            _interrupt(shell)
            # The user has called os.system, and knows nothing of how it waits.
            raise error.with_traceback(None) from None
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _interrupt(shell: int) -> None:
    """Sends SIGINT to the shell and what it has started, as a terminal does, and kills them where the shell goes on."""
    _signal(shell, signal.SIGINT)
    with contextlib.suppress(ChildProcessError):  # somebody else has waited for it
        end = time.monotonic() + GRACE_SECONDS
        while time.monotonic() < end:
            if os.waitpid(shell, os.WNOHANG)[0]:
                return
            time.sleep(0.005)
        _signal(shell, signal.SIGKILL)
        os.waitpid(shell, 0)


def _signal(shell: int, number: signal.Signals) -> None:
    # The shell first: it would start the next program when one ends.
    for receiver in [shell, *_descendants(shell)]:
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
