"""Ties this process's life to its parent's: when the parent's end of a pipe closes, the process dies.

A parent that was killed cannot end its children, and Python code that sits in a long call of C keeps every Python
thread from running. So on Linux the kernel is told to send SIGKILL itself when the pipe closes; a thread that waits on
the pipe does the same elsewhere, as soon as it can run.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import threading
from typing import NoReturn

FIRST_FD = 200
"""The pipe moves up here, out of the way of the small numbers that user code may close or count on."""


def detach_stdin() -> None:
    """Makes standard input empty, so that user code that reads it ends rather than waits."""
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)


def hold_to_parent() -> None:
    """Arms the pipe that is standard input. Nothing may be written to it from here on: any event on it kills."""
    fd = _move_up(0)
    detach_stdin()
    with contextlib.suppress(ImportError, AttributeError, OSError):
        _arm_kernel(fd)
    if _is_closed(fd):
        die()
    threading.Thread(target=_watch, args=(fd,), name="hxpy-lifeline", daemon=True).start()


def die() -> NoReturn:
    """Kills this process, and its process group when it leads one."""
    if os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGKILL)
    os._exit(137)


def _move_up(fd: int) -> int:
    try:
        import fcntl

        return fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, FIRST_FD)
    except (ImportError, OSError):
        return os.dup(fd)


def _arm_kernel(fd: int) -> None:
    import fcntl

    if not sys.platform.startswith("linux"):
        return
    leads = os.getpgrp() == os.getpid()
    fcntl.fcntl(fd, fcntl.F_SETOWN, -os.getpid() if leads else os.getpid())
    fcntl.fcntl(fd, fcntl.F_SETSIG, signal.SIGKILL)
    fcntl.fcntl(fd, fcntl.F_SETFL, fcntl.fcntl(fd, fcntl.F_GETFL) | os.O_ASYNC)


def _is_closed(fd: int) -> bool:
    """Whether the parent has gone already: then no event will come any more."""
    poll = select.poll()
    poll.register(fd, select.POLLHUP)
    return any(events & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, events in poll.poll(0))


def _watch(fd: int) -> None:
    while True:
        try:
            if not os.read(fd, 4096):
                break
        except InterruptedError:
            continue
        except OSError:
            break
    die()
