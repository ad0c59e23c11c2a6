import type { Composer } from "./composer";
import type { Counts, Panes } from "./panes";
import { stack } from "./stacking";
import type { Threads } from "./threads";
import type { Words } from "./words";

/** From here on there is a margin beside the text; styles/comments.css has the same. */
const WIDE = "(width >= 75rem)";

/** Puts every thread where it belongs: into its list, and beside its words where there is room for that. */
export class Layout {
  private readonly wide = matchMedia(WIDE);
  private frame = 0;

  constructor(
    private readonly threads: Threads,
    private readonly words: Words,
    private readonly panes: Panes,
    private readonly composer: Composer,
  ) {
    this.wide.addEventListener("change", this.paintSoon);
    addEventListener("resize", this.paintSoon);
    const sizes = new ResizeObserver(this.paintSoon);
    sizes.observe(panes.root);
    if (panes.root.parentElement) sizes.observe(panes.root.parentElement);
  }

  /** What stands above the margin is folded, so that threads stand beside their words. */
  makeRoom(): void {
    const isNeeded = this.threads.ids.some((id) => this.words.listOf(id) === "text");
    const fold = document.querySelector<HTMLDetailsElement>("details[data-fold]");
    if (this.wide.matches && isNeeded && fold) fold.open = false;
  }

  readonly paintSoon = (): void => {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.paint());
  };

  paint(): void {
    if (this.panes.root.dataset.state !== "open") return;
    this.panes.count(this.sort(), this.composer.isOpen);
    this.place();
  }

  /** Those about words stand in the order of the text. */
  private sort(): Counts {
    const { words, composer } = this;
    const counts = { text: 0, all: 0, lost: 0, resolved: 0 };
    const beside: [number, HTMLElement][] = [];
    for (const id of this.threads.ids) {
      const card = this.threads.find(id);
      if (!card) continue;
      const list = words.listOf(id);
      counts[list]++;
      card.classList.toggle("is-active", id === words.active);
      if (list === "text") beside.push([words.rangeOf(id)?.from ?? 0, card]);
      else keep(this.panes.list(list), card);
    }
    if (composer.isOpen) beside.push([words.pendingRange()?.from ?? 0, composer.element]);
    else composer.element.remove();
    beside.sort(([one], [other]) => one - other);
    order(
      this.panes.list("text"),
      beside.map(([, card]) => card),
    );
    return counts;
  }

  private place(): void {
    const list = this.panes.list("text");
    const cards = [...list.children] as HTMLElement[];
    const isBeside = this.wide.matches && this.panes.shown === "text";
    list.classList.toggle("is-beside", isBeside);
    if (!isBeside) {
      for (const card of cards) card.style.removeProperty("inset-block-start");
      list.style.removeProperty("block-size");
      return;
    }
    const top = list.getBoundingClientRect().top;
    const sizes = cards.map((card) => ({
      top: (this.words.topOf(card.dataset.thread) ?? top) - top,
      height: card.offsetHeight,
    }));
    const tops = stack(sizes, cards.indexOf(this.turnedTo(cards) as HTMLElement));
    cards.forEach((card, at) => {
      card.style.setProperty("inset-block-start", `${Math.round(tops[at] ?? 0)}px`);
    });
    const ends = tops.map((each, at) => each + (sizes[at]?.height ?? 0));
    list.style.setProperty("block-size", `${Math.ceil(Math.max(0, ...ends))}px`);
  }

  private turnedTo(cards: HTMLElement[]): HTMLElement | undefined {
    if (this.composer.isOpen) return this.composer.element;
    return cards.find((card) => card.dataset.thread === this.words.active);
  }
}

/** Moves an element only when it is elsewhere, so that the focus in it stays. */
function keep(list: HTMLElement, card: HTMLElement): void {
  if (card.parentElement !== list) list.append(card);
}

/** The element that has the focus stays where it is; the others are put around it. */
function order(list: HTMLElement, cards: HTMLElement[]): void {
  const wanted = new Set(cards);
  for (const child of [...list.children] as HTMLElement[]) if (!wanted.has(child)) child.remove();
  const still = cards.find((card) => card.contains(document.activeElement));
  const at = still && still.parentElement === list ? cards.indexOf(still) : -1;
  if (at < 0) {
    cards.forEach((card, place) => {
      if (list.children[place] !== card) list.insertBefore(card, list.children[place] ?? null);
    });
    return;
  }
  for (const card of cards.slice(0, at)) list.insertBefore(card, still ?? null);
  list.append(...cards.slice(at + 1));
}
