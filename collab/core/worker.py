"""The worker: sees to every duty, each in a thread of its own; a greenlet in `collab serve`."""

import logging
import threading
import time

from collab.core import duty_runs
from collab.core.clock import now
from collab.core.duties import Duty, attend, leave, list_duties

#: a shared duty is asked for at least so often: another process may have left it behind
LOOK_SECONDS = 300.0
#: after something went wrong with the database
AFTER_TROUBLE_SECONDS = 30.0
_log = logging.getLogger(__name__)


class Worker:
    """Runs duties until it is told to stop. Nothing that a duty raises ends it."""

    def __init__(self, duties: tuple[Duty, ...] | None = None) -> None:
        self._duties = list_duties() if duties is None else duties
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begin, in the background."""
        for duty in self._duties:
            thread = threading.Thread(
                target=self._attend, args=(duty,), name=f"duty {duty.name}", daemon=True
            )
            self._threads.append(thread)
            thread.start()
            attend(duty.name)

    def ask_to_stop(self) -> None:
        """Begin nothing more."""
        self._stopping.set()
        for duty in self._duties:
            leave(duty.name)
            duty.alarm.set()

    def stop(self, timeout: float = 5.0) -> None:
        """Begin nothing more, and give what is running this long (seconds) to end."""
        self.ask_to_stop()
        until = time.monotonic() + timeout
        for thread in self._threads:
            thread.join(max(until - time.monotonic(), 0))
        self._threads.clear()

    def _attend(self, duty: Duty) -> None:
        while not self._stopping.is_set():
            duty.alarm.clear()
            seconds = self._turn(duty)
            if not self._stopping.is_set():
                duty.alarm.wait(seconds)

    def _turn(self, duty: Duty) -> float:
        """Do it if it is due; returns in how many seconds to look again."""
        try:
            return self._run_shared(duty) if duty.is_shared else self._run(duty)
        except Exception:  # noqa: BLE001 no duty ends the worker
            _log.exception("duty %s went wrong and will be tried again", duty.name)
            return min(duty.every.total_seconds(), AFTER_TROUBLE_SECONDS)

    def _run(self, duty: Duty) -> float:
        has_more = duty.work()
        return 0.0 if has_more else duty.every.total_seconds()

    def _run_shared(self, duty: Duty) -> float:
        wait = (duty_runs.find_next(duty.name) - now()).total_seconds()
        if wait <= 0:
            run_once(duty)
            wait = duty.every.total_seconds()
        return min(wait, LOOK_SECONDS)


def run_once(duty: Duty) -> bool:
    """Do a shared duty if it is due and nobody else is at it; returns whether it was done.

    What it raises is noted, logged and kept from the caller.
    """
    turn = duty_runs.take(duty.name)
    if turn is None:
        return False
    failure = ""
    try:
        duty.work()
    except Exception as error:  # noqa: BLE001 no duty ends the worker
        _log.exception("duty %s failed and will be tried again", duty.name)
        failure = f"{type(error).__name__}: {error}"
    duty_runs.settle(duty.name, turn, every=duty.every, failure=failure)
    return not failure
