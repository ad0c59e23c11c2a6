"""`make bench`: run the loads against each server in turn, and say how ours compares.

Times are of this machine; the ratios are what tells. Exit 1 when a bar is missed.
"""

import argparse
import json
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from tests.bench_live.loads import LOADS, Load
from tests.bench_live.servers import NAMES, OURS, PLACE, Node, Ours, Theirs, install, list_servers

Run = dict[str, Any]
_NUMBERS: Final = ("cpuPer1000", "p50", "p95", "p99", "receipt50", "receipt99", "kilobytesEach")


def run_load(node: Node, load: Load, server: Ours | Theirs, seconds: float) -> Run:
    """What the editors have measured."""
    with server.serve(load.rooms) as where:
        plan = {"editors": load.editors, "readers": load.readers, "seconds": seconds}
        plan |= {"rate": load.rate, "pointing": load.pointing}
        return node.run("load.mjs", {**where, **plan})


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench_live")
    parser.add_argument("--loads", default="", help="some of them, by name, with commas")
    parser.add_argument("--servers", default=",".join(NAMES))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=8)
    chosen = parser.parse_args()
    node = install()
    with tempfile.TemporaryDirectory() as folder:
        servers = list_servers(node, Path(folder))
        for load in LOADS:
            if chosen.loads and load.name not in chosen.loads.split(","):
                continue
            for _round in range(chosen.rounds):
                for name in chosen.servers.split(","):
                    if name == OURS or load.is_compared:
                        print(load.name, name, json.dumps(run_load(node, load, servers[name], chosen.seconds)), flush=True)


if __name__ == "__main__":
    main()
