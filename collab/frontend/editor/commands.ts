import type { ChainedCommands, Editor } from "@tiptap/core";
import { _ } from "../i18n";

/** Something that a button, a key and the slash menu can do to the text. */
export type Command = {
  id: string;
  label: () => string;
  icon: string;
  /** As ProseMirror names keys; Mod is Ctrl, or Command on a Mac. */
  keys?: string;
  /** The block that the text must be able to hold. */
  needs?: string;
  isActive?: (editor: Editor) => boolean;
  run?: (chain: ChainedCommands) => ChainedCommands;
  /** What it asks for, or does later. */
  open?: (editor: Editor) => unknown;
};

const history: Command[] = [
  {
    id: "undo",
    label: () => _("Undo my change"),
    icon: "arrow-back-up",
    keys: "Mod-z",
    run: (chain) => chain.undo(),
  },
  {
    id: "redo",
    label: () => _("Redo my change"),
    icon: "arrow-forward-up",
    keys: "Mod-y",
    run: (chain) => chain.redo(),
  },
];

const marks: Command[] = [
  {
    id: "bold",
    label: () => _("Bold"),
    icon: "bold",
    keys: "Mod-b",
    isActive: (editor) => editor.isActive("bold"),
    run: (chain) => chain.toggleBold(),
  },
  {
    id: "italic",
    label: () => _("Italic"),
    icon: "italic",
    keys: "Mod-i",
    isActive: (editor) => editor.isActive("italic"),
    run: (chain) => chain.toggleItalic(),
  },
  {
    id: "underline",
    label: () => _("Underline"),
    icon: "underline",
    keys: "Mod-u",
    isActive: (editor) => editor.isActive("underline"),
    run: (chain) => chain.toggleUnderline(),
  },
];

const blocks: Command[] = [
  {
    id: "heading-1",
    label: () => _("Heading"),
    icon: "h-1",
    keys: "Mod-Alt-1",
    isActive: (editor) => editor.isActive("heading", { level: 1 }),
    run: (chain) => chain.toggleHeading({ level: 1 }),
  },
  {
    id: "heading-2",
    label: () => _("Subheading"),
    icon: "h-2",
    keys: "Mod-Alt-2",
    isActive: (editor) => editor.isActive("heading", { level: 2 }),
    run: (chain) => chain.toggleHeading({ level: 2 }),
  },
  {
    id: "bullet-list",
    label: () => _("Bullet list"),
    icon: "list",
    keys: "Mod-Shift-8",
    isActive: (editor) => editor.isActive("bulletList"),
    run: (chain) => chain.toggleBulletList(),
  },
  {
    id: "ordered-list",
    label: () => _("Numbered list"),
    icon: "list-numbers",
    keys: "Mod-Shift-7",
    isActive: (editor) => editor.isActive("orderedList"),
    run: (chain) => chain.toggleOrderedList(),
  },
  {
    id: "task-list",
    label: () => _("Check list"),
    icon: "list-check",
    keys: "Mod-Shift-9",
    isActive: (editor) => editor.isActive("taskList"),
    run: (chain) => chain.toggleTaskList(),
  },
  {
    id: "table",
    label: () => _("Table"),
    icon: "table",
    run: (chain) => chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true }),
  },
];

/** By their keys only: the row of tools shall fit. */
const rare: Command[] = [
  {
    id: "quote",
    label: () => _("Quotation"),
    icon: "blockquote",
    keys: "Mod-Shift-b",
    isActive: (editor) => editor.isActive("blockquote"),
    run: (chain) => chain.toggleBlockquote(),
  },
  {
    id: "strike",
    label: () => _("Strike through"),
    icon: "strikethrough",
    keys: "Mod-Shift-s",
    isActive: (editor) => editor.isActive("strike"),
    run: (chain) => chain.toggleStrike(),
  },
];

const outcomes: Command[] = [
  {
    id: "decision",
    label: () => _("Decision"),
    icon: "gavel",
    keys: "Mod-Alt-d",
    needs: "decision",
    isActive: (editor) => editor.isActive("decision"),
    run: (chain) => chain.toggleDecision(),
  },
  {
    id: "action",
    label: () => _("Action"),
    icon: "flag",
    keys: "Mod-Alt-a",
    needs: "actionItem",
    isActive: (editor) => editor.isActive("actionItem"),
    run: (chain) => chain.toggleActionItem(),
  },
];

const table: Command[] = [
  {
    id: "row-after",
    label: () => _("Add a row below"),
    icon: "row-insert-bottom",
    run: (chain) => chain.addRowAfter(),
  },
  {
    id: "column-after",
    label: () => _("Add a column after"),
    icon: "column-insert-right",
    run: (chain) => chain.addColumnAfter(),
  },
  {
    id: "row-delete",
    label: () => _("Delete the row"),
    icon: "row-remove",
    run: (chain) => chain.deleteRow(),
  },
  {
    id: "column-delete",
    label: () => _("Delete the column"),
    icon: "column-remove",
    run: (chain) => chain.deleteColumn(),
  },
  {
    id: "table-delete",
    label: () => _("Delete the table"),
    icon: "table-off",
    run: (chain) => chain.deleteTable(),
  },
];

/** The groups of the toolbar, in its order; `table` only shows inside a table. */
export const groups = { outcomes, history, marks, blocks, table };

/** Everything that has keys. */
export const all: Command[] = [...outcomes, ...history, ...marks, ...blocks, ...rare];

/** What the slash menu offers. */
export const insertable: Command[] = [
  ...outcomes,
  ...blocks,
  ...rare.filter(({ id }) => id === "quote"),
];
