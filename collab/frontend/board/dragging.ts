import {
  draggable,
  dropTargetForElements,
  type ElementDropTargetEventBasePayload,
  monitorForElements,
} from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { autoScrollForElements } from "@atlaskit/pragmatic-drag-and-drop-auto-scroll/element";
import { element } from "../editor/dom";
import type { Table } from "./table";
import type { Place } from "./wire";

type Handlers = {
  canDrag: (card: HTMLElement) => boolean;
  /** while somebody drags, nothing moves under their hand */
  started: (card: HTMLElement) => void;
  ended: () => void;
  dropped: (card: HTMLElement, place: Place) => void;
};

/** Lets cards be dragged with a mouse or a finger. */
export class Dragging {
  private readonly known = new WeakSet<HTMLElement>();
  private readonly gap = element("div", { class: "board-gap", "aria-hidden": "true" });
  private stops: (() => void)[] = [];

  constructor(
    private readonly table: Table,
    private readonly handlers: Handlers,
  ) {
    // cards become draggable when a pointer comes near: a thousand of them cost nothing before
    for (const event of ["pointerover", "pointerdown"])
      table.body.addEventListener(event, (over) => this.prepare(over.target as Element));
    monitorForElements({
      canMonitor: ({ source }) => this.isOurs(source.element),
      onDragStart: ({ source }) => this.begin(source.element),
      onDrop: () => this.end(),
    });
    autoScrollForElements({ element: table.body });
    this.watch();
  }

  /** The page has other cells now. */
  watch(): void {
    for (const stop of this.stops) stop();
    this.stops = this.table.listCells().map((cell) =>
      dropTargetForElements({
        element: cell,
        canDrop: ({ source }) => this.isOurs(source.element),
        onDrag: (payload) => this.follow(cell, payload),
        onDragEnter: (payload) => this.follow(cell, payload),
        onDragLeave: () => this.leave(cell),
        onDrop: (payload) => this.drop(cell, payload),
      }),
    );
  }

  private isOurs(dragged: Element): boolean {
    return this.table.body.contains(dragged);
  }

  private prepare(target: Element): void {
    const card = target.closest<HTMLElement>("[data-card]");
    if (!card || this.known.has(card)) return;
    this.known.add(card);
    draggable({
      element: card,
      canDrag: () => !card.dataset.editing && this.handlers.canDrag(card),
    });
  }

  private begin(card: HTMLElement): void {
    card.classList.add("is-dragged");
    this.table.root.classList.add("is-dragging");
    this.handlers.started(card);
  }

  private end(): void {
    this.gap.remove();
    this.table.root.classList.remove("is-dragging");
    for (const card of this.table.body.querySelectorAll(".is-dragged"))
      card.classList.remove("is-dragged");
    this.handlers.ended();
  }

  private follow(cell: HTMLElement, { location, source }: ElementDropTargetEventBasePayload): void {
    const next = this.findNext(cell, source.element, location.current.input.clientY);
    cell.classList.add("is-over");
    if (this.gap.parentElement !== cell || this.gap.nextElementSibling !== next)
      cell.insertBefore(this.gap, next);
  }

  private leave(cell: HTMLElement): void {
    cell.classList.remove("is-over");
    if (this.gap.parentElement === cell) this.gap.remove();
  }

  private drop(cell: HTMLElement, { location, source }: ElementDropTargetEventBasePayload): void {
    this.leave(cell);
    const card = source.element;
    const next = this.findNext(cell, card, location.current.input.clientY);
    const others = this.table.cardsOf(cell).filter((each) => each !== card);
    const index = next ? others.indexOf(next) : others.length;
    if (this.table.cardsOf(cell).indexOf(card) === index) return; // where it was
    this.handlers.dropped(card, {
      column: cell.dataset.column ?? "",
      lane: cell.dataset.lane ?? "",
      after: others[index - 1]?.dataset.card ?? "",
      before: next?.dataset.card ?? "",
    });
  }

  /** The first card whose middle is below the pointer; cards lie in order, so half of them are asked each time. */
  private findNext(cell: HTMLElement, dragged: HTMLElement, y: number): HTMLElement | null {
    const cards = this.table.cardsOf(cell).filter((each) => each !== dragged);
    let low = 0;
    let high = cards.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const box = cards[middle]?.getBoundingClientRect();
      if (box && box.top + box.height / 2 < y) low = middle + 1;
      else high = middle;
    }
    return cards[low] ?? null;
  }
}
