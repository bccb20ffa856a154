"""The server as a real child process: letting in, running, failing, ending."""

from __future__ import annotations

import os
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from hxpy.brio import decode
from hxpy.haystack import Grid, Marker
from hxpy.marshal import encode
from peer import KEY, PATIENCE, Client, Server, environment, frame

# -- letting in


def test_the_right_key_is_let_in(server: Server) -> None:
    with server.connect() as client:
        assert client.eval("1 + 1") == 2
    assert server.wait() == 0


def test_the_key_can_be_an_argument() -> None:
    with Server(key="plain") as server, server.connect("plain") as client:
        assert client.eval("'in'") == "in"


def test_a_unix_socket_is_only_for_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "hxpy.sock"
    with Server("--socket", str(path)) as server:
        assert server.place == str(path)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        with server.connect() as client:
            assert client.eval("2 * 3") == 6
            assert not path.exists()
        assert server.wait() == 0


def test_a_unix_socket_can_be_for_all(tmp_path: Path) -> None:
    path = tmp_path / "hxpy.sock"
    with Server("--socket", str(path), "--socket-mode", "666") as server:
        assert stat.S_IMODE(path.stat().st_mode) == 0o666
        with server.connect() as client:
            assert client.eval("2 * 3") == 6


def test_a_copy_of_the_server_that_user_code_forks_does_not_answer(server: Server) -> None:
    with server.connect() as client:
        assert client.eval("__import__('os').fork() > 0") is True
        assert client.eval("6 * 7") == 42
    assert server.wait() == 0


STRANGERS = {
    "wrong key": frame({"key": "guess", "ver": "0"}),
    "no key": frame({"ver": "0"}),
    "key of another kind": frame({"key": 5, "ver": "0"}),
    "wrong version": frame({"key": KEY, "ver": "9"}),
    "no dict": frame("hello"),
    "no Brio": b"\0\0\0\x04abcd",
    "too long": b"\xff\xff\xff\xff",
    "empty": b"\0\0\0\0",
}


@pytest.mark.parametrize("greeting", STRANGERS.values(), ids=STRANGERS)
def test_a_stranger_is_answered_and_the_right_client_still_let_in(server: Server, greeting: bytes) -> None:
    with Client(server.dial()) as stranger:
        stranger.connection.sendall(greeting)
        reply = stranger.receive()
        assert reply["err"] == Marker() and reply["errMsg"]
        assert stranger.connection.recv(1) == b""
    with server.connect() as client:
        assert client.eval("'right'") == "right"


def test_silent_strangers_do_not_hold_up_the_right_client(server: Server) -> None:
    strangers = [server.dial() for _ in range(40)]
    started = time.monotonic()
    with server.connect() as client:
        assert client.eval("1") == 1
    assert time.monotonic() - started < 4
    for stranger in strangers:
        stranger.close()


def test_unknown_tags_and_extensions_of_the_greeting_are_passed_over(server: Server) -> None:
    with Client(server.dial()) as client:
        assert client.ask_raw({"key": KEY, "ver": "0", "more": [1], "ext": ["warp", 7]}) == {"ok": Marker()}
        assert client.eval("3") == 3


def test_requests_may_follow_the_greeting_at_once(server: Server) -> None:
    with Client(server.dial()) as client:
        client.connection.sendall(frame({"key": KEY, "ver": "0"}) + frame([{"eval": "4"}]))
        data = b""
        while len(data) < len(b"".join(encode({"ok": Marker()}))) + 5:
            data += client.connection.recv(100)
        assert decode(data[-5:]) == 4


def test_without_a_client_it_ends() -> None:
    with Server("--timeout", "0.2") as server:
        assert server.wait() == 5
        assert server.process.stderr and b"no client within 0.2 s" in server.process.stderr.read()


# -- running


def test_the_manuals_example_gives_200(shared: Client) -> None:
    assert shared.eval("mult(a, b)", "def mult(x, y): return x * y\n", a=100, b=2) == 200


def test_indented_code_runs(shared: Client) -> None:
    assert shared.eval("  indented(\n  2)\n", "\n    def indented(x):\n        return x + 1\n    ") == 3


def test_exec_and_eval_share_a_main_module(shared: Client) -> None:
    assert shared.eval("[__name__, sys.modules['__main__'].here]", "import sys\nhere = 5") == ["__main__", 5]
    assert shared.eval("pickle.loads(pickle.dumps(Thing())).x", "import pickle\nclass Thing:\n  x = 7") == 7


def test_a_def_without_a_value_is_none(shared: Client) -> None:
    assert shared.ask_raw([{"def": "nothing"}, {"eval": "nothing is None"}]) is True


