"""The demonstration's content is complete and fits together."""

import json
from datetime import UTC, datetime

import pytest

from collab.boards.service.templates import TEMPLATES
from collab.core.actor import Role
from collab.demo import DEMO_PASSWORD, demo_people
from collab.demo.boards import DELEGATION, read_boards
from collab.demo.calendar import Calendar
from collab.demo.cooperations import read_cooperations
from collab.demo.meetings import read_meetings
from collab.demo.notation import Notation
from collab.demo.people import PEOPLE
from collab.demo.writing import write_minutes
from collab.live import schema

COOPERATIONS = {each.slug: each for each in read_cooperations()}
MEETINGS = [(c, m) for c in COOPERATIONS.values() for m in read_meetings(c.slug)]
CALENDAR = Calendar(datetime(2026, 11, 22, 10, tzinfo=UTC))
each_meeting = pytest.mark.parametrize(
    ("cooperation", "meeting"), MEETINGS, ids=[f"{c.slug}-{m.key}" for c, m in MEETINGS]
)


def test_the_start_page_proposes_people_by_role_and_the_operator():
    assert DEMO_PASSWORD == "Zusammenarbeit-2026"
    assert [(each.email, each.role, each.region, each.language) for each in demo_people()] == [
        ("coordinator.bw@collab.example", Role.COORDINATOR, "Baden-Württemberg", "de"),
        ("secretary.ara@collab.example", Role.SECRETARY, "Auvergne-Rhône-Alpes", "fr"),
        ("chair.lombardia@collab.example", Role.CHAIR, "Lombardia", "it"),
        ("member.catalunya@collab.example", Role.MEMBER, "Catalunya", "ca"),
        ("member.alliance@collab.example", Role.MEMBER, "Deutschland", "en"),
        ("operator@collab.example", None, "", "en"),
    ]


def test_about_twenty_people_speak_the_six_languages():
    assert 18 <= len(PEOPLE) <= 24
    assert {each.language for each in PEOPLE.values()} == {"ca", "de", "en", "es", "fr", "it"}
    assert len({each.email for each in PEOPLE.values()}) == len(PEOPLE)


def test_everybody_but_the_operator_is_a_member_somewhere():
    members = {who for each in COOPERATIONS.values() for who in each.roles}
    assert set(PEOPLE) - members == {"operator"}
    assert PEOPLE["operator"].is_operator


def test_every_delegation_has_a_coordinator():
    for cooperation in COOPERATIONS.values():
        for delegation in cooperation.delegations:
            assert Role.COORDINATOR in delegation.people.values()


def test_the_three_cooperations_have_their_delegations_and_groups():
    assert {slug: len(each.delegations) for slug, each in COOPERATIONS.items()} == {
        "four-motors": 4,
        "mobility-alliance": 2,
        "hevy-charge": 4,
    }
    groups = [each.slug for each in COOPERATIONS["four-motors"].groups]
    assert groups == ["research", "technology", "culture", "mobility"]


def test_the_member_of_the_alliance_is_not_in_four_motors():
    assert "member.alliance" not in COOPERATIONS["four-motors"].roles


def test_groups_consist_of_members():
    for cooperation in COOPERATIONS.values():
        for group in cooperation.groups:
            assert set(group.people) <= set(cooperation.roles)


def test_the_four_proposed_people_are_in_the_meeting_that_is_in_progress():
    ((cooperation, meeting),) = [(c, m) for c, m in MEETINGS if m.when.startswith("now")]
    assert cooperation.slug == "four-motors"
    assert set(cooperation.list_invited(meeting.groups)) >= {
        "coordinator.bw",
        "secretary.ara",
        "chair.lombardia",
        "member.catalunya",
    }
    written = [any(item.lines) for item in meeting.items]
    assert True in written
    assert False in written


def test_minutes_of_past_meetings_come_in_all_six_languages():
    past = [meeting for _, meeting in MEETINGS if meeting.is_past]
    assert {meeting.language for meeting in past} == {"ca", "de", "en", "es", "fr", "it"}
    assert all(any(item.lines) for meeting in past for item in meeting.items)


def test_there_are_coming_meetings_everywhere_and_one_is_cancelled():
    coming = {c.slug for c, m in MEETINGS if m.when.startswith("+") and not m.is_cancelled}
    assert coming == set(COOPERATIONS)
    assert [m.key for _, m in MEETINGS if m.is_cancelled] == ["mobility-cancelled"]


