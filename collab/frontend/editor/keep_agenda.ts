import { type Editor, Extension } from "@tiptap/core";
import { isChangeOrigin } from "@tiptap/extension-collaboration";
import { Fragment, type Node, type ResolvedPos, Slice } from "@tiptap/pm/model";
import {
  AllSelection,
  type EditorState,
  Plugin,
  Selection,
  TextSelection,
  type Transaction,
} from "@tiptap/pm/state";

/** Agenda items come and go with the agenda, never with the text: what is deleted is what was noted in them. */
export const KeepAgenda = Extension.create({
  name: "keepAgenda",
  priority: 900,

  addKeyboardShortcuts() {
    const back = () => clearAcross(this.editor) || deleteAtStart(this.editor);
    const forward = () => clearAcross(this.editor) || isAtEdge(this.editor.state.selection, 1);
    return {
      Backspace: back,
      "Mod-Backspace": back,
      "Shift-Backspace": back,
      "Alt-Backspace": back,
      Delete: forward,
      "Mod-Delete": forward,
      "Alt-Delete": forward,
      Enter: () => clearAcross(this.editor) || breakAcross(this.editor),
      "Mod-a": () => selectItem(this.editor),
    };
  },

  addProseMirrorPlugins() {
    const { editor } = this;
    return [
      new Plugin({
        filterTransaction: keepsItems,
        props: {
          transformPasted: flatten,
          handleTextInput: (view, _from, _to, text) => {
            if (!clearAcross(editor)) return false;
            view.dispatch(view.state.tr.insertText(text));
            return true;
          },
          handlePaste: () => {
            clearAcross(editor);
            return false;
          },
          handleDOMEvents: {
            cut: (view) => {
              if (countItems(view.state) > 1) setTimeout(() => clearAcross(editor));
              return false;
            },
          },
        },
      }),
    ];
  },
});

/** False for an edit made here that would take an agenda item away. */
function keepsItems(transaction: Transaction): boolean {
  if (!transaction.docChanged || isChangeOrigin(transaction)) return true;
  const kept = new Set(listItems(transaction.doc).map(({ node }) => node.attrs.agendaId));
  return listItems(transaction.before).every(({ node }) => kept.has(node.attrs.agendaId));
}

function listItems(doc: Node): { node: Node; start: number }[] {
  const items: { node: Node; start: number }[] = [];
  doc.forEach((node, offset) => {
    if (node.type.name === "agendaItem") items.push({ node, start: offset + 1 });
  });
  return items;
}

/** The selected part of each agenda item that the selection touches, last first. */
function selectedParts({ doc, selection }: EditorState): { from: number; to: number }[] {
  return listItems(doc)
    .map(({ node, start }) => ({
      from: Math.max(selection.from, start),
      to: Math.min(selection.to, start + node.content.size),
    }))
    .filter(({ from, to }) => from < to)
    .reverse();
}

function countItems(state: EditorState): number {
  return selectedParts(state).length;
}

/** Deletes what is selected in several agenda items from each of them; false when it is in one only. */
function clearAcross(editor: Editor): boolean {
  const { state, view } = editor;
  const parts = selectedParts(state);
  const isAll = state.selection instanceof AllSelection;
  if (parts.length === 0 || (parts.length === 1 && !isAll)) return false;
  const { tr } = state;
  for (const { from, to } of parts) {
    tr.setSelection(TextSelection.between(tr.doc.resolve(from), tr.doc.resolve(to)));
    tr.deleteSelection();
  }
  view.dispatch(tr.scrollIntoView());
  return true;
}

/** Enter in a selection of several blocks: first they go, then it does what it does where the caret is left. */
function breakAcross({ state, view }: Editor): boolean {
  const { selection, tr } = state;
  if (!(selection instanceof TextSelection) || selection.$from.sameParent(selection.$to)) {
    return false;
  }
  view.dispatch(tr.deleteSelection());
  const enter = new KeyboardEvent("keydown", { key: "Enter" });
  view.someProp("handleKeyDown", (handle) => handle(view, enter));
  return true;
}

/** Whether the caret stands at the start (-1) or end (1) of an agenda item, where the browser would join two. */
function isAtEdge({ empty, $head }: Selection, direction: 1 | -1): boolean {
  const depth = findItemDepth($head);
  if (!empty || depth === 0) return false;
  const edge = direction < 0 ? $head.start(depth) : $head.end(depth);
  return Selection.near($head.doc.resolve(edge), -direction).head === $head.pos;
}

/** At the start of an agenda item a block loses its kind, an empty one goes, and a paragraph with text stays. */
function deleteAtStart({ state, view, commands }: Editor): boolean {
  const { $head } = state.selection;
  if (!isAtEdge(state.selection, -1)) return false;
  if ($head.depth > 2) return !isLiftable($head);
  if ($head.parent.type.name !== "paragraph") return commands.setParagraph();
  if ($head.parent.content.size === 0 && $head.node(1).childCount > 1) {
    view.dispatch(state.tr.delete($head.before(), $head.after()));
  }
  return true;
}

/** Lists, decisions and quotations let their first block out; cells of tables do not. */
function isLiftable($head: ResolvedPos): boolean {
  return $head.node(2).type.name !== "table";
}

function findItemDepth($position: ResolvedPos): number {
  return $position.depth > 0 && $position.node(1).type.name === "agendaItem" ? 1 : 0;
}

/** Selects what was noted under this agenda item; a second time the editor selects everything. */
function selectItem(editor: Editor): boolean {
  const { $from, from, to } = editor.state.selection;
  const depth = findItemDepth($from);
  if (depth === 0 || to > $from.end(depth)) return false;
  const { doc, tr } = editor.state;
  const whole = TextSelection.between(
    doc.resolve($from.start(depth)),
    doc.resolve($from.end(depth)),
  );
  if (whole.from === from && whole.to === to) return false;
  editor.view.dispatch(tr.setSelection(whole));
  return true;
}

/** Pasted agenda items become their title and their text. */
function flatten(slice: Slice): Slice {
  const isItem = (node: Node | null) => node?.type.name === "agendaItem";
  const { content, openStart, openEnd } = slice;
  const isStartOpen = isItem(content.firstChild) && openStart > 0;
  const isEndOpen = isItem(content.lastChild) && openEnd > 0;
  const blocks: Node[] = [];
  content.forEach((node, _offset, index) => {
    if (!isItem(node)) blocks.push(node);
    else {
      const isWhole = !(index === 0 && isStartOpen);
      const { heading } = node.type.schema.nodes;
      const title = node.attrs.title && node.type.schema.text(node.attrs.title);
      if (isWhole && heading && title) blocks.push(heading.create({ level: 1 }, title));
      node.forEach((child) => {
        blocks.push(child);
      });
    }
  });
  return new Slice(
    Fragment.fromArray(blocks),
    isStartOpen ? openStart - 1 : openStart,
    isEndOpen ? openEnd - 1 : openEnd,
  );
}
