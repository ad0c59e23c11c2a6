import type { Editor } from "@tiptap/core";
import { _ } from "../../i18n";
import type { Lookup } from "../lookup";
import { findThings, type Thing } from "./address";
import { insertBlock } from "./insert";
import { pickThing } from "./picker";

/** Lets a task or a decision be found, and shows it in the text. */
export async function embedThing(
  editor: Editor,
  what: "tasks" | "decisions",
  choices: string,
  lookup: Lookup,
): Promise<void> {
  const title = what === "tasks" ? _("Show a task") : _("Show a decision");
  const thing = await pickThing(title, (words) => findThings(choices, what, words));
  if (!thing) {
    editor.commands.focus();
    return;
  }
  lookup.know(thing.key, thing);
  insertBlock(editor, { type: "embed", attrs: { ...read(thing), label: thing.words } });
}

function read({ key }: Thing): Record<string, string | number> {
  const [kind = "", first = "", second = ""] = key.split(":");
  return kind === "task" ? { kind, task: Number(first) } : { kind, meeting: first, block: second };
}
