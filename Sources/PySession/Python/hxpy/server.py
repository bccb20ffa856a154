"""The server's life: listen, let one client in, serve it, end."""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import signal
import socket
import sys
import threading

# Imported here, once and before listening: user code finds them loaded, and no eval waits for them.
import numpy  # noqa: F401
import pandas  # noqa: F401

import hxpy.marshal.frames  # noqa: F401
from hxpy import abandon, lifeline, output, shell
from hxpy.greeting import INTERRUPT, OUTPUT, NoClient, wait_for_client
from hxpy.options import Options
from hxpy.session import Session
from hxpy.wire import Closed, RequestTooLarge, Wire, receive_frame

log = logging.getLogger("hxpy")

EXIT_CANNOT_LISTEN = 1
EXIT_NO_CLIENT = 5
LAST_SECONDS = 2.0
"""How long threads that user code has left behind may hold up the end."""


def serve(options: Options) -> int:
    """Serves one session; gives the exit code."""
    if options.parent_pipe:
        lifeline.hold_to_parent()
    else:
        lifeline.detach_stdin()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    level = {"WARN": logging.WARNING, "INFO": logging.INFO, "DEBUG": logging.DEBUG}[options.level]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("hxpy %(levelname)s %(message)s"))
    log.addHandler(handler)
    log.setLevel(level)
    log.propagate = False
    gc.collect()
    gc.freeze()  # what is imported stays: no later collection has to look through it
    try:
        listener, place = _listen(options)
    except OSError as error:
        sys.stderr.write(f"hxpy: cannot listen on {options.socket or f'{options.host}:{options.port}'}: {error}\n")
        return EXIT_CANNOT_LISTEN
    try:
        for stream in (sys.stdout, sys.stderr):
            stream.reconfigure(line_buffering=True, errors="backslashreplace")  # type: ignore[union-attr]
        output.buffer_c_by_lines()
        with contextlib.suppress(OSError):
            print(f"hxpy listening {place}", flush=True)
        try:
            connection, extensions = wait_for_client(listener, options.key, options.timeout)
        except NoClient:
            sys.stderr.write(f"hxpy: no client within {options.timeout:g} s\n")
            return EXIT_NO_CLIENT
    finally:
        listener.close()
        if options.socket:
            with contextlib.suppress(OSError):
                os.unlink(options.socket)
    with connection:
        _converse(connection, extensions, options.max_request)
    _end()
    return 0


def _listen(options: Options) -> tuple[socket.socket, str]:
    """The listening socket, and its port or path."""
    if options.socket:
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        mask = os.umask(0o777 & ~options.socket_mode)
        try:
            listener.bind(options.socket)
        except OSError:
            listener.close()
            raise
        finally:
            os.umask(mask)
        listener.listen(16)
        return listener, options.socket
    found = socket.getaddrinfo(options.host, options.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    family, kind, protocol, _, address = found[0]
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(16)
    except OSError:
        listener.close()
        raise
    return listener, str(listener.getsockname()[1])


def _converse(connection: socket.socket, extensions: list[str], limit: int) -> None:
    """Answers requests until the client closes the connection."""
    if connection.family != getattr(socket, "AF_UNIX", None):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    wire = Wire(connection)
    if OUTPUT in extensions:
        output.Outlet(wire).open()
    session = Session(connection if INTERRUPT in extensions else None)
    session.install()
    shell.install()
    server = os.getpid()
    abandon.watch(connection)
    log.info("session opened")
    with contextlib.suppress(Closed):
        while True:
            try:
                replies = session.run(receive_frame(connection, limit))
            except RequestTooLarge as error:
                replies = session.refuse(error)
            if os.getpid() != server:
                # User code has forked and its copy has come back here: the connection is not the copy's.
                os._exit(0)
            for reply in replies:
                wire.send(reply)
            del replies
    log.info("session closed")


def _end() -> None:
    """Lets Python end in its own way, but not for long: threads of user code may never stop."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):  # nobody reads it any more, which must not become the exit code
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, 1 if stream is sys.stdout else 2)
            os.close(null)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    timer = threading.Timer(LAST_SECONDS, os._exit, args=(0,))
    timer.daemon = True
    timer.start()
