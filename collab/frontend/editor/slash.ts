import { Extension } from "@tiptap/core";
import { PluginKey } from "@tiptap/pm/state";
import { Suggestion } from "@tiptap/suggestion";
import { _ } from "../i18n";
import { fitting, insertable } from "./commands";
import { type Choice, listbox, opensByTyping } from "./listbox";

const key = new PluginKey("slash");

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
            fitting(insertable, editor)
              .map(({ id, label }) => ({ id, label: label() }))
              .filter(({ label }) => label.toLowerCase().includes(query.toLowerCase())),
          command: ({ editor, range, props }) => {
            const chosen = insertable.find(({ id }) => id === props.id);
            chosen?.run(editor.chain().focus().deleteRange(range)).run();
          },
          render: listbox(_("Insert"), ""),
        }),
      ];
    },
  });
}
