"""The results as a bar chart: `results.svg`, which can be read on light and dark pages."""

from measure import FILES, OURS, PEERS, Results

WIDTH, LEFT, RIGHT = 760, 150, 120
BAR, GAP, GROUP, PANEL = 15, 2, 12, 34

STYLE = """
  svg { font: 12px system-ui, -apple-system, 'Segoe UI', sans-serif; }
  .page { fill: #ffffff; } .text { fill: #1f2328; } .quiet { fill: #59636e; } .axis { stroke: #d1d9e0; }
  .zinc { fill: #0a6cd6; } .brio { fill: #1a7f37; } .rusty { fill: #bc4c00; } .phable { fill: #8250df; }
  @media (prefers-color-scheme: dark) {
    .page { fill: #0d1117; } .text { fill: #f0f6fc; } .quiet { fill: #9198a1; } .axis { stroke: #3d444d; }
    .zinc { fill: #4493f8; } .brio { fill: #3fb950; } .rusty { fill: #f0883e; } .phable { fill: #ab7df8; }
  }
"""

# What is drawn of each file: the name in the legend, its colour, the implementation and the format.
BARS = [
    ("haystack-sdk, Zinc", "zinc", OURS, "zinc"),
    ("haystack-sdk, Brio", "brio", OURS, "brio"),
    ("rusty-haystack, Zinc", "rusty", PEERS[0], "zinc"),
    ("phable, Zinc", "phable", PEERS[1], "zinc"),
]


def svg(results: Results) -> str:
    shapes: list[str] = []
    top = 58
    for panel, title in (("decode", "Decode"), ("encode", "Encode")):
        top = draw_panel(shapes, results, panel, title, top)
    height = top + 8
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img">'
    title = "<title>Throughput of codecs in megabytes of Zinc text a second</title>"
    page = f'<rect class="page" width="{WIDTH}" height="{height}" rx="6"/>'
    return "\n".join([head, title, f"<style>{STYLE}</style>", page, *legend(), *shapes, "</svg>", ""])


def legend() -> list[str]:
    words = "MB of the grid’s Zinc text a second, by the fastest run: more is better. All bars of a file are of one grid."
    shapes = [text(16, 22, words, "quiet")]
    for index, (name, colour, _, _) in enumerate(BARS):
        x = 16 + index * 178
        shapes += [f'<rect class="{colour}" x="{x}" y="34" width="12" height="12" rx="2"/>', text(x + 18, 44, name)]
    return shapes


def draw_panel(shapes: list[str], results: Results, panel: str, title: str, top: int) -> int:
    speeds = {
        (file, colour): speed
        for file in FILES
        for _, colour, name, form in BARS
        if (speed := throughput(results, name, f"{form}-{panel}", file)) is not None
    }
    scale = (WIDTH - LEFT - RIGHT) / max(speeds.values())
    shapes.append(text(16, top + 22, title, "text", "bold"))
    y = top + PANEL
    for file in FILES:
        start = y
        for _, colour, _, _ in BARS:
            shapes += bar(colour, y, speeds.get((file, colour)), scale)
            y += BAR + GAP
        shapes.append(text(LEFT - 12, (start + y) // 2 + 3, file, anchor="end"))
        shapes.append(f'<line class="axis" x1="{LEFT}" x2="{LEFT}" y1="{start - 2}" y2="{y}"/>')
        y += GROUP
    return y


def bar(colour: str, y: int, speed: float | None, scale: float) -> list[str]:
    if speed is None:
        return [text(LEFT + 6, y + 12, "fails", "quiet")]
    width = max(1.0, speed * scale)
    shape = f'<rect class="{colour}" x="{LEFT}" y="{y}" width="{width:.1f}" height="{BAR}" rx="2"/>'
    return [shape, text(round(LEFT + width + 6), y + 12, f"{speed:,.0f}" if speed >= 10 else f"{speed:.1f}", "quiet")]


def throughput(results: Results, name: str, codec: str, file: str) -> float | None:
    times = results.codecs.get((name, codec, file))
    zinc = results.codecs.get((OURS, "zinc-decode", file))
    if times is None or zinc is None or not times.clock:
        return None
    return zinc.bytes / times.minimum / 1000


def text(x: int, y: int, words: str, style: str = "text", weight: str = "normal", anchor: str = "start") -> str:
    return f'<text class="{style}" x="{x}" y="{y}" text-anchor="{anchor}" font-weight="{weight}">{words}</text>'
