"""Runs a client's instructions: define, exec, eval."""

from __future__ import annotations

import contextlib
import linecache
import logging
import signal
import socket
import sys
import textwrap
import threading
from collections import deque
from types import CodeType, FrameType, ModuleType
from typing import Any

from hxpy.brio import decode
from hxpy.failure import error_reply
from hxpy.interrupts import Interrupts
from hxpy.marshal import encode
from hxpy.output import Marks, flush

log = logging.getLogger("hxpy")

KEPT_SOURCES = 1000
"""How many pieces of code stay readable for tracebacks."""


class RequestError(ValueError):
    """A request that is not what the protocol says."""


class Session:
    """The variables of one client and the running of its code.

    Every eval gets exactly one reply, whatever happens, so that client and server stay in step: after a failure the
    rest of the request is skipped and its eval answered with the error. A request without an eval has no reply; if it
    fails, the next eval is answered with its error and not run.

    Interrupts come by signals, and by the connection where the client has asked for that. They are raised in
    ``_perform`` and what it calls, nowhere else.
    """

    def __init__(self, connection: socket.socket | None = None) -> None:
        self._interrupts = Interrupts(Session._perform.__code__, connection)
        self._marks = Marks()
        self.main = ModuleType("__main__")
        self.main.__dict__["__builtins__"] = __builtins__
        self.variables = self.main.__dict__
        self._count = 0
        self._sources: deque[str] = deque()
        self._pending: list[Any] | None = None  # the reply that the next eval gets

    def install(self) -> None:
        """Makes the session's module ``__main__``, and SIGINT something that only stops user code."""
        sys.modules["__main__"] = self.main
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, self._interrupt)
            self._interrupts.arm()

    def refuse(self, error: BaseException) -> list[list[Any]]:
        """The replies to a request that could not be received: the one that its eval would have had."""
        self._interrupts.begin()
        self._interrupts.end()
        return self._refused(error)

    def _refused(self, error: BaseException) -> list[list[Any]]:
        self._pending = None
        return [error_reply(error)]

    def run(self, data: bytes | bytearray) -> list[list[Any]]:
        """Runs one request and gives its replies, each as buffers: one for every eval. An interrupt has none."""
        try:
            request = decode(data)
            if self._interrupts.is_frame(request):
                return []  # what it would stop has been answered
            mark, batch = _instructions(request)
        except BaseException as error:
            return self.refuse(error)
        finally:
            del data
        self._interrupts.begin()
        try:
            return self._run(batch)
        finally:
            self._interrupts.end()
            self._settle()
            if mark:
                self._marks.write(mark)

    def _run(self, batch: list[tuple[str, str, Any]]) -> list[list[Any]]:
        failed, self._pending = self._pending, None
        replies: list[list[Any]] = []
        for kind, argument, value in batch:
            if failed is None:
                try:
                    reply = self._perform(kind, argument, value)
                except BaseException as error:
                    log.debug("%s failed: %s", kind, type(error).__name__)
                    failed = error_reply(error)
            if kind == "eval":
                replies.append(reply if failed is None else failed)
        if not replies:
            self._pending = failed
        return replies

    def _perform(self, kind: str, argument: str, value: Any) -> list[Any]:
        """Runs one instruction. The only place where KeyboardInterrupt is raised; see ``Interrupts``."""
        self._interrupts.check()
        if kind == "def":
            self.variables[argument] = value
            return []
        if kind == "exec":
            code = _unindented(argument)
            exec(self._compile(code, "exec"), self.variables)
            return []
        code = textwrap.dedent(argument).strip()
        return encode(eval(self._compile(code, "eval"), self.variables))

    def _compile(self, code: str, mode: str) -> CodeType:
        self._count += 1
        name = f"<{mode} {self._count}>"
        lines = [line + "\n" for line in code.split("\n")]
        linecache.cache[name] = (len(code), None, lines, name)
        self._sources.append(name)
        if len(self._sources) > KEPT_SOURCES:
            linecache.cache.pop(self._sources.popleft(), None)
        return compile(code, name, mode, dont_inherit=True)

    def _interrupt(self, number: int, frame: FrameType | None) -> None:
        self._interrupts.ask(frame)

    def _settle(self) -> None:
        """Puts right what user code may have changed, and lets out what it printed."""
        flush()
        if sys.modules.get("__main__") is not self.main:
            sys.modules["__main__"] = self.main
        with contextlib.suppress(ValueError):
            if signal.getsignal(signal.SIGINT) != self._interrupt:
                signal.signal(signal.SIGINT, self._interrupt)
        self._interrupts.take_signal()


def _instructions(request: Any) -> tuple[str, list[tuple[str, str, Any]]]:
    """The mark and the instructions of a request: what to do, the name or the code, and the value of a def."""
    if not isinstance(request, list):
        raise RequestError(f"a request is a List of instructions, not {type(request).__name__}")
    mark = ""
    if request and isinstance(request[0], dict) and isinstance(request[0].get("mark"), str):
        mark = request.pop(0)["mark"]
    return mark, [_instruction(item) for item in request]


def _instruction(item: Any) -> tuple[str, str, Any]:
    if isinstance(item, dict):
        for kind in ("def", "exec", "eval"):
            if kind in item:
                if not isinstance(item[kind], str):
                    raise RequestError(f"{kind} takes a Str, not {type(item[kind]).__name__}")
                return kind, item[kind], item.get("v")
    raise RequestError("an instruction is a Dict with def, exec or eval")


def _unindented(code: str) -> str:
    """Code that starts at the margin: what comes from an indented string literal is moved there."""
    first = next((line for line in code.split("\n") if line.strip()), "")
    return textwrap.dedent(code) if first[:1] in (" ", "\t") else code
