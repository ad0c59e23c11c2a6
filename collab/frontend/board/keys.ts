import { openDialog } from "../editor/dialog";
import { element } from "../editor/dom";
import { describeKeys } from "../editor/keys";
import { _, _p } from "../i18n";
import type { Direction } from "./walking";

export type Command =
  | "open"
  | "new"
  | "rename"
  | "pick"
  | "move"
  | "assign"
  | "label"
  | "archive"
  | "clear"
  | "help";

const COMMANDS: Record<string, Command> = {
  Enter: "open",
  n: "new",
  e: "rename",
  x: "pick",
  " ": "pick",
  m: "move",
  a: "assign",
  l: "label",
  Delete: "archive",
  Escape: "clear",
  "?": "help",
};
const ARROWS: Record<string, Direction> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
};

/** What a key means on a card: a command, a step, a move by a step, or a longer selection. */
export type Meaning =
  | { kind: "command"; command: Command }
  | { kind: "walk" | "carry" | "extend"; way: Direction }
  | { kind: "end"; isFirst: boolean };

export type Press = Pick<KeyboardEvent, "key" | "altKey" | "ctrlKey" | "metaKey" | "shiftKey">;

export function interpret({ key, altKey, ctrlKey, metaKey, shiftKey }: Press): Meaning | null {
  if (ctrlKey || metaKey) return null;
  const way = ARROWS[key];
  if (way) return { kind: altKey ? "carry" : shiftKey ? "extend" : "walk", way };
  if (altKey) return null;
  if (key === "Home" || key === "End") return { kind: "end", isFirst: key === "Home" };
  const command = COMMANDS[key.length === 1 ? key.toLowerCase() : key];
  return command ? { kind: "command", command } : null;
}

/** Lists what the keys do. */
export function showKeys(): void {
  const arrows = "↑ ↓ ← →";
  const rows: [string, string][] = [
    [_("From task to task"), arrows],
    [_("First or last task of the column"), `${_p("key", "Home")} / ${_p("key", "End")}`],
    [_("Move the task"), `${describeKeys("Alt")} + ${arrows}`],
    [_("Move it somewhere else"), "m"],
    [_("Open the task"), _p("key", "Enter")],
    [_("New task in the column"), "n"],
    [_("Rename"), "e"],
    [_("Select"), "x"],
    [_("Select several"), `${describeKeys("Shift")} + ${arrows}`],
    [_("Assign"), "a"],
    [_("Label"), "l"],
    [_("Archive"), _p("key", "Delete")],
    [_("End the selection"), _p("key", "Esc")],
    [_("This list"), "?"],
  ];
  const list = element("dl", { class: "key-list" });
  for (const [label, keys] of rows) {
    const shown = element("dd", {}, element("kbd", {}, keys));
    list.append(element("div", {}, element("dt", {}, label), shown));
  }
  const where = element("p", {}, _("The keys work while a task has the focus."));
  openDialog(_("Keys"), where, list).classList.add("board-dialog");
}
