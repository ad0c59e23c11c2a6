import "../styles/editor.css";
import { LiveText } from "../editor/live_text";
import { page } from "../editor/page/page";
import { loadCatalogue } from "../i18n";

document.querySelector("[data-rename]")?.addEventListener("toggle", ({ currentTarget }) => {
  const rename = currentTarget as HTMLDetailsElement;
  if (rename.open) rename.querySelector<HTMLInputElement>("input[name=title]")?.select();
});
await loadCatalogue();
const root = document.querySelector<HTMLElement>("[data-live-editor]");
if (root) await new LiveText(root, page).open();
