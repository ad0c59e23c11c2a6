import { Editor, Extension } from "@tiptap/core";
import { Collaboration } from "@tiptap/extension-collaboration";
import { Placeholder } from "@tiptap/extensions";
import { Plugin } from "@tiptap/pm/state";
import type { Awareness } from "y-protocols/awareness";
import type * as Y from "yjs";
import { _ } from "../i18n";
import { caretsOf, type User } from "./carets";
import { KeepAgenda } from "./keep_agenda";
import { KeepCaret } from "./keep_caret";
import type { Person } from "./people";
import { schemaOf } from "./schema";
import { Slash } from "./slash";

export type EditorOptions = {
  surface: HTMLElement;
  doc: Y.Doc;
  awareness: Awareness;
  user: User;
  people: Person[];
  isWritable: boolean;
  language: string;
  /** Moves the focus to the tools. */
  goToTools: () => void;
};

/** The caret stays clear of the tools above the text and of the status line below it. */
const MARGIN = { top: 64, right: 0, bottom: 56, left: 0 };

/** Opens a document for writing or for reading along. */
export function openEditor(options: EditorOptions): Editor {
  const { surface, doc, awareness, user, people, language } = options;
  const nonce = document.querySelector<HTMLMetaElement>("meta[name=csp-nonce]")?.content;
  return new Editor({
    element: surface,
    editable: options.isWritable,
    injectCSS: true,
    ...(nonce ? { injectNonce: nonce } : {}),
    editorProps: { scrollMargin: MARGIN, scrollThreshold: MARGIN },
    enableCoreExtensions: { tabindex: false }, // only who may write gets the focus, and a caret
    extensions: [
      ...schemaOf(people),
      Collaboration.configure({ document: doc, field: "default" }),
      caretsOf(awareness, user),
      Placeholder.configure({
        includeChildren: true,
        placeholder: ({ node }) => hint(node.type.name),
      }),
      KeepAgenda,
      KeepCaret,
      Slash,
      attributesOf(language),
      toolsKey(options.goToTools),
    ],
  });
}

/** What the text is, for assistive technology, spelling and translation. */
function attributesOf(language: string): Extension {
  return Extension.create({
    name: "attributes",
    addProseMirrorPlugins() {
      const describe = () => ({
        class: "minutes-text",
        translate: "no",
        lang: language,
        spellcheck: "true",
        "aria-multiline": "true",
        "aria-label": _("Text of the minutes"),
        "aria-readonly": String(!this.editor.isEditable),
      });
      return [new Plugin({ props: { attributes: describe } })];
    },
  });
}

function hint(type: string): string {
  if (type === "actionItem") return _("What is to be done?");
  if (type === "heading") return _("Heading");
  return type === "paragraph" ? _("Write, or type / to insert something") : "";
}

function toolsKey(go: () => void): Extension {
  return Extension.create({
    name: "toolsKey",
    addKeyboardShortcuts() {
      return {
        "Alt-F10": () => {
          go();
          return true;
        },
      };
    },
  });
}
