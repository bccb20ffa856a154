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
from pathlib import Path
from time import perf_counter

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


def times(run: Callable[[], object], seconds: float) -> list[float]:
    """Milliseconds of runs. What a run makes is given back within it, as in `codec-times`."""
    first = time(run)
    if first >= seconds * 1000:
        return [first]
    found: list[float] = []
    while len(found) < 3 or sum(found) < seconds * 1000:
        found.append(time(run))
    return found


def time(run: Callable[[], object]) -> float:
    start = perf_counter()
    run()
    return (perf_counter() - start) * 1000


def report(name: str, size: int, found: list[float]) -> None:
    ordered = sorted(found)
    result = {"name": name, "bytes": size, "median": ordered[len(found) // 2], "minimum": ordered[0], "times": found, "peak": peak_memory()}
    print(json.dumps(result))


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
