"""Runs everything that is compared, in turns, each measurement in a process of its own."""

import json
import os
import platform
import statistics
import subprocess
import sys
import venv
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from cells import differences

HERE = Path(__file__).resolve().parent.parent
DATA = HERE / ".data"
VENV = HERE / ".venv"
FILES = ("his", "points", "num", "defs")
OURS = "haystack-sdk"
PEERS = ("rusty-haystack", "phable")
SIZES = (1_000, 10_000, 100_000, 1_000_000)


@dataclass
class Times:
    """Milliseconds of all runs of all rounds, of the processor and of the clock, and what went with them."""

    processor: list[float] = field(default_factory=list)
    clock: list[float] = field(default_factory=list)
    bytes: int = 0
    peak: int = 0

    def add(self, line: str) -> None:
        """Takes the runs of a line that a tool printed."""
        found = json.loads(line)
        self.processor += found["processor"]
        self.clock += found["clock"]
        self.bytes = found["bytes"]

    @property
    def median(self) -> float:
        return statistics.median(self.processor)

    @property
    def minimum(self) -> float:
        return min(self.processor)

    @property
    def clock_minimum(self) -> float:
        return min(self.clock)


@dataclass
class Results:
    """What a run of `compare` found."""

    # (implementation, codec, file), such as ("phable", "zinc-decode", "his")
    codecs: dict[tuple[str, str, str], Times] = field(default_factory=dict)
    wire: dict[str, Times] = field(default_factory=dict)
    docker: dict[str, Times] = field(default_factory=dict)
    linear: dict[int, Times] = field(default_factory=dict)
    # Bytes that a cell of a grid of doubles takes.
    double: float = 0
    # (implementation, "reads" or "writes", file): what differs, or the one line that says why nothing came
    faults: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    rounds: int = 0
    machine: str = ""
    day: str = field(default_factory=lambda: date.today().isoformat())


class Failed(Exception):
    """A measurement's process ended with an error; the text is its last line."""


def prepare() -> None:
    """Makes what a run needs: data, the peers, our tools."""
    run([sys.executable, HERE / "make-data", DATA])
    if not (VENV / "bin" / "python").exists():
        venv.create(VENV, with_pip=True)
    run([VENV / "bin" / "pip", "install", "--quiet", *PEERS])
    for product in ("codec-times", "wire-times", "docker-times"):
        subprocess.run(["swift", "build", "-c", "release", "--product", product], cwd=HERE, check=True, stdout=sys.stderr)
    for file in FILES:
        run([tool("codec-times"), "write", "brio-encode", path(file), path(file, "brio")])


def measure(rounds: int, seconds: float) -> Results:
    results = Results(rounds=rounds, machine=machine(), versions=versions())
    for turn in range(rounds + 1):
        # The first turn runs everything once, cold: for the peak memory.
        budget = 0 if turn == 0 else seconds
        for codec in ("zinc-decode", "zinc-encode", "brio-decode", "brio-encode"):
            for file in FILES:
                for name in (OURS, *PEERS):
                    if name == OURS or codec.startswith("zinc"):
                        say(f"round {turn}/{rounds}: {codec} {file} {name}")
                        measure_codec(results, name, codec, file, budget)
        if turn > 0:
            measure_ours(results, seconds)
    for file in FILES:
        compare_values(results, file)
    return results


def measure_codec(results: Results, name: str, codec: str, file: str, seconds: float) -> None:
    source = path(file, "brio" if codec == "brio-decode" else "zinc")
    try:
        line = run(command(name, codec, source, str(seconds)))
    except Failed:
        # Said once, where the values are compared.
        return
    times = results.codecs.setdefault((name, codec, file), Times())
    if seconds == 0:
        times.peak = json.loads(line)["peak"]
    else:
        times.add(line)


def measure_ours(results: Results, seconds: float) -> None:
    """What has no peer: the wire, the Docker client, and the cost of a row as their number grows."""
    say("the wire")
    for line in run([tool("wire-times"), str(seconds)]).splitlines():
        results.wire.setdefault(json.loads(line)["name"], Times()).add(line)
    say("the Docker client")
    for line in run([tool("docker-times"), str(seconds)]).splitlines():
        results.docker.setdefault(json.loads(line)["name"], Times()).add(line)
    for rows in SIZES:
        say(f"his of {rows} rows")
        file = path("his" if rows == 100_000 else f"his-{rows}")
        times = results.linear.setdefault(rows, Times())
        times.add(run([tool("codec-times"), "zinc-decode", file, str(seconds)]))
        times.peak = json.loads(run([tool("codec-times"), "zinc-decode", file, "0"]))["peak"]
    grid = json.loads(run([tool("codec-times"), "doubles"]))
    results.double = grid["bytes"] / grid["cells"]


def compare_values(results: Results, file: str) -> None:
    """Cell by cell: what each peer reads of the file, and what we read of the text that each writes of it."""
    say(f"values of {file}")
    expected = run([tool("codec-times"), "cells", path(file)]).splitlines()
    for name in (OURS, *PEERS):
        written = path(f"{file}-by-{name}")
        write = "write" if name != OURS else "write zinc-encode"
        steps: dict[str, list[list[str | Path]]] = {
            "reads": [command(name, "cells", path(file))],
            "writes": [command(name, *write.split(), path(file), written), [tool("codec-times"), "cells", written]],
        }
        for step, commands in steps.items():
            try:
                text = [run(line) for line in commands][-1]
                found = differences(expected, text.splitlines())
                results.faults[(name, step, file)] = [fault(column, pairs) for column, pairs in sorted(found.items())]
            except Failed as failed:
                results.faults[(name, step, file)] = [f"fails: {failed}"]


def fault(column: str, pairs: list[tuple[str, str]]) -> str:
    expected, found = min(pairs)
    return f"{column}: {len(pairs)} differ, such as `{shorten(found)}` for `{shorten(expected)}`"


def shorten(text: str) -> str:
    return text if len(text) < 90 else text[:87] + "…"


def command(name: str, *arguments: str | Path) -> list[str | Path]:
    if name == OURS:
        return [tool("codec-times"), *arguments]
    return [VENV / "bin" / "python", HERE / "comparison" / "worker.py", name, *arguments]


def run(line: list[str | Path]) -> str:
    done = subprocess.run([str(part) for part in line], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Failed(reason(done.stderr))
    return done.stdout


def reason(words: str) -> str:
    """The line that says why a process failed: Python's last, and Swift's above its backtrace."""
    lines = words.strip().splitlines() or ["no word"]
    swift = [line.split("top level: ")[1] for line in lines if "top level: " in line]
    return (swift or lines[-1:])[0]


def tool(name: str) -> Path:
    return HERE / ".build" / "release" / name


def path(file: str, kind: str = "zinc") -> Path:
    return DATA / f"{file}.{kind}"


def versions() -> dict[str, str]:
    found = {name: run(command(name, "version")).strip() for name in PEERS}
    swift = run(["swift", "--version"]).splitlines()
    found["Swift"] = next((word for line in swift for word in line.split("version ")[1:]), "?").split()[0]
    found["Python"] = run([VENV / "bin" / "python", "--version"]).split()[-1]
    return found


def machine() -> str:
    return f"{platform.system()} on {platform.machine()}, {os.cpu_count()} cores shared with other work"


def say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)
