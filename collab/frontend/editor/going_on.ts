import type { Editor } from "@tiptap/core";
import { findBlock } from "./keep_caret";

/** Where somebody writes: the block, how far in, and the words that follow there. */
export type Place = { id: string; offset: number; rest: string };

/** Where the caret is; null when somebody does not write, or in no block that could be found again. */
export function readPlace({ state, view }: Editor): Place | null {
  const { parent, parentOffset } = state.selection.$head;
  const id = String(parent.attrs.id ?? "");
  const rest = parent.textBetween(parentOffset, parent.content.size);
  return id && view.hasFocus() ? { id, offset: parentOffset, rest } : null;
}

/** Goes on at that place in another editor, as far as the words there are the same; false when it is not there. */
export function goOn(editor: Editor, { id, offset, rest }: Place): boolean {
  const block = findBlock(editor.state.doc, id);
  if (!editor.isEditable || !block) return false;
  const { node, start } = block;
  const isBeforeRest = rest !== "" && node.textContent.endsWith(rest);
  const wanted = isBeforeRest ? node.content.size - rest.length : offset;
  return editor.commands.focus(start + Math.max(0, Math.min(wanted, node.content.size)));
}
