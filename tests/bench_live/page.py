"""BENCHMARKS.md and its plot, from what was measured."""

import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Final

from collab.core.clock import now
from tests.bench_live.loads import THEIRS
from tests.bench_live.results import Outcome
from tests.bench_live.servers import NAMES, OURS, ROOT

PLOT: Final = ".docs/bench-live.svg"
DATA: Final = ".docs/bench-live.json"
_ROW, _BAR, _LEFT, _WIDTH, _TOP = 58, 18, 110, 640, 70
_FILLS: Final = {"ywebsocket": "#2f6f9f", "hocuspocus": "#c26a1b"}
_SVG: Final = "http://www.w3.org/2000/svg"
_LOOK: Final = 'font-family="sans-serif" font-size="14" role="img"'
#: the widest bar; what is longer is cut
_MOST: Final = 2.0
_INTRO: Final = """# Benchmarks of live texts

How much it takes our server to carry what people type to everybody else, beside the two servers
that a team would take otherwise: the server of y-websocket, and Hocuspocus. Ours writes every edit
to disk (SQLite, `synchronous=FULL`) and checks it **before** anybody sees it; the others run as
they come and keep everything in memory.

`make bench` measures it again; `python -m tests.bench_live` does only this. It needs Linux, Node
and the network once, for the packages from npm. Servers take turns, each with a fresh process for
every run, which has five seconds to warm up; the figures are medians.

Editors type 5 letters a second and move their caret twice a second. *CPU* is the server's CPU time
for 1000 edits that were delivered, each to one other editor. Latencies are from the sender's socket
until the edit is in another editor's document. In the end all texts must be the same.

**Ratios tell, milliseconds do not**: editors and server share this machine. Where its load is
above the number of its cores, other programs were at work too: then servers that gather what waits
do less work, latencies say little, and it should be measured again on a machine that is idle.

Ours gathers what arrives within 16 to 48 ms into one write to the disk and one frame a person. That
is why it goes on where 200 people type at once, and why its latencies cannot come near those of a
server that passes on each letter by itself, as long as that server keeps up. In small rooms on a
quiet machine most of its CPU time goes into the writing: some 40 transactions a second, each of
which begins with cold caches.
"""


def describe_machine(versions: Mapping[str, str]) -> list[str]:
    """The machine and what runs on it, line by line."""
    known = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    models = [line.split(":")[1].strip() for line in known.splitlines() if "model name" in line]
    return [
        f"{models[0] if models else platform.processor()}, {os.cpu_count()} cores",
        f"Linux {platform.release().split('-')[0]}, load {os.getloadavg()[0]:.1f} at the end",
        f"Python {platform.python_version()}",
        *(f"{name} {version}" for name, version in versions.items()),
    ]


def write_page(
    outcomes: Sequence[Outcome], machine: Iterable[str], command: str, rounds: int
) -> None:
    """Write the page and the plot."""
    parts = [
        _INTRO,
        f"![Server CPU of ours by theirs]({PLOT})\n",
        *_compare(outcomes),
        *_list_bars(outcomes),
        "## Where it was measured\n",
        *(f"- {line}" for line in machine),
        f"- {now().date().isoformat()}, `{command}`: {rounds} runs of each, in turn",
        f"- every figure of every run: [{DATA}]({DATA})\n",
    ]
    (ROOT / "BENCHMARKS.md").write_text("\n".join(parts))
    (ROOT / PLOT).write_text(draw(outcomes))


def _compare(outcomes: Sequence[Outcome]) -> list[str]:
    lines = [
        "## Side by side\n",
        "| load | server | CPU ms | p50 ms | p99 ms | receipt p50 ms | frames/s | server CPU % |",
        "|---|---|---|---|---|---|---|---|",
    ]
    figures = ("cpuPer1000", "p50", "p99", "receipt50", "framesPerSecond", "serverPercent")
    for outcome in outcomes:
        for server in outcome.runs:
            values = [_say(outcome.median(server, figure)) for figure in figures]
            lines.append(f"| {outcome.load.name} | {NAMES[server]} | {' | '.join(values)} |")
    return [*lines, ""]


def _list_bars(outcomes: Sequence[Outcome]) -> list[str]:
    lines = ["## Bars\n", "| load | bar | at most | measured | |", "|---|---|---|---|---|"]
    for outcome in outcomes:
        for each in outcome.judge():
            verdict = "held" if each.is_held else "**missed**"
            limit, value = f"{each.bar:g} {each.unit}", f"{each.value:.2f} {each.unit}"
            lines.append(f"| {outcome.load.name} | {each.what} | {limit} | {value} | {verdict} |")
    failures = [line for outcome in outcomes for line in outcome.failures]
    return [*lines, *(f"\nFailed: {line}" for line in failures), ""]


def _say(value: float | None) -> str:
    return "–" if value is None else f"{value:.3g}" if value < 1000 else f"{value:.0f}"


def draw(outcomes: Sequence[Outcome]) -> str:
    """Our CPU by theirs, as bars; a line in each says where the bar is."""
    compared = [each for each in outcomes if each.load.is_compared and OURS in each.runs]
    height = _TOP + _ROW * len(compared) + 20
    parts = [
        f'<svg xmlns="{_SVG}" viewBox="0 0 {_LEFT + _WIDTH + 90} {height}" {_LOOK}>',
        "<title>Server CPU of ours by theirs; 1 is as much, the black line is the bar</title>",
        '<rect width="100%" height="100%" fill="#fff"/>',
        '<text x="8" y="22" font-weight="bold">Server CPU, ours by theirs</text>',
        *_legend(),
    ]
    for place, outcome in enumerate(compared):
        parts += _draw_row(outcome, _TOP + place * _ROW)
    parts.append(_line_at(1.0, _TOP - 6, height - 12, "#999", "4 3"))
    return "\n".join([*parts, "</svg>", ""])


def _legend() -> list[str]:
    parts = []
    for place, other in enumerate(THEIRS):
        x = _LEFT + place * 200
        parts.append(f'<rect x="{x}" y="36" width="14" height="14" fill="{_FILLS[other]}"/>')
        parts.append(f'<text x="{x + 20}" y="48">by {escape(NAMES[other])}\'s</text>')
    return parts


def _draw_row(outcome: Outcome, top: int) -> list[str]:
    parts = [f'<text x="8" y="{top + 24}">{escape(outcome.load.name)}</text>']
    for place, other in enumerate(THEIRS):
        ratio = outcome.ratio("cpuPer1000", other)
        if ratio is None:
            continue
        y = top + place * (_BAR + 4)
        width = _scale(ratio)
        fill = _FILLS[other]
        parts.append(f'<rect x="{_LEFT}" y="{y}" width="{width}" height="{_BAR}" fill="{fill}"/>')
        parts.append(f'<text x="{_LEFT + width + 6}" y="{y + 14}">{ratio:.2f}</text>')
        parts.append(_line_at(outcome.load.bars.cpu[other], y - 2, y + _BAR + 2, "#000", "0"))
    return parts


def _scale(ratio: float) -> int:
    return round(_WIDTH * min(ratio, _MOST) / _MOST)


def _line_at(ratio: float, top: int, bottom: int, color: str, dashes: str) -> str:
    x = _LEFT + _scale(ratio)
    return (
        f'<line x1="{x}" x2="{x}" y1="{top}" y2="{bottom}" stroke="{color}" '
        f'stroke-width="2" stroke-dasharray="{dashes}"/>'
    )
