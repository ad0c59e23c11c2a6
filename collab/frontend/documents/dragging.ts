import {
  draggable,
  dropTargetForElements,
  monitorForElements,
} from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { autoScrollWindowForElements } from "@atlaskit/pragmatic-drag-and-drop-auto-scroll/element";
import { element } from "../editor/dom";

type Handlers = {
  /** whether rows have places that somebody may change */
  canOrder: boolean;
  /** `next`: the row before which it was dropped; null: the end */
  ordered: (row: HTMLElement, next: HTMLElement | null) => void;
  /** dropped on a folder, a library or a part of the way down */
  put: (row: HTMLElement, spot: string) => void;
};

/** Lets rows be dragged: between each other, and onto folders wherever they are on the page. */
export class Dragging {
  private readonly known = new WeakSet<Element>();
  private readonly gap = element("li", { class: "document-gap", "aria-hidden": "true" });

  constructor(
    private readonly list: HTMLElement,
    private readonly handlers: Handlers,
  ) {}

  open(): void {
    for (const event of ["pointerover", "pointerdown"])
      this.list.addEventListener(event, (over) => this.prepare(over.target as Element));
    for (const spot of document.querySelectorAll<HTMLElement>("[data-spot]")) this.accept(spot);
    if (this.handlers.canOrder) this.acceptBetween();
    autoScrollWindowForElements();
    monitorForElements({
      onDragStart: ({ source }) => source.element.classList.add("is-dragged"),
      onDrop: ({ source }) => {
        source.element.classList.remove("is-dragged");
        this.gap.remove();
      },
    });
  }

  private prepare(target: Element): void {
    const row = target.closest<HTMLElement>("[data-movable]");
    if (!row || this.known.has(row)) return;
    this.known.add(row);
    draggable({ element: row, canDrag: () => row.dataset.editing === undefined });
  }

  private accept(spot: HTMLElement): void {
    dropTargetForElements({
      element: spot,
      canDrop: ({ source }) => source.element !== spot && isRow(source.element),
      onDragEnter: () => spot.classList.add("is-over"),
      onDragLeave: () => spot.classList.remove("is-over"),
      onDrop: ({ source, location }) => {
        spot.classList.remove("is-over");
        if (location.current.dropTargets[0]?.element !== spot) return;
        if (this.isBetween(spot, location.current.input.clientY)) return;
        this.handlers.put(source.element as HTMLElement, spot.dataset.spot ?? "");
      },
    });
  }

  private acceptBetween(): void {
    dropTargetForElements({
      element: this.list,
      canDrop: ({ source }) => isRow(source.element),
      onDrag: ({ source, location }) => {
        const { clientY } = location.current.input;
        const over = location.current.dropTargets[0]?.element as HTMLElement | undefined;
        if (over && over !== this.list && !this.isBetween(over, clientY)) return this.gap.remove();
        this.list.insertBefore(this.gap, this.findNext(source.element, clientY));
      },
      onDragLeave: () => this.gap.remove(),
      onDrop: ({ source, location }) => {
        const { clientY } = location.current.input;
        const over = location.current.dropTargets[0]?.element as HTMLElement | undefined;
        this.gap.remove();
        if (over && over !== this.list && !this.isBetween(over, clientY)) return;
        this.handlers.ordered(
          source.element as HTMLElement,
          this.findNext(source.element, clientY),
        );
      },
    });
  }

  /** Near the edge of a folder's row one means the place between rows. */
  private isBetween(spot: HTMLElement, y: number): boolean {
    if (!this.handlers.canOrder || spot.parentElement !== this.list) return false;
    const box = spot.getBoundingClientRect();
    const edge = box.height / 4;
    return y < box.top + edge || y > box.bottom - edge;
  }

  private findNext(dragged: Element, y: number): HTMLElement | null {
    const rows = [...this.list.querySelectorAll<HTMLElement>("[data-document]")];
    const below = rows.find((row) => {
      const box = row.getBoundingClientRect();
      return row !== dragged && box.top + box.height / 2 > y;
    });
    return below ?? null;
  }
}

function isRow(dragged: Element): boolean {
  return dragged.hasAttribute("data-movable");
}
