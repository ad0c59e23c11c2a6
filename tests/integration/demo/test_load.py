"""Loading the demonstration, on both databases."""

import time
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from collab.accounts.models import Person
from collab.accounts.passwords import verify_password
from collab.accounts.service import Device, sign_in
from collab.boards.models import Board, Task, TaskBlocker, TaskComment, TaskOwner
from collab.cli import main
from collab.cooperations.models import Cooperation, Membership
from collab.cooperations.service import find_actor
from collab.core.actor import Role
from collab.core.clock import now
from collab.core.db import GLOBAL, Scope, database, session, unit_of_work
from collab.core.errors import NotFound
from collab.demo import DEMO_PASSWORD, demo_people
from collab.demo.boards import read_boards
from collab.demo.calendar import Calendar
from collab.demo.cooperations import read_cooperations
from collab.demo.load import OtherPeople, load_demo
from collab.demo.meetings import read_meetings
from collab.demo.people import PEOPLE
from collab.demo.writing import write_minutes
from collab.groups.models import GroupMember, WorkingGroup
from collab.live.models import LiveDocument, LiveOperation, LiveUpdate
from collab.live.service import find_projection
from collab.meetings.models import AgendaItem, Attendance, Meeting
from collab.minutes.models import Minutes
from collab.minutes.service import can_write
from tests.databases import copy_sqlite
from tests.factories import make_person
from tests.prepared import prepared_by
from tests.served import environment_of

COOPERATIONS = {each.slug: each for each in read_cooperations()}
FOUR_MOTORS = COOPERATIONS["four-motors"]
OWNED = (
    Cooperation,
    Membership,
    Board,
    Task,
    TaskComment,
    WorkingGroup,
    GroupMember,
    Meeting,
    AgendaItem,
    Attendance,
    Minutes,
    LiveDocument,
    LiveUpdate,
    LiveOperation,
)

A_DAY = date(2026, 11, 22)

pytestmark = pytest.mark.usefixtures("app")
#: it was loaded before the test
loaded = prepared_by(load_demo)


def load_for_a_day():
    return load_demo(A_DAY)


loaded_for_a_day = prepared_by(load_for_a_day)


def reading(cooperation):
    return unit_of_work(Scope(cooperation.id), writes=False)


def count_rows():
    counts = {}
    with unit_of_work(GLOBAL, writes=False):
        counts["person"] = session().scalar(select(func.count(Person.id)))
    for cooperation in COOPERATIONS.values():
        with reading(cooperation):
            for table in OWNED:
                counts[cooperation.slug, table.__name__] = session().scalar(
                    select(func.count(table.id))
                )
    return counts


def find_content(cooperation, key):
    """The projected text and ProseMirror JSON of a meeting's minutes."""
    with reading(cooperation):
        minutes = session().get_one(Minutes, cooperation.id_of("minutes", key))
        return find_projection(minutes.document_id)


@loaded
def test_everybody_can_sign_in_with_the_password_that_is_shown():
    with unit_of_work(GLOBAL, writes=False):
        people = session().scalars(select(Person)).all()
    assert {person.email for person in people} == {each.email for each in PEOPLE.values()}
    assert len({person.password_hash for person in people}) == 1
    assert verify_password(people[0].password_hash, DEMO_PASSWORD)
    with unit_of_work(GLOBAL):
        assert sign_in(demo_people()[0].email, DEMO_PASSWORD, Device("127.0.0.1", "test"))


@loaded
def test_cooperations_have_their_members_groups_and_meetings():
    counts = count_rows()
    for slug, cooperation in COOPERATIONS.items():
        assert counts[slug, "Cooperation"] == 1
        assert counts[slug, "Membership"] == len(cooperation.roles)
        assert counts[slug, "WorkingGroup"] == len(cooperation.groups)
        assert counts[slug, "Meeting"] == counts[slug, "Minutes"] == len(read_meetings(slug))
        assert counts[slug, "LiveOperation"] == 0


def test_one_meeting_is_in_progress_and_one_is_cancelled():
    load_demo()
    with reading(FOUR_MOTORS):
        meetings = session().scalars(select(Meeting)).all()
    (running,) = [each for each in meetings if each.starts_at <= now() < each.ends_at]
    assert running.id == FOUR_MOTORS.id_of("meeting", "research-now")
    assert timedelta(minutes=30) <= now() - running.starts_at < timedelta(minutes=36)
    assert len([each for each in meetings if each.is_cancelled]) == 1


@loaded_for_a_day
def test_minutes_hold_what_was_written_under_their_agenda():
    projection = find_content(FOUR_MOTORS, "research-14")
    assert "Frau Aydın stellt den dritten Entwurf der Ausschreibung vor." in projection.text
    assert "Dienstag, den 8. Dezember" in projection.text
    items = [node for node in projection.content["content"] if node["type"] == "agendaItem"]
    with reading(FOUR_MOTORS):
        agenda = session().scalars(
            select(AgendaItem)
            .where(AgendaItem.meeting_id == FOUR_MOTORS.id_of("meeting", "research-14"))
            .order_by(AgendaItem.position)
        )
        expected = [(str(each.id), each.title) for each in agenda]
    assert [(each["attrs"]["agendaId"], each["attrs"]["title"]) for each in items] == expected


