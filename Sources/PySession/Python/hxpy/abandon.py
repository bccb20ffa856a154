"""Notices that the client has gone while its code still runs, and ends what nobody waits for any more.

A client that gives up closes its connection. The server, busy in user code, would see that only when it replies; a
loop without an end would run for ever. So a thread sleeps on the socket's hang-up: it costs nothing until it happens.
"""

from __future__ import annotations

import os
import select
import signal
import socket
import threading
import time

GRACE_SECONDS = 2.0
"""How long code may go on after the hang-up: it may be about to finish, and to end the process in its own way."""


def watch(connection: socket.socket) -> None:
    """Ends this process when the client closes the connection and the code in hand does not finish by itself."""
    hang_up = getattr(select, "POLLRDHUP", 0)
    if not hasattr(select, "poll") or not hang_up:
        return  # only Linux tells a closed connection from one with bytes to read
    poll = select.poll()
    poll.register(connection, hang_up)
    threading.Thread(target=_wait, args=(poll,), name="hxpy-abandon", daemon=True).start()


def _wait(poll: select.poll) -> None:
    poll.poll()
    time.sleep(GRACE_SECONDS)
    signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)  # type: ignore[arg-type]
    time.sleep(GRACE_SECONDS)
    os._exit(0)
