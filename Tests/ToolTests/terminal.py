"""A program on a pseudo-terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
SEQUENCE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\r")

UP, DOWN, RIGHT, LEFT = "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D"


def ctrl(letter: str) -> str:
    """The byte of Ctrl and a letter."""
    return chr(ord(letter.lower()) - 0x60)


def find_tool() -> Path:
    """The tool that HAYSTACK_TOOL names, else the one built last."""
    if named := os.environ.get("HAYSTACK_TOOL"):
        return Path(named)
    built = [path for path in (ROOT / ".build" / kind / "haystack" for kind in ("debug", "release")) if path.exists()]
    if not built:
        pytest.exit("no haystack tool: run `swift build --product haystack`, or set HAYSTACK_TOOL", returncode=2)
    return max(built, key=lambda path: path.stat().st_mtime)


class Terminal:
    """A terminal of 80 columns with a program on it."""

    def __init__(self, command: list[str], state: Path) -> None:
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            environment = {**os.environ, "XDG_STATE_HOME": str(state), "TERM": "xterm"}
            environment.pop("COLUMNS", None)
            os.execve(command[0], command, environment)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.text = ""
        self.status: int | None = None

    def type(self, text: str) -> None:
        """Types keys."""
        os.write(self.fd, text.encode())

    def expect(self, text: str) -> str:
        """Waits until a text is shown, and gives what was shown up to its end. That is then forgotten."""
        deadline = time.monotonic() + PATIENCE
        while text not in self.text:
            assert self._read(deadline), f"no {text!r} in {self.text!r}"
        end = self.text.index(text) + len(text)
        shown, self.text = self.text[:end], self.text[end:]
        return shown

    def enter(self, line: str, prompt: str = ">>> ") -> str:
        """Types a line and gives what is shown between it and the next prompt."""
        self.type(line + "\r")
        self.expect("\n")
        shown = self.expect(prompt)
        return shown[: -len(prompt)].rstrip(" ")

    def wait(self) -> int:
        """The exit status, once the program has ended."""
        deadline = time.monotonic() + PATIENCE
        while self._read(deadline):
            pass
        if self.status is None:
            self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.status

    def echoes(self) -> bool:
        """Whether the terminal is in the mode that a shell leaves it in."""
        return bool(termios.tcgetattr(self.fd)[3] & termios.ECHO)

    def _read(self, deadline: float) -> bool:
        if not select.select([self.fd], [], [], max(0.0, deadline - time.monotonic()))[0]:
            return False
        try:
            data = os.read(self.fd, 1 << 16)
        except OSError:  # the program has ended
            return False
        self.text += SEQUENCE.sub("", data.decode(errors="replace"))
        return bool(data)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.fd)
