"""Pages as Markdown: CommonMark with tables, boxes and struck text, as others read it too."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from flask_babel import gettext as _

from collab.conversion.writing.parts import Section, Work
from collab.conversion.writing.runs import escape_text, write_runs
from collab.conversion.writing.webpage import FileRenderer
from collab.texts.nodes import MAX_DEPTH, Node, attrs_of, children_of, words_of
from collab.texts.references import Shown

_FENCE: Final = re.compile(r"`{3,}")
_DEEPEST: Final = 6


class MarkdownWriter:
    """Writes one page; `pictures` fills with the images that it names, by their file names."""

    def __init__(self, section: Section, folder: str, pictures: dict[str, bytes]) -> None:
        self._section = section
        self._folder = folder
        self._pictures = pictures
        self._depth = 0
        self._writers: dict[str, Callable[[Node], Iterator[str]]] = {
            "paragraph": lambda node: self._line("", node),
            "heading": self._heading,
            "bulletList": self._list,
            "orderedList": self._list,
            "taskList": self._list,
            "blockquote": lambda node: iter([_indented(self._inside(node), "> ", "> ")]),
            "codeBlock": self._code,
            "horizontalRule": lambda _node: iter(["---"]),
            "table": self._table,
            "image": self._image,
            "embed": self._embed,
            "decision": self._decision,
            "actionItem": lambda node: self._line(f"- {_box(attrs_of(node).get('done'))} ", node),
        }

    def write(self) -> str:
        """The page with its title as a heading."""
        title = write_runs([{"type": "text", "text": self._section.title}], self._section.around)
        level = min(self._section.depth + 1, _DEEPEST)
        return "\n\n".join([f"{'#' * level} {title}", *self._blocks(self._section.content)])

    def _blocks(self, node: Node) -> Iterator[str]:
        if self._depth >= MAX_DEPTH:
            yield words_of(node)
            return
        self._depth += 1
        before = ""
        for child in children_of(node):
            kind = str(child.get("type"))
            # two lists after each other would be read as one
            if before == kind and kind.endswith("List"):
                yield "<!-- -->"
            yield from self._writers.get(kind, self._blocks)(child)
            before = kind
        self._depth -= 1

    def _inside(self, node: Node, between: str = "\n\n") -> str:
        return between.join(self._blocks(node))

    def _line(self, sign: str, node: Node) -> Iterator[str]:
        text = write_runs(children_of(node), self._section.around)
        if text:
            yield sign + text

    def _heading(self, node: Node) -> Iterator[str]:
        level = attrs_of(node).get("level")
        deep = self._section.depth + 1 + (level if isinstance(level, int) else 1)
        text = write_runs(children_of(node), self._section.around).replace("\\\n", " ")
        if text:
            yield f"{'#' * min(deep, _DEEPEST)} {text}"

    def _list(self, node: Node) -> Iterator[str]:
        start = attrs_of(node).get("start")
        number = start if isinstance(start, int) else 1
        lines = []
        for index, item in enumerate(children_of(node)):
            is_numbered = node.get("type") == "orderedList"
            sign = f"{number + index}. " if is_numbered else "- "
            box = f"{_box(attrs_of(item).get('checked'))} " if item["type"] == "taskItem" else ""
            text = self._item(item)
            lines.append(_indented(box + text, sign, " " * len(sign)))
        is_loose = any("\n\n" in line for line in lines)
        yield ("\n\n" if is_loose else "\n").join(lines)

    def _item(self, item: Node) -> str:
        """Its blocks; a list right below its first line needs no empty line before it."""
        made = ""
        for child in children_of(item):
            text = "\n\n".join(self._blocks({"content": [child]}))
            is_list = str(child.get("type")).endswith("List")
            made += ("\n" if is_list and "\n\n" not in made else "\n\n") + text if made else text
        return made

    def _code(self, node: Node) -> Iterator[str]:
        text = "".join(str(each.get("text", "")) for each in children_of(node))
        longest = max((len(run) for run in _FENCE.findall(text)), default=2)
        fence = "`" * (longest + 1)
        language = re.sub(r"[^\w+#.-]", "", str(attrs_of(node).get("language") or ""))
        yield f"{fence}{language}\n{text}\n{fence}"

    def _table(self, node: Node) -> Iterator[str]:
        rows = [children_of(row) for row in children_of(node)]
        if not rows or not all(_is_plain(row, number) for number, row in enumerate(rows)):
            yield str(FileRenderer(self._section, 1).write({"content": [node]}))
            return
        lines = [f"| {' | '.join(self._cell(cell) for cell in row)} |" for row in rows]
        yield "\n".join([lines[0], f"|{' --- |' * len(rows[0])}", *lines[1:]])

    def _cell(self, cell: Node) -> str:
        lines = [write_runs(children_of(each), self._section.around) for each in children_of(cell)]
        text = "<br>".join(line for line in lines if line)
        return text.replace("\\\n", "<br>").replace("\n", " ").replace("|", "\\|")

    def _image(self, node: Node) -> Iterator[str]:
        attrs = attrs_of(node)
        picture = self._section.find_picture(str(attrs.get("image") or ""))
        alt = escape_text(" ".join(str(attrs.get("alt") or "").split()))
        if picture is None:
            yield alt
            return
        name = f"{self._folder}/{len(self._pictures) + 1}.{picture.ending}"
        self._pictures[name] = picture.data
        yield f"![{alt}]({name})"
        caption = " ".join(str(attrs.get("caption") or "").split())
        if caption:
            marked = [{"type": "text", "text": caption, "marks": [{"type": "italic"}]}]
            yield write_runs(marked, self._section.around)

    def _embed(self, node: Node) -> Iterator[str]:
        attrs = attrs_of(node)
        words = str(attrs.get("label") or "")
        found = self._section.around.find_embed(attrs) or Shown(words)
        kind = _("Task") if attrs.get("kind") == "task" else _("Decision")
        mark = {"type": "link", "attrs": {"href": found.address}}
        runs: list[Node] = [{"type": "text", "text": f"{kind}: "}]
        runs.append({"type": "text", "text": found.words or words or "–"})
        if found.address:
            runs[-1]["marks"] = [mark]
        if found.detail:
            runs.append({"type": "text", "text": f" ({found.detail})"})
        yield f"> {write_runs(runs, self._section.around)}"

    def _decision(self, node: Node) -> Iterator[str]:
        yield _indented(f"**{_('Decision')}**\n\n{self._inside(node)}", "> ", "> ")


def _box(is_done: object) -> str:
    return "[x]" if is_done is True else "[ ]"


def _indented(text: str, first: str, rest: str) -> str:
    """The text, its lines after the first one below where the first begins."""
    lines = text.split("\n")
    made = [first + lines[0]]
    made += [(rest + line) if line or rest.strip() else "" for line in lines[1:]]
    return "\n".join(line.rstrip() if not line.strip() else line for line in made)


def _is_plain(row: list[Node], number: int) -> bool:
    """Whether Markdown has such a row: a head that is first and whole, cells with lines only."""
    wanted = "tableHeader" if number == 0 else "tableCell"
    return bool(row) and all(
        cell.get("type") == wanted
        and attrs_of(cell).get("colspan", 1) in (1, None)
        and attrs_of(cell).get("rowspan", 1) in (1, None)
        and all(each.get("type") == "paragraph" for each in children_of(cell))
        for cell in row
    )


def write_markdown(work: Work, folder: str) -> tuple[str, dict[str, bytes]]:
    """The text, and the images that lie in the folder beside it by their names."""
    pictures: dict[str, bytes] = {}
    parts = [MarkdownWriter(section, folder, pictures).write() for section in work.sections]
    return "\n\n".join(part.rstrip() for part in parts) + "\n", pictures
