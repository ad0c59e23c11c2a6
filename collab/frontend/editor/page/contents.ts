import type { Editor } from "@tiptap/core";
import { element } from "../dom";

type Line = { level: number; words: string; position: number };

const PAUSE = 250;
/** With fewer headings there is nothing to find one's way in. */
const FEWEST = 2;

/** Lists the headings of the text beside it, and goes to them; returns how to stop. */
export function showContents(editor: Editor, nav: HTMLElement): () => void {
  const list = nav.querySelector<HTMLElement>("[data-contents-list]");
  if (!list) return () => {};
  let shown = "";
  let timer: ReturnType<typeof setTimeout> | undefined;

  const paint = () => {
    timer = undefined;
    const lines = listHeadings(editor);
    const now = JSON.stringify(lines.map(({ level, words }) => [level, words]));
    nav.hidden = lines.length < FEWEST;
    if (now !== shown) {
      shown = now;
      list.replaceChildren(...lines.map(({ level, words }) => drawLine(level, words)));
    }
    mark(list, lines, editor.state.selection.from);
  };
  const follow = () => {
    timer ??= setTimeout(paint, PAUSE);
  };
  const go = (event: Event) => {
    const button = (event.target as Element).closest("button");
    const at = button ? [...list.querySelectorAll("button")].indexOf(button) : -1;
    const line = listHeadings(editor)[at];
    if (line) goTo(editor, line);
  };
  editor.on("transaction", follow);
  list.addEventListener("click", go);
  paint();
  return () => {
    clearTimeout(timer);
    editor.off("transaction", follow);
    list.removeEventListener("click", go);
  };
}

function listHeadings(editor: Editor): Line[] {
  const lines: Line[] = [];
  editor.state.doc.descendants((node, position) => {
    if (node.type.name === "heading" && node.textContent.trim()) {
      lines.push({ level: node.attrs.level, words: node.textContent.trim(), position });
    }
    return !node.isTextblock;
  });
  return lines;
}

function drawLine(level: number, words: string): HTMLElement {
  const button = element("button", { type: "button" }, words);
  return element("li", { "data-level": String(level) }, button);
}

/** Which part of the text the caret is in. */
function mark(list: HTMLElement, lines: Line[], caret: number): void {
  const here = lines.findLastIndex(({ position }) => position < caret);
  list.querySelectorAll("button").forEach((button, at) => {
    if (at === here) button.setAttribute("aria-current", "location");
    else button.removeAttribute("aria-current");
  });
}

function goTo(editor: Editor, { position }: Line): void {
  if (editor.isEditable) {
    editor
      .chain()
      .focus(position + 1, { scrollIntoView: false })
      .run();
  }
  const dom = editor.view.nodeDOM(position);
  if (dom instanceof HTMLElement) dom.scrollIntoView({ block: "start" });
}
