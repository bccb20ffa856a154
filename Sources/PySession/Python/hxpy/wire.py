"""Frames on the socket: a request has its length in front, a reply is one bare value."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterable
from typing import Any

FIRST_PIECE = 1 << 24
"""What is set aside at once for a request; more only as its bytes really come."""


class Closed(Exception):
    """The client has closed the connection."""


class RequestTooLarge(ValueError):
    """A request that is longer than this server takes, or than its memory holds. It has been read past."""


def receive_frame(connection: socket.socket, limit: int) -> bytearray:
    """The next request. Closed when there is none, RequestTooLarge when it is past the limit."""
    size = int.from_bytes(_receive(connection, 4), "big")
    if size > limit:
        _skip(connection, size)
        raise RequestTooLarge(
            f"a request of {size} bytes where {limit} are the limit; send less, or raise --max-request"
        )
    return _receive(connection, size)


class Wire:
    """The way to the client. Any thread may send; what one sends at once stays together."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._lock = threading.Lock()

    def send(self, buffers: Iterable[Any]) -> None:
        """Sends buffers in order. Closed when the client has gone."""
        with self._lock:
            try:
                for buffer in buffers:
                    self._connection.sendall(buffer)
            except OSError:
                raise Closed from None


def _receive(connection: socket.socket, size: int) -> bytearray:
    data = bytearray(min(size, FIRST_PIECE))
    filled = 0
    while filled < size:
        if filled == len(data):
            try:
                data.extend(bytes(min(len(data), size - filled)))
            except MemoryError:
                del data
                _skip(connection, size - filled)
                raise RequestTooLarge(f"a request of {size} bytes does not fit this process's memory") from None
        with memoryview(data) as view, view[filled:] as rest:
            filled += _receive_into(connection, rest)
    return data


def _skip(connection: socket.socket, size: int) -> None:
    waste = memoryview(bytearray(1 << 16))
    while size:
        size -= _receive_into(connection, waste[: min(size, len(waste))])


def _receive_into(connection: socket.socket, view: memoryview) -> int:
    try:
        got = connection.recv_into(view)
    except OSError:
        raise Closed from None
    if not got:
        raise Closed
    return got
