"""Interrupts by the connection, marks in the streams, and output on the wire."""

from __future__ import annotations

import os
import random
import re
import signal
import time
from collections.abc import Iterator

import pytest
from hxpy.interrupts import number_of
from peer import KEY, PATIENCE, Client, Server, frame


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    """A session whose code can be interrupted; its requests are counted by ``ask``."""
    with Server() as server, server.connect(KEY, "interrupt", "output") as client:
        client.count = 0  # type: ignore[attr-defined]
        yield client


@pytest.fixture(scope="module")
def piped() -> Iterator[tuple[Server, Client]]:
    """A session whose output is read from the server's own pipes: no thread of the server has to run for it."""
    with Server() as server, server.connect(KEY, "interrupt") as client:
        client.count = 0  # type: ignore[attr-defined]
        yield server, client


def begin(client: Client, *steps: str, code: str = "None") -> int:
    """Sends a request and gives its number."""
    client.send([*({"exec": step} for step in steps), {"eval": code}])
    client.count += 1  # type: ignore[attr-defined]
    return client.count  # type: ignore[attr-defined]


def await_text(client: Client, text: bytes) -> None:
    """Waits until the code has written a text to standard output, and forgets what came up to it."""
    while text not in client.output[1]:
        client.receive_output()
    del client.output[1][: client.output[1].index(text) + len(text)]


# -- interrupts

GIVES_WAY = {
    "loop": "while True: pass",
    "sleep": "import time; time.sleep(600)",
    "process": "import subprocess; subprocess.run(['sleep', '600'])",
    "command": "import os; os.system('sleep 600')",
    "command in a command": "import os; os.system('sh -c \"sleep 600; true\"; echo never')",
    "deaf command": "import os; os.system('trap : INT; while :; do sleep 600; done')",
    "pipe": "import os; os.read(os.pipe()[0], 1)",
    "lock": "import threading; lock = threading.Lock(); lock.acquire(); lock.acquire()",
    "regular expression": "import re; re.match(r'(a+)+b', 'a' * 40)",
    "comprehension": "[0 for _ in iter(int, 1)]",
    "finally": "try:\n    import time; time.sleep(600)\nfinally:\n    cleaned = True",
    "deep": "def dig(n):\n    return dig(n - 1) if n else sum(1 for _ in iter(int, 1))\ndig(300)",
    "asyncio": "import asyncio; asyncio.run(asyncio.sleep(600))",
    "SIGINT taken": "import signal, time; signal.signal(signal.SIGINT, signal.SIG_IGN); time.sleep(600)",
}


@pytest.mark.parametrize("code", GIVES_WAY.values(), ids=GIVES_WAY)
def test_code_that_runs_is_interrupted_and_its_variables_stay(piped: tuple[Server, Client], code: str) -> None:
    server, client = piped
    number = begin(client, "kept = 41; print('busy', flush=True)", code)
    assert server.process.stdout and server.process.stdout.readline() == b"busy\n"
    client.send({"interrupt": number})
    meta = client.receive().meta()
    assert meta["errType"] == "KeyboardInterrupt" and "hxpy" not in meta["errTrace"]
    assert "os.system" not in code or "subprocess" not in meta["errTrace"]
    begin(client, code="kept + 1")
    assert client.receive() == 42


def test_an_interrupt_that_comes_with_the_request_stops_it(client: Client) -> None:
    number = client.count + 1  # type: ignore[attr-defined]
    client.count = number  # type: ignore[attr-defined]
    client.connection.sendall(frame([{"exec": "while True: pass"}, {"eval": "1"}]) + frame({"interrupt": number}))
    assert client.receive().meta()["errType"] == "KeyboardInterrupt"


def test_an_interrupt_of_another_request_is_passed_over(client: Client) -> None:
    client.send({"interrupt": client.count})  # type: ignore[attr-defined]
    number = begin(client, "print('busy', flush=True)\nimport time\ntime.sleep(0.05)", code="'whole'")
    await_text(client, b"busy\n")
    for other in (number - 1, number + 1, 0, -1):
        client.send({"interrupt": other})
    assert client.receive() == "whole"
    client.send({"interrupt": number})
    begin(client, code="'next'")
    assert client.receive() == "next"


