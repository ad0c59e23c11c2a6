import re

from flask import Flask

#: what other templates are made of
PARTS = ("macros/", "base.html", "cooperation.html")
#: no pages: they have a subject
MAILS = "mails/"


def read(app: Flask, name: str) -> str:
    loader = app.jinja_env.loader
    assert loader is not None
    source, _file, _uptodate = loader.get_source(app.jinja_env, name)
    return source


def test_every_template_compiles(bare_app: Flask) -> None:
    names = bare_app.jinja_env.list_templates(extensions=["html"])
    assert names
    for name in names:
        bare_app.jinja_env.get_template(name)


def has_title(app: Flask, name: str) -> bool:
    """Whether the page, or its frame inside of the same feature, says what it is called."""
    source = read(app, name)
    if re.search(r"{%-? block title", source):
        return True
    frame = re.search(r'{% extends "([^"]+/[^"]+)"', source)
    return frame is not None and has_title(app, frame[1])


def test_every_page_has_a_title(bare_app: Flask) -> None:
    for name in bare_app.jinja_env.list_templates(extensions=["html"]):
        if "{% extends" in read(bare_app, name) and not name.startswith((*PARTS, MAILS)):
            assert has_title(bare_app, name), name


def test_every_form_that_posts_carries_its_token(bare_app: Flask) -> None:
    for name in bare_app.jinja_env.list_templates(extensions=["html"]):
        source = read(bare_app, name)
        for form in re.findall(r"<form\b.*?</form>", source, re.DOTALL | re.IGNORECASE):
            if re.search(r"method=[\"']post", form, re.IGNORECASE):
                assert re.search(r"csrf|hidden_tag|caller\(\)", form), f"{name}: {form[:120]}"
