import type { Table } from "./table";
import type { Place } from "./wire";

export type Direction = "up" | "down" | "left" | "right";

/** Ways over the board: from card to card, and where a card gets when it goes a step. */
export class Walker {
  constructor(private readonly table: Table) {}

  /** The one card that the Tab key reaches. */
  get current(): HTMLElement | null {
    return this.table.body.querySelector<HTMLElement>("[data-card][tabindex='0']");
  }

  /** Makes a card the one that the Tab key reaches. */
  mark(card: HTMLElement): void {
    const { current } = this;
    if (current && current !== card) current.tabIndex = -1;
    card.tabIndex = 0;
  }

  /** Some card is the one that the Tab key reaches. */
  markAny(): void {
    if (this.current) return;
    const first = this.table.body.querySelector<HTMLElement>("[data-card]");
    if (first) first.tabIndex = 0;
  }

  go(card: HTMLElement | undefined): void {
    if (!card) return;
    this.mark(card);
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** The next card that way; left and right find the one that lies beside it. */
  next(card: HTMLElement, way: Direction): HTMLElement | undefined {
    if (way === "up" || way === "down") return this.upOrDown(card, way === "up" ? -1 : 1);
    const step = way === "left" ? -1 : 1;
    const columns = this.table.columns().map((head) => head.dataset.column ?? "");
    let at = columns.indexOf(columnOf(card)) + step;
    for (; at >= 0 && at < columns.length; at += step) {
      const found = this.beside(card, columns[at] ?? "");
      if (found) return found;
    }
    return undefined;
  }

  /** The first or the last card of the card's column. */
  end(card: HTMLElement, isFirst: boolean): HTMLElement | undefined {
    return this.inColumn(columnOf(card)).at(isFirst ? 0 : -1);
  }

  /** Where the card gets when it goes one step; undefined at the edge of the board. */
  step(card: HTMLElement, way: Direction): Place | undefined {
    const cell = card.parentElement as HTMLElement;
    if (way === "up" || way === "down") return this.stepInColumn(card, cell, way === "up" ? -1 : 1);
    const columns = this.table.columns().map((head) => head.dataset.column ?? "");
    const column = columns[columns.indexOf(columnOf(card)) + (way === "left" ? -1 : 1)];
    const target = column && this.table.findCell(column, cell.dataset.lane ?? "");
    return target ? placeAtEnd(this.table, target) : undefined;
  }

  private stepInColumn(card: HTMLElement, cell: HTMLElement, step: -1 | 1): Place | undefined {
    const cards = this.table.cardsOf(cell);
    const other = cards[cards.indexOf(card) + step];
    if (other) return placeBeside(cell, cards, other, step);
    const cells = this.cellsOf(columnOf(card));
    const target = cells[cells.indexOf(cell) + step];
    if (!target) return undefined;
    return step === 1 ? placeAtStart(this.table, target) : placeAtEnd(this.table, target);
  }

  private upOrDown(card: HTMLElement, step: -1 | 1): HTMLElement | undefined {
    const cards = this.inColumn(columnOf(card));
    return cards[cards.indexOf(card) + step];
  }

  private beside(card: HTMLElement, column: string): HTMLElement | undefined {
    const lane = card.parentElement?.dataset.lane ?? "";
    const cell = this.table.findCell(column, lane);
    const inLane = cell ? this.table.cardsOf(cell) : [];
    const cards = inLane.length ? inLane : this.inColumn(column);
    const top = card.getBoundingClientRect().top;
    return cards.find((each) => each.getBoundingClientRect().bottom > top + 1) ?? cards.at(-1);
  }

  private inColumn(column: string): HTMLElement[] {
    return this.cellsOf(column).flatMap((cell) => this.table.cardsOf(cell));
  }

  private cellsOf(column: string): HTMLElement[] {
    return this.table.listCells().filter((cell) => cell.dataset.column === column);
  }
}

function columnOf(card: HTMLElement): string {
  return card.parentElement?.dataset.column ?? "";
}

function placeBeside(
  cell: HTMLElement,
  cards: HTMLElement[],
  other: HTMLElement,
  step: -1 | 1,
): Place {
  const beyond = cards[cards.indexOf(other) + step]?.dataset.card ?? "";
  const beside = other.dataset.card ?? "";
  return {
    column: cell.dataset.column ?? "",
    lane: cell.dataset.lane ?? "",
    after: step === 1 ? beside : beyond,
    before: step === 1 ? beyond : beside,
  };
}

export function placeAtEnd(table: Table, cell: HTMLElement): Place {
  const last = table.cardsOf(cell).at(-1)?.dataset.card ?? "";
  const { column = "", lane = "" } = cell.dataset;
  return { column, lane, after: last, before: "" };
}

export function placeAtStart(table: Table, cell: HTMLElement): Place {
  const first = table.cardsOf(cell)[0]?.dataset.card ?? "";
  const { column = "", lane = "" } = cell.dataset;
  return { column, lane, after: "", before: first };
}
