"""The results as `RESULTS.md`, and checked against the thresholds."""

import json
import statistics

from measure import FILES, HERE, OURS, PEERS, SIZES, Results, Times

TITLES = {"zinc-decode": "Zinc decode", "zinc-encode": "Zinc encode", "brio-decode": "Brio decode", "brio-encode": "Brio encode"}
REFERENCE = "rusty-haystack"

INTRODUCTION = """# Results

Written by `Benchmarks/compare`; do not edit. See [README.md](README.md) for how to run it and what the files hold.

![Throughput of each codec and file](results.svg)

- {machine}; Swift {Swift}, Python {Python}, rusty-haystack {rusty-haystack}, phable {phable}; {day}.
- {rounds} rounds; in each round everything runs once, one after the other, each in a process of its own, several times where it is short.
  Times are milliseconds of the processor (all work on one core), the minimum and median over all runs of all rounds, and the least by the
  clock. Other work shares the machine: trust the minimum more than the median, the processor's time more than the clock's, and ratios
  more than times.
- Decoding goes from bytes or text in memory to the implementation's own grid, and gives it back; no cell is touched. For the peers that
  means no Python objects for cells where they make them only on demand (rusty-haystack).
- MB/s are of the format's own bytes, by the minimum. *Ratio* is how many times as long rusty-haystack takes, by minimum and by median.
- Peak memory is that of the whole process after one cold run: runtime, input, and for encoding also the decoded grid.
"""


def markdown(results: Results) -> str:
    parts = [INTRODUCTION.format(machine=results.machine, day=results.day, rounds=results.rounds, **results.versions)]
    for codec in ("zinc-decode", "zinc-encode"):
        parts.append(f"## {TITLES[codec]}\n\n" + peers_table(results, codec))
    parts.append(
        "## Brio\n\nNeither peer reads or writes Brio. *Ratio* is how many times as long our own Zinc takes for the same grid.\n\n"
        + brio_table(results)
    )
    parts.append("## Matrices and replies\n\n" + WIRE + wire_table(results))
    parts.append("## The Docker client\n\n" + DOCKER + docker_table(results))
    parts.append(f"## Cost of a row\n\nOur Zinc decode of `his`, cut or drawn out.\n\n{linear_table(results)}")
    parts.append(f"A grid of doubles, built row by row, takes {results.double:.2f} bytes a cell as long as it is kept.\n")
    parts.append(f"## Values\n\n{VALUES}\n{values_list(results)}")
    return "\n".join(parts)


WIRE = """A matrix of 8 MB is packed into a request and unpacked from a reply; the reply reader finds the end of a reply that comes in
pieces of 64 KB. Each goes by turns with a `memcpy` of as many bytes into memory got in the same way; *ratio* is to that copy, by minimum
and by median. At 100 MB nearly all of both is the system's making of new memory.

"""

DOCKER = """Over a unix socket to a stub of an engine, which has a thread of its own in the same process and answers at once. A ping goes by
turns with the same exchange written by hand with the same NIO; *ratio* is to that exchange, by minimum and by median. An archive and a log
have 1 GiB. The work is spread over several cores and waits for the other side: times are the clock's.

"""

VALUES = """Every cell, column and meta: what an implementation reads of the file, and what its encoder's text says to our reader, against
what our reader finds in the file. Faults found here are counted in no time above.
"""


def table(head: list[str], rows: list[list[str]]) -> str:
    rule = ["---" if index < 2 else "--:" for index in range(len(head))]
    return "".join(f"| {' | '.join(row)} |\n" for row in [head, rule, *rows])


def peers_table(results: Results, codec: str) -> str:
    rows = []
    for file in FILES:
        reference = results.codecs.get((REFERENCE, codec, file))
        for name in (OURS, *PEERS):
            times = results.codecs.get((name, codec, file))
            if times is None or not times.clock:
                rows.append([file, name, "fails", "", "", "", "", ""])
            else:
                rows.append([file, name, *figures(times), ratio(reference, times), megabytes(times.peak)])
    return table(["file", "implementation", "ms (minimum)", "ms (median)", "ms (clock)", "MB/s", "ratio", "peak memory, MB"], rows)


def brio_table(results: Results) -> str:
    rows = []
    for codec in ("brio-decode", "brio-encode"):
        for file in FILES:
            times = results.codecs[(OURS, codec, file)]
            zinc = results.codecs[(OURS, codec.replace("brio", "zinc"), file)]
            rows.append([TITLES[codec], file, *figures(times), ratio(zinc, times), megabytes(times.peak)])
    return table(["codec", "file", "ms (minimum)", "ms (median)", "ms (clock)", "MB/s", "ratio", "peak memory, MB"], rows)


