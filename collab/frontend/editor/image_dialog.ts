import { _ } from "../i18n";
import { openDialog } from "./dialog";
import { element } from "./dom";

/** What is said about an image. */
export type Told = { alt: string; caption: string; width: number | null };

let count = 0;

/** Asks for the words that stand for an image; null when they were not given. */
export function askAboutImage(src: string, now: Partial<Told> = {}): Promise<Told | null> {
  const id = `image-dialog-${++count}`;
  const alt = element("textarea", { class: "form-control", name: "alt", rows: "2", id });
  alt.value = now.alt ?? "";
  alt.setAttribute("aria-describedby", `${id}-hint`);
  const hint = element(
    "p",
    { class: "form-hint", id: `${id}-hint` },
    _("For people who do not see it: what does it show, and what follows from it?"),
  );
  const caption = element("input", { class: "form-control", name: "caption" });
  caption.value = now.caption ?? "";
  const width = makeWidths(now.width ?? null);
  const form = element(
    "form",
    { method: "dialog", class: "image-dialog" },
    element("img", { src, alt: "" }),
    element("label", { class: "form-label", for: id }, _("Description")),
    alt,
    hint,
    element("label", { class: "form-label" }, _("Caption"), caption),
    element("label", { class: "form-label" }, _("Width"), width),
    element(
      "p",
      { class: "editor-dialog-buttons" },
      element("button", { class: "btn btn-primary", value: "save" }, _("Save")),
    ),
  );
  const dialog = openDialog(_("Image"), form);
  alt.focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      if (dialog.returnValue !== "save") return resolve(null);
      resolve({
        alt: alt.value.trim().replace(/\s+/g, " "),
        caption: caption.value.trim(),
        width: Number(width.value) || null,
      });
    });
  });
}

function makeWidths(now: number | null): HTMLSelectElement {
  const names: [string, string][] = [
    ["", _("As wide as it is")],
    ["25", "25 %"],
    ["50", "50 %"],
    ["75", "75 %"],
    ["100", "100 %"],
  ];
  const options = names.map(([value, words]) => element("option", { value }, words));
  const select = element("select", { class: "form-select", name: "width" }, ...options);
  select.value = now ? String(now) : "";
  return select;
}
