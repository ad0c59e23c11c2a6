import { _p } from "../i18n";
import { showDay } from "./dues";
import { findIndex, type Ranked } from "./order";
import { Pending } from "./pending";
import type { Place, WireCard } from "./wire";

/** The board in the page: columns, cells, and cards at their places. Knows nothing of the server. */
export class Table {
  /** cards that lie where this page put them, whatever the server said last */
  readonly pending = new Pending();
  private readonly cards = new Map<string, HTMLElement>();
  private readonly cells = new Map<string, HTMLElement>();
  /** a card that somebody types in: what it looks like now comes when they are done */
  private readonly late = new Map<string, WireCard>();

  constructor(
    readonly root: HTMLElement,
    readonly body: HTMLElement,
  ) {
    this.read();
  }

  /** Looks at the page anew, after its content was replaced. */
  read(): void {
    this.cards.clear();
    this.cells.clear();
    for (const cell of this.body.querySelectorAll<HTMLElement>("[data-cell]"))
      this.cells.set(keyOf(cell.dataset.column ?? "", cell.dataset.lane ?? ""), cell);
    for (const card of this.listCards()) this.take(card);
  }

  find(id: string): HTMLElement | undefined {
    return this.cards.get(id);
  }

  findCell(column: string, lane: string): HTMLElement | undefined {
    return this.cells.get(keyOf(column, lane));
  }

  listCells(): HTMLElement[] {
    return [...this.cells.values()];
  }

  listCards(): HTMLElement[] {
    return [...this.body.querySelectorAll<HTMLElement>("[data-card]")];
  }

  cardsOf(cell: Element): HTMLElement[] {
    return [...cell.children].filter((each): each is HTMLElement => isCard(each));
  }

  columns(): HTMLElement[] {
    return [...this.body.querySelectorAll<HTMLElement>(".board-head[data-column]")];
  }

  /** Shows a card as the server has it; false when the page has no place for it. */
  put(wire: WireCard): boolean {
    const old = this.cards.get(wire.id);
    if (old && Number(old.dataset.version) > wire.version) return true;
    if (!this.findCell(wire.column, wire.lane)) return false;
    if (old?.dataset.editing) {
      this.late.set(wire.id, wire);
      return true;
    }
    const card = this.take(parse(wire.html));
    showDay(card, this.root.dataset.timezone || "UTC");
    if (old) replace(old, card);
    if (old && this.pending.has(wire.id, wire.version)) return true;
    this.settle(card);
    return true;
  }

  /** Nobody types in the card any more: it gets what came meanwhile. */
  release(card: HTMLElement): void {
    delete card.dataset.editing;
    const wire = this.late.get(card.dataset.card ?? "");
    if (!wire) return;
    this.late.delete(wire.id);
    this.put(wire);
  }

  remove(id: string): void {
    this.cards.get(id)?.remove();
    this.cards.delete(id);
  }

  /** Puts a card where the server has it. */
  settle(card: HTMLElement): void {
    const { column = "", lane = "", card: id = "", rank = "" } = card.dataset;
    const cell = this.findCell(column, lane);
    if (!cell) return;
    const others = this.cardsOf(cell).filter((each) => each !== card && !this.isAdrift(each));
    const index = findIndex(others.map(ranked), { id, rank });
    const next = others[index];
    if (card.parentElement === cell && next === nextSettled(card, others)) return;
    moveTo(card, cell, next ?? null);
  }

  /** Puts a card where somebody wants it, before the server knows. */
  place(card: HTMLElement, place: Place): void {
    const cell = this.findCell(place.column, place.lane);
    if (!cell) return;
    const above = this.cards.get(place.after);
    const below = this.cards.get(place.before);
    const next = above?.parentElement === cell ? above.nextElementSibling : (below ?? null);
    if (next === card) return;
    moveTo(card, cell, next?.parentElement === cell ? next : null);
  }

  /** Numbers in the heads of the columns, and whether that is too many. */
  setCounts(counts: Record<string, number>): void {
    for (const head of this.columns()) {
      const inside = counts[head.dataset.column ?? ""];
      if (inside !== undefined) setCount(head, inside);
    }
  }

  /** Whether the reader owes the task, alone or with their delegation. */
  isOwn(card: HTMLElement): boolean {
    const owners = (card.dataset.owners ?? "").split(" ");
    const own = (this.root.dataset.own ?? "").split(" ");
    return own.some((key) => key !== "" && owners.includes(key));
  }

  private isAdrift(card: HTMLElement): boolean {
    return this.pending.has(card.dataset.card ?? "", Number(card.dataset.version));
  }

  private take(card: HTMLElement): HTMLElement {
    this.cards.set(card.dataset.card ?? "", card);
    // one stop for the Tab key on the whole board; the card's keys lead to the rest
    for (const link of card.querySelectorAll("a")) link.tabIndex = -1;
    card.draggable = true;
    // whoever owes a task may move it where they may else only read
    if (this.root.dataset.canWork !== "true") card.classList.toggle("is-own", this.isOwn(card));
    return card;
  }
}

export function isCard(node: Element): boolean {
  return node.hasAttribute("data-card");
}

export function titleOf(card: HTMLElement): string {
  return card.querySelector("[data-title]")?.textContent?.trim() ?? "";
}

/** A card as messages name it: “#12 Write the letter”. */
export function nameOf(card: HTMLElement): string {
  return `#${card.dataset.number} ${titleOf(card)}`;
}

function keyOf(column: string, lane: string): string {
  return `${column} ${lane}`;
}

function ranked(card: HTMLElement): Ranked {
  return { id: card.dataset.card ?? "", rank: card.dataset.rank ?? "" };
}

function nextSettled(card: HTMLElement, others: HTMLElement[]): HTMLElement | undefined {
  let next = card.nextElementSibling;
  while (next && !others.includes(next as HTMLElement)) next = next.nextElementSibling;
  return (next as HTMLElement | null) ?? undefined;
}

function parse(html: string): HTMLElement {
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  return template.content.firstElementChild as HTMLElement;
}

/** A new look for a card, which keeps the focus and the marks of this page. */
function replace(old: HTMLElement, card: HTMLElement): void {
  const hadFocus = old.contains(document.activeElement);
  card.tabIndex = old.tabIndex;
  if (old.hasAttribute("data-picked")) card.setAttribute("data-picked", "");
  const described = old.getAttribute("aria-describedby");
  if (described) card.setAttribute("aria-describedby", described);
  old.replaceWith(card);
  if (hadFocus) card.focus({ preventScroll: true });
}

/** A card that is moved in the page would lose the focus. */
function moveTo(card: HTMLElement, cell: HTMLElement, before: Element | null): void {
  const hadFocus = card.contains(document.activeElement);
  cell.insertBefore(card, before);
  if (hadFocus) card.focus({ preventScroll: true });
}

function setCount(head: HTMLElement, inside: number): void {
  const count = head.querySelector("[data-count]");
  if (count) count.textContent = String(inside);
  const limit = head.querySelector<HTMLElement>("[data-limit]");
  if (!limit) return;
  const most = Number(limit.dataset.limit);
  limit.classList.toggle("is-over", inside > most);
  limit.classList.toggle("is-full", inside === most);
  const words = limit.querySelector("[data-limit-words]");
  if (words)
    words.textContent =
      inside > most ? _p("column", "Too many") : inside === most ? _p("column", "Full") : "";
}
