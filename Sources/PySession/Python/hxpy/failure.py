"""What the client is told of an exception: a Grid whose meta has ``err``."""

from __future__ import annotations

import traceback
from pathlib import Path
from types import TracebackType
from typing import Any

from hxpy.haystack.grid import Grid
from hxpy.haystack.marker import Marker
from hxpy.marshal.encoder import encode, type_name

PACKAGE = str(Path(__file__).parent)
OWN = {str(Path(__file__).with_name(name)) for name in ("session.py", "interrupts.py", "shell.py")}
LONGEST_MESSAGE = 64 * 1024
LONGEST_TRACE = 256 * 1024


def error_reply(error: BaseException) -> list[Any]:
    """The encoded reply for an exception. It never fails, whatever the exception's methods do."""
    meta = {
        "err": Marker(),
        "errMsg": _text(message_of(error), LONGEST_MESSAGE),
        "errTrace": _text(trace_of(error), LONGEST_TRACE),
        "errType": _text(_class_of(error), 1024),
    }
    return encode(Grid(meta, [], [], 0))


def message_of(error: BaseException) -> str:
    """The exception's message; with its class where the message alone says nothing."""
    name = _class_of(error)
    try:
        message = str(error)
    except BaseException:
        return f"{name}: its message cannot be read"
    if isinstance(error, (KeyError, SystemExit)) or not message.strip():
        return f"{name}: {message}" if message.strip() else name
    return message


def trace_of(error: BaseException) -> str:
    """The traceback from the user's first line on: the frames of this server are left out."""
    try:
        shown = traceback.TracebackException(type(error), error, _user_part(error.__traceback__), compact=True)
        _hide_server(shown)
        return "".join(shown.format())
    except BaseException:
        return message_of(error)


def _class_of(error: BaseException) -> str:
    try:
        return type_name(type(error))
    except BaseException:
        return "Exception"


def _user_part(trace: TracebackType | None) -> TracebackType | None:
    while trace is not None and trace.tb_frame.f_code.co_filename.startswith(PACKAGE):
        trace = trace.tb_next
    return trace


def _hide_server(shown: traceback.TracebackException | None) -> None:
    """Leaves out the session's own frames, such as the one that turns SIGINT into an exception."""
    while shown is not None:
        frames = [frame for frame in shown.stack if frame.filename not in OWN]
        shown.stack = traceback.StackSummary.from_list(frames)
        shown = shown.__cause__ or shown.__context__


def _text(text: str, longest: int) -> str:
    """Text that can be encoded for sure: no lone surrogates, and no endless message."""
    if len(text) > longest:
        half = longest // 2
        text = f"{text[:half]}\n… {len(text) - longest} characters left out …\n{text[-half:]}"
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
