import { Board } from "../board/board";
import { loadCatalogue } from "../i18n";

await loadCatalogue();
const root = document.querySelector<HTMLElement>("[data-board]");
if (root) new Board(root).open();
