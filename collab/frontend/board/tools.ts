import { element, icon } from "../editor/dom";
import { _ } from "../i18n";
import { showKeys } from "./keys";
import type { Picks } from "./picking";

/** The buttons above a board: selecting without keys, and what the keys do. */
export function drawTools(root: HTMLElement, picks: Picks): void {
  const tools = document.querySelector("[data-board-tools]");
  if (root.dataset.canWork === "true") tools?.append(makePick(root, picks));
  const help = element("button", { type: "button", class: "btn board-help" });
  help.append(icon("keyboard"), _("Keys"));
  help.addEventListener("click", showKeys);
  tools?.append(help);
}

function makePick(root: HTMLElement, picks: Picks): HTMLElement {
  const pick = element("button", { type: "button", class: "btn", "aria-pressed": "false" });
  pick.append(icon("checkbox"), _("Select"));
  pick.addEventListener("click", () => {
    picks.isPicking = !picks.isPicking;
    pick.setAttribute("aria-pressed", String(picks.isPicking));
    root.classList.toggle("is-picking", picks.isPicking);
    if (!picks.isPicking) picks.clear();
  });
  return pick;
}
