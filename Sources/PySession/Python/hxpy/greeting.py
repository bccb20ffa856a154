"""Waits for the one client that knows the key.

Until a connection has shown the key it may send 64 KB in a few seconds, and none of it is run. A stranger is answered
and dropped; the server keeps waiting for the right client, and strangers that stay silent do not hold it up.
"""

from __future__ import annotations

import hmac
import logging
import selectors
import socket
import time
from collections.abc import Callable
from typing import Any

from hxpy.brio import BrioError, decode
from hxpy.haystack.marker import Marker
from hxpy.interrupts import are_possible
from hxpy.marshal import encode

log = logging.getLogger("hxpy")

VERSION = "0"

INTERRUPT = "interrupt"
"""The client may send ``{interrupt: n}`` while a request runs; see ``interrupts``."""
MARK = "mark"
"""A request may have ``{mark: text}``: written to both streams when it has run, before its reply; see ``output``."""
OUTPUT = "output"
"""What is written to descriptors 1 and 2 is sent between replies; see ``output``."""
LARGEST_GREETING = 64 * 1024
GREETING_SECONDS = 5.0
MOST_STRANGERS = 16
LONGEST_WAIT = 3600.0
"""The system takes no more than some days at once; a longer wait is made of several."""


class NoClient(Exception):
    """Nobody with the key came in time."""


def extensions() -> frozenset[str]:
    """The extensions of the protocol that this server offers on this system."""
    return frozenset((INTERRUPT, MARK, OUTPUT) if are_possible() else (MARK, OUTPUT))


def wait_for_client(listener: socket.socket, key: str, timeout: float) -> tuple[socket.socket, list[str]]:
    """The connection of the client that knows the key, answered and ready, and the extensions that were agreed on.

    NoClient when none comes in time.
    """
    listener.setblocking(False)
    deadline = time.monotonic() + timeout
    with selectors.DefaultSelector() as selector:
        selector.register(listener, selectors.EVENT_READ)
        guests: list[_Guest] = []

        def drop(guest: _Guest) -> None:
            guests.remove(guest)
            selector.unregister(guest.connection)
            guest.connection.close()

        try:
            while True:
                now = time.monotonic()
                for guest in [guest for guest in guests if guest.deadline <= now]:
                    log.info("dropped a connection that did not show the key in time")
                    drop(guest)
                ends = min([deadline, *(guest.deadline for guest in guests)])
                if now >= deadline:
                    raise NoClient
                for event, _ in selector.select(min(max(0.0, ends - now), LONGEST_WAIT)):
                    if event.data is None:
                        _accept(listener, selector, guests, drop)
                        continue
                    guest = event.data
                    if guest not in guests:
                        continue
                    verdict = guest.receive(key)
                    if verdict is None:
                        continue
                    if verdict:
                        selector.unregister(guest.connection)
                        guests.remove(guest)
                        guest.connection.setblocking(True)
                        return guest.connection, guest.extensions
                    drop(guest)
        finally:
            for guest in guests:
                guest.connection.close()


def _accept(
    listener: socket.socket, selector: selectors.BaseSelector, guests: list[_Guest], drop: Callable[[_Guest], None]
) -> None:
    try:
        connection, _ = listener.accept()
    except OSError:
        return
    connection.setblocking(False)
    if len(guests) >= MOST_STRANGERS:
        drop(guests[0])
    guest = _Guest(connection)
    guests.append(guest)
    selector.register(connection, selectors.EVENT_READ, guest)


class _Guest:
    """A connection that has not shown the key yet."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.deadline = time.monotonic() + GREETING_SECONDS
        self.data = bytearray()
        self.size = 4
        self.extensions: list[str] = []

    def receive(self, key: str) -> bool | None:
        """Takes what has come: True when it shows the key, False when it never will, None when more must come."""
        try:
            piece = self.connection.recv(self.size - len(self.data))  # not a byte past the greeting
        except (BlockingIOError, InterruptedError):
            return None
        except OSError:
            return False
        if not piece:
            return False
        self.data += piece
        if len(self.data) == self.size == 4:
            self.size += int.from_bytes(self.data, "big")
            if not 4 < self.size <= LARGEST_GREETING + 4:
                return self._answer({"err": Marker(), "errMsg": "the first request is a Dict of key and ver"})
        if len(self.data) < self.size:
            return None
        return self._answer(reply_to(bytes(self.data[4:]), key))

    def _answer(self, reply: dict[str, Any]) -> bool:
        try:
            self.connection.sendall(b"".join(encode(reply)))
        except OSError:
            return False
        if "ok" not in reply:
            log.info("turned a connection away: %s", reply["errMsg"])
            return False
        self.extensions = reply.get("ext", [])
        return True


def reply_to(data: bytes, key: str) -> dict[str, Any]:
    """The answer to a first request: ``ok``, or ``err`` with the reason."""
    try:
        request = decode(data, max_depth=8)
    except BrioError:
        request = None
    if not isinstance(request, dict) or not isinstance(request.get("key"), str):
        return {"err": Marker(), "errMsg": "the first request is a Dict of key and ver"}
    if not hmac.compare_digest(request["key"].encode(), key.encode()):
        return {"err": Marker(), "errMsg": "wrong key"}
    if request.get("ver") != VERSION:
        return {"err": Marker(), "errMsg": f'this server speaks version "{VERSION}" of the protocol'}
    reply: dict[str, Any] = {"ok": Marker()}
    offered = request.get("ext")
    known = extensions()
    accepted = [name for name in offered if name in known] if isinstance(offered, list) else []
    if accepted:
        reply["ext"] = accepted
    return reply
