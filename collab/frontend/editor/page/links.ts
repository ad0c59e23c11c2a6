import { type Editor, Extension, type Range } from "@tiptap/core";
import { PluginKey } from "@tiptap/pm/state";
import { Suggestion } from "@tiptap/suggestion";
import { _ } from "../../i18n";
import { type Choice, listbox, opensByTyping } from "../listbox";
import type { Lookup } from "../lookup";
import { fold } from "../people";
import { type Address, createPage, findThings, type Thing } from "./address";
import type { Notice } from "./notice";

const key = new PluginKey("documentLinks");
/** What can be linked to: a document that is there, or a page that is made now. */
type Target = Choice & ({ thing: Thing } | { title: string });

/** `[[` and some letters link to a document; the list of them stands in `container`. */
export function linksOf(
  container: HTMLElement,
  address: Address,
  lookup: Lookup,
  notice: Notice,
): Extension {
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
            offer(await findThings(address.choices, "documents", query), query.trim()),
          command: ({ editor, range, props }) => {
            const target = props as Target;
            if ("thing" in target) insertLink(editor, range, target.thing, lookup);
            else void linkToNew(editor, range, target.title);
          },
          render: listbox(_("Documents"), _("Nothing of that name")),
        }),
      ];
    },
  });

  async function linkToNew(editor: Editor, range: Range, title: string): Promise<void> {
    editor.chain().focus().deleteRange(range).run();
    const made = await createPage(address, title);
    if (editor.isDestroyed) return;
    const { from, to } = editor.state.selection;
    if (typeof made !== "string") return insertLink(editor, { from, to }, made, lookup);
    editor.chain().insertContent(title).run(); // what was typed stays
    notice.warn(made);
  }
}

function offer(things: Thing[], title: string): Target[] {
  const there: Target[] = things.map((thing) => ({
    id: thing.key,
    label: thing.words,
    detail: nameOf(thing.kind),
    thing,
  }));
  if (!title || things.some(({ words }) => fold(words) === fold(title))) return there;
  const label = _("New page “%(title)s”", { title });
  return [...there, { id: "new", label, title }];
}

function insertLink(editor: Editor, range: Range, thing: Thing, lookup: Lookup): void {
  lookup.know(thing.key, thing);
  const attrs = {
    document: thing.key.slice("document:".length),
    label: thing.words,
    kind: thing.kind,
  };
  const link = { type: "documentLink", attrs };
  editor
    .chain()
    .focus()
    .insertContentAt(range, [link, { type: "text", text: " " }])
    .run();
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
