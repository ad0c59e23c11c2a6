import type { Somebody } from "./wire";

const SHOWN_FOR = 4_000;

/** Shows for a moment on a card who changed it. */
export function markChange(card: HTMLElement | undefined, by: Somebody): void {
  if (!card) return;
  const colour = `person-${by.color}`;
  card.classList.add("is-changed", colour);
  card.dataset.by = by.name;
  setTimeout(() => {
    card.classList.remove("is-changed", colour);
    delete card.dataset.by;
  }, SHOWN_FOR);
}
