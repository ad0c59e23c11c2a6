import { _ } from "../i18n";
import { element, icon } from "./dom";

/** A modal dialog with a heading and a way to close it; it is thrown away when it closes. */
export function openDialog(title: string, ...content: (Node | string)[]): HTMLDialogElement {
  const heading = element("h2", { id: "editor-dialog-title" }, title);
  const close = element("button", { type: "button", class: "editor-dialog-close" }, icon("x"));
  close.setAttribute("aria-label", _("Close"));
  const head = element("header", {}, heading, close);
  const dialog = element("dialog", { class: "editor-dialog" }, head, ...content);
  dialog.setAttribute("aria-labelledby", heading.id);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
