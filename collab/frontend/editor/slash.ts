import { type Editor, Extension } from "@tiptap/core";
import { PluginKey } from "@tiptap/pm/state";
import { Suggestion } from "@tiptap/suggestion";
import { _ } from "../i18n";
import { type Command, insertable } from "./commands";
import { type Choice, listbox, opensByTyping } from "./listbox";
import { fitting, offerOf, perform } from "./offer";

const key = new PluginKey("slash");

/** What can be put into this text. */
function inserting(editor: Editor): Command[] {
  return [...fitting(insertable, editor), ...offerOf(editor).more];
}

/** `/` and some letters turn the block into something else; the list of them stands in `container`. */
export function slashOf(container: HTMLElement): Extension {
  return Extension.create({
    name: "slash",
    addProseMirrorPlugins() {
      return [
        Suggestion<Choice, Choice>({
          editor: this.editor,
          char: "/",
          pluginKey: key,
          container,
          shouldShow: opensByTyping(key),
          allow: ({ state, range }) => !state.doc.resolve(range.from).parent.type.spec.code,
          items: ({ query, editor }) =>
            inserting(editor)
              .map(({ id, label }) => ({ id, label: label() }))
              .filter(({ label }) => label.toLowerCase().includes(query.toLowerCase())),
          command: ({ editor, range, props }) => {
            const chosen = inserting(editor).find(({ id }) => id === props.id);
            if (chosen) perform(editor, chosen, range);
          },
          render: listbox(_("Insert"), ""),
        }),
      ];
    },
  });
}
