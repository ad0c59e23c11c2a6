"""`make bench`: run the loads against each server in turn, and say how ours compares.

Times are of this machine; the ratios are what tells. Exit 1 when a bar is missed. Results are left
in `var/bench/live.json`; with `--publish` they become BENCHMARKS.md and what it shows.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.bench_live.loads import LOADS, Load
from tests.bench_live.page import DATA, describe_machine, write_page
from tests.bench_live.results import Outcome, Run
from tests.bench_live.servers import NAMES, OURS, PLACE, ROOT, Node, Ours, Theirs, install
from tests.bench_live.servers import list_servers as open_servers


def run_load(node: Node, load: Load, server: Ours | Theirs, seconds: float) -> Run:
    """What the editors have measured."""
    with server.serve(load.rooms) as where:
        plan = {"editors": load.editors, "readers": load.readers, "seconds": seconds}
        plan |= {"rate": load.rate, "pointing": load.pointing}
        return node.run("load.mjs", {**where, **plan})


def run_loads(node: Node, chosen: argparse.Namespace) -> list[Outcome]:
    """Every load, with the servers in turn in every round."""
    outcomes = []
    with tempfile.TemporaryDirectory() as folder:
        servers = open_servers(node, Path(folder))
        for load in LOADS:
            if not chosen.loads or load.name in chosen.loads.split(","):
                outcome = run_rounds(node, load, servers, chosen)
                say(outcome)
                outcomes.append(outcome)
                keep(node, outcomes, chosen)  # what follows may be interrupted
    return outcomes


def run_rounds(
    node: Node, load: Load, servers: Mapping[str, Ours | Theirs], chosen: argparse.Namespace
) -> Outcome:
    """One load: all servers, and all over again."""
    names = [name for name in chosen.servers.split(",") if name == OURS or load.is_compared]
    runs: dict[str, list[Run]] = {name: [] for name in names}
    for _round in range(chosen.rounds):
        for name in names:
            runs[name].append(run_load(node, load, servers[name], chosen.seconds))
    return Outcome(load, runs)


def say(outcome: Outcome) -> None:
    """Print the medians and the bars of a load."""
    print(f"\n{outcome.load.name}")
    for server in outcome.runs:
        words = "   ".join(
            f"{title} {value:8.2f}"
            for title, figure in (
                ("CPU ms/1000", "cpuPer1000"),
                ("p50", "p50"),
                ("p99", "p99"),
                ("receipt p50", "receipt50"),
                ("kB each", "kilobytesEach"),
            )
            if (value := outcome.median(server, figure)) is not None
        )
        print(f"  {NAMES[server]:12} {words}")
    for each in outcome.judge():
        verdict = "" if each.is_held else "   MISSED"
        print(f"  {each.what:24}{each.value:8.2f} {each.unit:3} bar {each.bar:g}{verdict}")
    for failure in outcome.failures:
        print(f"  FAILED: {failure}")
    sys.stdout.flush()


def keep(node: Node, outcomes: list[Outcome], chosen: argparse.Namespace) -> None:
    """Leave everything as JSON, and as a page when that is asked for."""
    packages = ("@y/websocket-server", "@hocuspocus/server", "yjs", "ws")
    versions = {"Node": node.version(), **{name: node.version_of(name) for name in packages}}
    machine = describe_machine(versions)
    words = json.dumps(
        {
            "machine": machine,
            "rounds": chosen.rounds,
            "seconds": chosen.seconds,
            "loads": [outcome.as_json() for outcome in outcomes],
        },
        indent=1,
    )
    (PLACE / "live.json").write_text(words + "\n")
    if chosen.publish:
        (ROOT / DATA).write_text(words + "\n")
        command = f"python -m tests.bench_live --publish --rounds {chosen.rounds}"
        write_page(outcomes, machine, command, chosen.rounds)


def read_arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench_live")
    parser.add_argument("--loads", default="", help="some of them, by name, with commas")
    parser.add_argument("--servers", default=",".join(NAMES))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--publish", action="store_true", help="write BENCHMARKS.md")
    return parser.parse_args()


def main() -> None:
    """Measure, print, keep; exit 1 when a bar is missed or a run has failed."""
    chosen = read_arguments()
    node = install()
    outcomes = run_loads(node, chosen)
    is_good = all(
        not outcome.failures and all(each.is_held for each in outcome.judge())
        for outcome in outcomes
    )
    sys.exit(0 if is_good else 1)


if __name__ == "__main__":
    main()