@loaded_for_a_day
def test_boards_have_tasks_with_owners_comments_and_what_they_wait_for():
    call = FOUR_MOTORS.id_of("task", "call", "letter-cat")
    with reading(FOUR_MOTORS):
        task = session().get_one(Task, call)
        assert task.due_on == date(2026, 11, 12)
        assert "pressupost previst" in task.description_text
        owner = select(TaskOwner.membership_id).where(TaskOwner.task_id == call)
        assert session().scalar(owner) == FOUR_MOTORS.membership_id("member.catalunya")
        comments = session().scalars(select(TaskComment).where(TaskComment.task_id == call)).all()
        assert [comment.language for comment in comments] == ["fr", "ca"]
        budget = FOUR_MOTORS.id_of("task", "call", "budget")
        waits = select(TaskBlocker.blocker_id).where(TaskBlocker.task_id == budget)
        assert call in session().scalars(waits).all()


@loaded
def test_actions_of_minutes_go_to_the_boards_of_their_groups():
    with reading(FOUR_MOTORS):
        board = FOUR_MOTORS.id_of("board", "call")
        inside = session().scalar(select(func.count(Task.id)).where(Task.board_id == board))
    assert inside > len(read_boards("four-motors")[0].tasks)


@loaded
def test_who_came_to_a_past_meeting_is_known():
    with reading(FOUR_MOTORS):
        rows = session().scalars(
            select(Attendance).where(
                Attendance.meeting_id == FOUR_MOTORS.id_of("meeting", "research-14")
            )
        )
        status = {row.membership_id: (row.status, row.represented_by) for row in rows}
    assert status[FOUR_MOTORS.membership_id("coordinator.bw")] == ("present", None)
    assert status[FOUR_MOTORS.membership_id("coordinator.ara")] == ("excused", None)
    chair = FOUR_MOTORS.membership_id("chair.lombardia")
    assert status[FOUR_MOTORS.membership_id("member.lombardia")] == ("represented", chair)


def test_loading_takes_a_moment_only():
    start = time.process_time()  # whatever else the machine does
    load_demo()
    assert time.process_time() - start < 10


def test_a_second_run_changes_nothing():
    assert load_demo()
    before = count_rows()
    assert not load_demo(date.today() + timedelta(days=30))  # noqa: DTZ011 any day will do
    assert count_rows() == before


@loaded
def test_a_second_run_keeps_what_people_changed():
    key = FOUR_MOTORS.id_of("meeting", "research-now")
    with unit_of_work(Scope(FOUR_MOTORS.id)):
        session().get_one(Meeting, key).title = "Renamed"
    with unit_of_work(GLOBAL):
        session().get_one(Person, PEOPLE["chair.bw"].id).email = "new@collab.example"
    load_demo()
    with reading(FOUR_MOTORS):
        assert session().get_one(Meeting, key).title == "Renamed"
    with unit_of_work(GLOBAL, writes=False):
        assert session().get_one(Person, PEOPLE["chair.bw"].id).email == "new@collab.example"


def test_a_run_that_was_interrupted_is_finished_by_the_next(monkeypatch):
    def fail_at_the_second(slug):
        if slug == "mobility-alliance":
            raise KeyboardInterrupt
        return read_meetings(slug)

    with monkeypatch.context() as patch:
        patch.setattr("collab.demo.load.read_meetings", fail_at_the_second)
        with pytest.raises(KeyboardInterrupt):
            load_demo()
    assert count_rows()["mobility-alliance", "Cooperation"] == 0
    assert load_demo()
    assert count_rows()["hevy-charge", "Cooperation"] == 1
    assert count_rows()["four-motors", "LiveOperation"] == 0


def test_a_database_with_other_people_is_refused_and_left_alone():
    with unit_of_work(GLOBAL):
        make_person(email="somebody@region.example")
    with pytest.raises(OtherPeople) as refusal:
        load_demo()
    assert "people of its own" in str(refusal.value.message)
    counts = count_rows()
    assert counts.pop("person") == 1
    assert not any(counts.values())


@loaded
def test_somebody_who_joins_a_loaded_demonstration_does_not_hinder_the_next_run():
    with unit_of_work(GLOBAL):
        make_person(email="visitor@region.example")
    assert not load_demo()


@loaded_for_a_day
def test_all_minutes_come_back_word_for_word():
    calendar = Calendar(datetime(2026, 11, 22, 10, tzinfo=ZoneInfo("Europe/Berlin")))
    for slug, cooperation in COOPERATIONS.items():
        for meeting in read_meetings(slug):
            written = write_minutes(cooperation, meeting, calendar)
            assert find_content(cooperation, meeting.key).content["content"] == written


@pytest.mark.parametrize("account", demo_people()[:4], ids=lambda each: each.email)
@loaded
def test_the_four_people_of_four_motors_can_write_the_running_minutes(account):
    person_id = PEOPLE[account.email.partition("@")[0]].id
    actor = find_actor(person_id, None, "four-motors")
    with reading(FOUR_MOTORS):
        minutes = session().get_one(Minutes, FOUR_MOTORS.id_of("minutes", "research-now"))
        assert can_write(actor, minutes.document_id)


@loaded
def test_the_member_of_the_alliance_sees_nothing_of_four_motors():
    person_id = PEOPLE["member.alliance"].id
    assert find_actor(person_id, None, "mobility-alliance").role is Role.MEMBER
    with pytest.raises(NotFound):
        find_actor(person_id, None, "four-motors")


def test_the_command_says_as_whom_to_sign_in_and_may_run_again(
    demo_template: Path, tmp_path: Path
) -> None:
    environment = environment_of(copy_sqlite(demo_template, tmp_path))
    told = CliRunner().invoke(main, ["demo"], env=environment, catch_exceptions=False)
    database.dispose()
    assert told.exit_code == 0
    assert DEMO_PASSWORD in told.output
    assert all(account.email in told.output for account in demo_people())
