import { _, _p } from "../i18n";
import { dateIn, nearness } from "./days";

/** Says on a card whether its day is near or over, by the reader's calendar. */
export function showDay(card: HTMLElement, timezone: string): void {
  const due = card.querySelector<HTMLElement>("[data-due-state]");
  const day = due?.querySelector("time")?.dateTime;
  const words = due?.querySelector("[data-due-words]");
  if (!due || !day || !words) return;
  const near = card.classList.contains("is-closed") ? "" : nearness(day, dateIn(timezone));
  const shown = {
    overdue: _p("task", "Overdue"),
    today: _("Due today"),
    tomorrow: _("Due tomorrow"),
    "": _p("task", "Due"),
  }[near];
  if (words.textContent === shown) return;
  words.textContent = shown;
  due.className = `card-due ${near && `is-${near}`}`;
}