@each_meeting
def test_a_meeting_names_only_people_who_take_part(cooperation, meeting):
    invited = set(cooperation.list_invited(meeting.groups))
    missing = {*meeting.excused, *meeting.absent, *meeting.represented}
    assert missing <= invited
    assert {item.presenter for item in meeting.items} <= invited
    assert not missing & {meeting.created_by, *(item.presenter for item in meeting.items)}
    assert not missing & set(meeting.represented.values())
    assert set(meeting.represented.values()) <= invited
    assert set(meeting.groups) <= {each.slug for each in cooperation.groups}


@each_meeting
def test_a_meeting_lasts_as_long_as_its_agenda(cooperation, meeting):
    start, end = CALENDAR.period(meeting.when, meeting.timezone)
    planned = sum(item.minutes for item in meeting.items)
    assert planned <= (end - start).total_seconds() / 60 <= planned + 45


@each_meeting
def test_titles_fit_and_notes_can_be_read(cooperation, meeting):
    notation = Notation(
        meeting.language, CALENDAR, cooperation.find_member, lambda n: cooperation.id_of(str(n))
    )
    assert len(meeting.title) <= 200
    for item in meeting.items:
        assert len(item.title) <= 200
        assert notation.blocks(item.lines)
    assert meeting.is_past == meeting.has_notes or meeting.when.startswith("now")


@each_meeting
def test_actions_are_for_invited_people_and_none_is_done_before_its_day(cooperation, meeting):
    actions = [x for item in meeting.items for x in item.lines if x.startswith("A: ")]
    start, __ = CALENDAR.period(meeting.when, meeting.timezone)
    for action in actions:
        __, who, due, *done = (part.strip() for part in action.split("|"))
        assert who in set(cooperation.list_invited(meeting.groups))
        assert CALENDAR.day(due) > start.date()
        assert not done or CALENDAR.day(due) < CALENDAR.now.date()


@each_meeting
def test_the_minutes_are_what_the_editor_keeps(cooperation, meeting):
    nodes = write_minutes(cooperation, meeting, CALENDAR)
    schema.check({"type": "doc", "content": nodes})
    items = [node["attrs"] for node in nodes if node["type"] == "agendaItem"]
    assert [attrs["title"] for attrs in items] == [item.title for item in meeting.items]
    assert len({attrs["agendaId"] for attrs in items}) == len(meeting.items)


@each_meeting
def test_the_minutes_are_the_same_each_time(cooperation, meeting):
    once = write_minutes(cooperation, meeting, CALENDAR)
    assert once == write_minutes(cooperation, meeting, CALENDAR)


def test_past_minutes_have_decisions_and_actions_that_are_open_and_done():
    for cooperation, meeting in MEETINGS:
        if not meeting.is_past:
            continue
        text = json.dumps(write_minutes(cooperation, meeting, CALENDAR))
        assert '"type": "decision"' in text
        assert '"done": true' in text
        assert '"done": false' in text
        assert '"type": "table"' in text


BOARDS = [(c, b) for c in COOPERATIONS.values() for b in read_boards(c.slug)]
each_board = pytest.mark.parametrize(
    ("cooperation", "board"), BOARDS, ids=[f"{c.slug}-{b.key}" for c, b in BOARDS]
)


@each_board
def test_a_board_names_people_columns_and_labels_that_there_are(cooperation, board):
    template = TEMPLATES[board.template]
    shorts = {f"{DELEGATION}{each.short}" for each in cooperation.delegations}
    keys = {task.key for task in board.tasks}
    assert len(keys) == len(board.tasks)
    assert board.group in {"", *(group.slug for group in cooperation.groups)}
    for task in board.tasks:
        assert set(task.owners) <= shorts | set(cooperation.roles), task.key
        assert {task.by, *(said.by for said in task.comments)} <= set(cooperation.roles)
        assert set(task.labels) <= {name for name, _color in template.labels}, task.key
        assert set(task.waits_for) <= keys - {task.key}
        column = template.columns[task.column]
        days = [CALENDAR.day(day) for day in (task.starts, task.due) if day]
        assert days == sorted(days)
        assert not column.is_done or CALENDAR.day(task.due) < CALENDAR.now.date()


def test_each_cooperation_has_two_boards_and_tasks_in_several_languages():
    for slug in COOPERATIONS:
        boards = read_boards(slug)
        assert len(boards) == 2
        assert len({task.language for board in boards for task in board.tasks}) > 1
    tasks = [task for _cooperation, board in BOARDS for task in board.tasks]
    assert {task.language for task in tasks} == {"ca", "de", "en", "es", "fr", "it"}
