import { element } from "../editor/dom";
import { _ } from "../i18n";

/** A field in the place of the name; `save` says whether the name was taken. */
export function beginRenaming(row: HTMLElement, save: (title: string) => Promise<boolean>): void {
  const link = row.querySelector<HTMLElement>("[data-title]");
  if (!link || row.dataset.editing !== undefined) return;
  const before = link.textContent?.trim() ?? "";
  const field = element("input", {
    class: "form-control document-name",
    value: before,
    maxlength: "200",
    lang: link.lang,
    "aria-label": _("Name"),
  });
  row.dataset.editing = "";
  link.hidden = true;
  link.after(field);
  field.focus();
  // of a file only what stands before its ending
  const dot = row.dataset.kind === "file" ? before.lastIndexOf(".") : -1;
  field.setSelectionRange(0, dot > 0 ? dot : before.length);
  let isOver = false;
  const end = (focuses: boolean) => {
    isOver = true;
    field.remove();
    link.hidden = false;
    delete row.dataset.editing;
    if (focuses) link.focus();
  };
  const keep = async (focuses: boolean) => {
    const title = field.value.trim();
    if (isOver) return;
    if (!title || title === before) return end(focuses);
    isOver = true;
    if (await save(title)) {
      link.textContent = title;
      end(focuses);
    } else {
      isOver = false;
      field.focus();
    }
  };
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter") void keep(true);
    else if (event.key === "Escape") end(true);
    else return;
    event.preventDefault();
  });
  field.addEventListener("blur", () => void keep(false));
}
