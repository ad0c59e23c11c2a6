import { Editor } from "@tiptap/core";
import { Collaboration } from "@tiptap/extension-collaboration";
import { Placeholder } from "@tiptap/extensions";
import type { Awareness } from "y-protocols/awareness";
import type * as Y from "yjs";
import { _ } from "../i18n";
import { caretsOf, type User } from "./carets";
import { KeepAgenda } from "./keep_agenda";
import { KeepCaret } from "./keep_caret";
import type { Person } from "./people";
import { schemaOf } from "./schema";
import { slashOf } from "./slash";
import { attributesOf, hint, styling, toolsKey } from "./surface";

export type EditorOptions = {
  surface: HTMLElement;
  /** What lists of choices stand in. */
  container: HTMLElement;
  doc: Y.Doc;
  awareness: Awareness;
  user: User;
  people: Person[];
  /** Address of the tasks that actions are, without the block's id. */
  tasks: string;
  isWritable: boolean;
  language: string;
  /** Moves the focus to the tools. */
  goToTools: () => void;
};

/** The caret stays clear of the tools above the text and of the status line below it. */
const MARGIN = { top: 64, right: 0, bottom: 56, left: 0 };

/** Opens a document for writing or for reading along. */
export function openEditor(options: EditorOptions): Editor {
  const { surface, container, doc, awareness, user, people, language } = options;
  return new Editor({
    element: surface,
    editable: options.isWritable,
    ...styling(),
    editorProps: { scrollMargin: MARGIN, scrollThreshold: MARGIN },
    enableCoreExtensions: { tabindex: false }, // only who may write gets the focus, and a caret
    extensions: [
      ...schemaOf(people, container, options.tasks),
      Collaboration.configure({ document: doc, field: "default" }),
      caretsOf(awareness, user),
      Placeholder.configure({
        includeChildren: true,
        placeholder: ({ node }) => hint(node.type.name),
      }),
      KeepAgenda,
      KeepCaret,
      slashOf(container),
      attributesOf({ lang: language, "aria-label": _("Text of the minutes") }),
      toolsKey(options.goToTools),
    ],
  });
}
