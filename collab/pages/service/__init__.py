"""Pages: their text, images, links, comments and versions."""

from collab.pages.service.documents import KIND, create_page, rename_page
from collab.pages.service.erasing import erase_texts
from collab.pages.service.found import (
    FoundPage,
    Text,
    can_write,
    find_page,
    find_writable,
    read_text,
)
from collab.pages.service.images import (
    PreparedImage,
    add_image,
    open_image,
    prepare_image,
    prepare_images,
    read_image,
)
from collab.pages.service.linking import list_linking
from collab.pages.service.people import Reader, keep_readers, list_readers
from collab.pages.service.templating import TEMPLATES, PageTemplate, find_template
from collab.pages.service.trees import COMMON, Branch, Whereabouts, locate

__all__ = [
    "COMMON",
    "KIND",
    "TEMPLATES",
    "Branch",
    "FoundPage",
    "PageTemplate",
    "PreparedImage",
    "Reader",
    "Text",
    "Whereabouts",
    "add_image",
    "can_write",
    "create_page",
    "erase_texts",
    "find_page",
    "find_template",
    "find_writable",
    "keep_readers",
    "list_linking",
    "list_readers",
    "locate",
    "open_image",
    "prepare_image",
    "prepare_images",
    "read_image",
    "read_text",
    "rename_page",
]