def wire_table(results: Results) -> str:
    rows = []
    for name, times in results.wire.items():
        if not name.endswith("memcpy"):
            copy = results.wire.get(f"{name} memcpy")
            beside = f"{times.minimum / copy.minimum:.2f} / {times.median / copy.median:.2f}" if copy else ""
            rows.append([name, "", *figures(times), beside])
    return table(["what", "", "ms (minimum)", "ms (median)", "ms (clock)", "MB/s", "ratio"], rows)


def docker_table(results: Results) -> str:
    rows = []
    for name, times in results.docker.items():
        hand = results.docker.get(f"{name} by hand")
        median = statistics.median(times.clock)
        beside = f"{times.clock_minimum / hand.clock_minimum:.2f} / {median / statistics.median(hand.clock):.2f}" if hand else ""
        rate = f"{times.bytes / times.clock_minimum / 1e3:,.0f}" if times.bytes else ""
        rows.append([name, "", milliseconds(times.clock_minimum), milliseconds(median), rate, beside])
    return table(["what", "", "ms (minimum)", "ms (median)", "MB/s", "ratio"], rows)


def linear_table(results: Results) -> str:
    rows = [
        [f"{size:,}", "", milliseconds(times.minimum), f"{times.minimum * 1e6 / size:.0f}", megabytes(times.peak)]
        for size, times in results.linear.items()
        if size in SIZES
    ]
    return table(["rows", "", "ms (minimum)", "ns a row", "peak memory, MB"], rows)


def values_list(results: Results) -> str:
    text = ""
    for name in (OURS, *PEERS):
        for step in ("reads", "writes"):
            sound = [file for file in FILES if not results.faults[(name, step, file)]]
            text += f"- {name} {step} {', '.join(sound) or 'nothing'} without a difference\n"
            for file in FILES:
                text += "".join(f"  - **{step} {file} otherwise**: {fault}\n" for fault in results.faults[(name, step, file)])
    return text


def figures(times: Times) -> list[str]:
    every = (times.minimum, times.median, times.clock_minimum)
    return [*map(milliseconds, every), f"{times.bytes / times.minimum / 1000:,.0f}"]


def milliseconds(value: float) -> str:
    return f"{value:.2f}" if value < 100 else f"{value:,.0f}"


def megabytes(value: int) -> str:
    return f"{value / 1e6:.0f}"


def ratio(reference: Times | None, times: Times) -> str:
    if reference is None or not reference.clock:
        return ""
    return f"{reference.minimum / times.minimum:.2f}× / {reference.median / times.median:.2f}×"


def misses(results: Results) -> list[str]:
    """What falls short of `thresholds.json`, by the minimum."""
    limits = json.loads((HERE / "thresholds.json").read_text(encoding="utf-8"))
    found = []

    def least(what: str, value: float, limit: float) -> None:
        if value < limit:
            found.append(f"{what}: {value:.2f}, expected at least {limit}")

    def most(what: str, value: float, limit: float) -> None:
        if value > limit:
            found.append(f"{what}: {value:.2f}, expected at most {limit}")

    def minimum(name: str, codec: str, file: str) -> float:
        return results.codecs[(name, codec, file)].minimum

    for codec, files in limits["times as fast as rusty-haystack, at least"].items():
        for file, limit in files.items():
            least(f"{codec} {file} to rusty-haystack", minimum(REFERENCE, codec, file) / minimum(OURS, codec, file), limit)
    for codec, files in limits["times as fast as our Zinc, at least"].items():
        for file, limit in files.items():
            least(f"{codec} {file} to Zinc", minimum(OURS, codec.replace("brio", "zinc"), file) / minimum(OURS, codec, file), limit)
    for name, limit in limits["time of a memcpy, at most"].items():
        most(f"{name} to memcpy", results.wire[name].minimum / results.wire[f"{name} memcpy"].minimum, limit)
    for name, limit in limits["time of an exchange by hand, at most"].items():
        most(f"{name} by hand", results.docker[name].clock_minimum / results.docker[f"{name} by hand"].clock_minimum, limit)
    for name, limit in limits["MB/s over a unix socket, at least"].items():
        least(name, results.docker[name].bytes / results.docker[name].clock_minimum / 1e3, limit)
    for file, limit in limits["peak memory of Zinc decode in MB, at most"].items():
        most(f"peak memory of {file}", results.codecs[(OURS, "zinc-decode", file)].peak / 1e6, limit)
    smallest, largest = (results.linear[size].minimum / size for size in (SIZES[0], SIZES[-1]))
    most("cost of a row of 1,000,000 to that of 1,000", largest / smallest, limits["cost of a row of 1,000,000 to that of 1,000, at most"])
    most("bytes a cell of a grid of doubles", results.double, limits["bytes a cell of a grid of doubles, at most"])
    return found
