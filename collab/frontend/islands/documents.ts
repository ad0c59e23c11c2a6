import { Rows } from "../documents/rows";
import { loadCatalogue } from "../i18n";

await loadCatalogue();
const root = document.querySelector<HTMLElement>("[data-documents]");
const list = root?.querySelector<HTMLElement>("[data-rows]");
if (root && list) new Rows(root, list).open();
