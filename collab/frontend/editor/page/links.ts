import { Extension } from "@tiptap/core";
import { PluginKey } from "@tiptap/pm/state";
import { Suggestion } from "@tiptap/suggestion";
import { _ } from "../../i18n";
import { type Choice, listbox, opensByTyping } from "../listbox";
import type { Lookup } from "../lookup";
import { findThings, type Thing } from "./address";

const key = new PluginKey("documentLinks");
type Offered = Choice & { thing: Thing };

/** `[[` and some letters link to a document; the list of them stands in `container`. */
export function linksOf(container: HTMLElement, choices: string, lookup: Lookup): Extension {
  return Extension.create({
    name: "documentLinks",
    addProseMirrorPlugins() {
      return [
        Suggestion<Choice, Choice>({
          editor: this.editor,
          char: "[[",
          allowSpaces: true,
          allowedPrefixes: null,
          pluginKey: key,
          container,
          debounce: 120,
          shouldShow: opensByTyping(key),
          allow: ({ state, range }) => !state.doc.resolve(range.from).parent.type.spec.code,
          items: async ({ query }) =>
            (await findThings(choices, "documents", query)).map(
              (thing): Offered => ({
                id: thing.key,
                label: thing.words,
                detail: nameOf(thing.kind),
                thing,
              }),
            ),
          command: ({ editor, range, props }) => {
            const { thing } = props as Offered;
            lookup.know(thing.key, thing);
            const attrs = {
              document: thing.key.slice("document:".length),
              label: thing.words,
              kind: thing.kind,
            };
            editor
              .chain()
              .focus()
              .insertContentAt(range, [
                { type: "documentLink", attrs },
                { type: "text", text: " " },
              ])
              .run();
          },
          render: listbox(_("Documents"), _("Nothing of that name")),
        }),
      ];
    },
  });
}

/** What a document of this kind is called. */
function nameOf(kind = ""): string {
  const names: Record<string, string> = {
    folder: _("Folder"),
    page: _("Page"),
    file: _("File"),
  };
  return names[kind] ?? "";
}