def test_interrupts_at_any_moment_hit_their_own_request_or_nothing(client: Client) -> None:
    chance = random.Random(5)
    outcomes = set()
    for _ in range(300):
        number = begin(client, "total = 0\nfor step in range(2000): total += step", code=f"[{client.count}, total]")  # type: ignore[attr-defined]
        spin_until = time.perf_counter() + chance.random() * 0.0006
        while time.perf_counter() < spin_until:
            pass
        client.send({"interrupt": number})
        reply = client.receive()
        stopped = not isinstance(reply, list)
        outcomes.add(stopped)
        if stopped:
            assert reply.meta()["errType"] == "KeyboardInterrupt"
        else:
            assert reply == [number - 1, 1999000]
    begin(client, code="'alive'")
    assert client.receive() == "alive"
    assert outcomes == {True, False}


@pytest.mark.parametrize("wait", ["os.system('sleep 600')", "time.sleep(600)"])
def test_an_interrupt_is_not_lost_as_the_code_begins_to_wait(client: Client, wait: str) -> None:
    for _ in range(100):
        number = begin(client, "import os, time; print('busy', flush=True)", wait)
        await_text(client, b"busy\n")
        # What sends the output is at work beside the code, which is on its way into a system call.
        end = time.perf_counter() + random.uniform(0, 0.003)
        while time.perf_counter() < end:
            pass
        client.send({"interrupt": number})
        assert client.receive().meta()["errType"] == "KeyboardInterrupt"
    begin(client, code="os.waitpid(-1, os.WNOHANG)")
    assert client.receive().meta()["errType"] == "ChildProcessError"


def test_many_interrupts_have_one_reply(client: Client) -> None:
    number = begin(client, "print('busy', flush=True)\nwhile True: pass")
    await_text(client, b"busy\n")
    client.connection.sendall(frame({"interrupt": number}) * 200)
    assert client.receive().meta()["errType"] == "KeyboardInterrupt"
    for count in range(20):
        begin(client, code=str(count))
        assert client.receive() == count


def test_code_may_catch_interrupts_one_after_the_other(client: Client) -> None:
    loop = "caught = 0\nimport time\nwhile caught < 3:\n    try:\n        print('busy', flush=True)\n"
    loop += "        time.sleep(600)\n    except KeyboardInterrupt:\n        caught += 1"
    number = begin(client, loop, code="caught")
    for _ in range(3):
        await_text(client, b"busy\n")
        client.send({"interrupt": number})
    assert client.receive() == 3


def test_threads_are_not_interrupted(client: Client) -> None:
    work = "import threading, time\ndone = []\n"
    work += "thread = threading.Thread(target=lambda: (time.sleep(0.2), done.append(1)))\nthread.start()\n"
    number = begin(client, work + "print('busy', flush=True)\ntime.sleep(600)")
    await_text(client, b"busy\n")
    client.send({"interrupt": number})
    assert client.receive().meta()["errType"] == "KeyboardInterrupt"
    begin(client, "thread.join()", code="done")
    assert client.receive() == [1]


def test_a_signal_that_the_parent_has_blocked_is_let_through() -> None:
    # Inherited by the server: it is started while this thread blocks the signal.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGIO})
    try:
        server = Server()
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGIO})
    with server, server.connect(KEY, "interrupt", "output") as client:
        client.send([{"exec": "print('busy', flush=True)\nwhile True: pass"}, {"eval": "1"}])
        await_text(client, b"busy\n")
        client.send({"interrupt": 1})
        assert client.receive().meta()["errType"] == "KeyboardInterrupt"


