"""Actions and mentions as a text says them; what is nonsense is left out."""

from datetime import date
from uuid import UUID, uuid4

from collab.minutes.outcomes import MAX_EXCERPT, MAX_TEXT, MOST, read_outcomes

ANA, BLOCK = uuid4(), uuid4()


def text(words: str) -> dict:
    return {"type": "text", "text": words}


def node(kind: str, *content: dict, **attrs: object) -> dict:
    return {"type": kind, "attrs": attrs, "content": list(content)}


def doc(*content: dict) -> dict:
    return node("doc", *content)


def mention(member: object = ANA, label: str = "Ana") -> dict:
    return node("mention", id=str(member), label=label)


def action(words: str, **attrs: object) -> dict:
    return node("actionItem", text(words), **attrs)


def test_an_action_is_read_with_who_and_when() -> None:
    said = action("Book  the\nroom", id=str(BLOCK), assignee=str(ANA), due="2026-12-04", done=True)
    (found,) = read_outcomes(doc(node("agendaItem", said, id=str(uuid4())))).actions
    assert (found.block, found.position, found.text) == (BLOCK, 1, "Book the room")
    assert (found.assignee, found.due, found.is_done) == (ANA, date(2026, 12, 4), True)


def test_nonsense_is_nobody_and_no_day() -> None:
    said = action("x", assignee={"a": 1}, due="soon", done="yes")
    (found,) = read_outcomes(doc(said)).actions
    assert (found.assignee, found.due, found.is_done) == (None, None, False)


def test_a_mention_comes_with_the_words_around_it() -> None:
    paragraph = node("paragraph", text("Please ask "), mention(), text("!"), id=str(BLOCK))
    (found,) = read_outcomes(doc(paragraph)).mentions
    assert (found.block, found.member, found.position) == (BLOCK, ANA, 1)
    assert found.excerpt == "Please ask @Ana!"


def test_a_mention_of_nobody_counts_but_is_not_kept() -> None:
    paragraph = node("paragraph", mention("nobody"), mention())
    (found,) = read_outcomes(doc(paragraph)).mentions
    assert found.position == 2


def test_mentions_in_actions_and_tables_are_found() -> None:
    cell = node("tableCell", node("paragraph", mention()))
    said = read_outcomes(doc(node("table", node("tableRow", cell)), action("do it")))
    assert len(said.mentions) == 1
    with_mention = node("actionItem", mention(), text(" writes"), id=str(BLOCK))
    said = read_outcomes(doc(with_mention))
    assert said.actions[0].text == "@Ana writes"
    assert said.mentions[0].block == said.actions[0].block == BLOCK


def test_blocks_without_an_id_or_with_the_same_get_one_of_their_own() -> None:
    same = [action(words, id=str(BLOCK)) for words in ("one", "two")]
    none = [action(words) for words in ("three", "four")]
    document = doc(*same, *none)
    found = [each.block for each in read_outcomes(document).actions]
    assert found[0] == BLOCK
    assert len(set(found)) == 4
    assert all(isinstance(each, UUID) for each in found)
    assert found == [each.block for each in read_outcomes(document).actions]


def test_long_texts_are_cut_and_letters_nobody_sees_left_out() -> None:
    long = action("word\0 " * 1000)
    named = node("paragraph", text("x " * 1000), mention())
    said = read_outcomes(doc(long, named))
    assert len(said.actions[0].text) <= MAX_TEXT
    assert said.actions[0].text.endswith("…")
    assert "\0" not in said.actions[0].text
    assert len(said.mentions[0].excerpt) <= MAX_EXCERPT


def test_odd_shapes_do_no_harm() -> None:
    deep = mention()
    for _level in range(500):
        deep = node("blockquote", deep)
    for odd in ({}, {"content": "x"}, {"content": [1, None]}, doc(deep), doc({"type": 3})):
        assert read_outcomes(odd).mentions == []


def test_there_is_an_end() -> None:
    many = doc(*(action(str(number)) for number in range(MOST + 10)))
    assert len(read_outcomes(many).actions) == MOST
