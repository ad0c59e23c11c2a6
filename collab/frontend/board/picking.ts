import { element, icon } from "../editor/dom";
import { _, _n } from "../i18n";
import type { Notices } from "./notices";
import type { Table } from "./table";

export type Deed = "move" | "assign" | "label" | "archive";

/** Which cards are selected, and the bar with what can be done to them. */
export class Picks {
  private readonly ids = new Set<string>();
  private readonly bar = element("div", { class: "board-bar d-print-none", role: "group" });
  private readonly words = element("p", {});
  /** where a range begins */
  private anchor: HTMLElement | undefined;
  isPicking = false;

  constructor(
    private readonly table: Table,
    private readonly notices: Notices,
    act: (deed: Deed) => void,
  ) {
    this.bar.hidden = true;
    this.bar.setAttribute("aria-label", _("Selected tasks"));
    const clear = button("x", _("Clear"), () => this.clear());
    this.bar.append(
      this.words,
      button("arrows-move", _("Move"), () => act("move")),
      button("user-plus", _("Assign"), () => act("assign")),
      button("tag", _("Label"), () => act("label")),
      button("archive", _("Archive"), () => act("archive")),
      clear,
    );
    table.root.append(this.bar);
  }

  get size(): number {
    return this.ids.size;
  }

  /** The selected cards; without any, this one. */
  orJust(card: HTMLElement | null): HTMLElement[] {
    const picked = this.list();
    return picked.length || !card ? picked : [card];
  }

  list(): HTMLElement[] {
    return this.table.listCards().filter((card) => this.ids.has(card.dataset.card ?? ""));
  }

  has(card: HTMLElement): boolean {
    return this.ids.has(card.dataset.card ?? "");
  }

  toggle(card: HTMLElement): void {
    this.set(card, !this.has(card));
    this.anchor = card;
    this.show();
  }

  /** Everything from where the selection began to this card, in the order of the board. */
  extend(card: HTMLElement): void {
    const cards = this.table.listCards();
    const from = this.anchor ? cards.indexOf(this.anchor) : -1;
    const to = cards.indexOf(card);
    const [first, last] = from < 0 ? [to, to] : [Math.min(from, to), Math.max(from, to)];
    for (const each of cards.slice(first, last + 1)) this.set(each, true);
    this.anchor ??= card;
    this.show();
  }

  /** A range with the arrows begins at the card that has the focus. */
  beginAt(card: HTMLElement): void {
    if (!this.has(card)) this.anchor = card;
    else this.anchor ??= card;
  }

  clear(): void {
    for (const card of this.list()) this.set(card, false);
    this.ids.clear();
    this.anchor = undefined;
    this.show();
  }

  /** Some selected cards may have left the board. */
  tidy(): void {
    if (!this.ids.size) return;
    const left = new Set(this.list().map((card) => card.dataset.card ?? ""));
    for (const id of this.ids) if (!left.has(id)) this.ids.delete(id);
    for (const card of this.list()) this.set(card, true);
    this.show();
  }

  private set(card: HTMLElement, isPicked: boolean): void {
    const id = card.dataset.card ?? "";
    if (isPicked) this.ids.add(id);
    else this.ids.delete(id);
    card.toggleAttribute("data-picked", isPicked);
    if (isPicked) card.setAttribute("aria-describedby", "board-selected");
    else card.removeAttribute("aria-describedby");
  }

  private show(): void {
    const words = this.ids.size
      ? _n("%(num)d task selected", "%(num)d tasks selected", this.ids.size)
      : _("No task selected");
    if (this.words.textContent !== words) this.notices.say(words);
    this.words.textContent = words;
    this.bar.hidden = this.ids.size === 0;
  }
}

function button(symbol: string, label: string, act: () => void): HTMLButtonElement {
  const made = element("button", { type: "button", class: "btn btn-sm" }, icon(symbol), label);
  made.addEventListener("click", act);
  return made;
}
