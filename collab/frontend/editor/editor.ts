import { Editor, type Extensions } from "@tiptap/core";
import { Collaboration } from "@tiptap/extension-collaboration";
import { Placeholder } from "@tiptap/extensions";
import type { Awareness } from "y-protocols/awareness";
import type * as Y from "yjs";
import { caretsOf, type User } from "./carets";
import { KeepCaret } from "./keep_caret";
import { slashOf } from "./slash";
import { attributesOf, hint, promptFocus, styling, toolsKey } from "./surface";

export type EditorOptions = {
  surface: HTMLElement;
  /** What lists of choices stand in. */
  container: HTMLElement;
  doc: Y.Doc;
  awareness: Awareness;
  user: User;
  /** What the text may hold, and what it can do beside writing. */
  extensions: Extensions;
  /** What the text is, for assistive technology. */
  label: string;
  isWritable: boolean;
  language: string;
  /** Moves the focus to the tools. */
  goToTools: () => void;
};

/** The caret stays clear of the tools above the text and of the status line below it. */
const MARGIN = { top: 64, right: 0, bottom: 56, left: 0 };

/** Opens a document for writing or for reading along. */
export function openEditor(options: EditorOptions): Editor {
  const { surface, container, doc, awareness, user, language, label } = options;
  return new Editor({
    element: surface,
    editable: options.isWritable,
    ...styling(),
    editorProps: { scrollMargin: MARGIN, scrollThreshold: MARGIN },
    enableCoreExtensions: { tabindex: false }, // only who may write gets the focus, and a caret
    extensions: [
      ...options.extensions,
      Collaboration.configure({ document: doc, field: "default" }),
      caretsOf(awareness, user),
      Placeholder.configure({
        includeChildren: true,
        placeholder: ({ node }) => hint(node.type.name),
      }),
      KeepCaret,
      slashOf(container),
      promptFocus(),
      attributesOf({ lang: language, "aria-label": label }),
      toolsKey(options.goToTools),
    ],
  });
}
