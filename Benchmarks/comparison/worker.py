"""What `compare` runs of a peer, in a process of its own: does for it what `codec-times` does for us, and prints the same.

worker.py PEER zinc-decode FILE SECONDS    a line of JSON; with 0 seconds after a single run
worker.py PEER zinc-encode FILE SECONDS
worker.py PEER write FILE OUT              writes what the peer encodes of the file
worker.py PEER cells FILE                  a line for each cell
worker.py PEER version
"""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter, process_time

import cells
from peers import PEERS


def main(peer_name: str, task: str, *rest: str) -> None:
    peer = PEERS[peer_name]()
    match task, *rest:
        case ("version",):
            print(peer.version)
        case "cells", file:
            for line in cells.lines(peer.table(peer.decode(read(file)))):
                print(line)
        case "write", file, out:
            Path(out).write_text(peer.encode(peer.decode(read(file))), encoding="utf-8")
        case "zinc-decode", file, seconds:
            source = read(file)
            report(task, len(source.encode()), times(lambda: peer.decode(source), float(seconds)))
        case "zinc-encode", file, seconds:
            grid = peer.decode(read(file))
            size = len(peer.encode(grid).encode()) if float(seconds) else 0
            report(task, size, times(lambda: peer.encode(grid), float(seconds)))
        case _:
            sys.exit(__doc__)


def read(file: str) -> str:
    return Path(file).read_text(encoding="utf-8")


@dataclass
class RunTimes:
    """Milliseconds of runs, as in `codec-times`. What a run makes is given back within it."""

    processor: list[float] = field(default_factory=list)
    clock: list[float] = field(default_factory=list)

    def add(self, run: Callable[[], object]) -> None:
        processor, clock = process_time(), perf_counter()
        run()
        self.processor.append((process_time() - processor) * 1000)
        self.clock.append((perf_counter() - clock) * 1000)

    def fill(self, seconds: float) -> bool:
        return sum(self.clock) >= seconds * 1000


def times(run: Callable[[], object], seconds: float) -> RunTimes:
    first = RunTimes()
    first.add(run)
    # A run that long is not repeated; the first of shorter ones is not counted.
    if first.fill(seconds):
        return first
    found = RunTimes()
    while len(found.clock) < 3 or not found.fill(seconds):
        found.add(run)
    return found


def report(name: str, size: int, found: RunTimes) -> None:
    print(json.dumps({"name": name, "bytes": size, "processor": found.processor, "clock": found.clock, "peak": peak_memory()}))


def peak_memory() -> int:
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except FileNotFoundError:
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Not getrusage where there is this: a process starts with the peak of the one that made it.
    return next(int(line.split()[1]) << 10 for line in status.splitlines() if line.startswith("VmHWM:"))


if __name__ == "__main__":
    main(*sys.argv[1:])
