import type { Editor } from "@tiptap/core";
import { _ } from "../i18n";
import { type Command, groups } from "./commands";
import { element, icon } from "./dom";
import { showHelp } from "./help";
import { ariaKeys, withKeys } from "./keys";
import { editLink } from "./link";
import { fitting, offerOf, perform } from "./offer";

type Tool = { button: HTMLButtonElement; paint: (editor: Editor) => void };

/** Draws the tools of an editor into a row in which the arrow keys move; returns how to take them away. */
export function drawToolbar(root: HTMLElement, editor: Editor): () => void {
  const tools: Tool[] = [];
  const row = (commands: Command[]) => {
    const made = fitting(commands, editor).map((command) => makeTool(editor, command));
    tools.push(...made);
    return element("div", { class: "editor-tools" }, ...made.map(({ button }) => button));
  };
  const table = row(groups.table);
  const link = makeNamed("link", _("Link"), () => editLink(editor));
  const help = makeNamed("keyboard", _("Keys"), () => showHelp(editor));
  root.setAttribute("role", "toolbar");
  root.setAttribute("aria-label", _("Tools for the text"));
  const marks = row(groups.marks);
  marks.append(link);
  const outcomes = row(groups.outcomes);
  if (outcomes.childElementCount) root.append(outcomes);
  root.append(row(groups.history), marks, row(groups.blocks));
  const more = row(offerOf(editor).more);
  if (more.childElementCount) root.append(more);
  root.append(table, element("div", { class: "editor-tools" }, help));
  const paint = () => {
    table.hidden = !editor.isActive("table");
    for (const tool of tools) tool.paint(editor);
  };
  editor.on("transaction", paint);
  const stop = moveByArrows(root, editor);
  paint();
  return () => {
    editor.off("transaction", paint);
    stop();
    root.replaceChildren();
  };
}

function makeTool(editor: Editor, command: Command): Tool {
  const label = command.label();
  const button = makeButton(command.icon, withKeys(label, command.keys), () =>
    perform(editor, command),
  );
  button.dataset.command = command.id;
  button.setAttribute("aria-label", label);
  if (command.keys) button.setAttribute("aria-keyshortcuts", ariaKeys(command.keys));
  if (groups.outcomes.includes(command)) {
    button.append(element("span", {}, label));
    button.removeAttribute("aria-label");
  }
  const paint = (current: Editor) => {
    if (command.isActive) button.setAttribute("aria-pressed", String(command.isActive(current)));
  };
  return { button, paint };
}

function makeNamed(name: string, label: string, run: () => unknown): HTMLButtonElement {
  const button = makeButton(name, label, run);
  button.dataset.command = name;
  button.setAttribute("aria-label", label);
  return button;
}

function makeButton(name: string, title: string, run: () => unknown): HTMLButtonElement {
  const button = element("button", { type: "button", class: "editor-tool", title }, icon(name));
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", run);
  return button;
}

/** One stop for Tab; left, right, home and end move inside; escape goes back to the text. */
function moveByArrows(root: HTMLElement, editor: Editor): () => void {
  const seen = () =>
    [...root.querySelectorAll("button")].filter((button) => !button.closest("[hidden]"));
  const mark = (current: Element | undefined) => {
    for (const button of root.querySelectorAll("button")) {
      button.tabIndex = button === current ? 0 : -1;
    }
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "Escape") editor.commands.focus();
    const buttons = seen();
    const at = buttons.indexOf(event.target as HTMLButtonElement);
    const targets: Record<string, number> = {
      ArrowRight: (at + 1) % buttons.length,
      ArrowLeft: (at + buttons.length - 1) % buttons.length,
      Home: 0,
      End: buttons.length - 1,
    };
    const next = buttons[targets[event.key] ?? -1];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
  const follow = (event: FocusEvent) => mark(event.target as Element);
  root.addEventListener("keydown", press);
  root.addEventListener("focusin", follow);
  mark(seen()[0]);
  return () => {
    root.removeEventListener("keydown", press);
    root.removeEventListener("focusin", follow);
  };
}