def test_a_request_sent_byte_by_byte_is_answered(shared: Client) -> None:
    for byte in frame([{"def": "text", "v": "λόγος😀"}, {"eval": "text[::-1]"}]):
        shared.connection.sendall(bytes([byte]))
    assert shared.receive() == "λόγος😀"[::-1]


def test_a_matrix_arrives_writable_and_native(shared: Client) -> None:
    found = shared.eval(
        "[m.flags.writeable, m.flags.c_contiguous, m.dtype.isnative, str(m.dtype), m.shape]", m=np.eye(3)
    )
    assert found == [True, True, True, "float64", [3, 3]]


def test_a_large_matrix_is_echoed(shared: Client) -> None:
    matrix = np.random.default_rng(1).random((1000, 700))
    assert np.array_equal(shared.eval("m", m=matrix), matrix)


def test_standard_input_is_empty(shared: Client) -> None:
    assert shared.eval("sys.stdin.read()", "import sys") == ""


def test_what_is_printed_comes_out_after_the_request() -> None:
    with Server() as server, server.connect() as client:
        client.eval("print('one', end='')")
        assert server.process.stdout and os.read(server.process.stdout.fileno(), 100) == b"one"


# -- failing

FAILURES: dict[str, tuple[str, str, str]] = {
    "division": ("1 / 0", "ZeroDivisionError", "division by zero"),
    "name": ("no_such_name", "NameError", "no_such_name"),
    "key": ("{}['lost']", "KeyError", "KeyError: 'lost'"),
    "syntax": ("1 +", "SyntaxError", "invalid syntax"),
    "null byte": ("'\0'", "", "null byte"),
    "exit": ("exit(3)", "SystemExit", "SystemExit: 3"),
    "interrupt": ("throw(KeyboardInterrupt)", "KeyboardInterrupt", "KeyboardInterrupt"),
    "generator exit": ("throw(GeneratorExit)", "GeneratorExit", "GeneratorExit"),
    "recursion": ("dig()", "RecursionError", "recursion"),
    "memory": ("bytearray(1 << 60)", "MemoryError", "MemoryError"),
    "rude str": ("throw(Rude)", "Rude", "its message cannot be read"),
    "ruder str": ("throw(Ruder)", "Ruder", "its message cannot be read"),
    "surrogate": ("throw(ValueError('\\ud800'))", "ValueError", "\\ud800"),
    "endless message": ("throw(ValueError('x' * 10_000_000))", "ValueError", "characters left out"),
    "no kind": ("object()", "TypeError", "hxpy cannot return an object"),
    "no text": ("'\\ud800'", "ValueError", "lone surrogate"),
    "inexact": ("2**53 + 1", "ValueError", "9007199254740993"),
    "huge int": ("10**5000", "ValueError", "bits"),
    "own key": ("{1: 2}", "TypeError", "the key 1"),
    "cycle": ("loop", "ValueError", "more than 100 deep"),
    "rude mapping": ("RudeDict(a=1)", "OSError", "no items"),
    "half encoded": ("[b'x' * 1_000_000, object()]", "TypeError", "an object"),
}
MISHAPS = """
def throw(error): raise error
def dig(): return dig()
class Rude(Exception):
    def __str__(self): raise RuntimeError("no")
    __repr__ = __str__
class Ruder(Exception):
    def __str__(self): raise SystemExit(9)
    __repr__ = __str__
class RudeDict(dict):
    def items(self): raise OSError("no items")
loop = []
loop.append(loop)
"""


@pytest.mark.parametrize(("code", "kind", "message"), FAILURES.values(), ids=FAILURES)
def test_a_failure_is_answered_and_the_variables_stay(shared: Client, code: str, kind: str, message: str) -> None:
    shared.eval("0", MISHAPS, kept=41)
    meta = shared.fail(code)
    assert kind in meta["errType"] and message in meta["errMsg"]
    assert meta["errTrace"]
    assert shared.eval("kept + 1") == 42


def test_the_trace_shows_the_users_lines_only(shared: Client) -> None:
    trace = shared.fail("outer()", "def outer():\n    return inner()\ndef inner():\n    raise ValueError('deep')")[
        "errTrace"
    ]
    assert "raise ValueError('deep')" in trace and "return inner()" in trace and "<exec" in trace and "<eval" in trace
    assert "hxpy" not in trace and "session.py" not in trace


