"""The loads that are compared, and the bars that our server has to hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

THEIRS: Final = ("ywebsocket", "hocuspocus")
Times = Mapping[str, float]


@dataclass(frozen=True)
class Bars:
    """What our server may take at most."""

    #: times the CPU of the other server, for 1000 delivered edits
    cpu: Times = field(default_factory=dict)
    #: times its p99
    p99: Times = field(default_factory=dict)
    p99_ms: float | None = None
    receipt_ms: float | None = None
    kilobytes: float | None = None


@dataclass(frozen=True)
class Load:
    """So many rooms with so many people each, who type and point so often each second."""

    name: str
    rooms: int
    editors: int
    bars: Bars
    readers: int = 0
    rate: float = 5
    pointing: float = 2
    is_compared: bool = True


def _times(*times: float) -> Times:
    return dict(zip(THEIRS, times, strict=True))


LOADS: Final = (
    Load("1 × 10", 1, 10, Bars(cpu=_times(0.8, 0.6), p99_ms=30)),
    Load("1 × 50", 1, 50, Bars(_times(0.5, 0.4), _times(1.5, 1.5), 40, 15)),
    Load("1 × 100", 1, 100, Bars(_times(0.3, 0.35), _times(1, 1))),
    Load("1 × 200", 1, 200, Bars(_times(0.12, 0.4), _times(0.1, 0.1))),
    Load("50 × 10", 50, 10, Bars(_times(0.8, 0.7), _times(1, 1))),
    Load("10 write, 400 read", 1, 10, Bars(p99_ms=150), readers=400, is_compared=False),
    Load("500 at rest", 1, 0, Bars(kilobytes=60), readers=500, is_compared=False),
)
