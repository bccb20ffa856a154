"""A client of the protocol for tests: raw sockets, and a server as a real child process."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any

from hxpy.brio import BrioError, decode
from hxpy.brio.reader import BrioReader
from hxpy.haystack import Grid, Marker
from hxpy.marshal import encode

PACKAGE_ROOT = Path(__file__).parent.parent.parent / "Sources" / "PySession" / "Python"
KEY = "open sesame λ"
PATIENCE = 30.0


def environment() -> dict[str, str]:
    """This process's environment with the package on the path."""
    return {**os.environ, "PYTHONPATH": str(PACKAGE_ROOT), "PYTHONDONTWRITEBYTECODE": "1"}


def frame(value: Any) -> bytes:
    """A value as a request."""
    data = b"".join(encode(value))
    return len(data).to_bytes(4, "big") + data


def round_trip(value: Any) -> Any:
    """A value as it comes back after being written and read."""
    return decode(b"".join(encode(value)))


class Server:
    """``python -m hxpy`` as a child process."""

    def __init__(self, *arguments: str, key: str = "-", **popen: Any) -> None:
        place = () if "--socket" in arguments else ("--host", "127.0.0.1", "--port", "0")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "hxpy", "--key", key, *place, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),
            **popen,
        )
        assert self.process.stdin and self.process.stdout
        if key == "-":
            self.process.stdin.write(KEY.encode() + b"\n")
            self.process.stdin.flush()
        line = self.process.stdout.readline().decode()
        assert line.startswith("hxpy listening "), (line, self.process.stderr and self.process.stderr.read())
        self.place = line.removeprefix("hxpy listening ").strip()

    def dial(self) -> socket.socket:
        """A bare connection."""
        if "/" in self.place:
            connection = socket.socket(socket.AF_UNIX)
            connection.settimeout(PATIENCE)
            connection.connect(self.place)
            return connection
        return socket.create_connection(("127.0.0.1", int(self.place)), timeout=PATIENCE)

    def connect(self, key: str = KEY, *extensions: str) -> Client:
        """A client that has shown the key, and been granted the extensions it asked for."""
        client = Client(self.dial())
        reply = client.ask_raw({"key": key, "ver": "0", **({"ext": list(extensions)} if extensions else {})})
        assert reply == {"ok": Marker(), **({"ext": list(extensions)} if extensions else {})}
        return client

    def wait(self) -> int:
        """The exit code."""
        return self.process.wait(PATIENCE)

    def __enter__(self) -> Server:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream:
                stream.close()


class Client:
    """One connection; replies have no length, so it reads until they are whole."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.data = bytearray()
        self.output = {1: bytearray(), 2: bytearray()}
        """What the server has sent of its streams."""

    def send(self, request: Any) -> None:
        """Sends a request without waiting for its reply."""
        self.connection.sendall(frame(request))

    def ask_raw(self, request: Any) -> Any:
        """Sends a request and gives its reply."""
        self.connection.sendall(frame(request))
        return self.receive()

    def receive(self) -> Any:
        """The next reply. EOFError when the server has closed the connection."""
        size = 1
        while True:
            self._fill(size)
            if self.data[0] in (0xF1, 0xF2):
                self.receive_output()
                continue
            reader = BrioReader(bytes(self.data))
            try:
                reply = reader.value()
            except BrioError:
                size = len(self.data) + 1
                continue
            self.data = self.data[reader.pos :]
            assert not self.data or self.data[0] in (0xF1, 0xF2), "bytes after the reply"
            return reply

    def receive_output(self) -> None:
        """Takes one frame of output that comes next."""
        self._fill(5)
        size = 5 + int.from_bytes(self.data[1:5], "big")
        self._fill(size)
        self.output[1 if self.data[0] == 0xF1 else 2] += self.data[5:size]
        del self.data[:size]

    def _fill(self, size: int) -> None:
        while len(self.data) < size:
            piece = self.connection.recv(1 << 20)
            if not piece:
                raise EOFError
            self.data += piece

    def eval(self, code: str, *before: str, **variables: Any) -> Any:
        """What an expression gives, after defining variables and running code."""
        request: list[dict[str, Any]] = [{"def": name, "v": value} for name, value in variables.items()]
        return self.ask_raw([*request, *({"exec": code} for code in before), {"eval": code}])

    def fail(self, code: str, *before: str, **variables: Any) -> dict[str, Any]:
        """The meta of the error that an expression ends in."""
        reply = self.eval(code, *before, **variables)
        assert isinstance(reply, Grid) and "err" in reply.meta(), reply
        return reply.meta()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()