@pytest.mark.parametrize(
    "request_bytes",
    [b"\0\0\0\x02\x17\x5b", b"\0\0\0\0", frame("text"), frame([{}]), frame([{"eval": 5}]), frame([{"run": "x"}])],
)
def test_a_malformed_request_is_answered(shared: Client, request_bytes: bytes) -> None:
    shared.connection.sendall(request_bytes)
    assert shared.receive().meta()["err"] == Marker()
    assert shared.eval("5") == 5


def test_a_failed_exec_skips_the_rest(shared: Client) -> None:
    assert shared.eval("0", "state = 'old'") == 0
    assert shared.fail("state", "1 / 0", "state = 'new'")["errType"] == "ZeroDivisionError"
    assert shared.eval("state") == "old"


def test_every_eval_has_one_reply(shared: Client) -> None:
    shared.connection.sendall(frame([{"exec": "1 / 0"}]) + frame([{"eval": "'not run'"}]) + frame([{"eval": "'next'"}]))
    first = b"".join(encode("next"))
    data = b""
    while not data.endswith(first):
        data += shared.connection.recv(1 << 16)
    meta = decode(data[: -len(first)]).meta()
    assert meta["errType"] == "ZeroDivisionError" and "1 / 0" in meta["errTrace"]


def test_a_request_past_the_limit_is_read_past_and_answered() -> None:
    with Server("--max-request", "1000") as server, server.connect() as client:
        assert "1000 are the limit" in client.fail("1", big="x" * 100_000)["errMsg"]
        assert client.eval("1") == 1


def test_sigint_stops_running_code_only(server: Server) -> None:
    with server.connect() as client:
        pid = client.eval("os.getpid()", "import os, time\nready, go = os.pipe()")
        assert pid == server.process.pid
        os.kill(pid, signal.SIGINT)  # between requests: passed over
        assert client.eval("1", kept=7) == 1
        client.connection.sendall(frame([{"exec": "print('busy', flush=True)\nwhile True: pass"}, {"eval": "1"}]))
        assert server.process.stdout and server.process.stdout.readline() == b"busy\n"
        os.kill(pid, signal.SIGINT)
        meta = client.receive().meta()
        assert meta["errType"] == "KeyboardInterrupt"
        assert meta["errTrace"].startswith("Traceback") and "session.py" not in meta["errTrace"]
        assert client.eval("kept") == 7


def test_sigint_works_after_user_code_took_it(server: Server) -> None:
    with server.connect() as client:
        client.eval("0", "import signal\nsignal.signal(signal.SIGINT, signal.SIG_DFL)")
        os.kill(server.process.pid, signal.SIGINT)
        assert client.eval("1") == 1


# -- ending


def test_it_ends_when_the_client_goes_in_the_middle_of_a_request(server: Server) -> None:
    client = server.connect()
    client.connection.sendall(b"\0\0\1\0abc")
    client.connection.close()
    assert server.wait() == 0
    assert server.process.stderr and server.process.stderr.read() == b""


def test_it_ends_when_the_client_does_not_take_the_reply(server: Server) -> None:
    client = server.connect()
    client.connection.sendall(frame([{"exec": "import os; os.write(1, b'x')"}, {"eval": "bytes(100_000_000)"}]))
    assert server.process.stdout and server.process.stdout.read(1) == b"x"
    client.connection.close()
    assert server.wait() == 0
    assert server.process.stderr and server.process.stderr.read() == b""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells that a connection was closed")
@pytest.mark.parametrize("deaf", [False, True])
def test_code_that_nobody_waits_for_is_ended(server: Server, deaf: bool) -> None:
    code = "import time\nwhile True:\n    try:\n        time.sleep(600)\n    except KeyboardInterrupt:\n"
    code += "        print('interrupted', flush=True)\n" + ("" if deaf else "        raise\n")
    client = server.connect()
    client.connection.sendall(frame([{"exec": "print('busy', flush=True)\n" + code}, {"eval": "1"}]))
    assert server.process.stdout and server.process.stdout.readline() == b"busy\n"
    client.connection.close()
    assert server.process.stdout.readline() == b"interrupted\n"
    assert server.wait() == 0


def test_a_parent_that_does_not_read_makes_no_error(server: Server) -> None:
    assert server.process.stdout
    server.process.stdout.close()
    with server.connect() as client:
        assert client.fail("print('x' * 100_000, flush=True)")["errType"] == "BrokenPipeError"
        assert client.eval("1") == 1
    assert server.wait() == 0


def test_a_thread_left_behind_does_not_keep_it(server: Server) -> None:
    with server.connect() as client:
        client.eval("0", "import threading, time\nthreading.Thread(target=time.sleep, args=(600,)).start()")
    assert server.wait() == 0


