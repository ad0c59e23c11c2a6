import type { Editor, JSONContent } from "@tiptap/core";

/** Puts a block where the caret is, and lets writing go on below it. */
export function insertBlock(editor: Editor, block: JSONContent): void {
  if (!editor.isEditable) return;
  const { $to } = editor.state.selection;
  const isLast = $to.depth < 2 && $to.indexAfter(0) >= editor.state.doc.childCount;
  editor
    .chain()
    .focus()
    .insertContent(isLast ? [block, { type: "paragraph" }] : [block])
    .run();
}
