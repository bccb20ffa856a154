"""What is written to file descriptors 1 and 2: by Python, by processes that it starts, by code of C."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
import threading
from collections.abc import Callable

from hxpy.wire import Closed, Wire

FRAMES = {1: 0xF1, 2: 0xF2}
"""The bytes that begin frames of output on the wire, by descriptor. No value begins with one of them."""
PIECE = 1 << 16
FIRST_FD = 200
"""Copies of descriptors move up here, out of the way of the small numbers that user code may close or count on."""
LINE_BUFFERED = 1  # C's _IOLBF


class Marks:
    """Writes marks to both streams, also where user code has closed or moved them."""

    def __init__(self) -> None:
        self._copies = [_copy(fd) for fd in (1, 2)]

    def write(self, text: str) -> None:
        """Lets out what waits in buffers, then writes a text to both."""
        flush()
        for fd in self._copies:
            _write(fd, text.encode())


class Outlet:
    """Sends what is written to the two descriptors to the client, for as long as it takes it."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def open(self) -> None:
        """Puts pipes in the place of the descriptors."""
        for fd, kind in FRAMES.items():
            reading, writing = os.pipe()
            os.dup2(writing, fd)
            os.close(writing)
            name = f"hxpy-output-{fd}"
            threading.Thread(target=self._pump, args=(_move_up(reading), kind), name=name, daemon=True).start()

    def _pump(self, fd: int, kind: int) -> None:
        is_open = True
        while True:
            try:
                piece = os.read(fd, PIECE)
            except OSError:
                return
            if not piece:
                return
            if is_open:
                try:
                    self._wire.send([bytes([kind]) + len(piece).to_bytes(4, "big"), piece])
                except Closed:
                    is_open = False  # read on: nobody may wait for a pipe that is full


def flush() -> None:
    """Lets out what Python and C hold back."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):
            stream.flush()
    _flush_c()


def buffer_c_by_lines() -> None:
    """Has C write its standard output line by line, as Python does, where it would gather 4 KB for a pipe."""
    with contextlib.suppress(Exception):
        libc = ctypes.CDLL(None)
        libc.setvbuf(ctypes.c_void_p.in_dll(libc, "stdout"), None, LINE_BUFFERED, 0)


def _c_flusher() -> Callable[[], object]:
    try:
        flush_all = ctypes.CDLL(None).fflush
    except (OSError, AttributeError):
        return lambda: None
    return lambda: flush_all(None)


_flush_c = _c_flusher()


def _copy(fd: int) -> int:
    try:
        import fcntl

        return fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, FIRST_FD)
    except (ImportError, OSError):
        return os.dup(fd)


def _move_up(fd: int) -> int:
    moved = _copy(fd)
    os.close(fd)
    return moved


def _write(fd: int, data: bytes) -> None:
    view = memoryview(data)
    with contextlib.suppress(OSError):  # nobody reads it any more
        while view:
            view = view[os.write(fd, view) :]
