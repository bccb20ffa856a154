"""Runs a client's instructions: define, exec, eval."""

from __future__ import annotations

import contextlib
import linecache
import logging
import signal
import sys
import textwrap
import threading
from collections import deque
from collections.abc import Iterator
from types import CodeType, FrameType, ModuleType
from typing import Any

from hxpy.brio import decode
from hxpy.failure import error_reply
from hxpy.marshal import encode

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
    """

    def __init__(self) -> None:
        self.main = ModuleType("__main__")
        self.main.__dict__["__builtins__"] = __builtins__
        self.variables = self.main.__dict__
        self._count = 0
        self._sources: deque[str] = deque()
        self._pending: list[Any] | None = None  # the reply that the next eval gets
        self._running = False

    def install(self) -> None:
        """Makes the session's module ``__main__``, and SIGINT something that only stops user code."""
        sys.modules["__main__"] = self.main
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, self._interrupt)

    def refuse(self, error: BaseException) -> list[list[Any]]:
        """The replies to a request that could not be read: the one that its eval would have had."""
        self._pending = None
        return [error_reply(error)]

    def run(self, data: bytes | bytearray) -> list[list[Any]]:
        """Runs one request and gives its replies, each as buffers: one for every eval."""
        try:
            batch = _instructions(decode(data))
        except BaseException as error:
            return self.refuse(error)
        finally:
            del data
        failed, self._pending = self._pending, None
        replies: list[list[Any]] = []
        for kind, argument, value in batch:
            if failed is None:
                try:
                    with self._interruptible():
                        reply = self._perform(kind, argument, value)
                except BaseException as error:
                    log.debug("%s failed: %s", kind, type(error).__name__)
                    failed = error_reply(error)
            if kind == "eval":
                replies.append(reply if failed is None else failed)
        if not replies:
            self._pending = failed
        self._settle()
        return replies

    def _perform(self, kind: str, argument: str, value: Any) -> list[Any]:
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

    @contextlib.contextmanager
    def _interruptible(self) -> Iterator[None]:
        try:
            self._running = True
            yield
        finally:
            self._running = False

    def _interrupt(self, number: int, frame: FrameType | None) -> None:
        if self._running:
            self._running = False  # a second one must not hit the handling of the first
            raise KeyboardInterrupt("interrupted")

    def _settle(self) -> None:
        """Puts right what user code may have changed, and lets out what it printed."""
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(Exception):
                stream.flush()
        if sys.modules.get("__main__") is not self.main:
            sys.modules["__main__"] = self.main
        with contextlib.suppress(ValueError):
            if signal.getsignal(signal.SIGINT) != self._interrupt:
                signal.signal(signal.SIGINT, self._interrupt)


def _instructions(request: Any) -> list[tuple[str, str, Any]]:
    """The instructions of a request: what to do, the name or the code, and the value of a def."""
    if not isinstance(request, list):
        raise RequestError(f"a request is a List of instructions, not {type(request).__name__}")
    return [_instruction(item) for item in request]


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
