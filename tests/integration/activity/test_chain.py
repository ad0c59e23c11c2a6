"""The log cannot be changed; and where somebody does it all the same, it shows."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Select, select
from sqlalchemy.exc import DBAPIError

from collab.activity import chain
from collab.activity import service as activity
from collab.activity.chain import Fault
from collab.activity.models import Activity
from collab.cli import main
from collab.core.db import unit_of_work
from tests.integration.activity.conftest import LINES
from tests.world import Place, World

Run = Callable[..., None]
HERE = "cooperation_id = (SELECT id FROM cooperation WHERE slug = 'here')"
COLUMNS = (
    "cooperation_id, person_id, role, delegation_id, verb, subject_id, details, salt, "
    "details_digest, at"
)


def verify(place: Place) -> tuple[int, Fault | None]:
    with unit_of_work(place.scope, writes=False):
        return chain.verify()


def test_an_untouched_log_is_whole(log: World) -> None:
    assert verify(log.here) == (LINES, None)
    assert verify(log.elsewhere) == (1, None)


def test_an_empty_log_is_whole(world: World) -> None:
    assert verify(world.here) == (0, None)


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE activity SET verb = 'meeting.created' WHERE number = 3 AND {HERE}",
        f"UPDATE activity SET number = 30 WHERE number = 3 AND {HERE}",
        f"UPDATE activity SET hash = '' WHERE number = 3 AND {HERE}",
        f"UPDATE activity SET person_id = NULL WHERE number = 3 AND {HERE}",
        f"DELETE FROM activity WHERE number = 3 AND {HERE}",
        f"DELETE FROM activity WHERE number = {LINES} AND {HERE}",
    ],
)
def test_the_database_refuses_to_change_or_remove_a_line(
    log: World, own_hands: Run, statement: str
) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        own_hands(statement)
    assert verify(log.here) == (LINES, None)


def test_the_application_cannot_change_a_line_either(log: World) -> None:
    with pytest.raises(DBAPIError, match="append-only"), unit_of_work(log.here.scope) as opened:
        for row in opened.scalars(_lines()):
            row.verb = "meeting.created"
        opened.flush()
    with pytest.raises(DBAPIError, match="append-only"), unit_of_work(log.here.scope) as opened:
        for row in opened.scalars(_lines()):
            opened.delete(row)
        opened.flush()
    assert verify(log.here) == (LINES, None)


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE activity SET verb = 'meeting.created' WHERE number = 3", Fault(3, "changed")),
        ("UPDATE activity SET role = 'guest' WHERE number = 1", Fault(1, "changed")),
        ("UPDATE activity SET person_id = NULL WHERE number = 5", Fault(5, "changed")),
        ("UPDATE activity SET at = '2020-01-01 00:00:00' WHERE number = 2", Fault(2, "changed")),
        ("UPDATE activity SET details = '{}' WHERE number = 4", Fault(4, "details changed")),
        ("DELETE FROM activity WHERE number = 3", Fault(3, "missing")),
        ("DELETE FROM activity WHERE number = 1", Fault(1, "missing")),
        (f"DELETE FROM activity WHERE number = {LINES}", Fault(LINES, "missing at the end")),
        ("DELETE FROM activity", Fault(1, "missing at the end")),
    ],
)
def test_a_changed_or_removed_line_is_found(
    log: World, tamper: Run, statement: str, fault: Fault
) -> None:
    join = " AND " if "WHERE" in statement else " WHERE "
    tamper(f"{statement}{join}{HERE}")
    number, found = verify(log.here)
    assert found == fault
    assert number == fault.number - 1
    assert verify(log.elsewhere) == (1, None)


def _copy(number: int, new: int, hash_: str = "hash") -> str:
    return (
        f"INSERT INTO activity (id, number, hash, {COLUMNS}) "
        f"SELECT '00000000000000000000000000000001', {new}, {hash_}, {COLUMNS} "
        f"FROM activity WHERE number = {number} AND {HERE}"
    )


def test_a_line_that_was_added_at_the_end_is_found(log: World, tamper: Run) -> None:
    tamper(_copy(2, LINES + 1))
    assert verify(log.here)[1] == Fault(LINES + 1, "changed")


def test_a_line_that_was_pushed_in_between_is_found(log: World, tamper: Run) -> None:
    tamper(
        *(
            f"UPDATE activity SET number = {number + 1} WHERE number = {number} AND {HERE}"
            for number in range(LINES, 2, -1)
        ),
        _copy(2, 3),
    )
    assert verify(log.here)[1] == Fault(3, "changed")


def test_even_a_line_that_fits_is_found_when_the_end_does_not_know_it(
    log: World, tamper: Run
) -> None:
    with unit_of_work(log.here.scope, writes=False) as opened:
        last = list(opened.scalars(_lines()))[-1]
        opened.expunge(last)
    previous, last.number = last.hash, LINES + 1
    tamper(_copy(LINES, LINES + 1, f"'{chain.compute_hash(previous, last)}'"))
    assert verify(log.here)[1] == Fault(LINES + 2, "missing at the end")


def _swap(columns: str) -> list[str]:
    keep = f"CREATE TABLE kept AS SELECT * FROM activity WHERE {HERE}"
    parts = [
        f"UPDATE activity SET {column} = (SELECT {column} FROM kept WHERE number = {other}) "
        f"WHERE number = {number} AND {HERE}"
        for number, other in ((2, 3), (3, 2))
        for column in columns.split()
    ]
    return [keep, *parts, "DROP TABLE kept"]


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ("details", "details changed"),
        ("details salt", "details changed"),
        ("details salt details_digest", "changed"),
    ],
)
def test_details_that_changed_places_are_found(
    log: World, tamper: Run, columns: str, reason: str
) -> None:
    tamper(*_swap(columns))
    assert verify(log.here)[1] == Fault(2, reason)


def test_erased_details_leave_the_chain_whole(log: World) -> None:
    with unit_of_work(log.here.scope) as opened:
        for row in opened.scalars(_lines()):
            row.details, row.salt = {}, ""
    assert verify(log.here) == (LINES, None)


def test_details_cannot_come_back_once_they_are_erased(log: World, own_hands: Run) -> None:
    own_hands(
        f"UPDATE activity SET details = '{{}}', salt = '' WHERE number = 2 AND {HERE}",
        f'UPDATE activity SET details = \'{{"name": "X"}}\' WHERE number = 2 AND {HERE}',
    )
    assert verify(log.here)[1] == Fault(2, "details added")


def _lines() -> Select[Activity]:
    return select(Activity).order_by(Activity.number)


def command(monkeypatch: pytest.MonkeyPatch, url: str, *options: str) -> Result:
    monkeypatch.setenv("COLLAB_DATABASE_URL", url)
    monkeypatch.setenv("COLLAB_SECRET_KEY", "known to the tests")
    return CliRunner().invoke(main, ["audit", "verify", *options])


def test_the_command_says_that_every_log_is_whole(
    log: World, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = command(monkeypatch, database_url)
    assert said.exit_code == 0, said.output
    assert f"here: {LINES} entries, unbroken" in said.output
    assert "elsewhere: 1 entries, unbroken" in said.output


def test_the_command_fails_and_names_the_log_that_is_not(
    log: World, database_url: str, tamper: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    tamper(f"DELETE FROM activity WHERE number = 3 AND {HERE}")
    said = command(monkeypatch, database_url)
    assert said.exit_code == 1
    assert "here: broken at entry 3 (missing)" in said.output
    assert "elsewhere: 1 entries, unbroken" in said.output
    assert command(monkeypatch, database_url, "--cooperation", "here").exit_code == 1
    assert command(monkeypatch, database_url, "--cooperation", "elsewhere").exit_code == 0


def test_the_command_does_not_know_every_name(
    log: World, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = command(monkeypatch, database_url, "--cooperation", "nowhere")
    assert said.exit_code == 2
    assert "There is no cooperation nowhere." in said.output


def test_the_first_lines_of_a_log_may_come_at_the_same_moment(world: World) -> None:
    actor, ready = world.actor("coordinator"), Barrier(4)

    def act() -> None:
        ready.wait()
        with unit_of_work(world.here.scope):
            activity.record(actor, "group.created", world.group.id, name="Group")

    with ThreadPoolExecutor(4) as pool:
        for each in [pool.submit(act) for _ in range(4)]:
            each.result()
    assert verify(world.here) == (4, None)
