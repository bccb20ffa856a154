"""A stand-in for the upstream hxpy server, for tests: the base protocol, one connection, an end after the first error.

It can also answer each request with bytes that are no reply.
"""

from __future__ import annotations

import argparse
import socket
import struct
import traceback
from typing import Any


class Marker:
    """The kind Marker."""


class ErrorGrid:
    """A grid without columns that tells of an exception."""

    def __init__(self, meta: dict[str, Any]) -> None:
        self.meta = meta


def varint(value: int) -> bytes:
    if value < 0x80:
        return bytes([value])
    if value < 0x4000:
        return struct.pack(">H", value | 0x8000)
    return struct.pack(">I", value | 0xC000_0000)


def text(value: str) -> bytes:
    return b"\xff" + varint(len(value)) + value.encode()


def encode(value: Any) -> bytes:
    if value is None:
        return b"\x00"
    if isinstance(value, Marker):
        return b"\x01"
    if isinstance(value, bool):
        return b"\x05" if value else b"\x04"
    if isinstance(value, int) and abs(value) < 0x8000:
        return b"\x06" + struct.pack(">h", value) + text("")
    if isinstance(value, (int, float)):
        return b"\x08" + struct.pack(">d", value) + text("")
    if isinstance(value, dict):
        tags = b"".join(text(name) + encode(tag) for name, tag in value.items())
        return b"\x15{" + varint(len(value)) + tags + b"}"
    if isinstance(value, list):
        return b"\x17[" + varint(len(value)) + b"".join(map(encode, value)) + b"]"
    if isinstance(value, ErrorGrid):
        return b"\x18<\x00\x00" + encode(value.meta) + b">"
    return b"\x09" + text(str(value))


class Reader:
    """Reads the kinds that the tests send."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def take(self, size: int) -> bytes:
        self.at += size
        return self.data[self.at - size : self.at]

    def varint(self) -> int:
        first = self.take(1)[0]
        if first < 0x80:
            return first
        if first == 0xFF:
            return -1
        if first < 0xC0:
            return (first & 0x3F) << 8 | self.take(1)[0]
        return (first & 0x1F) << 24 | int.from_bytes(self.take(3), "big")

    def text(self) -> str:
        if self.varint() != -1:
            return ""
        found = ""
        for _ in range(self.varint()):
            first = self.take(1)
            more = 0 if first < b"\x80" else 1 if first < b"\xe0" else 2 if first < b"\xf0" else 3
            found += (first + self.take(more)).decode()
        return found

    def value(self) -> Any:
        control = self.take(1)[0]
        if control in (0x00, 0x14, 0x16):
            return {0x00: None, 0x14: {}, 0x16: []}[control]
        if control == 0x01:
            return Marker()
        if control in (0x04, 0x05):
            return control == 0x05
        if control in (0x06, 0x07, 0x08):
            kind, size = {0x06: (">h", 2), 0x07: (">i", 4), 0x08: (">d", 8)}[control]
            (number,) = struct.unpack(kind, self.take(size))
            self.text()
            return number
        if control == 0x09:
            return self.text()
        if control == 0x15:
            self.take(1)
            tags = {self.text(): self.value() for _ in range(self.varint())}
            self.take(1)
            return tags
        if control == 0x17:
            self.take(1)
            items = [self.value() for _ in range(self.varint())]
            self.take(1)
            return items
        raise ValueError(f"the stand-in does not read the control byte {control:#x}")


def receive(connection: socket.socket) -> Any:
    """The next request; None at the end."""
    size = struct.unpack(">I", connection.recv(4, socket.MSG_WAITALL) or b"\0\0\0\0")[0]
    return Reader(connection.recv(size, socket.MSG_WAITALL)).value() if size else None


def serve(connection: socket.socket, key: str, answer: bytes | None) -> None:
    if receive(connection).get("key") != key:
        connection.sendall(encode({"err": Marker(), "errMsg": "invalid key"}))
        return
    connection.sendall(encode({"ok": Marker()}))
    variables: dict[str, Any] = {}
    while (request := receive(connection)) is not None:
        if answer is not None:
            connection.sendall(answer)
            return
        try:
            for step in request:
                if "def" in step:
                    variables[step["def"]] = step.get("v")
                elif "exec" in step:
                    exec(step["exec"], variables)
                else:
                    connection.sendall(encode(eval(step["eval"], variables)))
        except Exception as error:
            trace = traceback.format_exc()
            connection.sendall(encode(ErrorGrid({"err": Marker(), "errMsg": str(error), "errTrace": trace})))
            return


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--key", required=True)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--level")
    parser.add_argument("--answer", type=bytes.fromhex, help="these bytes answer the first request; then the end")
    options = parser.parse_args()
    with socket.create_server((options.host, options.port)) as listener:
        print(f"listening {listener.getsockname()[1]}", flush=True)
        connection, _ = listener.accept()
    with connection:
        serve(connection, options.key, options.answer)


if __name__ == "__main__":
    main()
