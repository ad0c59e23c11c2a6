import { element } from "../editor/dom";
import { _ } from "../i18n";
import type { Provider } from "./provider";
import type { Refused } from "./refused";

/** Shows refused text until its author throws it away. */
export function showRefused(place: HTMLElement, provider: Provider, refused: Refused): void {
  if (!refused.text) {
    void provider.discardRefused(refused.keys); // nothing but deletions: there is nothing to copy
    return;
  }
  const text = element("textarea", { class: "form-control", readonly: "", rows: "4" });
  text.value = refused.text;
  const label = element("label", { class: "form-label" }, _("Your text"), text);
  const copy = element("button", { type: "button", class: "btn btn-primary" }, _("Copy"));
  const discard = element("button", { type: "button", class: "btn" }, _("Throw away"));
  const box = element(
    "div",
    { class: "alert alert-danger", role: "alert", "data-refused": "" },
    element(
      "div",
      { class: "alert-body" },
      element("p", { class: "alert-title" }, _("This text was not accepted")),
      element("p", {}, explain(refused)),
      label,
      element("p", { class: "editor-dialog-buttons" }, copy, discard),
    ),
  );
  copy.addEventListener("click", () => void copyText(text, copy));
  discard.addEventListener("click", () => {
    void provider.discardRefused(refused.keys);
    box.remove();
  });
  place.append(box);
}

function explain({ code, message }: Refused): string {
  if (code === "not_writable") return _("You may no longer write here. Your text is kept below.");
  return message || _("The server could not take it. Your text is kept below.");
}

async function copyText(text: HTMLTextAreaElement, button: HTMLElement): Promise<void> {
  text.select();
  try {
    await navigator.clipboard.writeText(text.value);
    button.textContent = _("Copied");
  } catch {
    text.focus(); // where scripts may not copy, the selection is ready for the keys
  }
}
