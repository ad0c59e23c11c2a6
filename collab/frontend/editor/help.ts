import type { Editor } from "@tiptap/core";
import { _ } from "../i18n";
import { all } from "./commands";
import { openDialog } from "./dialog";
import { element } from "./dom";
import { describeKeys } from "./keys";
import { fitting, offerOf } from "./offer";

/** Lists what the keys do. */
export function showHelp(editor: Editor): void {
  const { more, typed: alsoTyped } = offerOf(editor);
  const rows = [...fitting(all, editor), ...more].flatMap(({ label, keys }) =>
    keys ? [[label(), describeKeys(keys)]] : [],
  );
  const typed = [
    [_("Name a member"), "@"],
    [_("Insert anything"), "/"],
    ...alsoTyped(),
    [_("Heading"), "# "],
    [_("Bullet list"), "- "],
    [_("Numbered list"), "1. "],
    [_("Check list"), "[ ] "],
    [_("Quotation"), "> "],
    [_("Bold"), _("**text**")],
    [_("Go to the tools"), describeKeys("Alt-F10")],
    [_("Leave a list, a decision or an action"), _("Enter in an empty line")],
  ];
  openDialog(
    _("Keys"),
    element("h3", {}, _("Press")),
    makeList(rows),
    element("h3", {}, _("Type")),
    makeList(typed),
  );
}

function makeList(rows: string[][]): HTMLElement {
  const list = element("dl", { class: "key-list" });
  for (const [label = "", keys = ""] of rows) {
    const shown = element("kbd", {}, keys.trim());
    list.append(element("div", {}, element("dt", {}, label), element("dd", {}, shown)));
  }
  return list;
}
