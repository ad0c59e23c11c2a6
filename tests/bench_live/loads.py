"""The loads that are compared, and the bars that our server has to hold."""

from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True)
class Bars:
    """At most so many times what the others take; milliseconds and kilobytes are of our own."""

    #: server CPU per 1000 delivered edits, by the name of the other server
    cpu: dict[str, float] = field(default_factory=dict)
    #: p99 by the name of the other server
    p99: dict[str, float] = field(default_factory=dict)
    p99_ms: float | None = None
    receipt_ms: float | None = None
    kilobytes: float | None = None


@dataclass(frozen=True)
class Load:
    """So many rooms with so many people each."""

    name: str
    rooms: int
    editors: int
    bars: Bars
    readers: int = 0
    #: edits and movements of the caret, each second of each editor
    rate: float = 5
    pointing: float = 2
    is_compared: bool = True


def _both(cpu: tuple[float, float], p99: float | None = None, p99_ms: float | None = None) -> Bars:
    names = ("ywebsocket", "hocuspocus")
    return Bars(
        dict(zip(names, cpu, strict=True)),
        {} if p99 is None else dict.fromkeys(names, p99),
        p99_ms,
    )


LOADS: Final = (
    Load("1 × 10", 1, 10, _both((0.8, 0.6), p99_ms=30)),
    Load("1 × 50", 1, 50, Bars({"ywebsocket": 0.5, "hocuspocus": 0.4}, {"ywebsocket": 1.5, "hocuspocus": 1.5}, 40, 15)),
    Load("1 × 100", 1, 100, _both((0.3, 0.35), 1)),
    Load("1 × 200", 1, 200, _both((0.12, 0.4), 0.1)),
    Load("50 × 10", 50, 10, _both((0.8, 0.7), 1)),
    Load("10 write, 400 read", 1, 10, Bars(p99_ms=150), readers=400, is_compared=False),
    Load("500 at rest", 1, 0, Bars(kilobytes=60), readers=500, is_compared=False),
)
