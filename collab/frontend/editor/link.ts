import type { Editor } from "@tiptap/core";
import { Link as Original } from "@tiptap/extension-link";
import { _ } from "../i18n";
import { openDialog } from "./dialog";
import { element } from "./dom";

/** Links that what is typed at their end does not join. */
export const Link = Original.extend({ inclusive: false }).configure({
  openOnClick: false,
  defaultProtocol: "https",
});

/** Asks for the address of the selected text, or of the link that the caret is in. */
export function editLink(editor: Editor): void {
  const { href = "" } = editor.getAttributes("link");
  const field = element("input", { class: "form-control", name: "href", value: href });
  const label = element("label", { class: "form-label" }, _("Web address"), field);
  const error = element("p", {
    class: "invalid-feedback d-block",
    role: "alert",
    id: "link-error",
  });
  const apply = element("button", { class: "btn btn-primary" }, _("Set link"));
  const buttons = element("p", { class: "editor-dialog-buttons" }, apply);
  const form = element("form", { method: "dialog" }, label, error, buttons);
  const dialog = openDialog(_("Link"), form);
  field.setAttribute("aria-describedby", error.id);
  if (href) buttons.append(makeRemove(editor, dialog));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (setLink(editor, field.value)) dialog.close();
    else error.textContent = _("This is no web address.");
  });
  dialog.addEventListener("close", () => editor.commands.focus());
  field.select();
}

function makeRemove(editor: Editor, dialog: HTMLDialogElement): HTMLButtonElement {
  const remove = element("button", { type: "button", class: "btn" }, _("Remove link"));
  remove.addEventListener("click", () => {
    editor.chain().extendMarkRange("link").unsetLink().run();
    dialog.close();
  });
  return remove;
}

function setLink(editor: Editor, typed: string): boolean {
  const href = normalise(typed);
  if (!href) return false;
  const chain = editor.chain().extendMarkRange("link");
  const { empty } = editor.state.selection;
  if (!empty || editor.isActive("link")) return chain.setLink({ href }).run();
  const text = { type: "text", text: typed.trim(), marks: [{ type: "link", attrs: { href } }] };
  return editor.can().setLink({ href }) && chain.insertContent(text).run();
}

/** A whole address, or "" for what is none. */
function normalise(typed: string): string {
  const text = typed.trim();
  if (/^(https?:\/\/|mailto:|tel:)\S+$/i.test(text)) return text;
  if (/^[^\s@/:]+@[^\s@/]+\.[^\s@/]+$/.test(text)) return `mailto:${text}`;
  return /^[^\s:/]+\.[^\s]+$/.test(text) ? `https://${text}` : "";
}
