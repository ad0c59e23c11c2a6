"""Whatever somebody pastes: no failure, nobody lost, nothing invented."""

import csv
import io
from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from collab.core.actor import Role
from collab.core.delimited import read_text
from collab.core.errors import Invalid
from collab.invitations.addresses import mask_address, parse_address
from collab.invitations.lists.checking import Circumstances, Defaults, check_lines
from collab.invitations.lists.reading import read_list

NOBODY = Circumstances("", frozenset(), frozenset(), frozenset(), {}, may_invite_coordinators=True)
DEFAULTS = Defaults(Role.MEMBER, "en")
local = st.from_regex(r"[a-z][a-z0-9]{0,10}", fullmatch=True)
addresses = st.builds("{}@{}.org".format, local, local)
names = st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=20)
#: names as they come: with commas, quotes, semicolons, tabs
wild_names = st.text(
    st.characters(categories=["L", "Nd"], include_characters=",;'\"- ."), max_size=20
)


@given(st.text(max_size=400))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        lines = read_list(text).lines
    except Invalid:
        return
    found = list(check_lines(lines, DEFAULTS, NOBODY))
    assert len(found) == len(lines)
    for each in found:
        assert bool(each.problems) != bool(each.plan)
        if each.plan:
            assert each.plan.email == parse_address(each.line.email)


@given(st.binary(max_size=400))
def test_any_file_is_read_or_refused(data: bytes) -> None:
    with suppress(Invalid):
        assert isinstance(read_text(data), str)


@given(st.lists(addresses, min_size=1, max_size=30))
def test_every_address_of_a_plain_list_is_found_once(emails: list[str]) -> None:
    lines = read_list("\n".join(emails)).lines
    assert [line.email for line in lines] == emails
    plans = [each.plan for each in check_lines(lines, DEFAULTS, NOBODY) if each.plan]
    assert [plan.email for plan in plans] == list(dict.fromkeys(emails))


@given(
    st.lists(st.tuples(addresses, wild_names), min_size=1, max_size=15),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_a_table_that_a_program_wrote_comes_back_whole(
    rows: list[tuple[str, str]], delimiter: str, encoding: str
) -> None:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=delimiter)
    writer.writerow(["E-Mail", "Name"])
    writer.writerows(rows)
    lines = read_list(read_text(written.getvalue().encode(encoding))).lines
    assert [(line.email, line.name) for line in lines] == [
        (email, name.strip()) for email, name in rows
    ]


@given(st.lists(st.tuples(names, addresses), min_size=1, max_size=15), st.sampled_from("\n;,"))
def test_people_with_names_are_found_however_they_are_joined(
    people: list[tuple[str, str]], between: str
) -> None:
    text = between.join(f"{name} <{email}>" for name, email in people)
    lines = read_list(text).lines
    assert [(line.name, line.email) for line in lines] == people


@given(addresses)
def test_a_masked_address_tells_neither_name_nor_domain(email: str) -> None:
    masked = mask_address(email)
    name, _at, domain = email.partition("@")
    assert not masked.startswith(f"{name}@") or name == "…"
    assert domain not in masked