def test_without_the_extension_an_interrupt_is_a_wrong_request(shared: Client) -> None:
    shared.send({"interrupt": 1})
    assert "List of instructions" in shared.receive().meta()["errMsg"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (frame({"interrupt": 7}), (7, len(frame({"interrupt": 7})))),
        (frame({"interrupt": 70_000}) + b"more", (70_000, len(frame({"interrupt": 70_000})))),
        (frame({"interrupt": 7})[:-1], None),
        (frame({"interrupt": "7"}), None),
        (frame({"other": 7}), None),
        (frame([{"eval": "1"}]), None),
        (b"\0\0\0\x01\x15", None),
        (b"\0\0\0", None),
        (b"", None),
        (b"\xff" * 64, None),
    ],
)
def test_a_frame_is_told_to_be_an_interrupt(data: bytes, expected: tuple[int, int] | None) -> None:
    assert number_of(data) == expected


# -- marks


def test_a_mark_ends_the_output_of_a_request_on_both_streams() -> None:
    with Server() as server, server.connect(KEY, "mark") as client:
        assert server.process.stdout and server.process.stderr
        code = "import os, sys\nprint('one', end='')\nprint('two', end='', file=sys.stderr)\nos.write(1, b'\\xff')"
        for number, steps in enumerate([code, "1 / 0", "os.close(1), os.close(2)", "None"]):
            client.send([{"mark": f"<{number}>"}, {"exec": steps}, {"eval": "1"}])
            client.receive()
            for stream, text in ((server.process.stdout, b"one\xff"), (server.process.stderr, b"two")):
                expected = (b"" if number else text) + f"<{number}>".encode()
                assert os.read(stream.fileno(), 100) == expected


def test_a_mark_comes_after_what_c_holds_back() -> None:
    with Server() as server, server.connect(KEY, "mark") as client:
        assert server.process.stdout
        client.send(
            [{"mark": "<end>\n"}, {"exec": "import ctypes\nctypes.CDLL(None).printf(b'from C')"}, {"eval": "1"}]
        )
        client.receive()
        assert os.read(server.process.stdout.fileno(), 100) == b"from C<end>\n"


# -- output


def test_what_is_written_is_sent_between_replies(client: Client) -> None:
    client.output[1].clear()
    client.output[2].clear()
    code = "import os, sys\nprint('out')\nos.system('echo child; echo error >&2')\nos.write(1, bytes(range(256)))\n"
    begin(client, code + "sys.stderr.write('last\\n')", code="'value'")
    assert client.receive() == "value"
    while not (client.output[1].endswith(bytes(range(256))) and client.output[2].endswith(b"last\n")):
        client.receive_output()
    assert client.output[1] == b"out\nchild\n" + bytes(range(256))
    assert client.output[2] == b"error\nlast\n"


def test_output_arrives_while_the_code_runs(client: Client) -> None:
    number = begin(client, "import ctypes, time\nctypes.CDLL(None).puts(b'by C')\nwhile True: time.sleep(1)")
    await_text(client, b"by C\n")
    client.send({"interrupt": number})
    assert client.receive().meta()["errType"] == "KeyboardInterrupt"


def test_much_output_and_large_replies_stay_apart(client: Client) -> None:
    client.output[1].clear()
    writer = "import threading\nthread = threading.Thread(target=lambda: [print('x' * 999) for _ in range(3000)])"
    begin(client, writer + "\nthread.start()", code="b'\\xf1' * 5_000_000")
    assert client.receive() == b"\xf1" * 5_000_000
    begin(client, "thread.join()", code="1")
    assert client.receive() == 1
    while len(client.output[1]) < 3_000_000:
        client.receive_output()
    assert re.fullmatch(rb"(x{999}\n){3000}", client.output[1])


def test_a_client_that_does_not_read_makes_the_code_wait_and_can_go() -> None:
    with Server() as server:
        client = server.connect(KEY, "interrupt", "output")
        client.send([{"exec": "while True: print('x' * 10_000)"}, {"eval": "1"}])
        client.receive_output()
        client.connection.close()
        assert server.process.wait(PATIENCE) == 0
