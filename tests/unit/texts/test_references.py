"""What texts refer to, as HTML."""

import pytest

from collab.texts.references import Shown, Surroundings, render_document

pytestmark = pytest.mark.usefixtures("english_reader")


class Around(Surroundings):
    """Knows one of each."""

    def find_image(self, image: str) -> str | None:
        return f"/images/{image}" if image == "here" else None

    def find_document(self, document: str) -> Shown | None:
        return Shown("<Budget>", "/d/1", "de") if document == "here" else None

    def find_embed(self, attrs: dict) -> Shown | None:
        return Shown("Order it", "/t/1", "en", "Task 1 · Doing") if attrs.get("task") else None


def write(*content: dict) -> str:
    return str(render_document({"type": "doc", "content": list(content)}, Around()).body)


def node(name: str, *content: dict, **attrs: object) -> dict:
    return {"type": name, "attrs": attrs, "content": list(content)}


def text(words: str) -> dict:
    return {"type": "text", "text": words}


def test_an_image_has_its_words_and_caption_and_only_widths_we_know() -> None:
    made = write(node("image", image="here", alt='A "chart"', caption="Fig. <1>", width=50))
    assert 'src="/images/here"' in made
    assert 'alt="A &#34;chart&#34;"' in made
    assert 'data-width="50"' in made
    assert "<figcaption>Fig. &lt;1&gt;</figcaption>" in made
    assert "data-width" not in write(node("image", image="here", width='1" onload="x'))


def test_an_image_that_is_not_there_leaves_its_words() -> None:
    assert write(node("image", image="gone", alt="A chart")) == '<p class="image-lost">A chart</p>'
    assert write(node("image", image="gone")) == ""


def test_documents_are_linked_by_their_present_name_or_else_only_named() -> None:
    here = write(node("paragraph", node("documentLink", document="here", label="Old")))
    assert '<a class="document-link" href="/d/1" lang="de">&lt;Budget&gt;</a>' in here
    gone = write(node("paragraph", node("documentLink", document="gone", label="<Old>")))
    assert '<span class="document-link is-gone">&lt;Old&gt;</span>' in gone
    assert "href" not in gone


def test_a_task_says_how_it_stands_and_what_is_gone_says_so() -> None:
    here = write(node("embed", kind="task", task=1, label="Old"))
    assert "Task 1 · Doing" in here
    assert ">Order it</a>" in here
    gone = write(node("embed", kind="decision", meeting="x", label="We meet."))
    assert "We meet." in gone
    assert "not there any more" in gone


def test_headings_can_be_linked_to_and_are_listed() -> None:
    made = render_document(
        {
            "type": "doc",
            "content": [
                node("heading", text("One"), level=1),
                node("heading", level=1),
                node("heading", text("Two"), level=2),
            ],
        },
        Around(),
    )
    assert [(each.anchor, each.level, each.words) for each in made.headings] == [
        ("heading-1", 1, "One"),
        ("heading-2", 2, "Two"),
    ]
    assert '<h2 id="heading-1">One</h2><h3 id="heading-2">Two</h3>' in str(made.body)


def test_nothing_that_attributes_say_becomes_markup() -> None:
    evil = '"><script>alert(1)</script>'
    made = write(
        node("image", image=evil, alt=evil, caption=evil),
        node("paragraph", node("documentLink", document=evil, label=evil, kind=evil)),
        node("embed", kind=evil, meeting=evil, block=evil, task=evil, label=evil),
    )
    assert "<script" not in made


def test_an_image_alone_is_something_to_read() -> None:
    made = {"type": "doc", "content": [node("image", image="here")]}
    assert not render_document(made, Around()).is_empty
    assert render_document({"type": "doc", "content": [node("paragraph")]}, Around()).is_empty
