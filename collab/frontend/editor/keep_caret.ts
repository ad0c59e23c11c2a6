import { Extension } from "@tiptap/core";
import { isChangeOrigin } from "@tiptap/extension-collaboration";
import type { Node } from "@tiptap/pm/model";
import { type EditorState, Plugin, TextSelection, type Transaction } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";
import { getRelativeSelection, ySyncPluginKey } from "@tiptap/y-tiptap";

/** Whoever else writes or moves what is around it: the caret stays next to the letters that it was next to. */
export const KeepCaret = Extension.create({
  name: "keepCaret",
  priority: 100,
  addProseMirrorPlugins() {
    return [new Plugin({ view: rememberPlace, appendTransaction: followBlock })];
  },
});

/**
 * The binding falls back to the old offset in a paragraph whose text has changed, where the relative position is right,
 * and after an undo it keeps a place of long ago. So it is told the place afresh, without the offset.
 */
function rememberPlace(view: EditorView): { destroy: () => void } {
  const { doc, binding } = ySyncPluginKey.getState(view.state);
  const remember = () => {
    const {
      absAnchor: _anchor,
      absHead: _head,
      ...place
    } = getRelativeSelection(binding, view.state);
    binding.beforeTransactionSelection = place;
  };
  doc.on("beforeAllTransactions", remember);
  return { destroy: () => doc.off("beforeAllTransactions", remember) };
}

/** A block that was moved is new to Yjs, but keeps its id: the caret goes with it. */
function followBlock(
  transactions: readonly Transaction[],
  before: EditorState,
  after: EditorState,
): Transaction | null {
  if (!transactions.some((each) => each.docChanged && isChangeOrigin(each))) return null;
  const { $anchor, $head } = before.selection;
  const { id } = $head.parent.attrs;
  if (!id || $anchor.parent !== $head.parent || after.selection.$head.parent.attrs.id === id) {
    return null;
  }
  const block = findBlock(after.doc, id);
  if (!block) return null;
  const place = ({ parentOffset }: { parentOffset: number }) =>
    after.doc.resolve(block.start + Math.min(parentOffset, block.node.content.size));
  return after.tr.setSelection(TextSelection.between(place($anchor), place($head)));
}

/** The block of text with that id, wherever it is now. */
export function findBlock(doc: Node, id: string): { node: Node; start: number } | undefined {
  let found: { node: Node; start: number } | undefined;
  doc.descendants((node, position) => {
    if (node.isTextblock && node.attrs.id === id) found = { node, start: position + 1 };
    return !found && !node.isTextblock;
  });
  return found;
}
