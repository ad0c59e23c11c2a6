"""What the runs say: medians, how ours compares with the others, and which bars are held."""

import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tests.bench_live.loads import Load
from tests.bench_live.servers import NAMES, OURS

Run = Mapping[str, Any]
FIGURES: Final = (
    "cpuPer1000",
    "p50",
    "p95",
    "p99",
    "receipt50",
    "receipt99",
    "framesPerSecond",
    "serverPercent",
    "kilobytesEach",
    "ownPercent",
    "ownLag",
)


@dataclass(frozen=True)
class Verdict:
    """One bar, and where we are."""

    what: str
    value: float
    bar: float
    unit: str

    @property
    def is_held(self) -> bool:
        """Whether we are at the bar or below."""
        return self.value <= self.bar


@dataclass(frozen=True)
class Outcome:
    """All runs of one load, by the name of the server."""

    load: Load
    runs: Mapping[str, Sequence[Run]]

    def median(self, server: str, figure: str) -> float | None:
        """The median over the runs; None when nothing was measured."""
        found = [run[figure] for run in self.runs.get(server, ()) if run.get(figure) is not None]
        return statistics.median(found) if found else None

    def ratio(self, figure: str, other: str) -> float | None:
        """Ours by theirs, both as medians."""
        ours, theirs = self.median(OURS, figure), self.median(other, figure)
        return None if ours is None or not theirs else ours / theirs

    @property
    def failures(self) -> list[str]:
        """Runs in which something was lost, refused or other than elsewhere."""
        return [
            f"{NAMES[server]}, run {number}: {run.get('fatal') or describe(run)}"
            for server, runs in self.runs.items()
            for number, run in enumerate(runs, start=1)
            if not run["ok"]
        ]

    def judge(self) -> list[Verdict]:
        """All bars of the load that could be measured."""
        return [verdict for verdict in self._verdicts() if verdict.value >= 0]

    def _verdicts(self) -> Iterator[Verdict]:
        bars = self.load.bars
        for other, bar in bars.cpu.items():
            yield _verdict(f"CPU by {NAMES[other]}'s", self.ratio("cpuPer1000", other), bar, "×")
        for other, bar in bars.p99.items():
            yield _verdict(f"p99 by {NAMES[other]}'s", self.ratio("p99", other), bar, "×")
        for what, figure, limit, unit in (
            ("p99", "p99", bars.p99_ms, "ms"),
            ("receipt p50", "receipt50", bars.receipt_ms, "ms"),
            ("memory each", "kilobytesEach", bars.kilobytes, "kB"),
        ):
            if limit is not None:
                yield _verdict(what, self.median(OURS, figure), limit, unit)

    def as_json(self) -> dict[str, Any]:
        """Everything, for other programs."""
        medians = {
            server: {figure: self.median(server, figure) for figure in FIGURES}
            for server in self.runs
        }
        bars = [
            {"what": each.what, "value": round(each.value, 3), "bar": each.bar, "unit": each.unit}
            for each in self.judge()
        ]
        runs = {server: list(each) for server, each in self.runs.items()}
        return {"load": self.load.name, "medians": medians, "bars": bars, "runs": runs}


def _verdict(what: str, value: float | None, bar: float, unit: str) -> Verdict:
    return Verdict(what, -1.0 if value is None else value, bar, unit)


def describe(run: Run) -> str:
    """What went wrong in a run, in short."""
    parts = [f"{name} {run.get(name)}" for name in ("settled", "diverged", "lost", "refused")]
    return ", ".join([*parts, *([str(run["why"])] if run.get("why") else [])])
