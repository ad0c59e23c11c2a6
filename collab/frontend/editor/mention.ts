import { Mention as Original } from "@tiptap/extension-mention";
import { PluginKey } from "@tiptap/pm/state";
import { _ } from "../i18n";
import { listbox, opensByTyping } from "./listbox";
import { findPeople, type Person } from "./people";

const key = new PluginKey("mention");

/** `@` and some letters name a member; the list of them stands in `container`. */
export function mentionOf(people: Person[], container: HTMLElement | undefined) {
  return Original.configure({
    HTMLAttributes: { class: "mention" },
    suggestion: {
      char: "@",
      pluginKey: key,
      ...(container ? { container } : {}),
      shouldShow: opensByTyping(key),
      items: ({ query }) =>
        findPeople(people, query).map(({ id, label, delegation }) => ({
          id,
          label,
          detail: delegation,
        })),
      render: listbox(_("People"), _("Nobody of that name")),
    },
  });
}
