"""Interrupts that the client sends while code runs: ``{interrupt: n}`` raises KeyboardInterrupt in the n-th request.

The kernel is told to send SIGIO when something arrives on the connection. Its handler runs in the main thread, also
where code of C looks for signals without letting another thread run (a regular expression that backtracks, say); it
reads the interrupts and passes over those of another number. So one that comes late never hits the request after it.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import struct
import sys
import threading
import time
from types import CodeType, FrameType

from hxpy.brio import BrioError, decode
from hxpy.brio.control import DICT

try:
    import fcntl
except ImportError:  # not a Unix
    fcntl = None  # type: ignore[assignment]

F_SETOWN_EX = 15
F_OWNER_TID = 0
"""Linux's numbers, which Python has no names for."""

FIRST_PAUSE = 0.05
"""How many seconds an interrupt may lie unread before the main thread is told again; then twice as many, and so on."""
LONGEST = 64
"""An interrupt is shorter than this; a request may be as short, but is a List."""


def are_possible() -> bool:
    """Whether this system sends a signal when something arrives on a connection."""
    return (
        fcntl is not None
        and all(hasattr(os, name) for name in ("O_ASYNC", "getpid"))
        and all(hasattr(module, name) for module, name in ((signal, "SIGIO"), (fcntl, "F_SETOWN")))
        and threading.current_thread() is threading.main_thread()
    )


def number_of(data: bytes) -> tuple[int, int] | None:
    """The request that is to be interrupted, and the size of the frame that says so; None for any other frame."""
    size = int.from_bytes(data[:4], "big")
    if not 0 < size <= LONGEST - 4 or len(data) < 4 + size or data[4] != DICT:
        return None
    try:
        frame = decode(data[4 : 4 + size])
    except BrioError:
        return None
    number = frame.get("interrupt") if isinstance(frame, dict) else None
    return (number, 4 + size) if isinstance(number, int) else None


def _send_to_this_thread(fd: int) -> None:
    """Has the signal sent to the main thread, which is to call this.

    A signal to the process may be taken by any thread that happens to leave the kernel, such as one that sends output
    on this very connection; a system call in which the main thread waits would then go on as if nothing had come.
    """
    if sys.platform.startswith("linux"):
        with contextlib.suppress(OSError):  # systems that only claim to be Linux
            fcntl.fcntl(fd, F_SETOWN_EX, struct.pack("ii", F_OWNER_TID, threading.get_native_id()))
            return
    fcntl.fcntl(fd, fcntl.F_SETOWN, os.getpid())


class Interrupts:
    """The interrupts of one connection.

    Exceptions are raised only while one frame is on the stack: that of the function which runs the user's code. Its
    caller can be sure of itself.
    """

    def __init__(self, guarded: CodeType, connection: socket.socket | None = None) -> None:
        self._guarded = guarded
        self._connection = connection
        self._count = 0
        self._running = False
        self._asked = False
        self._reading = False
        self._again = False

    def arm(self) -> None:
        """Has the kernel tell when something arrives."""
        if self._connection is None:
            return
        self.take_signal()
        # A parent may have blocked it for itself, which its children inherit.
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGIO})
        fd = self._connection.fileno()
        _send_to_this_thread(fd)
        fcntl.fcntl(fd, fcntl.F_SETFL, fcntl.fcntl(fd, fcntl.F_GETFL) | os.O_ASYNC)
        threading.Thread(target=self._repeat, args=(fd,), name="hxpy-interrupts", daemon=True).start()

    def _repeat(self, fd: int) -> None:
        """Sends the signal again where what it told of is not read.

        Python looks for signals before a system call, not while it enters one: what comes in between is seen when the
        call returns, which may be never. While a request runs nothing but interrupts arrives.
        """
        main = threading.main_thread().ident
        poll = select.poll()
        poll.register(fd, select.POLLIN)
        while True:
            pause = FIRST_PAUSE
            poll.poll()
            time.sleep(pause)
            while self._running and poll.poll(0):
                signal.pthread_kill(main, signal.SIGIO)  # type: ignore[arg-type]
                time.sleep(pause)
                pause *= 2

    def take_signal(self) -> None:
        """Takes the signal, or takes it back from user code. Without it the kernel would end the process."""
        if self._connection is not None:
            with contextlib.suppress(ValueError):  # not in the main thread
                if signal.getsignal(signal.SIGIO) != self._arrived:
                    signal.signal(signal.SIGIO, self._arrived)

    def is_frame(self, request: object) -> bool:
        """Whether a request is an interrupt; it has come too late then."""
        return self._connection is not None and isinstance(request, dict) and set(request) == {"interrupt"}

    def begin(self) -> None:
        """A request has been received and now runs."""
        self._count += 1
        self._asked = False
        self._running = True

    def end(self) -> None:
        """The request has run: what asks for its interrupt from here on comes too late."""
        self._running = False
        self._asked = False

    def check(self) -> None:
        """Raises KeyboardInterrupt where it was asked for. To be called in the guarded function only."""
        self._read()
        if self._asked:
            self._asked = False
            raise KeyboardInterrupt("interrupted")

    def ask(self, frame: FrameType | None) -> None:
        """Interrupts the request that runs, whatever its number: a signal from outside asks for it."""
        if self._running:
            self._asked = True
            self._raise_in(frame)

    def _arrived(self, number: int, frame: FrameType | None) -> None:
        self._read()
        self._raise_in(frame)

    def _raise_in(self, frame: FrameType | None) -> None:
        if not self._asked:
            return
        while frame is not None:
            if frame.f_code is self._guarded:
                self._asked = False
                raise KeyboardInterrupt("interrupted")
            frame = frame.f_back

    def _read(self) -> None:
        """Reads the interrupts that have arrived. A signal that comes meanwhile has it look once more."""
        self._again = True
        while self._again and not self._reading:
            self._again = False
            self._reading = True
            try:
                while self._running and (found := self._next()) is not None:
                    if found == self._count:
                        self._asked = True
            finally:
                self._reading = False

    def _next(self) -> int | None:
        """Takes the next frame off the connection if it is an interrupt, and gives its number."""
        if self._connection is None:
            return None
        try:
            found = number_of(self._connection.recv(LONGEST, socket.MSG_PEEK | socket.MSG_DONTWAIT))
            if found is None:
                return None
            self._connection.recv(found[1])
        except OSError:
            return None
        return found[0]
