"""The command line's options."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass

MAX_REQUEST = 2**32 - 1


@dataclass
class Options:
    """How to serve."""

    key: str
    host: str = "0.0.0.0"
    port: int = 8888
    socket: str | None = None
    socket_mode: int = 0o600
    level: str = "WARN"
    timeout: float = 10
    max_request: int = MAX_REQUEST
    parent_pipe: bool = False


def parse(arguments: Sequence[str]) -> Options:
    """The options of a command line; ends the process with exit code 2 when they are wrong."""
    parser = argparse.ArgumentParser(prog="hxpy", description="Serve one Python session to one Haystack client.")
    parser.add_argument("--key", required=True, help="what the client must know; - reads it from standard input")
    parser.add_argument("--port", type=_port, default=8888, help="TCP port; 0 takes a free one (default: 8888)")
    parser.add_argument("--host", default="0.0.0.0", help="address to listen on (default: 0.0.0.0)")
    parser.add_argument("--socket", metavar="PATH", help="listen on a unix socket instead of TCP")
    parser.add_argument(
        "--socket-mode", type=_mode, default=0o600, help="who may connect to the unix socket, in octal (default: 600)"
    )
    parser.add_argument(
        "--level", type=str.upper, choices=["WARN", "INFO", "DEBUG"], default="WARN", help="what is logged to stderr"
    )
    parser.add_argument("--timeout", type=_seconds, default=10, help="seconds to wait for the client (default: 10)")
    parser.add_argument("--max-request", type=_size, default=MAX_REQUEST, help="largest request in bytes")
    parser.add_argument(
        "--parent-pipe", action="store_true", help="standard input is a pipe of the parent; die when it closes"
    )
    found = Options(**vars(parser.parse_args(arguments)))
    if found.key == "-":
        found.key = read_key(0)
    if not found.key:
        parser.error("the key is empty")
    return found


def read_key(fd: int) -> str:
    """The first line of a file, and not a byte more."""
    line = bytearray()
    while len(line) < 65_536:
        byte = os.read(fd, 1)
        if byte in (b"", b"\n"):
            break
        line += byte
    return line.decode("utf-8", "replace").rstrip("\r")


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65_535:
        raise argparse.ArgumentTypeError("a port is within 0 and 65535")
    return port


def _mode(text: str) -> int:
    mode = int(text, 8)
    if not 0 <= mode <= 0o777:
        raise argparse.ArgumentTypeError("a mode is within 0 and 777")
    return mode


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds < 1e9:
        raise argparse.ArgumentTypeError("a timeout is more than 0 seconds")
    return seconds


def _size(text: str) -> int:
    size = int(text)
    if not 0 < size <= MAX_REQUEST:
        raise argparse.ArgumentTypeError(f"a request has 1 to {MAX_REQUEST} bytes")
    return size