def test_a_crash_of_the_interpreter_just_ends_it(server: Server) -> None:
    with server.connect() as client:
        client.connection.sendall(frame([{"eval": "__import__('os')._exit(9)"}]))
        with pytest.raises(EOFError):
            client.receive()
    assert server.wait() == 9


PARENT = """
import os, subprocess, sys
server = subprocess.Popen(
    [sys.executable, "-m", "hxpy", "--key", "-", "--parent-pipe", "--host", "127.0.0.1", "--port", "0"],
    stdin=subprocess.PIPE, start_new_session=sys.argv[1] == "leads",
)
server.stdin.write(b"k\\n")
server.stdin.flush()
server.wait()
"""
STUBBORN = {
    "idle": None,
    "sleeping": "__import__('time').sleep(600)",
    "holding the GIL": "sum(range(10**11))",
    "deaf": "deaf()",
}
DEAF = """
import os, signal, sys, threading
def deaf():
    for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}: signal.signal(number, signal.SIG_IGN)
    return sum(range(10**11))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel sends the signal on Linux only")
@pytest.mark.parametrize("leads", ["leads", "follows"])
@pytest.mark.parametrize("code", STUBBORN.values(), ids=STUBBORN)
def test_it_dies_with_its_parent(code: str | None, leads: str) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, leads], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, env=environment()
    )
    assert parent.stdout
    port = int(parent.stdout.readline().split()[-1])
    with Client(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)) as client:
        assert client.ask_raw({"key": "k", "ver": "0"}) == {"ok": Marker()}
        child = leads == "leads" and client.eval(
            "child.pid", "import subprocess\nchild = subprocess.Popen(['sleep', '600'])"
        )
        if code:
            client.connection.sendall(frame([{"exec": DEAF + "print('busy', flush=True)"}, {"eval": code}]))
            assert parent.stdout.readline() == b"busy\n"
        parent.kill()
        parent.wait()
        assert client.connection.recv(1) == b""  # the kernel closes a dead process's sockets
    assert not child or gone(child)
    parent.stdout.close()


def gone(pid: int) -> bool:
    """Whether a process ends, or is a zombie that nobody waits for."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except FileNotFoundError:
            return True
        time.sleep(0.01)
    return False


# -- starting


def start(*arguments: str, first: str = "") -> subprocess.CompletedProcess[str]:
    """Runs the command line to its end, after some code that changes the interpreter."""
    code = (
        f"import sys, runpy\n{first}\nsys.argv[1:] = {list(arguments)!r}\nrunpy.run_module('hxpy', run_name='__main__')"
    )
    return subprocess.run(
        [sys.executable, "-c", code], env=environment(), capture_output=True, text=True, timeout=PATIENCE, check=False
    )


@pytest.mark.parametrize("package", ["numpy", "pandas"])
def test_a_missing_package_is_named_in_one_line(package: str) -> None:
    ended = start("--key", "k", first=f"sys.modules[{package!r}] = None")
    assert ended.returncode == 3
    assert ended.stderr == (
        f"hxpy: missing {package}: install it into this environment: {sys.executable} -m pip install numpy pandas\n"
    )


def test_a_python_that_is_too_old_is_told_in_one_line() -> None:
    ended = start("--key", "k", first="sys.version_info = (3, 8, 18, 'final', 0)")
    assert ended.returncode == 4
    assert ended.stderr == f"hxpy: Python 3.10 or newer is needed, {sys.executable} is 3.8.18\n"


def test_the_first_modules_are_readable_to_old_pythons() -> None:
    import ast

    import hxpy

    for name in ("__init__.py", "__main__.py"):
        source = Path(hxpy.__file__).with_name(name).read_text()
        assert ast.parse(source, feature_version=(3, 6))
        assert ":=" not in source and "from __future__" not in source


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        ([], 2, "--key"),
        (["--key", ""], 2, "the key is empty"),
        (["--key", "k", "--port", "70000"], 2, "65535"),
        (["--key", "k", "--level", "LOUD"], 2, "LOUD"),
        (["--key", "k", "--timeout", "-1"], 2, "more than 0"),
        (["--key", "k", "--socket", "/no/such/place"], 1, "cannot listen"),
    ],
)
def test_a_wrong_command_line_is_refused(arguments: list[str], status: int, message: str) -> None:
    ended = start(*arguments)
    assert ended.returncode == status
    assert message in ended.stderr


def test_errors_are_grids(shared: Client) -> None:
    reply = shared.eval("1 / 0")
    assert (
        isinstance(reply, Grid) and reply.cols() == [] and set(reply.meta()) == {"err", "errMsg", "errTrace", "errType"}
    )
